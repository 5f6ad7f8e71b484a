/* Parts of a rules file, each read by its own file. */
#ifndef KHO_RULES_RULESET_READ_H
#define KHO_RULES_RULESET_READ_H

#include "rules/ruleset.h"

/* conditions.c: a condition that may use the keys up to `last`, and its text for people.
 * A condition without keys is refused. */
kho_status kho__when_read(kho__document *document, const kho__node *node,
    kho__when_key last, kho__when *out, const char **text);

/* ruleset_matches.c */
kho_status kho__matches_read(kho__ruleset *set, const kho__node *list);

/* ruleset_deadlines.c */
kho_status kho__deadlines_read(kho__ruleset *set, const kho__node *list);
kho_status kho__holidays_read(
    kho__ruleset *set, const kho__node *holidays, const kho__node *workdays);

/* ruleset_check.c: contradictions that no catalogue is needed for. */
kho_status kho__ruleset_check(kho__ruleset *set);

#endif
