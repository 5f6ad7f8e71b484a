/* The stock card: every movement of an item at a place, with the running balance of its
 * channel. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/posting.h"
#include "model/names.h"
#include "report/lines.h"
#include "report/rows.h"

/* One movement. */
typedef struct movement {
    kho_date date;
    const char *uid;
    kho_verb verb;
    int32_t other, lot;
    bool in;
    int64_t quantity; /* negative in a reversal */
    int64_t origin, number;
    size_t order; /* within its entry */
} movement;

typedef struct card {
    const kho__asked *asked;
    kho_date from;
    kho__arena arena;
    movement *movements;
    size_t count, room;
    int64_t *balances; /* by channel */
    kho__rows rows;
} card;

static kho_status collect_leg(
    card *at, const kho__entry_row *row, const kho__leg *leg, size_t order)
{
    const bool in = leg->to == at->asked->root;

    if ((!in && leg->from != at->asked->root) ||
        KHO__KEY_ITEM(leg->key) != at->asked->item)
        return KHO_OK;
    if (!kho__grow(
            (void **)&at->movements, &at->room, at->count, 1, sizeof(*at->movements)))
        return kho__fail_memory();
    at->movements[at->count++] = (movement){.date = row->date,
        .uid = row->uid,
        .verb = leg->verb,
        .other = in ? leg->from : leg->to,
        .lot = KHO__KEY_LOT(leg->key),
        .in = in,
        .quantity = leg->quantity,
        .origin = row->origin,
        .number = row->number,
        .order = order};
    return KHO_OK;
}

/* A reversal touches the month of a count that it withdraws too: its moves are of its own
 * month. */
static kho_status collect_entry(card *at, kho_month month, int64_t seq)
{
    kho__effects effects = {0};
    kho__record record = {0};
    kho__entry_row row;
    kho_status status = kho__journal_by_seq(at->asked->ledger, &at->arena, seq, &row);

    if (status < 0 || kho_month_of(row.date) != month || row.date < at->from ||
        row.date > at->asked->to)
        return status;
    if ((status = kho__record_read(&at->arena, row.body, row.body_size, &record)) ==
        KHO_OK)
        status = kho__effects_of(at->asked->ledger, row.date, &record, &effects);
    for (size_t i = 0; i < effects.leg_count && status == KHO_OK; i++)
        status = collect_leg(at, &row, &effects.legs[i], i);
    kho__effects_free(&effects);
    kho__record_free(&record);
    return status;
}

static kho_status collect(card *at)
{
    kho_month *months;
    size_t month_count, count;
    int64_t *seqs;
    kho_status status = kho__sheet_months(
        at->asked->ledger, &at->arena, at->asked->root, &months, &month_count);

    for (size_t i = 0; i < month_count && status == KHO_OK; i++) {
        if (months[i] < kho_month_of(at->from) || months[i] > kho_month_of(at->asked->to))
            continue;
        status = kho__touches(
            at->asked->ledger, &at->arena, months[i], at->asked->root, &seqs, &count);
        for (size_t j = 0; j < count && status == KHO_OK; j++)
            status = collect_entry(at, months[i], seqs[j]);
    }
    return status;
}

static int64_t effect(const movement *at)
{
    return at->in ? at->quantity : -at->quantity;
}

/* What comes stands before what goes: the balance within a day never shows a false
 * shortage. */
static int compare(const void *a, const void *b)
{
    const movement *const x = a, *const y = b;
    const bool x_in = effect(x) >= 0, y_in = effect(y) >= 0;

    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x_in != y_in)
        return x_in ? -1 : 1;
    if (x->origin != y->origin)
        return x->origin < y->origin ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* The balances that the card begins with: a row for each channel that has one. */
