/* What will expire before it can be used, at the pace of the average consumption. */
#ifndef KHO_RULES_EXPIRY_H
#define KHO_RULES_EXPIRY_H

#include <kho/rules.h>

/* So many base units that may be used up to a day. */
typedef struct kho__dated {
    kho_date expiry; /* KHO_NO_DATE: they never expire */
    int64_t quantity;
} kho__dated;

/*
 * Sum what expires unused: lots are used first expired first, from the day after `on`, a
 * month's consumption in 30 days; only whole units are used. The lots are put in order.
 */
int64_t kho__expiring(kho_rational amc, kho_date on, kho__dated *lots, size_t count);

#endif
