/* Monthly returns: what a file becomes in the ledger, and what another file changes of
 * it. */
#include "returns.h"
#include "shared.h"

TestSuite(monthly, .init = open_desk, .fini = close_desk);

Test(monthly, a_row_becomes_an_entry_and_the_first_opening_one_of_its_own)
{
    IMPORT("2019,1,C1,D 1,X,10,100,40,-5,65,3\n"
           "2019,2,C1,D 1,X,65,0,60,0,5,\n",
        false, "2 0 0 0 0");
    check_card("2018-12-31 monthly/C1/X/2019-01/begin begin 10 0 10\n"
               "2019-01-31 monthly/C1/X/2019-01 receive 100 0 110\n"
               "2019-01-31 monthly/C1/X/2019-01 adjust 0 5 105\n"
               "2019-01-31 monthly/C1/X/2019-01 dispense 0 40 65\n"
               "2019-02-28 monthly/C1/X/2019-02 dispense 0 60 5\n");
    check_file("map.yaml", "returns.csv");
    check_sound();
}

Test(monthly, the_same_file_again_posts_nothing)
{
    static const char lines[] = "2019,2,C1,D1,X,9,0,0,0,9,0\n"
                                "2019,1,C1,D1,X,10,0,2,0,8,0\n"
                                "2019,5,C1,D1,X,7,0,7,0,0,\n"
                                "2019,1,C2,D1,X,0,0,0,0,0,0\n";

    IMPORT(lines, false, "4 0 0 0 2");
    IMPORT(lines, false, "0 4 0 0 0");
    cr_expect(eq(str, said, ""));
    IMPORT(lines, true, "0 4 0 0 0");
    check_sound();
}

Test(monthly, an_opening_that_is_not_the_last_closing_is_carried)
{
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,2,C1,D1,X,9,0,0,0,9,0\n"
           "2019,5,C1,D1,X,7,0,7,0,0,0\n",
        false, "3 0 0 0 2");
    check_card("2018-12-31 monthly/C1/X/2019-01/begin begin 10 0 10\n"
               "2019-01-31 monthly/C1/X/2019-01 dispense 0 2 8\n"
               "2019-02-01 monthly/C1/X/2019-02/carry adjust 1 0 9\n"
               "2019-04-30 monthly/C1/X/2019-05/carry adjust 0 2 7\n"
               "2019-05-31 monthly/C1/X/2019-05 dispense 0 7 0\n");
    cr_expect(eq(str, said,
        "returns.csv:3: warning: C1 X 2019-02: opens with 9 after a closing of 8: +1 "
        "carried\n"
        "returns.csv:4: warning: C1 X 2019-05: opens with 7 after a closing of 9: -2 "
        "carried\n"));
    cr_expect(eq(i64, warnings, 2));
    check_file("map.yaml", "returns.csv");
    check_sound();
}

Test(monthly, an_opening_after_a_return_of_nothing_is_carried_not_begun)
{
    IMPORT("2019,1,C1,D1,X,0,0,0,0,0,31\n"
           "2019,2,C1,D1,X,50,0,5,0,45,0\n",
        false, "2 0 0 0 1");
    check_card("2019-02-01 monthly/C1/X/2019-02/carry adjust 50 0 50\n"
               "2019-02-28 monthly/C1/X/2019-02 dispense 0 5 45\n");
}

/* Codes of 64 and 47 bytes just fit a month's uid, of 128; an ending or a revision
 * doesn't. */
#define LONG_PLACE "P123456789012345678901234567890123456789012345678901234567890123"
#define LONG_ITEM "I1234567890123456789012345678901234567890123456"

/* BLAKE2b-256 of "LONG_PLACE/LONG_ITEM", and of it with a 7 behind it. */
#define LONG_DIGEST "47aa02a46403999a1857a1960ea8974a89f577630f1e062f1091bf1dfaee8cf4"
#define LONGER_DIGEST "9732c769bd81b941b6d2f24b220a2df155bccd542b7ef8703166491d1c25228e"

