/* A stream of bytes, line by line; no line is kept that is longer than a document may be.
 */
#ifndef KHO_EXCHANGE_LINES_H
#define KHO_EXCHANGE_LINES_H

#include <kho/common.h>

#include "base/buffer.h"

typedef ptrdiff_t (*kho__read)(void *context, char *buffer, size_t size);

typedef struct kho__lines {
    const char *name; /* of the stream, for errors */
    kho__read read;
    void *context;
    char piece[65536];
    size_t at, size; /* of the piece */
    bool ended;
    int number; /* of the line, from 1 */
    kho__buffer line;
    bool too_long; /* the line was skipped: only its start is here */
} kho__lines;

/* Give the next line; *some is false at the end. KHO_ESTORAGE where the stream fails. */
kho_status kho__lines_next(kho__lines *lines, bool *some);

/* Tell whether there is nothing but blanks in the line. */
bool kho__lines_blank(const kho__lines *lines);

void kho__lines_free(kho__lines *lines);

#endif
