#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <string.h>

#include <kho/rules.h>

#include "base/error.h"
#include "base/rational.h"
#include "rules/consumption.h"
#include "shared.h"

TestSuite(consumption);

static bool is(kho_rational value, int64_t numerator, int64_t denominator)
{
    return value.numerator == numerator && value.denominator == denominator;
}

/* A month of 30 days by the calendar too. */
static kho_consumed used(int64_t quantity, int days_out)
{
    return (kho_consumed){quantity, days_out, 30, true};
}

static const kho_consumed unknown = {77, 3, 30, false};

Test(consumption, a_month_is_lifted_by_its_days_out)
{
    const struct {
        const char *why;
        kho_consumed month;
        int64_t numerator, denominator;
    } cases[] = {
        {"23 in 23 days is 30 in 30", {23, 7, 30, true},                     30,   1 },
        {"never out",                 {90, 0, 31, true},                     90,   1 },
        {"ten days out",              {90, 10, 30, true},                    135,  1 },
        {"a fraction",                {100, 1, 30, true},                    3000, 29},
        {"out but for a day",         {5, 29, 31, true},                     150,  1 },
        {"nothing used",              {0, 12, 30, true},                     0,    1 },
        {"more came back than went",  {-6, 15, 30, true},                    -12,  1 },
        {"out every day of 30",       {5, 30, 30, true},                     5,    1 },
        {"30 of 31 days out",         {5, 30, 31, true},                     5,    1 },
        {"31 of 31 days out",         {5, 31, 31, true},                     5,    1 },
        {"27 of 28 days out",         {5, 27, 28, true},                     50,   1 },
        {"28 of 28 days out",         {5, 28, 28, true},                     5,    1 },
        {"28 of 29 days out",         {5, 28, 29, true},                     75,   1 },
        {"it doesn't count",          {5, 3, 30, false},                     0,    1 },
        {"the greatest quantity",     {INT64_C(1000000000000), 1, 30, true},
         INT64_C(30000000000000),                                                  29},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rational out;
        bool counts;

        cr_expect(eq(int,
            kho_normalise(kho_rule_builtin(), &cases[i].month, &counts, &out), KHO_OK));
        cr_expect(is(out, cases[i].numerator, cases[i].denominator), "%s: %lld/%lld",
            cases[i].why, (long long)out.numerator, (long long)out.denominator);
        cr_expect(eq(int, counts, cases[i].month.counts), "%s", cases[i].why);
    }
}

Test(consumption, a_month_of_the_calendar_has_its_own_days)
{
    kho_rule rule = *kho_rule_builtin();
    const struct {
        kho_consumed month;
        int64_t numerator, denominator;
    } cases[] = {
        {{90, 10, 31, true}, 930, 7}, /* 90 * 31/21 */
        {{18, 10, 28, true}, 28,  1},
        {{5, 30, 31, true},  155, 1}, /* a day is left, so it is lifted */
        {{5, 31, 31, true},  5,   1},
        {{19, 10, 29, true}, 29,  1},
    };

    rule.month_calendar = true;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rational out;
        bool counts;

        cr_expect(eq(int, kho_normalise(&rule, &cases[i].month, &counts, &out), KHO_OK));
        cr_expect(is(out, cases[i].numerator, cases[i].denominator), "%zu", i);
    }
}

