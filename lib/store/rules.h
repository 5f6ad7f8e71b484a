/* The rules' table: every version that was loaded, as it was written. */
#ifndef KHO_STORE_RULES_H
#define KHO_STORE_RULES_H

#include "store/ledger.h"

/* Load all of them anew. */
kho_status kho__rules_load(kho_ledger *ledger);

/* Add the version of an entry, in memory and in the table. */
kho_status kho__rules_add(
    kho_ledger *ledger, int64_t seq, kho_date since, const char *file, const char *text);

/* Forget what is in memory. */
void kho__rules_drop(kho_ledger *ledger);

#endif
