/* First expired, first out; what can't be taken is refused with the reason, lot by lot.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/posting.h"
#include "model/names.h"
#include "store/sheets.h"

/* A move that is being split. */
typedef struct split {
    kho__posting *posting;
    size_t index;
    int32_t item, channel, from, to;
    kho_verb verb;
    int64_t left;
    kho__lot *lots; /* in order of allocation */
    size_t lot_count;
    kho_refused_lot *passed; /* what was passed over */
    size_t passed_count;
} split;

static int compare_lots(const void *a, const void *b)
{
    return kho__lot_compare(a, b);
}

static bool has_lot(const int32_t *lots, size_t count, int32_t lot)
{
    for (size_t i = 0; i < count; i++) {
        if (lots[i] == lot)
            return true;
    }
    return false;
}

/* Lots of an item at a place, this entry's included; channel 0: of all channels. */
kho_status kho__posting_lots_here(kho__posting *posting, int32_t place, int32_t item,
    int32_t channel, int32_t **out, size_t *count)
{
    const kho__key first = KHO__LINE_KEY(item, channel),
                   end = channel ? KHO__LINE_KEY(item, channel + 1)
                                 : KHO__LINE_KEY(item + 1, 0);
    kho__sheet *sheet;
    kho_status status;
    size_t most;

    if ((status = kho__sheet_of(
             posting->ledger, place, kho_month_of(posting->date), &sheet)) < 0)
        return status;
    const size_t lot = kho__sheet_lot_at(sheet, first),
                 lots_end = kho__sheet_lot_at(sheet, end),
                 cell = kho__sheet_cell_at(sheet, first),
                 cells_end = kho__sheet_cell_at(sheet, end);

    most = lots_end - lot + cells_end - cell + posting->net_count + 1;
    *count = 0;
    if (!(*out = kho__arena_take(posting->arena, most * sizeof(**out))))
        return kho__fail_memory();
    for (size_t i = lot; i < lots_end; i++)
        (*out)[(*count)++] = KHO__KEY_LOT(sheet->lots[i].key);
    for (size_t i = cell; i < cells_end; i++) {
        if (!has_lot(*out, *count, KHO__KEY_LOT(sheet->cells[i].key)))
            (*out)[(*count)++] = KHO__KEY_LOT(sheet->cells[i].key);
    }
    for (size_t i = 0; i < posting->net_count; i++) {
        const kho__net *net = &posting->nets[i];

        if (net->place == place && net->key >= first && net->key < end &&
            !has_lot(*out, *count, KHO__KEY_LOT(net->key)))
            (*out)[(*count)++] = KHO__KEY_LOT(net->key);
    }
    return KHO_OK;
}

static kho_status gather(split *at)
{
    int32_t *ids;
    kho_status status =
        kho__posting_lots_here(at->posting, at->from, at->item, 0, &ids, &at->lot_count);

    if (status < 0)
        return status;
    at->lots =
        kho__arena_take(at->posting->arena, (at->lot_count + 1) * sizeof(*at->lots));
    if (!at->lots)
        return kho__fail_memory();
    for (size_t i = 0; i < at->lot_count; i++)
        at->lots[i] = kho__posting_lot(at->posting, ids[i]);
    qsort(at->lots, at->lot_count, sizeof(*at->lots), compare_lots);
    return KHO_OK;
}

/* Whether the verb may take the lot at all; KHO__WHYS: yes. */
static kho__why why_not(const split *at, const kho__lot *lot)
{
    const kho__catalogue *catalogue = &at->posting->ledger->catalogue;
    const kho_date date = at->posting->date;
    const bool dated = lot->expiry != KHO_NO_DATE, expired = dated && lot->expiry < date;
    const int least = kho__item_at(catalogue, at->item)->as.least_issue_days;

    if (lot->channel != at->channel)
        return KHO__WHY_CHANNEL;
    switch (at->verb) {
    case KHO_ISSUE:
    case KHO_TRANSFER:
    case KHO_SHIP:
        if (expired)
            return KHO__WHY_EXPIRED;
        return dated && lot->expiry - date < least ? KHO__WHY_SHORT_LIFE : KHO__WHYS;
    case KHO_DISPENSE:
        return expired ? KHO__WHY_EXPIRED : KHO__WHYS;
    case KHO_LOSE:
        return at->to == KHO__PLACE_LOSS_EXPIRED && !expired ? KHO__WHY_UNEXPIRED
                                                             : KHO__WHYS;
    default:
        return KHO__WHYS;
    }
}

