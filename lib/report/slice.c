/* Pure arithmetic over one line of one sheet. */
#include <stdlib.h>
#include <string.h>

#include "report/lines.h"

bool kho__slice_balance(const kho__slice *slice, int day, int64_t *sum)
{
    bool fits = true;

    for (size_t i = 0; i < slice->lot_count; i++)
        fits &= !__builtin_add_overflow(*sum, slice->lots[i].opening, sum);
    for (size_t i = 0; i < slice->cell_count; i++) {
        if (slice->cells[i].day <= day)
            fits &=
                !__builtin_add_overflow(*sum, kho__cell_effect(&slice->cells[i]), sum);
    }
    return fits;
}

static int compare_balances(const void *a, const void *b)
{
    return kho__lot_compare(
        ((const kho__lot_balance *)a)->lot, ((const kho__lot_balance *)b)->lot);
}

bool kho__slice_next_lot(const kho__slice *slice, kho__lot_walk *at, kho__key *key,
    int64_t *opening, size_t *first, size_t *end)
{
    const bool has_lot = at->lot < slice->lot_count,
               has_cell = at->cell < slice->cell_count;

    if (!has_lot && !has_cell)
        return false;
    *key = has_lot ? slice->lots[at->lot].key : UINT64_MAX;
    if (has_cell && slice->cells[at->cell].key < *key)
        *key = slice->cells[at->cell].key;
    *opening = 0;
    if (has_lot && slice->lots[at->lot].key == *key)
        *opening = slice->lots[at->lot++].opening;
    *first = at->cell;
    while (at->cell < slice->cell_count && slice->cells[at->cell].key == *key)
        at->cell++;
    *end = at->cell;
    return true;
}

size_t kho__slice_lots(const kho__slice *slice, const kho__catalogue *catalogue, int day,
    kho__lot_balance *out, size_t most)
{
    kho__lot_walk at = {0};
    size_t count = 0, first, end;
    int64_t balance;
    kho__key key;

    while (
        count < most && kho__slice_next_lot(slice, &at, &key, &balance, &first, &end)) {
        for (size_t i = first; i < end && slice->cells[i].day <= day; i++)
            balance += kho__cell_effect(&slice->cells[i]);
        out[count++] =
            (kho__lot_balance){kho__lot_at(catalogue, KHO__KEY_LOT(key)), balance};
    }
    qsort(out, count, sizeof(*out), compare_balances);
    return count;
}

/* The last day of the month on which a lot may be used; 0: none. */
static int last_usable(const kho__slice *slice, kho_date expiry)
{
    const kho_date first = kho_month_first(slice->month);

    if (expiry == KHO_NO_DATE || expiry - first >= 30)
        return 31;
    return expiry < first ? 0 : expiry - first + 1;
}

bool kho__slice_usable(
    const kho__slice *slice, const kho__catalogue *catalogue, int64_t days[31])
{
    kho__lot_walk at = {0};
    bool fits = true;
    size_t first, end;
    int64_t balance;
    kho__key key;

    while (kho__slice_next_lot(slice, &at, &key, &balance, &first, &end)) {
        const int last =
            last_usable(slice, kho__lot_at(catalogue, KHO__KEY_LOT(key))->expiry);
        int day = 1;

        for (size_t i = first; day <= last; i++) {
            const int until =
                i < end && slice->cells[i].day <= last ? slice->cells[i].day : last + 1;

            /* A lot below zero takes nothing from the others. */
            for (; day < until; day++)
                fits &= !__builtin_add_overflow(
                    days[day - 1], balance > 0 ? balance : 0, &days[day - 1]);
            if (i >= end || slice->cells[i].day > last)
                break;
            balance += kho__cell_effect(&slice->cells[i]);
        }
    }
    return fits;
}

bool kho__slice_flows(const kho__slice *slice, int first, int last, int64_t *sums)
{
    bool fits = true;

    for (size_t i = 0; i < slice->cell_count; i++) {
        const kho__cell *cell = &slice->cells[i];

        if (cell->day >= first && cell->day <= last && cell->flow != KHO__FLOW_FOUND)
            fits &= !__builtin_add_overflow(
                sums[cell->flow], cell->quantity, &sums[cell->flow]);
    }
    return fits;
}

