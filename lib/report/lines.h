/*
 * Reading sheets for questions: the places that a query means, their months, and in
 * these, line by line (item and channel), what every question is made of.
 */
#ifndef KHO_REPORT_LINES_H
#define KHO_REPORT_LINES_H

#include "model/table.h"
#include "rules/ruling.h"
#include "store/ledger.h"
#include "store/sheets.h"

/* A query, verified: what it means by ids and days. */
typedef struct kho__asked {
    kho_ledger
        *ledger; /* the one to read: a scratch ledger where `known` was asked for */
    kho_ledger *scratch;    /* to be closed */
    const kho_query *query; /* as it was asked */
    int32_t root;           /* 0: all places */
    bool tree, sum;
    int32_t item;          /* 0: all */
    kho_date on, from, to; /* from..to is within on */
    kho_date end;          /* the period's last day, even where it lies after `on` */
    int64_t known;         /* 0: all */
    bool as_known;         /* the query says up to where: closings don't answer it */
    int32_t *places; /* sorted by code; holds only where a hold itself was asked for */
    size_t place_count;
    bool *inside;        /* [place id]: among the places, or the hold of one */
    kho__ruling *ruling; /* of the period's last day; NULL where nothing is judged */
} kho__asked;

enum { KHO__ASK_PLACES = 1, KHO__ASK_PERIOD = 2, KHO__ASK_RULES = 4 };

/* Begin to answer: verifies, opens the snapshot. End with kho__asked_end(), also after a
 * failure. */
kho_status kho__asked_begin(
    kho__asked *asked, kho_ledger *ledger, const kho_query *query, unsigned what);
void kho__asked_end(kho__asked *asked);

/* What the table was made with: on, known, and the rules where there are any. */
kho_status kho__asked_meta(const kho__asked *asked, kho_table *table);

/* And for which days a report was asked for. */
kho_status kho__asked_meta_period(const kho__asked *asked, kho_table *table);

/* Sums of a line that don't fit 64 bits: a wrong number would be worse than none. */
kho_status kho__fail_overflow(const kho__asked *asked, int32_t place, int32_t item);

/* A question from its query to its table: begins, has the table filled, ends. */
typedef kho_status (*kho__fill)(const kho__asked *asked, kho_table *table);
kho_status kho__answer(kho_ledger *ledger, const kho_query *query, unsigned what,
    kho__table_kind kind, kho__fill fill, kho_table **out);

/* One line in one sheet. */
typedef struct kho__slice {
    kho_month month;
    const kho__line *line; /* NULL: no header */
    const kho__carried *lots;
    const kho__cell *cells;
    size_t lot_count, cell_count;
    kho__key key;                /* of the line */
    const kho__tallied *tallies; /* of the whole sheet */
    size_t tally_count;
} kho__slice;

/* Packed sheets of whole months, by place. */
typedef struct kho__packed {
    const void *bytes;
    size_t size;
} kho__packed;

/* A place's sheets over a range of months, walked line by line. */
typedef struct kho__walk {
    kho_ledger *ledger;
    kho_month from;
    size_t months;
    kho__packed **packed; /* [month][place id]; NULL: looked up one by one */
    kho__arena arena;
    kho__sheet *sheets;        /* [month] of the place that is being walked */
    size_t *line, *lot, *cell; /* [month]: where the walk is */
    kho__slice *slices;        /* [month]: of the line that the walk is at */
    kho__key key;              /* of that line */
} kho__walk;

/* Prepare to walk places over months; `many` reads each month as a whole. */
kho_status kho__walk_begin(
    kho__walk *walk, kho_ledger *ledger, kho_month from, kho_month to, bool many);
void kho__walk_end(kho__walk *walk);

/* Take up a place; then the next of its lines, false at the end. */
kho_status kho__walk_place(kho__walk *walk, int32_t place);
bool kho__walk_line(kho__walk *walk);

/* The key of the next line, or UINT64_MAX; stepping to a given line gives empty slices
 * where there is none. */
kho__key kho__walk_peek(const kho__walk *walk);
void kho__walk_step(kho__walk *walk, kho__key key);

/*
 * Add a line's balance at the end of a day of the slice's month (0: its opening). Sums
 * say with false that they don't fit 64 bits.
 */
bool kho__slice_balance(const kho__slice *slice, int day, int64_t *sum);

/* The lots of a slice with their balances at the end of a day, in order of allocation. */
typedef struct kho__lot_balance {
    const kho__lot *lot;
    int64_t quantity;
} kho__lot_balance;
size_t kho__slice_lots(const kho__slice *slice, const kho__catalogue *catalogue, int day,
    kho__lot_balance *out, size_t most);

/* Hand over what each of the query's places, its shelf and its road hold of each lot at
 * the end of a day, also where that is nothing: by place, and in order of allocation. */
typedef kho_status (*kho__lot_visit)(
    void *context, int32_t place, const kho__lot_balance *lot);
kho_status kho__each_lot(
    const kho__asked *asked, kho_date day, kho__lot_visit visit, void *context);

/* Walk the lots of a slice in the order of their keys: openings and cells lie in two
 * lists. Gives a lot's opening, and its cells first..end; false at the end. */
typedef struct kho__lot_walk {
    size_t lot, cell;
} kho__lot_walk;
bool kho__slice_next_lot(const kho__slice *slice, kho__lot_walk *at, kho__key *key,
    int64_t *opening, size_t *first, size_t *end);

/* Add, for each day of the month, what is usable at its end. */
bool kho__slice_usable(
    const kho__slice *slice, const kho__catalogue *catalogue, int64_t days[31]);

/* Add the flows of days first..last to sums[KHO__FLOWS]. */
bool kho__slice_flows(const kho__slice *slice, int first, int last, int64_t *sums);

/* Add what was lost on days first..last of lots that had expired by then: how an expired
 * lot leaves the books, whatever the reason that was given. */
bool kho__slice_lost_expired(const kho__slice *slice, const kho__catalogue *catalogue,
    int first, int last, int64_t *sum);

/* Add what there is of expired lots at the end of a day; a lot below zero takes nothing
 * from the others. */
bool kho__slice_expired(
    const kho__slice *slice, const kho__catalogue *catalogue, int day, int64_t *sum);

/* Take what campaigns used of the line out of flows that were summed over first..last. */
bool kho__slice_leave_campaigns(
    const kho__slice *slice, int first, int last, int64_t *sums);

/* Whether anything moved or was counted up to a day of the month. */
bool kho__slice_moved(const kho__slice *slice, int day);

/* Whether a monthly return of the line came in the month, or in any up to it: then months
 * without one are unknown. */
bool kho__slice_returned(const kho__slice *slice);
bool kho__slice_fed(const kho__slice *slice);

/* The first day that the line came in, up to the month's end; KHO_NO_DATE: not yet. */
kho_date kho__slice_first(const kho__slice *slice);

#endif
