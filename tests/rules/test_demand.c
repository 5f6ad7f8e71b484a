#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "rules/demand.h"
#include "shared.h"

TestSuite(demand);

static kho__history month(int64_t quantity, int days_out, bool ends_out)
{
    return (kho__history){
        .consumed = {quantity, days_out, 30, true},
          .ends_out = ends_out
    };
}

static const kho__history unknown = {
    .consumed = {99, 0, 30, false}
};

static void expect(
    const char *why, kho__history *months, size_t count, const int64_t *expected)
{
    cr_assert(eq(int, kho__demand(kho_rule_builtin(), months, count), KHO_OK));
    for (size_t i = 0; i < count; i++)
        cr_expect(eq(i64, months[i].demand, expected[i]), "%s: month %zu", why, i);
}

Test(demand, days_out_lift_a_month)
{
    /* 23 in 23 days are 30; 100 in 29 are 103 and 13/29; 5 in 25 are 6. */
    kho__history months[] = {month(10, 0, false), month(23, 7, true), month(100, 1, true),
        month(5, 5, false), month(-4, 0, false)};
    const int64_t expected[] = {10, 30, 103, 6, 0};

    expect("days", months, 5, expected);
    for (size_t i = 0; i < 5; i++)
        cr_expect(months[i].tells, "month %zu", i);
}

Test(demand, halves_are_rounded_up)
{
    kho__history months[] = {month(7, 10, false), month(1, 2, false), month(3, 6, false)};
    const int64_t expected[] = {11, 1, 4}; /* 10 1/2, 1 1/14, 3 3/4 */

    expect("halves", months, 3, expected);
}

Test(demand, the_rule_tells_how_long_a_month_is_and_nothing_else)
{
    kho_rule rule = *kho_rule_builtin();
    kho__history months[] = {
        {.consumed = {16, 15, 31, true}},
        { .consumed = {9, 31, 31, true},              .ends_out = true}
    };

    rule.month_calendar = true;
    rule.normalise = false;
    rule.all_out = KHO_ZERO;
    cr_assert(eq(int, kho__demand(&rule, months, 2), KHO_OK));
    cr_expect(eq(i64, months[0].demand, 31));
    cr_expect(eq(i64, months[1].demand, 31));
}

Test(demand, a_month_without_evidence_is_like_its_neighbours)
{
    /* The nearest three on each side that tell: 10, 20, 40 and 50, 60, 75: 42 1/2. */
    kho__history months[] = {month(1000, 0, false), month(10, 0, false),
        month(20, 0, false), unknown, month(40, 0, false), month(0, 30, true),
        month(3, 0, true), month(50, 0, false), month(60, 0, false), month(99, 0, true),
        month(75, 0, false), month(1000, 0, false)};
    /* The tenth gave more than 40, 50, 60, 75 and 1000 would have it: no; 245 have. */
    const int64_t expected[] = {1000, 10, 20, 0, 40, 43, 43, 50, 60, 245, 75, 1000};

    expect("between", months, 12, expected);
    cr_expect(not(months[5].tells));
    cr_expect(not(months[6].tells));
    cr_expect(not(months[3].tells));
}

Test(demand, what_was_given_was_asked_for)
{
    kho__history months[] = {
        month(10, 0, false), month(90, 0, true), month(20, 0, false)};
    const int64_t expected[] = {10, 90, 20};
    kho__history alone[] = {unknown, month(4, 30, true), month(0, 0, true)};
    const int64_t as_given[] = {0, 4, 0};

    expect("more than its neighbours", months, 3, expected);
    expect("no neighbours", alone, 3, as_given);
}

Test(demand, days_that_cannot_be_are_refused)
{
    kho__history months[] = {month(10, -1, false)};

    cr_expect(eq(int, kho__demand(kho_rule_builtin(), months, 1), KHO_EINVALID));
}
