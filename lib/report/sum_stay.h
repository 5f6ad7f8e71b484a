/* Since when a sum has its lots. */
#ifndef KHO_REPORT_SUM_STAY_H
#define KHO_REPORT_SUM_STAY_H

#include "report/lines.h"

/* A lot's stay in a sum that lasts at the end of `on`. */
typedef struct kho__sum_stay {
    size_t row; /* of the table: the caller's */
    const kho__lot *lot;
    kho_date from;  /* it is asked for from this day on */
    kho_date since; /* the first day of it */
} kho__sum_stay;

/* Find them all in one walk over the query's places. */
kho_status kho__sum_stays(const kho__asked *asked, kho__sum_stay *stays, size_t count);

#endif
