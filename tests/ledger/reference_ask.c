/* Stock, card and report, read from the list of lines. */
#include "ledger/reference_ask.h"

#include <stdlib.h>
#include <string.h>

static bool is_under(const reference *books, int place, int root)
{
    while (place >= 0 && place != root)
        place = books->places[place].parent;
    return place >= 0;
}

/* Reading: the stock and the report of a store alone are of the store and its hold. */
static bool is_asked(const reference *books, const reference_query *query, int place)
{
    const reference_place *it = &books->places[place];

    if (!reference_physical(it->kind))
        return false;
    if (query->place < 0 || place == query->place)
        return true;
    if (query->tree || query->sum)
        return is_under(books, place, query->place);
    return it->kind == KHO_HOLD && it->parent == query->place;
}

size_t reference_scopes(const reference *books, const reference_query *query,
    bool with_hold, reference_scope *out, size_t room)
{
    size_t count = 0;

    if (query->sum)
        out[count++] = (reference_scope){.place = query->place, .sum = true};
    for (int place = 0; place < (int)books->place_count; place++) {
        const reference_place *it = &books->places[place];
        size_t at = count;

        if (!is_asked(books, query, place))
            continue;
        if (query->sum)
            at = 0;
        else if (with_hold && it->kind == KHO_HOLD && query->place != place)
            at = count - 1; /* its store stands just before it */
        reference_must(at < room);
        if (at == count)
            out[count++] = (reference_scope){.place = place};
        out[at].member[place] = true;
    }
    return count;
}

static bool is_usable_at(const reference *books, int place, int lot, kho_date date)
{
    kho_place_kind kind = books->places[place].kind;

    return (kind == KHO_STORE || kind == KHO_COLLABORATOR) &&
           !reference_expired(&books->lots[lot], date);
}

size_t reference_stock(const reference *books, const reference_query *query,
    reference_stock_row *rows, size_t room)
{
    reference_scope scopes[REFERENCE_PLACES];
    size_t scope_count = reference_scopes(books, query, false, scopes, REFERENCE_PLACES),
           count = 0;

    for (size_t i = 0; i < scope_count; i++) {
        for (int lot = 0; lot < (int)books->lot_count; lot++) {
            reference_stock_row row = {scopes[i].place, lot, 0, 0};

            if (query->item >= 0 && books->lots[lot].item != query->item)
                continue;
            for (int place = 0; place < (int)books->place_count; place++) {
                int64_t there;

                if (!scopes[i].member[place])
                    continue;
                there = reference_balance(books, place, lot, query->on, query->known);
                row.quantity += there;
                if (is_usable_at(books, place, lot, query->on))
                    row.usable += there;
            }
            reference_must(count < room);
            if (row.quantity != 0)
                rows[count++] = row;
        }
    }
    return count;
}

static int compare_card_rows(const void *left, const void *right)
{
    const reference_card_row *a = left, *b = right;

    return (a->date > b->date) - (a->date < b->date);
}

/* By day only: within a day the caller compares without order. */
size_t reference_card(const reference *books, const reference_query *query,
    reference_card_row *rows, size_t room)
{
    size_t count = 0;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];
        bool in = line->target == query->place;
        reference_card_row row = {.date = line->date,
            .verb = line->verb,
            .other = in ? line->source : line->target,
            .lot = line->lot,
            .added = in ? line->quantity : 0,
            .taken = in ? 0 : line->quantity};

        if ((!in && line->source != query->place) || line->seq > query->known ||
            books->lots[line->lot].item != query->item || line->date < query->from ||
            line->date > query->to)
            continue;
        for (size_t k = 0; k < books->entry_count; k++) {
            if (books->entries[k].seq == line->seq)
                row.uid = books->entries[k].uid;
        }
        reference_must(count < room);
        rows[count++] = row;
    }
    qsort(rows, count, sizeof(*rows), compare_card_rows);
    return count;
}

/* The column of what came to a place from outside of the line. Send-backs lower receipts.
 */
static void add_in(const reference *books, const reference_line *line, int64_t *cell)
{
    bool store = books->places[line->target].kind == KHO_STORE;

    switch (line->verb) {
    case KHO_BEGIN:
        cell[KHO_REPORT_OPENING] += line->quantity;
        break;
    case KHO_TRANSFER:
        cell[KHO_REPORT_TRANSFERRED_IN] += line->quantity;
        break;
    case KHO_GIVE_BACK:
        cell[store ? KHO_REPORT_RETURNED : KHO_REPORT_RECEIVED] += line->quantity;
        break;
    case KHO_ADJUST:
        cell[KHO_REPORT_ADJUSTED] += line->quantity;
        break;
    default: /* receive, arrive, issue to a collaborator, ship to a transit */
        cell[KHO_REPORT_RECEIVED] += line->quantity;
    }
}

static void add_out(const reference_line *line, int64_t *cell)
{
    switch (line->verb) {
    case KHO_SEND_BACK:
    case KHO_GIVE_BACK:
        cell[KHO_REPORT_RECEIVED] -= line->quantity;
        break;
    case KHO_SHIP:
    case KHO_TRANSFER:
        cell[KHO_REPORT_TRANSFERRED_OUT] += line->quantity;
        break;
    case KHO_ISSUE:
    case KHO_ARRIVE: /* what arrives is what the transit issued */
        cell[KHO_REPORT_ISSUED] += line->quantity;
        break;
    case KHO_DISPENSE:
        cell[KHO_REPORT_DISPENSED] += line->quantity;
        break;
    case KHO_LOSE:
        cell[KHO_REPORT_LOST] += line->quantity;
        break;
    case KHO_ADJUST:
        cell[KHO_REPORT_ADJUSTED] -= line->quantity;
        break;
    default:
        reference_must(!"such a verb doesn't leave a line");
    }
}

