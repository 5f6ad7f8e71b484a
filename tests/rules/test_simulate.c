#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "rules/consumption.h"
#include "rules/expiry.h"
#include "rules/simulate.h"
#include "shared.h"

TestSuite(simulate);

enum { MOST = 24 };

/* Three months of 10, then what is asked for; the first one is January 2021. */
typedef struct story {
    int64_t history[3];
    size_t months;
    int64_t demand[MOST];
    int64_t pack;
    int shelf_life;
} story;

static kho_month january_2021(void)
{
    return kho_month_of(kho_date_of(2021, 1, 1));
}

static kho_rule rule_of(int lead, int review)
{
    kho_rule rule = *kho_rule_builtin();

    rule.packs = KHO_PACKS_NONE;
    rule.lead_months = (kho_rational){lead, 1};
    rule.review_months = (kho_rational){review, 1};
    return rule;
}

static kho_status simulate(const kho_rule *rule, const story *of, kho__tried *out)
{
    const kho_consumed history[] = {
        {of->history[0], 0, 31, true},
        {of->history[1], 0, 30, true},
        {of->history[2], 0, 31, true}
    };
    const kho__trial trial = {.rule = rule,
        .history = history,
        .history_count = 3,
        .demand = of->demand,
        .month_count = of->months,
        .first = january_2021(),
        .pack = of->pack ? of->pack : 1,
        .shelf_life_months = of->shelf_life};
    kho__arena room = {0};
    kho_status status;

    *out = (kho__tried){0};
    status = kho__simulate(&trial, &room, out);
    kho__arena_free(&room);
    return status;
}

static void expect(
    const char *why, const kho_rule *rule, const story *of, const kho__tried *expected)
{
    kho__tried tried;

    cr_assert(
        eq(int, simulate(rule, of, &tried), KHO_OK), "%s", kho_error_last()->message);
    cr_expect(eq(i64, tried.months, (int64_t)of->months), "%s", why);
    cr_expect(eq(i64, tried.stockouts, expected->stockouts), "%s", why);
    cr_expect(eq(i64, tried.demand, expected->demand), "%s", why);
    cr_expect(eq(i64, tried.served, expected->served), "%s", why);
    cr_expect(eq(i64, tried.stock, expected->stock), "%s", why);
    cr_expect(eq(i64, tried.orders, expected->orders), "%s", why);
    cr_expect(eq(i64, tried.expired, expected->expired), "%s", why);
}

static const story tens = {
    {10,  10, 10},
    4, { 10, 10, 10, 10},
    1, 0
};

Test(simulate, an_order_is_there_when_its_lead_months_are_over)
{
    kho_rule rule = rule_of(0, 1);

    /* 30 to 20, every month again. */
    expect("no lead", &rule, &tens, &(kho__tried){0, 0, 40, 40, 200, 4, 0});
    /* 30 to 20, then 20 to 10 while 10 are on the road. */
    rule = rule_of(1, 1);
    expect("one month", &rule, &tens, &(kho__tried){0, 0, 40, 40, 140, 4, 0});
    /* 30, 20, 10, and 10 that come just in time; all that was asked for was there. */
    rule = rule_of(2, 1);
    expect("two months", &rule, &tens, &(kho__tried){0, 0, 40, 40, 100, 4, 0});
    rule.lead_months = (kho_rational){1, 2};
    expect("half a month is one", &rule, &tens, &(kho__tried){0, 0, 40, 40, 140, 4, 0});
    /* 30, 20, 10, nothing; 10, 10 and 11 on the road are enough for a line without use.
     */
    rule.lead_months = (kho_rational){100, 1};
    expect("too late for all", &rule, &tens, &(kho__tried){0, 1, 40, 30, 90, 3, 0});
}

Test(simulate, what_is_not_there_is_lost_and_the_books_tell_by_their_days)
{
    const story of = {
        {10,  10, 10},
        4, { 10, 40, 10, 10},
        1, 0
    };
    kho_rule rule = rule_of(1, 1);

    /*
     * February: 20 of 40, the last one on the 14th; 15 day-ends out of 28 without, so the
     * books say 20 * 30 / 15 = 40, and 60 are aimed at: 50 ordered beside 10 on the road.
     * March: 10 of 10, the last on the 31st, a day out, 300/29: (10 + 40 + 300/29) / 3,
     * three of which are 61 whole ones. April: 50 to 40.
     */
    expect("normalised", &rule, &of, &(kho__tried){0, 1, 70, 50, 170, 4, 0});
    /* 20 are taken for what was asked: 40 aimed at, 30 ordered; April 30 to 20. */
    rule.normalise = false;
    expect("as given", &rule, &of, &(kho__tried){0, 1, 70, 50, 130, 4, 0});
}

