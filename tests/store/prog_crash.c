/*
 * What was acknowledged is there, whatever happens: a station's afternoon is interrupted
 * at its first operation on the disk, at its second, and so on to the last, by a failing
 * disk, a full one, a killed process and a power cut. Each time the ledger opens again,
 * verifies, holds what was acknowledged, holds a batch whole or not at all, and takes the
 * rest.
 */
#include <kho.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/faulty.h"

enum { STEPS = 7, BATCH = 3, SEEDS = 3 };

/* A sanitizer makes it slow to fork: there, every so many operations are enough. */
static int stride(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return 13;
#else
    return getenv("KHO_QUICK") ? 5 : 1;
#endif
}

static const char *const mode_names[] = {
    "counting", "failing once", "full disk", "killed", "power cut"};

static char folder[] = "/tmp/kho-crash-XXXXXX";
static char base_path[64], path[64], journal_path[80];
static int faults;

static int64_t noon(void *context)
{
    (void)context;
    return (int64_t)kho_date_of(2026, 11, 20) * 86400000 + 5 * 3600000;
}

static kho_status open_ledger(const char *file, kho_mode how, kho_ledger **out)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = how;
    options.clock = noon;
    return kho_ledger_open(file, &options, out);
}

static kho_status define(kho_ledger *ledger, const char *item_code, kho_answer *answer)
{
    static const char *const channels[] = {"free"};
    const kho_item item = {
        .code = item_code,
        .name = {"Bao cao su", "Condom"},
        .unit = {"chiếc",    "piece" },
        .pack = 144
    };
    static const kho_place places[] = {
        {.code = "ncc",          .kind = KHO_SUPPLIER,     .name = {"Kho trung ương", NULL}},
        {             .code = "tyt",     .kind = KHO_STORE, .name = {"Trạm", NULL}                                  },
        { .code = "ctv", .kind = KHO_COLLABORATOR,          .name = {"CTV", NULL},                                   .parent = "tyt"},
    };
    const kho_catalogue catalogue = {channels, 1, &item, 1, places, 3, NULL, 0};

    return kho_ledger_define(ledger, &catalogue, kho_date_of(2026, 1, 1), answer);
}

static kho_status post(kho_ledger *ledger, const char *uid, const char *item, int month,
    const char *from, const char *to, int64_t quantity, kho_answer *answer)
{
    const bool comes = strcmp(from, "ncc") == 0;
    const kho_move move = {.item = item,
        .lot = comes ? uid : NULL,
        .expiry = comes ? kho_date_of(2029, 5, 31) : KHO_NO_DATE,
        .from = from,
        .to = to,
        .quantity = quantity};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.uid = uid;
    entry.date = kho_date_of(2026, month, 10);
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(ledger, &entry, answer);
}

/* Whether the answer tells that the step had been done before. */
static bool was_there(const kho_answer *answer)
{
    return answer->existing ||
           answer->seq == 0; /* a definition without news has no seq */
}

static kho_status post_batch(kho_ledger *ledger, int *there)
{
    static const char *const uids[BATCH] = {"PX-1", "PX-2", "PX-3"};
    kho_status status = kho_ledger_begin(ledger);
    kho_answer answer;

    *there = 0;
    for (int i = 0; i < BATCH && status == KHO_OK; i++) {
        status = post(ledger, uids[i], "bcs", 11, "tyt", "ctv", 10 + i, &answer);
        *there += status == KHO_OK && was_there(&answer);
    }
    if (status == KHO_OK)
        return kho_ledger_commit(ledger);
    kho_ledger_rollback(ledger);
    return status;
}

/* A step of the afternoon; `there` says how many of its entries had been posted before.
 */
static kho_status take_step(kho_ledger *ledger, int step, int *there)
{
    kho_answer answer = {0};
    int64_t closed = 0;
    kho_status status;

    switch (step) {
    case 0:
        status = post(ledger, "PN-2", "bcs", 11, "ncc", "tyt", 500, &answer);
        break;
    case 1:
        return post_batch(ledger, there);
    case 2:
        status = define(ledger, "vien", &answer);
        break;
    case 3:
        status = post(ledger, "PN-3", "vien", 11, "ncc", "tyt", 70, &answer);
        break;
    case 4: /* late: every later month changes with it */
        status = post(ledger, "PX-4", "bcs", 5, "tyt", "ctv", 5, &answer);
        break;
    case 5:
        status = kho_ledger_reverse(ledger, "PX-2", KHO_NO_DATE, false, NULL, &answer);
        break;
    default: /* the month of both places in one commit */
        status = kho_ledger_close_month(
            ledger, "tyt", true, kho_month_of(kho_date_of(2026, 10, 1)), NULL, &closed);
        *there = status == KHO_OK ? 2 - (int)closed : 0;
        return status;
    }
    *there = status == KHO_OK && was_there(&answer);
    return status;
}

