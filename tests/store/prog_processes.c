/*
 * Several processes share one ledger file: four post 200 vouchers each, one reads reports
 * all the while, one adds an item and a store that the others, who opened the ledger
 * before, then use. Nobody fails, every voucher is there once, and the sums are right.
 */
#include "must.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POSTERS = 4, VOUCHERS = 200, NEW_FROM = 150, PATIENCE_MS = 120000 };

/* What a voucher of the new store brings, what one for the collaborator takes. */
enum { BROUGHT = 3, TAKEN = 2 };

static void define(kho_ledger *ledger, const char *item, const char *store)
{
    static const char *const channels[] = {"free"};
    const kho_item items[] = {
        {.code = item, .name = {"Hàng", NULL}, .unit = {"chiếc", NULL}, .pack = 1}
    };
    const kho_place places[] = {
        {.code = "ncc",         .kind = KHO_SUPPLIER,     .name = {"Kho", NULL}},
        {             .code = store,    .kind = KHO_STORE, .name = {"Trạm", NULL}                     },
        { .code = "ctv",
         .kind = KHO_COLLABORATOR,
         .name = {"CTV", NULL},
         .parent = "tyt"}
    };
    const kho_catalogue catalogue = {channels, 1, items, 1, places, 3, NULL, 0};
    kho_answer answer;

    must(
        kho_ledger_define(ledger, &catalogue, kho_date_of(2020, 1, 1), &answer) == KHO_OK,
        "define");
}

static bool is_issue(int number)
{
    return number < NEW_FROM && number % 4 == 3;
}

static int64_t quantity_of(int number)
{
    return number == 0          ? 1000
           : number >= NEW_FROM ? BROUGHT
           : is_issue(number)   ? TAKEN
                                : 1 + number % 5;
}

/* Voucher `number` of a poster: the same whoever asks for it. */
static kho_status post(kho_ledger *ledger, int poster, int number, kho_answer *answer)
{
    char uid[32], lot[32];
    kho_move move = {"bcs", lot, KHO_NO_DATE, NULL, "ncc", "tyt", quantity_of(number)};
    kho_entry entry = KHO_ENTRY_INIT;

    snprintf(uid, sizeof(uid), "p%d-%03d", poster, number);
    snprintf(lot, sizeof(lot), "L%d", poster);
    if (number >= NEW_FROM) {
        move.item = "que";
        move.to = "moi";
    } else if (is_issue(number)) {
        move.lot = NULL;
        move.from = "tyt";
        move.to = "ctv";
    }
    entry.uid = uid;
    entry.date = kho_date_of(2025, 1 + number % 12, 1 + poster);
    entry.moves = &move;
    entry.move_count = 1;
    if (is_issue(number))
        entry.date = kho_date_of(2025, 12, 28);
    return kho_ledger_post(ledger, &entry, answer);
}

/* It opens before the new item is there, and waits for it. */
static void be_poster(const char *path, int poster)
{
    kho_ledger *ledger = must_open(path, KHO_READ_WRITE);

    for (int number = 0; number < VOUCHERS; number++) {
        kho_answer answer;
        kho_status status = post(ledger, poster, number, &answer);

        for (int ms = 0;
             status == KHO_ENOTFOUND && number >= NEW_FROM && ms < PATIENCE_MS; ms += 5) {
            usleep(5000);
            status = post(ledger, poster, number, &answer);
        }
        must(status == KHO_OK, "post");
        must(!answer.existing, "nobody else posts it");
        usleep((useconds_t)(1000 + (number * 7 + poster * 13) % 30 * 100));
    }
    kho_ledger_close(ledger);
}

static kho_table *ask(kho_ledger *ledger, int64_t *known)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    query.from = kho_date_of(2025, 1, 1);
    query.to = kho_date_of(2025, 12, 31);
    must(kho_ledger_report(ledger, &query, &table) == KHO_OK, "report");
    *known = strtoll(kho_table_meta(table, "known"), NULL, 10);
    return table;
}

/* What came into a place and what is there, of all items. */
static void sum_of(
    const kho_table *table, const char *place, int64_t *received, int64_t *closing)
{
    *received = *closing = 0;
    for (size_t i = 0; i < kho_table_rows(table); i++) {
        if (strcmp(kho_table_text(table, i, KHO_REPORT_PLACE), place) != 0)
            continue;
        *received += kho_table_int(table, i, KHO_REPORT_RECEIVED);
        *closing += kho_table_int(table, i, KHO_REPORT_CLOSING);
    }
}

static const int64_t entries = POSTERS * VOUCHERS + 2; /* two change the catalogue */

