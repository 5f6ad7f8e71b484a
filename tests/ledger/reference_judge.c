/*
 * How a line stands, by the built-in rule: consumption is dispense and issue (net of what
 * comes back), window 3, 30-day months, normalised, a month that was out throughout
 * counts as it is, min 1, max 3, emergency 1/2, whole packs upwards, near expiry 6
 * months.
 */
#include "ledger/reference_ask.h"

#include <string.h>

enum { WINDOW = 3, MONTH_DAYS = 30, MAX_MONTHS = 3, NEAR_MONTHS = 6 };

static bool is_of(
    const reference *books, const reference_line *line, int item, int channel)
{
    return books->lots[line->lot].item == item &&
           books->lots[line->lot].channel == channel;
}

int64_t reference_usable(const reference *books, const reference_scope *scope, int item,
    int channel, kho_date date, int64_t known)
{
    int64_t sum = 0;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];
        kho_place_kind from = books->places[line->source].kind;
        kho_place_kind to = books->places[line->target].kind;

        if (!is_of(books, line, item, channel) || line->seq > known ||
            line->date > date || reference_expired(&books->lots[line->lot], date))
            continue;
        if (scope->member[line->target] && (to == KHO_STORE || to == KHO_COLLABORATOR))
            sum += line->quantity;
        if (scope->member[line->source] &&
            (from == KHO_STORE || from == KHO_COLLABORATOR))
            sum -= line->quantity;
    }
    return sum;
}

/* What is on the road has come to nobody yet. */
static bool has_come(const reference *books, const reference_scope *scope, int place)
{
    return scope->member[place] && books->places[place].kind != KHO_TRANSIT;
}

/* What a line brings in from outside: an adjustment is signed, whichever way it is
 * written. */
static int64_t brings(
    const reference *books, const reference_scope *scope, const reference_line *line)
{
    const bool to = has_come(books, scope, line->target),
               from = has_come(books, scope, line->source);
    const bool in = to && !from, out = from && !to;

    if (in)
        return line->quantity;
    if (out && line->verb == KHO_ADJUST)
        return -line->quantity;
    return 0;
}

/* What came to a line by one verb, of one lot, on one day: less what was reversed that
 * day. */
static int64_t received(const reference *books, const reference_scope *scope,
    const reference_line *like, int64_t known)
{
    int64_t sum = 0;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (line->lot == like->lot && line->verb == like->verb &&
            line->date == like->date && line->seq <= known &&
            scope->member[line->target] == scope->member[like->target])
            sum += brings(books, scope, line);
    }
    return sum;
}

/*
 * Readings: a receipt that was reversed on its own day never was; what came to the hold
 * alone is no receipt.
 */
kho_date reference_first_receipt(const reference *books, const reference_scope *scope,
    int item, int channel, kho_date until, int64_t known)
{
    kho_date first = KHO_NO_DATE;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (is_of(books, line, item, channel) && line->seq <= known &&
            line->date <= until && (first == KHO_NO_DATE || line->date < first) &&
            brings(books, scope, line) > 0 && received(books, scope, line, known) > 0)
            first = line->date;
    }
    return first;
}

/* Days out that were reported for a month: -1 where a return came that doesn't say. */
typedef struct reported_days {
    int told, returned;
} reported_days;

enum { UNREPORTED = -2 };

/*
 * Readings: of the same kind the latest posted one counts; it is of its month, whatever
 * its entry's day.
 */
static reported_days find_reported(const reference *books, const reference_scope *scope,
    int item, int channel, kho_month month, const reference_query *query)
{
    const int days = kho_month_last(month) - kho_month_first(month) + 1;
    reported_days out = {UNREPORTED, UNREPORTED};

    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];

        if (seen->lot >= 0 || !scope->member[seen->place] || seen->item != item ||
            seen->channel != channel || seen->month != month ||
            seen->seq > query->known ||
            reference_withdrawn(books, seen->seq, query->known))
            continue;
        *(seen->kind == KHO_DAYS_OUT ? &out.told : &out.returned) =
            seen->value > days ? 0 : (int)seen->value;
    }
    return out;
}

/*
 * Stock-out days of a month, or of the part of it that lies in the period. Readings: what
 * a place reported for a month stands for the whole of it, not for a part, and goes
 * before what a return says; a summed tree has none of its own; all of a return is booked
 * on the month's last day, so its day-ends say nothing.
 */
