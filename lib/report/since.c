/* Since when: back through the sheets until a beginning is found. */
#include "report/since.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/place_walk.h"
#include "report/sight.h"

#define CHUNK 6 /* months that are looked at at a time, at least */

/* Day-ends of the running month before `on`. AMC doesn't change before the month is
 * complete, unless the rule counts the running one. False in *on: the beginning is found.
 */
static kho_status look_at_days(kho__sight *at, kho__since *since, bool *on)
{
    const kho_month month = kho_month_of(since->since);
    const kho_date first = kho_month_first(month);
    int64_t days[31];
    kho_judgement judgement = {.standing = KHO_UNKNOWN};
    kho_status status = KHO_OK;
    bool judged = false;

    kho__sight_usable(at, month, days);
    for (*on = true; *on && since->since > first;) {
        const kho_date day = since->since - 1;
        const int64_t usable = days[day - first];

        if (!judged || at->rule->current)
            status = kho__sight_judge(at, day, since->lot, &judgement);
        else if (since->lot || usable != days[day - first + 1])
            status = kho__sight_again(at, day, usable, since->lot, &judgement);
        if (status < 0)
            return status;
        judged = true;
        *on = kho__sight_raises(at, &judgement, since->alert, since->lot);
        since->since -= *on;
    }
    return KHO_OK;
}

/* Month-ends before, as far as there are sheets to judge them by. */
static kho_status look_at_months(
    const kho__sinces *all, kho__sight *at, kho__since *since, bool *on)
{
    const kho_month least = kho_month_of(all->asked->on) - KHO__SINCE_MONTHS;
    kho_judgement judgement;
    kho_status status;

    while (*on) {
        const kho_date end = kho_month_last(since->next);

        if (since->next < least || since->first == KHO_NO_DATE || end < since->first) {
            *on = false;
            return KHO_OK;
        }
        if (!kho__sight_reaches(at, end))
            return KHO_OK;
        if ((status = kho__sight_judge(at, end, since->lot, &judgement)) < 0)
            return status;
        *on = kho__sight_raises(at, &judgement, since->alert, since->lot);
        if (*on) {
            since->since = end;
            since->next--;
        }
    }
    return KHO_OK;
}

/* The last day of a month up to `last` at whose end something usable was there; 0: none.
 */
static int last_usable(const kho__sight *at, kho_month month, int last)
{
    int64_t days[31];

    kho__sight_usable(at, month, days);
    while (last > 0 && days[last - 1] <= 0)
        last--;
    return last;
}

/* Back to the last day on which something usable was there, or to the day that the line
 * came in. */
static void look_for_stock(
    const kho__sinces *all, kho__sight *at, kho__since *since, bool *on)
{
    while (*on && since->next >= at->first) {
        const kho_date first = kho_month_first(since->next),
                       last = kho_month_last(since->next), until = all->asked->on;
        const int usable =
            last_usable(at, since->next, (until < last ? until : last) - first + 1);

        since->since = first + usable > since->first ? first + usable : since->first;
        *on = !usable && first > since->first;
        since->next--;
    }
}

/* What there was of a lot at the end of each day of a month. */
static void lot_days(const kho__slice *slice, kho__key key, int64_t days[31])
{
    kho__lot_walk walk = {0};
    size_t first, end;
    int64_t balance;
    kho__key at;

    memset(days, 0, 31 * sizeof(*days));
    while (kho__slice_next_lot(slice, &walk, &at, &balance, &first, &end)) {
        for (int day = 1; day <= 31 && at == key; day++) {
            for (; first < end && slice->cells[first].day == day; first++)
                balance += kho__cell_effect(&slice->cells[first]);
            days[day - 1] = balance;
        }
    }
}