Test(simulate, reviews_come_every_so_many_months)
{
    const story half_a_year = {
        {10,  10, 10},
        6, { 10, 10, 10, 10, 10, 10},
        1, 0
    };
    kho_rule rule = rule_of(0, 3);

    /* 30 to 0; with a day out in March 31 are aimed at; those are used to 1, 29 ordered.
     */
    expect("quarterly", &rule, &half_a_year, &(kho__tried){0, 0, 60, 60, 186, 2, 0});
    /* 30, 20, 10, then 20 ordered: the same again. */
    rule.review_months = (kho_rational){3, 2};
    expect("one and a half is two", &rule, &half_a_year,
        &(kho__tried){0, 0, 60, 60, 240, 3, 0});
    rule.review_months = (kho_rational){0, 1};
    expect("none is one", &rule, &half_a_year, &(kho__tried){0, 0, 60, 60, 300, 6, 0});
    rule.review_months = (kho_rational){7, 1};
    expect("after the end", &rule, &half_a_year, &(kho__tried){0, 3, 60, 30, 90, 0, 0});
}

Test(simulate, continuous_and_standard_order_at_the_minimum)
{
    const story half_a_year = {
        {10,  10, 10},
        6, { 10, 10, 10, 10, 10, 10},
        1, 0
    };
    kho_rule rule = rule_of(0, 3);

    /* 30, 20, 10: ordered for; looked at in every month, whatever the review. */
    rule.policy = KHO_CONTINUOUS;
    expect("continuous", &rule, &half_a_year, &(kho__tried){0, 0, 60, 60, 240, 3, 0});
    /* 60; after three months 30 are above the minimum; after six none is left. */
    rule.policy = KHO_STANDARD;
    rule.max_months = (kho_rational){6, 1};
    expect("standard", &rule, &half_a_year, &(kho__tried){0, 0, 60, 60, 360, 1, 0});
    rule.policy = KHO_PERIODIC;
    /* Periodic orders 30 after three months: 60 again. */
    expect("periodic", &rule, &half_a_year, &(kho__tried){0, 0, 60, 60, 540, 2, 0});
}

Test(simulate, orders_are_whole_packs)
{
    const story of = {
        {10, 10, 10},
        3, {10, 10, 10},
        12, 0
    };
    kho_rule rule = rule_of(0, 1);

    /* 36 to 26, 38 to 28, 40 to 30, which is enough. */
    rule.packs = KHO_PACKS_UP;
    expect("up", &rule, &of, &(kho__tried){0, 0, 30, 30, 198, 2, 0});
    /* 36 to 26: 4 are less than half a pack; 26 to 16: 14 are one; 28 to 18: 12. */
    rule.packs = KHO_PACKS_NEAREST;
    expect("nearest", &rule, &of, &(kho__tried){0, 0, 30, 30, 150, 2, 0});
}

Test(simulate, a_line_without_consumption_is_ordered_for_by_hand)
{
    const story of = {
        {0,  0, 0},
        4, { 0, 6, 0, 0},
        1, 0
    };
    const kho_rule rule = rule_of(0, 1);

    /* Six go without; three months of six come in March, and stay. */
    expect("by hand", &rule, &of, &(kho__tried){0, 1, 6, 0, 72, 1, 0});
}

Test(simulate, what_outlives_its_shelf_is_thrown_away)
{
    const story of = {
        {10, 10, 10},
        3, {10, 10, 10},
        1, 2
    };
    const kho_rule rule = rule_of(0, 1);

    /*
     * January 30 to 20, of which 28 days will use 9: 21 are ordered. February 41 to 31:
     * 10 of January's, which are lost, and 21 of which 31 days will use 10: 20 are
     * ordered. March 41 to 31, after 10 were thrown away.
     */
    expect("two months", &rule, &of, &(kho__tried){0, 0, 30, 30, 194, 3, 10});
}

