/*
 * Defects that were found in other systems of this kind, or that their users complained
 * of: each is a test here, by name. The numbers are those of their issues.
 */
#include "ledger/world.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

static world books;

/* A station under a district, two collaborators, and an item without further demands. */
static void open_station(void)
{
    static const char *const channels[] = {"free"};
    static const kho_item items[] = {
        {"condom", {"Bao cao su", "Condom"}, {"chiếc", "piece"}, 1, NULL, false, false,
         NULL,                                                                                  0, 0, 0},
        {"pill",   {"Viên uống", "Pill"}, {"vỉ", "cycle"},    1, NULL, false, false, NULL, 0,
         0,                                                                                           0},
    };
    static const kho_place places[] = {
        {.code = "ncc",            .kind = KHO_SUPPLIER,          .name = {"Kho trung ương", NULL}},
        {                 .code = "district",       .kind = KHO_STORE, .name = {"Kho huyện", NULL}                                  },
        { .code = "station",
         .kind = KHO_STORE,
         .name = {"Trạm", NULL},
         .parent = "district"},
        {                                                                          .code = "lan",
         .kind = KHO_COLLABORATOR,
         .name = {"Lan", NULL},
         .parent = "station"},
        {                                                                           .code = "hoa",
         .kind = KHO_COLLABORATOR,
         .name = {"Hoa", NULL},
         .parent = "station"},
    };
    const kho_catalogue catalogue = {channels, 1, items, 2, places, 5, NULL, 0};

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, &catalogue), "%s", books.why);
}

/* Whatever happened, the ledger finds no fault in itself. */
static void close_station(void)
{
    cr_assert(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(peers, .init = open_station, .fini = close_station, .timeout = 60);

static kho_date day(int month, int day_of_month)
{
    return kho_date_of(2026, month, day_of_month);
}

static kho_move move(
    const char *from, const char *to, const char *lot, kho_date expiry, int64_t quantity)
{
    return (kho_move){"condom", lot, expiry, NULL, from, to, quantity};
}

static kho_status post_move(const char *uid, kho_date date, kho_move line)
{
    kho_entry entry = KHO_ENTRY_INIT;
    int status;

    entry.uid = uid;
    entry.date = date;
    entry.moves = &line;
    entry.move_count = 1;
    status = world_post(&books, &entry);
    cr_assert(ne(int, status, 1), "%s", books.why);
    return (kho_status)status;
}

static kho_status in(kho_date date, const char *lot, kho_date expiry, int64_t quantity)
{
    return post_move(NULL, date, move("ncc", "station", lot, expiry, quantity));
}

static kho_status out(kho_date date, const char *from, const char *to, int64_t quantity)
{
    return post_move(NULL, date, move(from, to, NULL, KHO_NO_DATE, quantity));
}

static kho_status count(const char *uid, kho_date date, const char *lot, int64_t found)
{
    kho_observation seen = {
        KHO_FOUND, "station", "condom", lot, KHO_NO_DATE, NULL, found, KHO_NO_MONTH};
    kho_entry entry = KHO_ENTRY_INIT;
    int status;

    entry.uid = uid;
    entry.date = date;
    entry.observed = &seen;
    entry.observed_count = 1;
    status = world_post(&books, &entry);
    cr_assert(ne(int, status, 1), "%s", books.why);
    return (kho_status)status;
}

static int64_t held(kho_date on, const char *place)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t sum = 0;

    query.on = on;
    query.place = place;
    cr_assert(eq(int, kho_ledger_stock(books.ledger, &query, &table), KHO_OK));
    for (size_t row = 0; row < kho_table_rows(table); row++)
        sum += kho_table_int(table, row, KHO_STOCK_QUANTITY);
    kho_table_free(table);
    return sum;
}

/* The month's report of the station's condoms: a table of one row. */
static kho_table *report(int month)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    query.place = "station";
    query.item = "condom";
    query.from = kho_month_first(kho_month_of(day(month, 1)));
    query.to = kho_month_last(kho_month_of(day(month, 1)));
    cr_assert(eq(int, kho_ledger_report(books.ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(eq(sz, kho_table_rows(table), 1));
    return table;
}

static int64_t reported(int month, int column)
{
    kho_table *table = report(month);
    int64_t value = kho_table_int(table, 0, column);

    kho_table_free(table);
    return value;
}

static bool is_alert(kho_date on, const char *alert)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    bool found = false;

    query.place = "station";
    query.on = on;
    cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK));
    for (size_t row = 0; row < kho_table_rows(table); row++)
        found |= strcmp(kho_table_text(table, row, KHO_ALERTS_ALERT), alert) == 0;
    kho_table_free(table);
    return found;
}

