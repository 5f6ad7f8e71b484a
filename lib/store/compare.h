/* Comparing a ledger's caches with those of a replay, table by table. */
#ifndef KHO_STORE_COMPARE_H
#define KHO_STORE_COMPARE_H

#include "store/ledger.h"

/* Something that isn't as it should be; texts last for the call, NULL: nothing to say. */
typedef struct kho__fault {
    const char *kind;
    int64_t entry; /* seq; 0: none */
    const char *place, *item, *lot;
    const char *expected, *found;
} kho__fault;

typedef kho_status (*kho__fault_visit)(void *context, const kho__fault *fault);

/* Begin to check: SQLite's own check, then a snapshot; the catalogue may be damaged. */
kho_status kho__check_begin(kho_ledger *ledger, kho__fault_visit visit, void *context);

/* Whether SQLite's check tells of a page that it couldn't get, for want of memory or from
 * the disk: that isn't damage. KHO_OK: it is something else. */
kho_status kho__page_unread(const char *text);

/* The schema must be the one that a new ledger has. */
kho_status kho__compare_schema(kho_ledger *ledger, kho__fault_visit visit, void *context);

/* Every cache: rows that the replay has and the ledger lacks, and the other way round. */
kho_status kho__compare(
    kho_ledger *ledger, kho_ledger *replay, kho__fault_visit visit, void *context);

/* Lots below zero at a day's end. */
kho_status kho__sheet_negatives(const kho__sheet *sheet, const kho__catalogue *catalogue,
    kho__fault_visit visit, void *context);

#endif
