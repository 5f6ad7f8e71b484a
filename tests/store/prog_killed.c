/*
 * The command, and a child that uses the library, are killed in the middle of posting one
 * by one and in batches, closing, copying, making a ledger: at a random moment, again and
 * again. Each time what was acknowledged through the pipe is there, a batch is there as a
 * whole or not at all, a copy or a new ledger is whole or isn't there.
 *
 *   KHO_SEED=n   other moments
 */
#include <dirent.h>
#include <fcntl.h>
#include <kho.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINES = 90, BATCH = 3, COPIES = 4, NEW_EVERY = 64, CHECK_EVERY = 8, TOLD = 10 };

static char folder[64];
static int cycle; /* uids of each are its own */
static uint64_t luck = 1;
static long faults, acknowledged, killed, ended;

/* Seen by the child: who hears of what it did. */
static int pipe_out;

static kho_status open_ledger(const char *path, kho_mode mode, kho_ledger **out)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = mode;
    return kho_ledger_open(path, &options, out);
}

/* Entry `number` of this cycle: one that brings, then two that take. */
static kho_status post(kho_ledger *ledger, int number, kho_answer *answer)
{
    const bool comes = number % BATCH == 0;
    const kho_move move = {.item = "bcs",
        .lot = comes ? "A" : NULL,
        .expiry = comes ? kho_date_of(2029, 5, 31) : KHO_NO_DATE,
        .from = comes ? "ncc" : "tyt",
        .to = comes ? "tyt" : "ctv",
        .quantity = comes ? 10 : 5};
    kho_entry entry = KHO_ENTRY_INIT;
    char uid[32];

    snprintf(uid, sizeof(uid), "c%d-%d", cycle, number);
    entry.uid = uid;
    entry.date = kho_date_of(2025, 3 + number / BATCH % 8, 10);
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(ledger, &entry, answer);
}

/* --- what is killed: the library --------------------------------------------------- */

static void tell(const char *format, int number)
{
    char text[64];
    const int size = snprintf(text, sizeof(text), format, cycle, number);

    if (write(pipe_out, text, (size_t)size) != size)
        _exit(2);
}

static void post_singly(kho_ledger *ledger)
{
    kho_answer answer;

    for (int i = 0; i < LINES; i++) {
        if (post(ledger, i, &answer) < 0)
            _exit(1);
        tell("\"c%d-%d\"\n", i);
    }
}

static void post_batches(kho_ledger *ledger)
{
    kho_answer answer;
    int number = 0;

    while (number < LINES && kho_ledger_begin(ledger) == KHO_OK) {
        for (int i = 0; i < BATCH; i++) {
            if (post(ledger, number + i, &answer) < 0)
                _exit(1);
        }
        if (kho_ledger_commit(ledger) < 0)
            _exit(1);
        for (int i = 0; i < BATCH; i++)
            tell("\"c%d-%d\"\n", number++);
    }
}

static void close_and_reopen(kho_ledger *ledger)
{
    const kho_month month = kho_month_of(kho_date_of(2025, 2, 1));
    kho_status status = KHO_OK;

    for (int i = 0; i < LINES && status == KHO_OK; i++) {
        status = kho_ledger_close_month(ledger, "tyt", true, month, NULL, NULL);
        if (status == KHO_OK && post(ledger, i, &(kho_answer){0}) == KHO_OK)
            tell("\"c%d-%d\"\n", i);
        if (status == KHO_OK)
            status = kho_ledger_reopen_month(ledger, "tyt", month, "again", NULL);
        if (status == KHO_OK)
            status = kho_ledger_reopen_month(ledger, "ctv", month, "again", NULL);
    }
    if (status < 0)
        _exit(1);
}

static void copy(kho_ledger *ledger)
{
    char path[32];

    for (int i = 0; i < COPIES; i++) {
        snprintf(path, sizeof(path), "copy-%d.kho", i);
        if (kho_ledger_backup(ledger, path) < 0)
            _exit(1);
        tell("copy %d %d\n", i);
    }
}

/* --- what is killed: the command ---------------------------------------------------- */

