#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"

TestSuite(rational);

static kho_rational of(int64_t numerator, int64_t denominator)
{
    return (kho_rational){numerator, denominator};
}

static bool is(kho_rational value, int64_t numerator, int64_t denominator)
{
    return value.numerator == numerator && value.denominator == denominator;
}

Test(rational, is_reduced_with_a_positive_denominator)
{
    const struct {
        int64_t above, below, numerator, denominator;
    } cases[] = {
        {0,         5,         0,            1},
        {0,         -5,        0,            1},
        {6,         4,         3,            2},
        {-6,        4,         -3,           2},
        {6,         -4,        -3,           2},
        {-6,        -4,        3,            2},
        {47,        3,         47,           3},
        {INT64_MIN, 1,         INT64_MIN,    1},
        {INT64_MIN, INT64_MIN, 1,            1},
        {INT64_MAX, INT64_MIN, -INT64_MAX,   0},
        {INT64_MIN, 2,         -(1LL << 62), 1},
        {INT64_MAX, INT64_MAX, 1,            1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rational out = {7, 7};
        kho_status status = kho__rational_make(cases[i].above, cases[i].below, &out);

        if (cases[i].denominator == 0) { /* 2^63 as a denominator */
            cr_expect(eq(int, status, KHO_EOVERFLOW));
            cr_expect(is(out, 7, 7));
        } else {
            cr_expect(eq(int, status, KHO_OK));
            cr_expect(is(out, cases[i].numerator, cases[i].denominator), "%zu", i);
        }
    }
}

Test(rational, wide_parts_fit_or_are_refused)
{
    const kho__wide big = (kho__wide)1 << 126, least = -big * 2;
    kho_rational out = {7, 7};

    cr_assert(eq(int, kho__rational_make(big, big, &out), KHO_OK));
    cr_assert(is(out, 1, 1));
    cr_assert(eq(int, kho__rational_make(least, big, &out), KHO_OK));
    cr_assert(is(out, -2, 1));
    cr_assert(eq(int, kho__rational_make(least, least, &out), KHO_OK));
    cr_assert(is(out, 1, 1));
    cr_assert(eq(int, kho__rational_make(big, (kho__wide)1 << 64, &out), KHO_OK));
    cr_assert(is(out, INT64_C(1) << 62, 1));
    cr_assert(eq(int, kho__rational_make((kho__wide)INT64_MIN, -1, &out), KHO_EOVERFLOW));
    cr_assert(
        eq(int, kho__rational_make((kho__wide)INT64_MAX + 1, 1, &out), KHO_EOVERFLOW));
    cr_assert(
        eq(int, kho__rational_make((kho__wide)INT64_MIN - 1, 1, &out), KHO_EOVERFLOW));
    cr_assert(
        eq(int, kho__rational_make(1, (kho__wide)INT64_MAX + 1, &out), KHO_EOVERFLOW));
    cr_assert(eq(int, kho__rational_make(least, 3, &out), KHO_EOVERFLOW));
    cr_assert(is(out, INT64_C(1) << 62, 1), "a refusal leaves the old one");
    cr_assert(eq(int, kho__rational_make(-1, INT64_MAX, &out), KHO_OK));
    cr_assert(is(out, -1, INT64_MAX));
}

Test(rational, is_added_multiplied_and_divided_exactly)
{
    kho_rational out;

    cr_assert(eq(int, kho__rational_add(of(1, 6), of(1, 10), &out), KHO_OK));
    cr_assert(is(out, 4, 15));
    cr_assert(eq(int, kho__rational_add(of(1, 2), of(-1, 2), &out), KHO_OK));
    cr_assert(is(out, 0, 1));
    cr_assert(eq(int, kho__rational_multiply(of(-2, 3), of(9, 4), &out), KHO_OK));
    cr_assert(is(out, -3, 2));
    cr_assert(eq(int, kho__rational_divide(of(2, 3), of(-4, 9), &out), KHO_OK));
    cr_assert(is(out, -3, 2));
    cr_assert(eq(int, kho__rational_divide(of(0, 1), of(5, 7), &out), KHO_OK));
    cr_assert(is(out, 0, 1));

    cr_assert(eq(int,
        kho__rational_add(of(INT64_MIN, INT64_MAX), of(INT64_MIN, INT64_MAX), &out),
        KHO_EOVERFLOW));
    cr_assert(
        eq(int, kho__rational_add(of(INT64_MAX, 1), of(1, 1), &out), KHO_EOVERFLOW));
    cr_assert(
        eq(int, kho__rational_add(of(INT64_MIN, 1), of(INT64_MAX, 1), &out), KHO_OK));
    cr_assert(is(out, -1, 1));
    cr_assert(eq(int, kho__rational_multiply(of(INT64_MIN, 1), of(1, 2), &out), KHO_OK));
    cr_assert(is(out, INT64_MIN / 2, 1));
    cr_assert(
        eq(int, kho__rational_multiply(of(INT64_MAX, 1), of(2, 1), &out), KHO_EOVERFLOW));
    cr_assert(eq(int, kho__rational_divide(of(1, INT64_MAX), of(INT64_MAX, 1), &out),
        KHO_EOVERFLOW));
    cr_assert(eq(int, kho_error_last()->status, KHO_EOVERFLOW));
}

Test(rational, compares_what_a_double_could_not_tell_apart)
{
    const struct {
        kho_rational a, b;
        int sign;
    } cases[] = {
        {{0, 1},                     {0, 1},                         0 },
        {{1, 3},                     {1, 2},                         -1},
        {{-1, 3},                    {-1, 2},                        1 },
        {{INT64_MAX, 1},             {INT64_MAX - 1, 1},             1 },
        {{INT64_MIN, 1},             {INT64_MIN + 1, 1},             -1},
        {{INT64_MIN, 1},             {INT64_MAX, 1},                 -1},
        {{INT64_MIN, INT64_MAX},     {-1, 1},                        -1},
        {{INT64_MIN, INT64_MAX},     {INT64_MIN, INT64_MAX},         0 },
        {{1, INT64_MAX},             {1, INT64_MAX - 1},             -1},
        {{INT64_MAX - 1, INT64_MAX}, {INT64_MAX - 2, INT64_MAX - 1}, 1 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(eq(int, kho__rational_compare(cases[i].a, cases[i].b), cases[i].sign),
            "%zu", i);
        cr_expect(eq(int, kho__rational_compare(cases[i].b, cases[i].a), -cases[i].sign),
            "%zu", i);
    }
}

Test(rational, has_a_floor_and_a_ceiling)
{
    const struct {
        kho_rational value;
        int64_t floor, ceiling;
    } cases[] = {
        {{0, 1},                 0,             0                },
        {{1, 2},                 0,             1                },
        {{-1, 2},                -1,            0                },
        {{3, 1},                 3,             3                },
        {{-3, 1},                -3,            -3               },
        {{-7, 2},                -4,            -3               },
        {{INT64_MIN, 1},         INT64_MIN,     INT64_MIN        },
        {{INT64_MAX, 1},         INT64_MAX,     INT64_MAX        },
        {{INT64_MIN, INT64_MAX}, -2,            -1               },
        {{INT64_MAX, 2},         INT64_MAX / 2, INT64_MAX / 2 + 1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(eq(i64, kho__rational_floor(cases[i].value), cases[i].floor), "%zu", i);
        cr_expect(
            eq(i64, kho__rational_ceiling(cases[i].value), cases[i].ceiling), "%zu", i);
    }
}

Test(rational, prints_half_up_also_below_zero)
{
    const struct {
        kho_rational value;
        int digits;
        const char *text;
    } cases[] = {
        {{0, 1},                     0,  "0"                                      },
        {{0, 1},                     2,  "0.00"                                   },
        {{1, 2},                     0,  "1"                                      },
        {{-1, 2},                    0,  "0"                                      }, /* no "-0" */
        {{-3, 2},                    0,  "-1"                                     },
        {{-5, 2},                    0,  "-2"                                     },
        {{3, 2},                     0,  "2"                                      },
        {{5, 2},                     0,  "3"                                      }, /* not to even */
        {{47, 3},                    1,  "15.7"                                   },
        {{1, 20},                    1,  "0.1"                                    },
        {{-1, 20},                   1,  "0.0"                                    },
        {{-1, 19},                   1,  "-0.1"                                   },
        {{-3, 20},                   1,  "-0.1"                                   },
        {{199, 200},                 2,  "1.00"                                   },
        {{1, 3},                     18, "0.333333333333333333"                   },
        {{2, 3},                     18, "0.666666666666666667"                   },
        {{1005, 1000},               2,  "1.01"                                   }, /* a double says 1.00 */
        {{INT64_MAX, 1},             0,  "9223372036854775807"                    },
        {{INT64_MIN, 1},             0,  "-9223372036854775808"                   },
        {{INT64_MAX, 1},             18, "9223372036854775807.000000000000000000" },
        {{INT64_MIN, 1},             18, "-9223372036854775808.000000000000000000"},
        {{INT64_MAX, 2},             0,  "4611686018427387904"                    },
        {{INT64_MAX, 2},             1,  "4611686018427387903.5"                  },
        {{INT64_MIN, INT64_MAX},     18, "-1.000000000000000000"                  },
        {{1, INT64_MAX},             18, "0.000000000000000000"                   },
        {{INT64_MAX - 1, INT64_MAX}, 0,  "1"                                      },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[KHO__RATIONAL_TEXT];

        kho__rational_print(cases[i].value, cases[i].digits, text, sizeof(text));
        cr_expect(eq(str, text, (char *)cases[i].text), "%zu", i);
    }
}

/* floor(x * 10 + 1/2) of small fractions by counting up to it. */
Test(rational, prints_every_small_fraction_by_its_definition)
{
    for (int64_t above = -300; above <= 300; above++) {
        for (int64_t below = 1; below <= 60; below++) {
            char text[KHO__RATIONAL_TEXT], expected[32];
            int64_t tenths = -4000;

            /* The greatest whole t with t <= 10 a/b + 1/2. */
            while (2 * below * (tenths + 1) <= 20 * above + below)
                tenths++;
            kho__rational_print(of(above, below), 1, text, sizeof(text));
            snprintf(expected, sizeof(expected), "%s%d.%d", tenths < 0 ? "-" : "",
                (int)(tenths < 0 ? -tenths : tenths) / 10,
                (int)(tenths < 0 ? -tenths : tenths) % 10);
            cr_assert(eq(str, text, expected));
        }
    }
}

Test(rational, prints_all_of_it_or_nothing)
{
    char text[8] = "xxxxxxx";

    kho__rational_print(of(-12345, 10), 1, text, 8);
    cr_assert(eq(str, text, "-1234.5"));
    kho__rational_print(of(-12345, 10), 1, text, 7);
    cr_assert(eq(str, text, ""));
    kho__rational_print(of(1, 1), 0, text, 2);
    cr_assert(eq(str, text, "1"));
    kho__rational_print(of(1, 1), 0, text, 1);
    cr_assert(eq(str, text, ""));
    kho__rational_print(of(1, 1), 0, NULL, 0);
}

Test(rational, reads_decimals_exactly)
{
    const struct {
        const char *text;
        int64_t numerator, denominator;
    } cases[] = {
        {"0",                              0,         1                  },
        {"-0",                             0,         1                  },
        {"3",                              3,         1                  },
        {"-3",                             -3,        1                  },
        {"1.5",                            3,         2                  },
        {"-1.5",                           -3,        2                  },
        {"0.1",                            1,         10                 },
        {"1.50",                           3,         2                  },
        {"2.0",                            2,         1                  },
        {"0.333",                          333,       1000               },
        {"100",                            100,       1                  },
        {"1.0000000000000000000000000000", 1,         1                  },
        {"0.000000000000000001",           1,         1000000000000000000},
        {"9223372036854775807",            INT64_MAX, 1                  },
        {"-9223372036854775808",           INT64_MIN, 1                  },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rational out;

        cr_expect(eq(int, kho__rational_parse(cases[i].text, &out), KHO_OK), "%s",
            cases[i].text);
        cr_expect(is(out, cases[i].numerator, cases[i].denominator), "%s", cases[i].text);
    }
}

Test(rational, refuses_what_is_no_decimal_or_has_too_many_digits)
{
    const char *const cases[] = {"", "-", "+1", ".5", "5.", "1e3", "1,5", "1/2", " 1",
        "1 ", "--1", "-.5", "1.2.3", "01", "-01", "00", "0x10", "NaN", "inf", "1.5x", "١",
        "9223372036854775808", "-9223372036854775809", "0.0000000000000000001",
        "99999999999999999999999999999999999999999999999999", "1.12345678901234567890"};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_rational out = {7, 7};

        cr_expect(
            eq(int, kho__rational_parse(cases[i], &out), KHO_EINVALID), "%s", cases[i]);
        cr_expect(is(out, 7, 7), "%s", cases[i]);
    }
}

Test(rational, is_written_as_two_numbers_and_read_again_only_so)
{
    static const kho_rational values[] = {
        {0,         1            },
        {250,       1            },
        {-100,      7            },
        {INT64_MIN, 1            },
        {INT64_MAX, INT64_MAX - 1}
    };
    static const char *const bad[] = {"", "1", "1/", "/2", "1/0", "1/-2", "2/4", "0/2",
        "01/2", "+1/2", " 1/2", "1/2 ", "1 /2", "1/02", "1.5", "9223372036854775808/1",
        "1/9223372036854775808", "-0/1", "1/2/3"};
    kho_rational read;
    char text[KHO__RATIONAL_TEXT];

    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        kho__rational_format(values[i], text, sizeof(text));
        cr_assert(kho__rational_read(text, &read), "%s", text);
        cr_expect(eq(i64, read.numerator, values[i].numerator));
        cr_expect(eq(i64, read.denominator, values[i].denominator));
    }
    kho__rational_format(values[2], text, sizeof(text));
    cr_expect(eq(str, text, "-100/7"));
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        cr_expect(not(kho__rational_read(bad[i], &read)), "'%s'", bad[i]);
}
