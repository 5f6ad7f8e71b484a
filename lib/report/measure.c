#include "report/measure.h"

#include <string.h>

#include "base/error.h"
#include "model/names.h"

/* Where each flow stands in the report, and its sign. What has no row cancels out. */
static const struct {
    kho__sum sum;
    int sign;
} columns[KHO__FLOWS] = {
    [KHO__FLOW_IN(KHO_BEGIN)] = {KHO__SUM_OPENING,         1 },
    [KHO__FLOW_IN(KHO_RECEIVE)] = {KHO__SUM_RECEIVED,        1 },
    [KHO__FLOW_OUT(KHO_SEND_BACK)] = {KHO__SUM_RECEIVED,        -1},
    [KHO__FLOW_OUT(KHO_SHIP)] = {KHO__SUM_TRANSFERRED_OUT, 1 },
    [KHO__FLOW_IN(KHO_SHIP)] = {KHO__SUM_RECEIVED,        1 },
    [KHO__FLOW_OUT(KHO_ARRIVE)] = {KHO__SUM_ISSUED,          1 },
    [KHO__FLOW_IN(KHO_ARRIVE)] = {KHO__SUM_RECEIVED,        1 },
    [KHO__FLOW_OUT(KHO_TRANSFER)] = {KHO__SUM_TRANSFERRED_OUT, 1 },
    [KHO__FLOW_IN(KHO_TRANSFER)] = {KHO__SUM_TRANSFERRED_IN,  1 },
    [KHO__FLOW_OUT(KHO_ISSUE)] = {KHO__SUM_ISSUED,          1 },
    [KHO__FLOW_IN(KHO_ISSUE)] = {KHO__SUM_RECEIVED,        1 },
    [KHO__FLOW_OUT(KHO_GIVE_BACK)] = {KHO__SUM_RECEIVED,        -1},
    [KHO__FLOW_IN(KHO_GIVE_BACK)] = {KHO__SUM_RETURNED,        1 },
    [KHO__FLOW_OUT(KHO_DISPENSE)] = {KHO__SUM_DISPENSED,       1 },
    [KHO__FLOW_OUT(KHO_LOSE)] = {KHO__SUM_LOST,            1 },
    [KHO__FLOW_OUT(KHO_ADJUST)] = {KHO__SUM_ADJUSTED,        -1},
    [KHO__FLOW_IN(KHO_ADJUST)] = {KHO__SUM_ADJUSTED,        1 },
};

kho__period kho__period_of(kho_date from, kho_date to, const kho__ruling *ruling)
{
    const kho_month last = kho_month_of(to), first = kho_month_of(from);
    const bool complete = to == kho_month_last(last);
    const int reach = kho__ruling_reach(ruling);
    const kho_month window =
        last - (reach > KHO__WINDOW_MOST ? KHO__WINDOW_MOST : reach) + complete;

    return (kho__period){.from = from,
        .to = to,
        .year = KHO_NO_DATE,
        .first = window < first ? window : first,
        .last = last};
}

void kho__period_add_year(kho__period *period)
{
    const kho_month january = period->last - (period->last % 12 + 12) % 12;

    period->year = kho_month_first(january);
    if (january < period->first)
        period->first = january;
}

kho__window kho__window_of(const kho_rule *rule, kho_date to)
{
    const kho_month month = kho_month_of(to);
    const bool complete = to == kho_month_last(month);
    const kho_month last = complete || rule->current ? month : month - 1;

    return (kho__window){last - (kho_month)kho__window_size(rule) + 1, last};
}

kho__role kho__role_of(const kho__catalogue *catalogue, int32_t place, kho_date day)
{
    const kho_place_kind kind = kho__place_at(catalogue, place)->as.kind;
    kho__role role = {.judged = kind == KHO_STORE || kind == KHO_COLLABORATOR,
        .shelf = kind == KHO_HOLD,
        .among = ~0u};

    if (kind == KHO_COLLABORATOR)
        role.among = 1u << KHO_DISPENSE;
    else if (kho__supplies_stores(catalogue, place, day))
        role.also = 1u << KHO_TRANSFER | 1u << KHO_SHIP;
    return role;
}

