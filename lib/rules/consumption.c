#include "rules/consumption.h"

#include "base/error.h"
#include "rules/pace.h"

/* A sum of fractions: nothing is lost before the mean is taken. */
typedef struct sum {
    kho__wide numerator;
    kho__wide denominator;
} sum;

static kho_status fail_sum(void)
{
    return kho__fail(KHO_EOVERFLOW, "average monthly consumption does not fit 64 bits",
        "lượng tiêu thụ trung bình tháng vượt quá 64 bit");
}

int kho__month_days(const kho_rule *rule, const kho_consumed *month)
{
    return rule->month_calendar ? month->month_days : KHO__MONTH_DAYS;
}

kho__month_use kho__month_use_of(const kho_rule *rule, const kho_consumed *month)
{
    if (!month->counts)
        return KHO__MONTH_UNUSED;
    if (!rule->normalise || month->days_out == 0)
        return KHO__MONTH_PLAIN;
    if (month->days_out < kho__month_days(rule, month) &&
        month->days_out != month->month_days)
        return KHO__MONTH_LIFTED;
    if (rule->all_out == KHO_SKIP)
        return KHO__MONTH_SKIPPED;
    return rule->all_out == KHO_ZERO ? KHO__MONTH_ZERO : KHO__MONTH_PLAIN;
}

/*
 * One month as numerator/denominator, not reduced: the denominator is 1 to 31, the
 * numerator a quantity times at most 31.
 */
static kho_status normalise(
    const kho_rule *rule, const kho_consumed *month, bool *counts, sum *out)
{
    const int days = kho__month_days(rule, month);
    kho__month_use use;

    *counts = month->counts;
    *out = (sum){0, 1};
    if (!month->counts)
        return KHO_OK;
    if (month->days_out < 0)
        return kho__fail(KHO_EINVALID, "a month has %d stock-out days",
            "một tháng có %d ngày hết hàng", month->days_out);
    if (days < 1 || days > 31)
        return kho__fail(
            KHO_EINVALID, "a month has %d days", "một tháng có %d ngày", days);

    use = kho__month_use_of(rule, month);
    *counts = use != KHO__MONTH_SKIPPED;
    if (use == KHO__MONTH_PLAIN || use == KHO__MONTH_LIFTED)
        out->numerator = month->quantity;
    if (use == KHO__MONTH_LIFTED) {
        out->numerator *= days;
        out->denominator = days - month->days_out;
    }
    return KHO_OK;
}

kho_status kho_normalise(
    const kho_rule *rule, const kho_consumed *month, bool *counts, kho_rational *out)
{
    kho_status status;
    sum value;

    if ((status = normalise(rule, month, counts, &value)) < 0)
        return status;
    return kho__rational_make(value.numerator, value.denominator, out);
}

static kho__wide common_divisor(kho__wide a, kho__wide b)
{
    while (b != 0) {
        const kho__wide rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/*
 * The common denominator divides lcm(1..31), 47 bits; a numerator has 68. Sixty months
 * leave 121 bits, but how many there are is the caller's affair.
 */
static bool add(sum *total, const sum *month)
{
    const kho__wide divisor = common_divisor(total->denominator, month->denominator);
    const kho__wide mine = total->denominator / divisor;
    const kho__wide theirs = month->denominator / divisor;

    total->denominator *= theirs;
    return !__builtin_mul_overflow(total->numerator, theirs, &total->numerator) &&
           !__builtin_add_overflow(
               total->numerator, month->numerator * mine, &total->numerator);
}

kho_status kho_amc(const kho_rule *rule, const kho_consumed *months, size_t count,
    bool *defined, kho_rational *out)
{
    sum total = {0, 1};
    size_t counted = 0;
    kho_status status;

    for (size_t i = 0; i < count; i++) {
        bool counts;
        sum month;

        if ((status = normalise(rule, &months[i], &counts, &month)) < 0)
            return status;
        if (!counts)
            continue;
        counted++;
        if (!add(&total, &month))
            return fail_sum();
    }
    *defined = counted > 0;
    if (counted == 0 || total.numerator <= 0) {
        *out = (kho_rational){0, 1};
        return KHO_OK;
    }
    if (kho__rational_make(total.numerator, total.denominator * (kho__wide)counted, out) <
        0)
        return fail_sum();
    return KHO_OK;
}

size_t kho__window_size(const kho_rule *rule)
{
    const int reach = rule->window + rule->look_back;

    return (size_t)(reach > KHO__WINDOW_MOST ? KHO__WINDOW_MOST : reach);
}

int kho__month_fills(const kho_rule *rule, const kho_consumed *month)
{
    return kho__month_use_of(rule, month) > KHO__MONTH_SKIPPED;
}

size_t kho__window_take(const kho_rule *rule, kho_consumed *months, size_t count)
{
    size_t begin = count;
    int taken = 0;

    for (size_t i = count; i-- > 0;) {
        if (taken < rule->window)
            begin = i;
        else
            months[i].counts = false;
        taken += kho__month_fills(rule, &months[i]);
    }
    return begin;
}
