/*
 * Judging compares whole units with fractions of the consumption. A whole number is at
 * most a fraction where it is at most its floor, and less than one where it is less than
 * its ceiling: so no comparison here rounds or overflows.
 */
#include <kho/rules.h>

#include "base/error.h"
#include "base/rational.h"
#include "model/names.h"
#include "rules/pace.h"

const char *kho_standing_word(kho_standing standing)
{
    if ((int)standing < KHO_STOCKED_OUT || (int)standing > KHO_ADEQUATE)
        return NULL;
    return kho__standing_names[standing].word;
}

static kho_status fail_overflow(void)
{
    return kho__fail(KHO_EOVERFLOW, "judging does not fit 64 bits",
        "kết quả đánh giá vượt quá 64 bit");
}

static bool is_fraction(kho_rational value)
{
    return value.denominator >= 1 && value.numerator >= 0;
}

static kho_status check(const kho_rule *rule, const kho_position *position)
{
    if (position->pack < 1)
        return kho__fail(KHO_EINVALID, "a pack of %lld units", "một gói có %lld đơn vị",
            (long long)position->pack);
    if (position->amc_defined && !is_fraction(position->amc))
        return kho__fail(KHO_EINVALID,
            "the average monthly consumption is not a fraction",
            "lượng tiêu thụ trung bình tháng không phải phân số");
    if (!is_fraction(rule->min_months) || !is_fraction(rule->max_months) ||
        !is_fraction(rule->emergency_months))
        return kho__fail(KHO_EINVALID, "the months of a rule are not fractions",
            "số tháng trong quy tắc không phải phân số");
    return KHO_OK;
}

/* Both parts are at least 0, so division is floor. */
static kho__wide floor_of(kho_rational months, kho_rational amc)
{
    return (kho__wide)months.numerator * amc.numerator /
           ((kho__wide)months.denominator * amc.denominator);
}

static kho__wide ceiling_of(kho_rational months, kho_rational amc)
{
    const kho__wide above = (kho__wide)months.numerator * amc.numerator;
    const kho__wide below = (kho__wide)months.denominator * amc.denominator;

    return above / below + (above % below > 0);
}

static kho_standing stand(
    const kho_rule *rule, int64_t usable, bool used, kho_rational amc)
{
    if (usable <= 0)
        return KHO_STOCKED_OUT;
    if (!used)
        return KHO_UNKNOWN;
    if (usable <= floor_of(rule->emergency_months, amc))
        return KHO_EMERGENCY;
    if (usable < ceiling_of(rule->min_months, amc))
        return KHO_LOW;
    if (usable > floor_of(rule->max_months, amc))
        return KHO_OVER;
    return KHO_ADEQUATE;
}

static kho__wide round_to_packs(kho_packs packs, kho__wide units, int64_t pack)
{
    switch (packs) {
    case KHO_PACKS_UP:
        return (units + pack - 1) / pack * pack;
    case KHO_PACKS_NEAREST: /* half a pack is rounded up */
        return (2 * units + pack) / (2 * (kho__wide)pack) * pack;
    case KHO_PACKS_NONE:
        break;
    }
    return units;
}

/* What is there and on its way, but for what expires, and what it ought to come to. */
static kho_status reach(
    const kho_rule *rule, const kho_position *position, bool used, kho_judgement *made)
{
    const kho__wide there =
        (kho__wide)position->usable + position->in_transit - position->expiring;

    if (there > INT64_MAX || there < INT64_MIN ||
        (used &&
            kho__rational_multiply(rule->max_months, position->amc, &made->target) < 0))
        return fail_overflow();
    made->position = (int64_t)there;
    return KHO_OK;
}

/* What to order up to the target, where the policy orders at all; a fraction of a unit is
 * a unit. */
static kho_status order(
    const kho_rule *rule, const kho_position *position, kho_judgement *made)
{
    kho__wide units = 0;

    made->due = rule->policy == KHO_PERIODIC ||
                made->position <= floor_of(rule->min_months, position->amc);
    if (made->due)
        units = (kho__wide)kho__rational_ceiling(made->target) - made->position;
    if (units > INT64_MAX)
        return fail_overflow();
    made->needed = units > 0 ? (int64_t)units : 0;
    units = round_to_packs(rule->packs, made->needed, position->pack);
    if (units > INT64_MAX)
        return fail_overflow();
    made->to_order = (int64_t)units;
    return KHO_OK;
}

kho_status kho_judge(
    const kho_rule *rule, const kho_position *position, kho_judgement *out)
{
    const kho_rational amc = position->amc_defined ? position->amc : (kho_rational){0, 1};
    const bool used = amc.numerator > 0;
    kho_judgement made = {
        .months = {0, 1},
          .target = {0, 1}
    };
    kho_status status;

    if ((status = check(rule, position)) < 0)
        return status;
    made.standing = stand(rule, position->usable, used, amc);
    made.run_out = kho__pace_lasts(rule, amc, position->on, position->usable);
    if ((status = reach(rule, position, used, &made)) < 0)
        return status;
    if (used) {
        made.months_defined = true;
        if (kho__rational_make((kho__wide)position->usable * amc.denominator,
                amc.numerator, &made.months) < 0)
            return fail_overflow();
        if ((status = order(rule, position, &made)) < 0)
            return status;
    } else {
        /* Ordering by a consumption of 0 would let a long stock-out starve itself. */
        made.by_hand = made.standing == KHO_STOCKED_OUT;
    }
    *out = made;
    return KHO_OK;
}
