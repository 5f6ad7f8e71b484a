/* Asking both, and comparing what they say. */
#include "ledger/world.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 1024 };

static const char *place_code(const reference *books, int place)
{
    return place < 0 ? "" : books->places[place].code;
}

/* What a question was, for a message. */
static const char *describe(const world *world, const reference_query *query, char *text)
{
    char on[11], from[11], to[11];

    snprintf(text, 256, "place %s%s%s item %s on %s known %lld from %s to %s",
        query->place < 0 ? "(all)" : place_code(world->books, query->place),
        query->tree ? " tree" : "", query->sum ? " sum" : "",
        query->item < 0 ? "(all)" : world->books->items[query->item].code,
        kho_date_format(query->on, on),
        (long long)(query->known == INT64_MAX ? 0 : query->known),
        kho_date_format(query->from, from), kho_date_format(query->to, to));
    return text;
}

static int print_bytes(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size ? 0 : 1;
}

/* With KHO_TRACE set, an answer that differs is printed. */
static bool show(bool same, const kho_table *table)
{
    if (!same && getenv("KHO_TRACE") &&
        kho_table_write(table, KHO_CSV, KHO_EN, print_bytes, stdout) < 0)
        printf("%s\n", kho_error_last()->message);
    return same;
}

static bool is_lot(const reference *books, int index, const kho_table *table, size_t row,
    int item, int lot, int expiry, int channel)
{
    const reference_lot *it = &books->lots[index];

    return (item < 0 || strcmp(kho_table_text(table, row, item),
                            books->items[it->item].code) == 0) &&
           strcmp(kho_table_text(table, row, lot), it->number) == 0 &&
           kho_table_date(table, row, expiry) == it->expiry &&
           strcmp(kho_table_text(table, row, channel), books->channels[it->channel]) == 0;
}

/* Rows of a group come in order of allocation, and groups don't mix. */
static bool is_sorted(const kho_table *table, const reference *books,
    const reference_stock_row *rows, const size_t *order)
{
    for (size_t i = 1; i < kho_table_rows(table); i++) {
        const reference_stock_row *a = &rows[order[i - 1]], *b = &rows[order[i]];
        const reference_lot *lot = &books->lots[a->lot], *next = &books->lots[b->lot];

        if (a->place == b->place && lot->item == next->item &&
            lot->channel == next->channel && reference_compare_lots(lot, next) >= 0)
            return false;
    }
    return true;
}

bool world_stock(world *world, const reference_query *query)
{
    const reference *books = world->books;
    static reference_stock_row rows[ROOM];
    static size_t order[ROOM];
    const size_t count = reference_stock(books, query, rows, ROOM);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same = true;

    if (kho_ledger_stock(world->ledger, &asked, &table) < 0)
        return world_differ(world, "stock %s: %s", describe(world, query, text),
            kho_error_last()->message);
    for (size_t row = 0; same && row < kho_table_rows(table); row++) {
        const char *place = kho_table_text(table, row, KHO_STOCK_PLACE);
        size_t i = 0;

        while (i < count && (strcmp(place_code(books, rows[i].place), place) != 0 ||
                                !is_lot(books, rows[i].lot, table, row, KHO_STOCK_ITEM,
                                    KHO_STOCK_LOT, KHO_STOCK_EXPIRY, KHO_STOCK_CHANNEL)))
            i++;
        order[row] = i;
        if (i == count ||
            kho_table_int(table, row, KHO_STOCK_QUANTITY) != rows[i].quantity ||
            kho_table_int(table, row, KHO_STOCK_USABLE) != rows[i].usable)
            same = world_differ(world,
                "stock %s: %s %s lot '%s': %lld, usable %lld; expected %lld, %lld",
                describe(world, query, text), place,
                kho_table_text(table, row, KHO_STOCK_ITEM),
                kho_table_text(table, row, KHO_STOCK_LOT),
                (long long)kho_table_int(table, row, KHO_STOCK_QUANTITY),
                (long long)kho_table_int(table, row, KHO_STOCK_USABLE),
                i == count ? 0LL : (long long)rows[i].quantity,
                i == count ? 0LL : (long long)rows[i].usable);
    }
    if (same && kho_table_rows(table) != count)
        same = world_differ(world, "stock %s: %zu rows, expected %zu",
            describe(world, query, text), kho_table_rows(table), count);
    if (same && !is_sorted(table, books, rows, order))
        same = world_differ(world, "stock %s: lots not in order of allocation",
            describe(world, query, text));
    show(same, table);
    kho_table_free(table);
    return same;
}

