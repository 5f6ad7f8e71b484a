#include "rules/settings.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"

/* What YAML holds of a rule where kho_rule is narrower. */
typedef struct form {
    kho_rule rule;
    int month_days, all_out, policy, packs; /* indices of words */
    int64_t window, look_back, near_expiry;
    const kho__node *count;
} form;

const char *const kho__month_words[] = {"30", "calendar", NULL};
static const char *const all_out_words[] = {"raw", "skip", "zero", NULL};
static const char *const policy_words[] = {"periodic", "continuous", "standard", NULL};
static const char *const packs_words[] = {"up", "nearest", "none", NULL};
static const char *const count_words[] = {"dispense", "issue", "transfer", "ship", NULL};
static const kho_verb count_verbs[] = {KHO_DISPENSE, KHO_ISSUE, KHO_TRANSFER, KHO_SHIP};

#define MONTHS_MOST 120

/* clang-format off */
/* X(setting, key, type of field, member of the form, least, most, words, member of the
 * rule, name in Vietnamese, name in English) */
#define SETTINGS(X) \
    X(MONTH_DAYS, month_days, WORD, month_days, 0, 0, kho__month_words, month_calendar, \
      "Số ngày một tháng", "Days of a month") \
    X(COUNT, count, NODE, count, 0, 0, NULL, count, \
      "Tính là tiêu thụ", "Counted as consumption") \
    X(WINDOW, window, INTEGER, window, 1, 60, NULL, window, \
      "Số tháng tính trung bình", "Months of the mean") \
    X(CURRENT, current, BOOL, rule.current, 0, 0, NULL, current, \
      "Tính cả tháng chưa hết", "Count the running month") \
    X(NORMALISE, normalise, BOOL, rule.normalise, 0, 0, NULL, normalise, \
      "Quy đổi theo ngày hết hàng", "Lift by days out") \
    X(ALL_OUT, all_out, WORD, all_out, 0, 0, all_out_words, all_out, \
      "Tháng hết hàng suốt", "Month out throughout") \
    X(LOOK_BACK, look_back, INTEGER, look_back, 0, 60, NULL, look_back, \
      "Lùi thêm tối đa (tháng)", "Reach back (months)") \
    X(CAMPAIGNS, campaigns, BOOL, rule.campaigns, 0, 0, NULL, campaigns, \
      "Tính cả chiến dịch", "Count campaigns") \
    X(POLICY, policy, WORD, policy, 0, 0, policy_words, policy, \
      "Cách đặt hàng", "Policy") \
    X(REVIEW_MONTHS, review_months, RATIONAL, rule.review_months, 0, MONTHS_MOST, NULL, review_months, \
      "Chu kỳ đặt hàng (tháng)", "Review (months)") \
    X(LEAD_MONTHS, lead_months, RATIONAL, rule.lead_months, 0, MONTHS_MOST, NULL, lead_months, \
      "Thời gian chờ hàng (tháng)", "Lead time (months)") \
    X(SAFETY_MONTHS, safety_months, RATIONAL, rule.safety_months, 0, MONTHS_MOST, NULL, safety_months, \
      "Dự trữ an toàn (tháng)", "Safety stock (months)") \
    X(MIN_MONTHS, min_months, RATIONAL, rule.min_months, 0, MONTHS_MOST, NULL, min_months, \
      "Mức tối thiểu (tháng)", "Minimum (months)") \
    X(MAX_MONTHS, max_months, RATIONAL, rule.max_months, 0, MONTHS_MOST, NULL, max_months, \
      "Mức tối đa (tháng)", "Maximum (months)") \
    X(EMERGENCY_MONTHS, emergency_months, RATIONAL, rule.emergency_months, 0, MONTHS_MOST, NULL, emergency_months, \
      "Mức khẩn cấp (tháng)", "Emergency (months)") \
    X(PACKS, packs, WORD, packs, 0, 0, packs_words, packs, \
      "Làm tròn theo gói", "Rounding to packs") \
    X(NEAR_EXPIRY_MONTHS, near_expiry_months, INTEGER, near_expiry, 0, MONTHS_MOST, NULL, near_expiry_months, \
      "Báo sắp hết hạn trước (tháng)", "Near expiry (months)") \
    X(LATE_REPORT, late_report, BOOL, rule.late_report, 0, 0, NULL, late_report, \
      "Cảnh báo báo cáo chậm", "Alert to late reports")

