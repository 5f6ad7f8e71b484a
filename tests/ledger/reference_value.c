/* The stock report in money, from the lines of the report and the list of prices. */
#include "ledger/reference_ask.h"

static bool is_of(const reference *books, int lot, int item, int channel)
{
    return books->lots[lot].item == item &&
           (channel < 0 || books->lots[lot].channel == channel);
}

int64_t reference_lost_expired(const reference *books, const reference_query *query,
    const bool *member, int item, int channel)
{
    int64_t sum = 0;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (is_of(books, line->lot, item, channel) && member[line->source] &&
            line->verb == KHO_LOSE && line->seq <= query->known &&
            line->date >= query->from && line->date <= query->to &&
            reference_expired(&books->lots[line->lot], line->date))
            sum += line->quantity;
    }
    return sum;
}

int64_t reference_expired_stock(const reference *books, const reference_query *query,
    const bool *member, int item, int channel)
{
    int64_t sum = 0;

    for (int lot = 0; lot < (int)books->lot_count; lot++) {
        if (!is_of(books, lot, item, channel) ||
            !reference_expired(&books->lots[lot], query->to))
            continue;
        for (int place = 0; place < (int)books->place_count; place++) {
            const int64_t there = member[place] ? reference_balance(books, place, lot,
                                                      query->to, query->known)
                                                : 0;

            sum += there > 0 ? there : 0;
        }
    }
    return sum;
}

/* The one with the latest first day up to a day. */
static const reference_price *price_on(
    const reference *books, int item, int channel, kho_date day)
{
    const reference_price *found = NULL;

    for (size_t i = 0; i < books->price_count; i++) {
        const reference_price *price = &books->prices[i];

        if (price->item == item && price->channel == channel && price->from <= day &&
            (!found || price->from > found->from))
            found = price;
    }
    return found && !found->none ? found : NULL;
}

size_t reference_value(const reference *books, const reference_query *query,
    reference_value_row *rows, size_t room)
{
    static reference_report_row lines[1024];
    reference_scope scopes[REFERENCE_PLACES];
    const size_t count = reference_report(books, query, lines, 1024);
    const size_t scope_count =
        reference_scopes(books, query, true, scopes, REFERENCE_PLACES);
    reference_query period = *query;

    reference_must(count <= room);
    if (period.on < period.to)
        period.to = period.on;
    for (size_t i = 0; i < count; i++) {
        const reference_report_row *line = &lines[i];
        const bool *member = NULL;

        for (size_t k = 0; k < scope_count; k++) {
            if (scopes[k].place == line->place)
                member = scopes[k].member;
        }
        reference_must(member);
        rows[i] = (reference_value_row){.line = *line,
            .lost_expired =
                reference_lost_expired(books, &period, member, line->item, line->channel),
            .expired = reference_expired_stock(
                books, &period, member, line->item, line->channel),
            .price = price_on(books, line->item, line->channel, period.to)};
    }
    return count;
}
