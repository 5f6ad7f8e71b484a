/* How good data are, of books whose faults are known. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "ledger/world.h"

static world books;

static kho_date day(int month, int of_month)
{
    return kho_date_of(2026, month, of_month);
}

static void open_stations(void)
{
    static const kho_place places[] = {
        {.code = "ncc",        .kind = KHO_SUPPLIER,     .name = {"Nguồn", NULL}},
        {           .code = "tinh",   .kind = KHO_STORE, .name = {"Tỉnh", NULL}                         },
        { .code = "a", .kind = KHO_STORE,         .name = {"A", NULL},                          .parent = "tinh"},
        { .code = "b", .kind = KHO_STORE,         .name = {"B", NULL},                          .parent = "tinh"},
    };

    cr_assert(world_open(&books, day(1, 1)), "%s", books.why);
    cr_assert(world_define_places(&books, places, 4), "%s", books.why);
    cr_assert(world_rules(&books, day(1, 1),
                  "name: test\n"
                  "deadlines:\n"
                  "  - {report: month, recipients: [health_department], within: 5, days: "
                  "working}\n"),
        "%s", books.why);
}

static void close_stations(void)
{
    cr_assert(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(quality, .init = open_stations, .fini = close_stations, .timeout = 60);

static void post(kho_date typed, const kho_entry *entry)
{
    cr_assert(world_type(&books, typed, entry), "%s", books.why);
}

static void move(const char *uid, const char *from, const char *to, const char *item,
    kho_date date, kho_date typed, int64_t quantity, bool late)
{
    const kho_move line = {item, NULL, KHO_NO_DATE, NULL, from, to, quantity};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.uid = uid;
    entry.date = date;
    entry.late = late;
    entry.moves = &line;
    entry.move_count = 1;
    post(typed, &entry);
}

static void see(const char *uid, kho_observed_kind kind, const char *place,
    const char *item, kho_date date, int64_t value)
{
    const kho_observation seen = {kind, place, item, NULL, KHO_NO_DATE, NULL, value,
        kind == KHO_FOUND ? KHO_NO_MONTH : kho_month_of(date)};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.uid = uid;
    entry.date = date;
    entry.observed = &seen;
    entry.observed_count = 1;
    post(date, &entry);
}

static void withdraw(const char *uid, kho_date typed)
{
    cr_assert(world_type_reversal(&books, typed, uid), "%s", books.why);
}

static void close_month(const char *place, int month, kho_date typed)
{
    cr_assert(world_type_closing(&books, typed, place, kho_month_of(day(month, 1))), "%s",
        books.why);
}

/* "n/d" of each row in a period, apart from each other by a space; the exact value is
 * told where it is another fraction. */
static char told[512];

