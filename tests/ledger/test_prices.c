/* Prices in the ledger: refused or kept, known later, replayed, compared. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "ledger/posting.h"
#include "ledger/world.h"
#include "report/tables.h"

static world books;

static void open_books(void)
{
    static const char *const channels[] = {"free", "socialised"};
    static const kho_item items[] = {
        {.code = "bcs",
         .name = {"Bao cao su", NULL},
         .unit = {"chiếc", NULL},
         .pack = 12},
    };
    static const kho_price prices[] = {
        {"bcs", "socialised", 20454, false, {500, 2}}, /* 2026-01-01 */
    };
    const kho_catalogue catalogue = {channels, 2, items, 1, NULL, 0, prices, 1};

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(
        eq(int, kho_ledger_define(books.ledger, &catalogue, KHO_NO_DATE, NULL), KHO_OK));
}

static void close_books(void)
{
    world_close(&books);
}

TestSuite(prices, .init = open_books, .fini = close_books);

static kho_status define(const kho_price *prices, size_t count, kho_answer *answer)
{
    const kho_catalogue catalogue = {.prices = prices, .price_count = count};

    return kho_ledger_define(books.ledger, &catalogue, KHO_NO_DATE, answer);
}

static char *body_of(int64_t seq, char *text, int size)
{
    sqlite3_stmt *row = NULL;
    sqlite3 *db;

    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    cr_assert(eq(int,
        sqlite3_prepare_v2(db, "SELECT body FROM entry WHERE seq = ?1", -1, &row, NULL),
        SQLITE_OK));
    sqlite3_bind_int64(row, 1, seq);
    cr_assert(eq(int, sqlite3_step(row), SQLITE_ROW));
    snprintf(text, (size_t)size, "%s", (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    sqlite3_close(db);
    return text;
}

static long count_faults(void)
{
    kho_table *table;
    long rows;

    cr_assert(eq(int, kho_ledger_check(books.ledger, &table), KHO_OK));
    rows = (long)kho_table_rows(table);
    if (rows)
        cr_log_info("%s: %s, not %s", kho_table_text(table, 0, KHO_CHECK_KIND),
            kho_table_text(table, 0, KHO_CHECK_FOUND),
            kho_table_text(table, 0, KHO_CHECK_EXPECTED));
    kho_table_free(table);
    return rows;
}

Test(prices, are_canonical_in_the_journal_and_the_same_again_posts_nothing)
{
    static const kho_price again[] = {
        {"bcs", "socialised", 20454, false, {250, 1}}
    };
    static const kho_price more[] = {
        {"bcs", "socialised", 20454, false, {1000, 4}},
        {"bcs", NULL,         20454, false, {1, 3}   },
        {"bcs", "socialised", 20455, true,  {7, 0}   },
        {"bcs", "socialised", 20453, false, {0, 5}   }
    };
    kho_answer answer;
    char body[512];

    cr_assert(eq(int, define(again, 1, &answer), KHO_OK));
    cr_expect(answer.existing);
    cr_expect(eq(i64, answer.seq, 0));
    cr_assert(eq(int, define(more, 4, &answer), KHO_OK), "%s", kho_error_last()->message);
    cr_expect(eq(i64, answer.seq, 2));
    cr_expect(eq(str, body_of(2, body, sizeof(body)),
        "{\"catalogue\":{\"prices\":[[\"bcs\",\"free\",\"2026-01-01\",\"1/3\"],"
        "[\"bcs\",\"socialised\",\"2026-01-02\",null],"
        "[\"bcs\",\"socialised\",\"2025-12-31\",\"0/1\"]],"
        "\"from\":\"2026-05-15\"}}"));
    cr_assert(eq(int, define(more, 4, &answer), KHO_OK));
    cr_expect(answer.existing);
    cr_expect(eq(int, (int)count_faults(), 0));
}

Test(prices, that_are_none_are_refused_and_nothing_is_posted)
{
    const kho_date day = 20454;
    const struct {
        kho_price prices[2];
        size_t count;
        kho_status status;
        const char *why;
    } cases[] = {
        {{{"vien", "free", day, false, {1, 1}}},                                  1, KHO_ENOTFOUND,
         "vien: no such item, which has a price"                                                                                                       },
        {{{NULL, "free", day, false, {1, 1}}},                                    1, KHO_ENOTFOUND,
         ": no such item, which has a price"                                                                                                           },
        {{{"bcs", "paid", day, false, {1, 1}}},                                   1, KHO_ENOTFOUND,
         "bcs: no channel 'paid' to have a price in"                                                                                                   },
        {{{"bcs", "free", KHO_NO_DATE, false, {1, 1}}},                           1, KHO_EINVALID,
         "bcs: a price needs its first day, from 1900 to 2199"                                                                                         },
        {{{"bcs", "free", 90000, false, {1, 1}}},                                 1, KHO_EINVALID,
         "bcs: a price needs its first day, from 1900 to 2199"                                                                                         },
        {{{"bcs", "free", day, false, {-1, 3}}},                                  1, KHO_EINVALID,
         "bcs: a price is 0 to 1000000000000 đồng"                                                                                                  },
        {{{"bcs", "free", day, false, {1, 0}}},                                   1, KHO_EINVALID,
         "bcs: a price is 0 to 1000000000000 đồng"                                                                                                  },
        {{{"bcs", "free", day, false, {KHO_QUANTITY_MAX + 1, 1}}},                1, KHO_EINVALID,
         "bcs: a price is 0 to 1000000000000 đồng"                                                                                                  },
        {{{"bcs", "free", day, false, {1, 1}}, {"bcs", NULL, day, true, {0, 1}}}, 2,
         KHO_EINVALID,                                                                              "bcs: two prices of channel 'free' from 2026-01-01"},
    };
    kho_answer answer;
    kho_table *table;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(
            eq(int, define(cases[i].prices, cases[i].count, &answer), cases[i].status));
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].why));
    }
    cr_assert(eq(int, kho_ledger_list(books.ledger, KHO_LIST_PRICES, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 1));
    kho_table_free(table);
}

