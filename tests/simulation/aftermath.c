/* What is there after a fault, and whether it may be. */
#include "simulation/simulation.h"
#include "store/disk.h"
#include "store/ledger.h"

#include <kho/privacy.h>
#include <string.h>

/* How far books are, by what anybody can see: entries, and the services of each client.
 */
typedef struct standing {
    int64_t seq, linked[PLAY_CLIENTS];
} standing;

static standing standing_of(const reference *books)
{
    standing at = {.seq = books->seq};

    for (int i = 0; i < PLAY_CLIENTS; i++)
        at.linked[i] = reference_seen_links(books, play_clients[i]);
    return at;
}

static bool is_at(const standing *at, const reference *books)
{
    const standing theirs = standing_of(books);

    return memcmp(at, &theirs, sizeof(theirs)) == 0;
}

/* Where a process finds the ledger. */
static bool look(simulation *sim, int who, standing *out)
{
    kho_ledger *ledger = sim->handles[who];
    kho_table *table = NULL;
    kho_status status = kho_ledger_list(ledger, KHO_LIST_CHANNELS, &table);

    kho_table_free(table);
    *out = (standing){.seq = ledger->head.seq};
    for (int i = 0; i < PLAY_CLIENTS && sim->play.links && status == KHO_OK; i++) {
        status = kho_ledger_client_export(ledger, play_clients[i], &table);
        out->linked[i] = (int64_t)kho_table_rows(table);
        kho_table_free(table);
    }
    return status == KHO_OK || world_differ(&sim->play.world, "after the fault: %s",
                                   kho_error_last()->message);
}

/* The copy is whole, and is of what is durable. */
static bool is_whole(simulation *sim)
{
    world *world = &sim->play.world;
    kho_options options = world->options;
    bool same;

    options.mode = KHO_READ_ONLY;
    sim->who = SIM_OF_COPY;
    if (kho_ledger_open(SIM_COPY, &options, &sim->handles[sim->who]) < 0 ||
        sim_use_key(sim, sim->who) < 0)
        return world_differ(world, "backup: %s", kho_error_last()->message);
    sim_enter(sim);
    same = world_check(world) && play_ask(&sim->play, 1) && sim_has_rules(sim);
    sim_leave(sim);
    sim_close(sim, sim->who);
    return same;
}

/* Whether a file is the copy, or a new file that somebody didn't come to end. */
static bool is_left(const char *name)
{
    return strncmp(name, SIM_COPY, strlen(SIM_COPY)) == 0 || strstr(name, ".new-");
}

/* It must not come back when the power fails. */
static void remove_what_is_left(void)
{
    const size_t names = disk_names();
    int folder;

    for (size_t i = 0; i < disk_names();) {
        if (is_left(disk_name(i)))
            disk_unlink(disk_name(i));
        else
            i++;
    }
    if (disk_names() == names)
        return;
    folder = disk_open(DISK_FOLDER, 0, 0);
    disk_sync(folder);
    disk_close(folder);
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
    remove_what_is_left();
    return same;
}

/* A reader can't undo what was interrupted, and doesn't. */
static bool peep(simulation *sim)
{
    const size_t recorded = disk_recorded();
    kho_table *table = NULL;
    int status = sim_open(sim, SIM_READER);

    if (status == KHO_OK)
        status = kho_ledger_list(sim->handles[SIM_READER], KHO_LIST_CHANNELS, &table);
    kho_table_free(table);
    if (!world_is_in(&sim->play.world, status))
        return world_differ(&sim->play.world, "reader: %s", kho_error_last()->message);
    return disk_recorded() == recorded ||
           world_differ(&sim->play.world, "a reader has undone something");
}

bool sim_settle(simulation *sim, const moment *without, bool acknowledged)
{
    world *world = &sim->play.world;
    const int writer = play_roll(&sim->play, SIM_WRITERS);
    standing now;

    world->faults = world_fault(KHO_EREADONLY);
    if (play_chance(&sim->play, 30) && !peep(sim))
        return false;
    world->faults = 0;
    if (sim_open(sim, writer) != KHO_OK || !look(sim, writer, &now) || !sim_open_all(sim))
        return false;
    if (is_at(&now, world->books)) {
        if (!acknowledged && !is_at(&now, &without->books) && !sim->is_unsure) {
            sim->unsure = *without;
            sim->is_unsure = true;
        }
        /* Links that nobody can see may have been forgotten, or not. */
        if (!acknowledged && is_at(&now, &without->books))
            moment_put(sim, without);
        return true;
    }
    if (sim->is_unsure && sim->fault == NO_POWER && is_at(&now, &sim->unsure.books)) {
        moment_put(sim, &sim->unsure);
        sim->is_unsure = false;
        return true;
    }
    if (acknowledged || !is_at(&now, &without->books))
        return world_differ(world,
            "%s: the ledger ends with entry %lld, expected %lld, or its links differ",
            acknowledged ? "acknowledged" : "neither with it nor without",
            (long long)now.seq, (long long)world->books->seq);
    sim->lost++;
    moment_put(sim, without);
    return true;
}

/* Everybody knows of the head that is theirs, and what is there is right. */
bool sim_prove(simulation *sim)
{
    world *world = &sim->play.world;
    bool same = true;
    standing now;

    for (sim->who = 0; same && sim->who < SIM_HANDLES; sim->who++) {
        sim_enter(sim);
        same = look(sim, sim->who, &now) &&
               (is_at(&now, world->books) ||
                   world_differ(world, "process %d knows entry %lld of %lld", sim->who,
                       (long long)now.seq, (long long)world->books->seq));
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
