#include "rules/ruling_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

kho_status kho__ruling_new(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho_date day, kho__ruling **out)
{
    const size_t ids[KHO__GROUPS] = {
        catalogue->place_count, catalogue->item_count, catalogue->channel_count};
    kho__ruling *ruling = calloc(1, sizeof(*ruling));
    bool fits;

    *out = NULL;
    if (!ruling)
        return kho__fail_memory();
    ruling->set = set;
    ruling->catalogue = catalogue;
    ruling->day = day;
    *out = ruling;
    if (!set->match_count)
        return KHO_OK;
    ruling->looked =
        kho__arena_take(&ruling->arena, set->matching.words * sizeof(uint64_t));
    ruling->scratch =
        kho__arena_take(&ruling->arena, set->matching.words * sizeof(uint64_t));
    fits = ruling->looked && ruling->scratch;
    for (size_t i = 0; i < KHO__GROUPS && fits; i++) {
        kho__classes *group = &ruling->groups[i];

        group->of_count = ids[i] + 1;
        group->of = calloc(group->of_count, sizeof(*group->of));
        fits = group->of != NULL;
    }
    if (fits)
        return KHO_OK;
    kho__ruling_free(ruling);
    *out = NULL;
    return kho__fail_memory();
}

void kho__ruling_free(kho__ruling *ruling)
{
    if (!ruling)
        return;
    for (size_t i = 0; i < KHO__GROUPS; i++) {
        free(ruling->groups[i].of);
        free(ruling->groups[i].sets);
        free(ruling->groups[i].next);
        kho__map_free(&ruling->groups[i].first);
    }
    kho__map_free(&ruling->made);
    free(ruling->rules);
    kho__arena_free(&ruling->arena);
    free(ruling);
}

static uint64_t hash_of(const uint64_t *set, size_t words)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < words; i++)
        hash = (hash ^ set[i]) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 29);
    return hash;
}

/* The class of the set that was just made; a new one where there is none; -1: out of
 * memory. */
static int64_t class_of_set(kho__ruling *ruling, kho__classes *group)
{
    const size_t size = ruling->set->matching.words * sizeof(uint64_t);
    const uint64_t hash = hash_of(ruling->looked, ruling->set->matching.words);
    const int64_t first = kho__map_find_key(&group->first, hash);
    uint64_t *copy;

    for (int64_t at = first; at >= 0; at = group->next[at]) {
        if (memcmp(group->sets[at], ruling->looked, size) == 0)
            return at;
    }
    if (!(copy = kho__arena_take(&ruling->arena, size)) ||
        !kho__grow(
            (void **)&group->sets, &group->room, group->count, 1, sizeof(*group->sets)) ||
        !kho__grow((void **)&group->next, &group->next_room, group->count, 1,
            sizeof(*group->next)) ||
        !kho__map_put_key(&group->first, hash, (int64_t)group->count))
        return -1;
    memcpy(copy, ruling->looked, size);
    group->sets[group->count] = copy;
    group->next[group->count] = first;
    return (int64_t)group->count++;
}

int64_t kho__class_of(kho__ruling *ruling, size_t what, int32_t id)
{
    const kho__matching *matching = &ruling->set->matching;
    kho__classes *group = &ruling->groups[what];
    int64_t found;

    if (group->of[id])
        return group->of[id] - 1;
    if (what == KHO__PLACES)
        kho__matching_place(matching, ruling->catalogue, id, ruling->day, ruling->looked,
            ruling->scratch);
    else if (what == KHO__ITEMS)
        kho__matching_item(
            matching, ruling->catalogue, id, ruling->looked, ruling->scratch);
    else
        kho__matching_channel(
            matching, ruling->catalogue, id, ruling->looked, ruling->scratch);
    found = class_of_set(ruling, group);
    group->of[id] = (int32_t)(found + 1);
    return found;
}

/* All that a combination of classes fulfils, put over what holds everywhere. */
static kho_status put_together(
    const kho__ruling *ruling, const int64_t of[KHO__GROUPS], kho__traced *out)
{
    *out = (kho__traced){.rule = ruling->set->base.rule};
    for (size_t i = 0; i < ruling->set->matching.words; i++) {
        uint64_t left = ruling->groups[KHO__PLACES].sets[of[KHO__PLACES]][i] &
                        ruling->groups[KHO__ITEMS].sets[of[KHO__ITEMS]][i] &
                        ruling->groups[KHO__CHANNELS].sets[of[KHO__CHANNELS]][i];

        for (; left; left &= left - 1) {
            const kho__match *match =
                &ruling->set->matches[i * 64 + (size_t)__builtin_ctzll(left)];

            kho__settings_apply(&match->set, &out->rule);
            for (size_t s = 0; s < KHO__SETTINGS; s++) {
                if (match->set.lines[s])
                    out->by[s] = match;
            }
        }
    }
    return kho__rule_settle(&out->rule);
}

