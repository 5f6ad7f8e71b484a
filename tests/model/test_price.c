#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "model/catalogue.h"

TestSuite(price);

static void add(kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date since,
    int64_t numerator)
{
    const kho__price price = {
        item, channel, since, numerator < 0, {numerator < 0 ? 0 : numerator, 1}
    };

    cr_assert(eq(int, kho__catalogue_price(catalogue, &price), KHO_OK));
}

/* The price that holds; -1: none. */
static int64_t on(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date day)
{
    const kho_rational *price = kho__price_on(catalogue, item, channel, day);

    return price ? price->numerator : -1;
}

Test(price, holds_from_its_day_until_the_next_of_the_same_item_and_channel)
{
    kho__catalogue catalogue = {0};

    cr_expect(eq(i64, on(&catalogue, 1, 1, 100), -1), "nothing has a price");
    add(&catalogue, 2, 1, 100, 20);
    add(&catalogue, 1, 2, 50, 12);
    add(&catalogue, 1, 1, 200, 11);
    add(&catalogue, 1, 1, 100, 10);
    add(&catalogue, 1, 1, 300, -1);
    add(&catalogue, 1, 1, 400, 0);
    cr_assert(eq(sz, catalogue.price_count, 6));

    cr_expect(eq(i64, on(&catalogue, 1, 1, 99), -1));
    cr_expect(eq(i64, on(&catalogue, 1, 1, 100), 10));
    cr_expect(eq(i64, on(&catalogue, 1, 1, 199), 10));
    cr_expect(eq(i64, on(&catalogue, 1, 1, 200), 11));
    cr_expect(eq(i64, on(&catalogue, 1, 1, 300), -1), "from then on none");
    cr_expect(eq(i64, on(&catalogue, 1, 1, 399), -1));
    cr_expect(eq(i64, on(&catalogue, 1, 1, 400), 0), "for nothing is a price too");
    cr_expect(eq(i64, on(&catalogue, 1, 1, 80000), 0));
    cr_expect(eq(i64, on(&catalogue, 1, 2, 49), -1), "another channel's doesn't count");
    cr_expect(eq(i64, on(&catalogue, 1, 2, 50), 12));
    cr_expect(eq(i64, on(&catalogue, 2, 1, 99), -1), "nor another item's");
    cr_expect(eq(i64, on(&catalogue, 2, 1, 100), 20));
    cr_expect(eq(i64, on(&catalogue, 3, 1, 100), -1));
    kho__catalogue_free(&catalogue);
}

Test(price, of_the_same_day_takes_the_place_of_the_one_before)
{
    kho__catalogue catalogue = {0};

    add(&catalogue, 1, 1, 100, 10);
    add(&catalogue, 1, 1, 200, 20);
    add(&catalogue, 1, 1, 100, 15);
    cr_expect(eq(sz, catalogue.price_count, 2));
    cr_expect(eq(i64, on(&catalogue, 1, 1, 150), 15));
    cr_expect(eq(i64, kho__price_from(&catalogue, 1, 1, 200)->price.numerator, 20));
    cr_expect(zero(ptr, (void *)kho__price_from(&catalogue, 1, 1, 150)));
    cr_expect(zero(ptr, (void *)kho__price_from(&catalogue, 1, 2, 200)));
    kho__catalogue_free(&catalogue);
}
