/*
 * A ledger as simple as can be, to hold the real one against.
 *
 * It keeps a plain list of what was posted, a line for each lot that moved, and answers
 * every question by reading that list from its start. It was written from the design
 * alone: it shares no code with the library but the calendar, the routes' table and the
 * public structs, knows no cache and no sum. Where the design leaves a choice, a comment
 * says which reading it takes.
 */
#ifndef TESTS_LEDGER_REFERENCE_H
#define TESTS_LEDGER_REFERENCE_H

#include <kho.h>

enum {
    REFERENCE_PLACES = 64,
    REFERENCE_ITEMS = 8,
    REFERENCE_CHANNELS = 4,
    REFERENCE_LOTS = 96,
    REFERENCE_ENTRIES = 512,
    REFERENCE_LINES = 2048,
    REFERENCE_SEEN = 512,
    REFERENCE_REFUSALS = 32,
    REFERENCE_PRICES = 32,
    REFERENCE_REQUEST = 4096,
    REFERENCE_CLOSINGS = 256,
    REFERENCE_SERVICES = 4, /* of an entry */
    REFERENCE_SERVED_MOST = 512,
    REFERENCE_LINKS = 128,
    REFERENCE_AGE = 16,
    REFERENCE_RETURNS = 3 /* of a file */
};

typedef struct reference_place {
    char code[80];
    kho_place_kind kind;
    int parent; /* -1: none; a hold's and a transit's is their store */
    bool clinical;
    bool offers[REFERENCE_ITEMS];
} reference_place;

typedef struct reference_item {
    char code[65];
    char method[65]; /* "": none */
    bool clinical, lots;
    int64_t pack;
    int64_t cyp; /* couple-years of a unit, in 120ths; 0: not known */
    int least_receipt_days, least_issue_days;
} reference_item;

typedef struct reference_lot {
    int item, channel;
    char number[65];
    kho_date expiry;
} reference_lot;

typedef struct reference_price {
    int item, channel;
    kho_date from;
    bool none;
    kho_rational price;
} reference_price;

/* What one lot did in one entry. Negative quantities are of reversals. */
typedef struct reference_line {
    int64_t seq;
    kho_date date;
    size_t move; /* which of the entry; observations and reversals follow the moves */
    int lot, source, target;
    kho_verb verb;
    int64_t quantity;
} reference_line;

/* A count (lot >= 0), or days out or a monthly return (lot -1). */
typedef struct reference_seen {
    int64_t seq;
    kho_observed_kind kind;
    kho_date date;
    int place, item, channel, lot;
    int64_t value;
    kho_month month;
} reference_seen;

/* What a service counted: its clients, or, of an item, what they got. Negative values are
 * of reversals. */
typedef struct reference_served {
    int64_t seq;
    kho_date date;
    bool own;        /* of the entry itself, not of what it undoes */
    int place, item; /* -1: clients */
    kho_method method;
    kho_service_kind kind;
    kho_service_mode mode;
    kho_new_to new_to;
    char age[REFERENCE_AGE]; /* "": not said */
    int64_t value;
} reference_served;

/* Which service of an entry was for whom. */
typedef struct reference_link {
    int64_t seq;
    size_t service;
    char client[24];
} reference_link;

typedef struct reference_entry {
    int64_t seq;
    char uid[132];
    kho_date date;
    int64_t undoes; /* seq of the entry that it reverses, or 0 */
    size_t own;     /* moves and observations of its own; what it undoes follows them */
    size_t services;
    char request[REFERENCE_REQUEST];
} reference_entry;

/* A month of a place that was closed. */
typedef struct reference_closing {
    int64_t seq;
    int64_t known;  /* the last entry before the closing began */
    int64_t undone; /* seq of what opened it again, or 0 */
    int place;
    kho_month month;
    kho_date date; /* on which it was closed */
} reference_closing;

typedef struct reference {
    kho_date today;
    int64_t first_seq; /* the last one that the catalogue took */
    int64_t seq;
    char channels[REFERENCE_CHANNELS][65];
    reference_place places[REFERENCE_PLACES];
    reference_item items[REFERENCE_ITEMS];
    reference_lot lots[REFERENCE_LOTS];
    reference_entry entries[REFERENCE_ENTRIES];
    reference_line lines[REFERENCE_LINES];
    reference_seen seen[REFERENCE_SEEN];
    reference_closing closings[REFERENCE_CLOSINGS];
    reference_served served[REFERENCE_SERVED_MOST];
    reference_link links[REFERENCE_LINKS];
    reference_price prices[REFERENCE_PRICES];
    size_t channel_count, place_count, item_count, price_count;
    size_t lot_count, entry_count, line_count, seen_count, closing_count;
    size_t served_count, link_count;
} reference;

