/* Who had to report when, and when they did: returns are posted on days of their own. */
#include "report/deadlines.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "ledger/world.h"
#include "report/alerts.h"

static world books;

static kho_date day(int month, int of_month)
{
    return kho_date_of(2026, month, of_month);
}

/* A province with two stations and a collaborator; station b begins in February. */
static void open_province(void)
{
    static const kho_place places[] = {
        {.code = "ncc",       .kind = KHO_SUPPLIER, .name = {"Nguồn", NULL}},
        {.code = "tinh",      .kind = KHO_STORE,    .level = "province",       .name = {"Tỉnh", NULL}},
        {.code = "a",
         .kind = KHO_STORE,
         .level = "station",
         .name = {"A", NULL},
         .parent = "tinh"},
        {.code = "b",
         .kind = KHO_STORE,
         .level = "station",
         .name = {"B", NULL},
         .parent = "tinh"},
        {.code = "lan",   .kind = KHO_COLLABORATOR,                        .name = {"Lan", NULL},                                                  .parent = "a"},
        {.code = "nobody",                   .kind = KHO_STORE,                           .name = {"Chưa có gì", NULL}                         },
    };

    cr_assert(world_open(&books, day(1, 1)), "%s", books.why);
    cr_assert(world_define_places(&books, places, 6), "%s", books.why);
}

static void close_province(void)
{
    cr_assert(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(deadlines, .init = open_province, .fini = close_province, .timeout = 60);

static void post(kho_date typed, const kho_entry *entry)
{
    cr_assert(world_type(&books, typed, entry), "%s", books.why);
}

/* The place moves something: from then on it has to report. */
static void begin(const char *place, kho_date date)
{
    const kho_move move = {"bcs", NULL, KHO_NO_DATE, NULL, "ncc", place, 100};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = date;
    entry.moves = &move;
    entry.move_count = 1;
    post(date, &entry);
}

/* A return of a month, typed on a day; it may amend an earlier one. */
static void give_return(const char *uid, const char *place, const char *item, int month,
    kho_date typed, const char *amended)
{
    const kho_observation seen = {KHO_RETURNED, place, item, NULL, KHO_NO_DATE, NULL, 0,
        kho_month_of(day(month, 1))};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.uid = uid;
    entry.date = kho_month_last(seen.month);
    entry.reverses = amended;
    entry.observed = &seen;
    entry.observed_count = 1;
    post(typed, &entry);
}

static void withdraw(const char *uid, kho_date typed)
{
    cr_assert(world_type_reversal(&books, typed, uid), "%s", books.why);
}

static void close_month(const char *place, int month, kho_date typed)
{
    cr_assert(world_type_closing(&books, typed, place, kho_month_of(day(month, 1))), "%s",
        books.why);
}

static void reopen_month(const char *place, int month, kho_date typed)
{
    books.now = world_noon(typed);
    cr_assert(eq(int,
                  kho_ledger_reopen_month(
                      books.ledger, place, kho_month_of(day(month, 1)), "x", NULL),
                  KHO_OK),
        "%s", kho_error_last()->message);
}

/* What is due in a period, as a line of text for each. */
static char told[2048];

static kho_status tell(void *context, const kho__due *due)
{
    char text[KHO__PERIOD_TEXT], by[11], on[11];
    const size_t used = strlen(told);

    (void)context;
    snprintf(told + used, sizeof(told) - used, "%s %s %s %s%s%s\n",
        kho__place_at(&books.ledger->catalogue, due->place)->as.code,
        kho__report_period_text(due->deadline->report, due->period, text),
        kho__state_names[due->state].word, kho_date_format(due->due, by),
        due->reported == KHO_NO_DATE ? "" : " ", kho_date_format(due->reported, on));
    return KHO_OK;
}

static char *ask(const kho__ruleset *set, kho_date from, kho_date to, kho_date on)
{
    kho_query query = KHO_QUERY_INIT;
    kho__ruling *plain;
    kho__asked asked;

    query.from = from;
    query.to = to;
    query.on = on;
    *told = '\0';
    cr_assert(eq(int,
        kho__asked_begin(&asked, books.ledger, &query,
            KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES),
        KHO_OK));
    plain = asked.ruling;
    cr_assert(eq(int,
        kho__ruling_new(set, &books.ledger->catalogue, asked.to, &asked.ruling), KHO_OK));
    cr_assert(eq(int, kho__each_due(&asked, tell, NULL), KHO_OK), "%s",
        kho_error_last()->message);
    kho__ruling_free(plain);
    kho__asked_end(&asked);
    return told;
}

/* Rules with one deadline: five working days. */
static kho__ruleset rules(kho__deadline *deadline, kho__report_kind report)
{
    *deadline = (kho__deadline){.report = report,
        .within = 5,
        .working = true,
        .from = KHO_NO_DATE,
        .until = KHO_NO_DATE};
    return (kho__ruleset){.name = "x", .deadlines = deadline, .deadline_count = 1};
}

Test(deadlines, every_store_that_has_begun_reports_every_month)
{
    kho__deadline deadline;
    const kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    begin("a", day(1, 10));
    begin("b", day(2, 10));
    give_return("r1", "a", "bcs", 1, day(2, 3), NULL);
    give_return("r2", "a", "vien", 1, day(2, 20), NULL);
    give_return("r3", "a", "bcs", 2, day(3, 9), NULL);
    books.now = world_noon(day(5, 1));
    /* January's five working days end on Friday the 6th of February: it is a Saturday's
     * end. February's and March's end on the 6th of March and the 7th of April. */
    cr_assert(eq(str, ask(&set, day(1, 1), day(4, 30), KHO_NO_DATE),
        "a 2026-01 on_time 2026-02-06 2026-02-03\n"
        "a 2026-02 late 2026-03-06 2026-03-09\n"
        "b 2026-02 missing 2026-03-06\n"
        "a 2026-03 missing 2026-04-07\n"
        "b 2026-03 missing 2026-04-07\n"
        "a 2026-04 not_due 2026-05-07\n"
        "b 2026-04 not_due 2026-05-07\n"));
    cr_assert(eq(str, ask(&set, day(2, 1), day(2, 27), KHO_NO_DATE), ""), "not its end");
}

Test(deadlines, what_was_typed_later_than_the_day_asked_about_does_not_count)
{
    kho__deadline deadline;
    const kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    begin("a", day(1, 10));
    give_return("r1", "a", "bcs", 1, day(2, 9), NULL);
    books.now = world_noon(day(5, 1));
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), day(2, 9)),
        "a 2026-01 late 2026-02-06 2026-02-09\n"));
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), day(2, 8)),
        "a 2026-01 missing 2026-02-06\n"));
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), day(2, 7)),
        "a 2026-01 missing 2026-02-06\n"));
    /* The last day on which it is on time isn't over yet. */
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), day(2, 6)),
        "a 2026-01 not_due 2026-02-06\n"));
    /* A month that isn't over is told, too. */
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), day(1, 10)),
        "a 2026-01 not_due 2026-02-06\n"));
}