Test(monthly, codes_of_any_length_make_returns_that_are_found_again)
{
    static const char lines[] = "2019,1," LONG_PLACE ",D1," LONG_ITEM ",10,0,2,0,8,0\n"
                                "2019,2," LONG_PLACE ",D1," LONG_ITEM ",9,0,0,0,9,0\n"
                                "2019,1," LONG_PLACE ",D1," LONG_ITEM "7,5,0,0,0,5,0\n";

    IMPORT(lines, false, "3 0 0 0 1");
    IMPORT(lines, false, "0 3 0 0 0");
    IMPORT("2019,1," LONG_PLACE ",D1," LONG_ITEM ",10,0,3,0,7,0\n", true, "0 0 1 0 0");
    check_card_of(LONG_PLACE, LONG_ITEM,
        "2018-12-31 monthly/" LONG_DIGEST "/2019-01/begin begin 10 0 10\n"
        "2019-01-31 monthly/" LONG_DIGEST "/2019-01#2 dispense 0 -2 12\n"
        "2019-01-31 monthly/" LONG_PLACE "/" LONG_ITEM "/2019-01 dispense 0 2 10\n"
        "2019-01-31 monthly/" LONG_DIGEST "/2019-01#2 dispense 0 3 7\n"
        "2019-02-01 monthly/" LONG_DIGEST "/2019-02/carry adjust 1 0 8\n"
        "2019-02-01 monthly/" LONG_DIGEST "/2019-02/carry#2 adjust 2 0 10\n"
        "2019-02-01 monthly/" LONG_DIGEST "/2019-02/carry#2 adjust -1 0 9\n");
    check_card_of(LONG_PLACE, LONG_ITEM "7",
        "2018-12-31 monthly/" LONGER_DIGEST "/2019-01/begin begin 5 0 5\n");
    IMPORT(lines, true, "0 2 1 0 1");
    IMPORT(lines, false, "0 3 0 0 0");
    check_sound();
}

Test(monthly, files_follow_each_other)
{
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n", false, "1 0 0 0 0");
    IMPORT("2019,2,C1,D1,X,8,0,3,0,5,0\n", false, "1 0 0 0 0");
    IMPORT("2019,3,C1,D1,X,6,0,1,0,5,0\n", false, "1 0 0 0 1");
    check_card("2018-12-31 monthly/C1/X/2019-01/begin begin 10 0 10\n"
               "2019-01-31 monthly/C1/X/2019-01 dispense 0 2 8\n"
               "2019-02-28 monthly/C1/X/2019-02 dispense 0 3 5\n"
               "2019-03-01 monthly/C1/X/2019-03/carry adjust 1 0 6\n"
               "2019-03-31 monthly/C1/X/2019-03 dispense 0 1 5\n");
}

Test(monthly, a_row_that_changed_is_a_conflict)
{
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n", false, "1 0 0 0 0");
    IMPORT("2019,1,C1,D1,X,10,0,3,0,7,0\n"
           "2019,2,C1,D1,X,8,0,0,0,8,0\n",
        false, "1 0 0 1 0");
    cr_expect(eq(str, said,
        "returns.csv:2: C1 X 2019-01: changed since it was posted: dispensed was 2, is "
        "3\n"));
    check_card("2018-12-31 monthly/C1/X/2019-01/begin begin 10 0 10\n"
               "2019-01-31 monthly/C1/X/2019-01 dispense 0 2 8\n");
    IMPORT("2019,1,C1,D1,X,11,0,3,0,8,0\n", false, "0 0 0 1 0");
    cr_expect(strstr(said, "opening was 10, is 11") != NULL);
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,1\n", false, "0 0 0 1 0");
    cr_expect(strstr(said, "days_out was 0, is 1") != NULL);
}

