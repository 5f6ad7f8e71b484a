#include "line.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool cli_integer_parse(const char *text, int64_t *out)
{
    bool negative = *text == '-';
    int64_t value = 0;

    text += negative;
    if (!is_digit(*text))
        return false;

    /* Down from 0, because INT64_MIN has no positive twin. */
    for (; is_digit(*text); text++) {
        int digit = *text - '0';

        value = value < (INT64_MIN + digit) / 10 ? INT64_MIN : value * 10 - digit;
    }
    if (!negative)
        value = value == INT64_MIN ? INT64_MAX : -value;
    *out = value;
    return *text == '\0';
}

/* 9999-99 or 9999-99-99: what people mean as a month or a day, right or wrong. */
static bool is_dated(const char *text)
{
    const char *const shapes[] = {"0000-00", "0000-00-00"};

    for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        size_t at = 0;

        while (shapes[i][at] &&
               (shapes[i][at] == '-' ? text[at] == '-' : is_digit(text[at])))
            at++;
        if (!shapes[i][at] && !text[at])
            return true;
    }
    return false;
}

static bool read_expiry(const char *text, kho_date *out)
{
    kho_month month;

    if (kho_date_parse(text, out) == KHO_OK)
        return true;
    if (kho_month_parse(text, &month) != KHO_OK)
        return false;
    *out = kho_month_last(month);
    return true;
}

static bool is_channel(const char *text, const char *const *channels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, channels[i]) == 0)
            return true;
    }
    return false;
}

/* Cut /EXPIRY and /CHANNEL off the end of what is left of the =. */
static cli_flaw cut_tail(char *text, const char *const *channels, size_t count,
    cli_line *out, const char **flaw)
{
    char *slash = strrchr(text, '/');

    if (slash && is_channel(slash + 1, channels, count)) {
        out->channel = slash + 1;
        *slash = '\0';
        slash = strrchr(text, '/');
    }
    if (slash && is_dated(slash + 1)) {
        *flaw = slash + 1;
        if (!read_expiry(slash + 1, &out->expiry))
            return CLI_BAD_EXPIRY;
        *slash = '\0';
    }
    return CLI_SOUND;
}

cli_flaw cli_line_parse(char *text, const char *const *channels, size_t count,
    cli_line *out, const char **flaw)
{
    cli_line line = {text, NULL, KHO_NO_DATE, NULL, 0};
    char *equals = strrchr(text, '='), *at, *slash;
    cli_flaw found;

    *flaw = text;
    if (!equals)
        return CLI_NO_QUANTITY;
    if (!cli_integer_parse(equals + 1, &line.quantity)) {
        *flaw = equals + 1;
        return CLI_BAD_QUANTITY;
    }
    *equals = '\0';
    if ((found = cut_tail(text, channels, count, &line, flaw)) != CLI_SOUND)
        return found;

    at = strchr(text, '@');
    if (at) {
        *at = '\0';
        line.lot = at + 1;
    }
    if (*text == '\0')
        return CLI_NO_ITEM;
    slash = strchr(text, '/');
    if (slash) {
        *flaw = slash + 1;
        return CLI_BAD_CHANNEL;
    }
    *out = line;
    return CLI_SOUND;
}

/* Read so many digits and what must follow them; NULL if it isn't so. */
static const char *read_digits(const char *text, int count, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit(text[i]))
            return NULL;
        *out = *out * 10 + (text[i] - '0');
    }
    return text + count;
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

bool cli_period_parse(const char *text, kho_date *from, kho_date *to)
{
    const char *dots = strstr(text, ".."), *rest;
    kho_month month;
    int year;

    if (dots)
        return read_range(text, dots, from, to);

    if (kho_month_parse(text, &month) == KHO_OK) {
        *from = kho_month_first(month);
        *to = kho_month_last(month);
        return true;
    }

    rest = read_digits(text, 4, &year);
    if (!rest || year < 1900 || year > 2199)
        return false;
    if (*rest == '\0') {
        *from = kho_date_of(year, 1, 1);
        *to = kho_date_of(year, 12, 31);
        return true;
    }
    if (rest[0] != '-' || rest[1] != 'Q' || rest[2] < '1' || rest[2] > '4' || rest[3])
        return false;
    month = kho_month_of(kho_date_of(year, 3 * (rest[2] - '0') - 2, 1));
    *from = kho_month_first(month);
    *to = kho_month_last(month + 2);
    return true;
}