/* Order up to `max` months at a mean of `consumed` in `months` months. */
static int64_t order_of(int consumed, int months, int usable, int max)
{
    kho_rule rule = *kho_rule_builtin();
    kho_consumed months_of[12] = {{0}};
    kho_position position = {.usable = usable, .pack = 1};
    kho_judgement judgement;

    rule.window = months;
    rule.max_months = (kho_rational){max, 1};
    rule.packs = KHO_PACKS_NONE;
    for (int i = 0; i < months; i++)
        months_of[i] = (kho_consumed){0, 0, 30, true};
    months_of[0].quantity = consumed;
    cr_assert(eq(int,
        kho_amc(&rule, months_of, (size_t)months, &position.amc_defined, &position.amc),
        KHO_OK));
    cr_assert(eq(int, kho_judge(&rule, &position, &judgement), KHO_OK));
    return judgement.to_order;
}

/* open-mSupply: months of stock and order in floating point, then rounded up. */
Test(peers, an_order_is_not_one_too_high_1)
{
    static const int look_backs[] = {3, 6, 12}, maxima[] = {2, 3, 4, 6};
    int wrong = 0, floats_wrong = 0;

    cr_assert(eq(i64, order_of(15, 3, 7, 2), 3));
    for (int i = 0; i < 12; i++) {
        const int months = look_backs[i % 3], max = maxima[i / 3];

        for (int consumed = 1; consumed <= 600; consumed++) {
            for (int usable = 0; usable <= 196; usable += 7) {
                int64_t need = (int64_t)max * consumed - (int64_t)usable * months;
                int64_t exact = need > 0 ? (need + months - 1) / months : 0;
                double amc = (double)consumed / months, stock = usable / amc;
                double order = stock < max ? ceil((max - stock) * amc) : 0;

                wrong += order_of(consumed, months, usable, max) != exact;
                floats_wrong += (int64_t)order != exact;
            }
        }
    }
    cr_expect(eq(int, wrong, 0));
    cr_expect(ge(int, floats_wrong, 1001), "the cases are those that floats get wrong");
}

Test(peers, an_order_is_not_one_too_high_in_a_report_1)
{
    in(day(1, 1), "A", day(12, 31) + 1000, 8);
    out(day(1, 10), "station", "client", 2);
    out(day(2, 10), "station", "client", 2);
    out(day(3, 10), "station", "client", 1);

    /* 3 * 5/3 - 3 = 2; in floating point, 3. */
    cr_expect(eq(i64, reported(3, KHO_REPORT_CLOSING), 3));
    cr_expect(eq(i64, reported(3, KHO_REPORT_TO_ORDER), 2));
}

/* OpenLMIS: 1,000 digits, half up, then rounded up. */
Test(peers, consumption_lifted_by_stock_out_days_is_exact_2)
{
    kho_rule rule = *kho_rule_builtin();
    kho_rational amc;
    bool defined;

    rule.window = 1;
    for (int consumed = 0; consumed <= 300; consumed++) {
        for (int days = 0; days < 30; days++) {
            const kho_consumed month = {consumed, days, 30, true};

            cr_assert(eq(int, kho_amc(&rule, &month, 1, &defined, &amc), KHO_OK));
            cr_assert(
                eq(i64, amc.numerator * (30 - days), amc.denominator * consumed * 30));
        }
    }
}

Test(peers, consumption_lifted_by_stock_out_days_is_exact_in_a_report_2)
{
    kho_table *table;
    kho_rational amc;

    /* The first month that counts: 23 consumed, 7 days out. 23 * 30 / 23 = 30, not 31. */
    in(day(4, 1), "A", day(12, 31) + 1000, 23);
    out(day(4, 24), "station", "client", 23);
    table = report(4);
    amc = kho_table_rational(table, 0, KHO_REPORT_AMC);
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_DAYS_OUT), 7));
    cr_expect(eq(i64, amc.numerator, 30));
    cr_expect(eq(i64, amc.denominator, 1));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_TO_ORDER), 90));
    kho_table_free(table);
}

