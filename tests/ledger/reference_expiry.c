/* What will expire, from the lots in stock and what the reports say is at risk of them.
 */
#include "ledger/reference_ask.h"

enum { ROWS = 1024 };

/* What is on the road to a store, of a lot. */
static int64_t on_the_road(
    const reference *books, int store, int lot, const reference_query *query)
{
    int64_t sum = 0;

    for (int place = 0; place < (int)books->place_count; place++) {
        if (books->places[place].kind == KHO_TRANSIT &&
            books->places[place].parent == store)
            sum += reference_balance(books, place, lot, query->on, query->known);
    }
    return sum;
}

/* Whether all that there is of a lot in a tree is held back. */
static bool is_held_back(
    const reference *books, const reference_query *query, const reference_expiry_row *row)
{
    reference_scope whole[REFERENCE_PLACES];
    int64_t held = 0;

    reference_scopes(books, query, true, whole, REFERENCE_PLACES);
    for (int place = 0; place < (int)books->place_count; place++) {
        if (whole[0].member[place] && books->places[place].kind == KHO_HOLD)
            held += reference_balance(books, place, row->lot, query->on, query->known);
    }
    return held == row->quantity;
}

/*
 * Of a lot at risk, what is on the road to the store is used last. Readings: a shelf has
 * nothing at risk, and neither has a road whose store isn't asked about.
 */
static bool find_risk(const reference *books, const reference_query *query,
    const reference_report_row *lines, size_t line_count, reference_expiry_row *row)
{
    const reference_lot *lot = &books->lots[row->lot];
    const bool road = !query->sum && books->places[row->place].kind == KHO_TRANSIT;
    const int place = road ? books->places[row->place].parent : row->place;
    int64_t risk = 0, later;

    if (query->sum ? is_held_back(books, query, row)
                   : books->places[row->place].kind == KHO_HOLD)
        return false;
    for (size_t i = 0; i < line_count; i++) {
        const reference_report_row *line = &lines[i];

        if (line->place != place || line->item != lot->item ||
            line->channel != lot->channel || !line->judged || !line->amc_defined ||
            line->amc.numerator <= 0)
            continue;
        for (size_t k = 0; k < line->risk_count; k++) {
            if (line->risk_lots[k] == row->lot)
                risk = line->risks[k];
        }
        later = query->sum ? 0 : on_the_road(books, place, row->lot, query);
        later = later < risk ? later : risk;
        row->risk = road ? later : risk - later;
        return true;
    }
    return false;
}

size_t reference_expiry(const reference *books, const reference_query *query,
    reference_expiry_row *rows, size_t room)
{
    static reference_stock_row stock[ROWS];
    static reference_report_row lines[ROWS];
    reference_query day = *query;
    size_t count = 0, line_count, stock_count;

    if (query->to < query->on)
        day.on = query->to;
    day.from = day.to = day.on;
    stock_count = reference_stock(books, &day, stock, ROWS);
    line_count = reference_report(books, &day, lines, ROWS);
    for (size_t i = 0; i < stock_count; i++) {
        const kho_date expiry = books->lots[stock[i].lot].expiry;
        reference_expiry_row row = {
            .place = stock[i].place, .lot = stock[i].lot, .quantity = stock[i].quantity};

        if (stock[i].quantity <= 0 || expiry == KHO_NO_DATE)
            continue;
        row.days_left = expiry - day.on;
        row.risk_known = row.days_left < 0;
        row.risk = row.quantity;
        if (!row.risk_known)
            row.risk_known = find_risk(books, &day, lines, line_count, &row);
        reference_must(count < room);
        rows[count++] = row;
    }
    return count;
}
