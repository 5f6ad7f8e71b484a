#include <string.h>

#include <kho/exchange.h>

#include "base/error.h"
#include "exchange/catalogue_file.h"
#include "store/ledger.h"

/* A parent is a place, and offers name items, of this file or of the ledger. */
static kho_status check_place(
    const kho__catalogue_file *file, const kho__catalogue *known, size_t index)
{
    const kho_place *place = &file->catalogue.places[index];
    const kho__node *node = &file->places->children[index];

    if (place->parent && kho__map_find(&file->place_at, place->parent) < 0 &&
        !kho__find_place(known, place->parent))
        return kho__fail_node(&file->document, kho__node_child(node, "parent"),
            "place '%s': there is no place '%s' to be its parent",
            "nơi '%s': không có nơi '%s' để trực thuộc", place->code, place->parent);
    for (size_t i = 0; i < place->offer_count; i++) {
        if (kho__map_find(&file->item_at, place->offers[i]) < 0 &&
            !kho__find_item(known, place->offers[i]))
            return kho__fail_node(&file->document, kho__node_child(node, "offers"),
                "place '%s': there is no item '%s' to offer",
                "nơi '%s': không có mặt hàng '%s' để cung ứng", place->code,
                place->offers[i]);
    }
    return KHO_OK;
}

static kho_status check_references(const kho__catalogue_file *file, kho_ledger *ledger)
{
    kho_status status = kho__read_begin(ledger);

    if (status < 0)
        return status;
    for (size_t i = 0; status == KHO_OK && i < file->catalogue.place_count; i++)
        status = check_place(file, &ledger->catalogue, i);
    kho__read_end(ledger);
    return status;
}

/* What the ledger refuses is told with the file's name before it. */
static kho_status name_file(kho_status status, const char *path)
{
    char why[sizeof(kho_error_last()->message)];

    memcpy(why, kho_error_last()->message, sizeof(why));
    return kho__fail_at(status, path, 0, 0, "%s", "%s", why);
}

kho_status kho_ledger_load_catalogue(
    kho_ledger *ledger, const char *path, kho_date from, bool dry_run, kho_answer *answer)
{
    kho__catalogue_file file;
    kho_status status = kho__catalogue_file_read(&file, path);

    if (status < 0)
        return status;
    if ((status = check_references(&file, ledger)) == KHO_OK &&
        (!dry_run || (status = kho_ledger_begin(ledger)) == KHO_OK)) {
        status = kho_ledger_define(ledger, &file.catalogue, from, answer);
        if (status < 0)
            status = name_file(status, path);
        if (dry_run)
            kho_ledger_rollback(ledger);
    }
    kho__catalogue_file_free(&file);
    return status;
}
