/*
 * Lives of a ledger in a world in which much goes wrong (simulation/simulation.h): 2,000
 * of them, from fixed seeds. KHO_QUICK=1 runs 200, KHO_LONG=1 eight hours,
 * KHO_SECONDS=n so long, KHO_SEEDS=n so many; KHO_SEED=n is one, and KHO_TRACE=1 prints
 * what is done. The first are lived twice and must be the same.
 */
#include "store/disk_calls.h"

#include "base/memory_calls.h"
#include "simulation/simulation.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

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
    printf("KHO_SEED=%llu %s/tests/prog_simulation_simulation: %s\n",
        (unsigned long long)seed, KHO_BUILD_DIR, sim->play.world.why);
}

/* Whether a life is the same when it is lived again. */
static bool is_same(simulation *sim, uint64_t seed)
{
    const uint64_t digest = sim->digest;

    if (live(sim, seed) && sim->digest == digest)
        return true;
    printf("KHO_SEED=%llu is something else the second time\n", (unsigned long long)seed);
    return false;
}

/* Every WORKERSth life; ends with how many went wrong. */
static int work(simulation *sim, int worker, long lives, time_t until)
{
    long struck[FAULTS] = {0}, lost = 0, actions = 0, count = 0;
    int failed = 0;

    for (long seed = worker; failed < TOLD; seed += WORKERS) {
        if (until ? time(NULL) >= until : seed >= lives)
            break;
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

int main(void)
{
    simulation *sim = malloc(sizeof(*sim));
    const long seconds = number("KHO_SECONDS", getenv("KHO_LONG") ? LONG_S : 0),
               lives = number("KHO_SEEDS", getenv("KHO_QUICK") ? QUICK : LIVES);
    const time_t until = seconds ? time(NULL) + seconds : 0;
    int failed = 0;

    if (!sim)
        return EXIT_FAILURE;
    if (getenv("KHO_SEED")) {
        const uint64_t seed = (uint64_t)number("KHO_SEED", 0);

        if (!live(sim, seed)) {
            explain(sim, seed);
            return EXIT_FAILURE;
        }
        printf("KHO_SEED=%llu: nothing is wrong\n", (unsigned long long)seed);
        return EXIT_SUCCESS;
    }
    fflush(stdout);
    for (int i = 0; i < WORKERS; i++) {
        if (fork() == 0)
            _exit(work(sim, i, lives, until));
    }
    for (int i = 0; i < WORKERS; i++) {
        int status = 0;

        failed += wait(&status) < 0 || status != 0;
    }
    free(sim);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
