#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void kho__buffer_free(kho__buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (kho__buffer){0};
}

void kho__buffer_clear(kho__buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

static void fail(kho__buffer *buffer)
{
    kho__buffer_free(buffer);
    buffer->failed = true;
}

static bool grow(kho__buffer *buffer, size_t size)
{
    size_t room = buffer->room ? buffer->room : 64;
    char *bytes;

    if (buffer->failed)
        return false;
    if (size >= KHO__BUFFER_MAX - buffer->size) {
        fail(buffer);
        return false;
    }
    while (room - buffer->size <= size)
        room *= 2;
    bytes = realloc(buffer->bytes, room);
    if (!bytes) {
        fail(buffer);
        return false;
    }
    buffer->bytes = bytes;
    buffer->room = room;
    return true;
}

/* Make room for `size` more bytes and the NUL; nothing has room while it is empty. */
static inline bool reserve(kho__buffer *buffer, size_t size)
{
    return size < buffer->room - buffer->size || grow(buffer, size);
}

void kho__buffer_add(kho__buffer *buffer, const void *bytes, size_t size)
{
    if (!reserve(buffer, size))
        return;
    if (size > 0)
        memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

void kho__buffer_text(kho__buffer *buffer, const char *text)
{
    kho__buffer_add(buffer, text, strlen(text));
}

void kho__buffer_byte(kho__buffer *buffer, char byte)
{
    if (!reserve(buffer, 1))
        return;
    buffer->bytes[buffer->size++] = byte;
    buffer->bytes[buffer->size] = '\0';
}

char *kho__digits(char text[KHO__DIGITS], int64_t value)
{
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char *at = text + KHO__DIGITS - 1;

    *at = '\0';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        *--at = '-';
    return at;
}

void kho__buffer_int(kho__buffer *buffer, int64_t value)
{
    char text[KHO__DIGITS];

    kho__buffer_text(buffer, kho__digits(text, value));
}

void kho__buffer_print(kho__buffer *buffer, const char *format, ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0) {
        fail(buffer);
        return;
    }
    if (!reserve(buffer, (size_t)size))
        return;

    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format, arguments);
    va_end(arguments);
    buffer->size += (size_t)size;
}

const char kho__json_escapes[] = "b\bt\tn\nf\fr\r\"\"\\\\";

static void escape(kho__buffer *buffer, unsigned char byte)
{
    for (const char *pair = kho__json_escapes; *pair; pair += 2) {
        if ((unsigned char)pair[1] == byte) {
            kho__buffer_byte(buffer, '\\');
            kho__buffer_byte(buffer, pair[0]);
            return;
        }
    }
    kho__buffer_print(buffer, "\\u%04x", byte);
}

/* How much of a text stands for itself. */
static size_t plain_size(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at >= 0x20 && *at != '"' && *at != '\\')
        at++;
    return (size_t)(at - (const unsigned char *)text);
}

/* Nothing in it needs an escape, as in most texts. */
static void add_plain(kho__buffer *buffer, const char *text, size_t size)
{
    char *at;

    if (!reserve(buffer, size + 2))
        return;
    at = buffer->bytes + buffer->size;
    *at = '"';
    memcpy(at + 1, text, size);
    memcpy(at + 1 + size, "\"", 2);
    buffer->size += size + 2;
}

void kho__buffer_json(kho__buffer *buffer, const char *text)
{
    size_t plain;

    if (!text) {
        kho__buffer_text(buffer, "null");
        return;
    }
    plain = plain_size(text);
    if (!text[plain]) {
        add_plain(buffer, text, plain);
        return;
    }
    kho__buffer_byte(buffer, '"');
    for (; text[plain]; plain = plain_size(text)) {
        kho__buffer_add(buffer, text, plain);
        escape(buffer, (unsigned char)text[plain]);
        text += plain + 1;
    }
    kho__buffer_add(buffer, text, plain);
    kho__buffer_byte(buffer, '"');
}

void kho__buffer_key(kho__buffer *buffer, const char *key)
{
    const bool first = buffer->size == 0 || buffer->bytes[buffer->size - 1] == '{';
    const size_t size = strlen(key);
    char *at;

    if (!reserve(buffer, size + 4))
        return;
    at = buffer->bytes + buffer->size;
    if (!first)
        *at++ = ',';
    *at++ = '"';
    memcpy(at, key, size);
    memcpy(at + size, "\":", 3);
    buffer->size = (size_t)(at + size + 2 - buffer->bytes);
}

uint8_t *kho__buffer_room(kho__buffer *buffer, size_t size)
{
    return reserve(buffer, size) ? (uint8_t *)buffer->bytes + buffer->size : NULL;
}

void kho__buffer_count(kho__buffer *buffer, const uint8_t *end)
{
    buffer->size = (size_t)(end - (const uint8_t *)buffer->bytes);
    buffer->bytes[buffer->size] = '\0';
}

void kho__buffer_varint(kho__buffer *buffer, uint64_t value)
{
    uint8_t *at = kho__buffer_room(buffer, KHO__VARINT_MOST);

    if (at)
        kho__buffer_count(buffer, kho__put_varint(at, value));
}

void kho__buffer_zigzag(kho__buffer *buffer, int64_t value)
{
    uint8_t *at = kho__buffer_room(buffer, KHO__VARINT_MOST);

    if (at)
        kho__buffer_count(buffer, kho__put_zigzag(at, value));
}

bool kho__varint_long(const uint8_t **at, const uint8_t *end, uint64_t *out)
{
    const uint8_t *byte = *at;
    uint64_t value = 0;

    for (int shift = 0; shift < 64 && byte < end; shift += 7, byte++) {
        const uint64_t bits = *byte & 0x7F;

        /* Each number has one spelling: no bits past 64, no empty last byte. */
        if ((shift == 63 && bits > 1) || (*byte == 0 && shift > 0))
            return false;
        value |= bits << shift;
        if (*byte < 0x80) {
            *at = byte + 1;
            *out = value;
            return true;
        }
    }
    return false;
}

kho_status kho__buffer_status(const kho__buffer *buffer)
{
    return buffer->failed ? kho__fail_memory() : KHO_OK;
}
