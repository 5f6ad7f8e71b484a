/* The rows of services of which small cells are hidden (report/small_cells.h). */
#ifndef KHO_REPORT_TOLD_H
#define KHO_REPORT_TOLD_H

#include "report/small_cells.h"

/* The largest rule of small cells of any month of the query; 0: nothing is hidden. */
kho_status kho__small_cells(const kho__asked *asked, int *most);

/*
 * Hand out what may be told of the query's places, one by one or together, in the order
 * of places and rows; *place is whose rows they are. KHO_EINVALID: the period isn't whole
 * months that are over on the day asked about.
 */
kho_status kho__tell_served(kho__served_sums *sums, bool together, int32_t *place,
    kho__served_visit visit, void *context);

#endif
