/* The catalogue as tables. */
#include "base/error.h"
#include "model/names.h"
#include "report/lines.h"
#include "report/rows.h"

static kho_status fill_items(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    kho__rows rows;
    kho_status status = kho__rows_begin(
        &rows, table, catalogue, KHO__NO_COLUMN, KHO_ITEMS_ITEM, KHO__NO_COLUMN);

    for (size_t i = 0; i < catalogue->item_count && status == KHO_OK; i++) {
        const kho_item *item = &catalogue->items[i].as;

        if ((status = kho__rows_add(&rows, 0, catalogue->items[i].id, 0)) < 0 ||
            (status = kho__rows_unit(&rows, KHO_ITEMS_UNIT, catalogue->items[i].id)) <
                0 ||
            (status = kho__table_set_known(
                 table, KHO_ITEMS_METHOD, item->method, NULL, NULL)) < 0)
            break;
        kho__table_set_int(table, KHO_ITEMS_PACK, item->pack);
        kho__table_set_int(table, KHO_ITEMS_CLINICAL, item->clinical);
        kho__table_set_int(table, KHO_ITEMS_LOTS, item->lots);
    }
    kho__rows_end(&rows);
    return status;
}

static kho_status fill_places(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    kho__rows rows;
    kho_status status = kho__rows_begin(
        &rows, table, catalogue, KHO_PLACES_PLACE, KHO__NO_COLUMN, KHO__NO_COLUMN);

    for (size_t i = 0; i < catalogue->place_count && status == KHO_OK; i++) {
        const kho__place *place = &catalogue->places[i];
        const kho__name *kind = &kho__kind_names[place->as.kind];
        const int32_t parent = kho__parent_on(catalogue, place->id, asked->on);
        const kho_place *above = parent ? &kho__place_at(catalogue, parent)->as : NULL;

        if ((status = kho__rows_add(&rows, place->id, 0, 0)) < 0 ||
            (status = kho__table_set_known(
                 table, KHO_PLACES_KIND, kind->word, kind->vi, kind->en)) < 0 ||
            (status = kho__table_set_known(
                 table, KHO_PLACES_LEVEL, place->as.level, NULL, NULL)) < 0)
            break;
        status =
            kho__table_set_known(table, KHO_PLACES_PARENT, above ? above->code : NULL,
                above ? above->name.vi : NULL, above ? above->name.en : NULL);
    }
    kho__rows_end(&rows);
    return status;
}

static kho_status fill_lots(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const size_t order[] = {
        KHO_LOTS_ITEM, KHO_LOTS_CHANNEL, KHO_LOTS_EXPIRY, KHO_LOTS_LOT};
    kho__rows rows;
    kho_status status = kho__rows_begin(
        &rows, table, catalogue, KHO__NO_COLUMN, KHO_LOTS_ITEM, KHO_LOTS_CHANNEL);

    for (size_t i = 0; i < catalogue->lot_count && status == KHO_OK; i++) {
        const kho__lot *lot = &catalogue->lots[i];

        if ((status = kho__rows_add(&rows, 0, lot->item, lot->channel)) == KHO_OK)
            status = kho__rows_lot(&rows, KHO_LOTS_LOT, KHO_LOTS_EXPIRY, lot);
    }
    kho__rows_end(&rows);
    return status < 0 ? status
                      : kho__table_sort(table, order, sizeof(order) / sizeof(*order));
}

static kho_status fill_channels(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    kho__rows rows;
    kho_status status = kho__rows_begin(
        &rows, table, catalogue, KHO__NO_COLUMN, KHO__NO_COLUMN, KHO_CHANNELS_CHANNEL);

    for (size_t i = 0; i < catalogue->channel_count && status == KHO_OK; i++)
        status = kho__rows_add(&rows, 0, 0, (int32_t)i + 1);
    kho__rows_end(&rows);
    return status;
}

static kho_status fill_prices(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const size_t order[] = {KHO_PRICES_ITEM, KHO_PRICES_CHANNEL, KHO_PRICES_FROM};
    kho__rows rows;
    kho_status status = kho__rows_begin(
        &rows, table, catalogue, KHO__NO_COLUMN, KHO_PRICES_ITEM, KHO_PRICES_CHANNEL);

    for (size_t i = 0; i < catalogue->price_count && status == KHO_OK; i++) {
        const kho__price *price = &catalogue->prices[i];

        if ((status = kho__rows_add(&rows, 0, price->item, price->channel)) < 0)
            break;
        kho__table_set_date(table, KHO_PRICES_FROM, price->since);
        if (!price->none)
            kho__table_set_rational(table, KHO_PRICES_PRICE, price->price);
    }
    kho__rows_end(&rows);
    return status < 0 ? status
                      : kho__table_sort(table, order, sizeof(order) / sizeof(*order));
}

kho_status kho_ledger_list(kho_ledger *ledger, kho_list what, kho_table **out)
{
    static const struct {
        kho__table_kind kind;
        kho__fill fill;
    } lists[] = {
        [KHO_LIST_ITEMS] = {KHO__TABLE_ITEMS,    fill_items   },
        [KHO_LIST_PLACES] = {KHO__TABLE_PLACES,   fill_places  },
        [KHO_LIST_LOTS] = {KHO__TABLE_LOTS,     fill_lots    },
        [KHO_LIST_CHANNELS] = {KHO__TABLE_CHANNELS, fill_channels},
        [KHO_LIST_PRICES] = {KHO__TABLE_PRICES,   fill_prices  },
    };
    const kho_query query = KHO_QUERY_INIT;

    *out = NULL;
    if ((size_t)what >= sizeof(lists) / sizeof(*lists))
        return kho__fail(KHO_EINVALID, "no such list", "không có danh mục này");
    return kho__answer(ledger, &query, 0, lists[what].kind, lists[what].fill, out);
}
