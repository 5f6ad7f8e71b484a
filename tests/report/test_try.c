/* Rules tried on history: small stories with numbers worked out by hand. */
#include <kho.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger/world.h"

static world books;
static char file[400];   /* of the rules on trial */
static char october[64]; /* the voucher of that month */

/* A province with two stations and a collaborator, who keep pills, and condoms that keep
 * for two months. */
static void open_province(void)
{
    static const kho_item items[] = {
        {.code = "vien",               .name = {"Viên uống", NULL}, .unit = {"vỉ", NULL}, .pack = 1},
        { .code = "bcs",
         .name = {"Bao cao su", NULL},
         .unit = {"chiếc", NULL},
         .pack = 1,
         .shelf_life_months = 2},
    };
    static const char *const channels[] = {"free"};
    static const kho_place places[] = {
        {.code = "ncc",          .kind = KHO_SUPPLIER,     .name = {"Nguồn", NULL}},
        {             .code = "tinh",     .kind = KHO_STORE, .name = {"Tỉnh", NULL}                         },
        {   .code = "a",   .kind = KHO_STORE,           .name = {"A", NULL},                          .parent = "tinh"},
        {   .code = "b",   .kind = KHO_STORE,           .name = {"B", NULL},                          .parent = "tinh"},
        { .code = "lan", .kind = KHO_COLLABORATOR,            .name = {"Lan", NULL},                          .parent = "a"},
    };
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = 1,
        .items = items,
        .item_count = 2,
        .places = places,
        .place_count = 5};

    cr_assert(world_open(&books, kho_date_of(2024, 6, 1)), "%s", books.why);
    cr_assert(world_define(&books, &catalogue), "%s", books.why);
    books.now = world_noon(kho_date_of(2026, 1, 10));
    snprintf(file, sizeof(file), "%s/rules.yaml", books.folder);
}

static void close_province(void)
{
    unlink(file);
    cr_assert(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(try, .init = open_province, .fini = close_province, .timeout = 60);

static kho_date day(const char *iso)
{
    kho_date date;

    cr_assert(eq(int, kho_date_parse(iso, &date), KHO_OK), "%s", iso);
    return date;
}

static void move(const char *date, const char *from, const char *to, const char *item,
    int64_t quantity)
{
    char code[32], lot[32] = "", expiry[32] = "";
    kho_move moved = {.from = from, .to = to, .quantity = quantity, .item = code};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    /* ITEM, ITEM@LOT or ITEM@LOT/EXPIRY */
    (void)sscanf(item, "%31[^@]@%31[^/]/%31s", code, lot, expiry);
    moved.lot = *lot ? lot : NULL;
    moved.expiry = *expiry ? day(expiry) : KHO_NO_DATE;
    entry.date = day(date);
    entry.moves = &moved;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s: %s",
        date, kho_error_last()->message);
    if (entry.date == kho_date_of(2025, 10, 10))
        snprintf(october, sizeof(october), "%s", answer.uid);
}

static void write_rules(const char *text)
{
    FILE *out = fopen(file, "w");

    cr_assert(ne(ptr, out, NULL));
    fprintf(out, "kho: rules/1\n%s\n", text);
    fclose(out);
}

/* Rules tried on some months; the caller frees the table. */
static kho_table *try_rules(
    const char *place, const char *item, const char *from, const char *to)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    query.place = place;
    query.item = item;
    query.from = day(from);
    query.to = day(to);
    cr_assert(eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table), KHO_OK),
        "%s", kho_error_last()->message);
    cr_assert(eq(sz, kho_table_rows(table), (size_t)3));
    return table;
}

/* What a row says, but for the shares: rules, lines, months, stock-outs, orders, expired.
 */
