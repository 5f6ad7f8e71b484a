/* Which months an average is made of. */
#ifndef KHO_RULES_CONSUMPTION_H
#define KHO_RULES_CONSUMPTION_H

#include <kho/rules.h>

/* No rule looks at more months than these. */
#define KHO__WINDOW_MOST 120

/* How many months a rule looks at: its window, and how far it may reach back beyond. */
size_t kho__window_size(const kho_rule *rule);

/* Of so many months, oldest first, let only the latest count, as many as the window has;
 * months that don't count anyway don't fill it. */
void kho__window_take(const kho_rule *rule, kho_consumed *months, size_t count);

#endif
