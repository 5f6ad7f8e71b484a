/*
 * Rules in YAML. tests/rules/ruleset/invalid/NAME holds input.yaml and the error with
 * which it is refused; a new one needs no code.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/ruleset.h"

#define CASES KHO_SOURCE_DIR "/tests/rules/ruleset/invalid"
#define HEAD "kho: rules/1\nname: x\n"

static kho__ruleset *set;

static void free_set(void)
{
    kho__ruleset_free(set);
    set = NULL;
}

TestSuite(ruleset, .fini = free_set);

static void read_set(const char *text)
{
    free_set();
    cr_assert(
        eq(int, kho__ruleset_read("dir/rules.yaml", text, strlen(text), &set), KHO_OK),
        "%s", kho_error_last()->message);
}

static int is(kho_rational value, int64_t numerator, int64_t denominator)
{
    return value.numerator == numerator && value.denominator == denominator;
}

/* The sample of the design. */
static const char sample[] =
    "kho: rules/1\n"
    "name: sample (not a national norm)\n"
    "month_days: calendar\n"
    "consumption: {count: [dispense, issue, ship], window: 4, current: true,\n"
    "              normalise: false, all_out: skip, look_back: 12}\n"
    "order:\n"
    "  policy: standard\n"
    "  review_months: 2\n"
    "  lead_months: 0.75\n"
    "  min_months: 1.5\n"
    "  max_months: 4\n"
    "  emergency_months: 0.25\n"
    "  packs: nearest\n"
    "alerts: {near_expiry_months: 9, late_report: false}\n"
    "match:\n"
    "  - {when: {level: station, method: [condom, pill]}, set: {max_months: 5}}\n"
    "  - when: {item: dctc}\n"
    "    set:\n"
    "      window: 6\n"
    "      packs: none\n"
    "deadlines:\n"
    "  - {report: month, recipients: [health_department, commune_committee], within: 5,\n"
    "     days: working, from: 2025-07-01, until: 2027-02-28}\n"
    "  - {report: year, recipients: health_department, within: 366,\n"
    "     when: {level: [station, province]}}\n"
    "holidays: [2027-02-05, 2027-01-01]\n"
    "workdays: [2027-02-13]\n"
    "indicators: {methods: [3, 5, 7]}\n";

Test(ruleset, reads_every_setting_with_its_line)
{
    /* clang-format off */
    static const int lines[KHO__SETTINGS] = {3, 4, 4, 4, 5, 5, 5, 0, 7, 8, 9, 0, 10, 11, 12, 13, 14, 14};
    /* clang-format on */
    const kho_rule *rule;

    read_set(sample);
    rule = &set->base.rule;
    cr_expect(eq(str, (char *)set->name, "sample (not a national norm)"));
    cr_expect(eq(str, (char *)rule->name, "sample (not a national norm)"));
    cr_expect(eq(str, (char *)set->file, "rules.yaml"));
    cr_expect(rule->month_calendar);
    cr_expect(
        eq(uint, rule->count, 1u << KHO_DISPENSE | 1u << KHO_ISSUE | 1u << KHO_SHIP));
    cr_expect(eq(int, rule->window, 4));
    cr_expect(rule->current);
    cr_expect(not(rule->normalise));
    cr_expect(eq(int, rule->all_out, KHO_SKIP));
    cr_expect(eq(int, rule->look_back, 12));
    cr_expect(eq(int, rule->policy, KHO_STANDARD));
    cr_expect(is(rule->review_months, 2, 1));
    cr_expect(is(rule->lead_months, 3, 4));
    cr_expect(is(rule->min_months, 3, 2));
    cr_expect(is(rule->max_months, 4, 1));
    cr_expect(is(rule->emergency_months, 1, 4));
    cr_expect(not(rule->min_follows));
    cr_expect(not(rule->max_follows));
    cr_expect(eq(int, rule->packs, KHO_PACKS_NEAREST));
    cr_expect(eq(int, rule->near_expiry_months, 9));
    cr_expect(not(rule->late_report));
    for (int s = 0; s < KHO__SETTINGS; s++)
        cr_expect(
            eq(int, set->base.lines[s], lines[s]), "%s", kho__setting_names[s].word);
}

