/* Importing into both, and comparing what they say. */
#include "ledger/world_inside.h"

#include <kho/exchange.h>
#include <stdlib.h>

static void trace(const world *world, const reference_return *rows, size_t count)
{
    char month[8];

    for (size_t i = 0; i < count && getenv("KHO_TRACE"); i++)
        printf("import %s %s %s: %lld in, %lld out, %+lld\n",
            world_place(world->books, rows[i].place),
            world->books->items[rows[i].item].code,
            kho_month_format(rows[i].month, month), (long long)rows[i].received,
            (long long)rows[i].dispensed, (long long)rows[i].adjusted);
}

/* With KHO_TRACE set, what the import says of refused rows is printed. */
static int hear(void *context, const char *bytes, size_t size)
{
    (void)context;
    return getenv("KHO_TRACE") && fwrite(bytes, 1, size, stdout) != size ? -1 : 0;
}

int world_import(world *world, const char *map_path, const char *csv_path,
    const reference_return *rows, size_t count, bool amend)
{
    kho_table *table = NULL;
    reference_tally tally;
    bool same;
    const kho_status status = kho_ledger_import_monthly(
        world->ledger, map_path, csv_path, amend, hear, NULL, &table);

    trace(world, rows, count);
    if (!world_is_in(world, status))
        return world_differ(world, "import: %s", kho_error_last()->message) + 1;
    reference_import(world->books, rows, count, amend, &tally);
    if (status < 0)
        return (int)status;
    same = kho_table_int(table, 0, KHO_IMPORT_READ) == (int64_t)count &&
           kho_table_int(table, 0, KHO_IMPORT_POSTED) == tally.posted &&
           kho_table_int(table, 0, KHO_IMPORT_EXISTING) == tally.existing &&
           kho_table_int(table, 0, KHO_IMPORT_AMENDED) == tally.amended &&
           kho_table_int(table, 0, KHO_IMPORT_REFUSED) == tally.refused &&
           kho_table_int(table, 0, KHO_IMPORT_CARRY_BREAKS) == 0;
    world_show(same, table);
    kho_table_free(table);
    return same ? KHO_OK
                : world_differ(world,
                      "import of %zu%s: expected %lld posted, %lld existing, %lld "
                      "amended, %lld refused",
                      count, amend ? " to amend" : "", (long long)tally.posted,
                      (long long)tally.existing, (long long)tally.amended,
                      (long long)tally.refused) +
                      1;
}
