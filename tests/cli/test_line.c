#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>

#include <kho.h>

/* The command is a program: what it reads lines with is tested as source. */
#include "../../cli/line.c"

TestSuite(line);

static const char *const channels[] = {"free", "social_marketing", "socialised"};

static cli_flaw parse(const char *text, cli_line *out, const char **flaw)
{
    static char copy[256];

    snprintf(copy, sizeof(copy), "%s", text);
    return cli_line_parse(
        copy, channels, sizeof(channels) / sizeof(*channels), out, flaw);
}

/* NULL and a text are told apart, and so are NULL and "". */
static const char *shown(const char *text)
{
    return text ? text : "(none)";
}

Test(line, is_cut_at_the_last_equals_then_channel_then_day)
{
    const struct {
        const char *text, *item, *lot, *expiry, *channel;
        int64_t quantity;
    } cases[] = {
        {"bcs=1",                       "bcs", NULL,         "",           NULL,         1        },
        {"bcs@A12=144",                 "bcs", "A12",        "",           NULL,         144      },
        {"bcs@A12/2029-05-31=1440",     "bcs", "A12",        "2029-05-31", NULL,         1440     },
        {"bcs@A12/2029-05-31/free=1",   "bcs", "A12",        "2029-05-31", "free",       1        },
        {"bcs@A12/free=1",              "bcs", "A12",        "",           "free",       1        },
        {"bcs/free=1",                  "bcs", NULL,         "",           "free",       1        },
        {"bcs/2029-05-31=1",            "bcs", NULL,         "2029-05-31", NULL,         1        },
        {"bcs/2028-02/socialised=1",    "bcs", NULL,         "2028-02-29", "socialised", 1        },
        {"bcs@=7",                      "bcs", "",           "",           NULL,         7        },
        {"bcs@/2029-05=7",              "bcs", "",           "2029-05-31", NULL,         7        },
        {"bcs@/free=7",                 "bcs", "",           "",           "free",       7        },
        {"bcs@a=b=7",                   "bcs", "a=b",        "",           NULL,         7        },
        {"bcs@a@b=7",                   "bcs", "a@b",        "",           NULL,         7        },
        {"bcs@L/12=7",                  "bcs", "L/12",       "",           NULL,         7        },
        {"bcs@L/12/2029-05-31=7",       "bcs", "L/12",       "2029-05-31", NULL,         7        },
        {"bcs@2027-01-01/2029-05-31=7", "bcs", "2027-01-01", "2029-05-31", NULL,         7        },
        {"bcs@L/free/free=7",           "bcs", "L/free",     "",           "free",       7        },
        {"bcs@L/Free=7",                "bcs", "L/Free",     "",           NULL,         7        },
        {"bcs@L/free/2029-05-31=7",     "bcs", "L/free",     "2029-05-31", NULL,         7        },
        {"bcs@lô số 3=7",            "bcs", "lô số 3", "",           NULL,         7        },
        {"bcs=0",                       "bcs", NULL,         "",           NULL,         0        },
        {"bcs=-5",                      "bcs", NULL,         "",           NULL,         -5       },
        {"bcs=99999999999999999999",    "bcs", NULL,         "",           NULL,         INT64_MAX},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cli_line line;
        const char *flaw;
        char expiry[11];

        cr_assert(
            eq(int, parse(cases[i].text, &line, &flaw), CLI_SOUND), "%s", cases[i].text);
        cr_expect(eq(str, (char *)line.item, (char *)cases[i].item), "%s", cases[i].text);
        cr_expect(eq(str, (char *)shown(line.lot), (char *)shown(cases[i].lot)), "%s",
            cases[i].text);
        cr_expect(eq(str, kho_date_format(line.expiry, expiry), (char *)cases[i].expiry),
            "%s", cases[i].text);
        cr_expect(eq(str, (char *)shown(line.channel), (char *)shown(cases[i].channel)),
            "%s", cases[i].text);
        cr_expect(eq(i64, line.quantity, cases[i].quantity), "%s", cases[i].text);
    }
}

