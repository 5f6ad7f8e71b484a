/* Sums, products, brackets, ceil, floor, max and comparisons, over exact fractions. */
#include "rules/formula.h"

#include <ctype.h>
#include <string.h>

typedef struct number {
    kho__wide above, below; /* reduced, below > 0 */
} number;

typedef struct reader {
    const char *at;
    bool failed;
} reader;

static number make(reader *in, kho__wide above, kho__wide below)
{
    kho__wide a = above < 0 ? -above : above, b = below < 0 ? -below : below;

    if (below == 0) {
        in->failed = true;
        return (number){0, 1};
    }
    while (b != 0) {
        const kho__wide rest = a % b;

        a = b;
        b = rest;
    }
    if (below < 0)
        a = -a;
    return (number){above / a, below / a};
}

static void skip(reader *in)
{
    while (*in->at == ' ')
        in->at++;
}

static bool take(reader *in, const char *text)
{
    skip(in);
    if (strncmp(in->at, text, strlen(text)) != 0)
        return false;
    in->at += strlen(text);
    return true;
}

static number read_sum(reader *in);

static number floor_of(reader *in, number value)
{
    kho__wide whole = value.above / value.below;

    whole -= value.above % value.below < 0;
    return make(in, whole, 1);
}

static int compare(number a, number b)
{
    const kho__wide x = a.above * b.below, y = b.above * a.below;

    return (x > y) - (x < y);
}

static void need(reader *in, const char *text)
{
    if (!take(in, text))
        in->failed = true;
}

static number read_factor(reader *in)
{
    number value = {0, 1}, other;

    skip(in);
    if (take(in, "floor(")) {
        value = floor_of(in, read_sum(in));
    } else if (take(in, "ceil(")) {
        value = read_sum(in);
        value = floor_of(in, make(in, -value.above, value.below));
        value.above = -value.above;
    } else if (take(in, "max(")) {
        value = read_sum(in);
        need(in, ",");
        other = read_sum(in);
        value = compare(value, other) > 0 ? value : other;
    } else if (take(in, "-")) {
        value = read_factor(in);
        return make(in, -value.above, value.below);
    } else if (take(in, "(")) {
        value = read_sum(in);
    } else {
        in->failed |= !isdigit((unsigned char)*in->at);
        while (isdigit((unsigned char)*in->at))
            value.above = value.above * 10 + (*in->at++ - '0');
        return value;
    }
    need(in, ")");
    return value;
}

static number read_product(reader *in)
{
    number value = read_factor(in), other;

    while (!in->failed) {
        if (take(in, "*")) {
            other = read_factor(in);
            value = make(in, value.above * other.above, value.below * other.below);
        } else if (take(in, "/")) {
            other = read_factor(in);
            value = make(in, value.above * other.below, value.below * other.above);
        } else {
            break;
        }
    }
    return value;
}

static number read_sum(reader *in)
{
    number value = read_product(in), other;

    while (!in->failed) {
        int sign = take(in, "+") ? 1 : take(in, "-") ? -1 : 0;

        if (!sign)
            break;
        other = read_product(in);
        value = make(in, value.above * other.below + sign * other.above * value.below,
            value.below * other.below);
    }
    return value;
}

static bool read_date(reader *in, kho_date *date)
{
    char text[11] = "";

    memcpy(text, in->at, strnlen(in->at, 10));
    if (strlen(text) < 10 || text[4] != '-' || kho_date_parse(text, date) < 0)
        return false;
    in->at += 10;
    return true;
}

formula_result formula_read(const char *text)
{
    reader in = {.at = text};
    formula_result out = {.is_true = true, .below = 1};
    number value, before;

    if (read_date(&in, &out.date)) {
        out.is_date = true;
        if (*in.at == '\0') {
            out.valid = true;
            return out;
        }
        need(&in, "+");
    }
    value = read_sum(&in);
    while (!in.failed) {
        const char *const how = take(&in, "<=")  ? "<="
                                : take(&in, "<") ? "<"
                                : take(&in, ">") ? ">"
                                                 : NULL;

        if (!how)
            break;
        before = value;
        value = read_sum(&in);
        const int order = compare(before, value);

        out.is_true &= *how == '>' ? order > 0 : how[1] ? order <= 0 : order < 0;
    }
    out.valid = !in.failed && *in.at == '\0';
    out.above = value.above;
    out.below = value.below;
    if (out.is_date) {
        out.valid &= value.below == 1;
        out.date += (kho_date)value.above;
    }
    return out;
}

static bool is_word(const char *text)
{
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz_0123456789")] == '\0' &&
           islower((unsigned char)*text);
}

bool formula_gives(const char *formula, const char *value)
{
    formula_result read, other;
    kho_date date;

    if (!*formula || is_word(formula))
        return true;
    read = formula_read(formula);
    if (!read.valid)
        return false;
    if (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0)
        return read.is_true == (*value == 'y');
    if (is_word(value))
        return read.is_true;
    if (strlen(value) == 10 && value[4] == '-')
        return read.is_date ? kho_date_parse(value, &date) == KHO_OK && date == read.date
                            : read.is_true;
    other = formula_read(value);
    return other.valid && read.above == other.above && read.below == other.below;
}