/* Each report is of one moment: what left the station is with the collaborator. */
static void be_reader(const char *path)
{
    kho_ledger *ledger = must_open(path, KHO_READ_ONLY);
    int64_t known = 0, reports = 0, different = 0;

    for (int ms = 0; known < entries && ms < PATIENCE_MS; ms += 3, reports++) {
        int64_t now, received, there, issued, with;
        kho_table *table = ask(ledger, &now);

        sum_of(table, "tyt", &received, &there);
        sum_of(table, "ctv", &issued, &with);
        must(there == received - issued && with == issued, "a report adds up");
        must(now >= known, "what was known stays known");
        different += now > known;
        known = now;
        kho_table_free(table);
        usleep(3000);
    }
    must(known == entries, "everything came to be known");
    must(different > 10, "it was read while others wrote");
    kho_ledger_close(ledger);
}

/* It lets the others begin. */
static void be_definer(const char *path)
{
    kho_ledger *ledger = must_open(path, KHO_READ_WRITE);
    int64_t known = 0;

    for (int ms = 0; known < POSTERS * NEW_FROM / 2 && ms < PATIENCE_MS; ms += 3) {
        kho_table_free(ask(ledger, &known));
        usleep(3000);
    }
    define(ledger, "que", "moi");
    kho_ledger_close(ledger);
}

static pid_t start(const char *program, const char *role, const char *path, int number)
{
    const pid_t pid = fork();
    char text[16];

    must(pid >= 0, "fork");
    if (pid > 0)
        return pid;
    snprintf(text, sizeof(text), "%d", number);
    execl(program, program, role, path, text, (char *)NULL);
    _exit(127);
}

static void verify(const char *path)
{
    kho_ledger *ledger = must_open(path, KHO_READ_WRITE);
    int64_t known, received, there, issued, with, brought, kept, in = 0, out = 0;
    kho_table *table = ask(ledger, &known);

    for (int number = 0; number < NEW_FROM; number++)
        *(is_issue(number) ? &out : &in) += POSTERS * quantity_of(number);
    must(known == entries, "every voucher is there once");
    sum_of(table, "tyt", &received, &there);
    sum_of(table, "ctv", &issued, &with);
    sum_of(table, "moi", &brought, &kept);
    must(received == in && there == in - out, "the station's sums");
    must(issued == out && with == out, "the collaborator's sums");
    must(brought == POSTERS * (VOUCHERS - NEW_FROM) * BROUGHT && kept == brought,
        "the new store's sums");
    kho_table_free(table);
    for (int i = 0; i < POSTERS * VOUCHERS; i++) {
        kho_answer answer;

        must(post(ledger, i / VOUCHERS, i % VOUCHERS, &answer) == KHO_OK, "post again");
        must(answer.existing, "it is there");
    }
    must(kho_ledger_check(ledger, &table) == KHO_OK, "check");
    must(kho_table_rows(table) == 0, "check finds nothing");
    kho_table_free(table);
    kho_ledger_close(ledger);
}

static void run_all(const char *program, const char *path)
{
    kho_ledger *ledger = must_open(path, KHO_CREATE);
    pid_t started[POSTERS + 2];
    bool fine = true;

    define(ledger, "bcs", "tyt");
    kho_ledger_close(ledger);
    for (int i = 0; i < POSTERS; i++)
        started[i] = start(program, "poster", path, i);
    started[POSTERS] = start(program, "reader", path, 0);
    started[POSTERS + 1] = start(program, "definer", path, 0);
    for (int i = 0; i < POSTERS + 2; i++) {
        int status = 0;

        fine = waitpid(started[i], &status, 0) == started[i] && status == 0 && fine;
    }
    must(fine, "a process failed");
    verify(path);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/kho-processes-XXXXXX", path[64];

    if (argc == 4) {
        if (strcmp(argv[1], "poster") == 0)
            be_poster(argv[2], (int)strtol(argv[3], NULL, 10));
        else if (strcmp(argv[1], "reader") == 0)
            be_reader(argv[2]);
        else
            be_definer(argv[2]);
        return 0;
    }
    must(mkdtemp(folder) != NULL, "make a folder");
    snprintf(path, sizeof(path), "%s/ledger.kho", folder);
    run_all("/proc/self/exe", path);
    unlink(path);
    snprintf(path, sizeof(path), "%s/ledger.kho-journal", folder);
    unlink(path);
    snprintf(path, sizeof(path), "%s/ledger.kho-queue", folder);
    unlink(path);
    must(rmdir(folder) == 0, "nothing else is left");
    return 0;
}
