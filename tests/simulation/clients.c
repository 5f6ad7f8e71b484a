/* Whom services were for: told, forgotten, keyed anew. */
#include "simulation/simulation.h"
#include "store/disk.h"

#include <kho/privacy.h>
#include <string.h>

bool sim_make_key(simulation *sim)
{
    sim->play.links = play_chance(&sim->play, 50);
    return !sim->play.links || kho_client_key_make(SIM_KEY) == KHO_OK ||
           world_differ(&sim->play.world, "key: %s", kho_error_last()->message);
}

kho_status sim_use_key(simulation *sim, int who)
{
    return sim->play.links ? kho_ledger_client_key(sim->handles[who], SIM_KEY) : KHO_OK;
}

/* Reading: the links of services that were reversed are forgotten with the others, but
 * nobody can see them: how many a purge that was interrupted had left of them is open. */
int sim_forget(simulation *sim)
{
    play *play = &sim->play;
    world *world = &play->world;
    const char *client =
        play_chance(play, 70) ? play_clients[play_roll(play, PLAY_CLIENTS)] : NULL;
    const kho_date before = play->first + play_roll(play, 150);
    int64_t erased = 0, most;
    kho_status status;

    if (!play->links)
        return KHO_OK;
    status = client ? kho_ledger_client_erase(world->ledger, client, &erased)
                    : kho_ledger_client_purge(world->ledger, before, &erased);
    if (!world_is_in(world, status))
        return world_differ(world, "forget: %s", kho_error_last()->message) + 1;
    moment_take(&sim->forgotten, sim);
    most = reference_forget_links(world->books, client, before);
    sim->changed |= erased > 0;
    if (status == KHO_OK &&
        (erased > most || erased < reference_seen_links(&sim->forgotten.books, NULL) -
                                       reference_seen_links(world->books, NULL)))
        return world_differ(world, "forget: %lld links, expected %lld", (long long)erased,
                   (long long)most) +
               1;
    return status;
}

/* Not inside a batch, and not for ever: a key file has room for 64. */
int sim_rotate(simulation *sim)
{
    world *world = &sim->play.world;
    kho_status status;

    if (!sim->play.links)
        return KHO_OK;
    status = kho_ledger_client_rotate(world->ledger);
    if (sim->holder == sim->who && status == KHO_EINVALID)
        return status;
    sim->changed |= status == KHO_OK;
    return world_is_in(world, status)
               ? (int)status
               : world_differ(world, "rotate: %s", kho_error_last()->message) + 1;
}
