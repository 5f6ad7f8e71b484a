/* The journal: entries are added and read, and nothing else. */
#ifndef KHO_STORE_JOURNAL_H
#define KHO_STORE_JOURNAL_H

#include "store/ledger.h"

/* A row of the journal. Texts live in the arena that it was read into. */
typedef struct kho__entry_row {
    int64_t seq, origin, number, recorded;
    kho_date date;
    const char *uid;
    const char *body;
    size_t body_size;
    uint8_t hash[KHO__DIGEST];
} kho__entry_row;

/* The hash of a row over the previous hash of its origin; `uuid` is the origin's. */
void kho__entry_hash(const kho__entry_row *row, const char *uuid,
    const uint8_t previous[KHO__DIGEST], uint8_t out[KHO__DIGEST]);

/* What the first entry is chained to: who the ledger is and what its day means. */
void kho__genesis(const kho_ledger *ledger, uint8_t out[KHO__DIGEST]);

/* Read the last entry's place in the chain. */
kho_status kho__journal_head(kho_ledger *ledger, kho__head *out);

/* KHO_EINVALID where the time that a clock told is below 0: how the clock of a host
 * fails. */
kho_status kho__tells_time(int64_t time);

/* Add an entry behind the head and move the head. */
kho_status kho__journal_add(kho_ledger *ledger, const char *uid, kho_date date,
    int64_t recorded, const char *body, size_t body_size);

/* Take over a row of another ledger as it is. */
kho_status kho__journal_copy(kho_ledger *ledger, const kho__entry_row *row);

/* Find an entry of this ledger's origin; seq 0 where there is none. */
kho_status kho__journal_by_uid(
    kho_ledger *ledger, kho__arena *arena, const char *uid, kho__entry_row *out);
kho_status kho__journal_by_seq(
    kho_ledger *ledger, kho__arena *arena, int64_t seq, kho__entry_row *out);

/* Each entry of a range, in order; the row's texts last for the call. */
typedef kho_status (*kho__entry_visit)(void *context, const kho__entry_row *row);
kho_status kho__journal_each(
    kho_ledger *ledger, int64_t from, int64_t to, kho__entry_visit visit, void *context);

/* Whether there is any entry but changes of the catalogue. */
kho_status kho__journal_happened(kho_ledger *ledger, bool *out);

/* The entry that undid one; 0: none. */
kho_status kho__reversal_of(kho_ledger *ledger, int64_t seq, int64_t *by);
kho_status kho__reversal_add(kho_ledger *ledger, int64_t undone, int64_t by);

#endif
