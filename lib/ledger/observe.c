/* Counts and days out. A count moves the difference between what was found and the books.
 */
#include <string.h>

#include "base/error.h"
#include "ledger/close.h"
#include "store/sheets.h"

/* Observations are counted after the moves. */
static size_t index_of(const kho__posting *posting, size_t i)
{
    return posting->record.move_count + i;
}

static kho_status refuse(kho__posting *posting, size_t i, kho_status why, const char *en,
    const char *vi, const char *code)
{
    const kho_observation *asked = &posting->record.observed[i].asked;
    const kho__reason reason = {
        why, asked->place, asked->item, asked->lot, -1, -1, NULL, 0};

    return kho__posting_refuse(posting, index_of(posting, i), &reason, "%s '%s'",
        "%s '%s'", kho__say(en, vi), code);
}

static kho_status refuse_several(
    kho__posting *posting, size_t i, int32_t place, const int32_t *ids, size_t count)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho_observation *asked = &posting->record.observed[i].asked;
    kho_refused_lot *lots = kho__arena_take(posting->arena, (count + 1) * sizeof(*lots));
    kho_status status;
    kho__net *net;

    if (!lots)
        return kho__fail_memory();
    for (size_t j = 0; j < count; j++) {
        const kho__lot lot = kho__posting_lot(posting, ids[j]);

        if ((status = kho__posting_net(posting, place, kho__lot_key(&lot), &net)) < 0)
            return status;
        lots[j] = (kho_refused_lot){lot.number, lot.expiry,
            kho__channel_at(catalogue, lot.channel), net->book + net->net, "ambiguous"};
    }
    const kho__reason reason = {
        KHO_EAMBIGUOUS, asked->place, asked->item, NULL, -1, -1, lots, count};

    return kho__posting_refuse(posting, index_of(posting, i), &reason,
        "%s: %zu lots are there; say which was counted",
        "%s: ở đây có %zu lô; hãy ghi rõ đã kiểm kê lô nào", asked->item, count);
}

/* Keep the lots whose balance isn't 0 at the day's end. */
static kho_status keep_held(
    kho__posting *posting, int32_t place, int32_t *ids, size_t *count)
{
    size_t kept = 0;

    for (size_t j = 0; j < *count; j++) {
        const kho__lot lot = kho__posting_lot(posting, ids[j]);
        kho__net *net;
        kho_status status = kho__posting_net(posting, place, kho__lot_key(&lot), &net);

        if (status < 0)
            return status;
        if (net->book + net->net)
            ids[kept++] = ids[j];
    }
    *count = kept;
    return KHO_OK;
}

/* The lot that was counted: the one named, or the only one there; *lot is 0 after a
 * refusal. */
static kho_status find_counted(kho__posting *posting, size_t i, int32_t place,
    int32_t item, int32_t channel, int32_t *lot)
{
    const kho_observation *asked = &posting->record.observed[i].asked;
    int32_t *ids;
    size_t count;
    kho_status status;

    *lot = 0;
    if (asked->lot)
        return kho__posting_find_lot(posting, index_of(posting, i), place, item, channel,
            asked->lot, asked->expiry, true, lot);
    if ((status = kho__posting_lots_here(posting, place, item, channel, &ids, &count)) <
            0 ||
        (status = keep_held(posting, place, ids, &count)) < 0)
        return status;
    if (count > 1)
        return refuse_several(posting, i, place, ids, count);
    if (count == 1) {
        *lot = ids[0];
        return KHO_OK;
    }
    return kho__posting_find_lot(
        posting, index_of(posting, i), place, item, channel, "", KHO_NO_DATE, true, lot);
}

/* One lot can't be found to be two quantities at the end of one day. */
static bool is_counted(const kho__effects *effects, const kho__seen *seen)
{
    for (size_t i = 0; i < effects->seen_count; i++) {
        const kho__seen *other = &effects->seen[i];

        if (other->kind == KHO_FOUND && other->place == seen->place &&
            other->key == seen->key)
            return true;
    }
    return false;
}

