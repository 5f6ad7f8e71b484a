/* What must be true in a scenario. */
#include "ledger/scenario_inside.h"

#include <stdlib.h>
#include <string.h>

bool scenario_check_taken(scenario *play)
{
    for (size_t i = 0; play->at < play->word_count; i++) {
        const char *lot = scenario_next(play);
        bool more;
        int64_t quantity = scenario_read_quantity(play, &more);

        if (i >= play->taken_count ||
            strcmp(play->taken[i].lot, strcmp(lot, "-") ? lot : "") != 0 ||
            play->taken[i].quantity != quantity)
            return scenario_wrong(play, "lot %zu taken was '%s' %lld", i,
                i < play->taken_count ? play->taken[i].lot : "(none)",
                i < play->taken_count ? (long long)play->taken[i].quantity : 0);
        if (!more && i + 1 != play->taken_count)
            return scenario_wrong(play, "%zu lots were taken", play->taken_count);
    }
    return true;
}

bool scenario_check_why(scenario *play)
{
    const kho_error *error = kho_error_last();
    const char *lot = scenario_next(play), *why = scenario_next(play);

    for (size_t i = 0; i < error->refusal_count; i++) {
        for (size_t k = 0; k < error->refusals[i].lot_count; k++) {
            if (strcmp(error->refusals[i].lots[k].lot, lot) == 0 &&
                strcmp(error->refusals[i].lots[k].why, why) == 0)
                return true;
        }
    }
    return scenario_wrong(play, "no lot '%s' was passed over as %s", lot, why);
}

static int64_t seq_of(scenario *play, const char *uid)
{
    for (size_t i = 0; i < play->world.books->entry_count; i++) {
        if (strcmp(play->world.books->entries[i].uid, uid) == 0)
            return play->world.books->entries[i].seq;
    }
    scenario_wrong(play, "there is no voucher '%s'", uid);
    return 0;
}

bool scenario_check_stock(scenario *play, int column)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    const char *place;
    named what;
    int64_t sum = 0, expected;
    bool more;

    query.on = scenario_read_date(play);
    query.place = place = scenario_next(play);
    what = scenario_read_named(play, scenario_next(play));
    query.item = what.item;
    expected = scenario_read_quantity(play, &more);
    if (scenario_is_next(play, "knowing"))
        query.known = seq_of(play, scenario_next(play));
    if (kho_ledger_stock(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_STOCK_PLACE), place) == 0 &&
            (!what.lot ||
                strcmp(kho_table_text(table, row, KHO_STOCK_LOT), what.lot) == 0) &&
            (!what.channel || strcmp(kho_table_text(table, row, KHO_STOCK_CHANNEL),
                                  what.channel) == 0) &&
            (what.expiry == KHO_NO_DATE ||
                kho_table_date(table, row, KHO_STOCK_EXPIRY) == what.expiry))
            sum += kho_table_int(table, row, column);
    }
    kho_table_free(table);
    return sum == expected || scenario_wrong(play, "there are %lld, not %lld",
                                  (long long)sum, (long long)expected);
}

/* Does a cell print as expected? Rationals as 47/3, whole ones as 5, what is undefined as
 * -. */
static bool is_cell(const kho_table *table, size_t row, size_t column,
    const char *expected, char *got, size_t size)
{
    kho_rational value;

    if (!kho_table_has(table, row, column)) {
        snprintf(got, size, "-");
    } else if (kho_table_type(table, column) == KHO_TEXT) {
        snprintf(got, size, "%s", kho_table_text(table, row, column));
    } else if (kho_table_type(table, column) == KHO_RATIONAL) {
        value = kho_table_rational(table, row, column);
        if (value.denominator == 1)
            snprintf(got, size, "%lld", (long long)value.numerator);
        else
            snprintf(got, size, "%lld/%lld", (long long)value.numerator,
                (long long)value.denominator);
    } else {
        snprintf(got, size, "%lld", (long long)kho_table_int(table, row, column));
    }
    return strcmp(got, expected) == 0;
}

static bool check_cells(scenario *play, const kho_table *table, size_t row)
{
    while (play->at < play->word_count) {
        char *word = play->words[play->at++], *equals = strchr(word, '=');
        char got[64];
        int column;

        if (!equals)
            return scenario_wrong(play, "'%s' has no =", word);
        *equals = '\0';
        column = kho_table_find(table, word);
        if (column < 0)
            return scenario_wrong(play, "there is no column '%s'", word);
        if (!is_cell(table, row, (size_t)column, equals + 1, got, sizeof(got)))
            return scenario_wrong(play, "%s is %s, not %s", word, got, equals + 1);
    }
    return true;
}

