/*
 * Posts entries through the C interface and tells how long they took, in one batch:
 *
 *     kho-post LEDGER ENTRIES MOVES
 *
 * What a language's own face is compared with; python_post.py posts the same.
 */
#include <kho.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MOVES_MOST 100
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void must(kho_status status)
{
    if (status == KHO_OK)
        return;
    fprintf(stderr, "kho-post: %s\n", kho_error_last()->message);
    exit(EXIT_FAILURE);
}

static double seconds(void)
{
    struct timespec at;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void define(kho_ledger *ledger)
{
    const char *const channels[] = {"free"};
    const kho_item item = {
        .code = "bcs", .name = {"Bao cao su", NULL},
             .unit = {"chiếc",    NULL},
             .pack = 1
    };
    const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho", NULL}   },
        {.code = "tyt", .kind = KHO_STORE,    .name = {"Trạm", NULL}},
    };
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = COUNT(channels),
        .items = &item,
        .item_count = 1,
        .places = places,
        .place_count = COUNT(places)};

    must(kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, NULL));
}

/* Lots are numbered: each move of an entry brings another. */
static void post(kho_ledger *ledger, int number, int move_count)
{
    char uid[32], lots[MOVES_MOST][16];
    kho_move moves[MOVES_MOST];
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    snprintf(uid, sizeof(uid), "PN-%d", number);
    for (int i = 0; i < move_count; i++) {
        snprintf(lots[i], sizeof(lots[i]), "A%d", i);
        moves[i] = (kho_move){
            "bcs", lots[i], kho_date_of(2029, 5, 31), NULL, "ncc", "tyt", 100 + i};
    }
    entry.uid = uid;
    entry.date = kho_date_of(2025, number % 10 + 1, 3);
    entry.moves = moves;
    entry.move_count = (size_t)move_count;
    must(kho_ledger_post(ledger, &entry, &answer));
}

int main(int argc, char **argv)
{
    kho_options options = KHO_OPTIONS_INIT;
    const int entries = argc == 4 ? (int)strtol(argv[2], NULL, 10) : 0,
              moves = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    kho_ledger *ledger;
    double start;

    if (entries < 1 || moves < 1 || moves > MOVES_MOST) {
        fprintf(
            stderr, "usage: kho-post LEDGER ENTRIES MOVES (at most %d)\n", MOVES_MOST);
        return 2;
    }
    options.mode = KHO_CREATE;
    must(kho_ledger_open(argv[1], &options, &ledger));
    define(ledger);
    start = seconds();
    must(kho_ledger_begin(ledger));
    for (int i = 0; i < entries; i++)
        post(ledger, i, moves);
    must(kho_ledger_commit(ledger));
    printf("%.6f\n", seconds() - start);
    kho_ledger_close(ledger);
    return EXIT_SUCCESS;
}
