/* Since when: sheets are read back until a beginning is found. */
#include "report/since.h"

#include <stdlib.h>

#include "base/error.h"

#define CHUNK 12 /* months that are read at a time */

/* The last day of a month up to `last` at whose end something usable was there; 0: none.
 */
static int last_usable(const kho__slice *slice, const kho__catalogue *catalogue, int last)
{
    int64_t days[31] = {0};

    kho__slice_usable(slice, catalogue, days);
    while (last > 0 && days[last - 1] <= 0)
        last--;
    return last;
}

/* The day after the last usable one in a chunk of months; KHO_NO_DATE: not in these. */
static kho_date begins_in(
    const kho__walk *walk, const kho__catalogue *catalogue, kho_date on)
{
    for (size_t i = walk->months; i-- > 0;) {
        const kho__slice *slice = &walk->slices[i];
        const kho_date first = kho_month_first(slice->month),
                       last = kho_month_last(slice->month);
        const int usable =
            last_usable(slice, catalogue, (on < last ? on : last) - first + 1);

        if (usable)
            return first + usable;
    }
    return KHO_NO_DATE;
}

kho_status kho__out_since(
    const kho__asked *asked, int32_t place, kho__key key, kho_date first, kho_date *since)
{
    kho_month last = kho_month_of(asked->on);
    kho_date begins = KHO_NO_DATE;
    kho_status status = KHO_OK;

    *since = first;
    while (first != KHO_NO_DATE && begins == KHO_NO_DATE && status == KHO_OK &&
           last >= kho_month_of(first)) {
        kho__walk walk;

        status = kho__walk_begin(&walk, asked->ledger, last - CHUNK + 1, last, false);
        if (status == KHO_OK && (status = kho__walk_place(&walk, place)) == KHO_OK) {
            while (kho__walk_peek(&walk) < key)
                kho__walk_step(&walk, kho__walk_peek(&walk));
            kho__walk_step(&walk, key);
            begins = begins_in(&walk, &asked->ledger->catalogue, asked->on);
        }
        kho__walk_end(&walk);
        last -= CHUNK;
    }
    if (begins != KHO_NO_DATE && begins > first)
        *since = begins;
    return status;
}

/* Add, day by day from `from` on, what a place held of a lot at the day's end. */
static kho_status add_days(
    const kho__asked *asked, int32_t place, kho__key key, kho_date from, int64_t *days)
{
    const kho_month first = kho_month_of(from);
    kho__walk walk;
    kho_status status =
        kho__walk_begin(&walk, asked->ledger, first, kho_month_of(asked->on), false);

    if (status == KHO_OK && (status = kho__walk_place(&walk, place)) == KHO_OK) {
        for (kho_date day = from; day <= asked->on; day++) {
            const kho_month month = kho_month_of(day);

            days[day - from] += kho__sheet_balance(
                &walk.sheets[month - first], key, day - kho_month_first(month) + 1);
        }
    }
    kho__walk_end(&walk);
    return status;
}

kho_status kho__lot_since(const kho__asked *asked, int32_t place, const kho__lot *lot,
    kho_date from, kho_date *since)
{
    int64_t *days = calloc((size_t)(asked->on - from) + 1, sizeof(*days));
    kho_status status = days ? KHO_OK : kho__fail_memory();

    if (status == KHO_OK && !asked->sum)
        status = add_days(asked, place, kho__lot_key(lot), from, days);
    for (size_t i = 0; asked->sum && i < asked->place_count && status == KHO_OK; i++) {
        if (kho__place_at(&asked->ledger->catalogue, asked->places[i])->first !=
            KHO_NO_MONTH)
            status = add_days(asked, asked->places[i], kho__lot_key(lot), from, days);
    }
    for (*since = asked->on;
         status == KHO_OK && *since > from && days[*since - from - 1] > 0;)
        --*since;
    free(days);
    return status;
}
