#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <inttypes.h>
#include <string.h>

#include <kho/model.h>
#include <kho/rules.h>

#include "base/error.h"
#include "base/rational.h"
#include "rules/pace.h"
#include "shared.h"

TestSuite(judge);

static bool is(kho_rational value, int64_t numerator, int64_t denominator)
{
    return value.numerator == numerator && value.denominator == denominator;
}

static kho_judgement judge(const kho_rule *rule, kho_position position)
{
    kho_judgement out = {.to_order = -77};

    if (position.pack == 0)
        position.pack = 1;
    if (position.amc.denominator == 0)
        position.amc.denominator = 1;
    cr_expect(eq(int, kho_judge(rule, &position, &out), KHO_OK), "%s",
        kho_error_last()->message);
    return out;
}

/* What stock stands at with an average of 10 a month. */
static kho_position ten_a_month(int64_t usable)
{
    return (kho_position){
        .usable = usable, .amc_defined = true, .amc = {10, 1}
    };
}

Test(judge, the_built_in_rule_is_the_one_of_the_design)
{
    const kho_rule *rule = kho_rule_builtin();

    cr_assert(eq(str, (char *)rule->name, "built-in"));
    cr_assert(not(rule->month_calendar));
    cr_assert(eq(uint, rule->count, 1u << KHO_DISPENSE | 1u << KHO_ISSUE));
    cr_assert(eq(int, rule->window, 3));
    cr_assert(not(rule->current));
    cr_assert(rule->normalise);
    cr_assert(eq(int, rule->all_out, KHO_RAW));
    cr_assert(eq(int, rule->look_back, 0));
    cr_assert(eq(int, rule->policy, KHO_PERIODIC));
    cr_assert(is(rule->min_months, 1, 1));
    cr_assert(is(rule->max_months, 3, 1));
    cr_assert(is(rule->emergency_months, 1, 2));
    cr_assert(eq(int, rule->packs, KHO_PACKS_UP));
    cr_assert(eq(int, rule->near_expiry_months, 6));
}

