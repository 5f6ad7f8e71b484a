#include "report/shelf.h"

#include "base/error.h"
#include "model/names.h"
#include "report/report.h"

typedef struct filling {
    const kho__asked *asked;
    const kho__period *period;
    kho__rows rows;
} filling;

/* A line's last count: its day, what was found of all lots, what was put right. */
typedef struct count {
    kho_date day; /* KHO_NO_DATE: none */
    int64_t found, difference;
} count;

/* The last day of a month, up to the period's end, on which something was counted. */
static int last_day(const kho__period *period, const kho__slice *slice)
{
    const int end = period->to - kho_month_first(slice->month) + 1;
    int last = 0;

    for (size_t i = 0; i < slice->cell_count; i++) {
        const kho__cell *at = &slice->cells[i];

        if (at->flow == KHO__FLOW_FOUND && at->day <= end && at->day > last)
            last = at->day;
    }
    return last;
}

static count last_count(const kho__period *period, const kho__slice *slices)
{
    count out = {.day = KHO_NO_DATE};
    const kho__slice *slice = slices + (period->last - period->first) + 1;
    int day = 0;

    while (slice > slices && !day)
        day = last_day(period, --slice);
    if (!day)
        return out;
    out.day = kho_month_first(slice->month) + day - 1;
    for (size_t i = 0; i < slice->cell_count; i++) {
        const kho__cell *at = &slice->cells[i];

        if (at->day != day)
            continue;
        if (at->flow == KHO__FLOW_FOUND)
            out.found += at->quantity;
        else if (at->flow == KHO__FLOW_IN(KHO_ADJUST))
            out.difference += at->quantity;
        else if (at->flow == KHO__FLOW_OUT(KHO_ADJUST))
            out.difference -= at->quantity;
    }
    return out;
}

static void fill_count(filling *at, const kho__reported *line)
{
    const count last =
        line->slices ? last_count(at->period, line->slices) : (count){.day = KHO_NO_DATE};

    if (last.day == KHO_NO_DATE)
        return;
    kho__table_set_date(at->rows.table, KHO_SHELF_COUNTED, last.day);
    kho__table_set_int(at->rows.table, KHO_SHELF_FOUND, last.found);
    kho__table_set_int(at->rows.table, KHO_SHELF_DIFFERENCE, last.difference);
}

static kho_status fill_standing(filling *at, const kho__reported *line)
{
    const kho_item *item = &kho__item_at(&at->asked->ledger->catalogue, line->item)->as;
    kho_judgement judgement;
    const kho__name *name;
    bool amc_defined;
    kho_rational amc;
    const kho_status status = kho__measure_judge(
        line->measure, at->period, item->pack, &amc_defined, &amc, &judgement);

    if (status < 0)
        return status;
    if (judgement.months_defined)
        kho__table_set_rational(at->rows.table, KHO_SHELF_MONTHS, judgement.months);
    name = &kho__standing_names[judgement.standing];
    return kho__table_set_known(
        at->rows.table, KHO_SHELF_STATUS, name->word, name->vi, name->en);
}

/* What can't be used has expired or waits on the quarantine shelf. */
static kho_status fill_line(void *context, const kho__reported *line)
{
    filling *at = context;
    kho_table *table = at->rows.table;
    const kho__measure *measure = line->measure;
    kho_status status = kho__rows_add(&at->rows, 0, line->item, line->channel);

    if (status < 0 ||
        (status = kho__rows_unit(&at->rows, KHO_SHELF_UNIT, line->item)) < 0)
        return status;
    kho__table_set_int(table, KHO_SHELF_BALANCE, measure->closing);
    kho__table_set_int(table, KHO_SHELF_USABLE, measure->usable);
    kho__table_set_int(
        table, KHO_SHELF_EXPIRED, measure->closing - measure->held - measure->usable);
    kho__table_set_int(table, KHO_SHELF_HELD, measure->held);
    fill_count(at, line);
    return fill_standing(at, line);
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->from, asked->to, asked->ruling);
    const size_t order[] = {KHO_SHELF_ITEM, KHO_SHELF_CHANNEL};
    filling at = {.asked = asked, .period = &period};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO__NO_COLUMN, KHO_SHELF_ITEM, KHO_SHELF_CHANNEL);

    if (status < 0)
        return status;
    status = kho__each_line(asked, &period, fill_line, &at);
    kho__rows_end(&at.rows);
    if (status == KHO_OK)
        status = kho__table_sort(table, order, sizeof(order) / sizeof(*order));
    return status < 0 ? status : kho__asked_meta(asked, table);
}

kho_status kho__ledger_shelf(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_SHELF, fill, out);
}
