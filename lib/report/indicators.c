/* A period's logistics indicators, as numerators and denominators. */
#include "report/indicators.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"
#include "model/service.h"

typedef struct indicator_filling {
    const kho__asked *asked;
    kho__rows rows;
    kho__indicating tally;
    const kho__item **items; /* those that were listed, by code */
    size_t item_count;
} indicator_filling;

/* Half of nothing is nothing that can be told. */
static kho_status add_row(indicator_filling *at, const kho__name *name, int32_t item,
    int64_t numerator, int64_t denominator)
{
    kho_table *table = at->rows.table;
    kho_rational value;
    kho_status status = kho__rows_add(&at->rows, 0, item, 0);

    if (status < 0 || (status = kho__table_set_known(table, KHO_INDICATORS_INDICATOR,
                           name->word, name->vi, name->en)) < 0)
        return status;
    kho__table_set_int(table, KHO_INDICATORS_NUMERATOR, numerator);
    kho__table_set_int(table, KHO_INDICATORS_DENOMINATOR, denominator);
    if (denominator <= 0)
        return KHO_OK;
    if ((status = kho__rational_make(numerator, denominator, &value)) == KHO_OK)
        kho__table_set_rational(table, KHO_INDICATORS_VALUE, value);
    return status;
}

static kho_status add_methods(indicator_filling *at)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->tally.method_count && status == KHO_OK; i++) {
        const kho__method_tally *method = &at->tally.methods[i];
        const kho__name *known = kho__name_find(kho__method_names, method->word);

        if ((status = add_row(at, &kho__indicator_names[KHO__INDICATOR_OUT], 0,
                 method->out, method->offering)) == KHO_OK)
            status = kho__table_set_known(at->rows.table, KHO_INDICATORS_METHOD,
                method->word, known ? known->vi : NULL, known ? known->en : NULL);
    }
    return status;
}

/* A name with a number in it. */
static const char *put_number(const char *pattern, int number, char *out, size_t size)
{
    const char *place = strchr(pattern, '#');

    snprintf(out, size, "%.*s%d%s", (int)(place - pattern), pattern, number, place + 1);
    return out;
}

static kho_status add_ranges(indicator_filling *at)
{
    const kho__ruleset *rules = kho__ruling_set(at->asked->ruling);
    kho_status status = KHO_OK;

    for (size_t i = 0; i < rules->method_count_count && status == KHO_OK; i++) {
        const kho__name *pattern = &kho__indicator_names[KHO__INDICATOR_RANGE];
        const int count = rules->method_counts[i];
        char word[64], vi[64], en[64];
        const kho__name name = {put_number(pattern->word, count, word, sizeof(word)),
            put_number(pattern->vi, count, vi, sizeof(vi)),
            put_number(pattern->en, count, en, sizeof(en))};

        status = add_row(at, &name, 0, at->tally.ranges[i], at->tally.offering);
    }
    return status;
}

/* What is counted by lines of one item, or of all. */
static kho_status add_plan(indicator_filling *at)
{
    const kho__name *name = &kho__indicator_names[KHO__INDICATOR_PLAN];
    int64_t planned = 0, judged = 0;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->item_count; i++) {
        planned += at->tally.items[at->items[i]->id].planned;
        judged += at->tally.items[at->items[i]->id].judged;
    }
    if (!at->asked->item)
        status = add_row(at, name, 0, planned, judged);
    for (size_t i = 0; i < at->item_count && status == KHO_OK; i++) {
        const kho__item_tally *item = &at->tally.items[at->items[i]->id];

        status = add_row(at, name, at->items[i]->id, item->planned, item->judged);
    }
    return status;
}

/* Units of different items are never added. */
static kho_status add_quantities(indicator_filling *at, kho__indicator indicator)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->item_count && status == KHO_OK; i++) {
        const kho__item_tally *item = &at->tally.items[at->items[i]->id];

        status = add_row(at, &kho__indicator_names[indicator], at->items[i]->id,
            indicator == KHO__INDICATOR_WASTAGE ? item->lost : item->expired,
            item->available);
    }
    return status;
}

/* Of one item, nothing can be said of methods: other items are of them too. */
static kho_status add_places(indicator_filling *at)
{
    kho_status status;

    if (at->asked->item)
        return KHO_OK;
    if ((status = add_methods(at)) < 0 ||
        (status = add_row(at, &kho__indicator_names[KHO__INDICATOR_OUT_ANY], 0,
             at->tally.out, at->tally.offering)) < 0)
        return status;
    return add_ranges(at);
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(
        (*(const kho__item *const *)a)->as.code, (*(const kho__item *const *)b)->as.code);
}

static kho_status list_items(indicator_filling *at)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;

    at->items = calloc(catalogue->item_count + 1, sizeof(*at->items));
    if (!at->items)
        return kho__fail_memory();
    for (size_t i = 0; i < catalogue->item_count; i++) {
        if (at->tally.items[catalogue->items[i].id].listed)
            at->items[at->item_count++] = &catalogue->items[i];
    }
    if (at->item_count)
        qsort(at->items, at->item_count, sizeof(*at->items), compare_codes);
    return KHO_OK;
}

static kho_status fill_rows(indicator_filling *at)
{
    kho_status status = kho__indicating_take(&at->tally, at->asked);

    if (status < 0 || (status = list_items(at)) < 0 || (status = add_places(at)) < 0 ||
        (status = add_plan(at)) < 0 ||
        (status = add_quantities(at, KHO__INDICATOR_WASTAGE)) < 0)
        return status;
    return add_quantities(at, KHO__INDICATOR_EXPIRED);
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    indicator_filling at = {.asked = asked};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO__NO_COLUMN, KHO_INDICATORS_ITEM, KHO__NO_COLUMN);

    if (status < 0)
        return status;
    status = fill_rows(&at);
    kho__indicating_free(&at.tally);
    free(at.items);
    kho__rows_end(&at.rows);
    return status < 0 ? status : kho__asked_meta_period(asked, table);
}

kho_status kho_ledger_indicators(
    kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_INDICATORS, fill, out);
}
