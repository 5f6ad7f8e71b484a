/*
 * Posting is idempotent: 10,000 vouchers are posted by eight processes at once, each one
 * a dozen times, with the ledger closed and opened in between; each is there once.
 * Another content under a known number is a conflict that names the first field that
 * differs. With KHO_LONG=1 new ledgers are raced for until ten minutes are over.
 */
#include "ledger/world.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { VOUCHERS = 10000, WORKERS = 8, LONG_S = 600 };

static int failures;

static void expect(bool what, const char *text)
{
    if (what)
        return;
    failures++;
    fprintf(stderr, "failed: %s (%s)\n", text, kho_error_last()->message);
}

static const kho_date today = 20588; /* 2026-05-15 */

static kho_status open_ledger(const char *path, kho_mode mode, kho_ledger **out)
{
    static int64_t now;
    kho_options options = KHO_OPTIONS_INIT;

    now = world_noon(today);
    options.mode = mode;
    options.busy_ms = 60000;
    options.clock = world_clock;
    options.context = &now;
    return kho_ledger_open(path, &options, out);
}

static bool define(kho_ledger *ledger)
{
    static const char *const channels[] = {"free", "social_marketing"};
    /* clang-format off */
    static const kho_item items[] = {
        {"bcs", {"Bao cao su", NULL}, {"chiếc", "piece"}, 1, NULL, false, false, NULL, 0, 0, 0},
        {"vien", {"Viên uống", NULL}, {"vỉ", "cycle"}, 1, NULL, false, false, NULL, 0, 0, 0},
    };
    static const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}},
        {.code = "tyt-2", .kind = KHO_STORE, .name = {"Trạm hai", NULL}},
        {.code = "ctv", .kind = KHO_COLLABORATOR, .name = {"CTV", NULL}, .parent = "tyt"},
    };
    /* clang-format on */
    const kho_catalogue catalogue = {channels, 2, items, 2, places, 4, NULL, 0};
    kho_answer answer;

    return kho_ledger_define(ledger, &catalogue, kho_date_of(2000, 1, 1), &answer) ==
           KHO_OK;
}

/* The same voucher for the same number, whoever posts it. */
static kho_status post_voucher(kho_ledger *ledger, int number, kho_answer *answer)
{
    char uid[16];
    kho_move move = {"bcs", NULL, KHO_NO_DATE, NULL, "ncc", "tyt", 1 + number % 7};
    kho_entry entry = KHO_ENTRY_INIT;

    snprintf(uid, sizeof(uid), "v-%05d", number);
    entry.uid = uid;
    entry.date = today - number % 100;
    entry.moves = &move;
    entry.move_count = 1;
    if (number % 3 == 0) {
        move.from = "tyt";
        move.to = "ctv";
    }
    return kho_ledger_post(ledger, &entry, answer);
}

/* One process: every voucher, once or more, with restarts; two processes each begin at
 * the same one. What came of each goes to a file. */
static int work(const char *path, int worker)
{
    static int64_t seqs[VOUCHERS + 1];
    kho_ledger *ledger = NULL;
    kho_answer answer;
    char name[512];
    FILE *file;

    for (int done = 0; done < VOUCHERS; done++) {
        const int number = (done + worker / 2 * (2 * VOUCHERS / WORKERS)) % VOUCHERS;
        const int times = 1 + (number * 7 + worker * 3) % (worker == 0 ? 3 : 2);

        if (worker != 1 && (number + worker) % 11 == 0)
            continue; /* then the others alone */
        for (int i = 0; i < times; i++) {
            if (!ledger && open_ledger(path, KHO_READ_WRITE, &ledger) < 0)
                return 1;
            if (post_voucher(ledger, number, &answer) < 0)
                return 1;
            if (seqs[number] != 0 && (!answer.existing || answer.seq != seqs[number]))
                return 1;
            seqs[VOUCHERS] += !answer.existing;
            seqs[number] = answer.seq;
            if ((number + i) % 97 == 0) {
                kho_ledger_close(ledger);
                ledger = NULL;
            }
        }
    }
    kho_ledger_close(ledger);
    snprintf(name, sizeof(name), "%s.worker-%d", path, worker);
    file = fopen(name, "wb");
    if (!file || fwrite(seqs, sizeof(seqs), 1, file) != 1)
        return 1;
    return fclose(file) == 0 ? 0 : 1;
}

