/*
 * Any bytes as rules: they are refused, or every line of a small catalogue gets the rule
 * that putting the matches over each other one by one gives.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"
#include "rules/ruling.h"
#include "rules/small_catalogue.h"

enum { TODAY = 20000 };

static kho__catalogue catalogue;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    if (!small_catalogue(&catalogue))
        abort();
    return 0;
}

static bool names(const kho__codes *list, const char *word)
{
    for (size_t i = 0; word && i < list->count; i++) {
        if (strcmp(list->codes[i], word) == 0)
            return true;
    }
    return list->count == 0;
}

static bool holds(const kho__when *when, int32_t place, int32_t item, int32_t channel)
{
    const kho_item *as = &kho__item_at(&catalogue, item)->as;

    return kho__when_place(when, &catalogue, place, TODAY) &&
           names(&when->by[KHO__WHEN_ITEM], as->code) &&
           names(&when->by[KHO__WHEN_METHOD], as->method) &&
           names(&when->by[KHO__WHEN_CHANNEL], kho__channel_at(&catalogue, channel));
}

static bool same_rule(const kho_rule *a, const kho_rule *b)
{
    kho__setting_value one, other;

    for (kho__setting s = 0; s < KHO__SETTINGS; s++) {
        kho__setting_value_of(a, s, &one);
        kho__setting_value_of(b, s, &other);
        if (strcmp(one.code, other.code) != 0)
            return false;
    }
    return a->min_follows == b->min_follows && a->max_follows == b->max_follows;
}

/* A line's rule, worked out the plain way; whether it stands is told alike. */
static bool check_line(kho__ruling *ruling, int32_t place, int32_t item, int32_t channel)
{
    const kho__ruleset *set = kho__ruling_set(ruling);
    kho_rule plain = set->base.rule;
    const kho_rule *rule;
    kho__contradiction found;
    const kho_status status = kho__ruling_of(ruling, place, item, channel, &rule);
    bool stands;

    for (size_t i = 0; i < set->match_count; i++) {
        if (holds(&set->matches[i].when, place, item, channel))
            kho__settings_apply(&set->matches[i].set, &plain);
    }
    stands = kho__rule_settle(&plain) == KHO_OK && !kho__rule_contradicts(&plain, &found);
    if (stands != (status == KHO_OK) ||
        (stands && (!same_rule(&plain, rule) ||
                       rule->window + rule->look_back > kho__ruling_reach(ruling))))
        abort();
    return stands;
}

static kho_status hear(
    void *context, const kho__node *node, kho__when_key key, const char *word)
{
    (void)context;
    (void)node;
    return key == KHO__WHEN_LEVEL || key == KHO__WHEN_METHOD
               ? KHO_OK
               : kho__fail(KHO_EINVALID, "%s", "%s", word);
}

static void use(const kho__ruleset *set)
{
    kho__ruling *ruling;
    bool all = true;

    if (kho__ruling_new(set, &catalogue, TODAY, &ruling) < 0)
        return;
    for (int32_t place = KHO__PLACE_BUILT_IN + 1; place <= (int32_t)catalogue.place_count;
         place++) {
        for (int32_t item = 1; item <= (int32_t)catalogue.item_count; item++) {
            for (int32_t channel = 1; channel <= (int32_t)catalogue.channel_count;
                 channel++)
                all = check_line(ruling, place, item, channel) && all;
        }
    }
    kho__ruling_free(ruling);
    if (kho__ruling_verify(set, &catalogue, KHO_NO_DATE, INT32_MAX) == KHO_OK && !all)
        abort();
    (void)kho__ruleset_known(set, &catalogue, hear, NULL);
    for (size_t i = 0; i < set->deadline_count; i++)
        (void)kho__when_place(
            &set->deadlines[i].when, &catalogue, (int32_t)catalogue.place_count, TODAY);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    kho__ruleset *set;

    if (kho__ruleset_read("fuzz.yaml", (const char *)bytes, size, &set) < 0)
        return 0;
    use(set);
    kho__ruleset_free(set);
    return 0;
}
