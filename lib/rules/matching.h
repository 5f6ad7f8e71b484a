/*
 * Conditions: which matches a place, an item and a channel fulfil. A match is looked up
 * by the words that it names, so that many matches, or long lists in them, cost little.
 */
#ifndef KHO_RULES_MATCHING_H
#define KHO_RULES_MATCHING_H

#include "base/map.h"
#include "model/catalogue.h"
#include "rules/settings.h"

/* A list of codes or words, and where it stands. */
typedef struct kho__codes {
    const char *const *codes;
    size_t count; /* 0: any */
    const kho__node *node;
} kho__codes;

/* What a condition may speak of: first of a place, then of an item, then of a channel. */
typedef enum kho__when_key {
    KHO__WHEN_KIND,
    KHO__WHEN_LEVEL,
    KHO__WHEN_PLACE,
    KHO__WHEN_TREE,
    KHO__WHEN_ITEM,
    KHO__WHEN_METHOD,
    KHO__WHEN_CHANNEL,
    KHO__WHEN_KEYS
} kho__when_key;

/* The key of each, as YAML spells it. */
extern const char *const kho__when_keys[KHO__WHEN_KEYS];

/* A condition: all keys that are given must hold, and of each list one. */
typedef struct kho__when {
    kho__codes by[KHO__WHEN_KEYS];
} kho__when;

typedef struct kho__match {
    kho__when when;
    kho__settings set;
    int line;         /* of the match */
    const char *text; /* the condition for people: "level=station method=condom" */
} kho__match;

/* A word that a match names. */
typedef struct kho__mention {
    size_t match;
    int64_t next; /* of the same key and word; -1: none */
} kho__mention;

/* Which matches name what. A set of matches has a bit for each, in `words` words. */
typedef struct kho__matching {
    size_t count, words;
    uint64_t *open[KHO__WHEN_KEYS]; /* matches that don't speak of the key */
    kho__map first[KHO__WHEN_KEYS]; /* by word: the first mention */
    kho__mention *mentions;
} kho__matching;

/* The arrays are the arena's; to be freed also after a failure. KHO_EMEMORY. */
kho_status kho__matching_make(
    kho__arena *arena, const kho__match *matches, size_t count, kho__matching *matching);
void kho__matching_free(kho__matching *matching);

/*
 * Which matches a place fulfils on a day, as far as they speak of places; an item; a
 * channel. The id 0 (a sum over everything) fulfils none that speaks of it. `scratch` is
 * a set too.
 */
void kho__matching_place(const kho__matching *matching, const kho__catalogue *catalogue,
    int32_t place, kho_date day, uint64_t *set, uint64_t *scratch);
void kho__matching_item(const kho__matching *matching, const kho__catalogue *catalogue,
    int32_t item, uint64_t *set, uint64_t *scratch);
void kho__matching_channel(const kho__matching *matching, const kho__catalogue *catalogue,
    int32_t channel, uint64_t *set, uint64_t *scratch);

/* Which matches may hold where a condition holds, for all that their words say. */
void kho__matching_beside(const kho__matching *matching, const kho__when *when,
    uint64_t *set, uint64_t *scratch);

#endif
