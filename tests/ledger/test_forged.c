/*
 * Ledgers that were made to mislead who reads them, by SQL and by a journal beside them:
 * they are refused, or told by `check`, and no question waits, grows, or deletes
 * anything.
 */
#include "ledger/hostile.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static world books;
static char copy[400];

/* Something in each table of days and months. */
static void open_books(void)
{
    const kho_price price = {
        "bcs", NULL, kho_date_of(2026, 1, 1), false, {500, 1}
    };
    const kho_catalogue prices = {NULL, 0, NULL, 0, NULL, 0, &price, 1};

    cr_assert(hostile_open(&books), "%s", books.why);
    cr_assert(world_rules(&books, kho_date_of(2026, 2, 1), "name: x\n"), "%s", books.why);
    cr_assert(eq(int,
                  kho_ledger_close_month(books.ledger, "tyt", true,
                      kho_month_of(kho_date_of(2026, 1, 1)), NULL, NULL),
                  KHO_OK),
        "%s", kho_error_last()->message);
    cr_assert(
        eq(int, kho_ledger_define(books.ledger, &prices, KHO_NO_DATE, NULL), KHO_OK));
    kho_ledger_close(books.ledger);
    books.ledger = NULL;
    snprintf(copy, sizeof(copy), "%s/copy.kho", books.folder);
}

static void close_books(void)
{
    world_close(&books);
}

/* What never ends is ended. */
TestSuite(forged, .init = open_books, .fini = close_books, .timeout = 120);

static void write_bytes(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    cr_assert(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

/* A fresh copy of the ledger, as SQL changes it; triggers of its own don't mind. Returns
 * how many rows were changed last. */
static int forge(const char *sql)
{
    static char bytes[1 << 20];
    FILE *from = fopen(books.path, "rb");
    const size_t size = fread(bytes, 1, sizeof(bytes), from);
    sqlite3 *db;
    int changes;

    fclose(from);
    write_bytes(copy, bytes, size);
    cr_assert(eq(int, sqlite3_open(copy, &db), SQLITE_OK));
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK), "%s: %s", sql,
        sqlite3_errmsg(db));
    changes = sqlite3_changes(db);
    sqlite3_close(db);
    return changes;
}

static kho_status open_as(kho_mode mode, kho_ledger **out)
{
    kho_options options = books.options;

    options.mode = mode;
    options.busy_ms = 200;
    return kho_ledger_open(copy, &options, out);
}

#define ENDLESS                                                                          \
 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i"

Test(forged, schemas_are_refused_before_anything_is_asked)
{
    static const char *const forgeries[] = {
        ("DROP TABLE meta; CREATE VIEW meta AS " ENDLESS " AS key, 'y' AS value FROM n"),
        ("DROP TABLE lot; CREATE VIEW lot AS " ENDLESS
         " AS id, 1 AS item, 'A' AS number, NULL AS expiry, 1 AS channel FROM n"),
        ("DROP TABLE channel; CREATE VIEW channel AS " ENDLESS
         " AS id, i AS code FROM n"),
        ("DROP TABLE reversal; CREATE VIEW reversal AS " ENDLESS
         " AS undone, i AS by FROM n"),
        "DROP VIEW move; CREATE VIEW move AS SELECT 1",
        "CREATE VIEW other AS SELECT 1",
        "CREATE TABLE other (x)",
        "CREATE TABLE sqlitex (x)",
        "CREATE INDEX other ON entry (date)",
        "CREATE TRIGGER sqlitex AFTER INSERT ON entry BEGIN DELETE FROM touch; END",
        ("DROP TRIGGER entry_is_never_changed; CREATE TRIGGER entry_is_never_changed "
         "BEFORE UPDATE ON entry BEGIN SELECT 1; END"),
    };
    static const kho_mode modes[] = {KHO_READ_WRITE, KHO_READ_ONLY};
    kho_ledger *ledger;

    for (size_t i = 0; i < sizeof(forgeries) / sizeof(*forgeries); i++) {
        forge(forgeries[i]);
        for (size_t m = 0; m < 2; m++) {
            cr_expect(eq(int, open_as(modes[m], &ledger), KHO_EDAMAGED), "%s: %s",
                forgeries[i], kho_error_last()->message);
            cr_expect(hostile_is_line(kho_error_last()->message));
            kho_ledger_close(ledger);
        }
    }
}

