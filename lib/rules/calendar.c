#include "rules/calendar.h"

#include <stdio.h>

#define WEEK 7
#define WORK_WEEK 5

static const int months_of[KHO__REPORT_KINDS] = {
    [KHO__REPORT_MONTH] = 1, [KHO__REPORT_QUARTER] = 3, [KHO__REPORT_YEAR] = 12};

static bool has_day(const kho_date *days, size_t count, kho_date day)
{
    size_t low = 0, high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (days[middle] < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && days[low] == day;
}

/* From 0, a Monday; 1970-01-01 was a Thursday. */
static int weekday(kho_date day)
{
    const int from_monday = (day + 3) % WEEK;

    return from_monday < 0 ? from_monday + WEEK : from_monday;
}

bool kho__is_workday(const kho__ruleset *set, kho_date day)
{
    if (has_day(set->workdays, set->workday_count, day))
        return true;
    return weekday(day) < WORK_WEEK && !has_day(set->holidays, set->holiday_count, day);
}

kho__report_period kho__report_period_of(kho__report_kind report, kho_month month)
{
    const int months = months_of[report], into = month % months;
    const kho_month first = month - (into < 0 ? into + months : into);

    return (kho__report_period){first, first + months - 1};
}

char *kho__report_period_text(
    kho__report_kind report, kho__report_period period, char text[KHO__PERIOD_TEXT])
{
    char month[8];

    kho_month_format(period.last, month);
    if (report == KHO__REPORT_MONTH)
        snprintf(text, KHO__PERIOD_TEXT, "%s", month);
    else if (report == KHO__REPORT_QUARTER)
        snprintf(text, KHO__PERIOD_TEXT, "%.4s-Q%c", month,
            '1' + (period.last -
                      kho__report_period_of(KHO__REPORT_YEAR, period.last).first) /
                      3);
    else
        snprintf(text, KHO__PERIOD_TEXT, "%.4s", month);
    return text;
}

bool kho__deadline_covers(const kho__deadline *deadline, kho_date end)
{
    return (deadline->from == KHO_NO_DATE || end >= deadline->from) &&
           (deadline->until == KHO_NO_DATE || end <= deadline->until);
}

kho_date kho__due_on(const kho__ruleset *set, const kho__deadline *deadline, kho_date end)
{
    kho_date day = end;
    int left = deadline->within;

    if (!deadline->working)
        return end + deadline->within;
    while (left > 0)
        left -= kho__is_workday(set, ++day);
    if (deadline->within == 0) {
        while (!kho__is_workday(set, day))
            day++;
    }
    return day;
}
