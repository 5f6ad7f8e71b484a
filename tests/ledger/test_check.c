/*
 * Faults that are planted in the file, with SQL and with bytes: each is told, by check or
 * when the ledger is opened, and of the journal the first entry that is wrong is named.
 */
#include "ledger/world.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/posting.h"
#include "store/ledger.h"

enum { ENTRIES = 24, NAME = 64 };

static world books;
static char copy[400];

/* SQL, put together; it lives for a few calls. */
static char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

static char *text(const char *format, ...)
{
    static char texts[8][4096];
    static int next;
    char *out = texts[next++ % 8];
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(out, sizeof(texts[0]), format, arguments);
    va_end(arguments);
    cr_assert(lt(int, size, (int)sizeof(texts[0])));
    return out;
}

static void post_one(kho_entry *entry)
{
    cr_assert(ne(int, world_post(&books, entry), 1), "%s", books.why);
    cr_assert(eq(int, (int)books.last.status, KHO_OK), "%s", kho_error_last()->message);
}

/* Something of everything: lots, channels, counts, returns, a reversal, holds, the road.
 */
static void post_story(void)
{
    for (int i = 0; i < ENTRIES; i++) {
        kho_move moves[2] = {
            {"bcs",    i % 2 ? "A" : "B", kho_date_of(2028 + i % 3, 1, 31), NULL,                             "ncc",
             i % 3 ? "tyt" : "cds", 100 + i},
            {"bcs", NULL,                  KHO_NO_DATE,                                      NULL,                                   "tyt",          i % 4 ? "ctv" : "hold/tyt", 5 + i},
        };
        kho_observation seen = {i % 2 ? KHO_FOUND : KHO_RETURNED, "cds", "bcs",
            i % 2 ? "C" : NULL, KHO_NO_DATE, "social_marketing", i, KHO_NO_MONTH};
        kho_entry entry = KHO_ENTRY_INIT;
        char uid[16];

        snprintf(uid, sizeof(uid), "v%d", i);
        entry.uid = uid;
        entry.date = kho_date_of(2026, 1, 10) + i * 5;
        entry.note = i % 5 ? NULL : "ghi chú";
        entry.moves = moves;
        entry.move_count = 1 + (i > 1 && i % 3 == 1);
        entry.observed = &seen;
        entry.observed_count = i % 4 == 3 || i == 8;
        post_one(&entry);
    }
    cr_assert(eq(int, world_reverse(&books, "v23", KHO_NO_DATE, NULL), KHO_OK), "%s",
        books.why);
}

/* Rules from ever, and others from a day on. */
static void load_rules(void)
{
    char text[128];

    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof(text),
            "name: quy tắc %d\nmatch: [{when: {item: bcs}, set: {window: 4}}]\n", i + 1);
        cr_assert(
            world_rules(&books, kho_date_of(2026, 2, 1 + i), text), "%s", books.why);
    }
}

/* Months that are closed, one that is open again, and an entry that came late. */
static void close_some(void)
{
    const int cds = reference_place_find(books.books, "cds"),
              tyt = reference_place_find(books.books, "tyt");
    const kho_month january = kho_month_of(kho_date_of(2026, 1, 1));
    kho_move move = {"bcs", "A", kho_date_of(2028, 1, 31), NULL, "ncc", "tyt", 3};
    kho_entry entry = KHO_ENTRY_INIT;

    cr_assert(eq(int, world_close_month(&books, cds, true, january - 1), KHO_OK), "%s",
        books.why);
    cr_assert(
        eq(int, world_close_month(&books, cds, true, january), KHO_OK), "%s", books.why);
    cr_assert(eq(int, world_reopen_month(&books, tyt, january), KHO_OK), "%s", books.why);
    entry.date = kho_date_of(2025, 12, 20);
    entry.late = true;
    entry.moves = &move;
    entry.move_count = 1;
    post_one(&entry);
}

