/*
 * Ledgers of older and newer formats, in what store.formats can't show with the command.
 * What is damaged is told and stays as it was; a reader of an older one sees what is
 * written to it; who has a ledger open sees when a newer program changed its format.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "ledger/world.h"
#include "smallest.h"
#include "store/db.h"
#include "store/older.h"

static world books;
static kho_ledger *other;

static void receive(const char *uid)
{
    kho_entry entry = KHO_ENTRY_INIT;
    const kho_move move = smallest_receipt(5);
    kho_answer answer;

    entry.uid = uid;
    entry.date = kho_date_of(2026, 5, 2);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK));
}

static void begin(void)
{
    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)));
    cr_assert(world_define(&books, smallest_catalogue()));
    receive("n1");
}

static void end(void)
{
    kho_ledger_close(other);
    world_close(&books);
}

TestSuite(upgrade, .init = begin, .fini = end);

static void change(const char *sql)
{
    sqlite3 *db = NULL;

    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK));
    sqlite3_close(db);
}

static int64_t format(void)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    int64_t number;

    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &row, NULL);
    sqlite3_step(row);
    number = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return number;
}

/* What somebody with an older program would have posted: a copy of the file with it. */
static void copy_over(const char *from)
{
    sqlite3 *source = NULL, *target = NULL;
    sqlite3_backup *backup;

    cr_assert(eq(int, sqlite3_open(from, &source), SQLITE_OK));
    cr_assert(eq(int, sqlite3_open(books.path, &target), SQLITE_OK));
    backup = sqlite3_backup_init(target, "main", source, "main");
    cr_assert(eq(int, sqlite3_backup_step(backup, -1), SQLITE_DONE));
    sqlite3_backup_finish(backup);
    sqlite3_close(source);
    sqlite3_close(target);
}

static int64_t stock(kho_ledger *ledger)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t quantity = 0;

    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    for (size_t i = 0; i < kho_table_columns(table) && kho_table_rows(table); i++) {
        if (strcmp(kho_table_key(table, i), "quantity") == 0)
            quantity = kho_table_int(table, 0, i);
    }
    kho_table_free(table);
    return quantity;
}

static size_t faults(kho_ledger *ledger)
{
    kho_table *table;
    size_t rows;

    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    rows = kho_table_rows(table);
    kho_table_free(table);
    return rows;
}

Test(upgrade, who_writes_brings_it_up_to_date_once)
{
    cr_assert(older_make(books.path));
    cr_expect(eq(i64, format(), 1));
    cr_assert(eq(int, world_handle(&books, KHO_READ_WRITE, &other), KHO_OK));
    cr_expect(eq(i64, format(), KHO__SCHEMA));
    cr_expect(eq(i64, stock(other), 5));
    cr_expect(eq(sz, faults(other), 0));
}

Test(upgrade, a_reader_follows_what_an_older_program_writes)
{
    char copy[400];

    snprintf(copy, sizeof(copy), "%s.copy", books.path);
    cr_assert(eq(int, kho_ledger_backup(books.ledger, copy), KHO_OK));
    receive("n2");
    cr_assert(older_make(books.path) && older_make(copy));
    cr_assert(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_OK));
    cr_expect(eq(i64, stock(other), 10));
    copy_over(copy);
    cr_expect(eq(i64, stock(other), 5));
    cr_expect(eq(sz, faults(other), 0));
    cr_expect(eq(i64, format(), 1));
    remove(copy);
}

/* The first call after somebody wrote is the backup. */
Test(upgrade, a_readers_backup_has_what_an_older_program_wrote)
{
    char backup[400];
    kho_ledger *made;

    snprintf(backup, sizeof(backup), "%s.backup", books.path);
    cr_assert(older_make(books.path));
    cr_assert(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_OK));
    cr_expect(eq(i64, stock(other), 5));
    cr_assert(world_reopen(&books));
    receive("n2");
    cr_assert(eq(int, kho_ledger_backup(other, backup), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(eq(int, kho_ledger_open(backup, NULL, &made), KHO_OK));
    cr_expect(eq(i64, stock(made), 10));
    cr_expect(eq(sz, faults(made), 0));
    kho_ledger_close(made);
    remove(backup);
}

/* A backup waits as long as any question, and no longer. */
Test(upgrade, a_backup_of_a_busy_ledger_is_given_up_in_time, .timeout = 20)
{
    sqlite3 *db = NULL;
    char backup[400];

    snprintf(backup, sizeof(backup), "%s.backup", books.path);
    books.options.busy_ms = 20;
    cr_assert(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_OK));
    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    cr_assert(eq(int, sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK));
    cr_expect(eq(int, kho_ledger_backup(other, backup), KHO_EBUSY), "%s",
        kho_error_last()->message);
    cr_expect(ne(int, access(backup, F_OK), 0));
    cr_assert(eq(int, sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK));
    sqlite3_close(db);
    cr_expect(eq(int, kho_ledger_backup(other, backup), KHO_OK));
    remove(backup);
}

Test(upgrade, a_reader_goes_on_when_somebody_brings_it_up_to_date)
{
    cr_assert(older_make(books.path));
    cr_assert(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_OK));
    cr_expect(eq(i64, stock(other), 5));
    cr_assert(world_reopen(&books));
    receive("n2");
    cr_expect(eq(i64, stock(other), 10));
    cr_expect(eq(sz, faults(other), 0));
}

Test(upgrade, what_is_damaged_is_told_and_stays_as_it_was)
{
    cr_assert(older_make(books.path));
    change("DROP TRIGGER entry_is_never_changed");
    cr_expect(eq(int, world_handle(&books, KHO_READ_WRITE, &other), KHO_EDAMAGED));
    cr_expect(ne(ptr, strstr(kho_error_last()->message, "entry_is_never_changed"), NULL),
        "%s", kho_error_last()->message);
    cr_expect(eq(i64, format(), 1));
    cr_assert(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_OK));
    cr_expect(eq(sz, faults(other), 1));
}

Test(upgrade, an_older_ledger_that_lacks_a_table_is_told)
{
    cr_assert(older_make(books.path));
    change("DROP TABLE client_key");
    cr_expect(eq(int, world_handle(&books, KHO_READ_WRITE, &other), KHO_EDAMAGED));
    cr_expect(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_EDAMAGED));
}

Test(upgrade, a_newer_ledger_is_refused_by_name)
{
    change("PRAGMA user_version = 99");
    cr_expect(eq(int, world_handle(&books, KHO_READ_ONLY, &other), KHO_EFOREIGN));
    cr_expect(ne(ptr, strstr(kho_error_last()->message, "made by a newer kho"), NULL));
    cr_expect(eq(int, world_handle(&books, KHO_READ_WRITE, &other), KHO_EFOREIGN));
}

Test(upgrade, who_has_it_open_sees_that_a_newer_program_changed_the_format)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    cr_assert(eq(int, world_handle(&books, KHO_READ_WRITE, &other), KHO_OK));
    cr_expect(eq(i64, stock(other), 5));
    change("PRAGMA user_version = 99");
    cr_expect(eq(int, kho_ledger_stock(other, &query, &table), KHO_EFOREIGN));
    cr_expect(eq(int, kho_ledger_begin(other), KHO_EFOREIGN));
}
