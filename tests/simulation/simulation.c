#include "simulation/simulation.h"
#include "base/memory.h"
#include "simulation/faults.h"
#include "store/disk.h"
#include "store/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fault_names[] = {
    "", " on a bad disk", " before the power fails", " without memory"};

static uint64_t luck;

void sim_luck(void *context, void *bytes, size_t size)
{
    (void)context;
    for (size_t i = 0; i < size; i++) {
        luck = luck * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        ((unsigned char *)bytes)[i] = (unsigned char)(luck >> 56);
    }
}

/* --- moments ------------------------------------------------------------------------ */

void moment_take(moment *out, const simulation *sim)
{
    reference_copy(&out->books, sim->play.world.books);
    out->stores = sim->play.stores;
    out->collaborators = sim->play.collaborators;
    out->items = sim->play.items;
    memcpy(out->rules, sim->rules, sizeof(out->rules));
    out->rules_count = sim->rules_count;
}

void moment_put(simulation *sim, const moment *from)
{
    reference_copy(sim->play.world.books, &from->books);
    sim->play.world.books->today = sim->play.today;
    sim->play.stores = from->stores;
    sim->play.collaborators = from->collaborators;
    sim->play.items = from->items;
    memcpy(sim->rules, from->rules, sizeof(from->rules));
    sim->rules_count = from->rules_count;
}

void sim_enter(simulation *sim)
{
    sim->play.world.ledger = sim->handles[sim->who];
    if (!sim_is_foreign(sim))
        return;
    moment_take(&sim->aside, sim);
    if (sim->holder >= 0)
        moment_put(sim, &sim->durable);
}

void sim_leave(simulation *sim)
{
    if (sim_is_foreign(sim))
        moment_put(sim, &sim->aside);
}

/* --- handles ------------------------------------------------------------------------ */

void sim_close(simulation *sim, int who)
{
    kho_ledger_close(sim->handles[who]);
    sim->handles[who] = NULL;
}

int sim_open(simulation *sim, int who)
{
    world *world = &sim->play.world;
    kho_status status;

    if (sim->handles[who])
        return KHO_OK;
    status = world_handle(
        world, who == SIM_READER ? KHO_READ_ONLY : KHO_READ_WRITE, &sim->handles[who]);
    if (status == KHO_OK && (status = sim_use_key(sim, who)) < 0)
        sim_close(sim, who);
    if (!world_is_in(world, status))
        return world_differ(world, "open: %s", kho_error_last()->message) + 1;
    return (int)status;
}

bool sim_open_all(simulation *sim)
{
    for (int i = 0; i < SIM_HANDLES; i++) {
        if (sim_open(sim, i) != KHO_OK)
            return false;
    }
    return true;
}

/* --- step by step ------------------------------------------------------------------- */

static const action *choose(simulation *sim)
{
    int sum = 0, chosen;
    size_t i = 0;

    for (size_t k = 0; k < sim_action_count; k++)
        sum += sim_actions[k].weight;
    chosen = play_roll(&sim->play, sum);
    while ((chosen -= sim_actions[i].weight) >= 0)
        i++;
    return &sim_actions[i];
}

static void tell(simulation *sim, const action *what, int status)
{
    char *line = sim->told[sim->told_count++ % SIM_TOLD];

    sim->digest = (sim->digest ^ (uint64_t)(status + 64)) * UINT64_C(1099511628211);
    sim->digest =
        (sim->digest ^ (uint64_t)sim->play.world.books->seq) * UINT64_C(1099511628211);
    snprintf(line, sizeof(*sim->told), "process %d: %s%s: %s, entry %lld%s", sim->who,
        what->name, fault_names[sim->fault],
        status == 1   ? "wrong"
        : status == 0 ? "ok"
                      : kho_status_word((kho_status)status),
        (long long)sim->play.world.books->seq, sim->holder >= 0 ? ", batch" : "");
    if (getenv("KHO_TRACE"))
        printf("%s\n", line);
}

/* What was done by who may not write has changed nothing. */
static bool leave_alone(simulation *sim, const action *what, int status)
{
    world *world = &sim->play.world;

    if (what->touches == THE_BOOKS && status == KHO_OK &&
        world->books->seq != sim->before.books.seq)
        return world_differ(world, "%s: done by %s", what->name,
            sim->who == SIM_READER ? "a reader" : "others while a batch is open");
    sim_leave(sim);
    return sim_open_all(sim);
}

