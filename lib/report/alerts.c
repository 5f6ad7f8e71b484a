/* What needs attention, so that the first line is the one to act on. */
#include <stdlib.h>

#include "base/error.h"
#include "model/names.h"
#include "report/lot_sums.h"
#include "report/report.h"
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

typedef struct alert_filling {
    const kho__asked *asked;
    const kho__period *period;
    kho__rows rows;
    kho__lot_balance *lots;
    size_t lot_room;
    kho__lot_sums sums; /* of a sum */
} alert_filling;

static kho_status add_alert(alert_filling *at, kho__alert alert, int32_t place,
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
static kho_date first_of(const alert_filling *at, const kho__reported *line)
{
    const size_t end = (size_t)(at->period->last - at->period->first);
    const kho_date first =
        kho__line_first(&line->slices[end], line->held ? &line->held[end] : NULL);

    return first > at->asked->on ? KHO_NO_DATE : first;
}

static kho_status add_standing(alert_filling *at, const kho__reported *line)
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
    if ((status = add_alert(at, alert, line->place, line->item, line->channel, since)) <
        0)
        return status;
    kho__table_set_int(table, KHO_ALERTS_QUANTITY, line->measure->usable);
    if (judgement.months_defined)
        kho__table_set_rational(table, KHO_ALERTS_MONTHS, judgement.months);
    if (!judgement.by_hand)
        kho__table_set_int(table, KHO_ALERTS_TO_ORDER, judgement.to_order);
    return KHO_OK;
}

/* A day some months before or after; the last day of a shorter month. */
static kho_date months_from(kho_date date, int months)
{
    const kho_month month = kho_month_of(date) + months;
    const kho_date day =
        kho_month_first(month) + (date - kho_month_first(kho_month_of(date)));

    return day < kho_month_last(month) ? day : kho_month_last(month);
}

static kho_status add_lot(alert_filling *at, int32_t place, const kho__lot_balance *lot,
    kho__alert alert, kho_date since)
{
    kho_status status =
        add_alert(at, alert, place, lot->lot->item, lot->lot->channel, since);

    if (status == KHO_OK)
        status = kho__rows_lot(&at->rows, KHO_ALERTS_LOT, KHO_ALERTS_EXPIRY, lot->lot);
    if (status == KHO_OK)
        kho__table_set_int(at->rows.table, KHO_ALERTS_QUANTITY, lot->quantity);
    return status;
}

/* A lot that expired, or will soon: only where some of it is left. */
static kho_status add_expiry(
    alert_filling *at, int32_t place, const kho__lot_balance *lot)
{
    const kho_rule *rule;
    kho_status status = kho__ruling_of(
        at->asked->ruling, place, lot->lot->item, lot->lot->channel, &rule);

    if (status < 0)
        return status;
    const int months = rule->near_expiry_months;
    const kho_date on = at->asked->on, expiry = lot->lot->expiry;
    const bool expired = expiry < on;
    kho_date since;

    if (lot->quantity <= 0 || expiry == KHO_NO_DATE || expiry > months_from(on, months))
        return KHO_OK;
    since = expired ? expiry + 1 : months_from(expiry, -months);
    status = kho__lot_since(at->asked, place, lot->lot, since < on ? since : on, &since);
    if (status < 0)
        return status;
    return add_lot(at, place, lot, expired ? KHO__EXPIRED : KHO__NEAR_EXPIRY, since);
}

static kho_status add_expiries(alert_filling *at, int32_t place, const kho__slice *slice)
{
    const size_t most = slice->lot_count + slice->cell_count;
    kho_status status = KHO_OK;
    size_t count;

    if (!kho__grow((void **)&at->lots, &at->lot_room, 0, most + 1, sizeof(*at->lots)))
        return kho__fail_memory();
    count = kho__slice_lots(slice, &at->asked->ledger->catalogue,
        at->asked->on - kho_month_first(slice->month) + 1, at->lots, most);
    for (size_t i = 0; i < count && status == KHO_OK; i++)
        status = at->asked->sum ? kho__lot_sums_add(&at->sums, at->asked, &at->lots[i], 0)
                                : add_expiry(at, place, &at->lots[i]);
    return status;
}

