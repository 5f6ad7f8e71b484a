/* Exact fractions: 128 bits inside, a reduced pair of int64 at the edge; what doesn't fit
 * is refused. */
#ifndef KHO_BASE_RATIONAL_H
#define KHO_BASE_RATIONAL_H

#include <kho/common.h>

/* ISO C has no such types; gcc and clang do. */
__extension__ typedef __int128 kho__wide;
__extension__ typedef unsigned __int128 kho__wide_size;

/* Reduce numerator/denominator (denominator not 0); KHO_EOVERFLOW where a part doesn't
 * fit int64. */
kho_status kho__rational_make(
    kho__wide numerator, kho__wide denominator, kho_rational *out);
kho_status kho__rational_add(kho_rational a, kho_rational b, kho_rational *out);
kho_status kho__rational_multiply(kho_rational a, kho_rational b, kho_rational *out);
kho_status kho__rational_divide(
    kho_rational a, kho_rational b, kho_rational *out); /* b not 0 */

/* <0, 0, >0; exact for all values, without overflow. */
int kho__rational_compare(kho_rational a, kho_rational b);

/* floor and ceiling; these always fit. */
int64_t kho__rational_floor(kho_rational a);
int64_t kho__rational_ceiling(kho_rational a);

/*
 * Decimal text with `digits` places, half up: floor(x * 10^d + 1/2), negatives too. Exact
 * for all values. 0 to 18 digits; KHO__RATIONAL_TEXT bytes are always enough, and with
 * fewer it may print nothing.
 */
#define KHO__RATIONAL_TEXT 48
void kho__rational_print(kho_rational a, int digits, char *buffer, size_t size);

/* "n/d", both always: how the journal keeps a fraction. Reading tells with false what
 * isn't one in lowest terms. */
void kho__rational_format(kho_rational a, char *buffer, size_t size);
bool kho__rational_read(const char *text, kho_rational *out);

/* Read an exact decimal such as "1.5" or "-3"; no exponent. KHO_EINVALID. */
kho_status kho__rational_parse(const char *text, kho_rational *out);

#endif