Test(monthly, amending_reverses_and_posts_anew_and_mends_the_next_carry)
{
    static const char changed[] = "2019,1,C1,D1,X,10,0,3,0,7,0\n";

    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,2,C1,D1,X,8,0,8,0,0,0\n"
           "2019,3,C1,D1,X,0,5,0,0,5,0\n",
        false, "3 0 0 0 0");
    IMPORT(changed, true, "0 0 1 0 0");
    cr_expect(eq(str, said,
        "returns.csv:2: warning: C1 X 2019-02: the carry was made anew after a month "
        "before it "
        "changed: +1\n"));
    check_card("2018-12-31 monthly/C1/X/2019-01/begin begin 10 0 10\n"
               "2019-01-31 monthly/C1/X/2019-01#2 dispense 0 -2 12\n"
               "2019-01-31 monthly/C1/X/2019-01 dispense 0 2 10\n"
               "2019-01-31 monthly/C1/X/2019-01#2 dispense 0 3 7\n"
               "2019-02-01 monthly/C1/X/2019-02/carry adjust 1 0 8\n"
               "2019-02-28 monthly/C1/X/2019-02 dispense 0 8 0\n"
               "2019-03-31 monthly/C1/X/2019-03 receive 5 0 5\n");
    check_file("map.yaml", "returns.csv");
    IMPORT(changed, true, "0 1 0 0 0");
    IMPORT(changed, false, "0 1 0 0 0");
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n", false, "0 0 0 1 0");
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n", true, "0 0 1 0 0");
    cr_expect(
        strstr(card(), "monthly/C1/X/2019-01#3 dispense 0 2 8") != NULL, "%s", card());
    cr_expect(strstr(card(), "monthly/C1/X/2019-02/carry#2 adjust -1 0 8") != NULL, "%s",
        card());
    check_sound();
}

Test(monthly, a_correction_that_runs_through_the_year_leaves_no_carries)
{
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,2,C1,D1,X,8,0,8,0,0,0\n"
           "2019,3,C1,D1,X,0,5,0,0,5,0\n",
        false, "3 0 0 0 0");
    IMPORT("2019,1,C1,D1,X,20,0,2,0,18,0\n"
           "2019,2,C1,D1,X,18,0,8,0,10,0\n"
           "2019,3,C1,D1,X,10,5,0,0,15,0\n",
        true, "0 0 3 0 0");
    cr_expect(strstr(card(), "carry") == NULL, "%s", card());
    cr_expect(strstr(card(), "monthly/C1/X/2019-01/begin#2 begin 20 0 30") != NULL, "%s",
        card());
    check_file("map.yaml", "returns.csv");
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,2,C1,D1,X,8,0,8,0,0,0\n"
           "2019,3,C1,D1,X,0,5,0,0,5,0\n",
        true, "0 0 3 0 0");
    check_file("map.yaml", "returns.csv");
    check_sound();
}

Test(monthly, a_month_that_comes_late_takes_its_place)
{
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,3,C1,D1,X,5,0,5,0,0,0\n",
        false, "2 0 0 0 1");
    IMPORT("2019,2,C1,D1,X,8,0,2,0,6,0\n", false, "1 0 0 0 0");
    check_file("map.yaml", "returns.csv");
    check_card("2018-12-31 monthly/C1/X/2019-01/begin begin 10 0 10\n"
               "2019-01-31 monthly/C1/X/2019-01 dispense 0 2 8\n"
               "2019-02-28 monthly/C1/X/2019-03/carry#2 adjust 0 -3 11\n"
               "2019-02-28 monthly/C1/X/2019-03/carry adjust 0 3 8\n"
               "2019-02-28 monthly/C1/X/2019-02 dispense 0 2 6\n"
               "2019-03-01 monthly/C1/X/2019-03/carry#3 adjust 0 1 5\n"
               "2019-03-31 monthly/C1/X/2019-03 dispense 0 5 0\n");
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,2,C1,D1,X,8,0,2,0,6,0\n"
           "2019,3,C1,D1,X,5,0,5,0,0,0\n",
        false, "0 3 0 0 0");
    check_sound();
}

Test(monthly, a_month_before_the_first_makes_its_begin_a_carry)
{
    IMPORT("2019,2,C1,D1,X,10,0,2,0,8,0\n", false, "1 0 0 0 0");
    IMPORT("2019,1,C1,D1,X,4,0,4,0,0,0\n", false, "1 0 0 0 0");
    check_file("map.yaml", "returns.csv");
    cr_expect(strstr(card(), "2018-12-31 monthly/C1/X/2019-01/begin begin 4 0") != NULL,
        "%s", card());
    cr_expect(
        strstr(card(), "2019-02-01 monthly/C1/X/2019-02/carry#2 adjust 10 0") != NULL,
        "%s", card());
    IMPORT("2019,2,C1,D1,X,10,0,2,0,8,0\n", false, "0 1 0 0 0");
    check_file("map.yaml", "returns.csv");
    check_sound();
}

