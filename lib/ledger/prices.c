#include "ledger/prices.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"
#include "store/catalogue.h"

#define KEY_SIZE 160 /* two codes and a day */

kho_status kho__price_check(kho_ledger *ledger, kho__map *seen, kho_price *price)
{
    const kho_rational most = {KHO_QUANTITY_MAX, 1};
    char key[KEY_SIZE], day[16];
    const char *kept;

    if (price->none)
        price->price = (kho_rational){0, 1};
    if (price->from < kho_date_of(1900, 1, 1) || price->from > kho_date_of(2199, 12, 31))
        return kho__fail(KHO_EINVALID,
            "%s: a price needs its first day, from 1900 to 2199",
            "%s: đơn giá phải có ngày bắt đầu, từ năm 1900 đến 2199", price->item);
    if (price->price.denominator < 1 || price->price.numerator < 0 ||
        kho__rational_compare(price->price, most) > 0)
        return kho__fail(KHO_EINVALID, "%s: a price is 0 to %lld đồng",
            "%s: đơn giá phải từ 0 đến %lld đồng", price->item,
            (long long)KHO_QUANTITY_MAX);
    snprintf(key, sizeof(key), "%s/%s/%s", price->item, price->channel,
        kho_date_format(price->from, day));
    if (kho__map_find(seen, key) >= 0)
        return kho__fail(KHO_EINVALID, "%s: two prices of channel '%s' from %s",
            "%s: hai đơn giá của kênh '%s' từ ngày %s", price->item, price->channel, day);
    if (!(kept = kho__arena_text(&ledger->arena, key)) || !kho__map_put(seen, kept, 1))
        return kho__fail_memory();
    return kho__rational_make(
        price->price.numerator, price->price.denominator, &price->price);
}

void kho__price_write(kho__buffer *out, const kho_price *price)
{
    char text[KHO__RATIONAL_TEXT], day[16];

    kho__rational_format(price->price, text, sizeof(text));
    kho__buffer_byte(out, '[');
    kho__buffer_json(out, price->item);
    kho__buffer_byte(out, ',');
    kho__buffer_json(out, price->channel);
    kho__buffer_byte(out, ',');
    kho__buffer_json(out, kho_date_format(price->from, day));
    kho__buffer_byte(out, ',');
    kho__buffer_json(out, price->none ? NULL : text);
    kho__buffer_byte(out, ']');
}

void kho__price_write_known(
    kho__buffer *out, const kho__catalogue *catalogue, const kho_price *price)
{
    const kho__price *known =
        kho__price_from(catalogue, kho__find_item(catalogue, price->item),
            kho__find_channel(catalogue, price->channel), price->from);
    kho_price same = *price;

    if (!known)
        return;
    same.none = known->none;
    same.price = known->price;
    kho__price_write(out, &same);
}

static kho_status replay_price(kho_ledger *ledger, const json_t *list)
{
    const json_t *value = json_array_get(list, 3);
    const char *item = json_string_value(json_array_get(list, 0)),
               *channel = json_string_value(json_array_get(list, 1)),
               *since = json_string_value(json_array_get(list, 2)),
               *fraction = json_string_value(value);
    kho__price price = {
        .item = kho__find_item(&ledger->catalogue, item),
        .channel = kho__find_channel(&ledger->catalogue, channel),
        .none = json_is_null(value),
        .price = {0, 1}
    };

    if (!price.item || !price.channel || !since ||
        kho_date_parse(since, &price.since) < 0 || (!fraction && !price.none) ||
        (fraction &&
            (!kho__rational_read(fraction, &price.price) || price.price.numerator < 0)))
        return kho__fail(KHO_EDAMAGED, "a price of the journal is malformed",
            "một đơn giá trong sổ bị hỏng");
    return kho__define_price(ledger, &price);
}

kho_status kho__prices_replay(kho_ledger *ledger, const json_t *array)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < json_array_size(array) && status == KHO_OK; i++)
        status = replay_price(ledger, json_array_get(array, i));
    return status;
}
