/* What indicators are made of: places and methods, lines and their standings, quantities
 * of items. docs/indicators.md says what each means. */
#ifndef KHO_REPORT_INDICATORS_H
#define KHO_REPORT_INDICATORS_H

#include "report/report.h"

/* How service delivery points stand with a family-planning method, whatever the item. */
typedef struct kho__method_tally {
    const char *word;
    bool offered, usable;  /* at the place that is being visited */
    int64_t offering, out; /* places that offer it; of these, with nothing usable of it */
} kho__method_tally;

typedef struct kho__item_tally {
    bool listed;             /* some line of it was */
    int64_t judged, planned; /* lines with a known AMC; of these, between min and max */
    int64_t available, lost, expired; /* base units, of the query's places as one */
} kho__item_tally;

typedef struct kho__indicating {
    const kho__asked *asked;
    kho__period period; /* in which lines are judged */
    int32_t place;      /* the service delivery point that is being visited; 0: none */
    int32_t passed;     /* the last place that isn't one */
    kho__method_tally *methods;
    size_t method_count;
    int32_t *method_of;     /* [item id] index + 1; 0: none */
    kho__item_tally *items; /* [item id] */
    int64_t offering, out; /* places that offer a method; of these, out of one at least */
    int64_t ranges[KHO__METHOD_COUNTS]; /* of these, with so many methods usable */
} kho__indicating;

/* Count everything that a query asks about. End with kho__indicating_free(), also after a
 * failure. */
kho_status kho__indicating_take(kho__indicating *tally, const kho__asked *asked);
void kho__indicating_free(kho__indicating *tally);

#endif
