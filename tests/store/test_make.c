/* A ledger that is made with what it is to begin with: there with all of it, or not. */
#include "smallest.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/kho-make-XXXXXX";
static char path[64], copy[64];

/* How many names there are in the folder. */
static int count_files(void)
{
    DIR *at = opendir(folder);
    int count = -2; /* . and .. */

    cr_assert(at != NULL);
    while (readdir(at))
        count++;
    closedir(at);
    return count;
}

static const char *beside(const char *name, const char *ending)
{
    static char text[96];

    snprintf(text, sizeof(text), "%s%s", name, ending);
    return text;
}

static void open_folder(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/station.kho", folder);
    snprintf(copy, sizeof(copy), "%s/copy.kho", folder);
}

static void remove_folder(void)
{
    static const char *const endings[] = {"", "-queue", "-journal"}; /* left by use */

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        unlink(beside(path, endings[i]));
        unlink(beside(copy, endings[i]));
    }
    cr_expect(eq(int, rmdir(folder), 0), "files are left");
}

TestSuite(make, .init = open_folder, .fini = remove_folder);

static kho_status define(kho_ledger *ledger)
{
    return kho_ledger_define(ledger, smallest_catalogue(), kho_date_of(2026, 1, 1), NULL);
}

static kho_status begin_stock(kho_ledger *ledger, int64_t quantity)
{
    const kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "opening", "tyt", quantity};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = kho_date_of(2026, 1, 10);
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(ledger, &entry, NULL);
}

/* Nobody sees the file by its name before all of this is in it. */
static kho_status fill(void *quantity, kho_ledger *ledger)
{
    const kho_status status = define(ledger);

    cr_expect(eq(int, access(path, F_OK), -1));
    cr_expect(eq(int, count_files(), 1), "a journal beside it");
    return status < 0 ? status : begin_stock(ledger, *(const int64_t *)quantity);
}

static int64_t stock_of(kho_ledger *ledger)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    int64_t quantity = 0;

    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK));
    if (kho_table_rows(table) > 0)
        quantity = kho_table_int(table, 0, KHO_STOCK_QUANTITY);
    kho_table_free(table);
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
    return quantity;
}

static int64_t stock_of_file(void)
{
    kho_ledger *ledger = NULL;
    int64_t quantity;

    cr_assert(eq(int, kho_ledger_open(path, NULL, &ledger), KHO_OK));
    quantity = stock_of(ledger);
    kho_ledger_close(ledger);
    return quantity;
}

