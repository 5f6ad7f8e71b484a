/* The factors against what was published. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "rules/cyp.h"
#include "rules/cyp_factors.h"
#include "rules/published.h"

static void expect_factor(kho__cyp_edition edition, const char *key, const char *text)
{
    kho_rational factor = {7, 7};
    const bool known = kho__cyp_factor(edition, key, &factor);
    int64_t numerator, denominator;

    cr_expect(eq(int, known, *text != '\0'), "%s", key);
    if (!known)
        return;
    read_published(text, &numerator, &denominator);
    cr_expect(eq(i64, factor.numerator * denominator, numerator * factor.denominator),
        "%s: %s", key, text);
    for (int64_t part = 2; part <= factor.denominator; part++)
        cr_expect(factor.numerator % part || factor.denominator % part, "%s: by %lld",
            key, (long long)part);
}

Test(cyp, every_factor_is_as_published)
{
    for (size_t i = 0; i < PUBLISHED; i++) {
        expect_factor(KHO__CYP_2011, published[i].key, published[i].of_2011);
        expect_factor(KHO__CYP_2022, published[i].key, published[i].of_2022);
    }
}

#define KEY(key, n11, d11, n22, d22, sources) key,

Test(cyp, no_factor_is_without_a_published_one)
{
    static const char *const keys[] = {KHO__CYP_FACTORS(KEY)};

    cr_expect(eq(sz, sizeof(keys) / sizeof(*keys), PUBLISHED));
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        size_t found = 0;

        for (size_t j = 0; j < PUBLISHED; j++)
            found += strcmp(published[j].key, keys[i]) == 0;
        cr_expect(eq(sz, found, 1), "%s", keys[i]);
    }
}

Test(cyp, what_no_edition_knows_has_none)
{
    kho_rational factor;

    for (kho__cyp_edition edition = 0; edition < KHO__CYP_EDITIONS; edition++) {
        cr_expect(kho__cyp_factor(edition, NULL, &factor) == false);
        cr_expect(kho__cyp_factor(edition, "", &factor) == false);
        cr_expect(kho__cyp_factor(edition, "Condom", &factor) == false);
        cr_expect(kho__cyp_factor(edition, "condoms", &factor) == false);
    }
}

Test(cyp, editions_have_names)
{
    cr_expect(eq(str, (char *)kho__cyp_editions[KHO__CYP_2011], "2011"));
    cr_expect(eq(str, (char *)kho__cyp_editions[KHO__CYP_2022], "2021-22"));
    cr_expect(eq(ptr, (void *)kho__cyp_editions[KHO__CYP_EDITIONS], NULL));
}

/* Sterilisation is counted by clients; everything else by what they got. */
Test(cyp, only_sterilisation_goes_by_clients)
{
    for (kho_method method = 0; method < KHO_METHODS; method++) {
        const char *key = kho__cyp_of_method(method);

        cr_expect(eq(int, key != NULL,
            method == KHO_MALE_STERILISATION || method == KHO_FEMALE_STERILISATION));
        cr_expect(key == NULL || strcmp(key, kho_method_word(method)) == 0);
    }
}
