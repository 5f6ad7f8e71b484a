/* Alerts worked out by hand: what each says, and which of them stands first. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "ledger/world.h"
#include "store/sheets.h"

static world books;

static kho_date day(int month, int of_month)
{
    return kho_date_of(2026, month, of_month);
}

static void open_books(void)
{
    static const kho_item items[] = {
        {"bcs",  {"Bao cao su", NULL},   {"chiếc", NULL}, 1, NULL, false, false, NULL, 0, 0,
         0                                                                                      },
        {"vien", {"Viên uống", NULL}, {"vỉ", NULL},    1, NULL, false, false, NULL, 0, 0, 0},
    };
    static const char *const channels[] = {"free", "social_marketing"};
    static const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Nguồn", NULL}},
        {.code = "a",   .kind = KHO_STORE,    .name = {"A", NULL}      },
        {.code = "b",   .kind = KHO_STORE,    .name = {"B", NULL}      },
    };
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = 2,
        .items = items,
        .item_count = 2,
        .places = places,
        .place_count = 3};

    cr_assert(world_open(&books, day(8, 1)), "%s", books.why);
    cr_assert(world_define(&books, &catalogue), "%s", books.why);
}

static void close_books(void)
{
    world_close(&books);
}

TestSuite(alerts, .init = open_books, .fini = close_books, .timeout = 60);

static void move(kho_date date, kho_move line)
{
    kho_entry entry = KHO_ENTRY_INIT;
    int status;

    entry.date = date;
    entry.moves = &line;
    entry.move_count = 1;
    status = world_post(&books, &entry);
    cr_assert(eq(int, status, KHO_OK), "%s %s", books.why, kho_error_last()->message);
}

static void in(kho_date date, const char *place, const char *item, const char *lot,
    kho_date expiry, int64_t quantity)
{
    move(date, (kho_move){item, lot, expiry, NULL, "ncc", place, quantity});
}

static void out(kho_date date, const char *place, const char *item, int64_t quantity)
{
    move(date, (kho_move){item, NULL, KHO_NO_DATE, NULL, place, "client", quantity});
}

/* A month's alerts, a line for each; the reference says the same. */
static char told[2048];

static const char *text(const kho_table *table, size_t row, size_t column)
{
    return kho_table_has(table, row, column) ? kho_table_text(table, row, column) : "-";
}

static char *ask(const char *place, kho_date on)
{
    const reference_query compared = {
        .place = place ? reference_place_find(books.books, place) : -1,
        .item = -1,
        .on = on,
        .known = INT64_MAX};
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    cr_assert(world_alerts(&books, &compared), "%s", books.why);
    *told = '\0';
    query.place = place;
    query.on = on;
    cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK));
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const size_t used = strlen(told);
        char since[11];

        snprintf(told + used, sizeof(told) - used, "%lld %s %s %s %s %s %lld %s\n",
            (long long)kho_table_int(table, row, KHO_ALERTS_SEVERITY),
            text(table, row, KHO_ALERTS_ALERT), text(table, row, KHO_ALERTS_PLACE),
            text(table, row, KHO_ALERTS_ITEM), text(table, row, KHO_ALERTS_CHANNEL),
            text(table, row, KHO_ALERTS_LOT),
            (long long)kho_table_int(table, row, KHO_ALERTS_QUANTITY),
            kho_date_format(kho_table_date(table, row, KHO_ALERTS_SINCE), since));
    }
    kho_table_free(table);
    return told;
}

Test(alerts, what_is_to_be_ordered_by_hand_stands_first)
{
    /* b used up 30 in June: AMC 30. a gave back what it never used. */
    in(day(6, 1), "b", "bcs", "L", KHO_NO_DATE, 30);
    out(day(6, 20), "b", "bcs", 30);
    in(day(6, 1), "a", "vien", "L", KHO_NO_DATE, 5);
    move(day(6, 15), (kho_move){"vien", NULL, KHO_NO_DATE, NULL, "a", "ncc", 5});
    in(day(6, 1), "a", "bcs", "L", KHO_NO_DATE, 5);
    move(day(6, 16), (kho_move){"bcs", NULL, KHO_NO_DATE, NULL, "a", "ncc", 5});
    move(day(6, 1),
        (kho_move){"bcs", "S", KHO_NO_DATE, "social_marketing", "ncc", "a", 5});
    move(day(6, 17),
        (kho_move){"bcs", NULL, KHO_NO_DATE, "social_marketing", "a", "ncc", 5});
    cr_assert(eq(str, ask(NULL, day(7, 10)),
        "1 stocked_out a bcs free - 0 2026-06-16\n"
        "1 stocked_out a bcs social_marketing - 0 2026-06-17\n"
        "1 stocked_out a vien free - 0 2026-06-15\n"
        "1 stocked_out b bcs free - 0 2026-06-20\n"));
}

