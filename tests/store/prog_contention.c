/*
 * Processes that post again at once share the ledger fairly: without a queue one of them
 * does nearly all the posting. Until so many entries are in, everybody tries; then the
 * least served must have got a fair part, everything acknowledged is there, and the books
 * are right.
 */
#include "must.h"
#include "smallest.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POSTERS = 4, ENTRIES = 600, FAIR_PERCENT = 30 };

static struct shared {
    atomic_int ready, total, own[POSTERS];
} * shared;

static void post_all(const char *path, int own)
{
    kho_ledger *ledger = must_open(path, KHO_READ_WRITE);
    const kho_date today = kho_ledger_today(ledger);
    const kho_move move = smallest_receipt(1);
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = today;
    entry.moves = &move;
    entry.move_count = 1;
    atomic_fetch_add(&shared->ready, 1);
    while (atomic_load(&shared->ready) < POSTERS)
        usleep(200);
    while (atomic_load(&shared->total) < ENTRIES) {
        must(kho_ledger_post(ledger, &entry, NULL) == KHO_OK, "post");
        atomic_fetch_add(&shared->own[own], 1);
        atomic_fetch_add(&shared->total, 1);
    }
    kho_ledger_close(ledger);
}

static void fork_posters(const char *path)
{
    for (int i = 0; i < POSTERS; i++) {
        const pid_t child = fork();

        must(child >= 0, "fork");
        if (child == 0) {
            post_all(path, i);
            _exit(EXIT_SUCCESS);
        }
    }
    for (int i = 0; i < POSTERS; i++) {
        int how;

        must(wait(&how) >= 0 && how == 0, "a poster failed");
    }
}

static void verify(const char *path)
{
    kho_ledger *ledger = must_open(path, KHO_READ_ONLY);
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    must(kho_ledger_stock(ledger, &query, &table) == KHO_OK, "stock");
    must(kho_table_rows(table) == 1 &&
             kho_table_int(table, 0, KHO_STOCK_QUANTITY) == atomic_load(&shared->total),
        "what was acknowledged is there");
    kho_table_free(table);
    must(kho_ledger_check(ledger, &table) == KHO_OK && kho_table_rows(table) == 0,
        "check");
    kho_table_free(table);
    kho_ledger_close(ledger);
}

int main(void)
{
    char folder[] = "/tmp/kho-contention-XXXXXX", path[64];
    static const char *const suffixes[] = {"", "-journal", "-queue"};
    int least = ENTRIES, most = 0;

    shared = mmap(
        NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(shared != MAP_FAILED && mkdtemp(folder), "prepare");
    snprintf(path, sizeof(path), "%s/x.kho", folder);
    kho_ledger *ledger = must_open(path, KHO_CREATE);
    must(kho_ledger_define(ledger, smallest_catalogue(), KHO_NO_DATE, NULL) == KHO_OK,
        "define");
    kho_ledger_close(ledger);

    fork_posters(path);
    for (int i = 0; i < POSTERS; i++) {
        const int own = atomic_load(&shared->own[i]);

        least = own < least ? own : least;
        most = own > most ? own : most;
    }
    printf("posted %d, least %d, most %d\n", atomic_load(&shared->total), least, most);
    must(100 * least >= FAIR_PERCENT * most, "nobody starves");
    verify(path);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
        snprintf(path, sizeof(path), "%s/x.kho%s", folder, suffixes[i]);
        unlink(path);
    }
    return rmdir(folder) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
