/*
 * The power fails at every change that a station's year makes to the disk
 * (store/story.h), and what wasn't synced is lost, reordered or torn (store/disk.h). Each
 * disk that is left is opened by the library: no acknowledged commit is lost, none is
 * there by half, what was interrupted goes in when it is done again, and the ledger is
 * then, byte for byte or row for row, as if nothing had been.
 *
 * Two settings that are known to lose or to spoil (synchronous = OFF; a journal that is
 * deleted, without a sync of its folder) must be caught by the same eyes.
 *
 *   KHO_SEED=n   other losses     KHO_CASES=n   so many disks     KHO_CASE=change:round
 */
#include "store/disk_calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "store/ledger.h"
#include "store/story.h"

enum { WORKERS = 2, STATES = 96, TOLD = 5, ROUNDS_MOST = 100000 };

/* What the ledger's file was after a commit. */
typedef struct state {
    unsigned char *bytes;
    size_t size;
    size_t since; /* changes before which it can't be */
    size_t step;
    uint64_t rows; /* rows_digest(); 0: not yet */
} state;

/* From so many changes on, at least this state must be there. */
typedef struct promise {
    size_t since, state;
} promise;

typedef struct setting {
    const char *name;
    const char *pragmas; /* NULL: the library's own */
    bool planted;
} setting;

static const setting settings[] = {
    {"the library's settings",                             NULL,                       false},
    {"planted: synchronous = OFF",                         "PRAGMA synchronous = OFF", true },
    {"planted: journal_mode = DELETE, synchronous = FULL",
     "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL",                        true },
};

typedef enum verdict { FINE, SPOILT, LOST, HALF, STUCK, VERDICTS } verdict;

static const char *const verdict_names[] = {"fine", "spoilt", "lost", "half", "stuck"};

/* What a worker found; shared with who waits for it. */
typedef struct findings {
    long disks[VERDICTS], alike, checked, relaid;
    size_t change;
    long round;
} findings;

static const setting *set;
static uint64_t seed = 1;
static state states[STATES];
static size_t state_count, step_now, step_states[STATES];
static promise promises[4 * STATES];
static size_t promise_count;
static size_t step_began[STATES], copy_promised, copy_size, key_promised;
static unsigned char *copy_bytes;
static findings *found;
static long told;
static story now = {.path = DISK_FOLDER "/station.kho",
    .copy = DISK_FOLDER "/copy.kho",
    .key = DISK_FOLDER "/clients.key"};

/* --- what happened ------------------------------------------------------------------ */

static void give_up(const char *what, size_t step)
{
    fprintf(stderr, "%s: %s: %s (%s)\n", set->name, story_steps[step].name, what,
        kho_error_last()->message);
    exit(EXIT_FAILURE);
}

static void *copy_of(const void *bytes, size_t size)
{
    void *copy = malloc(size + 1);

    if (!copy)
        abort();
    memcpy(copy, bytes, size);
    return copy;
}

/* Note the ledger's bytes where they differ from what they were. */
static void on_commit(void)
{
    size_t size;
    const unsigned char *bytes = disk_file(now.path, &size);
    state *last = &states[state_count - 1];

    if (!bytes || !size || (last->size == size && memcmp(last->bytes, bytes, size) == 0))
        return;
    if (state_count == STATES)
        abort();
    states[state_count++] =
        (state){copy_of(bytes, size), size, disk_recorded(), step_now, 0};
    step_states[step_now]++;
}

static void on_answer(void)
{
    on_commit();
    promises[promise_count++] = (promise){disk_recorded(), state_count - 1};
    if (promise_count == sizeof(promises) / sizeof(*promises))
        abort();
}

static void on_open(kho_ledger *ledger)
{
    if (set->pragmas &&
        sqlite3_exec(ledger->db.handle, set->pragmas, NULL, NULL, NULL) != SQLITE_OK)
        abort();
}

