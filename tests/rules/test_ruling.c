/* Which rule a line gets: a small catalogue, and what rules say of it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/ruling.h"
#include "rules/small_catalogue.h"

#define HEAD "kho: rules/1\nname: x\n"

enum { EVER = KHO_NO_DATE, TODAY = 20000 };

static kho__catalogue catalogue;
static kho__ruleset *set;
static kho__ruling *ruling;

static void make_catalogue(void)
{
    cr_assert(small_catalogue(&catalogue));
}

static void free_all(void)
{
    kho__ruling_free(ruling);
    kho__ruleset_free(set);
    kho__catalogue_free(&catalogue);
    ruling = NULL;
    set = NULL;
}

TestSuite(ruling, .init = make_catalogue, .fini = free_all);

static void read_set(const char *text)
{
    kho__ruleset_free(set);
    cr_assert(eq(int, kho__ruleset_read("r.yaml", text, strlen(text), &set), KHO_OK),
        "%s", kho_error_last()->message);
}

static void use(const char *text, kho_date day)
{
    read_set(text);
    kho__ruling_free(ruling);
    cr_assert(eq(int, kho__ruling_new(set, &catalogue, day, &ruling), KHO_OK));
}

static int32_t place_id(const char *code)
{
    return code ? kho__find_place(&catalogue, code) : 0;
}

static const kho_rule *rule_of(const char *place, const char *item, const char *channel)
{
    const kho_rule *rule;

    cr_assert(
        eq(int,
            kho__ruling_of(ruling, place_id(place), kho__find_item(&catalogue, item),
                kho__find_channel(&catalogue, channel), &rule),
            KHO_OK),
        "%s", kho_error_last()->message);
    return rule;
}

static int window_of(const char *place, const char *item, const char *channel)
{
    return rule_of(place, item, channel)->window;
}

Test(ruling, without_matches_all_lines_share_one_rule)
{
    use(HEAD "consumption: {window: 5}\n", TODAY);
    cr_expect(eq(int, window_of("station", "bcs", "free"), 5));
    cr_expect(eq(ptr, (void *)rule_of(NULL, "vien", "sold"), (void *)&set->base.rule));
}

Test(ruling, each_key_of_a_condition_is_heeded)
{
    use(HEAD "match:\n"
             "  - {when: {kind: collaborator}, set: {window: 4}}\n"
             "  - {when: {level: district}, set: {window: 5}}\n"
             "  - {when: {place: town}, set: {window: 6}}\n"
             "  - {when: {item: vien}, set: {look_back: 7}}\n"
             "  - {when: {method: condom}, set: {look_back: 8}}\n"
             "  - {when: {channel: sold}, set: {near_expiry_months: 9}}\n"
             "  - {when: {tree: district}, set: {packs: none}}\n",
        TODAY);
    cr_expect(eq(int, window_of("ctv", "bcs", "free"), 4));
    cr_expect(eq(int, window_of("district", "bcs", "free"), 5));
    cr_expect(eq(int, window_of("town", "bcs", "free"), 6));
    cr_expect(eq(int, window_of("station", "bcs", "free"), 3));
    cr_expect(eq(int, rule_of("station", "vien", "free")->look_back, 7));
    cr_expect(eq(int, rule_of("station", "bcs", "free")->look_back, 8));
    cr_expect(eq(int, rule_of("station", "dctc", "free")->look_back, 0));
    cr_expect(eq(int, rule_of("station", "dctc", "free")->near_expiry_months, 6));
    cr_expect(eq(int, rule_of("station", "dctc", "sold")->near_expiry_months, 9));
    cr_expect(eq(int, rule_of("province", "bcs", "free")->packs, KHO_PACKS_UP));
    cr_expect(eq(int, rule_of("town", "bcs", "free")->packs, KHO_PACKS_UP));
    cr_expect(eq(int, rule_of("district", "bcs", "free")->packs, KHO_PACKS_NONE));
    cr_expect(eq(int, rule_of("ctv", "bcs", "free")->packs, KHO_PACKS_NONE));
}

Test(ruling, of_a_list_one_must_hold_and_of_the_keys_all)
{
    use(HEAD "match:\n"
             "  - {when: {level: [station, district], item: [bcs, vien]}, set: {window: "
             "9}}\n",
        TODAY);
    cr_expect(eq(int, window_of("station", "bcs", "free"), 9));
    cr_expect(eq(int, window_of("district", "vien", "sold"), 9));
    cr_expect(eq(int, window_of("station", "dctc", "free"), 3));
    cr_expect(eq(int, window_of("province", "bcs", "free"), 3));
    cr_expect(eq(int, window_of("ctv", "bcs", "free"), 3)); /* it is of no level */
}

