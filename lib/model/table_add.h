/* Rows of one table put behind those of another. */
#ifndef KHO_MODEL_TABLE_ADD_H
#define KHO_MODEL_TABLE_ADD_H

#include "base/buffer.h"
#include "base/map.h"
#include "model/table_inside.h"

typedef struct kho__table_add {
    kho_table *to;
    kho__map words[KHO__TABLE_WIDTH_MOST]; /* of text columns: by all that a word says */
    kho__arena arena;
    kho__buffer key;
} kho__table_add;

/* Columns of the same key and type are filled; a word that says the same in both
 * languages is one word. */
kho_status kho__table_add_rows(kho__table_add *adding, const kho_table *from);
void kho__table_add_end(kho__table_add *adding);

#endif
