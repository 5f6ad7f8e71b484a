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

static void take_luck(void *context, void *bytes, size_t size)
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
    sim->play.stores = from->stores;
    sim->play.collaborators = from->collaborators;
    sim->play.items = from->items;
    memcpy(sim->rules, from->rules, sizeof(from->rules));
    sim->rules_count = from->rules_count;
}

/* Somebody acts, who sees what is durable while another one's batch is open. */
static void enter(simulation *sim)
{
    sim->play.world.ledger = sim->handles[sim->who];
    if (sim_is_foreign(sim)) {
        moment_take(&sim->aside, sim);
        moment_put(sim, &sim->durable);
    }
}

static void leave(simulation *sim)
{
    if (sim_is_foreign(sim))
        moment_put(sim, &sim->aside);
}

/* --- handles ------------------------------------------------------------------------ */

int sim_open(simulation *sim, int who)
{
    world *world = &sim->play.world;
    kho_status status = KHO_OK;

    if (!sim->handles[who])
        status = world_handle(world, KHO_READ_WRITE, &sim->handles[who]);
    if (!world_is_in(world, status))
        return world_differ(world, "open: %s", kho_error_last()->message) + 1;
    return (int)status;
}

void sim_close(simulation *sim, int who)
{
    kho_ledger_close(sim->handles[who]);
    sim->handles[who] = NULL;
}

static bool open_all(simulation *sim)
{
    for (int i = 0; i < SIM_HANDLES; i++) {
        if (sim_open(sim, i) != KHO_OK)
            return false;
    }
    return true;
}

int64_t sim_head(simulation *sim, int who)
{
    kho_table *table;

    if (kho_ledger_list(sim->handles[who], KHO_LIST_CHANNELS, &table) < 0) {
        world_differ(&sim->play.world, "after the fault: %s", kho_error_last()->message);
        return -1;
    }
    kho_table_free(table);
    return sim->handles[who]->head.seq;
}

/* --- after a fault ------------------------------------------------------------------ */

/* The copy is whole, and is of what is durable. */
static bool is_whole(simulation *sim)
{
    world *world = &sim->play.world;
    kho_options options = world->options;
    bool same;

    options.mode = KHO_READ_ONLY;
    sim->who = SIM_HANDLES;
    if (kho_ledger_open(SIM_COPY, &options, &sim->handles[sim->who]) < 0)
        return world_differ(world, "backup: %s", kho_error_last()->message);
    enter(sim);
    same = world_check(world) && play_ask(&sim->play, 1) && sim_has_rules(sim);
    leave(sim);
    sim_close(sim, sim->who);
    return same;
}

/* A copy that is there is whole, also if nobody was told; then it goes. */
static bool look_at_copy(simulation *sim)
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

