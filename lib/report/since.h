/* Since when something is as it is. */
#ifndef KHO_REPORT_SINCE_H
#define KHO_REPORT_SINCE_H

#include "report/lines.h"

/* The first day of a line's stock-out that lasts at the end of `on`, of a line that came
 * on `first`. */
kho_status kho__out_since(const kho__asked *asked, int32_t place, kho__key key,
    kho_date first, kho_date *since);

/* The first day, from `from` on, of the lot's stay that lasts at the end of `on`. */
kho_status kho__lot_since(const kho__asked *asked, int32_t place, const kho__lot *lot,
    kho_date from, kho_date *since);

#endif