static bool run_workers(const char *self, const char *path)
{
    pid_t processes[WORKERS];
    bool done = true;
    int status;

    for (int i = 0; i < WORKERS; i++) {
        processes[i] = fork();
        if (processes[i] == 0) {
            const char number[] = {(char)('0' + i), '\0'};

            execl(self, self, "work", path, number, (char *)NULL);
            _exit(127);
        }
    }
    for (int i = 0; i < WORKERS; i++) {
        waitpid(processes[i], &status, 0);
        done = done && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    return done;
}

/* All processes were told the same, and all of it is there once. */
static void compare_workers(const char *path, int64_t first)
{
    static int64_t seqs[WORKERS][VOUCHERS + 1];
    bool used[VOUCHERS + 1] = {false};
    int64_t made = 0;

    for (int i = 0; i < WORKERS; i++) {
        char name[512];
        FILE *file;

        snprintf(name, sizeof(name), "%s.worker-%d", path, i);
        file = fopen(name, "rb");
        expect(file && fread(seqs[i], sizeof(seqs[i]), 1, file) == 1, "a worker's file");
        if (file)
            fclose(file);
        expect(seqs[i][VOUCHERS] > 0, "each process posted something");
        made += seqs[i][VOUCHERS];
    }
    expect(made == VOUCHERS, "each voucher was posted once");
    for (int number = 0; number < VOUCHERS; number++) {
        const int64_t seq = seqs[1][number] - first;

        for (int i = 0; i < WORKERS; i++)
            expect(seqs[i][number] == 0 || seqs[i][number] == seqs[1][number],
                "the same seq");
        expect(
            seq >= 1 && seq <= VOUCHERS && !used[seq], "a seq of its own, without gaps");
        if (seq >= 1 && seq <= VOUCHERS)
            used[seq] = true;
    }
}

static int64_t held(kho_ledger *ledger, const char *place)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t sum = 0;

    query.place = place;
    if (kho_ledger_stock(ledger, &query, &table) < 0)
        return -1;
    for (size_t row = 0; row < kho_table_rows(table); row++)
        sum += kho_table_int(table, row, KHO_STOCK_QUANTITY);
    kho_table_free(table);
    return sum;
}

static void check_ledger(kho_ledger *ledger, int64_t before)
{
    int64_t station = before, collaborator = 0;
    kho_table *table;

    for (int number = 0; number < VOUCHERS; number++) {
        station += number % 3 == 0 ? -(1 + number % 7) : 1 + number % 7;
        collaborator += number % 3 == 0 ? 1 + number % 7 : 0;
    }
    expect(held(ledger, "tyt") == station, "the station's stock");
    expect(held(ledger, "ctv") == collaborator, "the collaborator's stock");
    expect(kho_ledger_check(ledger, &table) == KHO_OK, "check");
    expect(kho_table_rows(table) == 0, "check finds nothing");
    kho_table_free(table);
}

static void race(const char *self, const char *path)
{
    kho_move begin = {"bcs", NULL, KHO_NO_DATE, NULL, "opening", "tyt", 1000000};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_ledger *ledger;
    kho_answer answer;
    int64_t first;

    unlink(path);
    expect(open_ledger(path, KHO_CREATE, &ledger) == KHO_OK, "create");
    expect(define(ledger), "define");
    entry.uid = "begin";
    entry.date = today - 200;
    entry.moves = &begin;
    entry.move_count = 1;
    expect(kho_ledger_post(ledger, &entry, &answer) == KHO_OK, "begin");
    first = answer.seq;
    kho_ledger_close(ledger);

    expect(run_workers(self, path), "the processes");
    compare_workers(path, first);
    expect(open_ledger(path, KHO_READ_WRITE, &ledger) == KHO_OK, "open");
    check_ledger(ledger, 1000000);
    kho_ledger_close(ledger);
}

/* An entry with every field, and its parts to change. */
typedef struct full {
    kho_entry entry;
    kho_move moves[2];
    kho_observation seen[2];
} full;

static full make_full(void)
{
    full made = {.entry = KHO_ENTRY_INIT};

    made.moves[0] = (kho_move){"bcs", "A1", 22000, "social_marketing", "ncc", "tyt", 100};
    made.moves[1] = (kho_move){"vien", "B1", 22000, NULL, "ncc", "tyt", 50};
    made.seen[0] = (kho_observation){
        KHO_FOUND, "tyt", "bcs", "A1", 22000, "social_marketing", 90, KHO_NO_MONTH};
    made.seen[1] = (kho_observation){
        KHO_DAYS_OUT, "tyt", "vien", NULL, KHO_NO_DATE, NULL, 3, kho_month_of(today) - 1};
    made.entry.uid = "full";
    made.entry.date = today;
    made.entry.by = "Trạm Y tế";
    made.entry.note = "tháng 5";
    made.entry.move_count = 2;
    made.entry.observed_count = 2;
    return made;
}

static void expect_conflict(kho_ledger *ledger, full *changed, const char *field)
{
    kho_answer answer;
    char text[128];

    changed->entry.moves = changed->moves;
    changed->entry.observed = changed->seen;
    snprintf(text, sizeof(text), "a conflict that names %s", field);
    expect(kho_ledger_post(ledger, &changed->entry, &answer) == KHO_ECONFLICT &&
               strstr(kho_error_last()->message, field),
        text);
}

#define CONFLICT(field, assignment)                                                      \
 do {                                                                                    \
  full changed = make_full();                                                            \
  assignment;                                                                            \
  expect_conflict(ledger, &changed, field);                                              \
 } while (0)

