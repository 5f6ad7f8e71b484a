/* What processes do. */
#include "simulation/simulation.h"
#include "store/disk.h"
#include "store/ledger.h"

#include <stdio.h>
#include <string.h>

bool sim_is_foreign(const simulation *sim)
{
    return sim->who == SIM_READER || (sim->holder >= 0 && sim->holder != sim->who);
}

/* The status of something that can't be refused. */
static int must(simulation *sim, const char *what, kho_status status)
{
    world *world = &sim->play.world;

    return world_is_in(world, status)
               ? (int)status
               : world_differ(world, "%s: %s", what, kho_error_last()->message) + 1;
}

static int post(simulation *sim)
{
    return sim->play.voucher_count < PLAY_VOUCHERS ? play_post(&sim->play) : KHO_OK;
}

static int post_again(simulation *sim)
{
    return sim->play.voucher_count ? play_post_again(&sim->play) : KHO_OK;
}

static int reverse(simulation *sim)
{
    return sim->play.voucher_count ? play_reverse(&sim->play) : KHO_OK;
}

static int close_or_reopen(simulation *sim)
{
    return play_close_or_reopen(&sim->play);
}

/* An import makes its own batch. */
static int import(simulation *sim)
{
    return sim->holder != sim->who && sim->play.imports ? play_import(&sim->play)
                                                        : KHO_OK;
}

static int define(simulation *sim)
{
    return play_define(&sim->play);
}

/* Begin a batch, or end one's own. */
static int batch(simulation *sim)
{
    kho_ledger *ledger = sim->play.world.ledger;
    kho_status status;

    if (sim->holder != sim->who) {
        status = kho_ledger_begin(ledger);
        if (status == KHO_OK && !sim->play.world.faults && !ledger->db.turn.held)
            return world_differ(&sim->play.world, "begin: out of turn") + 1;
        if (status == KHO_OK && sim->holder < 0) {
            moment_take(&sim->durable, sim);
            sim->holder = sim->who;
        }
        return must(sim, "begin", status);
    }
    sim->holder = -1;
    if (!play_chance(&sim->play, 35))
        return must(sim, "commit", kho_ledger_commit(ledger));
    kho_ledger_rollback(ledger);
    moment_put(sim, &sim->durable);
    return KHO_OK;
}

static const struct {
    kho_status (*ask)(kho_ledger *, const kho_query *, kho_table **);
    bool period;
} questions[] = {
    {kho_ledger_stock,      false},
    {kho_ledger_alerts,     false},
    {kho_ledger_suggest,    false},
    {kho_ledger_report,     true },
    {kho_ledger_expiry,     true },
    {kho_ledger_services,   true },
    {kho_ledger_indicators, true },
};

/* Where it may fail, what is answered isn't looked at. */
static int ask(simulation *sim)
{
    const int which = play_roll(&sim->play, sizeof(questions) / sizeof(*questions));
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    kho_status status;

    if (!sim->play.world.faults)
        return play_ask(&sim->play, 1) && sim_has_rules(sim) ? KHO_OK : 1;
    if (questions[which].period) {
        query.from = sim->play.first;
        query.to = kho_month_last(kho_month_of(query.from));
    }
    status = questions[which].ask(sim->play.world.ledger, &query, &table);
    kho_table_free(table);
    return must(sim, "question", status);
}

static int check(simulation *sim)
{
    return world_try_check(&sim->play.world);
}

/* Whoever has a batch open must commit first. */
static int backup(simulation *sim)
{
    const kho_status status = kho_ledger_backup(sim->play.world.ledger, SIM_COPY);

    if (sim->holder == sim->who && status == KHO_EINVALID)
        return status;
    sim->copied = status == KHO_OK;
    return must(sim, "backup", status);
}

/* The rules that hold on a day, of those that were loaded; NULL: none. */
static const sim_rules *find_rules(const simulation *sim, kho_date day)
{
    const sim_rules *found = NULL;

    for (size_t i = 0; i < sim->rules_count; i++) {
        const sim_rules *at = &sim->rules[i];

        if (at->since <= day && (!found || at->since >= found->since))
            found = at;
    }
    return found;
}

