#include "exchange/monthly_create.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/error.h"
#include "base/text.h"

enum { CODE_MAX = 64 };

/* What is to be defined: a list for each, and the codes that are in it. */
typedef struct new_words {
    kho_ledger *ledger;
    const kho__monthly_map *map;
    kho__monthly_file *file;
    kho_item *items;
    kho_place *places;
    size_t item_count, item_room, place_count, place_room;
    kho__map item_at, place_at; /* code -> index */
} new_words;

/* d with a stroke is a letter of its own: decomposing leaves it. */
static char plain_letter(utf8proc_int32_t character)
{
    char text[2] = {(char)(character < 0x80 ? character : '-'), '\0'};

    if (character == 0x110 || character == 0x111)
        return character == 0x110 ? 'D' : 'd';
    return kho__text_is_code(text) ? text[0] : '-';
}

kho_status kho__monthly_code(kho__arena *arena, const char *name, const char **out)
{
    char *code = kho__arena_take(arena, CODE_MAX + 1);
    utf8proc_uint8_t *plain = NULL;
    utf8proc_ssize_t size = UTF8PROC_ERROR_NOMEM;
    size_t used = 0;

    *out = NULL;
    if (code)
        size = utf8proc_map((const utf8proc_uint8_t *)name, 0, &plain,
            UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                UTF8PROC_STRIPMARK);
    if (size < 0)
        return size == UTF8PROC_ERROR_NOMEM ? kho__fail_memory() : KHO_OK;
    for (const utf8proc_uint8_t *at = plain; *at && used < CODE_MAX;) {
        utf8proc_int32_t character;
        utf8proc_ssize_t step = utf8proc_iterate(at, -1, &character);
        char letter = step > 0 ? plain_letter(character) : '-';

        if (letter != '-' || (used > 0 && code[used - 1] != '-'))
            code[used++] = letter;
        at += step > 0 ? step : 1;
    }
    while (used > 0 && code[used - 1] == '-')
        used--;
    code[used] = '\0';
    free(plain);
    *out = used > 0 ? code : NULL;
    return KHO_OK;
}

static kho_status add_item(new_words *creation, const char *code)
{
    if (kho__find_item(&creation->ledger->catalogue, code) ||
        kho__map_find(&creation->item_at, code) >= 0)
        return KHO_OK;
    if (!kho__grow((void **)&creation->items, &creation->item_room, creation->item_count,
            1, sizeof(*creation->items)) ||
        !kho__map_put(&creation->item_at, code, (int64_t)creation->item_count))
        return kho__fail_memory();
    creation->items[creation->item_count++] = (kho_item){
        .code = code, .name = {code,         NULL  },
             .unit = {"đơn vị", "unit"},
             .pack = 1
    };
    return KHO_OK;
}

static kho_status add_place(new_words *creation, const kho_place *place)
{
    int64_t at = kho__map_find(&creation->place_at, place->code);

    if (kho__find_place(&creation->ledger->catalogue, place->code))
        return KHO_OK;
    if (at >= 0) {
        /* Rows may name it as a parent first and as a place of its own later. */
        if (!creation->places[at].parent && place->parent)
            creation->places[at].parent = place->parent;
        return KHO_OK;
    }
    if (!kho__grow((void **)&creation->places, &creation->place_room,
            creation->place_count, 1, sizeof(*creation->places)) ||
        !kho__map_put(&creation->place_at, place->code, (int64_t)creation->place_count))
        return kho__fail_memory();
    creation->places[creation->place_count++] = *place;
    return KHO_OK;
}

static kho_status add_parent(new_words *creation, const char *name, const char **code)
{
    kho_place place = {
        .kind = KHO_STORE, .name = {name, NULL}
    };
    kho_status status = KHO_OK;

    if (kho__text_is_code(name))
        place.code = name;
    else
        status = kho__monthly_code(&creation->file->arena, name, &place.code);
    *code = place.code;
    return status == KHO_OK && place.code ? add_place(creation, &place) : status;
}

static kho_status add_row(new_words *creation, const kho__monthly_row *row)
{
    kho_place place = {
        .code = row->place,
        .kind = KHO_STORE,
        .level = creation->map->level,
        .name = {row->place, NULL}
    };
    kho_status status;

    if ((status = add_item(creation, row->item)) < 0 ||
        kho__find_place(&creation->ledger->catalogue, row->place))
        return status;
    if (row->parent && (status = add_parent(creation, row->parent, &place.parent)) < 0)
        return status;
    if (place.parent && strcmp(place.parent, place.code) == 0)
        place.parent = NULL;
    return add_place(creation, &place);
}

/* Rows are sorted by place and item: what repeats the row before it names nothing new. */
static kho_status collect(new_words *creation)
{
    const kho__monthly_file *file = creation->file;
    kho_status status = kho__read_begin(creation->ledger);

    if (status < 0)
        return status;
    for (size_t i = 0; status == KHO_OK && i < file->count; i++) {
        const kho__monthly_row *row = &file->rows[i];

        if (i == 0 || row->place != row[-1].place || row->item != row[-1].item)
            status = add_row(creation, row);
    }
    kho__read_end(creation->ledger);
    return status;
}

static kho_status define(const new_words *creation)
{
    static const char *const channels[] = {"free"};
    kho_catalogue catalogue = {.items = creation->items,
        .item_count = creation->item_count,
        .places = creation->places,
        .place_count = creation->place_count};
    kho_answer answer;

    if (creation->ledger->catalogue.channel_count == 0) {
        catalogue.channels = channels;
        catalogue.channel_count = 1;
    }
    if (catalogue.item_count + catalogue.place_count + catalogue.channel_count == 0)
        return KHO_OK;
    return kho_ledger_define(creation->ledger, &catalogue, KHO_NO_DATE, &answer);
}

kho_status kho__monthly_create(
    kho_ledger *ledger, const kho__monthly_map *map, kho__monthly_file *file)
{
    new_words creation = {.ledger = ledger, .map = map, .file = file};
    kho_status status = collect(&creation);

    if (status == KHO_OK && file->count > 0)
        status = define(&creation);
    free(creation.items);
    free(creation.places);
    kho__map_free(&creation.item_at);
    kho__map_free(&creation.place_at);
    return status;
}
