/* A place's sheets, walked together with those of its quarantine shelf and of the road to
 * it. */
#ifndef KHO_REPORT_PLACE_WALK_H
#define KHO_REPORT_PLACE_WALK_H

#include "report/lines.h"

typedef struct kho__place_walk {
    kho__walk own, hold, road;
    bool has_hold, has_road;
} kho__place_walk;

/* Prepare to walk places over months; `many` reads each month as a whole. */
kho_status kho__place_walk_begin(
    kho__place_walk *walk, kho_ledger *ledger, kho_month from, kho_month to, bool many);
void kho__place_walk_end(kho__place_walk *walk);

/* Take up a place; the key of its next line or UINT64_MAX; step to a line. What is only
 * on the road has no line here: the road has its own. */
kho_status kho__place_walk_take(kho__place_walk *walk, int32_t place);
kho__key kho__place_walk_peek(const kho__place_walk *walk);
void kho__place_walk_step(kho__place_walk *walk, kho__key key);

#endif
