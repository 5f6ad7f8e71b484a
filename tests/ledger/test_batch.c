/* Batches in which the storage fails: nothing of them is ever durable by half. */
#include "ledger/world.h"
#include "smallest.h"
#include "store/ledger.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static world books;

static void run(const char *sql)
{
    cr_assert(eq(int, sqlite3_exec(books.ledger->db.handle, sql, NULL, NULL, NULL), 0),
        "%s", sqlite3_errmsg(books.ledger->db.handle));
}

static kho_status receive(void)
{
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move move = smallest_receipt(5);
    kho_answer answer;

    entry.date = kho_date_of(2026, 5, 2);
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(books.ledger, &entry, &answer);
}

/* How much is in stock; -1: who asks is refused. */
static int64_t stock(void)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    int64_t sum = -1;

    if (kho_ledger_stock(books.ledger, &query, &table) == KHO_OK)
        sum = kho_table_rows(table) ? kho_table_int(table, 0, KHO_STOCK_QUANTITY) : 0;
    kho_table_free(table);
    return sum;
}

static void open_books(void)
{
    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, smallest_catalogue()), "%s", books.why);
    cr_assert(eq(int, receive(), KHO_OK));
    cr_assert(eq(int, kho_ledger_begin(books.ledger), KHO_OK));
    cr_assert(eq(int, receive(), KHO_OK));
}

/* Only what was there before the batch is. */
static void close_books(void)
{
    cr_expect(world_check(&books), "%s", books.why);
    cr_expect(eq(i64, stock(), 5));
    cr_expect(eq(int, receive(), KHO_OK));
    cr_expect(eq(i64, stock(), 10));
    world_close(&books);
}

TestSuite(batch, .init = open_books, .fini = close_books, .timeout = 60);

/* SQLite does so where storage or memory fails, also while it reads. */
Test(batch, that_sqlite_gave_up_is_not_written_to)
{
    run("ROLLBACK");
    cr_expect(eq(int, receive(), KHO_ESTORAGE));
    cr_expect(eq(i64, stock(), -1));
    cr_expect(eq(int, kho_ledger_commit(books.ledger), KHO_ESTORAGE));
}

Test(batch, of_which_some_was_written_is_not_committed)
{
    run("CREATE TEMP TRIGGER full BEFORE INSERT ON touch"
        " BEGIN SELECT RAISE(ABORT, 'no room'); END");
    cr_expect(eq(i64, stock(), -1));
    run("DROP TRIGGER full");
    cr_expect(eq(int, receive(), KHO_ESTORAGE));
    cr_expect(eq(int, kho_ledger_commit(books.ledger), KHO_ESTORAGE));
}

Test(batch, that_failed_can_be_rolled_back)
{
    run("ROLLBACK");
    cr_expect(eq(int, receive(), KHO_ESTORAGE));
    kho_ledger_rollback(books.ledger);
}
