#include "base/rational.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define DIGITS_MOST 18

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b > 0) {
        const uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* Divisions of 128 bits are slow; a few of them bring most numbers down to 64. */
static kho__wide_size common_divisor_wide(kho__wide_size a, kho__wide_size b)
{
    while (b > UINT64_MAX) {
        const kho__wide_size rest = a % b;

        a = b;
        b = rest;
    }
    if (b == 0)
        return a;
    return common_divisor((uint64_t)b, (uint64_t)(a % b));
}

static kho__wide_size magnitude(kho__wide value)
{
    return value < 0 ? 0 - (kho__wide_size)value : (kho__wide_size)value;
}

kho_status kho__rational_make(
    kho__wide numerator, kho__wide denominator, kho_rational *out)
{
    const bool negative = (numerator < 0) != (denominator < 0);
    kho__wide_size above = magnitude(numerator), below = magnitude(denominator);
    kho__wide_size divisor;

    assert(below > 0);
    divisor = common_divisor_wide(above, below);
    if (divisor > 1) {
        above /= divisor;
        below /= divisor;
    }
    if (below > INT64_MAX || above > (kho__wide_size)INT64_MAX + negative)
        return kho__fail(
            KHO_EOVERFLOW, "a fraction does not fit 64 bits", "phân số vượt quá 64 bit");
    out->numerator = negative ? (int64_t)(0 - (kho__wide)above) : (int64_t)above;
    out->denominator = (int64_t)below;
    return KHO_OK;
}

/* No product or sum below leaves 127 bits: each factor has 63 and a sign. */
kho_status kho__rational_add(kho_rational a, kho_rational b, kho_rational *out)
{
    return kho__rational_make(
        (kho__wide)a.numerator * b.denominator + (kho__wide)b.numerator * a.denominator,
        (kho__wide)a.denominator * b.denominator, out);
}

kho_status kho__rational_multiply(kho_rational a, kho_rational b, kho_rational *out)
{
    return kho__rational_make((kho__wide)a.numerator * b.numerator,
        (kho__wide)a.denominator * b.denominator, out);
}

kho_status kho__rational_divide(kho_rational a, kho_rational b, kho_rational *out)
{
    return kho__rational_make((kho__wide)a.numerator * b.denominator,
        (kho__wide)a.denominator * b.numerator, out);
}

int kho__rational_compare(kho_rational a, kho_rational b)
{
    const kho__wide left = (kho__wide)a.numerator * b.denominator;
    const kho__wide right = (kho__wide)b.numerator * a.denominator;

    return (left > right) - (left < right);
}

int64_t kho__rational_floor(kho_rational a)
{
    const int64_t quotient = a.numerator / a.denominator;

    return quotient - (a.numerator % a.denominator < 0);
}

int64_t kho__rational_ceiling(kho_rational a)
{
    const int64_t quotient = a.numerator / a.denominator;

    return quotient + (a.numerator % a.denominator > 0);
}

/* floor(x * 10^digits + 1/2): at most 2^63 * 10^18, doubled, which is below 2^124. */
static kho__wide round_half_up(kho_rational a, int digits)
{
    kho__wide above = (kho__wide)a.numerator * 2, quotient;
    const kho__wide below = (kho__wide)a.denominator * 2;

    for (int i = 0; i < digits; i++)
        above *= 10;
    above += a.denominator;
    quotient = above / below;
    return quotient - (above % below < 0);
}

void kho__rational_print(kho_rational a, int digits, char *buffer, size_t size)
{
    char text[KHO__RATIONAL_TEXT];
    size_t at = sizeof(text);
    kho__wide rounded;
    kho__wide_size rest;

    assert(digits >= 0 && digits <= DIGITS_MOST);
    rounded = round_half_up(a, digits);
    rest = magnitude(rounded);
    text[--at] = '\0';
    for (int i = 0; i <= digits || rest > 0; i++) {
        if (i == digits && digits > 0)
            text[--at] = '.';
        text[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (rounded < 0)
        text[--at] = '-';

    /* Half a number would be another number. */
    if (sizeof(text) - at <= size)
        memcpy(buffer, text + at, sizeof(text) - at);
    else if (size > 0)
        buffer[0] = '\0';
}

void kho__rational_format(kho_rational a, char *buffer, size_t size)
{
    snprintf(buffer, size, "%" PRId64 "/%" PRId64, a.numerator, a.denominator);
}

/* What is written again as it was read has no blanks, zeros or signs too many. */
bool kho__rational_read(const char *text, kho_rational *out)
{
    char again[KHO__RATIONAL_TEXT], *end;
    kho_rational reduced = {0, 1};

    out->numerator = strtoll(text, &end, 10);
    out->denominator = *end == '/' ? strtoll(end + 1, NULL, 10) : 0;
    kho__rational_format(*out, again, sizeof(again));
    return out->denominator > 0 && strcmp(text, again) == 0 &&
           kho__rational_make(out->numerator, out->denominator, &reduced) == KHO_OK &&
           reduced.denominator == out->denominator;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static kho_status fail_decimal(const char *text)
{
    return kho__fail(KHO_EINVALID, "\"%.40s\" is not a decimal number such as 1.5",
        "\"%.40s\" không phải số thập phân như 1.5", text);
}

/* The digits of a decimal, without sign: one before the point at least, and one behind
 * it. */
static const char *check_decimal(const char *text)
{
    if (!is_digit(*text) || (text[0] == '0' && is_digit(text[1])))
        return NULL;
    while (is_digit(*text))
        text++;
    if (*text != '.')
        return text;
    if (!is_digit(*++text))
        return NULL;
    while (is_digit(*text))
        text++;
    return text;
}

kho_status kho__rational_parse(const char *text, kho_rational *out)
{
    const bool negative = *text == '-';
    const char *at = text + negative;
    const char *end = check_decimal(at);
    kho__wide above = 0, below = 1;
    bool fraction = false;

    if (!end || *end)
        return fail_decimal(text);
    if (strchr(at, '.')) {
        while (end[-1] == '0')
            end--;
    }
    for (; at < end; at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        above = above * 10 + (*at - '0');
        below *= fraction ? 10 : 1;
        if (above > (kho__wide)INT64_MAX + negative || below > INT64_MAX)
            return kho__fail(KHO_EINVALID, "\"%.40s\" has too many digits",
                "\"%.40s\" có quá nhiều chữ số", text);
    }
    return kho__rational_make(negative ? -above : above, below, out);
}
