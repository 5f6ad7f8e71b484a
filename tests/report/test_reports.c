/* The year so far, what expires, and indicators: what no scenario can say. */
#include "exchange/desk.h"

TestSuite(reports, .init = open_desk, .fini = close_desk, .timeout = 60);

/* clang-format off */
static const kho_item items[] = {
    {"bcs", {"Bao cao su", "Condom"}, {"chiếc", "piece"}, 12, "condom", false, false, NULL, 0, 0, 0},
    {"vien", {"Viên uống", "Pill"}, {"vỉ", "cycle"}, 1, "pill", false, false, NULL, 0, 0, 0},
    {"mang", {"Màng phim", "Film"}, {"miếng", "film"}, 1, "film", false, false, NULL, 0, 0, 0},
};
static const kho_place places[] = {
    {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
    {.code = "cds", .kind = KHO_STORE, .level = "province", .name = {"Chi cục", NULL}},
    {.code = "tyt", .kind = KHO_STORE, .level = "station", .name = {"Trạm", NULL}, .parent = "cds"},
};
/* clang-format on */

static void define(void)
{
    static const char *const channels[] = {"free"};
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = 1,
        .items = items,
        .item_count = 3,
        .places = places,
        .place_count = 3};

    cr_assert(eq(int, kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, NULL), KHO_OK));
}

static void move(const char *uid, kho_date date, const char *from, const char *to,
    const char *item, const char *lot, kho_date expiry, int64_t quantity)
{
    kho_move is = KHO_MOVE_INIT;
    kho_entry entry = KHO_ENTRY_INIT;

    is.item = item;
    is.from = from;
    is.to = to;
    is.lot = lot;
    is.expiry = expiry;
    is.quantity = quantity;
    entry.uid = uid;
    entry.date = date;
    entry.moves = &is;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, NULL), KHO_OK), "%s: %s", uid,
        kho_error_last()->message);
}

static void load(const char *rules)
{
    write_file("rules.yaml", rules);
    cr_assert(eq(int,
                  kho_ledger_load_rules(
                      ledger, "rules.yaml", kho_date_of(2020, 1, 1), false, NULL),
                  KHO_OK),
        "%s", kho_error_last()->message);
}

typedef kho_status (*question)(kho_ledger *, const kho_query *, kho_table **);

static kho_table *ask(question of, kho_date from, kho_date to, kho_date on)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;

    query.from = from;
    query.to = to;
    query.on = on;
    cr_assert(
        eq(int, of(ledger, &query, &table), KHO_OK), "%s", kho_error_last()->message);
    return table;
}

/* The row of a place in the report with the year so far: opening, received, the year's.
 */
static void expect_year(const kho_table *table, const char *place, const int64_t want[4])
{
    static const size_t columns[] = {
        KHO_YTD_OPENING, KHO_YTD_RECEIVED, KHO_YTD_YTD_OPENING, KHO_YTD_YTD_RECEIVED};
    size_t row = 0;

    while (row < kho_table_rows(table) &&
           strcmp(kho_table_text(table, row, KHO_YTD_PLACE), place) != 0)
        row++;
    cr_assert(row < kho_table_rows(table));
    for (size_t i = 0; i < 4; i++)
        cr_expect(eq(i64, kho_table_int(table, row, columns[i]), want[i]), "%s",
            kho_table_key(table, columns[i]));
}

Test(reports, the_year_is_that_of_the_periods_end_or_of_the_day_asked_about)
{
    kho_table *table;

    define();
    move("PN-1", kho_date_of(2025, 2, 10), "ncc", "tyt", "bcs", "A", KHO_NO_DATE, 10);
    move("PN-2", kho_date_of(2025, 11, 20), "ncc", "tyt", "bcs", "A", KHO_NO_DATE, 200);
    move("PN-3", kho_date_of(2026, 1, 5), "ncc", "tyt", "bcs", "A", KHO_NO_DATE, 3000);

    /* The period is longer than the year so far. */
    table = ask(kho_ledger_ytd, kho_date_of(2025, 11, 1), kho_date_of(2026, 1, 31),
        kho_date_of(2026, 3, 1));
    expect_year(table, "tyt", (const int64_t[]){10, 3200, 210, 3000});
    kho_table_free(table);

    /* Asked on New Year's Eve, it is the old year. */
    table = ask(kho_ledger_ytd, kho_date_of(2025, 11, 1), kho_date_of(2026, 1, 31),
        kho_date_of(2025, 12, 31));
    expect_year(table, "tyt", (const int64_t[]){10, 200, 0, 210});
    kho_table_free(table);

    table = ask(kho_ledger_ytd, kho_date_of(2026, 1, 1), kho_date_of(2026, 1, 1),
        kho_date_of(2026, 3, 1));
    expect_year(table, "tyt", (const int64_t[]){210, 0, 210, 0});
    kho_table_free(table);
}

