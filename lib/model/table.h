/* Building tables: kho/table.h is how they are read. */
#ifndef KHO_MODEL_TABLE_H
#define KHO_MODEL_TABLE_H

#include <kho/columns.h>
#include <kho/table.h>

/* Which question a table answers: one for each row of KHO_TABLES. */
/* clang-format off */
#define KHO__TABLE_ENUM(TABLE, name, vi, en) KHO__TABLE_##TABLE,
typedef enum kho__table_kind { KHO_TABLES(KHO__TABLE_ENUM) KHO__TABLE_KINDS } kho__table_kind;
#undef KHO__TABLE_ENUM
/* clang-format on */

/* Types as words, by kho_type. */
#define KHO__TYPES 4
extern const char *const kho__type_words[KHO__TYPES];

/* A table without rows, with room for `rows`. */
kho_status kho__table_new(kho__table_kind kind, size_t rows, kho_table **out);

/* Begin a row of undefined cells, or fail. */
kho_status kho__table_row(kho_table *table);

/* Set cells of the last row. Setting can't fail: their room was made with the row. */
void kho__table_set_int(kho_table *table, size_t column, int64_t value);
void kho__table_set_date(
    kho_table *table, size_t column, kho_date value); /* KHO_NO_DATE: undefined */
void kho__table_put_date(
    kho_table *table, size_t row, size_t column, kho_date value); /* of any row */
void kho__table_set_rational(kho_table *table, size_t column, kho_rational value);
void kho__table_set_word(
    kho_table *table, size_t column, int32_t word); /* below 0: undefined */

/* Add a word to a text column (copied) and give its index; -1: out of memory. Names may
 * be NULL: then people read the code. The caller keeps the index of words that it uses
 * again; words aren't looked up. */
int32_t kho__table_word(
    kho_table *table, size_t column, const char *code, const char *vi, const char *en);

/* Word and cell in one, for texts that don't come again; NULL: undefined. */
kho_status kho__table_set_text(kho_table *table, size_t column, const char *text);

/* The same, but an equal text of this column is used again (a hash lookup). */
kho_status kho__table_set_known(
    kho_table *table, size_t column, const char *code, const char *vi, const char *en);

/* Reserve room for this many rows in all. */
kho_status kho__table_reserve(kho_table *table, size_t rows);

/* What it was made with; copied. Keys in the order they were first set; the value isn't
 * NULL. */
kho_status kho__table_meta_set(kho_table *table, const char *key, const char *value);

/* Two tables change places: handles that were given out stay. */
void kho__table_swap(kho_table *a, kho_table *b);

/* Sort rows by columns, in this order; undefined first; text by code. Stable. */
kho_status kho__table_sort(kho_table *table, const size_t *columns, size_t count);

/* Digits that people's formats print of a rational column. */
int kho__table_digits(const kho_table *table, size_t column);

#endif