static void open_books(void)
{
    static const char *const channels[] = {"free", "social_marketing"};
    static const char *const offers[] = {"bcs"};
    /* clang-format off */
    static const kho_item items[] = {
        {"bcs", {"Bao cao su", "Condom"}, {"chiếc", "piece"}, 12, "condom", false, false, NULL, 0, 0, 0},
    };
    static const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
        {.code = "cds", .kind = KHO_STORE, .name = {"Chi cục", NULL}},
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}, .parent = "cds", .offers = offers, .offer_count = 1},
        {.code = "ctv", .kind = KHO_COLLABORATOR, .name = {"CTV", NULL}, .parent = "tyt"},
    };
    /* clang-format on */
    const kho_catalogue catalogue = {channels, 2, items, 1, places, 4, NULL, 0};

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, &catalogue), "%s", books.why);
    post_story();
    close_some();
    load_rules();
    cr_assert(world_check(&books), "%s", books.why);
    kho_ledger_close(books.ledger);
    books.ledger = NULL;
    snprintf(copy, sizeof(copy), "%s/copy.kho", books.folder);
}

static void close_books(void)
{
    world_close(&books);
}

TestSuite(check, .init = open_books, .fini = close_books, .timeout = 300);

static void copy_file(void)
{
    static char bytes[1 << 22];
    FILE *from = fopen(books.path, "rb"), *to = fopen(copy, "wb");
    size_t size = fread(bytes, 1, sizeof(bytes), from);

    cr_assert(lt(sz, size, sizeof(bytes)));
    cr_assert(eq(sz, fwrite(bytes, 1, size, to), size));
    fclose(from);
    fclose(to);
}

/* What became of a fault: the rows that check lists, or -1 where the ledger didn't open.
 */
typedef struct found {
    long rows;
    int64_t first_entry; /* the least that a fault names; 0: none */
    kho_status status;
    char text[1024]; /* of the first row: its kind and what was found */
    char expected[200];
} found;

static found look_with(size_t sheets_most)
{
    found out = {.rows = -1};
    kho_options options = books.options;
    kho_ledger *ledger;
    kho_table *table;

    options.mode = KHO_READ_WRITE;
    out.status = kho_ledger_open(copy, &options, &ledger);
    if (out.status == KHO_OK) {
        ledger->sheets_most = sheets_most;
        out.status = kho_ledger_check(ledger, &table);
        if (out.status == KHO_OK) {
            out.rows = (long)kho_table_rows(table);
            for (size_t row = 0; row < kho_table_rows(table); row++) {
                int64_t entry = kho_table_int(table, row, KHO_CHECK_ENTRY);

                if (entry > 0 && (out.first_entry == 0 || entry < out.first_entry))
                    out.first_entry = entry;
            }
            if (out.rows > 0) {
                snprintf(out.text, sizeof(out.text), "%s %s",
                    kho_table_text(table, 0, KHO_CHECK_KIND),
                    kho_table_text(table, 0, KHO_CHECK_FOUND));
                snprintf(out.expected, sizeof(out.expected), "%s",
                    kho_table_text(table, 0, KHO_CHECK_EXPECTED));
            }
            kho_table_free(table);
        }
        kho_ledger_close(ledger);
    }
    if (out.status < 0)
        snprintf(out.text, sizeof(out.text), "%s", kho_error_last()->message);
    return out;
}

/* It makes no difference whether the sheets fit into memory while the journal is
 * replayed. */
static found look(void)
{
    const found out = look_with(20000), again = look_with(3);

    cr_expect(out.status == again.status && out.rows == again.rows &&
                  out.first_entry == again.first_entry &&
                  strcmp(out.text, again.text) == 0,
        "%ld and %ld faults, first '%s' and '%s'", out.rows, again.rows, out.text,
        again.text);
    return out;
}

static bool is_told(const found *it)
{
    return it->rows > 0 || it->status == KHO_EDAMAGED || it->status == KHO_EFOREIGN;
}

/* Triggers of the copy are put aside while SQL runs, and put back as they were. */
static bool run_sql(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    char names[8][NAME], texts[8][512];
    int count = 0;
    bool done;

    cr_assert(eq(int, sqlite3_open(copy, &db), SQLITE_OK));
    sqlite3_prepare_v2(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
        -1, &statement, NULL);
    while (count < 8 && sqlite3_step(statement) == SQLITE_ROW) {
        snprintf(
            names[count], NAME, "%s", (const char *)sqlite3_column_text(statement, 0));
        snprintf(
            texts[count++], 512, "%s", (const char *)sqlite3_column_text(statement, 1));
    }
    sqlite3_finalize(statement);
    for (int i = 0; i < count; i++) {
        cr_assert(
            eq(int, sqlite3_exec(db, text("DROP TRIGGER %s", names[i]), NULL, NULL, NULL),
                SQLITE_OK));
    }
    done =
        sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) > 0;
    for (int i = 0; i < count; i++)
        cr_assert(eq(int, sqlite3_exec(db, texts[i], NULL, NULL, NULL), SQLITE_OK));
    sqlite3_close(db);
    return done;
}

