/**
 * @file
 * Linking services to clients: off unless a key is in use.
 *
 * A host may hand over its own identifier of a client with a service
 * (kho_service.client). Only a keyed BLAKE2b-256 of it is kept, in a table beside the
 * journal from which it can be erased; the key lies in a file of its own. Nothing of a
 * client stands in the journal, in an error, an alert or a report. docs/privacy.md says
 * what is kept where.
 */
#ifndef KHO_PRIVACY_H
#define KHO_PRIVACY_H

#include <kho/ledger.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Make a key file, for its owner alone.
 *
 * @return KHO_OK, or KHO_EEXISTS: the file exists; KHO_ESTORAGE
 */
KHO_API KHO_MUST_CHECK kho_status kho_client_key_make(const char *path);

/**
 * Use a key file with a ledger, until it is closed; the first one becomes the ledger's.
 * Where it is refused, the one that was in use stays so.
 *
 * @param ledger which
 * @param path of the key file, which is read again once the key was changed: an absolute
 *   one where the process goes to other folders
 * @return KHO_OK, or
 *   - KHO_ENOTFOUND: there is no such file
 *   - KHO_EINVALID: not a key file, not the ledger's, or others may read it
 *   - KHO_EREADONLY: it would be the ledger's first, and the ledger can't be written
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_client_key(
    kho_ledger *ledger, const char *path);

/**
 * Forget a client: its links are overwritten; the services stay, without anyone.
 *
 * @param ledger with a key in use
 * @param client the host's identifier
 * @param[out] erased how many links there were; may be NULL
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_client_erase(
    kho_ledger *ledger, const char *client, int64_t *erased);

/**
 * Forget who got the services before a day: the end of a time of retention.
 *
 * @param ledger needs no key
 * @param before links of entries dated before this day go
 * @param[out] erased how many there were; may be NULL
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_client_purge(
    kho_ledger *ledger, kho_date before, int64_t *erased);

/**
 * Change the key: a new one is added to the key file, and every link is keyed once more.
 *
 * What was stolen with the old file alone links nobody any more. KHO_EINVALID where the
 * file holds as many keys as it may (64); KHO_EBUSY where another program holds it.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_client_rotate(kho_ledger *ledger);

/** What is linked to a client: columns KHO_CLIENT_*; reversed services are left out. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_client_export(
    kho_ledger *ledger, const char *client, kho_table **out);

#ifdef __cplusplus
}
#endif

#endif
