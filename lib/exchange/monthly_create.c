#include "exchange/monthly_create.h"

#include <stdio.h>
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

/* The name that a code has in the ledger or in this file; NULL: it has none yet. */
static const kho_text *find_name(const new_words *creation, const char *code)
{
    const kho__catalogue *catalogue = &creation->ledger->catalogue;
    const int32_t id = kho__find_place(catalogue, code);
    const int64_t at = kho__map_find(&creation->place_at, code);

    if (id)
        return &kho__place_at(catalogue, id)->as.name;
    return at >= 0 ? &creation->places[at].name : NULL;
}

static bool is_named(const kho_text *is, const char *name)
{
    return strcmp(is->vi, name) == 0 || (is->en && strcmp(is->en, name) == 0);
}

static const char *say_taken(new_words *creation, const char *place, const char *name,
    const char *code, const char *other)
{
    char text[1024];

    snprintf(text, sizeof(text),
        kho__say("%s: '%s' would have the code of '%s', %s: write codes, or define the "
                 "place",
            "%s: '%s' sẽ trùng mã với '%s', %s: hãy ghi mã, hoặc khai báo nơi này"),
        place, name, other, code);
    return kho__arena_text(&creation->file->arena, text);
}

/* Names that differ in their marks only make one code: the second one is refused, for two
 * places would be summed as one. *why is NULL where nothing is wrong. */
static kho_status add_parent(
    new_words *creation, const char *name, kho_place *child, const char **why)
{
    kho_place place = {
        .kind = KHO_STORE, .name = {name, NULL}
    };
    const kho_text *is;
    kho_status status;

    *why = NULL;
    if (kho__text_is_code(name)) {
        place.code = name;
    } else {
        status = kho__monthly_code(&creation->file->arena, name, &place.code);
        if (status < 0 || !place.code)
            return status;
        is = find_name(creation, place.code);
        if (is && !is_named(is, name)) {
            *why = say_taken(creation, child->code, name, place.code, is->vi);
            return *why ? KHO_OK : kho__fail_memory();
        }
    }
    if (strcmp(place.code, child->code) != 0)
        child->parent = place.code;
    return add_place(creation, &place);
}

/* The parent that the rows of a place name, NULL where they name none. Where some name
 * another one, the first of them says so. */
static kho_status find_parent(
    new_words *creation, kho__monthly_row *rows, size_t count, const char **out)
{
    char text[1024];

    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *name = rows[i].parent;

        if (!*out)
            *out = name;
        if (!name || name == *out)
            continue;
        snprintf(text, sizeof(text),
            kho__say(
                "%s: is under '%s', not '%s'", "%s: trực thuộc '%s', không phải '%s'"),
            rows[i].place, *out, name);
        rows[i].note = kho__arena_text(&creation->file->arena, text);
        return rows[i].note ? KHO_OK : kho__fail_memory();
    }
    return KHO_OK;
}

/* Where a place can't be defined all of its rows are refused. */
static kho_status add_new(new_words *creation, kho__monthly_row *rows, size_t count)
{
    kho_place place = {
        .code = rows->place,
        .kind = KHO_STORE,
        .level = creation->map->level,
        .name = {rows->place, NULL}
    };
    const char *parent, *why = NULL;
    kho_status status = find_parent(creation, rows, count, &parent);

    if (status == KHO_OK && parent)
        status = add_parent(creation, parent, &place, &why);
    if (status < 0)
        return status;
    for (size_t i = 0; why && i < count; i++)
        rows[i].why = why;
    return why ? KHO_OK : add_place(creation, &place);
}

/* All rows of a place. */
static kho_status add_rows(new_words *creation, kho__monthly_row *rows, size_t count)
{
    kho_status status = KHO_OK;

    if (!kho__find_place(&creation->ledger->catalogue, rows->place))
        status = add_new(creation, rows, count);
    for (size_t i = 0; status == KHO_OK && i < count && !rows->why; i++) {
        if (i == 0 || rows[i].item != rows[i - 1].item)
            status = add_item(creation, rows[i].item);
    }
    return status;
}

/* Rows are sorted by place and item. */
static kho_status collect(new_words *creation)
{
    const kho__monthly_file *file = creation->file;
    kho_status status = kho__read_begin(creation->ledger);
    size_t count;

    if (status < 0)
        return status;
    for (size_t i = 0; status == KHO_OK && i < file->count; i += count) {
        kho__monthly_row *rows = &file->rows[i];

        for (count = 1; i + count < file->count && rows[count].place == rows->place;)
            count++;
        status = add_rows(creation, rows, count);
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
