/*
 * Several processes post to one ledger: how many entries each got in, and how long the
 * unluckiest one waited.
 *
 *     kho-contend [--processes 8] [--seconds 5] [--pace MS] [--readers N]
 *
 * Without --pace each posts again at once, the worst case; with it each waits MS to 4 MS
 * between two posts, as people do. Readers ask for the stock meanwhile. Afterwards every
 * acknowledged entry must be there and `check` find nothing.
 */
#include <inttypes.h>
#include <kho.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES_MAX = 64, WAITS_MAX = 1 << 16 };

/* What a process tells, in memory that all share. */
typedef struct tally {
    int64_t done, failed;
    int64_t waits[WAITS_MAX]; /* microseconds, of the first so many */
} tally;

typedef struct contest {
    const char *path;
    int processes, readers, seconds, pace_ms;
    tally *tallies;
} contest;

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void must(kho_status status, const char *what)
{
    if (status == KHO_OK)
        return;
    fprintf(stderr, "kho-contend: %s: %s\n", what, kho_error_last()->message);
    exit(EXIT_FAILURE);
}

static kho_ledger *open_ledger(const char *path, kho_mode mode)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *ledger;

    options.mode = mode;
    must(kho_ledger_open(path, &options, &ledger), "open");
    return ledger;
}

static void define(kho_ledger *ledger, int processes)
{
    static char codes[PROCESSES_MAX][16];
    static const char *const channels[] = {"free"};
    static const kho_item items[] = {
        {.code = "bcs",
         .name = {"Bao cao su", NULL},
         .unit = {"chiếc", NULL},
         .pack = 1}
    };
    kho_place places[PROCESSES_MAX + 1] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}}
    };
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = 1,
        .items = items,
        .item_count = 1,
        .places = places,
        .place_count = (size_t)processes + 1};

    for (int i = 0; i < processes; i++) {
        snprintf(codes[i], sizeof(codes[i]), "tyt-%d", i);
        places[i + 1] = (kho_place){
            .code = codes[i], .kind = KHO_STORE, .name = {codes[i], NULL}
        };
    }
    must(kho_ledger_define(ledger, &catalogue, KHO_NO_DATE, NULL), "define");
}

static void rest(const contest *race, unsigned *seed)
{
    if (race->pace_ms > 0)
        usleep(
            (useconds_t)(race->pace_ms * 1000 * (1 + (int)(rand_r(seed) % 3000) / 1000)));
}

static void post_until(const contest *race, int own, int64_t end)
{
    tally *mine = &race->tallies[own];
    kho_ledger *ledger = open_ledger(race->path, KHO_READ_WRITE);
    const kho_date today = kho_ledger_today(ledger);
    unsigned seed = (unsigned)own + 1;
    char place[16];

    snprintf(place, sizeof(place), "tyt-%d", own);
    for (int64_t begun; (begun = now_us()) < end; rest(race, &seed)) {
        const kho_move move = {"bcs", "A", today + 400, NULL, "ncc", place, 1};
        kho_entry entry = KHO_ENTRY_INIT;
        char uid[32];

        snprintf(uid, sizeof(uid), "%d-%" PRId64, own, mine->done);
        entry.uid = uid;
        entry.date = today;
        entry.moves = &move;
        entry.move_count = 1;
        if (kho_ledger_post(ledger, &entry, NULL) < 0) {
            mine->failed++;
            continue;
        }
        if (mine->done < WAITS_MAX)
            mine->waits[mine->done] = now_us() - begun;
        mine->done++;
    }
    kho_ledger_close(ledger);
}

static void read_until(const contest *race, int own, int64_t end)
{
    tally *mine = &race->tallies[own];
    kho_ledger *ledger = open_ledger(race->path, KHO_READ_ONLY);
    kho_query query = KHO_QUERY_INIT;

    query.place = "tyt-0";
    for (int64_t begun; (begun = now_us()) < end;) {
        kho_table *table;

        if (kho_ledger_stock(ledger, &query, &table) < 0) {
            mine->failed++;
            continue;
        }
        kho_table_free(table);
        if (mine->done < WAITS_MAX)
            mine->waits[mine->done] = now_us() - begun;
        mine->done++;
    }
    kho_ledger_close(ledger);
}