/* OpenLMIS: the days of the first lot's card only. The truth is 0, they say 0 or 26. */
Test(peers, stock_out_days_of_several_lots_are_of_all_together_3)
{
    in(day(2, 1), "B", day(12, 31), 50);
    in(day(2, 1), "A", day(12, 31) + 400, 100);
    post_move(NULL, day(3, 5), move("station", "client", "B", KHO_NO_DATE, 50));
    cr_expect(eq(i64, reported(3, KHO_REPORT_DAYS_OUT), 0));

    post_move(NULL, day(4, 11), move("station", "client", "A", KHO_NO_DATE, 100));
    cr_expect(eq(i64, reported(4, KHO_REPORT_DAYS_OUT), 20));
}

/* OpenLMIS: lots that expire in exactly six months, whether any are left or not. */
Test(peers, near_expiry_is_a_window_and_needs_stock_4)
{
    in(day(1, 1), "A", day(6, 30), 10);
    cr_expect(not(is_alert(day(1, 1) - 1, "near_expiry")), "it hadn't come");
    for (kho_date on = day(1, 5); on <= day(5, 15); on++)
        cr_assert(is_alert(on, "near_expiry"), "on any day of the six months");
    out(day(5, 15), "station", "client", 10);
    cr_expect(not(is_alert(day(5, 15), "near_expiry")), "nothing is left");
    in(day(5, 1), "Far", day(12, 31) + 400, 10);
    cr_expect(not(is_alert(day(5, 15), "near_expiry")), "not for a year and a half");
}

/* open-mSupply #4460: consumption by the UTC day. */
Test(peers, the_day_is_that_of_vietnam_5)
{
    const int64_t midnight = (int64_t)day(5, 15) * 86400000;
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    books.now = midnight + (16 * 60 + 59) * 60000;
    cr_expect(eq(int, kho_ledger_today(books.ledger), day(5, 15)), "16:59 UTC is 23:59");
    books.now = midnight + 17 * 3600000;
    cr_expect(
        eq(int, kho_ledger_today(books.ledger), day(5, 16)), "17:00 UTC is midnight");
    books.now = midnight + (17 * 60 + 30) * 60000;
    cr_expect(
        eq(int, kho_ledger_today(books.ledger), day(5, 16)), "17:30 UTC is the next day");

    /* What is asked without a day is asked of that day; tomorrow is the 17th. */
    books.books->today = day(5, 16);
    in(day(5, 16), "A", day(12, 31), 10);
    cr_assert(eq(int, kho_ledger_stock(books.ledger, &query, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 1));
    cr_expect(eq(str, (char *)kho_table_meta(table, "on"), "2026-05-16"));
    kho_table_free(table);
    cr_expect(eq(int, in(day(5, 17), "A", day(12, 31), 10), KHO_OK));
    cr_expect(eq(int, in(day(5, 18), "A", day(12, 31), 10), KHO_EINVALID));
}

/* DHIS2's app: event, quantity, destination and stock written one by one, failures
 * logged. */
Test(peers, one_bad_line_of_twenty_and_nothing_is_written_6)
{
    kho_move lines[20];
    kho_entry entry = KHO_ENTRY_INIT;
    uint64_t before;

    in(day(1, 1), "A", day(12, 31), 100);
    entry.uid = "twenty";
    entry.date = day(1, 2);
    entry.moves = lines;
    entry.move_count = 20;
    for (int bad = 0; bad < 20; bad++) {
        for (int i = 0; i < 20; i++)
            lines[i] = move("station", i % 2 ? "lan" : "client", NULL, KHO_NO_DATE, 5);
        lines[bad].item = "nothing";
        before = world_digest(books.path);
        cr_expect(eq(int, world_post(&books, &entry), KHO_ENOTFOUND), "%s", books.why);
        cr_expect(eq(sz, kho_error_last()->refusal_count, 1));
        cr_expect(eq(sz, kho_error_last()->refusals[0].index, (size_t)bad));
        cr_expect(eq(u64, world_digest(books.path), before), "not a byte changed");
    }
    lines[19] = move("station", "lan", NULL, KHO_NO_DATE, 5);
    cr_expect(eq(int, world_post(&books, &entry), KHO_OK), "%s", books.why);
    cr_expect(eq(i64, held(day(1, 2), "station"), 0));
}

/* CHT: a form that lacks a field gives NaN, which then poisons the balance. */
Test(peers, what_is_absent_never_poisons_7)
{
    kho_table *table;

    in(day(1, 10), NULL, KHO_NO_DATE, 100);
    out(day(1, 20), "station", "client", 40);
    table = report(1);
    for (size_t column = KHO_REPORT_OPENING; column <= KHO_REPORT_DAYS_OUT; column++)
        cr_expect(kho_table_has(table, 0, column), "%s is a number",
            kho_table_key(table, column));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_RETURNED), 0));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_CLOSING), 60));
    kho_table_free(table);
    cr_expect(eq(i64, reported(4, KHO_REPORT_CLOSING), 60),
        "a month without entries carries on");
    cr_expect(eq(i64, reported(4, KHO_REPORT_OPENING), 60));
}