typedef struct reference_refusal {
    size_t index;
    kho_status status;
    int64_t need, have; /* -1: not about quantities */
} reference_refusal;

/* What posting should say. The lines of the entry are lines[first_line..]. */
typedef struct reference_answer {
    kho_status status;
    int64_t seq;
    bool existing, before_count, days_out, closed_month;
    size_t first_line, line_count;
    reference_refusal refusals[REFERENCE_REFUSALS];
    size_t refusal_count;
} reference_answer;

/* Stop where an array is too small or the impossible happens, also in builds without
 * assert. */
void reference_must(bool condition);

/* Empty books with the built-in places. */
void reference_init(reference *books, kho_date today);
void reference_channel(reference *books, const char *code);
int reference_item_add(reference *books, const kho_item *item);
int reference_place_add(
    reference *books, const kho_place *place); /* a store gets hold/ and transit/ */
void reference_price_add(reference *books, const kho_price *price);
int reference_place_find(const reference *books, const char *code); /* -1: none */
int reference_item_find(const reference *books, const char *code);
int reference_channel_find(
    const reference *books, const char *code); /* NULL: the first */

/* Post, or say why not; `uid` is for an entry that names none. */
void reference_post(
    reference *books, const kho_entry *entry, const char *uid, reference_answer *out);

/* What kho_ledger_reverse() posts: `uid` is given its place, at least 140 bytes. */
kho_entry reference_reversal(
    const char *undone, kho_date date, const char *note, char *uid);

/* What a monthly return says. */
typedef struct reference_return {
    int place, item;
    kho_month month;
    int64_t received, dispensed, adjusted;
    int days_out; /* -1: it doesn't say */
} reference_return;

/* What became of the returns of a file. */
typedef struct reference_tally {
    int64_t posted, existing, amended, refused;
} reference_tally;

/* Import returns of different lines, each of the last month of its line or a later one,
 * which open with what the books hold. */
void reference_import(reference *books, const reference_return *rows, size_t count,
    bool amend, reference_tally *out);
kho_month reference_last_return(const reference *books, int place, int item);
int64_t reference_opening(const reference *books, int place, int item, kho_month month);

/* Close a month of a place, or of all under it that aren't closed that far; and open the
 * last one again. */
kho_status reference_close(
    reference *books, int place, bool tree, kho_month month, int64_t *closed);
kho_status reference_reopen(reference *books, int place, kho_month month);

/* What reference_forget() does to closings. */
void reference_forget_closings(reference *books, int64_t seq);

/* Through which month a place is closed; and the closing of a month, NULL: none stands.
 */
kho_month reference_closed(const reference *books, int place);
const reference_closing *reference_closing_of(
    const reference *books, int place, kho_month month);

/* The method of an item, and whether something is given out in a kind of service. */
kho_method reference_method_of(const reference_item *item);
bool reference_gives(int kind);

/* Forget whom services were for: a client's, or where `client` is NULL those before a
 * day. How many there were. */
int64_t reference_forget_links(reference *books, const char *client, kho_date before);

/* How many services are known to be of a client, NULL: of anybody; reversed ones aren't.
 */
int64_t reference_seen_links(const reference *books, const char *client);

/* The same books: only as much is copied as there is. */
void reference_copy(reference *to, const reference *from);

/* Go back to where the books stood: rolls a batch back. */
void reference_forget(reference *books, int64_t seq);

bool reference_physical(kho_place_kind kind);

/* What a lot's day-end at a place was, with what was posted up to `known`. */
int64_t reference_balance(
    const reference *books, int place, int lot, kho_date date, int64_t known);

/* What may be taken: the least of that day-end and all later ones, never below 0. */
int64_t reference_free(const reference *books, int place, int lot, kho_date date);

/* In order of allocation: first expired first, none last, then by number. */
int reference_compare_lots(const reference_lot *a, const reference_lot *b);

/* The expiry day itself is the last usable day. */
bool reference_expired(const reference_lot *lot, kho_date date);

/* Whether what an entry observed is withdrawn, by what is known. */
bool reference_withdrawn(const reference *books, int64_t seq, int64_t known);

#endif