Test(monthly, a_row_that_is_wrong_in_itself_is_refused_alone)
{
    static const struct {
        const char *line, *why;
    } cases[] = {
        {"2019,1,C1,D1,X,10,0,2,0,9,0",                        "does not balance: 10 + 0 - 2 + 0 = 8, not 9"    },
        {"2019,1,C1,D1,X,10,0,2,-3,9,0",                       "does not balance: 10 + 0 - 2 - 3 = 5, not 9"    },
        {"2019,1,C1,D1,X,10,-1,0,0,9,0",
         "received: expected a whole number from 0, not '-1'"                                                   },
        {"2019,1,C1,D1,X,-1,1,0,0,0,0",
         "opening: expected a whole number from 0, not '-1'"                                                    },
        {"2019,1,C1,D1,X,1.5,0,0,0,1.5,0",
         "opening: expected a whole number from 0, not '1.5'"                                                   },
        {"2019,1,C1,D1,X,1e2,0,0,0,100,0",
         "opening: expected a whole number from 0, not '1e2'"                                                   },
        {"2019,1,C1,D1,X,,0,0,0,0,0",                          "opening: expected a whole number from 0, not ''"},
        {"2019,1,C1,D1,X,1000000000001,0,0,0,1000000000001,0", "opening: expected"                              },
        {"2019,1,C1,D1,X,99999999999999999999,0,0,0,1,0",      "opening: expected"                              },
        {"2019,1,C1,D1,X,1,0,0,x,1,0",                         "adjustment: expected a whole number, not 'x'"   },
        {"2019,1,C1,D1,X,1.000,1.000,0,0,2.000,0",
         "opening: expected a whole number from 0, not '1.000'"                                                 },
        {"2019,1,C1,D1,X,1,0,0,0,1,-1",
         "days_out: expected a whole number from 0, not '-1'"                                                   },
        {"2019,13,C1,D1,X,1,0,0,0,1,0",                        "month: expected a month from 1 to 12, not '13'" },
        {"19,1,C1,D1,X,1,0,0,0,1,0",                           "year: expected a year, not '19'"                },
        {"2019,1,C 1,D1,X,1,0,0,0,1,0",                        "site: expected a code"                          },
        {"2019,1,C1,D1,,1,0,0,0,1,0",                          "product: expected a code"                       },
        {"2019,1,C1,D1,X,1,0,0,0,1",                           "the row ends before column 'days_out'"          },
        {"2026,12,C1,D1,X,1,0,0,0,1,0",                        "is not between 1900-01-01 and tomorrow"         },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char lines[512];

        snprintf(lines, sizeof(lines), "%s\n2019,1,C2,D1,X,%d,0,%d,0,0,0\n",
            cases[i].line, 0, 0);
        IMPORT(lines, false, i == 0 ? "1 0 0 1 0" : "0 1 0 1 0");
        cr_expect(strstr(said, cases[i].why) != NULL, "%s: %s", cases[i].line, said);
        cr_expect(strncmp(said, "returns.csv:2: ", 15) == 0, "%s", said);
    }
    check_card("");
}

Test(monthly, numbers_may_be_written_with_a_point_and_cells_in_quotes)
{
    IMPORT("\"2019\",\"1.0\",C1,\"D,\r\n1\",X, 10.0 ,0.00,2,-0.0,8,3.0\r\n"
           "\r\n"
           ",,,,,,,,,,\n"
           "2019,2,C1,,X,8,0,0,0,9,0",
        false, "0 0 0 2 0");
    cr_expect(
        strstr(said, "returns.csv:2: district: expected a name") != NULL, "%s", said);
    cr_expect(strstr(said, "returns.csv:6: does not balance") != NULL, "%s", said);
    IMPORT(
        "\"2019\",\"1.0\",C1,\"D,1\",X, 10.0 ,0.00,2,-0.0,8,3.0\r\n", false, "1 0 0 0 0");
}

