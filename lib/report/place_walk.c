#include "report/place_walk.h"

kho_status kho__place_walk_begin(
    kho__place_walk *walk, kho_ledger *ledger, kho_month from, kho_month to, bool many)
{
    kho_status status;

    *walk = (kho__place_walk){0};
    if ((status = kho__walk_begin(&walk->own, ledger, from, to, many)) < 0 ||
        (status = kho__walk_begin(&walk->hold, ledger, from, to, false)) < 0)
        return status;
    return kho__walk_begin(&walk->road, ledger, from, to, false);
}

void kho__place_walk_end(kho__place_walk *walk)
{
    kho__walk_end(&walk->own);
    kho__walk_end(&walk->hold);
    kho__walk_end(&walk->road);
}

static bool was_used(const kho__catalogue *catalogue, int32_t place)
{
    return place && kho__place_at(catalogue, place)->first != KHO_NO_MONTH;
}

kho_status kho__place_walk_take(kho__place_walk *walk, int32_t place)
{
    const kho__catalogue *catalogue = &walk->own.ledger->catalogue;
    const int32_t hold = kho__hold_of(catalogue, place),
                  road = kho__transit_of(catalogue, place);
    kho_status status;

    walk->has_hold = was_used(catalogue, hold);
    walk->has_road = was_used(catalogue, road);
    if ((status = kho__walk_place(&walk->own, place)) < 0 ||
        (walk->has_hold && (status = kho__walk_place(&walk->hold, hold)) < 0) ||
        (walk->has_road && (status = kho__walk_place(&walk->road, road)) < 0))
        return status;
    return KHO_OK;
}

kho__key kho__place_walk_peek(const kho__place_walk *walk)
{
    const kho__key own = kho__walk_peek(&walk->own),
                   hold = walk->has_hold ? kho__walk_peek(&walk->hold) : UINT64_MAX;

    return hold < own ? hold : own;
}

/* Lines before it are passed over. */
static void step_to(kho__walk *walk, kho__key key)
{
    kho__key next;

    while ((next = kho__walk_peek(walk)) < key)
        kho__walk_step(walk, next);
    kho__walk_step(walk, key);
}

void kho__place_walk_step(kho__place_walk *walk, kho__key key)
{
    step_to(&walk->own, key);
    if (walk->has_hold)
        step_to(&walk->hold, key);
    if (walk->has_road)
        step_to(&walk->road, key);
}