Test(forged, schemas_arent_confused_with_what_sqlite_adds)
{
    kho_ledger *ledger;
    kho_table *faults;

    forge("ANALYZE; VACUUM");
    cr_assert(eq(int, open_as(KHO_READ_WRITE, &ledger), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(eq(int, kho_ledger_check(ledger, &faults), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(faults), 0));
    kho_table_free(faults);
    kho_ledger_close(ledger);
}

/* Answers, or damage: nothing else. */
static void ask(kho_ledger *ledger, kho_question question, const char *place,
    const char *item, const char *about)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    kho_status status;

    query.place = place;
    query.item = item;
    for (int way = 0; way < 3; way++) {
        query.sum = way == 1;
        query.known = way == 2;
        status = question(ledger, &query, &table);
        cr_expect(status == KHO_OK || status == KHO_EDAMAGED ||
                      (status == KHO_EINVALID && way > 0),
            "%s: %d: %s", about, (int)status, kho_error_last()->message);
        kho_table_free(table);
    }
}

static bool is_told(kho_ledger *ledger)
{
    kho_table *faults;
    size_t rows;

    if (kho_ledger_check(ledger, &faults) < 0)
        return kho_error_last()->status == KHO_EDAMAGED;
    rows = kho_table_rows(faults);
    kho_table_free(faults);
    return rows > 0;
}

static void post_again(kho_ledger *ledger, const char *about)
{
    const kho_move move = {"bcs", NULL, KHO_NO_DATE, NULL, "tyt", "client", 1};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_status status;

    entry.date = kho_ledger_today(ledger);
    entry.moves = &move;
    entry.move_count = 1;
    status = kho_ledger_post(ledger, &entry, NULL);
    cr_expect(status == KHO_OK || status == KHO_EDAMAGED || status == KHO_ESHORT,
        "%s: %s", about, kho_error_last()->message);
}

static void use(const char *sql)
{
    static const kho_mode modes[] = {KHO_READ_ONLY, KHO_READ_WRITE};
    kho_ledger *ledger;

    cr_assert(ge(int, forge(sql), 1), "%s", sql);
    for (size_t i = 0; i < 2; i++) {
        if (open_as(modes[i], &ledger) < 0) {
            cr_expect(eq(int, (int)kho_error_last()->status, KHO_EDAMAGED), "%s", sql);
            continue;
        }
        ask(ledger, kho_ledger_stock, NULL, NULL, sql);
        ask(ledger, kho_ledger_alerts, NULL, NULL, sql);
        ask(ledger, kho_ledger_card, "tyt", "bcs", sql);
        ask(ledger, kho_ledger_explain, "tyt", "bcs", sql);
        cr_expect(is_told(ledger), "%s: not told", sql);
        if (modes[i] == KHO_READ_WRITE)
            post_again(ledger, sql);
        kho_ledger_close(ledger);
    }
}

Test(forged, numbers_are_told_and_dont_grow_in_any_question)
{
    static const char *const columns[] = {"entry SET date", "entry SET number",
        "place SET first", "lot SET expiry", "link SET since", "price SET since",
        "sheet SET month", "touch SET month", "closing SET month", "rules SET since"};
    static const char *const numbers[] = {"-1000000000", "1000000000", "-2147483647",
        "2147483647", "4294967296 + %s", "9223372036854775807", "-9223372036854775808"};
    char sql[160], number[64], what[32];

    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
        const char *name = strrchr(columns[i], ' ') + 1;

        for (size_t j = 0; j < sizeof(numbers) / sizeof(*numbers); j++) {
            snprintf(what, sizeof(what), "%s", columns[i]);
            *strchr(what, ' ') = '\0';
            snprintf(number, sizeof(number), numbers[j], name);
            snprintf(sql, sizeof(sql),
                "UPDATE %s = %s WHERE %s = (SELECT max(%s) FROM %s)", columns[i], number,
                name, name, what);
            use(sql);
        }
    }
}

/* Found by fuzzing: an item without a unit was told as a lack of memory. */
Test(forged, definitions_that_nobody_wrote_are_damage)
{
    static const char *const edits[][2] = {
        {"\"unit\"",   "\"un9t\""                                    },
        {"\"name\"",   "\"n9me\""                                    },
        {"\"pack\":1", "\"pack\":-1"                                 },
        {"\"pack\":1", "\"pack\":9223372036854775807"                },
        {"\"code\"",   "\"c9de\""                                    },
        {"\"pack\":1", "\"pack\":1,\"shelf_life_months\":99999999999"},
        {"\"pack\":1", "\"pack\":1,\"least_issue_days\":-5"          },
    };
    char sql[200];

    for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
        snprintf(sql, sizeof(sql), "UPDATE item SET body = replace(body, '%s', '%s')",
            edits[i][0], edits[i][1]);
        use(sql);
    }
    use("UPDATE place SET body = replace(body, '\"name\"', '\"n9me\"')");
}

Test(forged, a_lot_that_is_another_is_damage_for_every_question)
{
    use("UPDATE lot SET expiry = expiry + 31 WHERE id = 1");
    use("UPDATE lot SET number = 'other' WHERE id = 1");
}

/* What SQLite finds at the end of a journal of files that are changed together. */
Test(forged, a_journal_deletes_nothing_but_itself)
{
    static const unsigned char magic[8] = {
        0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
    static const kho_mode modes[] = {KHO_READ_ONLY, KHO_READ_WRITE};
    unsigned char bytes[2048] = {0};
    char victim[420], journal[420];
    size_t at = 512, size;
    uint32_t sum = 0;
    kho_ledger *ledger;

    snprintf(victim, sizeof(victim), "%s/victim", books.folder);
    snprintf(journal, sizeof(journal), "%s-journal", copy);
    size = strlen(victim);
    memcpy(bytes, magic, 8);
    bytes[22] = 2;  /* sectors of 512 bytes */
    bytes[26] = 16; /* pages of 4096 */
    memcpy(bytes + at, "\x00\x04\x00\x01", 4);
    memcpy(bytes + at + 4, victim, size);
    for (size_t i = 0; i < size; i++)
        sum += (uint32_t)(signed char)victim[i];
    at += 4 + size;
    bytes[at + 2] = (unsigned char)(size >> 8);
    bytes[at + 3] = (unsigned char)size;
    for (int i = 0; i < 4; i++)
        bytes[at + 4 + (size_t)i] = (unsigned char)(sum >> (24 - 8 * i));
    memcpy(bytes + at + 8, magic, 8);
    for (size_t i = 0; i < 2; i++) {
        forge("ANALYZE");
        write_bytes(victim, "of value", 8);
        write_bytes(journal, bytes, at + 16);
        if (open_as(modes[i], &ledger) == KHO_OK)
            (void)is_told(ledger);
        kho_ledger_close(ledger);
        cr_expect(eq(int, access(victim, F_OK), 0), "it is there still");
    }
    unlink(journal);
}
