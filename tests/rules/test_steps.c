#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/formula.h"
#include "rules/pace.h"
#include "rules/steps.h"

TestSuite(steps);

enum { MOST = 8 };

/* A line to be judged and told. */
typedef struct line {
    kho_rule rule;
    kho_consumed months[MOST];
    uint8_t whys[MOST];
    size_t month_count;
    kho__dated lots[MOST];
    size_t lot_count;
    int64_t pack;
    const char *on;
    kho__judged judged;
    kho__steps steps;
    kho_status status;
} line;

static kho_date day(const char *text)
{
    kho_date date;

    cr_assert(eq(int, kho_date_parse(text, &date), KHO_OK));
    return date;
}

/* Judge as the reports do, and tell how. */
static kho_status tell(line *it, kho_date on)
{
    kho__judged *judged = &it->judged;
    kho_status status;

    *judged = (kho__judged){
        .rule = &it->rule,
        .first = kho_month_of(on) - (kho_month)it->month_count,
        .months = it->months,
        .whys = it->whys,
        .month_count = it->month_count,
        .lots = it->lots,
        .lot_count = it->lot_count,
        .position = {.pack = it->pack ? it->pack : 1, .on = on}
    };
    it->steps = (kho__steps){0};
    cr_assert(
        eq(sz, kho__dated_order(it->lots, it->lot_count), it->lot_count), "lots differ");
    for (size_t i = 0; i < it->lot_count; i++)
        *(it->lots[i].road ? &judged->position.in_transit : &judged->position.usable) +=
            it->lots[i].quantity;
    if ((status = kho_amc(&it->rule, it->months, it->month_count,
             &judged->position.amc_defined, &judged->position.amc)) < 0 ||
        (status = kho__expiring(&it->rule, judged->position.amc, on, it->lots,
             it->lot_count, &judged->position.expiring)) < 0 ||
        (status = kho_judge(&it->rule, &judged->position, &judged->judgement)) < 0)
        return status;
    return kho__steps_tell(&it->steps, judged);
}

static const char *or_none(const char *text)
{
    return text ? text : "-";
}

/* "amc: (135 + 90 + 45) / 3 = 90" */
static void write_step(const kho__step *step, char *out, size_t size)
{
    char month[16];

    snprintf(out, size, "%s%s%s%s: %s = %s", kho__step_names[step->kind].word,
        step->kind == KHO__STEP_MONTH ? " " : "",
        step->kind == KHO__STEP_MONTH ? kho_month_format(step->month, month) : "",
        step->lot && step->lot->road ? " on the road" : "",
        or_none(step->instead ? step->instead->word : step->formula),
        or_none(step->word ? step->word->word : step->value));
}

/* Expect these steps among those of the line, in this order. */
static void expect(line it, const char *const *steps)
{
    char text[256];
    size_t at = 0;

    if (it.rule.window == 0)
        it.rule = *kho_rule_builtin();
    cr_assert(eq(int, tell(&it, day(it.on)), KHO_OK), "%s", kho_error_last()->message);
    for (; *steps; steps++) {
        for (text[0] = '\0'; at < it.steps.count && strcmp(text, *steps) != 0; at++)
            write_step(&it.steps.all[at], text, sizeof(text));
        if (strcmp(text, *steps) == 0)
            continue;
        for (size_t i = 0; i < it.steps.count; i++) {
            write_step(&it.steps.all[i], text, sizeof(text));
            fprintf(stderr, "  %s\n", text);
        }
        cr_assert(false, "not among them: %s", *steps);
    }
    kho__steps_free(&it.steps);
}

#define EXPECT(it, ...) expect(it, (const char *const[]){__VA_ARGS__, NULL})

static kho_rule with(void (*change)(kho_rule *))
{
    kho_rule rule = *kho_rule_builtin();

    change(&rule);
    return rule;
}

static kho__dated lot(const char *expiry, int64_t quantity)
{
    return (kho__dated){
        .expiry = *expiry ? day(expiry) : KHO_NO_DATE, .quantity = quantity};
}

static kho__dated on_road(kho__dated lot)
{
    lot.road = true;
    return lot;
}

