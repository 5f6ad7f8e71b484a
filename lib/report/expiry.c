/* What will expire, and what did: first to expire first. */
#include "base/error.h"
#include "base/rational.h"
#include "report/lot_sums.h"
#include "report/report.h"
#include "rules/pace.h"

typedef struct expiry_filling {
    const kho__asked *asked;
    const kho__period *period; /* its last day only */
    kho__rows rows;
    kho__lot_sums sums; /* of a sum */
    kho__map risks;     /* by place and lot: what consumption won't have used of it */
} expiry_filling;

static uint64_t risk_key(int32_t place, const kho__lot *lot)
{
    return (uint64_t)place << 32 | (uint32_t)lot->id;
}

/* What is on the road to a store is used there, and shown where it lies. */
static int32_t place_of(
    const expiry_filling *at, const kho__reported *line, const kho__dated *lot)
{
    return lot->road && !at->asked->sum
               ? kho__transit_of(&at->asked->ledger->catalogue, line->place)
               : line->place;
}

/* Remember what is at risk of a line's lots. Where nothing is known of consumption,
 * nothing is said. */
static kho_status visit_line(void *context, const kho__reported *line)
{
    expiry_filling *at = context;
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho__measure *measure = line->measure;
    kho_judgement judgement;
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    if (!line->role.judged)
        return KHO_OK;
    if ((status = kho__measure_judge(measure, at->period,
             kho__item_at(catalogue, line->item)->as.pack, &amc_defined, &amc,
             &judgement)) < 0 ||
        !amc_defined || amc.numerator <= 0)
        return status;
    for (size_t i = 0; i < measure->lot_count; i++) {
        const kho__dated *lot = &measure->lots[i];
        const uint64_t key = risk_key(place_of(at, line, lot), lot->of);
        const int64_t known = kho__map_find_key(&at->risks, key);

        /* All that is at risk of a line fits: judging added it up. */
        if (!kho__map_put_key(&at->risks, key, (known < 0 ? 0 : known) + lot->at_risk))
            return kho__fail_memory();
    }
    return KHO_OK;
}

/* Months of the line's rule; a shelf and a road go by their store's. */
static kho_status fill_months(expiry_filling *at, int32_t place, const kho__lot *lot)
{
    const kho__asked *asked = at->asked;
    const bool expired = lot->expiry < asked->to;
    const kho_rule *rule;
    kho_rational months;
    kho_status status =
        kho__ruling_of(asked->ruling, place, lot->item, lot->channel, &rule);

    if (status < 0)
        return status;
    months = expired ? kho__pace_months(rule, lot->expiry, asked->to)
                     : kho__pace_months(rule, asked->to, lot->expiry);
    if ((status = kho__rational_make(expired ? -months.numerator : months.numerator,
             months.denominator, &months)) == KHO_OK)
        kho__table_set_rational(at->rows.table, KHO_EXPIRY_MONTHS_LEFT, months);
    return status;
}

static kho_status add_row(
    expiry_filling *at, int32_t place, const kho__lot *lot, int64_t quantity)
{
    const int64_t risk = lot->expiry < at->asked->to
                             ? quantity
                             : kho__map_find_key(&at->risks, risk_key(place, lot));
    kho_status status;

    if ((status = kho__rows_add(&at->rows, place, lot->item, lot->channel)) < 0 ||
        (status = kho__rows_lot(&at->rows, KHO_EXPIRY_LOT, KHO_EXPIRY_EXPIRY, lot)) < 0)
        return status;
    kho__table_set_int(at->rows.table, KHO_EXPIRY_QUANTITY, quantity);
    if (risk >= 0)
        kho__table_set_int(at->rows.table, KHO_EXPIRY_AT_RISK, risk);
    return fill_months(at, place, lot);
}

static kho_status visit_lot(void *context, int32_t place, const kho__lot_balance *lot)
{
    expiry_filling *at = context;

    if (lot->lot->expiry == KHO_NO_DATE)
        return KHO_OK;
    if (at->asked->sum)
        return kho__lot_sums_add(&at->sums, at->asked, lot, 0);
    return lot->quantity > 0 ? add_row(at, place, lot->lot, lot->quantity) : KHO_OK;
}

static kho_status fill_rows(expiry_filling *at)
{
    const kho__asked *asked = at->asked;
    kho_status status = kho__each_asked(asked, at->period, visit_line, at);

    if (status == KHO_OK)
        status = kho__each_lot(asked, asked->to, visit_lot, at);
    for (size_t i = 0; i < at->sums.count && status == KHO_OK; i++) {
        if (at->sums.sums[i].quantity > 0)
            status =
                add_row(at, asked->root, at->sums.sums[i].lot, at->sums.sums[i].quantity);
    }
    return status;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const size_t order[] = {KHO_EXPIRY_EXPIRY, KHO_EXPIRY_PLACE, KHO_EXPIRY_ITEM,
        KHO_EXPIRY_CHANNEL, KHO_EXPIRY_LOT};
    const kho__period period = kho__period_of(asked->to, asked->to, asked->ruling);
    expiry_filling at = {.asked = asked, .period = &period};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_EXPIRY_PLACE, KHO_EXPIRY_ITEM, KHO_EXPIRY_CHANNEL);

    if (status < 0)
        return status;
    status = fill_rows(&at);
    kho__rows_end(&at.rows);
    kho__lot_sums_free(&at.sums);
    kho__map_free(&at.risks);
    if (status < 0 ||
        (status = kho__table_sort(table, order, sizeof(order) / sizeof(*order))) < 0)
        return status;
    return kho__asked_meta_period(asked, table);
}

kho_status kho_ledger_expiry(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_EXPIRY, fill, out);
}
