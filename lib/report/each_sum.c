/*
 * Places taken together as one: what moved between them cancels out. Sheets don't say
 * where stock came from, so moves inside are found in the journal of the period.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/posting.h"
#include "model/names.h"
#include "report/report.h"

/* A line of the sum. */
typedef struct summed {
    kho__key key;
    kho__measure measure;
    kho_date first; /* first day that it came in anywhere */
    int64_t *days;  /* [month][31] usable at day-ends */
    bool *counts;   /* [month]: at one of the places at least */
    bool *fed;      /* [month]: one of them is fed by returns */
    int64_t *used;  /* [month] */
    bool listed;
} summed;

typedef struct sum_walk {
    const kho__asked *asked;
    const kho__period *period;
    size_t months;
    kho__map ids; /* line key to index */
    summed *lines;
    size_t line_count, line_room;
    kho__arena arena;
} sum_walk;

static kho_status line_of(sum_walk *at, kho__key key, summed **out)
{
    const int64_t found = kho__map_find_key(&at->ids, key);
    kho_status status;
    summed *line;

    if (found >= 0) {
        *out = &at->lines[found];
        return KHO_OK;
    }
    if (!kho__grow(
            (void **)&at->lines, &at->line_room, at->line_count, 1, sizeof(*at->lines)) ||
        !kho__map_put_key(&at->ids, key, (int64_t)at->line_count))
        return kho__fail_memory();
    line = &at->lines[at->line_count++];
    *line = (summed){.key = key, .first = KHO_NO_DATE};
    if ((status = kho__ruling_of(at->asked->ruling, at->asked->root, KHO__KEY_ITEM(key),
             KHO__KEY_CHANNEL(key), &line->measure.rule)) < 0)
        return status;
    line->days = kho__arena_take(&at->arena, at->months * 31 * sizeof(*line->days));
    line->counts = kho__arena_take(&at->arena, at->months * sizeof(*line->counts));
    line->fed = kho__arena_take(&at->arena, at->months * sizeof(*line->fed));
    line->used = kho__arena_take(&at->arena, at->months * sizeof(*line->used));
    *out = line;
    return line->days && line->counts && line->fed && line->used ? KHO_OK
                                                                 : kho__fail_memory();
}

/* Add one month of one place. Only what lies in stores and with collaborators can be
 * used. */
static void add_month(
    const sum_walk *at, summed *line, size_t month, const kho__slice *slice, bool usable)
{
    const kho_date since = kho__slice_first(slice);
    const bool fed = kho__slice_fed(slice);
    const int last = at->period->to - kho_month_first(slice->month) + 1;
    int64_t flows[KHO__FLOWS] = {0};

    bool fits = kho__slice_flows(slice, 1, last > 31 ? 31 : last, flows);

    if (!line->measure.rule->campaigns)
        fits &= kho__slice_leave_campaigns(slice, last > 31 ? 31 : last, flows);
    fits &= !__builtin_add_overflow(line->used[month],
        kho__consumed(flows, line->measure.rule->count & 1u << KHO_DISPENSE),
        &line->used[month]);
    if (since != KHO_NO_DATE && (line->first == KHO_NO_DATE || since < line->first))
        line->first = since;
    if (fed ? kho__slice_returned(slice) : since != KHO_NO_DATE)
        line->counts[month] = true;
    line->fed[month] |= fed;
    if (usable)
        fits &= kho__slice_usable(
            slice, &at->asked->ledger->catalogue, &line->days[month * 31]);
    line->measure.overflow |= !fits;
    if ((since != KHO_NO_DATE && since <= at->period->to) ||
        (slice->line && kho__line_observed(slice->line)) || kho__slice_moved(slice, last))
        line->listed = true;
}

static kho_status add_line(sum_walk *at, const kho__walk *walk, kho_place_kind kind)
{
    const kho__slice *end = &walk->slices[at->period->last - at->period->first];
    const int day = at->period->to - kho_month_first(at->period->last) + 1;
    summed *line;
    kho_status status = line_of(at, walk->key, &line);

    if (status < 0)
        return status;
    kho__measure_add(
        &line->measure, at->period, walk->slices, &at->asked->ledger->catalogue);
    if (kind == KHO_HOLD)
        line->measure.overflow |= !kho__slice_balance(end, day, &line->measure.held);
    if (kind != KHO_HOLD &&
        (status = kho__measure_lots(&line->measure, end, &at->asked->ledger->catalogue,
             at->period->to, kind == KHO_TRANSIT)) < 0)
        return status;
    for (size_t i = 0; i < at->months; i++)
        add_month(
            at, line, i, &walk->slices[i], kind == KHO_STORE || kind == KHO_COLLABORATOR);
    return KHO_OK;
}

