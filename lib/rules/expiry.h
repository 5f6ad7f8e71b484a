/* What will expire before it can be used, at the pace of the average consumption. */
#ifndef KHO_RULES_EXPIRY_H
#define KHO_RULES_EXPIRY_H

#include <kho/rules.h>

#include "model/catalogue.h"

/* So many base units that may be used up to a day. */
typedef struct kho__dated {
    kho_date expiry; /* KHO_NO_DATE: they never expire */
    int64_t quantity;
    int64_t at_risk;    /* of these, what won't be used by then: kho__expiring() says */
    const kho__lot *of; /* which lot it is; NULL: it doesn't matter */
    bool road;          /* not there yet: used after what is there of the same lot */
} kho__dated;

/*
 * Put lots in order of use: first expired first, like allocation, and of one lot first
 * what is there, then what is on the road. What is told of the same lot more than once
 * (by several places) is added up; gives how many are left.
 */
size_t kho__dated_order(kho__dated *lots, size_t count);

/*
 * Say of each lot what will expire unused, and sum it: lots in order of use, from the day
 * after `on`; only whole units are used. KHO_EOVERFLOW.
 */
kho_status kho__expiring(const kho_rule *rule, kho_rational amc, kho_date on,
    kho__dated *lots, size_t count, int64_t *out);

#endif