static void run(const char *first, ...)
{
    const char *arguments[16] = {getenv("KHO"), "-d", first};
    int count = 3, null = open("/dev/null", O_WRONLY);
    va_list rest;

    va_start(rest, first);
    do
        arguments[count] = va_arg(rest, const char *);
    while (arguments[count++]);
    va_end(rest);
    dup2(pipe_out, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execv(arguments[0], (char **)(uintptr_t)arguments);
    _exit(127);
}

static void command_posts(kho_ledger *ledger)
{
    (void)ledger;
    run("station.kho", "post", "lines.jsonl", "--commit", "3", NULL);
}

static void command_copies(kho_ledger *ledger)
{
    (void)ledger;
    run("station.kho", "backup", "copy-0.kho", NULL);
}

static void command_makes(kho_ledger *ledger)
{
    (void)ledger;
    run("new.kho", "init", NULL);
}

static void command_closes(kho_ledger *ledger)
{
    (void)ledger;
    run("station.kho", "close", "2025-02", "--place", "tyt", "--tree", NULL);
}

static const struct kind {
    const char *name;
    void (*live)(kho_ledger *ledger);
    bool command;
    int most_us; /* before it is killed */
} kinds[] = {
    {"posting",            post_singly,      false, 8000 },
    {"posting in batches", post_batches,     false, 5000 },
    {"kho post",           command_posts,    true,  12000},
    {"closing",            close_and_reopen, false, 30000},
    {"kho close",          command_closes,   true,  6000 },
    {"copying",            copy,             false, 20000},
    {"kho backup",         command_copies,   true,  30000},
    {"kho init",           command_makes,    true,  6000 },
};

/* --- what is left ------------------------------------------------------------------- */

static void complain(const struct kind *kind, const char *what)
{
    if (faults++ < TOLD)
        printf("cycle %d, %s: %s (%s)\n", cycle, kind->name, what,
            kho_error_last()->message);
}

static void check(const struct kind *kind, kho_ledger *ledger)
{
    kho_table *table = NULL;

    if (kho_ledger_check(ledger, &table) < 0)
        complain(kind, "it can't be checked");
    else if (kho_table_rows(table) > 0)
        complain(kind, "check finds faults");
    kho_table_free(table);
}

/* A file that was being made is whole, or isn't there; `must`: it was acknowledged. */
static void verify_new(const struct kind *kind, const char *path, bool must)
{
    kho_ledger *ledger = NULL;
    struct stat seen;

    if (stat(path, &seen) != 0) {
        if (must)
            complain(kind, "an acknowledged file is not there");
        return;
    }
    if (open_ledger(path, KHO_READ_WRITE, &ledger) < 0)
        complain(kind, "what it made does not open");
    else
        check(kind, ledger);
    kho_ledger_close(ledger);
}

/* Which entries are there; asked by posting them, in a batch that is dropped. */
static void verify_entries(const struct kind *kind, kho_ledger *ledger, const char *told)
{
    if (kho_ledger_begin(ledger) < 0) {
        complain(kind, "nothing can be posted");
        return;
    }
    for (int i = 0, of_batch = 0; i < LINES; i++) {
        kho_answer answer = {0};
        char uid[32];

        snprintf(uid, sizeof(uid), "\"c%d-%d\"", cycle, i);
        if (post(ledger, i, &answer) < 0)
            complain(kind, "an entry is refused");
        of_batch += answer.existing;
        if (strstr(told, uid)) {
            acknowledged++;
            if (!answer.existing)
                complain(kind, "an acknowledged entry is lost");
        }
        if (i % BATCH == BATCH - 1) {
            if (of_batch % BATCH &&
                (kind->live == post_batches || kind->live == command_posts))
                complain(kind, "a batch is there by half");
            of_batch = 0;
        }
    }
    kho_ledger_rollback(ledger);
}

static void verify(const struct kind *kind, const char *told)
{
    kho_ledger *ledger = NULL;

    for (int i = 0; i < COPIES; i++) {
        char path[32], word[32];

        snprintf(path, sizeof(path), "copy-%d.kho", i);
        snprintf(word, sizeof(word), "copy %d %d\n", cycle, i);
        verify_new(kind, path, strstr(told, word) != NULL);
    }
    verify_new(kind, "new.kho", false);
    if (open_ledger("station.kho", KHO_READ_WRITE, &ledger) < 0) {
        complain(kind, "the ledger does not open");
        return;
    }
    verify_entries(kind, ledger, told);
    if (cycle % CHECK_EVERY == 0)
        check(kind, ledger);
    kho_ledger_close(ledger);
}

/* --- again and again ---------------------------------------------------------------- */

static void make_base(void)
{
    static const char *const channels[] = {"free"};
    static const kho_item items[] = {
        {.code = "bcs",
         .name = {"Bao cao su", NULL},
         .unit = {"chiếc", NULL},
         .pack = 1}
    };
    static const kho_place places[] = {
        {.code = "ncc",         .kind = KHO_SUPPLIER,     .name = {"Kho", NULL}},
        {             .code = "tyt",    .kind = KHO_STORE, .name = {"Trạm", NULL}                     },
        { .code = "ctv",
         .kind = KHO_COLLABORATOR,
         .name = {"CTV", NULL},
         .parent = "tyt"}
    };
    const kho_catalogue catalogue = {channels, 1, items, 1, places, 3, NULL, 0};
    kho_ledger *ledger = NULL;

    if (open_ledger("station.kho", KHO_CREATE, &ledger) < 0 ||
        kho_ledger_define(ledger, &catalogue, kho_date_of(2020, 1, 1), NULL) < 0) {
        complain(&kinds[0], "the ledger can't be made");
        exit(EXIT_FAILURE);
    }
    kho_ledger_close(ledger);
}

static void write_lines(void)
{
    FILE *file = fopen("lines.jsonl", "w");

    if (!file)
        abort();
    for (int i = 0; i < LINES; i++) {
        const bool comes = i % BATCH == 0;

        fprintf(file,
            "{\"uid\":\"c%d-%d\",\"date\":\"2025-%02d-10\",\"moves\":[{\"item\":\"bcs\","
            "%s\"from\":\"%s\",\"to\":\"%s\",\"quantity\":%d}]}\n",
            cycle, i, 3 + i / BATCH % 8,
            comes ? "\"lot\":\"A\",\"expiry\":\"2029-05-31\"," : "",
            comes ? "ncc" : "tyt", comes ? "tyt" : "ctv", comes ? 10 : 5);
    }
    fclose(file);
}

/* Files of this cycle; of the ledger, too, once it has grown. */
static void clear(bool all)
{
    DIR *here = opendir(".");
    struct dirent *entry;

    while (here && (entry = readdir(here))) {
        if (all || strncmp(entry->d_name, "copy-", 5) == 0 ||
            strncmp(entry->d_name, "new.kho", 7) == 0)
            unlink(entry->d_name);
    }
    closedir(here);
}

static unsigned roll(unsigned faces)
{
    luck = luck * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(luck >> 33) % faces;
}

static void live(const struct kind *kind)
{
    kho_ledger *ledger = NULL;

    if (kind->command)
        kind->live(NULL);
    if (open_ledger("station.kho", KHO_READ_WRITE, &ledger) < 0)
        _exit(1);
    kind->live(ledger);
    _exit(0);
}

/* All that the child told before it died. */
static void hear(int in, char *told, size_t room)
{
    size_t used = 0;
    ssize_t got;

    while (used + 1 < room && (got = read(in, told + used, room - 1 - used)) > 0)
        used += (size_t)got;
    told[used] = '\0';
}

static void kill_one(const struct kind *kind)
{
    static char told[1 << 16];
    int ends[2], status = 0;
    pid_t child;

    if (pipe(ends) != 0)
        abort();
    fflush(stdout);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        pipe_out = ends[1];
        live(kind);
    }
    close(ends[1]);
    usleep(roll((unsigned)kind->most_us));
    kill(child, SIGKILL);
    if (waitpid(child, &status, 0) != child)
        abort();
    killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    ended += WIFEXITED(status);
    if (WIFSIGNALED(status) ? WTERMSIG(status) != SIGKILL : WEXITSTATUS(status) != 0)
        complain(kind, "it ended otherwise than it should");
    hear(ends[0], told, sizeof(told));
    close(ends[0]);
    verify(kind, told);
}

