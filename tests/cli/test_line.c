#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>

#include <kho.h>

/* The command is a program: what it reads lines with is tested as source. */
#include "../../cli/line.c"

TestSuite(line);

Test(line, is_cut_at_the_last_equals)
{
    const struct {
        const char *text, *left, *flaw; /* flaw NULL: sound */
        int64_t quantity;
    } cases[] = {
        {"bcs=1",                    "bcs",             NULL,  1        },
        {"bcs@A12/2029-05=1440",     "bcs@A12/2029-05", NULL,  1440     },
        {"bcs@a=b=7",                "bcs@a=b",         NULL,  7        },
        {"bcs=0",                    "bcs",             NULL,  0        },
        {"bcs=-5",                   "bcs",             NULL,  -5       },
        {"bcs=99999999999999999999", "bcs",             NULL,  INT64_MAX},
        {"=5",                       "",                NULL,  5        },
        {"",                         "",                "",    0        },
        {"bcs",                      "bcs",             "",    0        },
        {"bcs=",                     "bcs=",            "",    0        },
        {"bcs=ten",                  "bcs=ten",         "ten", 0        },
        {"bcs=1.5",                  "bcs=1.5",         "1.5", 0        },
        {"bcs=1e3",                  "bcs=1e3",         "1e3", 0        },
        {"bcs=+1",                   "bcs=+1",          "+1",  0        },
        {"bcs= 1",                   "bcs= 1",          " 1",  0        },
        {"bcs=-",                    "bcs=-",           "-",   0        },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[64];
        int64_t quantity = 0;
        const char *flaw;

        snprintf(text, sizeof(text), "%s", cases[i].text);
        flaw = cli_line_cut(text, &quantity);
        cr_expect(eq(str, text, (char *)cases[i].left), "%s", cases[i].text);
        cr_expect(eq(int, flaw == NULL, cases[i].flaw == NULL), "%s", cases[i].text);
        if (flaw && cases[i].flaw)
            cr_expect(eq(str, (char *)flaw, (char *)cases[i].flaw), "%s", cases[i].text);
        if (!cases[i].flaw)
            cr_expect(eq(i64, quantity, cases[i].quantity), "%s", cases[i].text);
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
