/*
 * Reports that are due: who has to send them, and who has. A place reports a month by
 * closing it, or a later one, or by a monthly return that was imported for it.
 */
#ifndef KHO_REPORT_DEADLINES_H
#define KHO_REPORT_DEADLINES_H

#include "model/names.h"
#include "report/lines.h"
#include "rules/calendar.h"

/* Asking place by place who has reported; what was read of the last place is kept. */
typedef struct kho__reports {
    const kho__asked *asked;
    bool exact; /* the very day is wanted; else any day up to `on` will do */
    int32_t place;
    kho_month closed; /* the last month that the place closed */
    kho_month blank;  /* it has no return in this month or before; or not known */
    kho__sheet sheet;
} kho__reports;

void kho__reports_begin(kho__reports *reports, const kho__asked *asked, bool exact);
void kho__reports_end(kho__reports *reports);

/*
 * The day on which a place had reported all months of a period, from its own first month
 * on: that on which the last of them was recorded. KHO_NO_DATE: not by the day asked
 * about.
 */
kho_status kho__reports_day(
    kho__reports *reports, int32_t place, kho__report_period period, kho_date *day);

/* Whether a place has to send the report of a period by this deadline. */
bool kho__must_report(const kho__asked *asked, const kho__deadline *deadline,
    int32_t place, kho__report_period period);

/* A report that a place has to send. */
typedef struct kho__due {
    const kho__deadline *deadline;
    kho__report_period period;
    int32_t place;
    kho_date due;      /* the last day on which it is on time */
    kho_date reported; /* KHO_NO_DATE: not yet */
    kho__report_state state;
} kho__due;

/* Each report whose period ends within those asked for, of each place that is meant: a
 * tree is never one place here. */
typedef kho_status (*kho__due_visit)(void *context, const kho__due *due);
kho_status kho__each_due(const kho__asked *asked, kho__due_visit visit, void *context);

#endif
