/* What people type: lines, movements' names and ends, periods. */
#include "desk.h"

static const char catalogue[] =
    "kho: catalogue/1\n"
    "channels: [free, social_marketing, socialised]\n"
    "items:\n"
    "  - {code: bcs, name: Bao cao su, unit: chiếc}\n"
    "places:\n"
    "  - {code: ncc, kind: supplier, name: Kho trung ương}\n"
    "  - {code: tyt, kind: store, name: Trạm Y tế}\n"
    "  - {code: ctv, kind: collaborator, name: CTV tổ 1, parent: tyt}\n";

static void open_station(void)
{
    open_desk();
    write_file("c.yaml", catalogue);
    cr_assert(eq(int,
        kho_ledger_load_catalogue(ledger, "c.yaml", KHO_NO_DATE, false, NULL), KHO_OK));
}

TestSuite(hand, .init = open_station, .fini = close_desk);

/* NULL and a text are told apart, and so are NULL and "". */
static const char *shown(const char *text)
{
    return text ? text : "(none)";
}

Test(hand, a_line_is_cut_at_its_channel_then_at_its_day_then_at_its_lot)
{
    const struct {
        const char *text, *item, *lot, *expiry, *channel;
    } cases[] = {
        {"bcs",                       "bcs", NULL,         "",           NULL        },
        {"bcs@A12",                   "bcs", "A12",        "",           NULL        },
        {"bcs@A12/2029-05-31",        "bcs", "A12",        "2029-05-31", NULL        },
        {"bcs@A12/2029-05-31/free",   "bcs", "A12",        "2029-05-31", "free"      },
        {"bcs@A12/free",              "bcs", "A12",        "",           "free"      },
        {"bcs/free",                  "bcs", NULL,         "",           "free"      },
        {"bcs/2029-05-31",            "bcs", NULL,         "2029-05-31", NULL        },
        {"bcs/2028-02/socialised",    "bcs", NULL,         "2028-02-29", "socialised"},
        {"bcs@",                      "bcs", "",           "",           NULL        },
        {"bcs@/2029-05",              "bcs", "",           "2029-05-31", NULL        },
        {"bcs@/free",                 "bcs", "",           "",           "free"      },
        {"bcs@a=b",                   "bcs", "a=b",        "",           NULL        },
        {"bcs@a@b",                   "bcs", "a@b",        "",           NULL        },
        {"bcs@L/12",                  "bcs", "L/12",       "",           NULL        },
        {"bcs@L/12/2029-05-31",       "bcs", "L/12",       "2029-05-31", NULL        },
        {"bcs@2027-01-01/2029-05-31", "bcs", "2027-01-01", "2029-05-31", NULL        },
        {"bcs@L/free/free",           "bcs", "L/free",     "",           "free"      },
        {"bcs@L/Free",                "bcs", "L/Free",     "",           NULL        },
        {"bcs@L/free/2029-05-31",     "bcs", "L/free",     "2029-05-31", NULL        },
        {"bcs@lô số 3",            "bcs", "lô số 3", "",           NULL        },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_move move;
        char text[64], expiry[11];

        snprintf(text, sizeof(text), "%s", cases[i].text);
        cr_assert(
            eq(int, kho_ledger_line(ledger, text, &move), KHO_OK), "%s", cases[i].text);
        cr_expect(eq(str, (char *)move.item, (char *)cases[i].item), "%s", cases[i].text);
        cr_expect(eq(str, (char *)shown(move.lot), (char *)shown(cases[i].lot)), "%s",
            cases[i].text);
        cr_expect(eq(str, kho_date_format(move.expiry, expiry), (char *)cases[i].expiry),
            "%s", cases[i].text);
        cr_expect(eq(str, (char *)shown(move.channel), (char *)shown(cases[i].channel)),
            "%s", cases[i].text);
    }
}

#define NEITHER(what)                                                                    \
 what " is neither a channel of this ledger nor a day such as 2029-05-31"

