/* The stock report as it is being written; alerts walk the same lines. */
#ifndef KHO_REPORT_REPORT_H
#define KHO_REPORT_REPORT_H

#include "report/measure.h"
#include "report/rows.h"
#include "report/sum_line.h"

/* Which column shows which sum. */
extern const size_t kho__report_sums[KHO__SUMS];

/* A line with its numbers, handed to whoever asked for lines. */
typedef struct kho__reported {
    int32_t place, item, channel;
    kho__role role;
    kho__measure *measure;
    const kho__slice *slices; /* [month] of the place itself; NULL of a sum */
    const kho__slice *held;   /* of its hold; NULL: none */
    const kho__slice *road;   /* of the road to it; NULL: none */
    const kho__sum_line *sum; /* NULL of one place */
} kho__reported;

typedef kho_status (*kho__line_visit)(void *context, const kho__reported *line);

/* Walk the lines of a query's places over a period, in the order of places. */
kho_status kho__each_line(const kho__asked *asked, const kho__period *period,
    kho__line_visit visit, void *context);

/* The same for the query's places taken together as one. */
kho_status kho__each_sum(const kho__asked *asked, const kho__period *period,
    kho__line_visit visit, void *context);

/* One or the other, as the query asks. */
kho_status kho__each_asked(const kho__asked *asked, const kho__period *period,
    kho__line_visit visit, void *context);

/* The report with the year so far, which is also what a closing keeps. */
kho_status kho__report_fill_year(const kho__asked *asked, kho_table *table);

#endif
