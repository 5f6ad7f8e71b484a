/*
 * Closings: entries that lock a place's months and keep the report as it was. What is
 * dated in a closed month is refused, or late; a closing is withdrawn by its reversal.
 */
#ifndef KHO_LEDGER_CLOSE_H
#define KHO_LEDGER_CLOSE_H

#include "ledger/posting.h"

/* A month of a place that is being closed. */
typedef struct kho__to_close {
    int32_t place;
    kho_month month;
    int64_t known;     /* the last entry that its table knows */
    const char *by;    /* who, in NFC; may be NULL */
    const char *uid;   /* kho__closing_uid() */
    const char *table; /* canonical JSON */
} kho__to_close;

/* The uid of a place's next closing of a month, in the arena: "close/tyt-1/2026-10", and
 * behind those that were withdrawn "#2" and so on. */
kho_status kho__closing_uid(kho_ledger *ledger, kho__arena *arena, int32_t place,
    kho_month month, const char **out);

/* Write the entry and close the place: within a writing call. */
kho_status kho__closing_post(kho_ledger *ledger, const kho__to_close *closing);

/* The closing part of a record, when the journal is replayed; and when its entry is
 * reversed. */
kho_status kho__closing_replay(kho_ledger *ledger, const json_t *node, int64_t seq);
kho_status kho__closing_withdraw(kho_ledger *ledger, const json_t *node);

/* Something of the entry's touches an item at a place in a month: refused where it is
 * closed, or warned of where the entry is late. */
kho_status kho__posting_touch(kho__posting *posting, size_t index, int32_t place,
    kho_month month, const char *item, const char *lot);

/* The same for both ends of a move on the entry's day. */
kho_status kho__posting_touch_both(kho__posting *posting, size_t index, int32_t from,
    int32_t to, const char *item, const char *lot);

/* The entry to be reversed is a closing: only a place's last one, with a note, alone. */
kho_status kho__posting_reopen(kho__posting *posting);

#endif
