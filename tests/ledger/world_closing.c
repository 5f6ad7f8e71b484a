/* Closing months in both, and what closed months say. */
#include "ledger/world_inside.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = KHO_REPORT_HELD - KHO_REPORT_OPENING + 1 };

static const char *word(kho_status status)
{
    return status == KHO_OK ? "ok" : kho_status_word(status);
}

/* With KHO_TRACE set, what is closed and opened is printed in the words of the scenarios.
 */
static void trace(
    const char *verb, const char *code, bool tree, kho_month month, kho_status status)
{
    char text[8];

    if (getenv("KHO_TRACE"))
        printf("%s %s %s %s%s\n", status == KHO_OK ? "" : word(status), verb, code,
            kho_month_format(month, text), tree ? " tree" : "");
}

int world_close_month(world *world, int place, bool tree, kho_month month)
{
    const char *code = world->books->places[place].code;
    int64_t closed, expected;
    const kho_status status =
        kho_ledger_close_month(world->ledger, code, tree, month, NULL, &closed);
    const kho_status wanted =
        reference_close(world->books, place, tree, month, &expected);

    trace("close", code, tree, month, status);
    if (world_is_fault(world, status))
        return (int)status;
    if (status == wanted && closed == expected)
        return (int)status;
    world_differ(world, "closing month %d of %s%s: %s (%s), %lld; expected %s, %lld",
        month, code, tree ? " and all under it" : "", word(status),
        status < 0 ? kho_error_last()->message : "", (long long)closed, word(wanted),
        (long long)expected);
    return 1;
}

int world_reopen_month(world *world, int place, kho_month month)
{
    const char *code = world->books->places[place].code;
    kho_answer answer;
    const kho_status status =
        kho_ledger_reopen_month(world->ledger, code, month, "sai", &answer);
    kho_status wanted = KHO_OK;

    trace("reopen", code, false, month, status);
    /* The same again is existing: what was withdrawn stays so. */
    if (status < 0 || !answer.existing)
        wanted = reference_reopen(world->books, place, month);
    if (world_is_fault(world, status))
        return (int)status;
    if (status == wanted &&
        (status < 0 || answer.existing || answer.seq == world->books->seq))
        return (int)status;
    world_differ(world, "opening month %d of %s again: %s (%s), expected %s", month, code,
        word(status), status < 0 ? kho_error_last()->message : "", word(wanted));
    return 1;
}

/* Whether closings answer: a whole month that is over on the day asked about, line by
 * line, as it is known now. */
static bool is_closable(const reference_query *query)
{
    const kho_month month = kho_month_of(query->from);

    return query->known == INT64_MAX && !query->sum &&
           query->from == kho_month_first(month) &&
           (query->on < query->to ? query->on : query->to) == kho_month_last(month);
}

/* One place in a period up to a month's end, as it was known. */
static size_t ask_one(const world *world, const reference_query *query, int place,
    kho_date from, kho_date to, int64_t known, reference_report_row *rows, size_t room)
{
    reference_query one = *query;

    one.place = place;
    one.tree = one.sum = false;
    one.from = from;
    one.to = one.on = to;
    one.known = known;
    return reference_report(world->books, &one, rows, room);
}

size_t world_closed_rows(const world *world, const reference_query *query,
    const reference_query *period, reference_report_row *rows, size_t count)
{
    static reference_scope scopes[REFERENCE_PLACES];
    const kho_month month = kho_month_of(query->from);
    const size_t places =
        reference_scopes(world->books, query, true, scopes, REFERENCE_PLACES);

    for (size_t i = 0; is_closable(query) && i < places; i++) {
        const int place = scopes[i].place;
        const reference_closing *closing =
            reference_closing_of(world->books, place, month);
        size_t kept = 0;

        if (!closing)
            continue;
        for (size_t k = 0; k < count; k++) {
            if (rows[k].place != place)
                rows[kept++] = rows[k];
        }
        count = kept + ask_one(world, query, place, period->from, kho_month_last(month),
                           closing->known, rows + kept, WORLD_ROWS - kept);
    }
    return count;
}

/* The row about the same line; NULL: there is none. */
static const reference_report_row *find_row(
    const reference_report_row *rows, size_t count, const reference_report_row *like)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place == like->place && rows[i].item == like->item &&
            rows[i].channel == like->channel)
            return &rows[i];
    }
    return NULL;
}

