#include "rules/expiry.h"

#include <stdlib.h>

#include "base/error.h"
#include "rules/pace.h"

static int compare(const void *a, const void *b)
{
    const kho__dated *x = a, *y = b;
    int order = 0;

    if (x->expiry != y->expiry) {
        if (x->expiry == KHO_NO_DATE || y->expiry == KHO_NO_DATE)
            return x->expiry == KHO_NO_DATE ? 1 : -1;
        return x->expiry < y->expiry ? -1 : 1;
    }
    if (x->of && y->of)
        order = kho__lot_compare(x->of, y->of);
    return order ? order : x->road - y->road;
}

size_t kho__dated_order(kho__dated *lots, size_t count)
{
    size_t kept = 0;

    if (count > 1)
        qsort(lots, count, sizeof(*lots), compare);
    for (size_t i = 0; i < count; i++) {
        if (kept && lots[i].of && lots[i].of == lots[kept - 1].of &&
            lots[i].road == lots[kept - 1].road)
            lots[kept - 1].quantity += lots[i].quantity;
        else
            lots[kept++] = lots[i];
    }
    return kept;
}

kho_status kho__expiring(const kho_rule *rule, kho_rational amc, kho_date on,
    kho__dated *lots, size_t count, int64_t *out)
{
    kho__wide used = 0, unused = 0;

    for (size_t i = 0; i < count; i++) {
        kho__dated *const lot = &lots[i];

        lot->at_risk = 0;
        if (lot->expiry != KHO_NO_DATE && amc.numerator > 0) {
            const kho__wide could = kho__pace_used(rule, amc, on, lot->expiry) - used;

            if (could < lot->quantity)
                lot->at_risk = lot->quantity - (could > 0 ? (int64_t)could : 0);
        }
        used += lot->quantity - lot->at_risk;
        unused += lot->at_risk;
    }
    if (unused > INT64_MAX)
        return kho__fail(KHO_EOVERFLOW, "what will expire does not fit 64 bits",
            "số sẽ hết hạn vượt quá 64 bit");
    *out = (int64_t)unused;
    return KHO_OK;
}
