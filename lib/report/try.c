/*
 * Rules tried on history: what clients asked for is made out of the ledger's own months,
 * and served again, by today's rules and by those of a file. docs/try.md says all of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"
#include "ledger/rules.h"
#include "model/names.h"
#include "report/report.h"
#include "rules/demand.h"
#include "rules/simulate.h"

/* More months than these are no recent history any more. */
#define MONTHS_MOST 120

/* How far neighbours of a month without evidence are looked for on each side of the
 * months that matter. */
#define NEIGHBOURHOOD 6

/* Whose months they are: one row each. */
enum { ACTUAL, TODAY, TRIED, ROWS };

/* Rules on trial, and where their trial has come to. */
typedef struct trying {
    const kho__asked *asked;
    const char *path;
    kho__arena arena;        /* of the file's text, and of the months of a line */
    kho__ruleset *set;       /* of the file */
    kho__ruling *ruling;     /* its */
    kho__period period;      /* every month that is read */
    size_t first, end, read; /* months: the trial's, from the first one read on */
    kho__history *history;   /* [read] of a line */
    int64_t *usable;         /* [read]: at the month's end */
    kho_consumed *books;     /* [first]: what rules know of the months before */
    int64_t *demand;         /* [end - first] */
    kho__arena room;         /* of a replay */
    kho__tried sums[ROWS];
    int64_t lines;           /* that took part */
    int64_t unknown, seldom; /* that didn't, and why */
    int32_t place;           /* that is walked */
    int64_t places;          /* that were */
} trying;

static bool add(int64_t *sum, int64_t more)
{
    return !__builtin_add_overflow(*sum, more, sum);
}

/* A line month by month, as its books have it. */
static bool read_history(trying *at, const kho__reported *line)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const kho__use use = kho__use_of(line->measure->rule, &line->role, line->slices,
        line->held, at->read - 1, catalogue, at->period.to);
    bool overflow = false, fits = true;

    for (size_t i = 0; i < at->read; i++) {
        kho__history *month = &at->history[i];
        int64_t days[31] = {0};

        *month = (kho__history){.consumed = kho__used_in(&use, i, &overflow)};
        fits &= kho__slice_usable(&line->slices[i], catalogue, days);
        at->usable[i] = days[kho_month_last(line->slices[i].month) -
                             kho_month_first(line->slices[i].month)];
        month->ends_out = at->usable[i] <= 0;
    }
    return fits && !overflow;
}

/* All months must be known from the first one on that either rule looks at, and something
 * be used in half of them. */
static bool takes_part(trying *at, int window)
{
    const size_t from = at->first - (size_t)window;
    size_t used = 0;

    for (size_t i = from; i < at->end; i++) {
        if (!at->history[i].consumed.counts) {
            at->unknown++;
            return false;
        }
        used += at->history[i].consumed.quantity > 0;
    }
    if (2 * used < at->end - from) {
        at->seldom++;
        return false;
    }
    at->lines++;
    return true;
}

/* What was left of lots at the end of their last day. */
static bool add_expired(
    const kho__slice *slice, const kho__catalogue *catalogue, int64_t *sum)
{
    kho__lot_walk walk = {0};
    size_t first, end;
    int64_t balance;
    kho__key key;
    bool fits = true;

    while (kho__slice_next_lot(slice, &walk, &key, &balance, &first, &end)) {
        const kho_date expiry = kho__lot_at(catalogue, KHO__KEY_LOT(key))->expiry;
        const kho_date day = expiry - kho_month_first(slice->month) + 1;

        if (expiry == KHO_NO_DATE || kho_month_of(expiry) != slice->month)
            continue;
        for (size_t i = first; i < end && slice->cells[i].day <= day; i++)
            balance += kho__cell_effect(&slice->cells[i]);
        fits &= add(sum, balance > 0 ? balance : 0);
    }
    return fits;
}

/* Whether anything was delivered: no more is known of the orders of then. */
static bool is_supplied(const kho__slice *slice, bool *fits)
{
    int64_t flows[KHO__FLOWS] = {0};

    *fits &= kho__slice_flows(slice, 1, 31, flows);
    return flows[KHO__FLOW_IN(KHO_RECEIVE)] > 0 || flows[KHO__FLOW_IN(KHO_ARRIVE)] > 0 ||
           flows[KHO__FLOW_IN(KHO_TRANSFER)] > 0 || flows[KHO__FLOW_IN(KHO_ISSUE)] > 0;
}

/* What the ledger itself shows for the months of the trial. */
static bool add_actual(trying *at, const kho__reported *line)
{
    kho__tried *sum = &at->sums[ACTUAL];
    bool fits = true;

    for (size_t i = at->first; i < at->end; i++) {
        const kho__history *month = &at->history[i];
        const int64_t used = month->consumed.quantity > 0 ? month->consumed.quantity : 0;

        sum->months++;
        sum->stockouts += used < month->demand;
        sum->orders += is_supplied(&line->slices[i], &fits);
        fits &=
            add(&sum->demand, month->demand) && add(&sum->served, used) &&
            add(&sum->stock, at->usable[i - 1]) && add(&sum->stock, at->usable[i]) &&
            add_expired(&line->slices[i], &at->asked->ledger->catalogue, &sum->expired);
    }
    return fits;
}

