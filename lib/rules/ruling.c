#include "rules/ruling.h"

#include <stdlib.h>

#include "base/error.h"

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