int64_t kho__consumed(const int64_t *flows, unsigned counts)
{
    int64_t sum = 0;

    for (kho_verb verb = 0; verb < KHO_VERBS; verb++) {
        if (counts & 1u << verb)
            sum += flows[KHO__FLOW_OUT(verb)];
    }
    /* What collaborators gave back was not used. */
    return counts & 1u << KHO_ISSUE ? sum - flows[KHO__FLOW_IN(KHO_GIVE_BACK)] : sum;
}

static int day_in(kho_date date, kho_month month)
{
    const kho_date first = kho_month_first(month);
    const int days = kho_month_last(month) - first + 1;

    return date < first ? 0 : date - first + 1 > days ? days : date - first + 1;
}

void kho__measure_clear(kho__measure *measure, const kho_rule *rule)
{
    kho__dated *const lots = measure->lots;
    const size_t room = measure->lot_room;

    memset(measure, 0, offsetof(kho__measure, months));
    measure->rule = rule;
    measure->lots = lots;
    measure->lot_room = room;
}

/* Add what there was before a day, and what moved from then to the period's end. */
static bool add_from(const kho__period *period, const kho__slice *slices, kho_date from,
    int64_t *opening, int64_t *flows)
{
    const kho_month first = kho_month_of(from);
    const kho__slice *begin = &slices[first - period->first],
                     *end = &slices[period->last - period->first];
    bool fits = kho__slice_balance(begin, day_in(from, first) - 1, opening);

    for (const kho__slice *at = begin; at <= end; at++) {
        const int day = at->month == first ? day_in(from, first) : 1;

        fits &= kho__slice_flows(at, day, day_in(period->to, at->month), flows);
    }
    return fits;
}

/* What expired: lost since, or still there at the end. */
static bool add_expired(kho__measure *measure, const kho__period *period,
    const kho__slice *slices, const kho__catalogue *catalogue)
{
    bool fits = kho__slice_expired(&slices[period->last - period->first], catalogue,
        day_in(period->to, period->last), &measure->expired);

    for (kho_month month = kho_month_of(period->from); month <= period->last; month++) {
        const int first = day_in(period->from, month);

        fits &= kho__slice_lost_expired(&slices[month - period->first], catalogue,
            first ? first : 1, day_in(period->to, month), &measure->lost_expired);
    }
    return fits;
}

void kho__measure_add(kho__measure *measure, const kho__period *period,
    const kho__slice *slices, const kho__catalogue *catalogue)
{
    const kho__slice *end = &slices[period->last - period->first];
    bool fits =
        kho__slice_balance(end, day_in(period->to, period->last), &measure->closing);

    fits &= add_from(period, slices, period->from, &measure->opening, measure->flows);
    if (period->year != KHO_NO_DATE)
        fits &= add_from(
            period, slices, period->year, &measure->year.opening, measure->year.flows);
    if (period->expired)
        fits &= add_expired(measure, period, slices, catalogue);
    measure->overflow |= !fits;
}

int kho__count_out(const int64_t days[31], kho_month month, kho_date from, kho_date to)
{
    int out = 0;

    for (int day = day_in(from, month) ? day_in(from, month) : 1;
         day <= day_in(to, month); day++)
        out += days[day - 1] <= 0;
    return out;
}

/* Most lines never come near 0: no lot expires in the month, and the opening outlasts all
 * that left. */
static bool never_out(const kho__slice *slice, const kho__catalogue *catalogue)
{
    const kho_date last = kho_month_last(slice->month);
    int64_t left = 0;

    for (size_t i = 0; i < slice->lot_count; i++) {
        const kho__lot *lot = kho__lot_at(catalogue, KHO__KEY_LOT(slice->lots[i].key));

        if (lot->expiry == KHO_NO_DATE || lot->expiry >= last)
            left += slice->lots[i].opening;
    }
    for (size_t i = 0; i < slice->cell_count && left > 0; i++) {
        const int64_t effect = kho__cell_effect(&slice->cells[i]);

        left += effect < 0 ? effect : 0;
    }
    return left > 0;
}