Test(deadlines, an_amended_return_came_when_it_first_came_and_a_withdrawn_one_never)
{
    kho__deadline deadline;
    const kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    begin("a", day(1, 10));
    give_return("r1", "a", "bcs", 1, day(2, 3), NULL);
    give_return("r1#2", "a", "bcs", 1, day(3, 1), "r1");
    give_return("r1#3", "a", "bcs", 1, day(3, 2), "r1#2");
    give_return("wrong", "a", "bcs", 2, day(3, 3), NULL);
    withdraw("wrong", day(3, 4));
    books.now = world_noon(day(3, 5));
    cr_assert(eq(str, ask(&set, day(1, 1), day(2, 28), KHO_NO_DATE),
        "a 2026-01 on_time 2026-02-06 2026-02-03\n"
        "a 2026-02 not_due 2026-03-06\n"));
    give_return("right", "a", "vien", 2, day(3, 9), NULL);
    withdraw("r1#3", day(3, 10));
    books.now = world_noon(day(3, 11));
    cr_assert(eq(str, ask(&set, day(1, 1), day(2, 28), KHO_NO_DATE),
        "a 2026-01 missing 2026-02-06\n"
        "a 2026-02 late 2026-03-06 2026-03-09\n"));
    withdraw("right", day(3, 11));
    give_return("again", "a", "vien", 2, day(3, 12), NULL);
    books.now = world_noon(day(3, 12));
    cr_assert(eq(str, ask(&set, day(2, 1), day(2, 28), KHO_NO_DATE),
        "a 2026-02 late 2026-03-06 2026-03-12\n"));
}