static void expect_months(
    const kho_table *table, const char *place, int64_t numerator, int64_t denominator)
{
    size_t row = 0;
    kho_rational months;

    while (row < kho_table_rows(table) &&
           strcmp(kho_table_text(table, row, KHO_EXPIRY_PLACE), place) != 0)
        row++;
    cr_assert(row < kho_table_rows(table));
    months = kho_table_rational(table, row, KHO_EXPIRY_MONTHS_LEFT);
    cr_expect(months.numerator == numerator && months.denominator == denominator,
        "%s: %lld/%lld", place, (long long)months.numerator,
        (long long)months.denominator);
}

/* A shelf and a road have no level of their own. */
Test(reports, months_left_are_those_of_the_stores_rule)
{
    const kho_date expiry = kho_date_of(2026, 4, 15), day = kho_date_of(2026, 2, 14);
    kho_table *table;

    define();
    load("kho: rules/1\nname: x\nmatch:\n"
         "  - {when: {level: station}, set: {month_days: calendar}}\n");
    move("PN-1", kho_date_of(2026, 1, 10), "ncc", "cds", "bcs", "A", expiry, 100);
    move("DC-1", kho_date_of(2026, 1, 11), "cds", "tyt", "bcs", "A", expiry, 40);
    move("TG-1", kho_date_of(2026, 1, 12), "tyt", "hold/tyt", "bcs", "A", expiry, 5);
    move("VC-1", kho_date_of(2026, 1, 13), "cds", "transit/tyt", "bcs", "A", expiry, 7);

    /* 60 days are 2 months of 30; half of February, March, half of April. */
    table = ask(kho_ledger_expiry, day, day, kho_date_of(2026, 6, 1));
    cr_expect(eq(sz, kho_table_rows(table), 4));
    expect_months(table, "cds", 2, 1);
    expect_months(table, "tyt", 2, 1);
    kho_table_free(table);

    /* On the first of March 45 days, or a month and a half less a 31st. */
    table = ask(kho_ledger_expiry, kho_date_of(2026, 3, 1), kho_date_of(2026, 3, 1),
        kho_date_of(2026, 6, 1));
    expect_months(table, "cds", 3, 2);
    expect_months(table, "tyt", 91, 62);
    expect_months(table, "hold/tyt", 91, 62);
    expect_months(table, "transit/tyt", 91, 62);
    kho_table_free(table);

    /* The last day of May: half of April and May are gone. */
    table = ask(kho_ledger_expiry, kho_date_of(2026, 5, 31), kho_date_of(2026, 5, 31),
        kho_date_of(2026, 6, 1));
    expect_months(table, "cds", -23, 15);
    expect_months(table, "tyt", -3, 2);
    expect_months(table, "transit/tyt", -3, 2);
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_EXPIRY_AT_RISK), 53));
    kho_table_free(table);
}

static size_t find(const kho_table *table, const char *indicator, const char *item)
{
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_INDICATORS_INDICATOR), indicator) ==
                0 &&
            strcmp(kho_table_text(table, row, KHO_INDICATORS_ITEM), item) == 0)
            return row;
    }
    cr_fatal("no row %s %s", indicator, item);
    return 0;
}

/* What people call an indicator. */
static const char *name_of(const kho_table *table, size_t row, kho_language language)
{
    return kho_table_word_name(table, KHO_INDICATORS_INDICATOR,
        ((const int32_t *)kho_table_buffer(table, KHO_INDICATORS_INDICATOR))[row],
        language);
}

