/*
 * Rules put to use: which rule judges a line on a day. Places, items and channels fall
 * into classes by the matches that they fulfil; each combination is worked out once.
 */
#ifndef KHO_RULES_RULING_H
#define KHO_RULES_RULING_H

#include "model/catalogue.h"
#include "rules/ruleset.h"

typedef struct kho__ruling kho__ruling;

/* The set and the catalogue must outlive it; `day` says who stands under whom. */
kho_status kho__ruling_new(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho_date day, kho__ruling **out);
void kho__ruling_free(kho__ruling *ruling); /* NULL is a no-op */

/* The rule of a line; it lives as long as the ruling. The place 0 is a sum over
 * everything. KHO_EINVALID: contradictory matches, naming file, lines and both codes. */
kho_status kho__ruling_of(kho__ruling *ruling, int32_t place, int32_t item,
    int32_t channel, const kho_rule **out);

/* The same, with the match that gave each setting. */
typedef struct kho__traced {
    kho_rule rule;
    const kho__match *by[KHO__SETTINGS]; /* NULL: what holds everywhere */
} kho__traced;
kho_status kho__ruling_trace(
    kho__ruling *ruling, int32_t place, int32_t item, int32_t channel, kho__traced *out);

/* At least the most months that any of the rules reaches back: window and look_back. */
int kho__ruling_reach(const kho__ruling *ruling);

const kho__ruleset *kho__ruling_set(const kho__ruling *ruling);

/*
 * Look for a line of a catalogue that would get contradictory rules on any day of a
 * range: KHO_EINVALID like kho__ruling_of(). KHO_NO_DATE: from ever; INT32_MAX: for ever.
 */
kho_status kho__ruling_verify(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho_date from, kho_date until);

/* Whether a condition holds for a place (items, methods and channels are not looked at).
 */
bool kho__when_place(
    const kho__when *when, const kho__catalogue *catalogue, int32_t place, kho_date day);

#endif
