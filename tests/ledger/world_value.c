/* Asking both for the stock report in money, and comparing what they say. */
#include "ledger/world_inside.h"

#include <string.h>

/* A quantity of the report, in the column of its value. */
static const struct {
    int value, quantity;
} columns[] = {
    {KHO_VALUE_OPENING,         KHO_REPORT_OPENING        },
    {KHO_VALUE_RECEIVED,        KHO_REPORT_RECEIVED       },
    {KHO_VALUE_RETURNED,        KHO_REPORT_RETURNED       },
    {KHO_VALUE_ISSUED,          KHO_REPORT_ISSUED         },
    {KHO_VALUE_DISPENSED,       KHO_REPORT_DISPENSED      },
    {KHO_VALUE_TRANSFERRED_IN,  KHO_REPORT_TRANSFERRED_IN },
    {KHO_VALUE_TRANSFERRED_OUT, KHO_REPORT_TRANSFERRED_OUT},
    {KHO_VALUE_LOST,            KHO_REPORT_LOST           },
    {KHO_VALUE_ADJUSTED,        KHO_REPORT_ADJUSTED       },
    {KHO_VALUE_CLOSING,         KHO_REPORT_CLOSING        },
};

/* Quantities and prices are small in tests: what is multiplied fits. */
static bool is_worth(const kho_table *table, size_t row, int column, int64_t quantity,
    const reference_price *price)
{
    const kho_rational value = kho_table_rational(table, row, (size_t)column);

    if (!price)
        return !kho_table_has(table, row, (size_t)column);
    return kho_table_has(table, row, (size_t)column) &&
           value.numerator * price->price.denominator ==
               quantity * price->price.numerator * value.denominator;
}

/* The column in which a row differs; -1 if none. */
static int find_difference(
    const kho_table *table, size_t row, const reference_value_row *want)
{
    if (!is_worth(table, row, KHO_VALUE_PRICE, 1, want->price))
        return KHO_VALUE_PRICE;
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
        if (!is_worth(table, row, columns[i].value, want->line.cell[columns[i].quantity],
                want->price))
            return columns[i].value;
    }
    if (!is_worth(table, row, KHO_VALUE_LOST_EXPIRED, want->lost_expired, want->price))
        return KHO_VALUE_LOST_EXPIRED;
    return is_worth(table, row, KHO_VALUE_EXPIRED, want->expired, want->price)
               ? -1
               : KHO_VALUE_EXPIRED;
}

static bool is_row(const reference *books, const reference_value_row *row,
    const kho_table *table, size_t at)
{
    return strcmp(world_place(books, row->line.place),
               kho_table_text(table, at, KHO_VALUE_PLACE)) == 0 &&
           strcmp(books->items[row->line.item].code,
               kho_table_text(table, at, KHO_VALUE_ITEM)) == 0 &&
           strcmp(books->channels[row->line.channel],
               kho_table_text(table, at, KHO_VALUE_CHANNEL)) == 0;
}

static bool compare(world *world, const reference_query *query, const kho_table *table,
    const reference_value_row *rows, size_t count)
{
    char text[256];
    size_t missing = 0;

    for (size_t i = 0; i < count; i++)
        missing += rows[i].line.held;
    for (size_t at = 0; at < kho_table_rows(table); at++) {
        size_t i = 0;
        int differs = KHO_VALUE_PLACE;

        while (i < count && !is_row(world->books, &rows[i], table, at))
            i++;
        if (i < count)
            differs = find_difference(table, at, &rows[i]);
        if (differs >= 0)
            return world_differ(world, "value %s: %s %s: %s isn't as expected",
                world_describe(world, query, text),
                kho_table_text(table, at, KHO_VALUE_PLACE),
                kho_table_text(table, at, KHO_VALUE_ITEM),
                kho_table_key(table, (size_t)differs));
        missing -= rows[i].line.held;
    }
    return missing == 0 || world_differ(world, "value %s: %zu rows are missing",
                               world_describe(world, query, text), missing);
}

bool world_value(world *world, const reference_query *query)
{
    static reference_value_row rows[WORLD_ROWS];
    const size_t count = reference_value(world->books, query, rows, WORLD_ROWS);
    const kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_value(world->ledger, &asked, &table) < 0)
        return world_differ(world, "value %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare(world, query, table, rows, count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}
