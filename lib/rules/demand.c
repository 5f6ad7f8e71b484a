#include "rules/demand.h"

#include "base/rational.h"

/* Half up, and never below 0: what came back in a month wasn't asked for in it. */
static int64_t whole(kho__wide numerator, kho__wide denominator)
{
    return numerator <= 0 ? 0
                          : (int64_t)((2 * numerator + denominator) / (2 * denominator));
}

/* What a month's own books say. */
static kho_status measure(const kho_rule *how, kho__history *month)
{
    const kho_consumed *consumed = &month->consumed;
    kho_rational lifted;
    kho_status status;

    if ((status = kho_normalise(how, consumed, &month->tells, &lifted)) < 0)
        return status;
    if (month->tells) {
        month->demand = whole(lifted.numerator, lifted.denominator);
        month->tells = consumed->days_out > 0 || !month->ends_out;
    } else {
        month->demand = consumed->counts ? whole(consumed->quantity, 1) : 0;
    }
    return KHO_OK;
}

/* The mean of the nearest months that tell, 3 before and 3 after. */
static int64_t around(const kho__history *months, size_t count, size_t at)
{
    kho__wide sum = 0;
    int before = 0, after = 0;

    for (size_t i = at; i-- > 0 && before < KHO__DEMAND_NEIGHBOURS;) {
        sum += months[i].tells ? months[i].demand : 0;
        before += months[i].tells;
    }
    for (size_t i = at + 1; i < count && after < KHO__DEMAND_NEIGHBOURS; i++) {
        sum += months[i].tells ? months[i].demand : 0;
        after += months[i].tells;
    }
    return before + after ? whole(sum, before + after) : 0;
}

kho_status kho__demand(const kho_rule *rule, kho__history *months, size_t count)
{
    kho_rule how = *rule;
    kho_status status;

    how.normalise = true;
    how.all_out = KHO_SKIP;
    for (size_t i = 0; i < count; i++) {
        if ((status = measure(&how, &months[i])) < 0)
            return status;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t mean =
            months[i].consumed.counts && !months[i].tells ? around(months, count, i) : 0;

        if (mean > months[i].demand)
            months[i].demand = mean;
    }
    return KHO_OK;
}