static char *ask(kho_query query)
{
    kho_table *table;

    *told = '\0';
    cr_assert(eq(int, kho_ledger_quality(books.ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const int64_t above = kho_table_int(table, row, KHO_QUALITY_NUMERATOR),
                      below = kho_table_int(table, row, KHO_QUALITY_DENOMINATOR);
        const kho_rational value = kho_table_rational(table, row, KHO_QUALITY_VALUE);
        const size_t used = strlen(told);

        snprintf(told + used, sizeof(told) - used, "%s%lld/%lld", row ? " " : "",
            (long long)above, (long long)below);
        cr_assert(eq(int, kho_table_has(table, row, KHO_QUALITY_VALUE), below > 0));
        if (below > 0)
            cr_assert(eq(i64, above * value.denominator, below * value.numerator));
    }
    kho_table_free(table);
    return told;
}

static kho_query of(int first, int last, const char *place, bool tree)
{
    kho_query query = KHO_QUERY_INIT;

    query.from = day(first, 1);
    query.to = kho_month_last(kho_month_of(day(last, 1)));
    query.place = place;
    query.tree = tree;
    return query;
}

Test(quality, its_rows_are_named)
{
    static const char *const words[] = {"reporting_rate", "on_time", "count_accuracy",
        "carry_breaks", "discrepancies", "late_entries"};
    const kho_query query = of(1, 1, NULL, false);
    kho_table *table;

    cr_assert(eq(int, kho_ledger_quality(books.ledger, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 6));
    for (size_t row = 0; row < 6; row++)
        cr_assert(eq(str, (char *)kho_table_text(table, row, KHO_QUALITY_INDICATOR),
            (char *)words[row]));
    kho_table_free(table);
    cr_assert(eq(str, ask(query), "0/0 0/0 0/0 0/0 0/0 0/0"), "nothing happened");
}

Test(quality, reports_are_asked_for_once_their_day_has_passed)
{
    kho_query query = of(1, 2, NULL, false);

    move("r1", "ncc", "a", "bcs", day(1, 3), day(1, 3), 100, false);
    move("r2", "ncc", "b", "bcs", day(1, 3), day(1, 3), 100, false);
    close_month("a", 1, day(2, 3));
    close_month("b", 1, day(2, 9));
    close_month("a", 2, day(3, 6));
    books.now = world_noon(day(3, 7));
    /* By the 6th of February and the 6th of March; b's February is missing. */
    cr_assert(eq(str, ask(query), "3/4 2/4 0/0 0/0 0/0 0/2"));
    query.on = day(3, 6);
    cr_assert(eq(str, ask(query), "2/2 1/2 0/0 0/0 0/0 0/2"), "February isn't over");
    query.on = day(2, 8);
    cr_assert(eq(str, ask(query), "1/2 1/2 0/0 0/0 0/0 0/2"), "b came on the 9th");
    cr_assert(eq(str, ask(of(1, 2, "a", false)), "2/2 2/2 0/0 0/0 0/0 0/1"));
    cr_assert(eq(str, ask(of(1, 2, "tinh", true)), "3/4 2/4 0/0 0/0 0/0 0/2"));
    query = of(1, 2, "tinh", false);
    query.sum = true;
    cr_assert(eq(str, ask(query), "3/4 2/4 0/0 0/0 0/0 0/2"), "a sum is no place");
}

Test(quality, of_a_lot_the_last_count_that_stands_tells)
{
    kho_query query = of(1, 1, NULL, false);

    move("r1", "ncc", "a", "bcs", day(1, 3), day(1, 3), 100, false);
    move("r2", "ncc", "a", "vien", day(1, 3), day(1, 3), 50, false);
    move("r3", "ncc", "b", "bcs", day(1, 3), day(1, 3), 70, false);
    see("c1", KHO_FOUND, "a", "bcs", day(1, 10), 95);
    see("c2", KHO_FOUND, "a", "vien", day(1, 10), 50);
    books.now = world_noon(day(1, 31));
    cr_assert(eq(str, ask(query), "0/0 0/0 1/2 0/0 0/2 0/5"));
    /* Counted again: now the books were right. On the same day the later one counts. */
    see("c3", KHO_FOUND, "a", "bcs", day(1, 20), 90);
    see("c4", KHO_FOUND, "a", "bcs", day(1, 20), 90);
    see("c5", KHO_FOUND, "b", "bcs", day(1, 20), 70);
    see("c6", KHO_FOUND, "b", "bcs", day(1, 25), 60);
    books.now = world_noon(day(1, 31));
    cr_assert(eq(str, ask(query), "0/0 0/0 2/3 0/0 0/3 0/9"));
    withdraw("c6", day(1, 31));
    cr_assert(
        eq(str, ask(query), "0/0 0/0 3/3 0/0 0/3 0/10"), "its reversal is an entry");
    /* A voucher of before the count: the books of that day no longer agree. */
    move("d1", "b", "client", "bcs", day(1, 19), day(1, 31), 3, false);
    cr_assert(eq(str, ask(query), "0/0 0/0 3/3 0/0 1/3 0/11"));
    query.item = "vien";
    cr_assert(eq(str, ask(query), "0/0 0/0 1/1 0/0 0/1 0/2"));
    query.item = NULL;
    query.place = "b";
    cr_assert(eq(str, ask(query), "0/0 0/0 1/1 0/0 1/1 0/5"));
    query.from = day(1, 20);
    query.to = day(1, 20);
    cr_assert(eq(str, ask(query), "0/0 0/0 1/1 0/0 1/1 0/1"), "of that day alone");
    query.on = day(1, 20);
    query.known = 2;
    cr_assert(eq(str, ask(query), "0/0 0/0 0/0 0/0 0/0 0/0"), "nothing was known then");
}

Test(quality, an_opening_put_right_stands_beside_the_returns)
{
    const kho_query query = of(1, 2, NULL, false);

    see("monthly/a/bcs/2026-01", KHO_RETURNED, "a", "bcs", day(1, 31), 0);
    see("monthly/a/vien/2026-01", KHO_RETURNED, "a", "vien", day(1, 31), 0);
    move("monthly/a/bcs/2026-02/carry", "count", "a", "bcs", day(2, 1), day(2, 28), 7,
        false);
    see("monthly/a/bcs/2026-02", KHO_RETURNED, "a", "bcs", day(2, 28), 0);
    move("monthly/a/vien/2026-02/carry", "count", "a", "vien", day(2, 1), day(2, 28), 5,
        false);
    withdraw("monthly/a/vien/2026-02/carry", day(2, 28));
    move("monthly/a/vien/2026-02/carry#2", "count", "a", "vien", day(2, 1), day(2, 28), 4,
        false);
    move("not/carry/really", "count", "a", "vien", day(2, 1), day(2, 28), 4, false);
    move("x/carryon", "count", "a", "vien", day(2, 1), day(2, 28), 4, false);
    books.now = world_noon(day(2, 28));
    cr_assert(eq(str, ask(query), "1/1 1/1 0/0 2/3 0/0 0/9"));
    cr_assert(eq(str, ask(of(1, 1, "a", false)), "1/1 1/1 0/0 0/2 0/0 0/2"));
}

Test(quality, entries_into_closed_months_are_late)
{
    const kho_query query = of(1, 2, NULL, false);
    kho_answer answer;

    move("r1", "ncc", "a", "bcs", day(1, 3), day(1, 3), 100, false);
    /* There is nothing that it could be late for. */
    move("r2", "ncc", "a", "bcs", day(1, 4), day(2, 2), 1, true);
    close_month("a", 1, day(2, 3));
    move("r3", "ncc", "a", "bcs", day(1, 5), day(2, 10), 2, true);
    move("r4", "ncc", "b", "bcs", day(1, 5), day(2, 10), 2, true);
    move("r5", "a", "b", "bcs", day(1, 6), day(2, 10), 2, true);
    move("r6", "ncc", "a", "bcs", day(2, 5), day(2, 10), 2, true);
    books.now = world_noon(day(2, 11));
    cr_assert(eq(str, ask(query), "1/2 1/2 0/0 0/0 0/0 2/6"));
    cr_assert(
        eq(str, ask(of(1, 2, "b", false)), "0/1 0/1 0/0 0/0 0/0 0/2"), "b didn't close");
    close_month("a", 2, day(3, 3));
    move("r7", "ncc", "a", "bcs", day(1, 7), day(3, 4), 2, true);
    cr_assert(eq(str, ask(of(1, 1, "a", false)), "1/1 1/1 0/0 0/0 0/0 3/5"));
    /* What isn't closed any more has nothing late in it. */
    cr_assert(eq(int,
        kho_ledger_reopen_month(books.ledger, "a", kho_month_of(day(2, 1)), "x", &answer),
        KHO_OK));
    cr_assert(eq(int,
        kho_ledger_reopen_month(books.ledger, "a", kho_month_of(day(1, 1)), "x", &answer),
        KHO_OK));
    cr_assert(eq(str, ask(of(1, 1, "a", false)), "0/1 0/1 0/0 0/0 0/0 0/5"));
}
