/* Real data and other people's test suites, which are not in this repository. */
#ifndef TESTS_SHARED_H
#define TESTS_SHARED_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The path of a file or folder of them; false, and said plainly, where it isn't there. */
static inline bool shared_path(const char *name, char *path, size_t size)
{
    const char *shared = getenv("KHO_SHARED");

    if (shared)
        snprintf(path, size, "%s/%s", shared, name);
    else
        snprintf(path, size, "%s/../shared/%s", KHO_SOURCE_DIR, name);
    if (access(path, R_OK) == 0)
        return true;
    fprintf(stderr, "skipped: there is no %s\n", path);
    return false;
}

#endif
