/* Random entries of small books. */
#include "ledger/play.h"

#include <string.h>

static const char *const loss_codes[] = {
    "loss/expired", "loss/damaged", "loss/stolen", "loss/other"};

/* A lot of the pool, named in full, by its number alone, or not at all. */
static void choose_lot(play *play, kho_move *move, bool in)
{
    /* Calls in a table are moved further right each time. */
    /* clang-format off */
    const struct {
        const char *number;
        kho_date expiry;
    } pool[] = {
        {"A1", kho_date_of(2026, 2, 10)},
        {"A1", kho_date_of(2027, 1, 31)},
        {"B2", kho_date_of(2026, 3, 20)},
        {"B1", kho_date_of(2026, 3, 21)},
        {"C3", KHO_NO_DATE},
        {"Đ9", kho_date_of(2026, 9, 30)},
        {"E 10", kho_date_of(2028, 12, 31)},
        {"", KHO_NO_DATE},
        {"", kho_date_of(2026, 10, 15)},
    };
    /* clang-format on */
    const int lots = sizeof(pool) / sizeof(*pool);
    bool required = strcmp(move->item, "vien") == 0;
    int i = play_roll(play, lots);

    if (!in && play_chance(play, 55))
        return;
    while (in && required && !play_chance(play, 4) &&
           (!*pool[i].number || pool[i].expiry == KHO_NO_DATE))
        i = play_roll(play, lots);
    move->lot = pool[i].number;
    move->expiry = pool[i].expiry;
    if (*move->lot && play_chance(play, 20))
        move->expiry = KHO_NO_DATE;
    if (in && !*move->lot && move->expiry == KHO_NO_DATE && play_chance(play, 50))
        move->lot = NULL;
}

/* hold/X or transit/X of a store, by text that lives on. */
static const char *beside(play *play, const char *prefix, const char *store)
{
    char code[80];

    snprintf(code, sizeof(code), "%s/%s", prefix, store);
    return play->world.books->places[reference_place_find(play->world.books, code)].code;
}

/* From where to where: what happens in a month at a station, receipts and issues above
 * all. */
static void choose_route(play *play, kho_move *move, bool *in)
{
    const char *store = play_store(play), *other = play_store(play);
    /* First there is stock. */
    const int verb = play_roll(play, play->voucher_count < 8 ? 28 : 100);

    *in = verb < 28;
    move->from = store;
    if (verb < 24) {
        move->from = play_chance(play, 80) ? "ncc" : "supplier";
        move->to = store;
    } else if (verb < 28) {
        move->from = "opening";
        move->to = play_chance(play, 70)   ? store
                   : play_chance(play, 50) ? play_collaborator(play)
                                           : beside(play, "hold", store);
    } else if (verb < 44) {
        move->to = play_collaborator(play);
    } else if (verb < 58) {
        move->from = play_chance(play, 60) ? store : play_collaborator(play);
        move->to = "client";
    } else if (verb < 66) {
        bool people = play_chance(play, 25);

        move->from = people ? play_collaborator(play) : store;
        move->to = people ? play_collaborator(play) : other;
    } else if (verb < 71) {
        move->from = play_collaborator(play);
        move->to = store;
    } else if (verb < 76) {
        move->to = beside(play, "hold", play_chance(play, 90) ? store : other);
    } else if (verb < 80) {
        move->from = beside(play, "hold", store);
        move->to = play_chance(play, 70)   ? store
                   : play_chance(play, 50) ? "ncc"
                                           : beside(play, "hold", other);
    } else if (verb < 86) {
        *in = play_chance(play, 20);
        move->from = *in                     ? "ncc"
                     : play_chance(play, 85) ? store
                                             : beside(play, "hold", store);
        move->to = beside(play, "transit", other);
    } else if (verb < 91) {
        move->from = beside(play, "transit", store);
        move->to = play_chance(play, 80)   ? store
                   : play_chance(play, 50) ? other
                                           : beside(play, "transit", other);
    } else if (verb < 97) {
        move->from = play_chance(play, 70)   ? store
                     : play_chance(play, 50) ? play_collaborator(play)
                     : play_chance(play, 50) ? beside(play, "hold", store)
                                             : beside(play, "transit", store);
        move->to = loss_codes[play_chance(play, 40) ? 0 : play_roll(play, 4)];
    } else if (verb < 99) {
        move->to = "ncc";
    } else {
        *in = play_chance(play, 50);
        move->from = *in ? "count" : store;
        move->to = *in ? store : "count";
    }
}

