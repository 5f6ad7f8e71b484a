#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/clients.h"
#include "ledger/posting.h"
#include "ledger/warn.h"
#include "store/catalogue.h"
#include "store/sheets.h"

static void posting_free(kho__posting *posting)
{
    kho__effects_free(&posting->effects);
    kho__effects_free(&posting->undone_effects);
    kho__map_free(&posting->net_ids);
    kho__record_free(&posting->undone);
    free(posting->nets);
    free(posting->lots);
    /* What the caller may still read goes to the ledger, until its next call. */
    free(posting->ledger->refusals);
    free(posting->ledger->warnings);
    posting->ledger->refusals = posting->refusals;
    posting->ledger->warnings = posting->warnings;
}

/* What was taken, in the order of the moves, the counts and what was undone. */
static kho_status answer_taken(
    kho__posting *posting, const kho__effects *effects, kho_answer *answer)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    kho_taken *taken =
        kho__arena_take(posting->arena, (effects->leg_count + 1) * sizeof(*taken));

    if (!taken)
        return kho__fail_memory();
    for (size_t i = 0; i < effects->leg_count; i++) {
        const kho__leg *leg = &effects->legs[i];
        const kho__lot *lot = kho__lot_at(catalogue, KHO__KEY_LOT(leg->key));

        taken[i] = (kho_taken){.move = leg->index,
            .item = kho__item_at(catalogue, lot->item)->as.code,
            .lot = lot->number,
            .channel = kho__channel_at(catalogue, lot->channel),
            .expiry = lot->expiry,
            .from = kho__place_at(catalogue, leg->from)->as.code,
            .to = kho__place_at(catalogue, leg->to)->as.code,
            .quantity = leg->quantity};
    }
    answer->taken = taken;
    answer->taken_count = effects->leg_count;
    return KHO_OK;
}

/* What becomes of the balances, now and later. */
static kho_status answer_changes(kho__posting *posting, kho_answer *answer)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    kho_change *changes =
        kho__arena_take(posting->arena, (posting->net_count + 1) * sizeof(*changes));

    if (!changes)
        return kho__fail_memory();
    answer->changes = changes;
    for (size_t i = 0; i < posting->net_count; i++) {
        const kho__net *net = &posting->nets[i];
        const kho__lot *lot;

        if (!net->net)
            continue;
        lot = kho__lot_at(catalogue, KHO__KEY_LOT(net->key));
        changes[answer->change_count++] =
            (kho_change){.place = kho__place_at(catalogue, net->place)->as.code,
                .item = kho__item_at(catalogue, lot->item)->as.code,
                .lot = lot->number,
                .channel = kho__channel_at(catalogue, lot->channel),
                .expiry = lot->expiry,
                .before = net->book,
                .after = net->book + net->net,
                .lowest = net->base + net->net};
    }
    return KHO_OK;
}

/* The uid was posted before: the same request gets the same answer, another is a
 * conflict. */
static kho_status answer_existing(
    kho__posting *posting, const kho__entry_row *row, kho_answer *answer)
{
    kho__effects effects = {0};
    kho__record kept;
    const char *field;
    char buffer[64];
    kho_status status =
        kho__record_read(posting->arena, row->body, row->body_size, &kept);

    if (status < 0)
        return status;
    field = row->date != posting->date ? "date" : kho__record_part_key(&kept);
    if (!field)
        field = kho__record_difference(&kept, &posting->record, buffer, sizeof(buffer));
    if (field)
        status = kho__fail(KHO_ECONFLICT, "'%s' was posted before with another %s",
            "'%s' đã được ghi với nội dung khác: %s", posting->uid, field);
    else if ((status = kho__effects_of(posting->ledger, row->date, &kept, &effects)) ==
             KHO_OK)
        status = answer_taken(posting, &effects, answer);
    kho__effects_free(&effects);
    kho__record_free(&kept);
    if (status == KHO_OK) {
        answer->seq = row->seq;
        answer->uid = posting->uid;
        answer->existing = true;
    }
    return status;
}

/* Of one move, what is closed comes first: the rest may look different when it isn't. */
static int compare_refusals(const void *a, const void *b)
{
    const kho_refusal *const x = a, *const y = b;

    if (x->index != y->index)
        return x->index < y->index ? -1 : 1;
    return (y->status == KHO_ECLOSED) - (x->status == KHO_ECLOSED);
}

