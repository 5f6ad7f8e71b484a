/* What is there after a fault, and whether it may be. */
#include "simulation/simulation.h"
#include "store/disk.h"
#include "store/ledger.h"

#include <string.h>

static int64_t find_head(simulation *sim, int who)
{
    kho_table *table;

    if (kho_ledger_list(sim->handles[who], KHO_LIST_CHANNELS, &table) < 0) {
        world_differ(&sim->play.world, "after the fault: %s", kho_error_last()->message);
        return -1;
    }
    kho_table_free(table);
    return sim->handles[who]->head.seq;
}

/* The copy is whole, and is of what is durable. */
static bool is_whole(simulation *sim)
{
    world *world = &sim->play.world;
    kho_options options = world->options;
    bool same;

    options.mode = KHO_READ_ONLY;
    sim->who = SIM_OF_COPY;
    if (kho_ledger_open(SIM_COPY, &options, &sim->handles[sim->who]) < 0)
        return world_differ(world, "backup: %s", kho_error_last()->message);
    sim_enter(sim);
    same = world_check(world) && play_ask(&sim->play, 1) && sim_has_rules(sim);
    sim_leave(sim);
    sim_close(sim, sim->who);
    return same;
}

/* A copy that is there is whole, also if nobody was told; then it goes. */
bool sim_look_at_copy(simulation *sim)
{
    bool same = true;
    size_t size;

    if (disk_file(SIM_COPY, &size))
        same = is_whole(sim);
    else if (sim->copied)
        same = world_differ(&sim->play.world, "backup: it isn't there");
    sim->copied = false;
    for (size_t i = 0; i < disk_names();) {
        if (strncmp(disk_name(i), SIM_COPY, strlen(SIM_COPY)) == 0)
            disk_unlink(disk_name(i));
        else
            i++;
    }
    return same;
}

/* A writer looks first: a reader can't undo what was interrupted. */
bool sim_settle(simulation *sim, const moment *without, bool acknowledged)
{
    world *world = &sim->play.world;
    const int writer = play_roll(&sim->play, SIM_WRITERS);
    int64_t head;

    if (sim_open(sim, writer) != KHO_OK || (head = find_head(sim, writer)) < 0 ||
        !sim_open_all(sim))
        return false;
    if (head == world->books->seq) {
        if (!acknowledged && head != without->books.seq && !sim->is_unsure) {
            sim->unsure = *without;
            sim->is_unsure = true;
        }
        return true;
    }
    if (sim->is_unsure && sim->fault == NO_POWER && head == sim->unsure.books.seq) {
        moment_put(sim, &sim->unsure);
        world->books->today = sim->play.today;
        sim->is_unsure = false;
        return true;
    }
    if (acknowledged || head != without->books.seq)
        return world_differ(world, "%s: the ledger ends with entry %lld, expected %lld",
            acknowledged ? "acknowledged" : "neither with it nor without",
            (long long)head, (long long)world->books->seq);
    sim->lost++;
    moment_put(sim, without);
    return true;
}

/* Everybody knows of the head that is theirs, and what is there is right. */
bool sim_prove(simulation *sim)
{
    world *world = &sim->play.world;
    bool same = true;

    for (sim->who = 0; same && sim->who < SIM_HANDLES; sim->who++) {
        sim_enter(sim);
        const int64_t head = find_head(sim, sim->who);

        same = head >= 0 &&
               (head == world->books->seq ||
                   world_differ(world, "process %d knows entry %lld of %lld", sim->who,
                       (long long)head, (long long)world->books->seq));
        sim_leave(sim);
    }
    sim->who = play_roll(&sim->play, SIM_HANDLES);
    sim_enter(sim);
    same = same &&
           (play_chance(&sim->play, 30) ? world_check(world)
                                        : play_ask(&sim->play, 1) && sim_has_rules(sim));
    sim_leave(sim);
    return same;
}

/* A batch in which something failed: it can be rolled back, or what went before may still
 * be committed; never the half of what failed. */
bool sim_end_batch(simulation *sim)
{
    kho_ledger *ledger = sim->play.world.ledger;
    bool done = false;

    sim->holder = -1;
    if (play_chance(&sim->play, 50))
        kho_ledger_rollback(ledger);
    else
        done = kho_ledger_commit(ledger) == KHO_OK;
    moment_put(sim, done ? &sim->before : &sim->durable);
    return sim_settle(sim, &sim->durable, true);
}

/* The power fails at some moment since the action began. */
bool sim_lose_power(simulation *sim, size_t since, const moment *without)
{
    const size_t answered = disk_recorded();
    const bool undone = sim->holder >= 0 || sim_is_foreign(sim);
    size_t at;

    for (int i = 0; i < SIM_HANDLES; i++)
        sim_close(sim, i);
    sim->holder = -1;
    if (undone)
        moment_put(sim, without);
    at = since + (size_t)play_roll(&sim->play, (int)(disk_recorded() - since) + 1);
    sim->copied = sim->copied && at >= answered;
    disk_cut_at(at);
    disk_cut((disk_loss)play_roll(&sim->play, DISK_LOSSES), sim->play.state);
    disk_settle();
    return sim_settle(sim, without, at >= answered);
}