Test(ruling, later_matches_win)
{
    use(HEAD "match:\n"
             "  - {when: {place: station}, set: {window: 4, packs: none}}\n"
             "  - {when: {item: bcs}, set: {window: 5}}\n"
             "  - {when: {kind: store}, set: {look_back: 2}}\n",
        TODAY);
    cr_expect(eq(int, window_of("station", "bcs", "free"), 5));
    cr_expect(eq(int, rule_of("station", "bcs", "free")->packs, KHO_PACKS_NONE));
    cr_expect(eq(int, rule_of("station", "bcs", "free")->look_back, 2));
    cr_expect(eq(int, window_of("station", "vien", "free"), 4));
    cr_expect(eq(int, window_of("ctv", "bcs", "free"), 5));
}

Test(ruling, a_shelf_and_a_road_count_as_their_store)
{
    use(HEAD "match:\n"
             "  - {when: {kind: store, level: station, place: station, tree: district}, "
             "set: {window: 8}}\n",
        TODAY);
    cr_expect(eq(int, window_of("hold/station", "bcs", "free"), 8));
    cr_expect(eq(int, window_of("transit/station", "bcs", "free"), 8));
    cr_expect(eq(int, window_of("hold/town", "bcs", "free"), 3));
}

Test(ruling, a_sum_over_everything_fulfils_no_condition_on_places)
{
    use(HEAD "match:\n"
             "  - {when: {kind: [store, collaborator]}, set: {window: 8}}\n"
             "  - {when: {tree: province, item: bcs}, set: {window: 8}}\n"
             "  - {when: {item: vien}, set: {window: 7}}\n",
        TODAY);
    cr_expect(eq(int, window_of(NULL, "bcs", "free"), 3));
    cr_expect(eq(int, window_of(NULL, "vien", "free"), 7));
}

Test(ruling, who_stands_under_whom_is_as_of_the_day)
{
    const char text[] = HEAD "match:\n  - {when: {tree: district}, set: {window: 8}}\n";

    cr_assert(eq(int,
        kho__catalogue_link(&catalogue, place_id("town"), TODAY, place_id("district")),
        KHO_OK));
    use(text, TODAY - 1);
    cr_expect(eq(int, window_of("town", "bcs", "free"), 3));
    use(text, TODAY);
    cr_expect(eq(int, window_of("town", "bcs", "free"), 8));
}

Test(ruling, safety_and_min_follow_the_last_map_that_speaks_of_them)
{
    use(HEAD
        "order: {review_months: 1, lead_months: 1, safety_months: 0.5}\n" /* 1.5, 2.5 */
        "match:\n"
        "  - {when: {level: district}, set: {min_months: 2}}\n"
        "  - {when: {level: station}, set: {max_months: 4}}\n"
        "  - {when: {place: town}, set: {safety_months: 1}}\n"
        "  - {when: {item: vien}, set: {review_months: 3}}\n"
        "  - {when: {item: dctc}, set: {safety_months: 2, max_months: 9}}\n",
        TODAY);
    const struct {
        const char *place, *item;
        int64_t min, max; /* halves of months */
    } cases[] = {
        {"province", "bcs",  3, 5 },
        {"province", "vien", 3, 9 },
        {"district", "bcs",  4, 6 },
        {"district", "vien", 4, 10},
        {"station",  "bcs",  3, 8 },
        {"town",     "bcs",  4, 6 }, /* max follows again */
        {"district", "dctc", 6, 18},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const kho_rule *rule = rule_of(cases[i].place, cases[i].item, "free");

        cr_expect(eq(i64, rule->min_months.numerator * 2,
                      cases[i].min * rule->min_months.denominator),
            "%s %s", cases[i].place, cases[i].item);
        cr_expect(eq(i64, rule->max_months.numerator * 2,
                      cases[i].max * rule->max_months.denominator),
            "%s %s", cases[i].place, cases[i].item);
    }
}