Test(judge, each_standing_begins_where_the_one_before_ends)
{
    const struct {
        int64_t usable;
        kho_standing standing;
    } cases[] = {
        {-5, KHO_STOCKED_OUT},
        {0,  KHO_STOCKED_OUT},
        {1,  KHO_EMERGENCY  },
        {5,  KHO_EMERGENCY  }, /* half a month exactly is an emergency */
        {6,  KHO_LOW        },
        {9,  KHO_LOW        },
        {10, KHO_ADEQUATE   }, /* the minimum exactly is not low */
        {30, KHO_ADEQUATE   }, /* the maximum exactly is not over */
        {31, KHO_OVER       },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        cr_expect(
            eq(int, judge(kho_rule_builtin(), ten_a_month(cases[i].usable)).standing,
                cases[i].standing),
            "%" PRId64, cases[i].usable);
}

/* With 47/3 a month: 7 5/6 is half of it, 15 2/3 the minimum, 47 the maximum. */
Test(judge, fractions_are_compared_and_not_their_roundings)
{
    const struct {
        int64_t usable;
        kho_standing standing;
    } cases[] = {
        {7,  KHO_EMERGENCY},
        {8,  KHO_LOW      },
        {15, KHO_LOW      },
        {16, KHO_ADEQUATE },
        {47, KHO_ADEQUATE },
        {48, KHO_OVER     },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_position position = {
            .usable = cases[i].usable, .amc_defined = true, .amc = {47, 3}
        };

        cr_expect(
            eq(int, judge(kho_rule_builtin(), position).standing, cases[i].standing),
            "%" PRId64, cases[i].usable);
    }
}

Test(judge, without_consumption_it_is_unknown_and_where_empty_ordered_by_hand)
{
    const struct {
        const char *why;
        kho_position position;
        kho_standing standing;
        bool by_hand;
    } cases[] = {
        {"undefined, some there",  {.usable = 5},                       KHO_UNKNOWN,     false},
        {"zero, some there",       {.usable = 5, .amc_defined = true},  KHO_UNKNOWN,     false},
        {"undefined, none there",  {.usable = 0},                       KHO_STOCKED_OUT, true },
        {"zero, none there",       {.usable = 0, .amc_defined = true},  KHO_STOCKED_OUT, true },
        {"zero, less than none",   {.usable = -3, .amc_defined = true}, KHO_STOCKED_OUT,
         true                                                                                 },
        {"on its way, none there", {.usable = 0, .in_transit = 9},      KHO_STOCKED_OUT, true },
        {"undefined means it",     {.usable = 5, .amc = {10, 1}},       KHO_UNKNOWN,     false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const kho_judgement out = judge(kho_rule_builtin(), cases[i].position);

        cr_expect(eq(int, out.standing, cases[i].standing), "%s", cases[i].why);
        cr_expect(eq(int, out.by_hand, cases[i].by_hand), "%s", cases[i].why);
        cr_expect(not(out.months_defined), "%s", cases[i].why);
        cr_expect(is(out.months, 0, 1), "%s", cases[i].why);
        cr_expect(eq(i64, out.to_order, 0), "%s", cases[i].why);
    }
    cr_expect(not(judge(kho_rule_builtin(), ten_a_month(0)).by_hand),
        "a stock-out with a consumption is reckoned");
}

Test(judge, months_of_stock_are_usable_over_consumption)
{
    kho_judgement out = judge(kho_rule_builtin(),
        (kho_position){
            .usable = 20, .in_transit = 100, .amc_defined = true, .amc = {47, 3}
    });

    cr_assert(out.months_defined);
    cr_assert(is(out.months, 60, 47), "what is on its way isn't there yet");
    cr_assert(is(judge(kho_rule_builtin(), ten_a_month(0)).months, 0, 1));
    cr_assert(judge(kho_rule_builtin(), ten_a_month(0)).months_defined);
}

/* 15 in 3 months, 7 there, 2 months wanted: in doubles (2 - 7/5) * 5 is above 3. */
Test(judge, peers_defect_1_an_order_is_not_a_unit_too_high)
{
    const kho_consumed months[] = {
        {15, 0, 30, true},
        {0,  0, 30, true},
        {0,  0, 31, true}
    };
    kho_rule rule = *kho_rule_builtin();
    kho_position position = {.usable = 7, .pack = 1};
    kho_judgement out;

    rule.max_months = (kho_rational){2, 1};
    cr_assert(
        eq(int, kho_amc(&rule, months, 3, &position.amc_defined, &position.amc), KHO_OK));
    cr_assert(is(position.amc, 5, 1));
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_OK));
    cr_assert(eq(i64, out.to_order, 3));
}

/* All of the peer's cases: consumed in 3, 6 or 12 months, without days out, against
 * integers. */
Test(judge, peers_defect_1_orders_are_exact_over_its_whole_grid)
{
    kho_rule rule = *kho_rule_builtin();

    for (int64_t window = 3; window <= 12; window *= 2) {
        for (int64_t max = 2; max <= 6; max++) {
            rule.max_months = (kho_rational){max, 1};
            for (int64_t consumed = 1; consumed <= 600; consumed++) {
                for (int64_t usable = 0; usable <= 196; usable += 7) {
                    kho_position position = {
                        .usable = usable, .pack = 1, .amc_defined = true};
                    const int64_t need = max * consumed - usable * window;
                    kho_judgement out;

                    if (kho__rational_make(consumed, window, &position.amc) < 0 ||
                        kho_judge(&rule, &position, &out) < 0 ||
                        out.to_order != (need > 0 ? (need + window - 1) / window : 0))
                        cr_fatal("%d in %d months, %d there, max %d", (int)consumed,
                            (int)window, (int)usable, (int)max);
                }
            }
        }
    }
}

/* 23 in the 23 days that there was stock is 30 in 30; with a rounded quotient it came
 * to 31. */
