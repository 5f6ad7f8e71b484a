/*
 * Ledgers of older formats. Who opens one for writing brings its file up to date; who
 * only reads gets a copy in memory that is brought there. So nothing else knows any
 * format but the newest.
 */
#ifndef KHO_STORE_UPGRADE_H
#define KHO_STORE_UPGRADE_H

#include "store/ledger.h"

/* Bring a ledger up to date that was just opened, and is older. */
kho_status kho__upgrade(kho_ledger *ledger, const char *path);

/* Make the copy of an older ledger what the file is now; of others nothing. */
kho_status kho__upgrade_follow(kho_ledger *ledger);

/* Whether the format is still ours: a newer program may have brought it up since. */
kho_status kho__upgrade_verify(kho_ledger *ledger);

/* Close the file under a copy, if there is one. */
void kho__upgrade_end(kho_ledger *ledger);

#endif
