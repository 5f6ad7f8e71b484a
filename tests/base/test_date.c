#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"

TestSuite(date);

Test(date, days_that_anyone_can_check)
{
    const struct {
        const char *text;
        kho_date date;
    } cases[] = {
        {"1970-01-01", 0     },
        {"1969-12-31", -1    },
        {"1900-01-01", -25567},
        {"1900-02-28", -25509},
        {"1900-03-01", -25508}, /* no leap year */
        {"2000-02-29", 11016 },
        {"2000-03-01", 11017 },
        {"2026-11-03", 20760 },
        {"2100-03-01", 47541 }, /* no leap year */
        {"2199-12-31", 84005 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char buffer[11];
        kho_date date = 7;

        cr_expect(eq(int, kho_date_parse(cases[i].text, &date), KHO_OK));
        cr_expect(eq(int, date, cases[i].date), "%s", cases[i].text);
        cr_expect(eq(str, kho_date_format(date, buffer), (char *)cases[i].text));
    }
}

/* The C library's calendar knows the same days. */
Test(date, every_day_that_can_be_written_is_read_formatted_and_split_alike)
{
    kho_date expected = -25567;
    size_t days = 0;

    for (time_t seconds = (time_t)expected * 86400;;
         seconds += 86400, expected++, days++) {
        char text[16], back[11];
        kho_date date = KHO_NO_DATE;
        struct tm tm;

        gmtime_r(&seconds, &tm);
        if (tm.tm_year + 1900 == 2200)
            break;
        strftime(text, sizeof(text), "%Y-%m-%d", &tm);
        if (kho_date_parse(text, &date) < 0 || date != expected ||
            strcmp(kho_date_format(date, back), text) != 0 ||
            kho_date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) != date ||
            kho_month_of(date) != (tm.tm_year - 70) * 12 + tm.tm_mon)
            cr_fatal("%s", text);
    }
    cr_assert(eq(sz, days, 109573));
}

Test(date, what_is_no_day_is_refused)
{
    const char *const cases[] = {"", "2026", "2026-11", "2026-11-", "2026-11-3",
        "2026-1-03", "2026-11-031", "2026-11-03 ", " 2026-11-03", "2026/11/03",
        "2026-11-03T00:00:00", "20261103", "03-11-2026", "2026-00-10", "2026-13-10",
        "2026-11-00", "2026-11-31", "2026-02-29", "2100-02-29", "1900-02-29",
        "1899-12-31", "2200-01-01", "0000-00-00", "-026-11-03", "+026-11-03",
        "2026-+1-03", "2026-11-+3", "2026-11-0x", "٢٠٢٦-11-03", "tháng 11"};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_date date = 7;

        cr_expect(eq(int, kho_date_parse(cases[i], &date), KHO_EINVALID), "%s", cases[i]);
        cr_expect(eq(int, date, 7), "%s", cases[i]);
        cr_expect(
            ne(ptr, strstr(kho_error_last()->message, cases[i]), NULL), "%s", cases[i]);
    }
    cr_expect(eq(int, kho_date_parse(NULL, &(kho_date){0}), KHO_EINVALID));
}

Test(date, a_day_is_made_of_numbers_only_where_there_is_one)
{
    cr_expect(eq(int, kho_date_of(2024, 2, 29), 19782));
    cr_expect(eq(int, kho_date_of(2023, 2, 29), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(2026, 4, 31), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(2026, 0, 1), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(2026, 13, 1), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(2026, 1, 0), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(2026, INT32_MIN, INT32_MAX), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(INT32_MAX, 1, 1), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(0, 12, 31), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(10000, 1, 1), KHO_NO_DATE));
    cr_expect(eq(int, kho_date_of(1, 1, 1), -719162));
    cr_expect(eq(int, kho_date_of(9999, 12, 31), 2932896));
}

Test(date, days_beyond_the_calendar_have_no_text_and_no_month)
{
    const kho_date cases[] = {KHO_NO_DATE, INT32_MIN + 1, -719163, 2932897, INT32_MAX};
    char buffer[11];

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        memcpy(buffer, "2026-11-03", sizeof(buffer));
        cr_expect(eq(str, kho_date_format(cases[i], buffer), ""));
        cr_expect(eq(int, kho_month_of(cases[i]), KHO_NO_MONTH));
    }
    cr_expect(eq(str, kho_date_format(-719162, buffer), "0001-01-01"));
    cr_expect(eq(str, kho_date_format(2932896, buffer), "9999-12-31"));
}

Test(date, months_have_a_first_and_a_last_day)
{
    const struct {
        const char *month, *first, *last;
    } cases[] = {
        {"1970-01", "1970-01-01", "1970-01-31"},
        {"1969-12", "1969-12-01", "1969-12-31"},
        {"2026-04", "2026-04-01", "2026-04-30"},
        {"2023-02", "2023-02-01", "2023-02-28"},
        {"2024-02", "2024-02-01", "2024-02-29"},
        {"2000-02", "2000-02-01", "2000-02-29"},
        {"2100-02", "2100-02-01", "2100-02-28"},
        {"1900-01", "1900-01-01", "1900-01-31"},
        {"2199-12", "2199-12-01", "2199-12-31"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_month month = 7;
        char buffer[11];

        cr_expect(eq(int, kho_month_parse(cases[i].month, &month), KHO_OK));
        cr_expect(eq(str, kho_month_format(month, buffer), (char *)cases[i].month));
        cr_expect(eq(str, kho_date_format(kho_month_first(month), buffer),
            (char *)cases[i].first));
        cr_expect(eq(
            str, kho_date_format(kho_month_last(month), buffer), (char *)cases[i].last));
    }
}

Test(date, a_month_follows_the_one_before)
{
    for (kho_month month = -840; month < 2760; month++) {
        cr_assert(eq(int, kho_month_last(month) + 1, kho_month_first(month + 1)));
        cr_assert(eq(int, kho_month_of(kho_month_first(month)), month));
        cr_assert(eq(int, kho_month_of(kho_month_last(month)), month));
    }
}

Test(date, what_is_no_month_is_refused)
{
    const char *const cases[] = {"", "2026", "2026-", "2026-1", "2026-00", "2026-13",
        "2026-011", "2026-11-03", "2026-11 ", "2026-Q3", "1899-12", "2200-01", "11-2026"};
    const kho_month none[] = {KHO_NO_MONTH, INT32_MAX, -23629, 96360};
    char buffer[8];

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_month month = 7;

        cr_expect(
            eq(int, kho_month_parse(cases[i], &month), KHO_EINVALID), "%s", cases[i]);
        cr_expect(eq(int, month, 7), "%s", cases[i]);
    }
    cr_expect(eq(int, kho_month_parse(NULL, &(kho_month){0}), KHO_EINVALID));
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
        memcpy(buffer, "2026-11", sizeof(buffer));
        cr_expect(eq(str, kho_month_format(none[i], buffer), ""));
        cr_expect(eq(int, kho_month_first(none[i]), KHO_NO_DATE));
        cr_expect(eq(int, kho_month_last(none[i]), KHO_NO_DATE));
    }
    cr_expect(eq(str, kho_month_format(-23628, buffer), "0001-01"));
    cr_expect(eq(str, kho_month_format(96359, buffer), "9999-12"));
}