Test(ruling, a_contradiction_names_file_lines_place_and_item)
{
    const kho_rule *rule;

    use(HEAD "match:\n"
             "  - {when: {tree: district}, set: {min_months: 2.5}}\n"
             "  - {when: {item: vien}, set: {max_months: 2}}\n",
        TODAY);
    cr_expect(eq(int, rule_of("station", "bcs", "free")->window, 3));
    cr_expect(eq(int,
        kho__ruling_of(
            ruling, place_id("station"), kho__find_item(&catalogue, "vien"), 1, &rule),
        KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "r.yaml:5: station, vien: max_months is less than min_months (2 < 2.5); see line "
        "4"));
    cr_expect(
        eq(int, kho__ruling_verify(set, &catalogue, EVER, INT32_MAX), KHO_EINVALID));
}

Test(ruling, verifying_looks_at_every_day_of_its_range)
{
    read_set(HEAD "match:\n"
                  "  - {when: {tree: district}, set: {min_months: 2.5}}\n"
                  "  - {when: {place: town}, set: {max_months: 2}}\n");
    cr_expect(eq(int, kho__ruling_verify(set, &catalogue, EVER, INT32_MAX), KHO_OK));
    cr_assert(eq(int,
        kho__catalogue_link(&catalogue, place_id("town"), TODAY, place_id("district")),
        KHO_OK));
    cr_assert(eq(int,
        kho__catalogue_link(
            &catalogue, place_id("town"), TODAY + 10, place_id("province")),
        KHO_OK));
    cr_expect(eq(int, kho__ruling_verify(set, &catalogue, EVER, TODAY - 1), KHO_OK));
    cr_expect(eq(int, kho__ruling_verify(set, &catalogue, EVER, TODAY), KHO_EINVALID));
    cr_expect(
        eq(int, kho__ruling_verify(set, &catalogue, TODAY + 9, TODAY + 9), KHO_EINVALID));
    cr_expect(
        eq(int, kho__ruling_verify(set, &catalogue, TODAY + 10, INT32_MAX), KHO_OK));
}

Test(ruling, a_channel_alone_can_make_a_contradiction)
{
    read_set(HEAD "match:\n"
                  "  - {when: {item: bcs}, set: {min_months: 2.5}}\n"
                  "  - {when: {channel: sold}, set: {max_months: 2}}\n");
    cr_expect(
        eq(int, kho__ruling_verify(set, &catalogue, EVER, INT32_MAX), KHO_EINVALID));
}

Test(ruling, a_trace_names_the_match_of_each_setting)
{
    kho__traced traced;

    use(HEAD "consumption: {window: 5}\n"
             "match:\n"
             "  - {when: {level: station}, set: {window: 4, packs: none}}\n"
             "  - {when: {item: bcs}, set: {window: 6}}\n",
        TODAY);
    cr_assert(
        eq(int, kho__ruling_trace(ruling, place_id("town"), 1, 1, &traced), KHO_OK));
    cr_expect(eq(int, traced.rule.window, 6));
    cr_expect(eq(ptr, (void *)traced.by[KHO__SET_WINDOW], (void *)&set->matches[1]));
    cr_expect(eq(ptr, (void *)traced.by[KHO__SET_PACKS], (void *)&set->matches[0]));
    cr_expect(eq(ptr, (void *)traced.by[KHO__SET_MAX_MONTHS], NULL));
}

