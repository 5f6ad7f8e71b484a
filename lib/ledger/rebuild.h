/*
 * The journal replayed into a scratch ledger: what `check` compares the caches with, and
 * what a question "as known at" an earlier seq is asked of.
 */
#ifndef KHO_LEDGER_REBUILD_H
#define KHO_LEDGER_REBUILD_H

#include "store/journal.h"

/* Replay the entries up to a seq. The scratch ledger is the caller's to close. */
kho_status kho__rebuild(kho_ledger *ledger, int64_t upto, kho_ledger **out);

/* Replay one entry of the journal into a scratch ledger whose transaction is open. */
kho_status kho__rebuild_entry(kho_ledger *scratch, const kho__entry_row *row);

#endif
