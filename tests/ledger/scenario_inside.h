/* What the two halves of playing a scenario share. */
#ifndef TESTS_LEDGER_SCENARIO_INSIDE_H
#define TESTS_LEDGER_SCENARIO_INSIDE_H

#include "ledger/world.h"

enum { WORDS = 64, LINES = 24 };

typedef struct scenario {
    world world;
    int line;
    char *words[WORDS];
    size_t word_count, at;
    bool defined;
    char texts[32768]; /* what the catalogue's and the entries' codes live in */
    size_t text_size;
    kho_item items[REFERENCE_ITEMS];
    kho_place places[REFERENCE_PLACES];
    const char *offers[REFERENCE_PLACES][REFERENCE_ITEMS];
    kho_price prices[REFERENCE_PRICES];
    kho_catalogue catalogue;
    kho_date today;
    /* Of the last entry. */
    kho_taken taken[LINES];
    size_t taken_count;
    char last_uid[132];
    bool late; /* so is the entry of this line */
    int entries;
} scenario;

/* An item with its lot, expiry and channel, as far as they are named. */
typedef struct named {
    const char *item, *lot, *channel;
    kho_date expiry;
} named;

typedef kho_status (*question)(kho_ledger *ledger, const kho_query *query, kho_table **);

/* Say what is wrong with the line; always false. */
bool scenario_wrong(scenario *play, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The next words of the line; a text that lives as long as the scenario. */
const char *scenario_next(scenario *play);
bool scenario_is_next(scenario *play, const char *word);
const char *scenario_keep(scenario *play, const char *text);
kho_date scenario_read_date(scenario *play);
named scenario_read_named(scenario *play, const char *text);
int64_t scenario_read_quantity(scenario *play, bool *more);

/* What must be true; each reads the rest of its line. */
bool scenario_check_taken(scenario *play);
bool scenario_check_why(scenario *play);
bool scenario_check_stock(scenario *play, int column);
bool scenario_check_report(scenario *play, question ask);
bool scenario_check_suggest(scenario *play);
bool scenario_check_explain(scenario *play);
bool scenario_check_expiry(scenario *play);
bool scenario_check_indicator(scenario *play);
bool scenario_check_alert(scenario *play, bool wanted);
bool scenario_check_restated(scenario *play);

#endif
