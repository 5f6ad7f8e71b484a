#include "report/sight.h"

#include <string.h>

kho__alert kho__alert_of(kho_standing standing)
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

void kho__sight_begin(kho__sight *at)
{
    const size_t end = (size_t)(at->last - at->first);

    if (at->sum)
        return;
    at->use = kho__use_of(at->rule, &at->role, at->own, at->held, end,
        &at->asked->ledger->catalogue, kho_month_last(at->last));
    memset(at->months, 0, (end + 1) * sizeof(*at->months));
}

bool kho__sight_reaches(const kho__sight *at, kho_date day)
{
    return at->sum || kho__window_of(at->rule, day).first >= at->first;
}

void kho__sight_usable(const kho__sight *at, kho_month month, int64_t days[31])
{
    memset(days, 0, 31 * sizeof(*days));
    if (!at->sum)
        kho__slice_usable(
            &at->own[month - at->first], &at->asked->ledger->catalogue, days);
    else if (month >= at->sum->period->first)
        memcpy(days, &at->sum->days[(month - at->sum->period->first) * 31],
            31 * sizeof(*days));
}

/* The months of the rule's window, all over on that day: as kho__measure_use() gives
 * them. */
static void use_months(kho__sight *at, kho_date day)
{
    const kho__window window = kho__window_of(at->rule, day);
    kho__measure *measure = at->measure;
    int taken = 0;

    measure->month_count = (size_t)(window.last - window.first) + 1;
    measure->month_begin = measure->month_count;
    while (measure->month_begin > 0 && taken < at->rule->window) {
        const size_t i = --measure->month_begin,
                     index = (size_t)(window.first - at->first) + i;
        kho__sight_month *month = &at->months[index];

        if (!month->known)
            month->used = kho__used_in(&at->use, index, &measure->overflow);
        month->known = true;
        measure->months[i] = month->used;
        taken += kho__month_fills(at->rule, &month->used);
    }
}

/* What the line used up to a day. */
static void find_use(kho__sight *at, kho_date day)
{
    const kho__period period = {.from = day,
        .to = day,
        .year = KHO_NO_DATE,
        .first = at->first,
        .last = kho_month_of(day)};

    if (at->sum)
        kho__sum_line_use(at->sum, day, day, at->measure);
    else if (at->rule->current)
        kho__measure_use(at->measure, &period, &at->role, at->own, at->held,
            &at->asked->ledger->catalogue);
    else
        use_months(at, day);
}

/* The lots that may be used, and what they come to; of the road where they are asked for
 * themselves. */
static kho_status find_lots(kho__sight *at, kho_date day, bool lots)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const kho_month index = kho_month_of(day) - at->first;
    kho__measure *measure = at->measure;
    kho_status status;

    measure->lot_count = 0;
    measure->usable = measure->in_transit = 0;
    status = at->sum ? kho__sum_line_lots(at->sum, day, measure)
                     : kho__measure_lots(measure, &at->own[index], catalogue, day, false);
    for (size_t i = 0; i < measure->lot_count && status == KHO_OK; i++) {
        if (!measure->lots[i].road)
            measure->overflow |= __builtin_add_overflow(
                measure->usable, measure->lots[i].quantity, &measure->usable);
    }
    if (status == KHO_OK && lots && at->road)
        status = kho__measure_lots(measure, &at->road[index], catalogue, day, true);
    if (!lots)
        measure->lot_count = 0;
    return status;
}

kho_status kho__sight_judge(kho__sight *at, kho_date day, bool lots, kho_judgement *out)
{
    const kho__period period = {.from = day, .to = day};
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    kho__measure_clear(at->measure, at->rule);
    find_use(at, day);
    if ((status = find_lots(at, day, lots)) < 0)
        return status;
    if (at->measure->overflow)
        return kho__fail_overflow(at->asked, at->place, at->item);
    return kho__measure_judge(at->measure, &period, at->pack, &amc_defined, &amc, out);
}

kho_status kho__sight_again(
    kho__sight *at, kho_date day, int64_t usable, bool lots, kho_judgement *out)
{
    kho__measure *measure = at->measure;
    kho_position *position = &measure->position;
    kho_status status;

    position->usable = usable;
    position->on = day;
    if (!lots)
        return kho_judge(at->rule, position, out);
    if ((status = find_lots(at, day, true)) < 0)
        return status;
    measure->lot_count = kho__dated_order(measure->lots, measure->lot_count);
    return kho__expiring(at->rule, position->amc, day, measure->lots, measure->lot_count,
        &position->expiring);
}

bool kho__sight_raises(const kho__sight *at, const kho_judgement *judgement,
    kho__alert alert, const kho__lot *lot)
{
    const kho__measure *measure = at->measure;

    if (!lot)
        return kho__alert_of(judgement->standing) == alert;
    for (size_t i = 0; i < measure->lot_count; i++) {
        if (measure->lots[i].of == lot && measure->lots[i].at_risk > 0)
            return true;
    }
    return false;
}
