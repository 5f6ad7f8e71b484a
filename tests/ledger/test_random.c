/*
 * Random small ledgers, each posted to the library and to the reference, which must say
 * the same: 10,000 of them from fixed seeds. KHO_QUICK=1 runs 1,000, KHO_LONG=1
 * 30,000, KHO_SEED=n one, and with KHO_TRACE=1 prints what is posted.
 */
#include "ledger/play.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { SHARDS = 4, LEDGERS = 10000, QUICK = 1000, LONG = 30000 };

/* A play with a batch now and then. */
typedef struct game {
    play play;
    bool batch;
    int64_t batch_seq;
} game;

static int step(game *game)
{
    play *play = &game->play;
    int what = play_roll(play, 100);

    if (!game->batch && what < 3)
        return world_reopen(&play->world) ? KHO_OK : 1;
    if (!game->batch && what < 7) {
        game->batch_seq = play->world.books->seq;
        game->batch = true;
        return kho_ledger_begin(play->world.ledger) < 0
                   ? world_differ(&play->world, "begin: %s", kho_error_last()->message) +
                         1
                   : KHO_OK;
    }
    if (game->batch && what < 20) {
        game->batch = false;
        if (play_chance(play, 40)) {
            kho_ledger_rollback(play->world.ledger);
            reference_forget(play->world.books, game->batch_seq);
        } else if (kho_ledger_commit(play->world.ledger) < 0) {
            return world_differ(&play->world, "commit: %s", kho_error_last()->message) +
                   1;
        }
        return KHO_OK;
    }
    if (!game->batch && play->imports && what < 23)
        return play_import(play);
    if (play->closes && what < 26)
        return play_close_or_reopen(play);
    if (play->voucher_count > 0 && what < 29)
        return play_reverse(play);
    if (play->voucher_count > 0 && what < 35)
        return play_post_again(play);
    return play_post(play);
}

/* One ledger; what it was is all in its seed. */
static bool run(game *game, uint64_t seed)
{
    play *play = &game->play;
    int steps;
    bool same;

    game->batch = false;
    play_begin(play, seed);
    same = world_open(&play->world, play->today) && play_catalogue(play);
    steps = 20 + play_roll(play, 41);
    for (int i = 0; same && i < steps; i++) {
        same = step(game) != 1;
        if (same && !game->batch && i % 16 == 15)
            same = play_ask(play, 1);
    }
    if (same && game->batch && kho_ledger_commit(play->world.ledger) < 0)
        same = world_differ(&play->world, "commit: %s", kho_error_last()->message);
    same = same && play_ask(play, 4) && world_check(&play->world);
    world_close(&play->world);
    return same;
}

static void run_shard(int shard)
{
    const char *one = getenv("KHO_SEED");
    const int count = getenv("KHO_QUICK") ? QUICK : getenv("KHO_LONG") ? LONG : LEDGERS;
    game *game = malloc(sizeof(*game));
    int failed = 0;

    cr_assert(game);
    if (one) {
        uint64_t seed = strtoull(one, NULL, 10);

        if ((int)(seed % SHARDS) == shard)
            cr_assert(run(game, seed), "KHO_SEED=%s: %s", one, game->play.world.why);
    }
    for (int seed = shard; !one && seed < count && failed < 5; seed += SHARDS) {
        if (!run(game, (uint64_t)seed)) {
            failed++;
            cr_expect(false, "KHO_SEED=%d: %s", seed, game->play.world.why);
        }
    }
    free(game);
}

TestSuite(random, .timeout = 1200);

Test(random, ledgers_say_what_the_reference_says_1)
{
    run_shard(0);
}

Test(random, ledgers_say_what_the_reference_says_2)
{
    run_shard(1);
}

Test(random, ledgers_say_what_the_reference_says_3)
{
    run_shard(2);
}

Test(random, ledgers_say_what_the_reference_says_4)
{
    run_shard(3);
}
