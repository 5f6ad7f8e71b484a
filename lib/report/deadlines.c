#include "report/deadlines.h"

#include <string.h>

#include "base/error.h"
#include "model/record.h"
#include "store/closings.h"
#include "store/journal.h"

void kho__reports_begin(kho__reports *reports, const kho__asked *asked, bool exact)
{
    /* What was recorded later than the day asked about doesn't count. */
    *reports = (kho__reports){.asked = asked,
        .exact = exact || asked->on < kho_ledger_today(asked->ledger),
        .blank = KHO_NO_MONTH};
}

void kho__reports_end(kho__reports *reports)
{
    kho__sheet_free(&reports->sheet);
}

static bool has_return(const kho__sheet *sheet, bool earlier)
{
    for (size_t i = 0; i < sheet->line_count; i++) {
        if (earlier ? sheet->lines[i].returns
                    : sheet->lines[i].returned != KHO__NOT_OBSERVED)
            return true;
    }
    return false;
}

/* Whether a return of the month stands. A sheet also tells whether any came before it, so
 * that places which never send any are asked once. */
static kho_status find_return(
    kho__reports *reports, int32_t place, kho_month month, bool *found)
{
    kho__sheet *sheet = &reports->sheet;
    kho_status status;
    bool now, any;

    *found = false;
    if (reports->blank != KHO_NO_MONTH && month <= reports->blank)
        return KHO_OK;
    if ((status = kho__sheet_find(reports->asked->ledger, place, month, sheet, &any)) < 0)
        return status;
    now = any && has_return(sheet, false);
    *found = now && sheet->month == month;
    reports->blank = now || (any && has_return(sheet, true)) ? KHO_NO_MONTH : month;
    return KHO_OK;
}

/* An entry of the journal, and whether it holds a return of the place and month. */
static kho_status read_return(const kho__reports *reports, int64_t seq, int32_t place,
    kho_month month, kho_date *recorded, bool *is)
{
    kho_ledger *ledger = reports->asked->ledger;
    const char *const code = kho__place_at(&ledger->catalogue, place)->as.code;
    kho__arena arena = {0};
    kho__record record = {0};
    kho__entry_row row;
    kho_status status = kho__journal_by_seq(ledger, &arena, seq, &row);

    *is = false;
    if (status == KHO_OK)
        status = kho__record_read(&arena, row.body, row.body_size, &record);
    for (size_t i = 0; i < record.observed_count && status == KHO_OK; i++) {
        const kho_observation *seen = &record.observed[i].asked;

        *is |= seen->kind == KHO_RETURNED && seen->month == month &&
               strcmp(seen->place, code) == 0;
    }
    if (status == KHO_OK)
        *recorded = kho__day_of(ledger, row.recorded);
    kho__record_free(&record);
    kho__arena_free(&arena);
    return status;
}

/* A return that was amended still came when it first came; one that was only withdrawn
 * never did. */
static kho_status stands(
    const kho__reports *reports, int64_t seq, int32_t place, kho_month month, bool *out)
{
    kho_status status;
    kho_date recorded;

    for (*out = true; *out;) {
        if ((status = kho__reversal_of(reports->asked->ledger, seq, &seq)) < 0 || !seq)
            return status;
        if ((status = read_return(reports, seq, place, month, &recorded, out)) < 0)
            return status;
    }
    return KHO_OK;
}

/* The day on which the month's first return was recorded, if that was by `on`. */
static kho_status return_day(
    const kho__reports *reports, int32_t place, kho_month month, kho_date *day)
{
    kho__arena arena = {0};
    int64_t *seqs;
    size_t count;
    kho_status status =
        kho__touches(reports->asked->ledger, &arena, month, place, &seqs, &count);

    *day = KHO_NO_DATE;
    for (size_t i = 0; status == KHO_OK && i < count && *day == KHO_NO_DATE; i++) {
        kho_date recorded;
        bool is;

        status = read_return(reports, seqs[i], place, month, &recorded, &is);
        if (status == KHO_OK && is && recorded <= reports->asked->on)
            status = stands(reports, seqs[i], place, month, &is);
        if (status == KHO_OK && is && recorded <= reports->asked->on)
            *day = recorded;
    }
    kho__arena_free(&arena);
    return status;
}

/* The day on which the month was closed, or a later one, if that was by `on`. */
static kho_status closing_day(
    const kho__reports *reports, int32_t place, kho_month month, kho_date *day)
{
    kho_ledger *ledger = reports->asked->ledger;
    kho__closing closing = {0};
    kho__arena arena = {0};
    kho__entry_row row;
    kho_status status = KHO_OK;

    *day = KHO_NO_DATE;
    for (; month <= reports->closed && !closing.seq && status == KHO_OK; month++)
        status = kho__closing_get(ledger, place, month, &closing);
    if (status == KHO_OK && closing.seq)
        status = kho__journal_by_seq(ledger, &arena, closing.seq, &row);
    if (status == KHO_OK && closing.seq &&
        kho__day_of(ledger, row.recorded) <= reports->asked->on)
        *day = kho__day_of(ledger, row.recorded);
    kho__arena_free(&arena);
    return status;
}