Test(alerts, a_lot_is_at_risk_with_what_of_it_is_on_the_road)
{
    /* 30 in June: one a day. */
    in(day(6, 1), "a", "bcs", "Old", day(7, 31), 75);
    in(day(6, 1), "a", "bcs", "New", kho_date_of(2029, 7, 31), 10);
    out(day(6, 30), "a", "bcs", 30);
    in(day(7, 5), "transit/a", "bcs", "Old", day(7, 31), 20);
    /* On the 4th there are 45, and 27 days to go: 18. On the 5th there are 26 days, and
     * the 20 that are on the road come behind. */
    cr_assert(eq(str, ask("a", day(7, 4)),
        "3 at_risk a bcs free Old 18 2026-06-30\n"
        "3 near_expiry a bcs free Old 45 2026-06-01\n"));
    cr_assert(eq(str, ask("a", day(7, 5)),
        "3 at_risk a bcs free Old 39 2026-06-30\n"
        "3 near_expiry a bcs free Old 45 2026-06-01\n"));
    /* In June nothing was known of what a month uses. Used up now, but not the new ones.
     */
    out(day(7, 20), "a", "bcs", 45);
    move(day(7, 21), (kho_move){"bcs", "Old", day(7, 31), NULL, "transit/a", "a", 20});
    cr_assert(eq(str, ask("a", day(7, 22)),
        "3 at_risk a bcs free Old 11 2026-06-30\n"
        "3 near_expiry a bcs free Old 20 2026-07-21\n"));
    out(day(7, 23), "a", "bcs", 12);
    cr_assert(eq(str, ask("a", day(7, 24)),
        "3 at_risk a bcs free Old 1 2026-07-24\n"
        "3 near_expiry a bcs free Old 8 2026-07-21\n"
        "3 low a bcs free - 18 2026-07-23\n"));
    out(day(7, 25), "a", "bcs", 2);
    cr_assert(eq(str, ask("a", day(7, 25)),
        "3 near_expiry a bcs free Old 6 2026-07-21\n"
        "3 low a bcs free - 16 2026-07-23\n"));
    /* July's 59 make it 44 1/2 a month at its end: 16 was an emergency then. */
    cr_assert(eq(str, ask("a", day(8, 1)),
        "2 expired a bcs free Old 6 2026-08-01\n"
        "2 emergency a bcs free - 10 2026-07-31\n"));
}

Test(alerts, a_lot_is_near_its_expiry_from_the_first_day_that_is_so_near)
{
    in(day(1, 5), "a", "bcs", "Aug", day(8, 31), 10);
    in(day(1, 5), "a", "bcs", "Oct", day(10, 31), 10);
    in(day(1, 5), "a", "bcs", "Sep", day(9, 30), 10);
    /* Six months after the 28th of February it is the 28th of August. */
    cr_assert(eq(str, ask("a", day(2, 28)), ""));
    cr_assert(
        eq(str, ask("a", day(3, 1)), "3 near_expiry a bcs free Aug 10 2026-03-01\n"));
    cr_assert(eq(str, ask("a", day(3, 30)),
        "3 near_expiry a bcs free Aug 10 2026-03-01\n"
        "3 near_expiry a bcs free Sep 10 2026-03-30\n"));
    cr_assert(eq(str, ask("a", day(5, 2)),
        "3 near_expiry a bcs free Aug 10 2026-03-01\n"
        "3 near_expiry a bcs free Oct 10 2026-05-01\n"
        "3 near_expiry a bcs free Sep 10 2026-03-30\n"));
}

/* What can only come of merged ledgers is put into a sheet by hand. */
Test(alerts, what_is_below_zero_is_told_since_it_is_and_is_nothing_that_could_be_used)
{
    kho__sheet *sheet;
    kho__key key;

    in(day(1, 5), "a", "bcs", "L", KHO_NO_DATE, 10);
    in(day(1, 5), "a", "bcs", "M", KHO_NO_DATE, 4);
    out(day(7, 3), "a", "bcs", 1);
    cr_assert(eq(int, kho__write_begin(books.ledger), KHO_OK));
    cr_assert(eq(int,
        kho__sheet_of(books.ledger, kho__find_place(&books.ledger->catalogue, "a"),
            kho_month_of(day(1, 1)), &sheet),
        KHO_OK));
    key = sheet->cells[0].key;
    cr_assert(eq(
        int, kho__sheet_add(sheet, key, 20, KHO__FLOW_OUT(KHO_SEND_BACK), 25), KHO_OK));
    cr_assert(eq(int, kho__sheet_touch(books.ledger, sheet, 2), KHO_OK));
    cr_assert(eq(int, kho__sheet_propagate(books.ledger, sheet, key), KHO_OK));
    cr_assert(eq(int, kho__write_commit(books.ledger), KHO_OK));
    {
        kho_query query = KHO_QUERY_INIT;
        kho_table *table;

        query.place = "a";
        query.on = day(7, 10);
        cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK));
        cr_assert(eq(sz, kho_table_rows(table), 1));
        cr_assert(eq(str, (char *)text(table, 0, KHO_ALERTS_ALERT), "negative"));
        cr_assert(eq(i64, kho_table_int(table, 0, KHO_ALERTS_SEVERITY), 1));
        cr_assert(eq(str, (char *)text(table, 0, KHO_ALERTS_LOT), "L"));
        cr_assert(eq(i64, kho_table_int(table, 0, KHO_ALERTS_QUANTITY), -16));
        cr_assert(eq(i32, kho_table_date(table, 0, KHO_ALERTS_SINCE), day(1, 20)));
        kho_table_free(table);
        query.on = day(1, 19);
        cr_assert(eq(int, kho_ledger_alerts(books.ledger, &query, &table), KHO_OK));
        cr_assert(eq(sz, kho_table_rows(table), 0));
        kho_table_free(table);
    }
}