Test(judge, peers_defect_2_lifted_consumption_is_not_a_unit_too_high)
{
    const kho_consumed month = {23, 7, 30, true};
    kho_rule rule = *kho_rule_builtin();
    kho_position position = {.pack = 1};
    kho_judgement out;

    rule.max_months = (kho_rational){1, 1};
    cr_assert(
        eq(int, kho_amc(&rule, &month, 1, &position.amc_defined, &position.amc), KHO_OK));
    cr_assert(is(position.amc, 30, 1));
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_OK));
    cr_assert(eq(i64, out.to_order, 30));
}

Test(judge, what_is_coming_lowers_an_order_and_what_will_expire_raises_it)
{
    const struct {
        kho_position position;
        int64_t to_order;
    } cases[] = {
        {{.usable = 4},                                    26},
        {{.usable = 4, .in_transit = 20},                  6 },
        {{.usable = 4, .in_transit = 26},                  0 },
        {{.usable = 4, .in_transit = 27},                  0 },
        {{.usable = 24, .expiring = 14},                   20},
        {{.usable = 24, .in_transit = 10, .expiring = 14}, 10},
        {{.usable = -5},                                   35}, /* what is missing, too */
        {{.usable = INT64_MAX, .in_transit = 0},           0 },
        {{.usable = INT64_MAX, .expiring = INT64_MAX},     30},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_position position = cases[i].position;

        position.amc_defined = true;
        position.amc = (kho_rational){10, 1};
        cr_expect(
            eq(i64, judge(kho_rule_builtin(), position).to_order, cases[i].to_order),
            "%zu", i);
    }
}

Test(judge, an_order_is_rounded_to_packs_as_the_rule_says)
{
    const struct {
        kho_packs packs;
        int64_t usable, pack, to_order;
    } cases[] = {
        {KHO_PACKS_NONE,    0,  12,        30       },
        {KHO_PACKS_UP,      0,  12,        36       },
        {KHO_PACKS_UP,      0,  10,        30       },
        {KHO_PACKS_UP,      29, 10,        10       },
        {KHO_PACKS_UP,      30, 10,        0        },
        {KHO_PACKS_UP,      0,  1,         30       },
        {KHO_PACKS_NEAREST, 0,  12,        36       }, /* 2.5 packs: half is up */
        {KHO_PACKS_NEAREST, 1,  12,        24       },
        {KHO_PACKS_NEAREST, 0,  13,        26       },
        {KHO_PACKS_NEAREST, 25, 12,        0        },
        {KHO_PACKS_NEAREST, 24, 12,        12       },
        {KHO_PACKS_NEAREST, 0,  7,         28       },
        {KHO_PACKS_UP,      29, INT64_MAX, INT64_MAX},
        {KHO_PACKS_NEAREST, 29, INT64_MAX, 0        },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rule rule = *kho_rule_builtin();
        kho_position position = ten_a_month(cases[i].usable);

        rule.packs = cases[i].packs;
        position.pack = cases[i].pack;
        cr_expect(eq(i64, judge(&rule, position).to_order, cases[i].to_order), "%zu", i);
    }
}

Test(judge, a_fraction_of_a_unit_is_ordered_as_a_unit)
{
    kho_position position = {
        .usable = 45, .amc_defined = true, .amc = {46, 3}
    };
    kho_rule rule = *kho_rule_builtin();

    cr_assert(eq(i64, judge(&rule, position).to_order, 1), "46 - 45");
    rule.max_months = (kho_rational){59, 20};
    cr_assert(eq(i64, judge(&rule, position).to_order, 1), "45.23 - 45");
    position.usable = 46;
    cr_assert(eq(i64, judge(&rule, position).to_order, 0));
}