/* A closed month as it was closed and as it is known now: lines of both. */
typedef struct pair {
    reference_report_row row;
    int64_t closed[COLUMNS], now[COLUMNS];
} pair;

static size_t find_pairs(const world *world, const reference_query *query, int place,
    const reference_closing *closing, pair *pairs)
{
    static reference_report_row closed[WORLD_ROWS], now[WORLD_ROWS];
    const kho_date from = kho_month_first(closing->month),
                   to = kho_month_last(closing->month);
    const size_t closed_count = ask_one(
                     world, query, place, from, to, closing->known, closed, WORLD_ROWS),
                 now_count =
                     ask_one(world, query, place, from, to, INT64_MAX, now, WORLD_ROWS);
    size_t count = 0;

    for (size_t i = 0; i < now_count + closed_count; i++) {
        const reference_report_row *row =
            i < now_count ? &now[i] : &closed[i - now_count];
        const reference_report_row *was = find_row(closed, closed_count, row),
                                   *is = find_row(now, now_count, row);

        if (i >= now_count && is)
            continue;
        pairs[count].row = *row;
        for (int c = 0; c < COLUMNS; c++) {
            pairs[count].closed[c] = was ? was->cell[KHO_REPORT_OPENING + c] : 0;
            pairs[count].now[c] = is ? is->cell[KHO_REPORT_OPENING + c] : 0;
        }
        count++;
    }
    return count;
}

size_t world_gap(const world *world, const reference_query *query)
{
    static reference_scope scopes[REFERENCE_PLACES];
    static pair pairs[WORLD_ROWS];
    const kho_month month = kho_month_of(query->from);
    const size_t places =
        reference_scopes(world->books, query, true, scopes, REFERENCE_PLACES);
    size_t gap = 0;

    if (query->known != INT64_MAX || query->sum || query->from != kho_month_first(month))
        return 0;
    for (size_t i = 0; i < places; i++) {
        const reference_closing *closing =
            reference_closing_of(world->books, scopes[i].place, month - 1);
        size_t count;

        if (!closing || (is_closable(query) &&
                            reference_closing_of(world->books, scopes[i].place, month)))
            continue;
        count = find_pairs(world, query, scopes[i].place, closing, pairs);
        for (size_t k = 0; k < count; k++)
            gap += pairs[k].closed[KHO_REPORT_CLOSING - KHO_REPORT_OPENING] !=
                   pairs[k].now[KHO_REPORT_CLOSING - KHO_REPORT_OPENING];
    }
    return gap;
}

static int64_t seq_of(const world *world, const char *uid)
{
    for (size_t i = 0; i < world->books->entry_count; i++) {
        if (strcmp(world->books->entries[i].uid, uid) == 0)
            return world->books->entries[i].seq;
    }
    return 0;
}

/* The entries behind a figure that differs: after the closing, in order, and their sum is
 * the difference. *row is behind them afterwards. */
static bool check_entries(
    world *world, const kho_table *table, size_t *row, const reference_closing *closing)
{
    const int64_t difference = kho_table_int(table, *row, KHO_RESTATED_DIFFERENCE);
    int64_t sum = 0, before = closing->known;

    for (++*row;
         *row < kho_table_rows(table) && kho_table_has(table, *row, KHO_RESTATED_UID);
         ++*row) {
        const char *uid = kho_table_text(table, *row, KHO_RESTATED_UID);
        const int64_t seq = seq_of(world, uid);

        if (seq <= before)
            return world_differ(
                world, "restated: %s is not an entry behind the last one", uid);
        before = seq;
        sum += kho_table_int(table, *row, KHO_RESTATED_DIFFERENCE);
    }
    return sum == difference ||
           world_differ(world, "restated: row %zu: the entries explain %lld of %lld",
               *row, (long long)sum, (long long)difference);
}

