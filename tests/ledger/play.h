/*
 * A random player of small books: it makes up catalogues, entries and questions, and puts
 * each to a ledger and to the reference beside it (ledger/world.h). What it does follows
 * from its state alone. Who plays says when.
 */
#ifndef TESTS_LEDGER_PLAY_H
#define TESTS_LEDGER_PLAY_H

#include "ledger/world.h"

enum {
    PLAY_VOUCHERS = 96,
    PLAY_MOVES = 3,
    PLAY_SERVICES = 2,
    PLAY_CLIENTS = 5,
    PLAY_RETURNS = 16
};

/* An entry that was posted, kept to be posted again. */
typedef struct play_voucher {
    char uid[24];
    kho_entry entry;
    kho_move moves[PLAY_MOVES];
    kho_observation seen[2];
    kho_service services[PLAY_SERVICES];
} play_voucher;

typedef struct play {
    world world;
    uint64_t state;
    kho_date first, today, cursor;
    play_voucher vouchers[PLAY_VOUCHERS];
    size_t voucher_count;
    int stores, collaborators, items;     /* that there are */
    bool returns;                         /* monthly returns come, too */
    bool imports;                         /* files of them come, too */
    bool closes;                          /* months are closed, too */
    reference_return known[PLAY_RETURNS]; /* that came */
    size_t known_count;
    bool links; /* services are linked to clients: a key is in use */
} play;

/* All zeros but for the dice and the days; the world isn't opened yet. */
void play_begin(play *play, uint64_t seed);

int play_roll(play *play, int sides);
bool play_chance(play *play, int percent);

/* Who is there. */
extern const char *const play_channels[2];
extern const char *const play_clients[PLAY_CLIENTS];
const char *play_item(play *play);
const char *play_store(play *play);
const char *play_collaborator(play *play);

/* Define a catalogue in both, and later some more of it: a place, an item or a price. */
bool play_catalogue(play *play);
int play_define(play *play);

/* Add services to an entry, and perhaps what they give out to its first move; false where
 * one is malformed. */
bool play_serve(play *play, play_voucher *made);

void play_change_service(play *play, kho_service *service); /* something of it */

/* Post to both: the ledger's status, or 1 where they differ. */
int play_post(play *play);
int play_post_again(play *play); /* as it was, or with something changed */
int play_reverse(play *play);
int play_close_or_reopen(play *play);
int play_import(play *play); /* a file of monthly returns; no batch may be open */

/* Ask both some things, so many times; false where they differ. */
bool play_ask(play *play, int times);
bool play_ask_services(play *play, const reference_query *query);

#endif
