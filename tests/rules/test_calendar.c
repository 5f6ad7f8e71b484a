#include "rules/calendar.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(calendar);

/* Days around New Year and Tet of 2027: its first day is Saturday the 6th of February;
 * the whole week after it is free, and the Saturday that follows is worked for it. */
static kho__ruleset year(void)
{
    static kho_date holidays[6], workdays[1];
    kho__ruleset set = {.holidays = holidays,
        .holiday_count = 6,
        .workdays = workdays,
        .workday_count = 1};

    holidays[0] = kho_date_of(2027, 1, 1);
    for (int i = 0; i < 5; i++)
        holidays[1 + i] = kho_date_of(2027, 2, 8) + i;
    workdays[0] = kho_date_of(2027, 2, 13);
    return set;
}

/* What the design's example says: one free Friday before Tet. */
static kho__ruleset example(void)
{
    static kho_date holidays[2], workdays[1];
    kho__ruleset set = {.holidays = holidays,
        .holiday_count = 2,
        .workdays = workdays,
        .workday_count = 1};

    holidays[0] = kho_date_of(2027, 1, 1);
    holidays[1] = kho_date_of(2027, 2, 5);
    workdays[0] = kho_date_of(2027, 2, 13);
    return set;
}

static const char *due(kho__ruleset set, int within, bool working, kho_date end)
{
    static char text[11];
    const kho__deadline deadline = {
        .within = within, .working = working, .from = KHO_NO_DATE, .until = KHO_NO_DATE};

    return kho_date_format(kho__due_on(&set, &deadline, end), text);
}

Test(calendar, weekends_and_holidays_are_free_but_for_days_worked_in_exchange)
{
    const kho__ruleset set = year(), none = {0};

    cr_assert(kho__is_workday(&set, kho_date_of(2027, 2, 5)), "a Friday");
    cr_assert(not(kho__is_workday(&set, kho_date_of(2027, 2, 6))), "a Saturday");
    cr_assert(not(kho__is_workday(&set, kho_date_of(2027, 2, 7))), "a Sunday");
    cr_assert(not(kho__is_workday(&set, kho_date_of(2027, 2, 8))), "a holiday");
    cr_assert(kho__is_workday(&set, kho_date_of(2027, 2, 13)), "a worked Saturday");
    cr_assert(kho__is_workday(&none, kho_date_of(1969, 12, 31)), "a Wednesday");
    cr_assert(kho__is_workday(&none, kho_date_of(1969, 12, 29)), "a Monday");
    cr_assert(not(kho__is_workday(&none, kho_date_of(1969, 12, 28))), "a Sunday");
    cr_assert(not(kho__is_workday(&none, kho_date_of(1969, 12, 27))), "a Saturday");
}

Test(calendar, a_day_worked_in_exchange_is_one_even_where_it_is_a_holiday_too)
{
    kho__ruleset set = year();

    set.workdays[0] = kho_date_of(2027, 2, 8);
    cr_assert(kho__is_workday(&set, kho_date_of(2027, 2, 8)));
}

Test(calendar, working_days_are_counted_from_the_day_after_the_period)
{
    /* October 2026 ends on a Saturday: the 2nd to the 6th of November. */
    cr_assert(
        eq(str, (char *)due(year(), 5, true, kho_date_of(2026, 10, 31)), "2026-11-06"));
    cr_assert(
        eq(str, (char *)due(year(), 1, true, kho_date_of(2026, 10, 31)), "2026-11-02"));
    /* September ends on a Wednesday: Thursday, Friday, then Monday to Wednesday. */
    cr_assert(
        eq(str, (char *)due(year(), 5, true, kho_date_of(2026, 9, 30)), "2026-10-07"));
}

Test(calendar, new_year_and_tet_put_the_day_off)
{
    /* The example: 1st, 2nd, 3rd, 4th, and as the 5th is free, Monday the 8th. */
    cr_assert(
        eq(str, (char *)due(example(), 5, true, kho_date_of(2027, 1, 31)), "2027-02-08"));
    /* The 9th to the 12th are four more, and the Saturday is worked: the tenth. */
    cr_assert(eq(
        str, (char *)due(example(), 10, true, kho_date_of(2027, 1, 31)), "2027-02-13"));
    cr_assert(eq(
        str, (char *)due(example(), 11, true, kho_date_of(2027, 1, 31)), "2027-02-15"));
    /* December: Friday is New Year, so Monday the 4th to Friday the 8th. */
    cr_assert(eq(
        str, (char *)due(example(), 5, true, kho_date_of(2026, 12, 31)), "2027-01-08"));
    cr_assert(
        eq(str, (char *)due(example(), 5, true, kho_date_of(2027, 2, 28)), "2027-03-05"));
    /* With the whole week free: 1st to 5th, then the worked Saturday, then Monday. */
    cr_assert(
        eq(str, (char *)due(year(), 5, true, kho_date_of(2027, 1, 31)), "2027-02-05"));
    cr_assert(
        eq(str, (char *)due(year(), 6, true, kho_date_of(2027, 1, 31)), "2027-02-13"));
    cr_assert(
        eq(str, (char *)due(year(), 7, true, kho_date_of(2027, 1, 31)), "2027-02-15"));
}

