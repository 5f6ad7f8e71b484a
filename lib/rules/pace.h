/*
 * What a month of use is. Whatever is used up by and by asks here: which lots expire
 * first, when stock runs out, and how that is explained.
 */
#ifndef KHO_RULES_PACE_H
#define KHO_RULES_PACE_H

#include <kho/rules.h>

#include "base/rational.h"

/* Days to a month where the rule doesn't say the calendar's. */
#define KHO__MONTH_DAYS 30

/*
 * The months of use from the end of `on` to the end of `day`, not reduced, 0 where that
 * is earlier: a 30th for each day, or of each calendar month the share of its own days.
 */
kho_rational kho__pace_months(const kho_rule *rule, kho_date on, kho_date day);

/* How many whole units are used by then. */
kho__wide kho__pace_used(
    const kho_rule *rule, kho_rational amc, kho_date on, kho_date day);

/* The last day whose use, counted from the end of `on`, a quantity covers; KHO_NO_DATE:
 * nothing is used, or it lies after 2199. */
kho_date kho__pace_lasts(
    const kho_rule *rule, kho_rational amc, kho_date on, int64_t quantity);

#endif
