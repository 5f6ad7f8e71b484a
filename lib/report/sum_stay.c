#include "report/sum_stay.h"

#include <stdlib.h>

#include "base/error.h"

/* Day-ends of one stay, from its first day to `on`. */
typedef struct stay_days {
    const kho__sum_stay *stay;
    kho__key key;
    int64_t *held;
} stay_days;

static bool has_lot(const kho__sheet *sheet, kho__key key)
{
    const size_t lot = kho__sheet_lot_at(sheet, key),
                 cell = kho__sheet_cell_at(sheet, key);

    return (lot < sheet->lot_count && sheet->lots[lot].key == key) ||
           (cell < sheet->cell_count && sheet->cells[cell].key == key);
}

/* Add what a place's month held of the lot. */
static void add_month(const stay_days *days, const kho__sheet *sheet, kho_date on)
{
    const kho_date first = kho_month_first(sheet->month),
                   last = kho_month_last(sheet->month), from = days->stay->from;

    if (last < from || !has_lot(sheet, days->key))
        return;
    for (kho_date day = first > from ? first : from; day <= last && day <= on; day++)
        days->held[day - from] += kho__sheet_balance(sheet, days->key, day - first + 1);
}

static kho_status walk(
    const kho__asked *asked, const stay_days *days, size_t count, kho_date from)
{
    kho__walk walk;
    kho_status status = kho__walk_begin(&walk, asked->ledger, kho_month_of(from),
        kho_month_of(asked->on), asked->place_count > 16);

    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        const kho__place *place =
            kho__place_at(&asked->ledger->catalogue, asked->places[i]);

        if (place->first == KHO_NO_MONTH ||
            (status = kho__walk_place(&walk, place->id)) < 0)
            continue;
        for (size_t month = 0; month < walk.months; month++) {
            for (size_t j = 0; j < count; j++)
                add_month(&days[j], &walk.sheets[month], asked->on);
        }
    }
    kho__walk_end(&walk);
    return status;
}

kho_status kho__sum_stays(const kho__asked *asked, kho__sum_stay *stays, size_t count)
{
    stay_days *days = calloc(count + 1, sizeof(*days));
    kho_status status = days ? KHO_OK : kho__fail_memory();
    kho_date from = asked->on;

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        days[i] = (stay_days){&stays[i], kho__lot_key(stays[i].lot),
            calloc((size_t)(asked->on - stays[i].from) + 1, sizeof(*days[i].held))};
        if (!days[i].held)
            status = kho__fail_memory();
        if (stays[i].from < from)
            from = stays[i].from;
    }
    if (status == KHO_OK && count)
        status = walk(asked, days, count, from);
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        kho__sum_stay *stay = &stays[i];

        stay->since = asked->on;
        while (stay->since > stay->from && days[i].held[stay->since - stay->from - 1] > 0)
            stay->since--;
    }
    for (size_t i = 0; days && i < count; i++)
        free(days[i].held);
    free(days);
    return status;
}