/* Live the year once, on a disk that doesn't fail. */
static void live(void)
{
    for (size_t i = 1; i < state_count; i++)
        free(states[i].bytes);
    free(copy_bytes);
    copy_bytes = NULL;
    memset(step_states, 0, sizeof(step_states));
    disk_clear();
    disk_cut_at(0);
    disk_record(true);
    disk_on_commit = on_commit;
    now.acknowledged = on_answer;
    now.opened = on_open;
    state_count = 1; /* no ledger yet */
    promise_count = copy_promised = key_promised = 0;
    for (size_t i = 0; i < story_count; i++) {
        size_t size;

        step_now = i;
        step_began[i] = disk_recorded();
        if (story_take(&now, i) < 0)
            give_up("fails", i);
        if (!set->planted && step_states[i] != (size_t)story_steps[i].commits)
            give_up("other commits than it says", i);
        if (story_check(now.ledger) != 0)
            give_up("check finds faults", i);
        if (!copy_promised && disk_file(now.copy, &size)) {
            copy_promised = disk_recorded();
            copy_bytes = copy_of(disk_file(now.copy, &copy_size), size);
        }
        if (!key_promised && disk_file(now.key, &size))
            key_promised = disk_recorded();
    }
    story_close(&now);
    disk_record(false);
    now.acknowledged = NULL;
}

/* --- what is left ------------------------------------------------------------------- */

/* All rows of all tables, and the schema: what a ledger says, wherever its pages lie. */
static uint64_t rows_digest(const unsigned char *bytes, size_t size)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *tables, *rows;
    uint64_t sum = 1469598103934665603u;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_deserialize(db, "main", copy_of(bytes, size), (sqlite3_int64)size,
            (sqlite3_int64)size, 0) != SQLITE_OK ||
        sqlite3_prepare_v2(db,
            "SELECT 'SELECT * FROM \"' || name || '\"' FROM sqlite_schema"
            " WHERE type = 'table' UNION ALL SELECT 'SELECT sql FROM sqlite_schema'"
            " UNION ALL SELECT 'PRAGMA integrity_check'",
            -1, &tables, NULL) != SQLITE_OK)
        abort();
    while (sqlite3_step(tables) == SQLITE_ROW) {
        int code = sqlite3_prepare_v2(
            db, (const char *)sqlite3_column_text(tables, 0), -1, &rows, NULL);

        while (code == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(rows); i++) {
                const unsigned char *cell = sqlite3_column_blob(rows, i);
                const int length = sqlite3_column_bytes(rows, i);

                for (int j = 0; j < length; j++)
                    sum = (sum ^ cell[j]) * 1099511628211u;
                sum = (sum ^ (unsigned)length) * 1099511628211u;
            }
        }
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
    return sum;
}

/* Which of the states from..to the ledger's file is; 0: none of them. */
static size_t find_state(size_t from, size_t to)
{
    size_t size;
    const unsigned char *bytes = disk_file(now.path, &size);
    uint64_t rows;

    for (size_t i = to; i >= from && i > 0; i--) {
        if (states[i].size == size && memcmp(states[i].bytes, bytes, size) == 0)
            return i;
    }
    if (size == 0)
        return 0;
    found->relaid++;
    rows = rows_digest(bytes, size);
    for (size_t i = to; i >= from && i > 0; i--) {
        if (!states[i].rows)
            states[i].rows = rows_digest(states[i].bytes, states[i].size);
        if (states[i].rows == rows)
            return i;
    }
    return 0;
}

static verdict judge(verdict how, size_t change, long round, const char *what)
{
    if (!set->planted && told++ < TOLD)
        printf("KHO_SEED=%llu KHO_CASE=%zu:%ld, in '%s': %s: %s (%s)\n",
            (unsigned long long)seed, change, round, story_steps[step_now].name,
            verdict_names[how], what, kho_error_last()->message);
    return how;
}

