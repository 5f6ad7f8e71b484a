/*
 * libxlsxwriter dies where it has no memory, so kho looks for room before it begins: as
 * long as it has a workbook, memory_in_workbook says so. To be included once in a
 * program.
 */
#ifndef KHO_TESTS_BASE_MEMORY_WORKBOOK_H
#define KHO_TESTS_BASE_MEMORY_WORKBOOK_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static volatile bool memory_in_workbook;

/* Functions of libxlsxwriter, in whose place these are; the pointers are to structs of
 * its header, which isn't everywhere. */
void *workbook_new_opt(const char *path, void *options);
int workbook_close(void *workbook);
void lxw_workbook_free(void *workbook);

static void memory_next(const char *name, void *function, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (!found)
        abort();
    memcpy(function, &found, size);
}

void *workbook_new_opt(const char *path, void *options)
{
    void *(*make)(const char *, void *);

    memory_next("workbook_new_opt", &make, sizeof(make));
    memory_in_workbook = true;
    return make(path, options);
}

int workbook_close(void *workbook)
{
    int (*close)(void *);
    int error;

    memory_next("workbook_close", &close, sizeof(close));
    error = close(workbook);
    memory_in_workbook = false;
    return error;
}

void lxw_workbook_free(void *workbook)
{
    void (*drop)(void *);

    memory_next("lxw_workbook_free", &drop, sizeof(drop));
    drop(workbook);
    memory_in_workbook = false;
}

#endif