static const char *row_of(const kho_table *table, size_t row)
{
    static char text[256];

    snprintf(text, sizeof(text), "%s %lld %lld %lld %lld %lld",
        kho_table_text(table, row, KHO_TRY_RULES),
        (long long)kho_table_int(table, row, KHO_TRY_LINES),
        (long long)kho_table_int(table, row, KHO_TRY_LINE_MONTHS),
        (long long)kho_table_int(table, row, KHO_TRY_STOCKOUT_MONTHS),
        (long long)kho_table_int(table, row, KHO_TRY_ORDERS),
        (long long)kho_table_int(table, row, KHO_TRY_EXPIRED));
    return text;
}

static bool is(const kho_table *table, size_t row, size_t column, int64_t numerator,
    int64_t denominator)
{
    const kho_rational value = kho_table_rational(table, row, column);

    return kho_table_has(table, row, column) &&
           value.numerator * denominator == numerator * value.denominator;
}

#define EXPECT_ROW(table, row, text)                                                     \
 cr_expect(eq(str, (char *)row_of(table, row), text), "row %d", (int)(row))
#define EXPECT_SHARE(table, row, column, numerator, denominator)                         \
 cr_expect(is(table, row, column, numerator, denominator), "row %d, %s", (int)(row),     \
     kho_table_key(table, column))

/*
 * Station a gives 10 in each of the months from July to October, and 5 in November. Of
 * lot E 10 are left when it expires on 15 November; in December 5 are on the shelf, and 2
 * come on the last day: for 30 days there was nothing, which its neighbours would have
 * (10 + 10 + 5) / 3 = 8 of.
 */
static void live_half_a_year(void)
{
    move("2025-07-01", "ncc", "tinh", "vien@E/2025-11-15", 30);
    move("2025-07-01", "ncc", "tinh", "vien@X/2027-12-31", 100);
    move("2025-07-01", "tinh", "a", "vien@E", 30);
    move("2025-07-01", "tinh", "a", "vien@X", 30);
    move("2025-07-10", "a", "client", "vien@E", 10);
    move("2025-08-10", "a", "client", "vien@E", 10);
    move("2025-09-10", "a", "client", "vien@X", 10);
    move("2025-10-10", "a", "client", "vien@X", 10);
    move("2025-11-20", "a", "client", "vien@X", 5);
    move("2025-12-01", "a", "hold/a", "vien@X", 5);
    move("2025-12-31", "tinh", "a", "vien@X", 2);
}

Test(try, what_happened_stands_above)
{
    kho_table *table;

    live_half_a_year();
    write_rules("name: mine");
    table = try_rules("a", NULL, "2025-10-01", "2025-12-31");
    /* 23 asked for, 8 of them in vain; 30, 20, 5 and 2 usable at the ends of months. */
    EXPECT_ROW(table, 0, "actual 1 3 1 1 10");
    EXPECT_SHARE(table, 0, KHO_TRY_STOCKOUT_SHARE, 1, 3);
    EXPECT_SHARE(table, 0, KHO_TRY_FILL_RATE, 15, 23);
    EXPECT_SHARE(table, 0, KHO_TRY_MONTHS_OF_STOCK, 41, 23);
    EXPECT_SHARE(table, 0, KHO_TRY_EXPIRED_SHARE, 2, 5);
    /* 30 to 20, 10 ordered; 20 to 15, 25 and no more are aimed at; 25 to 17, 6 ordered.
     */
    EXPECT_ROW(table, 1, "built-in 1 3 0 2 0");
    EXPECT_SHARE(table, 1, KHO_TRY_FILL_RATE, 1, 1);
    EXPECT_SHARE(table, 1, KHO_TRY_MONTHS_OF_STOCK, 127, 46);
    EXPECT_ROW(table, 2, "mine 1 3 0 2 0");
    cr_expect(eq(str, (char *)kho_table_meta(table, "lines_unknown"), "0"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "lines_seldom"), "0"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules"), "built-in"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "tried"), "mine"));
    kho_table_free(table);
}

Test(try, lines_that_say_too_little_are_left_out)
{
    kho_table *table;

    live_half_a_year();
    write_rules("name: mine");
    /* The province gave away something in July and December only; nobody has condoms. */
    table = try_rules(NULL, NULL, "2025-10-01", "2025-12-31");
    EXPECT_ROW(table, 0, "actual 1 3 1 1 10");
    cr_expect(eq(str, (char *)kho_table_meta(table, "lines_unknown"), "0"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "lines_seldom"), "1"));
    kho_table_free(table);
    /* Of June nothing is known, which a window of three months would look at. */
    table = try_rules(NULL, NULL, "2025-09-01", "2025-12-31");
    EXPECT_ROW(table, 0, "actual 0 0 0 0 0");
    cr_expect(not(kho_table_has(table, 0, KHO_TRY_STOCKOUT_SHARE)));
    cr_expect(not(kho_table_has(table, 1, KHO_TRY_MONTHS_OF_STOCK)));
    cr_expect(eq(str, (char *)kho_table_meta(table, "lines_unknown"), "2"));
    kho_table_free(table);
    /* The longer window of the two says how many months are needed. */
    write_rules("name: long\nconsumption: {window: 4}");
    table = try_rules("a", NULL, "2025-10-01", "2025-12-31");
    EXPECT_ROW(table, 2, "long 0 0 0 0 0");
    kho_table_free(table);
}

