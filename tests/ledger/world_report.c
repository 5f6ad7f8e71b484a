/* Asking both for reports and alerts, and comparing what they say. */
#include "ledger/world_inside.h"

#include <stdlib.h>
#include <string.h>

static bool is_balanced(const kho_table *table, size_t row)
{
    int64_t cell[KHO_REPORT_WIDTH];

    for (int column = KHO_REPORT_OPENING; column <= KHO_REPORT_CLOSING; column++)
        cell[column] = kho_table_int(table, row, column);
    return cell[KHO_REPORT_OPENING] + cell[KHO_REPORT_RECEIVED] +
               cell[KHO_REPORT_RETURNED] - cell[KHO_REPORT_ISSUED] -
               cell[KHO_REPORT_DISPENSED] + cell[KHO_REPORT_TRANSFERRED_IN] -
               cell[KHO_REPORT_TRANSFERRED_OUT] - cell[KHO_REPORT_LOST] +
               cell[KHO_REPORT_ADJUSTED] ==
           cell[KHO_REPORT_CLOSING];
}

static bool is_rational(
    const kho_table *table, size_t row, size_t column, bool defined, kho_rational want)
{
    kho_rational got = kho_table_rational(table, row, column);

    if (kho_table_has(table, row, column) != defined)
        return false;
    return !defined ||
           (got.numerator == want.numerator && got.denominator == want.denominator);
}

/* The first column in which a row differs; KHO_REPORT_WIDTH if none. */
static int find_difference(
    const kho_table *table, size_t row, const reference_report_row *want)
{
    for (int column = KHO_REPORT_OPENING; column <= KHO_REPORT_DAYS_OUT; column++) {
        if (column == KHO_REPORT_DAYS_OUT && !want->judged)
            continue;
        if (kho_table_int(table, row, column) != want->cell[column])
            return column;
    }
    if (!want->judged)
        return KHO_REPORT_WIDTH;
    if (!is_rational(table, row, KHO_REPORT_AMC, want->amc_defined, want->amc))
        return KHO_REPORT_AMC;
    if (!is_rational(table, row, KHO_REPORT_MONTHS, want->months_defined, want->months))
        return KHO_REPORT_MONTHS;
    if (strcmp(kho_table_text(table, row, KHO_REPORT_STATUS),
            kho_standing_word(want->standing)) != 0)
        return KHO_REPORT_STATUS;
    if (!want->by_hand &&
        kho_table_int(table, row, KHO_REPORT_TO_ORDER) != want->cell[KHO_REPORT_TO_ORDER])
        return KHO_REPORT_TO_ORDER;
    return KHO_REPORT_WIDTH;
}

static bool is_report_row(const reference *books, const reference_report_row *want,
    const kho_table *table, size_t row)
{
    return strcmp(world_place(books, want->place),
               kho_table_text(table, row, KHO_REPORT_PLACE)) == 0 &&
           strcmp(books->items[want->item].code,
               kho_table_text(table, row, KHO_REPORT_ITEM)) == 0 &&
           strcmp(books->channels[want->channel],
               kho_table_text(table, row, KHO_REPORT_CHANNEL)) == 0;
}

/* How the cell of the expected line reads, and that of the table. */
static void print_cell(bool defined, int64_t numerator, int64_t denominator, char *text)
{
    if (!defined)
        snprintf(text, 64, "undefined");
    else if (denominator == 1)
        snprintf(text, 64, "%lld", (long long)numerator);
    else
        snprintf(text, 64, "%lld/%lld", (long long)numerator, (long long)denominator);
}

static bool differ_in(world *world, const reference_query *query, const kho_table *table,
    size_t row, const reference_report_row *want, int column)
{
    kho_rational value = kho_table_rational(table, row, (size_t)column);
    char text[256], got[64], expected[64];

    if (column == KHO_REPORT_STATUS) {
        snprintf(got, sizeof(got), "%s", kho_table_text(table, row, (size_t)column));
        snprintf(expected, sizeof(expected), "%s", kho_standing_word(want->standing));
    } else if (column == KHO_REPORT_AMC || column == KHO_REPORT_MONTHS) {
        bool amc = column == KHO_REPORT_AMC;
        kho_rational wanted = amc ? want->amc : want->months;

        print_cell(kho_table_has(table, row, (size_t)column), value.numerator,
            value.denominator, got);
        print_cell(amc ? want->amc_defined : want->months_defined, wanted.numerator,
            wanted.denominator, expected);
    } else {
        print_cell(true, kho_table_int(table, row, (size_t)column), 1, got);
        print_cell(true, want->cell[column], 1, expected);
    }
    return world_differ(world, "report %s: %s %s %s: %s is %s, expected %s",
        world_describe(world, query, text), kho_table_text(table, row, KHO_REPORT_PLACE),
        kho_table_text(table, row, KHO_REPORT_ITEM),
        kho_table_text(table, row, KHO_REPORT_CHANNEL),
        kho_table_key(table, (size_t)column), got, expected);
}