/* All say the same, in other lines of other files. */
static const struct {
    const char *name;
    int line; /* of window */
} texts[] = {
    {"first.yaml",  3},
    {"second.yaml", 4},
    {"third.yaml",  6},
};

static int load_rules(simulation *sim)
{
    const int text = play_roll(&sim->play, sizeof(texts) / sizeof(*texts));
    const kho_date since = sim->play.first + play_roll(&sim->play, 150);
    const sim_rules *known = find_rules(sim, since);
    char path[512];
    kho_status status;

    if (sim->rules_count == SIM_RULES)
        return KHO_OK;
    snprintf(path, sizeof(path), "%s/tests/simulation/rules/%s", KHO_SOURCE_DIR,
        texts[text].name);
    status = kho_ledger_load_rules(sim->play.world.ledger, path, since, false, NULL);
    if (world_is_in(&sim->play.world, status) && (!known || known->text != text)) {
        sim->rules[sim->rules_count++] = (sim_rules){text, since};
        sim->play.world.books->seq++;
    }
    return must(sim, "rules", status);
}

static bool is_right(
    simulation *sim, const kho_table *table, size_t row, const sim_rules *want)
{
    const char *file = kho_table_text(table, row, KHO_RULES_FILE);
    const char *name = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
    const bool same =
        want ? strcmp(name, texts[want->text].name) == 0 &&
                   kho_table_int(table, row, KHO_RULES_LINE) == texts[want->text].line
             : !strstr(file, ".yaml");

    return same || world_differ(&sim->play.world, "rules: %s, expected %s", file,
                       want ? texts[want->text].name : "those that are built in");
}

bool sim_has_rules(simulation *sim)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    bool same = true, found = false;

    query.on = sim->play.first + play_roll(&sim->play, 160);
    if (kho_ledger_rules(sim->play.world.ledger, &query, &table) < 0)
        return world_differ(&sim->play.world, "rules: %s", kho_error_last()->message);
    for (size_t row = 0; same && row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_RULES_KEY), "window") == 0) {
            same = is_right(sim, table, row, find_rules(sim, query.on));
            found = true;
        }
    }
    kho_table_free(table);
    return same && (found || world_differ(&sim->play.world, "rules: there is no window"));
}

/* As if the process had ended and another one begun. */
static int leave(simulation *sim)
{
    sim_close(sim, sim->who);
    if (sim->holder == sim->who) {
        sim->holder = -1;
        moment_put(sim, &sim->durable);
    }
    return sim_open(sim, sim->who);
}

/* Days go on, or jump, or are set right; entries of the day after tomorrow are refused.
 */
static int set_clock(simulation *sim)
{
    play *play = &sim->play;
    int day = play->today - play->first;

    day += play_chance(play, 60) ? 1 + play_roll(play, 3) : play_roll(play, 61) - 30;
    day = day < 90 ? 90 : day > 170 ? 170 : day;
    play->today = play->first + day;
    play->world.now = world_noon(play->today) + play_roll(play, 3600000);
    play->world.books->today = play->today;
    return KHO_OK;
}

const action sim_actions[] = {
    {"post",       40, post,            THE_BOOKS},
    {"post again", 6,  post_again,      THE_BOOKS},
    {"reverse",    6,  reverse,         THE_BOOKS},
    {"close",      8,  close_or_reopen, THE_BOOKS},
    {"import",     6,  import,          THE_BOOKS},
    {"define",     4,  define,          THE_BOOKS},
    {"rules",      3,  load_rules,      THE_BOOKS},
    {"batch",      8,  batch,           THE_BOOKS},
    {"ask",        8,  ask,             NOTHING  },
    {"check",      2,  check,           NOTHING  },
    {"forget",     4,  sim_forget,      THE_BOOKS},
    {"rotate",     2,  sim_rotate,      THE_BOOKS},
    {"backup",     2,  backup,          A_COPY   },
    {"leave",      4,  leave,           NOTHING  },
    {"clock",      4,  set_clock,       NOTHING  },
};
const size_t sim_action_count = sizeof(sim_actions) / sizeof(*sim_actions);