Test(prices, of_items_and_channels_of_the_same_change)
{
    static const char *const channels[] = {"paid"};
    static const kho_item items[] = {
        {.code = "vien", .name = {"Viên", NULL}, .unit = {"vỉ", NULL}, .pack = 1}
    };
    static const kho_price prices[] = {
        {"vien", "paid", 20454, false, {5, 1}}
    };
    const kho_catalogue catalogue = {channels, 1, items, 1, NULL, 0, prices, 1};
    kho_table *table;

    cr_assert(
        eq(int, kho_ledger_define(books.ledger, &catalogue, KHO_NO_DATE, NULL), KHO_OK));
    cr_assert(eq(int, kho_ledger_list(books.ledger, KHO_LIST_PRICES, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 2));
    cr_expect(eq(str, (char *)kho_table_text(table, 1, KHO_PRICES_CHANNEL), "paid"));
    kho_table_free(table);
    cr_expect(eq(int, (int)count_faults(), 0));
}

Test(prices, are_found_again_where_the_ledger_is_opened_again)
{
    static const kho_price more[] = {
        {"bcs", "socialised", 20500, true,  {0, 1}                          },
        {"bcs", "free",       20454, false, {INT64_C(999999999999999), 1000}}
    };
    const char *const expected =
        "{\"table\":\"prices\",\"meta\":{},\"rows\":[\n"
        "{\"item\":\"bcs\",\"channel\":\"free\",\"from\":\"2026-01-01\","
        "\"price\":\"999999999999999/1000\"},\n"
        "{\"item\":\"bcs\",\"channel\":\"socialised\",\"from\":\"2026-01-01\","
        "\"price\":\"250/1\"},\n"
        "{\"item\":\"bcs\",\"channel\":\"socialised\",\"from\":\"2026-02-16\","
        "\"price\":null}\n]}\n";
    kho_options options = books.options;
    kho_table *table;
    char *text;

    cr_assert(eq(int, define(more, 2, NULL), KHO_OK));
    kho_ledger_close(books.ledger);
    options.mode = KHO_READ_WRITE;
    cr_assert(eq(int, kho_ledger_open(books.path, &options, &books.ledger), KHO_OK));
    cr_assert(eq(int, kho_ledger_list(books.ledger, KHO_LIST_PRICES, &table), KHO_OK));
    text = tables_write(table, KHO_JSON, KHO_EN);
    cr_expect(eq(str, text, (char *)expected));
    free(text);
    kho_table_free(table);
}

static void tamper(const char *sql)
{
    sqlite3 *db;

    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK));
    sqlite3_close(db);
}

Test(prices, that_differ_from_the_journal_are_faults)
{
    static const char *const changes[] = {"UPDATE price SET numerator = 251",
        "UPDATE price SET numerator = NULL, denominator = NULL",
        "UPDATE price SET since = since + 1", "DELETE FROM price",
        "INSERT INTO price VALUES (1, 1, 20454, 1, 1)"};

    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        tamper(changes[i]);
        cr_expect(ge(int, (int)count_faults(), 1), "%s", changes[i]);
        tamper("DELETE FROM price; INSERT INTO price VALUES (1, 2, 20454, 250, 1)");
        cr_expect(eq(int, (int)count_faults(), 0));
    }
}

