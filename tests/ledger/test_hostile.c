/* Entries that are out of range, malformed or meant badly: refused with one line, or
 * harmless. */
#include "ledger/hostile.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static world books;
static uint64_t digest;

static void open_books(void)
{
    cr_assert(hostile_open(&books), "%s", books.why);
    digest = world_digest(books.path);
}

static void close_books(void)
{
    world_close(&books);
}

TestSuite(hostile, .init = open_books, .fini = close_books, .timeout = 300);

static kho_move sound_move(void)
{
    return (kho_move){"bcs", NULL, KHO_NO_DATE, NULL, "tyt", "ctv", 1};
}

static kho_entry sound_entry(const kho_move *move)
{
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = kho_date_of(2026, 5, 1);
    entry.moves = move;
    entry.move_count = 1;
    return entry;
}

static void expect_refused(const kho_entry *entry, kho_status status, const char *why)
{
    kho_answer answer;
    kho_status got = kho_ledger_post(books.ledger, entry, &answer);

    cr_expect(eq(int, got, status), "%s: %s", why, kho_error_last()->message);
    cr_expect(hostile_is_line(kho_error_last()->message), "%s: %s", why,
        kho_error_last()->message);
    cr_expect(eq(u64, world_digest(books.path), digest), "%s: the ledger changed", why);
}

Test(hostile, quantities_and_dates_out_of_range)
{
    static const int64_t quantities[] = {
        0, -1, INT64_MIN, INT64_MAX, KHO_QUANTITY_MAX + 1, -KHO_QUANTITY_MAX};
    const kho_date dates[] = {kho_date_of(1899, 12, 31), kho_date_of(2026, 5, 17),
        kho_date_of(2199, 12, 31), KHO_NO_DATE, INT32_MAX, INT32_MIN + 1, 0 - 30000};
    const kho_date expiries[] = {kho_date_of(2199, 12, 31) + 1, INT32_MAX, INT32_MIN + 1};

    for (size_t i = 0; i < sizeof(quantities) / sizeof(*quantities); i++) {
        kho_move move = sound_move();
        kho_entry entry = sound_entry(&move);

        move.quantity = quantities[i];
        expect_refused(&entry, KHO_EINVALID, "quantity");
    }
    for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
        kho_move move = sound_move();
        kho_entry entry = sound_entry(&move);

        entry.date = dates[i];
        expect_refused(&entry, KHO_EINVALID, "date");
    }
    for (size_t i = 0; i < sizeof(expiries) / sizeof(*expiries); i++) {
        kho_move move = {"bcs", "X", expiries[i], NULL, "ncc", "tyt", 1};
        kho_entry entry = sound_entry(&move);

        expect_refused(&entry, KHO_EINVALID, "expiry");
    }
}

/* A binding's clock fails where its callback throws: what called it must not be posted.
 */
Test(hostile, a_clock_that_tells_no_time)
{
    static const kho_item item = {
        "new", {"Mới", NULL},
         {"cái",  NULL},
         1, NULL, false, false, NULL, 0, 0, 0
    };
    const kho_catalogue catalogue = {.items = &item, .item_count = 1};
    const kho_move move = sound_move();
    const kho_entry entry = sound_entry(&move);
    kho_answer answer;

    books.now = -1;
    expect_refused(&entry, KHO_EINVALID, "an entry");
    cr_expect(eq(int,
        kho_ledger_define(books.ledger, &catalogue, kho_date_of(2026, 1, 1), &answer),
        KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "the clock tells no time"));
    cr_expect(eq(u64, world_digest(books.path), digest));
}

Test(hostile, what_is_missing_or_of_another_version)
{
    kho_move move = sound_move();
    kho_entry entry = sound_entry(&move);

    entry.move_count = 0;
    expect_refused(&entry, KHO_EINVALID, "no part");
    entry = sound_entry(&move);
    entry.version = 99;
    expect_refused(&entry, KHO_EINVALID, "another version");
    entry.version = 0;
    expect_refused(&entry, KHO_EINVALID, "no version");
    entry = sound_entry(&move);
    move.item = NULL;
    expect_refused(&entry, KHO_EINVALID, "no item");
    move = sound_move();
    move.from = NULL;
    expect_refused(&entry, KHO_EINVALID, "no source");
    move = sound_move();
    move.to = NULL;
    expect_refused(&entry, KHO_EINVALID, "no target");
}

/* One lot can't be found to be two quantities on one day. */
Test(hostile, a_lot_found_twice_in_one_entry)
{
    const kho_observation seen[] = {
        {KHO_FOUND, "tyt", "bcs", "A", kho_date_of(2029, 1, 1), NULL, 5, KHO_NO_MONTH},
        {KHO_FOUND, "tyt", "bcs", "A", kho_date_of(2029, 1, 1), NULL, 6, KHO_NO_MONTH},
    };
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = kho_date_of(2026, 5, 1);
    entry.observed = seen;
    entry.observed_count = 2;
    expect_refused(&entry, KHO_EINVALID, "found twice");
    cr_expect(eq(sz, kho_error_last()->refusal_count, 1));
    cr_expect(eq(sz, kho_error_last()->refusals[0].index, 1));
}

