#include "base/kept_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

/*
 * Where memory runs out jansson says nothing, or calls a string that it had no room for
 * an invalid token. What reads the second time, and what there is no room to copy, lacked
 * memory.
 */
static kho_status load(
    const char *text, size_t size, size_t flags, json_t **out, size_t *used)
{
    json_error_t error;
    void *room;

    for (int tries = 0; tries < 2; tries++) {
        if ((*out = json_loadb(text, size, flags, &error))) {
            *used = (size_t)error.position;
            return KHO_OK;
        }
    }
    room = malloc(size + 1);
    free(room);
    return room ? kho__fail(KHO_EDAMAGED, "what is kept isn't JSON",
                      "nội dung đã lưu không phải JSON")
                : kho__fail_memory();
}

kho_status kho__kept_json(const char *text, size_t size, json_t **out)
{
    size_t used;

    return load(text, size, 0, out, &used);
}

static void stop(kho__kept *in, kho_status status)
{
    in->at = in->end;
    if (in->status == KHO_OK)
        in->status = status;
}

void kho__kept_begin(kho__kept *in, kho__arena *arena, const char *text, size_t size)
{
    static char nothing[1];

    *in = (kho__kept){.at = kho__arena_bytes(arena, text, size)};
    if (!in->at)
        *in = (kho__kept){nothing, nothing, KHO_EMEMORY};
    else
        in->end = in->at + size;
}

kho_status kho__kept_end(kho__kept *in)
{
    if (in->at != in->end)
        kho__kept_fail(in);
    return in->status;
}

void kho__kept_fail(kho__kept *in)
{
    stop(in, KHO_EDAMAGED);
}

bool kho__kept_is(kho__kept *in, char byte)
{
    if (*in->at != byte)
        return false;
    in->at++;
    return true;
}

void kho__kept_must(kho__kept *in, const char *word)
{
    const size_t size = strlen(word);

    if (strncmp(in->at, word, size) == 0)
        in->at += size;
    else
        kho__kept_fail(in);
}

bool kho__kept_key(kho__kept *in, const char *key)
{
    const size_t size = strlen(key);
    char *at = in->at;

    if (at == in->end || (at[-1] != '{' && *at++ != ',') || *at++ != '"' ||
        strncmp(at, key, size) != 0 || strncmp(at + size, "\":", 2) != 0)
        return false;
    in->at = at + size + 2;
    return true;
}

static int hex_digit(char byte)
{
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                                        : -1;
}

/* The byte that an escape stands for, which begins at a backslash, and how long the
 * escape is; 0: none that we write. */
static size_t unescape(const char *at, char *out)
{
    for (const char *pair = kho__json_escapes; *pair; pair += 2) {
        if (at[1] == *pair) {
            *out = pair[1];
            return 2;
        }
    }
    if (strncmp(at + 1, "u00", 3) != 0 || (at[4] != '0' && at[4] != '1') ||
        hex_digit(at[5]) < 0)
        return 0;
    *out = (char)((at[4] - '0') << 4 | hex_digit(at[5]));
    return strchr("\b\t\n\f\r", *out) ? 0 : 6; /* these, and no NUL, have short ones */
}

static bool is_plain(char byte)
{
    return (unsigned char)byte >= 0x20 && (unsigned char)byte < 0x80 && byte != '"' &&
           byte != '\\';
}

/* How many bytes at `from` stand for one character; 0: none that we write. */
static size_t read_character(const char *from, const char *end, char *to, size_t *size)
{
    size_t step = 1;

    *size = 1;
    if (*from == '\\')
        return unescape(from, to);
    if (!is_plain(*from)) {
        step =
            (unsigned char)*from & 0x80 ? kho__text_step(from, (size_t)(end - from)) : 0;
        *size = step;
    }
    memmove(to, from, step);
    return step;
}

/* The text is cut out where it lies: it only gets shorter, and its last quote gives way
 * to a NUL. */
const char *kho__kept_text(kho__kept *in)
{
    char *const text = in->at + 1, *from = text, *to;
    size_t step = 1, size;

    if (*in->at != '"') {
        kho__kept_fail(in);
        return "";
    }
    while (is_plain(*from))
        from++;
    for (to = from; *from != '"' && step; from += step, to += size)
        step = read_character(from, in->end, to, &size);
    if (!step) {
        kho__kept_fail(in);
        return "";
    }
    *to = '\0';
    in->at = from + 1;
    return text;
}

const char *kho__kept_text_or_null(kho__kept *in)
{
    if (*in->at == '"')
        return kho__kept_text(in);
    kho__kept_must(in, "null");
    return NULL;
}

int64_t kho__kept_int(kho__kept *in)
{
    const bool negative = kho__kept_is(in, '-');
    const char *const first = in->at;
    int64_t value = 0;

    for (; *in->at >= '0' && *in->at <= '9'; in->at++) {
        const int digit = *in->at - '0';

        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            break;
    }
    /* One spelling: no empty number, no leading 0, no -0, nothing that goes on. */
    if (in->at == first || (*first == '0' && (negative || in->at - first > 1)) ||
        (*in->at >= '0' && *in->at <= '9')) {
        kho__kept_fail(in);
        return 0;
    }
    return value;
}

json_t *kho__kept_object(kho__kept *in)
{
    json_t *object = NULL;
    size_t used;
    kho_status status;

    if (*in->at != '{') {
        kho__kept_fail(in);
        return NULL;
    }
    status =
        load(in->at, (size_t)(in->end - in->at), JSON_DISABLE_EOF_CHECK, &object, &used);
    if (status < 0)
        stop(in, status);
    else
        in->at += used;
    return object;
}
