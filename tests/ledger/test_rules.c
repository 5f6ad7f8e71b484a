/* Rules in the journal: from when they hold, what is refused, what other processes see.
 */
#include "exchange/desk.h"

#include "ledger/posting.h"
#include "ledger/rules.h"
#include "store/rules.h"

#define HEAD "kho: rules/1\nname: "

TestSuite(ledger_rules, .init = open_desk, .fini = close_desk, .timeout = 60);

static kho_date day(int month, int day_of_month)
{
    return kho_date_of(2026, month, day_of_month);
}

static void define(void)
{
    static const char *const channels[] = {"free", "sold"};
    /* clang-format off */
    static const kho_item items[] = {
        {"bcs", {"Bao cao su", "Condom"}, {"chiếc", "piece"}, 12, "condom", false, false, NULL, 0, 0, 0},
        {"vien", {"Viên uống", "Pill"}, {"vỉ", "cycle"}, 1, "pill", false, false, NULL, 0, 0, 0},
    };
    static const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
        {.code = "cds", .kind = KHO_STORE, .level = "province", .name = {"Chi cục", NULL}},
        {.code = "tyt", .kind = KHO_STORE, .level = "station", .name = {"Trạm", NULL}, .parent = "cds"},
        {.code = "ctv", .kind = KHO_COLLABORATOR, .name = {"CTV", NULL}, .parent = "tyt"},
    };
    /* clang-format on */
    const kho_catalogue catalogue = {channels, 2, items, 2, places, 4, NULL, 0};

    cr_assert(eq(int, kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, NULL), KHO_OK));
}

static void move(kho_ledger *into, const char *uid, kho_date date, const char *from,
    const char *to, int64_t quantity)
{
    kho_move moves[2] = {KHO_MOVE_INIT, KHO_MOVE_INIT};
    kho_entry entry = KHO_ENTRY_INIT;

    for (int i = 0; i < 2; i++) {
        moves[i].item = i ? "vien" : "bcs";
        moves[i].from = from;
        moves[i].to = to;
        moves[i].quantity = quantity;
    }
    entry.uid = uid;
    entry.date = date;
    entry.moves = moves;
    entry.move_count = 2;
    cr_assert(eq(int, kho_ledger_post(into, &entry, NULL), KHO_OK), "%s",
        kho_error_last()->message);
}

static void receive(kho_ledger *into, const char *uid)
{
    move(into, uid, day(11, 2), "ncc", "tyt", 120);
}

static kho_status load_as(const char *file, const char *text, kho_date from)
{
    kho_answer answer;

    write_file(file, text);
    return kho_ledger_load_rules(ledger, file, from, false, &answer);
}

static void load(const char *text, kho_date from)
{
    cr_assert(eq(int, load_as("rules.yaml", text, from), KHO_OK), "%s",
        kho_error_last()->message);
}

