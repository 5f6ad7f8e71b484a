/* Importing monthly returns below one header, and what they become in cards and reports.
 */
#ifndef TESTS_EXCHANGE_RETURNS_H
#define TESTS_EXCHANGE_RETURNS_H

#include "desk.h"
#include "exchange/monthly_rows.h"

static const char map[] =
    "kho: monthly/1\n"
    "period: {year: year, month: month}\n"
    "place: {code: site, kind: store, level: facility, parent: district}\n"
    "item: {code: product}\n"
    "columns: {opening: opening, received: received, dispensed: distributed,\n"
    "          adjusted: adjustment, closing: closing, days_out: days_out}\n"
    "unknown: create\n";

static const char header[] = "year,month,site,district,product,opening,received,"
                             "distributed,adjustment,closing,days_out\n";

/* What an import counted, and what it said. */
static int64_t posted, existing, amended, refused, breaks, warnings;
static char said[8192];

static inline int hear(void *context, const char *bytes, size_t size)
{
    size_t used = strlen(said);

    (void)context;
    cr_assert(lt(sz, used + size, sizeof(said)));
    memcpy(said + used, bytes, size);
    said[used + size] = '\0';
    return 0;
}

/* Import lines below the usual header. */
static inline kho_status import(const char *lines, bool amend)
{
    char text[8192];
    kho_table *table;
    kho_status status;

    snprintf(text, sizeof(text), "%s%s", header, lines);
    write_file("map.yaml", map);
    write_file("returns.csv", text);
    said[0] = '\0';
    status = kho_ledger_import_monthly(
        ledger, "map.yaml", "returns.csv", amend, hear, NULL, &table);
    if (status < 0) {
        cr_assert(table == NULL);
        return status;
    }
    posted = kho_table_int(table, 0, KHO_IMPORT_POSTED);
    existing = kho_table_int(table, 0, KHO_IMPORT_EXISTING);
    amended = kho_table_int(table, 0, KHO_IMPORT_AMENDED);
    refused = kho_table_int(table, 0, KHO_IMPORT_REFUSED);
    breaks = kho_table_int(table, 0, KHO_IMPORT_CARRY_BREAKS);
    warnings = kho_table_int(table, 0, KHO_IMPORT_WARNINGS);
    cr_assert(eq(i64, kho_table_int(table, 0, KHO_IMPORT_READ),
        posted + existing + amended + refused));
    kho_table_free(table);
    return status;
}

/* Import, and see that it went as told: "posted existing amended refused breaks". */
#define IMPORT(lines, amend, expected) import_as(lines, amend, expected, __LINE__)

static inline void import_as(
    const char *lines, bool amend, const char *expected, int line)
{
    char counted[128];

    cr_assert(
        import(lines, amend) == KHO_OK, "line %d: %s", line, kho_error_last()->message);
    snprintf(counted, sizeof(counted), "%d %d %d %d %d", (int)posted, (int)existing,
        (int)amended, (int)refused, (int)breaks);
    cr_expect(strcmp(counted, expected) == 0, "line %d: %s, not %s\n%s", line, counted,
        expected, said);
}

/* Rows of the real file and of fixtures, as the report of their month must show them. */
static inline void check_report(
    const kho_table *table, const kho__monthly_row *row, int *seen)
{
    for (size_t i = 0; i < kho_table_rows(table); i++) {
        const kho__return *is = &row->is;

        if (strcmp(kho_table_text(table, i, KHO_REPORT_PLACE), row->place) != 0 ||
            strcmp(kho_table_text(table, i, KHO_REPORT_ITEM), row->item) != 0)
            continue;
        ++*seen;
        if (kho_table_int(table, i, KHO_REPORT_RECEIVED) != is->received ||
            kho_table_int(table, i, KHO_REPORT_DISPENSED) != is->dispensed ||
            kho_table_int(table, i, KHO_REPORT_CLOSING) != is->closing ||
            kho_table_int(table, i, KHO_REPORT_OPENING) +
                    kho_table_int(table, i, KHO_REPORT_ADJUSTED) !=
                is->opening + is->adjusted)
            cr_expect(0,
                "%s %s, line %d: opening %d received %d dispensed %d adjusted %d closing "
                "%d",
                row->place, row->item, row->line,
                (int)kho_table_int(table, i, KHO_REPORT_OPENING),
                (int)kho_table_int(table, i, KHO_REPORT_RECEIVED),
                (int)kho_table_int(table, i, KHO_REPORT_DISPENSED),
                (int)kho_table_int(table, i, KHO_REPORT_ADJUSTED),
                (int)kho_table_int(table, i, KHO_REPORT_CLOSING));
        return;
    }
    cr_expect(0, "%s %s, line %d is not in the report", row->place, row->item, row->line);
}

/* Every row of a file is in the report of its month. */
static inline void check_file(const char *map_path, const char *path)
{
    kho__messages nobody = {NULL, NULL};
    kho__monthly_map columns;
    kho__monthly_file file;
    kho_table *table = NULL;
    kho_month month;
    int seen = 0;

    cr_assert(eq(int, kho__monthly_map_read(&columns, map_path), KHO_OK));
    cr_assert(eq(int, kho__monthly_file_read(&file, &columns, path, &nobody), KHO_OK));
    for (month = kho_month_of(kho_date_of(2016, 1, 1));
         month <= kho_month_of(kho_date_of(2020, 12, 1)); month++) {
        kho_query query = KHO_QUERY_INIT;

        query.from = kho_month_first(month);
        query.to = kho_month_last(month);
        for (size_t i = 0; i < file.count; i++) {
            if (file.rows[i].month != month)
                continue;
            if (!table)
                cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK),
                    "%s", kho_error_last()->message);
            check_report(table, &file.rows[i], &seen);
        }
        kho_table_free(table);
        table = NULL;
    }
    cr_expect(eq(int, seen, (int)file.count));
    kho__monthly_file_free(&file);
    kho__monthly_map_free(&columns);
}

static inline void check_sound(void)
{
    kho_table *table;

    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0), "the check found a fault");
    kho_table_free(table);
}

/* The cards' lines of a place and an item, "date uid verb added taken balance\n" each. */
static inline const char *card_of(const char *place, const char *item)
{
    static char text[4096];
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    text[0] = '\0';
    query.place = place;
    query.item = item;
    cr_assert(eq(int, kho_ledger_card(ledger, &query, &table), KHO_OK));
    for (size_t i = 0; i < kho_table_rows(table); i++) {
        char day[16];
        size_t used = strlen(text);

        snprintf(text + used, sizeof(text) - used, "%s %s %s %d %d %d\n",
            kho_date_format(kho_table_date(table, i, KHO_CARD_DATE), day),
            kho_table_text(table, i, KHO_CARD_UID),
            kho_table_text(table, i, KHO_CARD_VERB),
            (int)kho_table_int(table, i, KHO_CARD_ADDED),
            (int)kho_table_int(table, i, KHO_CARD_TAKEN),
            (int)kho_table_int(table, i, KHO_CARD_BALANCE));
    }
    kho_table_free(table);
    return text;
}

static inline const char *card(void)
{
    return card_of("C1", "X");
}

static inline void check_card_of(
    const char *place, const char *item, const char *expected)
{
    const char *found = card_of(place, item);

    cr_expect(
        strcmp(found, expected) == 0, "the card is\n%sand not\n%s", found, expected);
}

static inline void check_card(const char *expected)
{
    check_card_of("C1", "X", expected);
}

#endif
