#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/catalogue.h"

static kho__catalogue catalogue;

static void fine(kho_status status)
{
    cr_assert(eq(int, status, KHO_OK));
}

static int32_t add_place(const char *code, kho_place_kind kind)
{
    const kho_place place = {
        .code = code, .kind = kind, .name = {code, NULL}
    };

    fine(kho__catalogue_place(&catalogue, &place, "{}"));
    return kho__find_place(&catalogue, code);
}

/* A store comes with its hold and its road, right behind it. */
static int32_t add_store(const char *code)
{
    const int32_t store = add_place(code, KHO_STORE);
    char other[32];

    snprintf(other, sizeof(other), "hold/%s", code);
    add_place(other, KHO_HOLD);
    snprintf(other, sizeof(other), "transit/%s", code);
    add_place(other, KHO_TRANSIT);
    return store;
}

static void add_item(const char *code)
{
    const kho_item item = {
        .code = code, .name = {code,      NULL},
             .unit = {"chiếc", NULL},
             .pack = 1
    };

    fine(kho__catalogue_item(&catalogue, &item, "{}"));
}

static void open_catalogue(void)
{
    fine(kho__catalogue_built_in(&catalogue));
    fine(kho__catalogue_channel(&catalogue, "free"));
    fine(kho__catalogue_channel(&catalogue, "socialised"));
    add_item("bcs");
    add_item("vien");
}

static void close_catalogue(void)
{
    kho__catalogue_free(&catalogue);
}

TestSuite(catalogue, .init = open_catalogue, .fini = close_catalogue);

#define SAME(a, b) cr_expect(eq(str, (char *)(a), (char *)(b)))

Test(catalogue, ids_are_in_the_order_of_the_journal)
{
    cr_expect(eq(int, kho__find_item(&catalogue, "bcs"), 1));
    cr_expect(eq(int, kho__find_item(&catalogue, "vien"), 2));
    cr_expect(eq(int, kho__find_item(&catalogue, "BCS"), 0), "case matters");
    cr_expect(eq(int, kho__find_item(&catalogue, NULL), 0));
    cr_expect(eq(int, kho__find_channel(&catalogue, "socialised"), 2));
    cr_expect(eq(int, kho__find_channel(&catalogue, "bcs"), 0));
    cr_expect(eq(int, add_store("kho"), KHO__PLACE_BUILT_IN + 1));
    cr_expect(eq(int, add_store("tyt"), KHO__PLACE_BUILT_IN + 4));
    SAME(kho__item_at(&catalogue, 2)->as.code, "vien");
    SAME(kho__place_at(&catalogue, KHO__PLACE_BUILT_IN + 4)->as.code, "tyt");
    SAME(kho__channel_at(&catalogue, 1), "free");
}

Test(catalogue, every_ledger_has_the_far_side_of_the_books)
{
    static const struct {
        int32_t id;
        const char *code;
        kho_place_kind kind;
    } places[] = {
        {KHO__PLACE_OPENING,      "opening",      KHO_OPENING },
        {KHO__PLACE_CLIENT,       "client",       KHO_CLIENT  },
        {KHO__PLACE_COUNT,        "count",        KHO_COUNT   },
        {KHO__PLACE_SUPPLIER,     "supplier",     KHO_SUPPLIER},
        {KHO__PLACE_LOSS_EXPIRED, "loss/expired", KHO_LOSS    },
        {KHO__PLACE_LOSS_DAMAGED, "loss/damaged", KHO_LOSS    },
        {KHO__PLACE_LOSS_STOLEN,  "loss/stolen",  KHO_LOSS    },
        {KHO__PLACE_LOSS_OTHER,   "loss/other",   KHO_LOSS    },
    };

    cr_assert(eq(sz, catalogue.place_count, sizeof(places) / sizeof(*places)));
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        const kho__place *place = kho__place_at(&catalogue, places[i].id);

        cr_expect(eq(int, kho__find_place(&catalogue, places[i].code), places[i].id));
        cr_expect(eq(int, place->as.kind, places[i].kind));
        cr_expect(not(kho__is_physical(place->as.kind)));
        cr_expect(place->as.name.vi && place->as.name.en);
    }
}

