/* Reading tables. Past the end nothing is defined: no index that a caller may give is
 * harmful. */
#include <string.h>

#include "model/table_inside.h"

size_t kho_table_rows(const kho_table *table)
{
    return table->rows;
}

size_t kho_table_columns(const kho_table *table)
{
    return table->width;
}

kho_type kho_table_type(const kho_table *table, size_t column)
{
    return column < table->width ? table->headings[column].type : KHO_INTEGER;
}

const char *kho_table_key(const kho_table *table, size_t column)
{
    return column < table->width ? table->headings[column].key : NULL;
}

const char *kho_table_label(const kho_table *table, size_t column, kho_language language)
{
    if (column >= table->width)
        return NULL;
    return language == KHO_VI ? table->headings[column].vi : table->headings[column].en;
}

int kho__table_digits(const kho_table *table, size_t column)
{
    return column < table->width ? table->headings[column].digits : 0;
}

int kho_table_find(const kho_table *table, const char *key)
{
    for (size_t i = 0; i < table->width; i++) {
        if (strcmp(table->headings[i].key, key) == 0)
            return (int)i;
    }
    return -1;
}

bool kho_table_has(const kho_table *table, size_t row, size_t column)
{
    return column < table->width && row < table->rows &&
           kho__cell_valid(&table->columns[column], row);
}

/* The column of a defined cell of that type, or NULL. */
static const kho__column *column_of(
    const kho_table *table, size_t row, size_t column, kho_type type)
{
    if (!kho_table_has(table, row, column) || table->headings[column].type != type)
        return NULL;
    return &table->columns[column];
}

int64_t kho_table_int(const kho_table *table, size_t row, size_t column)
{
    const kho__column *cells = column_of(table, row, column, KHO_INTEGER);

    if (cells)
        return ((const int64_t *)cells->cells)[row];
    cells = column_of(table, row, column, KHO_DATE);
    return cells ? ((const kho_date *)cells->cells)[row] : 0;
}

kho_rational kho_table_rational(const kho_table *table, size_t row, size_t column)
{
    const kho__column *cells = column_of(table, row, column, KHO_RATIONAL);

    return cells ? ((const kho_rational *)cells->cells)[row] : (kho_rational){0, 1};
}

kho_date kho_table_date(const kho_table *table, size_t row, size_t column)
{
    const kho__column *cells = column_of(table, row, column, KHO_DATE);

    return cells ? ((const kho_date *)cells->cells)[row] : KHO_NO_DATE;
}

const char *kho_table_text(const kho_table *table, size_t row, size_t column)
{
    const kho__column *cells = column_of(table, row, column, KHO_TEXT);

    return cells ? cells->words[((const int32_t *)cells->cells)[row]].code : "";
}

const void *kho_table_buffer(const kho_table *table, size_t column)
{
    return column < table->width ? table->columns[column].cells : NULL;
}

size_t kho_table_words(const kho_table *table, size_t column)
{
    return column < table->width ? table->columns[column].word_count : 0;
}

const char *kho_table_word(const kho_table *table, size_t column, size_t index)
{
    if (index >= kho_table_words(table, column))
        return NULL;
    return table->columns[column].words[index].code;
}

const char *kho_table_word_name(
    const kho_table *table, size_t column, size_t index, kho_language language)
{
    const kho__word *word;
    const char *name;

    if (index >= kho_table_words(table, column))
        return NULL;
    word = &table->columns[column].words[index];
    name = language == KHO_VI ? word->vi : word->en;
    if (!name)
        name = language == KHO_VI ? word->en : word->vi;
    return name ? name : word->code;
}

const uint8_t *kho_table_validity(const kho_table *table, size_t column)
{
    const uint8_t *valid;
    size_t i;

    if (column >= table->width)
        return NULL;
    valid = table->columns[column].valid;
    for (i = 0; i < table->rows / 8; i++) {
        if (valid[i] != 0xff)
            return valid;
    }
    if (table->rows % 8 == 0)
        return NULL;
    return valid[i] == (1u << table->rows % 8) - 1 ? NULL : valid;
}

const char *kho_table_meta(const kho_table *table, const char *key)
{
    for (size_t i = 0; i < table->meta_count; i++) {
        if (strcmp(table->meta[i].key, key) == 0)
            return table->meta[i].value;
    }
    return NULL;
}

size_t kho_table_metas(const kho_table *table)
{
    return table->meta_count;
}

const char *kho_table_meta_key(const kho_table *table, size_t index)
{
    return index < table->meta_count ? table->meta[index].key : NULL;
}
