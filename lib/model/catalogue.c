#include "model/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define LOT_KEY_SIZE 192 /* two numbers and 64 bytes of lot */

static const struct {
    const char *code;
    kho_place_kind kind;
    kho_text name;
} built_in[KHO__PLACE_BUILT_IN] = {
    {"opening",      KHO_OPENING,  {"Số dư ban đầu", "Opening stock"}},
    {"client",       KHO_CLIENT,   {"Khách hàng", "Clients"}             },
    {"count",        KHO_COUNT,    {"Kiểm kê", "Physical count"}        },
    {"supplier",     KHO_SUPPLIER, {"Nhà cung cấp", "Supplier"}         },
    {"loss/expired", KHO_LOSS,     {"Hết hạn", "Expired"}              },
    {"loss/damaged", KHO_LOSS,     {"Hư hỏng", "Damaged"}               },
    {"loss/stolen",  KHO_LOSS,     {"Mất cắp", "Stolen"}               },
    {"loss/other",   KHO_LOSS,     {"Hao hụt khác", "Other losses"}     },
};

void kho__catalogue_free(kho__catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->place_count; i++)
        free(catalogue->places[i].links);
    free(catalogue->items);
    free(catalogue->places);
    free(catalogue->lots);
    free(catalogue->channels);
    free(catalogue->lot_next);
    free(catalogue->prices);
    kho__map_free(&catalogue->item_ids);
    kho__map_free(&catalogue->place_ids);
    kho__map_free(&catalogue->channel_ids);
    kho__map_free(&catalogue->lot_ids);
    kho__arena_free(&catalogue->arena);
    *catalogue = (kho__catalogue){0};
}

kho_status kho__catalogue_channel(kho__catalogue *catalogue, const char *code)
{
    const char *copy = kho__arena_text(&catalogue->arena, code);

    if (!copy ||
        !kho__grow((void **)&catalogue->channels, &catalogue->channel_room,
            catalogue->channel_count, 1, sizeof(*catalogue->channels)) ||
        !kho__map_put(
            &catalogue->channel_ids, copy, (int64_t)catalogue->channel_count + 1))
        return kho__fail_memory();
    catalogue->channels[catalogue->channel_count++] = copy;
    return KHO_OK;
}

/* Copy a text that may be absent; false: out of memory. */
static bool copy_text(kho__arena *arena, const char *text, const char **out)
{
    *out = kho__arena_text(arena, text);
    return *out || !text;
}

static bool copy_item(kho__arena *arena, const kho_item *from, kho_item *to)
{
    *to = *from;
    return copy_text(arena, from->code, &to->code) &&
           copy_text(arena, from->name.vi, &to->name.vi) &&
           copy_text(arena, from->name.en, &to->name.en) &&
           copy_text(arena, from->unit.vi, &to->unit.vi) &&
           copy_text(arena, from->unit.en, &to->unit.en) &&
           copy_text(arena, from->method, &to->method) &&
           copy_text(arena, from->cyp, &to->cyp);
}

kho_status kho__catalogue_item(
    kho__catalogue *catalogue, const kho_item *item, const char *body)
{
    kho__item made = {.id = (int32_t)catalogue->item_count + 1};

    if (!copy_item(&catalogue->arena, item, &made.as) ||
        !copy_text(&catalogue->arena, body, &made.body) ||
        !kho__grow((void **)&catalogue->items, &catalogue->item_room,
            catalogue->item_count, 1, sizeof(*catalogue->items)) ||
        !kho__map_put(&catalogue->item_ids, made.as.code, made.id))
        return kho__fail_memory();
    catalogue->items[catalogue->item_count++] = made;
    return KHO_OK;
}

kho_status kho__catalogue_change_item(
    kho__catalogue *catalogue, int32_t id, const kho_item *item, const char *body)
{
    kho__item *changed = &catalogue->items[id - 1];
    kho_item made;

    /* The code stays the same string: the map borrows it. */
    if (!copy_item(&catalogue->arena, item, &made) ||
        !copy_text(&catalogue->arena, body, &changed->body))
        return kho__fail_memory();
    made.code = changed->as.code;
    changed->as = made;
    return KHO_OK;
}

static bool copy_place(kho__arena *arena, const kho_place *from, kho_place *to)
{
    const char **offers = NULL;
    kho_official_code *codes = NULL;

    *to = *from;
    if (from->offer_count)
        offers = kho__arena_take(arena, from->offer_count * sizeof(*offers));
    if (from->code_count)
        codes = kho__arena_take(arena, from->code_count * sizeof(*codes));
    if ((from->offer_count && !offers) || (from->code_count && !codes))
        return false;
    for (size_t i = 0; i < from->offer_count; i++) {
        if (!copy_text(arena, from->offers[i], &offers[i]))
            return false;
    }
    for (size_t i = 0; i < from->code_count; i++) {
        codes[i] = from->codes[i];
        if (!copy_text(arena, from->codes[i].system, &codes[i].system) ||
            !copy_text(arena, from->codes[i].code, &codes[i].code))
            return false;
    }
    to->offers = offers;
    to->codes = codes;
    return copy_text(arena, from->code, &to->code) &&
           copy_text(arena, from->level, &to->level) &&
           copy_text(arena, from->name.vi, &to->name.vi) &&
           copy_text(arena, from->name.en, &to->name.en) &&
           copy_text(arena, from->parent, &to->parent);
}

