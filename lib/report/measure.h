/* The numbers of a line over a period: the report's columns, days out, consumption,
 * judgement. */
#ifndef KHO_REPORT_MEASURE_H
#define KHO_REPORT_MEASURE_H

#include "report/lines.h"
#include "rules/consumption.h"
#include "rules/expiry.h"

/* The stock report's sums, in the order of its columns. */
typedef enum kho__sum {
    KHO__SUM_OPENING,
    KHO__SUM_RECEIVED,
    KHO__SUM_RETURNED,
    KHO__SUM_ISSUED,
    KHO__SUM_DISPENSED,
    KHO__SUM_TRANSFERRED_IN,
    KHO__SUM_TRANSFERRED_OUT,
    KHO__SUM_LOST,
    KHO__SUM_ADJUSTED,
    KHO__SUM_CLOSING,
    KHO__SUMS
} kho__sum;

/* Which days and months a report is about. */
typedef struct kho__period {
    kho_date from, to; /* to: the period's end, or `on` */
    kho_date year;     /* 1 January of the year so far; KHO_NO_DATE: nobody asks for it */
    bool expired;      /* whether somebody asks for what expired */
    bool past;         /* or for earlier days: a sum keeps its lots then */
    kho_month first, last; /* months that are read: the longest window of consumption, the
                              period and the year */
} kho__period;

/* The months that a rule looks at for consumption. */
typedef struct kho__window {
    kho_month first, last;
} kho__window;

/* What a place is to the books. */
typedef struct kho__role {
    bool judged;    /* stores and collaborators are; roads and shelves aren't */
    bool shelf;     /* a hold that was asked for itself */
    unsigned among; /* of the verbs that a rule counts, those that are consumption here */
    unsigned also;  /* verbs that are consumption here whatever the rule counts */
} kho__role;

/* What is known of the year so far, up to the period's end. */
typedef struct kho__year {
    int64_t flows[KHO__FLOWS];
    int64_t opening;
    int days_out;
} kho__year;

typedef struct kho__measure {
    const kho_rule *rule;      /* of the line */
    bool overflow;             /* some sum doesn't fit 64 bits: the line can't be told */
    int64_t flows[KHO__FLOWS]; /* of the period */
    int64_t opening, closing;
    int64_t held, usable, in_transit;
    int days_out;
    kho__year year;                /* 0 where nobody asks for it */
    int64_t lost_expired, expired; /* 0 where nobody asks: lost in the period after its
                                      expiry day; in stock at the end, shelf included */
    size_t month_count, month_begin;
    /*
     * What may be used and is on the road; the caller frees it. After judging: in order
     * of use, each with what is at risk of it. A lot that is both here and on the road
     * stands twice, and of a sum once for all places: add both up where it is told as
     * one.
     */
    kho__dated *lots;
    size_t lot_count, lot_room;
    kho_position position; /* what the line was judged by */
    /*
     * The months of the rule's window: those from month_begin on were looked at, and of
     * those that don't count it is kept why (kho__instead). Last, since clearing them
     * would be dear.
     */
    kho_consumed months[KHO__WINDOW_MOST];
    uint8_t whys[KHO__WINDOW_MOST];
} kho__measure;

/* Which months a report with these rules reads. */
kho__period kho__period_of(kho_date from, kho_date to, const kho__ruling *ruling);

/* Ask for the year so far as well: from 1 January of the year in which the period ends.
 */
void kho__period_add_year(kho__period *period);

/* The window of a line's rule in a report up to a day. */
kho__window kho__window_of(const kho_rule *rule, kho_date to);

/* What a place is, on a day. */
kho__role kho__role_of(const kho__catalogue *catalogue, int32_t place, kho_date day);

/* Begin a line; the room for lots is kept. */
void kho__measure_clear(kho__measure *measure, const kho_rule *rule);

/* Add one place's slices [month] to a line's measure: sums, and what it held at the end.
 */
void kho__measure_add(kho__measure *measure, const kho__period *period,
    const kho__slice *slices, const kho__catalogue *catalogue);

/* What a line uses up, at a place with its shelf (NULL: none). */
typedef struct kho__use {
    const kho__catalogue *catalogue;
    bool campaigns;  /* what they used counts */
    unsigned counts; /* verbs that are consumption of the line, bits */
    const kho__slice *slices, *held;
    kho_date first; /* day that the line came in */
    kho_date to;    /* nothing later is looked at */
} kho__use;

/* Of a line whose slices [month] go up to `last`. */
kho__use kho__use_of(const kho_rule *rule, const kho__role *role,
    const kho__slice *slices, const kho__slice *held, size_t last,
    const kho__catalogue *catalogue, kho_date to);

/* One of its months, as consumption sees it. */
kho_consumed kho__used_in(const kho__use *use, size_t month, bool *overflow);

/* The day that a line came in, at the place or on its shelf (NULL: none). */
kho_date kho__line_first(const kho__slice *own, const kho__slice *held);

/* Days out and consumption of a line that stands at one place, with its shelf (NULL:
 * none). */
void kho__measure_use(kho__measure *measure, const kho__period *period,
    const kho__role *role, const kho__slice *slices, const kho__slice *held,
    const kho__catalogue *catalogue);

/* Remember the lots of a slice that may be used on a day or later; what is on the road is
 * added up too. */
kho_status kho__measure_lots(kho__measure *measure, const kho__slice *slice,
    const kho__catalogue *catalogue, kho_date on, bool road);

/* What leaves for use in flows that were summed. */
int64_t kho__consumed(const int64_t *flows, unsigned counts);

/* Days out in a month, observed or computed, of a line that first came in on `since`. */
int kho__days_out(const kho__slice *slice, const kho__catalogue *catalogue,
    kho_date since, kho_date from, kho_date to);

/* Days of from..to at whose end nothing was usable. */
int kho__count_out(const int64_t days[31], kho_month month, kho_date from, kho_date to);

/* The report's columns of a measure; false: a sum doesn't fit 64 bits. */
bool kho__measure_sums(const kho__measure *measure, bool shelf, int64_t sums[KHO__SUMS]);

/* The same of the year so far: its closing is the period's. */
bool kho__measure_year_sums(
    const kho__measure *measure, bool shelf, int64_t sums[KHO__SUMS]);

/* AMC and judgement; what is at risk stands with the lots from then on. */
kho_status kho__measure_judge(kho__measure *measure, const kho__period *period,
    int64_t pack, bool *amc_defined, kho_rational *amc, kho_judgement *out);

#endif
