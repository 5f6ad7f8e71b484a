/*
 * A month at a health station, through the public interface alone.
 *
 *     cc station.c $(pkg-config --cflags --libs kho) -o station && ./station new.kho
 *
 * Every change is an entry that is posted; every question is a function that returns a
 * table. What a move means is never said: it follows from where it came from and where it
 * went. So there is one function to post with, and nothing to learn for each movement.
 */
#include <inttypes.h>
#include <kho.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define ENTRY(number, day) .version = KHO_ENTRY_VERSION, .uid = number, .date = day
#define MOVES(array) .moves = array, .move_count = COUNT(array)

/* Anything but KHO_OK has a message for people, in the language of the thread. */
static void must(kho_status status)
{
    if (status == KHO_OK)
        return;
    fprintf(stderr, "station: %s\n", kho_error_last()->message);
    exit(EXIT_FAILURE);
}

/* The ledger asks for the time here, so that the example says the same on every day. */
static int64_t noon_of_30_november(void *context)
{
    (void)context;
    return ((int64_t)kho_date_of(2026, 11, 30) * 24 + 5) * 3600 * 1000;
}

static int to_stdout(void *context, const char *bytes, size_t size)
{
    (void)context;
    return fwrite(bytes, 1, size, stdout) == size ? 0 : -1;
}

static void define(kho_ledger *ledger)
{
    /* clang-format off */
    const kho_item items[] = {
        {.code = "bcs", .name = {"Bao cao su", "Condom"}, .unit = {"chiếc", "piece"}, .pack = 144},
        {.code = "vien", .name = {"Viên uống", "Pill"}, .unit = {"vỉ", "cycle"}, .pack = 1},
    };
    const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm Y tế Sông Công", NULL}},
        {.code = "ctv", .kind = KHO_COLLABORATOR, .name = {"CTV tổ 1", NULL}, .parent = "tyt"},
    };
    /* clang-format on */
    const char *const channels[] = {"free"};
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = COUNT(channels),
        .items = items,
        .item_count = COUNT(items),
        .places = places,
        .place_count = COUNT(places)};

    must(kho_ledger_define(ledger, &catalogue, kho_date_of(2026, 1, 1), NULL));
}

/* Which lots an entry moved: those it named, or those that were chosen for it. */
static void print_taken(const kho_answer *answer)
{
    char expiry[16];

    printf("%s\n", answer->uid);
    for (size_t i = 0; i < answer->taken_count; i++) {
        const kho_taken *taken = &answer->taken[i];

        printf("    %-4s %6" PRId64 "  %s -> %s, lot %s, expires %s\n", taken->item,
            taken->quantity, taken->from, taken->to, taken->lot,
            kho_date_format(taken->expiry, expiry));
    }
}

/* A refusal tells everything at once: each move, each lot that was there, and why not. */
static void print_refused(const char *uid, const kho_error *error)
{
    printf("%s: refused (%s)\n", uid, kho_status_word(error->status));
    for (size_t i = 0; i < error->refusal_count; i++) {
        const kho_refusal *refusal = &error->refusals[i];

        printf("    %s\n", refusal->message);
        for (size_t j = 0; j < refusal->lot_count; j++)
            printf("    lot %s: %" PRId64 " there, %s\n", refusal->lots[j].lot,
                refusal->lots[j].quantity, refusal->lots[j].why);
    }
}

/* The uid is the voucher's number. Post it again after a power cut, a lost connection or
 * an impatient second click: it is there once, and the answer is the first one's. */
static void post(kho_ledger *ledger, const kho_entry *entry)
{
    kho_answer answer;

    if (kho_ledger_post(ledger, entry, &answer) == KHO_OK)
        print_taken(&answer);
    else
        print_refused(entry->uid, kho_error_last());
}

static void live_through_november(kho_ledger *ledger)
{
    const kho_date first = kho_date_of(2026, 11, 1), none = KHO_NO_DATE,
                   past = kho_date_of(2026, 10, 31), soon = kho_date_of(2027, 6, 30),
                   late = kho_date_of(2029, 5, 31);
    /* clang-format off */
    /* item, lot, expiry, channel (NULL: the first), from, to, quantity in base units */
    const kho_move begin[] = {{"bcs", "A9", past, NULL, "opening", "tyt", 20},
                              {"vien", "V7", soon, NULL, "opening", "tyt", 60}};
    const kho_move receive[] = {{"bcs", "A12", late, NULL, "ncc", "tyt", 1440},
                                {"bcs", "A11", soon, NULL, "ncc", "tyt", 144}};
    /* No lot is named: first expired, first out. What has expired stays on the shelf. */
    const kho_move issue[] = {{"bcs", NULL, none, NULL, "tyt", "ctv", 288}};
    const kho_move dispense[] = {{"bcs", NULL, none, NULL, "ctv", "client", 200},
                                 {"vien", NULL, none, NULL, "tyt", "client", 25}};
    const kho_move too_much[] = {{"bcs", NULL, none, NULL, "tyt", "ctv", 5000}};
    /* A count isn't a move: what was found is kept, and the difference to it is moved. */
    const kho_observation found[] = {{KHO_FOUND, "tyt", "vien", "V7", soon, NULL, 34, 0}};
    const kho_move twice[] = {{"vien", NULL, none, NULL, "tyt", "client", 25}};
    const kho_entry entries[] = {
        {ENTRY("TD-1", first), MOVES(begin)},
        {ENTRY("PN-1", first + 2), MOVES(receive), .by = "Nguyễn Thị Hoa"},
        {ENTRY("PX-1", first + 4), MOVES(issue)},
        {ENTRY("PX-2", first + 11), MOVES(dispense)},
        {ENTRY("PX-3", first + 19), MOVES(too_much)},
        {ENTRY("KK-1", first + 24), .observed = found, .observed_count = COUNT(found)},
        {ENTRY("PX-4", first + 25), MOVES(twice)},
    };
    /* clang-format on */
    kho_answer answer;

    for (size_t i = 0; i < COUNT(entries); i++)
        post(ledger, &entries[i]);

    /* Nothing is ever changed or deleted: a mistake gets its mirror image. */
    must(kho_ledger_reverse(ledger, "PX-4", none, false, "the same as PX-2", &answer));
    print_taken(&answer);
}

static size_t show(kho_table *table, kho_format format)
{
    const size_t rows = kho_table_rows(table);

    printf("\n");
    must(kho_table_write(table, format, KHO_VI, to_stdout, NULL));
    kho_table_free(table);
    return rows;
}

int main(int argc, char **argv)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_query november = KHO_QUERY_INIT, now = KHO_QUERY_INIT;
    kho_ledger *ledger;
    kho_table *table;
    size_t faults;

    kho_error_language(KHO_VI);
    options.mode = KHO_CREATE; /* refused where the file exists: nothing is overwritten */
    options.clock = noon_of_30_november;
    must(kho_ledger_open(argc > 1 ? argv[1] : "station.kho", &options, &ledger));
    define(ledger);
    live_through_november(ledger);

    november.place = "tyt";
    november.tree = true; /* and its collaborators, line by line */
    november.from = kho_date_of(2026, 11, 1);
    november.to = kho_date_of(2026, 11, 30);
    must(kho_ledger_report(ledger, &november, &table));
    show(table, KHO_TERMINAL);
    must(kho_ledger_alerts(ledger, &now, &table));
    show(table, KHO_CSV);
    must(kho_ledger_check(ledger, &table)); /* a row for each fault; there are none */
    faults = show(table, KHO_CSV);
    kho_ledger_close(ledger);
    return faults ? EXIT_FAILURE : EXIT_SUCCESS;
}