static kho_status fill_openings(card *at)
{
    const kho_month month = kho_month_of(at->from);
    kho__walk walk;
    kho_status status = kho__walk_begin(&walk, at->asked->ledger, month, month, false);

    if (status == KHO_OK)
        status = kho__walk_place(&walk, at->asked->root);
    while (status == KHO_OK && kho__walk_line(&walk)) {
        const int32_t channel = KHO__KEY_CHANNEL(walk.key);
        int64_t balance = 0;
        const bool fits = kho__slice_balance(
            &walk.slices[0], at->from - kho_month_first(month), &balance);

        if (KHO__KEY_ITEM(walk.key) != at->asked->item || !balance)
            continue;
        if (!fits) {
            status = kho__fail_overflow(at->asked, at->asked->root, at->asked->item);
            break;
        }
        at->balances[channel] = balance;
        if ((status = kho__rows_add(&at->rows, 0, 0, channel)) < 0)
            break;
        kho__table_set_date(at->rows.table, KHO_CARD_DATE, at->from);
        kho__table_set_int(at->rows.table, KHO_CARD_BALANCE, balance);
    }
    kho__walk_end(&walk);
    return status;
}

static kho_status fill_movement(card *at, const movement *from)
{
    const kho__lot *lot = kho__lot_at(&at->asked->ledger->catalogue, from->lot);
    const kho__name *verb = &kho__verb_names[from->verb];
    kho_table *table = at->rows.table;
    kho_status status;

    if ((status = kho__rows_add(&at->rows, from->other, 0, lot->channel)) < 0 ||
        (status = kho__rows_lot(&at->rows, KHO_CARD_LOT, KHO_CARD_EXPIRY, lot)) < 0 ||
        (status = kho__table_set_text(table, KHO_CARD_UID, from->uid)) < 0 ||
        (status = kho__table_set_known(
             table, KHO_CARD_VERB, verb->word, verb->vi, verb->en)) < 0)
        return status;
    if (__builtin_add_overflow(
            at->balances[lot->channel], effect(from), &at->balances[lot->channel]))
        return kho__fail_overflow(at->asked, at->asked->root, at->asked->item);
    kho__table_set_date(table, KHO_CARD_DATE, from->date);
    kho__table_set_int(table, from->in ? KHO_CARD_ADDED : KHO_CARD_TAKEN, from->quantity);
    kho__table_set_int(table, KHO_CARD_BALANCE, at->balances[lot->channel]);
    return KHO_OK;
}

static kho_status fill_card(card *at)
{
    kho_status status = fill_openings(at);

    if (status == KHO_OK && (status = collect(at)) == KHO_OK && at->count)
        qsort(at->movements, at->count, sizeof(*at->movements), compare);
    for (size_t i = 0; i < at->count && status == KHO_OK; i++)
        status = fill_movement(at, &at->movements[i]);
    return status;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    card at = {.asked = asked,
        .from = asked->from == KHO_NO_DATE ? kho_date_of(1900, 1, 1) : asked->from};
    kho_status status;

    if (!asked->root || !asked->item)
        return kho__fail(KHO_EINVALID, "a stock card needs a place and an item",
            "thẻ kho cần nơi giữ và mặt hàng");
    if (!kho__is_physical(kho__place_at(catalogue, asked->root)->as.kind))
        return kho__fail(KHO_EINVALID, "'%s' holds no stock", "'%s' không giữ hàng",
            kho__place_at(catalogue, asked->root)->as.code);
    at.balances =
        kho__arena_take(&at.arena, (catalogue->channel_count + 1) * sizeof(*at.balances));
    if (!at.balances)
        return kho__fail_memory();
    status = kho__rows_begin(
        &at.rows, table, catalogue, KHO_CARD_OTHER, KHO__NO_COLUMN, KHO_CARD_CHANNEL);
    if (status == KHO_OK)
        status = fill_card(&at);
    kho__rows_end(&at.rows);
    free(at.movements);
    kho__arena_free(&at.arena);
    if (status < 0 || (status = kho__asked_meta(asked, table)) < 0 ||
        (status = kho__table_meta_set(
             table, "place", kho__place_at(catalogue, asked->root)->as.code)) < 0)
        return status;
    return kho__table_meta_set(
        table, "item", kho__item_at(catalogue, asked->item)->as.code);
}

kho_status kho_ledger_card(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, 0, KHO__TABLE_CARD, fill, out);
}
