/* Bytes that grow, up to a maximum. After a failure it stays failed and empty: test once,
 * at the end. */
#ifndef KHO_BASE_BUFFER_H
#define KHO_BASE_BUFFER_H

#include <kho/common.h>

typedef struct kho__buffer {
    char *bytes; /* always ends with a NUL that size doesn't count; NULL while empty */
    size_t size;
    size_t room;
    bool failed;
} kho__buffer;

#define KHO__BUFFER_MAX ((size_t)1 << 31)

void kho__buffer_free(kho__buffer *buffer);
void kho__buffer_clear(kho__buffer *buffer); /* keeps the room */
void kho__buffer_add(kho__buffer *buffer, const void *bytes, size_t size);
void kho__buffer_text(kho__buffer *buffer, const char *text);
void kho__buffer_byte(kho__buffer *buffer, char byte);
/* A number's digits, with its sign; where in `text` they begin. */
#define KHO__DIGITS 21
char *kho__digits(char text[KHO__DIGITS], int64_t value);

void kho__buffer_int(kho__buffer *buffer, int64_t value);
void kho__buffer_print(kho__buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A JSON string with its quotes; NULL gives null. Escapes only what JSON must: canonical.
 */
void kho__buffer_json(kho__buffer *buffer, const char *text);

/* The short escapes: in turn the letter behind the backslash and the byte. */
extern const char kho__json_escapes[];

/* `"key":` and, but for the first one of an object, the comma before it. */
void kho__buffer_key(kho__buffer *buffer, const char *key);

/* Unsigned and zigzag varints, 7 bits a byte, low first. */
void kho__buffer_varint(kho__buffer *buffer, uint64_t value);
void kho__buffer_zigzag(kho__buffer *buffer, int64_t value);

/* Room for this many bytes more, to be written in place and then counted; NULL: it
 * failed. */
uint8_t *kho__buffer_room(kho__buffer *buffer, size_t size);
void kho__buffer_count(kho__buffer *buffer, const uint8_t *end);

/* Write them where there is room: each takes at most so many bytes. */
#define KHO__VARINT_MOST 10

static inline uint8_t *kho__put_varint(uint8_t *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

static inline uint8_t *kho__put_zigzag(uint8_t *at, int64_t value)
{
    return kho__put_varint(at, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

/* Read them back from [*at, end): false at a malformed or cut one. */
bool kho__varint_long(const uint8_t **at, const uint8_t *end, uint64_t *out);

/* Nearly all numbers have one byte or two. */
static inline bool kho__varint(const uint8_t **at, const uint8_t *end, uint64_t *out)
{
    const uint8_t *byte = *at;

    if (byte < end && byte[0] < 0x80) {
        *out = byte[0];
        *at = byte + 1;
        return true;
    }
    if (end - byte > 1 && byte[1] < 0x80 && byte[1]) {
        *out = (uint64_t)(byte[0] & 0x7F) | (uint64_t)byte[1] << 7;
        *at = byte + 2;
        return true;
    }
    return kho__varint_long(at, end, out);
}

static inline bool kho__zigzag(const uint8_t **at, const uint8_t *end, int64_t *out)
{
    uint64_t packed;

    if (!kho__varint(at, end, &packed))
        return false;
    *out = (int64_t)(packed >> 1) ^ -(int64_t)(packed & 1);
    return true;
}

/* KHO_OK, or KHO_EMEMORY if anything failed to fit. */
kho_status kho__buffer_status(const kho__buffer *buffer);

#endif