static bool act(simulation *sim, const action *what)
{
    world *world = &sim->play.world;
    const int holder = sim->holder;
    const bool foreign = sim_is_foreign(sim);
    const size_t since = disk_recorded();
    int status;

    sim_enter(sim);
    moment_take(&sim->before, sim);
    sim->changed = false;
    world->faults = fault_arm(sim);
    if (foreign && what->touches == THE_BOOKS)
        world->faults |= world_fault(sim->who == SIM_READER ? KHO_EREADONLY : KHO_EBUSY);
    status = what->take(sim);
    const bool failed = world_is_fault(world, status);
    world->faults = 0;
    sim->struck[sim->fault] += fault_disarm(sim);
    sim->actions++;
    tell(sim, what, status);
    if (status == 1)
        return false;
    if (sim->who == SIM_READER && what->touches != A_COPY && disk_recorded() != since)
        return world_differ(world, "%s: a reader has written", what->name);
    const moment *without = holder >= 0 ? &sim->durable : &sim->before;

    sim->changed |= world->books->seq > without->books.seq;
    if (status == KHO_OK && sim->holder < 0 && sim->changed)
        sim->is_unsure &= sim->fault == NO_POWER;
    if (sim->fault == NO_POWER)
        return sim_lose_power(sim, since, without);
    if (foreign)
        return leave_alone(sim, what, status);
    if (failed && holder == sim->who && sim->holder == holder)
        return sim_end_batch(sim);
    return !failed || sim_settle(sim, without, false);
}

/* The pen goes on at once: only an open batch keeps it. */
static bool is_given_back(simulation *sim)
{
    for (int i = 0; i < SIM_HANDLES; i++) {
        if (i != sim->holder && sim->handles[i] && sim->handles[i]->db.turn.held)
            return world_differ(&sim->play.world, "process %d keeps its turn", i);
    }
    return true;
}

static bool step(simulation *sim)
{
    const bool again = sim->holder >= 0 && play_chance(&sim->play, 50);

    sim->who = again ? sim->holder : play_roll(&sim->play, SIM_HANDLES);
    sim->fault = play_chance(&sim->play, 30)
                     ? (fault)(1 + play_roll(&sim->play, FAULTS - 1))
                     : NO_FAULT;
    if (!act(sim, choose(sim)) || !is_given_back(sim) || !sim_look_at_copy(sim))
        return false;
    return (sim->fault == NO_FAULT && !play_chance(&sim->play, 4)) ||
           !play_chance(&sim->play, 40) || sim_prove(sim);
}

static bool end(simulation *sim)
{
    world *world = &sim->play.world;

    if (sim->holder >= 0) {
        kho_ledger_rollback(sim->handles[sim->holder]);
        sim->holder = -1;
        moment_put(sim, &sim->durable);
    }
    if (!sim_prove(sim) || !world_check(world) || !play_ask(&sim->play, 1))
        return false;
    for (size_t i = 0; i < sizeof(world->ledger->head.hash); i++)
        sim->digest =
            (sim->digest ^ world->ledger->head.hash[i]) * UINT64_C(1099511628211);
    return true;
}

/* The ledger as it is on the disk, to be looked at. */
static void keep(const char *path)
{
    size_t size;
    const unsigned char *bytes = disk_file(SIM_LEDGER, &size);
    FILE *file = bytes ? fopen(path, "wb") : NULL;

    if (file && fwrite(bytes, 1, size, file) == size)
        printf("%s is the ledger\n", path);
    if (file)
        fclose(file);
}

bool simulation_run(simulation *sim, uint64_t seed)
{
    play *play = &sim->play;
    bool same;

    luck = seed;
    disk_clear();
    disk_settle();
    disk_record(true);
    memset(sim->handles, 0, sizeof(sim->handles));
    memset(sim->struck, 0, sizeof(sim->struck));
    sim->rules_count = sim->told_count = 0;
    sim->actions = sim->lost = 0;
    sim->digest = UINT64_C(14695981039346656037);
    sim->holder = -1;
    sim->copied = sim->is_unsure = false;
    play_begin(play, seed);
    same = world_open_at(&play->world, SIM_LEDGER, play->today, sim_luck) &&
           play_catalogue(play);
    sim->handles[0] = play->world.ledger;
    same = same && sim_make_key(sim) &&
           (sim_use_key(sim, 0) == KHO_OK || world_differ(&play->world, "first key")) &&
           sim_open_all(sim);
    for (int left = 30 + play_roll(play, 60); same && left > 0; left--)
        same = step(sim);
    same = same && end(sim);
    if (!same && getenv("KHO_KEEP"))
        keep(getenv("KHO_KEEP"));
    for (int i = 0; i < SIM_HANDLES; i++)
        sim_close(sim, i);
    play->world.ledger = NULL;
    world_close(&play->world);
    return same;
}