Test(steps, an_emergency_from_its_months_to_its_packs)
{
    EXPECT(((line){
               .months = {{90, 10, 31, true}, {90, 0, 30, true}, {30, 10, 31, true}},
               .month_count = 3,
               .lots = {lot("",                  30)                             },
               .lot_count = 1,
               .pack = 144,
               .on = "2026-11-21",
    }),
        "month 2026-08: 90 * 30 / (30 - 10) = 135", "month 2026-09: 90 = 90",
        "month 2026-10: 30 * 30 / (30 - 10) = 45", "amc: (135 + 90 + 45) / 3 = 90",
        "usable: 30 = 30", "in_transit: 0 = 0", "expiring: 0 = 0",
        "position: 30 + 0 - 0 = 30", "min: 1 * 90 = 90", "max: 3 * 90 = 270",
        "emergency: 1/2 * 90 = 45", "months: 30 / 90 = 1/3",
        "status: 30 <= 1/2 * 90 = emergency", "policy: - = periodic", "due: - = yes",
        "order: ceil(270 - 30) = 240", "packs: ceil(240 / 144) * 144 = 288",
        "run_out: 2026-11-21 + floor(30 * 30 / 90) = 2026-12-01");
}

Test(steps, what_expires_is_told_lot_by_lot_in_order_of_use)
{
    EXPECT(((line){
               .months = {{30, 0, 31, true}},
               .month_count = 1,
               .lots = { lot("2027-01-20", 50), on_road(lot("2027-01-20", 25)),
                          lot("2026-12-21", 40), lot("", 7)},
               .lot_count = 4,
               .on = "2026-11-21",
    }),
        "amc: (30) / 1 = 30", "usable: 40 + 50 + 7 = 97", "in_transit: 25 = 25",
        "at_risk: max(0, 40 - max(0, floor(30 * 30 / 30) - 0)) = 10",
        "at_risk: max(0, 50 - max(0, floor(30 * 60 / 30) - 30)) = 20",
        "at_risk on the road: max(0, 25 - max(0, floor(30 * 60 / 30) - 60)) = 25",
        "expiring: 10 + 20 + 25 = 55", "position: 97 + 25 - 55 = 67",
        "status: 97 > 3 * 30 = over", "order: ceil(90 - 67) = 23");
}

static void calendar(kho_rule *rule)
{
    rule->month_calendar = true;
}

Test(steps, months_of_the_calendar_have_their_own_days)
{
    /* 2027-02-14 to 2027-05-10: half of February, March, April and 10/31 of May. */
    EXPECT(((line){
               .rule = with(calendar),
               .months = {{62, 15, 31, true}, {28, 7, 28, true}},
               .month_count = 2,
               .lots = { lot("2027-05-10", 200),                lot("2027-05-31", 40)},
               .lot_count = 2,
               .on = "2027-02-14",
    }),
        "month 2026-12: 62 * 31 / (31 - 15) = 961/8",
        "month 2027-01: 28 * 28 / (28 - 7) = 112/3", "amc: (961/8 + 112/3) / 2 = 3779/48",
        "at_risk: max(0, 200 - max(0, floor(3779/48 * (14/28 + 2 + 10/31)) - 0)) = 0",
        "at_risk: max(0, 40 - max(0, floor(3779/48 * (14/28 + 3)) - 200)) = 0",
        "run_out: 3779/48 * (14/28 + 2 + 17/31) <= 240 < 3779/48 * (14/28 + 2 + 18/31) = "
        "2027-05-17");
    EXPECT(((line){
               .rule = with(calendar),
               .months = {{29, 0, 31, true}},
               .month_count = 1,
               .lots = {lot("", 28)},
               .lot_count = 1,
               .on = "2028-01-31",
           }),
        "run_out: 29 * (28/29) <= 28 < 29 * (1) = 2028-02-28");
    EXPECT(((line){
               .rule = with(calendar),
               .months = {{100, 0, 31, true}},
               .month_count = 1,
               .lots = {lot("2026-12-31", 1)},
               .lot_count = 1,
               .on = "2026-12-31",
           }),
        "at_risk: max(0, 1 - max(0, floor(100 * 0) - 0)) = 1",
        "run_out: 100 * 0 <= 1 < 100 * (1/31) = 2026-12-31");
}

static void skipping(kho_rule *rule)
{
    rule->all_out = KHO_SKIP;
}

static void zeroing(kho_rule *rule)
{
    rule->all_out = KHO_ZERO;
}

static void plain(kho_rule *rule)
{
    rule->normalise = false;
}

Test(steps, a_month_that_was_out_throughout_counts_as_the_rule_says)
{
    line it = {
        .months = {{8, 30, 31, true}, {12, 15, 30, true}},
        .month_count = 2,
        .on = "2026-11-21",
    };

    EXPECT(it, "month 2026-09: 8 = 8", "month 2026-10: 12 * 30 / (30 - 15) = 24",
        "amc: (8 + 24) / 2 = 16");
    it.rule = with(skipping);
    EXPECT(it, "month 2026-09: out_throughout = -",
        "month 2026-10: 12 * 30 / (30 - 15) = 24", "amc: (24) / 1 = 24");
    it.rule = with(zeroing);
    EXPECT(it, "month 2026-09: 8 * 0 = 0", "amc: (0 + 24) / 2 = 12");
    it.rule = with(plain);
    EXPECT(
        it, "month 2026-09: 8 = 8", "month 2026-10: 12 = 12", "amc: (8 + 12) / 2 = 10");
}

