/* The reference ledger's questions. */
#ifndef TESTS_LEDGER_REFERENCE_ASK_H
#define TESTS_LEDGER_REFERENCE_ASK_H

#include "ledger/reference.h"

/* What is asked, looked up: -1 where no place or item is named. */
typedef struct reference_query {
    int place, item;
    bool tree, sum;
    kho_date on, from, to;
    int64_t known;
} reference_query;

/* The places that make one line: a store with its hold, a tree with its transit, one
 * place. */
typedef struct reference_scope {
    int place; /* whose name the line has */
    bool sum;
    bool member[REFERENCE_PLACES];
} reference_scope;

typedef struct reference_stock_row {
    int place, lot;
    int64_t quantity, usable;
} reference_stock_row;

typedef struct reference_report_row {
    int place, item, channel;
    bool held;   /* something was there at some day's end, or it is offered or observed */
    bool judged; /* months, status and the like are asked of it */
    int64_t cell[KHO_REPORT_WIDTH]; /* the integers */
    bool amc_defined, months_defined, by_hand;
    kho_rational amc, months;
    int64_t usable;
    /* What AMC won't have used by its expiry day, by lot. */
    int risk_lots[REFERENCE_LOTS];
    int64_t risks[REFERENCE_LOTS];
    size_t risk_count;
    kho_standing standing;
} reference_report_row;

typedef struct reference_card_row {
    kho_date date;
    const char *uid;
    kho_verb verb;
    int other, lot;
    int64_t added, taken;
} reference_card_row;

typedef struct reference_alert_row {
    const char *alert;
    int severity, place, item, channel;
    int lot; /* -1: of the line */
    int64_t quantity;
    kho_date since; /* KHO_NO_DATE: not asked */
    bool optional;  /* the design leaves open whether it is shown */
    /* Of a line: as its report says. */
    bool months_defined, by_hand;
    kho_rational months;
    int64_t to_order;
} reference_alert_row;

typedef struct reference_expiry_row {
    int place, lot;
    int64_t quantity;
    int days_left; /* below 0: it expired */
    bool risk_known;
    int64_t risk;
} reference_expiry_row;

typedef struct reference_indicator_row {
    const char *indicator, *method; /* "": of none */
    int item;                       /* -1: of none */
    int64_t numerator, denominator;
} reference_indicator_row;

/* A line of the stock report in money: quantities, and the price that they have. */
typedef struct reference_value_row {
    reference_report_row line;
    int64_t lost_expired, expired;
    const reference_price *price; /* NULL: none */
} reference_value_row;

typedef struct reference_service_row {
    int place;
    kho_method method;
    int kind; /* -1: what was given out without a service */
    char group[REFERENCE_AGE];
    int64_t items[REFERENCE_ITEMS]; /* what clients got of each */
    int64_t clients, quantity;
    bool cyp_known;
    int64_t cyp; /* in 120ths */
} reference_service_row;

/* The lines of a question, place by place or as one. */
size_t reference_scopes(const reference *books, const reference_query *query,
    bool with_hold, reference_scope *out, size_t room);

size_t reference_stock(const reference *books, const reference_query *query,
    reference_stock_row *rows, size_t room);
size_t reference_card(const reference *books, const reference_query *query,
    reference_card_row *rows, size_t room);
size_t reference_report(const reference *books, const reference_query *query,
    reference_report_row *rows, size_t room);
size_t reference_alerts(const reference *books, const reference_query *query,
    reference_alert_row *rows, size_t room);
size_t reference_expiry(const reference *books, const reference_query *query,
    reference_expiry_row *rows, size_t room);
size_t reference_indicators(const reference *books, const reference_query *query,
    reference_indicator_row *rows, size_t room);
size_t reference_value(const reference *books, const reference_query *query,
    reference_value_row *rows, size_t room);

/* Place by place, or all of them as one. */
size_t reference_services(const reference *books, const reference_query *query,
    kho_service_group by, bool together, reference_service_row *rows, size_t room);

/* What was lost in the period after its expiry day, and what is there at its end and
 * expired, at these places; channel -1: of any. */
int64_t reference_lost_expired(const reference *books, const reference_query *query,
    const bool *member, int item, int channel);
int64_t reference_expired_stock(const reference *books, const reference_query *query,
    const bool *member, int item, int channel);

/* One line of an item and channel on a day, and what it did in a period. */
void reference_judge(const reference *books, const reference_scope *scope, int item,
    int channel, const reference_query *query, reference_report_row *row);

/* Usable units of a line at the end of a day. */
int64_t reference_usable(const reference *books, const reference_scope *scope, int item,
    int channel, kho_date date, int64_t known);

/* The first day on which the line got something; KHO_NO_DATE if never. */
kho_date reference_first_receipt(const reference *books, const reference_scope *scope,
    int item, int channel, kho_date until, int64_t known);

#endif
