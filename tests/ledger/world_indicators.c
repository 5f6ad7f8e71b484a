/* Asking both for indicators, and comparing what they say. */
#include "ledger/world_inside.h"

#include <string.h>

static bool is_row(const reference *books, const reference_indicator_row *want,
    const kho_table *table, size_t row)
{
    return strcmp(want->indicator,
               kho_table_text(table, row, KHO_INDICATORS_INDICATOR)) == 0 &&
           strcmp(want->method, kho_table_text(table, row, KHO_INDICATORS_METHOD)) == 0 &&
           strcmp(want->item < 0 ? "" : books->items[want->item].code,
               kho_table_text(table, row, KHO_INDICATORS_ITEM)) == 0;
}

/* The value is their fraction, where there is anything to divide by. */
static bool is_value(const kho_table *table, size_t row)
{
    const int64_t numerator = kho_table_int(table, row, KHO_INDICATORS_NUMERATOR),
                  denominator = kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR);
    const kho_rational value = kho_table_rational(table, row, KHO_INDICATORS_VALUE);

    if (kho_table_has(table, row, KHO_INDICATORS_VALUE) != (denominator > 0))
        return false;
    return denominator <= 0 ||
           (value.denominator <= denominator &&
               value.numerator * denominator == numerator * value.denominator);
}

/* An item of which nothing was ever said may be missing. */
static bool compare(world *world, const reference_query *query, const kho_table *table,
    const reference_indicator_row *rows, size_t count)
{
    const reference *books = world->books;
    size_t found = 0;
    char text[256];

    for (size_t i = 0; i < count; i++) {
        size_t row = 0;

        while (row < kho_table_rows(table) && !is_row(books, &rows[i], table, row))
            row++;
        if (row == kho_table_rows(table) && !rows[i].numerator && !rows[i].denominator &&
            rows[i].item >= 0)
            continue;
        found++;
        if (row == kho_table_rows(table) || !is_value(table, row) ||
            kho_table_int(table, row, KHO_INDICATORS_NUMERATOR) != rows[i].numerator ||
            kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR) != rows[i].denominator)
            return world_differ(world, "indicators %s: %s %s %s should be %lld of %lld",
                world_describe(world, query, text), rows[i].indicator, rows[i].method,
                rows[i].item < 0 ? "" : books->items[rows[i].item].code,
                (long long)rows[i].numerator, (long long)rows[i].denominator);
    }
    return found == kho_table_rows(table) ||
           world_differ(world, "indicators %s: %zu rows, expected %zu",
               world_describe(world, query, text), kho_table_rows(table), found);
}

bool world_indicators(world *world, const reference_query *query)
{
    static reference_indicator_row rows[WORLD_ROWS];
    const size_t count = reference_indicators(world->books, query, rows, WORLD_ROWS);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_indicators(world->ledger, &asked, &table) < 0)
        return world_differ(world, "indicators %s: %s",
            world_describe(world, query, text), kho_error_last()->message);
    same = compare(world, query, table, rows, count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}
