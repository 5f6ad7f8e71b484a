/* Contradictions that can be told without a catalogue. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/ruleset_read.h"

/* Where a setting was given: in a map, or in one of its sections; NULL: nowhere. */
static const kho__node *find(const kho__node *map, kho__setting setting)
{
    const kho__node *node = kho__node_child(map, kho__setting_names[setting].word);

    for (size_t i = 0; !node && map->kind == KHO__MAP && i < map->count; i++)
        node = kho__node_child(&map->children[i], kho__setting_names[setting].word);
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

/* Sets of matches: those that bound the stock in months, and two to work with. */
typedef struct checking {
    const kho__ruleset *set;
    uint64_t *bounding, *beside, *scratch;
} checking;

/* Whether another match may set the bounds of the same lines, and so put them right. */
static bool may_be_mended(const checking *at, size_t match)
{
    uint64_t others = 0;

    kho__matching_beside(
        &at->set->matching, &at->set->matches[match].when, at->beside, at->scratch);
    at->beside[match / 64] &= ~(UINT64_C(1) << match % 64);
    for (size_t i = 0; i < at->set->matching.words; i++)
        others |= at->beside[i] & at->bounding[i];
    return others != 0;
}

static kho_status check_match(const checking *at, size_t match, const kho__node *map)
{
    kho_rule rule = at->set->base.rule;
    kho__contradiction found;
    kho_status status;

    kho__settings_apply(&at->set->matches[match].set, &rule);
    if ((status = settle(at->set, map, &rule)) < 0)
        return status;
    if (kho__rule_contradicts(&rule, &found) && !may_be_mended(at, match))
        return refuse(at->set, map, &found);
    return KHO_OK;
}

static kho_status check_matches(const checking *at)
{
    const kho__node *list = kho__node_child(&at->set->document.root, "match");
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->set->match_count; i++) {
        if (kho__settings_bound(&at->set->matches[i].set))
            at->bounding[i / 64] |= UINT64_C(1) << i % 64;
    }
    for (size_t i = 0; i < at->set->match_count && status == KHO_OK; i++)
        status = check_match(at, i, kho__node_child(&list->children[i], "set"));
    return status;
}

kho_status kho__ruleset_check(kho__ruleset *set)
{
    const kho__node *root = &set->document.root;
    const size_t words = set->matching.words;
    uint64_t *sets = calloc(3 * words + 1, sizeof(*sets));
    const checking at = {set, sets, sets + words, sets + 2 * words};
    kho__contradiction found;
    kho_status status = sets ? settle(set, root, &set->base.rule) : kho__fail_memory();

    if (status == KHO_OK && kho__rule_contradicts(&set->base.rule, &found))
        status = refuse(set, root, &found);
    if (status == KHO_OK)
        status = check_matches(&at);
    free(sets);
    return status;
}
