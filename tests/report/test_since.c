/*
 * Since when: random books over thirty months, by rules that the reference ledger doesn't
 * know. What an alert says of its beginning is held against the alerts of every earlier
 * day, asked for one by one.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/world.h"

enum { MONTHS = 30, BOUND = 24, ROWS = 64, KEY = 96, DAYS = 31 * (MONTHS + 1) };

static world books;
static uint64_t state;

static int roll(int sides)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((state >> 33) % (uint64_t)sides);
}

static kho_date begins(void)
{
    return kho_date_of(2024, 1, 1);
}

static kho_date ends(void)
{
    return kho_month_last(kho_month_of(begins()) + MONTHS - 1);
}

static void open_books(void)
{
    static const kho_place places[] = {
        {.code = "ncc",          .kind = KHO_SUPPLIER,     .name = {"Nguồn", NULL}},
        {             .code = "tinh",     .kind = KHO_STORE, .name = {"Tỉnh", NULL}                         },
        {   .code = "a",   .kind = KHO_STORE,           .name = {"A", NULL},                          .parent = "tinh"},
        { .code = "lan", .kind = KHO_COLLABORATOR,            .name = {"Lan", NULL},                          .parent = "a"},
    };
    cr_assert(world_open(&books, ends() + 1), "%s", books.why);
    cr_assert(world_define_places(&books, places, 4), "%s", books.why);
}

static void close_books(void)
{
    cr_assert(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(since, .init = open_books, .fini = close_books, .timeout = 300);

/* What can't be is refused, and nothing happens then. */
static void move(const char *from, const char *to, const char *item, const char *lot,
    kho_date expiry, kho_date date, int64_t quantity)
{
    const kho_move line = {item, lot, expiry, NULL, from, to, quantity};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.date = date;
    entry.moves = &line;
    entry.move_count = 1;
    cr_assert(ne(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_EINVALID));
}

/* Months of plenty and of want come in turn, so that runs of both are long. */
static void make_history(uint64_t seed)
{
    static const char *const items[] = {"bcs", "vien"};

    state = seed;
    cr_assert(eq(int, kho_ledger_begin(books.ledger), KHO_OK));
    for (kho_date day = begins(); day <= ends(); day++) {
        const int season = (day - begins()) / 200 % 3;
        const char *item = items[roll(2)], *store = roll(3) ? "a" : "tinh";

        if (roll(season == 1 ? 60 : 18) == 0)
            move("ncc", store, item, roll(2) ? "A" : "B",
                kho_month_last(kho_month_of(day) + 3 + roll(20)), day,
                20 + roll(season == 0 ? 400 : 60));
        if (roll(40) == 0)
            move("ncc", "transit/a", item, "R", kho_month_last(kho_month_of(day) + 9),
                day, 10 + roll(80));
        if (roll(50) == 0)
            move("transit/a", "a", item, NULL, KHO_NO_DATE, day, 1 + roll(40));
        if (roll(12) == 0)
            move("tinh", "a", item, NULL, KHO_NO_DATE, day, 1 + roll(60));
        if (roll(10) == 0)
            move("a", "lan", item, NULL, KHO_NO_DATE, day, 1 + roll(20));
        if (roll(6) == 0)
            move(roll(2) ? "a" : "lan", "client", item, NULL, KHO_NO_DATE, day,
                1 + roll(12));
        if (roll(70) == 0)
            move("a", "hold/a", item, NULL, KHO_NO_DATE, day, 1 + roll(9));
    }
    cr_assert(eq(int, kho_ledger_commit(books.ledger), KHO_OK));
}

/* The alerts of a day, of those kinds that month-ends tell of. */
typedef struct told {
    bool asked;
    size_t count;
    char keys[ROWS][KEY];
    kho_date since[ROWS];
} told;

static told *days;

static bool is_followed(const char *alert)
{
    return strcmp(alert, "emergency") == 0 || strcmp(alert, "low") == 0 ||
           strcmp(alert, "over") == 0 || strcmp(alert, "at_risk") == 0;
}

static const told *ask(kho_date on, bool sum)
{
    told *day = &days[on - begins()];
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    if (day->asked)
        return day;
    day->asked = true;
    query.on = on;
    query.place = sum ? "tinh" : NULL;
    query.sum = sum;
    cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const char *alert = kho_table_text(table, row, KHO_ALERTS_ALERT),
                   *lot = kho_table_text(table, row, KHO_ALERTS_LOT);

        if (!is_followed(alert))
            continue;
        cr_assert(lt(sz, day->count, ROWS));
        snprintf(day->keys[day->count], KEY, "%s %s %s %s %d", alert,
            kho_table_text(table, row, KHO_ALERTS_PLACE),
            kho_table_text(table, row, KHO_ALERTS_ITEM), lot ? lot : "",
            kho_table_date(table, row, KHO_ALERTS_EXPIRY));
        day->since[day->count++] = kho_table_date(table, row, KHO_ALERTS_SINCE);
    }
    kho_table_free(table);
    return day;
}

