/*
 * An entry on its way into the journal: the request, what it comes to lot by lot, and
 * every reason against it. Nothing is written before all of it stands.
 */
#ifndef KHO_LEDGER_POSTING_H
#define KHO_LEDGER_POSTING_H

#include "model/record.h"
#include "store/journal.h"
#include "store/ledger.h"

/* One lot that goes from one place to another; quantity is negative in a reversal. */
typedef struct kho__leg {
    kho__key key;
    int32_t from, to;
    kho_verb verb;
    int64_t quantity;
    size_t index; /* of the move, observation or undone move that it belongs to */
} kho__leg;

/* An observation by ids. */
typedef struct kho__seen {
    kho_observed_kind kind;
    int32_t place;
    kho__key key; /* the lot's, or the line's */
    int64_t value;
    kho_month month;
} kho__seen;

/* Something that is counted at a place and moves no stock. */
typedef struct kho__counted {
    int32_t place;
    kho__tally_key key;
    int64_t value;
} kho__counted;

/* What an entry comes to: enough to bring the sheets up to date. */
typedef struct kho__effects {
    kho_date date;
    kho__leg *legs;
    kho__seen *seen;
    kho__counted *counted;
    size_t leg_count, leg_room, seen_count, seen_room, counted_count, counted_room;
    int64_t undone_seq; /* the entry that this one reverses; 0: none */
} kho__effects;

/* What the entry changes at one place and lot. */
typedef struct kho__net {
    int32_t place;
    kho__key key;
    int64_t base; /* lowest day-end from the date on, before the entry */
    int64_t book; /* day-end of the date, before the entry */
    int64_t net;
} kho__net;

/* A lot that the entry names for the first time: its id is the one that it will get. */
typedef struct kho__new_lot {
    int32_t item, channel;
    const char *number;
    kho_date expiry;
} kho__new_lot;

typedef struct kho__posting {
    kho_ledger *ledger;
    kho__arena *arena; /* of everything that lasts for this post */
    const char *uid;
    kho_date date;
    kho__record record;
    kho__effects effects;
    kho__map net_ids;
    kho__net *nets;
    kho__new_lot *lots;
    kho_refusal *refusals;
    kho_warning *warnings;
    size_t net_count, net_room, lot_count, lot_room, refusal_count, refusal_room,
        warning_count, warning_room;
    const char *last_from, *last_to, *last_channel; /* of the line before */
    int32_t last_from_id, last_to_id, last_channel_id;
    kho__entry_row undone_row; /* the entry that is reversed */
    kho__record undone;
    kho__effects undone_effects;
    bool *told; /* [place id]: warned that it is closed */
} kho__posting;

/* request.c: the caller's entry, verified and normalised. */
kho_status kho__posting_take(kho__posting *posting, const kho_entry *entry);
kho_status kho__posting_date(const kho__posting *posting, kho_date latest);
kho_status kho__posting_uid(kho__posting *posting);

/* resolve.c: moves become legs; what can't be is refused. */
kho_status kho__posting_moves(kho__posting *posting);
kho_status kho__posting_leg(kho__posting *posting, size_t index, int32_t lot,
    int32_t from, int32_t to, int64_t quantity);
kho_status kho__posting_balance(kho__posting *posting);
kho_status kho__posting_find_lot(kho__posting *posting, size_t index, int32_t place,
    int32_t item, int32_t channel, const char *number, kho_date expiry, bool may_be_new,
    int32_t *lot);
kho__lot kho__posting_lot(const kho__posting *posting, int32_t id);
kho_status kho__posting_net(
    kho__posting *posting, int32_t place, kho__key key, kho__net **out);

/* allocate.c: a move that names no lot is split over lots, first expired first. */
kho_status kho__posting_allocate(kho__posting *posting, size_t index, int32_t item,
    int32_t channel, int32_t from, int32_t to);
kho_status kho__posting_lots_here(kho__posting *posting, int32_t place, int32_t item,
    int32_t channel, int32_t **lots, size_t *count);

/* observe.c: counts and days out. */
kho_status kho__posting_observed(kho__posting *posting);

/* serve.c: services, verified and normalised; what they and a campaign count to, once the
 * legs are known. serve_sense.c: whether they make sense. */
kho_status kho__posting_take_services(kho__posting *posting, const kho_entry *entry);
kho_status kho__posting_services(kho__posting *posting);
kho_status kho__effects_serve(
    const kho__catalogue *catalogue, const kho__record *record, kho__effects *effects);

/* reverse.c: the mirror image of an entry. */
kho_status kho__posting_reverse(kho__posting *posting);

/* refuse.c: reasons against, and things to look at. */
typedef struct kho__reason {
    kho_status status;
    const char *place, *item, *lot;
    int64_t need, have;
    const kho_refused_lot *lots;
    size_t lot_count;
} kho__reason;

kho_status kho__posting_refuse(kho__posting *posting, size_t index,
    const kho__reason *reason, const char *en, const char *vi, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
kho_status kho__posting_warn(kho__posting *posting, const char *code, const char *en,
    const char *vi, ...) __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* apply.c: bring the sheets up to date. */
kho_status kho__effects_add(kho__effects *effects, const kho__leg *leg);
kho_status kho__effects_see(kho__effects *effects, const kho__seen *seen);
kho_status kho__effects_apply(
    kho_ledger *ledger, int64_t seq, const kho__effects *effects);
void kho__effects_free(kho__effects *effects);

/* post.c: a writing call begins and ends, within the caller's batch or on its own. */
kho_status kho__ledger_enter(kho_ledger *ledger);
kho_status kho__ledger_leave(kho_ledger *ledger, kho_status status, bool wrote);

/*
 * An entry of one part, dated today and under a key of its own, goes into the journal.
 * The ledger is marked broken: whoever brings the caches up to date takes that back.
 */
kho_status kho__posting_part(
    kho__posting *posting, kho__record_part part, const char *json);

/* replay.c: what a record of the journal comes to; its lots are added where they are new.
 */
kho_status kho__effects_of(
    kho_ledger *ledger, kho_date date, const kho__record *record, kho__effects *out);

/* define.c: the catalogue part of a record. */
kho_status kho__catalogue_replay(kho_ledger *ledger, const json_t *node);

#endif