Test(catalogue, texts_are_copied_and_a_change_keeps_the_id)
{
    char code[] = "dctc", name[] = "Dụng cụ tử cung";
    const char *offers[] = {"bcs", "vien"};
    kho_official_code official = {"gso", "05518", KHO_NO_DATE, KHO_NO_DATE};
    kho_item item = {
        .code = code, .name = {name,   NULL},
             .unit = {"cái", NULL},
             .pack = 1
    };
    kho_place place = {
        .code = "tyt",
        .kind = KHO_STORE,
        .name = {name, NULL},
        .offers = offers,
        .offer_count = 2,
        .codes = &official,
        .code_count = 1
    };
    const kho__place *kept;

    fine(kho__catalogue_item(&catalogue, &item, "{}"));
    fine(kho__catalogue_place(&catalogue, &place, "{}"));
    name[0] = code[0] = 'x';
    offers[0] = official.code = "x";
    SAME(kho__item_at(&catalogue, 3)->as.code, "dctc");
    SAME(kho__item_at(&catalogue, 3)->as.name.vi, "Dụng cụ tử cung");
    kept = kho__place_at(&catalogue, kho__find_place(&catalogue, "tyt"));
    SAME(kept->as.offers[0], "bcs");
    SAME(kept->as.codes[0].code, "05518");
    cr_expect(eq(int, kept->first, KHO_NO_MONTH), "it never had a sheet");
    item.name.vi = "Vòng";
    fine(kho__catalogue_change_item(&catalogue, 3, &item, "{\"new\":1}"));
    SAME(kho__item_at(&catalogue, 3)->as.name.vi, "Vòng");
    SAME(kho__item_at(&catalogue, 3)->as.code, "dctc");
    SAME(kho__item_at(&catalogue, 3)->body, "{\"new\":1}");
    cr_expect(eq(int, kho__find_item(&catalogue, "dctc"), 3));
    place.name.vi = "Trạm";
    place.offer_count = 0;
    fine(kho__catalogue_change_place(&catalogue, kept->id, &place, "{}"));
    SAME(kept->as.name.vi, "Trạm");
    cr_expect(eq(sz, kept->as.offer_count, 0));
}

Test(catalogue, a_lot_is_item_number_expiry_and_channel)
{
    const kho_date may = kho_date_of(2029, 5, 31), june = kho_date_of(2029, 6, 30);
    int32_t at;

    fine(kho__catalogue_lot(&catalogue, 1, 1, "A12", may));
    fine(kho__catalogue_lot(&catalogue, 2, 1, "A12", may));
    fine(kho__catalogue_lot(&catalogue, 1, 2, "A12", may));
    fine(kho__catalogue_lot(&catalogue, 1, 1, "A12", june));
    fine(kho__catalogue_lot(&catalogue, 1, 1, "", KHO_NO_DATE));
    fine(kho__catalogue_lot(&catalogue, 1, 1, "A12", KHO_NO_DATE));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 1, "A12", may), 1));
    cr_expect(eq(int, kho__find_lot(&catalogue, 2, 1, "A12", may), 2));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 2, "A12", may), 3));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 1, "A12", june), 4));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 1, "", KHO_NO_DATE), 5));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 1, "A12", KHO_NO_DATE), 6));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 1, "A12", may + 1), 0));
    cr_expect(eq(int, kho__find_lot(&catalogue, 2, 2, "A12", may), 0));
    cr_expect(eq(int, kho__find_lot(&catalogue, 1, 1, "a12", may), 0));
    at = kho__find_lots(&catalogue, 1, 1, "A12");
    cr_expect(eq(int, at, 1), "all of a number, one after the other");
    cr_expect(eq(int, at = catalogue.lot_next[at - 1], 4));
    cr_expect(eq(int, at = catalogue.lot_next[at - 1], 6));
    cr_expect(eq(int, catalogue.lot_next[at - 1], 0));
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 1, "B"), 0));
    cr_expect(kho__item_at(&catalogue, 1)->used && kho__item_at(&catalogue, 2)->used);
}

/* A lot's number is free text: it can't be taken for another key. */
Test(catalogue, numbers_with_slashes_are_other_lots)
{
    char longest[65];

    for (int i = 0; i < 64; i++)
        longest[i] = (char)('a' + i % 26);
    longest[64] = '\0';
    fine(kho__catalogue_lot(&catalogue, 1, 1, "2/1", KHO_NO_DATE));
    fine(kho__catalogue_lot(&catalogue, 1, 1, longest, KHO_NO_DATE));
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 1, "2/1"), 1));
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 2, "1"), 0));
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 12, "/1"), 0));
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 12, "1"), 0));
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 1, longest), 2));
    longest[63]++;
    cr_expect(eq(int, kho__find_lots(&catalogue, 1, 1, longest), 0));
}

Test(catalogue, a_store_has_a_hold_and_a_road_under_it)
{
    const int32_t store = add_store("tyt"), ctv = add_place("ctv", KHO_COLLABORATOR);

    cr_expect(eq(
        int, kho__hold_of(&catalogue, store), kho__find_place(&catalogue, "hold/tyt")));
    cr_expect(eq(int, kho__transit_of(&catalogue, store),
        kho__find_place(&catalogue, "transit/tyt")));
    cr_expect(eq(int, kho__hold_of(&catalogue, ctv), 0));
    cr_expect(eq(int, kho__transit_of(&catalogue, KHO__PLACE_SUPPLIER), 0));
    cr_expect(eq(int, kho__parent_on(&catalogue, store + 1, 0), store));
    cr_expect(eq(int, kho__parent_on(&catalogue, store + 2, 0), store));
    cr_expect(kho__is_under(&catalogue, store + 2, store, 0));
    cr_expect(not(kho__is_under(&catalogue, store, store + 2, 0)));
}

