#include "model/table_add.h"

#include <string.h>

#include "base/error.h"

/* The column of the same key and type; the width where there is none. */
static size_t column_like(const kho_table *to, const kho__heading *heading, size_t at)
{
    size_t i = at < to->width && strcmp(to->headings[at].key, heading->key) == 0 ? at : 0;

    while (i < to->width && strcmp(to->headings[i].key, heading->key) != 0)
        i++;
    return i < to->width && to->headings[i].type != heading->type ? to->width : i;
}

/* The same word in the table that is filled. */
static kho_status find_word(
    kho__table_add *at, size_t column, const kho__word *word, int32_t *out)
{
    const char *const texts[] = {word->code, word->vi, word->en};
    kho__map *words = &at->words[column];
    int64_t found;

    kho__buffer_clear(&at->key);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        kho__buffer_json(&at->key, texts[i]);
    if (kho__buffer_status(&at->key) < 0)
        return kho__fail_memory();
    if ((found = kho__map_find(words, at->key.bytes)) < 0) {
        const char *key = kho__arena_text(&at->arena, at->key.bytes);

        found = kho__table_word(at->to, column, word->code, word->vi, word->en);
        if (found < 0 || !key || !kho__map_put(words, key, found))
            return kho__fail_memory();
    }
    *out = (int32_t)found;
    return KHO_OK;
}

/* What is known of a table's columns while its rows are put behind the others. */
typedef struct source {
    const kho_table *table;
    size_t columns[KHO__TABLE_WIDTH_MOST]; /* the column that is filled */
    int32_t *words[KHO__TABLE_WIDTH_MOST]; /* word + 1 there; NULL: no text column */
    kho__arena arena;
} source;

static kho_status open_source(
    source *from, const kho__table_add *at, const kho_table *table)
{
    *from = (source){.table = table};
    for (size_t i = 0; i < table->width; i++) {
        const size_t words = table->columns[i].word_count + 1;

        from->columns[i] = column_like(at->to, &table->headings[i], i);
        if (table->headings[i].type == KHO_TEXT &&
            !(from->words[i] = kho__arena_take(&from->arena, words * sizeof(int32_t))))
            return kho__fail_memory();
    }
    return KHO_OK;
}

static kho_status set_text(kho__table_add *at, source *from, size_t column, int32_t word)
{
    int32_t *known = &from->words[column][word];
    kho_status status;

    if (!*known) {
        if ((status = find_word(at, from->columns[column],
                 &from->table->columns[column].words[word], known)) < 0)
            return status;
        ++*known;
    }
    kho__table_set_word(at->to, from->columns[column], *known - 1);
    return KHO_OK;
}

static kho_status set_cell(kho__table_add *at, source *from, size_t row, size_t column)
{
    const void *cells = from->table->columns[column].cells;
    const size_t to = from->columns[column];

    if (to == at->to->width || !kho__cell_valid(&from->table->columns[column], row))
        return KHO_OK;
    switch (from->table->headings[column].type) {
    case KHO_INTEGER:
        kho__table_set_int(at->to, to, ((const int64_t *)cells)[row]);
        break;
    case KHO_RATIONAL:
        kho__table_set_rational(at->to, to, ((const kho_rational *)cells)[row]);
        break;
    case KHO_DATE:
        kho__table_set_date(at->to, to, ((const kho_date *)cells)[row]);
        break;
    case KHO_TEXT:
        return set_text(at, from, column, ((const int32_t *)cells)[row]);
    }
    return KHO_OK;
}

kho_status kho__table_add_rows(kho__table_add *adding, const kho_table *from)
{
    source rows;
    kho_status status = open_source(&rows, adding, from);

    for (size_t row = 0; row < from->rows && status == KHO_OK; row++) {
        status = kho__table_row(adding->to);
        for (size_t i = 0; i < from->width && status == KHO_OK; i++)
            status = set_cell(adding, &rows, row, i);
    }
    kho__arena_free(&rows.arena);
    return status;
}

void kho__table_add_end(kho__table_add *adding)
{
    for (size_t i = 0; i < KHO__TABLE_WIDTH_MOST; i++)
        kho__map_free(&adding->words[i]);
    kho__arena_free(&adding->arena);
    kho__buffer_free(&adding->key);
}
