/* The allocator, taken over: see base/memory.h. To be included once in a program. */
#ifndef KHO_TESTS_BASE_MEMORY_CALLS_H
#define KHO_TESTS_BASE_MEMORY_CALLS_H

#include "base/memory.h"

#include <errno.h>
#include <stddef.h>

/* Volatile, since the compiler believes that malloc() looks at nothing of ours. */
static volatile long memory_left; /* 0: all succeed */
static volatile bool memory_lasts, memory_struck;
const volatile bool *memory_spares;

void memory_fail(long nth, bool lasting)
{
    memory_struck = false;
    memory_lasts = lasting;
    memory_left = nth;
}

bool memory_failed(void)
{
    memory_left = 0;
    return memory_struck;
}

/* Sanitizers have an allocator of their own, which wants no other beside it. */
#if defined(__SANITIZE_ADDRESS__)
 #define MEMORY_SANITIZED 1
#elif defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define MEMORY_SANITIZED 1
 #endif
#endif

#if !defined(MEMORY_SANITIZED) && defined(__GLIBC__)
 #define MEMORY_FAILS true
    /* Seen by the libraries beneath, too. */
 #define FOR_ALL __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static bool memory_refused(void)
{
    if (memory_left == 0 || (memory_spares && *memory_spares) ||
        (memory_left > 1 && memory_left--))
        return false;
    memory_left = memory_lasts;
    memory_struck = true;
    errno = ENOMEM;
    return true;
}

FOR_ALL void *malloc(size_t size)
{
    return memory_refused() ? NULL : __libc_malloc(size);
}

FOR_ALL void *calloc(size_t count, size_t size)
{
    return memory_refused() ? NULL : __libc_calloc(count, size);
}

FOR_ALL void *realloc(void *old, size_t size)
{
    return memory_refused() ? NULL : __libc_realloc(old, size);
}
#else
 #define MEMORY_FAILS false
#endif

#endif