/* The last count of a lot up to a day, and what the books differ from it by now. */
static kho_date last_count(const kho__slice *slice, kho__key key, int day, int64_t *gap)
{
    kho_date counted = KHO_NO_DATE;
    int64_t opening = 0;
    size_t found = SIZE_MAX;

    *gap = 0;
    for (size_t i = 0; i < slice->lot_count; i++) {
        if (slice->lots[i].key == key) {
            opening = slice->lots[i].opening;
            counted = slice->lots[i].counted;
            *gap = slice->lots[i].gap;
        }
    }
    for (size_t i = 0; i < slice->cell_count; i++) {
        const kho__cell *cell = &slice->cells[i];

        if (cell->key == key && cell->flow == KHO__FLOW_FOUND && cell->day <= day)
            found = i;
    }
    if (found == SIZE_MAX)
        return counted;
    for (size_t i = 0; i < slice->cell_count; i++) {
        if (slice->cells[i].key == key && slice->cells[i].day <= slice->cells[found].day)
            opening += kho__cell_effect(&slice->cells[i]);
    }
    *gap = opening - slice->cells[found].quantity;
    return kho_month_first(slice->month) + slice->cells[found].day - 1;
}

/* Counts that later entries no longer agree with. */
static kho_status add_discrepancies(
    alert_filling *at, int32_t place, const kho__slice *slice)
{
    const int day = at->asked->on - kho_month_first(slice->month) + 1;
    kho__lot_walk walk = {0};
    kho_status status = KHO_OK;
    size_t first, end;
    int64_t opening;
    kho__key key;

    while (status == KHO_OK &&
           kho__slice_next_lot(slice, &walk, &key, &opening, &first, &end)) {
        kho__lot_balance of;
        const kho_date counted = last_count(slice, key, day, &of.quantity);

        of.lot = kho__lot_at(&at->asked->ledger->catalogue, KHO__KEY_LOT(key));
        if (counted != KHO_NO_DATE && of.quantity)
            status = add_lot(at, place, &of, KHO__DISCREPANCY, counted);
    }
    return status;
}

static kho_status add_lots(alert_filling *at, int32_t place, const kho__slice *slices)
{
    const kho__slice *end = &slices[at->period->last - at->period->first];
    const kho_status status = add_expiries(at, place, end);

    return status < 0 ? status : add_discrepancies(at, place, end);
}

static kho_status visit_line(void *context, const kho__reported *line)
{
    alert_filling *at = context;
    kho_status status = KHO_OK;

    if (line->role.judged && !at->asked->sum)
        status = add_standing(at, line);
    if (status == KHO_OK && line->slices)
        status =
            add_lots(at, at->asked->sum ? at->asked->root : line->place, line->slices);
    if (status == KHO_OK && line->held)
        status = add_lots(at,
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
static kho_status fill_sum(alert_filling *at)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho__period whole = *at->period;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->asked->place_count; i++) {
        const kho_month first = kho__place_at(catalogue, at->asked->places[i])->first;

        if (first != KHO_NO_MONTH && first < whole.first)
            whole.first = first;
    }
    kho__lot_sums_sort(&at->sums);
    for (size_t i = 0; i < at->sums.count && status == KHO_OK; i++) {
        const kho__lot_balance lot = {at->sums.sums[i].lot, at->sums.sums[i].quantity};

        status = add_expiry(at, at->asked->root, &lot);
    }
    return status < 0 ? status : kho__each_sum(at->asked, &whole, visit_sum, at);
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->on, asked->on, asked->ruling);
    const size_t order[] = {
        KHO_ALERTS_SEVERITY, KHO_ALERTS_MONTHS, KHO_ALERTS_PLACE, KHO_ALERTS_ITEM};
    alert_filling at = {.asked = asked, .period = &period};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_ALERTS_PLACE, KHO_ALERTS_ITEM, KHO_ALERTS_CHANNEL);

    if (status < 0)
        return status;
    status = kho__each_line(asked, &period, visit_line, &at);
    if (status == KHO_OK && asked->sum)
        status = fill_sum(&at);
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
