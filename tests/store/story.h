/*
 * A station's year as a list of steps: something of every kind that is posted, and all
 * else that writes. Each says in how many commits it is done; done again, it is the same.
 */
#ifndef KHO_TESTS_STORE_STORY_H
#define KHO_TESTS_STORE_STORY_H

#include <kho.h>

typedef struct story {
    kho_ledger *ledger;
    const char *path, *copy, *key; /* of the ledger, its backup, its clients' key */
    void (*acknowledged)(void);    /* after each answer; may be NULL */
    void (*opened)(kho_ledger *);  /* after each opening; may be NULL */
} story;

typedef struct story_step {
    const char *name;
    kho_status (*take)(story *at, const char *text);
    const char *text;
    int commits;
    bool once; /* done again it is something else */
} story_step;

extern const story_step story_steps[];
extern const size_t story_count;

/* Write the files that steps read into the current folder. */
void story_prepare(void);

/* Open the ledger by the story's clock, or make it. */
kho_status story_open(story *at, kho_mode mode);
void story_close(story *at);

/* Use the key file, if there is one. */
kho_status story_use_key(story *at);

/* Take a step, by its own time of day and its own luck. */
kho_status story_take(story *at, size_t step);

/* How many faults check finds; -1: it can't be checked. */
long story_check(kho_ledger *ledger);

#endif