/* Closed or returned, whichever came first. */
static kho_status month_day(
    kho__reports *reports, int32_t place, kho_month month, kho_date *day)
{
    const bool closed = month <= reports->closed;
    bool returned = false;
    kho_date other;
    kho_status status = KHO_OK;

    *day = reports->asked->on;
    if (closed && !reports->exact)
        return KHO_OK;
    if ((status = find_return(reports, place, month, &returned)) < 0)
        return status;
    if (returned && !reports->exact)
        return KHO_OK;
    *day = KHO_NO_DATE;
    if ((closed && (status = closing_day(reports, place, month, day)) < 0) || !returned)
        return status;
    if ((status = return_day(reports, place, month, &other)) < 0)
        return status;
    if (*day == KHO_NO_DATE || (other != KHO_NO_DATE && other < *day))
        *day = other;
    return KHO_OK;
}

/* What is remembered is of one place. */
static kho_status turn_to(kho__reports *reports, int32_t place)
{
    if (reports->place == place)
        return KHO_OK;
    reports->place = place;
    reports->blank = KHO_NO_MONTH;
    return kho__closing_last(reports->asked->ledger, place, &reports->closed);
}

kho_status kho__reports_day(
    kho__reports *reports, int32_t place, kho__report_period period, kho_date *day)
{
    const kho_month began =
        kho__place_at(&reports->asked->ledger->catalogue, place)->first;
    kho_month month = period.first > began ? period.first : began;
    kho_status status = turn_to(reports, place);
    kho_date last = KHO_NO_DATE;

    for (*day = KHO_NO_DATE; month <= period.last && status == KHO_OK; month++) {
        kho_date of;

        if ((status = month_day(reports, place, month, &of)) < 0 || of == KHO_NO_DATE)
            return status;
        if (of > last)
            last = of;
    }
    *day = last;
    return status;
}

static bool is_given(const kho__when *when)
{
    for (size_t key = 0; key < KHO__WHEN_KEYS; key++) {
        if (when->by[key].count)
            return true;
    }
    return false;
}

bool kho__must_report(const kho__asked *asked, const kho__deadline *deadline,
    int32_t place, kho__report_period period)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const kho__place *at = kho__place_at(catalogue, place);
    const kho_date end = kho_month_last(period.last);

    if (at->first == KHO_NO_MONTH || at->first > period.last ||
        (at->as.kind != KHO_STORE && at->as.kind != KHO_COLLABORATOR) ||
        !kho__deadline_covers(deadline, end))
        return false;
    return is_given(&deadline->when)
               ? kho__when_place(&deadline->when, catalogue, place, end)
               : at->as.kind == KHO_STORE;
}

static kho__report_state state_of(const kho__due *due, kho_date on)
{
    if (due->reported != KHO_NO_DATE)
        return due->reported <= due->due ? KHO__ON_TIME : KHO__LATE;
    return due->due < on ? KHO__MISSING : KHO__NOT_DUE;
}

/* Every place that has to send one report. */
static kho_status each_place(
    kho__reports *reports, kho__due *due, kho__due_visit visit, void *context)
{
    const kho__asked *asked = reports->asked;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        due->place = asked->places[i];
        if (!kho__must_report(asked, due->deadline, due->place, due->period))
            continue;
        status = kho__reports_day(reports, due->place, due->period, &due->reported);
        due->state = state_of(due, asked->on);
        if (status == KHO_OK)
            status = visit(context, due);
    }
    return status;
}

kho_status kho__each_due(const kho__asked *asked, kho__due_visit visit, void *context)
{
    const kho__ruleset *set = kho__ruling_set(asked->ruling);
    kho__reports reports;
    kho_status status = KHO_OK;

    kho__reports_begin(&reports, asked, true);
    for (size_t i = 0; i < set->deadline_count; i++) {
        kho__due due = {.deadline = &set->deadlines[i]};
        kho_month month = kho_month_of(asked->from);

        for (; month <= kho_month_of(asked->end) && status == KHO_OK; month++) {
            const kho_date end = kho_month_last(month);

            due.period = kho__report_period_of(due.deadline->report, month);
            due.due = kho__due_on(set, due.deadline, end);
            if (due.period.last == month && end <= asked->end &&
                kho__deadline_covers(due.deadline, end))
                status = each_place(&reports, &due, visit, context);
        }
    }
    kho__reports_end(&reports);
    return status;
}
