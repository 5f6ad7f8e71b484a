/* What is there, lot by lot. */
#include "report/lot_sums.h"
#include "report/rows.h"

typedef struct stock_filling {
    const kho__asked *asked;
    kho__rows rows;
    kho__lot_sums sums;
} stock_filling;

/* What is on a shelf or on the road isn't usable, and neither is what expired. */
static int64_t usable(const kho__asked *asked, int32_t place, const kho__lot_balance *at)
{
    const kho_place_kind kind = kho__place_at(&asked->ledger->catalogue, place)->as.kind;
    const bool lies_ready = kind == KHO_STORE || kind == KHO_COLLABORATOR;
    const bool lasts = at->lot->expiry == KHO_NO_DATE || at->lot->expiry >= asked->on;

    return lies_ready && lasts && at->quantity > 0 ? at->quantity : 0;
}

static kho_status add_row(stock_filling *at, int32_t place, const kho__lot *lot,
    int64_t quantity, int64_t may_be_used)
{
    kho_status status;

    if ((status = kho__rows_add(&at->rows, place, lot->item, lot->channel)) < 0 ||
        (status = kho__rows_lot(&at->rows, KHO_STOCK_LOT, KHO_STOCK_EXPIRY, lot)) < 0)
        return status;
    kho__table_set_int(at->rows.table, KHO_STOCK_QUANTITY, quantity);
    kho__table_set_int(at->rows.table, KHO_STOCK_USABLE, may_be_used);
    return KHO_OK;
}

static kho_status visit_lot(void *context, int32_t place, const kho__lot_balance *lot)
{
    stock_filling *at = context;
    const int64_t may_be_used = usable(at->asked, place, lot);

    if (!lot->quantity)
        return KHO_OK;
    return at->asked->sum ? kho__lot_sums_add(&at->sums, at->asked, lot, may_be_used)
                          : add_row(at, place, lot->lot, lot->quantity, may_be_used);
}

static kho_status fill_sums(stock_filling *at)
{
    kho_status status = KHO_OK;

    kho__lot_sums_sort(&at->sums);
    for (size_t i = 0; i < at->sums.count && status == KHO_OK; i++) {
        const kho__lot_sum *sum = &at->sums.sums[i];

        if (sum->quantity)
            status = add_row(at, at->asked->root, sum->lot, sum->quantity, sum->usable);
    }
    return status;
}

/* Rows of a line stay in the order of allocation: sorting is stable. */
static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const size_t order[] = {KHO_STOCK_PLACE, KHO_STOCK_ITEM, KHO_STOCK_CHANNEL};
    stock_filling at = {.asked = asked};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_STOCK_PLACE, KHO_STOCK_ITEM, KHO_STOCK_CHANNEL);

    if (status < 0)
        return status;
    if ((status = kho__each_lot(asked, asked->on, visit_lot, &at)) == KHO_OK)
        status = fill_sums(&at);
    kho__rows_end(&at.rows);
    kho__lot_sums_free(&at.sums);
    if (status == KHO_OK)
        status = kho__table_sort(table, order, sizeof(order) / sizeof(*order));
    return status < 0 ? status : kho__asked_meta(asked, table);
}

kho_status kho_ledger_stock(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES, KHO__TABLE_STOCK, fill, out);
}
