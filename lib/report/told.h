/* The rows of services of which small cells are hidden (report/small_cells.h). */
#ifndef KHO_REPORT_TOLD_H
#define KHO_REPORT_TOLD_H

#include "report/small_cells.h"

/*
 * Hand out what may be told of the query's places, one by one or together, in the order
 * of places and rows; *place is whose rows they are. KHO_EINVALID: the period isn't whole
 * months that are over on the day asked about.
 */
kho_status kho__tell_served(kho__served_sums *sums, int k, bool together, int32_t *place,
    kho__served_visit visit, void *context);

#endif
