/* The rules that hold on a day: all of them, or those of a line, each with its source. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/rational.h"
#include "report/lines.h"

/* A row of the table: a value, and where it comes from. */
typedef struct shown {
    const char *match;    /* NULL: holds everywhere */
    const char *channel;  /* NULL: whatever the channel */
    const kho__name *key; /* what is ruled */
    const char *code;     /* the value; NULL: none */
    const char *vi, *en;  /* as people read it */
    int line;             /* 0: the default */
} shown;

typedef struct filling {
    const kho__asked *asked;
    const kho__ruleset *set;
    kho_table *table;
} filling;

/* What else a document rules. */
static const kho__name deadline_key = {"deadline", "Hạn gửi báo cáo", "Deadline"};
static const kho__name holidays_key = {"holidays", "Ngày nghỉ", "Holidays"};
static const kho__name workdays_key = {"workdays", "Ngày làm bù", "Exchanged workdays"};
static const kho__name methods_key = {
    "methods", "Số biện pháp (chỉ số)", "Numbers of methods (indicator)"};

static kho_status put_row(const filling *at, const shown *row)
{
    kho_table *table = at->table;
    const kho__name *channel =
        row->channel ? kho__name_find(kho__channel_names, row->channel) : NULL;
    kho_status status;

    if ((status = kho__table_row(table)) < 0 ||
        (status = kho__table_set_known(table, KHO_RULES_MATCH, row->match, NULL, NULL)) <
            0 ||
        (status = kho__table_set_known(table, KHO_RULES_CHANNEL, row->channel,
             channel ? channel->vi : NULL, channel ? channel->en : NULL)) < 0 ||
        (status = kho__table_set_known(
             table, KHO_RULES_KEY, row->key->word, row->key->vi, row->key->en)) < 0 ||
        (status = kho__table_set_known(
             table, KHO_RULES_VALUE, row->code, row->vi, row->en)) < 0 ||
        !row->line)
        return status;
    kho__table_set_int(table, KHO_RULES_LINE, row->line);
    return kho__table_set_known(table, KHO_RULES_FILE, at->set->file, NULL, NULL);
}

/* "1 + 0.5 = 1.5": what min and max follow from, where they do. */
static void derive(const kho_rule *rule, kho__setting setting, kho__setting_value *out)
{
    const kho_rational *const min_parts[] = {
        &rule->lead_months, &rule->safety_months, &rule->review_months};
    const kho_rational *const max_parts[] = {&rule->min_months, &rule->review_months};
    const bool is_min = setting == KHO__SET_MIN_MONTHS;
    const kho_rational *const *parts = is_min ? min_parts : max_parts;
    const size_t count = is_min && rule->policy == KHO_STANDARD ? 3 : 2;
    char text[KHO__RATIONAL_TEXT], result[KHO__RATIONAL_TEXT];
    size_t used = 0;

    kho__months_print(
        is_min ? rule->min_months : rule->max_months, result, sizeof(result));
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out->code + used, sizeof(out->code) - used, "%s%s",
            i ? " + " : "", kho__months_print(*parts[i], text, sizeof(text)));
    snprintf(out->code + used, sizeof(out->code) - used, " = %s", result);
    memcpy(out->vi, out->code, sizeof(out->vi));
    memcpy(out->en, out->code, sizeof(out->en));
}

/* Which setting a value comes from: what follows comes from what it follows from. */
static kho__setting source_of(const kho_rule *rule, kho__setting setting)
{
    if (setting == KHO__SET_MAX_MONTHS && rule->max_follows)
        setting = KHO__SET_MIN_MONTHS;
    return setting == KHO__SET_MIN_MONTHS && rule->min_follows ? KHO__SET_SAFETY_MONTHS
                                                               : setting;
}

/* A setting of a whole rule; safety means nothing where min is given. */
static void value_of(const kho_rule *rule, kho__setting setting, kho__setting_value *out)
{
    kho__setting_value_of(rule, setting, out);
    if (setting == KHO__SET_SAFETY_MONTHS && !rule->min_follows)
        *out = (kho__setting_value){.code = ""};
    else if ((setting == KHO__SET_MIN_MONTHS && rule->min_follows) ||
             (setting == KHO__SET_MAX_MONTHS && rule->max_follows))
        derive(rule, setting, out);
}

