/* What became of closed months since they were closed. */
#ifndef KHO_REPORT_RESTATED_H
#define KHO_REPORT_RESTATED_H

#include "report/report.h"
#include "store/closings.h"

/* The quantities that are compared: the report's sums, and what is held. */
enum { KHO__RESTATED_HELD = KHO__SUMS, KHO__RESTATED };

/* A line of a closed month that differs. */
typedef struct kho__restated {
    int32_t place, item, channel;
    int64_t closed[KHO__RESTATED], now[KHO__RESTATED];
} kho__restated;

/* Lines that differ, by place, item and channel, in memory that the caller frees. */
kho_status kho__restated_lines(const kho__asked *asked, kho_month month,
    const kho__closing *closings, size_t count, kho__restated **out, size_t *lines);

/* How many lines of the query's places no longer close a month as its closing says. */
kho_status kho__gap(const kho__asked *asked, kho_month month, size_t *out);

#endif
