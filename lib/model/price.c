/* Prices in memory stand by item, channel and first day: what holds on a day is found by
 * halving. */
#include <string.h>

#include "base/error.h"
#include "model/catalogue.h"

/* <0: before that item, channel and day; 0: of these. */
static int compare(const kho__price *price, int32_t item, int32_t channel, kho_date since)
{
    if (price->item != item)
        return price->item < item ? -1 : 1;
    if (price->channel != channel)
        return price->channel < channel ? -1 : 1;
    return (price->since > since) - (price->since < since);
}

/* How many stand before that item, channel and day. */
static size_t count_before(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date since)
{
    size_t low = 0, high = catalogue->price_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (compare(&catalogue->prices[middle], item, channel, since) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

kho_status kho__catalogue_price(kho__catalogue *catalogue, const kho__price *price)
{
    const size_t at = count_before(catalogue, price->item, price->channel, price->since);
    kho__price *where;

    if (!kho__grow((void **)&catalogue->prices, &catalogue->price_room,
            catalogue->price_count, 1, sizeof(*catalogue->prices)))
        return kho__fail_memory();
    where = &catalogue->prices[at];
    if (at == catalogue->price_count ||
        compare(where, price->item, price->channel, price->since) != 0)
        memmove(where + 1, where, (catalogue->price_count++ - at) * sizeof(*where));
    *where = *price;
    return KHO_OK;
}

const kho__price *kho__price_from(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date since)
{
    const size_t at = count_before(catalogue, item, channel, since);

    return at < catalogue->price_count &&
                   compare(&catalogue->prices[at], item, channel, since) == 0
               ? &catalogue->prices[at]
               : NULL;
}

const kho_rational *kho__price_on(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date day)
{
    const size_t after = count_before(catalogue, item, channel, day + 1);
    const kho__price *price = after ? &catalogue->prices[after - 1] : NULL;

    return price && price->item == item && price->channel == channel && !price->none
               ? &price->price
               : NULL;
}
