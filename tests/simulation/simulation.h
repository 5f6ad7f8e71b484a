/*
 * A world in which much goes wrong, all of it by one seed: several processes with a
 * ledger of one file, days that jump, a disk and memory that fail, the power too. Beside
 * it the reference (ledger/reference.h) keeps the same books; they must agree after each
 * step.
 *
 * A process is a handle of its own: SQLite keeps the locks of handles in one process
 * apart as those of several. Its memory is what may be stale.
 */
#ifndef TESTS_SIMULATION_SIMULATION_H
#define TESTS_SIMULATION_SIMULATION_H

#include "ledger/play.h"

#define SIM_LEDGER "/kho-disk/ledger.kho"
#define SIM_COPY "/kho-disk/copy.kho"
#define SIM_KEY "/kho-disk/key"

/* Who acts: writers, and a reader, who never writes; then whoever looks at a copy. */
enum {
    SIM_WRITERS = 3,
    SIM_READER = SIM_WRITERS,
    SIM_HANDLES,
    SIM_OF_COPY = SIM_HANDLES
};
enum { SIM_RULES = 32, SIM_TOLD = 16 };

/* Rules as they were loaded: one of SIM_TEXTS, and from which day on. */
typedef struct sim_rules {
    int text;
    kho_date since;
} sim_rules;

/* What is in the books at some moment, as far as the player knows. */
typedef struct moment {
    reference books;
    int stores, collaborators, items;
    sim_rules rules[SIM_RULES];
    size_t rules_count;
} moment;

typedef enum fault { NO_FAULT, BAD_DISK, NO_POWER, NO_MEMORY, FAULTS } fault;

typedef struct simulation {
    play play;
    kho_ledger *handles[SIM_OF_COPY + 1];
    int who;    /* acts now */
    int holder; /* whose batch is open; -1: nobody's */
    fault fault;
    bool copied;  /* a backup was acknowledged */
    bool changed; /* what goes on has written, though it may be no entry */
    sim_rules rules[SIM_RULES];
    size_t rules_count;
    moment durable; /* without the batch that is open */
    moment before;  /* the action that goes on */
    moment aside, forgotten;
    moment unsure; /* before what is there, but was never acknowledged: its sync failed */
    bool is_unsure;
    uint64_t digest;                    /* of all that was answered */
    long actions, struck[FAULTS], lost; /* lost: struck, and it wasn't done */
    char told[SIM_TOLD][160];           /* the last actions */
    size_t told_count;
} simulation;

/* One life; false where something is wrong: `play.world.why`. */
bool simulation_run(simulation *sim, uint64_t seed);

/* The dice of a life, for whoever wants bytes by chance. */
void sim_luck(void *context, void *bytes, size_t size);

/* --- inside ------------------------------------------------------------------------- */

/* What it may write: to the books others wait while a batch is open, and the reader
 * always.
 */
typedef enum touch { NOTHING, THE_BOOKS, A_COPY } touch;

/* Something that a process does: the ledger's status, or 1 where it is wrong. */
typedef struct action {
    const char *name;
    int weight;
    int (*take)(simulation *sim);
    touch touches;
} action;

extern const action sim_actions[];
extern const size_t sim_action_count;

/* Whether whoever acts may not write now: the reader, and where somebody else's batch is
 * open. */
bool sim_is_foreign(const simulation *sim);

/* Clients (clients.c): a key, in every other life; each handle uses it. */
bool sim_make_key(simulation *sim);
kho_status sim_use_key(simulation *sim, int who);
int sim_forget(simulation *sim);
int sim_rotate(simulation *sim);

/* Open a handle; what is open already stays. The ledger's status. */
int sim_open(simulation *sim, int who);
bool sim_open_all(simulation *sim);
void sim_close(simulation *sim, int who);

/* Begin to act, and end: whoever may not write sees what is durable, and what the books
 * were told meanwhile is forgotten. */
void sim_enter(simulation *sim);
void sim_leave(simulation *sim);

void moment_take(moment *out, const simulation *sim);
void moment_put(simulation *sim, const moment *from);

/* Whether the rules that a process knows are right. */
bool sim_has_rules(simulation *sim);

/* --- after a fault (aftermath.c) ---------------------------------------------------- */

/* In which of two moments the ledger is, as a writer sees it; the books follow. */
bool sim_settle(simulation *sim, const moment *without, bool acknowledged);

/* Everybody knows of the head that is theirs, and what is there is right. */
bool sim_prove(simulation *sim);

/* A batch in which something failed is rolled back, or what went before is committed. */
bool sim_end_batch(simulation *sim);

/* The power fails at some moment since the action began. */
bool sim_lose_power(simulation *sim, size_t since, const moment *without);

/* A copy that is there is whole, also if nobody was told; then it goes. */
bool sim_look_at_copy(simulation *sim);

#endif
