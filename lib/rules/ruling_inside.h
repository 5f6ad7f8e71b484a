/* The inside of a ruling, for the two files that work on it. */
#ifndef KHO_RULES_RULING_INSIDE_H
#define KHO_RULES_RULING_INSIDE_H

#include "rules/ruling.h"

/* What classes are of. */
enum { KHO__PLACES, KHO__ITEMS, KHO__CHANNELS, KHO__GROUPS };

/* Things that fulfil the same matches are of one class. */
typedef struct kho__classes {
    int32_t *of;     /* [id] class + 1; 0: not looked at yet */
    size_t of_count; /* ids, 0 among them */
    uint64_t **sets; /* [class] the matches that its members fulfil */
    int64_t *next;   /* [class] another one whose set has the same hash; -1: none */
    size_t count, room, next_room;
    kho__map first; /* by hash: a class */
} kho__classes;

struct kho__ruling {
    const kho__ruleset *set;
    const kho__catalogue *catalogue;
    kho_date day;
    kho__arena arena; /* sets of matches, and rules */
    kho__classes groups[KHO__GROUPS];
    uint64_t *looked, *scratch; /* sets that are being made */
    kho__map made;              /* by classes: index of the rule */
    const kho_rule **rules;
    size_t rule_count, rule_room;
};

/* The class of a place, an item or a channel; -1: out of memory. */
int64_t kho__class_of(kho__ruling *ruling, size_t what, int32_t id);

#endif
