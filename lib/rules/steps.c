#include "rules/steps.h"

#include <stdlib.h>

#include "rules/consumption.h"
#include "rules/pace.h"
#include "rules/telling.h"

/* A product that already fitted when it was judged by. */
static kho_rational product(kho__telling *at, kho_rational a, kho_rational b)
{
    kho_rational made = {0, 1};
    const kho_status status = kho__rational_multiply(a, b, &made);

    if (at->status == KHO_OK)
        at->status = status;
    return made;
}

static void tell_month(kho__telling *at, size_t index)
{
    const kho_rule *rule = at->of->rule;
    const kho_consumed *month = &at->of->months[index];
    const kho__month_use use = kho__month_use_of(rule, month);
    const int days = kho__month_days(rule, month);
    kho_rational value = {0, 1};
    kho__step *step;
    bool counts;

    if (use > KHO__MONTH_SKIPPED) {
        kho__tell_int(at, month->quantity);
        if (use == KHO__MONTH_ZERO)
            kho__tell_text(at, " * 0");
        if (use == KHO__MONTH_LIFTED)
            kho__buffer_print(at->out, " * %d / (%d - %d)", days, days, month->days_out);
        if (at->status == KHO_OK)
            at->status = kho_normalise(rule, month, &counts, &value);
        kho__told_number(at, KHO__STEP_MONTH, value);
    } else {
        kho__told_without(at, KHO__STEP_MONTH,
            use == KHO__MONTH_SKIPPED ? KHO__INSTEAD_OUT_THROUGHOUT
                                      : (kho__instead)at->of->whys[index]);
    }
    if ((step = kho__told_last(at)))
        step->month = at->of->first + (kho_month)index;
}

/* The sum of the values of the steps of a kind that have one; gives how many. */
static size_t tell_values(kho__telling *at, kho__step_kind kind)
{
    const kho__steps *const steps = at->steps;
    size_t count = 0;

    for (size_t i = 0; i < steps->count; i++) {
        const char *const value = steps->all[i].value;

        if (steps->all[i].kind != kind || !value)
            continue;
        kho__tell_text(at, count++ ? " + " : "");
        kho__tell_text(at, *value == '-' ? "(" : "");
        kho__tell_text(at, value);
        kho__tell_text(at, *value == '-' ? ")" : "");
    }
    return count;
}

/* The mean of the months that have been told. */
static void tell_mean(kho__telling *at)
{
    const kho_position *const position = &at->of->position;
    bool negative = false;
    size_t count;

    if (!position->amc_defined) {
        kho__told_without(at, KHO__STEP_AMC, KHO__INSTEAD_NO_MONTH);
        return;
    }
    /* The mean is never below 0; where it can't be, the formula needn't say so. */
    for (size_t i = 0; i < at->of->month_count; i++)
        negative |= at->of->months[i].quantity < 0;
    kho__tell_text(at, negative ? "max(0, (" : "(");
    count = tell_values(at, KHO__STEP_MONTH);
    kho__buffer_print(at->out, ") / %zu%s", count, negative ? ")" : "");
    kho__told_number(at, KHO__STEP_AMC, position->amc);
}

/* What lies here, or on the road, lot by lot. */
static void tell_stock(kho__telling *at, kho__step_kind kind, bool road, int64_t sum)
{
    bool some = false;

    for (size_t i = 0; i < at->of->lot_count; i++) {
        if (at->of->lots[i].road != road)
            continue;
        kho__tell_text(at, some ? " + " : "");
        kho__tell_int(at, at->of->lots[i].quantity);
        some = true;
    }
    kho__tell_text(at, some ? "" : "0");
    kho__told_int(at, kind, sum);
}

/* "90 * 50 / 30", or of the calendar's months "90 * (16/31 + 2 + 14/28)": what is used
 * from the day judged on to the end of another. */
static void put_use(kho__telling *at, kho_date until)
{
    const kho_date on = at->of->position.on;
    const kho_month last = kho_month_of(until);
    bool some = false;
    int whole = 0;

    kho__tell_number(at, at->of->position.amc);
    if (until <= on) {
        kho__tell_text(at, " * 0");
        return;
    }
    if (!at->of->rule->month_calendar) {
        kho__buffer_print(at->out, " * %d / %d", until - on, KHO__MONTH_DAYS);
        return;
    }
    kho__tell_text(at, " * (");
    for (kho_month month = kho_month_of(on); month <= last; month++) {
        const kho_date begin = kho_month_first(month), end = kho_month_last(month);
        const kho_date from = on < begin ? begin : on + 1, to = until < end ? until : end;
        const bool all = from == begin && to == end;

        whole += all;
        if (whole && (!all || month == last)) {
            kho__buffer_print(at->out, "%s%d", some ? " + " : "", whole);
            some = true;
            whole = 0;
        }
        if (!all && from <= to) {
            kho__buffer_print(
                at->out, "%s%d/%d", some ? " + " : "", to - from + 1, end - begin + 1);
            some = true;
        }
    }
    kho__tell_text(at, ")");
}