/* The station stood under one office from the first day on, under another one later, then
 * under none. Links come in any order. */
Test(catalogue, a_tree_is_that_of_a_day)
{
    const int32_t old = add_store("old"), new = add_store("new"),
                  station = add_store("tyt"), ctv = add_place("ctv", KHO_COLLABORATOR);
    const kho_date moved = kho_date_of(2025, 7, 1), closed = kho_date_of(2026, 1, 1);

    fine(kho__catalogue_link(&catalogue, station, closed, 0));
    fine(kho__catalogue_link(&catalogue, station, KHO_NO_DATE, old));
    fine(kho__catalogue_link(&catalogue, station, moved, old));
    fine(kho__catalogue_link(&catalogue, station, moved, new));
    fine(kho__catalogue_link(&catalogue, ctv, KHO_NO_DATE, station));
    cr_expect(eq(sz, kho__place_at(&catalogue, station)->link_count, 3), "one for a day");
    cr_expect(eq(int, kho__parent_on(&catalogue, station, -30000), old));
    cr_expect(eq(int, kho__parent_on(&catalogue, station, moved - 1), old));
    cr_expect(eq(int, kho__parent_on(&catalogue, station, moved), new));
    cr_expect(eq(int, kho__parent_on(&catalogue, station, closed - 1), new));
    cr_expect(eq(int, kho__parent_on(&catalogue, station, closed), 0));
    cr_expect(kho__is_under(&catalogue, ctv, old, moved - 1));
    cr_expect(not(kho__is_under(&catalogue, ctv, old, moved)));
    cr_expect(kho__is_under(&catalogue, ctv, new, moved));
    cr_expect(not(kho__is_under(&catalogue, ctv, new, closed)));
    cr_expect(kho__is_under(&catalogue, ctv, station, closed));
    cr_expect(kho__is_under(&catalogue, ctv, ctv, closed), "a place is in its own tree");
    cr_expect(kho__supplies_stores(&catalogue, old, moved - 1));
    cr_expect(not(kho__supplies_stores(&catalogue, old, moved)));
    cr_expect(kho__supplies_stores(&catalogue, new, moved));
    cr_expect(not(kho__supplies_stores(&catalogue, new, closed)));
    cr_expect(not(kho__supplies_stores(&catalogue, station, moved)),
        "a collaborator is no store");
}

Test(catalogue, a_loop_of_links_ends)
{
    const int32_t a = add_store("a"), b = add_store("b"), c = add_store("c"),
                  other = add_store("d");

    fine(kho__catalogue_link(&catalogue, a, 0, b));
    fine(kho__catalogue_link(&catalogue, b, 0, c));
    fine(kho__catalogue_link(&catalogue, c, 0, a));
    cr_expect(not(kho__is_under(&catalogue, a, other, 1)));
    cr_expect(kho__is_under(&catalogue, a, c, 1));
    fine(kho__catalogue_link(&catalogue, other, 0, other));
    cr_expect(not(kho__is_under(&catalogue, other, a, 1)));
}

Test(catalogue, what_expires_first_goes_first_and_what_never_does_last)
{
    const kho_date may = kho_date_of(2029, 5, 31);
    const kho__lot order[] = {
        {9, 1, 1, -3,          "Z" },
        {8, 1, 1, may - 1,     "Z" },
        {7, 1, 1, may,         ""  },
        {6, 1, 1, may,         "A" },
        {5, 1, 1, may,         "A1"},
        {3, 1, 1, may,         "B" },
        {4, 1, 1, may,         "B" },
        {2, 1, 1, KHO_NO_DATE, ""  },
        {1, 1, 1, KHO_NO_DATE, "A" },
    };
    const size_t count = sizeof(order) / sizeof(*order);

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            const int way = kho__lot_compare(&order[i], &order[j]);

            cr_expect(eq(int, (way > 0) - (way < 0), (i > j) - (i < j)), "%zu %zu", i, j);
        }
    }
}

Test(catalogue, thousands_are_found_again)
{
    char text[32];

    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof(text), "L%d", i);
        fine(kho__catalogue_lot(&catalogue, 1 + i % 2, 1 + i % 2, text, i % 7));
        snprintf(text, sizeof(text), "place-%d", i);
        add_place(text, KHO_STORE);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof(text), "L%d", i);
        cr_assert(
            eq(int, kho__find_lot(&catalogue, 1 + i % 2, 1 + i % 2, text, i % 7), i + 1));
        SAME(kho__lot_at(&catalogue, i + 1)->number, text);
        snprintf(text, sizeof(text), "place-%d", i);
        cr_assert(
            eq(int, kho__find_place(&catalogue, text), KHO__PLACE_BUILT_IN + 1 + i));
    }
}
