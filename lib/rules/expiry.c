#include "rules/expiry.h"

#include <stdlib.h>

#define MONTH_DAYS 30

__extension__ typedef __int128 wide;

static int compare(const void *a, const void *b)
{
    const kho_date x = ((const kho__dated *)a)->expiry,
                   y = ((const kho__dated *)b)->expiry;

    if (x == y)
        return 0;
    if (x == KHO_NO_DATE || y == KHO_NO_DATE)
        return x == KHO_NO_DATE ? 1 : -1;
    return x < y ? -1 : 1;
}

int64_t kho__expiring(kho_rational amc, kho_date on, kho__dated *lots, size_t count)
{
    int64_t used = 0, unused = 0;

    if (amc.numerator <= 0)
        return 0;
    if (count > 1)
        qsort(lots, count, sizeof(*lots), compare);
    for (size_t i = 0; i < count; i++) {
        int64_t take = lots[i].quantity;

        if (lots[i].expiry != KHO_NO_DATE) {
            const wide could = (wide)amc.numerator * (lots[i].expiry - on) /
                                   ((wide)amc.denominator * MONTH_DAYS) -
                               used;

            if (could < take)
                take = could > 0 ? (int64_t)could : 0;
            unused += lots[i].quantity - take;
        }
        used += take;
    }
    return unused;
}
