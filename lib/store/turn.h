/*
 * Writers take turns. SQLite lets whoever asks at the right moment write next, so a
 * process that posts again at once keeps all others out for seconds. Here they queue: two
 * locks on a file beside the ledger, a waiting room for one and the pen. Who gives back
 * the pen must come through the waiting room again, in which somebody already is.
 *
 * It is courtesy, not safety: a file that can't be made, or a turn that doesn't come in
 * time, leaves a writer with SQLite's own locks, which are what keeps the books right.
 */
#ifndef KHO_STORE_TURN_H
#define KHO_STORE_TURN_H

#include <kho/common.h>

typedef struct kho__turn {
    char *path; /* of the queue's file; NULL: nobody to wait for */
    int file;   /* -1 before the first turn, and in a child of fork() */
    bool held;
    struct kho__turn *next; /* whose file is open, in this process */
} kho__turn;

/* Wait in the queue of a ledger's file, by a path that leads to it from anywhere, for it
 * is opened later; NULL: of none. KHO_EMEMORY. */
kho_status kho__turn_open(kho__turn *turn, const char *ledger);
void kho__turn_close(kho__turn *turn);

/* Wait for the pen, at most so long; tells how long it took, microseconds. */
int64_t kho__turn_take(kho__turn *turn, int64_t most_us);
void kho__turn_give(kho__turn *turn);

#endif