Test(simulate, sums_that_do_not_fit_are_refused)
{
    story of = {
        {1,  1, 1},
        1, {INT64_MAX},
        1, 0
    };
    kho_rule rule = rule_of(0, 1);
    kho__tried tried = {.demand = INT64_MAX}, more = {.demand = 1};

    /* With nothing left, 30 times that would be the month's consumption. */
    rule.window = 1;
    cr_expect(eq(int, simulate(&rule, &tens, &tried), KHO_OK));
    of.history[2] = INT64_MAX / 2;
    cr_expect(eq(int, simulate(&rule, &of, &tried), KHO_EOVERFLOW));
    tried = (kho__tried){.demand = INT64_MAX};
    cr_expect(eq(int, kho__tried_add(&tried, &more), KHO_EOVERFLOW));
    of = (story){
        {10, 10,      10},
        2, {INT64_MAX,  INT64_MAX},
        1, 0
    };
    rule.max_months = (kho_rational){0, 1};
    cr_expect(eq(int, simulate(&rule, &of, &tried), KHO_EOVERFLOW));
}

/*
 * The same, told slowly: every lot is a row that is looked through from the first to the
 * last, every day of a month is gone through, and what is ordered is a row at once.
 */
typedef struct row {
    size_t arrives;
    int64_t left;
} row;

typedef struct slow {
    const kho__trial *trial;
    row rows[2 * MOST];
    size_t count;
    kho_consumed books[2 * MOST];
    size_t book_count;
} slow;

static int64_t there(const slow *at, size_t month, bool road)
{
    int64_t sum = 0;

    for (size_t i = 0; i < at->count; i++)
        sum += (at->rows[i].arrives > month) == road ? at->rows[i].left : 0;
    return sum;
}

static int64_t give(slow *at, size_t month, int64_t asked)
{
    int64_t given = 0;

    for (; given < asked; given++) {
        size_t i = 0;

        while (i < at->count && (at->rows[i].left == 0 || at->rows[i].arrives > month))
            i++;
        if (i == at->count)
            break;
        at->rows[i].left--;
    }
    return given;
}

static int64_t wanted(const slow *at, size_t month, kho_date on, int64_t asked)
{
    const kho__trial *trial = at->trial;
    const kho_rule *rule = trial->rule;
    kho_position position = {.usable = there(at, month, false),
        .in_transit = there(at, month, true),
        .pack = trial->pack,
        .on = on};
    kho_consumed counted[2 * MOST];
    kho_judgement judgement;
    kho__dated lots[2 * MOST];
    size_t taken = 0, reach = 0, lot_count = 0;

    for (size_t i = at->book_count; i-- > 0 && taken < (size_t)rule->window &&
                                    reach < (size_t)(rule->window + rule->look_back);
         reach++) {
        kho_rational ignored;
        bool counts;

        cr_assert(eq(int, kho_normalise(rule, &at->books[i], &counts, &ignored), KHO_OK));
        if (counts)
            counted[taken++] = at->books[i];
    }
    cr_assert(eq(int, kho_amc(rule, counted, taken, &position.amc_defined, &position.amc),
        KHO_OK));
    for (int again = 0; again < 2; again++) {
        lot_count = 0;
        for (size_t i = 0; i < at->count && trial->shelf_life_months; i++)
            if (at->rows[i].left > 0)
                lots[lot_count++] = (kho__dated){
                    .expiry =
                        kho_month_first(trial->first + (kho_month)at->rows[i].arrives +
                                        trial->shelf_life_months) -
                        1,
                    .quantity = at->rows[i].left};
        cr_assert(eq(int,
            kho__expiring(rule, position.amc, on, lots, lot_count, &position.expiring),
            KHO_OK));
        cr_assert(eq(int, kho_judge(rule, &position, &judgement), KHO_OK));
        if (!judgement.by_hand)
            break;
        position.amc_defined = true;
        position.amc = (kho_rational){asked, 1};
    }
    return judgement.to_order;
}

static int out_days(int64_t had, int64_t asked, int days)
{
    int out = 0;

    for (int day = 1; day <= days; day++)
        out += asked * day >= had * days;
    return out;
}

