#include "rules/simulate.h"

#include <string.h>

#include "base/error.h"
#include "base/rational.h"
#include "rules/consumption.h"
#include "rules/expiry.h"

/* A line on its way through the months. */
typedef struct run {
    const kho__trial *trial;
    size_t lead, review; /* whole months */
    size_t month;        /* where it is: from 0 */
    kho_consumed *books; /* the history, then the months so far */
    size_t book_count;
    int64_t *lots;  /* [month of arrival]: what is left of it */
    size_t oldest;  /* no lot before this one has anything left */
    size_t end;     /* no lot arrives then or later */
    int64_t usable; /* of lots up to this month */
    int64_t road;   /* of later ones */
    kho__dated *dated;
    kho__tried made;
} run;

static kho_status fail_overflow(void)
{
    return kho__fail(KHO_EOVERFLOW, "the rules tried: sums don't fit 64 bits",
        "thử quy tắc: tổng vượt quá 64 bit");
}

static bool add(int64_t *sum, int64_t more)
{
    return !__builtin_add_overflow(*sum, more, sum);
}

kho_status kho__tried_add(kho__tried *sum, const kho__tried *more)
{
    if (!add(&sum->months, more->months) || !add(&sum->stockouts, more->stockouts) ||
        !add(&sum->demand, more->demand) || !add(&sum->served, more->served) ||
        !add(&sum->stock, more->stock) || !add(&sum->orders, more->orders) ||
        !add(&sum->expired, more->expired))
        return fail_overflow();
    return KHO_OK;
}

static kho_month month_of(const run *at, size_t index)
{
    return at->trial->first + (kho_month)index;
}

/* What was ordered for a month to come. */
static kho_status order(run *at, int64_t quantity, size_t month)
{
    int64_t all = at->usable;

    if (!add(&all, at->road) || !add(&all, quantity))
        return fail_overflow();
    at->lots[month] = quantity;
    at->road += quantity;
    at->end = month + 1;
    return KHO_OK;
}

static void arrive(run *at)
{
    at->usable += at->lots[at->month];
    at->road -= at->lots[at->month];
}

static bool expire(run *at)
{
    const size_t life = (size_t)at->trial->shelf_life_months;
    bool fits = true;

    for (; life && at->oldest + life <= at->month; at->oldest++) {
        fits &= add(&at->made.expired, at->lots[at->oldest]);
        at->usable -= at->lots[at->oldest];
        at->lots[at->oldest] = 0;
    }
    return fits;
}

/* Day-ends of a month at which nothing was left, where as many are asked for on one day
 * as on another. */
static int days_out(int64_t had, int64_t asked, int days)
{
    kho__wide last; /* the day on which the last one was given */

    if (had <= 0 || had > asked)
        return had <= 0 ? days : 0;
    last = ((kho__wide)had * days + asked - 1) / asked;
    return days - (int)last + 1;
}

static void take(run *at, int64_t quantity)
{
    at->usable -= quantity;
    while (quantity > 0) {
        int64_t *lot = &at->lots[at->oldest];
        const int64_t taken = quantity < *lot ? quantity : *lot;

        *lot -= taken;
        quantity -= taken;
        at->oldest += *lot == 0;
    }
}

static bool serve(run *at)
{
    const kho_month month = month_of(at, at->month);
    const int days = kho_month_last(month) - kho_month_first(month) + 1;
    const int64_t asked = at->trial->demand[at->month];
    const int64_t served = asked < at->usable ? asked : at->usable;

    at->books[at->book_count++] =
        (kho_consumed){served, days_out(at->usable, asked, days), days, true};
    take(at, served);
    at->made.months++;
    at->made.stockouts += served < asked;
    return add(&at->made.demand, asked) && add(&at->made.served, served);
}

/* What will expire of what is there and on the road, at a pace. */
static kho_status expiring(run *at, kho_rational amc, kho_date on, int64_t *out)
{
    const int life = at->trial->shelf_life_months;
    size_t count = 0;

    for (size_t i = at->oldest; life && i < at->end; i++) {
        if (at->lots[i] > 0)
            at->dated[count++] =
                (kho__dated){.expiry = kho_month_last(month_of(at, i) + life - 1),
                    .quantity = at->lots[i]};
    }
    return kho__expiring(at->trial->rule, amc, on, at->dated, count, out);
}

