/* Quantities of lots added up over places, each lot once. */
#ifndef KHO_REPORT_LOT_SUMS_H
#define KHO_REPORT_LOT_SUMS_H

#include "report/lines.h"

typedef struct kho__lot_sum {
    const kho__lot *lot;
    int64_t quantity, usable;
} kho__lot_sum;

typedef struct kho__lot_sums {
    kho__map ids; /* lot to index */
    kho__lot_sum *sums;
    size_t count, room;
} kho__lot_sums;

kho_status kho__lot_sums_add(kho__lot_sums *sums, const kho__asked *asked,
    const kho__lot_balance *lot, int64_t usable);

/* Put them in the order of allocation. */
void kho__lot_sums_sort(kho__lot_sums *sums);

void kho__lot_sums_free(kho__lot_sums *sums);

#endif
