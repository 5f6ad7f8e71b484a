/* Each place by itself: its shelf and the road to it are places too. */
#include <stdlib.h>

#include "base/error.h"
#include "report/lines.h"

typedef struct lot_walk {
    kho_date day;
    kho__lot_balance *lots; /* of the line that is walked */
    size_t room;
    kho__lot_visit visit;
    void *context;
} lot_walk;

static kho_status visit_line(lot_walk *at, const kho__walk *walk, int32_t place)
{
    const kho__slice *slice = &walk->slices[0];
    const size_t most = slice->lot_count + slice->cell_count;
    kho_status status = KHO_OK;
    size_t count;

    if (!kho__grow((void **)&at->lots, &at->room, 0, most + 1, sizeof(*at->lots)))
        return kho__fail_memory();
    count = kho__slice_lots(slice, &walk->ledger->catalogue,
        at->day - kho_month_first(slice->month) + 1, at->lots, most);
    for (size_t i = 0; i < count && status == KHO_OK; i++)
        status = at->visit(at->context, place, &at->lots[i]);
    return status;
}

kho_status kho__each_lot(
    const kho__asked *asked, kho_date day, kho__lot_visit visit, void *context)
{
    const kho_month month = kho_month_of(day);
    lot_walk at = {.day = day, .visit = visit, .context = context};
    kho__walk walk;
    kho_status status =
        kho__walk_begin(&walk, asked->ledger, month, month, asked->place_count > 16);

    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        status = kho__walk_place(&walk, asked->places[i]);
        while (status == KHO_OK && kho__walk_line(&walk)) {
            if (!asked->item || asked->item == KHO__KEY_ITEM(walk.key))
                status = visit_line(&at, &walk, asked->places[i]);
        }
    }
    kho__walk_end(&walk);
    free(at.lots);
    return status;
}
