/*
 * Backups while eight processes post: each is of one moment, has all that was
 * acknowledged before it began, is checked, and lies on the way of the ledger to its end.
 */
#include "must.h"
#include "smallest.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 8, PAUSE_US = 20000 };

/* What the writers have been told, and whether it is enough. */
typedef struct told {
    volatile long entries;
    volatile int enough;
} told;

static void define(kho_ledger *ledger)
{
    must(kho_ledger_define(ledger, smallest_catalogue(), kho_date_of(2020, 1, 1), NULL) ==
             KHO_OK,
        "define");
}

static void write_on(const char *path, int writer, told *told)
{
    kho_ledger *ledger = must_open(path, KHO_READ_WRITE);

    for (int number = 0; !told->enough; number++) {
        kho_move move = {
            "bcs", "A", KHO_NO_DATE, NULL, "supplier", "tyt", 1 + number % 9};
        kho_entry entry = KHO_ENTRY_INIT;
        kho_answer answer;
        char uid[32];

        snprintf(uid, sizeof(uid), "w%d-%d", writer, number);
        entry.uid = uid;
        entry.date = kho_date_of(2025, 1 + number % 12, 1 + writer);
        entry.moves = &move;
        entry.move_count = 1;
        must(kho_ledger_post(ledger, &entry, &answer) == KHO_OK, "post");
        __sync_fetch_and_add(&told->entries, 1);
        usleep(
            (useconds_t)(PAUSE_US / 2 + (number * 7 + writer * 13) % 20 * PAUSE_US / 20));
    }
    kho_ledger_close(ledger);
    _exit(0); /* nothing of the one who began is closed here */
}

/* The backup checks itself; here, that nothing acknowledged is missing. */
static long back_up(kho_ledger *ledger, const char *path, const told *told, char *head)
{
    const long before = told->entries;
    struct stat seen;
    kho_ledger *copy;
    long seq;

    must(kho_ledger_backup(ledger, path) == KHO_OK, "back up");
    must(stat(path, &seen) == 0 && (seen.st_mode & 0777) == 0600, "for its owner");
    copy = must_open(path, KHO_READ_ONLY);
    must(kho_ledger_head(copy, head) == KHO_OK, "head");
    kho_ledger_close(copy);
    seq = strtol(head, NULL, 10);
    must(seq >= before + 1, "what was acknowledged is in the backup");
    must(unlink(path) == 0, "remove");
    return seq;
}

int main(void)
{
    const int count = getenv("KHO_LONG") ? 10000 : getenv("KHO_QUICK") ? 20 : 200;
    char folder[] = "/tmp/kho-backups-XXXXXX", path[64], copy[64], remove[64];
    char(*heads)[KHO_HEAD_SIZE] = calloc((size_t)count, sizeof(*heads));
    told *shared = mmap(
        NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    kho_ledger *ledger;
    kho_table *table;
    long first = 0, last = 0;
    int different = 0, fine = 1;

    must(heads && shared != MAP_FAILED && mkdtemp(folder), "begin");
    snprintf(path, sizeof(path), "%s/ledger.kho", folder);
    snprintf(copy, sizeof(copy), "%s/copy.kho", folder);
    ledger = must_open(path, KHO_CREATE);
    define(ledger);
    fflush(stdout);
    for (int i = 0; i < WRITERS; i++) {
        if (fork() == 0)
            write_on(path, i, shared);
    }
    while (shared->entries < WRITERS) /* all are under way */
        usleep(1000);
    for (int i = 0; i < count; i++) {
        const long seq = back_up(ledger, copy, shared, heads[i]);

        first = i ? first : seq;
        different += seq > last;
        last = seq;
    }
    shared->enough = 1;
    for (int i = 0, status; i < WRITERS; i++)
        fine = wait(&status) > 0 && status == 0 && fine;
    must(fine, "a writer failed");
    must(2 * different > count, "it was backed up while others wrote");
    for (int i = 0; i < count; i += count / 10) {
        must(kho_ledger_check_head(ledger, heads[i], &table) == KHO_OK, "check");
        must(kho_table_rows(table) == 0, "the ledger goes through its backups");
        kho_table_free(table);
    }
    kho_ledger_close(ledger);
    printf("%d backups beside %d writers, from entry %ld to %ld: 0 bad\n", count, WRITERS,
        first, last);
    free(heads);
    snprintf(remove, sizeof(remove), "rm -rf '%s'", folder);
    return system(remove) != 0;
}
