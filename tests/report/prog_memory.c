/*
 * Each allocation fails while a table is made, filled and sorted: it is told, nothing is
 * lost, and all is given back. What is done with tables is exchange.memory's.
 *
 * A workbook needs libxlsxwriter, which dies without memory: here there is really less
 * and less of it, and the process lives.
 */
#include "base/memory_calls.h"
#include "base/trial.h"
#include "model/table.h"
#include "report/tables.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int hash(void *context, const char *bytes, size_t size)
{
    (void)context;
    trial_add(bytes, size);
    return 0;
}

static kho_status fill(kho_table *table, int rows)
{
    kho_status status = KHO_OK;

    for (int i = 0; status == KHO_OK && i < rows; i++) {
        const char code[] = {(char)('a' + i % 20), '\0'};

        if ((status = kho__table_row(table)) == KHO_OK &&
            (status = kho__table_set_known(table, KHO_STOCK_ITEM, code, "vi", "en")) ==
                KHO_OK)
            status = kho__table_set_text(table, KHO_STOCK_LOT, code);
        if (status == KHO_OK)
            kho__table_set_int(table, KHO_STOCK_QUANTITY, rows - i);
    }
    return status;
}

static kho_status make(void)
{
    static const size_t columns[] = {KHO_STOCK_ITEM, KHO_STOCK_LOT, KHO_STOCK_QUANTITY};
    kho_table *table = NULL;
    kho_status status = kho__table_new(KHO__TABLE_STOCK, 1, &table);

    if (status == KHO_OK && (status = fill(table, 300)) == KHO_OK &&
        (status = kho__table_meta_set(table, "on", "2026-11-30")) == KHO_OK &&
        (status = kho__table_sort(table, columns, 3)) == KHO_OK)
        status = kho_table_write(table, KHO_CSV, KHO_VI, hash, NULL);
    kho_table_free(table);
    return status;
}

/* Bytes of memory that the process has asked the system for. */
static rlim_t address_space(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    unsigned long pages = 0;

    if (!file || fscanf(file, "%lu", &pages) != 1)
        abort();
    fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* In a process that may have so much more memory; its status, or 1: it died. */
static int write_within(const kho_table *table, rlim_t more)
{
    const pid_t child = fork();
    int end = 0;

    if (child == 0) {
        const struct rlimit limit = {address_space() + more, address_space() + more};

        if (setrlimit(RLIMIT_AS, &limit) != 0)
            _exit(100);
        _exit(-(int)kho_table_write(table, KHO_XLSX, KHO_VI, hash, NULL));
    }
    if (child < 0 || waitpid(child, &end, 0) != child || !WIFEXITED(end))
        return 1;
    return -WEXITSTATUS(end);
}

enum { STEP = 32 << 10, STEPS = 256, ROWS = 3000 };

/* From nothing to enough: first it is told, then it is done, and it never dies. */
static bool write_workbooks(void)
{
    int told = 0, done = 0;
    kho_table *table = NULL;

    if (kho__table_new(KHO__TABLE_STOCK, 1, &table) < 0 || fill(table, ROWS) < 0)
        return false;
    for (int i = 0; i < STEPS; i++) {
        const int status = write_within(table, (rlim_t)i * STEP);

        told += status == KHO_EMEMORY;
        done += status == KHO_OK;
        if (status != KHO_OK && status != KHO_EMEMORY)
            printf("a workbook within %d KiB: %d\n", i * (STEP >> 10), status);
    }
    kho_table_free(table);
    printf("workbooks in less and less memory: %d told, %d written\n", told, done);
    return told + done == STEPS && told > 0 && done > 0;
}

int main(void)
{
    static const trial calls[] = {
        {"make a table", "", trial_nothing, make, false}
    };

    if (!memory_fails()) {
        puts("skipped: another allocator is in charge");
        return 77;
    }
    return trial_all(&trial_bare, calls, 1) && (MEMORY_SANITIZED || write_workbooks())
               ? 0
               : 1;
}