static kho__tried slowly(const kho__trial *trial, size_t lead, size_t review)
{
    slow at = {.trial = trial};
    kho__tried made = {.months = (int64_t)trial->month_count};

    memcpy(at.books, trial->history, trial->history_count * sizeof(*at.books));
    at.book_count = trial->history_count;
    at.rows[at.count++] =
        (row){0, wanted(&at, 0, kho_month_first(trial->first) - 1,
                     trial->history[trial->history_count - 1].quantity)};
    for (size_t month = 0; month < trial->month_count; month++) {
        const kho_month is = trial->first + (kho_month)month;
        const int days = kho_month_first(is + 1) - kho_month_first(is);
        const int64_t asked = trial->demand[month];
        int64_t had, given, order;

        for (size_t i = 0; i < at.count && trial->shelf_life_months; i++) {
            if (at.rows[i].arrives + (size_t)trial->shelf_life_months > month)
                continue;
            made.expired += at.rows[i].left;
            at.rows[i].left = 0;
        }
        had = there(&at, month, false);
        given = give(&at, month, asked);
        at.books[at.book_count++] =
            (kho_consumed){given, out_days(had, asked, days), days, true};
        made.stock += had + there(&at, month, false);
        made.demand += asked;
        made.served += given;
        made.stockouts += given < asked;
        if ((month + 1) % review != 0)
            continue;
        order = wanted(&at, month, kho_month_first(is + 1) - 1, asked);
        made.orders += order > 0;
        at.rows[at.count++] = (row){month + 1 + lead, order};
    }
    return made;
}

static int64_t up_to(int64_t most)
{
    return rand() % (most + 1);
}

Test(simulate, as_a_slow_replay_does)
{
    /* 667 once showed that an order's lead can't be cut short at the end of the months.
     */
    const int rounds = getenv("KHO_LONG") ? 200000 : getenv("KHO_QUICK") ? 5000 : 20000;
    kho__arena room = {0};

    srand(20191);
    for (int i = 0; i < rounds; i++) {
        const int lead = (int)up_to(3), review = 1 + (int)up_to(3);
        kho_rule rule = rule_of(lead, review);
        kho_consumed history[MOST];
        int64_t demand[MOST];
        kho__trial trial = {.rule = &rule,
            .history = history,
            .history_count = 1 + (size_t)up_to(8),
            .demand = demand,
            .month_count = 1 + (size_t)up_to(14),
            .first = january_2021() + (kho_month)up_to(30),
            .pack = up_to(2) ? 1 : 7,
            .shelf_life_months = up_to(1) ? 0 : 1 + (int)up_to(6)};
        const int64_t most = up_to(3) ? 40 : 2;
        kho__tried tried = {0}, expected;

        rule.window = 1 + (int)up_to(5);
        rule.look_back = (int)up_to(4);
        rule.normalise = up_to(3) > 0;
        rule.all_out = (kho_all_out)up_to(2);
        rule.policy = (kho_policy)up_to(2);
        rule.month_calendar = up_to(1);
        rule.packs = (kho_packs)up_to(2);
        rule.max_months = (kho_rational){1 + up_to(9), 2};
        rule.min_months = (kho_rational){up_to(2), 2};
        for (size_t j = 0; j < trial.history_count; j++)
            history[j] = (kho_consumed){up_to(most), 0, 30, j % 3 != 1};
        for (size_t j = 0; j < trial.month_count; j++)
            demand[j] = up_to(2) ? up_to(most) : 0;

        expected = slowly(
            &trial, (size_t)lead, rule.policy == KHO_CONTINUOUS ? 1 : (size_t)review);
        cr_assert(eq(int, kho__simulate(&trial, &room, &tried), KHO_OK));
        cr_assert(eq(int, memcmp(&tried, &expected, sizeof(tried)), 0),
            "round %d: stockouts %lld, not %lld; served %lld, not %lld; stock %lld, not "
            "%lld; orders %lld, not %lld; expired %lld, not %lld",
            i, (long long)tried.stockouts, (long long)expected.stockouts,
            (long long)tried.served, (long long)expected.served, (long long)tried.stock,
            (long long)expected.stock, (long long)tried.orders,
            (long long)expected.orders, (long long)tried.expired,
            (long long)expected.expired);
    }
    kho__arena_free(&room);
}