Test(deadlines, a_return_reversed_to_make_place_for_another_thing_does_not_stand)
{
    kho__deadline deadline;
    const kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    begin("a", day(1, 10));
    give_return("r1", "a", "bcs", 1, day(2, 3), NULL);
    /* The row was of another month: it is taken back and given for that one. */
    give_return("r2", "a", "bcs", 2, day(3, 2), "r1");
    give_return("r3", "a", "bcs", 1, day(3, 3), NULL);
    books.now = world_noon(day(3, 11));
    cr_assert(eq(str, ask(&set, day(1, 1), day(2, 28), KHO_NO_DATE),
        "a 2026-01 late 2026-02-06 2026-03-03\n"
        "a 2026-02 on_time 2026-03-06 2026-03-02\n"));
}

Test(deadlines, a_quarter_is_reported_when_the_last_of_its_months_is)
{
    kho__deadline deadline;
    kho__ruleset set = rules(&deadline, KHO__REPORT_QUARTER);

    begin("a", day(1, 10));
    begin("b", day(2, 10));
    give_return("a1", "a", "bcs", 1, day(4, 9), NULL);
    give_return("a2", "a", "bcs", 2, day(3, 3), NULL);
    give_return("a3", "a", "bcs", 3, day(4, 3), NULL);
    /* January was before b had anything. */
    give_return("b2", "b", "bcs", 2, day(3, 3), NULL);
    give_return("b3", "b", "bcs", 3, day(4, 3), NULL);
    books.now = world_noon(day(7, 31));
    /* The second quarter's five working days: the 1st, 2nd, 3rd, 6th, 7th of July. */
    cr_assert(eq(str, ask(&set, day(1, 1), day(6, 30), KHO_NO_DATE),
        "a 2026-Q1 late 2026-04-07 2026-04-09\n"
        "b 2026-Q1 on_time 2026-04-07 2026-04-03\n"
        "a 2026-Q2 missing 2026-07-07\n"
        "b 2026-Q2 missing 2026-07-07\n"));
    deadline.report = KHO__REPORT_YEAR;
    deadline.working = false;
    cr_assert(eq(str, ask(&set, day(1, 1), day(12, 31), KHO_NO_DATE),
        "a 2026 not_due 2027-01-05\nb 2026 not_due 2027-01-05\n"));
    cr_assert(eq(str, ask(&set, day(1, 1), day(12, 30), KHO_NO_DATE), ""));
}

Test(deadlines, a_deadline_says_who_reports_and_for_which_periods)
{
    static const char *const stations[] = {"station"}, *const people[] = {"collaborator"},
                             *const trees[] = {"a"};
    kho__deadline deadline;
    kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    begin("a", day(1, 10));
    begin("tinh", day(1, 11));
    begin("b", day(2, 10));
    {
        const kho_move move = {"bcs", NULL, KHO_NO_DATE, NULL, "a", "lan", 10};
        kho_entry entry = KHO_ENTRY_INIT;

        entry.date = day(1, 12);
        entry.moves = &move;
        entry.move_count = 1;
        post(day(2, 12), &entry);
    }
    books.now = world_noon(day(3, 31));
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), KHO_NO_DATE),
        "a 2026-01 missing 2026-02-06\ntinh 2026-01 missing 2026-02-06\n"));
    deadline.when.by[KHO__WHEN_LEVEL] = (kho__codes){stations, 1, NULL};
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), KHO_NO_DATE),
        "a 2026-01 missing 2026-02-06\n"));
    deadline.when.by[KHO__WHEN_LEVEL] = (kho__codes){NULL, 0, NULL};
    deadline.when.by[KHO__WHEN_KIND] = (kho__codes){people, 1, NULL};
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), KHO_NO_DATE),
        "lan 2026-01 missing 2026-02-06\n"));
    deadline.when.by[KHO__WHEN_KIND] = (kho__codes){NULL, 0, NULL};
    deadline.when.by[KHO__WHEN_TREE] = (kho__codes){trees, 1, NULL};
    cr_assert(eq(str, ask(&set, day(1, 1), day(1, 31), KHO_NO_DATE),
        "a 2026-01 missing 2026-02-06\nlan 2026-01 missing 2026-02-06\n"));
    deadline.when.by[KHO__WHEN_TREE] = (kho__codes){NULL, 0, NULL};
    deadline.from = day(2, 28);
    deadline.until = day(3, 30);
    cr_assert(eq(str, ask(&set, day(1, 1), day(3, 31), KHO_NO_DATE),
        "a 2026-02 missing 2026-03-06\nb 2026-02 missing 2026-03-06\n"
        "tinh 2026-02 missing 2026-03-06\n"));
}