/* The name of the rules that hold on a day, as a ledger's report of that day says. */
static const char *name_on(kho_ledger *of, kho_date on, int64_t known)
{
    static char name[64];
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    query.on = on;
    query.known = known;
    cr_assert(eq(int, kho_ledger_alerts(of, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    snprintf(name, sizeof(name), "%s", kho_table_meta(table, "rules"));
    kho_table_free(table);
    return name;
}

static void expect_on(kho_date on, const char *name)
{
    cr_expect(eq(str, (char *)name_on(ledger, on, 0), (char *)name));
}

static void expect_sound(void)
{
    kho_table *table;

    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
}

Test(ledger_rules, hold_from_ever_where_nothing_happened_yet)
{
    define();
    load(HEAD "one\n", KHO_NO_DATE);
    expect_on(kho_date_of(1990, 1, 1), "one");
    expect_on(day(11, 21), "one");
    expect_sound();
}

Test(ledger_rules, hold_from_next_month_where_something_happened)
{
    define();
    receive(ledger, "PN-1");
    load(HEAD "one\n", KHO_NO_DATE);
    expect_on(day(11, 30), "built-in");
    expect_on(day(12, 1), "one");
    /* Rules that were loaded are something that happened. */
    load(HEAD "two\n", KHO_NO_DATE);
    expect_on(day(11, 30), "built-in");
    expect_on(day(12, 1), "two");
    expect_sound();
}

Test(ledger_rules, the_latest_to_begin_holds_and_of_these_the_last_to_come)
{
    define();
    load(HEAD "always\n", KHO_NO_DATE);
    load(HEAD "march\n", day(3, 1));
    load(HEAD "june\n", day(6, 15));
    load(HEAD "february\n", day(2, 1));
    load(HEAD "march again\n", day(3, 1));
    expect_on(day(1, 31), "always");
    expect_on(day(2, 1), "february");
    expect_on(day(3, 1), "march again");
    expect_on(day(6, 14), "march again");
    expect_on(day(6, 15), "june");
    expect_sound();
}

Test(ledger_rules, the_same_again_posts_nothing)
{
    kho_answer answer;

    define();
    load(HEAD "one\n", day(3, 1));
    cr_assert(eq(int,
        kho_ledger_load_rules(ledger, "rules.yaml", day(4, 1), false, &answer), KHO_OK));
    cr_expect(answer.existing);
    cr_expect(eq(i64, answer.seq, 0));
    cr_expect(eq(i64, ledger->head.seq, 2));
    /* Another day, another name, another text: each is something else. */
    cr_assert(eq(int,
        kho_ledger_load_rules(ledger, "rules.yaml", day(2, 1), false, &answer), KHO_OK));
    cr_expect(eq(i64, answer.seq, 3));
    cr_expect(ne(ptr, (void *)answer.uid, NULL));
    cr_assert(eq(int, load_as("other.yaml", HEAD "one\n", day(4, 1)), KHO_OK));
    cr_expect(eq(i64, ledger->head.seq, 4));
    cr_assert(eq(int, load_as("other.yaml", HEAD "one\n\n", day(4, 1)), KHO_OK));
    cr_expect(eq(i64, ledger->head.seq, 5));
    expect_sound();
}

Test(ledger_rules, what_was_known_before_is_judged_by_the_rules_of_then)
{
    define();
    load(HEAD "one\n", KHO_NO_DATE);
    load(HEAD "two\n", day(1, 1));
    cr_expect(eq(str, (char *)name_on(ledger, day(5, 5), 1), "built-in"));
    cr_expect(eq(str, (char *)name_on(ledger, day(5, 5), 2), "one"));
    cr_expect(eq(str, (char *)name_on(ledger, day(5, 5), 3), "two"));
}

Test(ledger_rules, a_dry_run_verifies_and_changes_nothing)
{
    kho_answer answer;

    define();
    write_file("rules.yaml", HEAD "one\nmatch: [{when: {level: x}, set: {window: 4}}]\n");
    cr_assert(eq(int,
        kho_ledger_load_rules(ledger, "rules.yaml", KHO_NO_DATE, true, &answer), KHO_OK));
    cr_expect(eq(i64, answer.seq, 2));
    cr_assert(eq(sz, answer.warning_count, 1));
    cr_expect(eq(i64, ledger->head.seq, 1));
    expect_on(day(11, 21), "built-in");
    write_file("rules.yaml", HEAD "one\nmatch: [{when: {item: x}, set: {window: 4}}]\n");
    cr_expect(
        eq(int, kho_ledger_load_rules(ledger, "rules.yaml", KHO_NO_DATE, true, &answer),
            KHO_ENOTFOUND));
    cr_expect(eq(i64, answer.seq, 0));
}

Test(ledger_rules, words_that_nothing_has_are_a_warning)
{
    kho_answer answer;

    define();
    write_file("rules.yaml",
        HEAD "one\nmatch:\n  - {when: {level: [station, x], method: ring}, set: {window: "
             "4}}\n");
    cr_assert(
        eq(int, kho_ledger_load_rules(ledger, "rules.yaml", KHO_NO_DATE, false, &answer),
            KHO_OK));
    cr_assert(eq(sz, answer.warning_count, 2));
    cr_expect(eq(str, (char *)answer.warnings[0].code, "no_match"));
    cr_expect(eq(str, (char *)answer.warnings[0].message,
        "rules.yaml:4:30: no place is of level 'x'"));
    cr_expect(eq(str, (char *)answer.warnings[1].message,
        "rules.yaml:4:42: no item is of method 'ring'"));
    expect_on(day(11, 21), "one");
}

Test(ledger_rules, what_is_wrong_with_a_file_is_refused_and_nothing_is_posted)
{
    /* clang-format off */
    static const struct {
        const char *text, *error;
        kho_status status;
    } cases[] = {
        {HEAD "x\nmatch: [{when: {place: x}, set: {window: 4}}]\n",
         "rules.yaml:3:24: no place 'x'", KHO_ENOTFOUND},
        {HEAD "x\norder: {max_months: 0}\n",
         "rules.yaml:3:21: max_months is less than min_months (0 < 1)", KHO_EINVALID},
        {HEAD "x\nmatch:\n  - {when: {tree: cds}, set: {min_months: 2.5}}\n"
              "  - {when: {item: vien}, set: {max_months: 2}}\n",
         "rules.yaml:5: cds, vien: max_months is less than min_months (2 < 2.5); see line 4", KHO_EINVALID},
    };
    /* clang-format on */

    define();
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(
            eq(int, load_as("rules.yaml", cases[i].text, KHO_NO_DATE), cases[i].status));
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].error));
    }
    cr_expect(eq(
        int, load_as("rules.yaml", HEAD "x\n", kho_date_of(2200, 1, 1)), KHO_EINVALID));
    cr_expect(
        eq(int, kho_ledger_load_rules(ledger, "none.yaml", KHO_NO_DATE, false, NULL),
            KHO_ENOTFOUND));
    cr_expect(eq(i64, ledger->head.seq, 1));
    expect_on(day(11, 21), "built-in");
    expect_sound();
}