Test(monthly, what_the_ledger_refuses_does_not_spoil_its_neighbours)
{
    kho_move move = {"X", "", KHO_NO_DATE, NULL, "C1", "client", 8};
    kho_entry entry = KHO_ENTRY_INIT;

    /* By hand, all of January's closing is given out in March. */
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n", false, "1 0 0 0 0");
    entry.date = kho_date_of(2019, 3, 1);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, NULL), KHO_OK));
    IMPORT("2019,2,C1,D1,X,9,0,3,0,6,0\n"
           "2019,1,A1,D1,X,5,0,0,0,5,0\n"
           "2019,1,Z1,D1,X,5,0,0,0,5,0\n",
        false, "2 0 0 1 0");
    cr_expect(strstr(said, "returns.csv:2: C1 X 2019-02: ") != NULL, "%s", said);
    cr_expect(strstr(card(), "carry") == NULL, "%s", card());
    check_sound();
}

static void post_by_hand(const char *uid, kho_date date, const char *from, const char *to,
    const char *lot, kho_date expiry, int64_t quantity)
{
    kho_move move = {"X", lot, expiry, NULL, from, to, quantity};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.uid = uid;
    entry.date = date;
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(
        kho_ledger_post(ledger, &entry, NULL) == KHO_OK, "%s", kho_error_last()->message);
}

Test(monthly, returns_go_on_from_what_was_posted_by_hand_lots_and_hold_too)
{
    IMPORT("2019,1,C2,D1,X,0,0,0,0,0,0\n"
           "2019,1,C1,D1,Y,0,0,0,0,0,0\n",
        false, "2 0 0 0 0");
    post_by_hand("PN-1", kho_date_of(2019, 1, 5), "supplier", "C1", "A",
        kho_date_of(2020, 1, 31), 20);
    post_by_hand("PN-2", kho_date_of(2019, 1, 6), "supplier", "C1", "B",
        kho_date_of(2019, 6, 30), 4);
    post_by_hand("TG-1", kho_date_of(2019, 1, 7), "C1", "hold/C1", "A", KHO_NO_DATE, 5);
    IMPORT("2019,2,C1,D1,X,25,10,6,0,29,0\n", false, "1 0 0 0 1");
    check_file("map.yaml", "returns.csv");
    cr_expect(strstr(card(), "2019-02-01 monthly/C1/X/2019-02/carry adjust 1 0") != NULL,
        "%s", card());
    IMPORT("2019,2,C1,D1,X,24,10,26,0,8,0\n", true, "0 0 1 0 0");
    check_file("map.yaml", "returns.csv");
    IMPORT("2019,2,C1,D1,X,24,10,26,0,8,0\n", true, "0 1 0 0 0");
    IMPORT("2019,3,C1,D1,X,8,0,4,0,4,0\n", false, "0 0 0 1 0");
    cr_expect(strstr(said, "returns.csv:2: C1 X 2019-03: ") != NULL, "%s", said);
    check_sound();
}

Test(monthly, what_was_reversed_by_hand_comes_back_only_by_amending)
{
    static const char lines[] = "2019,1,C1,D1,X,10,0,2,0,8,0\n";

    IMPORT(lines, false, "1 0 0 0 0");
    cr_assert(eq(int,
        kho_ledger_reverse(
            ledger, "monthly/C1/X/2019-01", KHO_NO_DATE, false, NULL, NULL),
        KHO_OK));
    IMPORT(lines, false, "0 1 0 0 0");
    cr_expect(strstr(card(), "#2") == NULL, "%s", card());
    IMPORT(lines, true, "0 0 1 0 0");
    cr_expect(
        strstr(card(), "monthly/C1/X/2019-01#2 dispense 0 2 8") != NULL, "%s", card());
    IMPORT(lines, true, "0 1 0 0 0");
    check_file("map.yaml", "returns.csv");
}

static void withdraw(const char *uid)
{
    cr_assert(
        eq(int, kho_ledger_reverse(ledger, uid, KHO_NO_DATE, false, NULL, NULL), KHO_OK));
}