Test(steps, months_that_do_not_count_say_why)
{
    line it = {
        .months = {{0}, {0},                      {9, 0, 31, true}},
        .whys = {KHO__INSTEAD_BEFORE_RECEIPT,   KHO__INSTEAD_NO_RETURN},
        .month_count = 3,
        .lots = {lot("",   4)                     },
        .lot_count = 1,
        .on = "2026-11-21",
    };

    EXPECT(it, "month 2026-08: before_receipt = -", "month 2026-09: no_return = -",
        "month 2026-10: 9 = 9", "amc: (9) / 1 = 9");
    it.months[2].counts = false;
    EXPECT(it, "month 2026-10: before_receipt = -", "amc: no_month = -", "usable: 4 = 4",
        "expiring: 0 = 0", "position: 4 + 0 - 0 = 4", "months: no_month = -",
        "status: no_month = unknown", "order: no_month = 0", "run_out: no_month = -");
    it.lot_count = 0;
    EXPECT(it, "usable: 0 = 0", "status: 0 <= 0 = stocked_out", "order: by_hand = -",
        "run_out: 2026-11-21 = 2026-11-21");
}

Test(steps, where_more_came_back_than_went_the_mean_is_0)
{
    line it = {
        .months = {{-6, 15, 30, true}, {5, 0, 31, true}},
        .month_count = 2,
        .lots = {lot("2026-12-31",   4)              },
        .lot_count = 1,
        .on = "2026-11-21",
    };

    EXPECT(it, "month 2026-09: (-6) * 30 / (30 - 15) = -12", "month 2026-10: 5 = 5",
        "amc: max(0, ((-12) + 5) / 2) = 0", "expiring: 0 = 0", "months: no_use = -",
        "status: no_use = unknown", "order: no_use = 0", "run_out: no_use = -");
    it.months[1].quantity = 22;
    EXPECT(it, "amc: max(0, ((-12) + 22) / 2) = 5");
}

static void following(kho_rule *rule)
{
    rule->policy = KHO_STANDARD;
    rule->min_follows = rule->max_follows = true;
    rule->lead_months = (kho_rational){1, 1};
    rule->safety_months = (kho_rational){1, 2};
    rule->review_months = (kho_rational){3, 1};
    rule->min_months = (kho_rational){9, 2};
    rule->max_months = (kho_rational){15, 2};
    rule->packs = KHO_PACKS_NEAREST;
}

Test(steps, levels_that_follow_show_what_they_follow_from_and_policies_compare)
{
    line it = {
        .rule = with(following),
        .months = {{10, 0, 31, true}},
        .month_count = 1,
        .lots = {lot("", 45)},
        .lot_count = 1,
        .pack = 12,
        .on = "2026-11-21",
    };

    EXPECT(it, "min: (1 + 1/2 + 3) * 10 = 45", "max: (9/2 + 3) * 10 = 75",
        "status: 9/2 * 10 <= 45 <= 15/2 * 10 = adequate", "policy: - = standard",
        "due: 45 <= 9/2 * 10 = yes", "order: ceil(75 - 45) = 30",
        "packs: floor(30 / 12 + 1/2) * 12 = 36");
    it.lots[0].quantity = 46;
    EXPECT(it, "due: 46 <= 9/2 * 10 = no", "order: not_due = 0",
        "run_out: 2026-11-21 + floor(46 * 30 / 10) = 2027-04-08");
    it.lots[0].quantity = 44;
    EXPECT(it, "status: 44 < 9/2 * 10 = low");
    it.rule.policy = KHO_CONTINUOUS;
    it.rule.min_months = (kho_rational){3, 2};
    it.rule.max_follows = false;
    it.rule.packs = KHO_PACKS_NONE;
    it.lots[0].quantity = 9;
    EXPECT(it, "min: (1 + 1/2) * 10 = 15", "max: 15/2 * 10 = 75",
        "policy: - = continuous", "due: 9 <= 3/2 * 10 = yes", "order: ceil(75 - 9) = 66",
        "packs: 66 = 66");
}

