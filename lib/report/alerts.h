/* Alerts as they are being written, by what they are about: lines, lots, reports. */
#ifndef KHO_REPORT_ALERTS_H
#define KHO_REPORT_ALERTS_H

#include "model/names.h"
#include "report/lot_sums.h"
#include "report/since.h"

typedef struct kho__alerting {
    const kho__asked *asked;
    const kho__period *period;
    kho__rows rows;
    kho__lot_balance *lots; /* of the line that is visited */
    size_t lot_room;
    kho__lot_sums sums; /* of a sum */
    kho__sinces sinces;
    int32_t late_words[KHO__REPORT_KINDS]; /* word + 1 */
} kho__alerting;

/* Begin an alert's row; ids of 0 leave their cells undefined. */
kho_status kho__alert_add(kho__alerting *at, kho__alert alert, int32_t place,
    int32_t item, int32_t channel, kho_date since);

/* An alert about a lot. */
kho_status kho__alert_add_lot(kho__alerting *at, kho__alert alert, int32_t place,
    const kho__lot *lot, int64_t quantity, kho_date since);

/* What is wrong with single lots of a line at a place: their expiry days, and counts that
 * the books don't agree with. Lots of a sum are added up first. */
kho_status kho__alert_lots(kho__alerting *at, int32_t place, const kho__slice *slices);
kho_status kho__alert_sum_lots(kho__alerting *at);

/* Reports that didn't come by their deadline. */
kho_status kho__alert_late_reports(kho__alerting *at);

#endif