static kho_status judge(
    run *at, kho_date on, bool defined, kho_rational amc, kho_judgement *out)
{
    kho_position position = {.usable = at->usable,
        .in_transit = at->road,
        .pack = at->trial->pack,
        .amc_defined = defined,
        .amc = amc,
        .on = on};
    const kho_status status = expiring(at, amc, on, &position.expiring);

    return status < 0 ? status : kho_judge(at->trial->rule, &position, out);
}

/* What to order at the end of a month in which so much was asked for. */
static kho_status review(run *at, kho_date on, int64_t asked, int64_t *to_order)
{
    const kho_rule *rule = at->trial->rule;
    const size_t reach = kho__window_size(rule),
                 count = at->book_count < reach ? at->book_count : reach;
    kho_consumed window[KHO__WINDOW_MOST];
    kho_judgement judgement;
    kho_rational amc;
    kho_status status;
    bool defined;

    memcpy(window, at->books + at->book_count - count, count * sizeof(*window));
    kho__window_take(rule, window, count);
    if ((status = kho_amc(rule, window, count, &defined, &amc)) < 0 ||
        (status = judge(at, on, defined, amc, &judgement)) < 0)
        return status;
    if (judgement.by_hand &&
        (status = judge(at, on, true, (kho_rational){asked, 1}, &judgement)) < 0)
        return status;
    *to_order = judgement.to_order;
    return KHO_OK;
}

static kho_status start(run *at)
{
    const kho__trial *trial = at->trial;
    const size_t count = trial->history_count;
    const int64_t asked = count ? trial->history[count - 1].quantity : 0;
    int64_t quantity;
    kho_status status;

    memcpy(at->books, trial->history, count * sizeof(*at->books));
    at->book_count = count;
    status =
        review(at, kho_month_first(trial->first) - 1, asked > 0 ? asked : 0, &quantity);
    return status < 0 ? status : order(at, quantity, 0);
}

static kho_status pass_month(run *at)
{
    const kho_date on = kho_month_last(month_of(at, at->month));
    int64_t quantity = 0;
    kho_status status;

    arrive(at);
    if (!expire(at) || !add(&at->made.stock, at->usable) || !serve(at) ||
        !add(&at->made.stock, at->usable))
        return fail_overflow();
    if ((at->month + 1) % at->review != 0)
        return KHO_OK;
    if ((status = review(at, on, at->trial->demand[at->month], &quantity)) < 0)
        return status;
    at->made.orders += quantity > 0;
    return quantity ? order(at, quantity, at->month + 1 + at->lead) : KHO_OK;
}

/* A part of a month is one; what takes a hundred years may as well take longer. */
static size_t whole_months(kho_rational months)
{
    const int64_t whole = kho__rational_ceiling(months), most = 1200;

    return whole < 0 ? 0 : (size_t)(whole < most ? whole : most);
}

static kho_status make_room(run *at, kho__arena *room)
{
    const size_t lots = at->trial->month_count + at->lead + 1,
                 books = at->trial->history_count + at->trial->month_count;

    kho__arena_clear(room);
    at->books = kho__arena_take(room, books * sizeof(*at->books));
    at->lots = kho__arena_take(room, lots * sizeof(*at->lots));
    at->dated = kho__arena_take(room, lots * sizeof(*at->dated));
    return at->books && at->lots && at->dated ? KHO_OK : kho__fail_memory();
}

kho_status kho__simulate(const kho__trial *trial, kho__arena *room, kho__tried *out)
{
    const kho_rule *rule = trial->rule;
    const size_t review = whole_months(rule->review_months);
    run at = {.trial = trial,
        .lead = whole_months(rule->lead_months),
        .review = rule->policy == KHO_CONTINUOUS || review == 0 ? 1 : review};
    kho_status status = make_room(&at, room);

    if (status == KHO_OK)
        status = start(&at);
    for (; at.month < trial->month_count && status == KHO_OK; at.month++)
        status = pass_month(&at);
    return status < 0 ? status : kho__tried_add(out, &at.made);
}
