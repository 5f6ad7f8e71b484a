/*
 * Calls of which each allocation fails, one after the other: once, and from then on. A
 * failure is told as KHO_EMEMORY, or done without; nothing is changed by it, nothing
 * stays allocated, and the same call does its work afterwards.
 */
#ifndef KHO_TESTS_BASE_TRIAL_H
#define KHO_TESTS_BASE_TRIAL_H

#include <kho.h>

/* A call, and what it needs. */
typedef struct trial {
    const char *function; /* the one that it calls */
    const char *setting;  /* what `prepare` is called */
    void (*prepare)(void);
    kho_status (*call)(void);
    bool in_steps; /* commits more than once: what it did before it failed stays done */
} trial;

/* A table of calls is a list of X(FUNCTION, PREPARE, (ARGUMENTS)): what a row is named
 * is what it calls. TRIAL_DO: whatever it gives. */
#define TRIAL_CALL(function, prepare, arguments)                                         \
 static kho_status call_##function##_##prepare(void)                                     \
 {                                                                                       \
  return function arguments;                                                             \
 }
#define TRIAL_DO(function, prepare, arguments)                                           \
 static kho_status call_##function##_##prepare(void)                                     \
 {                                                                                       \
  function arguments;                                                                    \
  return KHO_OK;                                                                         \
 }
#define TRIAL_ROW(function, prepare, arguments)                                          \
 {#function, #prepare, prepare, call_##function##_##prepare, false},
#define TRIAL_STEPS(function, prepare, arguments)                                        \
 {#function, #prepare, prepare, call_##function##_##prepare, true},

/* What a program tries its calls on. */
typedef struct trial_stage {
    void (*begin)(void);       /* all as it was at first, with a new handle */
    void (*ready)(void);       /* for a call: chance is what it was for the last one */
    uint64_t (*disk)(void);    /* what lies in files */
    uint64_t (*outcome)(void); /* what a call gave and made; what it gave is freed */
    bool (*is_sound)(void);    /* `check` finds nothing */
    void (*end)(void);         /* all is given back */
} trial_stage;

/* For calls that need no ledger: what they come to is `trial_outcome`. */
extern const trial_stage trial_bare;
extern uint64_t trial_outcome;
void trial_add(const void *bytes, size_t size);
void trial_nothing(void); /* to prepare */

/* Let all fail; false: something was wrong, which was printed. */
bool trial_all(const trial_stage *stage, const trial *trials, size_t count);

/* See that none allocates anything. */
bool trial_none(const trial_stage *stage, const trial *trials, size_t count);

/* Print what they call. */
void trial_list(const trial *trials, size_t count);

/* A number for bytes. */
#define TRIAL_HASH UINT64_C(14695981039346656037)
uint64_t trial_hash(uint64_t hash, const void *bytes, size_t size);

#endif
