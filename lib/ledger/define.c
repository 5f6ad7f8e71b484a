/* The catalogue changes by entries too: what is new or different goes into the journal.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/kept_json.h"
#include "base/text.h"
#include "ledger/posting.h"
#include "ledger/prices.h"
#include "ledger/rules.h"
#include "model/definition.h"
#include "store/catalogue.h"

#define NAME_MOST 256
#define ITEMS_MOST 65000
#define CHANNELS_MOST 250

/* A change of the catalogue on its way. */
typedef struct change {
    kho_ledger *ledger;
    const kho_catalogue *asked;
    kho_date from; /* who stands elsewhere stands there from this day on */
    kho__map seen; /* codes of this change: items, then places */
    kho__map items, places, prices;
    kho__buffer body;
    bool any;
} change;

static kho_status refuse(const char *code, const char *en, const char *vi)
{
    return kho__fail(
        KHO_EINVALID, "%s: %s", "%s: %s", code ? code : "", kho__say(en, vi));
}

static kho_status take(change *at, const char *what, const char **text)
{
    return *text ? kho__text_take(&at->ledger->arena, what, *text, NAME_MOST, text)
                 : KHO_OK;
}

static kho_status take_name(change *at, const char *code, kho_text *name)
{
    kho_status status;

    if ((status = take(at, "name", &name->vi)) < 0 ||
        (status = take(at, "name", &name->en)) < 0)
        return status;
    if (!name->vi || !*name->vi)
        return refuse(code, "a Vietnamese name is required", "phải có tên tiếng Việt");
    return KHO_OK;
}