/* Of each lot that expires: what is left of it when that is used that may be by then. */
static void tell_risks(kho__telling *at)
{
    const kho__judged *const of = at->of;
    int64_t used = 0;

    for (size_t i = 0; i < of->lot_count && of->position.amc.numerator > 0; i++) {
        const kho__dated *const lot = &of->lots[i];
        kho__step *step;

        if (lot->expiry != KHO_NO_DATE) {
            kho__buffer_print(
                at->out, "max(0, %lld - max(0, floor(", (long long)lot->quantity);
            put_use(at, lot->expiry);
            kho__buffer_print(at->out, ") - %lld))", (long long)used);
            kho__told_int(at, KHO__STEP_AT_RISK, lot->at_risk);
            if ((step = kho__told_last(at)))
                step->lot = lot;
        }
        used += lot->quantity - lot->at_risk;
    }
}

static void tell_expiring(kho__telling *at)
{
    if (!tell_values(at, KHO__STEP_AT_RISK))
        kho__tell_text(at, "0");
    kho__told_int(at, KHO__STEP_EXPIRING, at->of->position.expiring);
}

static void tell_position(kho__telling *at)
{
    const kho_position *const position = &at->of->position;

    kho__tell_int(at, position->usable);
    kho__tell_text(at, " + ");
    kho__tell_int(at, position->in_transit);
    kho__tell_text(at, " - ");
    kho__tell_int(at, position->expiring);
    kho__told_int(at, KHO__STEP_POSITION, at->of->judgement.position);
}

/* A level in base units: its months, or what they follow from, times the mean. */
static void tell_level(kho__telling *at, kho__step_kind kind, const kho_rational *parts,
    size_t count, kho_rational months)
{
    kho__tell_text(at, count > 1 ? "(" : "");
    for (size_t i = 0; i < count; i++) {
        kho__tell_text(at, i ? " + " : "");
        kho__tell_number(at, parts[i]);
    }
    kho__tell_text(at, count > 1 ? ") * " : " * ");
    kho__tell_number(at, at->of->position.amc);
    kho__told_number(at, kind, product(at, months, at->of->position.amc));
}

static void tell_levels(kho__telling *at)
{
    const kho_rule *const rule = at->of->rule;
    const kho_rational min[] = {
        rule->lead_months, rule->safety_months, rule->review_months};
    const kho_rational max[] = {rule->min_months, rule->review_months};

    if (rule->min_follows)
        tell_level(at, KHO__STEP_MIN, min, rule->policy == KHO_STANDARD ? 3 : 2,
            rule->min_months);
    else
        tell_level(at, KHO__STEP_MIN, &rule->min_months, 1, rule->min_months);
    if (rule->max_follows)
        tell_level(at, KHO__STEP_MAX, max, 2, rule->max_months);
    else
        tell_level(at, KHO__STEP_MAX, &rule->max_months, 1, rule->max_months);
    tell_level(
        at, KHO__STEP_EMERGENCY, &rule->emergency_months, 1, rule->emergency_months);
}

static void tell_months(kho__telling *at, kho__instead without)
{
    const kho_judgement *const made = &at->of->judgement;

    if (made->months_defined) {
        kho__tell_int(at, at->of->position.usable);
        kho__tell_text(at, " / ");
        kho__tell_divisor(at, at->of->position.amc);
        kho__told_number(at, KHO__STEP_MONTHS, made->months);
    } else {
        kho__told_without(at, KHO__STEP_MONTHS, without);
    }
}

static void put_level(kho__telling *at, kho_rational months)
{
    kho__tell_number(at, months);
    kho__tell_text(at, " * ");
    kho__tell_number(at, at->of->position.amc);
}

/* "30 <= 1/2 * 90" */
static void put_compared(kho__telling *at, const char *how, kho_rational months)
{
    kho__tell_int(at, at->of->position.usable);
    kho__tell_text(at, how);
    put_level(at, months);
}

/* What the standing holds by: a comparison that is true. */
static void tell_standing(kho__telling *at, kho__instead without)
{
    const kho_rule *const rule = at->of->rule;
    const kho_standing standing = at->of->judgement.standing;

    switch (standing) {
    case KHO_STOCKED_OUT:
        kho__tell_int(at, at->of->position.usable);
        kho__tell_text(at, " <= 0");
        break;
    case KHO_UNKNOWN:
        break;
    case KHO_EMERGENCY:
        put_compared(at, " <= ", rule->emergency_months);
        break;
    case KHO_LOW:
        put_compared(at, " < ", rule->min_months);
        break;
    case KHO_OVER:
        put_compared(at, " > ", rule->max_months);
        break;
    case KHO_ADEQUATE:
        put_level(at, rule->min_months);
        kho__tell_text(at, " <= ");
        put_compared(at, " <= ", rule->max_months);
        break;
    }
    kho__told_word(at, KHO__STEP_STATUS, &kho__standing_names[standing]);
    if (standing == KHO_UNKNOWN)
        kho__told_instead(at, without);
}

