#include <stdlib.h>

#include "base/error.h"
#include "report/report.h"

/* The walks of one place: itself, its quarantine shelf, the road to it. */
typedef struct place_walk {
    const kho__asked *asked;
    const kho__period *period;
    kho__walk own, hold, transit;
    bool has_hold, has_transit;
    kho__role role;       /* of the place */
    bool *seen;           /* items of this place that have a line */
    kho__measure measure; /* of the line that is being visited */
    kho__line_visit visit;
    void *context;
} place_walk;

static kho_status take_place(place_walk *at, int32_t place)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const int32_t hold = kho__hold_of(catalogue, place),
                  transit = kho__transit_of(catalogue, place);
    kho_status status;

    at->has_hold = hold && kho__place_at(catalogue, hold)->first != KHO_NO_MONTH;
    at->has_transit = transit && kho__place_at(catalogue, transit)->first != KHO_NO_MONTH;
    if ((status = kho__walk_place(&at->own, place)) < 0 ||
        (at->has_hold && (status = kho__walk_place(&at->hold, hold)) < 0) ||
        (at->has_transit && (status = kho__walk_place(&at->transit, transit)) < 0))
        return status;
    return KHO_OK;
}

/* A line is listed if it was held, offered or observed by the end of the period. */
static bool is_listed(const place_walk *at)
{
    const size_t end = (size_t)(at->period->last - at->period->first);
    const kho__slice *slices[] = {&at->own.slices[end], &at->hold.slices[end]};

    for (size_t i = 0; i < 1u + at->has_hold; i++) {
        const kho_date first = kho__slice_first(slices[i]);

        if ((first != KHO_NO_DATE && first <= at->period->to) ||
            (slices[i]->line && kho__line_observed(slices[i]->line)) ||
            kho__slice_moved(
                slices[i], at->period->to - kho_month_first(slices[i]->month) + 1))
            return true;
    }
    return false;
}

static int64_t closing(const kho__walk *walk, const kho__period *period)
{
    const kho__slice *slice = &walk->slices[period->last - period->first];

    int64_t sum = 0;

    /* What the measure has added up already fits. */
    (void)kho__slice_balance(slice, period->to - kho_month_first(period->last) + 1, &sum);
    return sum;
}

static kho_status begin_line(place_walk *at, const kho__reported *line)
{
    const kho_rule *rule;
    const kho_status status =
        kho__ruling_of(at->asked->ruling, line->place, line->item, line->channel, &rule);

    if (status == KHO_OK)
        kho__measure_clear(&at->measure, rule);
    return status;
}

static kho_status measure_line(place_walk *at, const kho__reported *line)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const size_t end = (size_t)(at->period->last - at->period->first);
    kho__measure *measure = &at->measure;
    kho_status status = KHO_OK;

    kho__measure_add(measure, at->period, at->own.slices, catalogue);
    if (at->has_hold) {
        kho__measure_add(measure, at->period, at->hold.slices, catalogue);
        measure->held = closing(&at->hold, at->period);
    }
    if (line->role.shelf)
        measure->held = measure->closing;
    if (!line->role.judged)
        return KHO_OK;
    kho__measure_use(
        measure, at->period, &line->role, line->slices, line->held, catalogue);
    status = kho__measure_lots(
        measure, &at->own.slices[end], catalogue, at->period->to, false);
    if (status == KHO_OK && at->has_transit)
        status = kho__measure_lots(
            measure, &at->transit.slices[end], catalogue, at->period->to, true);
    return status;
}

static kho_status visit_line(place_walk *at, int32_t place, kho__key key)
{
    const kho__reported line = {.place = place,
        .item = KHO__KEY_ITEM(key),
        .channel = KHO__KEY_CHANNEL(key),
        .role = at->role,
        .measure = &at->measure,
        .since = KHO_NO_DATE,
        .slices = at->own.slices,
        .held = at->has_hold ? at->hold.slices : NULL};
    kho_status status;

    kho__walk_step(&at->own, key);
    if (at->has_hold)
        kho__walk_step(&at->hold, key);
    if (at->has_transit)
        kho__walk_step(&at->transit, key);
    if ((at->asked->item && at->asked->item != line.item) || !is_listed(at))
        return KHO_OK;
    at->seen[line.item] = true;
    if ((status = begin_line(at, &line)) < 0 || (status = measure_line(at, &line)) < 0)
        return status;
    return at->measure.overflow ? kho__fail_overflow(at->asked, place, line.item)
                                : at->visit(at->context, &line);
}

/* Lines of stock that the place ought to have and never had. */
static kho_status visit_offers(place_walk *at, int32_t place)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const kho__place *of = kho__place_at(catalogue, place);
    kho_status status = KHO_OK;

    for (size_t i = 0; i < of->as.offer_count && status == KHO_OK; i++) {
        const int32_t item = kho__find_item(catalogue, of->as.offers[i]);
        const kho__reported line = {.place = place,
            .item = item,
            .channel = catalogue->channel_count ? 1 : 0,
            .role = at->role,
            .measure = &at->measure,
            .since = KHO_NO_DATE};

        if (item && !at->seen[item] && (!at->asked->item || at->asked->item == item) &&
            (status = begin_line(at, &line)) == KHO_OK)
            status = at->visit(at->context, &line);
    }
    return status;
}

static kho_status visit_place(place_walk *at, int32_t place)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho_status status = take_place(at, place);

    at->role = kho__role_of(catalogue, place, at->asked->on);
    for (size_t i = 0; i <= catalogue->item_count; i++)
        at->seen[i] = false;
    while (status == KHO_OK) {
        kho__key key = kho__walk_peek(&at->own);

        if (at->has_hold && kho__walk_peek(&at->hold) < key)
            key = kho__walk_peek(&at->hold);
        if (at->has_transit) {
            /* What is only on the road has no line here; the road has its own. */
            while (kho__walk_peek(&at->transit) < key)
                kho__walk_step(&at->transit, kho__walk_peek(&at->transit));
        }
        if (key == UINT64_MAX)
            break;
        status = visit_line(at, place, key);
    }
    return status < 0 ? status : visit_offers(at, place);
}

/* A store's line has its shelf in it; a shelf stands alone only where it was asked for.
 */
static bool has_own_lines(const kho__asked *asked, int32_t place)
{
    return kho__place_at(&asked->ledger->catalogue, place)->as.kind != KHO_HOLD ||
           place == asked->root;
}

kho_status kho__each_line(const kho__asked *asked, const kho__period *period,
    kho__line_visit visit, void *context)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const bool many = asked->place_count > 16;
    place_walk at = {
        .asked = asked, .period = period, .visit = visit, .context = context};
    kho_status status;

    at.seen = calloc(catalogue->item_count + 1, sizeof(bool));
    if (!at.seen)
        status = kho__fail_memory();
    else if ((status = kho__walk_begin(
                  &at.own, asked->ledger, period->first, period->last, many)) == KHO_OK &&
             (status = kho__walk_begin(
                  &at.hold, asked->ledger, period->first, period->last, false)) == KHO_OK)
        status = kho__walk_begin(
            &at.transit, asked->ledger, period->first, period->last, false);
    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        if (has_own_lines(asked, asked->places[i]))
            status = visit_place(&at, asked->places[i]);
    }
    kho__walk_end(&at.own);
    kho__walk_end(&at.hold);
    kho__walk_end(&at.transit);
    free(at.measure.lots);
    free(at.seen);
    return status;
}
