/* Things to look at that are no reason to refuse. */
#ifndef KHO_LEDGER_WARN_H
#define KHO_LEDGER_WARN_H

#include "ledger/posting.h"

/* Warn of lots that were counted on the entry's day or later: the count no longer fits
 * the books. */
kho_status kho__posting_warn_counts(kho__posting *posting);

/* Warn of lots that come in with less life left than their items want at receipt. */
kho_status kho__posting_warn_lives(kho__posting *posting);

#endif
