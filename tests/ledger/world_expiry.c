/* Asking both for what expires, and comparing what they say. */
#include "ledger/world_inside.h"

#include <string.h>

/* The column in which a row differs; NULL if none. */
static const char *find_difference(
    const kho_table *table, size_t row, const reference_expiry_row *want)
{
    const kho_rational months = kho_table_rational(table, row, KHO_EXPIRY_MONTHS_LEFT);

    if (kho_table_int(table, row, KHO_EXPIRY_QUANTITY) != want->quantity)
        return "quantity";
    if (months.numerator * 30 != want->days_left * months.denominator)
        return "months_left";
    if (kho_table_has(table, row, KHO_EXPIRY_AT_RISK) != want->risk_known ||
        (want->risk_known && kho_table_int(table, row, KHO_EXPIRY_AT_RISK) != want->risk))
        return "at_risk";
    if (row && kho_table_date(table, row - 1, KHO_EXPIRY_EXPIRY) >
                   kho_table_date(table, row, KHO_EXPIRY_EXPIRY))
        return "order";
    return NULL;
}

static bool compare(world *world, const reference_query *query, const kho_table *table,
    const reference_expiry_row *rows, size_t count)
{
    const reference *books = world->books;
    char text[256];

    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const char *place = kho_table_text(table, row, KHO_EXPIRY_PLACE), *differs;
        size_t i = 0;

        while (i < count &&
               (strcmp(world_place(books, rows[i].place), place) != 0 ||
                   !world_is_lot(books, rows[i].lot, table, row, KHO_EXPIRY_ITEM,
                       KHO_EXPIRY_LOT, KHO_EXPIRY_EXPIRY, KHO_EXPIRY_CHANNEL)))
            i++;
        differs = i < count ? find_difference(table, row, &rows[i]) : "row";
        if (differs)
            return world_differ(world,
                "expiry %s: %s %s lot '%s': %s isn't as expected (%lld, at risk %lld)",
                world_describe(world, query, text), place,
                kho_table_text(table, row, KHO_EXPIRY_ITEM),
                kho_table_text(table, row, KHO_EXPIRY_LOT), differs,
                i < count ? (long long)rows[i].quantity : 0LL,
                i < count && rows[i].risk_known ? (long long)rows[i].risk : -1LL);
    }
    return kho_table_rows(table) == count ||
           world_differ(world, "expiry %s: %zu rows, expected %zu",
               world_describe(world, query, text), kho_table_rows(table), count);
}

bool world_expiry(world *world, const reference_query *query)
{
    static reference_expiry_row rows[WORLD_ROWS];
    const size_t count = reference_expiry(world->books, query, rows, WORLD_ROWS);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_expiry(world->ledger, &asked, &table) < 0)
        return world_differ(world, "expiry %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare(world, query, table, rows, count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}
