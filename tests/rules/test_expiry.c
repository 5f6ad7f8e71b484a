#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "rules/expiry.h"

enum { ON = 20000, NEVER = KHO_NO_DATE };

typedef struct lot {
    int days; /* left */
    int64_t quantity;
} lot;

/* What expires unused of up to four lots. */
static int64_t expiring(
    int64_t numerator, int64_t denominator, const lot *lots, size_t count)
{
    kho__dated copy[4];
    int64_t unused = -1;

    for (size_t i = 0; i < count; i++) {
        copy[i] = (kho__dated){.expiry = lots[i].days, .quantity = lots[i].quantity};
        if (copy[i].expiry != NEVER)
            copy[i].expiry += ON;
    }
    count = kho__dated_order(copy, count);
    cr_expect(eq(int,
        kho__expiring(kho_rule_builtin(), (kho_rational){numerator, denominator}, ON,
            copy, count, &unused),
        KHO_OK));
    return unused;
}

#define EXPECT(expected, numerator, denominator, ...)                                    \
 do {                                                                                    \
  const lot lots[] = {__VA_ARGS__};                                                      \
                                                                                         \
  cr_expect(eq(i64,                                                                      \
      expiring(numerator, denominator, lots, sizeof(lots) / sizeof(*lots)), expected));  \
 } while (0)

Test(expiry, nothing_there_expires)
{
    cr_expect(eq(i64, expiring(30, 1, NULL, 0), 0));
    EXPECT(0, 30, 1, {30, 0});
}

Test(expiry, without_consumption_nothing_is_known)
{
    EXPECT(0, 0, 1, {1, 1000});
    EXPECT(0, -5, 1, {1, 1000});
}

Test(expiry, a_month_has_30_days_and_the_expiry_day_counts)
{
    EXPECT(0, 30, 1, {30, 30});
    EXPECT(1, 30, 1, {30, 31});
    EXPECT(1, 30, 1, {29, 30});
    EXPECT(29, 30, 1, {1, 30});
    EXPECT(30, 30, 1, {0, 30}); /* its last day is over: use begins tomorrow */
    EXPECT(30, 30, 1, {-5, 30});
}

Test(expiry, only_whole_units_are_used)
{
    EXPECT(1, 1, 1, {29, 1});
    EXPECT(0, 1, 1, {30, 1});
    EXPECT(1, 1, 1, {59, 2});
    EXPECT(97, 10, 3, {29, 100}); /* 10/3 * 29/30 = 3.2 */
    EXPECT(97, 10, 3, {27, 100}); /* 3 to the day */
    EXPECT(98, 10, 3, {26, 100});
}

Test(expiry, what_never_expires_is_never_lost)
{
    EXPECT(0, 1, 1, {NEVER, 1000000});
    EXPECT(90, 10, 1, {NEVER, 1000000}, {30, 100});
}

Test(expiry, lots_are_used_one_after_the_other)
{
    /* 30 a month: the first takes all of the first month, the second one's begins then.
     */
    EXPECT(0, 30, 1, {30, 30}, {60, 30});
    EXPECT(1, 30, 1, {30, 30}, {60, 31});
    EXPECT(10, 30, 1, {30, 40}, {60, 30});
    EXPECT(30, 30, 1, {30, 30}, {30, 30});
    EXPECT(25, 30, 1, {30, 20}, {60, 65});
    EXPECT(0, 30, 1, {30, 0}, {60, 60});
}

Test(expiry, the_order_they_are_given_in_does_not_matter)
{
    static const lot given[3] = {
        {30,    40},
        {60,    45},
        {NEVER, 7 }
    };
    static const int orders[6][3] = {
        {0, 1, 2},
        {0, 2, 1},
        {1, 0, 2},
        {1, 2, 0},
        {2, 0, 1},
        {2, 1, 0}
    };

    for (int i = 0; i < 6; i++)
        EXPECT(25, 30, 1, given[orders[i][0]], given[orders[i][1]], given[orders[i][2]]);
}

Test(expiry, as_many_as_there_can_be)
{
    const int64_t most = KHO_QUANTITY_MAX;

    EXPECT(0, most, 1, {30, most});
    EXPECT(most - 1, 1, most, {30, most - 1});
    EXPECT(0, INT64_MAX, 1, {70000, INT64_MAX});
    EXPECT(INT64_MAX, 1, INT64_MAX, {70000, INT64_MAX});
    EXPECT(0, INT64_MAX, 1, {30, most}, {70000, most});
}

/* The same by days: each day may use up what the consumption allows by then. */
Test(expiry, is_what_using_them_day_by_day_leaves)
{
    for (int amc = 1; amc <= 60; amc += 7) {
        for (int first = 0; first <= 40; first += 4) {
            for (int days = 1; days <= 45; days += 11) {
                const lot lots[] = {
                    {days,      first},
                    {days + 13, 17   }
                };
                int left[] = {first, 17}, used = 0;

                for (int day = 1; day <= days + 13; day++) {
                    while (used < amc * day / 30 && left[0] + left[1] > 0) {
                        const int lot = day <= days && left[0] > 0 ? 0 : 1;

                        if (left[lot] == 0)
                            break;
                        left[lot]--;
                        used++;
                    }
                }
                cr_expect(eq(i64, expiring(amc, 1, lots, 2), left[0] + left[1]),
                    "%d a month, %d for %d days", amc, first, days);
            }
        }
    }
}

/* One lot in two stores and on the road, and another that expires the same day. */
Test(expiry, says_of_each_lot_what_is_at_risk_and_what_is_there_is_used_first)
{
    const kho__lot a = {.id = 1, .expiry = ON + 30, .number = "A"},
                   b = {.id = 2, .expiry = ON + 30, .number = "B"},
                   never = {.id = 3, .expiry = NEVER, .number = ""};
    kho__dated lots[] = {
        {NEVER,   50, 0, &never, false},
        {ON + 30, 6,  0, &b,     false},
        {ON + 30, 9,  0, &a,     true },
        {ON + 30, 5,  0, &a,     false},
        {ON + 30, 8,  0, &a,     false},
        {ON + 30, 2,  0, &a,     true },
    };
    int64_t unused;

    cr_assert(eq(sz, kho__dated_order(lots, 6), 4));
    cr_assert(eq(int,
        kho__expiring(kho_rule_builtin(), (kho_rational){20, 1}, ON, lots, 4, &unused),
        KHO_OK));
    cr_expect(eq(i64, unused, 10)); /* 30 of them, of which 20 are used */
    cr_expect(lots[0].of == &a && !lots[0].road && lots[0].quantity == 13 &&
              lots[0].at_risk == 0);
    cr_expect(lots[1].of == &a && lots[1].road && lots[1].quantity == 11 &&
              lots[1].at_risk == 4);
    cr_expect(lots[2].of == &b && lots[2].quantity == 6 && lots[2].at_risk == 6);
    cr_expect(lots[3].of == &never && lots[3].quantity == 50 && lots[3].at_risk == 0);
}

Test(expiry, what_no_longer_fits_is_refused)
{
    kho__dated lots[] = {
        {ON, INT64_MAX, 0, NULL, false},
        {ON, 1,         0, NULL, false},
    };
    int64_t unused = -7;

    cr_expect(eq(int,
        kho__expiring(kho_rule_builtin(), (kho_rational){1, 1}, ON, lots, 2, &unused),
        KHO_EOVERFLOW));
    cr_expect(eq(i64, unused, -7));
}