/* A line in which nothing ever stayed a night may be listed or not; any other is listed.
 */
static bool compare_report(world *world, const reference_query *query,
    const kho_table *table, reference_report_row *rows, size_t count)
{
    const reference *books = world->books;
    char text[256];

    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const reference_report_row none = {.place = -1};
        size_t i = 0;
        int column;

        while (i < count && !is_report_row(books, &rows[i], table, row))
            i++;
        if (!is_balanced(table, row))
            return world_differ(world, "report %s: row %zu doesn't balance",
                world_describe(world, query, text), row);
        column = i < count ? find_difference(table, row, &rows[i]) : KHO_REPORT_OPENING;
        while (i == count && column <= KHO_REPORT_HELD &&
               kho_table_int(table, row, column) == 0)
            column++;
        if (i == count && column <= KHO_REPORT_HELD)
            return differ_in(world, query, table, row, &none, column);
        if (i < count && column < KHO_REPORT_WIDTH)
            return differ_in(world, query, table, row, &rows[i], column);
        if (i < count)
            rows[i].place = -2; /* seen */
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place != -2 && rows[i].held)
            return world_differ(world, "report %s: %s %s %s is missing",
                world_describe(world, query, text), world_place(books, rows[i].place),
                books->items[rows[i].item].code, books->channels[rows[i].channel]);
    }
    return true;
}

/* A closing says the gap of its day: what it says now isn't asked. */
static bool compare_gap(
    world *world, const reference_query *query, const kho_table *table)
{
    const char *said = kho_table_meta(table, "gap");
    const size_t gap = world_gap(world, query);
    char text[256];

    return kho_table_meta(table, "closing") ||
           (said ? strtoul(said, NULL, 10) : 0) == gap ||
           world_differ(world, "report %s: the gap is %s, expected %zu",
               world_describe(world, query, text), said ? said : "none", gap);
}

