/*
 * PHP opens extensions with RTLD_DEEPBIND, which the address sanitizer refuses to run
 * with. Preloaded before it, this opens them without.
 */
#define _GNU_SOURCE
#include <dlfcn.h>

__attribute__((visibility("default"))) void *dlopen(const char *file, int mode)
{
    void *(*real)(const char *, int);

    *(void **)&real = dlsym(RTLD_NEXT, "dlopen");
    return real(file, mode & ~RTLD_DEEPBIND);
}
