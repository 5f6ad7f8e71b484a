/* The allocator, taken over: see base/memory.h. To be included once in a program. */
#ifndef KHO_TESTS_BASE_MEMORY_CALLS_H
#define KHO_TESTS_BASE_MEMORY_CALLS_H

#include "base/memory.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>

/* Volatile, since the compiler believes that malloc() looks at nothing of ours. */
static volatile long memory_nth, memory_count; /* no nth: all succeed */
static volatile bool memory_lasts, memory_struck;
const volatile bool *memory_spares;

void memory_fail(long nth, bool lasting)
{
    memory_struck = false;
    memory_lasts = lasting;
    memory_count = 0;
    memory_nth = nth;
}

bool memory_failed(void)
{
    memory_nth = 0;
    return memory_struck;
}

long memory_asked(void)
{
    return memory_count;
}

bool memory_fails(void)
{
    void *volatile probe; /* volatile, or the compiler does without it */

    memory_fail(1, false);
    probe = malloc(1);
    free(probe);
    return memory_failed();
}

#if defined(__SANITIZE_ADDRESS__)
 #define MEMORY_SANITIZED 1
#elif defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define MEMORY_SANITIZED 1
 #endif
#endif
#ifndef MEMORY_SANITIZED
 #define MEMORY_SANITIZED 0
#endif

/* The allocator behind ours: a sanitizer's, which also keeps the books, or the C
 * library's. */
#if MEMORY_SANITIZED
size_t __sanitizer_get_current_allocated_bytes(void); /* gcc brings no header of it */
 #define BEHIND(call) __interceptor_##call
#else
 #define BEHIND(call) __libc_##call
#endif

#if MEMORY_SANITIZED || defined(__GLIBC__)
 #define MEMORY_FAILS true
    /* Seen by the libraries beneath, too. */
 #define FOR_ALL __attribute__((visibility("default")))

void *BEHIND(malloc)(size_t size);
void *BEHIND(calloc)(size_t count, size_t size);
void *BEHIND(realloc)(void *old, size_t size);
void BEHIND(free)(void *old);

static bool memory_refused(void)
{
    if (memory_nth == 0 || (memory_spares && *memory_spares))
        return false;
    memory_count++;
    if (memory_count < memory_nth || (memory_count > memory_nth && !memory_lasts))
        return false;
    memory_struck = true;
    errno = ENOMEM;
    return true;
}

static volatile long memory_pieces;

long memory_living(void)
{
 #if MEMORY_SANITIZED
    return (long)__sanitizer_get_current_allocated_bytes();
 #else
    return memory_pieces;
 #endif
}

FOR_ALL void *malloc(size_t size)
{
    void *memory = memory_refused() ? NULL : BEHIND(malloc)(size);

    memory_pieces += memory != NULL;
    return memory;
}

FOR_ALL void *calloc(size_t count, size_t size)
{
    void *memory = memory_refused() ? NULL : BEHIND(calloc)(count, size);

    memory_pieces += memory != NULL;
    return memory;
}

FOR_ALL void *realloc(void *old, size_t size)
{
    void *memory = memory_refused() ? NULL : BEHIND(realloc)(old, size);

    memory_pieces += memory != NULL && old == NULL;
    return memory;
}

FOR_ALL void free(void *old)
{
    memory_pieces -= old != NULL;
    BEHIND(free)(old);
}
#else
 #define MEMORY_FAILS false

long memory_living(void)
{
    return 0;
}
#endif

#endif
