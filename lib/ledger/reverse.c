/* The mirror image of an entry: what it moved, with the sign turned, in the verb that it
 * had. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "ledger/close.h"

static kho_status find_undone(kho__posting *posting)
{
    const char *uid = posting->record.reverses;
    kho_status status;
    int64_t by;

    if (!posting->undone_row.seq && (status = kho__journal_by_uid(posting->ledger,
                                         posting->arena, uid, &posting->undone_row)) < 0)
        return status;
    if (!posting->undone_row.seq)
        return kho__fail(KHO_ENOTFOUND, "no entry '%s'", "không có bút toán '%s'", uid);
    if ((status = kho__reversal_of(posting->ledger, posting->undone_row.seq, &by)) < 0)
        return status;
    if (by)
        return kho__fail(
            KHO_EEXISTS, "'%s' is reversed already", "'%s' đã được đảo rồi", uid);
    if ((status = kho__record_read(posting->arena, posting->undone_row.body,
             posting->undone_row.body_size, &posting->undone)) < 0)
        return status;
    if (posting->undone.nodes[KHO__PART_CATALOGUE] ||
        posting->undone.nodes[KHO__PART_RULES])
        return kho__fail(KHO_EINVALID,
            "'%s' changed the catalogue or the rules: change them again instead",
            "'%s' là thay đổi danh mục hoặc quy tắc: hãy sửa lại", uid);
    if (posting->undone.nodes[KHO__PART_CLOSING] &&
        (status = kho__posting_reopen(posting)) < 0)
        return status;
    if (posting->undone.reverses && !posting->undone.move_count &&
        !posting->undone.observed_count && !posting->undone.service_count)
        return kho__fail(
            KHO_EINVALID, "'%s' is itself a reversal", "'%s' chính là bút toán đảo", uid);
    if (posting->date < posting->undone_row.date)
        return kho__fail(KHO_EINVALID,
            "'%s' can't be reversed before the day it happened",
            "'%s' không thể đảo trước ngày phát sinh", uid);
    return KHO_OK;
}

/* One line of what is undone, kept by codes as the journal wants it. */
static kho_status keep_undone(
    kho__posting *posting, const kho__leg *leg, kho__record_move *out)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho__lot *lot = kho__lot_at(catalogue, KHO__KEY_LOT(leg->key));

    out->asked = (kho_move){.item = kho__item_at(catalogue, lot->item)->as.code,
        .lot = lot->number,
        .expiry = lot->expiry,
        .channel = kho__channel_at(catalogue, lot->channel),
        .from = kho__place_at(catalogue, leg->from)->as.code,
        .to = kho__place_at(catalogue, leg->to)->as.code,
        .quantity = -leg->quantity};
    out->taken_count = 1;
    out->taken = kho__arena_take(posting->arena, sizeof(*out->taken));
    if (!out->taken)
        return kho__fail_memory();
    out->taken[0] = (kho__part_taken){lot->number, lot->expiry, -leg->quantity};
    return KHO_OK;
}

/* Days out of a closed month stay as they were told; that a count no longer stands
 * changes no figure. */
static kho_status touch_withdrawn(kho__posting *posting, size_t index)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->undone_effects.seen_count && status == KHO_OK; i++) {
        const kho__seen *seen = &posting->undone_effects.seen[i];

        if (seen->kind != KHO_FOUND)
            status = kho__posting_touch(posting, index + i, seen->place, seen->month,
                kho__item_at(catalogue, KHO__KEY_ITEM(seen->key))->as.code, NULL);
    }
    /* Services are taken back on the reversal's day. */
    for (size_t i = 0; i < posting->undone.service_count && status == KHO_OK; i++)
        status = kho__posting_touch(posting, index + i,
            kho__find_place(catalogue, posting->undone.services[i].place),
            kho_month_of(posting->date), NULL, NULL);
    return status;
}

/* Turn one line round. */
static kho_status undo_leg(
    kho__posting *posting, size_t index, const kho__leg *leg, kho__record_move *out)
{
    kho_status status = keep_undone(posting, leg, out);

    if (status < 0 || (status = kho__posting_touch_both(posting, index, leg->from,
                           leg->to, out->asked.item, out->asked.lot)) < 0)
        return status;
    return kho__posting_leg(
        posting, index, KHO__KEY_LOT(leg->key), leg->from, leg->to, -leg->quantity);
}

kho_status kho__posting_reverse(kho__posting *posting)
{
    kho__record *record = &posting->record;
    kho__effects *effects = &posting->undone_effects;
    const size_t first = record->move_count + record->observed_count;
    kho_status status;

    if (!record->reverses)
        return KHO_OK;
    if ((status = find_undone(posting)) < 0)
        return status;
    /* What the undone entry itself undid stays undone: only its own part is turned. */
    posting->undone.undone_count = 0;
    if ((status = kho__effects_of(
             posting->ledger, posting->undone_row.date, &posting->undone, effects)) < 0)
        return status;
    record->undone = kho__arena_take(
        posting->arena, (effects->leg_count + 1) * sizeof(*record->undone));
    if (!record->undone)
        status = kho__fail_memory();
    for (size_t i = 0; i < effects->leg_count && status == KHO_OK; i++) {
        status = undo_leg(posting, first + i, &effects->legs[i], &record->undone[i]);
        record->undone_count = i + 1;
    }
    if (status == KHO_OK)
        status = touch_withdrawn(posting, first + effects->leg_count);
    posting->effects.undone_seq = posting->undone_row.seq;
    return status;
}

kho_status kho_ledger_reverse(kho_ledger *ledger, const char *uid, kho_date date,
    bool late, const char *note, kho_answer *answer)
{
    kho_entry entry = KHO_ENTRY_INIT;
    char own[256];

    if (!uid || strlen(uid) > 200)
        return kho__fail(KHO_EINVALID, "the uid is missing or too long",
            "số chứng từ thiếu hoặc quá dài");
    snprintf(own, sizeof(own), "reverse/%s", uid);
    entry.uid = own;
    entry.date = date;
    entry.late = late;
    entry.note = note;
    entry.reverses = uid;
    return kho_ledger_post(ledger, &entry, answer);
}