Test(monthly, what_was_withdrawn_and_comes_changed_is_refused_until_amended)
{
    static const char changed[] = "2019,1,C1,D1,X,10,500,2,0,508,0\n";

    IMPORT("2019,1,C1,D1,X,10,100,2,0,108,0\n", false, "1 0 0 0 0");
    withdraw("monthly/C1/X/2019-01");
    IMPORT(changed, false, "0 0 0 1 0");
    cr_expect(eq(str, said,
        "returns.csv:2: C1 X 2019-01: withdrawn, and not the same as then: received was "
        "100, is 500; --amend posts it\n"));
    IMPORT("2019,1,C1,D1,X,20,100,2,0,118,0\n", false, "0 0 0 1 0");
    cr_expect(strstr(said, "opening was 10, is 20") != NULL, "%s", said);
    kho_error_language(KHO_VI);
    IMPORT(changed, false, "0 0 0 1 0");
    cr_expect(eq(str, said,
        "returns.csv:2: C1 X 2019-01: đã được đảo, và nay khác với lần ghi đó: received "
        "trước là 100, nay là 500; ghi lại bằng --amend\n"));
    kho_error_language(KHO_EN);
    IMPORT(changed, true, "0 0 1 0 0");
    IMPORT(changed, false, "0 1 0 0 0");
    check_file("map.yaml", "returns.csv");
    check_sound();
}

Test(monthly, what_was_withdrawn_with_its_opening_is_there_as_long_as_it_is_the_same)
{
    IMPORT("2019,1,C1,D1,X,10,100,2,0,108,0\n", false, "1 0 0 0 0");
    withdraw("monthly/C1/X/2019-01");
    withdraw("monthly/C1/X/2019-01/begin");
    IMPORT("2019,1,C1,D1,X,10,100,2,0,108,0\n", false, "0 1 0 0 0");
    IMPORT("2019,1,C1,D1,X,10,100,2,0,108,1\n", false, "0 0 0 1 0");
    IMPORT("2019,1,C1,D1,X,10,100,2,0,108,0\n", true, "0 0 1 0 0");
    check_file("map.yaml", "returns.csv");
    check_sound();
}

Test(monthly, a_month_that_stands_twice_in_a_file_is_judged_twice)
{
    IMPORT("2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,1,C1,D1,X,10,0,2,0,8,0\n"
           "2019,1,C1,D1,X,10,0,3,0,7,0\n"
           "2019,2,C1,D1,X,8,0,0,0,8,0\n",
        false, "2 1 0 1 0");
    cr_expect(
        strstr(said, "returns.csv:4: C1 X 2019-01: changed since it was posted") != NULL,
        "%s", said);
    IMPORT("2019,1,C1,D1,X,10,0,3,0,7,0\n"
           "2019,1,C1,D1,X,10,0,4,0,6,0\n",
        true, "0 0 2 0 0");
    cr_expect(
        strstr(card(), "monthly/C1/X/2019-01#3 dispense 0 4 6") != NULL, "%s", card());
    check_sound();
}

Test(monthly, files_that_cannot_be_read_are_refused_whole)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"",                    "returns.csv:1: there is no header line"   },
        {"year,month\n",        "returns.csv:1: there is no column 'site'" },
        {"year,year,month,site,district,product,opening,received,distributed,adjustment,"
         "closing,"
         "days_out\n", "returns.csv:1: column 'year' stands twice"},
        {"year,\"month\n\n",    "returns.csv:1: a quote is not closed"     },
    };
    kho_table *table;

    write_file("map.yaml", map);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        write_file("returns.csv", cases[i].text);
        cr_expect(eq(int,
            kho_ledger_import_monthly(
                ledger, "map.yaml", "returns.csv", false, NULL, NULL, &table),
            KHO_EINVALID));
        cr_expect(strstr(kho_error_last()->message, cases[i].why) != NULL, "%s",
            kho_error_last()->message);
        cr_expect(table == NULL);
    }
    cr_expect(eq(int,
        kho_ledger_import_monthly(
            ledger, "map.yaml", "none.csv", false, NULL, NULL, &table),
        KHO_ENOTFOUND));
    cr_expect(eq(int,
        kho_ledger_import_monthly(
            ledger, "none.yaml", "returns.csv", false, NULL, NULL, &table),
        KHO_ENOTFOUND));
}

