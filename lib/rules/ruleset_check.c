/* Contradictions that can be told without a catalogue. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/ruleset_read.h"

/* Where a setting was given: in a map, or in one of its sections; NULL: nowhere. */
static const kho__node *find(const kho__node *map, kho__setting setting)
{
    const kho__node *node = kho__node_child(map, kho__setting_keys[setting]);

    for (size_t i = 0; !node && map->kind == KHO__MAP && i < map->count; i++)
        node = kho__node_child(&map->children[i], kho__setting_keys[setting]);
    return node;
}

/* What a bound follows from is to blame where the bound itself isn't given. */
static const kho__node *find_blamed(const kho__node *map, const kho__contradiction *found)
{
    const kho__setting blamed[] = {found->one, found->other, KHO__SET_SAFETY_MONTHS,
        KHO__SET_LEAD_MONTHS, KHO__SET_REVIEW_MONTHS, KHO__SET_POLICY};
    const kho__node *node = NULL;

    for (size_t i = 0; !node && i < sizeof(blamed) / sizeof(*blamed); i++)
        node = find(map, blamed[i]);
    return node ? node : map;
}

static kho_status refuse(
    const kho__ruleset *set, const kho__node *map, const kho__contradiction *found)
{
    return kho__fail_node(
        &set->document, find_blamed(map, found), "%s", "%s", found->text);
}

/* A sum of months that doesn't fit is told where it stands. */
static kho_status settle(const kho__ruleset *set, const kho__node *map, kho_rule *rule)
{
    const kho__node *safety = find(map, KHO__SET_SAFETY_MONTHS);
    const kho_status status = kho__rule_settle(rule);

    if (status != KHO_EOVERFLOW)
        return status;
    return kho__fail_node(&set->document, safety ? safety : map,
        "min and max in months have too many digits",
        "min và max tính theo tháng có quá nhiều chữ số");
}

/* Whether another match may set the bounds of the same lines, and so put them right. */
static bool may_be_mended(
    const kho__ruleset *set, size_t match, uint64_t *beside, uint64_t *scratch)
{
    kho__matching_beside(&set->matching, &set->matches[match].when, beside, scratch);
    for (size_t i = 0; i < set->match_count; i++) {
        if (i != match && (beside[i / 64] >> i % 64 & 1) &&
            kho__settings_bound(&set->matches[i].set))
            return true;
    }
    return false;
}

static kho_status check_match(
    const kho__ruleset *set, size_t match, uint64_t *beside, uint64_t *scratch)
{
    const kho__node *list = kho__node_child(&set->document.root, "match");
    const kho__node *map = kho__node_child(&list->children[match], "set");
    kho_rule rule = set->base.rule;
    kho__contradiction found;
    kho_status status;

    kho__settings_apply(&set->matches[match].set, &rule);
    if ((status = settle(set, map, &rule)) < 0)
        return status;
    if (kho__rule_contradicts(&rule, &found) &&
        !may_be_mended(set, match, beside, scratch))
        return refuse(set, map, &found);
    return KHO_OK;
}

kho_status kho__ruleset_check(kho__ruleset *set)
{
    const kho__node *root = &set->document.root;
    uint64_t *sets = calloc(2 * set->matching.words + 1, sizeof(*sets));
    kho__contradiction found;
    kho_status status = sets ? settle(set, root, &set->base.rule) : kho__fail_memory();

    if (status == KHO_OK && kho__rule_contradicts(&set->base.rule, &found))
        status = refuse(set, root, &found);
    for (size_t i = 0; i < set->match_count && status == KHO_OK; i++)
        status = check_match(set, i, sets, sets + set->matching.words);
    free(sets);
    return status;
}