static bool has(kho_date on, bool sum, const char *key)
{
    const told *day;

    if (on < begins())
        return false;
    day = ask(on, sum);
    for (size_t i = 0; i < day->count; i++) {
        if (strcmp(day->keys[i], key) == 0)
            return true;
    }
    return false;
}

static kho_date expected(kho_date on, bool sum, const char *key)
{
    const kho_date first = kho_month_first(kho_month_of(on));
    kho_month month = kho_month_of(on) - 1;
    kho_date since = on;

    while (since > first && has(since - 1, sum, key))
        since--;
    if (since > first)
        return since;
    for (; month >= kho_month_of(on) - BOUND && has(kho_month_last(month), sum, key);
         month--)
        since = kho_month_last(month);
    return since;
}

/* Days of all kinds: within months, their first and last ones. Gives how many alerts went
 * back to a month-end, and to the bound. */
static void compare(bool sum, size_t *old, size_t *bound)
{
    days = calloc(DAYS, sizeof(*days));
    cr_assert(ne(ptr, days, NULL));
    for (kho_date on = begins(); on <= ends(); on += 13 + (on == ends() - 7 ? -6 : 0)) {
        const kho_date day = on % 3 ? on : kho_month_last(kho_month_of(on));
        const told *of = ask(day, sum);

        for (size_t i = 0; i < of->count; i++) {
            const kho_date since = expected(day, sum, of->keys[i]);
            char is[11], want[11], when[11];

            cr_assert(eq(i32, of->since[i], since), "%s on %s: since %s, expected %s",
                of->keys[i], kho_date_format(day, when),
                kho_date_format(of->since[i], is), kho_date_format(since, want));
            *old += since < kho_month_first(kho_month_of(day));
            *bound += kho_month_of(since) == kho_month_of(day) - BOUND;
        }
    }
    free(days);
}

static void run(const char *rules)
{
    size_t old = 0, bound = 0;
    char text[512];

    snprintf(text, sizeof(text), "name: x\n%s", rules ? rules : "");
    if (rules)
        cr_assert(world_rules(&books, begins(), text), "%s", books.why);
    make_history(rules ? strlen(rules) : 7);
    compare(false, &old, &bound);
    compare(true, &old, &bound);
    /* Else nothing was shown. */
    cr_assert(ge(sz, old, 40));
}

Test(since, the_built_in_rule)
{
    run(NULL);
}

Test(since, a_rule_that_counts_the_running_month)
{
    run("consumption: {current: true, window: 2}\n");
}

Test(since, a_rule_that_reaches_back_past_months_that_were_out)
{
    run("consumption: {window: 2, look_back: 6, all_out: skip}\n");
}

Test(since, a_long_window_of_calendar_months)
{
    run("consumption: {window: 7}\nmonth_days: calendar\n"
        "order: {min_months: 2, max_months: 4, emergency_months: 1}\n");
}

Test(since, rules_that_differ_by_place_and_item)
{
    run("match:\n"
        "  - {when: {item: bcs}, set: {window: 5, max_months: 2}}\n"
        "  - {when: {kind: collaborator}, set: {min_months: 2, current: true}}\n"
        "  - {when: {place: [a], item: [vien]}, set: {look_back: 9, all_out: skip}}\n");
}

/* Where nothing changes for three years, the oldest month-end that is looked at is told.
 */
Test(since, no_more_than_two_years_are_looked_back)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    move("ncc", "a", "bcs", "A", kho_date_of(2099, 1, 31), begins(), 100000);
    for (int month = 0; month < MONTHS; month++)
        move("a", "client", "bcs", NULL, KHO_NO_DATE,
            kho_month_first(kho_month_of(begins()) + month) + 3, 10);
    query.place = "a";
    query.on = ends() - 5;
    cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK));
    /* Ten a month: 99,700 are never used up by 2099, which is 73 years away. */
    cr_assert(eq(sz, kho_table_rows(table), 2));
    cr_assert(eq(str, (char *)kho_table_text(table, 0, KHO_ALERTS_ALERT), "at_risk"));
    cr_assert(eq(str, (char *)kho_table_text(table, 1, KHO_ALERTS_ALERT), "over"));
    for (size_t row = 0; row < 2; row++)
        cr_assert(eq(i32, kho_table_date(table, row, KHO_ALERTS_SINCE),
            kho_month_last(kho_month_of(ends()) - BOUND)));
    kho_table_free(table);
    query.sum = true;
    cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 2));
    for (size_t row = 0; row < 2; row++)
        cr_assert(eq(i32, kho_table_date(table, row, KHO_ALERTS_SINCE),
            kho_month_last(kho_month_of(ends()) - BOUND)));
    kho_table_free(table);
}
