#include "rules/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/ruleset_read.h"

/* What stands at the top. */
typedef struct top_form {
    const char *form, *name;
    int month_days; /* read with the other settings */
    const kho__node *consumption, *order, *alerts, *match, *deadlines, *holidays,
        *workdays, *indicators, *privacy;
} top_form;

#define AT(member) offsetof(top_form, member)
#define NAME_MOST 128
#define METHODS_MOST 99

/* clang-format off */
static const kho__field top_fields[] = {
    {"kho", KHO__FIELD_TEXT, AT(form), KHO__REQUIRED, 0, 0, NULL},
    {"name", KHO__FIELD_TEXT, AT(name), KHO__REQUIRED, 0, NAME_MOST, NULL},
    {"month_days", KHO__FIELD_WORD, AT(month_days), 0, 0, 0, kho__month_words},
    {"consumption", KHO__FIELD_NODE, AT(consumption), KHO__NULLABLE, 0, 0, NULL},
    {"order", KHO__FIELD_NODE, AT(order), KHO__NULLABLE, 0, 0, NULL},
    {"alerts", KHO__FIELD_NODE, AT(alerts), KHO__NULLABLE, 0, 0, NULL},
    {"match", KHO__FIELD_NODE, AT(match), KHO__NULLABLE, 0, 0, NULL},
    {"deadlines", KHO__FIELD_NODE, AT(deadlines), KHO__NULLABLE, 0, 0, NULL},
    {"holidays", KHO__FIELD_NODE, AT(holidays), KHO__NULLABLE, 0, 0, NULL},
    {"workdays", KHO__FIELD_NODE, AT(workdays), KHO__NULLABLE, 0, 0, NULL},
    {"indicators", KHO__FIELD_NODE, AT(indicators), KHO__NULLABLE, 0, 0, NULL},
    {"privacy", KHO__FIELD_NODE, AT(privacy), KHO__NULLABLE, 0, 0, NULL},
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static kho_status read_methods(
    kho__document *document, const kho__node *node, kho__ruleset *set)
{
    static const kho__field count = {
        "methods", KHO__FIELD_INTEGER, 0, 0, 1, METHODS_MOST, NULL};
    int64_t *counts;
    size_t found;
    kho_status status = kho__read_list(
        document, node, "indicators", &count, sizeof(*counts), (void **)&counts, &found);

    if (status < 0)
        return status;
    if (found > KHO__METHOD_COUNTS)
        return kho__fail_node(document, node, "indicators: methods: more than %d numbers",
            "indicators: methods: quá %d số", KHO__METHOD_COUNTS);
    set->method_count_count = found;
    for (size_t i = 0; i < found; i++) {
        for (size_t j = 0; j < i; j++) {
            if (counts[j] == counts[i])
                return kho__fail_node(document, &node->children[i],
                    "indicators: methods: %d stands twice",
                    "indicators: methods: số %d bị lặp lại", (int)counts[i]);
        }
        set->method_counts[i] = (int)counts[i];
    }
    return KHO_OK;
}

static kho_status read_indicators(kho__ruleset *set, const kho__node *node)
{
    static const kho__field fields[] = {
        {"methods", KHO__FIELD_NODE, 0, 0, 0, 0, NULL}
    };
    const kho__node *methods = NULL;
    kho_status status;

    if (!node)
        return KHO_OK;
    status = kho__read_map(
        &set->document, node, "indicators", fields, COUNT(fields), &methods);
    return status < 0 || !methods ? status : read_methods(&set->document, methods, set);
}

/* Where fewer than 3 would be hidden, hiding would tell that it is 1. */
static kho_status read_privacy(kho__ruleset *set, const kho__node *node)
{
    static const kho__field fields[] = {
        {"small_cells", KHO__FIELD_INTEGER, 0, 0, 0, 100, NULL}
    };
    int64_t least = 0;
    kho_status status;

    if (!node)
        return KHO_OK;
    status =
        kho__read_map(&set->document, node, "privacy", fields, COUNT(fields), &least);
    if (status == KHO_OK && (least == 1 || least == 2))
        status = kho__fail_node(&set->document, kho__node_child(node, "small_cells"),
            "privacy: small_cells is 0 (nothing is hidden) or at least 3",
            "privacy: small_cells là 0 (không ẩn) hoặc từ 3 trở lên");
    set->small_cells = (int)least;
    return status;
}

/* What isn't said is as it is built in. */
static kho_status read_base(kho__ruleset *set, const top_form *top)
{
    const struct {
        const kho__node *node;
        const char *what;
        kho__setting first, last;
    } sections[] = {
        {top->consumption, "consumption", KHO__SET_COUNT,              KHO__SET_CAMPAIGNS  },
        {top->order,       "order",       KHO__SET_POLICY,             KHO__SET_PACKS      },
        {top->alerts,      "alerts",      KHO__SET_NEAR_EXPIRY_MONTHS, KHO__SET_LATE_REPORT},
    };
    const kho__node *root = &set->document.root;
    kho__settings given = {.lines = {0}};
    kho_status status = KHO_OK;

    for (size_t i = 0; i < root->count; i++) {
        if (strcmp(root->children[i].key, "month_days") == 0)
            given.lines[KHO__SET_MONTH_DAYS] = root->children[i].key_line;
    }
    given.rule.month_calendar = top->month_days == 1;
    for (size_t i = 0; i < COUNT(sections) && status == KHO_OK; i++) {
        if (sections[i].node)
            status = kho__settings_read(&set->document, sections[i].node,
                sections[i].what, sections[i].first, sections[i].last, &given);
    }
    if (status < 0)
        return status;
    set->base.rule = *kho_rule_builtin();
    set->base.rule.name = set->name;
    memcpy(set->base.lines, given.lines, sizeof(given.lines));
    kho__settings_apply(&given, &set->base.rule);
    return KHO_OK;
}

static kho_status read_top(kho__ruleset *set)
{
    kho__document *document = &set->document;
    top_form top = {0};
    kho_status status;

    if ((status = kho__document_form(document, "rules/1")) < 0 ||
        (status = kho__read_map(document, &document->root, "rules", top_fields,
             COUNT(top_fields), &top)) < 0)
        return status;
    if (!*top.name)
        return kho__fail_node(document, kho__node_child(&document->root, "name"),
            "rules: the name is empty", "rules: tên bị để trống");
    set->name = top.name;
    if ((status = read_base(set, &top)) < 0 ||
        (status = kho__matches_read(set, top.match)) < 0 ||
        (status = kho__deadlines_read(set, top.deadlines)) < 0 ||
        (status = kho__holidays_read(set, top.holidays, top.workdays)) < 0)
        return status;
    status = read_indicators(set, top.indicators);
    return status < 0 ? status : read_privacy(set, top.privacy);
}

/* Names are copied: the document borrows the caller's. A journal holds nothing but UTF-8,
 * and the file's own name is kept there. */
static kho_status name_file(kho__ruleset *set, const char *name)
{
    const char *copy = kho__arena_text(&set->document.arena, name), *slash;
    size_t step;

    if (!copy)
        return kho__fail_memory();
    slash = strrchr(copy, '/');
    set->file = slash ? slash + 1 : copy;
    set->document.name = copy;
    for (const char *at = set->file; *at; at += step) {
        step = kho__text_step(at, strlen(at));
        if (step == 0)
            return kho__fail_at(KHO_EINVALID, name, 0, 0,
                "the file's name is not in UTF-8", "tên tệp không phải UTF-8");
    }
    return KHO_OK;
}

kho_status kho__ruleset_read(
    const char *name, const char *text, size_t size, kho__ruleset **out)
{
    kho__ruleset *set = malloc(sizeof(*set));
    kho_status status;

    *out = NULL;
    if (!set)
        return kho__fail_memory();
    *set = *kho__ruleset_builtin();
    if ((status = kho__document_yaml(&set->document, name, text, size)) < 0 ||
        (status = name_file(set, name)) < 0 || (status = read_top(set)) < 0 ||
        (status = kho__matching_make(
             &set->document.arena, set->matches, set->match_count, &set->matching)) < 0 ||
        (status = kho__ruleset_check(set)) < 0) {
        kho__ruleset_free(set);
        return status;
    }
    *out = set;
    return KHO_OK;
}

void kho__ruleset_free(kho__ruleset *set)
{
    if (!set || set == kho__ruleset_builtin())
        return;
    kho__matching_free(&set->matching);
    kho__document_free(&set->document);
    free(set);
}
