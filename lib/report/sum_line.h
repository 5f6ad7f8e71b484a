/* A line of places taken together: what they held and used, month by month, from which
 * any of its days can be judged. */
#ifndef KHO_REPORT_SUM_LINE_H
#define KHO_REPORT_SUM_LINE_H

#include "report/measure.h"

/* How many months back its lots are kept at month-ends. */
#define KHO__SUM_PAST 24

/* A lot, in all stores and with all collaborators, or on all roads. */
typedef struct kho__sum_lot {
    const kho__lot *lot;
    bool road;
    int64_t days[31];              /* at the ends of the last month's days */
    int64_t months[KHO__SUM_PAST]; /* and of the months before it, the latest first */
} kho__sum_lot;

typedef struct kho__sum_line {
    kho__key key;
    const kho__period *period;
    kho__measure measure;
    kho_date first; /* first day that it came in anywhere */
    int64_t *days;  /* [month][31] usable at day-ends */
    bool *counts;   /* [month]: at one of the places at least */
    bool *fed;      /* [month]: one of them is fed by returns, */
    bool *returned; /* [month]: and gave one */
    int64_t *used;  /* [month] */
    int64_t
        running[31]; /* of the last month, up to each day: where the rule asks for it */
    kho__map lot_ids;
    kho__sum_lot *lots; /* only where the period asks for the past */
    size_t lot_count, lot_room;
    bool listed;
} kho__sum_line;

/* A line without anything; its arrays are the arena's. */
kho_status kho__sum_line_begin(kho__sum_line *line, kho__key key,
    const kho__period *period, const kho_rule *rule, kho__arena *arena);
void kho__sum_line_free(kho__sum_line *line);

/* Add one place's slices [month]. */
kho_status kho__sum_line_add(kho__sum_line *line, const kho__catalogue *catalogue,
    const kho__slice *slices, kho_place_kind kind);

/* Consumption, days out from `from` on, and what may be used at the end of `to`, a day of
 * the last month or the last day of an earlier one. */
void kho__sum_line_use(
    const kho__sum_line *line, kho_date from, kho_date to, kho__measure *measure);

/* The lots that may be used on a day, as kho__measure_lots() gives them. */
kho_status kho__sum_line_lots(
    const kho__sum_line *line, kho_date day, kho__measure *measure);

#endif