static void expect_chain(const char *when)
{
    for (int month = 2; month <= 5; month++)
        cr_expect(eq(i64, reported(month, KHO_REPORT_OPENING),
                      reported(month - 1, KHO_REPORT_CLOSING)),
            "%s, month %d", when, month);
}

/* OpenLMIS 8, open-mSupply 9: an opening that isn't the closing before it. */
Test(peers, an_opening_is_the_closing_before_it_8_and_9)
{
    in(day(1, 10), "A", day(12, 31) + 400, 100);
    out(day(1, 20), "station", "lan", 30);
    out(day(2, 20), "station", "lan", 30);
    out(day(4, 20), "station", "client", 10);
    expect_chain("at first");
    post_move("late", day(1, 15), move("ncc", "station", "A", KHO_NO_DATE, 7));
    expect_chain("after a late receipt");
    out(day(2, 28), "station", "client", 3);
    expect_chain("after a late issue on a month's last day");
    count("counted", day(3, 31), "A", 20);
    expect_chain("after a count");
    cr_expect(eq(int, world_reverse(&books, "late", KHO_NO_DATE, NULL), KHO_OK), "%s",
        books.why);
    expect_chain("after a reversal in its month");
    cr_expect(eq(int, world_reverse(&books, "counted", day(4, 1), NULL), KHO_OK), "%s",
        books.why);
    expect_chain("after a reversal in the month after");
}

/* open-mSupply #9491: a prescription can be cancelled repeatedly, stock grows. */
Test(peers, cancelling_again_changes_nothing_9491)
{
    in(day(1, 1), "A", day(12, 31), 100);
    post_move("rx", day(1, 5), move("station", "client", NULL, KHO_NO_DATE, 30));
    for (int i = 0; i < 10; i++) {
        cr_expect(eq(int, world_reverse(&books, "rx", KHO_NO_DATE, NULL), KHO_OK), "%s",
            books.why);
        cr_expect(eq(i64, held(day(1, 5), "station"), 100));
    }
    cr_expect(eq(int, world_reverse(&books, "rx", day(1, 6), NULL), KHO_ECONFLICT));
    cr_expect(
        eq(int, world_reverse(&books, "reverse/rx", KHO_NO_DATE, NULL), KHO_EINVALID));
    cr_expect(eq(i64, held(day(5, 15), "station"), 100));
}

/* open-mSupply #11621: cancelling a back-dated prescription lands on the day after. */
Test(peers, a_cancelled_entry_is_cancelled_on_its_own_day_11621)
{
    in(day(1, 1), "A", day(12, 31), 100);
    post_move("rx", day(1, 5), move("station", "client", NULL, KHO_NO_DATE, 30));
    cr_expect(
        eq(int, world_reverse(&books, "rx", KHO_NO_DATE, NULL), KHO_OK), "%s", books.why);
    for (kho_date on = day(1, 1); on <= day(1, 10); on++)
        cr_expect(eq(i64, held(on, "station"), 100));
}

/* BHIMA #5706: expired stock counted as stock. */
Test(peers, expired_stock_alone_is_a_stock_out_5706)
{
    in(day(1, 1), "A", day(3, 10), 100);
    cr_expect(not(is_alert(day(3, 10), "stocked_out")));
    cr_expect(is_alert(day(3, 11), "stocked_out"));
    cr_expect(is_alert(day(3, 11), "expired"));
    cr_expect(eq(i64, reported(3, KHO_REPORT_DAYS_OUT), 21));
    cr_expect(eq(i64, reported(3, KHO_REPORT_CLOSING), 100));
}

/* BHIMA #5482: the days before the first stock are no stock-out. */
Test(peers, days_before_the_first_receipt_are_no_stock_out_5482)
{
    in(day(3, 21), "A", day(12, 31), 100);
    cr_expect(eq(i64, reported(3, KHO_REPORT_DAYS_OUT), 0));
    cr_expect(not(is_alert(day(3, 21), "stocked_out")));
}

