/* Indicators, counted from the list of lines and from reports of one day. */
#include "ledger/reference_ask.h"

#include <string.h>

enum { ROWS = 1024 };

typedef struct counting {
    const reference *books;
    reference_query query; /* its `to` and `on` are the last day that counts */
    reference_indicator_row *rows;
    size_t count, room;
} counting;

static void add(counting *at, const char *indicator, const char *method, int item,
    int64_t numerator, int64_t denominator)
{
    reference_must(at->count < at->room);
    at->rows[at->count++] =
        (reference_indicator_row){indicator, method, item, numerator, denominator};
}

/* A store under which no other stands. */
static bool is_point(const reference *books, int place)
{
    bool supplies = false;

    for (size_t i = 0; i < books->place_count; i++)
        supplies |=
            books->places[i].kind == KHO_STORE && books->places[i].parent == place;
    return books->places[place].kind == KHO_STORE && !supplies;
}

static void look_at(const counting *at, const reference_scope *scope, const char *method,
    bool *offers, bool *usable)
{
    const reference *books = at->books;
    const kho_date day = at->query.to;

    *offers = *usable = false;
    for (int item = 0; item < (int)books->item_count; item++) {
        if (strcmp(books->items[item].method, method) != 0)
            continue;
        *offers |= books->places[scope->place].offers[item];
        for (int channel = 0; channel < (int)books->channel_count; channel++) {
            *offers |= reference_first_receipt(books, scope, item, channel, day,
                           at->query.known) != KHO_NO_DATE;
            *usable |=
                reference_usable(books, scope, item, channel, day, at->query.known) > 0;
        }
    }
}

/* Each method once, by its first item. */
static bool is_first_of_method(const reference *books, int item)
{
    for (int i = 0; i < item; i++) {
        if (strcmp(books->items[i].method, books->items[item].method) == 0)
            return false;
    }
    return *books->items[item].method != '\0';
}

static void count_methods(counting *at, const reference_scope *scopes, size_t scope_count)
{
    const reference *books = at->books;
    int64_t offering = 0, out = 0, three = 0, five = 0;
    int64_t method_offering[REFERENCE_ITEMS] = {0}, method_out[REFERENCE_ITEMS] = {0};

    for (size_t i = 0; i < scope_count; i++) {
        int any = 0, outs = 0, usables = 0;

        for (int item = 0; item < (int)books->item_count; item++) {
            bool offers, usable;

            if (!is_point(books, scopes[i].place) || !is_first_of_method(books, item))
                continue;
            look_at(at, &scopes[i], books->items[item].method, &offers, &usable);
            any += offers;
            outs += offers && !usable;
            usables += usable;
            method_offering[item] += offers;
            method_out[item] += offers && !usable;
        }
        offering += any > 0;
        out += outs > 0;
        three += usables >= 3;
        five += usables >= 5;
    }
    for (int item = 0; item < (int)books->item_count; item++) {
        if (is_first_of_method(books, item))
            add(at, "stocked_out", books->items[item].method, -1, method_out[item],
                method_offering[item]);
    }
    add(at, "stocked_out_any", "", -1, out, offering);
    add(at, "range_of_methods_3", "", -1, three, offering);
    add(at, "range_of_methods_5", "", -1, five, offering);
}

static void count_lines(counting *at)
{
    static reference_report_row lines[ROWS];
    const reference *books = at->books;
    reference_query day = at->query;
    int64_t all = 0, planned_of_all = 0;
    size_t count;

    day.from = day.to;
    day.sum = false;
    day.tree |= at->query.sum;
    count = reference_report(books, &day, lines, ROWS);
    for (int item = 0; item < (int)books->item_count; item++) {
        int64_t judged = 0, planned = 0;

        for (size_t i = 0; i < count; i++) {
            if (lines[i].item != item || !is_point(books, lines[i].place) ||
                !lines[i].judged || !lines[i].months_defined)
                continue;
            judged++;
            planned += lines[i].standing == KHO_ADEQUATE;
        }
        all += judged;
        planned_of_all += planned;
        if (at->query.item < 0 || at->query.item == item)
            add(at, "according_to_plan", "", item, planned, judged);
    }
    if (at->query.item < 0)
        add(at, "according_to_plan", "", -1, planned_of_all, all);
}

/* Readings: all places asked about are one; a place alone is itself, with its shelf. */
static void count_quantities(counting *at)
{
    static reference_report_row lines[ROWS];
    const reference *books = at->books;
    reference_query one = at->query;
    reference_scope scopes[REFERENCE_PLACES];
    bool member[REFERENCE_PLACES] = {false};
    size_t count, scope_count;

    one.sum = one.place < 0 || one.tree || one.sum;
    count = reference_report(books, &one, lines, ROWS);
    scope_count = reference_scopes(books, &one, true, scopes, REFERENCE_PLACES);
    for (size_t i = 0; i < scope_count; i++) {
        for (size_t place = 0; place < books->place_count; place++)
            member[place] |= scopes[i].member[place];
    }
    for (int item = 0; item < (int)books->item_count; item++) {
        int64_t available = 0, lost = 0;

        if (one.item >= 0 && one.item != item)
            continue;
        for (size_t i = 0; i < count; i++) {
            const int64_t *cell = lines[i].cell;

            if (lines[i].item != item)
                continue;
            available += cell[KHO_REPORT_OPENING] + cell[KHO_REPORT_RECEIVED] +
                         cell[KHO_REPORT_RETURNED] + cell[KHO_REPORT_TRANSFERRED_IN];
            lost += cell[KHO_REPORT_LOST];
        }
        add(at, "wastage", "", item, lost, available);
        add(at, "expired_share", "", item,
            reference_lost_expired(books, &at->query, member, item, -1) +
                reference_expired_stock(books, &at->query, member, item, -1),
            available);
    }
}

size_t reference_indicators(const reference *books, const reference_query *query,
    reference_indicator_row *rows, size_t room)
{
    counting at = {.books = books, .query = *query, .rows = rows, .room = room};
    reference_scope scopes[REFERENCE_PLACES];
    reference_query each = *query;
    size_t scope_count;

    if (query->on < query->to)
        at.query.to = query->on;
    at.query.on = at.query.to;
    each.tree |= each.sum;
    each.sum = false;
    scope_count = reference_scopes(books, &each, true, scopes, REFERENCE_PLACES);
    if (query->item < 0)
        count_methods(&at, scopes, scope_count);
    count_lines(&at);
    count_quantities(&at);
    return at.count;
}
