#include "report/sum_line.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/names.h"

static size_t months_of(const kho__sum_line *line)
{
    return (size_t)(line->period->last - line->period->first) + 1;
}

kho_status kho__sum_line_begin(kho__sum_line *line, kho__key key,
    const kho__period *period, const kho_rule *rule, kho__arena *arena)
{
    size_t months;

    *line = (kho__sum_line){.key = key, .period = period, .first = KHO_NO_DATE};
    line->measure.rule = rule;
    months = months_of(line);
    line->days = kho__arena_take(arena, months * 31 * sizeof(*line->days));
    line->counts = kho__arena_take(arena, months * sizeof(*line->counts));
    line->fed = kho__arena_take(arena, months * sizeof(*line->fed));
    line->returned = kho__arena_take(arena, months * sizeof(*line->returned));
    line->used = kho__arena_take(arena, months * sizeof(*line->used));
    return line->days && line->counts && line->fed && line->returned && line->used
               ? KHO_OK
               : kho__fail_memory();
}

void kho__sum_line_free(kho__sum_line *line)
{
    free(line->measure.lots);
    free(line->lots);
    kho__map_free(&line->lot_ids);
}

/* Consumption of a day's flows: in a sum, what left for use for good. */
static int64_t consumed(const kho__sum_line *line, const int64_t *flows)
{
    return kho__consumed(flows, line->measure.rule->count & 1u << KHO_DISPENSE);
}

/* What was used up to each day of the last month. */
static bool add_running(kho__sum_line *line, const kho__slice *slice)
{
    int64_t flows[KHO__FLOWS] = {0};
    bool fits = true;

    for (int day = 1; day <= 31; day++) {
        fits &= kho__slice_flows(slice, day, day, flows);
        if (!line->measure.rule->campaigns)
            fits &= kho__slice_leave_campaigns(slice, day, day, flows);
        fits &= !__builtin_add_overflow(
            line->running[day - 1], consumed(line, flows), &line->running[day - 1]);
    }
    return fits;
}

/* Add one month of one place. Only what lies in stores and with collaborators can be
 * used; what is on the road has come to nobody yet. */
static void add_month(kho__sum_line *line, size_t month, const kho__slice *slice,
    const kho__catalogue *catalogue, kho_place_kind kind)
{
    const kho_date first = kho__slice_first(slice),
                   since = kind == KHO_TRANSIT ? KHO_NO_DATE : first;
    const bool fed = kho__slice_fed(slice);
    const int last = line->period->to - kho_month_first(slice->month) + 1;
    int64_t flows[KHO__FLOWS] = {0};

    bool fits = kho__slice_flows(slice, 1, last > 31 ? 31 : last, flows);

    if (!line->measure.rule->campaigns)
        fits &= kho__slice_leave_campaigns(slice, 1, last > 31 ? 31 : last, flows);
    fits &= !__builtin_add_overflow(
        line->used[month], consumed(line, flows), &line->used[month]);
    if (line->period->past && line->measure.rule->current &&
        slice->month == line->period->last)
        fits &= add_running(line, slice);
    if (since != KHO_NO_DATE && (line->first == KHO_NO_DATE || since < line->first))
        line->first = since;
    if (fed ? kho__slice_returned(slice) : since != KHO_NO_DATE)
        line->counts[month] = true;
    line->fed[month] |= fed;
    line->returned[month] |= kho__slice_returned(slice);
    if (kind == KHO_STORE || kind == KHO_COLLABORATOR)
        fits &= kho__slice_usable(slice, catalogue, &line->days[month * 31]);
    line->measure.overflow |= !fits;
    if ((first != KHO_NO_DATE && first <= line->period->to) ||
        (slice->line && kho__line_observed(slice->line)) || kho__slice_moved(slice, last))
        line->listed = true;
}

static kho_status lot_of(
    kho__sum_line *line, const kho__lot *lot, bool road, kho__sum_lot **out)
{
    const uint64_t id = (uint64_t)lot->id << 1 | road;
    int64_t found = kho__map_find_key(&line->lot_ids, id);

    if (found < 0) {
        found = (int64_t)line->lot_count;
        if (!kho__grow((void **)&line->lots, &line->lot_room, line->lot_count, 1,
                sizeof(*line->lots)) ||
            !kho__map_put_key(&line->lot_ids, id, found))
            return kho__fail_memory();
        line->lots[line->lot_count++] = (kho__sum_lot){.lot = lot, .road = road};
    }
    *out = &line->lots[found];
    return KHO_OK;
}

/* A lot below zero takes nothing from other places. */
static bool add_there(int64_t *sum, int64_t balance)
{
    return balance <= 0 || !__builtin_add_overflow(*sum, balance, sum);
}

/* Add a place's lots at the end of a month, and on the days of the last one. */
static kho_status add_lots(kho__sum_line *line, const kho__slice *slice,
    const kho__catalogue *catalogue, bool road)
{
    const kho_month back = line->period->last - slice->month;
    kho__lot_walk walk = {0};
    size_t first, end;
    int64_t balance;
    kho__key key;

    while (kho__slice_next_lot(slice, &walk, &key, &balance, &first, &end)) {
        kho__sum_lot *lot = NULL;
        const kho_status status =
            lot_of(line, kho__lot_at(catalogue, KHO__KEY_LOT(key)), road, &lot);
        bool fits = true;

        if (status < 0)
            return status;
        for (int day = 1; day <= 31; day++) {
            for (; first < end && slice->cells[first].day == day; first++)
                balance += kho__cell_effect(&slice->cells[first]);
            if (!back)
                fits &= add_there(&lot->days[day - 1], balance);
        }
        if (back)
            fits = add_there(&lot->months[back - 1], balance);
        line->measure.overflow |= !fits;
    }
    return KHO_OK;
}

