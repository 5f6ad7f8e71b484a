/* A CSV file, row by row (RFC 4180, a byte order mark tolerated), in bounded memory. */
#ifndef KHO_EXCHANGE_CSV_FILE_H
#define KHO_EXCHANGE_CSV_FILE_H

#include <kho/common.h>

#define KHO__CSV_CELLS_MAX 1000
#define KHO__CSV_CELL_MAX 65536

/* One row; cells are texts as they stand in the file, and last for the call. */
typedef struct kho__csv_row {
    const char *const *cells;
    const size_t *sizes;
    size_t count;
    int line; /* on which the row began */
} kho__csv_row;

typedef kho_status (*kho__csv_visit)(void *context, const kho__csv_row *row);

/*
 * Each row that isn't empty, the header too, until one visit fails. KHO_ENOTFOUND,
 * KHO_ESTORAGE, KHO_EINVALID (a quote that isn't closed, a cell or a row that is too
 * long).
 */
kho_status kho__csv_each(const char *path, kho__csv_visit visit, void *context);

#endif