/* Every column that differs has a head row with its entries, in order; nothing else. */
static bool check_pairs(world *world, const kho_table *table, const pair *pairs,
    size_t count, const reference_closing *closing, size_t *heads)
{
    for (size_t row = 0; row < kho_table_rows(table);) {
        const reference *books = world->books;
        const char *key = kho_table_text(table, row, KHO_RESTATED_COLUMN);
        const pair *found = NULL;
        int column = 0;

        for (size_t i = 0; i < count && !found; i++) {
            const reference_report_row *at = &pairs[i].row;

            if (strcmp(kho_table_text(table, row, KHO_RESTATED_PLACE),
                    world_place(books, at->place)) == 0 &&
                strcmp(kho_table_text(table, row, KHO_RESTATED_ITEM),
                    books->items[at->item].code) == 0 &&
                strcmp(kho_table_text(table, row, KHO_RESTATED_CHANNEL),
                    books->channels[at->channel]) == 0)
                found = &pairs[i];
        }
        if (!found) { /* of another place */
            for (row++; row < kho_table_rows(table) &&
                        kho_table_has(table, row, KHO_RESTATED_UID);)
                row++;
            continue;
        }
        while (column < COLUMNS &&
               strcmp(key, (const char *const[]){"opening", "received", "returned",
                               "issued", "dispensed", "transferred_in", "transferred_out",
                               "lost", "adjusted", "closing", "held"}[column]) != 0)
            column++;
        if (column == COLUMNS || found->closed[column] == found->now[column] ||
            kho_table_int(table, row, KHO_RESTATED_CLOSED) != found->closed[column] ||
            kho_table_int(table, row, KHO_RESTATED_NOW) != found->now[column] ||
            kho_table_int(table, row, KHO_RESTATED_DIFFERENCE) !=
                found->now[column] - found->closed[column])
            return world_differ(world,
                "restated: row %zu: %s of %s %s isn't %lld, then %lld", row, key,
                kho_table_text(table, row, KHO_RESTATED_PLACE),
                kho_table_text(table, row, KHO_RESTATED_ITEM),
                column < COLUMNS ? (long long)found->closed[column] : -1,
                column < COLUMNS ? (long long)found->now[column] : -1);
        ++*heads;
        if (!check_entries(world, table, &row, closing))
            return false;
    }
    return true;
}

static bool check_restated(
    world *world, const kho_table *table, const reference_query *query)
{
    static reference_scope scopes[REFERENCE_PLACES];
    static pair pairs[WORLD_ROWS];
    const size_t places =
        reference_scopes(world->books, query, true, scopes, REFERENCE_PLACES);
    size_t expected = 0, heads = 0, rows = 0;

    for (size_t i = 0; i < places; i++) {
        const reference_closing *closing = reference_closing_of(
            world->books, scopes[i].place, kho_month_of(query->from));
        size_t count;

        if (!closing)
            continue;
        count = find_pairs(world, query, scopes[i].place, closing, pairs);
        for (size_t k = 0; k < count * COLUMNS; k++)
            expected += pairs[k / COLUMNS].closed[k % COLUMNS] !=
                        pairs[k / COLUMNS].now[k % COLUMNS];
        if (!check_pairs(world, table, pairs, count, closing, &heads))
            return false;
    }
    for (size_t row = 0; row < kho_table_rows(table); row++)
        rows += !kho_table_has(table, row, KHO_RESTATED_UID);
    return (heads == expected && rows == expected) ||
           world_differ(world, "restated: %zu figures differ, %zu told, %zu right",
               expected, rows, heads);
}

bool world_restated(world *world, int place, bool tree, int item, kho_month month)
{
    const reference_query query = {place, item, tree, false, world->books->today,
        kho_month_first(month), kho_month_last(month), INT64_MAX};
    kho_query asked = world_query(world, &query);
    static reference_scope scopes[REFERENCE_PLACES];
    const size_t places =
        reference_scopes(world->books, &query, true, scopes, REFERENCE_PLACES);
    kho_table *table;
    bool any = false, same;

    for (size_t i = 0; i < places; i++)
        any |= reference_closing_of(world->books, scopes[i].place, month) != NULL;
    if (kho_ledger_restated(world->ledger, &asked, &table) < 0)
        return kho_error_last()->status == (query.to > query.on ? KHO_EINVALID
                                               : any            ? KHO_OK
                                                                : KHO_ENOTFOUND) ||
               world_differ(world, "restated: %s", kho_error_last()->message);
    same = (any || world_differ(world, "restated: nothing was closed")) &&
           check_restated(world, table, &query);
    world_show(same, table);
    kho_table_free(table);
    return same;
}
