/* Since when something is as it is. */
#ifndef KHO_REPORT_SINCE_H
#define KHO_REPORT_SINCE_H

#include "report/sight.h"

/* How many month-ends are looked back at for how a line stood. */
#define KHO__SINCE_MONTHS KHO__SUM_PAST

/* An alert whose beginning wasn't found in the sheets that were read anyway. */
typedef struct kho__since {
    size_t row; /* of the table */
    int32_t place;
    kho__key key; /* of the line */
    kho__alert alert;
    const kho__lot *lot; /* NULL: it is about the line */
    kho_date since;      /* as far as is known */
    kho_date first;      /* it began on no earlier day: that on which the line came in */
    kho_month next;      /* the month to be looked at next */
} kho__since;

/*
 * Since when lines stand as they do, or lots are at risk: the first of the day-ends up to
 * `on` that are alike; where these cover the running month, the first of the month-ends
 * before it. A stock-out is followed day by day all the way.
 */
typedef struct kho__sinces {
    const kho__asked *asked;
    const kho__period *period; /* of the lines that are visited */
    kho_table *table;
    size_t column;
    kho__since *open; /* by place and line */
    size_t count, room;
    kho__measure measure; /* of another day */
    kho__sight_month *months;
    size_t month_room;
} kho__sinces;

/* Begin: the table's cells of dates are to be set, of lines over a period. */
kho_status kho__sinces_begin(kho__sinces *at, const kho__asked *asked,
    const kho__period *period, kho_table *table, size_t column);

/* Set the cell of the table's last row, an alert of the line or of one of its lots; or
 * put it off. */
kho_status kho__since_of(
    kho__sinces *at, const kho__reported *line, kho__alert alert, const kho__lot *lot);

/* The same of a lot that lies at a place, whose slices [month] of its line these are: the
 * first day, from `from` on, of its stay, or of its being below zero. */
kho_status kho__since_of_stay(kho__sinces *at, int32_t place, const kho__slice *slices,
    const kho__lot *lot, kho__alert alert, kho_date from);

/* Look further back for all that was put off. */
kho_status kho__sinces_settle(kho__sinces *at);
void kho__sinces_free(kho__sinces *at);

#endif