Test(ledger_rules, a_batch_that_is_rolled_back_takes_its_rules_with_it)
{
    define();
    load(HEAD "one\n", KHO_NO_DATE);
    cr_assert(eq(int, kho_ledger_begin(ledger), KHO_OK));
    load(HEAD "two\n", day(1, 1));
    receive(ledger, "PN-1");
    expect_on(day(11, 21), "two");
    /* A file that is refused doesn't spoil the batch. */
    cr_expect(eq(int, load_as("rules.yaml", "x: y\n", KHO_NO_DATE), KHO_EINVALID));
    expect_on(day(11, 21), "two");
    kho_ledger_rollback(ledger);
    expect_on(day(11, 21), "one");
    cr_assert(eq(int, kho_ledger_begin(ledger), KHO_OK));
    load(HEAD "three\n", day(1, 1));
    cr_assert(eq(int, kho_ledger_commit(ledger), KHO_OK));
    expect_on(day(11, 21), "three");
    expect_sound();
}

Test(ledger_rules, another_process_sees_rules_that_were_loaded)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *other;

    options.clock = desk_clock;
    define();
    cr_assert(eq(int, kho_ledger_open("x.kho", &options, &other), KHO_OK));
    cr_expect(eq(str, (char *)name_on(other, day(11, 21), 0), "built-in"));
    load(HEAD "one\n", KHO_NO_DATE);
    cr_expect(eq(str, (char *)name_on(other, day(11, 21), 0), "one"));
    receive(other, "PN-1");
    expect_on(day(11, 21), "one");
    load(HEAD "two\n", day(1, 1));
    cr_expect(eq(str, (char *)name_on(other, day(11, 21), 0), "two"));
    kho_ledger_close(other);
}

Test(ledger_rules, a_text_is_kept_in_nfc_with_its_lines)
{
    define();
    /* "Quy tắc" with its marks apart; a mark of byte order; line breaks of Windows. */
    load("\xEF\xBB\xBFkho: rules/1\r\nname: Quy ta\xCC\x86\xCC\x81"
         "c\r\n",
        KHO_NO_DATE);
    expect_on(day(11, 21), "Quy t\xE1\xBA\xAF"
                           "c");
    cr_expect(ne(ptr,
        strstr(ledger->rules[0].text, "t\xE1\xBA\xAF"
                                      "c\r\n"),
        NULL));
    expect_sound();
}

Test(ledger_rules, rules_are_changed_by_rules_and_not_reversed)
{
    kho_answer answer;
    char uid[64];

    define();
    write_file("rules.yaml", HEAD "one\n");
    cr_assert(
        eq(int, kho_ledger_load_rules(ledger, "rules.yaml", KHO_NO_DATE, false, &answer),
            KHO_OK));
    snprintf(uid, sizeof(uid), "%s", answer.uid);
    cr_expect(eq(int, kho_ledger_reverse(ledger, uid, KHO_NO_DATE, false, NULL, NULL),
        KHO_EINVALID));
}

