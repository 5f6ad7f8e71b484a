/*
 * Preloaded before a test, this makes today another day for it: the clock of the calendar
 * is KHO_LATER_S seconds later, for everything that asks libc. Clocks that measure are as
 * they were.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#define SHOWN __attribute__((visibility("default")))

static time_t later(void)
{
    const char *text = getenv("KHO_LATER_S");

    return text ? (time_t)strtoll(text, NULL, 10) : 0;
}

SHOWN int clock_gettime(clockid_t clock, struct timespec *now)
{
    int (*real)(clockid_t, struct timespec *);
    int failed;

    *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    failed = real(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += later();
    return failed;
}

SHOWN time_t time(time_t *now)
{
    struct timespec at = {0};

    clock_gettime(CLOCK_REALTIME_COARSE, &at);
    if (now)
        *now = at.tv_sec;
    return at.tv_sec;
}

SHOWN int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec at = {0};

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &at);
    *now = (struct timeval){at.tv_sec, at.tv_nsec / 1000};
    return 0;
}