/* The rowids, or the number of rows of a table without; the names of tables and columns.
 */
static int read_names(const char *sql, char names[][NAME], int most)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int count = 0;

    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    cr_assert(
        eq(int, sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK), "%s", sql);
    while (count < most && sqlite3_step(statement) == SQLITE_ROW)
        snprintf(
            names[count++], NAME, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

/* A condition that picks the nth row of a table by all of its primary key. */
static char *pick(const char *table, int row)
{
    char keys[8][NAME];
    const char *list = "";
    int count = read_names(
        text("SELECT name FROM pragma_table_info('%s') WHERE pk > 0 ORDER BY pk", table),
        keys, 8);

    for (int i = 0; i < count; i++)
        list = text("%s%s%s", list, i ? ", " : "", keys[i]);
    return text("(%s) = (SELECT %s FROM %s LIMIT 1 OFFSET %d)", list, list, table, row);
}

static int count_rows(const char *table)
{
    char number[1][NAME];

    return read_names(text("SELECT count(*) FROM %s", table), number, 1) == 1
               ? (int)strtol(number[0], NULL, 10)
               : 0;
}

/* False where the file's own constraints refused the fault. */
static bool expect_told(const char *sql)
{
    found it;

    copy_file();
    if (!run_sql(sql))
        return false;
    it = look();
    cr_expect(is_told(&it), "not told: %s (%s)", sql, it.text);
    return true;
}

static int tables(char names[][NAME])
{
    return read_names(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        names, 32);
}

/* Of many rows these, evenly from the first to the last; of few, all. */
enum { ROWS = 22 };

static int some_rows(int count)
{
    const int most = getenv("KHO_QUICK") ? 3 : ROWS;

    return count < most ? count : most;
}

static int some_row(int count, int i)
{
    return i * (count - 1) / (some_rows(count) > 1 ? some_rows(count) - 1 : 1);
}

/* An integer is one more, or another one; a text is longer, or has other digits; and so
 * on. */
static const char *edited(const char *column, int how)
{
    if (how == 0)
        return text(
            "CASE typeof(%s) WHEN 'integer' THEN %s + 1 WHEN 'text' THEN %s || 'x' "
            "WHEN 'null' THEN 1 ELSE CAST(x'00' || substr(%s, 2) AS BLOB) END",
            column, column, column, column);
    return text("CASE typeof(%s) WHEN 'integer' THEN -%s - 7 WHEN 'text' THEN "
                "replace(%s, '1', '2') "
                "WHEN 'null' THEN -5 ELSE CAST(substr(%s, 1, 20) || x'07' AS BLOB) END",
        column, column, column, column);
}

Test(check, tells_an_edit_of_any_column_of_any_table)
{
    char names[32][NAME];
    int table_count = tables(names), tried = 0;

    cr_assert(ge(int, table_count, 8));
    for (int t = 0; t < table_count; t++) {
        char columns[16][NAME];
        int rows = count_rows(names[t]),
            column_count = read_names(
                text("SELECT name FROM pragma_table_info('%s')", names[t]), columns, 16);

        for (int i = 0; i < 2 * column_count * some_rows(rows); i++) {
            const char *column = columns[i / (2 * some_rows(rows))];
            const char *value = edited(column, i % 2);
            const char *where = pick(names[t], some_row(rows, i / 2 % some_rows(rows)));

            tried += expect_told(text("UPDATE %s SET %s = %s WHERE %s AND %s IS NOT %s",
                names[t], column, value, where, column, value));
        }
    }
    cr_assert(ge(int, tried, getenv("KHO_QUICK") ? 100 : 700), "%d faults", tried);
}

/* Not as one that is missing and one too many. */
Test(check, tells_a_row_that_changed_once_and_what_it_should_be)
{
    /* clang-format off */
    static const char *const changes[][3] = {
        {"UPDATE channel SET code = 'free2' WHERE id = 1",
            "1|free", "catalogue 1|free2"},
        {"UPDATE link SET parent = 1 WHERE place = 13",
            "13|-2147483648|10", "catalogue 13|-2147483648|1"},
        {"UPDATE lot SET expiry = expiry + 1 WHERE id = 1",
            "1|1|B|21214|1", "lot 1|1|B|21215|1"},
        {"UPDATE rules SET since = since + 1 WHERE seq = (SELECT max(seq) FROM rules)",
            "36|20486|rules.yaml|78 bytes", "rules 36|20487|rules.yaml|78 bytes"},
        {"UPDATE closing SET late = late + 1 WHERE place = 10 AND month = 671",
            "10|671|27|0", "closing 10|671|27|1"},
        {"UPDATE sheet SET body = (SELECT body FROM sheet WHERE place = 13 AND month = 673) "
         "WHERE place = 13 AND month = 674",
            "2026-03: 246", "balance 2026-03: 187"},
    };
    /* clang-format on */

    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        found it;

        copy_file();
        cr_assert(run_sql(changes[i][0]), "%s", changes[i][0]);
        it = look();
        cr_expect(eq(long, it.rows, 1), "%s", changes[i][0]);
        cr_expect(eq(str, it.expected, (char *)changes[i][1]));
        cr_expect(eq(str, it.text, (char *)changes[i][2]));
    }
}