/* Names of columns are compared as people read them: a composed letter is a decomposed
 * one. */
Test(monthly, a_header_may_be_in_decomposed_letters)
{
    static const char *const years[] = {"N\u0103m", "Na\u0306m"};
    kho_table *table;
    char text[1024];

    for (int i = 0; i < 4; i++) {
        snprintf(text, sizeof(text), "kho: monthly/1\nperiod: {year: %s%s", years[i % 2],
            strstr(map, ", month: month"));
        write_file("map.yaml", text);
        snprintf(text, sizeof(text), "%s%s2019,1,C1,D1,X,10,0,2,0,8,0\n", years[i / 2],
            strchr(header, ','));
        write_file("returns.csv", text);
        cr_assert(kho_ledger_import_monthly(ledger, "map.yaml", "returns.csv", false,
                      NULL, NULL, &table) == KHO_OK,
            "%s", kho_error_last()->message);
        cr_expect(eq(i64,
            kho_table_int(table, 0, i ? KHO_IMPORT_EXISTING : KHO_IMPORT_POSTED), 1));
        kho_table_free(table);
    }
    snprintf(text, sizeof(text), "%s,%s%s", years[0], years[1], strchr(header, ','));
    write_file("returns.csv", text);
    cr_expect(eq(int,
        kho_ledger_import_monthly(
            ledger, "map.yaml", "returns.csv", false, NULL, NULL, &table),
        KHO_EINVALID));
    cr_expect(strstr(kho_error_last()->message, "stands twice") != NULL, "%s",
        kho_error_last()->message);
}

Test(monthly, a_header_may_have_what_no_map_can_name)
{
    kho_table *table;
    char text[1024];

    write_file("map.yaml", map);
    snprintf(text, sizeof(text), "\xff,\"two\nlines\",%s,,2019,1,C1,D1,X,10,0,2,0,8,0\n",
        header);
    write_file("returns.csv", text);
    cr_assert(kho_ledger_import_monthly(
                  ledger, "map.yaml", "returns.csv", false, NULL, NULL, &table) == KHO_OK,
        "%s", kho_error_last()->message);
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_POSTED), 1));
    kho_table_free(table);
}

Test(monthly, an_open_batch_is_left_alone)
{
    kho_table *table;

    write_file("map.yaml", map);
    write_file("returns.csv", header);
    cr_assert(eq(int, kho_ledger_begin(ledger), KHO_OK));
    cr_expect(eq(int,
        kho_ledger_import_monthly(
            ledger, "map.yaml", "returns.csv", false, NULL, NULL, &table),
        KHO_EINVALID));
    cr_expect(eq(int, kho_ledger_commit(ledger), KHO_OK));
}

Test(monthly, the_real_file_is_found_again_row_by_row, .timeout = 300)
{
    static const char real[] =
        "kho: monthly/1\n"
        "period: {year: year, month: month}\n"
        "place: {code: site_code, kind: store, level: facility, parent: district}\n"
        "item: {code: product_code}\n"
        "columns: {opening: stock_initial, received: stock_received,\n"
        "          dispensed: stock_distributed, adjusted: stock_adjustment,\n"
        "          closing: stock_end, days_out: stock_stockout_days}\n"
        "unknown: create\n";
    kho_table *table;
    char path[4096];

    NEED_SHARED("data/civ/logistics.csv", path, close_desk());
    write_file("map.yaml", real);
    cr_assert(eq(int,
        kho_ledger_import_monthly(ledger, "map.yaml", path, false, NULL, NULL, &table),
        KHO_OK));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_READ), 27127));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_POSTED), 27127));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_REFUSED), 0));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_CARRY_BREAKS), 134));
    kho_table_free(table);
    check_file("map.yaml", path);
    cr_assert(eq(int,
        kho_ledger_import_monthly(ledger, "map.yaml", path, true, NULL, NULL, &table),
        KHO_OK));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_EXISTING), 27127));
    kho_table_free(table);
    check_sound();
}