static kho_status take_code(change *at, kho__map *seen, const char *code)
{
    if (!code || !kho__text_is_code(code))
        return kho__fail(KHO_EINVALID,
            "a code has 1 to 64 of the characters A-Z a-z 0-9 . _ -",
            "mã gồm 1 đến 64 ký tự A-Z a-z 0-9 . _ -");
    if (kho__map_find(seen, code) >= 0)
        return refuse(code, "defined twice", "được khai báo hai lần");
    (void)at;
    return kho__map_put(seen, code, 1) ? KHO_OK : kho__fail_memory();
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static kho_status check_item(change *at, kho_item *item)
{
    const int32_t id = kho__find_item(&at->ledger->catalogue, item->code);
    const kho__item *known = id ? kho__item_at(&at->ledger->catalogue, id) : NULL;
    kho_status status;

    if ((status = take_code(at, &at->items, item->code)) < 0 ||
        (status = take_name(at, item->code, &item->name)) < 0 ||
        (status = take_name(at, item->code, &item->unit)) < 0 ||
        (status = take(at, "method", &item->method)) < 0 ||
        (status = take(at, "cyp", &item->cyp)) < 0)
        return status;
    item->method = kho__method_name(item->method);
    if (item->pack < 1 || item->pack > KHO_QUANTITY_MAX)
        return refuse(
            item->code, "a pack has at least 1 unit", "quy cách phải từ 1 đơn vị");
    if (item->shelf_life_months < 0 || item->least_receipt_days < 0 ||
        item->least_issue_days < 0)
        return refuse(
            item->code, "a shelf life can't be negative", "hạn sử dụng không thể âm");
    if (!known || !known->used)
        return KHO_OK;
    if (!same(known->as.unit.vi, item->unit.vi) ||
        !same(known->as.unit.en, item->unit.en))
        return refuse(item->code, "was used: its unit can't change",
            "đã có phát sinh: không đổi được đơn vị tính");
    if (known->as.clinical != item->clinical)
        return refuse(item->code, "was used: clinical can't change",
            "đã có phát sinh: không đổi được tính chất lâm sàng");
    if (!same(known->as.method, item->method))
        return refuse(item->code, "was used: its method can't change",
            "đã có phát sinh: không đổi được biện pháp");
    return KHO_OK;
}

static kho_status check_codes(change *at, kho_place *place)
{
    kho_official_code *codes =
        kho__arena_take(&at->ledger->arena, (place->code_count + 1) * sizeof(*codes));
    kho_status status;

    if (!codes)
        return kho__fail_memory();
    for (size_t i = 0; i < place->code_count; i++) {
        codes[i] = place->codes[i];
        if ((status = take(at, "system", &codes[i].system)) < 0 ||
            (status = take(at, "code", &codes[i].code)) < 0)
            return status;
        if (!codes[i].system || !codes[i].code)
            return refuse(place->code, "an official code needs a system and a code",
                "mã chính thức phải có hệ thống và mã");
    }
    place->codes = codes;
    return KHO_OK;
}

/* A parent or an offer may be defined in the same change. */
static bool is_known(const kho__map *change_map, int32_t id, const char *code)
{
    return id || (code && kho__map_find(change_map, code) >= 0);
}

static kho_status check_place(change *at, kho_place *place)
{
    const kho__catalogue *catalogue = &at->ledger->catalogue;
    const int32_t id = kho__find_place(catalogue, place->code);
    kho_status status;

    if ((status = take_name(at, place->code, &place->name)) < 0 ||
        (status = take(at, "level", &place->level)) < 0 ||
        (status = check_codes(at, place)) < 0)
        return status;
    if (id && id <= KHO__PLACE_BUILT_IN)
        return refuse(
            place->code, "every ledger has this place", "sổ nào cũng có sẵn nơi này");
    if (place->kind != KHO_SUPPLIER && place->kind != KHO_STORE &&
        place->kind != KHO_COLLABORATOR)
        return refuse(place->code, "a place is a supplier, a store or a collaborator",
            "nơi phải là supplier, store hoặc collaborator");
    if (place->clinical && place->kind != KHO_STORE)
        return refuse(place->code, "only a store gives clinical services",
            "chỉ nơi loại store mới làm dịch vụ lâm sàng");
    if (id && kho__place_at(catalogue, id)->as.kind != place->kind)
        return refuse(place->code, "its kind can't change", "không đổi được loại");
    if (place->parent &&
        !is_known(&at->places, kho__find_place(catalogue, place->parent), place->parent))
        return kho__fail(KHO_ENOTFOUND, "%s: no place '%s' to stand under",
            "%s: không có nơi '%s' để trực thuộc", place->code, place->parent);
    if (same(place->parent, place->code))
        return refuse(place->code, "stands under itself", "trực thuộc chính nó");
    for (size_t i = 0; i < place->offer_count; i++) {
        if (!is_known(&at->items, kho__find_item(catalogue, place->offers[i]),
                place->offers[i]))
            return kho__fail(KHO_ENOTFOUND, "%s: no item '%s' to offer",
                "%s: không có mặt hàng '%s'", place->code, place->offers[i]);
    }
    return KHO_OK;
}

static void open_list(change *at, const char *key, size_t written)
{
    if (written) {
        kho__buffer_byte(&at->body, ',');
        return;
    }
    kho__buffer_print(&at->body, "%s\"%s\":[", at->body.size == 1 ? "" : ",", key);
    at->any = true;
}

static void close_list(change *at, size_t written)
{
    if (written)
        kho__buffer_byte(&at->body, ']');
}

static kho_status write_channels(change *at)
{
    size_t written = 0;

    for (size_t i = 0; i < at->asked->channel_count; i++) {
        const char *code = at->asked->channels[i];

        if (!code || !kho__text_is_code(code))
            return refuse(code, "not a code of a channel", "không phải mã kênh");
        if (kho__find_channel(&at->ledger->catalogue, code) ||
            kho__map_find(&at->seen, code) >= 0)
            continue;
        if (at->ledger->catalogue.channel_count + written >= CHANNELS_MOST)
            return refuse(code, "too many channels", "quá nhiều kênh");
        if (!kho__map_put(&at->seen, code, 1))
            return kho__fail_memory();
        open_list(at, "channels", written++);
        kho__buffer_json(&at->body, code);
    }
    close_list(at, written);
    return KHO_OK;
}

/* Write a definition unless it is the one that the catalogue has. */
static size_t write_changed(change *at, const char *key, size_t written,
    const kho__buffer *one, const char *known)
{
    if (known && strcmp(one->bytes ? one->bytes : "", known) == 0)
        return written;
    open_list(at, key, written);
    kho__buffer_add(&at->body, one->bytes, one->size);
    return written + 1;
}

static kho_status write_items(change *at)
{
    kho__buffer one = {0};
    kho_status status = KHO_OK;
    size_t written = 0, count = at->ledger->catalogue.item_count;

    for (size_t i = 0; i < at->asked->item_count && status == KHO_OK; i++) {
        kho_item item = at->asked->items[i];
        const int32_t id = kho__find_item(&at->ledger->catalogue, item.code);

        kho__buffer_clear(&one);
        if ((status = check_item(at, &item)) < 0)
            break;
        if (!id && ++count > ITEMS_MOST) {
            status = refuse(item.code, "too many items", "quá nhiều mặt hàng");
            break;
        }
        kho__item_write(&one, &item);
        if ((status = kho__buffer_status(&one)) == KHO_OK)
            written = write_changed(at, "items", written, &one,
                id ? kho__item_at(&at->ledger->catalogue, id)->body : NULL);
    }
    close_list(at, written);
    kho__buffer_free(&one);
    return status;
}

/* What the ledger has of a place, unless it stood under another one on the day. */
static const char *known_place(const change *at, const kho_place *place)
{
    const kho__catalogue *catalogue = &at->ledger->catalogue;
    const int32_t id = kho__find_place(catalogue, place->code);

    return id && kho__parent_on(catalogue, id, at->from) ==
                       kho__find_place(catalogue, place->parent)
               ? kho__place_at(catalogue, id)->body
               : NULL;
}

static kho_status write_places(change *at)
{
    kho__buffer one = {0};
    kho_status status = KHO_OK;
    size_t written = 0;

    for (size_t i = 0; i < at->asked->place_count && status == KHO_OK; i++)
        status = take_code(at, &at->places, at->asked->places[i].code);
    for (size_t i = 0; i < at->asked->place_count && status == KHO_OK; i++) {
        kho_place place = at->asked->places[i];

        kho__buffer_clear(&one);
        if ((status = check_place(at, &place)) < 0)
            break;
        kho__place_write(&one, &place);
        if ((status = kho__buffer_status(&one)) == KHO_OK)
            written = write_changed(at, "places", written, &one, known_place(at, &place));
    }
    close_list(at, written);
    kho__buffer_free(&one);
    return status;
}

static kho_status check_price(change *at, kho_price *price)
{
    const kho__catalogue *catalogue = &at->ledger->catalogue;

    if (!price->channel)
        price->channel = catalogue->channel_count   ? kho__channel_at(catalogue, 1)
                         : at->asked->channel_count ? at->asked->channels[0]
                                                    : NULL;
    if (!price->item ||
        !is_known(&at->items, kho__find_item(catalogue, price->item), price->item))
        return kho__fail(KHO_ENOTFOUND, "%s: no such item, which has a price",
            "%s: có đơn giá nhưng không có mặt hàng này", price->item ? price->item : "");
    if (!is_known(
            &at->seen, kho__find_channel(catalogue, price->channel), price->channel))
        return kho__fail(KHO_ENOTFOUND, "%s: no channel '%s' to have a price in",
            "%s: không có kênh '%s' để đặt đơn giá", price->item,
            price->channel ? price->channel : "");
    return kho__price_check(at->ledger, &at->prices, price);
}

static kho_status write_prices(change *at)
{
    kho__buffer one = {0}, known = {0};
    kho_status status = KHO_OK;
    size_t written = 0;

    for (size_t i = 0; i < at->asked->price_count && status == KHO_OK; i++) {
        kho_price price = at->asked->prices[i];

        kho__buffer_clear(&one);
        kho__buffer_clear(&known);
        if ((status = check_price(at, &price)) < 0)
            break;
        kho__price_write(&one, &price);
        kho__price_write_known(&known, &at->ledger->catalogue, &price);
        if ((status = kho__buffer_status(&one)) == KHO_OK &&
            (status = kho__buffer_status(&known)) == KHO_OK)
            written = write_changed(
                at, "prices", written, &one, known.size ? known.bytes : NULL);
    }
    close_list(at, written);
    kho__buffer_free(&one);
    kho__buffer_free(&known);
    return status;
}

static kho_status replay_link(
    kho_ledger *ledger, const kho_place *place, bool is_new, kho_date since)
{
    const int32_t id = kho__find_place(&ledger->catalogue, place->code),
                  parent = kho__find_place(&ledger->catalogue, place->parent);

    if (kho__parent_on(&ledger->catalogue, id, is_new ? 0 : since) == parent)
        return KHO_OK;
    return kho__define_link(ledger, id, is_new ? KHO_NO_DATE : since, parent);
}

static kho_status replay_places(kho_ledger *ledger, const json_t *array, kho_date since)
{
    const size_t count = json_array_size(array), before = ledger->catalogue.place_count;
    kho__arena arena = {0};
    kho_status status = KHO_OK;
    kho_place place;

    /* Twice, since a place may stand under one that is defined after it. */
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count && status == KHO_OK; i++) {
            if ((status = kho__place_read(&arena, json_array_get(array, i), &place)) < 0)
                break;
            status = pass == 0 ? kho__define_place(ledger, &place)
                               : replay_link(ledger, &place,
                                     kho__find_place(&ledger->catalogue, place.code) >
                                         (int32_t)before,
                                     since);
        }
    }
    kho__arena_free(&arena);
    return status;
}