/* Whether the policy orders now. */
static void tell_policy(kho__telling *at)
{
    const kho_rule *const rule = at->of->rule;
    const kho_judgement *const made = &at->of->judgement;

    kho__told_word(at, KHO__STEP_POLICY, &kho__policy_names[rule->policy]);
    if (rule->policy != KHO_PERIODIC) {
        kho__tell_int(at, made->position);
        kho__tell_text(at, " <= ");
        put_level(at, rule->min_months);
    }
    kho__told_word(at, KHO__STEP_DUE, &kho__answer_names[made->due]);
}

/* How much it orders: up to the target, then in packs. */
static void tell_order(kho__telling *at)
{
    const kho_judgement *const made = &at->of->judgement;
    const kho_packs packs = at->of->rule->packs;
    const long long pack = at->of->position.pack, needed = made->needed;

    if (!made->due) {
        kho__told_int(at, KHO__STEP_ORDER, 0);
        kho__told_instead(at, KHO__INSTEAD_NOT_DUE);
        return;
    }
    kho__tell_text(at, needed ? "ceil(" : "max(0, ceil(");
    kho__tell_number(at, made->target);
    kho__tell_text(at, " - ");
    kho__tell_int(at, made->position);
    kho__tell_text(at, needed ? ")" : "))");
    kho__told_int(at, KHO__STEP_ORDER, needed);
    if (packs == KHO_PACKS_UP)
        kho__buffer_print(at->out, "ceil(%lld / %lld) * %lld", needed, pack, pack);
    else if (packs == KHO_PACKS_NEAREST)
        kho__buffer_print(at->out, "floor(%lld / %lld + 1/2) * %lld", needed, pack, pack);
    else
        kho__tell_int(at, needed);
    kho__told_int(at, KHO__STEP_PACKS, made->to_order);
}

/* The day, by 30 to a month "2026-11-21 + floor(30 * 30 / 90)"; by the calendar what is
 * used up to it, and up to the next. */
static void tell_run_out(kho__telling *at, kho__instead without)
{
    const kho_position *const position = &at->of->position;
    const kho_date day = at->of->judgement.run_out;
    char text[16];

    if (day == KHO_NO_DATE) {
        kho__told_without(at, KHO__STEP_RUN_OUT,
            at->of->judgement.months_defined ? KHO__INSTEAD_AFTER_2199 : without);
        return;
    }
    if (position->usable <= 0) {
        kho__tell_date(at, day);
    } else if (at->of->rule->month_calendar) {
        put_use(at, day);
        kho__tell_text(at, " <= ");
        kho__tell_int(at, position->usable);
        kho__tell_text(at, " < ");
        put_use(at, day + 1);
    } else {
        kho__tell_date(at, position->on);
        kho__tell_text(at, " + floor(");
        kho__tell_int(at, position->usable);
        kho__buffer_print(at->out, " * %d / ", KHO__MONTH_DAYS);
        kho__tell_divisor(at, position->amc);
        kho__tell_text(at, ")");
    }
    kho__told(at, KHO__STEP_RUN_OUT);
    kho__told_value(at, kho_date_format(day, text));
}

kho_status kho__steps_tell(kho__steps *steps, const kho__judged *judged)
{
    kho__telling at = {steps, &steps->formula, judged, KHO_OK};
    const kho__instead without =
        judged->position.amc_defined ? KHO__INSTEAD_NO_USE : KHO__INSTEAD_NO_MONTH;

    for (size_t i = 0; i < judged->month_count; i++)
        tell_month(&at, i);
    tell_mean(&at);
    tell_stock(&at, KHO__STEP_USABLE, false, judged->position.usable);
    tell_stock(&at, KHO__STEP_IN_TRANSIT, true, judged->position.in_transit);
    tell_risks(&at);
    tell_expiring(&at);
    tell_position(&at);
    if (judged->judgement.months_defined)
        tell_levels(&at);
    tell_months(&at, without);
    tell_standing(&at, without);
    if (judged->judgement.months_defined) {
        tell_policy(&at);
        tell_order(&at);
    } else if (judged->judgement.by_hand) {
        kho__told_without(&at, KHO__STEP_ORDER, KHO__INSTEAD_BY_HAND);
    } else {
        kho__told_int(&at, KHO__STEP_ORDER, 0);
        kho__told_instead(&at, without);
    }
    tell_run_out(&at, without);
    return at.status;
}

void kho__steps_free(kho__steps *steps)
{
    kho__arena_free(&steps->arena);
    kho__buffer_free(&steps->formula);
    free(steps->all);
    *steps = (kho__steps){0};
}
