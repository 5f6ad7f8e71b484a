/* What SQLite's own check says, as we understand it. */
#include "store/compare.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(compare);

/* The words are SQLite's (btree.c); found by the simulation, seed 1691 of its day. */
Test(compare, a_page_that_there_is_no_memory_for_is_not_damaged)
{
    cr_expect(eq(int,
        kho__page_unread("*** in database main ***\n"
                         "Page 20: unable to get the page. error code=7"),
        KHO_EMEMORY));
}

Test(compare, a_page_that_the_disk_does_not_give_is_not_damaged)
{
    cr_expect(eq(int, kho__page_unread("Page 4: unable to get the page. error code=10"),
        KHO_ESTORAGE));
    /* SQLITE_IOERR_READ */
    cr_expect(eq(int, kho__page_unread("Page 4: unable to get the page. error code=266"),
        KHO_ESTORAGE));
}

Test(compare, what_is_damaged_stays_so)
{
    cr_expect(eq(
        int, kho__page_unread("Page 4: unable to get the page. error code=11"), KHO_OK));
    cr_expect(eq(int, kho__page_unread("Page 7: never used"), KHO_OK));
}