int kho__days_out(const kho__slice *slice, const kho__catalogue *catalogue,
    kho_date since, kho_date from, kho_date to)
{
    const kho_date first = kho_month_first(slice->month),
                   last = kho_month_last(slice->month);
    int64_t days[31] = {0};

    if (slice->line && kho__line_days_out(slice->line) >= 0 && from <= first &&
        to >= last)
        return kho__line_days_out(slice->line);
    /* A return is booked on its last day: its day-ends tell nothing of days out. */
    if (kho__slice_returned(slice))
        return 0;
    if (since == KHO_NO_DATE || since > to || never_out(slice, catalogue))
        return 0;
    kho__slice_usable(slice, catalogue, days);
    if (since > from)
        from = since;
    return from > last ? 0 : kho__count_out(days, slice->month, from, to);
}

kho__use kho__use_of(const kho_rule *rule, const kho__role *role,
    const kho__slice *slices, const kho__slice *held, size_t last,
    const kho__catalogue *catalogue, kho_date to)
{
    return (kho__use){.catalogue = catalogue,
        .counts = (rule->count & role->among) | role->also,
        .campaigns = rule->campaigns,
        .slices = slices,
        .held = held,
        .first = kho__line_first(&slices[last], held ? &held[last] : NULL),
        .to = to};
}

kho_consumed kho__used_in(const kho__use *at, size_t index, bool *overflow)
{
    const kho__slice *slice = &at->slices[index];
    const kho_date first = kho_month_first(slice->month),
                   last = kho_month_last(slice->month),
                   to = at->to < last ? at->to : last;
    int64_t flows[KHO__FLOWS] = {0};
    kho_consumed month = {.month_days = last - first + 1};

    month.counts = kho__slice_fed(slice) ? kho__slice_returned(slice)
                                         : at->first != KHO_NO_DATE && at->first <= to;
    if (!month.counts)
        return month;
    *overflow |= !kho__slice_flows(slice, 1, day_in(to, slice->month), flows);
    if (at->held)
        *overflow |=
            !kho__slice_flows(&at->held[index], 1, day_in(to, slice->month), flows);
    if (!at->campaigns)
        *overflow |=
            !kho__slice_leave_campaigns(slice, 1, day_in(to, slice->month), flows);
    month.quantity = kho__consumed(flows, at->counts);
    month.days_out = kho__days_out(slice, at->catalogue, at->first, first, to);
    return month;
}

/* Days out from a day to the period's end. */
static int days_out_from(const kho__use *at, const kho__period *period, kho_date from)
{
    int sum = 0;

    for (kho_month month = kho_month_of(from); month <= period->last; month++) {
        const kho_date first = kho_month_first(month), last = kho_month_last(month);

        sum += kho__days_out(&at->slices[month - period->first], at->catalogue, at->first,
            first > from ? first : from, last < period->to ? last : period->to);
    }
    return sum;
}

kho_date kho__line_first(const kho__slice *own, const kho__slice *held)
{
    const kho_date first = kho__slice_first(own),
                   shelf = held ? kho__slice_first(held) : KHO_NO_DATE;

    return first == KHO_NO_DATE || (shelf != KHO_NO_DATE && shelf < first) ? shelf
                                                                           : first;
}

void kho__measure_use(kho__measure *measure, const kho__period *period,
    const kho__role *role, const kho__slice *slices, const kho__slice *held,
    const kho__catalogue *catalogue)
{
    const size_t end = (size_t)(period->last - period->first);
    const kho_rule *rule = measure->rule;
    const kho__window window = kho__window_of(rule, period->to);
    const kho__use at = kho__use_of(rule, role, slices, held, end, catalogue, period->to);
    int64_t days[31] = {0};
    int taken = 0;

    measure->days_out = days_out_from(&at, period, period->from);
    if (period->year != KHO_NO_DATE)
        measure->year.days_out = days_out_from(&at, period, period->year);
    measure->overflow |= !kho__slice_usable(&slices[end], catalogue, days);
    measure->usable = days[day_in(period->to, period->last) - 1];
    /* From the latest one back, until the window is full. */
    measure->month_count = (size_t)(window.last - window.first) + 1;
    measure->month_begin = measure->month_count;
    while (measure->month_begin > 0 && taken < rule->window) {
        const size_t i = --measure->month_begin,
                     month = (size_t)(window.first - period->first) + i;

        measure->months[i] = kho__used_in(&at, month, &measure->overflow);
        measure->whys[i] = kho__slice_fed(&slices[month]) ? KHO__INSTEAD_NO_RETURN
                                                          : KHO__INSTEAD_BEFORE_RECEIPT;
        taken += kho__month_fills(rule, &measure->months[i]);
    }
}

