/*
 * Tables are filled row by row and kept column by column. A row is room in every column,
 * so that setting a cell is a store and can't fail.
 */
#include "model/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/table_inside.h"

/* clang-format off */
#define HEADING(TABLE, COLUMN, key, type, digits, vi, en) {#key, type, digits, vi, en},
#define HEADINGS(TABLE, name, vi, en) \
    static const kho__heading name##_headings[] = {KHO_##TABLE##_COLUMNS(HEADING)};
KHO_TABLES(HEADINGS)
#undef HEADINGS
#undef HEADING

#define QUESTION(TABLE, name, vi, en) {#name, vi, en, name##_headings, KHO_##TABLE##_WIDTH},
const kho__question kho__questions[KHO__TABLE_KINDS] = {KHO_TABLES(QUESTION)};
#undef QUESTION
/* clang-format on */

/* The least room, so that small tables grow once. */
enum { ROOM_MIN = 64 };

size_t kho__cell_size(kho_type type)
{
    switch (type) {
    case KHO_INTEGER:
        return sizeof(int64_t);
    case KHO_RATIONAL:
        return sizeof(kho_rational);
    case KHO_DATE:
    case KHO_TEXT:
        break;
    }
    return sizeof(int32_t);
}

kho_status kho__table_begin(kho_table *table, size_t rows)
{
    table->columns = calloc(table->width, sizeof(*table->columns));
    return table->columns ? kho__table_reserve(table, rows ? rows : 1)
                          : kho__fail_memory();
}

kho_status kho__table_new(kho__table_kind kind, size_t rows, kho_table **out)
{
    const kho__question *question = &kho__questions[kind];
    kho_table *table = calloc(1, sizeof(*table));
    kho_status status;

    *out = NULL;
    if (!table)
        return kho__fail_memory();
    table->name = question->name;
    table->vi = question->vi;
    table->en = question->en;
    table->headings = question->headings;
    table->width = question->width;
    if ((status = kho__table_begin(table, rows)) < 0) {
        kho_table_free(table);
        return status;
    }
    *out = table;
    return KHO_OK;
}

kho_table *kho_table_share(const kho_table *table)
{
    kho_table *const shared = (kho_table *)table; /* what is counted isn't what is told */

    if (shared)
        atomic_fetch_add_explicit(&shared->shares, 1, memory_order_relaxed);
    return shared;
}

void kho_table_free(kho_table *table)
{
    if (!table || atomic_fetch_sub_explicit(&table->shares, 1, memory_order_acq_rel) > 0)
        return;
    for (size_t i = 0; table->columns && i < table->width; i++) {
        free(table->columns[i].cells);
        free(table->columns[i].valid);
        free(table->columns[i].words);
        kho__map_free(&table->columns[i].known);
    }
    free(table->columns);
    free(table->meta);
    kho__arena_free(&table->arena);
    free(table);
}

/* Room for cells and their bits; new cells are undefined. Fresh zeroes cost nothing from
 * calloc. */
static bool widen(kho__column *column, kho_type type, size_t old, size_t room)
{
    const size_t size = kho__cell_size(type);
    char *cells = old ? realloc(column->cells, room * size) : calloc(room, size);
    uint8_t *valid;

    if (!cells)
        return false;
    column->cells = cells;
    if (type == KHO_TEXT)
        memset(cells + old * size, 0xff, (room - old) * size);
    else if (old)
        memset(cells + old * size, 0, (room - old) * size);

    valid = realloc(column->valid, room / 8);
    if (!valid)
        return false;
    column->valid = valid;
    memset(valid + old / 8, 0, (room - old) / 8);
    return true;
}

kho_status kho__table_reserve(kho_table *table, size_t rows)
{
    size_t room = rows < ROOM_MIN ? ROOM_MIN : rows;

    if (rows <= table->room)
        return KHO_OK;
    if (rows > SIZE_MAX / sizeof(kho_rational) / 4)
        return kho__fail_memory();
    room = (room + 63) / 64 * 64;
    /* Where one column fails, the others merely have more room than is written down. */
    for (size_t i = 0; i < table->width; i++) {
        if (!widen(&table->columns[i], table->headings[i].type, table->room, room))
            return kho__fail_memory();
    }
    table->room = room;
    return KHO_OK;
}

kho_status kho__table_row(kho_table *table)
{
    kho_status status;

    if (table->rows == table->room &&
        (status = kho__table_reserve(table, table->room * 2)) < 0)
        return status;
    table->rows++;
    return KHO_OK;
}