Test(steps, nothing_to_order_and_far_away_days)
{
    EXPECT(((line){
               .months = {{1, 0, 31, true}},
               .month_count = 1,
               .lots = {lot("", 9000)},
               .lot_count = 1,
               .on = "2026-11-21",
           }),
        "status: 9000 > 3 * 1 = over", "order: max(0, ceil(3 - 9000)) = 0",
        "packs: ceil(0 / 1) * 1 = 0", "run_out: after_2199 = -");
    EXPECT(((line){
               .months = {{47, 0, 31, true}, {0, 0, 30, true}, {0, 0, 31, true}},
               .month_count = 3,
               .lots = {lot("",                 30)                           },
               .lot_count = 1,
               .on = "2026-11-21",
    }),
        "min: 1 * 47/3 = 47/3", "months: 30 / (47/3) = 90/47",
        "order: ceil(47 - 30) = 17",
        "run_out: 2026-11-21 + floor(30 * 30 / (47/3)) = 2027-01-17");
}

static int64_t between(int64_t least, int64_t most)
{
    return least + (int64_t)((uint64_t)random() % (uint64_t)(most - least + 1));
}

static kho_rational months_between(int64_t least, int64_t most)
{
    kho_rational made;

    cr_assert(eq(int, kho__rational_make(between(least, most), 4, &made), KHO_OK));
    return made;
}

static void make_rule(kho_rule *rule)
{
    *rule = *kho_rule_builtin();
    rule->month_calendar = between(0, 1);
    rule->normalise = between(0, 4);
    rule->all_out = (kho_all_out)between(0, 2);
    rule->policy = (kho_policy)between(0, 2);
    rule->packs = (kho_packs)between(0, 2);
    rule->emergency_months = months_between(0, 4);
    rule->lead_months = months_between(0, 4);
    rule->safety_months = months_between(1, 4);
    rule->review_months = months_between(1, 12);
    rule->min_follows = between(0, 1);
    rule->max_follows = between(0, 1);
    rule->min_months = months_between(4, 12);
    if (rule->min_follows) {
        cr_assert(kho__rational_add(rule->lead_months, rule->safety_months,
                      &rule->min_months) == KHO_OK);
        if (rule->policy == KHO_STANDARD)
            cr_assert(kho__rational_add(rule->min_months, rule->review_months,
                          &rule->min_months) == KHO_OK);
    }
    cr_assert(kho__rational_add(rule->min_months,
                  rule->max_follows ? rule->review_months : months_between(0, 20),
                  &rule->max_months) == KHO_OK);
}

static void make_line(line *it, kho_date on)
{
    *it = (line){.month_count = (size_t)between(0, 6),
        .lot_count = (size_t)between(0, 5),
        .pack = between(1, 30)};
    make_rule(&it->rule);
    for (size_t i = 0; i < it->month_count; i++) {
        const kho_month month = kho_month_of(on) - (kho_month)(it->month_count - i);
        const int days = kho_month_last(month) - kho_month_first(month) + 1;

        it->months[i] = (kho_consumed){.quantity = between(-20, 150),
            .days_out = between(0, 2) ? 0 : (int)between(0, days),
            .month_days = days,
            .counts = between(0, 5)};
    }
    for (size_t i = 0; i < it->lot_count; i++)
        it->lots[i] = (kho__dated){
            .expiry = between(0, 4) ? on + (kho_date)between(0, 400) : KHO_NO_DATE,
            .quantity = between(1, 200),
            .road = !between(0, 3)};
}

Test(steps, every_formula_gives_its_value_whatever_the_rule)
{
    int seen[KHO__STEPS] = {0};
    int64_t orders = 0;

    srandom(20261121);
    for (int round = 0; round < 3000; round++) {
        const kho_date on = day("2027-12-20") + (kho_date)between(0, 400);
        line it;

        make_line(&it, on);
        cr_assert(
            eq(int, tell(&it, on), KHO_OK), "%d: %s", round, kho_error_last()->message);
        for (size_t i = 0; i < it.steps.count; i++) {
            const kho__step *step = &it.steps.all[i];
            char text[256];

            seen[step->kind]++;
            write_step(step, text, sizeof(text));
            cr_assert(step->instead || formula_gives(step->formula ? step->formula : "",
                                           step->word ? step->word->word : step->value),
                "%d: %s", round, text);
        }
        orders += it.judged.judgement.to_order > 0;
        kho__steps_free(&it.steps);
    }
    /* A test that saw nothing would pass. */
    for (int kind = KHO__STEP_MONTH; kind < KHO__STEP_BECAUSE; kind++)
        cr_expect(ge(int, seen[kind], 501), "%s", kho__step_names[kind].word);
    cr_expect(ge(i64, orders, 501));
}