#define NAME(SET, key, TYPE, member, least, most, words, to, vi, en) [KHO__SET_##SET] = {#key, vi, en},
#define FIELD(SET, key, TYPE, member, least, most, words, to, vi, en) \
    [KHO__SET_##SET] = {#key, KHO__FIELD_##TYPE, offsetof(form, member), 0, least, most, words},
#define MEMBER(SET, key, TYPE, member, least, most, words, to, vi, en) \
    [KHO__SET_##SET] = {offsetof(kho_rule, to), sizeof(((kho_rule *)NULL)->to)},

const kho__name kho__setting_names[] = {SETTINGS(NAME)[KHO__SETTINGS] = {NULL, NULL, NULL}};
static const kho__field fields[KHO__SETTINGS] = {SETTINGS(FIELD)};
static const struct { size_t offset, size; } members[KHO__SETTINGS] = {SETTINGS(MEMBER)};
/* clang-format on */

static kho_status read_count(
    kho__document *document, const kho__node *node, const char *what, unsigned *out)
{
    static const kho__field word = {
        "count", KHO__FIELD_WORD, 0, KHO__REQUIRED, 0, 0, count_words};
    kho_status status;
    size_t count;
    int *words;

    if ((status = kho__read_list(
             document, node, what, &word, sizeof(*words), (void **)&words, &count)) < 0)
        return status;
    *out = 0;
    for (size_t i = 0; i < count; i++)
        *out |= 1u << count_verbs[words[i]];
    return KHO_OK;
}

static kho_status check_map(
    const kho__document *document, const kho__node *map, const char *what, const form *is)
{
    const kho__node *safety = kho__node_child(map, "safety_months"),
                    *review = kho__node_child(map, "review_months");

    if (safety && kho__node_child(map, "min_months"))
        return kho__fail_node(document, safety,
            "%s: min_months and safety_months both say what min is: give one of them",
            "%s: min_months và safety_months đều quy định min: chỉ ghi một trong hai",
            what);
    if (review && is->rule.review_months.numerator == 0)
        return kho__fail_node(document, review, "%s: review_months must be more than 0",
            "%s: review_months phải lớn hơn 0", what);
    return KHO_OK;
}

/* What was given goes from one rule to another. */
static void copy_member(kho_rule *to, const kho_rule *from, kho__setting setting)
{
    memcpy((char *)to + members[setting].offset,
        (const char *)from + members[setting].offset, members[setting].size);
}

kho_status kho__settings_read(kho__document *document, const kho__node *map,
    const char *what, kho__setting first, kho__setting last, kho__settings *out)
{
    form is = {0};
    kho_status status =
        kho__read_map(document, map, what, fields + first, last - first + 1u, &is);

    if (status < 0 || (status = check_map(document, map, what, &is)) < 0 ||
        (is.count && (status = read_count(document, is.count, what, &is.rule.count)) < 0))
        return status;
    is.rule.month_calendar = is.month_days == 1;
    is.rule.window = (int)is.window;
    is.rule.look_back = (int)is.look_back;
    is.rule.near_expiry_months = (int)is.near_expiry;
    is.rule.all_out = (kho_all_out)is.all_out;
    is.rule.policy = (kho_policy)is.policy;
    is.rule.packs = (kho_packs)is.packs;
    for (size_t i = 0; i < map->count; i++) {
        for (kho__setting s = first; s <= last; s++) {
            if (strcmp(map->children[i].key, kho__setting_names[s].word) != 0)
                continue;
            copy_member(&out->rule, &is.rule, s);
            out->lines[s] = map->children[i].key_line;
        }
    }
    return KHO_OK;
}

void kho__settings_apply(const kho__settings *set, kho_rule *rule)
{
    for (kho__setting s = 0; s < KHO__SETTINGS; s++) {
        if (set->lines[s])
            copy_member(rule, &set->rule, s);
    }
    if (set->lines[KHO__SET_MIN_MONTHS])
        rule->min_follows = false;
    if (set->lines[KHO__SET_SAFETY_MONTHS])
        rule->min_follows = rule->max_follows = true;
    if (set->lines[KHO__SET_MAX_MONTHS])
        rule->max_follows = false;
}

kho_status kho__rule_settle(kho_rule *rule)
{
    kho_status status = KHO_OK;

    if (rule->min_follows)
        status =
            kho__rational_add(rule->lead_months, rule->safety_months, &rule->min_months);
    if (status == KHO_OK && rule->min_follows && rule->policy == KHO_STANDARD)
        status =
            kho__rational_add(rule->min_months, rule->review_months, &rule->min_months);
    if (status == KHO_OK && rule->max_follows)
        status =
            kho__rational_add(rule->min_months, rule->review_months, &rule->max_months);
    return status;
}

bool kho__settings_bound(const kho__settings *set)
{
    for (kho__setting s = KHO__SET_POLICY; s <= KHO__SET_EMERGENCY_MONTHS; s++) {
        if (set->lines[s])
            return true;
    }
    return false;
}

char *kho__months_print(kho_rational months, char *buffer, size_t size)
{
    size_t length;

    kho__rational_print(months, 18, buffer, size);
    length = strlen(buffer);
    while (length > 1 && buffer[length - 1] == '0')
        length--;
    if (length > 1 && buffer[length - 1] == '.')
        length--;
    buffer[length] = '\0';
    return buffer;
}

/* Words of values that aren't names of something else. */
/* clang-format off */
static const kho__name value_names[] = {
    {"calendar", "theo lịch", "by the calendar"},
    {"raw", "giữ nguyên số đã dùng", "as it is"},
    {"skip", "bỏ qua", "skipped"},
    {"zero", "coi như không dùng", "nothing consumed"},
    {"periodic", "định kỳ", "periodic"},
    {"continuous", "liên tục", "continuous"},
    {"standard", "tiêu chuẩn", "standard"},
    {"up", "lên", "up"},
    {"nearest", "đến gói gần nhất", "to the nearest"},
    {"none", "không làm tròn", "none"},
    {"true", "có", "yes"},
    {"false", "không", "no"},
    {NULL, NULL, NULL},
};
/* clang-format on */

/* Add a word to a list of them, in each language. */
static void add_word(kho__setting_value *out, const char *word, const kho__name *name)
{
    const struct {
        char *text;
        const char *word;
    } texts[] = {
        {out->code, word                  },
        {out->vi,   name ? name->vi : word},
        {out->en,   name ? name->en : word},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        const size_t used = strlen(texts[i].text);

        snprintf(texts[i].text + used, sizeof(out->code) - used, "%s%s", used ? ", " : "",
            texts[i].word);
    }
}

static void add_verbs(kho__setting_value *out, unsigned count)
{
    for (size_t i = 0; count_words[i]; i++) {
        if (count & 1u << count_verbs[i])
            add_word(out, count_words[i], &kho__verb_names[count_verbs[i]]);
    }
}

void kho__setting_value_of(
    const kho_rule *rule, kho__setting setting, kho__setting_value *out)
{
    const kho__field *field = &fields[setting];
    const char *member = (const char *)rule + members[setting].offset;
    char text[KHO__RATIONAL_TEXT];
    int number = 0;

    *out = (kho__setting_value){.code = ""};
    if (field->type == KHO__FIELD_NODE) {
        add_verbs(out, rule->count);
        return;
    }
    if (field->type == KHO__FIELD_RATIONAL) {
        kho__months_print(*(const kho_rational *)member, text, sizeof(text));
    } else {
        if (members[setting].size == sizeof(bool))
            number = *(const bool *)member;
        else
            memcpy(&number, member, sizeof(number));
        snprintf(text, sizeof(text), "%d", number);
        if (field->type == KHO__FIELD_BOOL)
            snprintf(text, sizeof(text), "%s", number ? "true" : "false");
        else if (field->type == KHO__FIELD_WORD)
            snprintf(text, sizeof(text), "%s", field->words[number]);
    }
    add_word(out, text, kho__name_find(value_names, text));
}

static void say(kho__contradiction *out, const char *en, const char *vi, char sign,
    kho_rational one, kho_rational other)
{
    char first[KHO__RATIONAL_TEXT], second[KHO__RATIONAL_TEXT];

    snprintf(out->text, sizeof(out->text), "%s %s %s (%s %c %s)",
        kho__setting_names[out->one].word, kho__say(en, vi),
        kho__setting_names[out->other].word, kho__months_print(one, first, sizeof(first)),
        sign, kho__months_print(other, second, sizeof(second)));
}

bool kho__rule_contradicts(const kho_rule *rule, kho__contradiction *out)
{
    if (kho__rational_compare(rule->max_months, rule->min_months) < 0) {
        out->one = KHO__SET_MAX_MONTHS;
        out->other = KHO__SET_MIN_MONTHS;
        say(out, "is less than", "nhỏ hơn", '<', rule->max_months, rule->min_months);
        return true;
    }
    if (kho__rational_compare(rule->emergency_months, rule->min_months) > 0) {
        out->one = KHO__SET_EMERGENCY_MONTHS;
        out->other = KHO__SET_MIN_MONTHS;
        say(out, "is more than", "lớn hơn", '>', rule->emergency_months,
            rule->min_months);
        return true;
    }
    return false;
}
