#include <string.h>

#include <kho/hand.h>

#include "base/error.h"

/* The first and the last day of so many months. */
static bool take_months(kho_month first, int count, kho_date *from, kho_date *to)
{
    *from = kho_month_first(first);
    *to = kho_month_last(first + count - 1);
    return true;
}

static bool read_range(const char *text, const char *dots, kho_date *from, kho_date *to)
{
    char first[11] = "";

    if (dots - text != 10)
        return false;
    memcpy(first, text, 10);
    return kho_date_parse(first, from) == KHO_OK &&
           kho_date_parse(dots + 2, to) == KHO_OK && *from <= *to;
}

/* A year, or a quarter of it: its January is read as a month. */
static bool read_year(const char *text, kho_date *from, kho_date *to)
{
    char january[8] = "";
    kho_month month;

    if (strlen(text) < 4)
        return false;
    memcpy(january, text, 4);
    memcpy(january + 4, "-01", 4);
    if (kho_month_parse(january, &month) != KHO_OK)
        return false;
    text += 4;
    if (*text == '\0')
        return take_months(month, 12, from, to);
    return text[0] == '-' && text[1] == 'Q' && text[2] >= '1' && text[2] <= '4' &&
           text[3] == '\0' && take_months(month + 3 * (text[2] - '1'), 3, from, to);
}

kho_status kho_period_parse(const char *text, kho_date *from, kho_date *to)
{
    const char *dots = strstr(text, "..");
    kho_month month;

    if (dots                                      ? read_range(text, dots, from, to)
        : kho_month_parse(text, &month) == KHO_OK ? take_months(month, 1, from, to)
                                                  : read_year(text, from, to))
        return KHO_OK;
    return kho__fail(KHO_EINVALID,
        "%s is not a period such as 2026-10, 2026-Q3, 2026 or 2026-01-01..2026-03-15",
        "%s không phải là kỳ như 2026-10, 2026-Q3, 2026 hoặc 2026-01-01..2026-03-15",
        text);
}