/* All reasons are reported; the entry's status is that of its lowest refused move. */
static kho_status refuse(kho__posting *posting)
{
    kho_status status;

    qsort(posting->refusals, posting->refusal_count, sizeof(*posting->refusals),
        compare_refusals);
    status =
        kho__fail(posting->refusals[0].status, "%s", "%s", posting->refusals[0].message);
    kho__error_refusals(posting->refusals, posting->refusal_count);
    return status;
}

/* The lots that each move took, as the journal keeps them. */
static kho_status keep_taken(kho__posting *posting)
{
    kho__record *record = &posting->record;

    for (size_t i = 0; i < posting->effects.leg_count; i++) {
        const size_t index = posting->effects.legs[i].index;

        if (index < record->move_count)
            record->moves[index].taken_count++;
    }
    for (size_t i = 0; i < record->move_count; i++) {
        kho__record_move *move = &record->moves[i];

        move->taken = kho__arena_take(
            posting->arena, (move->taken_count + 1) * sizeof(*move->taken));
        if (!move->taken)
            return kho__fail_memory();
        move->taken_count = 0;
    }
    for (size_t i = 0; i < posting->effects.leg_count; i++) {
        const kho__leg *leg = &posting->effects.legs[i];
        const kho__lot lot = kho__posting_lot(posting, KHO__KEY_LOT(leg->key));

        if (leg->index < record->move_count) {
            kho__record_move *move = &record->moves[leg->index];

            move->taken[move->taken_count++] =
                (kho__part_taken){lot.number, lot.expiry, leg->quantity};
        }
    }
    return KHO_OK;
}

static kho_status write_new_lots(kho__posting *posting)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->lot_count && status == KHO_OK; i++) {
        const kho__new_lot *lot = &posting->lots[i];

        status = kho__define_lot(
            posting->ledger, lot->item, lot->channel, lot->number, lot->expiry);
    }
    return status;
}

/* Everything stands: write it. From here on a failure spoils the transaction. */
static kho_status write_entry(kho__posting *posting, kho_answer *answer)
{
    kho_ledger *ledger = posting->ledger;
    kho_status status;

    kho__buffer_clear(&ledger->body);
    kho__record_write(&posting->record, &ledger->body);
    ledger->broken = true;
    if ((status = kho__buffer_status(&ledger->body)) < 0 ||
        (status = write_new_lots(posting)) < 0 ||
        (status = kho__journal_add(ledger, posting->uid, posting->date, kho__now(ledger),
             ledger->body.bytes, ledger->body.size)) < 0)
        return status;
    posting->effects.date = posting->date;
    if ((status = kho__effects_apply(ledger, ledger->head.seq, &posting->effects)) < 0 ||
        (status = answer_taken(posting, &posting->effects, answer)) < 0 ||
        (status = answer_changes(posting, answer)) < 0)
        return status;
    answer->seq = ledger->head.seq;
    answer->uid = posting->uid;
    answer->warnings = posting->warnings;
    answer->warning_count = posting->warning_count;
    ledger->broken = false;
    return kho__sheets_relieve(ledger);
}

static kho_status judge_and_write(kho__posting *posting, kho_answer *answer)
{
    kho_status status;

    if ((status = kho__posting_reverse(posting)) < 0 ||
        (status = kho__posting_moves(posting)) < 0 ||
        (status = kho__posting_observed(posting)) < 0 ||
        (status = kho__posting_services(posting)) < 0 ||
        (status = kho__posting_balance(posting)) < 0)
        return status;
    if (posting->refusal_count)
        return refuse(posting);
    if ((status = kho__posting_warn_counts(posting)) < 0 ||
        (status = kho__posting_warn_lives(posting)) < 0 ||
        (status = kho__posting_uid(posting)) < 0 || (status = keep_taken(posting)) < 0)
        return status;
    return write_entry(posting, answer);
}

/* The uid is judged before anything else: what is there stays there where a clock is set
 * back. */
