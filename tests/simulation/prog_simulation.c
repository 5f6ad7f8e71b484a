/*
 * Lives of a ledger in a world in which much goes wrong (simulation/simulation.h): 2,000
 * of them, from fixed seeds. KHO_QUICK=1 runs 200, KHO_LONG=1 eight hours,
 * KHO_SECONDS=n so long, KHO_SEEDS=n so many; KHO_SEED=n is one, and KHO_TRACE=1 prints
 * what is done. The first are lived twice and must be the same.
 */
#include "store/disk_calls.h"

#include "base/memory_calls.h"
#include "simulation/simulation.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#define PROGRAM KHO_BUILD_DIR "/tests/prog_simulation_simulation"

enum { WORKERS = 2, LIVES = 2000, QUICK = 200, TWICE = 20, LONG_S = 8 * 3600, TOLD = 5 };

static long number(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text ? strtol(text, NULL, 10) : otherwise;
}

/* SQLite's own dice, too: the bytes on the disk are the same again. */
static bool live(simulation *sim, uint64_t seed)
{
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(seed + 1), NULL);
    sqlite3_randomness(0, NULL);
    return simulation_run(sim, seed);
}

static void explain(const simulation *sim, uint64_t seed)
{
    const size_t first = sim->told_count > SIM_TOLD ? sim->told_count - SIM_TOLD : 0;

    for (size_t i = first; i < sim->told_count; i++)
        printf("  %s\n", sim->told[i % SIM_TOLD]);
    printf(
        "KHO_SEED=%llu %s: %s\n", (unsigned long long)seed, PROGRAM, sim->play.world.why);
}

/* Whether a life is the same when it is lived again. How many allocations a call makes
 * depends on what the process did before: here memory doesn't fail. */
static bool is_same(simulation *sim, uint64_t seed)
{
    uint64_t digest;
    bool same;

    sim->memory_lasts = true;
    same = live(sim, seed);
    digest = sim->digest;
    same = same && live(sim, seed) && sim->digest == digest;
    sim->memory_lasts = false;
    if (same)
        return true;
    printf("KHO_SEED=%llu is something else the second time\n", (unsigned long long)seed);
    return false;
}

/* Every WORKERSth life; ends with how many went wrong. *now tells which one is lived. */
static int work(simulation *sim, int worker, long lives, time_t until, long *now)
{
    long struck[FAULTS] = {0}, lost = 0, actions = 0, count = 0;
    int failed = 0;

    for (long seed = worker; failed < TOLD; seed += WORKERS) {
        if (until ? time(NULL) >= until : seed >= lives)
            break;
        *now = seed;
        if (!live(sim, (uint64_t)seed)) {
            explain(sim, (uint64_t)seed);
            failed++;
        }
        count++;
        actions += sim->actions;
        lost += sim->lost;
        for (int i = 0; i < FAULTS; i++)
            struck[i] += sim->struck[i];
        if (seed < TWICE && !failed)
            failed += !is_same(sim, (uint64_t)seed);
    }
    printf("%ld lives, %ld actions; the disk failed %ld times, the power %ld, memory "
           "%ld; %ld times what was begun wasn't done\n",
        count, actions, struck[BAD_DISK], struck[NO_POWER], struck[NO_MEMORY], lost);
    fflush(stdout);
    return failed;
}

static bool one(simulation *sim, uint64_t seed)
{
    const bool fine = live(sim, seed);

    if (fine)
        printf("KHO_SEED=%llu: nothing is wrong\n", (unsigned long long)seed);
    else
        explain(sim, seed);
    return fine;
}

static bool all(simulation *sim)
{
    const long seconds = number("KHO_SECONDS", getenv("KHO_LONG") ? LONG_S : 0),
               lives = number("KHO_SEEDS", getenv("KHO_QUICK") ? QUICK : LIVES);
    const time_t until = seconds ? time(NULL) + seconds : 0;
    long *now = mmap(NULL, WORKERS * sizeof(*now), PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t workers[WORKERS];
    bool fine = true;

    if (now == MAP_FAILED)
        return false;
    fflush(stdout);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] == 0)
            _exit(work(sim, i, lives, until, &now[i]));
    }
    for (int i = 0; i < WORKERS; i++) {
        int status = 0;

        if (waitpid(workers[i], &status, 0) < 0 || WIFSIGNALED(status))
            printf("KHO_SEED=%ld %s ended with signal %d\n", now[i], PROGRAM,
                WTERMSIG(status));
        fine &= status == 0;
    }
    return fine;
}

/* Keys and names of new files follow from the seed, too. */
static const char *luck_name(void)
{
    return "the seed's";
}

static void luck_bytes(void *const bytes, const size_t size)
{
    sim_luck(NULL, bytes, size);
}

static uint32_t luck_number(void)
{
    uint32_t number;

    luck_bytes(&number, sizeof(number));
    return number;
}

static randombytes_implementation dice = {
    .implementation_name = luck_name, .random = luck_number, .buf = luck_bytes};

int main(void)
{
    simulation *sim = malloc(sizeof(*sim));
    bool fine = sim != NULL && randombytes_set_implementation(&dice) == 0;

    memory_spares = &disk_allocates;
    if (fine)
        sim->memory_lasts = false;
    if (fine && getenv("KHO_SEED"))
        fine = one(sim, (uint64_t)number("KHO_SEED", 0));
    else if (fine)
        fine = all(sim);
    free(sim);
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
