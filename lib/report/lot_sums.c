#include "report/lot_sums.h"

#include <stdlib.h>

#include "base/error.h"

kho_status kho__lot_sums_add(kho__lot_sums *sums, const kho__asked *asked,
    const kho__lot_balance *lot, int64_t usable)
{
    int64_t found = kho__map_find_key(&sums->ids, (uint64_t)lot->lot->id);

    if (found < 0) {
        found = (int64_t)sums->count;
        if (!kho__grow(
                (void **)&sums->sums, &sums->room, sums->count, 1, sizeof(*sums->sums)) ||
            !kho__map_put_key(&sums->ids, (uint64_t)lot->lot->id, found))
            return kho__fail_memory();
        sums->sums[sums->count++] = (kho__lot_sum){.lot = lot->lot};
    }
    sums->sums[found].usable += usable; /* never more than the quantity */
    return __builtin_add_overflow(
               sums->sums[found].quantity, lot->quantity, &sums->sums[found].quantity)
               ? kho__fail_overflow(asked, asked->root, lot->lot->item)
               : KHO_OK;
}

static int compare(const void *a, const void *b)
{
    return kho__lot_compare(
        ((const kho__lot_sum *)a)->lot, ((const kho__lot_sum *)b)->lot);
}

void kho__lot_sums_sort(kho__lot_sums *sums)
{
    if (sums->count)
        qsort(sums->sums, sums->count, sizeof(*sums->sums), compare);
}

void kho__lot_sums_free(kho__lot_sums *sums)
{
    kho__map_free(&sums->ids);
    free(sums->sums);
    *sums = (kho__lot_sums){0};
}