static void add_line(const reference *books, const reference_scope *scope,
    const reference_query *query, const reference_line *line, int64_t *cell)
{
    bool in = scope->member[line->target], out = scope->member[line->source];
    int64_t change = (in ? line->quantity : 0) - (out ? line->quantity : 0);

    if (in && books->places[line->target].kind == KHO_HOLD)
        cell[KHO_REPORT_HELD] += line->quantity;
    if (out && books->places[line->source].kind == KHO_HOLD)
        cell[KHO_REPORT_HELD] -= line->quantity;
    cell[KHO_REPORT_CLOSING] += change;
    if (line->date < query->from)
        cell[KHO_REPORT_OPENING] += change;
    else if (in && !out)
        add_in(books, line, cell);
    else if (out && !in)
        add_out(line, cell);
}

/* Held at some day's end by then, whatever came of it. */
static bool was_held(const reference *books, const reference_scope *scope, int item,
    int channel, kho_date until, int64_t known)
{
    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (books->lots[line->lot].item != item ||
            books->lots[line->lot].channel != channel || line->seq > known ||
            line->date > until)
            continue;
        for (int place = 0; place < (int)books->place_count; place++) {
            if (scope->member[place] &&
                reference_balance(books, place, line->lot, line->date, known) != 0)
                return true;
        }
    }
    return false;
}

/* Something was ever said of the line, and perhaps taken back: it may be listed. */
static bool is_touched(const reference *books, const reference_scope *scope, int item,
    int channel, int64_t known)
{
    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (books->lots[line->lot].item == item &&
            books->lots[line->lot].channel == channel && line->seq <= known &&
            (scope->member[line->target] || scope->member[line->source]))
            return true;
    }
    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];

        if (scope->member[seen->place] && seen->item == item &&
            seen->channel == channel && seen->seq <= known)
            return true;
    }
    return false;
}

/* Readings: the catalogue's offers are of the first channel; a tree offers what a place
 * of it does. */
static bool is_offered(
    const reference *books, const reference_scope *scope, int item, int channel)
{
    bool offers = false;

    for (size_t place = 0; channel == 0 && place < books->place_count; place++)
        offers |= scope->member[place] && books->places[place].offers[item];
    return offers;
}

/* Reading: where another channel has a line of the item, that one may do. */
static bool must_offer(const reference *books, const reference_scope *scope, int item,
    int channel, int64_t known)
{
    if (!is_offered(books, scope, item, channel))
        return false;
    for (int other = 1; other < (int)books->channel_count; other++) {
        if (is_touched(books, scope, item, other, known))
            return false;
    }
    return true;
}

/* Reading: by the end of the period, that is in an entry of that day or before. */
static bool is_seen(const reference *books, const reference_scope *scope, int item,
    int channel, kho_date until, int64_t known)
{
    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];

        if (scope->member[seen->place] && seen->item == item &&
            seen->channel == channel && seen->seq <= known && seen->date <= until &&
            !reference_withdrawn(books, seen->seq, known))
            return true;
    }
    return false;
}

static bool report_line(const reference *books, const reference_scope *scope,
    const reference_query *query, reference_report_row *row)
{
    const kho_date until = query->on < query->to ? query->on : query->to;
    bool any = false;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (books->lots[line->lot].item == row->item &&
            books->lots[line->lot].channel == row->channel && line->seq <= query->known &&
            line->date <= until)
            add_line(books, scope, query, line, row->cell);
    }
    for (int column = KHO_REPORT_OPENING; column <= KHO_REPORT_HELD; column++)
        any |= row->cell[column] != 0;
    row->held = any ||
                was_held(books, scope, row->item, row->channel, until, query->known) ||
                must_offer(books, scope, row->item, row->channel, query->known) ||
                is_seen(books, scope, row->item, row->channel, until, query->known);
    if (!row->held && !is_offered(books, scope, row->item, row->channel) &&
        !is_touched(books, scope, row->item, row->channel, query->known))
        return false;
    row->judged = scope->sum || books->places[scope->place].kind != KHO_TRANSIT;
    if (row->judged)
        reference_judge(books, scope, row->item, row->channel, query, row);
    return true;
}

size_t reference_report(const reference *books, const reference_query *query,
    reference_report_row *rows, size_t room)
{
    reference_scope scopes[REFERENCE_PLACES];
    size_t scope_count = reference_scopes(books, query, true, scopes, REFERENCE_PLACES),
           count = 0;

    for (size_t i = 0; i < scope_count; i++) {
        for (int item = 0; item < (int)books->item_count; item++) {
            if (query->item >= 0 && query->item != item)
                continue;
            for (int channel = 0; channel < (int)books->channel_count; channel++) {
                reference_must(count < room);
                rows[count] = (reference_report_row){
                    .place = scopes[i].place, .item = item, .channel = channel};
                count += report_line(books, &scopes[i], query, &rows[count]);
            }
        }
    }
    return count;
}