Test(judge, continuous_and_standard_order_only_at_the_minimum_or_below)
{
    const kho_policy policies[] = {KHO_CONTINUOUS, KHO_STANDARD};
    kho_rule rule = *kho_rule_builtin();
    kho_position arriving = ten_a_month(5), expiring = ten_a_month(16);

    arriving.in_transit = 6;
    expiring.expiring = 6;
    cr_expect(
        eq(i64, judge(&rule, ten_a_month(11)).to_order, 19), "periodic always orders");
    for (size_t i = 0; i < 2; i++) {
        rule.policy = policies[i];
        cr_expect(eq(i64, judge(&rule, ten_a_month(10)).to_order, 20), "at the minimum");
        cr_expect(eq(i64, judge(&rule, ten_a_month(11)).to_order, 0), "above it");
        cr_expect(eq(i64, judge(&rule, ten_a_month(0)).to_order, 30));
        cr_expect(
            eq(i64, judge(&rule, arriving).to_order, 0), "the position is what counts");
        cr_expect(eq(i64, judge(&rule, expiring).to_order, 20), "less what will expire");

        /* 15 2/3 is the minimum. */
        cr_expect(eq(i64,
            judge(&rule,
                (kho_position){
                    .usable = 15, .amc_defined = true, .amc = {47, 3}
        })
                .to_order,
            32));
        cr_expect(eq(i64,
            judge(&rule,
                (kho_position){
                    .usable = 16, .amc_defined = true, .amc = {47, 3}
        })
                .to_order,
            0));
    }
}

static kho_date day(const char *text)
{
    kho_date date;

    cr_assert(eq(int, kho_date_parse(text, &date), KHO_OK));
    return date;
}

Test(judge, says_the_position_the_target_and_what_is_needed_before_packs)
{
    kho_position position = {
        .usable = 20,
        .in_transit = 9,
        .expiring = 4,
        .pack = 10,
        .amc_defined = true,
        .amc = {47, 3}
    };
    kho_judgement out = judge(kho_rule_builtin(), position);

    cr_expect(eq(i64, out.position, 25));
    cr_expect(is(out.target, 47, 1));
    cr_expect(out.due);
    cr_expect(eq(i64, out.needed, 22));
    cr_expect(eq(i64, out.to_order, 30));

    position.amc = (kho_rational){47, 4};
    out = judge(kho_rule_builtin(), position);
    cr_expect(is(out.target, 141, 4)); /* 35 1/4 */
    cr_expect(eq(i64, out.needed, 11));

    position.in_transit = 100;
    out = judge(kho_rule_builtin(), position);
    cr_expect(eq(i64, out.position, 116));
    cr_expect(eq(i64, out.needed, 0));
    cr_expect(out.due, "periodic is always due");
}

Test(judge, an_order_is_due_as_the_policy_says)
{
    kho_rule rule = *kho_rule_builtin();

    rule.policy = KHO_CONTINUOUS;
    cr_expect(judge(&rule, ten_a_month(10)).due);
    cr_expect(not(judge(&rule, ten_a_month(11)).due));
    cr_expect(eq(i64, judge(&rule, ten_a_month(11)).needed, 0));
    rule.policy = KHO_STANDARD;
    cr_expect(judge(&rule, ten_a_month(10)).due);
    cr_expect(not(judge(&rule, ten_a_month(11)).due));
    cr_expect(is(judge(&rule, ten_a_month(11)).target, 30, 1), "due or not");

    /* Without a consumption no policy orders. */
    cr_expect(not(judge(kho_rule_builtin(), (kho_position){.usable = 5}).due));
    cr_expect(is(judge(kho_rule_builtin(), (kho_position){.usable = 5}).target, 0, 1));
    cr_expect(
        eq(i64, judge(kho_rule_builtin(), (kho_position){.usable = 5}).position, 5));
}

