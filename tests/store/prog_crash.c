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

#include "store/year.h"

enum { WORKERS = 2, PLANTED = 3000, TOLD = 5, ROUNDS_MOST = 100000 };

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
    long disks[VERDICTS], alike, checked;
    size_t relaid, change;
    long round;
} findings;

static const setting *set;
static uint64_t seed = 1;
static size_t step_now; /* that was interrupted */
static findings *found;
static long told;

/* --- what is left ------------------------------------------------------------------- */

static verdict judge(verdict how, size_t change, long round, const char *what)
{
    if (!set->planted && told++ < TOLD)
        printf("KHO_SEED=%llu KHO_CASE=%zu:%ld, in '%s': %s: %s\n",
            (unsigned long long)seed, change, round, story_steps[step_now].name,
            verdict_names[how], what);
    return how;
}

/* Do again what was interrupted: then all is as if nothing had been. */
static const char *go_on(void)
{
    story *const at = &lived.story;
    const size_t last = year_state_of(step_now);

    if (story_use_key(at) < 0 || story_take(at, step_now) < 0)
        return kho_error_last()->message;
    if (!story_steps[step_now].once && year_find(last, last) != last)
        return "done again, it is something else";
    if (set->planted || (found->change + (size_t)found->round) % (found->round ? 32 : 4))
        return NULL;
    found->checked++;
    if (step_now + 1 < story_count && story_take(at, step_now + 1) < 0)
        return "the next step is refused";
    return story_check(at->ledger) == 0 ? NULL : "check finds faults";
}

/* The state that was promised at that change, and the last that can be. */
static void find_bounds(size_t change, size_t *least, size_t *most)
{
    *least = *most = 0;
    for (size_t i = 0; i < lived.promise_count && lived.promises[i].since <= change; i++)
        *least = lived.promises[i].state;
    while (*most + 1 < lived.state_count && lived.states[*most + 1].since <= change)
        ++*most;
}

/* Who only reads changes nothing, and reads what is whole or is told why not. */
static const char *look_only(void)
{
    const uint64_t before = disk_digest();
    const kho_status status = story_open(&lived.story, KHO_READ_ONLY);

    story_close(&lived.story);
    if (disk_digest() != before)
        return "reading changed the disk";
    return status == KHO_OK || (status == KHO_EREADONLY &&
                                   strstr(kho_error_last()->message, "interrupted"))
               ? NULL
               : kho_error_last()->message;
}

static verdict verify(size_t change, long round)
{
    story *const at = &lived.story;
    size_t least, most, size;
    const char *fault;

    step_now = year_step_at(change);
    find_bounds(change, &least, &most);
    if (!disk_file(at->path, &size)) {
        if (least > 0)
            return judge(LOST, change, round, "there is no ledger");
        return story_take(at, 0) < 0 || story_check(at->ledger) != 0
                   ? judge(STUCK, change, round, "it can't be made again")
                   : FINE;
    }
    if (round % 8 == 0 && (fault = look_only()))
        return judge(SPOILT, change, round, fault);
    if (story_open(at, KHO_READ_WRITE) < 0)
        return judge(
            least > 0 ? SPOILT : STUCK, change, round, kho_error_last()->message);
    if (year_find(least, most) == 0)
        return judge(year_find(1, lived.state_count - 1) ? LOST : SPOILT, change, round,
            "it is nothing that it was");
    if ((fault = year_copy_fault(change)))
        return judge(HALF, change, round, fault);
    if (lived.keyed && change >= lived.keyed && !disk_file(at->key, &size))
        return judge(LOST, change, round, "the clients' key is gone");
    if ((fault = go_on()))
        return judge(STUCK, change, round, fault);
    if ((fault = year_copy_fault(change)))
        return judge(HALF, change, round, fault);
    return FINE;
}

/* A process is killed, another one does its step again, and then the power fails: what
 * the other one acknowledged must be there, though it may have found all of it done. */
static verdict verify_twice(size_t change, long round)
{
    story *const at = &lived.story;
    size_t last, size;
    kho_status status;

    step_now = year_step_at(change);
    last = year_state_of(step_now);
    if (story_steps[step_now].once || !disk_file(at->path, &size))
        return FINE;
    disk_live_again();
    if ((status = story_open(at, KHO_READ_WRITE)) == KHO_OK &&
        (status = story_use_key(at)) == KHO_OK)
        status = story_take(at, step_now);
    story_close(at);
    disk_cut_again(round ? DISK_SOME_LOST : DISK_ALL_LOST, seed + change);
    if (status < 0 || story_open(at, KHO_READ_WRITE) < 0)
        return judge(STUCK, change, round, kho_error_last()->message);
    return year_find(last, last) == last
               ? FINE
               : judge(LOST, change, round, "what was done again is not there");
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
    size_t least, most;

    found->change = change;
    found->round = round;
    disk_cut_at(change);
    disk_cut(loss, luck);
    find_bounds(change, &least, &most);
    if (!is_new(disk_digest() * 31 + least)) {
        found->alike++;
        return;
    }
    found->disks[verify(change, round)]++;
    story_close(&lived.story);
    if (loss == DISK_NOTHING_LOST || round % 16 == 3) {
        disk_cut(DISK_NOTHING_LOST, 1);
        found->disks[verify_twice(change, round)]++;
        story_close(&lived.story);
    }
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
    found->relaid = lived.relaid;
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

    year_live(set->pragmas);
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
           "half, %ld stuck; %ld checked in full, %zu compared by rows\n",
        set->name, disk_recorded(), all, sum.alike, sum.disks[SPOILT], sum.disks[LOST],
        sum.disks[HALF], sum.disks[STUCK], sum.checked, sum.relaid);
    if (set->planted ? bad == 0 : all < cases / WORKERS * WORKERS || sum.checked == 0) {
        printf("%s: %s: this test is blind\n", set->name,
            set->planted ? "not caught" : "fewer disks than were asked for");
        fine = false;
    }
    return fine && (set->planted ? bad > 0 : bad == 0);
}

/* One case again, as it was printed. */
static int replay(const char *text)
{
    findings mine = {{0}, 0, 0, 0, 0, 0};
    char *end;
    const size_t change = strtoul(text, &end, 10);

    found = &mine;
    year_live(set->pragmas);
    try_one(change, *end == ':' ? strtol(end + 1, NULL, 10) : 0);
    return mine.disks[SPOILT] + mine.disks[LOST] + mine.disks[HALF] + mine.disks[STUCK] >
           0;
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
        fine = replay(one) == 0;
    for (size_t i = 0; i < sizeof(settings) / sizeof(*settings) && !one; i++) {
        set = &settings[i];
        fine = run(shared, set->planted ? PLANTED : count) && fine;
    }
    snprintf(remove, sizeof(remove), "rm -rf '%s'", folder);
    return system(remove) != 0 || !fine;
}
