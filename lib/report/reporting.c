/* Which reports of a period were due when, and who sent them. */
#include "base/error.h"
#include "report/deadlines.h"
#include "report/rows.h"

typedef struct reporting {
    const kho__catalogue *catalogue;
    kho__rows rows;
} reporting;

/* A recipient may be a place of the catalogue, or one that everybody knows; else it is
 * only a word. */
static kho_status set_recipient(reporting *at, const char *word)
{
    const kho__name *known = kho__name_find(kho__recipient_names, word);
    const int32_t place = kho__find_place(at->catalogue, word);
    const kho_text *text = place ? &kho__place_at(at->catalogue, place)->as.name : NULL;
    const kho__name named = {word, text ? text->vi : NULL, text ? text->en : NULL};

    return kho__rows_name(
        &at->rows, KHO_REPORTING_RECIPIENT, text || !known ? &named : known);
}

static kho_status add_row(reporting *at, const kho__due *due, const char *recipient)
{
    const kho__report_kind report = due->deadline->report;
    char text[KHO__PERIOD_TEXT];
    const kho__name period = {
        kho__report_period_text(report, due->period, text), NULL, NULL};
    kho_status status = kho__rows_add(&at->rows, due->place, 0, 0);

    if (status < 0 ||
        (status = kho__rows_name(
             &at->rows, KHO_REPORTING_REPORT, &kho__report_names[report])) < 0 ||
        (status = kho__rows_name(&at->rows, KHO_REPORTING_PERIOD, &period)) < 0 ||
        (status = set_recipient(at, recipient)) < 0)
        return status;
    kho__table_set_date(at->rows.table, KHO_REPORTING_DUE, due->due);
    kho__table_set_date(at->rows.table, KHO_REPORTING_REPORTED, due->reported);
    return kho__rows_name(&at->rows, KHO_REPORTING_STATE, &kho__state_names[due->state]);
}

static kho_status visit_due(void *context, const kho__due *due)
{
    const kho__codes *recipients = &due->deadline->recipients;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < recipients->count && status == KHO_OK; i++)
        status = add_row(context, due, recipients->codes[i]);
    return status;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const size_t order[] = {KHO_REPORTING_DUE, KHO_REPORTING_PLACE, KHO_REPORTING_REPORT,
        KHO_REPORTING_RECIPIENT, KHO_REPORTING_PERIOD};
    reporting at = {.catalogue = &asked->ledger->catalogue};
    kho_status status = kho__rows_begin(&at.rows, table, at.catalogue,
        KHO_REPORTING_PLACE, KHO__NO_COLUMN, KHO__NO_COLUMN);

    if (status < 0)
        return status;
    status = kho__each_due(asked, visit_due, &at);
    kho__rows_end(&at.rows);
    if (status == KHO_OK)
        status = kho__table_sort(table, order, sizeof(order) / sizeof(*order));
    return status < 0 ? status : kho__asked_meta_period(asked, table);
}

kho_status kho_ledger_reporting(
    kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_REPORTING, fill, out);
}
