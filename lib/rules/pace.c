#include "rules/pace.h"

/* Every month's share of a month of use is a whole number of these parts. */
#define PARTS 377580 /* lcm(28, 29, 30, 31) */

/* More months than lie between any two days that people may write. */
#define MONTHS_MOST 4000

static int days_of(kho_month month)
{
    return kho_month_last(month) - kho_month_first(month) + 1;
}

/* Parts of a month's use up to the end of a day of it. */
static int64_t parts_until(kho_date day)
{
    const kho_month month = kho_month_of(day);

    return (int64_t)(day - kho_month_first(month) + 1) * (PARTS / days_of(month));
}

kho_rational kho__pace_months(const kho_rule *rule, kho_date on, kho_date day)
{
    if (day <= on)
        return (kho_rational){0, 1};
    if (!rule->month_calendar)
        return (kho_rational){(int64_t)day - on, KHO__MONTH_DAYS};
    return (kho_rational){(int64_t)(kho_month_of(day) - kho_month_of(on)) * PARTS +
                              parts_until(day) - parts_until(on),
        PARTS};
}

/* A quantity and the months have 63 and 32 bits, what they are divided by 63 and 19. */
kho__wide kho__pace_used(
    const kho_rule *rule, kho_rational amc, kho_date on, kho_date day)
{
    const kho_rational months = kho__pace_months(rule, on, day);

    return (kho__wide)amc.numerator * months.numerator /
           ((kho__wide)amc.denominator * months.denominator);
}

/* The last day that so many parts of a month's use cover; each day takes a whole number
 * of them. */
static int64_t day_of_parts(kho_date on, int64_t parts)
{
    const int64_t all = parts_until(on) + parts;
    const kho_month month = kho_month_of(on) + (kho_month)(all / PARTS);

    return kho_month_first(month) - 1 + all % PARTS / (PARTS / days_of(month));
}

kho_date kho__pace_lasts(
    const kho_rule *rule, kho_rational amc, kho_date on, int64_t quantity)
{
    const kho_date least = kho_date_of(1, 1, 1), most = kho_date_of(2199, 12, 31);
    const int64_t unit = rule->month_calendar ? PARTS : KHO__MONTH_DAYS;
    kho__wide above, months;
    int64_t day = on;

    if (on < least || on > most)
        return KHO_NO_DATE;
    if (quantity > 0) {
        if (amc.numerator <= 0)
            return KHO_NO_DATE;
        /* Whole months first, so that nothing leaves 128 bits. */
        above = (kho__wide)quantity * amc.denominator;
        months = above / amc.numerator;
        if (months > MONTHS_MOST)
            return KHO_NO_DATE;
        const int64_t units =
            (int64_t)(months * unit + above % amc.numerator * unit / amc.numerator);

        day = rule->month_calendar ? day_of_parts(on, units) : on + units;
    }
    return day > most ? KHO_NO_DATE : (kho_date)day;
}