/* Back to the first day of a lot's stay, or of its being below zero. */
static void look_for_lot(
    const kho__sinces *all, const kho__sight *at, kho__since *since, bool *on)
{
    const bool below = since->alert == KHO__NEGATIVE;

    while (*on && since->next >= at->first) {
        const kho_date first = kho_month_first(since->next),
                       least = first > since->first ? first : since->first;
        int64_t days[31];

        lot_days(&at->own[since->next - at->first], kho__lot_key(since->lot), days);
        if (since->next == kho_month_of(all->asked->on))
            since->since = all->asked->on + 1;
        while (*on && since->since > least) {
            const int64_t there = days[since->since - 1 - first];

            *on = below ? there < 0 : there > 0;
            since->since -= *on;
        }
        *on = *on && first > since->first;
        since->next--;
    }
}

static kho_status look(
    const kho__sinces *all, kho__sight *at, kho__since *since, bool *on)
{
    switch (since->alert) {
    case KHO__STOCKED_OUT:
        look_for_stock(all, at, since, on);
        return KHO_OK;
    case KHO__NEGATIVE:
    case KHO__EXPIRED:
    case KHO__NEAR_EXPIRY:
        look_for_lot(all, at, since, on);
        return KHO_OK;
    default:
        return look_at_months(all, at, since, on);
    }
}

/* The day that the line first came in, as far as it is known on the day asked about. */
static kho_date first_of(const kho__sinces *at, const kho__reported *line)
{
    const size_t end = (size_t)(at->period->last - at->period->first);
    const kho_date first = line->sum ? line->sum->first
                                     : kho__line_first(&line->slices[end],
                                           line->held ? &line->held[end] : NULL);

    return first > at->asked->on ? KHO_NO_DATE : first;
}

kho_status kho__sinces_begin(kho__sinces *at, const kho__asked *asked,
    const kho__period *period, kho_table *table, size_t column)
{
    *at =
        (kho__sinces){.asked = asked, .period = period, .table = table, .column = column};
    return kho__grow((void **)&at->months, &at->month_room, 0,
               (size_t)(period->last - period->first) + 1, sizeof(*at->months))
               ? KHO_OK
               : kho__fail_memory();
}

/* Set the cell as far as is known; what goes on is looked at again. */
static kho_status keep(kho__sinces *at, const kho__since *since, bool on)
{
    kho__table_put_date(at->table, since->row, at->column, since->since);
    if (!on)
        return KHO_OK;
    if (!kho__grow((void **)&at->open, &at->room, at->count, 1, sizeof(*at->open)))
        return kho__fail_memory();
    at->open[at->count++] = *since;
    return KHO_OK;
}

kho_status kho__since_of(
    kho__sinces *at, const kho__reported *line, kho__alert alert, const kho__lot *lot)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho__sight sight = {.asked = at->asked,
        .measure = &at->measure,
        .rule = line->measure->rule,
        .place = line->place,
        .item = line->item,
        .pack = kho__item_at(catalogue, line->item)->as.pack,
        .sum = line->sum,
        .role = line->role,
        .first = line->sum ? line->sum->period->first : at->period->first,
        .last = at->period->last,
        .own = line->slices,
        .held = line->held,
        .road = line->road,
        .months = at->months};
    const kho_month month = kho_month_of(at->asked->on);
    kho__since since = {kho_table_rows(at->table) - 1, line->place,
        KHO__LINE_KEY(line->item, line->channel), alert, lot, at->asked->on,
        first_of(at, line), month - 1};
    kho_status status = KHO_OK;
    bool on = true;

    kho__sight_begin(&sight);
    if (alert != KHO__STOCKED_OUT)
        status = look_at_days(&sight, &since, &on);
    else if ((since.since = since.first) == KHO_NO_DATE)
        on = false;
    else
        since.next = month;
    if (status < 0 || (status = look(at, &sight, &since, &on)) < 0)
        return status;
    return keep(at, &since, on);
}

kho_status kho__since_of_stay(kho__sinces *at, int32_t place, const kho__slice *slices,
    const kho__lot *lot, kho__alert alert, kho_date from)
{
    const kho__sight sight = {.first = at->period->first, .own = slices};
    kho__since since = {kho_table_rows(at->table) - 1, place,
        KHO__LINE_KEY(lot->item, lot->channel), alert, lot, at->asked->on, from,
        kho_month_of(at->asked->on)};
    bool on = true;

    look_for_lot(at, &sight, &since, &on);
    return keep(at, &since, on);
}

