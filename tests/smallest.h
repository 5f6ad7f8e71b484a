/* The smallest books: a store `tyt`, an item `bcs` in pieces, a channel `free`. */
#ifndef TESTS_SMALLEST_H
#define TESTS_SMALLEST_H

#include <kho.h>

static inline const kho_catalogue *smallest_catalogue(void)
{
    static const char *const channels[] = {"free"};
    static const kho_item item = {
        .code = "bcs", .name = {"Bao cao su", NULL},
             .unit = {"chiếc",    NULL},
             .pack = 1
    };
    static const kho_place place = {
        .code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}
    };
    static const kho_catalogue catalogue = {channels, 1, &item, 1, &place, 1, NULL, 0};

    return &catalogue;
}

/* So many pieces come in, of no lot. */
static inline kho_move smallest_receipt(int64_t quantity)
{
    return (kho_move){"bcs", "", KHO_NO_DATE, NULL, "supplier", "tyt", quantity};
}

#endif
