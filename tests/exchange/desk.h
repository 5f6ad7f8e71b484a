/* A folder of its own with an empty ledger in it, gone after the test. */
#ifndef TESTS_EXCHANGE_DESK_H
#define TESTS_EXCHANGE_DESK_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <kho.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char desk[] = "/tmp/kho-desk-XXXXXX";
static kho_ledger *ledger;

/* 2026-11-21 12:00 in Vietnam: what the books call today doesn't depend on when tests
 * run. */
static int64_t desk_clock(void *context)
{
    (void)context;
    return ((int64_t)kho_date_of(2026, 11, 21) * 86400 + 5 * 3600) * 1000;
}

static inline void open_desk(void)
{
    kho_options options = KHO_OPTIONS_INIT;

    /* Another folder each time. */
    memcpy(strrchr(desk, '-') + 1, "XXXXXX", 6);
    cr_assert(mkdtemp(desk) != NULL);
    cr_assert(eq(int, chdir(desk), 0));
    options.mode = KHO_CREATE;
    options.clock = desk_clock;
    cr_assert(eq(int, kho_ledger_open("x.kho", &options, &ledger), KHO_OK), "%s",
        kho_error_last()->message);
}

static inline void close_desk(void)
{
    DIR *folder = opendir(desk);
    struct dirent *entry;

    kho_ledger_close(ledger);
    ledger = NULL;
    while (folder && (entry = readdir(folder)))
        unlink(entry->d_name);
    if (folder)
        closedir(folder);
    if (chdir("/") == 0)
        rmdir(desk);
}

static inline void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    cr_assert(file != NULL);
    fputs(text, file);
    fclose(file);
}

#endif
