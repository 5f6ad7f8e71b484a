/* Monthly returns as rows: read, verified one by one, and sorted. */
#ifndef KHO_EXCHANGE_MONTHLY_ROWS_H
#define KHO_EXCHANGE_MONTHLY_ROWS_H

#include <kho/table.h>

#include "base/map.h"
#include "exchange/monthly_map.h"

/* What a return says of an item at a place in a month, in base units. */
typedef struct kho__return {
    int64_t opening, received, dispensed, adjusted, closing;
    int64_t days_out; /* -1: it doesn't say */
} kho__return;

/* What became of a row. */
typedef enum kho__fate {
    KHO__REFUSED,
    KHO__EXISTING,
    KHO__POSTED,
    KHO__AMENDED
} kho__fate;

typedef struct kho__monthly_row {
    const char *place, *item; /* codes; equal ones are one text */
    const char *parent;       /* as the file writes it; NULL: none */
    kho_month month;
    kho__return is;
    int line;
    const char *why;  /* not NULL: it was refused, and why */
    const char *note; /* not NULL: a warning */
    kho__fate fate;
    int64_t carried; /* what a new carry brought before it; 0: none was made */
} kho__monthly_row;

typedef struct kho__monthly_file {
    kho__arena arena;
    kho__map words; /* text -> index in texts */
    const char **texts;
    size_t text_count, text_room;
    kho__monthly_row *rows; /* good ones, by place, item, month and line */
    size_t count, room;
    int64_t read, refused;
} kho__monthly_file;

/* Where refused rows and warnings are told, a line each. */
typedef struct kho__messages {
    kho_sink sink; /* NULL: nobody listens */
    void *context;
} kho__messages;

/* Read a file through a map. Rows that are wrong in themselves are told and left out. */
kho_status kho__monthly_file_read(kho__monthly_file *file, const kho__monthly_map *map,
    const char *path, const kho__messages *messages);
void kho__monthly_file_free(kho__monthly_file *file);

/* Tell something; KHO_ESTORAGE where it could not be written. */
kho_status kho__tell(const kho__messages *messages, const char *text);

#endif
