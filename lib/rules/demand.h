/*
 * What was asked for in each month of a line, as far as its books tell: what was given,
 * lifted by the days on which there was nothing to give.
 */
#ifndef KHO_RULES_DEMAND_H
#define KHO_RULES_DEMAND_H

#include <kho/rules.h>

/* One month of a line's history. */
typedef struct kho__history {
    kho_consumed consumed;
    bool ends_out; /* nothing was usable at its end */
    int64_t
        demand; /* made by kho__demand(): whole units, 0 where the month isn't known */
    bool tells; /* likewise: it rests on the month's own books */
} kho__history;

/* Neighbours on each side that a month without evidence is measured by. */
#define KHO__DEMAND_NEIGHBOURS 3

/*
 * Work out the demand of each month, oldest first. A month that was out on some days is
 * lifted by them, whatever the rule does (of which only the length of a month counts).
 * Where the days tell nothing, because it was out throughout or ended with nothing and
 * says that no day was out, it is at least the mean of the nearest 3 months before and 3
 * after that do tell. Halves are rounded up. KHO_EINVALID, KHO_EOVERFLOW like
 * kho_normalise().
 */
kho_status kho__demand(const kho_rule *rule, kho__history *months, size_t count);

#endif