static void conflict_in_entry(kho_ledger *ledger)
{
    CONFLICT("date", changed.entry.date = today - 1);
    CONFLICT("by", changed.entry.by = "Trạm");
    CONFLICT("by", changed.entry.by = NULL);
    CONFLICT("note", changed.entry.note = "tháng 6");
    CONFLICT("note", changed.entry.note = NULL);
    CONFLICT("reverses", changed.entry.reverses = "v-00001");
    CONFLICT("moves", changed.entry.move_count = 1);
    CONFLICT("moves", changed.entry.move_count = 0);
    CONFLICT("observed", changed.entry.observed_count = 1);
    CONFLICT("observed", changed.entry.observed_count = 0);
    /* The first of two. */
    CONFLICT("date", (changed.entry.date = today - 1, changed.moves[0].quantity = 1));
    CONFLICT("moves[0].quantity",
        (changed.moves[0].quantity = 1, changed.moves[1].item = "bcs"));
    CONFLICT("moves[1].to", (changed.moves[1].to = "tyt-2", changed.seen[0].value = 1));
}

static void conflict_in_parts(kho_ledger *ledger)
{
    CONFLICT("moves[0].item", changed.moves[0].item = "vien");
    CONFLICT("moves[0].lot", changed.moves[0].lot = "A2");
    CONFLICT("moves[0].lot", changed.moves[0].lot = NULL);
    CONFLICT("moves[0].expiry", changed.moves[0].expiry = 22001);
    CONFLICT("moves[0].expiry", changed.moves[0].expiry = KHO_NO_DATE);
    CONFLICT("moves[0].channel", changed.moves[0].channel = NULL);
    CONFLICT("moves[0].from", changed.moves[0].from = "supplier");
    CONFLICT("moves[0].to", changed.moves[0].to = "tyt-2");
    CONFLICT("moves[0].quantity", changed.moves[0].quantity = 101);
    CONFLICT("moves[1].item", changed.moves[1].item = "bcs");
    CONFLICT("moves[1].channel", changed.moves[1].channel = "social_marketing");
    CONFLICT("observed[0].place", changed.seen[0].place = "tyt-2");
    CONFLICT("observed[0].item", changed.seen[0].item = "vien");
    CONFLICT("observed[0].lot", changed.seen[0].lot = "A2");
    CONFLICT("observed[0].expiry", changed.seen[0].expiry = 22001);
    CONFLICT("observed[0].channel", changed.seen[0].channel = NULL);
    CONFLICT("observed[0].found", changed.seen[0].value = 91);
    CONFLICT("observed[1].place", changed.seen[1].place = "tyt-2");
    CONFLICT("observed[1].item", changed.seen[1].item = "bcs");
    CONFLICT("observed[1].channel", changed.seen[1].channel = "social_marketing");
    CONFLICT("observed[1].days_out", changed.seen[1].value = 4);
    CONFLICT("observed[1].month", changed.seen[1].month -= 1);
    CONFLICT("observed[1].month", changed.seen[1].month = KHO_NO_MONTH);
}

static void expect_existing(kho_ledger *ledger, full *same, int64_t seq, const char *text)
{
    kho_answer answer;

    same->entry.moves = same->moves;
    same->entry.observed = same->seen;
    expect(kho_ledger_post(ledger, &same->entry, &answer) == KHO_OK && answer.existing &&
               answer.seq == seq,
        text);
}

static void conflicts(const char *path)
{
    kho_ledger *ledger;
    kho_answer answer;
    full made = make_full();
    uint64_t before;

    expect(open_ledger(path, KHO_READ_WRITE, &ledger) == KHO_OK, "open");
    made.entry.moves = made.moves;
    made.entry.observed = made.seen;
    expect(kho_ledger_post(ledger, &made.entry, &answer) == KHO_OK,
        "an entry with every field");
    expect(!answer.existing, "it is new");
    before = world_digest(path);
    conflict_in_entry(ledger);
    conflict_in_parts(ledger);

    /* What is left out and its default are the same; so are the two ways to write a
     * letter. */
    made.moves[1].channel = "free";
    made.seen[1].channel = "free";
    made.entry.by = "Tra\xcc\xa3m Y te\xcc\x82\xcc\x81";
    expect_existing(ledger, &made, answer.seq, "the same request with defaults and NFD");
    expect(world_digest(path) == before, "not a byte changed");
    kho_ledger_close(ledger);
}

int main(int count, char **arguments)
{
    const time_t until = time(NULL) + (getenv("KHO_LONG") ? LONG_S : 0);
    long vouchers = 0;
    world world;

    if (count == 4 && strcmp(arguments[1], "work") == 0)
        return work(arguments[2], (int)strtol(arguments[3], NULL, 10));

    if (!world_open(&world, today)) {
        fprintf(stderr, "failed: %s\n", world.why);
        return 1;
    }
    kho_ledger_close(world.ledger);
    world.ledger = NULL;
    do {
        race("/proc/self/exe", world.path);
        vouchers += VOUCHERS;
    } while (failures == 0 && time(NULL) < until);
    conflicts(world.path);
    world_close(&world);
    if (failures == 0)
        printf("%ld vouchers, each there once\n", vouchers);
    return failures == 0 ? 0 : 1;
}
