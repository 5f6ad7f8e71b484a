/*
 * Sorting: an order of rows is made by merging (stable, and no worse on sorted tables,
 * which most are), then each column is put into it once. Texts are compared by rank: the
 * words of a column are sorted once, equal codes have equal ranks.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"
#include "model/table_inside.h"

/* One column to sort by. */
typedef struct sort_key {
    const kho__column *column;
    kho_type type;
    int32_t *ranks; /* of a text column's words */
} sort_key;

typedef struct row_sorter {
    sort_key *keys;
    size_t key_count;
    uint32_t *order, *spare;
} row_sorter;

typedef struct ranked {
    const char *code;
    int32_t word;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    return strcmp(((const ranked *)a)->code, ((const ranked *)b)->code);
}

static int32_t *rank_words(const kho__column *column)
{
    const size_t count = column->word_count;
    int32_t *const ranks = malloc((count + 1) * sizeof(*ranks));
    ranked *const sorted = malloc((count + 1) * sizeof(*sorted));
    int32_t rank = 0;

    if (!ranks || !sorted) {
        free(ranks);
        free(sorted);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = (ranked){column->words[i].code, (int32_t)i};
    qsort(sorted, count, sizeof(*sorted), compare_ranked);
    for (size_t i = 0; i < count; i++) {
        if (i && strcmp(sorted[i - 1].code, sorted[i].code) != 0)
            rank++;
        ranks[sorted[i].word] = rank;
    }
    free(sorted);
    return ranks;
}

static int compare_cells(const sort_key *key, size_t a, size_t b)
{
    const void *const cells = key->column->cells;
    const bool has_a = kho__cell_valid(key->column, a);
    const bool has_b = kho__cell_valid(key->column, b);
    int64_t x, y;

    if (!has_a || !has_b)
        return (int)has_a - (int)has_b;
    switch (key->type) {
    case KHO_RATIONAL:
        return kho__rational_compare(
            ((const kho_rational *)cells)[a], ((const kho_rational *)cells)[b]);
    case KHO_INTEGER:
        x = ((const int64_t *)cells)[a];
        y = ((const int64_t *)cells)[b];
        break;
    case KHO_TEXT:
        x = key->ranks[((const int32_t *)cells)[a]];
        y = key->ranks[((const int32_t *)cells)[b]];
        break;
    default:
        x = ((const int32_t *)cells)[a];
        y = ((const int32_t *)cells)[b];
    }
    return (x > y) - (x < y);
}

static bool in_order(const row_sorter *sorter, size_t a, size_t b)
{
    for (size_t i = 0; i < sorter->key_count; i++) {
        const int sign = compare_cells(&sorter->keys[i], a, b);

        if (sign)
            return sign < 0;
    }
    return true;
}

/* Merge order[from, middle) and order[middle, to) into spare. */
static void merge(row_sorter *sorter, size_t from, size_t middle, size_t to)
{
    const uint32_t *const order = sorter->order;
    size_t left = from, right = middle;

    if (middle >= to || in_order(sorter, order[middle - 1], order[middle])) {
        memcpy(sorter->spare + from, order + from, (to - from) * sizeof(*order));
        return;
    }
    for (size_t i = from; i < to; i++) {
        const bool take_left =
            right >= to || (left < middle && in_order(sorter, order[left], order[right]));

        sorter->spare[i] = order[take_left ? left++ : right++];
    }
}

static void sort_order(row_sorter *sorter, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        sorter->order[i] = (uint32_t)i;
    for (size_t run = 1; run < rows; run *= 2) {
        uint32_t *const order = sorter->order;

        for (size_t from = 0; from < rows; from += 2 * run) {
            const size_t to = from + 2 * run < rows ? from + 2 * run : rows;

            merge(sorter, from, from + run < to ? from + run : to, to);
        }
        sorter->order = sorter->spare;
        sorter->spare = order;
    }
}

/* Put a column's cells and bits into an order, by way of copies that are big enough. */
static void permute(kho__column *column, kho_type type, const uint32_t *order,
    size_t rows, void *cells, uint8_t *valid)
{
    const size_t size = kho__cell_size(type);

    memcpy(cells, column->cells, rows * size);
    memcpy(valid, column->valid, (rows + 7) / 8);
    memset(column->valid, 0, (rows + 7) / 8);
    for (size_t i = 0; i < rows; i++) {
        const size_t from = order[i];
        const unsigned bit = valid[from >> 3] >> (from & 7) & 1;

        memcpy((char *)column->cells + i * size, (const char *)cells + from * size, size);
        column->valid[i >> 3] = (uint8_t)(column->valid[i >> 3] | bit << (i & 7));
    }
}

static kho_status reorder(kho_table *table, const uint32_t *order)
{
    void *const cells = malloc(table->rows * sizeof(kho_rational));
    uint8_t *const valid = malloc(table->rows / 8 + 1);
    kho_status status = KHO_OK;

    if (!cells || !valid)
        status = kho__fail_memory();
    for (size_t i = 0; status == KHO_OK && i < table->width; i++)
        permute(&table->columns[i], table->headings[i].type, order, table->rows, cells,
            valid);
    free(cells);
    free(valid);
    return status;
}

static bool is_sorted(const row_sorter *sorter, size_t rows)
{
    for (size_t i = 1; i < rows; i++) {
        if (!in_order(sorter, i - 1, i))
            return false;
    }
    return true;
}

kho_status kho__table_sort(kho_table *table, const size_t *columns, size_t count)
{
    row_sorter sorter = {NULL, count, NULL, NULL};
    kho_status status = KHO_OK;

    if (table->rows < 2 || count == 0)
        return KHO_OK;
    if (table->rows > UINT32_MAX)
        return kho__fail_memory();
    sorter.keys = calloc(count, sizeof(*sorter.keys));
    sorter.order = malloc(table->rows * sizeof(*sorter.order));
    sorter.spare = malloc(table->rows * sizeof(*sorter.spare));
    if (!sorter.keys || !sorter.order || !sorter.spare)
        status = kho__fail_memory();
    for (size_t i = 0; status == KHO_OK && i < count; i++) {
        sort_key *const key = &sorter.keys[i];

        key->column = &table->columns[columns[i]];
        key->type = table->headings[columns[i]].type;
        if (key->type == KHO_TEXT && !(key->ranks = rank_words(key->column)))
            status = kho__fail_memory();
    }
    if (status == KHO_OK && !is_sorted(&sorter, table->rows)) {
        sort_order(&sorter, table->rows);
        status = reorder(table, sorter.order);
    }
    for (size_t i = 0; sorter.keys && i < count; i++)
        free(sorter.keys[i].ranks);
    free(sorter.keys);
    free(sorter.order);
    free(sorter.spare);
    return status;
}
