#include <stdio.h>
#include <string.h>

#include <kho/exchange.h>

#include "base/error.h"
#include "base/rational.h"
#include "exchange/catalogue_file.h"
#include "exchange/document.h"
#include "store/ledger.h"

/* Where what is named at a key of a node is neither in this file nor in the ledger. */
#define UNKNOWN(file, node, key)                                                         \
 KHO_ENOTFOUND, (file)->document.name, kho__node_child(node, key)->line,                 \
     kho__node_child(node, key)->column

/* A parent is a place, and offers name items, of this file or of the ledger. */
static kho_status check_place(
    const kho__catalogue_file *file, const kho__catalogue *known, size_t index)
{
    const kho_place *place = &file->catalogue.places[index];
    const kho__node *node = &file->places->children[index];

    if (place->parent && kho__map_find(&file->place_at, place->parent) < 0 &&
        !kho__find_place(known, place->parent))
        return kho__fail_at(UNKNOWN(file, node, "parent"),
            "place '%s': there is no place '%s' to be its parent",
            "nơi '%s': không có nơi '%s' để trực thuộc", place->code, place->parent);
    for (size_t i = 0; i < place->offer_count; i++) {
        if (kho__map_find(&file->item_at, place->offers[i]) < 0 &&
            !kho__find_item(known, place->offers[i]))
            return kho__fail_at(UNKNOWN(file, node, "offers"),
                "place '%s': there is no item '%s' to offer",
                "nơi '%s': không có mặt hàng '%s' để cung ứng", place->code,
                place->offers[i]);
    }
    return KHO_OK;
}

static bool has_channel(const kho__catalogue_file *file, const char *code)
{
    for (size_t i = 0; i < file->catalogue.channel_count; i++) {
        if (strcmp(file->catalogue.channels[i], code) == 0)
            return true;
    }
    return false;
}

/* A price names an item and a channel of this file or of the ledger; what a pack costs
 * becomes what a unit costs, by the item's pack as it is now. */
static kho_status check_price(
    kho__catalogue_file *file, const kho__catalogue *known, size_t index)
{
    kho_price *price = &file->priced[index];
    const kho__node *node = &file->prices->children[index];
    const int64_t defined = kho__map_find(&file->item_at, price->item);
    const int32_t item = kho__find_item(known, price->item);

    if (defined < 0 && !item)
        return kho__fail_at(UNKNOWN(file, node, "item"), "price: there is no item '%s'",
            "price: không có mặt hàng '%s'", price->item);
    if (!has_channel(file, price->channel) && !kho__find_channel(known, price->channel))
        return kho__fail_at(UNKNOWN(file, node, "channel"),
            "price: there is no channel '%s'", "price: không có kênh '%s'",
            price->channel);
    if (!file->by_pack[index])
        return KHO_OK;
    if (kho__rational_divide(price->price,
            (kho_rational){defined >= 0 ? file->catalogue.items[defined].pack
                                        : kho__item_at(known, item)->as.pack,
                1},
            &price->price) < 0)
        return kho__fail_node(&file->document, kho__node_child(node, "price"),
            "price: a unit's part of a pack of '%s' doesn't fit 64 bits",
            "price: giá một đơn vị trong gói '%s' vượt quá 64 bit", price->item);
    return KHO_OK;
}

static kho_status check_references(kho__catalogue_file *file, kho_ledger *ledger)
{
    kho_status status = kho__read_begin(ledger);

    if (status < 0)
        return status;
    for (size_t i = 0; status == KHO_OK && i < file->catalogue.place_count; i++)
        status = check_place(file, &ledger->catalogue, i);
    for (size_t i = 0; status == KHO_OK && i < file->catalogue.price_count; i++)
        status = check_price(file, &ledger->catalogue, i);
    kho__read_end(ledger);
    return status;
}

/* What the ledger refuses begins with the code that it is about: where that stands is
 * told too. */
static kho_status name_place(const kho__catalogue_file *file, kho_status status)
{
    char why[sizeof(kho_error_last()->message)], code[80];
    size_t size = strcspn(kho_error_last()->message, ":");
    const kho__node *node = NULL;
    int64_t item, place;

    memcpy(why, kho_error_last()->message, sizeof(why));
    snprintf(code, sizeof(code), "%.*s", (int)(size < sizeof(code) ? size : 0), why);
    item = kho__map_find(&file->item_at, code);
    place = kho__map_find(&file->place_at, code);
    if (item >= 0 && place < 0)
        node = &file->items->children[item];
    else if (place >= 0 && item < 0)
        node = &file->places->children[place];
    return kho__fail_at(status, file->document.name, node ? node->line : 0,
        node ? node->column : 0, "%s", "%s", why);
}

/* Verify and define what was read; the file is freed. */
static kho_status load(kho_ledger *ledger, kho__catalogue_file *file, kho_date from,
    bool dry_run, kho_answer *answer)
{
    kho_status status = check_references(file, ledger);

    if (status == KHO_OK && (!dry_run || (status = kho_ledger_begin(ledger)) == KHO_OK)) {
        status = kho_ledger_define(ledger, &file->catalogue, from, answer);
        if (status < 0)
            status = name_place(file, status);
        if (dry_run)
            kho_ledger_rollback(ledger);
    }
    kho__catalogue_file_free(file);
    return status;
}

kho_status kho_ledger_load_catalogue(
    kho_ledger *ledger, const char *path, kho_date from, bool dry_run, kho_answer *answer)
{
    kho__catalogue_file file;
    kho_status status = kho__catalogue_file_read(&file, path);

    return status < 0 ? status : load(ledger, &file, from, dry_run, answer);
}

kho_status kho_ledger_define_document(kho_ledger *ledger, kho_document *document,
    kho_date from, bool dry_run, kho_answer *answer)
{
    kho__catalogue_file file;
    kho__document *tree;
    kho_status status = kho__document_whole(document, &tree);

    if (status < 0 || (status = kho__catalogue_tree_read(&file, tree)) < 0)
        return status;
    return load(ledger, &file, from, dry_run, answer);
}
