/* A ledger in a folder of its own, and the reference beside it; both are asked the same.
 */
#ifndef TESTS_LEDGER_WORLD_H
#define TESTS_LEDGER_WORLD_H

#include "ledger/reference_ask.h"

#include <stdio.h>

typedef struct world {
    char folder[256];
    char path[320];
    kho_ledger *ledger;
    reference *books;
    int64_t now;           /* UTC milliseconds, what the ledger's clock says */
    kho_options options;   /* clock set; the mode is world_open()'s */
    unsigned faults;       /* bits of world_fault(): what may be in the way */
    reference_answer last; /* what the reference said to the last post */
    char why[2048];        /* the first difference between the two */
} world;

/* A day's noon at UTC+7 by the clock of UTC. */
int64_t world_noon(kho_date date);

/* A clock that says what its context, an int64_t, says. */
int64_t world_clock(void *context);

/* Make a folder and a new ledger of that day. False: `why` tells. */
bool world_open(world *world, kho_date today);

/* Likewise, but in a folder that is there already, by that luck: `path` is the ledger's,
 * and nobody waits for others. */
bool world_open_at(world *world, const char *path, kho_date today,
    void (*luck)(void *context, void *bytes, size_t size));

/* One more handle to the ledger, by the world's clock. */
kho_status world_handle(world *world, kho_mode mode, kho_ledger **out);

/* Close the ledger and open it again, as another process would. */
bool world_reopen(world *world);

/* Close and delete everything. */
void world_close(world *world);

/* Statuses that are nobody's fault: whoever meets one can't know whether it was done, so
 * the books take it in. */
unsigned world_fault(kho_status status);
bool world_is_fault(const world *world, int status);
bool world_is_in(const world *world, int status); /* KHO_OK or such a fault */

/* Define a catalogue in both; `from` is long ago. The status, or 1 where they differ. */
int world_add(world *world, const kho_catalogue *catalogue);
bool world_define(world *world, const kho_catalogue *catalogue); /* it must succeed */

/*
 * Post to both and compare what they say: status, seq, lots taken, warnings, each refused
 * move. The ledger's status, or 1 where they differ and `why` tells how.
 */
int world_post(world *world, const kho_entry *entry);
int world_reverse(world *world, const char *uid, kho_date date, const char *note);

/* Close a month, and open it again, in both: the status, or 1 where they differ. */
int world_close_month(world *world, int place, bool tree, kho_month month);
int world_reopen_month(world *world, int place, kho_month month);

/* Import a file of these rows into both. */
int world_import(world *world, const char *map_path, const char *csv_path,
    const reference_return *rows, size_t count, bool amend);

/*
 * Of the ledger alone, for what the reference doesn't know; false: `why` tells. Places
 * with condoms and pills, `bcs` and `vien`, and a channel, in both; rules, but for their
 * first line; and entries, their reversals and closings that are typed on a day.
 */
bool world_define_places(world *world, const kho_place *places, size_t count);
bool world_rules(world *world, kho_date from, const char *text);
bool world_type(world *world, kho_date typed, const kho_entry *entry);
bool world_type_reversal(world *world, kho_date typed, const char *uid);
bool world_type_closing(world *world, kho_date typed, const char *place, kho_month month);

/* Ask both; false where they differ. */
bool world_stock(world *world, const reference_query *query);
bool world_card(world *world, const reference_query *query);
bool world_report(world *world, const reference_query *query);
bool world_ytd(world *world, const reference_query *query);
bool world_expiry(world *world, const reference_query *query);
bool world_indicators(world *world, const reference_query *query);
bool world_restated(world *world, int place, bool tree, int item, kho_month month);
bool world_services(world *world, const reference_query *query, kho_service_group by);
bool world_mix(world *world, const reference_query *query);
bool world_client(world *world, const char *client); /* with a key in use */
bool world_value(world *world, const reference_query *query);
bool world_alerts(world *world, const reference_query *query);
bool world_suggest(world *world, const reference_query *query);
bool world_explain(world *world, const reference_query *query);

/* The ledger finds no fault in itself; every line balances; all moves add up. */
bool world_check(world *world);
int world_try_check(world *world); /* likewise, or a fault's status; 1: it differs */

/* Note a difference; always false. */
bool world_differ(world *world, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same question in the ledger's own words. */
kho_query world_query(const world *world, const reference_query *query);

/* A digest of the ledger's file, to see that not a byte changed. */
uint64_t world_digest(const char *path);

#endif
