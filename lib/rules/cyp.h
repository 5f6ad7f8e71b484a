/* Couple-years of protection: exact factors in named editions. */
#ifndef KHO_RULES_CYP_H
#define KHO_RULES_CYP_H

#include <kho/model.h>

typedef enum kho__cyp_edition {
    KHO__CYP_2011, /* as MEASURE Evaluation published them, Asia where it matters */
    KHO__CYP_2022, /* as revised in 2021 and 2022 */
    KHO__CYP_EDITIONS
} kho__cyp_edition;

/* The words of editions: "2011", "2021-22"; ends with NULL. The last one is the default.
 */
extern const char *const kho__cyp_editions[];

/* The factor of one unit (of one client, for services without goods); false: the edition
 * has none for this key. */
bool kho__cyp_factor(kho__cyp_edition edition, const char *key, kho_rational *out);

/* The key of a method whose protection comes without goods; NULL: of every other one. */
const char *kho__cyp_of_method(kho_method method);

#endif