kho_status kho__sum_line_add(kho__sum_line *line, const kho__catalogue *catalogue,
    const kho__slice *slices, kho_place_kind kind)
{
    const kho__period *period = line->period;
    const size_t months = months_of(line);
    const kho__slice *last = &slices[months - 1];
    const bool usable = kind == KHO_STORE || kind == KHO_COLLABORATOR,
               road = kind == KHO_TRANSIT;
    kho_status status = KHO_OK;

    kho__measure_add(&line->measure, period, slices, catalogue);
    if (kind == KHO_HOLD)
        line->measure.overflow |= !kho__slice_balance(
            last, period->to - kho_month_first(period->last) + 1, &line->measure.held);
    if (usable || road)
        status = kho__measure_lots(&line->measure, last, catalogue, period->to, road);
    for (size_t i = 0; i < months && status == KHO_OK; i++) {
        add_month(line, i, &slices[i], catalogue, kind);
        if (period->past && (usable || road) && months - i <= KHO__SUM_PAST + 1)
            status = add_lots(line, &slices[i], catalogue, road);
    }
    return status;
}

static int days_out_in(
    const kho__sum_line *line, kho_month month, kho_date from, kho_date to)
{
    const size_t index = (size_t)(month - line->period->first);

    /* What has a return is booked on the month's last day: who had something before isn't
     * known. */
    if (line->first == KHO_NO_DATE || line->first > to || from > to ||
        line->returned[index])
        return 0;
    return kho__count_out(
        &line->days[index * 31], month, line->first > from ? line->first : from, to);
}

static int days_out_from(const kho__sum_line *line, kho_date from, kho_date to)
{
    int sum = 0;

    for (kho_month month = kho_month_of(from); month <= kho_month_of(to); month++) {
        const kho_date first = kho_month_first(month), last = kho_month_last(month);

        sum +=
            days_out_in(line, month, first > from ? first : from, last < to ? last : to);
    }
    return sum;
}

/* A month as consumption sees it on a day; what lies before all sheets doesn't count. */
static kho_consumed used_in(
    const kho__sum_line *line, kho_month month, kho_date to, uint8_t *why)
{
    const kho__period *period = line->period;
    const kho_date first = kho_month_first(month), last = kho_month_last(month),
                   until = to < last ? to : last;
    const size_t index = (size_t)(month - period->first);
    kho_consumed out = {.month_days = last - first + 1};

    *why = KHO__INSTEAD_BEFORE_RECEIPT;
    if (month < period->first)
        return out;
    if (line->fed[index])
        *why = KHO__INSTEAD_NO_RETURN;
    out.counts = line->counts[index];
    out.quantity = line->used[index];
    if (to < period->to && month == period->last)
        out.quantity = line->running[to - first];
    out.days_out = days_out_in(line, month, first, until);
    return out;
}

void kho__sum_line_use(
    const kho__sum_line *line, kho_date from, kho_date to, kho__measure *measure)
{
    const kho__period *period = line->period;
    const kho_rule *rule = measure->rule;
    const kho__window window = kho__window_of(rule, to);
    const kho_month month = kho_month_of(to);
    int taken = 0;

    measure->days_out = days_out_from(line, from, to);
    if (period->year != KHO_NO_DATE)
        measure->year.days_out = days_out_from(line, period->year, to);
    measure->usable =
        month < period->first
            ? 0
            : line->days[(month - period->first) * 31 + to - kho_month_first(month)];
    measure->month_count = (size_t)(window.last - window.first + 1);
    measure->month_begin = measure->month_count;
    while (measure->month_begin > 0 && taken < rule->window) {
        const size_t i = --measure->month_begin;

        measure->months[i] =
            used_in(line, window.first + (kho_month)i, to, &measure->whys[i]);
        taken += kho__month_fills(rule, &measure->months[i]);
    }
}

kho_status kho__sum_line_lots(
    const kho__sum_line *line, kho_date day, kho__measure *measure)
{
    const kho_month month = kho_month_of(day), back = line->period->last - month;

    if (!kho__grow((void **)&measure->lots, &measure->lot_room, measure->lot_count,
            line->lot_count + 1, sizeof(*measure->lots)))
        return kho__fail_memory();
    for (size_t i = 0; i < line->lot_count && back <= KHO__SUM_PAST; i++) {
        const kho__sum_lot *lot = &line->lots[i];
        const kho_date expiry = lot->lot->expiry;
        const int64_t quantity =
            back ? lot->months[back - 1] : lot->days[day - kho_month_first(month)];

        if (quantity > 0 && (expiry == KHO_NO_DATE || expiry >= day))
            measure->lots[measure->lot_count++] = (kho__dated){.expiry = expiry,
                .quantity = quantity,
                .of = lot->lot,
                .road = lot->road};
    }
    return KHO_OK;
}