kho_status kho__catalogue_place(
    kho__catalogue *catalogue, const kho_place *place, const char *body)
{
    kho__place made = {.id = (int32_t)catalogue->place_count + 1, .first = KHO_NO_MONTH};

    if (!copy_place(&catalogue->arena, place, &made.as) ||
        !copy_text(&catalogue->arena, body, &made.body) ||
        !kho__grow((void **)&catalogue->places, &catalogue->place_room,
            catalogue->place_count, 1, sizeof(*catalogue->places)) ||
        !kho__map_put(&catalogue->place_ids, made.as.code, made.id))
        return kho__fail_memory();
    catalogue->places[catalogue->place_count++] = made;
    return KHO_OK;
}

kho_status kho__catalogue_change_place(
    kho__catalogue *catalogue, int32_t id, const kho_place *place, const char *body)
{
    kho__place *changed = &catalogue->places[id - 1];
    kho_place made;

    if (!copy_place(&catalogue->arena, place, &made) ||
        !copy_text(&catalogue->arena, body, &changed->body))
        return kho__fail_memory();
    made.code = changed->as.code;
    changed->as = made;
    return KHO_OK;
}

kho_status kho__catalogue_link(
    kho__catalogue *catalogue, int32_t place, kho_date since, int32_t parent)
{
    kho__place *at = &catalogue->places[place - 1];
    size_t i = at->link_count;

    if (!kho__grow(
            (void **)&at->links, &at->link_room, at->link_count, 1, sizeof(*at->links)))
        return kho__fail_memory();
    if (parent && at->as.kind == KHO_STORE)
        catalogue->places[parent - 1].above_stores = true;
    while (i > 0 && at->links[i - 1].since > since)
        i--;
    if (i > 0 && at->links[i - 1].since == since) {
        at->links[i - 1].parent = parent;
        return KHO_OK;
    }
    memmove(&at->links[i + 1], &at->links[i], (at->link_count - i) * sizeof(*at->links));
    at->links[i] = (kho__link){since, parent};
    at->link_count++;
    return KHO_OK;
}

kho_status kho__catalogue_built_in(kho__catalogue *catalogue)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < KHO__PLACE_BUILT_IN && status == KHO_OK; i++) {
        const kho_place place = {
            .code = built_in[i].code, .kind = built_in[i].kind, .name = built_in[i].name};

        status = kho__catalogue_place(catalogue, &place, "");
    }
    return status;
}

/* The line in digits of 6 bits, then the number: made for every move, so not by printf.
 */
static void lot_key(char *key, int32_t item, int32_t channel, const char *number)
{
    enum { DIGITS = 11 };
    const uint64_t line = (uint64_t)item << 32 | (uint32_t)channel;
    const size_t size = strnlen(number, LOT_KEY_SIZE - DIGITS - 1);

    for (int i = 0; i < DIGITS; i++)
        key[i] = (char)('0' + (line >> 6 * i & 63));
    memcpy(key + DIGITS, number, size);
    key[DIGITS + size] = '\0';
}

kho_status kho__catalogue_lot(kho__catalogue *catalogue, int32_t item, int32_t channel,
    const char *number, kho_date expiry)
{
    const int32_t id = (int32_t)catalogue->lot_count + 1;
    char key[LOT_KEY_SIZE];
    const char *kept, *copy;
    int64_t first;

    lot_key(key, item, channel, number);
    if (!kho__grow((void **)&catalogue->lots, &catalogue->lot_room, catalogue->lot_count,
            1, sizeof(*catalogue->lots)) ||
        !kho__grow((void **)&catalogue->lot_next, &catalogue->lot_next_room,
            catalogue->lot_count, 1, sizeof(*catalogue->lot_next)) ||
        !(copy = kho__arena_text(&catalogue->arena, number)))
        return kho__fail_memory();
    first = kho__map_find(&catalogue->lot_ids, key);
    if (first < 0) {
        if (!(kept = kho__arena_text(&catalogue->arena, key)) ||
            !kho__map_put(&catalogue->lot_ids, kept, id))
            return kho__fail_memory();
    } else {
        int32_t last = (int32_t)first;

        while (catalogue->lot_next[last - 1])
            last = catalogue->lot_next[last - 1];
        catalogue->lot_next[last - 1] = id;
    }
    catalogue->lot_next[catalogue->lot_count] = 0;
    catalogue->lots[catalogue->lot_count++] = (kho__lot){id, item, channel, expiry, copy};
    catalogue->items[item - 1].used = true;
    return KHO_OK;
}

