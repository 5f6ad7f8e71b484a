/*
 * Places taken together as one: what moved between them cancels out. Sheets don't say
 * where stock came from, so moves inside are found in the journal of the period.
 */
#include <stdlib.h>

#include "base/error.h"
#include "report/entries.h"
#include "report/report.h"

typedef struct sum_walk {
    const kho__asked *asked;
    const kho__period *period;
    kho__map ids; /* line key to index */
    kho__sum_line *lines;
    size_t line_count, line_room;
    kho__arena arena;
} sum_walk;

static kho_status line_of(sum_walk *at, kho__key key, kho__sum_line **out)
{
    const int64_t found = kho__map_find_key(&at->ids, key);
    const kho_rule *rule;
    kho_status status;
    kho__sum_line *line;

    if (found >= 0) {
        *out = &at->lines[found];
        return KHO_OK;
    }
    if (!kho__grow(
            (void **)&at->lines, &at->line_room, at->line_count, 1, sizeof(*at->lines)) ||
        !kho__map_put_key(&at->ids, key, (int64_t)at->line_count))
        return kho__fail_memory();
    line = &at->lines[at->line_count++];
    *out = line;
    /* Before anything can fail, so that it can be freed. */
    *line = (kho__sum_line){0};
    if ((status = kho__ruling_of(at->asked->ruling, at->asked->root, KHO__KEY_ITEM(key),
             KHO__KEY_CHANNEL(key), &rule)) < 0)
        return status;
    return kho__sum_line_begin(line, key, at->period, rule, &at->arena);
}

static kho_status add_line(sum_walk *at, const kho__walk *walk, kho_place_kind kind)
{
    kho__sum_line *line;
    const kho_status status = line_of(at, walk->key, &line);

    return status < 0 ? status
                      : kho__sum_line_add(
                            line, &at->asked->ledger->catalogue, walk->slices, kind);
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
static kho_status cancel_entry(void *context, const kho__entry_row *row,
    const kho__record *record, const kho__effects *effects)
{
    sum_walk *at = context;
    const bool *inside = at->asked->inside;

    (void)record;
    for (size_t i = 0; i < effects->leg_count; i++) {
        const kho__leg *leg = &effects->legs[i];
        kho__sum_line *line;
        kho_status status;

        if (!inside[leg->from] || !inside[leg->to] ||
            (at->asked->item && at->asked->item != KHO__KEY_ITEM(leg->key)))
            continue;
        if ((status = line_of(at, KHO__LINE_OF(leg->key), &line)) < 0)
            return status;
        if (row->date >= at->period->from)
            cancel_leg(line->measure.flows, leg);
        if (at->period->year != KHO_NO_DATE && row->date >= at->period->year)
            cancel_leg(line->measure.year.flows, leg);
    }
    return KHO_OK;
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
    kho__sum_line *line;

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
    sum_walk at = {.asked = asked, .period = period};
    kho_status status;

    if ((status = add_places(&at)) == KHO_OK && asked->root)
        status = kho__each_entry(asked, begins(period), period->to, cancel_entry, &at);
    else if (status == KHO_OK)
        cancel_everywhere(&at);
    if (status == KHO_OK)
        status = add_offers(&at);
    for (size_t i = 0; i < at.line_count && status == KHO_OK; i++) {
        kho__sum_line *line = &at.lines[i];
        kho__reported reported = {.place = asked->root,
            .item = KHO__KEY_ITEM(line->key),
            .channel = KHO__KEY_CHANNEL(line->key),
            .role = {.judged = true},
            .sum = line};

        if (!line->listed)
            continue;
        if (line->measure.overflow) {
            status = kho__fail_overflow(asked, asked->root, reported.item);
            break;
        }
        kho__sum_line_use(line, period->from, period->to, &line->measure);
        reported.measure = &line->measure;
        status = visit(context, &reported);
    }
    for (size_t i = 0; i < at.line_count; i++)
        kho__sum_line_free(&at.lines[i]);
    kho__map_free(&at.ids);
    free(at.lines);
    kho__arena_free(&at.arena);
    return status;
}

kho_status kho__each_asked(const kho__asked *asked, const kho__period *period,
    kho__line_visit visit, void *context)
{
    return asked->sum ? kho__each_sum(asked, period, visit, context)
                      : kho__each_line(asked, period, visit, context);
}
