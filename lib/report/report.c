#include "report/report.h"

#include "base/error.h"
#include "base/rational.h"
#include "model/names.h"
#include "report/frozen.h"

/* The year so far stands behind the report's columns, so that one function fills both. */
#define SAME_COLUMN(TABLE, COLUMN, ...)                                                  \
 _Static_assert((int)KHO_YTD_##COLUMN == (int)KHO_##TABLE##_##COLUMN, #COLUMN);
KHO_REPORT_LIST_(SAME_COLUMN, REPORT)
#undef SAME_COLUMN

/* The table that is being filled. */
typedef struct filling {
    const kho__asked *asked;
    const kho__catalogue *catalogue;
    const kho__period *period;
    kho__rows rows;
    int32_t standings[KHO_ADEQUATE + 1]; /* word + 1 */
} filling;

const size_t kho__report_sums[KHO__SUMS] = {
    [KHO__SUM_OPENING] = KHO_REPORT_OPENING,
    [KHO__SUM_RECEIVED] = KHO_REPORT_RECEIVED,
    [KHO__SUM_RETURNED] = KHO_REPORT_RETURNED,
    [KHO__SUM_ISSUED] = KHO_REPORT_ISSUED,
    [KHO__SUM_DISPENSED] = KHO_REPORT_DISPENSED,
    [KHO__SUM_TRANSFERRED_IN] = KHO_REPORT_TRANSFERRED_IN,
    [KHO__SUM_TRANSFERRED_OUT] = KHO_REPORT_TRANSFERRED_OUT,
    [KHO__SUM_LOST] = KHO_REPORT_LOST,
    [KHO__SUM_ADJUSTED] = KHO_REPORT_ADJUSTED,
    [KHO__SUM_CLOSING] = KHO_REPORT_CLOSING,
};

/* The year's closing is the period's. */
static const size_t year_columns[KHO__SUM_CLOSING] = {
    [KHO__SUM_OPENING] = KHO_YTD_YTD_OPENING,
    [KHO__SUM_RECEIVED] = KHO_YTD_YTD_RECEIVED,
    [KHO__SUM_RETURNED] = KHO_YTD_YTD_RETURNED,
    [KHO__SUM_ISSUED] = KHO_YTD_YTD_ISSUED,
    [KHO__SUM_DISPENSED] = KHO_YTD_YTD_DISPENSED,
    [KHO__SUM_TRANSFERRED_IN] = KHO_YTD_YTD_TRANSFERRED_IN,
    [KHO__SUM_TRANSFERRED_OUT] = KHO_YTD_YTD_TRANSFERRED_OUT,
    [KHO__SUM_LOST] = KHO_YTD_YTD_LOST,
    [KHO__SUM_ADJUSTED] = KHO_YTD_YTD_ADJUSTED,
};

static kho_status fill_standing(filling *at, kho_standing standing)
{
    const kho__name *name = &kho__standing_names[standing];

    if (!at->standings[standing]) {
        const int32_t word = kho__table_word(
            at->rows.table, KHO_REPORT_STATUS, name->word, name->vi, name->en);

        if (word < 0)
            return kho__fail_memory();
        at->standings[standing] = word + 1;
    }
    kho__table_set_word(at->rows.table, KHO_REPORT_STATUS, at->standings[standing] - 1);
    return KHO_OK;
}

static kho_status fill_judgement(
    filling *at, const kho__reported *line, const kho_item *item)
{
    kho_table *table = at->rows.table;
    kho_judgement judgement;
    bool amc_defined;
    kho_rational amc;
    kho_status status = kho__measure_judge(
        line->measure, at->period, item->pack, &amc_defined, &amc, &judgement);

    if (status < 0)
        return status;
    kho__table_set_int(table, KHO_REPORT_DAYS_OUT, line->measure->days_out);
    if (amc_defined)
        kho__table_set_rational(table, KHO_REPORT_AMC, amc);
    if (judgement.months_defined)
        kho__table_set_rational(table, KHO_REPORT_MONTHS, judgement.months);
    if (!judgement.by_hand)
        kho__table_set_int(table, KHO_REPORT_TO_ORDER, judgement.to_order);
    return fill_standing(at, judgement.standing);
}

static kho_status fill_year(filling *at, const kho__reported *line)
{
    kho_table *table = at->rows.table;
    int64_t sums[KHO__SUMS];

    if (!kho__measure_year_sums(line->measure, line->role.shelf, sums))
        return kho__fail_overflow(at->asked, line->place, line->item);
    for (size_t i = 0; i < KHO__SUM_CLOSING; i++)
        kho__table_set_int(table, year_columns[i], sums[i]);
    if (line->role.judged)
        kho__table_set_int(table, KHO_YTD_YTD_DAYS_OUT, line->measure->year.days_out);
    return KHO_OK;
}

static kho_status fill_line(void *context, const kho__reported *line)
{
    filling *at = context;
    kho_table *table = at->rows.table;
    const kho_item *item = &kho__item_at(at->catalogue, line->item)->as;
    int64_t sums[KHO__SUMS];
    kho_status status = kho__rows_add(&at->rows, line->place, line->item, line->channel);

    if (status < 0 ||
        (status = kho__rows_unit(&at->rows, KHO_REPORT_UNIT, line->item)) < 0)
        return status;
    if (!kho__measure_sums(line->measure, line->role.shelf, sums))
        return kho__fail_overflow(at->asked, line->place, line->item);
    for (size_t i = 0; i < KHO__SUMS; i++)
        kho__table_set_int(table, kho__report_sums[i], sums[i]);
    kho__table_set_int(table, KHO_REPORT_HELD, line->measure->held);
    if (at->period->year != KHO_NO_DATE && (status = fill_year(at, line)) < 0)
        return status;
    return line->role.judged ? fill_judgement(at, line, item) : KHO_OK;
}

static kho_status put_rational(kho_table *table, const char *key, kho_rational value)
{
    char text[KHO__RATIONAL_TEXT];

    kho__rational_format(value, text, sizeof(text));
    return kho__table_meta_set(table, key, text);
}

/* Whether the same minimum and maximum hold for every line. */
static bool is_one_bound(const kho__ruleset *set)
{
    for (size_t i = 0; i < set->match_count; i++) {
        if (kho__settings_bound(&set->matches[i].set))
            return false;
    }
    return true;
}

static kho_status fill_meta(const kho__asked *asked, kho_table *table)
{
    const kho_rule *rule = &kho__ruling_set(asked->ruling)->base.rule;
    kho_status status;

    if ((status = kho__asked_meta_period(asked, table)) < 0 ||
        !is_one_bound(kho__ruling_set(asked->ruling)) ||
        (status = put_rational(table, "min_months", rule->min_months)) < 0)
        return status;
    return put_rational(table, "max_months", rule->max_months);
}

/* What is asked, place by place or as one, as it is known now. */
static kho_status fill_live(
    const kho__asked *asked, const kho__period *period, kho_table *table)
{
    filling at = {
        .asked = asked, .catalogue = &asked->ledger->catalogue, .period = period};
    kho_status status = kho__rows_begin(&at.rows, table, at.catalogue, KHO_REPORT_PLACE,
        KHO_REPORT_ITEM, KHO_REPORT_CHANNEL);

    if (status < 0)
        return status;
    status = kho__each_asked(asked, period, fill_line, &at);
    kho__rows_end(&at.rows);
    return status;
}

static kho_status fill_period(
    const kho__asked *asked, const kho__period *period, kho_table *table)
{
    const size_t order[] = {KHO_REPORT_PLACE, KHO_REPORT_ITEM, KHO_REPORT_CHANNEL};
    kho__frozen frozen;
    kho_status status = kho__frozen_fill(asked, table, &frozen);

    if (status < 0 || frozen.whole)
        return status;
    if ((status = fill_live(&frozen.rest, period, table)) < 0 ||
        (status = kho__table_sort(table, order, sizeof(order) / sizeof(*order))) < 0 ||
        (status = fill_meta(asked, table)) < 0)
        return status;
    return kho__frozen_meta(asked, &frozen, table);
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->from, asked->to, asked->ruling);

    return fill_period(asked, &period, table);
}

kho_status kho__report_fill_year(const kho__asked *asked, kho_table *table)
{
    kho__period period = kho__period_of(asked->from, asked->to, asked->ruling);

    kho__period_add_year(&period);
    return fill_period(asked, &period, table);
}

kho_status kho_ledger_report(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_REPORT, fill, out);
}

kho_status kho_ledger_ytd(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_YTD, kho__report_fill_year, out);
}
