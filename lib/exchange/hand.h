/* What people type, read while the ledger is being read. */
#ifndef KHO_EXCHANGE_HAND_H
#define KHO_EXCHANGE_HAND_H

#include <kho/hand.h>

/* kho_ledger_line() within a transaction: the channels are those in memory. */
kho_status kho__line_read(const kho_ledger *ledger, char *text, kho_move *out);

#endif