Test(judge, tells_to_which_day_the_stock_lasts)
{
    kho_rule rule = *kho_rule_builtin();
    kho_position position = {
        .usable = 30,
        .in_transit = 500,
        .pack = 1,
        .amc_defined = true,
        .amc = {90, 1},
        .on = day("2026-11-21")
    };

    cr_expect(eq(int, judge(&rule, position).run_out, day("2026-12-01")), "10 days");
    rule.month_calendar = true; /* 27 to the end of November, then 90/31 a day */
    cr_expect(eq(int, judge(&rule, position).run_out, day("2026-12-01")));
    position.usable = 29;
    cr_expect(eq(int, judge(&rule, position).run_out, day("2026-11-30")));
    position.usable = 0;
    cr_expect(eq(int, judge(&rule, position).run_out, day("2026-11-21")), "it is over");
    position.amc_defined = false;
    cr_expect(eq(int, judge(&rule, position).run_out, day("2026-11-21")));
    position.usable = 1;
    cr_expect(eq(int, judge(&rule, position).run_out, KHO_NO_DATE), "nobody knows");
    position.amc_defined = true;
    position.amc = (kho_rational){0, 1};
    cr_expect(eq(int, judge(&rule, position).run_out, KHO_NO_DATE), "never");
    position.amc = (kho_rational){1, 1};
    position.usable = 2078;
    cr_expect(eq(int, judge(&rule, position).run_out, KHO_NO_DATE), "after 2199");
}

Test(judge, comparisons_are_exact_for_all_that_fits)
{
    kho_rule rule = *kho_rule_builtin();
    kho_position position = {
        .pack = 1, .amc_defined = true, .amc = {INT64_MAX, INT64_MAX - 1}
    };
    kho_judgement out;

    /* The minimum is a hair above 1. */
    position.usable = 1;
    cr_assert(eq(int, judge(&rule, position).standing, KHO_LOW));
    rule.min_months = (kho_rational){INT64_MAX - 1, INT64_MAX};
    cr_assert(
        eq(int, judge(&rule, position).standing, KHO_ADEQUATE), "and now exactly 1");

    position.amc = (kho_rational){INT64_MAX, 1};
    position.usable = 0;
    rule = *kho_rule_builtin();
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_EOVERFLOW), "a target");
    rule.max_months = (kho_rational){1, 1};
    cr_assert(eq(i64, judge(&rule, position).to_order, INT64_MAX));
    position.usable = -1;
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_EOVERFLOW), "by one unit");
    position.usable = 0;
    position.in_transit = INT64_MAX;
    cr_assert(eq(i64, judge(&rule, position).to_order, 0));
    position.usable = 1;
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_EOVERFLOW), "a position");
    position.usable = 0;
    position.in_transit = 0;
    position.pack = 2;
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_EOVERFLOW), "by the pack");
    position = (kho_position){
        .usable = INT64_MAX, .pack = 1, .amc_defined = true, .amc = {1, INT64_MAX}
    };
    cr_assert(
        eq(int, kho_judge(&rule, &position, &out), KHO_EOVERFLOW), "months of stock");
    cr_assert(eq(int, kho_error_last()->status, KHO_EOVERFLOW));
}

Test(judge, nonsense_is_refused_and_changes_nothing)
{
    const struct {
        const char *why;
        kho_position position;
    } cases[] = {
        {"no pack",         {.pack = 0}                                     },
        {"a negative pack", {.pack = -1}                                    },
        {"no denominator",  {.pack = 1, .amc_defined = true, .amc = {1, 0}} },
        {"a negative one",  {.pack = 1, .amc_defined = true, .amc = {1, -1}}},
        {"a negative mean", {.pack = 1, .amc_defined = true, .amc = {-1, 1}}},
    };
    kho_rule rules[] = {*kho_rule_builtin(), *kho_rule_builtin(), *kho_rule_builtin()};
    kho_judgement out = {.to_order = -77};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(eq(int, kho_judge(kho_rule_builtin(), &cases[i].position, &out),
                      KHO_EINVALID),
            "%s", cases[i].why);
        cr_expect(eq(i64, out.to_order, -77), "%s", cases[i].why);
    }
    rules[0].min_months = (kho_rational){1, 0};
    rules[1].max_months = (kho_rational){-1, 1};
    rules[2].emergency_months = (kho_rational){0, 0};
    for (size_t i = 0; i < 3; i++)
        cr_expect(eq(
            int, kho_judge(&rules[i], &(kho_position){.pack = 1}, &out), KHO_EINVALID));
    cr_expect(
        eq(int, kho_judge(kho_rule_builtin(), &(kho_position){.pack = 1}, &out), KHO_OK),
        "an undefined mean may be anything");
}

