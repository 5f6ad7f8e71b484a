/* Counting for indicators. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/service.h"
#include "report/indicators.h"

/* Where a method stands among those that everybody knows; the others come last. */
static size_t rank_of(const char *word)
{
    size_t i = 0;

    while (kho__method_names[i].word && strcmp(kho__method_names[i].word, word) != 0)
        i++;
    return i;
}

static int compare_methods(const void *a, const void *b)
{
    const char *x = ((const kho__method_tally *)a)->word,
               *y = ((const kho__method_tally *)b)->word;
    const size_t first = rank_of(x), second = rank_of(y);

    return first == second ? strcmp(x, y) : first < second ? -1 : 1;
}

static int32_t find_method(const kho__indicating *tally, const char *word)
{
    for (size_t i = 0; i < tally->method_count; i++) {
        if (strcmp(tally->methods[i].word, word) == 0)
            return (int32_t)i + 1;
    }
    return 0;
}

/* The methods of the catalogue's items; an item without one is of none. */
static void list_methods(kho__indicating *tally)
{
    const kho__catalogue *catalogue = &tally->asked->ledger->catalogue;

    for (size_t i = 0; i < catalogue->item_count; i++) {
        const char *word = catalogue->items[i].as.method;

        if (word && !find_method(tally, word))
            tally->methods[tally->method_count++] = (kho__method_tally){.word = word};
    }
    if (tally->method_count)
        qsort(tally->methods, tally->method_count, sizeof(*tally->methods),
            compare_methods);
    for (size_t i = 0; i < catalogue->item_count; i++) {
        const kho__item *item = &catalogue->items[i];

        tally->method_of[item->id] =
            item->as.method ? find_method(tally, item->as.method) : 0;
    }
}

static kho__method_tally *method_at(const kho__indicating *tally, int32_t item)
{
    const int32_t method = item ? tally->method_of[item] : 0;

    return method ? &tally->methods[method - 1] : NULL;
}

/* Add the place that was visited to the counts. */
static void end_place(kho__indicating *tally)
{
    const kho__ruleset *rules = kho__ruling_set(tally->asked->ruling);
    size_t offered = 0, out = 0, usable = 0;

    for (size_t i = 0; tally->place && i < tally->method_count; i++) {
        kho__method_tally *method = &tally->methods[i];

        method->offering += method->offered;
        method->out += method->offered && !method->usable;
        offered += method->offered;
        out += method->offered && !method->usable;
        usable += method->usable;
        method->offered = method->usable = false;
    }
    tally->offering += offered > 0;
    tally->out += out > 0;
    for (size_t i = 0; offered && i < rules->method_count_count; i++)
        tally->ranges[i] += usable >= (size_t)rules->method_counts[i];
    tally->place = 0;
}

/* A service delivery point: a store that doesn't supply other stores. */
static bool is_point(const kho__indicating *tally, int32_t place)
{
    const kho__catalogue *catalogue = &tally->asked->ledger->catalogue;

    return kho__place_at(catalogue, place)->as.kind == KHO_STORE &&
           !kho__supplies_stores(catalogue, place, tally->asked->on);
}

/* What its entry in the catalogue lists, it offers, though it never received any. */
static void begin_place(kho__indicating *tally, int32_t place)
{
    const kho__catalogue *catalogue = &tally->asked->ledger->catalogue;
    const kho_place *as = &kho__place_at(catalogue, place)->as;

    tally->place = place;
    for (size_t i = 0; i < as->offer_count; i++) {
        kho__method_tally *method =
            method_at(tally, kho__find_item(catalogue, as->offers[i]));

        if (method)
            method->offered = true;
    }
}

static bool came_in(const kho__indicating *tally, const kho__reported *line)
{
    const size_t end = (size_t)(tally->period.last - tally->period.first);
    const kho_date first = line->slices ? kho__line_first(&line->slices[end],
                                              line->held ? &line->held[end] : NULL)
                                        : KHO_NO_DATE;

    return first != KHO_NO_DATE && first <= tally->period.to;
}