Test(calendar, within_no_working_day_means_the_end_or_the_first_one_after_it)
{
    cr_assert(
        eq(str, (char *)due(year(), 0, true, kho_date_of(2026, 9, 30)), "2026-09-30"));
    cr_assert(
        eq(str, (char *)due(year(), 0, true, kho_date_of(2026, 10, 31)), "2026-11-02"));
    /* Friday the 1st of January is free, and a weekend follows. */
    cr_assert(
        eq(str, (char *)due(year(), 0, true, kho_date_of(2027, 1, 1)), "2027-01-04"));
    cr_assert(
        eq(str, (char *)due(year(), 0, true, kho_date_of(2027, 2, 13)), "2027-02-13"));
}

Test(calendar, calendar_days_know_no_weekend)
{
    cr_assert(
        eq(str, (char *)due(year(), 5, false, kho_date_of(2027, 1, 31)), "2027-02-05"));
    cr_assert(
        eq(str, (char *)due(year(), 7, false, kho_date_of(2027, 1, 31)), "2027-02-07"));
    cr_assert(
        eq(str, (char *)due(year(), 0, false, kho_date_of(2027, 1, 31)), "2027-01-31"));
}

Test(calendar, a_deadline_covers_periods_that_end_from_its_first_day_to_its_last)
{
    kho__deadline deadline = {
        .from = kho_date_of(2025, 7, 1), .until = kho_date_of(2027, 2, 28)};

    cr_assert(not(kho__deadline_covers(&deadline, kho_date_of(2025, 6, 30))));
    cr_assert(kho__deadline_covers(&deadline, kho_date_of(2025, 7, 31)));
    cr_assert(kho__deadline_covers(&deadline, kho_date_of(2025, 7, 1)));
    cr_assert(kho__deadline_covers(&deadline, kho_date_of(2027, 2, 28)));
    cr_assert(not(kho__deadline_covers(&deadline, kho_date_of(2027, 3, 31))));
    deadline.from = deadline.until = KHO_NO_DATE;
    cr_assert(kho__deadline_covers(&deadline, kho_date_of(1900, 1, 31)));
    cr_assert(kho__deadline_covers(&deadline, kho_date_of(2199, 12, 31)));
}

static const char *named(kho__report_kind report, int year, int month)
{
    static char text[KHO__PERIOD_TEXT];

    return kho__report_period_text(report,
        kho__report_period_of(report, kho_month_of(kho_date_of(year, month, 1))), text);
}

Test(calendar, months_lie_in_quarters_and_years)
{
    const kho__report_period quarter =
        kho__report_period_of(KHO__REPORT_QUARTER, kho_month_of(kho_date_of(2026, 8, 1)));
    const kho__report_period before =
        kho__report_period_of(KHO__REPORT_YEAR, kho_month_of(kho_date_of(1969, 2, 1)));

    cr_assert(eq(i32, quarter.first, kho_month_of(kho_date_of(2026, 7, 1))));
    cr_assert(eq(i32, quarter.last, kho_month_of(kho_date_of(2026, 9, 1))));
    cr_assert(eq(i32, before.first, -12));
    cr_assert(eq(i32, before.last, -1));
    cr_assert(eq(str, (char *)named(KHO__REPORT_MONTH, 2026, 10), "2026-10"));
    cr_assert(eq(str, (char *)named(KHO__REPORT_QUARTER, 2026, 1), "2026-Q1"));
    cr_assert(eq(str, (char *)named(KHO__REPORT_QUARTER, 2026, 6), "2026-Q2"));
    cr_assert(eq(str, (char *)named(KHO__REPORT_QUARTER, 2026, 7), "2026-Q3"));
    cr_assert(eq(str, (char *)named(KHO__REPORT_QUARTER, 2026, 12), "2026-Q4"));
    cr_assert(eq(str, (char *)named(KHO__REPORT_YEAR, 2026, 5), "2026"));
}