static int days_out(const reference *books, const reference_scope *scope, int item,
    int channel, kho_month month, kho_date from, kho_date until,
    const reference_query *query)
{
    kho_date first =
        reference_first_receipt(books, scope, item, channel, until, query->known);
    const reported_days seen = find_reported(books, scope, item, channel, month, query);
    int count = 0;

    if (!scope->sum && from <= kho_month_first(month) && until >= kho_month_last(month) &&
        (seen.told >= 0 || seen.returned >= 0))
        return seen.told >= 0 ? seen.told : seen.returned;
    if (seen.returned != UNREPORTED)
        return 0;
    if (first == KHO_NO_DATE)
        return 0;
    if (kho_month_first(month) > from)
        from = kho_month_first(month);
    if (kho_month_last(month) < until)
        until = kho_month_last(month);
    for (kho_date day = from < first ? first : from; day <= until; day++)
        count += reference_usable(books, scope, item, channel, day, query->known) <= 0;
    return count;
}

/* A store that supplies stores. Reading: one under which another store stands. */
static bool supplies_stores(const reference *books, int place)
{
    for (size_t i = 0; i < books->place_count; i++) {
        if (books->places[i].kind == KHO_STORE && books->places[i].parent == place)
            return true;
    }
    return false;
}

/*
 * What left for use. Reading: what a store sends away from its hold is not; by other
 * stores it is consumed where the store supplies them.
 */
/* What left for use, as the line's columns have it. */
static int64_t consumed(const reference *books, const reference_scope *scope, int item,
    int channel, kho_month month, kho_date until, int64_t known)
{
    bool store = !scope->sum && books->places[scope->place].kind == KHO_STORE;
    bool supplies = store && supplies_stores(books, scope->place);
    int64_t sum = 0;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];
        bool in = scope->member[line->target], out = scope->member[line->source];

        if (!is_of(books, line, item, channel) || line->seq > known ||
            line->date > until || kho_month_of(line->date) != month || in == out)
            continue;
        if (out &&
            (line->verb == KHO_DISPENSE || (store && line->verb == KHO_ISSUE) ||
                (supplies && (line->verb == KHO_TRANSFER || line->verb == KHO_SHIP))))
            sum += line->quantity;
        if (in && store && line->verb == KHO_GIVE_BACK)
            sum -= line->quantity;
    }
    return sum;
}

static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static kho_rational fraction(int64_t numerator, int64_t denominator)
{
    int64_t divisor = greatest_divisor(numerator, denominator);

    return (kho_rational){numerator / divisor, denominator / divisor};
}

/*
 * Whether a monthly return of the line came for a month between two. Reading: only those
 * make a line one that is fed by returns; days out that a station tells beside its
 * entries don't.
 */
static bool has_return(const reference *books, const reference_scope *scope, int item,
    int channel, kho_month from, kho_month to, int64_t known)
{
    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];

        if (seen->kind == KHO_RETURNED && scope->member[seen->place] &&
            seen->item == item && seen->channel == channel && seen->month >= from &&
            seen->month <= to && seen->seq <= known &&
            !reference_withdrawn(books, seen->seq, known))
            return true;
    }
    return false;
}

/*
 * A month counts from the first receipt on; in a line that is fed by returns, when one
 * came. Reading: it is fed by them from the month of the first one on.
 */
static bool does_count(const reference *books, const reference_scope *scope, int item,
    int channel, kho_month month, kho_date until, int64_t known)
{
    kho_date first;

    if (has_return(books, scope, item, channel, INT32_MIN, month, known))
        return has_return(books, scope, item, channel, month, month, known);
    first = reference_first_receipt(books, scope, item, channel, until, known);
    return first != KHO_NO_DATE && month >= kho_month_of(first);
}

/* Reading: of a tree, when it counts at one of its places, the holds for themselves. */
static bool does_count_in_any(const reference *books, const reference_scope *scope,
    int item, int channel, kho_month month, kho_date until, int64_t known)
{
    if (!scope->sum)
        return does_count(books, scope, item, channel, month, until, known);
    for (int place = 0; place < (int)books->place_count; place++) {
        reference_scope one = {.place = place};

        if (!scope->member[place])
            continue;
        one.member[place] = true;
        if (does_count(books, &one, item, channel, month, until, known))
            return true;
    }
    return false;
}

/* The mean of the months that are complete on the day and not before the first receipt.
 */
static void average(const reference *books, const reference_scope *scope, int item,
    int channel, const reference_query *query, kho_date until, reference_report_row *row)
{
    kho_month last = kho_month_of(until + 1) - 1;
    kho_rational sum = {0, 1};
    int count = 0;

    for (kho_month month = last - WINDOW + 1; month <= last; month++) {
        const kho_date end = kho_month_last(month);
        const int own = end - kho_month_first(month) + 1;
        int64_t quantity;
        int out;

        if (!does_count_in_any(books, scope, item, channel, month, until, query->known))
            continue;
        quantity = consumed(books, scope, item, channel, month, until, query->known);
        out = days_out(
            books, scope, item, channel, month, kho_month_first(month), end, query);
        if (out >= MONTH_DAYS || out >= own)
            out = 0;
        sum = fraction(
            sum.numerator * (MONTH_DAYS - out) + quantity * MONTH_DAYS * sum.denominator,
            sum.denominator * (MONTH_DAYS - out));
        count++;
    }
    row->amc_defined = count > 0;
    row->amc = count > 0 && sum.numerator > 0
                   ? fraction(sum.numerator, sum.denominator * count)
                   : (kho_rational){0, 1};
}

