#include <string.h>

#include "base/error.h"
#include "rules/ruleset.h"

/* What is being looked up, and whoever hears of words that nothing has. */
typedef struct looking {
    const kho__ruleset *set;
    const kho__catalogue *catalogue;
    kho__unmatched tell;
    void *context;
} looking;

static bool is_level(const kho__catalogue *catalogue, const char *word)
{
    for (size_t i = 0; i < catalogue->place_count; i++) {
        const char *level = catalogue->places[i].as.level;

        if (level && strcmp(level, word) == 0)
            return true;
    }
    return false;
}

static bool is_method(const kho__catalogue *catalogue, const char *word)
{
    for (size_t i = 0; i < catalogue->item_count; i++) {
        const char *method = catalogue->items[i].as.method;

        if (method && strcmp(method, word) == 0)
            return true;
    }
    return false;
}

static kho_status fail_unknown(
    const looking *at, const kho__node *node, const char *en, const char *vi)
{
    return kho__fail_at(KHO_ENOTFOUND, at->set->document.name, node->line, node->column,
        "no %s '%s'", "không có %s '%s'", kho__say(en, vi), node->text);
}

static kho_status look_up(const looking *at, kho__when_key key, const kho__node *node)
{
    const char *word = node->text;

    switch (key) {
    case KHO__WHEN_PLACE:
    case KHO__WHEN_TREE:
        return kho__find_place(at->catalogue, word)
                   ? KHO_OK
                   : fail_unknown(at, node, "place", "nơi");
    case KHO__WHEN_ITEM:
        return kho__find_item(at->catalogue, word)
                   ? KHO_OK
                   : fail_unknown(at, node, "item", "mặt hàng");
    case KHO__WHEN_CHANNEL:
        return kho__find_channel(at->catalogue, word)
                   ? KHO_OK
                   : fail_unknown(at, node, "channel", "kênh");
    case KHO__WHEN_LEVEL:
        return is_level(at->catalogue, word) ? KHO_OK
                                             : at->tell(at->context, node, key, word);
    case KHO__WHEN_METHOD:
        return is_method(at->catalogue, word) ? KHO_OK
                                              : at->tell(at->context, node, key, word);
    default:
        return KHO_OK;
    }
}

static kho_status look_up_all(const looking *at, const kho__when *when)
{
    kho_status status = KHO_OK;

    for (kho__when_key key = 0; key < KHO__WHEN_KEYS && status == KHO_OK; key++) {
        const kho__codes *list = &when->by[key];
        const bool is_list = list->count && list->node->kind == KHO__LIST;

        for (size_t i = 0; i < list->count && status == KHO_OK; i++)
            status = look_up(at, key, is_list ? &list->node->children[i] : list->node);
    }
    return status;
}

kho_status kho__ruleset_known(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho__unmatched tell, void *context)
{
    const looking at = {set, catalogue, tell, context};
    kho_status status = KHO_OK;

    for (size_t i = 0; i < set->match_count && status == KHO_OK; i++)
        status = look_up_all(&at, &set->matches[i].when);
    for (size_t i = 0; i < set->deadline_count && status == KHO_OK; i++)
        status = look_up_all(&at, &set->deadlines[i].when);
    return status;
}