/* Bytes that are no UTF-8, control characters, and too many of them, in every text. */
Test(hostile, texts_that_are_no_text)
{
    static char endless[200000];
    static const char *const texts[] = {"\xff", "a\xc3", "\xc0\x80", "\xed\xa0\x80",
        "\xf5\x80\x80\x80", "\xe1\xba",
        "a\x01"
        "b",
        "a\nb", "a\rb", "a\tb", "\x1b[2J", "\x7f", "\xc2\x85", endless};

    memset(endless, 'a', sizeof(endless) - 1);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        kho_move move = {"bcs", "X", kho_date_of(2029, 1, 1), NULL, "ncc", "tyt", 1};
        kho_entry entry = sound_entry(&move);

        entry.uid = texts[i];
        expect_refused(&entry, KHO_EINVALID, "uid");
        entry.uid = NULL;
        entry.note = texts[i];
        expect_refused(&entry, KHO_EINVALID, "note");
        entry.note = NULL;
        entry.by = texts[i];
        expect_refused(&entry, KHO_EINVALID, "by");
        entry.by = NULL;
        move.lot = texts[i];
        expect_refused(&entry, KHO_EINVALID, "lot");
    }
}

Test(hostile, an_empty_uid_is_none_and_a_long_one_can_be_reversed)
{
    char uid[130];
    kho_move move = sound_move();
    kho_entry entry = sound_entry(&move);
    kho_answer answer;

    entry.uid = "";
    expect_refused(&entry, KHO_EINVALID, "an empty uid");
    memset(uid, 'u', sizeof(uid));
    uid[129] = '\0';
    entry.uid = uid;
    expect_refused(&entry, KHO_EINVALID, "129 bytes");
    uid[128] = '\0';
    cr_expect(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(
        eq(int, kho_ledger_reverse(books.ledger, uid, KHO_NO_DATE, false, NULL, &answer),
            KHO_OK),
        "%s", kho_error_last()->message);
}

/* Đ, ấ, ễ written in one letter or in parts are the same text everywhere. */
Test(hostile, a_uid_in_parts_is_the_uid_in_one)
{
    static const char
        *const whole = "Phiếu xuất Nguyễn",
               *const parts =
                   "Phie\xcc\x82\xcc\x81u xua\xcc\x82\xcc\x81t Nguye\xcc\x82\xcc\x83n";
    kho_move move = sound_move();
    kho_entry entry = sound_entry(&move);
    kho_answer answer;
    int64_t seq;

    entry.uid = parts;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    seq = answer.seq;
    cr_expect(eq(str, (char *)answer.uid, (char *)whole));
    entry.uid = whole;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK));
    cr_expect(answer.existing);
    cr_expect(eq(i64, answer.seq, seq));
    entry.uid = parts;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK));
    cr_expect(answer.existing);
}

/* Whatever a text holds, it is kept and given back, or refused: it never does anything.
 */
static void try_text(void *context, const char *text)
{
    int *count = context;
    kho_move move = {"bcs", text, kho_date_of(2029, 1, 1), NULL, "ncc", "tyt", 1};
    kho_entry entry = sound_entry(&move);
    kho_answer answer;
    kho_status status;

    entry.uid = text;
    entry.note = text;
    entry.by = text;
    status = kho_ledger_post(books.ledger, &entry, &answer);
    cr_expect(status == KHO_OK || status == KHO_EINVALID, "'%s': %s", text,
        kho_error_last()->message);
    if (status < 0) {
        cr_expect(hostile_is_line(kho_error_last()->message), "'%s'", text);
        return;
    }
    *count += !answer.existing;
    status = kho_ledger_post(books.ledger, &entry, &answer);
    cr_expect(
        status == KHO_OK && answer.existing, "'%s' is the same the second time", text);
    move.lot = NULL;
    entry.uid = NULL;
    move.item = text;
    status = kho_ledger_post(books.ledger, &entry, &answer);
    cr_expect(status == KHO_ENOTFOUND || status == KHO_EINVALID, "'%s' is no item", text);
    cr_expect(hostile_is_line(kho_error_last()->message), "'%s': %s", text,
        kho_error_last()->message);
    move.item = "bcs";
    move.channel = text;
    status = kho_ledger_post(books.ledger, &entry, &answer);
    cr_expect(
        status == KHO_ENOTFOUND || status == KHO_EINVALID, "'%s' is no channel", text);
    move.channel = NULL;
    move.from = text;
    status = kho_ledger_post(books.ledger, &entry, &answer);
    cr_expect(
        status == KHO_ENOTFOUND || status == KHO_EINVALID, "'%s' is no place", text);
}