static bool is_card_row(const reference *books, const reference_card_row *want,
    const kho_table *table, size_t row)
{
    return want->date == kho_table_date(table, row, KHO_CARD_DATE) &&
           strcmp(want->uid, kho_table_text(table, row, KHO_CARD_UID)) == 0 &&
           strcmp(kho_verb_word(want->verb), kho_table_text(table, row, KHO_CARD_VERB)) ==
               0 &&
           strcmp(place_code(books, want->other),
               kho_table_text(table, row, KHO_CARD_OTHER)) == 0 &&
           is_lot(books, want->lot, table, row, -1, KHO_CARD_LOT, KHO_CARD_EXPIRY,
               KHO_CARD_CHANNEL) &&
           want->added == kho_table_int(table, row, KHO_CARD_ADDED) &&
           want->taken == kho_table_int(table, row, KHO_CARD_TAKEN);
}

/* Of its channel: each has a balance of its own. */
static bool is_last_of_day(const kho_table *table, size_t row)
{
    const char *channel = kho_table_text(table, row, KHO_CARD_CHANNEL);

    for (size_t later = row + 1; later < kho_table_rows(table); later++) {
        if (kho_table_date(table, later, KHO_CARD_DATE) !=
            kho_table_date(table, row, KHO_CARD_DATE))
            break;
        if (strcmp(kho_table_text(table, later, KHO_CARD_CHANNEL), channel) == 0)
            return false;
    }
    return true;
}

/* Rows as expected, in order of days; the balance runs, and each day ends where it
 * should. */
static bool compare_card(world *world, const reference_query *query,
    const kho_table *table, const reference_card_row *rows, size_t count)
{
    const reference *books = world->books;
    const size_t got = kho_table_rows(table);
    bool used[ROOM] = {false};
    size_t first = 0;
    char text[256];

    /* Reading: a card may start with what was there before, a row for each channel. */
    while (first < got && !*kho_table_text(table, first, KHO_CARD_UID))
        first++;
    if (got - first != count)
        return world_differ(world, "card %s: %zu rows, expected %zu",
            describe(world, query, text), got - first, count);
    for (size_t row = first; row < got; row++) {
        const kho_date date = kho_table_date(table, row, KHO_CARD_DATE);
        int64_t closing = 0;
        size_t i = 0;

        while (i < count && (used[i] || !is_card_row(books, &rows[i], table, row)))
            i++;
        if (i == count)
            return world_differ(world,
                "card %s: row %zu is not expected: %s %s +%lld -%lld",
                describe(world, query, text), row,
                kho_table_text(table, row, KHO_CARD_UID),
                kho_table_text(table, row, KHO_CARD_VERB),
                (long long)kho_table_int(table, row, KHO_CARD_ADDED),
                (long long)kho_table_int(table, row, KHO_CARD_TAKEN));
        used[i] = true;
        if (row > 0 && date < kho_table_date(table, row - 1, KHO_CARD_DATE))
            return world_differ(world, "card %s: row %zu out of order",
                describe(world, query, text), row);
        if (!is_last_of_day(table, row))
            continue;
        for (int lot = 0; lot < (int)books->lot_count; lot++) {
            if (books->lots[lot].item == query->item &&
                strcmp(books->channels[books->lots[lot].channel],
                    kho_table_text(table, row, KHO_CARD_CHANNEL)) == 0)
                closing +=
                    reference_balance(books, query->place, lot, date, query->known);
        }
        if (kho_table_int(table, row, KHO_CARD_BALANCE) != closing)
            return world_differ(world, "card %s: row %zu: balance %lld, expected %lld",
                describe(world, query, text), row,
                (long long)kho_table_int(table, row, KHO_CARD_BALANCE),
                (long long)closing);
    }
    return true;
}

bool world_card(world *world, const reference_query *query)
{
    static reference_card_row rows[ROOM];
    const size_t count = reference_card(world->books, query, rows, ROOM);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_card(world->ledger, &asked, &table) < 0)
        return world_differ(world, "card %s: %s", describe(world, query, text),
            kho_error_last()->message);
    same = compare_card(world, query, table, rows, count);
    show(same, table);
    kho_table_free(table);
    return same;
}

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
    return strcmp(place_code(books, want->place),
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
        describe(world, query, text), kho_table_text(table, row, KHO_REPORT_PLACE),
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
                describe(world, query, text), row);
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
                describe(world, query, text), place_code(books, rows[i].place),
                books->items[rows[i].item].code, books->channels[rows[i].channel]);
    }
    return true;
}

bool world_report(world *world, const reference_query *query)
{
    static reference_report_row rows[ROOM];
    const size_t count = reference_report(world->books, query, rows, ROOM);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_report(world->ledger, &asked, &table) < 0)
        return world_differ(world, "report %s: %s", describe(world, query, text),
            kho_error_last()->message);
    same = compare_report(world, query, table, rows, count);
    show(same, table);
    kho_table_free(table);
    return same;
}