/* Not the one that undid it. */
Test(check, names_the_entry_that_was_undone)
{
    found it;

    copy_file();
    cr_assert(run_sql("UPDATE reversal SET by = by + 100"));
    it = look();
    cr_expect(eq(str, it.expected, "25|26"));
    cr_expect(eq(long, (long)it.first_entry, 25));
}

Test(check, tells_a_row_that_is_gone)
{
    char names[32][NAME];
    int table_count = tables(names), tried = 0;

    for (int t = 0; t < table_count; t++) {
        int rows = count_rows(names[t]);

        for (int i = 0; i < some_rows(rows); i++)
            tried += expect_told(text(
                "DELETE FROM %s WHERE %s", names[t], pick(names[t], some_row(rows, i))));
        if (rows > 0)
            tried += expect_told(text("DELETE FROM %s", names[t]));
    }
    cr_assert(ge(int, tried, 30), "%d faults", tried);
}

Test(check, tells_a_row_too_many)
{
    static const char *const sql[] = {
        "INSERT INTO sheet SELECT month + 1, place, body FROM sheet WHERE month = "
        "(SELECT max(month) "
        "FROM sheet) LIMIT 1",
        "INSERT INTO sheet SELECT month - 50, place, body FROM sheet LIMIT 1",
        "INSERT INTO sheet SELECT month, place + 1000, body FROM sheet LIMIT 1",
        "INSERT INTO touch SELECT month, place, seq + 100 FROM touch LIMIT 1",
        "INSERT INTO touch SELECT month + 1, place, seq FROM touch LIMIT 1",
        "INSERT INTO lot SELECT id + 1000, item, number || 'z', expiry, channel FROM lot "
        "LIMIT 1",
        "INSERT INTO item SELECT id + 1000, code || 'z', body FROM item LIMIT 1",
        "INSERT INTO place SELECT id + 1000, code || 'z', kind, first, body FROM place "
        "LIMIT 1",
        "INSERT INTO channel SELECT id + 1000, code || 'z' FROM channel LIMIT 1",
        "INSERT INTO link SELECT place, since + 1, parent FROM link LIMIT 1",
        "INSERT INTO reversal VALUES (3, 4)",
        "INSERT INTO entry SELECT seq + 1, origin, number + 1, uid || 'z', date, "
        "recorded, body, hash "
        "FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
    };

    for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
        found it;

        copy_file();
        cr_assert(run_sql(sql[i]), "%s", sql[i]);
        it = look();
        cr_expect(is_told(&it), "not told: %s (%s)", sql[i], it.text);
    }
}

