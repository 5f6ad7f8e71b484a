/*
 * A table in JSON that needs nothing else to be read: typed cells, labels and names in
 * both languages, what it was made with. Canonical, so that the same table is the same
 * bytes:
 *
 *   "tables":[[name,columns,vi,en],..],"columns":[[key,type,digits,vi,en],..]
 *   "words":[[[code,vi,en],..],..],"rows":[[..],..],"meta":[[key,value],..]
 *
 * The first line is the heads, which tables of one kind share. A narrow table is the
 * first columns of a wide one. `words` has a list for each text column, a cell is an
 * index into it; a rational is "47/3", or a number where it is whole; null is undefined.
 */
#ifndef KHO_MODEL_TABLE_JSON_H
#define KHO_MODEL_TABLE_JSON_H

#include <jansson.h>

#include "base/buffer.h"
#include "model/table.h"

/* The heads of some kinds of tables, the widest last. */
void kho__table_write_heads(const kho__table_kind *kinds, size_t count, kho__buffer *out);

/* Rows first..end of a table, with its meta and what else these were made with: pairs of
 * key and value. KHO_EMEMORY. */
kho_status kho__table_write_rows(const kho_table *table, size_t first, size_t end,
    const char *const (*meta)[2], size_t meta_count, kho__buffer *out);

/*
 * Make one of the tables that the heads name: its own headings and titles, whatever this
 * program calls them. Of the rows, those whose column `item` is `item`; NULL: all.
 * KHO_EDAMAGED.
 */
kho_status kho__table_read(const json_t *heads, const json_t *rows, const char *name,
    const char *item, kho_table **out);

#endif
