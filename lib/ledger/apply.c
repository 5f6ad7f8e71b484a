#include <stdlib.h>

#include "base/error.h"
#include "ledger/close.h"
#include "store/sheets.h"

kho_status kho__effects_add(kho__effects *effects, const kho__leg *leg)
{
    if (!kho__grow((void **)&effects->legs, &effects->leg_room, effects->leg_count, 1,
            sizeof(*effects->legs)))
        return kho__fail_memory();
    effects->legs[effects->leg_count++] = *leg;
    return KHO_OK;
}

kho_status kho__effects_see(kho__effects *effects, const kho__seen *seen)
{
    if (!kho__grow((void **)&effects->seen, &effects->seen_room, effects->seen_count, 1,
            sizeof(*effects->seen)))
        return kho__fail_memory();
    effects->seen[effects->seen_count++] = *seen;
    return KHO_OK;
}

void kho__effects_free(kho__effects *effects)
{
    free(effects->legs);
    free(effects->seen);
    free(effects->counted);
    *effects = (kho__effects){0};
}

static bool is_physical(const kho_ledger *ledger, int32_t place)
{
    return kho__is_physical(kho__place_at(&ledger->catalogue, place)->as.kind);
}

static kho_status apply_side(kho_ledger *ledger, int64_t seq, kho_date date,
    int32_t place, const kho__leg *leg, uint8_t flow)
{
    const kho_month month = kho_month_of(date);
    kho__sheet *sheet;
    kho_status status;

    if (!is_physical(ledger, place))
        return KHO_OK;
    if ((status = kho__sheet_of(ledger, place, month, &sheet)) < 0 ||
        (status = kho__sheet_touch(ledger, sheet, seq)) < 0 ||
        (status = kho__sheet_add(sheet, leg->key,
             (uint8_t)(date - kho_month_first(month) + 1), flow, leg->quantity)) < 0)
        return status;
    return kho__sheet_propagate(ledger, sheet, leg->key);
}

/* Count at a place; -1 takes back what a reversed entry counted. */
static kho_status apply_counted(
    kho_ledger *ledger, int64_t seq, kho_date date, const kho__counted *counted, int sign)
{
    const kho_month month = kho_month_of(date);
    kho__sheet *sheet;
    kho_status status;

    if ((status = kho__sheet_of(ledger, counted->place, month, &sheet)) < 0 ||
        (status = kho__sheet_touch(ledger, sheet, seq)) < 0)
        return status;
    return kho__sheet_tally(sheet, counted->key,
        (uint8_t)(date - kho_month_first(month) + 1), sign * counted->value);
}

/* Set, or withdraw, what was observed. */
static kho_status apply_seen(
    kho_ledger *ledger, int64_t seq, kho_date date, const kho__seen *seen, bool withdraw)
{
    const kho_month month = seen->kind == KHO_FOUND ? kho_month_of(date) : seen->month;
    const kho_date first = kho_month_first(month);
    kho__sheet *sheet;
    kho_status status;

    if ((status = kho__sheet_of(ledger, seen->place, month, &sheet)) < 0 ||
        (status = kho__sheet_touch(ledger, sheet, seq)) < 0)
        return status;
    if (seen->kind == KHO_FOUND) {
        status = kho__sheet_found(
            sheet, seen->key, (uint8_t)(date - first + 1), !withdraw, seen->value);
    } else {
        /* More days than the month has is a typing error: it counts as none. */
        const int64_t days =
            seen->value > kho_month_last(month) - first + 1 ? 0 : seen->value;

        status = kho__sheet_observe(sheet, KHO__LINE_OF(seen->key),
            seen->kind == KHO_RETURNED, withdraw ? KHO__NOT_OBSERVED : (int32_t)days);
    }
    return status < 0 ? status : kho__sheet_propagate(ledger, sheet, seen->key);
}

static bool same_seen(
    const kho__seen *a, kho_date a_date, const kho__seen *b, kho_date b_date)
{
    return a->kind == b->kind && a->place == b->place && a->key == b->key &&
           (a->kind == KHO_FOUND ? a_date == b_date : a->month == b->month);
}

/* The latest observation of the same thing that still stands before `seq`, if there is
 * one. */
