#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/ruleset_read.h"

typedef struct deadline_form {
    int report, days; /* indices of words */
    int64_t within;
    kho_date from, until;
    const kho__node *recipients, *when;
} deadline_form;

static const char *const report_words[] = {"month", "quarter", "year", NULL};
static const char *const days_words[] = {"calendar", "working", NULL};

#define AT(member) offsetof(deadline_form, member)
#define WITHIN_MOST 366

/* clang-format off */
static const kho__field deadline_fields[] = {
    {"report", KHO__FIELD_WORD, AT(report), KHO__REQUIRED, 0, 0, report_words},
    {"recipients", KHO__FIELD_NODE, AT(recipients), KHO__REQUIRED, 0, 0, NULL},
    {"within", KHO__FIELD_INTEGER, AT(within), KHO__REQUIRED, 0, WITHIN_MOST, NULL},
    {"days", KHO__FIELD_WORD, AT(days), 0, 0, 0, days_words},
    {"from", KHO__FIELD_DATE, AT(from), KHO__NULLABLE, 0, 0, NULL},
    {"until", KHO__FIELD_DATE, AT(until), KHO__NULLABLE, 0, 0, NULL},
    {"when", KHO__FIELD_NODE, AT(when), KHO__NULLABLE, 0, 0, NULL},
};
/* clang-format on */

static kho_status read_recipients(
    kho__document *document, const kho__node *node, kho__codes *out)
{
    static const kho__field code = {"recipients", KHO__FIELD_CODE, 0, 0, 0, 0, NULL};
    const char **codes;
    size_t count;
    kho_status status = kho__read_list(
        document, node, "deadline", &code, sizeof(*codes), (void **)&codes, &count);

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        for (size_t j = 0; j < i && status == KHO_OK; j++) {
            if (strcmp(codes[j], codes[i]) == 0)
                status = kho__fail_node(document, &node->children[i],
                    "deadline: recipients: '%s' stands twice",
                    "deadline: recipients: '%s' bị lặp lại", codes[i]);
        }
    }
    *out = (kho__codes){codes, count, node};
    return status;
}

static kho_status read_deadline(
    kho__document *document, const kho__node *node, kho__deadline *out)
{
    deadline_form form = {.from = KHO_NO_DATE, .until = KHO_NO_DATE};
    kho_status status;

    if ((status = kho__read_map(document, node, "deadline", deadline_fields,
             sizeof(deadline_fields) / sizeof(*deadline_fields), &form)) < 0)
        return status;
    if (form.until != KHO_NO_DATE && form.until < form.from)
        return kho__fail_node(document, kho__node_child(node, "until"),
            "deadline: until is before from", "deadline: until sớm hơn from");
    *out = (kho__deadline){.report = (kho__report_kind)form.report,
        .within = (int)form.within,
        .working = form.days == 1,
        .from = form.from,
        .until = form.until,
        .text = "",
        .line = node->line};
    if ((status = read_recipients(document, form.recipients, &out->recipients)) < 0 ||
        !form.when)
        return status;
    return kho__when_read(document, form.when, KHO__WHEN_TREE, &out->when, &out->text);
}

kho_status kho__deadlines_read(kho__ruleset *set, const kho__node *list)
{
    kho_status status = kho__take_children(&set->document, list, "deadlines",
        sizeof(*set->deadlines), (void **)&set->deadlines, &set->deadline_count);

    for (size_t i = 0; i < set->deadline_count && status == KHO_OK; i++)
        status = read_deadline(&set->document, &list->children[i], &set->deadlines[i]);
    return status;
}

/* A day and where it stands. */
typedef struct noted_day {
    kho_date date;
    const kho__node *node;
} noted_day;

static int compare_days(const void *a, const void *b)
{
    const noted_day *one = a, *other = b;

    if (one->date != other->date)
        return one->date < other->date ? -1 : 1;
    return (one->node > other->node) - (one->node < other->node);
}

static kho_status read_days(kho__document *document, const kho__node *list,
    const char *what, noted_day **out, size_t *count)
{
    static const kho__field day = {"day", KHO__FIELD_DATE, 0, 0, 0, 0, NULL};
    kho_status status;
    size_t dates_count;
    kho_date *dates;

    if ((status = kho__take_children(
             document, list, what, sizeof(**out), (void **)out, count)) < 0 ||
        *count == 0)
        return status;
    if ((status = kho__read_list(document, list, what, &day, sizeof(*dates),
             (void **)&dates, &dates_count)) < 0)
        return status;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (noted_day){dates[i], &list->children[i]};
    qsort(*out, *count, sizeof(**out), compare_days);
    for (size_t i = 1; i < *count; i++) {
        if ((*out)[i].date == (*out)[i - 1].date)
            return kho__fail_node(document, (*out)[i].node, "%s: %s stands twice",
                "%s: ngày %s bị lặp lại", what, (*out)[i].node->text);
    }
    return KHO_OK;
}

static kho_status keep_days(kho__document *document, const noted_day *days, size_t count,
    kho_date **out, size_t *kept)
{
    kho_date *dates = kho__arena_take(&document->arena, (count + 1) * sizeof(*dates));

    if (!dates)
        return kho__fail_memory();
    for (size_t i = 0; i < count; i++)
        dates[i] = days[i].date;
    *out = dates;
    *kept = count;
    return KHO_OK;
}

kho_status kho__holidays_read(
    kho__ruleset *set, const kho__node *holidays, const kho__node *workdays)
{
    kho__document *document = &set->document;
    size_t free_count, work_count;
    noted_day *free_days, *work_days;
    kho_status status;

    if ((status = read_days(document, holidays, "holidays", &free_days, &free_count)) <
            0 ||
        (status = read_days(document, workdays, "workdays", &work_days, &work_count)) < 0)
        return status;
    for (size_t i = 0, j = 0; i < work_count; i++) {
        while (j < free_count && free_days[j].date < work_days[i].date)
            j++;
        if (j < free_count && free_days[j].date == work_days[i].date)
            return kho__fail_node(document, work_days[i].node,
                "workdays: %s is a holiday too (line %d)",
                "workdays: ngày %s cũng là ngày nghỉ (dòng %d)", work_days[i].node->text,
                free_days[j].node->line);
    }
    if ((status = keep_days(
             document, free_days, free_count, &set->holidays, &set->holiday_count)) < 0)
        return status;
    return keep_days(
        document, work_days, work_count, &set->workdays, &set->workday_count);
}
