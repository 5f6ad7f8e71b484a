/* Links to clients while posting. */
#ifndef KHO_LEDGER_CLIENTS_H
#define KHO_LEDGER_CLIENTS_H

#include "store/ledger.h"

/* Whether the clients that an entry names can be linked, before anything is written.
 * KHO_EINVALID: there is no key, or no identifier. */
kho_status kho__clients_allowed(kho_ledger *ledger, const kho_entry *entry);

/* The digest of an identifier as the links of this moment have it. Inside a transaction.
 */
kho_status kho__client_seal(
    kho_ledger *ledger, const char *client, uint8_t hash[KHO__DIGEST]);

/* Link the services of an entry that was just written. */
kho_status kho__clients_link(kho_ledger *ledger, int64_t seq, const kho_entry *entry);

/* Compare with what an entry of the same uid linked: what was erased stays erased.
 * KHO_ECONFLICT. */
kho_status kho__clients_compare(kho_ledger *ledger, int64_t seq, const kho_entry *entry);

#endif
