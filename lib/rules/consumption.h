/*
 * What a rule makes of the months of a line: told once, for the mean, for how far a
 * window reaches back, and for those who ask how the mean came about.
 */
#ifndef KHO_RULES_CONSUMPTION_H
#define KHO_RULES_CONSUMPTION_H

#include <kho/rules.h>

typedef enum kho__month_use {
    KHO__MONTH_UNUSED,  /* not a month of the line, or not needed */
    KHO__MONTH_SKIPPED, /* out throughout, and such a month doesn't count */
    KHO__MONTH_ZERO,    /* the same, but it counts as nothing consumed */
    KHO__MONTH_PLAIN,   /* its consumption as it is */
    KHO__MONTH_LIFTED   /* its consumption over the days that there was stock */
} kho__month_use;

kho__month_use kho__month_use_of(const kho_rule *rule, const kho_consumed *month);

/* Days of a month as the rule counts them. */
int kho__month_days(const kho_rule *rule, const kho_consumed *month);

/* No rule looks at more months than these. */
#define KHO__WINDOW_MOST 120

/* How many months a rule looks at: its window, and how far it may reach back beyond. */
size_t kho__window_size(const kho_rule *rule);

/* Whether a month is one of the window's: 1, or 0 where the window reaches past it. */
int kho__month_fills(const kho_rule *rule, const kho_consumed *month);

/*
 * Of so many months, oldest first, let only the latest count, as many as the window has;
 * months that don't count anyway don't fill it. Gives the first of those looked at.
 */
size_t kho__window_take(const kho_rule *rule, kho_consumed *months, size_t count);

#endif
