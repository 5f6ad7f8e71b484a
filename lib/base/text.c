#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/error.h"

#define CODE_MOST 64

size_t kho__text_step(const char *bytes, size_t size)
{
    const unsigned char first = size > 0 ? (unsigned char)bytes[0] : 0xFF;
    utf8proc_int32_t character;
    utf8proc_ssize_t step;

    if (first < 0x80)
        return 1;
    if (size == 0)
        return 0;
    step = utf8proc_iterate((const utf8proc_uint8_t *)bytes,
        (utf8proc_ssize_t)(size < 4 ? size : 4), &character);
    return step > 0 ? (size_t)step : 0;
}

static kho_status fail_control(const char *what, unsigned character)
{
    return kho__fail(KHO_EINVALID, "%s has a control character (U+%04X)",
        "%s có ký tự điều khiển (U+%04X)", what, character);
}

/*
 * Latin letters with their marks: below U+0300 and from U+1E00 to U+1EFF nothing is
 * composed with what stands before it, or decomposed. That is nearly all text in
 * Vietnamese.
 */
static bool is_composed(const char *bytes, size_t step)
{
    const unsigned char first = (unsigned char)bytes[0];

    return (step == 2 && first < 0xCC) ||
           (step == 3 && first == 0xE1 && ((unsigned char)bytes[1] & 0xFC) == 0xB8);
}

/* How many bytes are ASCII that may stand in a text, as most are. */
static size_t plain(const char *bytes, size_t size)
{
    size_t at = 0;

    while (at < size && (unsigned char)(bytes[at] - 0x20) < 0x7F - 0x20)
        at++;
    return at;
}

/* Verify UTF-8, and tell whether it is certainly in NFC; else someone has to look. */
static kho_status check(const char *what, const char *bytes, size_t size, bool *composed)
{
    *composed = true;
    for (size_t at = plain(bytes, size); at < size; at += plain(bytes + at, size - at)) {
        const unsigned char first = (unsigned char)bytes[at];
        size_t step;

        if (first < 0x80)
            return fail_control(what, first);
        step = kho__text_step(bytes + at, size - at);
        if (step == 0)
            return kho__fail(KHO_EINVALID, "%s is not UTF-8 (byte %zu)",
                "%s không phải UTF-8 (byte thứ %zu)", what, at + 1);
        if (first == 0xC2 && (unsigned char)bytes[at + 1] < 0xA0)
            return fail_control(what, (unsigned char)bytes[at + 1]);
        if (!is_composed(bytes + at, step))
            *composed = false;
        at += step;
    }
    return KHO_OK;
}

static kho_status fail_long(const char *what, size_t most)
{
    return kho__fail(
        KHO_EINVALID, "%s is longer than %zu bytes", "%s dài quá %zu byte", what, most);
}

static kho_status take_nfc(kho__arena *arena, const char *what, const char *bytes,
    size_t size, size_t most, const char **out)
{
    utf8proc_uint8_t *nfc;
    const utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)bytes,
        (utf8proc_ssize_t)size, &nfc, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const char *copy;

    if (length < 0) /* it was verified, so nothing else can fail */
        return kho__fail_memory();
    if ((size_t)length > most) {
        free(nfc);
        return fail_long(what, most);
    }
    copy = kho__arena_bytes(arena, (const char *)nfc, (size_t)length);
    free(nfc);
    if (!copy)
        return kho__fail_memory();
    *out = copy;
    return KHO_OK;
}

kho_status kho__text_nfc(
    kho__arena *arena, const char *bytes, size_t size, const char **out)
{
    return take_nfc(arena, "", bytes, size, SIZE_MAX, out);
}

kho_status kho__text_take_bytes(kho__arena *arena, const char *what, const char *bytes,
    size_t size, size_t most, const char **out)
{
    kho_status status;
    const char *copy;
    bool composed;

    if ((status = check(what, bytes, size, &composed)) < 0)
        return status;
    if (!composed)
        return take_nfc(arena, what, bytes, size, most, out);
    if (size > most)
        return fail_long(what, most);
    copy = kho__arena_bytes(arena, bytes, size);
    if (!copy)
        return kho__fail_memory();
    *out = copy;
    return KHO_OK;
}

kho_status kho__text_take(
    kho__arena *arena, const char *what, const char *text, size_t most, const char **out)
{
    return kho__text_take_bytes(arena, what, text, strlen(text), most, out);
}

bool kho__text_is_code(const char *text)
{
    size_t size = 0;

    for (; text[size]; size++) {
        const char c = text[size];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-') ||
            size == CODE_MOST)
            return false;
    }
    return size > 0;
}

int kho__text_width(const char *text)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    int width = 0;

    while (*at) {
        utf8proc_int32_t character = -1;
        utf8proc_ssize_t step = *at < 0x80 ? 1 : utf8proc_iterate(at, -1, &character);

        if (step == 1 || step < 0) { /* a malformed byte is shown as one character */
            width++;
            at++;
            continue;
        }
        width += utf8proc_charwidth(character);
        at += step;
    }
    return width;
}

int kho__text_compare(const char *a, const char *b)
{
    return strcmp(a, b);
}

void kho__text_join(char *list, size_t room, const char *word)
{
    size_t used = strlen(list);

    if (used + strlen(word) + sizeof(", ...") < room)
        snprintf(list + used, room - used, "%s%s", used > 0 ? ", " : "", word);
    else if (used < 3 || strcmp(list + used - 3, "...") != 0)
        snprintf(list + used, room - used, ", ...");
}