static bool is_alert_row(const reference *books, const reference_alert_row *want,
    const kho_table *table, size_t row)
{
    if (strcmp(want->alert, kho_table_text(table, row, KHO_ALERTS_ALERT)) != 0 ||
        strcmp(place_code(books, want->place),
            kho_table_text(table, row, KHO_ALERTS_PLACE)) != 0)
        return false;
    if (want->lot >= 0)
        return is_lot(books, want->lot, table, row, KHO_ALERTS_ITEM, KHO_ALERTS_LOT,
            KHO_ALERTS_EXPIRY, KHO_ALERTS_CHANNEL);
    return strcmp(books->items[want->item].code,
               kho_table_text(table, row, KHO_ALERTS_ITEM)) == 0 &&
           strcmp(books->channels[want->channel],
               kho_table_text(table, row, KHO_ALERTS_CHANNEL)) == 0;
}

static bool compare_alert(world *world, const reference_query *query,
    const kho_table *table, size_t row, reference_alert_row *want)
{
    const reference *books = world->books;
    const char *alert = kho_table_text(table, row, KHO_ALERTS_ALERT);
    bool lot = strcmp(alert, "expired") == 0 || strcmp(alert, "near_expiry") == 0;
    char text[256];

    if (kho_table_int(table, row, KHO_ALERTS_SEVERITY) != want->severity)
        return world_differ(world, "alerts %s: %s has severity %lld",
            describe(world, query, text), alert,
            (long long)kho_table_int(table, row, KHO_ALERTS_SEVERITY));
    if (lot && !want->optional &&
        kho_table_int(table, row, KHO_ALERTS_QUANTITY) != want->quantity)
        return world_differ(world,
            "alerts %s: %s of %s %s lot '%s': %lld units, expected %lld",
            describe(world, query, text), alert, place_code(books, want->place),
            books->items[want->item].code, books->lots[want->lot].number,
            (long long)kho_table_int(table, row, KHO_ALERTS_QUANTITY),
            (long long)want->quantity);
    if ((want->since != KHO_NO_DATE || strcmp(alert, "stocked_out") == 0) &&
        kho_table_date(table, row, KHO_ALERTS_SINCE) != want->since)
        return world_differ(world, "alerts %s: %s of %s %s since day %d, expected %d",
            describe(world, query, text), alert, place_code(books, want->place),
            books->items[want->item].code, kho_table_date(table, row, KHO_ALERTS_SINCE),
            want->since);
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
                describe(world, query, text), row);
        severity = kho_table_int(table, row, KHO_ALERTS_SEVERITY);
        if (strcmp(alert, "at_risk") == 0)
            continue;
        while (i < count && !is_alert_row(books, &rows[i], table, row))
            i++;
        if (i == count)
            return world_differ(world, "alerts %s: %s of %s %s '%s' is not expected",
                describe(world, query, text), alert,
                kho_table_text(table, row, KHO_ALERTS_PLACE),
                kho_table_text(table, row, KHO_ALERTS_ITEM),
                kho_table_text(table, row, KHO_ALERTS_LOT));
        if (!compare_alert(world, query, table, row, &rows[i]))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place != -2 && !rows[i].optional)
            return world_differ(world, "alerts %s: %s of %s %s '%s' is missing",
                describe(world, query, text), rows[i].alert,
                place_code(books, rows[i].place), books->items[rows[i].item].code,
                rows[i].lot < 0 ? "" : books->lots[rows[i].lot].number);
    }
    return true;
}

bool world_alerts(world *world, const reference_query *query)
{
    static reference_alert_row rows[ROOM];
    reference_query month = *query;
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    size_t count;
    bool same;

    month.from = month.to = query->on;
    count = reference_alerts(world->books, &month, rows, ROOM);
    asked.from = asked.to = KHO_NO_DATE;
    if (kho_ledger_alerts(world->ledger, &asked, &table) < 0)
        return world_differ(world, "alerts %s: %s", describe(world, query, text),
            kho_error_last()->message);
    same = compare_alerts(world, query, table, rows, count);
    show(same, table);
    kho_table_free(table);
    return same;
}

bool world_check(world *world)
{
    kho_table *table;
    bool same = true;

    if (kho_ledger_check(world->ledger, &table) < 0)
        return world_differ(world, "check: %s", kho_error_last()->message);
    if (kho_table_rows(table) > 0)
        same = world_differ(world,
            "check: %zu faults, the first is %s of %s %s %s: expected %s, found %s",
            kho_table_rows(table), kho_table_text(table, 0, KHO_CHECK_KIND),
            kho_table_text(table, 0, KHO_CHECK_PLACE),
            kho_table_text(table, 0, KHO_CHECK_ITEM),
            kho_table_text(table, 0, KHO_CHECK_LOT),
            kho_table_text(table, 0, KHO_CHECK_EXPECTED),
            kho_table_text(table, 0, KHO_CHECK_FOUND));
    show(same, table);
    kho_table_free(table);
    return same;
}