/* Usable lots of a line and of the road to it, in order of use. */
static size_t lots_in_use(const reference *books, const reference_scope *scope, int item,
    int channel, const reference_query *query, kho_date on, int *lots, int64_t *there)
{
    size_t count = 0;

    for (int lot = 0; lot < (int)books->lot_count; lot++) {
        int64_t quantity = 0;
        size_t at = count;

        if (books->lots[lot].item != item || books->lots[lot].channel != channel ||
            reference_expired(&books->lots[lot], on))
            continue;
        for (int place = 0; place < (int)books->place_count; place++) {
            const reference_place *it = &books->places[place];

            if ((scope->member[place] && it->kind != KHO_HOLD) ||
                (it->kind == KHO_TRANSIT && !scope->sum && it->parent == scope->place))
                quantity += reference_balance(books, place, lot, on, query->known);
        }
        if (quantity <= 0)
            continue;
        for (; at > 0 &&
               reference_compare_lots(&books->lots[lots[at - 1]], &books->lots[lot]) > 0;
             at--) {
            lots[at] = lots[at - 1];
            there[at] = there[at - 1];
        }
        lots[at] = lot;
        there[at] = quantity;
        count++;
    }
    return count;
}

/*
 * What to order, and the lots at risk: what AMC won't have used by their expiry days, in
 * whole units upwards. Readings: a lot can be used on the days after the one asked about,
 * up to its expiry day; what is on the road is used as well; with AMC 0 nothing is said.
 */
static void order(const reference *books, const reference_scope *scope, int item,
    int channel, const reference_query *query, kho_date on, reference_report_row *row)
{
    const int64_t n = row->amc.numerator, d = row->amc.denominator;
    int lots[REFERENCE_LOTS];
    int64_t there[REFERENCE_LOTS], position = 0, used = 0, target;
    size_t count = lots_in_use(books, scope, item, channel, query, on, lots, there);

    for (size_t i = 0; i < count; i++) {
        const kho_date expiry = books->lots[lots[i]].expiry;
        int64_t take = there[i];

        position += there[i];
        if (expiry != KHO_NO_DATE && n > 0) {
            int64_t could = n * (expiry - on) / (d * MONTH_DAYS) - used;

            take = could < take ? could : take;
            take = take < 0 ? 0 : take;
            if (take < there[i]) {
                row->risk_lots[row->risk_count] = lots[i];
                row->risks[row->risk_count++] = there[i] - take;
            }
        }
        used += take;
    }
    for (size_t i = 0; i < row->risk_count; i++)
        position -= row->risks[i];
    target = MAX_MONTHS * n - position * d; /* over d */
    if (target > 0) {
        int64_t pack = books->items[item].pack, units = (target + d - 1) / d;

        row->cell[KHO_REPORT_TO_ORDER] = (units + pack - 1) / pack * pack;
    }
}

void reference_judge(const reference *books, const reference_scope *scope, int item,
    int channel, const reference_query *query, reference_report_row *row)
{
    const kho_date until = query->on < query->to ? query->on : query->to;
    int64_t usable = reference_usable(books, scope, item, channel, until, query->known);
    int64_t n, d;

    row->usable = usable;
    for (kho_month month = kho_month_of(query->from); month <= kho_month_of(until);
         month++)
        row->cell[KHO_REPORT_DAYS_OUT] +=
            days_out(books, scope, item, channel, month, query->from, until, query);
    average(books, scope, item, channel, query, until, row);
    n = row->amc.numerator;
    d = row->amc.denominator;
    row->months_defined = row->amc_defined && n > 0;
    if (row->months_defined)
        row->months = fraction(usable * d, n);

    if (usable <= 0)
        row->standing = KHO_STOCKED_OUT;
    else if (n == 0)
        row->standing = KHO_UNKNOWN;
    else if (2 * usable * d <= n)
        row->standing = KHO_EMERGENCY;
    else if (usable * d < n)
        row->standing = KHO_LOW;
    else if (usable * d > MAX_MONTHS * n)
        row->standing = KHO_OVER;
    else
        row->standing = KHO_ADEQUATE;
    row->by_hand = usable <= 0 && n == 0;
    order(books, scope, item, channel, query, until, row);
}