Test(hand, what_is_wrong_with_a_line_is_told)
{
    const struct {
        const char *text;
        kho_status status;
        const char *message;
    } cases[] = {
        {"",                      KHO_EINVALID,  "the line names no item"              },
        {"@A12",                  KHO_EINVALID,  "the line names no item"              },
        {"bcs@A/2029-13",         KHO_EINVALID,  "2029-13 is not a day of the calendar"},
        {"bcs@A/2029-02-30/free", KHO_EINVALID,
         "2029-02-30 is not a day of the calendar"                                     },
        {"bcs/9999-01",           KHO_EINVALID,  "9999-01 is not a day of the calendar"},
        {"bcs/gift",              KHO_ENOTFOUND, NEITHER("gift")                       },
        {"bcs/2029-05@A12",       KHO_ENOTFOUND, NEITHER("2029-05")                    },
        {"bcs@A/31/05/2029",      KHO_ENOTFOUND, NEITHER("2029")                       },
        {"bcs@A/2029-5-31",       KHO_ENOTFOUND, NEITHER("2029-5-31")                  },
        {"bcs@A/20290531",        KHO_ENOTFOUND, NEITHER("20290531")                   },
        {"bcs@A/05-2029",         KHO_ENOTFOUND, NEITHER("05-2029")                    },
        {"bcs@A/2029-05-31 ",     KHO_ENOTFOUND, NEITHER("2029-05-31 ")                },
        {"bcs@A/2029-05-31/fre",  KHO_ENOTFOUND, NEITHER("fre")                        },
        {"bcs@A/31-05-2029/free", KHO_ENOTFOUND, NEITHER("31-05-2029")                 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_move move;
        char text[64];

        snprintf(text, sizeof(text), "%s", cases[i].text);
        cr_expect(eq(int, kho_ledger_line(ledger, text, &move), cases[i].status), "%s",
            cases[i].text);
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].message));
    }
}

Test(hand, a_lot_that_is_there_may_have_any_number)
{
    char text[] = "bcs@A/05-2029/2030-01/free", other[] = "vien@A/05-2029";
    kho_move move = {"bcs", "A/05-2029", KHO_NO_DATE, "socialised", "ncc", "tyt", 5};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.date = kho_date_of(2026, 11, 3);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(eq(int, kho_ledger_line(ledger, text, &move), KHO_OK));
    cr_expect(eq(str, (char *)move.lot, "A/05-2029"));
    cr_expect(eq(int, move.expiry, kho_date_of(2030, 1, 31)));
    cr_expect(eq(int, kho_ledger_line(ledger, other, &move), KHO_ENOTFOUND));
}

Test(hand, a_movement_implies_its_ends)
{
    const struct {
        const char *verb, *from, *to, *from_is, *to_is;
    } cases[] = {
        {"begin",     NULL,          "tyt",     "opening",     "tyt"         },
        {"receive",   NULL,          "tyt",     "supplier",    "tyt"         },
        {"receive",   "ncc",         "tyt",     "ncc",         "tyt"         },
        {"send_back", "tyt",         NULL,      "tyt",         "supplier"    },
        {"ship",      "ncc",         "tyt",     "ncc",         "transit/tyt" },
        {"ship",      "ncc",         NULL,      "ncc",         ""            },
        {"arrive",    NULL,          "tyt",     "transit/tyt", "tyt"         },
        {"arrive",    "transit/tyt", NULL,      "transit/tyt", "tyt"         },
        {"arrive",    NULL,          NULL,      "",            ""            },
        {"transfer",  "tyt",         NULL,      "tyt",         ""            },
        {"dispense",  "tyt",         NULL,      "tyt",         "client"      },
        {"hold",      "tyt",         NULL,      "tyt",         "hold/tyt"    },
        {"release",   NULL,          "tyt",     "hold/tyt",    "tyt"         },
        {"lose",      "tyt",         NULL,      "tyt",         "loss/other"  },
        {"lose",      "tyt",         "expired", "tyt",         "loss/expired"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_ends ends;

        kho_verb_ends(kho_verb_parse(cases[i].verb), cases[i].from, cases[i].to, &ends);
        cr_expect(eq(str, ends.from, (char *)cases[i].from_is), "%s", cases[i].verb);
        cr_expect(eq(str, ends.to, (char *)cases[i].to_is), "%s", cases[i].verb);
    }
    cr_expect(eq(int, kho_verb_parse("give-back"), KHO_NO_VERB));
}

Test(hand, the_places_name_the_move)
{
    kho_verb verb;

    cr_expect(eq(int, kho_ledger_route(ledger, "ncc", "tyt", &verb), KHO_OK));
    cr_expect(eq(int, verb, KHO_RECEIVE));
    cr_expect(eq(int, kho_ledger_route(ledger, "tyt", "hold/tyt", &verb), KHO_OK));
    cr_expect(eq(int, verb, KHO_HOLD_BACK));
    cr_expect(eq(int, kho_ledger_route(ledger, "client", "tyt", &verb), KHO_OK));
    cr_expect(eq(int, verb, KHO_NO_VERB));
    cr_expect(eq(int, kho_ledger_route(ledger, "tyt", "nowhere", &verb), KHO_ENOTFOUND));
    cr_expect(eq(str, (char *)kho_error_last()->message, "no place 'nowhere'"));
}

Test(hand, periods_are_a_month_a_quarter_a_year_or_two_days)
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

        cr_assert(eq(int, kho_period_parse(cases[i].text, &from, &to) == KHO_OK,
                      cases[i].from != NULL),
            "%s", cases[i].text);
        if (!cases[i].from)
            continue;
        cr_expect(eq(str, kho_date_format(from, first), (char *)cases[i].from));
        cr_expect(eq(str, kho_date_format(to, last), (char *)cases[i].to));
    }
}