int main(void)
{
    const int cycles = getenv("KHO_LONG") ? 100000 : getenv("KHO_QUICK") ? 100 : 1000;
    const size_t count = sizeof(kinds) / sizeof(*kinds);
    struct stat seen;

    /* What a disk holds when its power fails is another test's matter. */
    snprintf(folder, sizeof(folder), "%s/kho-killed-XXXXXX",
        stat("/dev/shm", &seen) == 0 ? "/dev/shm" : "/tmp");
    if (getenv("KHO_SEED"))
        luck = strtoull(getenv("KHO_SEED"), NULL, 10);
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 1;
    for (cycle = 0; cycle < cycles; cycle++) {
        const struct kind *kind = &kinds[(size_t)cycle % count];

        if (cycle % NEW_EVERY == 0) {
            clear(true);
            make_base();
        }
        if (kind->command && !getenv("KHO"))
            continue; /* built without the command */
        if (kind->live == command_posts)
            write_lines();
        kill_one(kind);
        clear(false);
    }
    clear(true);
    if (chdir("/") == 0)
        rmdir(folder);
    printf("%d cycles: %ld killed, %ld had ended before, %ld acknowledged entries; %ld "
           "faults\n",
        cycles, killed, ended, acknowledged, faults);
    return faults > 0;
}