/* Each column of each entry: the chain names the entry itself, not one after it. */
Test(check, names_the_first_entry_that_is_wrong)
{
    static const char *const edits[] = {
        "number = number + 100",
        "uid = uid || 'x'",
        "date = date + 1",
        "recorded = recorded + 1",
        "body = body || ' '",
        "body = replace(body, '1', '2')",
        "hash = zeroblob(32)",
    };
    const int64_t last = books.books->seq;

    for (int64_t seq = 1; seq <= last; seq += seq < 3 || seq > last - 2 ? 1 : 5) {
        for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
            const char *sql =
                text("UPDATE entry SET %s WHERE seq = %lld", edits[i], (long long)seq);
            found it;

            copy_file();
            if (!run_sql(sql))
                continue;
            it = look();
            cr_expect(is_told(&it), "not told: %s (%s)", sql, it.text);
            cr_expect(it.rows < 0 || it.first_entry == seq,
                "%s: entry %lld is named (%s)", sql, (long long)it.first_entry, it.text);
        }
    }
}

Test(check, tells_entries_that_changed_places)
{
    static const char *const swaps[] = {
        "UPDATE entry SET body = (SELECT body FROM entry AS other WHERE other.seq = "
        "CASE entry.seq WHEN 5 THEN 9 ELSE 5 END) WHERE seq IN (5, 9)",
        "UPDATE entry SET date = (SELECT date FROM entry AS other WHERE other.seq = "
        "CASE entry.seq WHEN 5 THEN 9 ELSE 5 END) WHERE seq IN (5, 9)",
        "UPDATE entry SET seq = CASE seq WHEN 5 THEN 1005 ELSE 1009 END WHERE seq IN (5, "
        "9);"
        "UPDATE entry SET seq = CASE seq WHEN 1005 THEN 9 ELSE 5 END WHERE seq > 1000",
        "UPDATE entry SET seq = CASE seq WHEN 5 THEN 1005 ELSE 1006 END WHERE seq IN (5, "
        "6);"
        "UPDATE entry SET seq = CASE seq WHEN 1005 THEN 6 ELSE 5 END WHERE seq > 1000",
    };

    for (size_t i = 0; i < sizeof(swaps) / sizeof(*swaps); i++) {
        found it;

        copy_file();
        cr_assert(run_sql(swaps[i]), "%s", swaps[i]);
        it = look();
        cr_expect(is_told(&it), "not told: %s", swaps[i]);
        cr_expect(it.rows < 0 || it.first_entry == 5, "%s: entry %lld is named", swaps[i],
            (long long)it.first_entry);
    }
}

Test(check, tells_a_tail_that_was_cut_off)
{
    const int64_t last = books.books->seq;

    for (int64_t cut = 1; cut < last; cut = cut * 2) {
        cr_expect(expect_told(
            text("DELETE FROM entry WHERE seq > %lld", (long long)(last - cut))));
    }
}

/* A head that was kept elsewhere tells what is sound in itself: a tail that was cut with
 * all its traces, or an older copy. The first entry that is missing is named. */
Test(check, tells_an_older_copy_by_a_head_that_was_kept)
{
    int64_t last;
    char head[KHO_HEAD_SIZE], now[KHO_HEAD_SIZE];
    kho_options options = books.options;
    kho_ledger *ledger;
    kho_table *table;
    kho_move move = {"bcs", "A", kho_date_of(2028, 1, 31), NULL, "ncc", "cds", 7};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    copy_file();
    options.mode = KHO_READ_WRITE;
    cr_assert(eq(int, kho_ledger_open(books.path, &options, &ledger), KHO_OK));
    cr_assert(eq(int, kho_ledger_head(ledger, head), KHO_OK));
    last = strtoll(head, NULL, 10);
    entry.date = kho_date_of(2026, 5, 1);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_OK));
    cr_assert(eq(i64, answer.seq, last + 1));
    cr_assert(eq(int, kho_ledger_head(ledger, now), KHO_OK));
    cr_expect(ne(str, head, now));
    cr_assert(eq(int, kho_ledger_check_head(ledger, head, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0), "the ledger went on from there");
    kho_table_free(table);
    kho_ledger_close(ledger);

    cr_assert(eq(int, kho_ledger_open(copy, &options, &ledger), KHO_OK));
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0), "an older copy is sound");
    kho_table_free(table);
    cr_assert(eq(int, kho_ledger_check_head(ledger, now, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1), "but it lacks what was acknowledged");
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_CHECK_KIND), "head"));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_CHECK_ENTRY), last + 1));
    kho_table_free(table);

    /* Another entry in the place of the one that was acknowledged. */
    move.quantity = 8;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_OK));
    cr_assert(eq(int, kho_ledger_check_head(ledger, now, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_CHECK_ENTRY), last + 1));
    kho_table_free(table);
    cr_expect(eq(int, kho_ledger_check_head(ledger, "7:00", &table), KHO_EINVALID));
    cr_expect(zero(ptr, table));
    kho_ledger_close(ledger);
}