Test(consumption, a_month_that_was_out_throughout_counts_as_the_rule_says)
{
    kho_rule rule = *kho_rule_builtin();
    const kho_consumed months[] = {used(60, 0), used(6, 30), used(30, 0)};
    const struct {
        kho_all_out all_out;
        bool counts;
        int64_t month, numerator, denominator;
    } cases[] = {
        {KHO_RAW,  true,  6, 32, 1},
        {KHO_SKIP, false, 0, 45, 1},
        {KHO_ZERO, true,  0, 30, 1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rational out;
        bool is_so;

        rule.all_out = cases[i].all_out;
        cr_expect(eq(int, kho_normalise(&rule, &months[1], &is_so, &out), KHO_OK));
        cr_expect(eq(int, is_so, cases[i].counts));
        cr_expect(is(out, cases[i].month, 1));
        cr_expect(eq(int, kho_amc(&rule, months, 3, &is_so, &out), KHO_OK));
        cr_expect(is_so);
        cr_expect(is(out, cases[i].numerator, cases[i].denominator));

        /* A partly empty month is none of the three's business. */
        cr_expect(
            eq(int, kho_normalise(&rule, &(kho_consumed){23, 7, 30, true}, &is_so, &out),
                KHO_OK));
        cr_expect(is_so);
        cr_expect(is(out, 30, 1));
    }
    rule.all_out = KHO_SKIP;
    cr_assert(eq(int, kho_amc(&rule, &months[1], 1, &(bool){true}, &(kho_rational){0, 1}),
        KHO_OK));
}

Test(consumption, unnormalised_days_out_change_nothing)
{
    kho_rule rule = *kho_rule_builtin();
    const kho_consumed months[] = {used(23, 7), used(5, 30)};
    kho_rational out;
    bool counts;

    rule.normalise = false;
    rule.all_out = KHO_SKIP;
    for (size_t i = 0; i < 2; i++) {
        cr_expect(eq(int, kho_normalise(&rule, &months[i], &counts, &out), KHO_OK));
        cr_expect(counts);
        cr_expect(is(out, months[i].quantity, 1));
    }
}

Test(consumption, the_mean_is_over_the_months_that_count)
{
    const kho_consumed months[] = {
        unknown, used(10, 0), unknown, used(20, 0), used(17, 0)};
    kho_rational out;
    bool defined;

    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 5, &defined, &out), KHO_OK));
    cr_assert(defined);
    cr_assert(is(out, 47, 3));
    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 2, &defined, &out), KHO_OK));
    cr_assert(is(out, 10, 1));
    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 1, &defined, &out), KHO_OK));
    cr_assert(not(defined), "none counts");
    cr_assert(is(out, 0, 1));
    cr_assert(eq(int, kho_amc(kho_rule_builtin(), NULL, 0, &defined, &out), KHO_OK));
    cr_assert(not(defined), "there are none");
}

Test(consumption, one_unit_in_a_quarter_is_a_third_a_month)
{
    const kho_consumed months[] = {used(0, 0), used(1, 0), used(0, 0)};
    kho_rational out;
    bool defined;

    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 3, &defined, &out), KHO_OK));
    cr_assert(is(out, 1, 3));
}

Test(consumption, all_months_skipped_is_undefined_and_not_zero)
{
    kho_rule rule = *kho_rule_builtin();
    const kho_consumed months[] = {used(0, 30), used(3, 31), used(1, 30)};
    kho_rational out;
    bool defined;

    rule.all_out = KHO_SKIP;
    cr_assert(eq(int, kho_amc(&rule, months, 3, &defined, &out), KHO_OK));
    cr_assert(not(defined));
    rule.all_out = KHO_ZERO;
    cr_assert(eq(int, kho_amc(&rule, months, 3, &defined, &out), KHO_OK));
    cr_assert(defined);
    cr_assert(is(out, 0, 1));
}

Test(consumption, negative_months_lower_the_mean_but_not_below_zero)
{
    const kho_consumed months[] = {used(10, 0), used(-4, 0), used(-20, 0)};
    kho_rational out;
    bool defined;

    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 2, &defined, &out), KHO_OK));
    cr_assert(is(out, 3, 1));
    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 3, &defined, &out), KHO_OK));
    cr_assert(defined);
    cr_assert(is(out, 0, 1));
}

/* Sixty months, out on every number of days there is: the sum's denominator is
 * lcm(1..30). */
Test(consumption, a_sum_of_many_fractions_is_exact)
{
    kho_consumed months[60];
    kho_rational out, expected = {0, 1};
    bool defined;

    for (int i = 0; i < 60; i++)
        months[i] = used(1, i / 2);
    cr_assert(eq(int, kho_amc(kho_rule_builtin(), months, 60, &defined, &out), KHO_OK));
    for (int i = 0; i < 60; i++)
        cr_assert(eq(int,
            kho__rational_add(expected, (kho_rational){30, 30 - i / 2}, &expected),
            KHO_OK));
    cr_assert(eq(
        int, kho__rational_divide(expected, (kho_rational){60, 1}, &expected), KHO_OK));
    cr_assert(is(out, expected.numerator, expected.denominator));
}

Test(consumption, what_does_not_fit_is_refused_though_a_sum_that_cancels_does)
{
    const kho_consumed greatest[] = {
        used(INT64_MAX, 0), used(INT64_MAX, 0), used(INT64_MAX, 0)};
    const kho_consumed cancels[] = {
        used(INT64_MAX, 29), used(-INT64_MAX, 29), used(3, 0)};
    kho_rational out = {7, 7};
    bool defined, counts;

    cr_assert(eq(int, kho_amc(kho_rule_builtin(), greatest, 3, &defined, &out), KHO_OK));
    cr_assert(is(out, INT64_MAX, 1));
    cr_assert(eq(int, kho_amc(kho_rule_builtin(), cancels, 3, &defined, &out), KHO_OK));
    cr_assert(is(out, 1, 1));
    cr_assert(
        eq(int, kho_amc(kho_rule_builtin(), cancels, 1, &defined, &out), KHO_EOVERFLOW));
    cr_assert(eq(
        int, kho_normalise(kho_rule_builtin(), cancels, &counts, &out), KHO_EOVERFLOW));
    cr_assert(eq(int, kho_error_last()->status, KHO_EOVERFLOW));
}

