/* What is wrong with single lots: their expiry days, and counts that don't agree. */
#include <stdlib.h>

#include "base/error.h"
#include "report/alerts.h"
#include "report/sum_stay.h"

/* A day some months before or after; the last day of a shorter month. */
static kho_date months_from(kho_date date, int months)
{
    const kho_month month = kho_month_of(date) + months;
    const kho_date day =
        kho_month_first(month) + (date - kho_month_first(kho_month_of(date)));

    return day < kho_month_last(month) ? day : kho_month_last(month);
}

kho_status kho__alert_add_lot(kho__alerting *at, kho__alert alert, int32_t place,
    const kho__lot *lot, int64_t quantity, kho_date since)
{
    kho_status status = kho__alert_add(at, alert, place, lot->item, lot->channel, since);

    if (status == KHO_OK)
        status = kho__rows_lot(&at->rows, KHO_ALERTS_LOT, KHO_ALERTS_EXPIRY, lot);
    if (status == KHO_OK)
        kho__table_set_int(at->rows.table, KHO_ALERTS_QUANTITY, quantity);
    return status;
}

/* The first day on which a lot that expires then is so near its expiry. */
static kho_date near_from(kho_date expiry, int months)
{
    kho_date day = months_from(expiry, -months);

    /* A shorter month's last day is reached from several days. */
    while (months_from(day, months) < expiry)
        day++;
    return day;
}

/* Which alert there is of a lot, and from which day on there could be; KHO__ALERTS: none.
 */
static kho_status find_alert(const kho__alerting *at, int32_t place,
    const kho__lot_balance *lot, kho__alert *alert, kho_date *from)
{
    const kho_date on = at->asked->on, expiry = lot->lot->expiry;
    const kho_rule *rule;
    kho_status status;

    *alert = KHO__ALERTS;
    if (lot->quantity < 0) {
        *alert = KHO__NEGATIVE;
        *from = kho_date_of(1900, 1, 1);
        return KHO_OK;
    }
    if (!lot->quantity || expiry == KHO_NO_DATE)
        return KHO_OK;
    if (expiry < on) {
        *alert = KHO__EXPIRED;
        *from = expiry + 1;
        return KHO_OK;
    }
    if ((status = kho__ruling_of(
             at->asked->ruling, place, lot->lot->item, lot->lot->channel, &rule)) < 0)
        return status;
    if (expiry - on > 31 * (rule->near_expiry_months + 1))
        return KHO_OK;
    *from = near_from(expiry, rule->near_expiry_months);
    if (*from <= on)
        *alert = KHO__NEAR_EXPIRY;
    return KHO_OK;
}

static kho_status add_expiry(kho__alerting *at, int32_t place, const kho__slice *slices,
    const kho__lot_balance *lot)
{
    kho__alert alert;
    kho_date from;
    kho_status status = find_alert(at, place, lot, &alert, &from);

    if (status < 0 || alert == KHO__ALERTS)
        return status;
    status = kho__alert_add_lot(at, alert, place, lot->lot, lot->quantity, KHO_NO_DATE);
    return status < 0
               ? status
               : kho__since_of_stay(&at->sinces, place, slices, lot->lot, alert, from);
}

static kho_status add_expiries(kho__alerting *at, int32_t place, const kho__slice *slices)
{
    const kho__slice *slice = &slices[at->period->last - at->period->first];
    const size_t most = slice->lot_count + slice->cell_count;
    kho_status status = KHO_OK;
    size_t count;

    if (!kho__grow((void **)&at->lots, &at->lot_room, 0, most + 1, sizeof(*at->lots)))
        return kho__fail_memory();
    count = kho__slice_lots(slice, &at->asked->ledger->catalogue,
        at->asked->on - kho_month_first(slice->month) + 1, at->lots, most);
    for (size_t i = 0; i < count && status == KHO_OK; i++)
        status = at->asked->sum ? kho__lot_sums_add(&at->sums, at->asked, &at->lots[i], 0)
                                : add_expiry(at, place, slices, &at->lots[i]);
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
    kho__alerting *at, int32_t place, const kho__slice *slice)
{
    const int day = at->asked->on - kho_month_first(slice->month) + 1;
    kho__lot_walk walk = {0};
    kho_status status = KHO_OK;
    size_t first, end;
    int64_t opening;
    kho__key key;

    while (status == KHO_OK &&
           kho__slice_next_lot(slice, &walk, &key, &opening, &first, &end)) {
        const kho__lot *lot =
            kho__lot_at(&at->asked->ledger->catalogue, KHO__KEY_LOT(key));
        int64_t gap;
        const kho_date counted = last_count(slice, key, day, &gap);

        if (counted != KHO_NO_DATE && gap)
            status = kho__alert_add_lot(at, KHO__DISCREPANCY, place, lot, gap, counted);
    }
    return status;
}

kho_status kho__alert_lots(kho__alerting *at, int32_t place, const kho__slice *slices)
{
    const kho__slice *end = &slices[at->period->last - at->period->first];
    const kho_status status = add_expiries(at, place, slices);

    return status < 0 ? status : add_discrepancies(at, place, end);
}

/* Since when they are there is found for all of them at once; since when one is below
 * zero isn't looked for. */
kho_status kho__alert_sum_lots(kho__alerting *at)
{
    kho__sum_stay *stays = calloc(at->sums.count + 1, sizeof(*stays));
    kho_table *table = at->rows.table;
    kho_status status = stays ? KHO_OK : kho__fail_memory();
    size_t count = 0;

    kho__lot_sums_sort(&at->sums);
    for (size_t i = 0; i < at->sums.count && status == KHO_OK; i++) {
        const kho__lot_balance lot = {at->sums.sums[i].lot, at->sums.sums[i].quantity};
        kho__alert alert;
        kho_date from;

        status = find_alert(at, at->asked->root, &lot, &alert, &from);
        if (status < 0 || alert == KHO__ALERTS)
            continue;
        status = kho__alert_add_lot(
            at, alert, at->asked->root, lot.lot, lot.quantity, KHO_NO_DATE);
        if (alert != KHO__NEGATIVE)
            stays[count++] = (kho__sum_stay){
                .row = kho_table_rows(table) - 1, .lot = lot.lot, .from = from};
    }
    if (status == KHO_OK)
        status = kho__sum_stays(at->asked, stays, count);
    for (size_t i = 0; i < count && status == KHO_OK; i++)
        kho__table_put_date(table, stays[i].row, KHO_ALERTS_SINCE, stays[i].since);
    free(stays);
    return status;
}
