/*
 * Memory that runs out, in a program that includes base/memory_calls.h once: for the
 * libraries beneath it, too, and under AddressSanitizer. Where valgrind brings its own
 * allocator, it never does.
 */
#ifndef KHO_TESTS_BASE_MEMORY_H
#define KHO_TESTS_BASE_MEMORY_H

#include <stdbool.h>

/* No allocation fails while this is true; NULL: any may. */
extern const volatile bool *memory_spares;

/* The nth allocation from now on fails, `lasting`: and all later ones. */
void memory_fail(long nth, bool lasting);

/* No failure any more; whether one happened. */
bool memory_failed(void);

/* Allocations that were asked for between the last two of these calls. */
long memory_asked(void);

/* What was allocated and not freed: pieces, or bytes under a sanitizer. */
long memory_living(void);

/* Whether the allocator is ours to let fail. */
bool memory_fails(void);

#endif