static void complain(faulty_mode mode, long operation, const char *what, int step)
{
    faults++;
    printf("%s at operation %ld, step %d: %s (%s)\n", mode_names[mode], operation, step,
        what, kho_error_last()->message);
}

static void make_base(void)
{
    kho_ledger *ledger = NULL;
    kho_answer answer;

    if (open_ledger(base_path, KHO_CREATE, &ledger) < 0 ||
        define(ledger, "bcs", &answer) < 0 ||
        post(ledger, "PN-1", "bcs", 2, "ncc", "tyt", 1000, &answer) < 0)
        complain(FAULTY_COUNT, 0, "the ledger can't be made", -1);
    for (int month = 3; month <= 10; month++) {
        char uid[16];

        snprintf(uid, sizeof(uid), "CU-%d", month);
        if (post(ledger, uid, "bcs", month, "tyt", "ctv", 20, &answer) < 0)
            complain(FAULTY_COUNT, 0, "the ledger can't be filled", month);
    }
    kho_ledger_close(ledger);
}

static void copy_base(void)
{
    FILE *from = fopen(base_path, "rb"), *to = fopen(path, "wb");
    char bytes[4096];
    size_t size;

    unlink(journal_path);
    if (!from || !to)
        abort();
    while ((size = fread(bytes, 1, sizeof(bytes), from)) > 0) {
        if (fwrite(bytes, 1, size, to) != size)
            abort();
    }
    fclose(from);
    fclose(to);
}

/* The afternoon in a process of its own; each step that succeeds is told through `out`.
 */
static void live(faulty_mode mode, long operation, unsigned seed, int out)
{
    kho_ledger *ledger = NULL;
    int there;

    faulty_arm(mode, operation, seed);
    if (open_ledger(path, KHO_READ_WRITE, &ledger) < 0 &&
        open_ledger(path, KHO_READ_WRITE, &ledger) < 0)
        _exit(1);
    for (int step = 0; step < STEPS; step++) {
        const char told = (char)step;

        /* A disk that failed once is tried again, by the same ledger. */
        if (take_step(ledger, step, &there) < 0 &&
            (mode != FAULTY_ONCE || take_step(ledger, step, &there) < 0))
            _exit(1);
        if (write(out, &told, 1) != 1)
            _exit(2);
    }
    kho_ledger_close(ledger);
    _exit(0);
}

static int count_told(int in)
{
    char told;
    int count = 0;

    while (read(in, &told, 1) == 1)
        count++;
    return count;
}

static void check_clean(kho_ledger *ledger, faulty_mode mode, long operation)
{
    kho_table *table = NULL;

    if (kho_ledger_check(ledger, &table) < 0)
        complain(mode, operation, "the ledger can't be checked", -1);
    else if (kho_table_rows(table) > 0)
        complain(mode, operation, "check found faults", (int)kho_table_rows(table));
    kho_table_free(table);
}

/* What is told of the afternoon must be in the ledger, and the rest must go in. */
static void verify(faulty_mode mode, long operation, int told)
{
    kho_ledger *ledger = NULL;

    if (open_ledger(path, KHO_READ_WRITE, &ledger) < 0) {
        complain(mode, operation, "the ledger does not open", -1);
        return;
    }
    check_clean(ledger, mode, operation);
    for (int step = 0; step < STEPS; step++) {
        const int whole = step == 1 ? BATCH : step == STEPS - 1 ? 2 : 1;
        int there;

        if (take_step(ledger, step, &there) < 0)
            complain(mode, operation, "the step is refused", step);
        else if (there != 0 && there != whole)
            complain(mode, operation, "the batch was posted in part", step);
        else if (step < told && there == 0)
            complain(mode, operation, "an acknowledged step is lost", step);
        else if (step > told && there != 0)
            complain(mode, operation, "a step is there that was not begun", step);
    }
    check_clean(ledger, mode, operation);
    kho_ledger_close(ledger);
}

