/* The couple-years factors, typed again from what was published. */
#ifndef TESTS_RULES_PUBLISHED_H
#define TESTS_RULES_PUBLISHED_H

#include <stdint.h>
#include <stdlib.h>

/* "4.6", "1/13", or "" where an edition has none. */
static const struct {
    const char *key, *of_2011, *of_2022;
} published[] = {
    {"iud",                  "4.6",   "4.6"  },
    {"hormonal_iud",         "3.3",   "4.8"  },
    {"implant",              "2.5",   "2.5"  },
    {"implant_3",            "2.5",   "2.5"  },
    {"implant_4",            "3.2",   "3.2"  },
    {"implant_5",            "3.8",   "3.8"  },
    {"levoplant",            "3.2",   "2.5"  },
    {"injectable",           "1/4",   "1/4"  },
    {"injectable_2_months",  "1/6",   "1/6"  },
    {"injectable_1_month",   "1/13",  "1/13" },
    {"pill",                 "1/15",  "1/15" },
    {"progestin_pill",       "1/15",  "1/12" },
    {"emergency_pill",       "1/20",  "1/20" },
    {"condom",               "1/120", "1/120"},
    {"female_condom",        "1/120", "1/120"},
    {"spermicide",           "1/120", "1/120"},
    {"ring",                 "1/15",  "1/15" },
    {"patch",                "1/15",  "1/15" },
    {"diaphragm",            "",      "1"    },
    {"fertility_awareness",  "1.5",   "1.5"  },
    {"lam",                  "0.25",  "0.25" },
    {"male_sterilisation",   "10.3",  "10"   },
    {"female_sterilisation", "10.3",  "10"   },
};

enum { PUBLISHED = sizeof(published) / sizeof(*published) };

/* A published text as thousandths over a denominator. */
static inline void read_published(
    const char *text, int64_t *numerator, int64_t *denominator)
{
    char *end;

    *numerator = strtoll(text, &end, 10);
    *denominator = 1;
    if (*end == '/') {
        *denominator = strtoll(end + 1, NULL, 10);
    } else if (*end == '.') {
        for (const char *at = end + 1; *at; at++) {
            *numerator = *numerator * 10 + (*at - '0');
            *denominator *= 10;
        }
    }
}

#endif
