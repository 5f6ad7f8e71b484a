/* The entries behind a question. */
#ifndef KHO_REPORT_ENTRIES_H
#define KHO_REPORT_ENTRIES_H

#include "ledger/posting.h"
#include "report/lines.h"

/* An entry with what it comes to; all of it lasts for the call. */
typedef kho_status (*kho__entry_told)(void *context, const kho__entry_row *row,
    const kho__record *record, const kho__effects *effects);

/* Each entry that is dated from..to and touched one of the query's places in these
 * months: once, in the order of posting. */
kho_status kho__each_entry(const kho__asked *asked, kho_date from, kho_date to,
    kho__entry_told visit, void *context);

#endif
