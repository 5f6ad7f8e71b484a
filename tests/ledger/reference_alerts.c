/* What needs attention, by the built-in rule. */
#include "ledger/reference_ask.h"

enum { NEAR = 6 };

typedef struct asked {
    const reference *books;
    const reference_query *query;
    reference_alert_row *rows;
    size_t count, room;
} asked;

static void add(asked *ask, reference_alert_row row)
{
    reference_must(ask->count < ask->room);
    ask->rows[ask->count++] = row;
}

/* The first day-end of the present run of day-ends with nothing usable. */
static kho_date out_since(
    const asked *ask, const reference_scope *scope, int item, int channel)
{
    const kho_date on = ask->query->on;
    kho_date first =
        reference_first_receipt(ask->books, scope, item, channel, on, ask->query->known);
    kho_date since = KHO_NO_DATE;

    if (first == KHO_NO_DATE)
        return KHO_NO_DATE;
    for (kho_date day = on; day >= first; day--) {
        if (reference_usable(ask->books, scope, item, channel, day, ask->query->known) >
            0)
            break;
        since = day;
    }
    return since;
}

/* Whether a line stood so at a day's end; of a lot (not -1), whether it was at risk. */
static bool stood(const asked *ask, const reference_scope *scope,
    const reference_report_row *line, int lot, kho_date day)
{
    reference_query query = *ask->query;
    reference_report_row row = {0};

    query.on = query.from = query.to = day;
    reference_judge(ask->books, scope, line->item, line->channel, &query, &row);
    for (size_t i = 0; i < row.risk_count; i++) {
        if (row.risk_lots[i] == lot)
            return true;
    }
    return lot < 0 && row.standing == line->standing;
}

/*
 * The first of the day-ends up to `on` at which it stood so, one after the other.
 * Reading: where these go back to the first of the month, month-ends before it are asked.
 */
static kho_date stood_since(const asked *ask, const reference_scope *scope,
    const reference_report_row *line, int lot)
{
    const kho_date first = kho_month_first(kho_month_of(ask->query->on));
    kho_date since = ask->query->on, end = first - 1;

    while (since > first && stood(ask, scope, line, lot, since - 1))
        since--;
    if (since > first)
        return since;
    while (stood(ask, scope, line, lot, end)) {
        since = end;
        end = kho_month_first(kho_month_of(end)) - 1;
    }
    return since;
}

static void add_standing(
    asked *ask, const reference_scope *scope, const reference_report_row *line)
{
    static const struct {
        kho_standing standing;
        int severity;
        const char *alert;
    } alerts[] = {
        {KHO_STOCKED_OUT, 1, "stocked_out"},
        {KHO_EMERGENCY,   2, "emergency"  },
        {KHO_LOW,         3, "low"        },
        {KHO_OVER,        4, "over"       },
    };

    for (size_t i = 0; i < sizeof(alerts) / sizeof(*alerts); i++) {
        reference_alert_row row = {.alert = alerts[i].alert,
            .severity = alerts[i].severity,
            .place = scope->place,
            .item = line->item,
            .channel = line->channel,
            .lot = -1,
            .quantity = line->usable,
            .since = KHO_NO_DATE,
            .optional = !line->held, /* all that came went on the same day */
            .months_defined = line->months_defined,
            .by_hand = line->by_hand,
            .months = line->months,
            .to_order = line->cell[KHO_REPORT_TO_ORDER]};

        if (alerts[i].standing != line->standing)
            continue;
        if (line->standing == KHO_STOCKED_OUT)
            row.since = out_since(ask, scope, line->item, line->channel);
        else
            row.since = stood_since(ask, scope, line, -1);
        add(ask, row);
    }
    for (size_t i = 0; i < line->risk_count; i++)
        add(ask, (reference_alert_row){.alert = "at_risk",
                     .severity = 3,
                     .place = scope->place,
                     .item = line->item,
                     .channel = line->channel,
                     .lot = line->risk_lots[i],
                     .quantity = line->risks[i],
                     .since = stood_since(ask, scope, line, line->risk_lots[i])});
}

static kho_date months_later(kho_date date, int months)
{
    kho_month month = kho_month_of(date) + months;
    kho_date day = kho_month_first(month) + (date - kho_month_first(kho_month_of(date)));

    return day < kho_month_last(month) ? day : kho_month_last(month);
}

/* The first day-end of the present run of day-ends at which some of the lot was there,
 * and had expired, or was as near its expiry as the last one. */