/* A month's return, which says how many days there was nothing. */
static void give_return(
    const char *place, const char *item, kho_month month, int days_out)
{
    const kho_observation seen = {.kind = KHO_RETURNED,
        .place = place,
        .item = item,
        .value = days_out,
        .month = month};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.date = kho_month_last(month);
    entry.observed = &seen;
    entry.observed_count = 1;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
}

/* A month that isn't returned isn't known; one returned with nothing is. */
Test(try, months_of_returns_count_where_there_is_one)
{
    const kho_month july = kho_month_of(kho_date_of(2025, 7, 1));
    kho_table *table;

    live_half_a_year();
    write_rules("name: mine");
    for (int i = 0; i < 5; i++)
        give_return("a", "vien", july + i, 0);
    table = try_rules("a", NULL, "2025-10-01", "2025-11-30");
    EXPECT_ROW(table, 0, "actual 1 2 0 0 10");
    kho_table_free(table);
    table = try_rules("a", NULL, "2025-10-01", "2025-12-31");
    EXPECT_ROW(table, 0, "actual 0 0 0 0 0");
    kho_table_free(table);
}

/*
 * December 30, January 10, with 2 left that are lost on 1 February; nothing in February,
 * of which the return says that no day was out; 9 in March, 15 days out: 18; 12 in April;
 * 4 in May, which ends with nothing and says that no day was out. For February its
 * neighbours have (30 + 10 + 18 + 12) / 4 = 17 1/2, for May (10 + 18 + 12) / 3 = 13 1/3.
 */
static void return_half_a_year(void)
{
    static const int days_out[] = {0, 0, 0, 15, 0, 0};
    const kho_month december = kho_month_of(kho_date_of(2024, 12, 1));

    move("2024-12-01", "ncc", "b", "vien", 42);
    move("2024-12-20", "b", "client", "vien", 30);
    move("2025-01-20", "b", "client", "vien", 10);
    move("2025-02-01", "b", "loss/other", "vien", 2);
    move("2025-03-16", "ncc", "b", "vien", 20);
    move("2025-03-20", "b", "client", "vien", 9);
    move("2025-04-01", "ncc", "tinh", "vien", 5);
    move("2025-04-01", "tinh", "transit/b", "vien", 5);
    move("2025-04-02", "transit/b", "b", "vien", 5);
    move("2025-04-20", "b", "client", "vien", 12);
    move("2025-05-20", "b", "client", "vien", 4);
    for (int i = 0; i < 6; i++)
        give_return("b", "vien", december + i, days_out[i]);
}