static kho_status put_setting(const filling *at, const char *match, const char *channel,
    kho__setting setting, const kho__setting_value *value, int line)
{
    const shown row = {.match = match,
        .channel = channel,
        .key = &kho__setting_names[setting],
        .code = *value->code ? value->code : NULL,
        .vi = value->vi,
        .en = value->en,
        .line = *value->code ? line : 0};

    return put_row(at, &row);
}

static kho_status put_base(const filling *at)
{
    const kho_rule *rule = &at->set->base.rule;
    kho_status status = KHO_OK;

    for (kho__setting s = 0; s < KHO__SETTINGS && status == KHO_OK; s++) {
        kho__setting_value value;

        value_of(rule, s, &value);
        status = put_setting(
            at, NULL, NULL, s, &value, at->set->base.lines[source_of(rule, s)]);
    }
    return status;
}

static kho_status put_matches(const filling *at)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->set->match_count; i++) {
        const kho__match *match = &at->set->matches[i];

        for (kho__setting s = 0; s < KHO__SETTINGS && status == KHO_OK; s++) {
            kho__setting_value value;

            if (!match->set.lines[s])
                continue;
            kho__setting_value_of(&match->set.rule, s, &value);
            status = put_setting(at, match->text, NULL, s, &value, match->set.lines[s]);
        }
    }
    return status;
}

/* "month: 5 working days, to health_department, 2025-07-01..2027-02-28" */
static void describe(
    const kho__deadline *deadline, kho_language language, kho__buffer *out)
{
    static const struct {
        const char *vi, *en;
    } reports[] =
        {
            {"tháng", "month"  },
            {"quý",   "quarter"},
            {"năm",   "year"   }
    },
      days[] = {{"ngày", "days"}, {"ngày làm việc", "working days"}};
    const bool vi = language == KHO_VI;
    char from[16], until[16];

    kho__buffer_print(out, "%s: %d %s, %s ",
        vi ? reports[deadline->report].vi : reports[deadline->report].en,
        deadline->within, vi ? days[deadline->working].vi : days[deadline->working].en,
        vi ? "gửi" : "to");
    for (size_t i = 0; i < deadline->recipients.count; i++)
        kho__buffer_print(out, "%s%s", i ? " + " : "", deadline->recipients.codes[i]);
    if (deadline->from != KHO_NO_DATE || deadline->until != KHO_NO_DATE)
        kho__buffer_print(out, ", %s..%s", kho_date_format(deadline->from, from),
            kho_date_format(deadline->until, until));
}

static kho_status put_deadlines(const filling *at)
{
    kho__buffer vi = {0}, en = {0};
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->set->deadline_count && status == KHO_OK; i++) {
        const kho__deadline *deadline = &at->set->deadlines[i];

        kho__buffer_clear(&vi);
        kho__buffer_clear(&en);
        describe(deadline, KHO_VI, &vi);
        describe(deadline, KHO_EN, &en);
        if ((status = kho__buffer_status(&vi)) < 0 ||
            (status = kho__buffer_status(&en)) < 0)
            break;
        const shown row = {.match = *deadline->text ? deadline->text : NULL,
            .key = &deadline_key,
            .code = en.bytes,
            .vi = vi.bytes,
            .en = en.bytes,
            .line = deadline->line};

        status = put_row(at, &row);
    }
    kho__buffer_free(&vi);
    kho__buffer_free(&en);
    return status;
}

/* Where a key of the document's top, or of one of its sections, stands; 0: nowhere. */
static int line_of(const kho__ruleset *set, const char *section, const char *key)
{
    const kho__node *node = kho__node_child(&set->document.root, section);

    if (node && key)
        node = kho__node_child(node, key);
    return node ? node->key_line : 0;
}

static kho_status put_list(
    const filling *at, const kho__name *key, int line, const kho__buffer *list)
{
    const shown row = {.key = key, .code = list->bytes, .line = line};
    const kho_status status = kho__buffer_status(list);

    return status < 0 || !list->size ? status : put_row(at, &row);
}