/* All texts of a file of others, which has so many of them. */
static void each_of(const char *name, int texts,
    void (*call)(void *context, const char *text), void *context)
{
    const int tried = hostile_each(name, call, context);

    if (tried < 0) {
        close_books();
        cr_skip_test("there is no %s", name);
    }
    cr_expect(eq(int, tried, texts), "%s", name);
}

static void try_all(const char *name, int texts, int least)
{
    int count = 0;
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    each_of(name, texts, try_text, &count);
    cr_expect(ge(int, count, least), "%d entries", count);
    cr_expect(world_check(&books), "%s", books.why);
    query.place = "tyt";
    query.item = "bcs";
    cr_assert(eq(int, kho_ledger_card(books.ledger, &query, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), (size_t)count + 1));
    kho_table_free(table);
}

Test(hostile, naughty_strings)
{
    try_all("standards/blns/blns.json", 485, 200);
}

Test(hostile, strings_for_sql)
{
    try_all("standards/malicious/sql_values.txt", 29, 20);
}

Test(hostile, strings_for_spreadsheets)
{
    try_all("standards/malicious/csv_injection_values.txt", 33, 20);
}

static void try_question(void *context, const char *text)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    kho_status status;

    (void)context;
    query.place = text;
    status = kho_ledger_stock(books.ledger, &query, &table);
    cr_expect(
        status == KHO_ENOTFOUND || status == KHO_EINVALID, "'%s' is no place", text);
    cr_expect(hostile_is_line(kho_error_last()->message), "'%s': %s", text,
        kho_error_last()->message);
    cr_expect(eq(ptr, table, NULL), "after a failure the table is NULL");
    query.place = "tyt";
    query.item = text;
    status = kho_ledger_report(books.ledger, &query, &table);
    cr_expect(status == KHO_ENOTFOUND || status == KHO_EINVALID, "'%s' is no item", text);
    cr_expect(eq(int,
        kho_ledger_reverse(books.ledger, *text ? text : "?", KHO_NO_DATE, false, NULL,
            &(kho_answer){0}) < 0,
        true));
    cr_expect(
        eq(u64, world_digest(books.path), digest), "'%s': the ledger changed", text);
}

Test(hostile, questions_about_naughty_strings)
{
    each_of("standards/blns/blns.json", 485, try_question, NULL);
    each_of("standards/malicious/sql_values.txt", 29, try_question, NULL);
    each_of("standards/malicious/path_values.txt", 19, try_question, NULL);
}

/* Post a hundred thousand moves of the most that one may have: 10^17 of a lot. */
static kho_status post_most(const char *lot)
{
    static kho_move moves[100000];
    const size_t count = sizeof(moves) / sizeof(*moves);
    kho_entry entry = sound_entry(moves);
    kho_answer answer;

    for (size_t i = 0; i < count; i++)
        moves[i] = (kho_move){
            "bcs", lot, kho_date_of(2029, 1, 1), NULL, "ncc", "tyt", KHO_QUANTITY_MAX};
    entry.move_count = count;
    return kho_ledger_post(books.ledger, &entry, &answer);
}

/* Ninety-two such entries fit 64 bits; the one too many is refused. */
Test(hostile, sums_beyond_64_bits)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    kho_status status = KHO_OK;
    int posted = 0;

    if (getenv("KHO_SLOW")) { /* three seconds of its own, minutes of valgrind's */
        close_books();
        cr_skip_test("too slow");
    }
    while (posted < 200 && (status = post_most("X")) == KHO_OK)
        posted++;
    cr_expect(eq(int, status, KHO_EOVERFLOW), "%s", kho_error_last()->message);
    cr_expect(eq(int, posted, 92));
    query.from = kho_date_of(2026, 5, 1);
    query.to = kho_date_of(2026, 5, 31);
    query.place = "tyt";
    cr_assert(eq(int, kho_ledger_report(books.ledger, &query, &table), KHO_OK));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_CLOSING),
        posted * INT64_C(100000000000000000) + 100000));
    kho_table_free(table);

    /* Each lot fits, but not their sum: a wrong number would be worse than none. */
    cr_assert(eq(int, post_most("Y"), KHO_OK));
    status = kho_ledger_report(books.ledger, &query, &table);
    cr_expect(eq(int, status, KHO_EOVERFLOW), "the report's closing: %lld",
        status < 0 ? 0 : (long long)kho_table_int(table, 0, KHO_REPORT_CLOSING));
    kho_table_free(status < 0 ? NULL : table);
    status = kho_ledger_alerts(books.ledger, &query, &table);
    cr_expect(eq(int, status, KHO_EOVERFLOW));
    kho_table_free(status < 0 ? NULL : table);
}
