#include "report/civ.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *write_map(char *path, size_t size)
{
    const char *base = getenv("TMPDIR");
    FILE *file;

    snprintf(path, size, "%s/kho-civ-XXXXXX", base ? base : "/tmp");
    file = fdopen(mkstemp(path), "w");
    fputs("kho: monthly/1\n"
          "period: {year: year, month: month}\n"
          "place: {code: site_code, kind: store, level: facility, parent: district}\n"
          "item: {code: product_code}\n"
          "columns: {opening: stock_initial, received: stock_received,\n"
          "          dispensed: stock_distributed, adjusted: stock_adjustment,\n"
          "          closing: stock_end, days_out: stock_stockout_days}\n"
          "unknown: create\n",
        file);
    fclose(file);
    return path;
}

kho_ledger *civ_import(const char *csv, char *path, size_t size, int64_t *read)
{
    kho_options options = KHO_OPTIONS_INIT;
    char map[256];
    kho_ledger *ledger;
    kho_table *table;

    snprintf(path, size, "%s.kho", write_map(map, sizeof(map)));
    options.mode = KHO_CREATE;
    cr_assert(eq(int, kho_ledger_open(path, &options, &ledger), KHO_OK));
    cr_assert(
        eq(int, kho_ledger_import_monthly(ledger, map, csv, false, NULL, NULL, &table),
            KHO_OK),
        "%s", kho_error_last()->message);
    *read = kho_table_int(table, 0, KHO_IMPORT_READ);
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_POSTED), *read));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_REFUSED), 0));
    kho_table_free(table);
    unlink(map);
    return ledger;
}

void civ_forget(kho_ledger *ledger, const char *path)
{
    static const char *const endings[] = {"", "-journal", "-queue"};
    char file[400];

    kho_ledger_close(ledger);
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        snprintf(file, sizeof(file), "%s%s", path, endings[i]);
        unlink(file);
    }
}