Test(ledger_rules, a_definition_that_makes_them_contradictory_is_refused)
{
    static const kho_item item = {
        "bao", {"Bao nữ", NULL},
         {"cái",     NULL},
         1, "ring", false, false, NULL, 0, 0, 0
    };
    static const kho_place moved = {
        .code = "tyt", .kind = KHO_STORE, .level = "station", .name = {"Trạm", NULL}
    };
    const kho_catalogue with_item = {.items = &item, .item_count = 1};
    const kho_catalogue with_place = {.places = &moved, .place_count = 1};

    define();
    load(HEAD "x\nmatch:\n"
              "  - {when: {level: station}, set: {max_months: 2}}\n"
              "  - {when: {method: ring}, set: {min_months: 2.5}}\n",
        KHO_NO_DATE);
    cr_expect(
        eq(int, kho_ledger_define(ledger, &with_item, KHO_NO_DATE, NULL), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "rules.yaml:4: tyt, bao: max_months is less than min_months (2 < 2.5); see line "
        "5"));
    expect_on(day(11, 21), "x");
    cr_expect(eq(i64, ledger->head.seq, 2));
    /* Rules that are over by today no longer matter; those to come do. */
    load(HEAD "y\n", day(11, 21));
    cr_expect(eq(int, kho_ledger_define(ledger, &with_item, KHO_NO_DATE, NULL), KHO_OK));
    cr_expect(eq(int,
        load_as("rules.yaml",
            HEAD "z\nmatch:\n"
                 "  - {when: {level: province}, set: {max_months: 2}}\n"
                 "  - {when: {method: condom, tree: cds, level: station}, set: "
                 "{min_months: 2.5, max_months: 2.5}}\n",
            day(12, 1)),
        KHO_OK));
    cr_expect(eq(int, kho_ledger_define(ledger, &with_place, KHO_NO_DATE, NULL), KHO_OK));
    expect_sound();
}

/* 30 a month of both items for three months, and 30 are left. */
Test(ledger_rules, a_line_is_judged_by_the_matches_that_it_fulfils)
{
    static const struct {
        const char *item, *status;
        int64_t to_order;
    } expected[] = {
        {"bcs",  "low",      96}, /* below 1.5 months; 120 - 30 in packs of 12 */
        {"vien", "adequate", 60}, /* 1 month is min, 3 are max */
    };
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    define();
    move(ledger, "PN-1", day(8, 1), "ncc", "tyt", 120);
    for (int month = 8; month <= 10; month++)
        move(ledger, NULL, day(month, 15), "tyt", "client", 30);
    load(HEAD "x\nmatch:\n"
              "  - {when: {level: station, method: condom}, set: {min_months: 1.5, "
              "max_months: 4}}\n"
              "  - {when: {level: province}, set: {max_months: 12}}\n",
        day(10, 31));
    query.from = day(10, 1);
    query.to = day(10, 31);
    cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 2));
    for (size_t i = 0; i < 2; i++) {
        const kho_rational amc = kho_table_rational(table, i, KHO_REPORT_AMC);

        cr_expect(eq(str, (char *)kho_table_text(table, i, KHO_REPORT_ITEM),
            (char *)expected[i].item));
        cr_expect(eq(i64, amc.numerator, 30 * amc.denominator));
        cr_expect(eq(str, (char *)kho_table_text(table, i, KHO_REPORT_STATUS),
            (char *)expected[i].status));
        cr_expect(
            eq(i64, kho_table_int(table, i, KHO_REPORT_TO_ORDER), expected[i].to_order));
    }
    /* Bounds that differ by line aren't those of the table. */
    cr_expect(eq(ptr, (void *)kho_table_meta(table, "min_months"), NULL));
    kho_table_free(table);
}

/* A line without consistent rules can't be judged: a wrong answer would be worse. */
Test(ledger_rules, a_question_that_meets_a_contradiction_of_the_past_is_refused)
{
    static const kho_place moved = {
        .code = "tyt",
        .kind = KHO_STORE,
        .level = "ward",
        .name = {"Trạm", NULL},
        .parent = "cds"
    };
    const kho_catalogue catalogue = {.places = &moved, .place_count = 1};
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    define();
    move(ledger, "PN-1", day(8, 1), "ncc", "tyt", 120);
    load(HEAD "x\nmatch:\n"
              "  - {when: {level: ward}, set: {max_months: 2}}\n"
              "  - {when: {item: vien}, set: {min_months: 2.5}}\n",
        day(8, 1));
    load(HEAD "y\n", day(9, 1));
    cr_assert(eq(int, kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, NULL), KHO_OK));
    query.from = day(8, 1);
    query.to = day(8, 31);
    cr_expect(eq(int, kho_ledger_report(ledger, &query, &table), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "rules.yaml:4: tyt, vien: max_months is less than min_months (2 < 2.5); see line "
        "5"));
    query.item = "bcs";
    cr_expect(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
    kho_table_free(table);
    expect_sound();
}