Test(prices, a_row_of_nothing_is_damage)
{
    static const char *const rows[] = {"(2, 1, 20454, 1, 1)", "(1, 3, 20454, 1, 1)",
        "(1, 1, 20454, -1, 1)", "(1, 1, 20454, 1, 0)", "(1, 1, 20454, 1, NULL)",
        "(0, 1, 20454, 1, 1)"};
    kho_options options = books.options;

    kho_ledger_close(books.ledger);
    books.ledger = NULL;
    options.mode = KHO_READ_WRITE;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        kho_ledger *ledger = NULL;
        kho_table *table = NULL;
        kho_status status;
        char sql[256];

        snprintf(
            sql, sizeof(sql), "DELETE FROM price; INSERT INTO price VALUES %s", rows[i]);
        tamper(sql);
        status = kho_ledger_open(books.path, &options, &ledger);
        if (status == KHO_OK)
            status = kho_ledger_list(ledger, KHO_LIST_PRICES, &table);
        cr_expect(eq(int, status, KHO_EDAMAGED), "%s", rows[i]);
        kho_table_free(table);
        kho_ledger_close(ledger);
    }
}

Test(prices, a_value_that_does_not_fit_is_refused_naming_the_line)
{
    static const kho_place places[] = {
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}}
    };
    static const kho_price dear[] = {
        {"bcs", "free", 20454, false, {KHO_QUANTITY_MAX, 1}}
    };
    const kho_catalogue catalogue = {
        .places = places, .place_count = 1, .prices = dear, .price_count = 1};
    kho_move move = KHO_MOVE_INIT;
    kho_entry entry = KHO_ENTRY_INIT;
    kho_query query = KHO_QUERY_INIT;
    kho_answer answer;
    kho_table *table = NULL;

    move.item = "bcs";
    move.lot = "A";
    move.from = "supplier";
    move.to = "tyt";
    move.quantity = 9223372;
    entry.uid = "PN-1";
    entry.date = query.from = query.to = kho_date_of(2026, 2, 1);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(
        eq(int, kho_ledger_define(books.ledger, &catalogue, KHO_NO_DATE, NULL), KHO_OK));
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK));
    cr_assert(eq(int, kho_ledger_value(books.ledger, &query, &table), KHO_OK));
    cr_expect(eq(i64, kho_table_rational(table, 0, KHO_VALUE_CLOSING).numerator,
        INT64_C(9223372000000000000)));
    kho_table_free(table);

    entry.uid = "PN-2";
    move.quantity = 1;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK));
    cr_expect(eq(int, kho_ledger_value(books.ledger, &query, &table), KHO_EOVERFLOW));
    cr_expect(eq(
        str, (char *)kho_error_last()->message, "tyt, bcs: the sums don't fit 64 bits"));
    cr_expect(zero(ptr, table));
}

Test(prices, that_the_journal_has_malformed_are_damage)
{
    static const char *const lists[] = {"[]", "null", "7",
        "[\"bcs\",\"free\",\"2026-01-01\"]", "[\"bcs\",\"free\",\"2026-01-01\",7]",
        "[\"bcs\",\"free\",\"2026-01-01\",\"7\"]",
        "[\"bcs\",\"free\",\"2026-01-01\",\"2/4\"]",
        "[\"bcs\",\"free\",\"2026-01-01\",\"-1/2\"]",
        "[\"bcs\",\"free\",\"2026-02-30\",\"1/2\"]", "[\"bcs\",\"free\",null,\"1/2\"]",
        "[\"bcs\",\"paid\",\"2026-01-01\",\"1/2\"]",
        "[\"vien\",\"free\",\"2026-01-01\",\"1/2\"]",
        "[null,\"free\",\"2026-01-01\",\"1/2\"]"};
    char text[256];

    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        json_t *node;

        snprintf(text, sizeof(text), "{\"prices\":[%s]}", lists[i]);
        node = json_loads(text, 0, NULL);
        cr_assert(not(zero(ptr, node)));
        cr_assert(eq(int, kho_ledger_begin(books.ledger), KHO_OK));
        cr_expect(
            eq(int, kho__catalogue_replay(books.ledger, node), KHO_EDAMAGED), "%s", text);
        cr_expect(eq(str, (char *)kho_error_last()->message,
            "a price of the journal is malformed"));
        kho_ledger_rollback(books.ledger);
        json_decref(node);
    }
    cr_expect(eq(int, (int)count_faults(), 0));
}