Test(deadlines, a_month_is_reported_when_it_or_a_later_one_is_closed)
{
    kho__deadline deadline;
    kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    begin("a", day(1, 10));
    begin("b", day(1, 10));
    close_month("a", 1, day(2, 3));
    close_month("a", 2, day(3, 9));
    close_month("b", 3, day(4, 2));
    give_return("b4", "b", "bcs", 4, day(5, 4), NULL);
    close_month("b", 4, day(5, 2));
    close_month("a", 3, day(4, 2));
    close_month("a", 4, day(5, 9));
    give_return("a5", "a", "bcs", 5, day(6, 1), NULL);
    books.now = world_noon(day(5, 31));
    cr_assert(eq(str, ask(&set, day(1, 1), day(4, 30), KHO_NO_DATE),
        "a 2026-01 on_time 2026-02-06 2026-02-03\n"
        "b 2026-01 late 2026-02-06 2026-04-02\n"
        "a 2026-02 late 2026-03-06 2026-03-09\n"
        "b 2026-02 late 2026-03-06 2026-04-02\n"
        "a 2026-03 on_time 2026-04-07 2026-04-02\n"
        "b 2026-03 on_time 2026-04-07 2026-04-02\n"
        "a 2026-04 late 2026-05-07 2026-05-09\n"
        "b 2026-04 on_time 2026-05-07 2026-05-02\n"));
    cr_assert(eq(str, ask(&set, day(4, 1), day(4, 30), day(5, 8)),
        "a 2026-04 missing 2026-05-07\n"
        "b 2026-04 on_time 2026-05-07 2026-05-02\n"));
    deadline.report = KHO__REPORT_QUARTER;
    cr_assert(eq(str, ask(&set, day(1, 1), day(3, 31), KHO_NO_DATE),
        "a 2026-Q1 on_time 2026-04-07 2026-04-02\n"
        "b 2026-Q1 on_time 2026-04-07 2026-04-02\n"));
    deadline.report = KHO__REPORT_MONTH;
    /* A closing that was withdrawn reports nothing; one made anew, on its own day. */
    reopen_month("a", 4, day(5, 20));
    cr_assert(eq(str, ask(&set, day(4, 1), day(4, 30), KHO_NO_DATE),
        "a 2026-04 missing 2026-05-07\n"
        "b 2026-04 on_time 2026-05-07 2026-05-02\n"));
    close_month("a", 4, day(5, 21));
    cr_assert(eq(str, ask(&set, day(4, 1), day(4, 30), KHO_NO_DATE),
        "a 2026-04 late 2026-05-07 2026-05-21\n"
        "b 2026-04 on_time 2026-05-07 2026-05-02\n"));
}

/* The alerts of late reports on a day, as a line of text for each. */
static char *late(const kho__ruleset *set, kho_date on)
{
    kho_query query = KHO_QUERY_INIT;
    kho__asked asked;
    kho__alerting at = {.asked = &asked};
    kho_table *table;
    kho__ruling *plain;

    query.on = on;
    *told = '\0';
    cr_assert(eq(int,
        kho__asked_begin(&asked, books.ledger, &query, KHO__ASK_PLACES | KHO__ASK_RULES),
        KHO_OK));
    plain = asked.ruling;
    cr_assert(eq(int,
        kho__ruling_new(set, &books.ledger->catalogue, asked.on, &asked.ruling), KHO_OK));
    cr_assert(eq(int, kho__table_new(KHO__TABLE_ALERTS, 1, &table), KHO_OK));
    cr_assert(eq(int,
        kho__rows_begin(&at.rows, table, &books.ledger->catalogue, KHO_ALERTS_PLACE,
            KHO_ALERTS_ITEM, KHO_ALERTS_CHANNEL),
        KHO_OK));
    cr_assert(eq(int, kho__alert_late_reports(&at), KHO_OK));
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        char since[11];
        const size_t used = strlen(told);

        snprintf(told + used, sizeof(told) - used, "%lld %s %s %lld %s\n",
            (long long)kho_table_int(table, row, KHO_ALERTS_SEVERITY),
            kho_table_text(table, row, KHO_ALERTS_ALERT),
            kho_table_text(table, row, KHO_ALERTS_PLACE),
            (long long)kho_table_int(table, row, KHO_ALERTS_QUANTITY),
            kho_date_format(kho_table_date(table, row, KHO_ALERTS_SINCE), since));
    }
    kho__rows_end(&at.rows);
    kho_table_free(table);
    kho__ruling_free(plain);
    kho__asked_end(&asked);
    return told;
}