/* open-mSupply #11580, ODOO: on one day what goes out may come in later that day. */
Test(peers, the_order_within_a_day_does_not_matter_11580)
{
    cr_expect(eq(int, out(day(1, 5), "station", "client", 10), KHO_ESHORT));
    cr_expect(eq(int, in(day(1, 5), "A", day(12, 31), 10), KHO_OK));
    cr_expect(eq(int, out(day(1, 5), "station", "client", 10), KHO_OK));
    cr_expect(eq(i64, held(day(1, 5), "station"), 0));
    cr_expect(eq(i64, reported(1, KHO_REPORT_DAYS_OUT), 27));

    /* In one entry, the receipt after what it is needed for. */
    {
        const kho_move lines[] = {
            {"condom", "A", KHO_NO_DATE, NULL, "station", "client",  5},
            {"condom", "A", KHO_NO_DATE, NULL, "ncc",     "station", 5},
        };
        kho_entry entry = KHO_ENTRY_INIT;

        entry.date = day(1, 6);
        entry.moves = lines;
        entry.move_count = 2;
        cr_expect(eq(int, world_post(&books, &entry), KHO_OK), "%s", books.why);
    }
}

/* open-mSupply #7057: one click, two shipments. OLMIS-8206: two approvals, two events. */
Test(peers, one_click_is_one_shipment_7057)
{
    kho_move line = {
        "condom", NULL, KHO_NO_DATE, NULL, "district", "transit/station", 60};

    post_move(NULL, day(1, 1), move("ncc", "district", "A", day(12, 31), 100));
    cr_expect(eq(int, post_move("shipment-1", day(1, 2), line), KHO_OK));
    cr_expect(eq(int, post_move("shipment-1", day(1, 2), line), KHO_OK));
    cr_assert(world_reopen(&books), "%s", books.why);
    cr_expect(eq(int, post_move("shipment-1", day(1, 2), line), KHO_OK));
    cr_expect(eq(i64, held(day(1, 2), "district"), 40));
    cr_expect(eq(i64, held(day(1, 2), "transit/station"), 60));
    line.quantity = 61;
    cr_expect(eq(int, post_move("shipment-1", day(1, 2), line), KHO_ECONFLICT));
}

/* open-mSupply #11439, #12725: counting while working; ERPNext 33936: a count of an
 * earlier day. */
Test(peers, a_count_holds_on_its_day_and_is_told_when_it_no_longer_does_12725)
{
    in(day(3, 1), "A", day(12, 31) + 400, 100);
    cr_expect(eq(int, count("first", day(3, 10), "A", 90), KHO_OK));
    out(day(3, 12), "station", "lan", 50);
    cr_expect(not(is_alert(day(3, 12), "discrepancy")));

    /* The issue that was made before the count is typed in after it. */
    out(day(3, 9), "station", "lan", 10);
    cr_expect(is_alert(day(3, 12), "discrepancy"));
    cr_expect(eq(i64, held(day(3, 10), "station"), 80), "the count's move never changes");
    cr_expect(eq(int, count("again", day(3, 20), "A", 40), KHO_OK));
    cr_expect(not(is_alert(day(3, 20), "discrepancy")), "until the next count");
    cr_expect(eq(i64, held(day(3, 20), "station"), 40));
    cr_expect(eq(i64, reported(3, KHO_REPORT_ADJUSTED), 0), "10 less, then 10 more");

    cr_expect(eq(int, count("past", day(3, 11), "A", 30), KHO_ESHORT),
        "a count of an earlier day may not take what was used since");
}

/* open-mSupply #3835, #7868: stock issued before it came; 8000 - 1000 = -3800. */
Test(peers, nothing_is_issued_before_it_came_3835)
{
    in(day(2, 10), "A", day(12, 31), 8000);
    cr_expect(eq(int, out(day(2, 9), "station", "client", 1), KHO_ESHORT));
    cr_expect(eq(int, out(day(2, 10), "station", "client", 1000), KHO_OK));
    cr_expect(eq(i64, held(day(2, 10), "station"), 7000));
    cr_expect(eq(i64, held(day(2, 9), "station"), 0));
}

/* open-mSupply #7022: 111, 222, 333 tablets and 0.000...001 of a pack. */
Test(peers, units_are_whole_7022)
{
    in(day(1, 1), "A", day(12, 31), 666);
    out(day(1, 2), "station", "lan", 111);
    out(day(1, 2), "station", "lan", 222);
    out(day(1, 2), "station", "hoa", 333);
    cr_expect(eq(i64, held(day(1, 2), "station"), 0));
    cr_expect(eq(i64, held(day(1, 2), "lan"), 333));
    cr_expect(eq(i64, held(day(1, 2), "hoa"), 333));
}