/* Mark a row's cell as defined and give its column. */
static kho__column *define_at(kho_table *table, size_t row, size_t index, kho_type type)
{
    kho__column *column = &table->columns[index];

    assert(
        table->rows > row && index < table->width && table->headings[index].type == type);
    (void)type; /* where assertions are off */
    column->valid[row >> 3] = (uint8_t)(column->valid[row >> 3] | 1u << (row & 7));
    return column;
}

/* The last row's. */
static kho__column *define(kho_table *table, size_t index, kho_type type)
{
    return define_at(table, table->rows - 1, index, type);
}

static void undefine(kho__column *column, size_t row, int32_t value)
{
    ((int32_t *)column->cells)[row] = value;
    column->valid[row >> 3] = (uint8_t)(column->valid[row >> 3] & ~(1u << (row & 7)));
}

void kho__table_set_int(kho_table *table, size_t column, int64_t value)
{
    ((int64_t *)define(table, column, KHO_INTEGER)->cells)[table->rows - 1] = value;
}

void kho__table_set_rational(kho_table *table, size_t column, kho_rational value)
{
    ((kho_rational *)define(table, column, KHO_RATIONAL)->cells)[table->rows - 1] = value;
}

void kho__table_put_date(kho_table *table, size_t row, size_t column, kho_date value)
{
    kho__column *const dates = define_at(table, row, column, KHO_DATE);

    if (value == KHO_NO_DATE)
        undefine(dates, row, 0);
    else
        ((kho_date *)dates->cells)[row] = value;
}

void kho__table_set_date(kho_table *table, size_t column, kho_date value)
{
    kho__table_put_date(table, table->rows - 1, column, value);
}

void kho__table_set_word(kho_table *table, size_t column, int32_t word)
{
    kho__column *const texts = define(table, column, KHO_TEXT);

    assert(word < (int64_t)texts->word_count);
    if (word < 0)
        undefine(texts, table->rows - 1, -1);
    else
        ((int32_t *)texts->cells)[table->rows - 1] = word;
}

int32_t kho__table_word(
    kho_table *table, size_t column, const char *code, const char *vi, const char *en)
{
    kho__column *const texts = &table->columns[column];
    kho__word word;

    assert(column < table->width && table->headings[column].type == KHO_TEXT);
    if (texts->word_count >= INT32_MAX ||
        !kho__grow((void **)&texts->words, &texts->word_room, texts->word_count, 1,
            sizeof(*texts->words))) {
        kho__fail_memory();
        return -1;
    }
    word.code = kho__arena_text(&table->arena, code);
    word.vi = kho__arena_text(&table->arena, vi);
    word.en = kho__arena_text(&table->arena, en);
    if (!word.code || (vi && !word.vi) || (en && !word.en)) {
        kho__fail_memory();
        return -1;
    }
    texts->words[texts->word_count] = word;
    return (int32_t)texts->word_count++;
}

kho_status kho__table_set_text(kho_table *table, size_t column, const char *text)
{
    const int32_t word = text ? kho__table_word(table, column, text, NULL, NULL) : -1;

    if (text && word < 0)
        return kho__fail_memory();
    kho__table_set_word(table, column, word);
    return KHO_OK;
}

kho_status kho__table_set_known(
    kho_table *table, size_t column, const char *code, const char *vi, const char *en)
{
    kho__column *const texts = &table->columns[column];
    int64_t word = code ? kho__map_find(&texts->known, code) : -1;

    if (code && word < 0) {
        word = kho__table_word(table, column, code, vi, en);
        if (word < 0)
            return kho__fail_memory();
        if (!kho__map_put(&texts->known, texts->words[word].code, word))
            return kho__fail_memory();
    }
    kho__table_set_word(table, column, (int32_t)word);
    return KHO_OK;
}

kho_status kho__table_meta_set(kho_table *table, const char *key, const char *value)
{
    const char *copy = kho__arena_text(&table->arena, value);

    if (!copy)
        return kho__fail_memory();
    for (size_t i = 0; i < table->meta_count; i++) {
        if (strcmp(table->meta[i].key, key) == 0) {
            table->meta[i].value = copy;
            return KHO_OK;
        }
    }
    key = kho__arena_text(&table->arena, key);
    if (!key || !kho__grow((void **)&table->meta, &table->meta_room, table->meta_count, 1,
                    sizeof(*table->meta)))
        return kho__fail_memory();
    table->meta[table->meta_count++] = (kho__meta){key, copy};
    return KHO_OK;
}

void kho__table_swap(kho_table *a, kho_table *b)
{
    const kho_table kept = *a;

    assert(a->shares == 0 && b->shares == 0); /* whoever shares one knows its cells */
    *a = *b;
    *b = kept;
}

const char *kho_table_name(const kho_table *table)
{
    return table->name;
}

const char *kho_table_title(const kho_table *table, kho_language language)
{
    return language == KHO_VI ? table->vi : table->en;
}
