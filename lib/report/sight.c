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

static const kho__slice *slice_on(
    const kho__sight *at, const kho__slice *slices, kho_date day)
{
    return &slices[kho_month_of(day) - at->first];
}

bool kho__sight_reaches(const kho__sight *at, kho_date day)
{
    return at->sum || kho__window_of(at->rule, day).first >= at->first;
}

void kho__sight_usable(const kho__sight *at, kho_month month, int64_t days[31])
{
    memset(days, 0, 31 * sizeof(*days));
    if (!at->sum)
        kho__slice_usable(&at->own[month - at->first], at->catalogue, days);
    else if (month >= at->sum->period->first)
        memcpy(days, &at->sum->days[(month - at->sum->period->first) * 31],
            31 * sizeof(*days));
}

static kho_status find_lots(const kho__sight *at, kho_date day)
{
    kho__measure *measure = at->measure;
    kho_status status;

    measure->lot_count = 0;
    measure->in_transit = 0;
    if (at->sum)
        return kho__sum_line_lots(at->sum, day, measure);
    status =
        kho__measure_lots(measure, slice_on(at, at->own, day), at->catalogue, day, false);
    return status < 0 || !at->road
               ? status
               : kho__measure_lots(
                     measure, slice_on(at, at->road, day), at->catalogue, day, true);
}

kho_status kho__sight_judge(const kho__sight *at, kho_date day, kho_judgement *out)
{
    const kho__period period = {.from = day,
        .to = day,
        .year = KHO_NO_DATE,
        .first = at->first,
        .last = kho_month_of(day)};
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    kho__measure_clear(at->measure, at->rule);
    if (at->sum)
        kho__sum_line_use(at->sum, day, day, at->measure);
    else
        kho__measure_use(
            at->measure, &period, &at->role, at->own, at->held, at->catalogue);
    if ((status = find_lots(at, day)) < 0)
        return status;
    return kho__measure_judge(at->measure, &period, at->pack, &amc_defined, &amc, out);
}

kho_status kho__sight_again(
    const kho__sight *at, kho_date day, int64_t usable, bool lots, kho_judgement *out)
{
    kho__measure *measure = at->measure;
    kho_position *position = &measure->position;
    kho_status status;

    position->usable = usable;
    position->on = day;
    if (!lots)
        return kho_judge(at->rule, position, out);
    if ((status = find_lots(at, day)) < 0)
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
