/*
 * The story lived once on the disk in memory, all of it recorded: what the ledger was
 * after each commit, and what had been promised when.
 */
#ifndef KHO_TESTS_STORE_YEAR_H
#define KHO_TESTS_STORE_YEAR_H

#include "store/disk.h"
#include "store/story.h"

enum { YEAR_STEPS = 96, YEAR_PROMISES = 256 };

/* What the ledger's file was after a commit. */
typedef struct year_state {
    unsigned char *bytes;
    size_t size;
    size_t since; /* changes of the disk before which it can't be */
    size_t step;
    uint64_t rows; /* digest of its rows; 0: not computed yet */
} year_state;

/* From so many changes on, at least this state must be there. */
typedef struct year_promise {
    size_t since, state;
} year_promise;

typedef struct year {
    story story;
    year_state states[YEAR_STEPS]; /* the first one: no ledger */
    size_t state_count;
    year_promise promises[YEAR_PROMISES];
    size_t promise_count;
    size_t began[YEAR_STEPS]; /* changes before each step */
    size_t copied, keyed; /* changes from which on backup and key file must be there */
    unsigned char *copy;  /* the backup */
    size_t copy_size;
    size_t relaid; /* how often rows had to be compared, since bytes differed */
} year;

extern year lived;

/* Live it. `pragmas`: other settings than the library's, or NULL; then each step must
 * have as many commits as it says. Ends the program where something fails. */
void year_live(const char *pragmas);

/* Which of the states from..to the ledger's file is, by bytes or else by rows; 0: none.
 */
size_t year_find(size_t from, size_t to);

/* The last state of a step, or the one before it; and the step of a change. */
size_t year_state_of(size_t step);
size_t year_step_at(size_t change);

/* What is wrong with the backup that is there, or isn't; NULL: nothing. */
const char *year_copy_fault(size_t change);

#endif
