#include "simulation/faults.h"
#include "base/memory.h"
#include "store/disk.h"

#include <errno.h>

static long disk_fails_at;

static const int errors[] = {EIO, ENOSPC, EDQUOT};

/* Mostly soon, now and then late. */
static long choose_nth(simulation *sim, int powers)
{
    const int most = 1 << play_roll(&sim->play, powers);

    return 1 + play_roll(&sim->play, most);
}

static unsigned arm_disk(simulation *sim)
{
    const int error = play_roll(&sim->play, sizeof(errors) / sizeof(*errors));
    disk_failure how = {.nth = choose_nth(sim, 6), .error = errors[error]};

    how.lasting = play_chance(&sim->play, 40);
    how.reads = sim->who == SIM_READER || play_chance(&sim->play, 40);
    disk_fails_at = how.nth;
    disk_fail(how);
    /* Of a page that can't be read SQLite says that the file is damaged. */
    return world_fault(KHO_ESTORAGE) | (how.reads ? world_fault(KHO_EDAMAGED) : 0);
}

static unsigned arm_memory(simulation *sim)
{
    const long nth = choose_nth(sim, 11);

    memory_fail(nth, play_chance(&sim->play, 40));
    return world_fault(KHO_EMEMORY) | world_fault(KHO_ESTORAGE);
}

unsigned fault_arm(simulation *sim)
{
    return sim->fault == BAD_DISK    ? arm_disk(sim)
           : sim->fault == NO_MEMORY ? arm_memory(sim)
                                     : 0;
}

bool fault_disarm(simulation *sim)
{
    const bool disk = disk_failed() >= disk_fails_at, memory = memory_failed();

    return sim->fault == BAD_DISK    ? disk
           : sim->fault == NO_MEMORY ? memory
                                     : sim->fault == NO_POWER;
}
