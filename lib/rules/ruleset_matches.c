#include <string.h>

#include "base/error.h"
#include "rules/ruleset_read.h"

typedef struct match_form {
    const kho__node *when, *set;
} match_form;

/* clang-format off */
static const kho__field match_fields[] = {
    {"when", KHO__FIELD_NODE, offsetof(match_form, when), KHO__REQUIRED, 0, 0, NULL},
    {"set", KHO__FIELD_NODE, offsetof(match_form, set), KHO__REQUIRED, 0, 0, NULL},
};
/* clang-format on */

static kho_status read_match(
    kho__document *document, const kho__node *node, kho__match *out)
{
    match_form form = {0};
    kho_status status;

    if ((status = kho__read_map(document, node, "match", match_fields,
             sizeof(match_fields) / sizeof(*match_fields), &form)) < 0 ||
        (status = kho__when_read(
             document, form.when, KHO__WHEN_CHANNEL, &out->when, &out->text)) < 0 ||
        (status = kho__settings_read(
             document, form.set, "set", 0, KHO__SETTINGS - 1, &out->set)) < 0)
        return status;
    out->line = node->line;
    return form.set->count ? KHO_OK
                           : kho__fail_node(document, form.set,
                                 "set: a setting is missing", "set: thiếu quy định");
}

kho_status kho__matches_read(kho__ruleset *set, const kho__node *list)
{
    kho_status status = kho__take_children(&set->document, list, "match",
        sizeof(*set->matches), (void **)&set->matches, &set->match_count);

    for (size_t i = 0; i < set->match_count && status == KHO_OK; i++)
        status = read_match(&set->document, &list->children[i], &set->matches[i]);
    return status;
}