/* A backup is there whole or not at all, and stays once it was acknowledged. */
static const char *look_at_copy(size_t change)
{
    size_t size;
    const unsigned char *bytes = disk_file(now.copy, &size);

    if (!bytes)
        return copy_promised && change >= copy_promised ? "the backup is gone" : NULL;
    if (!copy_bytes)
        return NULL;
    return size == copy_size && memcmp(bytes, copy_bytes, size) == 0 ? NULL
                                                                     : "half a backup";
}

/* Do again what was interrupted: then all is as if nothing had been. */
static const char *go_on(size_t at, long round)
{
    const size_t step = step_now;
    size_t last = at;

    if (story_use_key(&now) < 0)
        return "the clients' key is not the ledger's";
    if (story_take(&now, step) < 0)
        return "what was interrupted is refused";
    while (last + 1 < state_count && states[last + 1].step <= step)
        last++;
    if (!story_steps[step].once && find_state(last, last) != last)
        return "done again, it is something else";
    if (round != 0 && (step + (size_t)round) % 32 != 0)
        return NULL;
    found->checked++;
    if (step + 1 < story_count && story_take(&now, step + 1) < 0)
        return "the next step is refused";
    return story_check(now.ledger) == 0 ? NULL : "check finds faults";
}

/* The last thing that was begun at that change. */
static size_t step_at(size_t change)
{
    size_t step = 0;

    while (step + 1 < story_count && step_began[step + 1] < change)
        step++;
    return step;
}

static verdict verify(size_t change, long round)
{
    size_t least = 0, most = 0, size, at;
    const char *fault;

    step_now = step_at(change);
    for (size_t i = 0; i < promise_count && promises[i].since <= change; i++)
        least = promises[i].state;
    while (most + 1 < state_count && states[most + 1].since <= change)
        most++;
    if (!disk_file(now.path, &size)) {
        if (least > 0)
            return judge(LOST, change, round, "there is no ledger");
        return story_take(&now, 0) < 0 || story_check(now.ledger) != 0
                   ? judge(STUCK, change, round, "it can't be made again")
                   : FINE;
    }
    if (story_open(&now, KHO_READ_WRITE) < 0)
        return judge(least > 0 ? SPOILT : STUCK, change, round, "it doesn't open");
    if ((at = find_state(least, most)) == 0)
        return judge(find_state(1, state_count - 1) ? LOST : SPOILT, change, round,
            "it is nothing that it was");
    if ((fault = look_at_copy(change)))
        return judge(HALF, change, round, fault);
    if (change >= key_promised && key_promised && !disk_file(now.key, &size))
        return judge(LOST, change, round, "the clients' key is gone");
    if ((fault = go_on(at, round)))
        return judge(STUCK, change, round, fault);
    if ((fault = look_at_copy(change)))
        return judge(HALF, change, round, fault);
    return FINE;
}

/* --- all of it ---------------------------------------------------------------------- */

/* Disks that were seen. */
static uint64_t *seen;
static size_t seen_count, seen_room;

static bool is_new(uint64_t digest)
{
    if (2 * (seen_count + 1) > seen_room) {
        const size_t room = seen_room ? 2 * seen_room : 1 << 16;
        uint64_t *old = seen;

        seen = calloc(room, sizeof(*seen));
        if (!seen)
            abort();
        seen_count = 0;
        for (size_t i = 0; i < seen_room; i++) {
            const uint64_t kept = old[i];

            if (!kept)
                continue;
            size_t at = kept & (room - 1);

            while (seen[at])
                at = (at + 1) & (room - 1);
            seen[at] = kept;
            seen_count++;
        }
        seen_room = room;
        free(old);
    }
    size_t at = (digest |= 1) & (seen_room - 1);

    while (seen[at] && seen[at] != digest)
        at = (at + 1) & (seen_room - 1);
    if (seen[at])
        return false;
    seen[at] = digest;
    seen_count++;
    return true;
}

