/* The only maker of failures: whoever fails says so here, everyone else passes the status
 * on. */
#ifndef KHO_BASE_ERROR_H
#define KHO_BASE_ERROR_H

#include <kho/common.h>

/*
 * Record a failure and return its status. Both texts take the same arguments; which one
 * is kept depends on the thread's language. One line, lower case, no full stop, names the
 * thing.
 */
kho_status kho__fail(kho_status status, const char *en, const char *vi, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* The same, about a place in an input; the message starts with "FILE:LINE:COLUMN: " (0s
 * left out). */
kho_status kho__fail_at(kho_status status, const char *file, int line, int column,
    const char *en, const char *vi, ...)
    __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

/* Out of memory: needs none. */
kho_status kho__fail_memory(void);

/* Attach refused moves to the thread's error; the memory is the caller's. */
void kho__error_refusals(const kho_refusal *refusals, size_t count);

/* Forget refusals whose memory is about to go. */
void kho__error_forget(const kho_refusal *refusals);

/* The thread's language. */
kho_language kho__error_language(void);

/* Pick a text in the thread's language. */
const char *kho__say(const char *en, const char *vi);

#endif
