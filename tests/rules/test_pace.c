#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdlib.h>

#include "rules/expiry.h"
#include "rules/pace.h"

TestSuite(pace);

static const kho_rule thirty = {.month_calendar = false},
                      calendar = {.month_calendar = true};

static kho_date day(const char *text)
{
    kho_date date;

    cr_assert(eq(int, kho_date_parse(text, &date), KHO_OK));
    return date;
}

static void expect_used(const kho_rule *rule, int64_t numerator, int64_t denominator,
    const char *on, const char *until, int64_t expected)
{
    const kho__wide used =
        kho__pace_used(rule, (kho_rational){numerator, denominator}, day(on), day(until));

    cr_expect(eq(i64, (int64_t)used, expected), "%s..%s", on, until);
}

static void expect_lasts(const kho_rule *rule, int64_t numerator, int64_t denominator,
    int64_t quantity, const char *on, const char *expected)
{
    char text[16];
    const kho_date lasts =
        kho__pace_lasts(rule, (kho_rational){numerator, denominator}, day(on), quantity);

    cr_expect(eq(str, kho_date_format(lasts, text), (char *)expected), "%s + %lld", on,
        (long long)quantity);
}

Test(pace, a_month_of_30_days_is_the_same_in_february)
{
    expect_used(&thirty, 30, 1, "2026-01-31", "2026-03-02", 30);
    expect_used(&thirty, 30, 1, "2026-01-31", "2026-01-31", 0);
    expect_used(&thirty, 30, 1, "2026-01-31", "2026-01-30", 0);
    expect_used(&thirty, 47, 3, "2026-01-31", "2026-02-15", 7); /* 47/6 */
    expect_used(&thirty, 47, 3, "2026-01-31", "2026-02-16", 8); /* 8.36 */
}

Test(pace, a_month_of_the_calendar_is_spread_over_its_own_days)
{
    expect_used(&calendar, 28, 1, "2027-01-31", "2027-02-14", 14);
    expect_used(&calendar, 28, 1, "2027-01-31", "2027-02-28", 28);
    expect_used(&calendar, 28, 1, "2027-01-31", "2027-03-31", 56);
    expect_used(&calendar, 29, 1, "2028-01-31", "2028-02-28", 28); /* a leap year */
    expect_used(&calendar, 31, 1, "2026-01-15", "2026-01-31", 16);
    /* 16/31 of January, 14/28 of February: 15.48 + 15 */
    expect_used(&calendar, 30, 1, "2026-01-15", "2026-02-14", 30);
    expect_used(&calendar, 30, 1, "2026-01-15", "2026-02-13", 29);
    /* 1 month in all of three, no part of it rounded for itself */
    expect_used(&calendar, 1, 1, "2026-01-30", "2026-03-01", 1);
    expect_used(&calendar, 12, 1, "2026-12-31", "2027-12-31", 144);
    expect_used(&calendar, 1, 1, "1900-01-31", "2199-12-31", 3599);
}

Test(pace, stock_lasts_to_the_last_day_whose_use_it_covers)
{
    expect_lasts(&thirty, 90, 1, 30, "2026-11-21", "2026-12-01");
    expect_lasts(&thirty, 90, 1, 29, "2026-11-21", "2026-11-30"); /* 9.67 days */
    expect_lasts(&thirty, 90, 1, 2, "2026-11-21", "2026-11-21");
    expect_lasts(&thirty, 47, 3, 15, "2026-11-21", "2026-12-19"); /* 28.7 days */
    expect_lasts(&calendar, 28, 1, 14, "2027-01-31", "2027-02-14");
    expect_lasts(&calendar, 28, 1, 28, "2027-01-31", "2027-02-28");
    expect_lasts(&calendar, 28, 1, 29, "2027-01-31", "2027-03-01"); /* 28/31 a day */
    expect_lasts(&calendar, 29, 1, 28, "2028-01-31", "2028-02-28");
    expect_lasts(&calendar, 31, 1, 15, "2026-01-15", "2026-01-30");
    expect_lasts(&calendar, 31, 1, 16, "2026-01-15", "2026-01-31");
    expect_lasts(&calendar, 31, 1, 17, "2026-01-15", "2026-01-31"); /* 31/28 a day */
    expect_lasts(&calendar, 31, 1, 18, "2026-01-15", "2026-02-01");
    expect_lasts(&calendar, 1, 1, 12, "2026-06-30", "2027-06-30");
}

Test(pace, what_is_out_lasts_no_longer_and_what_nobody_uses_for_ever)
{
    expect_lasts(&thirty, 90, 1, 0, "2026-11-21", "2026-11-21");
    expect_lasts(&thirty, 90, 1, -7, "2026-11-21", "2026-11-21");
    expect_lasts(&thirty, 0, 1, 0, "2026-11-21", "2026-11-21");
    expect_lasts(&calendar, 0, 1, 0, "2026-11-21", "2026-11-21");
    expect_lasts(&thirty, 0, 1, 1, "2026-11-21", "");
    expect_lasts(&calendar, 0, 1, 1, "2026-11-21", "");
}