Test(try, months_that_tell_nothing_are_like_their_neighbours)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    return_half_a_year();
    /* How long a month is goes by today's rules: by the calendar, March would be 17. */
    write_rules("name: by the calendar\nmonth_days: calendar");
    query.place = "b";
    query.from = day("2025-04-01");
    query.to = query.on = day("2025-05-31");
    cr_assert(eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table), KHO_OK));
    /* 12 and 13 asked for, 12 and 4 given; 11, 4 and 0 at the ends of months. */
    EXPECT_ROW(table, 0, "actual 1 2 1 1 0");
    EXPECT_SHARE(table, 0, KHO_TRY_FILL_RATE, 16, 25);
    EXPECT_SHARE(table, 0, KHO_TRY_MONTHS_OF_STOCK, 19, 50);
    /* Of 10, 18 and 18: 46 to 34, 14 ordered; 34 to 21, 8 ordered beside 14. */
    for (size_t row = 1; row < 3; row++) {
        EXPECT_SHARE(table, row, KHO_TRY_MONTHS_OF_STOCK, 135, 50);
        cr_expect(eq(i64, kho_table_int(table, row, KHO_TRY_ORDERS), 2));
    }
    kho_table_free(table);
}

Test(try, half_of_the_months_are_enough)
{
    kho_table *table;

    write_rules("name: mine");
    move("2025-01-01", "ncc", "b", "vien", 100);
    move("2025-01-20", "b", "client", "vien", 10);
    move("2025-04-01", "ncc", "b", "vien", 1);
    move("2025-04-20", "b", "client", "vien", 10);
    table = try_rules("b", NULL, "2025-04-01", "2025-04-30");
    EXPECT_ROW(table, 0, "actual 1 1 0 1 0");
    kho_table_free(table);
    table = try_rules("b", NULL, "2025-04-01", "2025-05-31");
    EXPECT_ROW(table, 0, "actual 0 0 0 0 0");
    cr_expect(eq(str, (char *)kho_table_meta(table, "lines_seldom"), "1"));
    kho_table_free(table);
}

Test(try, a_lot_is_used_to_the_end_of_its_last_day)
{
    kho_table *table;

    live_half_a_year();
    move("2025-11-15", "a", "client", "vien@E", 4);
    write_rules("name: mine");
    table = try_rules("a", NULL, "2025-10-01", "2025-11-30");
    EXPECT_ROW(table, 0, "actual 1 2 0 0 6");
    kho_table_free(table);
}

/* January to March are 31, 28 and 31 days; worked out in rules/test_simulate.c. */
Test(try, what_is_ordered_too_much_expires)
{
    kho_table *table;

    move("2024-10-01", "ncc", "b", "bcs@L/2025-12-31", 100);
    move("2024-10-09", "b", "client", "bcs", 10);
    move("2024-11-09", "b", "client", "bcs", 10);
    move("2024-12-09", "b", "client", "bcs", 10);
    move("2025-01-09", "b", "client", "bcs", 10);
    move("2025-02-09", "b", "client", "bcs", 10);
    move("2025-03-09", "b", "client", "bcs", 10);
    write_rules("name: at once\norder: {lead_months: 0}");
    table = try_rules("tinh", NULL, "2025-01-01", "2025-03-31");
    EXPECT_ROW(table, 0, "actual 0 0 0 0 0");
    kho_table_free(table);
    table = try_rules(NULL, "bcs", "2025-01-01", "2025-03-31");
    EXPECT_ROW(table, 0, "actual 1 3 0 0 0");
    EXPECT_SHARE(table, 0, KHO_TRY_MONTHS_OF_STOCK, 11, 2); /* 70 60 50 40 */
    EXPECT_ROW(table, 2, "at once 1 3 0 3 10");
    EXPECT_SHARE(table, 2, KHO_TRY_MONTHS_OF_STOCK, 194, 60);
    EXPECT_SHARE(table, 2, KHO_TRY_EXPIRED_SHARE, 1, 4);
    kho_table_free(table);
}

/*
 * The collaborator's line takes what its station issued; the store's what it issued, and
 * each is judged by rules of its own: at once and two months, or as before.
 */