/* A line of a table that begins with place, item and channel. */
static bool check_line(scenario *play, question ask, kho_query query)
{
    kho_table *table;
    const char *channel;
    named what;
    size_t row = 0;
    bool found;

    query.sum = scenario_is_next(play, "sum");
    query.tree = scenario_is_next(play, "tree") || query.sum;
    query.place = scenario_next(play);
    what = scenario_read_named(play, scenario_next(play));
    channel = what.channel ? what.channel : "free";
    query.item = what.item;
    if (ask(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    while (row < kho_table_rows(table) &&
           (strcmp(kho_table_text(table, row, KHO_REPORT_PLACE), query.place) != 0 ||
               strcmp(kho_table_text(table, row, KHO_REPORT_CHANNEL), channel) != 0))
        row++;
    found = row < kho_table_rows(table);
    if (scenario_is_next(play, "none"))
        found = !found || scenario_wrong(play, "there is such a line");
    else
        found = found ? check_cells(play, table, row)
                      : scenario_wrong(play, "there is no such line");
    kho_table_free(table);
    return found;
}

/* A line of the stock report, or of one whose first columns are the same. */
bool scenario_check_report(scenario *play, question ask)
{
    kho_query query = KHO_QUERY_INIT;
    kho_month month;

    if (kho_month_parse(scenario_next(play), &month) < 0)
        return scenario_wrong(play, "not a month");
    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    return check_line(play, ask, query);
}

bool scenario_check_suggest(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;

    query.on = scenario_read_date(play);
    return check_line(play, kho_ledger_suggest, query);
}

/* Steps and their values; where a step has a blank a word has a colon: month:2026-03. */
static bool check_steps(scenario *play, const kho_table *table, const char *channel)
{
    while (play->at < play->word_count) {
        char *word = play->words[play->at++], *equals = strchr(word, '=');
        char *colon = strchr(word, ':');
        const char *value;
        size_t row = 0;

        if (!equals)
            return scenario_wrong(play, "'%s' has no =", word);
        *equals = '\0';
        if (colon)
            *colon = ' ';
        while (row < kho_table_rows(table) &&
               (strcmp(kho_table_text(table, row, KHO_EXPLAIN_CHANNEL), channel) != 0 ||
                   strcmp(kho_table_text(table, row, KHO_EXPLAIN_STEP), word) != 0))
            row++;
        if (row == kho_table_rows(table))
            return scenario_wrong(play, "there is no step '%s'", word);
        value = kho_table_has(table, row, KHO_EXPLAIN_VALUE)
                    ? kho_table_text(table, row, KHO_EXPLAIN_VALUE)
                    : "-";
        if (strcmp(value, equals + 1) != 0)
            return scenario_wrong(play, "%s is %s, not %s", word, value, equals + 1);
    }
    return true;
}

bool scenario_check_explain(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    named what;
    bool same;

    query.on = scenario_read_date(play);
    query.sum = scenario_is_next(play, "sum");
    query.place = scenario_next(play);
    what = scenario_read_named(play, scenario_next(play));
    query.item = what.item;
    if (kho_ledger_explain(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    same = check_steps(play, table, what.channel ? what.channel : "free");
    kho_table_free(table);
    return same;
}

/* A lot in the report of what expires, on its last day. */
bool scenario_check_expiry(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    const char *place;
    kho_table *table;
    named what;
    size_t row = 0;
    bool found;

    query.from = query.to = scenario_read_date(play);
    query.sum = scenario_is_next(play, "sum");
    place = scenario_next(play);
    query.place = query.sum ? place : NULL;
    what = scenario_read_named(play, scenario_next(play));
    query.item = what.item;
    if (kho_ledger_expiry(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    while (row < kho_table_rows(table) &&
           (strcmp(kho_table_text(table, row, KHO_EXPIRY_PLACE), place) != 0 ||
               strcmp(kho_table_text(table, row, KHO_EXPIRY_LOT),
                   what.lot ? what.lot : "") != 0))
        row++;
    found = row < kho_table_rows(table);
    if (scenario_is_next(play, "none"))
        found = !found || scenario_wrong(play, "there is such a lot");
    else
        found = found ? check_cells(play, table, row)
                      : scenario_wrong(play, "there is no such lot");
    kho_table_free(table);
    return found;
}

/* An indicator of a place and all under it, perhaps of a method or an item: so many of so
 * many. */
bool scenario_check_indicator(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    kho_month month;
    kho_table *table;
    const char *word, *of = "", *numerator;
    char got[64] = "missing", expected[64];
    bool same;

    if (kho_month_parse(scenario_next(play), &month) < 0)
        return scenario_wrong(play, "not a month");
    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    query.tree = !scenario_is_next(play, "alone");
    query.place = scenario_is_next(play, "everywhere") ? NULL : scenario_next(play);
    word = scenario_next(play);
    numerator = scenario_next(play);
    if (!scenario_is_next(play, "of")) {
        of = numerator;
        numerator = scenario_next(play);
        scenario_is_next(play, "of");
    }
    snprintf(expected, sizeof(expected), "%s of %s", numerator, scenario_next(play));
    if (kho_ledger_indicators(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const char *method = kho_table_text(table, row, KHO_INDICATORS_METHOD);

        if (strcmp(kho_table_text(table, row, KHO_INDICATORS_INDICATOR), word) == 0 &&
            strcmp(*method ? method : kho_table_text(table, row, KHO_INDICATORS_ITEM),
                of) == 0)
            snprintf(got, sizeof(got), "%lld of %lld",
                (long long)kho_table_int(table, row, KHO_INDICATORS_NUMERATOR),
                (long long)kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR));
    }
    kho_table_free(table);
    same = strcmp(got, expected) == 0;
    return same || scenario_wrong(play, "it is %s, not %s", got, expected);
}

bool scenario_check_alert(scenario *play, bool wanted)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    named what = {NULL, NULL, NULL, KHO_NO_DATE};
    const char *alert;
    bool found = false;

    query.on = scenario_read_date(play);
    alert = scenario_next(play);
    query.place = scenario_next(play);
    if (play->at < play->word_count)
        what = scenario_read_named(play, scenario_next(play));
    query.item = what.item;
    if (kho_ledger_alerts(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++)
        found |= strcmp(kho_table_text(table, row, KHO_ALERTS_ALERT), alert) == 0 &&
                 strcmp(kho_table_text(table, row, KHO_ALERTS_PLACE), query.place) == 0 &&
                 (!what.lot ||
                     strcmp(kho_table_text(table, row, KHO_ALERTS_LOT), what.lot) == 0);
    kho_table_free(table);
    return found == wanted ||
           scenario_wrong(play, "%s %s there", alert, found ? "is" : "isn't");
}

/* "restated 2026-01 station condom issued 60 72 PX-9 12": a figure as it was closed, as
 * it is now, and the entries that explain it. */
bool scenario_check_restated(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    const char *column;
    kho_month month;
    kho_table *table;
    size_t row = 0;
    bool right, more;

    if (kho_month_parse(scenario_next(play), &month) < 0)
        return scenario_wrong(play, "not a month");
    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    query.place = scenario_next(play);
    query.item = scenario_next(play);
    column = scenario_next(play);
    if (kho_ledger_restated(play->world.ledger, &query, &table) < 0)
        return scenario_wrong(play, "%s", kho_error_last()->message);
    while (row < kho_table_rows(table) &&
           strcmp(kho_table_text(table, row, KHO_RESTATED_COLUMN), column) != 0)
        row++;
    right = scenario_is_next(play, "none")
                ? row == kho_table_rows(table)
                : scenario_read_quantity(play, &more) ==
                          kho_table_int(table, row, KHO_RESTATED_CLOSED) &&
                      scenario_read_quantity(play, &more) ==
                          kho_table_int(table, row, KHO_RESTATED_NOW);
    while (right && play->at < play->word_count) {
        row++;
        right = strcmp(kho_table_text(table, row, KHO_RESTATED_COLUMN), column) == 0 &&
                scenario_is_next(play, kho_table_text(table, row, KHO_RESTATED_UID)) &&
                scenario_read_quantity(play, &more) ==
                    kho_table_int(table, row, KHO_RESTATED_DIFFERENCE);
    }
    kho_table_free(table);
    return right || scenario_wrong(play, "row %zu is otherwise", row);
}
