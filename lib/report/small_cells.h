/*
 * Small cells: counts of few people, which a table that is passed on must not tell.
 *
 * What is hidden is chosen at the finest grain (a place's month, by method and kind) and
 * stays hidden above it. A sum over places is told exactly where at least two hidden
 * cells lie in it that no smaller sum has told, and where these can't all be as small or
 * as large as they may; else the hidden ones are left out of it. Every sum over months is
 * of what was told of each. So nobody finds a hidden cell by subtracting.
 */
#ifndef KHO_REPORT_SMALL_CELLS_H
#define KHO_REPORT_SMALL_CELLS_H

#include "report/served.h"

/* The least rule that hides anything: below it, hiding would tell. */
#define KHO__SMALL_LEAST 3

/* A count on its way up a tree: what may be told of it, and what no sum has told yet. */
typedef struct kho__shown {
    kho__served_row told; /* its `hidden` cells are left out */
    kho__served_row open;
    int64_t open_count;
} kho__shown;

/* A row of one place and one month: hidden where it has clients, but fewer than k. Or one
 * that was chosen already: told as it is. */
kho__shown kho__shown_of(const kho__served_row *row, int k);
kho__shown kho__shown_as_is(const kho__served_row *row);

/* Add a part to a sum, and then, once all are there, tell what can be told.
 * KHO_EOVERFLOW. */
kho_status kho__shown_add(kho__shown *sum, const kho__shown *part);
kho_status kho__shown_tell(kho__shown *sum, int k);

/*
 * Hide among the groups of one row of one place and month: the small ones, then the
 * smallest of the others until what is hidden can't be worked out from their total.
 * False: it can't be kept from being worked out, so only their total may be told.
 */
bool kho__hide_groups(kho__served_row *rows, size_t count, int k);

#endif