static int compare(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* One line of what some processes did: all of them writers, or all readers. */
static void tell(const contest *race, const char *what, int from, int count)
{
    int64_t done = 0, failed = 0, least = INT64_MAX, most = 0;
    size_t waits = 0;
    int64_t *all = calloc((size_t)count * WAITS_MAX + 1, sizeof(*all));

    if (!all)
        exit(EXIT_FAILURE);
    for (int i = from; i < from + count; i++) {
        const tally *mine = &race->tallies[i];
        const size_t kept = (size_t)(mine->done < WAITS_MAX ? mine->done : WAITS_MAX);

        done += mine->done;
        failed += mine->failed;
        least = mine->done < least ? mine->done : least;
        most = mine->done > most ? mine->done : most;
        memcpy(all + waits, mine->waits, kept * sizeof(*all));
        waits += kept;
    }
    qsort(all, waits, sizeof(*all), compare);
    printf("%-8s %d: %" PRId64 " a second, failed %" PRId64 ", least/most %.2f, wait"
           " median %.1f ms, 99 %% %.1f ms, worst %.1f ms\n",
        what, count, done / race->seconds, failed,
        most ? (double)least / (double)most : 0,
        waits ? (double)all[waits / 2] / 1000 : 0,
        waits ? (double)all[waits - 1 - waits / 100] / 1000 : 0,
        waits ? (double)all[waits - 1] / 1000 : 0);
    free(all);
}

static void run(const contest *race)
{
    const int all = race->processes + race->readers;
    const int64_t end = now_us() + 200000 + (int64_t)race->seconds * 1000000;

    fflush(stdout);
    for (int i = 0; i < all; i++) {
        const pid_t child = fork();

        if (child < 0)
            exit(EXIT_FAILURE);
        if (child > 0)
            continue;
        usleep((useconds_t)(end - (int64_t)race->seconds * 1000000 - now_us()));
        if (i < race->processes)
            post_until(race, i, end);
        else
            read_until(race, i, end);
        _exit(EXIT_SUCCESS);
    }
    for (int i = 0; i < all; i++) {
        int how;

        if (wait(&how) < 0 || how != 0)
            exit(EXIT_FAILURE);
    }
}

/* What was acknowledged is there, and the books are right. */
static void verify(const contest *race)
{
    kho_ledger *ledger = open_ledger(race->path, KHO_READ_ONLY);
    kho_query query = KHO_QUERY_INIT;
    int64_t done = 0, there = 0;
    kho_table *table;

    for (int i = 0; i < race->processes; i++)
        done += race->tallies[i].done;
    must(kho_ledger_stock(ledger, &query, &table), "stock");
    for (size_t row = 0; row < kho_table_rows(table); row++)
        there += kho_table_int(table, row, KHO_STOCK_QUANTITY);
    kho_table_free(table);
    must(kho_ledger_check(ledger, &table), "check");
    printf("acknowledged %" PRId64 ", there %" PRId64 ", faults %zu\n", done, there,
        kho_table_rows(table));
    if (done != there || kho_table_rows(table) > 0)
        exit(EXIT_FAILURE);
    kho_table_free(table);
    kho_ledger_close(ledger);
}

static int number(int argc, char **argv, const char *name, int otherwise)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return (int)strtol(argv[i + 1], NULL, 10);
    }
    return otherwise;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/kho-contend-XXXXXX", path[64];
    static const char *const suffixes[] = {"", "-journal", "-queue"};
    contest all = {.processes = number(argc, argv, "--processes", 8),
        .readers = number(argc, argv, "--readers", 0),
        .seconds = number(argc, argv, "--seconds", 5),
        .pace_ms = number(argc, argv, "--pace", 0)};
    const size_t size = PROCESSES_MAX * sizeof(*all.tallies);
    kho_ledger *ledger;

    if (all.processes < 1 || all.seconds < 1 || all.readers < 0 ||
        all.processes + all.readers > PROCESSES_MAX || !mkdtemp(folder))
        return 2;
    snprintf(path, sizeof(path), "%s/x.kho", folder);
    all.path = path;
    all.tallies =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (all.tallies == MAP_FAILED)
        return EXIT_FAILURE;
    ledger = open_ledger(path, KHO_CREATE);
    define(ledger, all.processes);
    kho_ledger_close(ledger);

    run(&all);
    tell(&all, "writers", 0, all.processes);
    if (all.readers > 0)
        tell(&all, "readers", all.processes, all.readers);
    verify(&all);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
        snprintf(path, sizeof(path), "%s/x.kho%s", folder, suffixes[i]);
        unlink(path);
    }
    return rmdir(folder) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
