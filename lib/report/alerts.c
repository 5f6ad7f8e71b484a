/* What needs attention, so that the first line is the one to act on. */
#include "report/alerts.h"

#include <stdlib.h>

#include "base/error.h"

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

/* Since when the last row's alert holds; nobody knows of what was never there. */
static kho_status add_since(
    kho__alerting *at, const kho__reported *line, kho__alert alert, const kho__lot *lot)
{
    return line->slices || line->sum ? kho__since_of(&at->sinces, line, alert, lot)
                                     : KHO_OK;
}

static kho_status add_standing(
    kho__alerting *at, const kho__reported *line, const kho_judgement *judgement)
{
    const kho__alert alert = kho__alert_of(judgement->standing);
    kho_table *table = at->rows.table;
    kho_status status;

    if (alert == KHO__ALERTS)
        return KHO_OK;
    if ((status = kho__alert_add(
             at, alert, line->place, line->item, line->channel, KHO_NO_DATE)) < 0)
        return status;
    kho__table_set_int(table, KHO_ALERTS_QUANTITY, line->measure->usable);
    if (judgement->months_defined)
        kho__table_set_rational(table, KHO_ALERTS_MONTHS, judgement->months);
    if (!judgement->by_hand)
        kho__table_set_int(table, KHO_ALERTS_TO_ORDER, judgement->to_order);
    return add_since(at, line, alert, NULL);
}

/* What won't be used before it expires: of a lot here and on the road together. */
static kho_status add_risks(kho__alerting *at, const kho__reported *line)
{
    const kho__dated *lots = line->measure->lots;
    kho_status status = KHO_OK;
    int64_t at_risk = 0;

    for (size_t i = 0; i < line->measure->lot_count && status == KHO_OK; i++) {
        const kho__lot *lot = lots[i].of;

        at_risk += lots[i].at_risk;
        if (i + 1 < line->measure->lot_count && lots[i + 1].of == lot)
            continue;
        if (at_risk) {
            status = kho__alert_add_lot(
                at, KHO__AT_RISK, line->place, lot, at_risk, KHO_NO_DATE);
            if (status == KHO_OK)
                status = add_since(at, line, KHO__AT_RISK, lot);
        }
        at_risk = 0;
    }
    return status;
}

static kho_status add_judged(kho__alerting *at, const kho__reported *line)
{
    const int64_t pack = kho__item_at(&at->asked->ledger->catalogue, line->item)->as.pack;
    kho_judgement judgement;
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    if ((status = kho__measure_judge(
             line->measure, at->period, pack, &amc_defined, &amc, &judgement)) < 0 ||
        (status = add_standing(at, line, &judgement)) < 0)
        return status;
    return add_risks(at, line);
}

static kho_status visit_line(void *context, const kho__reported *line)
{
    kho__alerting *at = context;
    kho_status status = KHO_OK;

    if (line->role.judged && !at->asked->sum)
        status = add_judged(at, line);
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
    return add_judged(context, line);
}

/* A sum runs out as one, and its lots are added up; a stock-out may reach back to the
 * first sheet. */
static kho_status fill_sum(kho__alerting *at)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho__period whole = *at->period;
    kho_status status;

    whole.past = true;
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
    kho__period period = kho__period_of(asked->on, asked->on, asked->ruling);
    const size_t order[] = {KHO_ALERTS_SEVERITY, KHO_ALERTS_MONTHS, KHO_ALERTS_PLACE,
        KHO_ALERTS_ITEM, KHO_ALERTS_CHANNEL, KHO_ALERTS_LOT, KHO_ALERTS_EXPIRY,
        KHO_ALERTS_ALERT, KHO_ALERTS_SINCE};
    kho__alerting at = {.asked = asked, .period = &period};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_ALERTS_PLACE, KHO_ALERTS_ITEM, KHO_ALERTS_CHANNEL);

    if (status < 0)
        return status;
    /* On a month's last day the days before it are judged by another window. */
    if (asked->on == kho_month_last(period.last))
        period.first--;
    status = kho__sinces_begin(&at.sinces, asked, &period, table, KHO_ALERTS_SINCE);
    if (status == KHO_OK)
        status = kho__each_line(asked, &period, visit_line, &at);
    if (status == KHO_OK)
        status = kho__sinces_settle(&at.sinces);
    if (status == KHO_OK && asked->sum)
        status = fill_sum(&at);
    if (status == KHO_OK && !asked->item)
        status = kho__alert_late_reports(&at);
    kho__rows_end(&at.rows);
    kho__sinces_free(&at.sinces);
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
