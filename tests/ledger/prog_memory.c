/*
 * Memory runs out in a process that must read the catalogue and the journal again because
 * another one wrote: the first allocation fails, then the second, and so on, once or from
 * then on. It says so, doesn't call the ledger damaged, and goes on afterwards.
 */
#include "base/memory_calls.h"
#include "ledger/world.h"
#include "smallest.h"
#include "store/older.h"

#include <stdio.h>
#include <stdlib.h>

enum { LEAST = 50 }; /* allocations in each call: fewer mean that none failed */

static world books;
static kho_ledger *other;
static int count;

static void must(bool condition, const char *what)
{
    if (condition)
        return;
    printf("%s: %s %s\n", what, kho_error_last()->message, books.why);
    exit(EXIT_FAILURE);
}

/* Somebody changes the catalogue, which grows no longer: what the other one knows is old.
 */
static void change(void)
{
    const kho_place place = {
        .code = "tyt-1",
        .kind = KHO_STORE,
        .name = {++count % 2 ? "Trạm" : "Trạm Y tế", NULL},
        .parent = "tyt"
    };
    const kho_catalogue more = {.places = &place, .place_count = 1};
    kho_answer answer;

    must(
        kho_ledger_define(books.ledger, &more, KHO_NO_DATE, &answer) == KHO_OK, "define");
}

static kho_status ask(void)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    const kho_status status = kho_ledger_stock(other, &query, &table);

    kho_table_free(table);
    return status;
}

static kho_status post_again(void)
{
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move move = smallest_receipt(5);
    kho_answer answer;

    entry.uid = "v1";
    entry.date = kho_date_of(2026, 5, 2);
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(other, &entry, &answer);
}

static kho_status open_again(void)
{
    kho_ledger_close(other);
    other = NULL;
    return world_handle(&books, KHO_READ_WRITE, &other);
}

static kho_status read_again(void)
{
    kho_ledger_close(other);
    other = NULL;
    return world_handle(&books, KHO_READ_ONLY, &other);
}

static const struct {
    const char *name;
    kho_status (*call)(void);
    bool older; /* the ledger is of an older format */
} calls[] = {
    {"ask",              ask,        false},
    {"post again",       post_again, false},
    {"open again",       open_again, false},
    {"bring up to date", open_again, true },
    {"read an older",    read_again, true },
};

static void try_all(size_t which, bool lasting)
{
    /* These have thousands of allocations, and each takes several commits. */
    const long stride = !calls[which].older || getenv("KHO_LONG") ? 1
                        : getenv("KHO_QUICK")                     ? 211
                                                                  : 41;
    bool failed = true;
    long tried = 0;

    for (long nth = 1; failed; nth += stride) {
        kho_status status;

        change();
        must(!calls[which].older || older_make(books.path), "make it older");
        memory_fail(nth, lasting);
        status = calls[which].call();
        failed = memory_failed();
        tried += failed;
        /* A failure that SQLite did without is none. */
        must(status == KHO_EMEMORY || status == KHO_OK, calls[which].name);
        must(other || open_again() == KHO_OK, "open");
        must(ask() == KHO_OK, "afterwards");
    }
    must(tried * stride > LEAST || !MEMORY_FAILS, "nothing failed");
}

int main(void)
{
    must(world_open(&books, kho_date_of(2026, 5, 15)), "open");
    must(world_define(&books, smallest_catalogue()), "define");
    must(open_again() == KHO_OK && post_again() == KHO_OK, "begin");
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        try_all(i, false);
        try_all(i, true);
    }
    must(open_again() == KHO_OK && world_check(&books), "check");
    kho_ledger_close(other);
    world_close(&books);
    return EXIT_SUCCESS;
}
