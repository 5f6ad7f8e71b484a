/* What to order: the lines whose rule orders now, and those to be ordered by hand. */
#include "report/report.h"

typedef struct filling {
    const kho__catalogue *catalogue;
    const kho__period *period;
    kho__rows rows;
} filling;

static kho_status fill_line(void *context, const kho__reported *line)
{
    filling *at = context;
    kho_table *const table = at->rows.table;
    const int64_t pack = kho__item_at(at->catalogue, line->item)->as.pack;
    kho_judgement judgement;
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    if (!line->role.judged)
        return KHO_OK;
    if ((status = kho__measure_judge(
             line->measure, at->period, pack, &amc_defined, &amc, &judgement)) < 0 ||
        (judgement.to_order == 0 && !judgement.by_hand) ||
        (status = kho__rows_add(&at->rows, line->place, line->item, line->channel)) < 0)
        return status;
    kho__table_set_int(table, KHO_SUGGEST_USABLE, line->measure->usable);
    kho__table_set_int(table, KHO_SUGGEST_IN_TRANSIT, line->measure->in_transit);
    if (judgement.by_hand)
        return KHO_OK;
    kho__table_set_rational(table, KHO_SUGGEST_AMC, amc);
    kho__table_set_rational(table, KHO_SUGGEST_TARGET, judgement.target);
    kho__table_set_int(table, KHO_SUGGEST_TO_ORDER, judgement.to_order);
    kho__table_set_int(table, KHO_SUGGEST_PACKS,
        judgement.to_order / pack + (judgement.to_order % pack > 0));
    return KHO_OK;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->on, asked->on, asked->ruling);
    const size_t order[] = {KHO_SUGGEST_PLACE, KHO_SUGGEST_ITEM, KHO_SUGGEST_CHANNEL};
    filling at = {.catalogue = &asked->ledger->catalogue, .period = &period};
    kho_status status = kho__rows_begin(&at.rows, table, at.catalogue, KHO_SUGGEST_PLACE,
        KHO_SUGGEST_ITEM, KHO_SUGGEST_CHANNEL);

    if (status < 0)
        return status;
    status = kho__each_asked(asked, &period, fill_line, &at);
    kho__rows_end(&at.rows);
    if (status < 0 ||
        (status = kho__table_sort(table, order, sizeof(order) / sizeof(*order))) < 0)
        return status;
    return kho__asked_meta(asked, table);
}

kho_status kho_ledger_suggest(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(
        ledger, query, KHO__ASK_PLACES | KHO__ASK_RULES, KHO__TABLE_SUGGEST, fill, out);
}
