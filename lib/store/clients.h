/* Links from services to clients: rows that are no cache of the journal, and can go. */
#ifndef KHO_STORE_CLIENTS_H
#define KHO_STORE_CLIENTS_H

#include "store/compare.h"

typedef struct kho__client_row {
    int64_t seq;
    size_t service; /* which of the entry */
    kho_date date;  /* of the entry */
    uint8_t hash[KHO__DIGEST];
} kho__client_row;

/* The ledger's key: how many layers, and the mark of the last; *layers is 0 where it has
 * none. */
kho_status kho__client_key_get(
    kho_ledger *ledger, int64_t *layers, uint8_t mark[KHO__DIGEST]);
kho_status kho__client_key_put(
    kho_ledger *ledger, int64_t layers, const uint8_t mark[KHO__DIGEST]);

kho_status kho__client_add(kho_ledger *ledger, const kho__client_row *row);

/* The link of a service; *found is false where there is none. */
kho_status kho__client_of(kho_ledger *ledger, int64_t seq, size_t service,
    uint8_t hash[KHO__DIGEST], bool *found);

/* The services of a client, in order. */
typedef kho_status (*kho__client_visit)(void *context, int64_t seq, size_t service);
kho_status kho__client_find(kho_ledger *ledger, const uint8_t hash[KHO__DIGEST],
    kho__client_visit visit, void *context);

/*
 * Write all links anew: `keep` may change a row, or say that it goes. Nothing of what
 * went or was changed is left in the file: deleted pages are overwritten.
 */
typedef bool (*kho__client_keep)(void *context, kho__client_row *row);
kho_status kho__client_rewrite(
    kho_ledger *ledger, kho__client_keep keep, void *context, int64_t *gone);

/* Whether the links are those that were written, as far as that can be told without the
 * key. */
kho_status kho__clients_verify(kho_ledger *ledger, kho__fault_visit visit, void *context);

/* From format 1 to 2: the key gets its sum. */
kho_status kho__clients_to_2(kho_ledger *ledger);

#endif