Test(check, tells_a_trigger_that_is_gone)
{
    char names[8][NAME];
    int count =
        read_names("SELECT name FROM sqlite_schema WHERE type = 'trigger'", names, 8);

    cr_assert(ge(int, count, 2));
    for (int i = 0; i < count; i++) {
        const char *sql = text("DROP TRIGGER %s", names[i]);
        sqlite3 *db;
        found it;

        copy_file();
        cr_assert(eq(int, sqlite3_open(copy, &db), SQLITE_OK));
        cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK));
        sqlite3_close(db);
        it = look();
        cr_expect(is_told(&it), "not told: %s (%s)", sql, it.text);
    }
}

/* A file that was cut anywhere: an answer, never a crash. */
Test(check, tells_a_file_that_was_cut)
{
    struct stat file;

    cr_assert(eq(int, stat(books.path, &file), 0));
    for (off_t size = file.st_size - 1; size > 0;
         size = size > 4096 ? size - 4096 : size / 3) {
        found it;

        copy_file();
        cr_assert(eq(int, truncate(copy, size), 0));
        it = look();
        cr_expect(is_told(&it), "not told: %lld of %lld bytes (%s)", (long long)size,
            (long long)file.st_size, it.text);
    }
}

/* SQLite reads bytes that are missing in the last page as zeros: the size itself tells.
 */
Test(check, tells_a_size_that_is_not_whole_pages)
{
    static const long steps[] = {-1, -100, -4095, -4096, -8192, 1, 100, 4095};
    struct stat file;
    found it;

    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        copy_file();
        /* Free pages of zeros at the end: what is cut off makes no difference else. */
        run_sql("PRAGMA secure_delete = ON; CREATE TABLE spare (x);"
                "INSERT INTO spare VALUES (zeroblob(20000)); DROP TABLE spare");
        it = look();
        cr_assert(not(is_told(&it)), "%s", it.text);
        cr_assert(eq(int, stat(copy, &file), 0));
        cr_assert(eq(int, truncate(copy, file.st_size + steps[i]), 0));
        it = look();
        cr_expect(
            eq(int, (int)it.status, KHO_EDAMAGED), "%ld bytes: %s", steps[i], it.text);
    }
}

/* A file that was cut while it was open. */
Test(check, tells_a_size_that_changed_under_it)
{
    kho_options options = books.options;
    kho_ledger *ledger = NULL;
    kho_table *table = NULL;
    struct stat file;

    copy_file();
    options.mode = KHO_READ_WRITE;
    cr_assert(eq(int, kho_ledger_open(copy, &options, &ledger), KHO_OK));
    cr_assert(eq(int, stat(copy, &file), 0));
    cr_assert(eq(int, truncate(copy, file.st_size + 1), 0));
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), (size_t)1));
    cr_assert(
        ne(ptr, strstr(kho_table_text(table, 0, KHO_CHECK_FOUND), "whole pages"), NULL));
    kho_table_free(table);
    kho_ledger_close(ledger);
}

/* An entry as nobody could post it, with its place in the chain and in the caches. */
static void forge(kho_ledger *ledger, const char *uid, kho_date date, const char *body)
{
    kho__arena arena = {0};
    kho__record record;
    kho__effects effects;

    cr_assert(eq(int, kho__write_begin(ledger), KHO_OK));
    cr_assert(eq(int, kho__record_read(&arena, body, strlen(body), &record), KHO_OK),
        "%s", body);
    cr_assert(eq(int, kho__effects_of(ledger, date, &record, &effects), KHO_OK));
    cr_assert(
        eq(int, kho__journal_add(ledger, uid, date, kho__now(ledger), body, strlen(body)),
            KHO_OK));
    cr_assert(eq(int, kho__effects_apply(ledger, ledger->head.seq, &effects), KHO_OK));
    cr_assert(eq(int, kho__write_commit(ledger), KHO_OK));
    kho__effects_free(&effects);
    kho__record_free(&record);
    kho__arena_free(&arena);
}

