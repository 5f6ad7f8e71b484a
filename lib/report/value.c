/* The stock report in money: each quantity times the price of the period's last day. */
#include "base/error.h"
#include "base/rational.h"
#include "report/report.h"

typedef struct filling {
    const kho__asked *asked;
    kho__rows rows;
} filling;

static const size_t sum_columns[KHO__SUMS] = {
    [KHO__SUM_OPENING] = KHO_VALUE_OPENING,
    [KHO__SUM_RECEIVED] = KHO_VALUE_RECEIVED,
    [KHO__SUM_RETURNED] = KHO_VALUE_RETURNED,
    [KHO__SUM_ISSUED] = KHO_VALUE_ISSUED,
    [KHO__SUM_DISPENSED] = KHO_VALUE_DISPENSED,
    [KHO__SUM_TRANSFERRED_IN] = KHO_VALUE_TRANSFERRED_IN,
    [KHO__SUM_TRANSFERRED_OUT] = KHO_VALUE_TRANSFERRED_OUT,
    [KHO__SUM_LOST] = KHO_VALUE_LOST,
    [KHO__SUM_ADJUSTED] = KHO_VALUE_ADJUSTED,
    [KHO__SUM_CLOSING] = KHO_VALUE_CLOSING,
};

static kho_status set(filling *at, const kho__reported *line, size_t column,
    int64_t quantity, const kho_rational *price)
{
    kho_rational value;

    if (kho__rational_multiply((kho_rational){quantity, 1}, *price, &value) < 0)
        return kho__fail_overflow(at->asked, line->place, line->item);
    kho__table_set_rational(at->rows.table, column, value);
    return KHO_OK;
}

/* Without a price the line is there, and its cells are undefined. */
static kho_status fill_line(void *context, const kho__reported *line)
{
    filling *at = context;
    const kho_rational *price = kho__price_on(
        &at->asked->ledger->catalogue, line->item, line->channel, at->asked->to);
    int64_t sums[KHO__SUMS];
    kho_status status = kho__rows_add(&at->rows, line->place, line->item, line->channel);

    if (status < 0 || !price)
        return status;
    if (!kho__measure_sums(line->measure, line->role.shelf, sums))
        return kho__fail_overflow(at->asked, line->place, line->item);
    kho__table_set_rational(at->rows.table, KHO_VALUE_PRICE, *price);
    for (size_t i = 0; i < KHO__SUMS && status == KHO_OK; i++)
        status = set(at, line, sum_columns[i], sums[i], price);
    if (status == KHO_OK)
        status =
            set(at, line, KHO_VALUE_LOST_EXPIRED, line->measure->lost_expired, price);
    return status < 0 ? status
                      : set(at, line, KHO_VALUE_EXPIRED, line->measure->expired, price);
}

/* No rule has a say in it. */
static kho_status fill_meta(const kho__asked *asked, kho_table *table)
{
    kho__asked unruled = *asked;
    char day[16];
    kho_status status;

    unruled.ruling = NULL;
    status = kho__asked_meta_period(&unruled, table);
    return status < 0
               ? status
               : kho__table_meta_set(table, "prices", kho_date_format(asked->to, day));
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const size_t order[] = {KHO_VALUE_PLACE, KHO_VALUE_ITEM, KHO_VALUE_CHANNEL};
    kho__period period = kho__period_of(asked->from, asked->to, asked->ruling);
    filling at = {.asked = asked};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_VALUE_PLACE, KHO_VALUE_ITEM, KHO_VALUE_CHANNEL);

    if (status < 0)
        return status;
    period.expired = true;
    status = kho__each_asked(asked, &period, fill_line, &at);
    kho__rows_end(&at.rows);
    if (status == KHO_OK)
        status = kho__table_sort(table, order, sizeof(order) / sizeof(*order));
    return status < 0 ? status : fill_meta(asked, table);
}

kho_status kho_ledger_value(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_VALUE, fill, out);
}
