/* What a store has on a day, for whoever comes to see: a part of kho_ledger_supervise().
 */
#ifndef KHO_REPORT_SHELF_H
#define KHO_REPORT_SHELF_H

#include <kho/ledger.h>

/* Columns KHO_SHELF_*; the period ends on the day and says how far back counts are looked
 * for. */
kho_status kho__ledger_shelf(kho_ledger *ledger, const kho_query *query, kho_table **out);

#endif