Test(try, each_line_has_its_rule)
{
    static const char *const months[] = {"07", "08", "09", "10", "11", "12"};
    kho_table *table;

    move("2025-07-01", "ncc", "a", "vien@X/2027-12-31", 100);
    for (size_t i = 0; i < 6; i++) {
        char date[16];

        snprintf(date, sizeof(date), "2025-%s-02", months[i]);
        move(date, "a", "lan", "vien", 6);
        snprintf(date, sizeof(date), "2025-%s-28", months[i]);
        move(date, "lan", "client", "vien", 4);
    }
    write_rules(
        "name: theirs\n"
        "match: [{when: {kind: collaborator}, set: {lead_months: 0, max_months: 2}}]");
    table = try_rules("lan", NULL, "2025-10-01", "2025-12-31");
    /* 6, 8, 10, 12 at the ends of months, of 4 a month; three deliveries. */
    EXPECT_ROW(table, 0, "actual 1 3 0 3 0");
    EXPECT_SHARE(table, 0, KHO_TRY_MONTHS_OF_STOCK, 54, 24);
    /* 12 to 8, 8 to 4 (4 on the road), 8 to 4. */
    EXPECT_ROW(table, 1, "built-in 1 3 0 3 0");
    EXPECT_SHARE(table, 1, KHO_TRY_MONTHS_OF_STOCK, 44, 24);
    /* 8 to 4, every month. */
    EXPECT_ROW(table, 2, "theirs 1 3 0 3 0");
    EXPECT_SHARE(table, 2, KHO_TRY_MONTHS_OF_STOCK, 36, 24);
    kho_table_free(table);
    table = try_rules("a", NULL, "2025-10-01", "2025-12-31");
    EXPECT_ROW(table, 0, "actual 1 3 0 0 0");
    EXPECT_SHARE(table, 1, KHO_TRY_MONTHS_OF_STOCK, 66, 36);
    EXPECT_SHARE(table, 2, KHO_TRY_MONTHS_OF_STOCK, 66, 36);
    kho_table_free(table);
}

/* Today's rules are those that hold on the last day tried. */
Test(try, the_ledgers_own_rules_stand_beside)
{
    kho_answer answer;
    kho_table *table;

    live_half_a_year();
    write_rules("name: ours\norder: {min_months: 1, max_months: 2}");
    cr_assert(eq(int,
        kho_ledger_load_rules(
            books.ledger, file, kho_date_of(2025, 11, 1), false, &answer),
        KHO_OK));
    write_rules("name: mine\norder: {lead_months: 0}");
    table = try_rules("a", NULL, "2025-10-01", "2025-10-31");
    EXPECT_ROW(table, 1, "built-in 1 1 0 1 0");
    EXPECT_SHARE(table, 1, KHO_TRY_MONTHS_OF_STOCK, 50, 20);
    kho_table_free(table);
    table = try_rules("a", NULL, "2025-10-01", "2025-11-30");
    /* 20 to 10, 10 ordered; 10 to 5. */
    EXPECT_ROW(table, 1, "ours 1 2 0 2 0");
    EXPECT_SHARE(table, 1, KHO_TRY_MONTHS_OF_STOCK, 45, 30);
    EXPECT_ROW(table, 2, "mine 1 2 0 1 0"); /* 30 to 20; 30 to 25, which is enough */
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules"), "ours"));
    kho_table_free(table);
}

/* Months after those tried are neighbours too, once they are over. */
Test(try, later_months_tell_what_was_asked_for)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    live_half_a_year();
    write_rules("name: mine");
    move("2026-01-05", "a", "client", "vien@X", 2);
    query.place = "a";
    query.from = day("2025-10-01");
    query.to = day("2025-12-31");
    query.on = day("2026-01-31");
    books.now = world_noon(query.on);
    cr_assert(eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table), KHO_OK));
    /* January: 2 on the 5th, nothing from then on, 27 days: 20; (10 + 10 + 5 + 20) / 4.
     */
    EXPECT_SHARE(table, 0, KHO_TRY_FILL_RATE, 15, 26);
    kho_table_free(table);
}

