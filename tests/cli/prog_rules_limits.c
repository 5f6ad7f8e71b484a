/*
 * Hostile files given to `kho rules load`: each is refused within a second of processor
 * time and 64 MB, which the command isn't allowed more of. Other people's files: the 94
 * that must fail of yaml-test-suite, and those of the folder malicious.
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "shared.h"

/* Sanitizers need far more, and far longer. */
#if defined(__SANITIZE_ADDRESS__)
 #define SANITIZED 1
#elif defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define SANITIZED 1
 #endif
#endif
#ifndef SANITIZED
 #define SANITIZED 0
#endif

enum { MEGABYTE = 1 << 20, MEMORY_MOST = 64, REFUSED = 1, TROUBLE = 3 };

static char folder[64], ledger[128];
static int files, failures;
static long slowest_ms, largest_kb;

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "%s: %s\n", path, what);
    failures++;
}

/* Run the command on a file with so much memory; its exit code, or -1. */
static int run(const char *const *arguments, long megabytes, struct rusage *used)
{
    const struct rlimit memory = {(rlim_t)megabytes * MEGABYTE,
                            (rlim_t)megabytes * MEGABYTE},
                        seconds = {5, 5};
    const pid_t child = fork();
    int status;

    if (child == 0) {
        const int null = open("/dev/null", O_RDWR);

        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        if (!SANITIZED)
            setrlimit(RLIMIT_AS, &memory);
        setrlimit(RLIMIT_CPU, &seconds);
        execv(arguments[0], (char *const *)arguments);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, used) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int load(const char *path, long megabytes, struct rusage *used)
{
    const char *const arguments[] = {
        getenv("KHO"), "-d", ledger, "rules", "load", path, NULL};

    return run(arguments, megabytes, used);
}

static void check_file(const char *path)
{
    struct rusage used;
    const int code = load(path, MEMORY_MOST, &used);
    const long ms = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
                    (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;

    files++;
    if (code != REFUSED)
        fail("isn't refused", path);
    if (!SANITIZED && ms >= 1000)
        fail("takes more than a second", path);
    if (!SANITIZED && used.ru_maxrss > MEMORY_MOST * 1024L)
        fail("takes more than 64 MB", path);
    if (ms > slowest_ms)
        slowest_ms = ms;
    if (used.ru_maxrss > largest_kb)
        largest_kb = used.ru_maxrss;
}

static int visit_suite(
    const char *path, const struct stat *facts, int type, struct FTW *where)
{
    char input[4200];

    (void)facts;
    if (type == FTW_F && strcmp(path + where->base, "error") == 0) {
        snprintf(input, sizeof(input), "%.*sin.yaml", where->base, path);
        check_file(input);
    }
    return 0;
}

static int visit_file(
    const char *path, const struct stat *facts, int type, struct FTW *where)
{
    (void)facts;
    (void)where;
    if (type == FTW_F)
        check_file(path);
    return 0;
}

static int forget(const char *path, const struct stat *facts, int type, struct FTW *where)
{
    (void)facts;
    (void)type;
    (void)where;
    return remove(path);
}

/* A line again and again, up to a size or a number of them. */
static const char *write_many(
    const char *name, const char *head, const char *line, size_t size, int most)
{
    static char path[256];
    size_t written = strlen(head);
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "w");
    if (!file)
        abort();
    fputs(head, file);
    for (int i = 0; written < size && i < most; i++)
        written += (size_t)fprintf(file, line, i);
    fclose(file);
    return path;
}

/* As long as is allowed, with as many values as are allowed, and more. */
static void check_own(void)
{
    static const char head[] = "kho: rules/1\nname: x\n";
    static const struct {
        const char *head, *line;
        int most;
    } cases[] = {
        {"match:\n",                                "- {when: {item: a%d}, set: {packs: up}}\n",     INT_MAX},
        {"match:\n",                                "- {when: {item: a%d}, set: {packs: up}}\n",     13000  },
        {"match:\n",                                "- {when: {tree: t%d}, set: {min_months: 4}}\n", 13000  },
        {"match:\n- when: {item: [a",               ", a%d",                                         130000 },
        {"match:\n- set: {packs: up, count: [ship", ", ship%.0d",                                    130000 },
        {"holidays: [",                             "2027-01-01, %.0d",                              INT_MAX},
        {"x: ",                                     "[%.0d",                                         INT_MAX},
        {"",                                        "key%d: {a: b}\n",                               INT_MAX},
    };
    char text[128];

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(text, sizeof(text), "%s%s", head, cases[i].head);
        check_file(
            write_many("own.yaml", text, cases[i].line, MEGABYTE - 64, cases[i].most));
    }
    check_file(write_many("own.yaml", head, "# %d\n", MEGABYTE + 64, INT_MAX));
}

/* The limits are limits: with little memory even good rules can't be read. */
static void check_limits(void)
{
    const char *path =
        write_many("good.yaml", "kho: rules/1\nname: x\n", "# %d\n", 400000, INT_MAX);
    struct rusage used;
    const int code = load(path, MEMORY_MOST, &used);

    if (code != 0)
        fail("good rules are refused", path);
    if (!SANITIZED && load(path, 8, &used) == 0)
        fail("the limit of memory isn't one", path);
}

static void check_others(void)
{
    char path[4096], command[8300], suite[128];

    if (shared_path("standards/yaml/yaml-test-suite-data.tar.gz", path, sizeof(path))) {
        const int before = files;

        snprintf(suite, sizeof(suite), "%s/suite", folder);
        snprintf(command, sizeof(command), "mkdir %s && tar -xzf '%s' -C %s", suite, path,
            suite);
        if (system(command) != 0 || nftw(suite, visit_suite, 16, FTW_PHYS) != 0)
            fail("can't be unpacked", path);
        if (files - before != 94)
            fail("should have 94 files that must fail", path);
    }
    if (shared_path("standards/malicious", path, sizeof(path))) {
        const int before = files;

        if (nftw(path, visit_file, 16, FTW_PHYS) != 0 || files - before != 35)
            fail("should have 35 files", path);
    }
}

int main(void)
{
    const char *const init[] = {getenv("KHO"), "-d", ledger, "init", NULL};
    struct rusage used;

    snprintf(folder, sizeof(folder), "/tmp/kho-limits-XXXXXX");
    if (!getenv("KHO") || !mkdtemp(folder))
        return 1;
    snprintf(ledger, sizeof(ledger), "%s/x.kho", folder);
    if (run(init, MEMORY_MOST, &used) != 0)
        fail("can't be made", ledger);
    check_own();
    check_others();
    check_limits();
    nftw(folder, forget, 16, FTW_PHYS | FTW_DEPTH);
    printf("%d files, the slowest %ld ms, the largest %ld kB\n", files, slowest_ms,
        largest_kb);
    return failures > 0;
}