/* What nobody saw is told once for each month that it went on; what a later entry mends
 * isn't, though the replay went through it. */
Test(check, tells_a_day_below_zero)
{
    static const char body[] = "{\"moves\":[[\"bcs\",\"free\",\"%s\",\"%s\",1000000,"
                               "\"A\",\"2028-01-31\"]]}";
    const kho_date taken = kho_date_of(2026, 4, 30), back = kho_date_of(2026, 5, 3);

    for (int sheets = 3; sheets < 20000; sheets += 10000) {
        kho_table *table;

        copy_file();
        cr_assert(eq(int, kho_ledger_open(copy, &books.options, &books.ledger), KHO_OK));
        books.ledger->sheets_most = (size_t)sheets;
        forge(books.ledger, "f1", taken, text(body, "tyt", "ctv"));
        forge(books.ledger, "f2", back, text(body, "ctv", "tyt"));
        cr_assert(eq(int, kho_ledger_check(books.ledger, &table), KHO_OK));
        cr_assert(eq(sz, kho_table_rows(table), 2));
        for (size_t row = 0; row < 2; row++) {
            cr_expect(
                eq(str, (char *)kho_table_text(table, row, KHO_CHECK_KIND), "negative"));
            cr_expect(
                eq(str, (char *)kho_table_text(table, row, KHO_CHECK_PLACE), "tyt"));
            cr_expect(eq(str, (char *)kho_table_text(table, row, KHO_CHECK_LOT), "A"));
            cr_expect(zero(int, strncmp(kho_table_text(table, row, KHO_CHECK_FOUND),
                                    row ? "2026-05: -999" : "2026-04: -999", 13)));
        }
        kho_table_free(table);
        forge(books.ledger, "f3", taken, text(body, "ctv", "tyt"));
        forge(books.ledger, "f4", back, text(body, "tyt", "ctv"));
        cr_assert(eq(int, kho_ledger_check(books.ledger, &table), KHO_OK));
        cr_expect(eq(sz, kho_table_rows(table), 0));
        kho_table_free(table);
        kho_ledger_close(books.ledger);
        books.ledger = NULL;
    }
}

/* In the month in which it begins, too, though nothing was carried over into that. */
Test(check, tells_a_lot_that_never_came)
{
    kho_table *table;

    copy_file();
    cr_assert(eq(int, kho_ledger_open(copy, &books.options, &books.ledger), KHO_OK));
    forge(books.ledger, "f1", kho_date_of(2026, 4, 30),
        "{\"moves\":[[\"bcs\",\"free\",\"tyt\",\"ncc\",7,\"B\",\"2028-01-31\"]]}");
    cr_assert(eq(int, kho_ledger_check(books.ledger, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 2));
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_CHECK_LOT), "B"));
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_CHECK_FOUND), "2026-04: -7"));
    cr_expect(eq(str, (char *)kho_table_text(table, 1, KHO_CHECK_FOUND), "2026-05: -7"));
    kho_table_free(table);
    kho_ledger_close(books.ledger);
    books.ledger = NULL;
}

/* Bytes turned over all through the file: told, or of no account, and never a crash. */
Test(check, survives_bytes_turned_over)
{
    struct stat file;
    int told = 0, tried = 0;

    cr_assert(eq(int, stat(books.path, &file), 0));
    for (off_t at = 0; at < file.st_size; at += 131) {
        FILE *bytes;
        int byte;
        found it;

        copy_file();
        bytes = fopen(copy, "r+b");
        fseek(bytes, at, SEEK_SET);
        byte = getc(bytes);
        fseek(bytes, at, SEEK_SET);
        putc(byte ^ 0x55, bytes);
        fclose(bytes);
        it = look();
        told += is_told(&it);
        tried++;
        cr_expect(it.rows >= 0 || it.text[0], "byte %lld: no word of it", (long long)at);
    }
    cr_expect(lt(int, tried, told * 20), "%d of %d told", told, tried);
}