/* October's 10 were never given, it is found in November, which has 5 less 10. */
Test(try, what_came_back_was_not_asked_for)
{
    kho_answer answer;
    kho_table *table;

    live_half_a_year();
    write_rules("name: mine");
    cr_assert(eq(int,
        kho_ledger_reverse(
            books.ledger, october, day("2025-11-25"), false, NULL, &answer),
        KHO_OK));
    table = try_rules("a", NULL, "2025-10-01", "2025-11-30");
    EXPECT_ROW(table, 0, "actual 1 2 0 0 10");
    EXPECT_SHARE(table, 0, KHO_TRY_FILL_RATE, 1, 1);
    EXPECT_SHARE(table, 0, KHO_TRY_MONTHS_OF_STOCK, 30 + 20 + 20 + 15, 2 * 10);
    kho_table_free(table);
}

typedef struct heard {
    int64_t calls, done, total;
} heard;

static void hear(void *context, const char *what, int64_t done, int64_t total)
{
    heard *at = context;

    cr_expect(eq(str, (char *)what, "try"));
    cr_expect(eq(i64, done, at->calls));
    at->calls++;
    at->done = done;
    at->total = total;
}

Test(try, tells_how_far_it_is)
{
    kho_options options = books.options;
    kho_query query = KHO_QUERY_INIT;
    heard ears = {0};
    kho_ledger *ledger;
    kho_table *table;

    live_half_a_year();
    write_rules("name: mine");
    options.mode = KHO_READ_ONLY;
    options.progress = hear;
    options.progress_context = &ears;
    query.from = day("2025-10-01");
    query.to = day("2025-12-31");
    cr_assert(eq(int, kho_ledger_open(books.path, &options, &ledger), KHO_OK));
    cr_assert(eq(int, kho_ledger_try_rules(ledger, file, &query, &table), KHO_OK));
    cr_expect(eq(i64, ears.calls, 2)); /* the province and the station have lines */
    cr_expect(lt(i64, ears.done, ears.total));
    kho_table_free(table);
    kho_ledger_close(ledger);
}

Test(try, refuses_what_cannot_be_tried)
{
    const struct {
        const char *why, *place, *from, *to, *rules;
        bool sum;
        kho_status status;
    } cases[] = {
        {"half a month",  "a", "2025-10-02", "2025-12-31", "name: x",   false, KHO_EINVALID},
        {"not its end",   "a", "2025-10-01", "2025-12-30", "name: x",   false, KHO_EINVALID},
        {"not over",      "a", "2025-10-01", "2026-01-31", "name: x",   false, KHO_EINVALID},
        {"121 months",    "a", "2015-12-01", "2025-12-31", "name: x",   false, KHO_EINVALID},
        {"a sum",         "a", "2025-10-01", "2025-12-31", "name: x",   true,  KHO_EINVALID},
        {"no such place", "z", "2025-10-01", "2025-12-31", "name: x",   false,
         KHO_ENOTFOUND                                                                     },
        {"not rules",     "a", "2025-10-01", "2025-12-31", "name: [x]", false, KHO_EINVALID},
        {"no such item",  "a", "2025-10-01", "2025-12-31",
         "name: x\nmatch: [{when: {item: z}, set: {window: 1}}]",       false,
         KHO_ENOTFOUND                                                                     },
    };
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        write_rules(cases[i].rules);
        query.place = cases[i].place;
        query.from = day(cases[i].from);
        query.to = day(cases[i].to);
        query.sum = cases[i].sum;
        cr_expect(eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table),
                      cases[i].status),
            "%s: %s", cases[i].why, kho_error_last()->message);
        cr_expect(eq(ptr, table, NULL), "%s", cases[i].why);
    }
    query = (kho_query)KHO_QUERY_INIT;
    cr_expect(
        eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table), KHO_EINVALID));
    query.from = day("2016-01-01");
    query.to = day("2025-12-31");
    unlink(file);
    cr_expect(
        eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table), KHO_ENOTFOUND));
    write_rules("name: ten years");
    cr_expect(eq(int, kho_ledger_try_rules(books.ledger, file, &query, &table), KHO_OK));
    kho_table_free(table);
}