static kho_status add_places(sum_walk *at)
{
    const kho__asked *asked = at->asked;
    kho__walk walk;
    kho_status status = kho__walk_begin(&walk, asked->ledger, at->period->first,
        at->period->last, asked->place_count > 16);

    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        const kho__place *place =
            kho__place_at(&asked->ledger->catalogue, asked->places[i]);

        if (place->first == KHO_NO_MONTH)
            continue;
        status = kho__walk_place(&walk, place->id);
        while (status == KHO_OK && kho__walk_line(&walk)) {
            if (!asked->item || asked->item == KHO__KEY_ITEM(walk.key))
                status = add_line(at, &walk, place->as.kind);
        }
    }
    kho__walk_end(&walk);
    return status;
}

static void cancel_leg(int64_t *flows, const kho__leg *leg)
{
    flows[KHO__FLOW_OUT(leg->verb)] -= leg->quantity;
    flows[KHO__FLOW_IN(leg->verb)] -= leg->quantity;
}

/* The first day whose moves are summed. */
static kho_date begins(const kho__period *period)
{
    return period->year != KHO_NO_DATE && period->year < period->from ? period->year
                                                                      : period->from;
}

/* Take a move between two of the places out of the sums again. */
static kho_status cancel_entry(sum_walk *at, int64_t seq)
{
    const bool *inside = at->asked->inside;
    kho__arena arena = {0};
    kho__effects effects = {0};
    kho__record record = {0};
    kho__entry_row row;
    summed *line;
    kho_status status;

    if ((status = kho__journal_by_seq(at->asked->ledger, &arena, seq, &row)) == KHO_OK &&
        row.date >= begins(at->period) && row.date <= at->period->to &&
        (status = kho__record_read(&arena, row.body, row.body_size, &record)) == KHO_OK)
        status = kho__effects_of(at->asked->ledger, row.date, &record, &effects);
    for (size_t i = 0; i < effects.leg_count && status == KHO_OK; i++) {
        const kho__leg *leg = &effects.legs[i];

        if (!inside[leg->from] || !inside[leg->to] ||
            (at->asked->item && at->asked->item != KHO__KEY_ITEM(leg->key)))
            continue;
        if ((status = line_of(at, KHO__LINE_OF(leg->key), &line)) < 0)
            break;
        if (row.date >= at->period->from)
            cancel_leg(line->measure.flows, leg);
        if (at->period->year != KHO_NO_DATE && row.date >= at->period->year)
            cancel_leg(line->measure.year.flows, leg);
    }
    kho__effects_free(&effects);
    kho__record_free(&record);
    kho__arena_free(&arena);
    return status;
}

/* Where every place there is was summed, all that left one for another came in again. */
static void cancel_everywhere(sum_walk *at)
{
    static const kho_verb inside[] = {KHO_SHIP, KHO_ARRIVE, KHO_TRANSFER, KHO_ISSUE,
        KHO_GIVE_BACK, KHO_HOLD_BACK, KHO_RELEASE};

    for (size_t i = 0; i < at->line_count; i++) {
        kho__measure *measure = &at->lines[i].measure;
        int64_t *const flows[] = {measure->flows, measure->year.flows};

        for (size_t k = 0; k < 2; k++) {
            for (size_t j = 0; j < sizeof(inside) / sizeof(*inside); j++) {
                flows[k][KHO__FLOW_IN(inside[j])] -= flows[k][KHO__FLOW_OUT(inside[j])];
                flows[k][KHO__FLOW_OUT(inside[j])] = 0;
            }
        }
    }
}

static int compare_seqs(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Every entry that touched one of the places in the period or the year, once. */
static kho_status cancel_inside(sum_walk *at)
{
    const kho__asked *asked = at->asked;
    int64_t *seqs = NULL, *some;
    size_t count = 0, room = 0, more;
    kho_status status = KHO_OK;

    for (kho_month month = kho_month_of(begins(at->period));
         month <= at->period->last && status == KHO_OK; month++) {
        for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
            const kho__place *place =
                kho__place_at(&asked->ledger->catalogue, asked->places[i]);
            kho__arena arena = {0};

            if (place->first == KHO_NO_MONTH || place->first > month)
                continue;
            status = kho__touches(asked->ledger, &arena, month, place->id, &some, &more);
            if (status == KHO_OK &&
                !kho__grow((void **)&seqs, &room, count, more, sizeof(*seqs)))
                status = kho__fail_memory();
            if (status == KHO_OK && more)
                memcpy(seqs + count, some, more * sizeof(*seqs));
            if (status == KHO_OK)
                count += more;
            kho__arena_free(&arena);
        }
    }
    if (count)
        qsort(seqs, count, sizeof(*seqs), compare_seqs);
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        if (i == 0 || seqs[i] != seqs[i - 1])
            status = cancel_entry(at, seqs[i]);
    }
    free(seqs);
    return status;
}

static int days_out_in(
    const sum_walk *at, const summed *line, size_t month, kho_date from, kho_date to)
{
    const kho_month is = at->period->first + (kho_month)month;

    if (line->first == KHO_NO_DATE || line->first > to || from > to)
        return 0;
    return kho__count_out(
        &line->days[month * 31], is, line->first > from ? line->first : from, to);
}

