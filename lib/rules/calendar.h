/* Working days, the periods of reports, and the days on which reports are due. */
#ifndef KHO_RULES_CALENDAR_H
#define KHO_RULES_CALENDAR_H

#include "rules/ruleset.h"

/* Mondays to Fridays that are no holiday, and days that are worked in exchange. */
bool kho__is_workday(const kho__ruleset *set, kho_date day);

/* The months that a report is about. */
typedef struct kho__report_period {
    kho_month first, last;
} kho__report_period;

/* The period of a kind in which a month lies. */
kho__report_period kho__report_period_of(kho__report_kind report, kho_month month);

/* Its name for programs and people: "2026-10", "2026-Q3", "2026". */
#define KHO__PERIOD_TEXT 24
char *kho__report_period_text(
    kho__report_kind report, kho__report_period period, char text[KHO__PERIOD_TEXT]);

/* Whether a deadline is about periods that end on a day. */
bool kho__deadline_covers(const kho__deadline *deadline, kho_date end);

/*
 * The day on which a report of a period that ends on `end` is due, the last on which it
 * is on time: the deadline's number of working days, or of all days, after it. Within 0
 * working days: the first working day from the end itself on.
 */
kho_date kho__due_on(
    const kho__ruleset *set, const kho__deadline *deadline, kho_date end);

#endif