static kho_status find_standing(kho_ledger *ledger, int64_t seq, int64_t undone,
    kho_date date, const kho__seen *seen, kho__seen *out, bool *found)
{
    const kho_month month = seen->kind == KHO_FOUND ? kho_month_of(date) : seen->month;
    kho__arena arena = {0};
    int64_t *seqs, by;
    size_t count;
    kho_status status;

    *found = false;
    if ((status = kho__sheets_flush(ledger)) == KHO_OK)
        status = kho__touches(ledger, &arena, month, seen->place, &seqs, &count);
    while (status == KHO_OK && count-- > 0 && !*found) {
        kho__effects effects = {0};
        kho__entry_row row;
        kho__record record;

        if (seqs[count] >= seq || seqs[count] == undone)
            continue;
        if ((status = kho__reversal_of(ledger, seqs[count], &by)) < 0)
            break;
        if (by && by < seq)
            continue;
        if ((status = kho__journal_by_seq(ledger, &arena, seqs[count], &row)) < 0 ||
            (status = kho__record_read(&arena, row.body, row.body_size, &record)) < 0)
            break;
        if (record.observed_count)
            status = kho__effects_of(ledger, row.date, &record, &effects);
        for (size_t i = effects.seen_count; i-- > 0 && status == KHO_OK && !*found;) {
            if (same_seen(&effects.seen[i], row.date, seen, date)) {
                *out = effects.seen[i];
                *found = true;
            }
        }
        kho__effects_free(&effects);
        kho__record_free(&record);
    }
    kho__arena_free(&arena);
    return status;
}

/* What a reversed entry observed no longer stands: what was observed before it does
 * again. What it closed is open, and what it counted is taken back on the reversal's day.
 */
static kho_status withdraw(kho_ledger *ledger, int64_t seq, kho_date date, int64_t undone)
{
    kho__arena arena = {0};
    kho__effects effects = {0};
    kho__record record = {0};
    kho__entry_row row;
    kho_status status;

    if ((status = kho__journal_by_seq(ledger, &arena, undone, &row)) < 0 ||
        (status = kho__record_read(&arena, row.body, row.body_size, &record)) < 0)
        goto done;
    if (record.nodes[KHO__PART_CLOSING])
        status = kho__closing_withdraw(ledger, record.nodes[KHO__PART_CLOSING]);
    if (status == KHO_OK &&
        (record.observed_count || record.service_count || record.campaign))
        status = kho__effects_of(ledger, row.date, &record, &effects);
    for (size_t i = 0; i < effects.counted_count && status == KHO_OK; i++)
        status = apply_counted(ledger, seq, date, &effects.counted[i], -1);
    for (size_t i = 0; i < effects.seen_count && status == KHO_OK; i++) {
        kho__seen standing = effects.seen[i];
        bool found;

        status = find_standing(
            ledger, seq, undone, row.date, &effects.seen[i], &standing, &found);
        if (status == KHO_OK)
            status = apply_seen(ledger, seq, row.date, &standing, !found);
    }
done:
    kho__effects_free(&effects);
    kho__record_free(&record);
    kho__arena_free(&arena);
    return status;
}

kho_status kho__effects_apply(
    kho_ledger *ledger, int64_t seq, const kho__effects *effects)
{
    kho_status status;

    for (size_t i = 0; i < effects->leg_count; i++) {
        const kho__leg *leg = &effects->legs[i];

        if ((status = apply_side(ledger, seq, effects->date, leg->from, leg,
                 KHO__FLOW_OUT(leg->verb))) < 0 ||
            (status = apply_side(
                 ledger, seq, effects->date, leg->to, leg, KHO__FLOW_IN(leg->verb))) < 0)
            return status;
    }
    if (effects->undone_seq) {
        if ((status = kho__reversal_add(ledger, effects->undone_seq, seq)) < 0 ||
            (status = withdraw(ledger, seq, effects->date, effects->undone_seq)) < 0)
            return status;
    }
    for (size_t i = 0; i < effects->counted_count; i++) {
        if ((status = apply_counted(
                 ledger, seq, effects->date, &effects->counted[i], 1)) < 0)
            return status;
    }
    for (size_t i = 0; i < effects->seen_count; i++) {
        if ((status = apply_seen(ledger, seq, effects->date, &effects->seen[i], false)) <
            0)
            return status;
    }
    return KHO_OK;
}
