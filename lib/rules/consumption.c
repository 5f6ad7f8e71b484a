#include "rules/consumption.h"

#include "base/error.h"
#include "base/rational.h"

#define MONTH_DAYS 30

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

static bool is_all_out(const kho_consumed *month, int days)
{
    return month->days_out >= days || month->days_out == month->month_days;
}

/*
 * One month as numerator/denominator, not reduced: the denominator is 1 to 31, the
 * numerator a quantity times at most 31.
 */
static kho_status normalise(
    const kho_rule *rule, const kho_consumed *month, bool *counts, sum *out)
{
    const int days = rule->month_calendar ? month->month_days : MONTH_DAYS;

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

    out->numerator = month->quantity;
    if (!rule->normalise || month->days_out == 0)
        return KHO_OK;
    if (!is_all_out(month, days)) {
        out->numerator *= days;
        out->denominator = days - month->days_out;
    } else if (rule->all_out == KHO_SKIP) {
        *counts = false;
        out->numerator = 0;
    } else if (rule->all_out == KHO_ZERO) {
        out->numerator = 0;
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

void kho__window_take(const kho_rule *rule, kho_consumed *months, size_t count)
{
    const bool skips = rule->normalise && rule->all_out == KHO_SKIP;
    int taken = 0;

    for (size_t i = count; i-- > 0;) {
        kho_consumed *month = &months[i];
        const int days = rule->month_calendar ? month->month_days : MONTH_DAYS;

        if (taken >= rule->window)
            month->counts = false;
        if (month->counts && !(skips && month->days_out > 0 && is_all_out(month, days)))
            taken++;
    }
}