static int days_out_from(const sum_walk *at, const summed *line, kho_date from)
{
    const kho__period *period = at->period;
    int sum = 0;

    for (kho_month month = kho_month_of(from); month <= period->last; month++) {
        const kho_date first = kho_month_first(month), last = kho_month_last(month);

        sum += days_out_in(at, line, (size_t)(month - period->first),
            first > from ? first : from, last < period->to ? last : period->to);
    }
    return sum;
}

/* The first day of the stock-out that lasts at the end. */
static kho_date since_of(const sum_walk *at, const summed *line)
{
    kho_date day = at->period->to;

    while (line->first != KHO_NO_DATE && day >= line->first) {
        const kho_month month = kho_month_of(day);
        const size_t index = (size_t)(month - at->period->first);

        if (month < at->period->first ||
            line->days[index * 31 + (size_t)(day - kho_month_first(month))] > 0)
            break;
        day--;
    }
    return line->first == KHO_NO_DATE || line->first > at->period->to ? KHO_NO_DATE
                                                                      : day + 1;
}

/* Days out and consumption of the sum, from what its places held together. */
static void use_line(const sum_walk *at, summed *line)
{
    const kho__period *period = at->period;
    kho__measure *measure = &line->measure;
    const kho_rule *rule = measure->rule;
    const kho__window window = kho__window_of(rule, period->to);

    measure->days_out = days_out_from(at, line, period->from);
    if (period->year != KHO_NO_DATE)
        measure->year.days_out = days_out_from(at, line, period->year);
    measure->usable = line->days[(at->months - 1) * 31 +
                                 (size_t)(period->to - kho_month_first(period->last))];
    measure->month_count = (size_t)(window.last - window.first + 1);
    for (size_t i = 0; i < measure->month_count; i++) {
        const kho_month is = window.first + (kho_month)i;
        const size_t at_month = (size_t)(is - period->first);
        const kho_date first = kho_month_first(is), last = kho_month_last(is);

        measure->months[i] = (kho_consumed){.quantity = line->used[at_month],
            .days_out = days_out_in(
                at, line, at_month, first, last < period->to ? last : period->to),
            .month_days = last - first + 1,
            .counts = line->counts[at_month]};
        measure->whys[i] =
            line->fed[at_month] ? KHO__INSTEAD_NO_RETURN : KHO__INSTEAD_BEFORE_RECEIPT;
    }
    measure->month_begin = kho__window_take(rule, measure->months, measure->month_count);
}

static bool has_item(const sum_walk *at, int32_t item)
{
    for (size_t i = 0; i < at->line_count; i++) {
        if (at->lines[i].listed && KHO__KEY_ITEM(at->lines[i].key) == item)
            return true;
    }
    return false;
}

/* The sum offers what any of its places does. */
static kho_status add_offers(sum_walk *at)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho_status status = KHO_OK;
    summed *line;

    for (size_t i = 0; i < at->asked->place_count && status == KHO_OK; i++) {
        const kho_place *place = &kho__place_at(catalogue, at->asked->places[i])->as;

        for (size_t j = 0; j < place->offer_count && status == KHO_OK; j++) {
            const int32_t item = kho__find_item(catalogue, place->offers[j]);

            if (!item || has_item(at, item) ||
                (at->asked->item && at->asked->item != item))
                continue;
            if ((status = line_of(at, KHO__LINE_KEY(item, 1), &line)) == KHO_OK)
                line->listed = true;
        }
    }
    return status;
}

kho_status kho__each_sum(const kho__asked *asked, const kho__period *period,
    kho__line_visit visit, void *context)
{
    sum_walk at = {.asked = asked,
        .period = period,
        .months = (size_t)(period->last - period->first) + 1};
    kho_status status;

    if ((status = add_places(&at)) == KHO_OK && asked->root)
        status = cancel_inside(&at);
    else if (status == KHO_OK)
        cancel_everywhere(&at);
    if (status == KHO_OK)
        status = add_offers(&at);
    for (size_t i = 0; i < at.line_count && status == KHO_OK; i++) {
        summed *line = &at.lines[i];
        kho__reported reported = {.place = asked->root,
            .item = KHO__KEY_ITEM(line->key),
            .channel = KHO__KEY_CHANNEL(line->key),
            .role = {.judged = true}};

        if (!line->listed)
            continue;
        if (line->measure.overflow) {
            status = kho__fail_overflow(asked, asked->root, reported.item);
            break;
        }
        use_line(&at, line);
        reported.measure = &line->measure;
        reported.since = since_of(&at, line);
        status = visit(context, &reported);
    }
    for (size_t i = 0; i < at.line_count; i++)
        free(at.lines[i].measure.lots);
    kho__map_free(&at.ids);
    free(at.lines);
    kho__arena_free(&at.arena);
    return status;
}