Test(consumption, nonsense_is_refused)
{
    kho_rule rule = *kho_rule_builtin();
    const kho_consumed before = {5, -1, 30, true}, no_days = {5, 1, 0, true},
                       many_days = {5, 1, 32, true};
    kho_rational out;
    bool counts;

    cr_assert(eq(int, kho_normalise(&rule, &before, &counts, &out), KHO_EINVALID));
    cr_assert(eq(int, kho_amc(&rule, &before, 1, &counts, &out), KHO_EINVALID));
    cr_assert(eq(int, kho_normalise(&rule, &no_days, &counts, &out), KHO_OK));
    rule.month_calendar = true;
    cr_assert(eq(int, kho_normalise(&rule, &no_days, &counts, &out), KHO_EINVALID));
    cr_assert(eq(int, kho_normalise(&rule, &many_days, &counts, &out), KHO_EINVALID));
}

/* Real returns of another country, and what its system printed. */
Test(consumption, gives_what_the_ivorian_system_printed)
{
    char line[512], path[1024], printed[KHO__RATIONAL_TEXT];
    size_t rows = 0, same = 0;
    FILE *file;

    NEED_SHARED("vectors/amc_civ.csv", path, (void)0);
    file = fopen(path, "r");
    cr_assert(ne(ptr, file, NULL));
    cr_assert(ne(ptr, fgets(line, sizeof(line), file), NULL));
    while (fgets(line, sizeof(line), file)) {
        kho_consumed months[3] = {used(0, 0), used(0, 0), used(0, 0)};
        char *rest = line, *fields[11] = {NULL};
        kho_rational amc;
        bool defined;

        line[strcspn(line, "\r\n")] = '\0';
        for (size_t i = 0; i < 11; i++)
            fields[i] = strsep(&rest, ",");
        for (size_t i = 0; i < 3; i++) {
            months[i].quantity = strtoll(fields[4 + i], NULL, 10);
            months[i].days_out = (int)strtol(fields[7 + i], NULL, 10);
        }
        cr_assert(
            eq(int, kho_amc(kho_rule_builtin(), months, 3, &defined, &amc), KHO_OK));
        kho__rational_print(amc, 0, printed, sizeof(printed));
        same += strcmp(printed, fields[10]) == 0;
        rows++;
    }
    fclose(file);
    cr_assert(eq(sz, rows, 508));
    cr_assert(eq(sz, same, rows));
}

Test(consumption, a_window_reaches_back_past_months_that_do_not_count)
{
    const kho_consumed months[] = {
        used(1, 0), used(2, 0), unknown, used(4, 30), used(5, 3), unknown, used(7, 0)};
    const struct {
        const char *why;
        int window, look_back;
        kho_all_out all_out;
        bool normalise;
        const char *counting; /* of those that are looked at */
    } cases[] = {
        {"its own months only",            3, 0, KHO_SKIP, true,  "101"    },
        {"up to three that count",         3, 4, KHO_RAW,  true,  "0001101"},
        {"a month out doesn't count",      3, 4, KHO_SKIP, true,  "0101101"},
        {"a month out is 0",               3, 4, KHO_ZERO, true,  "0001101"},
        {"days out don't matter",          3, 4, KHO_SKIP, false, "0001101"},
        {"one",                            1, 6, KHO_SKIP, true,  "0000001"},
        {"reaching back isn't far enough", 3, 1, KHO_SKIP, true,  "1101"   },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rule rule = *kho_rule_builtin();
        kho_consumed window[7];
        size_t size;

        rule.window = cases[i].window;
        rule.look_back = cases[i].look_back;
        rule.all_out = cases[i].all_out;
        rule.normalise = cases[i].normalise;
        size = kho__window_size(&rule);
        cr_assert(eq(sz, size, (size_t)(rule.window + rule.look_back)));
        memcpy(window, months + 7 - size, size * sizeof(*window));
        kho__window_take(&rule, window, size);
        for (size_t j = 0; j < size; j++)
            cr_expect(eq(int, window[j].counts, cases[i].counting[j] == '1'),
                "%s: month %zu", cases[i].why, j);
    }
}

Test(consumption, no_rule_looks_at_more_than_ten_years)
{
    kho_rule rule = *kho_rule_builtin();

    rule.window = 60;
    rule.look_back = 61;
    cr_expect(eq(sz, kho__window_size(&rule), (size_t)KHO__WINDOW_MOST));
}