/* It is kept in the journal, whose texts are UTF-8; of folders nothing is kept. */
Test(ruleset, a_file_whose_name_is_not_utf_8_is_refused)
{
    static const char *const cases[][2] = {
        {"r\xFF.yaml",              "r?.yaml: the file's name is not in UTF-8"    },
        {"d\xFF/\xED\xA0\x80.yaml", "d?/???.yaml: the file's name is not in UTF-8"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(eq(
            int, kho__ruleset_read(cases[i][0], HEAD, strlen(HEAD), &set), KHO_EINVALID));
        cr_expect(zero(ptr, set));
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i][1]));
    }
    cr_assert(
        eq(int, kho__ruleset_read("d\xFF/Số 1.yaml", HEAD, strlen(HEAD), &set), KHO_OK));
    cr_expect(eq(str, (char *)set->file, "Số 1.yaml"));
}

Test(ruleset, reads_matches_with_their_conditions)
{
    const kho__match *match;

    read_set(sample);
    cr_assert(eq(sz, set->match_count, 2));
    match = &set->matches[0];
    cr_expect(eq(str, (char *)match->text, "level=station method=condom,pill"));
    cr_expect(eq(int, match->line, 16));
    cr_expect(eq(sz, match->when.by[KHO__WHEN_LEVEL].count, 1));
    cr_expect(eq(sz, match->when.by[KHO__WHEN_METHOD].count, 2));
    cr_expect(eq(sz, match->when.by[KHO__WHEN_ITEM].count, 0));
    cr_expect(eq(int, match->set.lines[KHO__SET_MAX_MONTHS], 16));
    cr_expect(eq(int, match->set.lines[KHO__SET_MIN_MONTHS], 0));
    cr_expect(is(match->set.rule.max_months, 5, 1));
    match = &set->matches[1];
    cr_expect(eq(str, (char *)match->text, "item=dctc"));
    cr_expect(eq(int, match->line, 17));
    cr_expect(eq(int, match->set.lines[KHO__SET_WINDOW], 19));
    cr_expect(eq(int, match->set.lines[KHO__SET_PACKS], 20));
    cr_expect(eq(int, match->set.rule.window, 6));
    cr_expect(eq(int, match->set.rule.packs, KHO_PACKS_NONE));
}

Test(ruleset, reads_deadlines_holidays_and_indicators)
{
    const kho__deadline *deadline;

    read_set(sample);
    cr_assert(eq(sz, set->deadline_count, 2));
    deadline = &set->deadlines[0];
    cr_expect(eq(int, deadline->report, KHO__REPORT_MONTH));
    cr_assert(eq(sz, deadline->recipients.count, 2));
    cr_expect(eq(str, (char *)deadline->recipients.codes[1], "commune_committee"));
    cr_expect(eq(int, deadline->within, 5));
    cr_expect(deadline->working);
    cr_expect(eq(int, deadline->from, kho_date_of(2025, 7, 1)));
    cr_expect(eq(int, deadline->until, kho_date_of(2027, 2, 28)));
    cr_expect(eq(str, (char *)deadline->text, ""));
    cr_expect(eq(int, deadline->line, 22));
    deadline = &set->deadlines[1];
    cr_expect(eq(int, deadline->report, KHO__REPORT_YEAR));
    cr_assert(eq(sz, deadline->recipients.count, 1));
    cr_expect(eq(int, deadline->within, 366));
    cr_expect(not(deadline->working));
    cr_expect(eq(int, deadline->from, KHO_NO_DATE));
    cr_expect(eq(int, deadline->until, KHO_NO_DATE));
    cr_expect(eq(str, (char *)deadline->text, "level=station,province"));
    cr_assert(eq(sz, set->holiday_count, 2));
    cr_expect(eq(int, set->holidays[0], kho_date_of(2027, 1, 1)));
    cr_expect(eq(int, set->holidays[1], kho_date_of(2027, 2, 5)));
    cr_assert(eq(sz, set->workday_count, 1));
    cr_expect(eq(int, set->workdays[0], kho_date_of(2027, 2, 13)));
    cr_assert(eq(sz, set->method_count_count, 3));
    cr_expect(eq(int, set->method_counts[2], 7));
}