/* One fault at a time: which of several a refusal names is nobody's promise. */
static void spoil(play *play, kho_move *move)
{
    static const int64_t quantities[] = {
        0, -1, INT64_MIN, KHO_QUANTITY_MAX + 1, INT64_MAX};

    switch (play_roll(play, 6)) {
    case 0:
        move->item = "nothing";
        break;
    case 1:
        move->channel = "nobody";
        break;
    case 2:
        move->from = "nowhere";
        break;
    case 3:
        move->to = "hold/nowhere";
        break;
    case 4:
        move->quantity = quantities[play_roll(play, 5)];
        break;
    default:
        move->from = "client";
        move->lot = NULL;
        move->expiry = KHO_NO_DATE;
    }
}

static void make_move(play *play, kho_move *move)
{
    bool in;

    *move = (kho_move){.item = play_item(play), .expiry = KHO_NO_DATE};
    if (play_chance(play, 25))
        move->channel = play_channels[play_roll(play, 2)];
    choose_route(play, move, &in);
    choose_lot(play, move, in);
    move->quantity = in ? 10 + play_roll(play, 190) : 1 + play_roll(play, 50);
    if (play_chance(play, 3))
        spoil(play, move);
}

static void make_observation(play *play, kho_observation *seen)
{
    kho_move lot = {.item = play_item(play), .expiry = KHO_NO_DATE};

    *seen = (kho_observation){.kind = play_chance(play, 70) ? KHO_FOUND : KHO_DAYS_OUT,
        .place = play_chance(play, 75) ? play_store(play) : play_collaborator(play),
        .item = lot.item,
        .expiry = KHO_NO_DATE,
        .month = KHO_NO_MONTH};
    if (play_chance(play, 20))
        seen->channel = play_channels[play_roll(play, 2)];
    if (seen->kind == KHO_DAYS_OUT) {
        seen->value =
            play_chance(play, 10) ? 31 + play_roll(play, 20) : play_roll(play, 20);
        if (play->returns && play_chance(play, 50)) {
            seen->kind = KHO_RETURNED;
            seen->value = play_chance(play, 30) ? -1 : seen->value;
        }
        if (play_chance(play, 50))
            seen->month = kho_month_of(play->today) - play_roll(play, 5);
        return;
    }
    if (play_chance(play, 6))
        seen->place = play_chance(play, 50) ? beside(play, "hold", play_store(play))
                                            : beside(play, "transit", play_store(play));
    seen->value = play_chance(play, 15) ? 0 : play_roll(play, 120);
    if (play_chance(play, 50)) {
        choose_lot(play, &lot, true);
        seen->lot = lot.lot;
        seen->expiry = lot.expiry;
    }
    if (play_chance(play, 2))
        seen->value = -1;
    if (play_chance(play, 2))
        seen->place = "ncc";
}

/* Mostly about now, often earlier, now and then the last day of some lots, or tomorrow,
 * rarely too far ahead. */
static kho_date choose_date(play *play)
{
    const kho_date last =
        play_chance(play, 50) ? kho_date_of(2026, 2, 10) : kho_date_of(2026, 3, 20);

    if (play->cursor < play->today && play_chance(play, 60))
        play->cursor += play_roll(play, 5);
    if (play->cursor > play->today)
        play->cursor = play->today;
    if (last <= play->today && play_chance(play, 8))
        return last;
    if (play_chance(play, 2))
        return play->today + 1 + play_roll(play, 2);
    if (play_chance(play, 35))
        return play->first + play_roll(play, play->today - play->first + 1);
    return play->cursor;
}

static play_voucher *new_voucher(play *play)
{
    play_voucher *made = &play->vouchers[play->voucher_count++];

    *made = (play_voucher){.entry = KHO_ENTRY_INIT};
    snprintf(made->uid, sizeof(made->uid), "v%zu", play->voucher_count);
    made->entry.uid = made->uid;
    made->entry.date = choose_date(play);
    made->entry.late = play->closes && play_chance(play, 35);
    made->entry.moves = made->moves;
    made->entry.observed = made->seen;
    made->entry.services = made->services;
    return made;
}

static const char *any_uid(play *play)
{
    return play_chance(play, 4)
               ? "v0"
               : play->vouchers[play_roll(play, (int)play->voucher_count)].uid;
}

