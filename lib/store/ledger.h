/*
 * The inside of a ledger handle: its database, the catalogue in memory, and the sheets
 * that were read or changed. What is in memory stays right between transactions as long
 * as no other connection commits.
 */
#ifndef KHO_STORE_LEDGER_H
#define KHO_STORE_LEDGER_H

#include <kho/ledger.h>

#include "base/seal.h"
#include "model/catalogue.h"
#include "model/sheet.h"
#include "rules/ruleset.h"
#include "store/db.h"

/* The sheets of one place that are in memory. */
typedef struct kho__shelf {
    bool loaded;      /* months and sheets say which sheets there are */
    kho_month closed; /* through which month the place is closed; KHO_NO_MONTH: none */
    size_t count, room, sheet_room;
    kho_month *months;   /* ascending */
    kho__sheet **sheets; /* NULL: not read yet */
} kho__shelf;

/* A row for the touch table, written at the end of the transaction. */
typedef struct kho__touch {
    kho_month month;
    int32_t place;
    int64_t seq;
} kho__touch;

/* Rules as an entry loaded them. */
typedef struct kho__rules {
    int64_t seq;
    kho_date since; /* KHO_NO_DATE: from ever */
    char *file, *text;
    kho__ruleset *set; /* NULL: not read yet */
} kho__rules;

typedef struct kho__head {
    int64_t seq;
    int64_t number;
    uint8_t hash[KHO__DIGEST];
} kho__head;

struct kho_ledger {
    kho__db db;
    kho__db *older; /* the file, where db is a copy of it that was brought up to date */
    int64_t older_version; /* of the file when it was copied */
    kho_options options;
    int64_t origin; /* id of its own origin */
    char uuid[40];
    int utc_offset_minutes;
    kho__seal seal; /* key of clients; none unless it was asked for */

    kho__catalogue catalogue;
    kho__rules *rules; /* in the order of their entries */
    size_t rules_count, rules_room;
    int64_t version; /* of the database when memory was last right */
    bool fresh;      /* false: reload everything */
    bool firsts_stale;
    kho__head head;

    kho__shelf *shelves; /* [place id] */
    size_t shelf_room;
    int32_t *shelved; /* places whose shelf is loaded */
    size_t shelved_count, shelved_room;
    kho__sheet **spare; /* sheets whose room can be used again */
    size_t spare_count, spare_room;
    size_t sheet_count;
    size_t sheets_most; /* more than these are written and let go in the middle */
    kho__sheet **queue; /* sheets that may have to be written */
    size_t queue_count, queue_room;
    kho__touch *touches;
    size_t touch_count, touch_room;

    /* Check's scratch ledger: the ledger that is checked, whose journal stands in for its
     * own. A sheet that came out as it is there has no row of its own, either. */
    kho_ledger *replayed;
    bool differs;      /* some sheet has a row of its own */
    kho__touch *below; /* sheets that were below zero when they were written; seq is 0 */
    size_t below_count, below_room;

    bool settled;  /* all that was read is as durable as our own commits */
    bool writing;  /* a write transaction is open */
    bool wrote;    /* something was written in it */
    bool leans;    /* an answer in it tells of what was there before */
    bool batching; /* the caller opened it */
    bool broken;   /* it can only be rolled back */

    bool entered; /* a writing call goes on */
    bool timed;   /* it has asked the clock, */
    int64_t time; /* which said this */

    kho__arena arena;      /* of the last answer and its refusals */
    kho_refusal *refusals; /* of the last call */
    kho_warning *warnings;
    kho__arena work;  /* of the call that is going on */
    kho__buffer body; /* of the entry that is being written */
};

/* The ledger's clock, which a writing call asks once: all that it writes is of one time,
 * and a clock that fails fails before anything is written. */
int64_t kho__now(kho_ledger *ledger);

/* The day that a time (UTC, milliseconds) lies in, in the ledger's zone. */
kho_date kho__day_of(const kho_ledger *ledger, int64_t time);

/* Tell whoever listens. */
void kho__ledger_progress(
    const kho_ledger *ledger, const char *what, int64_t done, int64_t total);

/* Open a scratch ledger in memory that takes over the options and the zone of another. */
kho_status kho__ledger_scratch(const kho_ledger *like, kho_ledger **out);

/* Transactions: reading gives one snapshot and makes memory right; so does writing. */
kho_status kho__read_begin(kho_ledger *ledger);
void kho__read_end(kho_ledger *ledger);
kho_status kho__write_begin(kho_ledger *ledger);
kho_status kho__write_commit(kho_ledger *ledger);
void kho__write_rollback(kho_ledger *ledger);

/*
 * Whether the write transaction still stands: KHO_ESTORAGE where it can only be rolled
 * back. Where storage or memory fails, SQLite may give up all of it, also under a
 * statement that only reads; what is written afterwards would be durable one by one.
 */
kho_status kho__write_verify(const kho_ledger *ledger);

/* Give up a transaction in which nothing was written: memory stays right. */
void kho__write_abandon(kho_ledger *ledger);

#endif
