/*
 * Lives of a ledger in a world in which much goes wrong (simulation/simulation.h): 2,000
 * of them, from fixed seeds. KHO_QUICK=1 runs 200, KHO_LONG=1 eight hours,
 * KHO_SECONDS=n so long, KHO_SEEDS=n so many, KHO_FIRST=n those from a seed on;
 * KHO_SEED=n is one, and KHO_TRACE=1 prints what is done. The first are lived twice and
 * must be the same.
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

/* Whoever lives remembers nothing of other lives: a seed is the same life wherever it
 * stands. What it was is in `sim`, which is shared. */
static bool live(simulation *sim, uint64_t seed)
{
    int status = 0;
    pid_t child;

    fflush(stdout);
    if ((child = fork()) == 0) {
        /* SQLite's own dice, too: the bytes on the disk are the same again. */
        sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(seed + 1), NULL);
        sqlite3_randomness(0, NULL);
        const bool fine = simulation_run(sim, seed);

        fflush(stdout);
        _exit(fine ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        abort();
    if (WIFSIGNALED(status))
        world_differ(&sim->play.world, "ended with signal %d", WTERMSIG(status));
    return status == 0;
}

static void explain(const simulation *sim, uint64_t seed)
{
    const size_t first = sim->told_count > SIM_TOLD ? sim->told_count - SIM_TOLD : 0;

    for (size_t i = first; i < sim->told_count; i++)
        printf("  %s\n", sim->told[i % SIM_TOLD]);
    printf(
        "KHO_SEED=%llu %s: %s\n", (unsigned long long)seed, PROGRAM, sim->play.world.why);
    fflush(stdout);
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

/* Every WORKERSth life; ends with how many went wrong. If the first worker lives none,
 * that is wrong, too. */
static int work(simulation *sim, int worker, long lives, time_t until)
{
    const long first = number("KHO_FIRST", 0);
    long struck[FAULTS] = {0}, lost = 0, actions = 0, count = 0;
    int failed = 0;

    for (long seed = first + worker; failed < TOLD; seed += WORKERS) {
        if (until ? time(NULL) >= until : seed >= first + lives)
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
        if (seed < first + TWICE && !failed)
            failed += !is_same(sim, (uint64_t)seed);
    }
    printf("%ld lives, %ld actions; the disk failed %ld times, the power %ld, memory "
           "%ld; %ld times what was begun wasn't done\n",
        count, actions, struck[BAD_DISK], struck[NO_POWER], struck[NO_MEMORY], lost);
    fflush(stdout);
    return count > 0 || worker > 0 ? failed : TOLD;
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

static bool all(simulation *sims)
{
    const long seconds = number("KHO_SECONDS", getenv("KHO_LONG") ? LONG_S : 0),
               lives = number("KHO_SEEDS", getenv("KHO_QUICK") ? QUICK : LIVES);
    const time_t until = seconds ? time(NULL) + seconds : 0;
    pid_t workers[WORKERS];
    bool fine = true;

    fflush(stdout);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] == 0)
            _exit(work(&sims[i], i, lives, until));
    }
    for (int i = 0; i < WORKERS; i++) {
        int status = 0;

        fine &= waitpid(workers[i], &status, 0) >= 0 && status == 0;
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
    simulation *sims = mmap(NULL, WORKERS * sizeof(*sims), PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool fine = sims != MAP_FAILED && randombytes_set_implementation(&dice) == 0;

    memory_spares = &disk_allocates;
    if (fine)
        fine =
            getenv("KHO_SEED") ? one(sims, (uint64_t)number("KHO_SEED", 0)) : all(sims);
    return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