Test(line, tells_what_is_wrong_with_it)
{
    const struct {
        const char *text;
        cli_flaw flaw;
        const char *at;
    } cases[] = {
        {"",                        CLI_NO_QUANTITY,  ""          },
        {"bcs",                     CLI_NO_QUANTITY,  "bcs"       },
        {"bcs=",                    CLI_BAD_QUANTITY, ""          },
        {"bcs=ten",                 CLI_BAD_QUANTITY, "ten"       },
        {"bcs=1.5",                 CLI_BAD_QUANTITY, "1.5"       },
        {"bcs=1e3",                 CLI_BAD_QUANTITY, "1e3"       },
        {"bcs=+1",                  CLI_BAD_QUANTITY, "+1"        },
        {"bcs= 1",                  CLI_BAD_QUANTITY, " 1"        },
        {"bcs=-",                   CLI_BAD_QUANTITY, "-"         },
        {"=5",                      CLI_NO_ITEM,      ""          },
        {"@A12=5",                  CLI_NO_ITEM,      ""          },
        {"bcs@A/2029-13=5",         CLI_BAD_EXPIRY,   "2029-13"   },
        {"bcs@A/2029-02-29=5",      CLI_BAD_EXPIRY,   "2029-02-29"},
        {"bcs@A/2029-02-30/free=5", CLI_BAD_EXPIRY,   "2029-02-30"},
        {"bcs/9999-01=5",           CLI_BAD_EXPIRY,   "9999-01"   },
        {"bcs/gift=5",              CLI_BAD_CHANNEL,  "gift"      },
        {"bcs/2029-05@A12=5",       CLI_BAD_CHANNEL,  "2029-05"   },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cli_line line;
        const char *flaw = NULL;

        cr_expect(eq(int, parse(cases[i].text, &line, &flaw), cases[i].flaw), "%s",
            cases[i].text);
        cr_expect(eq(str, (char *)flaw, (char *)cases[i].at), "%s", cases[i].text);
    }
}

Test(line, integers_are_all_of_the_text_and_never_wrap)
{
    const struct {
        const char *text;
        bool sound;
        int64_t value;
    } cases[] = {
        {"0",                    true,  0        },
        {"007",                  true,  7        },
        {"-12",                  true,  -12      },
        {"9223372036854775807",  true,  INT64_MAX},
        {"9223372036854775808",  true,  INT64_MAX},
        {"-9223372036854775808", true,  INT64_MIN},
        {"-9223372036854775809", true,  INT64_MIN},
        {"92233720368547758070", true,  INT64_MAX},
        {"",                     false, 0        },
        {"-",                    false, 0        },
        {"1x",                   false, 0        },
        {"0x10",                 false, 0        },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t value = 0;
        bool sound = cli_integer_parse(cases[i].text, &value);

        cr_expect(eq(int, sound, cases[i].sound), "%s", cases[i].text);
        if (cases[i].sound)
            cr_expect(eq(i64, value, cases[i].value), "%s", cases[i].text);
    }
}

Test(line, periods_are_a_month_a_quarter_a_year_or_two_days)
{
    const struct {
        const char *text, *from, *to; /* from NULL: refused */
    } cases[] = {
        {"2026-10",                "2026-10-01", "2026-10-31"},
        {"2028-02",                "2028-02-01", "2028-02-29"},
        {"2026-Q1",                "2026-01-01", "2026-03-31"},
        {"2026-Q3",                "2026-07-01", "2026-09-30"},
        {"2026-Q4",                "2026-10-01", "2026-12-31"},
        {"2026",                   "2026-01-01", "2026-12-31"},
        {"2026-01-01..2026-03-15", "2026-01-01", "2026-03-15"},
        {"2026-03-15..2026-03-15", "2026-03-15", "2026-03-15"},
        {"2026-03-15..2026-03-14", NULL,         NULL        },
        {"2026-03-15",             NULL,         NULL        },
        {"2026-13",                NULL,         NULL        },
        {"2026-Q0",                NULL,         NULL        },
        {"2026-Q5",                NULL,         NULL        },
        {"2026-q1",                NULL,         NULL        },
        {"2026-Q11",               NULL,         NULL        },
        {"26",                     NULL,         NULL        },
        {"1899",                   NULL,         NULL        },
        {"2200",                   NULL,         NULL        },
        {"20261",                  NULL,         NULL        },
        {"2026-01..2026-03",       NULL,         NULL        },
        {"2026-01-01..",           NULL,         NULL        },
        {"..2026-01-01",           NULL,         NULL        },
        {"",                       NULL,         NULL        },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_date from = KHO_NO_DATE, to = KHO_NO_DATE;
        char first[11], last[11];

        cr_assert(
            eq(int, cli_period_parse(cases[i].text, &from, &to), cases[i].from != NULL),
            "%s", cases[i].text);
        if (!cases[i].from)
            continue;
        cr_expect(eq(str, kho_date_format(from, first), (char *)cases[i].from));
        cr_expect(eq(str, kho_date_format(to, last), (char *)cases[i].to));
    }
}
