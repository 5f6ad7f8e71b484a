/*
 * What a rule can set: how a document says it, how settings are put over a rule, and
 * which contradict each other.
 */
#ifndef KHO_RULES_SETTINGS_H
#define KHO_RULES_SETTINGS_H

#include <kho/model.h>
#include <kho/rules.h>

#include "base/document.h"
#include "model/names.h"

/* Everything that a rule can set, in the order of the document's sections. */
typedef enum kho__setting {
    KHO__SET_MONTH_DAYS,
    KHO__SET_COUNT,
    KHO__SET_WINDOW,
    KHO__SET_CURRENT,
    KHO__SET_NORMALISE,
    KHO__SET_ALL_OUT,
    KHO__SET_LOOK_BACK,
    KHO__SET_CAMPAIGNS,
    KHO__SET_POLICY,
    KHO__SET_REVIEW_MONTHS,
    KHO__SET_LEAD_MONTHS,
    KHO__SET_SAFETY_MONTHS,
    KHO__SET_MIN_MONTHS,
    KHO__SET_MAX_MONTHS,
    KHO__SET_EMERGENCY_MONTHS,
    KHO__SET_PACKS,
    KHO__SET_NEAR_EXPIRY_MONTHS,
    KHO__SET_LATE_REPORT,
    KHO__SETTINGS
} kho__setting;

/* The key of each setting, as YAML spells it, with names; ends with a NULL word. */
extern const kho__name kho__setting_names[];

/* What month_days may be, also at the top of a document. */
extern const char *const kho__month_words[];

/* Some settings with the lines that gave them. */
typedef struct kho__settings {
    kho_rule rule;            /* only what was given means something */
    int lines[KHO__SETTINGS]; /* 0: not given here */
} kho__settings;

/*
 * Read a map that may give the settings first..last; what it gives is added to `out`.
 * `what` names the map in messages. KHO_EINVALID: also min_months beside safety_months.
 */
kho_status kho__settings_read(kho__document *document, const kho__node *map,
    const char *what, kho__setting first, kho__setting last, kho__settings *out);

/* Put settings over a rule: later ones win. What follows (min of safety, max of min and
 * review) is worked out last, by kho__rule_settle(). */
void kho__settings_apply(const kho__settings *set, kho_rule *rule);
kho_status kho__rule_settle(kho_rule *rule); /* KHO_EOVERFLOW */

/* Tell whether any of the settings that bound the stock in months is given. */
bool kho__settings_bound(const kho__settings *set);

/* Two settings that can't stand together; false: there are none. */
typedef struct kho__contradiction {
    kho__setting one, other;
    char text[200]; /* "max_months is less than min_months (2 < 3)" */
} kho__contradiction;
bool kho__rule_contradicts(const kho_rule *rule, kho__contradiction *out);

/* A setting's value as YAML spells it, such as "1.5", "true" or "dispense, issue", and as
 * people read it: empty where that is the same. */
typedef struct kho__setting_value {
    char code[160], vi[160], en[160];
} kho__setting_value;
void kho__setting_value_of(
    const kho_rule *rule, kho__setting setting, kho__setting_value *out);

/* Months as people write them: "1.5"; KHO__RATIONAL_TEXT bytes are enough. */
char *kho__months_print(kho_rational months, char *buffer, size_t size);

#endif