/* Which of two moments the ledger is in, by somebody who must look; the books follow. */
static bool settle(simulation *sim, const moment *without, bool acknowledged)
{
    world *world = &sim->play.world;
    int64_t head;

    if (!open_all(sim) || (head = sim_head(sim, play_roll(&sim->play, SIM_HANDLES))) < 0)
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
static bool prove(simulation *sim)
{
    world *world = &sim->play.world;
    bool same = true;

    for (sim->who = 0; same && sim->who < SIM_HANDLES; sim->who++) {
        enter(sim);
        const int64_t head = sim_head(sim, sim->who);

        same = head >= 0 &&
               (head == world->books->seq ||
                   world_differ(world, "process %d knows entry %lld of %lld", sim->who,
                       (long long)head, (long long)world->books->seq));
        leave(sim);
    }
    sim->who = play_roll(&sim->play, SIM_HANDLES);
    enter(sim);
    same = same &&
           (play_chance(&sim->play, 30) ? world_check(world)
                                        : play_ask(&sim->play, 1) && sim_has_rules(sim));
    leave(sim);
    return same;
}

/* A batch in which something failed: it can be rolled back, or what went before may still
 * be committed; never the half of what failed. */
static bool end_batch(simulation *sim)
{
    kho_ledger *ledger = sim->play.world.ledger;
    bool done = false;

    sim->holder = -1;
    if (play_chance(&sim->play, 50))
        kho_ledger_rollback(ledger);
    else
        done = kho_ledger_commit(ledger) == KHO_OK;
    moment_put(sim, done ? &sim->before : &sim->durable);
    return settle(sim, &sim->durable, true);
}

/* The power fails at some moment since the action began. */
static bool lose_power(simulation *sim, size_t since, const moment *without)
{
    const size_t answered = disk_recorded();
    const bool open = sim->holder >= 0;
    size_t at;

    for (int i = 0; i < SIM_HANDLES; i++)
        sim_close(sim, i);
    sim->holder = -1;
    if (open)
        moment_put(sim, without);
    at = since + (size_t)play_roll(&sim->play, (int)(disk_recorded() - since) + 1);
    sim->copied = sim->copied && at >= answered;
    disk_cut_at(at);
    disk_cut((disk_loss)play_roll(&sim->play, DISK_LOSSES), sim->play.state);
    disk_settle();
    return settle(sim, without, at >= answered);
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

/* What somebody did while another one's batch was open has changed nothing. */
static bool leave_alone(simulation *sim, const action *what, int status)
{
    world *world = &sim->play.world;

    if (what->writes && status == KHO_OK && world->books->seq != sim->before.books.seq)
        return world_differ(world, "%s: done while a batch is open", what->name);
    leave(sim);
    return open_all(sim);
}

static bool act(simulation *sim, const action *what)
{
    world *world = &sim->play.world;
    const int holder = sim->holder;
    const bool foreign = sim_is_foreign(sim);
    const size_t since = disk_recorded();
    int status;

    enter(sim);
    moment_take(&sim->before, sim);
    world->faults = fault_arm(sim);
    if (foreign && what->writes)
        world->faults |= world_fault(KHO_EBUSY);
    status = what->take(sim);
    const bool failed = world_is_fault(world, status);
    world->faults = 0;
    sim->struck[sim->fault] += fault_disarm(sim);
    sim->actions++;
    tell(sim, what, status);
    if (status == 1)
        return false;
    const moment *without = holder >= 0 ? &sim->durable : &sim->before;

    if (status == KHO_OK && sim->holder < 0 && world->books->seq > without->books.seq)
        sim->is_unsure &= sim->fault == NO_POWER;
    if (sim->fault == NO_POWER)
        return lose_power(sim, since, without);
    if (foreign)
        return leave_alone(sim, what, status);
    if (failed && holder == sim->who && sim->holder == holder)
        return end_batch(sim);
    return !failed || settle(sim, without, false);
}

static bool step(simulation *sim)
{
    const bool again = sim->holder >= 0 && play_chance(&sim->play, 50);

    sim->who = again ? sim->holder : play_roll(&sim->play, SIM_HANDLES);
    sim->fault = play_chance(&sim->play, 30)
                     ? (fault)(1 + play_roll(&sim->play, FAULTS - 1))
                     : NO_FAULT;
    if (sim->fault == NO_MEMORY && sim->memory_lasts)
        sim->fault = NO_FAULT;
    if (!act(sim, choose(sim)) || !look_at_copy(sim))
        return false;
    return (sim->fault == NO_FAULT && !play_chance(&sim->play, 4)) ||
           !play_chance(&sim->play, 40) || prove(sim);
}

static bool end(simulation *sim)
{
    world *world = &sim->play.world;

    if (sim->holder >= 0) {
        kho_ledger_rollback(sim->handles[sim->holder]);
        sim->holder = -1;
        moment_put(sim, &sim->durable);
    }
    if (!prove(sim) || !world_check(world) || !play_ask(&sim->play, 1))
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
    same = world_open_at(&play->world, SIM_LEDGER, play->today, take_luck) &&
           play_catalogue(play);
    sim->handles[0] = play->world.ledger;
    same = same && open_all(sim);
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