Test(ruling, reaches_as_far_back_as_any_rule)
{
    use(HEAD "consumption: {window: 4, look_back: 2}\n", TODAY);
    cr_expect(eq(int, kho__ruling_reach(ruling), 6));
    use(HEAD "consumption: {window: 4, look_back: 2}\n"
             "match:\n"
             "  - {when: {item: bcs}, set: {window: 12, look_back: 0}}\n"
             "  - {when: {level: station}, set: {look_back: 24}}\n",
        TODAY);
    cr_expect(eq(int, kho__ruling_reach(ruling), 36));
}

Test(ruling, more_matches_than_a_word_has_bits)
{
    char text[8192] = HEAD "match:\n";
    size_t size = strlen(text);

    for (int i = 0; i < 130; i++)
        size += (size_t)snprintf(text + size, sizeof(text) - size,
            "  - {when: {item: %s}, set: {%s: %d}}\n", i == 129 ? "vien" : "bcs",
            i % 2 ? "window" : "look_back", i % 60 + 1);
    use(text, TODAY);
    cr_expect(eq(int, window_of("station", "bcs", "free"), 127 % 60 + 1));
    cr_expect(eq(int, rule_of("station", "bcs", "free")->look_back, 128 % 60 + 1));
    cr_expect(eq(int, window_of("station", "vien", "free"), 129 % 60 + 1));
    cr_expect(eq(int, window_of("station", "dctc", "free"), 3));
}

Test(ruling, a_condition_alone_is_asked_of_places)
{
    read_set(HEAD "deadlines:\n"
                  "  - {report: month, recipients: a, within: 5, when: {kind: store, "
                  "level: [district, station], tree: district}}\n");
    const kho__when *when = &set->deadlines[0].when;

    cr_expect(kho__when_place(when, &catalogue, place_id("district"), TODAY));
    cr_expect(kho__when_place(when, &catalogue, place_id("station"), TODAY));
    cr_expect(not(kho__when_place(when, &catalogue, place_id("ctv"), TODAY)));
    cr_expect(not(kho__when_place(when, &catalogue, place_id("town"), TODAY)));
    cr_expect(not(kho__when_place(when, &catalogue, place_id("province"), TODAY)));
}

/* Words that nothing of the catalogue has, one after the other. */
static kho_status note_word(
    void *context, const kho__node *node, kho__when_key key, const char *word)
{
    char *words = context;
    const size_t size = strlen(words);

    snprintf(
        words + size, 256 - size, "%s=%s at %d ", kho__when_keys[key], word, node->line);
    return KHO_OK;
}

Test(ruling, unknown_codes_are_refused_and_unknown_words_are_told)
{
    static const struct {
        const char *when, *error;
    } cases[] = {
        {"place: [town, nowhere]", "r.yaml:4:27: no place 'nowhere'"},
        {"tree: nowhere",          "r.yaml:4:19: no place 'nowhere'"},
        {"item: [bcs, thuoc]",     "r.yaml:4:25: no item 'thuoc'"   },
        {"channel: gift",          "r.yaml:4:22: no channel 'gift'" },
    };
    char words[256] = "", text[256];

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(text, sizeof(text), HEAD "match:\n  - {when: {%s}, set: {window: 4}}\n",
            cases[i].when);
        read_set(text);
        cr_expect(eq(
            int, kho__ruleset_known(set, &catalogue, note_word, words), KHO_ENOTFOUND));
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].error));
    }
    read_set(HEAD
        "match:\n"
        "  - {when: {level: [station, ward]}, set: {window: 4}}\n"
        "  - {when: {method: ring, kind: store}, set: {window: 4}}\n"
        "deadlines: [{report: month, recipients: a, within: 5, when: {level: x}}]\n");
    cr_expect(eq(int, kho__ruleset_known(set, &catalogue, note_word, words), KHO_OK));
    cr_expect(eq(str, words, "level=ward at 4 method=ring at 5 level=x at 6 "));
}