kho_status kho__measure_lots(kho__measure *measure, const kho__slice *slice,
    const kho__catalogue *catalogue, kho_date on, bool road)
{
    const size_t most = slice->lot_count + slice->cell_count;
    const int day = day_in(on, slice->month);
    kho__lot_walk walk = {0};
    size_t first, end;
    int64_t balance;
    kho__key key;

    if (!kho__grow((void **)&measure->lots, &measure->lot_room, measure->lot_count,
            most + 1, sizeof(*measure->lots)))
        return kho__fail_memory();
    while (kho__slice_next_lot(slice, &walk, &key, &balance, &first, &end)) {
        for (size_t i = first; i < end && slice->cells[i].day <= day; i++)
            balance += kho__cell_effect(&slice->cells[i]);
        const kho__lot *lot = kho__lot_at(catalogue, KHO__KEY_LOT(key));

        if (balance <= 0 || (lot->expiry != KHO_NO_DATE && lot->expiry < on))
            continue;
        measure->lots[measure->lot_count++] = (kho__dated){
            .expiry = lot->expiry, .quantity = balance, .of = lot, .road = road};
        if (road)
            measure->overflow |= __builtin_add_overflow(
                measure->in_transit, balance, &measure->in_transit);
    }
    return KHO_OK;
}

/* What flows come to in the report's columns, after an opening. */
static bool sum_columns(
    int64_t opening, const int64_t *flows, bool shelf, int64_t sums[KHO__SUMS])
{
    bool fits = true;

    memset(sums, 0, KHO__SUMS * sizeof(*sums));
    sums[KHO__SUM_OPENING] = opening;
    for (size_t i = 0; i < KHO__FLOWS; i++) {
        int64_t *sum = &sums[columns[i].sum], flow = columns[i].sign * flows[i];

        fits &= !__builtin_add_overflow(*sum, flow, sum);
    }
    if (shelf) {
        sums[KHO__SUM_TRANSFERRED_IN] += flows[KHO__FLOW_IN(KHO_HOLD_BACK)];
        sums[KHO__SUM_TRANSFERRED_OUT] += flows[KHO__FLOW_OUT(KHO_RELEASE)];
    }
    return fits;
}

bool kho__measure_sums(const kho__measure *measure, bool shelf, int64_t sums[KHO__SUMS])
{
    const bool fits = sum_columns(measure->opening, measure->flows, shelf, sums);

    sums[KHO__SUM_CLOSING] = measure->closing;
    return fits && !measure->overflow;
}

bool kho__measure_year_sums(
    const kho__measure *measure, bool shelf, int64_t sums[KHO__SUMS])
{
    const bool fits =
        sum_columns(measure->year.opening, measure->year.flows, shelf, sums);

    sums[KHO__SUM_CLOSING] = measure->closing;
    return fits && !measure->overflow;
}

kho_status kho__measure_judge(kho__measure *measure, const kho__period *period,
    int64_t pack, bool *amc_defined, kho_rational *amc, kho_judgement *out)
{
    kho_position *const position = &measure->position;
    kho_status status;

    *position = (kho_position){.usable = measure->usable,
        .in_transit = measure->in_transit,
        .pack = pack,
        .on = period->to};
    measure->lot_count = kho__dated_order(measure->lots, measure->lot_count);
    if ((status = kho_amc(measure->rule, measure->months + measure->month_begin,
             measure->month_count - measure->month_begin, &position->amc_defined,
             &position->amc)) < 0 ||
        (status = kho__expiring(measure->rule, position->amc, period->to, measure->lots,
             measure->lot_count, &position->expiring)) < 0)
        return status;
    *amc_defined = position->amc_defined;
    *amc = position->amc;
    return kho_judge(measure->rule, position, out);
}