static void try_one(size_t change, long round)
{
    const uint64_t luck = seed * 1000003u + change * 8191u + (uint64_t)round;
    const disk_loss loss =
        round < 2 ? (disk_loss)round : (disk_loss)(2 + (change + (size_t)round) % 5);
    size_t least = 0;

    found->change = change;
    found->round = round;
    disk_cut_at(change);
    disk_cut(loss, luck);
    for (size_t i = 0; i < promise_count && promises[i].since <= change; i++)
        least = promises[i].state;
    if (!is_new(disk_digest() * 31 + least)) {
        found->alike++;
        return;
    }
    found->disks[verify(change, round)]++;
    story_close(&now);
}

static void explore(int worker, long cases)
{
    long done = 0;

    for (long round = 0; done < cases && round < ROUNDS_MOST; round++) {
        for (size_t change = 1 + (size_t)worker; change <= disk_recorded();
             change += WORKERS) {
            try_one(change, round);
        }
        done = 0;
        for (int i = 0; i < VERDICTS; i++)
            done += found->disks[i];
    }
    exit(0);
}

static bool wait_for(pid_t worker, const findings *its)
{
    int status = 0;

    if (waitpid(worker, &status, 0) == worker && status == 0)
        return true;
    printf("%s: a worker ended with %d at KHO_CASE=%zu:%ld\n", set->name, status,
        its->change, its->round);
    return false;
}

static bool run(findings *shared, long cases)
{
    pid_t workers[WORKERS];
    findings sum = {{0}, 0, 0, 0, 0, 0};
    long bad = 0, all = 0;
    bool fine = true;

    live();
    memset(shared, 0, WORKERS * sizeof(*shared));
    fflush(stdout);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        found = &shared[i];
        if (workers[i] == 0)
            explore(i, cases / WORKERS);
    }
    for (int i = 0; i < WORKERS; i++) {
        fine = wait_for(workers[i], &shared[i]) && fine;
        for (int how = 0; how < VERDICTS; how++)
            sum.disks[how] += shared[i].disks[how];
        sum.alike += shared[i].alike;
        sum.checked += shared[i].checked;
        sum.relaid += shared[i].relaid;
    }
    for (int how = 0; how < VERDICTS; how++)
        all += sum.disks[how];
    bad = all - sum.disks[FINE];
    printf("%s: %zu changes, %ld disks (%ld more were alike), %ld spoilt, %ld lost, %ld "
           "half, %ld stuck; %ld checked in full, %ld compared by rows\n",
        set->name, disk_recorded(), all, sum.alike, sum.disks[SPOILT], sum.disks[LOST],
        sum.disks[HALF], sum.disks[STUCK], sum.checked, sum.relaid);
    if (set->planted && bad == 0)
        printf("%s: not caught: this test is blind\n", set->name);
    return fine && (set->planted ? bad > 0 : bad == 0);
}

/* One case again, as it was printed. */
static int replay(const char *text)
{
    findings mine = {{0}, 0, 0, 0, 0, 0};
    char *end;
    const size_t change = strtoul(text, &end, 10);

    found = &mine;
    live();
    try_one(change, *end == ':' ? strtol(end + 1, NULL, 10) : 0);
    return mine.disks[FINE] != 1;
}

int main(void)
{
    const char *cases = getenv("KHO_CASES"), *one = getenv("KHO_CASE");
    char folder[] = "/tmp/kho-crash-XXXXXX", remove[64];
    long count = cases                 ? strtol(cases, NULL, 10)
                 : getenv("KHO_LONG")  ? 5000000
                 : getenv("KHO_QUICK") ? 5000
                                       : 50000;
    findings *shared = mmap(NULL, WORKERS * sizeof(*shared), PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool fine = true;

    if (shared == MAP_FAILED || !mkdtemp(folder) || chdir(folder) != 0)
        return 1;
    if (getenv("KHO_SEED"))
        seed = strtoull(getenv("KHO_SEED"), NULL, 10);
    story_prepare();
    set = &settings[0];
    if (one)
        return replay(one);
    for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
        set = &settings[i];
        fine = run(shared, set->planted ? 2000 : count) && fine;
    }
    snprintf(remove, sizeof(remove), "rm -rf '%s'", folder);
    return system(remove) != 0 || !fine;
}
