#include "report/rows.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/names.h"

kho_status kho__rows_begin(kho__rows *rows, kho_table *table,
    const kho__catalogue *catalogue, size_t place_column, size_t item_column,
    size_t channel_column)
{
    *rows = (kho__rows){.table = table,
        .catalogue = catalogue,
        .place_column = place_column,
        .item_column = item_column,
        .channel_column = channel_column};
    rows->items = calloc(catalogue->item_count + 1, sizeof(*rows->items));
    rows->channels = calloc(catalogue->channel_count + 1, sizeof(*rows->channels));
    rows->units = calloc(catalogue->item_count + 1, sizeof(*rows->units));
    if (rows->items && rows->channels && rows->units)
        return KHO_OK;
    kho__rows_end(rows);
    return kho__fail_memory();
}

void kho__rows_end(kho__rows *rows)
{
    kho__map_free(&rows->places);
    free(rows->items);
    free(rows->channels);
    free(rows->units);
    rows->items = rows->channels = rows->units = NULL;
}

static const char *prefix(kho_place_kind kind, bool vietnamese)
{
    if (kind == KHO_HOLD)
        return vietnamese ? "Tạm giữ: " : "On hold: ";
    return vietnamese ? "Trên đường: " : "In transit: ";
}

/* A shelf or a road is called after its store. */
static int32_t companion_word(const kho__rows *rows, const kho__place *place)
{
    const kho__place *store =
        kho__place_at(rows->catalogue, kho__owner_of(rows->catalogue, place->id));
    const kho_text *name = &store->as.name;
    kho__buffer vi = {0}, en = {0};
    int32_t word = -1;

    kho__buffer_text(&vi, prefix(place->as.kind, true));
    kho__buffer_text(&vi, name->vi);
    kho__buffer_text(&en, prefix(place->as.kind, false));
    kho__buffer_text(&en, name->en ? name->en : name->vi);
    if (kho__buffer_status(&vi) == KHO_OK && kho__buffer_status(&en) == KHO_OK)
        word = kho__table_word(
            rows->table, rows->place_column, place->as.code, vi.bytes, en.bytes);
    kho__buffer_free(&vi);
    kho__buffer_free(&en);
    return word;
}

static int32_t place_word(const kho__rows *rows, int32_t id)
{
    const kho__place *place = kho__place_at(rows->catalogue, id);

    if (place->as.kind == KHO_HOLD || place->as.kind == KHO_TRANSIT)
        return companion_word(rows, place);
    return kho__table_word(rows->table, rows->place_column, place->as.code,
        place->as.name.vi, place->as.name.en);
}

static int32_t item_word(const kho__rows *rows, int32_t id)
{
    const kho_item *item = &kho__item_at(rows->catalogue, id)->as;

    return kho__table_word(
        rows->table, rows->item_column, item->code, item->name.vi, item->name.en);
}

static int32_t channel_word(const kho__rows *rows, int32_t id)
{
    const char *code = kho__channel_at(rows->catalogue, id);
    const kho__name *name = kho__name_find(kho__channel_names, code);

    return kho__table_word(rows->table, rows->channel_column, code,
        name ? name->vi : NULL, name ? name->en : NULL);
}

static kho_status set(kho__rows *rows, size_t column, int32_t id, int32_t *words,
    int32_t (*make)(const kho__rows *, int32_t))
{
    if (column == KHO__NO_COLUMN || !id)
        return KHO_OK;
    if (!words[id]) {
        const int32_t word = make(rows, id);

        if (word < 0)
            return kho__fail_memory();
        words[id] = word + 1;
    }
    kho__table_set_word(rows->table, column, words[id] - 1);
    return KHO_OK;
}

/* Rows come place by place: mostly it is the last one's word again. */
static kho_status set_place(kho__rows *rows, int32_t id)
{
    int64_t word;

    if (rows->place_column == KHO__NO_COLUMN || !id)
        return KHO_OK;
    if (id != rows->last_place) {
        if ((word = kho__map_find_key(&rows->places, (uint64_t)id)) < 0 &&
            ((word = place_word(rows, id)) < 0 ||
                !kho__map_put_key(&rows->places, (uint64_t)id, word)))
            return kho__fail_memory();
        rows->last_place = id;
        rows->last_word = (int32_t)word;
    }
    kho__table_set_word(rows->table, rows->place_column, rows->last_word);
    return KHO_OK;
}

kho_status kho__rows_add(kho__rows *rows, int32_t place, int32_t item, int32_t channel)
{
    kho_status status;

    if ((status = kho__table_row(rows->table)) < 0 ||
        (status = set_place(rows, place)) < 0 ||
        (status = set(rows, rows->item_column, item, rows->items, item_word)) < 0)
        return status;
    return set(rows, rows->channel_column, channel, rows->channels, channel_word);
}

kho_status kho__rows_unit(kho__rows *rows, size_t unit_column, int32_t item)
{
    const kho_text *unit = &kho__item_at(rows->catalogue, item)->as.unit;

    /* By item, since units that share their English word may differ in Vietnamese. */
    if (!rows->units[item]) {
        const int32_t word = kho__table_word(
            rows->table, unit_column, unit->en ? unit->en : unit->vi, unit->vi, unit->en);

        if (word < 0)
            return kho__fail_memory();
        rows->units[item] = word + 1;
    }
    kho__table_set_word(rows->table, unit_column, rows->units[item] - 1);
    return KHO_OK;
}

kho_status kho__rows_name(kho__rows *rows, size_t column, const kho__name *name)
{
    return name && *name->word
               ? kho__table_set_known(rows->table, column, name->word, name->vi, name->en)
               : KHO_OK;
}

kho_status kho__rows_lot(
    kho__rows *rows, size_t lot_column, size_t expiry_column, const kho__lot *lot)
{
    kho__table_set_date(rows->table, expiry_column, lot->expiry);
    return *lot->number
               ? kho__table_set_known(rows->table, lot_column, lot->number, NULL, NULL)
               : KHO_OK;
}
