/* Which months of a place are closed: a cache of the journal's closings. */
#ifndef KHO_STORE_CLOSINGS_H
#define KHO_STORE_CLOSINGS_H

#include "store/ledger.h"

/* A month of a place that is closed. */
typedef struct kho__closing {
    int32_t place;
    int64_t seq;  /* of the entry that closed it; 0: none */
    int64_t late; /* the last entry that touched it or a month before since; 0: none */
} kho__closing;

/* Where a closing counts: a shelf is closed with its store; 0: a road, or not physical.
 */
int32_t kho__closed_with(const kho_ledger *ledger, int32_t place);

/* The month through which a place is closed; KHO_NO_MONTH: none. */
kho_status kho__closed_through(kho_ledger *ledger, int32_t place, kho_month *out);

/* The last month that is closed, from the table. */
kho_status kho__closing_last(kho_ledger *ledger, int32_t place, kho_month *out);

/* The closing of a month. */
kho_status kho__closing_get(
    kho_ledger *ledger, int32_t place, kho_month month, kho__closing *out);

/* All closings of a month, in the arena, by place. */
kho_status kho__closings_of(kho_ledger *ledger, kho__arena *arena, kho_month month,
    kho__closing **out, size_t *count);

kho_status kho__closing_add(
    kho_ledger *ledger, int32_t place, kho_month month, int64_t seq);
kho_status kho__closing_drop(kho_ledger *ledger, int32_t place, kho_month month);

/* An entry touches a place in a month: closings of that month or later note it. */
kho_status kho__closings_touch(
    kho_ledger *ledger, int32_t place, kho_month month, int64_t seq);

#endif