Test(reports, ranges_of_methods_are_those_of_the_rules)
{
    kho_table *table;
    size_t row;

    define();
    load("kho: rules/1\nname: x\nindicators: {methods: [2, 1, 7]}\n");
    move("PN-1", kho_date_of(2026, 1, 10), "ncc", "tyt", "bcs", NULL, KHO_NO_DATE, 100);
    move("PN-2", kho_date_of(2026, 1, 10), "ncc", "tyt", "mang", NULL, KHO_NO_DATE, 9);
    table = ask(kho_ledger_indicators, kho_date_of(2026, 1, 1), kho_date_of(2026, 1, 31),
        kho_date_of(2026, 2, 1));

    /* Methods in the order of the statistics, those that nobody knows last. */
    row = find(table, "range_of_methods_2", "");
    cr_expect(eq(sz, row, 4));
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_INDICATORS_METHOD), "condom"));
    cr_expect(eq(str, (char *)kho_table_text(table, 1, KHO_INDICATORS_METHOD), "pill"));
    cr_expect(eq(str, (char *)kho_table_text(table, 2, KHO_INDICATORS_METHOD), "film"));
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 1));
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR), 1));
    row = find(table, "range_of_methods_1", "");
    cr_expect(eq(sz, row, 5));
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 1));
    row = find(table, "range_of_methods_7", "");
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 0));
    cr_expect(
        eq(str, (char *)name_of(table, row, KHO_EN), "Places with at least 7 methods"));
    cr_expect(
        eq(str, (char *)name_of(table, row, KHO_VI), "Nơi có sẵn ít nhất 7 biện pháp"));
    kho_table_free(table);
}

Test(reports, a_loss_that_is_undone_later_lowers_that_months_wastage)
{
    const kho_date expiry = kho_date_of(2026, 1, 20);
    kho_table *table;
    kho_rational value;
    size_t row;

    define();
    move("PN-1", kho_date_of(2026, 1, 10), "ncc", "tyt", "bcs", "A", expiry, 100);
    move("HH-1", kho_date_of(2026, 1, 25), "tyt", "loss/damaged", "bcs", "A", expiry, 30);
    cr_assert(eq(int,
        kho_ledger_reverse(ledger, "HH-1", kho_date_of(2026, 2, 3), false, NULL, NULL),
        KHO_OK));
    table = ask(kho_ledger_indicators, kho_date_of(2026, 1, 1), kho_date_of(2026, 1, 31),
        kho_date_of(2026, 3, 1));
    row = find(table, "wastage", "bcs");
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 30));
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR), 100));
    row = find(table, "expired_share", "bcs");
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 100));
    kho_table_free(table);

    table = ask(kho_ledger_indicators, kho_date_of(2026, 2, 1), kho_date_of(2026, 2, 28),
        kho_date_of(2026, 3, 1));
    row = find(table, "wastage", "bcs");
    value = kho_table_rational(table, row, KHO_INDICATORS_VALUE);
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), -30));
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR), 70));
    cr_expect(value.numerator == -3 && value.denominator == 7);
    /* 30 came back after their day, and all 100 lie there. */
    row = find(table, "expired_share", "bcs");
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 70));
    kho_table_free(table);
}

/* What was there before it was counted wasn't available by any voucher. */
Test(reports, a_share_of_nothing_is_undefined)
{
    kho_table *table;
    size_t row;

    define();
    move("KK-1", kho_date_of(2026, 1, 10), "count", "tyt", "bcs", NULL, KHO_NO_DATE, 5);
    move("HH-1", kho_date_of(2026, 1, 11), "tyt", "loss/stolen", "bcs", NULL, KHO_NO_DATE,
        5);
    table = ask(kho_ledger_indicators, kho_date_of(2026, 1, 1), kho_date_of(2026, 1, 31),
        kho_date_of(2026, 3, 1));
    row = find(table, "wastage", "bcs");
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_NUMERATOR), 5));
    cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR), 0));
    cr_expect(not(kho_table_has(table, row, KHO_INDICATORS_VALUE)));
    kho_table_free(table);
}

Test(reports, an_empty_ledger_has_indicators_that_tell_nothing)
{
    kho_table *table = ask(kho_ledger_indicators, kho_date_of(2026, 1, 1),
        kho_date_of(2026, 1, 31), kho_date_of(2026, 3, 1));

    cr_expect(eq(sz, kho_table_rows(table), 4));
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        cr_expect(eq(i64, kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR), 0));
        cr_expect(not(kho_table_has(table, row, KHO_INDICATORS_VALUE)));
    }
    kho_table_free(table);
    table = ask(kho_ledger_expiry, kho_date_of(2026, 1, 1), kho_date_of(2026, 1, 31),
        kho_date_of(2026, 3, 1));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
}