/* A line of a place that the walk has taken up. */
static kho_status see(kho__sinces *at, const kho__place_walk *walk,
    const kho__since *since, kho__sight *out)
{
    const kho__asked *asked = at->asked;
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const int32_t item = KHO__KEY_ITEM(since->key);
    kho_status status;

    *out = (kho__sight){.asked = asked,
        .measure = &at->measure,
        .place = since->place,
        .item = item,
        .pack = kho__item_at(catalogue, item)->as.pack,
        .role = kho__role_of(catalogue, since->place, asked->on),
        .first = walk->own.from,
        .last = walk->own.from + (kho_month)walk->own.months - 1,
        .own = walk->own.slices,
        .held = walk->has_hold ? walk->hold.slices : NULL,
        .road = walk->has_road ? walk->road.slices : NULL,
        .months = at->months};
    status = kho__ruling_of(
        asked->ruling, since->place, item, KHO__KEY_CHANNEL(since->key), &out->rule);
    if (status == KHO_OK)
        kho__sight_begin(out);
    return status;
}

/* The lines again in earlier months; what is still open stays in the list. */
static kho_status look_back(kho__sinces *at, kho__place_walk *walk)
{
    const size_t count = at->count;
    kho_status status = KHO_OK;
    int32_t place = 0;
    kho__key key = 0;

    at->count = 0;
    for (size_t i = 0; i < count; i++) {
        kho__since since = at->open[i];
        kho__sight sight;
        bool on = true;

        if (since.place != place &&
            (status = kho__place_walk_take(walk, since.place)) < 0)
            break;
        if (since.place != place || since.key != key)
            kho__place_walk_step(walk, since.key);
        place = since.place;
        key = since.key;
        if ((status = see(at, walk, &since, &sight)) < 0 ||
            (status = look(at, &sight, &since, &on)) < 0)
            break;
        kho__table_put_date(at->table, since.row, at->column, since.since);
        if (on)
            at->open[at->count++] = since;
    }
    return status;
}

/* The latest month that some of them have to be looked at in. */
static kho_month latest(const kho__sinces *at)
{
    kho_month month = at->open[0].next;

    for (size_t i = 1; i < at->count; i++) {
        if (at->open[i].next > month)
            month = at->open[i].next;
    }
    return month;
}

static bool many_places(const kho__sinces *at)
{
    size_t places = 0;

    for (size_t i = 0; i < at->count && places <= 16; i++)
        places += i == 0 || at->open[i].place != at->open[i - 1].place;
    return places > 16;
}

/* How many months to look at next. Each time, those of a window are read beside them:
 * where that is long, it is better to go all the way. */
static kho_month chunk_at(const kho__sinces *at, kho_month last)
{
    const kho_month reach = kho__ruling_reach(at->asked->ruling),
                    chunk = reach > CHUNK ? reach : CHUNK,
                    left = last - (kho_month_of(at->asked->on) - KHO__SINCE_MONTHS) + 1;

    return left > chunk && left < chunk + reach ? left : chunk;
}

kho_status kho__sinces_settle(kho__sinces *at)
{
    const kho_month reach = kho__ruling_reach(at->asked->ruling);
    kho_status status = KHO_OK;

    while (at->count && status == KHO_OK) {
        const kho_month last = latest(at), first = last - chunk_at(at, last) - reach + 2;
        kho__place_walk walk;

        if (!kho__grow((void **)&at->months, &at->month_room, 0,
                (size_t)(last - first) + 1, sizeof(*at->months)))
            return kho__fail_memory();
        status =
            kho__place_walk_begin(&walk, at->asked->ledger, first, last, many_places(at));
        if (status == KHO_OK)
            status = look_back(at, &walk);
        kho__place_walk_end(&walk);
    }
    return status;
}

void kho__sinces_free(kho__sinces *at)
{
    free(at->open);
    free(at->months);
    free(at->measure.lots);
}
