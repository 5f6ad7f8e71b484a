/*
 * Storage that fails when it is told to: a layer over SQLite's own file access, which
 * counts what is done to a ledger's file and to its journal (writes, truncations, syncs).
 */
#ifndef KHO_TESTS_STORE_FAULTY_H
#define KHO_TESTS_STORE_FAULTY_H

typedef enum faulty_mode {
    FAULTY_COUNT, /* fails never */
    FAULTY_ONCE,  /* one operation fails, later ones succeed */
    FAULTY_FULL,  /* from one operation on, nothing can be written */
    FAULTY_KILL,  /* the process ends before the operation, the machine goes on */
    FAULTY_POWER  /* the machine stops: what wasn't synced is there or isn't, or half */
} faulty_mode;

/* How a process ends that FAULTY_KILL or FAULTY_POWER ended. */
enum { FAULTY_ENDED = 42 };

/* Stand between SQLite and its files from now on. */
void faulty_install(void);

/* Fail at the operation of that number, from 1; `seed` says what a power cut loses. */
void faulty_arm(faulty_mode mode, long operation, unsigned seed);

/* How many operations there were since it was armed. */
long faulty_operations(void);

#endif
