#include <stdlib.h>

#include "base/error.h"
#include "report/place_walk.h"
#include "report/report.h"

typedef struct line_walk {
    const kho__asked *asked;
    const kho__period *period;
    kho__place_walk walk;
    kho__role role;       /* of the place */
    bool *seen;           /* items of this place that have a line */
    kho__measure measure; /* of the line that is being visited */
    kho__line_visit visit;
    void *context;
} line_walk;

/* A line is listed if it was held, offered or observed by the end of the period. */
static bool is_listed(const line_walk *at)
{
    const size_t end = (size_t)(at->period->last - at->period->first);
    const kho__slice *slices[] = {&at->walk.own.slices[end], &at->walk.hold.slices[end]};

    for (size_t i = 0; i < 1u + at->walk.has_hold; i++) {
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

static kho_status begin_line(line_walk *at, const kho__reported *line)
{
    const kho_rule *rule;
    const kho_status status =
        kho__ruling_of(at->asked->ruling, line->place, line->item, line->channel, &rule);

    if (status == KHO_OK)
        kho__measure_clear(&at->measure, rule);
    return status;
}

static kho_status measure_line(line_walk *at, const kho__reported *line)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const size_t end = (size_t)(at->period->last - at->period->first);
    kho__measure *measure = &at->measure;
    kho_status status = KHO_OK;

    kho__measure_add(measure, at->period, at->walk.own.slices, catalogue);
    if (at->walk.has_hold) {
        kho__measure_add(measure, at->period, at->walk.hold.slices, catalogue);
        measure->held = closing(&at->walk.hold, at->period);
    }
    if (line->role.shelf)
        measure->held = measure->closing;
    if (!line->role.judged)
        return KHO_OK;
    kho__measure_use(
        measure, at->period, &line->role, line->slices, line->held, catalogue);
    status = kho__measure_lots(
        measure, &at->walk.own.slices[end], catalogue, at->period->to, false);
    if (status == KHO_OK && at->walk.has_road)
        status = kho__measure_lots(
            measure, &at->walk.road.slices[end], catalogue, at->period->to, true);
    return status;
}

static kho_status visit_line(line_walk *at, int32_t place, kho__key key)
{
    const kho__reported line = {.place = place,
        .item = KHO__KEY_ITEM(key),
        .channel = KHO__KEY_CHANNEL(key),
        .role = at->role,
        .measure = &at->measure,
        .slices = at->walk.own.slices,
        .held = at->walk.has_hold ? at->walk.hold.slices : NULL,
        .road = at->walk.has_road ? at->walk.road.slices : NULL};
    kho_status status;

    kho__place_walk_step(&at->walk, key);
    if ((at->asked->item && at->asked->item != line.item) || !is_listed(at))
        return KHO_OK;
    at->seen[line.item] = true;
    if ((status = begin_line(at, &line)) < 0 || (status = measure_line(at, &line)) < 0)
        return status;
    return at->measure.overflow ? kho__fail_overflow(at->asked, place, line.item)
                                : at->visit(at->context, &line);
}

/* Lines of stock that the place ought to have and never had. */
static kho_status visit_offers(line_walk *at, int32_t place)
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
            .measure = &at->measure};

        if (item && !at->seen[item] && (!at->asked->item || at->asked->item == item) &&
            (status = begin_line(at, &line)) == KHO_OK)
            status = at->visit(at->context, &line);
    }
    return status;
}

static kho_status visit_place(line_walk *at, int32_t place)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho_status status = kho__place_walk_take(&at->walk, place);
    kho__key key;

    at->role = kho__role_of(catalogue, place, at->asked->on);
    for (size_t i = 0; i <= catalogue->item_count; i++)
        at->seen[i] = false;
    while (status == KHO_OK && (key = kho__place_walk_peek(&at->walk)) != UINT64_MAX)
        status = visit_line(at, place, key);
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
    line_walk at = {.asked = asked, .period = period, .visit = visit, .context = context};
    kho_status status;

    at.seen = calloc(catalogue->item_count + 1, sizeof(bool));
    status = at.seen ? kho__place_walk_begin(&at.walk, asked->ledger, period->first,
                           period->last, asked->place_count > 16)
                     : kho__fail_memory();
    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        if (has_own_lines(asked, asked->places[i]))
            status = visit_place(&at, asked->places[i]);
    }
    kho__place_walk_end(&at.walk);
    free(at.measure.lots);
    free(at.seen);
    return status;
}