Test(make, it_begins_with_what_it_was_filled_with)
{
    int64_t quantity = 500;

    cr_assert(eq(int, kho_ledger_make(path, NULL, fill, &quantity), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(eq(i64, stock_of_file(), 500));
    cr_expect(eq(int, kho_ledger_make(path, NULL, fill, &quantity), KHO_EEXISTS));
    cr_expect(eq(i64, stock_of_file(), 500));
}

Test(make, without_anything_to_fill_it_is_empty)
{
    cr_assert(eq(int, kho_ledger_make(path, NULL, NULL, NULL), KHO_OK));
    cr_expect(eq(i64, stock_of_file(), 0));
}

/* 0 isn't a quantity. */
Test(make, nothing_is_there_where_filling_failed)
{
    int64_t quantity = 0;

    cr_expect(eq(int, kho_ledger_make(path, NULL, fill, &quantity), KHO_EINVALID));
    cr_expect(eq(int, kho_error_last()->status, KHO_EINVALID));
    cr_expect(eq(sz, kho_error_last()->refusal_count, 0), "they were the ledger's");
    cr_expect(eq(int, count_files(), 0));
}

static kho_status fill_in_a_batch(void *context, kho_ledger *ledger)
{
    kho_status status = define(ledger);

    (void)context;
    if (status < 0 || (status = kho_ledger_begin(ledger)) < 0 ||
        (status = begin_stock(ledger, 7)) < 0 ||
        (status = kho_ledger_commit(ledger)) < 0 ||
        (status = kho_ledger_begin(ledger)) < 0 ||
        (status = begin_stock(ledger, 100)) < 0)
        return status;
    kho_ledger_rollback(ledger);
    cr_expect(eq(i64, stock_of(ledger), 7));
    status = kho_ledger_begin(ledger);
    return status < 0 ? status : begin_stock(ledger, 1000);
}

Test(make, batches_are_kept_and_dropped_as_ever)
{
    cr_assert(eq(int, kho_ledger_make(path, NULL, fill_in_a_batch, NULL), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(eq(i64, stock_of_file(), 7), "what was left open is dropped");
}

Test(make, options_are_looked_at_first)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.utc_offset_minutes = 9000;
    cr_expect(eq(int, kho_ledger_make(path, &options, fill, NULL), KHO_EINVALID));
    cr_expect(eq(int, kho_ledger_make("", NULL, fill, NULL), KHO_EINVALID));
    cr_expect(eq(int, kho_ledger_make(NULL, NULL, fill, NULL), KHO_EINVALID));
    cr_expect(eq(int, count_files(), 0));
}

/* What a ledger of that name may have left; SQLite would play it into the new one. */
static void leave_beside(const char *name, const char *ending, const char *text)
{
    FILE *file = fopen(beside(name, ending), "w");

    cr_assert(file != NULL);
    fputs(text, file);
    fclose(file);
}

static kho_status back_up(const char *to)
{
    kho_ledger *ledger;
    kho_status status;

    cr_assert(eq(int, kho_ledger_open(path, NULL, &ledger), KHO_OK));
    status = kho_ledger_backup(ledger, to);
    kho_ledger_close(ledger);
    return status;
}

/* Refused, with the name of what is in the way. */
static void expect_in_the_way(kho_status status, const char *name, const char *ending)
{
    cr_expect(eq(int, status, KHO_EEXISTS), "%s", ending);
    cr_expect(not(zero(ptr, strstr(kho_error_last()->message, beside(name, ending)))),
        "%s: %s", ending, kho_error_last()->message);
    cr_expect(eq(int, access(name, F_OK), -1), "%s", ending);
    cr_expect(eq(int, unlink(beside(name, ending)), 0), "%s", ending);
}

Test(make, what_a_ledger_of_that_name_left_is_in_the_way)
{
    static const char *const endings[] = {"-journal", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        leave_beside(path, endings[i], i == 1 ? "" : "pages");
        expect_in_the_way(kho_ledger_make(path, NULL, NULL, NULL), path, endings[i]);
    }
    cr_assert(eq(int, symlink("nothing", beside(path, "-journal")), 0));
    expect_in_the_way(kho_ledger_make(path, NULL, NULL, NULL), path, "-journal");
    cr_expect(eq(int, count_files(), 0));
    cr_assert(eq(int, kho_ledger_make(path, NULL, NULL, NULL), KHO_OK));
    for (size_t i = 0; i < 3; i++) {
        leave_beside(copy, endings[i], "pages");
        expect_in_the_way(back_up(copy), copy, endings[i]);
    }
}

/* Nobody is told to move away the journal of a ledger that is there. */
Test(make, where_a_ledger_is_its_own_journal_is_not_what_is_in_the_way)
{
    cr_assert(eq(int, kho_ledger_make(path, NULL, NULL, NULL), KHO_OK));
    leave_beside(path, "-journal", "pages");
    cr_expect(eq(int, kho_ledger_make(path, NULL, NULL, NULL), KHO_EEXISTS));
    cr_expect(not(zero(ptr, strstr(kho_error_last()->message, "exists already"))));
}

static kho_status fill_while_a_journal_comes(void *ending, kho_ledger *ledger)
{
    leave_beside(path, ending, "pages");
    return define(ledger);
}

Test(make, what_comes_in_between_is_in_the_way)
{
    static char ending[] = "-journal";
    const kho_status status =
        kho_ledger_make(path, NULL, fill_while_a_journal_comes, ending);

    expect_in_the_way(status, path, ending);
    cr_expect(eq(int, count_files(), 0));
}

/* Every ledger leaves one once it was written: whoever deletes just the ledger may make
 * another. */
Test(make, an_empty_journal_is_not_in_the_way)
{
    leave_beside(path, "-journal", "");
    leave_beside(copy, "-journal", "");
    cr_assert(eq(int, kho_ledger_make(path, NULL, NULL, NULL), KHO_OK));
    cr_expect(eq(i64, stock_of_file(), 0));
    cr_expect(eq(int, back_up(copy), KHO_OK));
}