Test(pace, nothing_is_said_of_days_after_2199)
{
    expect_lasts(&thirty, 30, 1, 63213, "2026-12-05", "2199-12-31");
    expect_lasts(&thirty, 30, 1, 63214, "2026-12-05", "");
    expect_lasts(&calendar, 1, 1, 2076, "2026-12-31", "2199-12-31");
    expect_lasts(&calendar, 1, 1, 2077, "2026-12-31", "");
    expect_lasts(&thirty, 1, INT64_MAX, INT64_MAX, "2026-12-31", "");
    expect_lasts(&calendar, 1, INT64_MAX, INT64_MAX, "2026-12-31", "");
    expect_lasts(&calendar, INT64_MAX, INT64_MAX - 1, INT64_MAX, "2026-12-31", "");
    expect_lasts(&thirty, INT64_MAX, 1, INT64_MAX, "2026-12-31", "2027-01-30");
    expect_lasts(&calendar, INT64_MAX, 1, INT64_MAX, "2026-12-31", "2027-01-31");
    expect_lasts(&thirty, INT64_MAX, INT64_MAX, 1, "2026-12-31", "2027-01-30");
    cr_expect(eq(int, kho__pace_lasts(&thirty, (kho_rational){1, 1}, KHO_NO_DATE, 5),
        KHO_NO_DATE));
    cr_expect(eq(int, kho__pace_lasts(&calendar, (kho_rational){1, 1}, INT32_MAX, 0),
        KHO_NO_DATE));
}

/* A calendar of its own, and one day after the other, in parts of a month that each
 * month's days divide. */
enum { PARTS = 28 * 29 * 15 * 31 * 30 };

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
               ? 29
               : days[month];
}

typedef struct slow {
    int year, month, day; /* month from 0, day from 1 */
} slow;

static int64_t next_day(const kho_rule *rule, slow *at)
{
    if (++at->day > days_of_month(at->year, at->month)) {
        at->day = 1;
        if (++at->month == 12) {
            at->month = 0;
            at->year++;
        }
    }
    return PARTS / (rule->month_calendar ? days_of_month(at->year, at->month) : 30);
}

static int64_t between(int64_t least, int64_t most)
{
    return least + (int64_t)((uint64_t)random() % (uint64_t)(most - least + 1));
}

Test(pace, is_what_using_day_by_day_comes_to)
{
    srandom(20261121);
    for (int round = 0; round < 400; round++) {
        const kho_rule *rule = round % 2 ? &calendar : &thirty;
        slow at = {(int)between(1999, 2105), (int)between(0, 11), 0};
        kho_rational amc = {between(1, 400), between(1, round % 3 ? 1 : 30)};
        const int64_t quantity = between(1, 900);
        kho__wide parts = 0;
        kho_date on, date, lasts;

        at.day = (int)between(1, days_of_month(at.year, at.month));
        on = kho_date_of(at.year, at.month + 1, at.day);
        lasts = kho__pace_lasts(rule, amc, on, quantity);
        if (lasts == KHO_NO_DATE)
            lasts = on + 500;
        for (date = on; date < on + 500; date++) {
            const kho__wide used = parts * amc.numerator;
            const kho__wide there = (kho__wide)quantity * amc.denominator * PARTS;

            cr_assert(eq(int, used <= there, date <= lasts), "%d: %d", round, date - on);
            cr_assert(eq(i64, (int64_t)(used / amc.denominator / PARTS),
                          (int64_t)kho__pace_used(rule, amc, on, date)),
                "%d: %d", round, date - on);
            parts += next_day(rule, &at);
        }
    }
}

/* The same for lots: each day uses what the pace allows by its end, of the lot that
 * expires first among those that haven't. */
Test(pace, what_is_at_risk_is_what_using_lots_day_by_day_leaves)
{
    srandom(20280229);
    for (int round = 0; round < 400; round++) {
        const kho_rule *rule = round % 2 ? &calendar : &thirty;
        const kho_rational amc = {between(1, 200), between(1, 7)};
        const kho_date on = day("2027-12-14") + (kho_date)between(0, 300);
        kho__dated lots[4];
        int64_t left[4], used = 0, unused, sum = 0;

        for (int i = 0; i < 4; i++)
            lots[i] = (kho__dated){
                .expiry = between(0, 5) ? on + (kho_date)between(0, 200) : KHO_NO_DATE,
                .quantity = between(1, 150)};
        cr_assert(eq(sz, kho__dated_order(lots, 4), 4));
        for (int i = 0; i < 4; i++)
            left[i] = lots[i].quantity;
        for (kho_date date = on + 1; date <= on + 200; date++) {
            const int64_t could = (int64_t)kho__pace_used(rule, amc, on, date);

            for (int i = 0; i < 4; i++) {
                if (lots[i].expiry != KHO_NO_DATE && lots[i].expiry < date)
                    continue;
                const int64_t take = could - used < left[i] ? could - used : left[i];

                used += take;
                left[i] -= take;
            }
        }
        cr_assert(
            eq(int, kho__expiring(rule, amc, on, lots, 4, &unused), KHO_OK), "%d", round);
        for (int i = 0; i < 4; i++) {
            cr_expect(
                eq(i64, lots[i].at_risk, lots[i].expiry == KHO_NO_DATE ? 0 : left[i]),
                "%d: lot %d", round, i);
            sum += lots[i].at_risk;
        }
        cr_expect(eq(i64, unused, sum), "%d", round);
    }
}
