/* How a line stood on earlier days: judged anew from the sheets that are at hand. */
#ifndef KHO_REPORT_SIGHT_H
#define KHO_REPORT_SIGHT_H

#include "model/names.h"
#include "report/report.h"

/* The alert that a standing raises; KHO__ALERTS: none. */
kho__alert kho__alert_of(kho_standing standing);

/* A line over some months: one place's, or a sum. */
typedef struct kho__sight {
    const kho__catalogue *catalogue;
    kho__measure *measure; /* of the day that was judged last; its own */
    const kho_rule *rule;  /* that of the day asked about judges all of them */
    int64_t pack;
    const kho__sum_line *sum; /* NULL: what follows */
    kho__role role;
    kho_month first; /* of the slices */
    const kho__slice *own, *held, *road;
} kho__sight;

/* Whether there are sheets enough to judge a day. */
bool kho__sight_reaches(const kho__sight *sight, kho_date day);

/* What may be used at the end of each day of a month. */
void kho__sight_usable(const kho__sight *sight, kho_month month, int64_t days[31]);

/* Judge the line as it was on a day; its lots at risk stand in the measure. */
kho_status kho__sight_judge(const kho__sight *sight, kho_date day, kho_judgement *out);

/* The day before the one judged last, in the same month and with the same consumption:
 * only its stock differs, and, where that is asked for, its lots. */
kho_status kho__sight_again(
    const kho__sight *sight, kho_date day, int64_t usable, bool lots, kho_judgement *out);

/* Whether what was judged last raises an alert: of the line, or of a lot. */
bool kho__sight_raises(const kho__sight *sight, const kho_judgement *judgement,
    kho__alert alert, const kho__lot *lot);

#endif