bool kho__slice_lost_expired(const kho__slice *slice, const kho__catalogue *catalogue,
    int first, int last, int64_t *sum)
{
    const kho_date before = kho_month_first(slice->month) - 1;
    bool fits = true;

    for (size_t i = 0; i < slice->cell_count; i++) {
        const kho__cell *cell = &slice->cells[i];

        if (cell->flow != KHO__FLOW_OUT(KHO_LOSE) || cell->day < first ||
            cell->day > last)
            continue;
        const kho_date expiry = kho__lot_at(catalogue, KHO__KEY_LOT(cell->key))->expiry;

        if (expiry != KHO_NO_DATE && expiry < before + cell->day)
            fits &= !__builtin_add_overflow(*sum, cell->quantity, sum);
    }
    return fits;
}

bool kho__slice_expired(
    const kho__slice *slice, const kho__catalogue *catalogue, int day, int64_t *sum)
{
    const kho_date date = kho_month_first(slice->month) + day - 1;
    kho__lot_walk at = {0};
    bool fits = true;
    size_t first, end;
    int64_t balance;
    kho__key key;

    while (kho__slice_next_lot(slice, &at, &key, &balance, &first, &end)) {
        const kho_date expiry = kho__lot_at(catalogue, KHO__KEY_LOT(key))->expiry;

        if (expiry == KHO_NO_DATE || expiry >= date)
            continue;
        for (size_t i = first; i < end && slice->cells[i].day <= day; i++)
            balance += kho__cell_effect(&slice->cells[i]);
        if (balance > 0)
            fits &= !__builtin_add_overflow(*sum, balance, sum);
    }
    return fits;
}

bool kho__slice_moved(const kho__slice *slice, int day)
{
    for (size_t i = 0; i < slice->cell_count; i++) {
        if (slice->cells[i].day <= day)
            return true;
    }
    return false;
}

bool kho__slice_returned(const kho__slice *slice)
{
    return slice->line && slice->line->returned != KHO__NOT_OBSERVED;
}

bool kho__slice_fed(const kho__slice *slice)
{
    return kho__slice_returned(slice) || (slice->line && slice->line->returns);
}

kho_date kho__slice_first(const kho__slice *slice)
{
    int day = 32;

    if (slice->line && slice->line->first != KHO_NO_DATE)
        return slice->line->first;
    for (size_t i = 0; i < slice->cell_count; i++) {
        if (kho__cell_brings(&slice->cells[i]) && slice->cells[i].day < day)
            day = slice->cells[i].day;
    }
    return day == 32 ? KHO_NO_DATE : kho_month_first(slice->month) + day - 1;
}

bool kho__slice_leave_campaigns(
    const kho__slice *slice, int first, int last, int64_t *sums)
{
    static const kho_verb verbs[] = {
        KHO_SHIP, KHO_TRANSFER, KHO_ISSUE, KHO_GIVE_BACK, KHO_DISPENSE};
    bool fits = true;

    for (size_t v = 0; slice->tally_count && v < sizeof(verbs) / sizeof(*verbs); v++) {
        const kho__tally_key key = kho__tally_campaign(
            KHO__KEY_ITEM(slice->key), KHO__KEY_CHANNEL(slice->key), verbs[v]);
        int64_t *sum = &sums[verbs[v] == KHO_GIVE_BACK ? KHO__FLOW_IN(KHO_GIVE_BACK)
                                                       : KHO__FLOW_OUT(verbs[v])];

        for (size_t i = kho__tally_at(slice->tallies, slice->tally_count, key);
             i < slice->tally_count && slice->tallies[i].key == key; i++) {
            if (slice->tallies[i].day >= first && slice->tallies[i].day <= last)
                fits &= !__builtin_sub_overflow(*sum, slice->tallies[i].value, sum);
        }
    }
    return fits;
}