Test(deadlines, reports_that_are_missing_in_a_row_are_one_alert_since_the_first_deadline)
{
    kho__deadline deadline;
    kho__ruleset set = rules(&deadline, KHO__REPORT_MONTH);

    set.base.rule.late_report = true;
    begin("a", day(1, 10));
    begin("b", day(1, 10));
    give_return("a1", "a", "bcs", 1, day(2, 3), NULL);
    give_return("b2", "b", "bcs", 2, day(3, 3), NULL);
    books.now = world_noon(day(6, 1));
    /* On the day itself it isn't late yet. */
    cr_assert(eq(str, late(&set, day(2, 6)), ""));
    cr_assert(eq(str, late(&set, day(2, 7)), "3 late_report b 1 2026-02-06\n"));
    cr_assert(eq(str, late(&set, day(3, 6)), "3 late_report b 1 2026-02-06\n"),
        "February isn't due yet");
    cr_assert(eq(str, late(&set, day(3, 7)), "3 late_report a 1 2026-03-06\n"));
    cr_assert(eq(str, late(&set, day(4, 7)), "3 late_report a 1 2026-03-06\n"));
    cr_assert(eq(str, late(&set, day(4, 8)),
        "3 late_report a 2 2026-03-06\n3 late_report b 1 2026-04-07\n"));
    cr_assert(eq(str, late(&set, KHO_NO_DATE),
        "3 late_report a 3 2026-03-06\n3 late_report b 2 2026-04-07\n"));
    deadline.until = day(3, 31);
    cr_assert(eq(str, late(&set, KHO_NO_DATE),
        "3 late_report a 2 2026-03-06\n3 late_report b 1 2026-04-07\n"));
    deadline.until = KHO_NO_DATE;
    close_month("a", 4, day(6, 2));
    cr_assert(eq(str, late(&set, KHO_NO_DATE), "3 late_report b 2 2026-04-07\n"));
    cr_assert(eq(str, late(&set, day(6, 1)),
        "3 late_report a 3 2026-03-06\n3 late_report b 2 2026-04-07\n"));
    books.now = world_noon(day(7, 20));
    cr_assert(eq(str, late(&set, KHO_NO_DATE),
        "3 late_report a 2 2026-06-05\n3 late_report b 4 2026-04-07\n"));
    set.base.rule.late_report = false;
    cr_assert(eq(str, late(&set, KHO_NO_DATE), ""));
}

Test(deadlines, of_two_deadlines_of_a_kind_the_earlier_one_counts_and_kinds_stand_apart)
{
    kho__deadline deadlines[4];
    kho__ruleset set = rules(&deadlines[0], KHO__REPORT_MONTH);

    for (int i = 1; i < 4; i++)
        deadlines[i] = deadlines[0];
    deadlines[0].within = 10;
    deadlines[1].within = 3;
    deadlines[1].until = day(3, 31);
    deadlines[2].report = KHO__REPORT_QUARTER;
    /* Nothing was to be reported in between. */
    deadlines[0].from = day(4, 30);
    deadlines[3].from = day(2, 1);
    deadlines[3].until = day(2, 28);
    set.deadline_count = 4;
    set.base.rule.late_report = true;
    begin("a", day(1, 10));
    books.now = world_noon(day(6, 1));
    /* January and March by the second alone: the 4th of February, the 3rd of April. */
    cr_assert(eq(str, late(&set, day(3, 5)), "3 late_report a 2 2026-02-04\n"),
        "February's earlier day is the 4th of March");
    cr_assert(eq(str, late(&set, day(4, 4)), "3 late_report a 3 2026-02-04\n"));
    cr_assert(eq(str, late(&set, day(4, 8)),
        "3 late_report a 3 2026-02-04\n3 late_report a 1 2026-04-07\n"));
    cr_assert(eq(str, late(&set, day(5, 16)),
        "3 late_report a 4 2026-02-04\n3 late_report a 1 2026-04-07\n"));
    deadlines[1].until = day(1, 31);
    deadlines[3].until = day(2, 1);
    cr_assert(eq(str, late(&set, day(5, 16)),
        "3 late_report a 1 2026-05-14\n3 late_report a 1 2026-04-07\n"));
}
