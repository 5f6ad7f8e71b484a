/* Days of the proleptic Gregorian calendar, counted from 1970-01-01. */
#include <kho/common.h>

#include "base/error.h"

/* What a day may be: its text must have ten characters. */
#define YEAR_LEAST 1
#define YEAR_MOST 9999

/* What people may write. */
#define WRITTEN_LEAST 1900
#define WRITTEN_MOST 2199

#define ERA_DAYS 146097 /* of 400 years */
#define EPOCH 719468    /* days from 0000-03-01 to 1970-01-01 */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Years start in March here, so that the leap day is a year's last; month from 1, year
 * from 1. */
static kho_date day_number(int year, int month, int day)
{
    const int from_march = (month + 9) % 12;
    const int shifted = year - (month <= 2);

    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 +
           (153 * from_march + 2) / 5 + day - 1 - EPOCH;
}

typedef struct split {
    int year, month, day;
} split;

/* The reverse of day_number(), from 0001-01-01 to 9999-12-31; false beyond. */
static bool split_date(kho_date date, split *out)
{
    int days, era_day, era_year, year_day, from_march;

    if (date < day_number(YEAR_LEAST, 1, 1) || date > day_number(YEAR_MOST, 12, 31))
        return false;
    days = date + EPOCH;
    era_day = days % ERA_DAYS;
    era_year =
        (era_day - era_day / 1460 + era_day / 36524 - era_day / (ERA_DAYS - 1)) / 365;
    year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
    from_march = (5 * year_day + 2) / 153;

    out->day = year_day - (153 * from_march + 2) / 5 + 1;
    out->month = from_march < 10 ? from_march + 3 : from_march - 9;
    out->year = days / ERA_DAYS * 400 + era_year + (out->month <= 2);
    return true;
}

/* Exactly `count` digits, as a number; -1 if they are not. */
static int digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static void write_digits(char *text, int count, int value)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        text[i] = (char)('0' + value % 10);
}

/* "YYYY-MM" at the start of text, within what people may write. */
static bool read_month(const char *text, int *year, int *month)
{
    *year = digits(text, 4);
    if (*year < WRITTEN_LEAST || *year > WRITTEN_MOST || text[4] != '-')
        return false;
    *month = digits(text + 5, 2);
    return *month >= 1 && *month <= 12;
}

kho_status kho_date_parse(const char *text, kho_date *out)
{
    int year, month, day;

    if (text && read_month(text, &year, &month) && text[7] == '-') {
        day = digits(text + 8, 2);
        if (day >= 1 && day <= days_in(year, month) && text[10] == '\0') {
            *out = day_number(year, month, day);
            return KHO_OK;
        }
    }
    return kho__fail(KHO_EINVALID,
        "\"%.40s\" is not a day from 1900-01-01 to 2199-12-31, such as 2026-11-03",
        "\"%.40s\" không phải một ngày từ 1900-01-01 đến 2199-12-31, như 2026-11-03",
        text ? text : "");
}

char *kho_date_format(kho_date date, char *buffer)
{
    split parts;

    buffer[0] = '\0';
    if (!split_date(date, &parts))
        return buffer;
    write_digits(buffer, 4, parts.year);
    buffer[4] = '-';
    write_digits(buffer + 5, 2, parts.month);
    buffer[7] = '-';
    write_digits(buffer + 8, 2, parts.day);
    buffer[10] = '\0';
    return buffer;
}

kho_date kho_date_of(int year, int month, int day)
{
    if (year < YEAR_LEAST || year > YEAR_MOST || month < 1 || month > 12 || day < 1 ||
        day > days_in(year, month))
        return KHO_NO_DATE;
    return day_number(year, month, day);
}

kho_month kho_month_of(kho_date date)
{
    split parts;

    if (!split_date(date, &parts))
        return KHO_NO_MONTH;
    return (parts.year - 1970) * 12 + parts.month - 1;
}

/* The year and month (1-12) of a month; false for none and beyond the calendar. */
static bool split_month(kho_month month, int *year, int *of_year)
{
    if (month < (YEAR_LEAST - 1970) * 12 || month > (YEAR_MOST - 1970) * 12 + 11)
        return false;
    *year = (month + 1970 * 12) / 12;
    *of_year = (month + 1970 * 12) % 12 + 1;
    return true;
}

/* Questions ask for little else, line by line. Up to 2099 every fourth year is a leap
 * year. */
#define EASY_MONTHS ((2100 - 1970) * 12)

static kho_date easy_first(kho_month month)
{
    static const short before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const int year = month / 12, of_year = month % 12;

    return year * 365 + (year + 1) / 4 + before[of_year] + (year % 4 == 2 && of_year > 1);
}

kho_date kho_month_first(kho_month month)
{
    int year, of_year;

    if (month >= 0 && month < EASY_MONTHS)
        return easy_first(month);
    return split_month(month, &year, &of_year) ? day_number(year, of_year, 1)
                                               : KHO_NO_DATE;
}

kho_date kho_month_last(kho_month month)
{
    int year, of_year;

    if (month >= 0 && month < EASY_MONTHS - 1)
        return easy_first(month + 1) - 1;
    if (!split_month(month, &year, &of_year))
        return KHO_NO_DATE;
    return day_number(year, of_year, days_in(year, of_year));
}

kho_status kho_month_parse(const char *text, kho_month *out)
{
    int year, month;

    if (text && read_month(text, &year, &month) && text[7] == '\0') {
        *out = (year - 1970) * 12 + month - 1;
        return KHO_OK;
    }
    return kho__fail(KHO_EINVALID,
        "\"%.40s\" is not a month from 1900-01 to 2199-12, such as 2026-11",
        "\"%.40s\" không phải một tháng từ 1900-01 đến 2199-12, như 2026-11",
        text ? text : "");
}

char *kho_month_format(kho_month month, char *buffer)
{
    int year, of_year;

    buffer[0] = '\0';
    if (!split_month(month, &year, &of_year))
        return buffer;
    write_digits(buffer, 4, year);
    buffer[4] = '-';
    write_digits(buffer + 5, 2, of_year);
    buffer[7] = '\0';
    return buffer;
}
