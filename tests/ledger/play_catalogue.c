/* Whose books are played: random small catalogues. */
#include "ledger/play.h"

#include <string.h>

#define COUNT(of) ((int)(sizeof(of) / sizeof(*(of))))

/* The first of them, at least so many, are there from the beginning. */
static const char *const stores[] = {"cds", "tyt-1", "tyt-2", "tyt-3", "tyt-4", "tyt-5"};
static const char *const collaborators[] = {
    "ctv-1", "ctv-2", "ctv-3", "ctv-4", "ctv-5", "ctv-6"};
const char *const play_channels[2] = {"free", "social_marketing"};

/* clang-format off */
static const kho_item goods[] = {
    {"bcs", {"Bao cao su", "Male condom"}, {"chiếc", "piece"}, 12, "condom", false, false, "condom", 0, 0, 0},
    {"dctc", {"Dụng cụ tử cung", "IUD"}, {"chiếc", "piece"}, 1, "iud", true, false, "iud", 0, 0, 0},
    {"vien", {"Viên uống", "Pill"}, {"vỉ", "cycle"}, 5, "pill", false, true, "pill", 0, 0, 0},
};
/* clang-format on */

/* splitmix64: the same on every machine. */
static uint64_t next(play *play)
{
    uint64_t z = play->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int play_roll(play *play, int sides)
{
    return (int)(next(play) % (uint64_t)sides);
}

bool play_chance(play *play, int percent)
{
    return play_roll(play, 100) < percent;
}

const char *play_item(play *play)
{
    return goods[play_roll(play, play->items)].code;
}

const char *play_store(play *play)
{
    return stores[play_roll(play, play->stores)];
}

const char *play_collaborator(play *play)
{
    return collaborators[play_roll(play, play->collaborators)];
}

void play_begin(play *play, uint64_t seed)
{
    memset(play, 0, sizeof(*play));
    play->state = seed * 0x2545f4914f6cdd1du + 1;
    play->first = seed % 2 ? kho_date_of(2026, 1, 1) : kho_date_of(2025, 11, 1);
    play->today = play->first + 134;
    play->cursor = play->first;
}

bool play_catalogue(play *play)
{
    static const char *const offers[] = {"bcs"};
    kho_place places[8] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}}
    };
    const kho_price prices[] = {
        {"bcs",  "free",             kho_date_of(2025, 11, 20), false, {250, 1}},
        {"bcs",  "free",             kho_date_of(2026, 2,  10), true,  {0, 1}  },
        {"bcs",  "free",             kho_date_of(2026, 3,  1),  false, {100, 7}},
        {"bcs",  "social_marketing", kho_date_of(2020, 1,  1),  false, {0, 1}  },
        {"dctc", "social_marketing", kho_date_of(2026, 2,  1),  false, {1, 144}},
    };
    size_t count = 1;
    kho_item items[COUNT(goods)];
    kho_catalogue catalogue = {play_channels, 2, items, 0, places, 0, prices, 5};

    memcpy(items, goods, sizeof(goods));
    play->stores = 2 + play_roll(play, 3);
    play->collaborators = 1 + play_roll(play, 3);
    play->items = 2 + play_roll(play, 2);
    play->returns = play_chance(play, 20);
    play->imports = play_chance(play, 30);
    items[2].method = play_chance(play, 30)   ? "condom"
                      : play_chance(play, 30) ? NULL
                                              : "pill";
    items[2].cyp = play_chance(play, 30) ? NULL : items[2].cyp;
    play->closes = play_chance(play, 40);
    items[0].least_issue_days = play_chance(play, 20) ? 20 : 0;
    for (int i = 0; i < play->stores; i++) {
        const char *parent =
            i == 0 ? NULL : stores[play_chance(play, 70) ? 0 : play_roll(play, i)];

        places[count++] = (kho_place){
            .code = stores[i],
            .kind = KHO_STORE,
            .name = {"Kho", NULL},
            .parent = parent,
            .offers = offers,
            .offer_count = play_chance(play, 30),
            .clinical = play_chance(play, 60)
        };
    }
    for (int i = 0; i < play->collaborators; i++)
        places[count++] = (kho_place){
            .code = collaborators[i],
            .kind = KHO_COLLABORATOR,
            .name = {"CTV", NULL},
            .parent = stores[play_roll(play, play->stores)]
        };
    catalogue.item_count = (size_t)play->items;
    catalogue.place_count = count;
    return world_define(&play->world, &catalogue);
}

int play_define(play *play)
{
    static const char *const offers[] = {"bcs"};
    static const int most[] = {COUNT(stores), COUNT(collaborators), COUNT(goods)};
    int *const grows[] = {&play->stores, &play->collaborators, &play->items};
    const size_t prices = play->world.books->price_count;
    const int what = play_roll(play, COUNT(most) + 1);
    const kho_place places[] = {
        {.code = stores[play->stores % COUNT(stores)],
         .kind = KHO_STORE,
         .name = {"Kho", NULL},
         .parent = play_store(play),
         .offers = offers,
         .offer_count = play_chance(play, 50),
         .clinical = play_chance(play, 50)},
        {.code = collaborators[play->collaborators % COUNT(collaborators)],
         .kind = KHO_COLLABORATOR,
         .name = {"CTV", NULL},
         .parent = play_store(play)},
    };
    const kho_price price = {
        play_item(play), play_channels[play_roll(play, 2)],
        play->first + 60 + (kho_date)prices, play_chance(play, 20), {7, 3}
    };
    kho_catalogue more = {0};
    int status;

    if (what == COUNT(most) ? prices == REFERENCE_PRICES : *grows[what] == most[what])
        return KHO_OK;
    more.places = &places[what % 2];
    more.place_count = what < 2;
    more.items = &goods[play->items % COUNT(goods)];
    more.item_count = what == 2;
    more.prices = &price;
    more.price_count = what == 3;
    status = world_add(&play->world, &more);
    if (what < 3 && world_is_in(&play->world, status))
        ++*grows[what];
    return status;
}