static kho_status replay(
    trying *at, const kho__reported *line, const kho_rule *const rules[ROWS])
{
    const kho_item *item = &kho__item_at(&at->asked->ledger->catalogue, line->item)->as;
    kho__trial trial = {.history = at->books,
        .history_count = at->first,
        .demand = at->demand,
        .month_count = at->end - at->first,
        .first = at->period.first + (kho_month)at->first,
        .pack = item->pack,
        .shelf_life_months = item->shelf_life_months};
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->first; i++) {
        at->books[i] = at->history[i].consumed;
        at->books[i].quantity = at->history[i].demand;
        at->books[i].days_out = 0;
    }
    for (size_t i = at->first; i < at->end; i++)
        at->demand[i - at->first] = at->history[i].demand;
    for (int row = TODAY; row < ROWS && status == KHO_OK; row++) {
        trial.rule = rules[row];
        status = kho__simulate(&trial, &at->room, &at->sums[row]);
    }
    return status;
}

static void tell(trying *at, int32_t place)
{
    if (place == at->place)
        return;
    at->place = place;
    kho__ledger_progress(
        at->asked->ledger, "try", at->places++, (int64_t)at->asked->place_count);
}

static kho_status visit_line(void *context, const kho__reported *line)
{
    trying *at = context;
    const kho_rule *rules[ROWS] = {[TODAY] = line->measure->rule};
    kho_status status;

    tell(at, line->place);
    if (!line->role.judged)
        return KHO_OK;
    if (!line->slices) { /* offered, and never there */
        at->unknown++;
        return KHO_OK;
    }
    if ((status = kho__ruling_of(
             at->ruling, line->place, line->item, line->channel, &rules[TRIED])) < 0)
        return status;
    if (!read_history(at, line))
        return kho__fail_overflow(at->asked, line->place, line->item);
    if (!takes_part(at, rules[TODAY]->window > rules[TRIED]->window
                            ? rules[TODAY]->window
                            : rules[TRIED]->window))
        return KHO_OK;
    if ((status = kho__demand(rules[TODAY], at->history, at->read)) < 0)
        return status;
    return add_actual(at, line) ? replay(at, line, rules)
                                : kho__fail_overflow(at->asked, line->place, line->item);
}

static kho_status set_share(
    kho_table *table, size_t column, int64_t part, kho__wide whole)
{
    kho_rational share;
    kho_status status;

    if (whole == 0)
        return KHO_OK;
    if ((status = kho__rational_make(part, whole, &share)) == KHO_OK)
        kho__table_set_rational(table, column, share);
    return status;
}

static kho_status fill_row(const trying *at, int row, kho_table *table)
{
    const kho__tried *sum = &at->sums[row];
    const char *const name =
        row == TODAY ? kho__ruling_set(at->asked->ruling)->name : at->set->name;
    kho_status status;

    if ((status = kho__table_row(table)) < 0 ||
        (status = row == ACTUAL ? kho__table_set_known(table, KHO_TRY_RULES, "actual",
                                      "Thực tế", "As it was")
                                : kho__table_set_text(table, KHO_TRY_RULES, name)) < 0)
        return status;
    kho__table_set_int(table, KHO_TRY_LINES, at->lines);
    kho__table_set_int(table, KHO_TRY_LINE_MONTHS, sum->months);
    kho__table_set_int(table, KHO_TRY_STOCKOUT_MONTHS, sum->stockouts);
    kho__table_set_int(table, KHO_TRY_ORDERS, sum->orders);
    kho__table_set_int(table, KHO_TRY_EXPIRED, sum->expired);
    if ((status = set_share(table, KHO_TRY_STOCKOUT_SHARE, sum->stockouts, sum->months)) <
            0 ||
        (status = set_share(table, KHO_TRY_FILL_RATE, sum->served, sum->demand)) < 0 ||
        (status = set_share(
             table, KHO_TRY_MONTHS_OF_STOCK, sum->stock, 2 * (kho__wide)sum->demand)) < 0)
        return status;
    return set_share(table, KHO_TRY_EXPIRED_SHARE, sum->expired,
        (kho__wide)sum->expired + sum->served);
}

static kho_status put_count(kho_table *table, const char *key, int64_t count)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)count);
    return kho__table_meta_set(table, key, text);
}

static kho_status fill_meta(const trying *at, kho_table *table)
{
    char from[16], to[16];
    kho_status status;

    if ((status = kho__asked_meta(at->asked, table)) < 0 ||
        (status = kho__table_meta_set(table, "tried", at->set->name)) < 0 ||
        (status = kho__table_meta_set(
             table, "from", kho_date_format(at->asked->from, from))) < 0 ||
        (status = kho__table_meta_set(table, "to", kho_date_format(at->asked->to, to))) <
            0 ||
        (status = put_count(table, "lines_unknown", at->unknown)) < 0)
        return status;
    return put_count(table, "lines_seldom", at->seldom);
}

