#include "rules/ruling.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "model/names.h"

struct kho__ruling {
    const kho__ruleset *set;
    const kho__catalogue *catalogue;
    kho_date day;
    kho_rule base;
};

kho_status kho__ruling_new(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho_date day, kho__ruling **out)
{
    kho__ruling *ruling = calloc(1, sizeof(*ruling));

    *out = NULL;
    if (!ruling)
        return kho__fail_memory();
    ruling->set = set;
    ruling->catalogue = catalogue;
    ruling->day = day;
    ruling->base = set->base.rule;
    *out = ruling;
    return KHO_OK;
}

void kho__ruling_free(kho__ruling *ruling)
{
    free(ruling);
}

kho_status kho__ruling_of(kho__ruling *ruling, int32_t place, int32_t item,
    int32_t channel, const kho_rule **out)
{
    (void)place;
    (void)item;
    (void)channel;
    *out = &ruling->base;
    return KHO_OK;
}

int kho__ruling_reach(const kho__ruling *ruling)
{
    return ruling->base.window + ruling->base.look_back;
}

const kho__ruleset *kho__ruling_set(const kho__ruling *ruling)
{
    return ruling->set;
}

static bool has_code(const kho__codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (code && strcmp(codes->codes[i], code) == 0)
            return true;
    }
    return codes->count == 0;
}

static bool is_in_tree(
    const kho__codes *trees, const kho__catalogue *catalogue, int32_t place, kho_date day)
{
    for (size_t i = 0; i < trees->count; i++) {
        const int32_t root = kho__find_place(catalogue, trees->codes[i]);

        if (root && kho__is_under(catalogue, place, root, day))
            return true;
    }
    return trees->count == 0;
}

bool kho__when_place(
    const kho__when *when, const kho__catalogue *catalogue, int32_t place, kho_date day)
{
    const kho_place *at = &kho__place_at(catalogue, place)->as;

    return has_code(&when->kinds, kho__kind_names[at->kind].word) &&
           has_code(&when->levels, at->level) && has_code(&when->places, at->code) &&
           is_in_tree(&when->trees, catalogue, place, day);
}