/* Whether nothing is wrong with the entry itself: which of two faults is told is open. */
static bool is_sound(const play *play, const play_voucher *made)
{
    bool sound = made->entry.date <= play->today + 1;

    for (size_t i = 0; i < made->entry.move_count; i++)
        sound = sound && made->moves[i].quantity > 0 &&
                made->moves[i].quantity <= KHO_QUANTITY_MAX;
    for (size_t i = 0; i < made->entry.observed_count; i++)
        sound = sound &&
                made->seen[i].value >= (made->seen[i].kind == KHO_RETURNED ? -1 : 0) &&
                (made->seen[i].month == KHO_NO_MONTH ||
                    made->seen[i].month <= kho_month_of(made->entry.date));
    return sound;
}

int play_post(play *play)
{
    play_voucher *made = new_voucher(play);
    int kind = play_roll(play, 100);

    if (kind < 80)
        made->entry.move_count =
            1 + (play_chance(play, 25) ? (size_t)play_roll(play, PLAY_MOVES) : 0);
    if (kind >= 78 && kind < 98)
        made->entry.observed_count = 1 + (size_t)play_chance(play, 15);
    for (size_t i = 0; i < made->entry.move_count; i++)
        make_move(play, &made->moves[i]);
    for (size_t i = 0; i < made->entry.observed_count; i++)
        make_observation(play, &made->seen[i]);
    /* Two findings of one lot in one entry contradict each other: not asked here. */
    if (made->entry.observed_count == 2 &&
        strcmp(made->seen[0].item, made->seen[1].item) == 0)
        made->entry.observed_count = 1;
    const bool served = !play_chance(play, 30) || play_serve(play, made);

    if (served && play->voucher_count > 1 && play_chance(play, 4) &&
        is_sound(play, made)) {
        made->entry.reverses = any_uid(play);
        if (play_chance(play, 50))
            made->entry.date = KHO_NO_DATE;
    }
    return world_post(&play->world, &made->entry);
}

/* Post something again: as it was, or with something changed. */
int play_post_again(play *play)
{
    const play_voucher *old = &play->vouchers[play_roll(play, (int)play->voucher_count)];
    kho_entry entry = old->entry;
    kho_move moves[PLAY_MOVES];
    kho_service services[PLAY_SERVICES];

    if (entry.service_count && play_chance(play, 30)) {
        memcpy(services, old->services, sizeof(services));
        play_change_service(play, &services[0]);
        entry.services = services;
    }
    if (play_chance(play, 40)) {
        memcpy(moves, old->moves, sizeof(moves));
        moves[0].quantity = moves[0].quantity % 1000 + 1;
        entry.moves = moves;
        if (play_chance(play, 30))
            entry.note = "khác";
    }
    return world_post(&play->world, &entry);
}

static bool is_posted(const play *play, const char *uid)
{
    const reference *books = play->world.books;
    bool found = false;

    for (size_t i = 0; i < books->entry_count; i++)
        found |= strcmp(books->entries[i].uid, uid) == 0;
    return found;
}

/* Reverse an entry, mostly one that is there, on its own day or on a later one. */
int play_reverse(play *play)
{
    const play_voucher *old = &play->vouchers[play_roll(play, (int)play->voucher_count)];
    kho_date date = KHO_NO_DATE;

    for (int i = 0; i < 5 && !is_posted(play, old->uid); i++)
        old = &play->vouchers[play_roll(play, (int)play->voucher_count)];
    if (play_chance(play, 40) && old->entry.date != KHO_NO_DATE)
        date = old->entry.date > play->cursor ? old->entry.date : play->cursor;
    if (date > play->today + 1)
        date = KHO_NO_DATE;
    return world_reverse(
        &play->world, play_chance(play, 4) ? "v0" : old->uid, date, NULL);
}

/* Close a month, of which some aren't over or are closed; now and then open one again. */
int play_close_or_reopen(play *play)
{
    const int place = reference_place_find(play->world.books,
        play_chance(play, 80) ? play_store(play) : play_collaborator(play));
    const kho_month month = kho_month_of(play->first) + play_roll(play, 6);

    if (play_chance(play, 30))
        return world_reopen_month(&play->world, place, month);
    return world_close_month(&play->world, place, play_chance(play, 30), month);
}
