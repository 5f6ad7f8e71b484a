/* What needs attention, so that the first line is the one to act on. */
#include "report/alerts.h"

#include <stdlib.h>

#include "base/error.h"
#include "report/since.h"

static const int severities[KHO__ALERTS] = {
    [KHO__STOCKED_OUT] = 1,
    [KHO__NEGATIVE] = 1,
    [KHO__EMERGENCY] = 2,
    [KHO__EXPIRED] = 2,
    [KHO__LOW] = 3,
    [KHO__AT_RISK] = 3,
    [KHO__NEAR_EXPIRY] = 3,
    [KHO__DISCREPANCY] = 3,
    [KHO__LATE_REPORT] = 3,
    [KHO__OVER] = 4,
};

kho_status kho__alert_add(kho__alerting *at, kho__alert alert, int32_t place,
    int32_t item, int32_t channel, kho_date since)
{
    const kho__name *name = &kho__alert_names[alert];
    kho_table *table = at->rows.table;
    kho_status status = kho__rows_add(&at->rows, place, item, channel);

    if (status < 0)
        return status;
    kho__table_set_int(table, KHO_ALERTS_SEVERITY, severities[alert]);
    kho__table_set_date(table, KHO_ALERTS_SINCE, since);
    return kho__table_set_known(table, KHO_ALERTS_ALERT, name->word, name->vi, name->en);
}

/* Which alert a standing raises; KHO__ALERTS: none. */
static kho__alert alert_of(kho_standing standing)
{
    switch (standing) {
    case KHO_STOCKED_OUT:
        return KHO__STOCKED_OUT;
    case KHO_EMERGENCY:
        return KHO__EMERGENCY;
    case KHO_LOW:
        return KHO__LOW;
    case KHO_OVER:
        return KHO__OVER;
    default:
        return KHO__ALERTS;
    }
}

/* The day that a line first came in, as far as it is known on the day asked about. */
static kho_date first_of(const kho__alerting *at, const kho__reported *line)
{
    const size_t end = (size_t)(at->period->last - at->period->first);
    const kho_date first =
        kho__line_first(&line->slices[end], line->held ? &line->held[end] : NULL);

    return first > at->asked->on ? KHO_NO_DATE : first;
}

static kho_status add_standing(kho__alerting *at, const kho__reported *line)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho_table *table = at->rows.table;
    kho_date since = line->since;
    kho_judgement judgement;
    kho__alert alert;
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    if ((status = kho__measure_judge(line->measure, at->period,
             kho__item_at(catalogue, line->item)->as.pack, &amc_defined, &amc,
             &judgement)) < 0)
        return status;
    alert = alert_of(judgement.standing);
    if (alert == KHO__ALERTS)
        return KHO_OK;
    if (alert != KHO__STOCKED_OUT)
        since = KHO_NO_DATE;
    else if (line->slices && (status = kho__out_since(at->asked, line->place,
                                  KHO__LINE_KEY(line->item, line->channel),
                                  first_of(at, line), &since)) < 0)
        return status;
    if ((status = kho__alert_add(
             at, alert, line->place, line->item, line->channel, since)) < 0)
        return status;
    kho__table_set_int(table, KHO_ALERTS_QUANTITY, line->measure->usable);
    if (judgement.months_defined)
        kho__table_set_rational(table, KHO_ALERTS_MONTHS, judgement.months);
    if (!judgement.by_hand)
        kho__table_set_int(table, KHO_ALERTS_TO_ORDER, judgement.to_order);
    return KHO_OK;
}

static kho_status visit_line(void *context, const kho__reported *line)
{
    kho__alerting *at = context;
    kho_status status = KHO_OK;

    if (line->role.judged && !at->asked->sum)
        status = add_standing(at, line);
    if (status == KHO_OK && line->slices)
        status = kho__alert_lots(
            at, at->asked->sum ? at->asked->root : line->place, line->slices);
    if (status == KHO_OK && line->held)
        status = kho__alert_lots(at,
            at->asked->sum ? at->asked->root
                           : kho__hold_of(&at->asked->ledger->catalogue, line->place),
            line->held);
    return status;
}

static kho_status visit_sum(void *context, const kho__reported *line)
{
    return add_standing(context, line);
}

/* A sum runs out as one, and its lots are added up; a stock-out may reach back to the
 * first sheet. */
static kho_status fill_sum(kho__alerting *at)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho__period whole = *at->period;
    kho_status status;

    for (size_t i = 0; i < at->asked->place_count; i++) {
        const kho_month first = kho__place_at(catalogue, at->asked->places[i])->first;

        if (first != KHO_NO_MONTH && first < whole.first)
            whole.first = first;
    }
    status = kho__alert_sum_lots(at);
    return status < 0 ? status : kho__each_sum(at->asked, &whole, visit_sum, at);
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->on, asked->on, asked->ruling);
    const size_t order[] = {KHO_ALERTS_SEVERITY, KHO_ALERTS_MONTHS, KHO_ALERTS_PLACE,
        KHO_ALERTS_ITEM, KHO_ALERTS_CHANNEL, KHO_ALERTS_LOT, KHO_ALERTS_EXPIRY,
        KHO_ALERTS_ALERT, KHO_ALERTS_SINCE};
    kho__alerting at = {.asked = asked, .period = &period};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_ALERTS_PLACE, KHO_ALERTS_ITEM, KHO_ALERTS_CHANNEL);

    if (status < 0)
        return status;
    status = kho__each_line(asked, &period, visit_line, &at);
    if (status == KHO_OK && asked->sum)
        status = fill_sum(&at);
    if (status == KHO_OK && !asked->item)
        status = kho__alert_late_reports(&at);
    kho__rows_end(&at.rows);
    kho__lot_sums_free(&at.sums);
    free(at.lots);
    if (status < 0 ||
        (status = kho__table_sort(table, order, sizeof(order) / sizeof(*order))) < 0)
        return status;
    return kho__asked_meta(asked, table);
}

kho_status kho_ledger_alerts(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(
        ledger, query, KHO__ASK_PLACES | KHO__ASK_RULES, KHO__TABLE_ALERTS, fill, out);
}