static void pass_over(split *at, const kho__lot *lot, int64_t quantity, kho__why why)
{
    const kho__catalogue *catalogue = &at->posting->ledger->catalogue;

    if (quantity > 0)
        at->passed[at->passed_count++] = (kho_refused_lot){lot->number, lot->expiry,
            kho__channel_at(catalogue, lot->channel), quantity, kho__why_names[why].word};
}

/* Take what is free, lot by lot. Nothing is posted yet: legs are only kept if all was
 * found. */
static kho_status take_lots(split *at, int64_t *taken)
{
    /* Once there is enough, nobody will ask why the others weren't taken. */
    for (size_t i = 0; i < at->lot_count && at->left; i++) {
        const kho__lot *lot = &at->lots[i];
        const kho__why why = why_not(at, lot);
        kho__net *net;
        int64_t free, there;
        kho_status status;

        if ((status = kho__posting_net(at->posting, at->from, kho__lot_key(lot), &net)) <
            0)
            return status;
        free = net->base + net->net > 0 ? net->base + net->net : 0;
        there = net->book + net->net;
        if (why != KHO__WHYS) {
            pass_over(at, lot, there, why);
            continue;
        }
        taken[i] = free < at->left ? free : at->left;
        at->left -= taken[i];
        /* What is there on the day, but promised to a later one, isn't free. */
        pass_over(at, lot, there - free, KHO__WHY_SHORT);
    }
    return KHO_OK;
}

/* Stock on the quarantine shelf explains a shortage too. */
static kho_status pass_held(split *at)
{
    const int32_t hold = kho__hold_of(&at->posting->ledger->catalogue, at->from);
    kho_refused_lot *grown;
    int32_t *ids;
    size_t count;
    kho_status status;

    if (!hold)
        return KHO_OK;
    if ((status = kho__posting_lots_here(
             at->posting, hold, at->item, at->channel, &ids, &count)) < 0)
        return status;
    grown = kho__arena_take(
        at->posting->arena, (at->passed_count + count + 1) * sizeof(*grown));
    if (!grown)
        return kho__fail_memory();
    memcpy(grown, at->passed, at->passed_count * sizeof(*grown));
    at->passed = grown;
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        const kho__lot lot = kho__posting_lot(at->posting, ids[i]);
        kho__net *net;

        if ((status = kho__posting_net(at->posting, hold, kho__lot_key(&lot), &net)) ==
            KHO_OK)
            pass_over(at, &lot, net->book + net->net, KHO__WHY_HELD);
    }
    return status;
}

static kho_status refuse(split *at, int64_t need)
{
    const kho_move *move = &at->posting->record.moves[at->index].asked;
    kho_status status = pass_held(at);
    char day[16];

    if (status < 0)
        return status;
    const kho__reason reason = {KHO_ESHORT, move->from, move->item, NULL, need,
        need - at->left, at->passed, at->passed_count};

    return kho__posting_refuse(at->posting, at->index, &reason,
        "%s: need %lld, have %lld on %s", "%s: cần %lld, còn %lld ngày %s", move->item,
        (long long)need, (long long)(need - at->left),
        kho_date_format(at->posting->date, day));
}

kho_status kho__posting_allocate(kho__posting *posting, size_t index, int32_t item,
    int32_t channel, int32_t from, int32_t to)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const int64_t need = posting->record.moves[index].asked.quantity;
    split at = {.posting = posting,
        .index = index,
        .item = item,
        .channel = channel,
        .from = from,
        .to = to,
        .verb = kho__route_of(catalogue, from, to),
        .left = need};
    kho_status status = gather(&at);
    int64_t *taken;

    if (status < 0)
        return status;
    taken = kho__arena_take(posting->arena, (at.lot_count + 1) * sizeof(*taken));
    at.passed = kho__arena_take(posting->arena, (at.lot_count + 1) * sizeof(*at.passed));
    if (!taken || !at.passed)
        return kho__fail_memory();
    if ((status = take_lots(&at, taken)) < 0)
        return status;
    if (at.left)
        return refuse(&at, need);
    for (size_t i = 0; i < at.lot_count && status == KHO_OK; i++) {
        if (taken[i])
            status = kho__posting_leg(posting, index, at.lots[i].id, from, to, taken[i]);
    }
    return status;
}