static kho_status count_standing(kho__indicating *tally, const kho__reported *line)
{
    kho__item_tally *item = &tally->items[line->item];
    kho_judgement judgement;
    bool amc_defined;
    kho_rational amc;
    const kho_status status = kho__measure_judge(line->measure, &tally->period,
        kho__item_at(&tally->asked->ledger->catalogue, line->item)->as.pack, &amc_defined,
        &amc, &judgement);

    item->judged += judgement.months_defined;
    item->planned += judgement.standing == KHO_ADEQUATE;
    return status;
}

static kho_status add_quantities(kho__indicating *tally, const kho__reported *line)
{
    static const kho__sum available[] = {
        KHO__SUM_OPENING, KHO__SUM_RECEIVED, KHO__SUM_RETURNED, KHO__SUM_TRANSFERRED_IN};
    kho__item_tally *item = &tally->items[line->item];
    const kho__measure *measure = line->measure;
    int64_t sums[KHO__SUMS];
    bool fits = kho__measure_sums(measure, line->role.shelf, sums);

    item->listed = true;
    for (size_t i = 0; i < sizeof(available) / sizeof(*available); i++)
        fits &= !__builtin_add_overflow(
            item->available, sums[available[i]], &item->available);
    fits &= !__builtin_add_overflow(item->lost, sums[KHO__SUM_LOST], &item->lost);
    fits &= !__builtin_add_overflow(item->expired, measure->expired, &item->expired);
    fits &= !__builtin_add_overflow(item->expired, measure->lost_expired, &item->expired);
    return fits ? KHO_OK : kho__fail_overflow(tally->asked, line->place, line->item);
}

/* Lines come place by place. */
static kho_status visit_line(void *context, const kho__reported *line)
{
    kho__indicating *tally = context;
    kho__method_tally *method = method_at(tally, line->item);

    tally->items[line->item].listed = true;
    if (line->place != tally->place && line->place != tally->passed) {
        end_place(tally);
        if (is_point(tally, line->place))
            begin_place(tally, line->place);
        else
            tally->passed = line->place;
    }
    if (line->place != tally->place)
        return KHO_OK;
    if (method && came_in(tally, line))
        method->offered = true;
    if (method && line->measure->usable > 0)
        method->offered = method->usable = true;
    return count_standing(tally, line);
}

static kho_status visit_sum(void *context, const kho__reported *line)
{
    return add_quantities(context, line);
}

/* One place by itself: its line has its shelf in it. */
static kho_status visit_place(void *context, const kho__reported *line)
{
    const kho_status status = add_quantities(context, line);

    return status < 0 ? status : visit_line(context, line);
}

kho_status kho__indicating_take(kho__indicating *tally, const kho__asked *asked)
{
    const size_t items = asked->ledger->catalogue.item_count;
    const bool one = asked->root && !asked->tree;
    kho__period whole = kho__period_of(asked->from, asked->to, asked->ruling);
    kho_status status;

    whole.expired = true;
    *tally = (kho__indicating){.asked = asked,
        .period = one ? whole : kho__period_of(asked->to, asked->to, asked->ruling)};
    tally->methods = calloc(items + 1, sizeof(*tally->methods));
    tally->method_of = calloc(items + 1, sizeof(*tally->method_of));
    tally->items = calloc(items + 1, sizeof(*tally->items));
    if (!tally->methods || !tally->method_of || !tally->items)
        return kho__fail_memory();
    list_methods(tally);
    status = kho__each_line(asked, &tally->period, one ? visit_place : visit_line, tally);
    if (status == KHO_OK && !one)
        status = kho__each_sum(asked, &whole, visit_sum, tally);
    end_place(tally);
    return status;
}

void kho__indicating_free(kho__indicating *tally)
{
    free(tally->methods);
    free(tally->method_of);
    free(tally->items);
}