static kho_status count_lot(
    kho__posting *posting, size_t i, int32_t place, int32_t item, int32_t channel)
{
    kho__record_observation *observation = &posting->record.observed[i];
    kho_status status;
    int64_t difference;
    kho__net *net;
    int32_t id;

    if ((status = find_counted(posting, i, place, item, channel, &id)) < 0 || !id)
        return status;
    const kho__lot lot = kho__posting_lot(posting, id);
    const kho__seen seen = {
        KHO_FOUND, place, kho__lot_key(&lot), observation->asked.value, KHO_NO_MONTH};

    if (is_counted(&posting->effects, &seen))
        return refuse(posting, i, KHO_EINVALID, "counted twice in one entry:",
            "được kiểm kê hai lần trong một bút toán:", observation->asked.item);
    if ((status = kho__posting_net(posting, place, seen.key, &net)) < 0)
        return status;
    observation->counted =
        (kho__part_taken){lot.number, lot.expiry, net->book + net->net};
    difference = seen.value - observation->counted.quantity;
    if (difference > 0)
        status = kho__posting_leg(
            posting, index_of(posting, i), id, KHO__PLACE_COUNT, place, difference);
    else if (difference < 0)
        status = kho__posting_leg(
            posting, index_of(posting, i), id, place, KHO__PLACE_COUNT, -difference);
    return status < 0 ? status : kho__effects_see(&posting->effects, &seen);
}

static kho_status see_days_out(
    kho__posting *posting, size_t i, int32_t place, int32_t item, int32_t channel)
{
    const kho_observation *asked = &posting->record.observed[i].asked;
    const kho__seen seen = {
        asked->kind, place, KHO__LINE_KEY(item, channel), asked->value, asked->month};
    const int days = kho_month_last(asked->month) - kho_month_first(asked->month) + 1;
    kho_status status = kho__effects_see(&posting->effects, &seen);
    char month[16];

    if (status < 0 || asked->value <= days)
        return status;
    return kho__posting_warn(posting, "days_out",
        "%s: %lld days out in %s count as 0: the month has %d",
        "%s: %lld ngày hết hàng trong tháng %s được tính là 0: tháng chỉ có %d ngày",
        asked->item, (long long)asked->value, kho_month_format(asked->month, month),
        days);
}

static kho_status observe(kho__posting *posting, size_t i)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho_observation *asked = &posting->record.observed[i].asked;
    const int32_t place = kho__find_place(catalogue, asked->place),
                  item = kho__find_item(catalogue, asked->item),
                  channel = kho__find_channel(catalogue, asked->channel);
    kho_status status;

    if (!place)
        return refuse(
            posting, i, KHO_ENOTFOUND, "no place", "không có nơi", asked->place);
    if (!item)
        return refuse(
            posting, i, KHO_ENOTFOUND, "no item", "không có mặt hàng", asked->item);
    if (!channel)
        return refuse(
            posting, i, KHO_ENOTFOUND, "no channel", "không có kênh", asked->channel);
    if (!kho__is_physical(kho__place_at(catalogue, place)->as.kind))
        return refuse(posting, i, KHO_EROUTE, "nothing can be observed at",
            "không thể kiểm kê tại", asked->place);
    if ((status = kho__posting_touch(posting, index_of(posting, i), place,
             asked->kind == KHO_FOUND ? kho_month_of(posting->date) : asked->month,
             asked->item, asked->lot)) < 0)
        return status;
    if (asked->kind != KHO_FOUND)
        return see_days_out(posting, i, place, item, channel);
    if (kho__place_at(catalogue, place)->as.kind == KHO_COLLABORATOR &&
        asked->value > 0 && kho__item_at(catalogue, item)->as.clinical)
        return refuse(posting, i, KHO_EROUTE,
            "a clinical item is never held by a collaborator:",
            "cộng tác viên không giữ phương tiện lâm sàng:", asked->item);
    return count_lot(posting, i, place, item, channel);
}

kho_status kho__posting_observed(kho__posting *posting)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->record.observed_count && status == KHO_OK; i++)
        status = observe(posting, i);
    return status;
}
