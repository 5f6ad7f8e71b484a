/* Random services, and questions about them. */
#include "ledger/play.h"

#include <string.h>

const char *const play_clients[PLAY_CLIENTS] = {
    "Kh-1", "Kh-2", "Lê Thị Ba", "4", "Kh-55"};

/* Things one can say of it that are never right. */
static void spoil(play *play, kho_service *service)
{
    static const int64_t clients[] = {0, -1, 1000001, INT64_MIN};
    static const char *const ages[] = {"34-25", "old", "<0", ""};

    switch (play_roll(play, 4)) {
    case 0:
        service->clients = clients[play_roll(play, 4)];
        break;
    case 1:
        service->age = ages[play_roll(play, 4)];
        break;
    case 2:
        service->kind = KHO_SERVICE_KINDS;
        break;
    default:
        service->kind = KHO_STOP;
        service->new_to = KHO_NEW_EVER;
    }
}

static kho_method method_of(const play *play, const char *item)
{
    const int index = reference_item_find(play->world.books, item);

    return index < 0 ? KHO_OTHER_METHOD
                     : reference_method_of(&play->world.books->items[index]);
}

/* Mostly what fits the goods that clients get by the entry. */
static void make_service(play *play, const kho_move *given, kho_service *service)
{
    static const char *const ages[] = {NULL, NULL, "15-24", "25-34", "50+", "<15"};
    static const kho_service_kind talk[] = {KHO_COUNSEL, KHO_STOP, KHO_COMPLICATION};
    const bool fits = given && play_chance(play, 85);

    *service = (kho_service)KHO_SERVICE_INIT;
    service->place = fits                    ? given->from
                     : play_chance(play, 75) ? play_store(play)
                                             : play_collaborator(play);
    service->method =
        fits ? method_of(play, given->item) : (kho_method)play_roll(play, KHO_METHODS);
    service->kind = (kho_service_kind)play_roll(play, fits ? 3 : KHO_SERVICE_KINDS);
    if (!fits && play_chance(play, 60)) { /* what nothing is needed for */
        service->method = play_chance(play, 50) ? KHO_CONDOM : KHO_PILL;
        service->kind = talk[play_roll(play, 3)];
    }
    service->mode = (kho_service_mode)play_roll(play, KHO_SERVICE_MODES);
    if (service->kind == KHO_NEW && play_chance(play, 60))
        service->new_to = (kho_new_to)play_roll(play, KHO_NEW_MEANINGS);
    service->clients = 1 + play_roll(play, 5);
    if (fits && service->method == KHO_IUD && given->quantity > 0 &&
        given->quantity < 100)
        service->clients = given->quantity;
    service->age = ages[play_roll(play, 6)];
    if (play->links && play_chance(play, 60))
        service->client = play_clients[play_roll(play, PLAY_CLIENTS)];
    if (play_chance(play, 3))
        service->place = play_chance(play, 50) ? "nowhere" : "ncc";
    else if (play_chance(play, 15))
        service->place = NULL;
}

bool play_serve(play *play, play_voucher *made)
{
    kho_entry *entry = &made->entry;
    kho_move *move = &made->moves[0];
    const kho_move *given = NULL;

    if (entry->move_count && play_chance(play, 60)) {
        move->from = play_chance(play, 70) ? play_store(play) : play_collaborator(play);
        move->to = "client";
        move->lot = NULL;
        move->expiry = KHO_NO_DATE;
        if (move->quantity > 5)
            move->quantity = 1 + move->quantity % 5;
    }
    if (entry->move_count && strcmp(move->to, "client") == 0)
        given = move;
    entry->service_count = 1 + (size_t)play_chance(play, 35);
    for (size_t i = 0; i < entry->service_count; i++)
        make_service(play, given, &made->services[i]);
    if (!play_chance(play, 4))
        return true;
    spoil(play, &made->services[entry->service_count - 1]);
    return false;
}

void play_change_service(play *play, kho_service *service)
{
    if (service->client && play_chance(play, 50))
        service->client = play_clients[play_roll(play, PLAY_CLIENTS)];
    else
        service->mode = (service->mode + 1) % KHO_SERVICE_MODES;
}

bool play_ask_services(play *play, const reference_query *query)
{
    const kho_service_group by = (kho_service_group)play_roll(play, KHO_SERVICE_GROUPS);

    if (play->links && query->on % 2 == 1 &&
        !world_client(&play->world, play_clients[play_roll(play, PLAY_CLIENTS)]))
        return false;
    return world_services(&play->world, query, by) &&
           (query->on % 4 > 0 || world_mix(&play->world, query));
}