static bool is_whole_months(kho_date from, kho_date to)
{
    return from == kho_month_first(kho_month_of(from)) &&
           to == kho_month_last(kho_month_of(to));
}

/* What is tried must be over, in whole months. */
static kho_status check_period(const kho__asked *asked, const kho_query *query)
{
    char to[16], on[16];

    if (asked->sum)
        return kho__fail(KHO_EINVALID, "rules are tried line by line, not on a sum",
            "quy tắc được thử theo từng dòng, không theo số gộp");
    if (!is_whole_months(query->from, query->to))
        return kho__fail(KHO_EINVALID,
            "rules are tried on whole months, such as 2025-01-01 to 2025-12-31",
            "quy tắc được thử trên các tháng trọn vẹn, như 2025-01-01 đến 2025-12-31");
    if (query->to > asked->on)
        return kho__fail(KHO_EINVALID, "the months tried must be over: %s is after %s",
            "các tháng được thử phải qua rồi: ngày %s sau ngày %s",
            kho_date_format(query->to, to), kho_date_format(asked->on, on));
    if (kho_month_of(query->to) - kho_month_of(query->from) >= MONTHS_MOST)
        return kho__fail(KHO_EINVALID, "rules are tried on at most %d months",
            "quy tắc được thử trên tối đa %d tháng", MONTHS_MOST);
    return KHO_OK;
}

/* Nobody hears of levels and methods that nothing has. */
static kho_status pass_over(
    void *context, const kho__node *node, kho__when_key key, const char *word)
{
    (void)context, (void)node, (void)key, (void)word;
    return KHO_OK;
}

static kho_status read_rules(trying *at)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    kho_status status;
    char *bytes;
    size_t size;

    if ((status = kho__file_read(
             &at->arena, at->path, KHO__DOCUMENT_MAX, &bytes, &size)) < 0 ||
        (status = kho__ruleset_read(at->path, bytes, size, &at->set)) < 0 ||
        (status = kho__ruleset_known(at->set, catalogue, pass_over, NULL)) < 0)
        return status;
    return kho__ruling_new(at->set, catalogue, at->asked->to, &at->ruling);
}

static int reach_of(const kho__ruling *ruling)
{
    const int reach = kho__ruling_reach(ruling);

    return reach > KHO__WINDOW_MOST ? KHO__WINDOW_MOST : reach;
}

/* Read the months tried, what rules look at before them, and the neighbours of these. */
static kho_status plan(trying *at)
{
    const kho__asked *asked = at->asked;
    const kho_month from = kho_month_of(asked->from), to = kho_month_of(asked->to),
                    over = kho_month_of(asked->on + 1) - 1;
    const int today = reach_of(asked->ruling), tried = reach_of(at->ruling);
    kho__period *period = &at->period;

    *period = kho__period_of(asked->from, asked->to, asked->ruling);
    period->first = from - (today > tried ? today : tried) - NEIGHBOURHOOD;
    period->last = to + NEIGHBOURHOOD < over ? to + NEIGHBOURHOOD : over;
    period->to = kho_month_last(period->last);
    at->first = (size_t)(from - period->first);
    at->end = (size_t)(to - period->first) + 1;
    at->read = (size_t)(period->last - period->first) + 1;
    at->history = kho__arena_take(&at->arena, at->read * sizeof(*at->history));
    at->usable = kho__arena_take(&at->arena, at->read * sizeof(*at->usable));
    at->books = kho__arena_take(&at->arena, at->first * sizeof(*at->books));
    at->demand = kho__arena_take(&at->arena, (at->end - at->first) * sizeof(*at->demand));
    return at->history && at->usable && at->books && at->demand ? KHO_OK
                                                                : kho__fail_memory();
}

static kho_status fill(trying *at, const kho_query *query, kho_table **table)
{
    kho_status status;

    if ((status = check_period(at->asked, query)) < 0 || (status = read_rules(at)) < 0 ||
        (status = plan(at)) < 0 ||
        (status = kho__each_line(at->asked, &at->period, visit_line, at)) < 0 ||
        (status = kho__table_new(KHO__TABLE_TRY, ROWS, table)) < 0)
        return status;
    for (int row = ACTUAL; row < ROWS && status == KHO_OK; row++)
        status = fill_row(at, row, *table);
    return status < 0 ? status : fill_meta(at, *table);
}

kho_status kho_ledger_try_rules(
    kho_ledger *ledger, const char *path, const kho_query *query, kho_table **out)
{
    kho__asked asked;
    trying at = {.asked = &asked, .path = path};
    kho_table *table = NULL;
    kho_status status = kho__asked_begin(
        &asked, ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES);

    *out = NULL;
    if (status == KHO_OK)
        status = fill(&at, query, &table);
    kho__ruling_free(at.ruling);
    kho__ruleset_free(at.set);
    kho__arena_free(&at.room);
    kho__arena_free(&at.arena);
    kho__asked_end(&asked);
    if (status < 0)
        kho_table_free(table);
    else
        *out = table;
    return status;
}