Test(ruleset, what_is_not_said_is_as_it_is_built_in)
{
    static const char *const texts[] = {HEAD,
        HEAD "consumption:\norder:\nalerts: ~\nmatch: null\ndeadlines: []\nholidays:\n"
             "workdays: []\nindicators:\n",
        HEAD "consumption: {}\norder: {}\nalerts: {}\nmatch: []\nindicators: {}\n"};
    kho_rule rule;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        read_set(texts[i]);
        rule = set->base.rule;
        rule.name = kho_rule_builtin()->name;
        cr_expect(eq(int, memcmp(&rule, kho_rule_builtin(), sizeof(rule)), 0));
        cr_expect(eq(sz, set->match_count + set->deadline_count, 0));
        cr_expect(eq(sz, set->holiday_count + set->workday_count, 0));
        cr_expect(eq(sz, set->method_count_count, 2));
        cr_expect(eq(int, set->method_counts[1], 5));
        for (int s = 0; s < KHO__SETTINGS; s++)
            cr_expect(eq(int, set->base.lines[s], 0));
    }
}

Test(ruleset, min_follows_from_safety_and_max_from_min)
{
    const kho_rule *rule;

    read_set(HEAD "order: {review_months: 3, lead_months: 1, safety_months: 1.5}\n");
    rule = &set->base.rule;
    cr_expect(is(rule->min_months, 5, 2));  /* 1 + 1.5 */
    cr_expect(is(rule->max_months, 11, 2)); /* and 3 more */
    cr_expect(rule->min_follows);
    cr_expect(rule->max_follows);

    read_set(HEAD "order: {policy: standard, review_months: 3, lead_months: 1, "
                  "safety_months: 1.5}\n");
    rule = &set->base.rule;
    cr_expect(is(rule->min_months, 11, 2)); /* 1 + 1.5 + 3 */
    cr_expect(is(rule->max_months, 17, 2));

    read_set(HEAD "order: {safety_months: 1.5, max_months: 4}\n");
    rule = &set->base.rule;
    cr_expect(is(rule->min_months, 5, 2));
    cr_expect(is(rule->max_months, 4, 1));
    cr_expect(not(rule->max_follows));
}

Test(ruleset, a_match_that_another_may_mend_is_left_to_the_catalogue)
{
    read_set(HEAD "match:\n"
                  "  - {when: {level: station}, set: {min_months: 4, max_months: 6}}\n"
                  "  - {when: {level: station, item: a}, set: {min_months: 5}}\n");
    cr_expect(eq(sz, set->match_count, 2));
    read_set(HEAD "match:\n"
                  "  - {when: {tree: north}, set: {min_months: 4}}\n"
                  "  - {when: {tree: south}, set: {max_months: 9}}\n");
    cr_expect(eq(sz, set->match_count, 2));
}

Test(ruleset, a_byte_order_mark_and_line_breaks_of_windows_are_read)
{
    read_set("\xEF\xBB\xBFkho: rules/1\r\nname: x\r\norder: {packs: none}\r\n");
    cr_expect(eq(int, set->base.rule.packs, KHO_PACKS_NONE));
    cr_expect(eq(int, set->base.lines[KHO__SET_PACKS], 3));
}

Test(ruleset, what_is_wrong_is_refused_with_its_line_and_column)
{
    DIR *cases = opendir(CASES);
    struct dirent *entry;
    int refused = 0;

    cr_assert(cases != NULL);
    while ((entry = readdir(cases))) {
        kho__arena arena = {0};
        char path[1024], *input, *error;
        size_t size;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s/error", CASES, entry->d_name);
        cr_assert(eq(int, kho__file_read(&arena, path, 100000, &error, &size), KHO_OK));
        error[strcspn(error, "\n")] = '\0';
        snprintf(path, sizeof(path), "%s/%s/input.yaml", CASES, entry->d_name);
        cr_assert(eq(int, kho__file_read(&arena, path, 100000, &input, &size), KHO_OK));
        cr_expect(
            eq(int, kho__ruleset_read("input.yaml", input, size, &set), KHO_EINVALID),
            "%s", entry->d_name);
        cr_expect(eq(ptr, set, NULL));
        cr_expect(eq(str, (char *)kho_error_last()->message, error), "%s", entry->d_name);
        kho__arena_free(&arena);
        refused++;
    }
    closedir(cases);
    cr_assert(ge(int, refused, 81));
}
