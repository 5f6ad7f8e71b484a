/* Clocks that are set back. */
#include "ledger/world.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(clock, .timeout = 60);

Test(clock, that_is_set_back_leaves_what_is_there_existing)
{
    const char *channel = "free";
    const kho_item item = {
        .code = "bcs", .name = {"Bao cao su", NULL},
             .unit = {"chiếc",    NULL},
             .pack = 1
    };
    const kho_place place = {
        .code = "kho", .kind = KHO_STORE, .name = {"Kho", NULL}
    };
    const kho_catalogue catalogue = {&channel, 1, &item, 1, &place, 1, NULL, 0};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move move = {.item = "bcs",
        .from = "supplier",
        .to = "kho",
        .quantity = 5,
        .lot = "",
        .expiry = KHO_NO_DATE};
    kho_answer answer;
    world books;

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, &catalogue), "%s", books.why);
    entry.uid = "v1";
    entry.date = kho_date_of(2026, 5, 15);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, world_post(&books, &entry), KHO_OK), "%s", books.why);
    books.now = world_noon(kho_date_of(2026, 5, 10));
    books.books->today = kho_date_of(2026, 5, 10);
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(answer.existing);
    move.quantity = 6;
    cr_expect(eq(int, world_post(&books, &entry), KHO_ECONFLICT), "%s", books.why);
    entry.uid = "v2";
    cr_expect(eq(int, world_post(&books, &entry), KHO_EINVALID), "%s", books.why);
    cr_expect(world_check(&books), "%s", books.why);
    world_close(&books);
}
