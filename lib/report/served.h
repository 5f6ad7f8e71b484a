/* What clients were served, added up from the tallies and the dispensing in sheets. */
#ifndef KHO_REPORT_SERVED_H
#define KHO_REPORT_SERVED_H

#include "report/lines.h"
#include "rules/cyp.h"

/* Clients (item 0) or units of an item, of a method, a kind and a group. */
typedef struct kho__served_sum {
    uint64_t key; /* ordered by method, kind, group, item */
    int64_t value;
} kho__served_sum;

/* What an item counts for, looked up once. */
typedef struct kho__served_item {
    kho_method method;
    bool known; /* the edition has a factor */
    kho_rational factor;
} kho__served_item;

typedef struct kho__served_sums {
    const kho__asked *asked;
    kho_service_group by;
    kho__cyp_edition edition;
    kho__served_item *items; /* [id] */
    kho__map ids;            /* key to index */
    kho__served_sum *sums;
    size_t count, room;
} kho__served_sums;

/* One row: all items of a method, a kind and a group together. */
typedef struct kho__served_row {
    kho_method method;
    int kind;       /* a kho_service_kind; -1: given out without a service */
    uint64_t group; /* see kho__served_group() */
    bool any;       /* some of its sums isn't 0, though they may come to 0 together */
    int64_t clients, quantity;
    bool cyp_defined; /* false: the edition lacks a factor */
    kho_rational cyp;
    int64_t hidden; /* small cells that are left out of all this */
} kho__served_row;

/* Begin: the query says what it is broken down by and which edition counts. KHO_EINVALID.
 */
kho_status kho__served_begin(kho__served_sums *sums, const kho__asked *asked);
void kho__served_end(kho__served_sums *sums);

/* Add what a place did in the period; the walk has its months. Or in one month of it. */
kho_status kho__served_add(kho__served_sums *sums, kho__walk *walk, int32_t place);
kho_status kho__served_add_month(kho__served_sums *sums, const kho__sheet *sheet);

/* Hand out the rows in order, and forget them. */
typedef kho_status (*kho__served_visit)(void *context, const kho__served_row *row);
kho_status kho__served_rows(
    kho__served_sums *sums, kho__served_visit visit, void *context);

/* Write the group of a row as a word with names into a text column. */
kho_status kho__served_group(
    kho_table *table, size_t column, kho_service_group by, uint64_t group);

#endif