/* No caller can post these: another program, or a reader that has grown stricter. */
Test(ledger_rules, rules_that_cannot_be_read_are_told_by_questions_and_by_check)
{
    kho__posting posting = {.ledger = ledger, .arena = &ledger->arena};
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    define();
    cr_assert(eq(int, kho_ledger_begin(ledger), KHO_OK));
    cr_assert(eq(int,
        kho__posting_part(&posting, KHO__PART_RULES,
            "{\"file\":\"r.yaml\",\"from\":\"2026-03-01\",\"text\":\"kho: rules/9\"}"),
        KHO_OK));
    cr_assert(eq(int,
        kho__rules_add(ledger, ledger->head.seq, day(3, 1), "r.yaml", "kho: rules/9"),
        KHO_OK));
    ledger->broken = false;
    cr_assert(eq(int, kho_ledger_commit(ledger), KHO_OK));

    expect_on(day(2, 28), "built-in");
    query.on = day(3, 1);
    cr_expect(eq(int, kho_ledger_alerts(ledger, &query, &table), KHO_EDAMAGED));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "the rules of entry 2 can't be read: r.yaml:1:1: the first line must be 'kho: "
        "rules/1'"));
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1));
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_CHECK_KIND), "rules"));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_CHECK_ENTRY), 2));
    kho_table_free(table);
}

Test(ledger_rules, are_shown_for_a_place_and_an_item_or_as_a_whole)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    define();
    load(HEAD "x\norder: {lead_months: 1, safety_months: 0.5}\n"
              "match: [{when: {channel: sold, level: station}, set: {lead_months: 2}}]\n",
        KHO_NO_DATE);
    query.place = "tyt";
    cr_expect(eq(int, kho_ledger_rules(ledger, &query, &table), KHO_EINVALID));
    query.item = "bcs";
    cr_assert(eq(int, kho_ledger_rules(ledger, &query, &table), KHO_OK));
    /* Three settings of 18 differ by channel: lead, and with it min and max. */
    cr_expect(eq(sz, kho_table_rows(table), 21));
    cr_expect(eq(str, (char *)kho_table_text(table, 10, KHO_RULES_CHANNEL), "free"));
    cr_expect(eq(str, (char *)kho_table_text(table, 10, KHO_RULES_VALUE), "1"));
    cr_expect(eq(i64, kho_table_int(table, 10, KHO_RULES_LINE), 3));
    cr_expect(eq(str, (char *)kho_table_text(table, 11, KHO_RULES_MATCH),
        "level=station channel=sold"));
    cr_expect(eq(i64, kho_table_int(table, 11, KHO_RULES_LINE), 4));
    cr_expect(eq(str, (char *)kho_table_text(table, 13, KHO_RULES_KEY), "min_months"));
    cr_expect(
        eq(str, (char *)kho_table_text(table, 13, KHO_RULES_VALUE), "1 + 0.5 = 1.5"));
    cr_expect(
        eq(str, (char *)kho_table_text(table, 14, KHO_RULES_VALUE), "2 + 0.5 = 2.5"));
    cr_expect(
        eq(str, (char *)kho_table_text(table, 16, KHO_RULES_VALUE), "2.5 + 1 = 3.5"));
    kho_table_free(table);
    query.place = "ctv"; /* of no level */
    cr_assert(eq(int, kho_ledger_rules(ledger, &query, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 18));
    kho_table_free(table);
}

Test(ledger_rules, the_meta_of_a_question_names_them)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    define();
    load(HEAD "one\n", KHO_NO_DATE);
    load(HEAD "two\n", day(6, 1));
    query.from = day(5, 1);
    query.to = day(5, 31);
    cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules"), "one"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules_entry"), "2"));
    cr_expect(eq(ptr, (void *)kho_table_meta(table, "rules_from"), NULL));
    kho_table_free(table);
    query.to = day(6, 1); /* the last day of the period says which rules judge */
    cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules"), "two"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules_entry"), "3"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "rules_from"), "2026-06-01"));
    kho_table_free(table);
}

/* Its code in the statistics isn't a method of its own beside its word. */
Test(ledger_rules, speak_of_an_items_method_by_its_word_also_where_its_code_was_given)
{
    /* clang-format off */
    const kho_item item = {"vien-2", {"Viên uống 2", NULL}, {"vỉ", NULL}, 1, "5", false, false, NULL, 0, 0, 0};
    /* clang-format on */
    const kho_catalogue catalogue = {NULL, 0, &item, 1, NULL, 0, NULL, 0};
    kho_answer answer;
    kho_table *items;

    define();
    cr_assert(
        eq(int, kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, &answer), KHO_OK));
    cr_assert(eq(int, kho_ledger_list(ledger, KHO_LIST_ITEMS, &items), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(items), 3));
    cr_expect(eq(str, (char *)kho_table_text(items, 2, KHO_ITEMS_METHOD), "pill"));
    kho_table_free(items);
    cr_assert(
        eq(int, kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, &answer), KHO_OK));
    cr_expect(answer.existing);
}
