/* How a line stood on earlier days: judged anew from the sheets that are at hand. */
#ifndef KHO_REPORT_SIGHT_H
#define KHO_REPORT_SIGHT_H

#include "model/names.h"
#include "report/report.h"

/* The alert that a standing raises; KHO__ALERTS: none. */
kho__alert kho__alert_of(kho_standing standing);

/* What was used in a month, worked out once. */
typedef struct kho__sight_month {
    bool known;
    kho_consumed used;
} kho__sight_month;

/* A line over some months: one place's, or a sum. */
typedef struct kho__sight {
    const kho__asked *asked;
    kho__measure *measure; /* of the day that was judged last; its own */
    const kho_rule *rule;  /* that of the day asked about judges all of them */
    int32_t place, item;
    int64_t pack;
    const kho__sum_line *sum; /* NULL: what follows */
    kho__role role;
    kho_month first, last; /* of the slices */
    const kho__slice *own, *held, *road;
    kho__use use;
    kho__sight_month *months; /* [month]: the caller's */
} kho__sight;

/* Begin to look at a line whose other fields are set: forget what was used. */
void kho__sight_begin(kho__sight *sight);

/* Whether there are sheets enough to judge a day. */
bool kho__sight_reaches(const kho__sight *sight, kho_date day);

/* What may be used at the end of each day of a month. */
void kho__sight_usable(const kho__sight *sight, kho_month month, int64_t days[31]);

/* Judge the line as it was on a day; where `lots` are asked for, what was at risk of them
 * stands in the measure. */
kho_status kho__sight_judge(
    kho__sight *sight, kho_date day, bool lots, kho_judgement *out);

/* Judge a day on which the same consumption counts as on the one judged last: only its
 * stock differs. */
kho_status kho__sight_again(
    kho__sight *sight, kho_date day, int64_t usable, bool lots, kho_judgement *out);

/* Whether what was judged last raises an alert: of the line, or of a lot. */
bool kho__sight_raises(const kho__sight *sight, const kho_judgement *judgement,
    kho__alert alert, const kho__lot *lot);

#endif