static kho_status put_days(
    const filling *at, const kho__name *key, const kho_date *days, size_t count)
{
    kho__buffer list = {0};
    kho_status status;
    char day[16];

    for (size_t i = 0; i < count; i++)
        kho__buffer_print(&list, "%s%s", i ? ", " : "", kho_date_format(days[i], day));
    status = put_list(at, key, line_of(at->set, key->word, NULL), &list);
    kho__buffer_free(&list);
    return status;
}

static kho_status put_methods(const filling *at)
{
    kho__buffer list = {0};
    kho_status status;

    for (size_t i = 0; i < at->set->method_count_count; i++)
        kho__buffer_print(&list, "%s%d", i ? ", " : "", at->set->method_counts[i]);
    status = put_list(
        at, &methods_key, line_of(at->set, "indicators", methods_key.word), &list);
    kho__buffer_free(&list);
    return status;
}

static kho_status fill_all(const filling *at)
{
    kho_status status;

    if ((status = put_base(at)) < 0 || (status = put_matches(at)) < 0 ||
        (status = put_deadlines(at)) < 0 ||
        (status = put_days(
             at, &holidays_key, at->set->holidays, at->set->holiday_count)) < 0 ||
        (status = put_days(
             at, &workdays_key, at->set->workdays, at->set->workday_count)) < 0)
        return status;
    return put_methods(at);
}

/* The value of a setting for a line, and the match that gave it. */
static const kho__match *value_of_line(
    const kho__traced *traced, kho__setting setting, kho__setting_value *value)
{
    value_of(&traced->rule, setting, value);
    return traced->by[source_of(&traced->rule, setting)];
}

static bool same_everywhere(
    const kho__traced *traced, size_t channels, kho__setting setting)
{
    kho__setting_value first, other;
    const kho__match *by = value_of_line(&traced[0], setting, &first);

    for (size_t i = 1; i < channels; i++) {
        if (value_of_line(&traced[i], setting, &other) != by ||
            strcmp(first.code, other.code) != 0)
            return false;
    }
    return true;
}

static kho_status put_traced(const filling *at, const kho__traced *traced,
    kho__setting setting, const char *channel)
{
    const kho__setting source = source_of(&traced->rule, setting);
    kho__setting_value value;
    const kho__match *by = value_of_line(traced, setting, &value);

    return put_setting(at, by ? by->text : NULL, channel, setting, &value,
        by ? by->set.lines[source] : at->set->base.lines[source]);
}

/* A row for each setting; for each channel where they differ. */
static kho_status fill_line(const filling *at)
{
    const kho__asked *asked = at->asked;
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const size_t channels = catalogue->channel_count ? catalogue->channel_count : 1;
    kho__traced *traced =
        kho__arena_take(&asked->ledger->work, channels * sizeof(*traced));
    const kho_rule *rule;
    kho_status status = traced ? KHO_OK : kho__fail_memory();

    for (size_t i = 0; i < channels && status == KHO_OK; i++) {
        const int32_t channel = catalogue->channel_count ? (int32_t)i + 1 : 0;

        if ((status = kho__ruling_of(
                 asked->ruling, asked->root, asked->item, channel, &rule)) == KHO_OK)
            status = kho__ruling_trace(
                asked->ruling, asked->root, asked->item, channel, &traced[i]);
    }
    for (kho__setting s = 0; s < KHO__SETTINGS && status == KHO_OK; s++) {
        const bool same = same_everywhere(traced, channels, s);

        for (size_t i = 0; i < (same ? 1 : channels) && status == KHO_OK; i++)
            status = put_traced(at, &traced[i], s,
                same ? NULL : kho__channel_at(catalogue, (int32_t)i + 1));
    }
    return status;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const filling at = {asked, kho__ruling_set(asked->ruling), table};
    kho_status status;

    if (!asked->root != !asked->item)
        return kho__fail(KHO_EINVALID, "name a place and an item, or neither",
            "phải nêu cả nơi và mặt hàng, hoặc không nêu gì");
    status = asked->root ? fill_line(&at) : fill_all(&at);
    return status < 0 ? status : kho__asked_meta(asked, table);
}

kho_status kho_ledger_rules(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_RULES, KHO__TABLE_RULES, fill, out);
}
