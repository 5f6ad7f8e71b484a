/* Rows of tables about places, items and channels: words are made once for each. */
#ifndef KHO_REPORT_ROWS_H
#define KHO_REPORT_ROWS_H

#include "base/map.h"
#include "model/names.h"
#include "model/table.h"
#include "store/ledger.h"

/* Columns that hold a place, an item and a channel, with the words made so far by id. */
typedef struct kho__rows {
    kho_table *table;
    const kho__catalogue *catalogue;
    size_t place_column, item_column, channel_column;
    kho__map
        places; /* word by id: a question about one place needn't make room for all */
    int32_t last_place, last_word;
    int32_t *items, *channels, *units; /* word + 1 by id */
} kho__rows;

#define KHO__NO_COLUMN SIZE_MAX

kho_status kho__rows_begin(kho__rows *rows, kho_table *table,
    const kho__catalogue *catalogue, size_t place_column, size_t item_column,
    size_t channel_column);
void kho__rows_end(kho__rows *rows);

/* Begin a row; ids of 0 leave their cells undefined. */
kho_status kho__rows_add(kho__rows *rows, int32_t place, int32_t item, int32_t channel);

/* The item's unit: programs read the English word, people their own. */
kho_status kho__rows_unit(kho__rows *rows, size_t unit_column, int32_t item);

/* A word with its names into a text column; NULL or one without a word: undefined. */
kho_status kho__rows_name(kho__rows *rows, size_t column, const kho__name *name);

/* The lot's number and expiry; one without either leaves them undefined. */
kho_status kho__rows_lot(
    kho__rows *rows, size_t lot_column, size_t expiry_column, const kho__lot *lot);

#endif