static kho_date there_since(
    const asked *ask, const reference_scope *scope, int lot, bool expired)
{
    const kho_date expiry = ask->books->lots[lot].expiry;
    kho_date since = ask->query->on + 1;
    int64_t there;
    bool is;

    do {
        since--;
        there = 0;
        for (int place = 0; place < (int)ask->books->place_count; place++) {
            if (scope->member[place])
                there += reference_balance(
                    ask->books, place, lot, since - 1, ask->query->known);
        }
        is = expired ? expiry < since - 1 : expiry <= months_later(since - 1, NEAR);
    } while (is && there > 0);
    return since;
}

/*
 * Lots that have expired, or will within six months. Readings: in a store, its hold or
 * with a collaborator; six months are half a year of the calendar.
 */
static void add_expiry(asked *ask, const reference_scope *scope, int lot)
{
    const reference *books = ask->books;
    const kho_date on = ask->query->on, expiry = books->lots[lot].expiry;
    reference_alert_row row = {.alert = "expired",
        .severity = 2,
        .place = scope->place,
        .item = books->lots[lot].item,
        .channel = books->lots[lot].channel,
        .lot = lot,
        .since = KHO_NO_DATE};

    for (int place = 0; place < (int)books->place_count; place++) {
        int64_t there;

        if (!scope->member[place])
            continue;
        there = reference_balance(books, place, lot, on, ask->query->known);
        row.quantity += there;
    }
    if (row.quantity <= 0 || expiry == KHO_NO_DATE || expiry > months_later(on, NEAR))
        return;
    if (expiry >= on) {
        row.alert = "near_expiry";
        row.severity = 3;
    }
    row.since = there_since(ask, scope, lot, expiry < on);
    add(ask, row);
}

/*
 * Counts that something posted later, dated on their day or before, has overtaken.
 * Reading: the lot's latest count at the place is the one that matters.
 */
static void add_discrepancies(asked *ask, const reference_scope *scope)
{
    const reference *books = ask->books;
    const reference_query *query = ask->query;

    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];
        bool latest = true;
        int64_t change = 0;

        if (seen->lot < 0 || !scope->member[seen->place] || seen->seq > query->known ||
            (query->item >= 0 && query->item != seen->item) || seen->date > query->on ||
            reference_withdrawn(books, seen->seq, query->known))
            continue;
        for (size_t k = 0; k < books->seen_count; k++) {
            const reference_seen *other = &books->seen[k];

            if (other->lot == seen->lot && other->place == seen->place &&
                other->seq <= query->known && other->date <= query->on &&
                (other->date > seen->date ||
                    (other->date == seen->date && other->seq > seen->seq)) &&
                !reference_withdrawn(books, other->seq, query->known))
                latest = false;
        }
        for (size_t k = 0; k < books->line_count; k++) {
            const reference_line *line = &books->lines[k];

            if (line->lot == seen->lot && line->seq > seen->seq &&
                line->seq <= query->known && line->date <= seen->date &&
                (line->source == seen->place || line->target == seen->place))
                change += line->target == seen->place ? line->quantity : -line->quantity;
        }
        if (latest && change != 0)
            add(ask, (reference_alert_row){.alert = "discrepancy",
                         .severity = 3,
                         .place = scope->place,
                         .item = seen->item,
                         .channel = seen->channel,
                         .lot = seen->lot,
                         .quantity = change,
                         .since = seen->date});
    }
}

size_t reference_alerts(const reference *books, const reference_query *query,
    reference_alert_row *rows, size_t room)
{
    asked ask = {.books = books, .query = query, .rows = rows, .room = room};
    reference_scope scopes[REFERENCE_PLACES];
    reference_report_row lines[REFERENCE_PLACES * REFERENCE_ITEMS];
    size_t scope_count = reference_scopes(books, query, true, scopes, REFERENCE_PLACES);
    size_t line_count =
        reference_report(books, query, lines, sizeof(lines) / sizeof(*lines));

    for (size_t i = 0; i < scope_count; i++) {
        for (size_t k = 0; k < line_count; k++) {
            if (lines[k].place == scopes[i].place && lines[k].judged)
                add_standing(&ask, &scopes[i], &lines[k]);
        }
    }
    /* Reading: what is about a lot names the place where it lies, hold and transit too.
     */
    scope_count = reference_scopes(books, query, false, scopes, REFERENCE_PLACES);
    for (size_t i = 0; i < scope_count; i++) {
        for (int lot = 0; lot < (int)books->lot_count; lot++) {
            if (query->item < 0 || books->lots[lot].item == query->item)
                add_expiry(&ask, &scopes[i], lot);
        }
        add_discrepancies(&ask, &scopes[i]);
    }
    return ask.count;
}
