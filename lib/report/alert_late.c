/* Reports that didn't come: for each place and kind, how many in a row up to now. */
#include "base/error.h"
#include "report/alerts.h"
#include "report/deadlines.h"

/* The first day on which some deadline wants a report of the period; KHO_NO_DATE: none
 * does. */
static kho_date first_due(const kho__alerting *at, kho__report_kind report, int32_t place,
    kho__report_period period)
{
    const kho__ruleset *set = kho__ruling_set(at->asked->ruling);
    kho_date first = KHO_NO_DATE;

    for (size_t i = 0; i < set->deadline_count; i++) {
        const kho__deadline *deadline = &set->deadlines[i];
        kho_date due;

        if (deadline->report != report ||
            !kho__must_report(at->asked, deadline, place, period))
            continue;
        due = kho__due_on(set, deadline, kho_month_last(period.last));
        if (first == KHO_NO_DATE || due < first)
            first = due;
    }
    return first;
}

/* Programs read one word; people are told which report it is. */
static kho_status add_row(kho__alerting *at, kho__report_kind report, int32_t place,
    int64_t missing, kho_date since)
{
    const kho__name *name = &kho__late_names[report];
    kho_table *table = at->rows.table;
    const kho_status status = kho__alert_add(at, KHO__LATE_REPORT, place, 0, 0, since);

    if (status < 0)
        return status;
    if (!at->late_words[report]) {
        const int32_t word =
            kho__table_word(table, KHO_ALERTS_ALERT, name->word, name->vi, name->en);

        if (word < 0)
            return kho__fail_memory();
        at->late_words[report] = word + 1;
    }
    kho__table_set_word(table, KHO_ALERTS_ALERT, at->late_words[report] - 1);
    kho__table_set_int(table, KHO_ALERTS_QUANTITY, missing);
    return KHO_OK;
}

/* Back from the latest period that is due, as long as one after the other is missing. */
static kho_status add_missing(
    kho__alerting *at, kho__reports *reports, kho__report_kind report, int32_t place)
{
    const kho_month began = kho__place_at(&at->asked->ledger->catalogue, place)->first;
    kho__report_period period =
        kho__report_period_of(report, kho_month_of(at->asked->on));
    kho_date since = KHO_NO_DATE;
    int64_t missing = 0;
    kho_status status;

    for (; period.last >= began;
         period = kho__report_period_of(report, period.first - 1)) {
        const kho_date due = first_due(at, report, place, period);
        kho_date reported;

        if (due == KHO_NO_DATE && missing)
            break;
        if (due == KHO_NO_DATE || due >= at->asked->on)
            continue;
        if ((status = kho__reports_day(reports, place, period, &reported)) < 0)
            return status;
        if (reported != KHO_NO_DATE)
            break;
        since = due;
        missing++;
    }
    return missing ? add_row(at, report, place, missing, since) : KHO_OK;
}

kho_status kho__alert_late_reports(kho__alerting *at)
{
    const kho__asked *asked = at->asked;
    kho__reports reports;
    kho_status status = KHO_OK;

    if (!kho__ruling_set(asked->ruling)->deadline_count)
        return KHO_OK;
    kho__reports_begin(&reports, asked, false);
    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        const int32_t place = asked->places[i];
        kho__traced traced;

        if (kho__place_at(&asked->ledger->catalogue, place)->first == KHO_NO_MONTH)
            continue;
        /* No item is meant: contradictions that some item's rule puts right are none. */
        status = kho__ruling_trace(asked->ruling, place, 0, 0, &traced);
        for (kho__report_kind kind = 0;
             kind < KHO__REPORT_KINDS && status == KHO_OK && traced.rule.late_report;
             kind++)
            status = add_missing(at, &reports, kind, place);
    }
    kho__reports_end(&reports);
    return status;
}