static void interrupt(faulty_mode mode, long operation, unsigned seed)
{
    int pipe_ends[2], status = 0, told;
    pid_t child;

    copy_base();
    if (pipe(pipe_ends) != 0)
        abort();
    fflush(stdout);
    child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        live(mode, operation, seed, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    told = count_told(pipe_ends[0]);
    close(pipe_ends[0]);
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        complain(mode, operation, "the process was ended by a signal", -1);
    else if (mode >= FAULTY_KILL && WEXITSTATUS(status) != FAULTY_ENDED)
        complain(mode, operation, "the process was not interrupted", -1);
    else if (mode == FAULTY_ONCE && told != STEPS)
        complain(mode, operation, "a disk that failed once was not got over", told);
    else if (mode == FAULTY_FULL && told == STEPS)
        complain(mode, operation, "nothing could be written, and nobody noticed", told);
    verify(mode, operation, told);
}

/* How many operations an afternoon without faults has. */
static long count_operations(void)
{
    kho_ledger *ledger = NULL;
    long count;
    int there;

    copy_base();
    faulty_arm(FAULTY_COUNT, 0, 0);
    if (open_ledger(path, KHO_READ_WRITE, &ledger) < 0)
        complain(FAULTY_COUNT, 0, "the ledger does not open", -1);
    for (int step = 0; ledger && step < STEPS; step++) {
        if (take_step(ledger, step, &there) < 0 || there)
            complain(FAULTY_COUNT, 0, "the step does not succeed", step);
    }
    count = faulty_operations();
    kho_ledger_close(ledger);
    return count;
}

/* A ledger that was being made is whole afterwards, or none: never half a one. */
static void interrupt_making(faulty_mode mode, long operation)
{
    kho_ledger *ledger = NULL;
    const pid_t child = fork();
    int status = 0;

    if (child == 0) {
        faulty_arm(mode, operation, (unsigned)operation);
        _exit(open_ledger(path, KHO_CREATE, &ledger) < 0);
    }
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        complain(mode, operation, "the making was ended by a signal", -1);
    else if (open_ledger(path, KHO_READ_WRITE, &ledger) == KHO_OK)
        check_clean(ledger, mode, operation);
    else if (WEXITSTATUS(status) == 0)
        complain(mode, operation, "a ledger that was made does not open", -1);
    kho_ledger_close(ledger);
    unlink(path);
    unlink(journal_path);
}

static long count_making(void)
{
    kho_ledger *ledger = NULL;
    long count;

    unlink(path);
    unlink(journal_path);
    faulty_arm(FAULTY_COUNT, 0, 0);
    if (open_ledger(path, KHO_CREATE, &ledger) < 0)
        complain(FAULTY_COUNT, 0, "the ledger can't be made", -1);
    count = faulty_operations();
    kho_ledger_close(ledger);
    unlink(path);
    return count;
}

int main(void)
{
    long count, making;

    if (!mkdtemp(folder))
        return 1;
    snprintf(base_path, sizeof(base_path), "%s/base.kho", folder);
    snprintf(path, sizeof(path), "%s/station.kho", folder);
    snprintf(journal_path, sizeof(journal_path), "%s-journal", path);
    faulty_install();
    make_base();
    count = count_operations();
    for (long operation = 1; operation <= count; operation += stride()) {
        interrupt(FAULTY_ONCE, operation, 0);
        interrupt(FAULTY_FULL, operation, 0);
        interrupt(FAULTY_KILL, operation, 0);
        for (unsigned seed = 0; seed < SEEDS; seed++)
            interrupt(FAULTY_POWER, operation, (unsigned)operation * SEEDS + seed);
    }
    making = count_making();
    for (long operation = 1; operation <= making; operation += stride()) {
        for (int mode = FAULTY_ONCE; mode <= FAULTY_POWER; mode++)
            interrupt_making((faulty_mode)mode, operation);
    }
    unlink(base_path);
    unlink(path);
    unlink(journal_path);
    rmdir(folder);
    printf("%ld operations of making a ledger, %ld of using it, each interrupted: %d "
           "faults\n",
        making, count, faults);
    return faults || count < 50 ? 1 : 0;
}
