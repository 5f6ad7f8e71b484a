/*
 * What a ledger keeps of monthly returns. A return of P, I and 2019-01 is up to two
 * things: its entry, uid monthly/P/I/2019-01, and a bridge from the closing before to its
 * opening,
 * .../begin or .../carry. Each may have been made anew: #2, #3, and so on; the last one
 * counts.
 */
#ifndef KHO_EXCHANGE_MONTHLY_KEPT_H
#define KHO_EXCHANGE_MONTHLY_KEPT_H

#include "exchange/monthly_rows.h"
#include "store/ledger.h"

#define KHO__MONTHLY_UID 129 /* what an entry's may have, and its end */

/* Whose returns: a place and an item, in the ledger's first channel. */
typedef struct kho__series {
    kho_ledger *ledger;
    const char *place, *item;
    int32_t place_id, item_id;
    int32_t hold_id; /* 0: nothing was ever held */
    bool fresh;      /* the place had nothing before: there is nothing to look for */
} kho__series;

/* What takes a closing to the next opening. */
typedef struct kho__bridge {
    bool begins;                  /* from `opening`, not from `count` */
    bool withdrawn;               /* there was one, which was reversed by hand */
    int64_t amount;               /* into the place; 0: there is none */
    kho_date date;                /* KHO_NO_DATE: there is none */
    char uid[KHO__MONTHLY_UID];   /* what has to be reversed to change it; "": nothing */
    int begin_count, carry_count; /* entries so far */
} kho__bridge;

/* A month's return as the ledger has it. */
typedef struct kho__kept {
    int count;                  /* entries so far; 0: no return */
    bool stands;                /* the last one wasn't reversed by hand */
    char uid[KHO__MONTHLY_UID]; /* the last one's */
    kho__return is;             /* what the last one says, though it doesn't stand;
                                   without opening and closing: those are of balances */
    kho__bridge bridge;
} kho__kept;

/* The balance before a month, and what came of the line until then. */
typedef struct kho__before {
    int64_t balance; /* at the end of the day before the month */
    bool held;       /* something came in */
    bool returns;    /* some earlier month has a return */
    bool last;       /* and it is the month before */
} kho__before;

/* Find the ids of a series and what can be left out for it. KHO_ENOTFOUND, KHO_EROUTE. */
kho_status kho__monthly_series(kho_ledger *ledger, const char *place, const char *item,
    const kho__series *before, kho__series *out);

/* uid of a return, "monthly/P/I/2019-01", with an ending such as "/carry", and its
 * revision; where that is too long, with a digest of P/I for both codes. */
void kho__monthly_uid(const kho__series *series, kho_month month, const char *ending,
    int revision, char out[KHO__MONTHLY_UID]);

/* Look up a month. */
kho_status kho__monthly_kept(const kho__series *series, kho_month month, kho__kept *out);

/* Look at the balance before a month. */
kho_status kho__monthly_before(
    const kho__series *series, kho_month month, kho__before *out);

#endif
