#include "model/definition.h"

#include <string.h>

#include "base/error.h"

/* What says nothing is left out: the same definition is always the same bytes. */
static void write_text(kho__buffer *out, const char *key, const char *text)
{
    if (!text)
        return;
    kho__buffer_key(out, key);
    kho__buffer_json(out, text);
}

static void write_int(kho__buffer *out, const char *key, int64_t value)
{
    if (!value)
        return;
    kho__buffer_key(out, key);
    kho__buffer_int(out, value);
}

static void write_date(kho__buffer *out, const char *key, kho_date date)
{
    char day[16];

    if (date != KHO_NO_DATE)
        write_text(out, key, kho_date_format(date, day));
}

static void write_name(kho__buffer *out, const char *key, const kho_text *name)
{
    kho__buffer_key(out, key);
    kho__buffer_byte(out, '{');
    write_text(out, "vi", name->vi);
    write_text(out, "en", name->en);
    kho__buffer_byte(out, '}');
}

void kho__item_write(kho__buffer *out, const kho_item *item)
{
    kho__buffer_byte(out, '{');
    write_text(out, "code", item->code);
    write_name(out, "name", &item->name);
    write_name(out, "unit", &item->unit);
    write_int(out, "pack", item->pack);
    write_text(out, "method", item->method);
    write_int(out, "clinical", item->clinical);
    write_int(out, "lots", item->lots);
    write_text(out, "cyp", item->cyp);
    write_int(out, "shelf_life_months", item->shelf_life_months);
    write_int(out, "least_receipt_days", item->least_receipt_days);
    write_int(out, "least_issue_days", item->least_issue_days);
    kho__buffer_byte(out, '}');
}

void kho__place_write(kho__buffer *out, const kho_place *place)
{
    kho__buffer_byte(out, '{');
    write_text(out, "code", place->code);
    write_text(out, "kind", kho_place_kind_word(place->kind));
    write_text(out, "level", place->level);
    write_name(out, "name", &place->name);
    write_text(out, "parent", place->parent);
    if (place->offer_count) {
        kho__buffer_key(out, "offers");
        for (size_t i = 0; i < place->offer_count; i++) {
            kho__buffer_byte(out, i ? ',' : '[');
            kho__buffer_json(out, place->offers[i]);
        }
        kho__buffer_byte(out, ']');
    }
    if (place->code_count) {
        kho__buffer_key(out, "codes");
        for (size_t i = 0; i < place->code_count; i++) {
            kho__buffer_text(out, i ? ",{" : "[{");
            write_text(out, "system", place->codes[i].system);
            write_text(out, "code", place->codes[i].code);
            write_date(out, "from", place->codes[i].from);
            write_date(out, "until", place->codes[i].until);
            kho__buffer_byte(out, '}');
        }
        kho__buffer_byte(out, ']');
    }
    write_int(out, "clinical", place->clinical);
    kho__buffer_byte(out, '}');
}

static const char *text_of(const json_t *node, const char *key)
{
    return json_string_value(json_object_get(node, key));
}

static int64_t int_of(const json_t *node, const char *key)
{
    return json_integer_value(json_object_get(node, key));
}

static kho_text name_of(const json_t *node, const char *key)
{
    const json_t *name = json_object_get(node, key);

    return (kho_text){text_of(name, "vi"), text_of(name, "en")};
}

static kho_date date_of(const json_t *node, const char *key)
{
    const char *text = text_of(node, key);
    kho_date date;

    return text && kho_date_parse(text, &date) == KHO_OK ? date : KHO_NO_DATE;
}

static kho_status malformed(void)
{
    return kho__fail(KHO_EDAMAGED, "a definition of the catalogue is malformed",
        "một mục của danh mục bị hỏng");
}

/* A number of months or days as it was kept, which nobody could have made negative. */
static bool is_kept(const json_t *node, const char *key, int kept)
{
    return kept >= 0 && int_of(node, key) == kept;
}

kho_status kho__item_read(const json_t *node, kho_item *out)
{
    *out = (kho_item){.code = text_of(node, "code"),
        .name = name_of(node, "name"),
        .unit = name_of(node, "unit"),
        .pack = int_of(node, "pack"),
        .method = text_of(node, "method"),
        .clinical = int_of(node, "clinical") == 1,
        .lots = int_of(node, "lots") == 1,
        .cyp = text_of(node, "cyp"),
        .shelf_life_months = (int)int_of(node, "shelf_life_months"),
        .least_receipt_days = (int)int_of(node, "least_receipt_days"),
        .least_issue_days = (int)int_of(node, "least_issue_days")};
    return out->code && out->name.vi && out->unit.vi && out->pack >= 1 &&
                   out->pack <= KHO_QUANTITY_MAX &&
                   is_kept(node, "shelf_life_months", out->shelf_life_months) &&
                   is_kept(node, "least_receipt_days", out->least_receipt_days) &&
                   is_kept(node, "least_issue_days", out->least_issue_days)
               ? KHO_OK
               : malformed();
}

static bool read_codes(kho__arena *arena, const json_t *array, kho_place *out)
{
    kho_official_code *codes = NULL;

    out->code_count = json_array_size(array);
    if (out->code_count &&
        !(codes = kho__arena_take(arena, out->code_count * sizeof(*codes))))
        return false;
    for (size_t i = 0; i < out->code_count; i++) {
        const json_t *at = json_array_get(array, i);

        codes[i] = (kho_official_code){text_of(at, "system"), text_of(at, "code"),
            date_of(at, "from"), date_of(at, "until")};
        if (!codes[i].system || !codes[i].code)
            return false;
    }
    out->codes = codes;
    return true;
}

kho_status kho__place_read(kho__arena *arena, const json_t *node, kho_place *out)
{
    const json_t *array = json_object_get(node, "offers");
    const char *kind = text_of(node, "kind"), **offers = NULL;

    *out = (kho_place){.code = text_of(node, "code"),
        .kind = KHO_PLACE_KINDS,
        .level = text_of(node, "level"),
        .name = name_of(node, "name"),
        .parent = text_of(node, "parent"),
        .offer_count = json_array_size(array),
        .clinical = int_of(node, "clinical") == 1};
    for (kho_place_kind k = 0; kind && k < KHO_PLACE_KINDS; k++) {
        if (strcmp(kind, kho_place_kind_word(k)) == 0)
            out->kind = k;
    }
    if (!out->code || !out->name.vi || out->kind == KHO_PLACE_KINDS)
        return malformed();
    if (out->offer_count &&
        !(offers = kho__arena_take(arena, out->offer_count * sizeof(*offers))))
        return kho__fail_memory();
    for (size_t i = 0; i < out->offer_count; i++) {
        if (!(offers[i] = json_string_value(json_array_get(array, i))))
            return malformed();
    }
    out->offers = offers;
    return read_codes(arena, json_object_get(node, "codes"), out) ? KHO_OK
           : arena->failed                                        ? kho__fail_memory()
                                                                  : malformed();
}
