/*
 * What has to be posted for a row. Where the row is new and the last of its series, that
 * is its entry, and a bridge before it where it doesn't open with the closing before.
 * Where months after it are in the ledger already, what the row changes ends at the next
 * of them: that one's bridge is made anew, so that every opening stays what its return
 * says.
 */
#ifndef KHO_EXCHANGE_MONTHLY_PLAN_H
#define KHO_EXCHANGE_MONTHLY_PLAN_H

#include "exchange/monthly_kept.h"

/* One entry to post. */
typedef struct kho__step {
    char uid[KHO__MONTHLY_UID];
    char reverses[KHO__MONTHLY_UID]; /* "": nothing */
    kho_date date;
    kho_move moves[4];
    size_t move_count;
    kho_observation seen; /* of a return */
    bool sees;
    int64_t change; /* of the balance, from the date on */
    size_t row;     /* for whose sake; an index of the series */
} kho__step;

/* A series and the group of its rows that must be posted together or not at all. */
typedef struct kho__plan {
    kho__series series;
    kho__monthly_row *rows;
    size_t count;
    bool amends;       /* rows that changed are posted anew */
    kho_month latest;  /* no return can be later */
    kho__arena *arena; /* of reasons why rows are refused */

    size_t start, at; /* the group's rows; `at` is the next group's first */
    kho__step *steps;
    size_t step_count, step_room;
    bool mends;    /* months of the ledger change: the order of steps matters */
    int64_t shift; /* what the steps so far change of what comes next */
    kho_month
        mended; /* whose bridge was made anew behind the group; KHO_NO_MONTH: none */
    int64_t mended_to; /* what that bridge carries now */

    kho_month previous; /* last month of the series up to here; KHO_NO_MONTH: none */
    kho_month previous_before; /* the same when the group began */
    kho_month next; /* the next month in the ledger; KHO_NO_MONTH: not looked up */
} kho__plan;

/* Plan the group that begins at plan->at. */
kho_status kho__plan_group(kho__plan *plan);

/* Plan the same group again, after rows of it were refused. */
void kho__plan_again(kho__plan *plan);

/* A line about a row: "C4023 AS27000 2019-03: ...". */
const char *kho__plan_say(kho__plan *plan, kho_month month, const char *en,
    const char *vi, ...) __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

#endif