Test(judge, standings_have_words)
{
    const char *const words[] = {
        "stocked_out", "unknown", "emergency", "low", "over", "adequate"};

    for (int i = 0; i < 6; i++)
        cr_expect(eq(str, (char *)kho_standing_word((kho_standing)i), (char *)words[i]));
    cr_expect(zero(ptr, (void *)kho_standing_word((kho_standing)6)));
    cr_expect(zero(ptr, (void *)kho_standing_word((kho_standing)-1)));
}

enum {
    MONTHS,
    MONTH_DAYS,
    MIN,
    MAX,
    EMERGENCY,
    USABLE,
    IN_TRANSIT,
    PACK,
    PACKS,
    AMC,
    AMC_PRINTED,
    MONTHS_OF_STOCK,
    STATUS,
    TO_ORDER,
    FIELDS
};

/* "90:10 0:30": consumed and days out, month by month. */
static size_t read_months(char *text, int days, kho_consumed *months, size_t most)
{
    size_t count = 0;

    for (char *month; (month = strsep(&text, " ")) && count < most; count++) {
        char *out;

        months[count] = (kho_consumed){strtoll(month, &out, 10), 0, days, true};
        cr_assert(eq(chr, *out, ':'));
        months[count].days_out = (int)strtol(out + 1, NULL, 10);
    }
    return count;
}

static void expect_fraction(kho_rational value, const char *expected, size_t row)
{
    char text[64];

    snprintf(
        text, sizeof(text), "%" PRId64 "/%" PRId64, value.numerator, value.denominator);
    cr_expect(eq(str, text, (char *)expected), "row %zu", row);
}

static void check_vector(char *fields[], size_t row)
{
    const int days = (int)strtol(fields[MONTH_DAYS], NULL, 10);
    kho_rule rule = *kho_rule_builtin();
    kho_position position = {
        .usable = strtoll(fields[USABLE], NULL, 10),
        .in_transit = strtoll(fields[IN_TRANSIT], NULL, 10),
        .pack = strtoll(fields[PACK], NULL, 10),
    };
    kho_consumed months[60];
    const size_t count = read_months(fields[MONTHS], days, months, 60);
    char printed[KHO__RATIONAL_TEXT];
    kho_judgement out;

    rule.month_calendar = true; /* the vector says how many days a month has */
    rule.packs = strcmp(fields[PACKS], "up") == 0        ? KHO_PACKS_UP
                 : strcmp(fields[PACKS], "nearest") == 0 ? KHO_PACKS_NEAREST
                                                         : KHO_PACKS_NONE;
    cr_assert(eq(int, kho__rational_parse(fields[MIN], &rule.min_months), KHO_OK));
    cr_assert(eq(int, kho__rational_parse(fields[MAX], &rule.max_months), KHO_OK));
    cr_assert(
        eq(int, kho__rational_parse(fields[EMERGENCY], &rule.emergency_months), KHO_OK));
    cr_assert(eq(int, kho_amc(&rule, months, count, &position.amc_defined, &position.amc),
        KHO_OK));
    cr_assert(eq(int, kho_judge(&rule, &position, &out), KHO_OK));

    expect_fraction(position.amc, fields[AMC], row);
    kho__rational_print(position.amc, 0, printed, sizeof(printed));
    cr_expect(eq(str, printed, fields[AMC_PRINTED]), "row %zu", row);
    cr_expect(
        eq(int, out.months_defined, fields[MONTHS_OF_STOCK][0] != '\0'), "row %zu", row);
    if (out.months_defined)
        expect_fraction(out.months, fields[MONTHS_OF_STOCK], row);
    cr_expect(
        eq(str, (char *)kho_standing_word(out.standing), fields[STATUS]), "row %zu", row);
    cr_expect(eq(i64, out.to_order, strtoll(fields[TO_ORDER], NULL, 10)), "row %zu", row);
}