static kho_status post_within(
    kho__posting *posting, const kho_entry *entry, kho_answer *answer)
{
    kho__entry_row row = {0};
    kho_status status = kho__posting_take(posting, entry);

    if (status == KHO_OK && posting->refusal_count)
        return refuse(posting);
    if (status < 0 || (status = kho__clients_allowed(posting->ledger, entry)) < 0)
        return status;
    if (posting->uid && (status = kho__journal_by_uid(
                             posting->ledger, posting->arena, posting->uid, &row)) < 0)
        return status;
    if (row.seq)
        return (status = answer_existing(posting, &row, answer)) < 0
                   ? status
                   : kho__clients_compare(posting->ledger, row.seq, entry);
    if ((status = kho__tells_time(kho__now(posting->ledger))) < 0 ||
        (status = kho__posting_date(posting, kho_ledger_today(posting->ledger) + 1)) < 0)
        return status;
    if ((status = judge_and_write(posting, answer)) == KHO_OK) {
        posting->ledger->broken = true;
        if ((status = kho__clients_link(posting->ledger, answer->seq, entry)) == KHO_OK)
            posting->ledger->broken = false;
    }
    return status;
}

kho_status kho__ledger_enter(kho_ledger *ledger)
{
    kho_status status;

    kho__error_forget(ledger->refusals);
    kho__arena_clear(&ledger->arena);
    if (ledger->batching)
        kho__arena_clear(&ledger->work);
    status = ledger->batching ? kho__write_verify(ledger) : kho__write_begin(ledger);
    ledger->entered = status == KHO_OK;
    return status;
}

kho_status kho__ledger_leave(kho_ledger *ledger, kho_status status, bool wrote)
{
    ledger->entered = ledger->timed = false;
    if (status == KHO_OK)
        *(wrote ? &ledger->wrote : &ledger->leans) = true;
    if (ledger->batching)
        return status;
    /* That nothing had to be written is an answer, too, and must last. */
    if (status == KHO_OK && (wrote || !ledger->settled))
        return kho__write_commit(ledger);
    if (ledger->broken)
        kho__write_rollback(ledger);
    else
        kho__write_abandon(ledger);
    return status;
}

kho_status kho__posting_part(
    kho__posting *posting, kho__record_part part, const char *json)
{
    kho_ledger *ledger = posting->ledger;
    kho__record record = {.late = false};
    kho_status status = kho__posting_uid(posting);

    record.parts[part] = json;
    posting->date = kho_ledger_today(ledger);
    kho__buffer_clear(&ledger->body);
    kho__record_write(&record, &ledger->body);
    if (status == KHO_OK)
        status = kho__buffer_status(&ledger->body);
    ledger->broken = true;
    return status < 0 ? status
                      : kho__journal_add(ledger, posting->uid, posting->date,
                            kho__now(ledger), ledger->body.bytes, ledger->body.size);
}

kho_status kho_ledger_post(kho_ledger *ledger, const kho_entry *entry, kho_answer *answer)
{
    kho__posting posting = {.ledger = ledger, .arena = &ledger->arena};
    kho_answer unused;
    kho_status status;

    if (!answer)
        answer = &unused;
    *answer = (kho_answer){0};
    if ((status = kho__ledger_enter(ledger)) < 0)
        return status;
    status = post_within(&posting, entry, answer);
    posting_free(&posting);
    status = kho__ledger_leave(ledger, status, !answer->existing);
    if (status < 0)
        *answer = (kho_answer){0};
    return status;
}

kho_status kho_ledger_begin(kho_ledger *ledger)
{
    kho_status status;

    if (ledger->batching)
        return kho__fail(
            KHO_EINVALID, "a batch is open already", "đang có một lô ghi mở");
    if ((status = kho__write_begin(ledger)) < 0)
        return status;
    ledger->batching = true;
    return KHO_OK;
}

kho_status kho_ledger_commit(kho_ledger *ledger)
{
    if (!ledger->batching)
        return kho__fail(KHO_EINVALID, "no batch is open", "không có lô ghi nào đang mở");
    if (kho__write_verify(ledger) < 0) {
        kho__write_rollback(ledger);
        return kho__fail(KHO_ESTORAGE, "the batch failed before: it was rolled back",
            "lô ghi đã hỏng từ trước: đã hủy bỏ");
    }
    ledger->batching = false;
    return kho__write_commit(ledger);
}

void kho_ledger_rollback(kho_ledger *ledger)
{
    if (ledger->batching)
        kho__write_rollback(ledger);
}
