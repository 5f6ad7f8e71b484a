/* The rules of a ledger, by the day from which they hold. */
#ifndef KHO_LEDGER_RULES_H
#define KHO_LEDGER_RULES_H

#include "rules/ruleset.h"
#include "store/ledger.h"

/* The rules that hold on a day: the ledger's, until its next transaction. */
kho_status kho__rules_on(kho_ledger *ledger, kho_date day, const kho__ruleset **out);

#endif
