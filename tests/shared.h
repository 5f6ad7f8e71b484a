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

/* The same in a test of Criterion's, which is skipped where it isn't there: `leave` is
 * what its suite does in .fini, which isn't called then. scripts/test counts the line. */
#define NEED_SHARED(name, path, leave)                                                   \
 do {                                                                                    \
  if (!shared_path(name, path, sizeof(path))) {                                          \
   leave;                                                                                \
   cr_skip_test("there is no %s", path);                                                 \
  }                                                                                      \
 } while (0)

#endif
