/*
 * The catalogue in memory: items, places, channels and lots by small ids, with the maps
 * that find them by code. Ids start at 1, in the order of the journal.
 */
#ifndef KHO_MODEL_CATALOGUE_H
#define KHO_MODEL_CATALOGUE_H

#include <kho/model.h>

#include "base/arena.h"
#include "base/map.h"

/* Places that every ledger has, by id. */
enum {
    KHO__PLACE_OPENING = 1,
    KHO__PLACE_CLIENT,
    KHO__PLACE_COUNT,
    KHO__PLACE_SUPPLIER,
    KHO__PLACE_LOSS_EXPIRED,
    KHO__PLACE_LOSS_DAMAGED,
    KHO__PLACE_LOSS_STOLEN,
    KHO__PLACE_LOSS_OTHER,
    KHO__PLACE_BUILT_IN = KHO__PLACE_LOSS_OTHER
};

typedef struct kho__item {
    int32_t id;
    bool used;        /* some lot of it moved */
    kho_item as;      /* as defined; texts are the catalogue's */
    const char *body; /* canonical JSON */
} kho__item;

typedef struct kho__link {
    kho_date since; /* KHO_NO_DATE: from ever */
    int32_t parent; /* 0: none */
} kho__link;

typedef struct kho__place {
    int32_t id;
    kho_place as;      /* parent and offers as last defined */
    const char *body;  /* canonical JSON; "" where it is built in */
    kho_month first;   /* month of its first sheet; KHO_NO_MONTH: it never had any */
    bool above_stores; /* some store stands, or once stood, right under it */
    kho__link *links;  /* oldest first */
    size_t link_count, link_room;
} kho__place;

typedef struct kho__lot {
    int32_t id;
    int32_t item;
    int32_t channel;
    kho_date expiry; /* KHO_NO_DATE: never */
    const char *number;
} kho__lot;

typedef struct kho__price {
    int32_t item, channel;
    kho_date since;
    bool none; /* no price from that day on; `price` is 0/1 */
    kho_rational price;
} kho__price;

typedef struct kho__catalogue {
    kho__arena arena;
    kho__item *items; /* [id - 1] */
    kho__place *places;
    kho__lot *lots;
    const char **channels;
    size_t item_count, place_count, lot_count, channel_count;
    size_t item_room, place_room, lot_room, channel_room;
    kho__map item_ids, place_ids, channel_ids,
        lot_ids; /* lots: first of a number, by key */
    int32_t
        *lot_next; /* [id - 1]: next lot of the same item, number and channel; 0: none */
    size_t lot_next_room;
    kho__price *prices; /* by item, channel, day */
    size_t price_count, price_room;
} kho__catalogue;

void kho__catalogue_free(kho__catalogue *catalogue);

/* Add; texts are copied. KHO_EMEMORY. */
kho_status kho__catalogue_channel(kho__catalogue *catalogue, const char *code);
kho_status kho__catalogue_item(
    kho__catalogue *catalogue, const kho_item *item, const char *body);
kho_status kho__catalogue_place(
    kho__catalogue *catalogue, const kho_place *place, const char *body);
kho_status kho__catalogue_lot(kho__catalogue *catalogue, int32_t item, int32_t channel,
    const char *number, kho_date expiry);
kho_status kho__catalogue_link(
    kho__catalogue *catalogue, int32_t place, kho_date since, int32_t parent);

/* Add a price, or put it in the place of the one of that item, channel and day. */
kho_status kho__catalogue_price(kho__catalogue *catalogue, const kho__price *price);

/* Change a definition in place. */
kho_status kho__catalogue_change_item(
    kho__catalogue *catalogue, int32_t id, const kho_item *item, const char *body);
kho_status kho__catalogue_change_place(
    kho__catalogue *catalogue, int32_t id, const kho_place *place, const char *body);

/* Places that every ledger has. */
kho_status kho__catalogue_built_in(kho__catalogue *catalogue);

/* Find by code; 0: no such. */
int32_t kho__find_item(const kho__catalogue *catalogue, const char *code);
int32_t kho__find_place(const kho__catalogue *catalogue, const char *code);
int32_t kho__find_channel(const kho__catalogue *catalogue, const char *code);

/* First lot of an item, channel and number; follow lot_next for the others. 0: none. */
int32_t kho__find_lots(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, const char *number);
int32_t kho__find_lot(const kho__catalogue *catalogue, int32_t item, int32_t channel,
    const char *number, kho_date expiry);

/* By id. */
const kho__item *kho__item_at(const kho__catalogue *catalogue, int32_t id);
const kho__place *kho__place_at(const kho__catalogue *catalogue, int32_t id);
const kho__lot *kho__lot_at(const kho__catalogue *catalogue, int32_t id);
const char *kho__channel_at(const kho__catalogue *catalogue, int32_t id);

/* What a move between two places is; KHO_NO_VERB where stock doesn't move so. */
kho_verb kho__route_of(const kho__catalogue *catalogue, int32_t from, int32_t to);

/* The price that begins on a day, and what holds on one; NULL: none. */
const kho__price *kho__price_from(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date since);
const kho_rational *kho__price_on(
    const kho__catalogue *catalogue, int32_t item, int32_t channel, kho_date day);

/* Tell whether stock can be there. */
bool kho__is_physical(kho_place_kind kind);

/* The hold and the road of a store. */
int32_t kho__hold_of(const kho__catalogue *catalogue, int32_t store);
int32_t kho__transit_of(const kho__catalogue *catalogue, int32_t store);

/* The store that a shelf or a road belongs to; any other place, and none, is its own. */
int32_t kho__owner_of(const kho__catalogue *catalogue, int32_t place);

/* The place above one, on a day; 0: none. hold/X and transit/X stand under X. */
int32_t kho__parent_on(const kho__catalogue *catalogue, int32_t place, kho_date day);

/* A place that stands under itself, on some day; 0: none does. */
int32_t kho__catalogue_circle(const kho__catalogue *catalogue);

/* Tell whether some store stands right under a place, on a day: it supplies stores. */
bool kho__supplies_stores(const kho__catalogue *catalogue, int32_t place, kho_date day);

/* Tell whether a place is the root or under it, on a day. */
bool kho__is_under(
    const kho__catalogue *catalogue, int32_t place, int32_t root, kho_date day);

/* First expired first, none last; then by number, then by id: the order of allocation. */
int kho__lot_compare(const kho__lot *a, const kho__lot *b);

#endif
