/* The rules of a ledger, by the day from which they hold. */
#ifndef KHO_LEDGER_RULES_H
#define KHO_LEDGER_RULES_H

#include <jansson.h>

#include "rules/ruleset.h"
#include "store/ledger.h"

/* The rules that hold on a day: the ledger's, until its next transaction. */
kho_status kho__rules_on(kho_ledger *ledger, kho_date day, const kho__ruleset **out);

/* Read a version's text, if that wasn't done yet: KHO_EDAMAGED where it can't be. */
kho_status kho__rules_read(kho__rules *version);

/* The rules part of a record: {"file":..,"from":"YYYY-MM-DD" or null,"text":..}. */
kho_status kho__rules_replay(kho_ledger *ledger, int64_t seq, const json_t *node);

/* Look for lines of the catalogue, as it is now, that would get contradictory rules today
 * or later: KHO_EINVALID. */
kho_status kho__rules_verify(kho_ledger *ledger);

#endif