static int32_t find(const kho__map *map, const char *code)
{
    const int64_t id = code ? kho__map_find(map, code) : -1;

    return id < 0 ? 0 : (int32_t)id;
}

int32_t kho__find_item(const kho__catalogue *catalogue, const char *code)
{
    return find(&catalogue->item_ids, code);
}

int32_t kho__find_place(const kho__catalogue *catalogue, const char *code)
{
    return find(&catalogue->place_ids, code);
}

int32_t kho__find_channel(const kho__catalogue *catalogue, const char *code)
{
    return find(&catalogue->channel_ids, code);
}

int32_t kho__find_lots(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, const char *number)
{
    char key[LOT_KEY_SIZE];

    lot_key(key, item, channel, number);
    return find(&catalogue->lot_ids, key);
}

int32_t kho__find_lot(const kho__catalogue *catalogue, int32_t item, int32_t channel,
    const char *number, kho_date expiry)
{
    int32_t id = kho__find_lots(catalogue, item, channel, number);

    while (id && catalogue->lots[id - 1].expiry != expiry)
        id = catalogue->lot_next[id - 1];
    return id;
}

const kho__item *kho__item_at(const kho__catalogue *catalogue, int32_t id)
{
    return &catalogue->items[id - 1];
}

const kho__place *kho__place_at(const kho__catalogue *catalogue, int32_t id)
{
    return &catalogue->places[id - 1];
}

kho_verb kho__route_of(const kho__catalogue *catalogue, int32_t from, int32_t to)
{
    return kho_route(
        kho__place_at(catalogue, from)->as.kind, kho__place_at(catalogue, to)->as.kind);
}

const kho__lot *kho__lot_at(const kho__catalogue *catalogue, int32_t id)
{
    return &catalogue->lots[id - 1];
}

const char *kho__channel_at(const kho__catalogue *catalogue, int32_t id)
{
    return catalogue->channels[id - 1];
}

bool kho__is_physical(kho_place_kind kind)
{
    return kind == KHO_STORE || kind == KHO_HOLD || kind == KHO_TRANSIT ||
           kind == KHO_COLLABORATOR;
}

/* A store's hold and road are defined right behind it. */
int32_t kho__hold_of(const kho__catalogue *catalogue, int32_t store)
{
    return catalogue->places[store - 1].as.kind == KHO_STORE ? store + 1 : 0;
}

int32_t kho__transit_of(const kho__catalogue *catalogue, int32_t store)
{
    return catalogue->places[store - 1].as.kind == KHO_STORE ? store + 2 : 0;
}

int32_t kho__owner_of(const kho__catalogue *catalogue, int32_t place)
{
    const kho_place_kind kind =
        place ? catalogue->places[place - 1].as.kind : KHO_PLACE_KINDS;

    return kind == KHO_HOLD ? place - 1 : kind == KHO_TRANSIT ? place - 2 : place;
}

int32_t kho__parent_on(const kho__catalogue *catalogue, int32_t place, kho_date day)
{
    const kho__place *at = &catalogue->places[place - 1];
    int32_t parent = 0;

    if (kho__owner_of(catalogue, place) != place)
        return kho__owner_of(catalogue, place);
    for (size_t i = 0; i < at->link_count && at->links[i].since <= day; i++)
        parent = at->links[i].parent;
    return parent;
}

/* Who stands above whom changes on the days of links alone. */
int32_t kho__catalogue_circle(const kho__catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->place_count; i++) {
        const kho__place *place = &catalogue->places[i];

        for (size_t link = 0; link < place->link_count; link++) {
            int32_t up = place->id;

            /* Who isn't at the top after as many steps as there are places goes round. */
            for (size_t steps = 0; up && steps < catalogue->place_count; steps++)
                up = kho__parent_on(catalogue, up, place->links[link].since);
            if (up)
                return up;
        }
    }
    return 0;
}

bool kho__supplies_stores(const kho__catalogue *catalogue, int32_t place, kho_date day)
{
    if (!catalogue->places[place - 1].above_stores)
        return false;
    for (size_t i = 0; i < catalogue->place_count; i++) {
        if (catalogue->places[i].as.kind == KHO_STORE &&
            kho__parent_on(catalogue, (int32_t)i + 1, day) == place)
            return true;
    }
    return false;
}

bool kho__is_under(
    const kho__catalogue *catalogue, int32_t place, int32_t root, kho_date day)
{
    /* As many steps as there are places: a loop in the links can't hold us. */
    for (size_t steps = 0; place && steps <= catalogue->place_count; steps++) {
        if (place == root)
            return true;
        place = kho__parent_on(catalogue, place, day);
    }
    return false;
}

int kho__lot_compare(const kho__lot *a, const kho__lot *b)
{
    if (a->expiry != b->expiry) {
        if (a->expiry == KHO_NO_DATE)
            return 1;
        if (b->expiry == KHO_NO_DATE)
            return -1;
        return a->expiry < b->expiry ? -1 : 1;
    }
    const int order = strcmp(a->number, b->number);

    return order ? order : (a->id > b->id) - (a->id < b->id);
}
