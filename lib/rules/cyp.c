#include "rules/cyp.h"

#include <string.h>

#include "rules/cyp_factors.h"

const char *const kho__cyp_editions[] = {"2011", "2021-22", NULL};

/* clang-format off */
#define ROW(key, n11, d11, n22, d22, sources) {key, {{n11, d11}, {n22, d22}}},

static const struct {
    const char *key;
    kho_rational factors[KHO__CYP_EDITIONS];
} rows[] = {KHO__CYP_FACTORS(ROW)};
/* clang-format on */

bool kho__cyp_factor(kho__cyp_edition edition, const char *key, kho_rational *out)
{
    for (size_t i = 0; key && i < sizeof(rows) / sizeof(*rows); i++) {
        if (strcmp(rows[i].key, key) != 0)
            continue;
        *out = rows[i].factors[edition];
        return out->denominator;
    }
    return false;
}

const char *kho__cyp_of_method(kho_method method)
{
    return method == KHO_MALE_STERILISATION     ? "male_sterilisation"
           : method == KHO_FEMALE_STERILISATION ? "female_sterilisation"
                                                : NULL;
}
