/* The same facts through the library. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speed.h"

static const char *const item_codes[ITEMS] = {"i00", "i01", "i02", "i03", "i04", "i05",
    "i06", "i07", "i08", "i09", "i10", "i11", "i12", "i13", "i14"};

/* The day after the last month, whatever the machine's clock says. */
static int64_t clock_of_the_end(void *context)
{
    (void)context;
    return (int64_t)(kho_month_last(FIRST_MONTH + MONTHS - 1) + 1) * 86400000;
}

static void must(kho_status status, const char *what)
{
    if (status < 0)
        complain(what, kho_error_last()->message);
}

void ours_open(struct speed *speed, bool create)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = create ? KHO_CREATE : KHO_READ_WRITE;
    options.clock = clock_of_the_end;
    must(kho_ledger_open(speed->ours_path, &options, &speed->ours.ledger), "open");
}

void ours_close(struct ours *ours)
{
    kho_ledger_close(ours->ledger);
    ours->ledger = NULL;
}

void ours_define(struct ours *ours, int stations)
{
    kho_catalogue catalogue = {0};
    kho_item items[ITEMS] = {{0}};
    kho_place *places = claim((size_t)stations + OUTSIDE, sizeof(*places));
    static const char *const channels[] = {"free"};
    kho_answer answer;

    ours->codes = claim((size_t)stations, sizeof(*ours->codes));
    for (int i = 0; i < ITEMS; i++) {
        items[i] = (kho_item){
            .code = item_codes[i],
            .name = {"mặt hàng", "item" },
            .unit = {"chiếc",     "piece"},
            .pack = 1
        };
    }
    places[SUPPLIER] = (kho_place){
        .code = "ncc", .kind = KHO_SUPPLIER, .name = {"kho trung ương", NULL}
    };
    places[1] = (kho_place){
        .code = "tinh", .kind = KHO_STORE, .level = "province", .name = {"tỉnh", NULL}
    };
    for (int i = 0; i < stations; i++) {
        snprintf(ours->codes[i], sizeof(*ours->codes), "tyt-%05d", i);
        places[OUTSIDE + i] = (kho_place){
            .code = ours->codes[i],
            .kind = KHO_STORE,
            .level = "station",
            .name = {ours->codes[i], NULL},
            .parent = "tinh"
        };
    }
    catalogue.channels = channels;
    catalogue.channel_count = 1;
    catalogue.items = items;
    catalogue.item_count = ITEMS;
    catalogue.places = places;
    catalogue.place_count = (size_t)stations + OUTSIDE;
    must(kho_ledger_define(ours->ledger, &catalogue, KHO_NO_DATE, &answer), "define");
    free(places);
}

static const char *code_of(const struct ours *ours, int place)
{
    if (place == SUPPLIER)
        return "ncc";
    return place == CLIENT ? "client" : ours->codes[place - OUTSIDE];
}

static int number_at(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

static void note_facts(struct speed *speed, struct entry *entry, const kho_answer *answer)
{
    struct batch *batch = &speed->batch;

    entry->first_fact = batch->fact_count;
    entry->fact_count = answer->taken_count;
    if (batch->fact_count + answer->taken_count > batch->fact_room)
        complain("batch", "lots were split more than expected");
    for (size_t i = 0; i < answer->taken_count; i++) {
        const kho_taken *taken = &answer->taken[i];
        const struct wish *wish = &entry->wishes[taken->move];

        batch->facts[batch->fact_count++] = (struct fact){
            .lot = number_at(taken->item + 1) * LOTS + number_at(taken->lot + 1),
            .source = wish->source,
            .target = wish->target,
            .quantity = taken->quantity};
    }
}

int64_t ours_post(struct speed *speed, struct entry *entry)
{
    kho_entry request = KHO_ENTRY_INIT;
    kho_move moves[MOVES] = {{0}};
    char lots[MOVES][8];
    kho_answer answer;
    int64_t start;

    for (size_t i = 0; i < entry->wish_count; i++) {
        const struct wish *wish = &entry->wishes[i];

        snprintf(lots[i], sizeof(lots[i]), "L%02d", wish->lot);
        moves[i] = (kho_move){.item = item_codes[wish->item],
            .lot = wish->lot < 0 ? NULL : lots[i],
            .expiry = wish->lot < 0 ? KHO_NO_DATE : data_expiry(wish->lot),
            .from = code_of(&speed->ours, wish->source),
            .to = code_of(&speed->ours, wish->target),
            .quantity = wish->quantity};
    }
    request.uid = entry->uid;
    request.date = entry->date;
    request.moves = moves;
    request.move_count = entry->wish_count;
    start = now_ns();
    must(kho_ledger_post(speed->ours.ledger, &request, &answer), entry->uid);
    start = now_ns() - start;
    note_facts(speed, entry, &answer);
    return start;
}