static kho_status find_classes(kho__ruling *ruling, int32_t place, int32_t item,
    int32_t channel, int64_t of[KHO__GROUPS])
{
    of[KHO__PLACES] = kho__class_of(ruling, KHO__PLACES, place);
    of[KHO__ITEMS] = kho__class_of(ruling, KHO__ITEMS, item);
    of[KHO__CHANNELS] = kho__class_of(ruling, KHO__CHANNELS, channel);
    return of[KHO__PLACES] < 0 || of[KHO__ITEMS] < 0 || of[KHO__CHANNELS] < 0
               ? kho__fail_memory()
               : KHO_OK;
}

kho_status kho__ruling_trace(
    kho__ruling *ruling, int32_t place, int32_t item, int32_t channel, kho__traced *out)
{
    int64_t of[KHO__GROUPS];
    kho_status status;

    if (!ruling->set->match_count) {
        *out = (kho__traced){.rule = ruling->set->base.rule};
        return KHO_OK;
    }
    status = find_classes(ruling, place, item, channel, of);
    return status < 0 ? status : put_together(ruling, of, out);
}

/* The line that gave a setting, or what it follows from; 0: it is built in. */
static int line_of(
    const kho__ruling *ruling, const kho__traced *traced, kho__setting setting)
{
    if (setting == KHO__SET_MAX_MONTHS && traced->rule.max_follows)
        setting = KHO__SET_MIN_MONTHS;
    if (setting == KHO__SET_MIN_MONTHS && traced->rule.min_follows)
        setting = KHO__SET_SAFETY_MONTHS;
    return traced->by[setting] ? traced->by[setting]->set.lines[setting]
                               : ruling->set->base.lines[setting];
}

/* Name the line of the catalogue, and the lines of the file that don't go together. */
static kho_status refuse(const kho__ruling *ruling, const kho__traced *traced,
    const kho__contradiction *found, int32_t place, int32_t item)
{
    const kho__catalogue *catalogue = ruling->catalogue;
    const int one = line_of(ruling, traced, found->one),
              other = line_of(ruling, traced, found->other);
    char more[32] = "";

    if (one && other && one != other)
        snprintf(more, sizeof(more), kho__say("; see line %d", "; xem dòng %d"), other);
    return kho__fail_at(KHO_EINVALID, ruling->set->file, one ? one : other, 0,
        "%s, %s: %s%s", "%s, %s: %s%s",
        place ? kho__place_at(catalogue, place)->as.code : "*",
        item ? kho__item_at(catalogue, item)->as.code : "*", found->text, more);
}

/* Work out a combination that comes for the first time. */
static kho_status make(kho__ruling *ruling, const int64_t of[KHO__GROUPS], int32_t place,
    int32_t item, uint64_t key)
{
    kho__contradiction found;
    kho__traced traced;
    kho_rule *rule;
    kho_status status = put_together(ruling, of, &traced);

    if (status < 0)
        return status;
    if (kho__rule_contradicts(&traced.rule, &found))
        return refuse(ruling, &traced, &found, place, item);
    if (!(rule = kho__arena_take(&ruling->arena, sizeof(*rule))) ||
        !kho__grow((void **)&ruling->rules, &ruling->rule_room, ruling->rule_count, 1,
            sizeof(*ruling->rules)) ||
        !kho__map_put_key(&ruling->made, key, (int64_t)ruling->rule_count))
        return kho__fail_memory();
    *rule = traced.rule;
    ruling->rules[ruling->rule_count++] = rule;
    return KHO_OK;
}

kho_status kho__ruling_of(kho__ruling *ruling, int32_t place, int32_t item,
    int32_t channel, const kho_rule **out)
{
    int64_t of[KHO__GROUPS], index;
    kho_status status;
    uint64_t key;

    *out = &ruling->set->base.rule;
    if (!ruling->set->match_count)
        return KHO_OK;
    if ((status = find_classes(ruling, place, item, channel, of)) < 0)
        return status;
    /* A ledger has at most 65,000 items and 250 channels. */
    key = (uint64_t)of[KHO__PLACES] << 32 | (uint64_t)of[KHO__ITEMS] << 8 |
          (uint64_t)of[KHO__CHANNELS];
    if ((index = kho__map_find_key(&ruling->made, key)) < 0) {
        if ((status = make(ruling, of, place, item, key)) < 0)
            return status;
        index = (int64_t)ruling->rule_count - 1;
    }
    *out = ruling->rules[index];
    return KHO_OK;
}

int kho__ruling_reach(const kho__ruling *ruling)
{
    const kho__ruleset *set = ruling->set;
    int window = set->base.rule.window, look_back = set->base.rule.look_back;

    for (size_t i = 0; i < set->match_count; i++) {
        const kho__settings *given = &set->matches[i].set;

        if (given->lines[KHO__SET_WINDOW] && given->rule.window > window)
            window = given->rule.window;
        if (given->lines[KHO__SET_LOOK_BACK] && given->rule.look_back > look_back)
            look_back = given->rule.look_back;
    }
    return window + look_back;
}

const kho__ruleset *kho__ruling_set(const kho__ruling *ruling)
{
    return ruling->set;
}
