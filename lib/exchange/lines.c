#include "exchange/lines.h"

#include <string.h>

#include "base/document.h"
#include "base/error.h"

static kho_status refill(kho__lines *lines)
{
    ptrdiff_t got = lines->read(lines->context, lines->piece, sizeof(lines->piece));

    if (got < 0 || (size_t)got > sizeof(lines->piece))
        return kho__fail(
            KHO_ESTORAGE, "%s: can't be read", "%s: không đọc được", lines->name);
    lines->at = 0;
    lines->size = (size_t)got;
    lines->ended = got == 0;
    return KHO_OK;
}

/* Take a part of the line, or what still fits of it. */
static void take(kho__lines *lines, const char *bytes, size_t size)
{
    size_t room = KHO__DOCUMENT_MAX - lines->line.size;

    if (size > room) {
        lines->too_long = true;
        size = room;
    }
    kho__buffer_add(&lines->line, bytes, size);
}

/* Some programs begin a file in UTF-8 with a mark. */
static void drop_mark(kho__lines *lines)
{
    static const char mark[] = "\xef\xbb\xbf";

    if (lines->number == 1 && lines->line.size >= sizeof(mark) - 1 &&
        memcmp(lines->line.bytes, mark, sizeof(mark) - 1) == 0)
        memcpy(lines->line.bytes, "   ", sizeof(mark) - 1);
}

kho_status kho__lines_next(kho__lines *lines, bool *some)
{
    kho_status status;

    kho__buffer_clear(&lines->line);
    lines->too_long = false;
    *some = false;
    while (!lines->ended) {
        const char *start = lines->piece + lines->at, *end;

        if (lines->at == lines->size) {
            if ((status = refill(lines)) < 0)
                return status;
            continue;
        }
        *some = true;
        end = memchr(start, '\n', lines->size - lines->at);
        take(lines, start, end ? (size_t)(end - start) : lines->size - lines->at);
        lines->at = end ? (size_t)(end - lines->piece) + 1 : lines->size;
        if (end)
            break;
    }
    if (*some) {
        lines->number++;
        drop_mark(lines);
    }
    return kho__buffer_status(&lines->line);
}

bool kho__lines_blank(const kho__lines *lines)
{
    for (size_t i = 0; i < lines->line.size; i++) {
        if (!strchr(" \t\r", lines->line.bytes[i]) || lines->line.bytes[i] == '\0')
            return false;
    }
    return true;
}

void kho__lines_free(kho__lines *lines)
{
    kho__buffer_free(&lines->line);
}