bool world_report(world *world, const reference_query *query)
{
    static reference_report_row rows[WORLD_ROWS];
    const size_t live = reference_report(world->books, query, rows, WORLD_ROWS),
                 count = world_closed_rows(world, query, query, rows, live);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_report(world->ledger, &asked, &table) < 0)
        return world_differ(world, "report %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare_report(world, query, table, rows, count) &&
           compare_gap(world, query, table);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

/* The year so far must be what a report of all of it says. */
static bool compare_year(world *world, const reference_query *query,
    const kho_table *table, const reference_report_row *rows, size_t count)
{
    enum { SHIFT = KHO_YTD_YTD_OPENING - KHO_YTD_OPENING };
    char text[256];

    for (size_t row = 0; row < kho_table_rows(table); row++) {
        size_t i = 0;

        while (i < count && !is_report_row(world->books, &rows[i], table, row))
            i++;
        for (int column = KHO_REPORT_OPENING; column < KHO_REPORT_CLOSING; column++) {
            const int64_t want = i < count ? rows[i].cell[column] : 0;

            if (kho_table_int(table, row, (size_t)column + SHIFT) != want)
                return world_differ(world, "ytd %s: row %zu: %s is %lld, expected %lld",
                    world_describe(world, query, text), row,
                    kho_table_key(table, (size_t)column + SHIFT),
                    (long long)kho_table_int(table, row, (size_t)column + SHIFT),
                    (long long)want);
        }
        if (i < count && rows[i].judged &&
            kho_table_int(table, row, KHO_YTD_YTD_DAYS_OUT) !=
                rows[i].cell[KHO_REPORT_DAYS_OUT])
            return world_differ(world, "ytd %s: row %zu: %lld days out, expected %lld",
                world_describe(world, query, text), row,
                (long long)kho_table_int(table, row, KHO_YTD_YTD_DAYS_OUT),
                (long long)rows[i].cell[KHO_REPORT_DAYS_OUT]);
    }
    return true;
}

bool world_ytd(world *world, const reference_query *query)
{
    static reference_report_row rows[WORLD_ROWS], year_rows[WORLD_ROWS];
    reference_query year = *query;
    kho_query asked = world_query(world, query);
    const kho_month last = kho_month_of(query->on < query->to ? query->on : query->to);
    char text[256], day[11];
    size_t count, year_count;
    kho_table *table;
    bool same;

    year.from = kho_month_first(last);
    while (strncmp(kho_date_format(year.from, day) + 4, "-01-01", 6) != 0)
        year.from--;
    count = reference_report(world->books, query, rows, WORLD_ROWS);
    count = world_closed_rows(world, query, query, rows, count);
    year_count = reference_report(world->books, &year, year_rows, WORLD_ROWS);
    year_count = world_closed_rows(world, query, &year, year_rows, year_count);
    if (kho_ledger_ytd(world->ledger, &asked, &table) < 0)
        return world_differ(world, "ytd %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare_report(world, query, table, rows, count) &&
           compare_year(world, query, table, year_rows, year_count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

static bool is_alert_row(const reference *books, const reference_alert_row *want,
    const kho_table *table, size_t row)
{
    if (strcmp(want->alert, kho_table_text(table, row, KHO_ALERTS_ALERT)) != 0 ||
        strcmp(world_place(books, want->place),
            kho_table_text(table, row, KHO_ALERTS_PLACE)) != 0)
        return false;
    if (want->lot >= 0)
        return world_is_lot(books, want->lot, table, row, KHO_ALERTS_ITEM, KHO_ALERTS_LOT,
            KHO_ALERTS_EXPIRY, KHO_ALERTS_CHANNEL);
    return strcmp(books->items[want->item].code,
               kho_table_text(table, row, KHO_ALERTS_ITEM)) == 0 &&
           strcmp(books->channels[want->channel],
               kho_table_text(table, row, KHO_ALERTS_CHANNEL)) == 0;
}

/* Of a line: what its report says of months and order. */
static const char *find_judged(
    const kho_table *table, size_t row, const reference_alert_row *want)
{
    kho_rational months = kho_table_rational(table, row, KHO_ALERTS_MONTHS);

    if (kho_table_int(table, row, KHO_ALERTS_QUANTITY) != want->quantity)
        return "quantity";
    if (want->lot >= 0)
        return NULL;
    if (kho_table_has(table, row, KHO_ALERTS_MONTHS) != want->months_defined ||
        (want->months_defined && (months.numerator != want->months.numerator ||
                                     months.denominator != want->months.denominator)))
        return "months";
    if (!want->by_hand &&
        kho_table_int(table, row, KHO_ALERTS_TO_ORDER) != want->to_order)
        return "to_order";
    return NULL;
}

static bool compare_alert(world *world, const reference_query *query,
    const kho_table *table, size_t row, reference_alert_row *want)
{
    const reference *books = world->books;
    const char *alert = kho_table_text(table, row, KHO_ALERTS_ALERT);
    const char *column = find_judged(table, row, want);
    char text[256];

    if (kho_table_int(table, row, KHO_ALERTS_SEVERITY) != want->severity)
        column = "severity";
    if ((want->since != KHO_NO_DATE || strcmp(alert, "stocked_out") == 0) &&
        kho_table_date(table, row, KHO_ALERTS_SINCE) != want->since)
        column = "since";
    if (column)
        return world_differ(world,
            "alerts %s: %s of %s %s '%s': %s isn't as expected (%lld units, since day "
            "%d)",
            world_describe(world, query, text), alert, world_place(books, want->place),
            books->items[want->item].code,
            want->lot < 0 ? "" : books->lots[want->lot].number, column,
            (long long)want->quantity, want->since);
    want->place = -2; /* seen */
    return true;
}

static bool compare_alerts(world *world, const reference_query *query,
    const kho_table *table, reference_alert_row *rows, size_t count)
{
    const reference *books = world->books;
    int64_t severity = 0;
    char text[256];

    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const char *alert = kho_table_text(table, row, KHO_ALERTS_ALERT);
        size_t i = 0;

        if (kho_table_int(table, row, KHO_ALERTS_SEVERITY) < severity)
            return world_differ(world, "alerts %s: row %zu out of order",
                world_describe(world, query, text), row);
        severity = kho_table_int(table, row, KHO_ALERTS_SEVERITY);
        while (i < count && !is_alert_row(books, &rows[i], table, row))
            i++;
        if (i == count)
            return world_differ(world, "alerts %s: %s of %s %s '%s' is not expected",
                world_describe(world, query, text), alert,
                kho_table_text(table, row, KHO_ALERTS_PLACE),
                kho_table_text(table, row, KHO_ALERTS_ITEM),
                kho_table_text(table, row, KHO_ALERTS_LOT));
        if (!compare_alert(world, query, table, row, &rows[i]))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place != -2 && !rows[i].optional)
            return world_differ(world, "alerts %s: %s of %s %s '%s' is missing",
                world_describe(world, query, text), rows[i].alert,
                world_place(books, rows[i].place), books->items[rows[i].item].code,
                rows[i].lot < 0 ? "" : books->lots[rows[i].lot].number);
    }
    return true;
}

bool world_alerts(world *world, const reference_query *query)
{
    static reference_alert_row rows[WORLD_ROWS];
    reference_query month = *query;
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    size_t count;
    bool same;

    month.from = month.to = query->on;
    count = reference_alerts(world->books, &month, rows, WORLD_ROWS);
    asked.from = asked.to = KHO_NO_DATE;
    if (kho_ledger_alerts(world->ledger, &asked, &table) < 0)
        return world_differ(world, "alerts %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare_alerts(world, query, table, rows, count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}