kho_status kho__catalogue_replay(kho_ledger *ledger, const json_t *node)
{
    const json_t *channels = json_object_get(node, "channels"),
                 *items = json_object_get(node, "items");
    const char *from = json_string_value(json_object_get(node, "from"));
    kho_date since = KHO_NO_DATE;
    kho_status status = KHO_OK;
    kho_item item;

    if (from && (status = kho_date_parse(from, &since)) < 0)
        return status;
    for (size_t i = 0; i < json_array_size(channels) && status == KHO_OK; i++) {
        const char *code = json_string_value(json_array_get(channels, i));

        status = code ? kho__define_channel(ledger, code)
                      : kho__fail(KHO_EDAMAGED, "a channel of the journal is malformed",
                            "một kênh trong sổ bị hỏng");
    }
    for (size_t i = 0; i < json_array_size(items) && status == KHO_OK; i++) {
        if ((status = kho__item_read(json_array_get(items, i), &item)) == KHO_OK)
            status = kho__define_item(ledger, &item);
    }
    if (status == KHO_OK)
        status = kho__prices_replay(ledger, json_object_get(node, "prices"));
    return status < 0 ? status
                      : replay_places(ledger, json_object_get(node, "places"), since);
}

/* A circle is found after the fact, on whatever day: the transaction is given up. */
static kho_status check_circles(const kho__catalogue *catalogue)
{
    const int32_t id = kho__catalogue_circle(catalogue);

    return id ? refuse(kho__place_at(catalogue, id)->as.code,
                    "the places stand in a circle", "các nơi trực thuộc vòng tròn")
              : KHO_OK;
}

