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

const char *cli_line_cut(char *text, int64_t *quantity)
{
    char *equals = strrchr(text, '=');

    if (!equals)
        return "";
    if (!cli_integer_parse(equals + 1, quantity))
        return equals + 1;
    *equals = '\0';
    return NULL;
}