Test(judge, agrees_with_2000_exact_vectors)
{
    char line[4096], path[1024];
    size_t rows = 0;
    FILE *file;

    NEED_SHARED("vectors/judge.csv", path, (void)0);
    file = fopen(path, "r");
    cr_assert(ne(ptr, file, NULL));
    cr_assert(ne(ptr, fgets(line, sizeof(line), file), NULL));
    while (fgets(line, sizeof(line), file)) {
        char *rest = line, *fields[FIELDS];

        line[strcspn(line, "\r\n")] = '\0';
        for (size_t i = 0; i < FIELDS; i++) {
            cr_assert(ne(ptr, rest, NULL));
            fields[i] = strsep(&rest, ",");
        }
        cr_assert(zero(ptr, rest));
        check_vector(fields, ++rows);
    }
    fclose(file);
    cr_assert(eq(sz, rows, 2000));
}

static int64_t wild(void)
{
    const int bits = (int)(random() % 63) + 1;
    const uint64_t value =
        (uint64_t)random() << 32 ^ (uint64_t)random() << 1 ^ (uint64_t)random() % 2;

    return (int64_t)(value & (((uint64_t)1 << bits) - 1));
}

/* Of any magnitude: refused, or right by what can be said without the same arithmetic. */
Test(judge, numbers_of_any_size_are_judged_or_refused)
{
    int judged = 0;

    srandom(20261122);
    for (int round = 0; round < 20000; round++) {
        kho_rule rule = *kho_rule_builtin();
        kho_position position = {.usable = wild(),
            .in_transit = wild(),
            .pack = 1,
            .amc_defined = true,
            .on = (kho_date)(random() % 60000)};
        kho_judgement out = {.to_order = -77};

        rule.month_calendar = round % 2;
        rule.packs = (kho_packs)(round % 3);
        position.expiring = round % 5 ? 0 : position.usable / 2;
        position.pack += wild() >> (random() % 62);
        cr_assert(eq(int,
            kho__rational_make(wild(), 1 + (kho__wide)wild(), &position.amc), KHO_OK));
        if (kho_judge(&rule, &position, &out) < 0) {
            cr_assert(eq(int, kho_error_last()->status, KHO_EOVERFLOW));
            cr_assert(eq(i64, out.to_order, -77));
            continue;
        }
        judged++;
        cr_assert(eq(i64, out.position,
            position.usable - position.expiring + position.in_transit));
        cr_assert(ge(i64, out.needed, 0), "%d", round);
        if (out.needed && position.amc.numerator) {
            const kho_rational reached = {out.position + out.needed, 1},
                               before = {out.position + out.needed - 1, 1};

            cr_assert(kho__rational_compare(reached, out.target) >= 0, "%d", round);
            cr_assert(kho__rational_compare(before, out.target) < 0, "%d", round);
        }
        if (rule.packs == KHO_PACKS_NONE)
            cr_assert(eq(i64, out.to_order, out.needed), "%d", round);
        else
            cr_assert(zero(i64, out.to_order % position.pack), "%d", round);
        if (rule.packs == KHO_PACKS_UP)
            cr_assert(
                out.to_order >= out.needed && out.to_order - out.needed < position.pack,
                "%d", round);
        if (out.run_out != KHO_NO_DATE && position.usable > 0) {
            cr_assert(kho__pace_used(&rule, position.amc, position.on, out.run_out) <=
                          position.usable,
                "%d", round);
            cr_assert(kho__pace_used(&rule, position.amc, position.on, out.run_out + 1) >=
                          position.usable,
                "%d", round);
        }
    }
    cr_expect(judged > 5000, "only %d", judged);
}
