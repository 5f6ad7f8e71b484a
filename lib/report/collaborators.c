/* What collaborators received, gave out and hold. */
#include "base/error.h"
#include "report/report.h"

typedef struct filling {
    const kho__asked *asked;
    const kho__period *period;
    kho__rows rows; /* the collaborator is their place */
} filling;

/* The last day on which a line moved or was counted, up to the period's end. */
static kho_date last_seen(const filling *at, const kho__reported *line)
{
    const kho__slice *end;
    int last = 0, day;

    if (!line->slices)
        return KHO_NO_DATE;
    end = &line->slices[at->period->last - at->period->first];
    day = at->period->to - kho_month_first(end->month) + 1;
    for (size_t i = 0; i < end->cell_count; i++) {
        if (end->cells[i].day <= day && end->cells[i].day > last)
            last = end->cells[i].day;
    }
    if (last)
        return kho_month_first(end->month) + last - 1;
    return end->line ? end->line->last : KHO_NO_DATE;
}

static kho_status fill_keeper(filling *at, int32_t collaborator)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const int32_t keeper = kho__parent_on(catalogue, collaborator, at->period->to);
    const kho_place *place = keeper ? &kho__place_at(catalogue, keeper)->as : NULL;

    return place ? kho__table_set_known(at->rows.table, KHO_COLLABORATORS_PLACE,
                       place->code, place->name.vi, place->name.en)
                 : KHO_OK;
}

static const struct {
    size_t column;
    kho__sum sum;
} sum_columns[] = {
    {KHO_COLLABORATORS_OPENING,   KHO__SUM_OPENING  },
    {KHO_COLLABORATORS_DISPENSED, KHO__SUM_DISPENSED},
    {KHO_COLLABORATORS_LOST,      KHO__SUM_LOST     },
    {KHO_COLLABORATORS_ADJUSTED,  KHO__SUM_ADJUSTED },
    {KHO_COLLABORATORS_BALANCE,   KHO__SUM_CLOSING  },
};

/* The stock report nets what was given back with what was received; here both are shown.
 */
static kho_status fill_sums(filling *at, const kho__reported *line)
{
    const int64_t back = line->measure->flows[KHO__FLOW_OUT(KHO_GIVE_BACK)];
    kho_table *table = at->rows.table;
    int64_t sums[KHO__SUMS], received, transferred;

    if (!kho__measure_sums(line->measure, false, sums) ||
        __builtin_add_overflow(sums[KHO__SUM_RECEIVED], back, &received) ||
        __builtin_sub_overflow(
            sums[KHO__SUM_TRANSFERRED_IN], sums[KHO__SUM_TRANSFERRED_OUT], &transferred))
        return kho__fail_overflow(at->asked, line->place, line->item);
    for (size_t i = 0; i < sizeof(sum_columns) / sizeof(*sum_columns); i++)
        kho__table_set_int(table, sum_columns[i].column, sums[sum_columns[i].sum]);
    kho__table_set_int(table, KHO_COLLABORATORS_RECEIVED, received);
    kho__table_set_int(table, KHO_COLLABORATORS_RETURNED, back);
    kho__table_set_int(table, KHO_COLLABORATORS_TRANSFERRED, transferred);
    kho__table_set_int(
        table, KHO_COLLABORATORS_EXPIRED, line->measure->closing - line->measure->usable);
    return KHO_OK;
}

static kho_status fill_line(void *context, const kho__reported *line)
{
    filling *at = context;
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho_judgement judgement;
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    if ((status = kho__rows_add(&at->rows, line->place, line->item, line->channel)) < 0 ||
        (status = fill_keeper(at, line->place)) < 0 ||
        (status = fill_sums(at, line)) < 0 ||
        (status = kho__measure_judge(line->measure, at->period,
             kho__item_at(catalogue, line->item)->as.pack, &amc_defined, &amc,
             &judgement)) < 0)
        return status;
    if (judgement.months_defined)
        kho__table_set_rational(
            at->rows.table, KHO_COLLABORATORS_MONTHS, judgement.months);
    kho__table_set_date(at->rows.table, KHO_COLLABORATORS_LAST_SEEN, last_seen(at, line));
    return KHO_OK;
}

/* Only collaborators are walked. */
static void keep_collaborators(kho__asked *asked)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    size_t kept = 0;

    for (size_t i = 0; i < asked->place_count; i++) {
        const int32_t place = asked->places[i];

        if (kho__place_at(catalogue, place)->as.kind == KHO_COLLABORATOR)
            asked->places[kept++] = place;
    }
    asked->place_count = kept;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->from, asked->to, asked->ruling);
    const size_t order[] = {KHO_COLLABORATORS_PLACE, KHO_COLLABORATORS_COLLABORATOR,
        KHO_COLLABORATORS_ITEM, KHO_COLLABORATORS_CHANNEL};
    kho__asked those = *asked;
    filling at = {.asked = &those, .period = &period};
    kho_status status;

    if (asked->query->sum)
        return kho__fail(KHO_EINVALID,
            "collaborators are listed one by one: ask for the stock report's sum",
            "cộng tác viên được liệt kê từng người: muốn gộp hãy xem báo cáo tồn kho");
    keep_collaborators(&those);
    if ((status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
             KHO_COLLABORATORS_COLLABORATOR, KHO_COLLABORATORS_ITEM,
             KHO_COLLABORATORS_CHANNEL)) < 0)
        return status;
    status = kho__each_line(&those, &period, fill_line, &at);
    kho__rows_end(&at.rows);
    if (status < 0 ||
        (status = kho__table_sort(table, order, sizeof(order) / sizeof(*order))) < 0)
        return status;
    return kho__asked_meta_period(asked, table);
}

kho_status kho_ledger_collaborators(
    kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    kho_query under = *query;

    under.tree = under.tree || under.place;
    return kho__answer(ledger, &under, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_COLLABORATORS, fill, out);
}
