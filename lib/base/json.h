/*
 * JSON taken apart, token by token: RFC 8259 with a map or a list at its root, UTF-8
 * without NUL, at most KHO__DEPTH_MAX levels. It asks for memory only where a text has
 * escapes: jansson, which reads letter by letter into memory that grows, loses letters or
 * aborts where that doesn't grow.
 */
#ifndef KHO_BASE_JSON_H
#define KHO_BASE_JSON_H

#include "base/buffer.h"
#include "base/document.h"

typedef enum kho__json_kind {
    KHO__JSON_END = 0, /* nothing but space is left */
    KHO__JSON_MAP,     /* begins: keys follow, each before its value */
    KHO__JSON_LIST,
    KHO__JSON_CLOSE, /* what began last ends */
    KHO__JSON_KEY,
    KHO__JSON_TEXT,
    KHO__JSON_INTEGER,
    KHO__JSON_REAL, /* a number with a fraction or an exponent: its text */
    KHO__JSON_TRUE,
    KHO__JSON_FALSE,
    KHO__JSON_NULL
} kho__json_kind;

typedef struct kho__json {
    /* Of the last token. */
    kho__json_kind kind;
    const char *bytes; /* as they are meant, until the next token; no NUL after them */
    size_t size;
    int64_t integer; /* of an integer */
    bool too_big;    /* it doesn't fit 64 bits */
    int line;

    const char *name; /* what errors call it */
    const char *at, *end;
    kho__buffer text; /* of the last one with escapes */
    bool is_map[KHO__DEPTH_MAX];
    int depth;
    int expected; /* see json.c */
} kho__json;

/* Begin, at a line; the bytes outlive it. */
kho__json kho__json_of(const char *name, int line, const char *bytes, size_t size);

/* The next token. KHO_EINVALID names the line, and nothing of the text, which might be
 * about a client. */
kho_status kho__json_next(kho__json *json);

void kho__json_free(kho__json *json);

#endif
