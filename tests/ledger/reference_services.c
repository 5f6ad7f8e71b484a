/* The report of services, added up from the list of what was served. */
#include "ledger/reference_ask.h"

#include <stdio.h>
#include <string.h>

/* Couple-years of a client, in 120ths: of the edition of 2021-22. */
enum { STERILISED = 1200 };

typedef struct adding {
    const reference *books;
    reference_service_row *rows;
    size_t first, count, room; /* `first` of the place */
} adding;

static reference_service_row *row_of(
    adding *at, int place, kho_method method, int kind, const char *group)
{
    reference_service_row *row;

    for (size_t i = at->first; i < at->count; i++) {
        row = &at->rows[i];
        if (row->method == method && row->kind == kind && strcmp(row->group, group) == 0)
            return row;
    }
    reference_must(at->count < at->room);
    row = &at->rows[at->count++];
    *row = (reference_service_row){.place = place, .method = method, .kind = kind};
    snprintf(row->group, sizeof(row->group), "%s", group);
    return row;
}

static const char *group_of(const reference_served *served, kho_service_group by)
{
    static const char *const modes[] = {"fixed", "campaign", "mobile", "home"};
    static const char *const meanings[] = {"", "ever", "here", "method"};

    return by == KHO_BY_MODE     ? modes[served->mode]
           : by == KHO_BY_AGE    ? served->age
           : by == KHO_BY_NEW_TO ? meanings[served->new_to]
                                 : "";
}

/* What was given out without a service is in a row without a kind. */
static void add_without(adding *at, int place, int item, int64_t value)
{
    const kho_method method = reference_method_of(&at->books->items[item]);

    row_of(at, place, method, -1, "")->items[item] += value;
}

static void add_place(adding *at, const reference_query *query,
    const reference_scope *scope, kho_service_group by)
{
    const reference *books = at->books;
    const kho_date to = query->to < query->on ? query->to : query->on;

    for (size_t i = 0; i < books->served_count; i++) {
        const reference_served *it = &books->served[i];
        const bool meant =
            query->item < 0 ||
            (it->item >= 0
                    ? it->item == query->item
                    : it->method == reference_method_of(&books->items[query->item]));
        reference_service_row *row;

        if (!meant || !scope->member[it->place] || it->seq > query->known ||
            it->date < query->from || it->date > to)
            continue;
        row = row_of(at, scope->place, it->method, (int)it->kind, group_of(it, by));
        if (it->item < 0)
            row->clients += it->value;
        else
            row->items[it->item] += it->value;
        if (it->item >= 0)
            add_without(at, scope->place, it->item, -it->value);
    }
    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];
        const int item = books->lots[line->lot].item;

        if (line->verb == KHO_DISPENSE && scope->member[line->source] &&
            line->seq <= query->known && line->date >= query->from && line->date <= to &&
            (query->item < 0 || query->item == item))
            add_without(at, scope->place, item, line->quantity);
    }
}

static bool finish(const reference *books, reference_service_row *row)
{
    const bool sterilises =
        row->method == KHO_MALE_STERILISATION || row->method == KHO_FEMALE_STERILISATION;
    bool any = row->clients != 0;

    row->cyp_known = true;
    if (sterilises && reference_gives(row->kind))
        row->cyp += row->clients * STERILISED;
    for (int item = 0; item < (int)books->item_count; item++) {
        any |= row->items[item] != 0;
        row->quantity += row->items[item];
        row->cyp += row->items[item] * books->items[item].cyp;
        row->cyp_known &= !row->items[item] || books->items[item].cyp;
    }
    return any;
}

size_t reference_services(const reference *books, const reference_query *query,
    kho_service_group by, bool together, reference_service_row *rows, size_t room)
{
    reference_scope scopes[REFERENCE_PLACES];
    const size_t count = reference_scopes(books, query, false, scopes, REFERENCE_PLACES);
    adding at = {.books = books, .rows = rows, .room = room};
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        at.first = together ? 0 : at.count;
        add_place(&at, query, &scopes[i], by);
    }
    for (size_t i = 0; i < at.count; i++) {
        if (finish(books, &rows[i]))
            rows[kept++] = rows[i];
    }
    return kept;
}