static kho_status write_change(change *at, kho_answer *answer)
{
    kho_ledger *ledger = at->ledger;
    kho__posting posting = {.ledger = ledger, .arena = &ledger->arena};
    json_t *node = NULL;
    kho_status status;

    if ((status = kho__kept_json(at->body.bytes, at->body.size, &node)) < 0 ||
        (status = kho__posting_part(&posting, KHO__PART_CATALOGUE, at->body.bytes)) < 0 ||
        (status = kho__catalogue_replay(ledger, node)) < 0 ||
        (status = check_circles(&ledger->catalogue)) < 0 ||
        (status = kho__rules_verify(ledger)) < 0)
        goto done;
    ledger->broken = false;
    answer->seq = ledger->head.seq;
    answer->uid = posting.uid;
done:
    json_decref(node);
    return status;
}

kho_status kho_ledger_define(
    kho_ledger *ledger, const kho_catalogue *catalogue, kho_date from, kho_answer *answer)
{
    change at = {.ledger = ledger, .asked = catalogue};
    kho_answer unused;
    kho_status status;
    char day[16];

    if (!answer)
        answer = &unused;
    *answer = (kho_answer){0};
    if ((status = kho__ledger_enter(ledger)) < 0)
        return status;
    at.from = from == KHO_NO_DATE ? kho_ledger_today(ledger) : from;
    kho__buffer_byte(&at.body, '{');
    if ((status = write_channels(&at)) < 0 || (status = write_items(&at)) < 0 ||
        (status = write_places(&at)) < 0 || (status = write_prices(&at)) < 0)
        goto done;
    if (at.any) {
        kho__buffer_print(&at.body, ",\"from\":\"%s\"}", kho_date_format(at.from, day));
        if ((status = kho__buffer_status(&at.body)) == KHO_OK)
            status = write_change(&at, answer);
    }
    answer->existing = status == KHO_OK && !at.any;
done:
    status = kho__ledger_leave(ledger, status, at.any);
    kho__map_free(&at.seen);
    kho__map_free(&at.items);
    kho__map_free(&at.places);
    kho__map_free(&at.prices);
    kho__buffer_free(&at.body);
    return status;
}
