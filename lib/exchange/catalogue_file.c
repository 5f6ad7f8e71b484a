#include "exchange/catalogue_file.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

/* What YAML holds of an item where kho_item is narrower. */
typedef struct item_form {
    kho_item item;
    int64_t shelf_life, least_receipt, least_issue;
} item_form;

typedef struct place_form {
    kho_place place;
    int kind; /* index in kind_words */
    const kho__node *offers, *codes;
} place_form;

/* The kinds that a catalogue may define: the others are built in. */
static const char *const kind_words[] = {"supplier", "store", "collaborator", NULL};
static const kho_place_kind kinds[] = {KHO_SUPPLIER, KHO_STORE, KHO_COLLABORATOR};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* clang-format off */
#define AT(type, member) offsetof(type, member)

static const kho__field item_fields[] = {
    {"code", KHO__FIELD_CODE, AT(item_form, item.code), KHO__REQUIRED, 0, 0, NULL},
    {"name", KHO__FIELD_NAME, AT(item_form, item.name), KHO__REQUIRED, 0, 256, NULL},
    {"unit", KHO__FIELD_NAME, AT(item_form, item.unit), KHO__REQUIRED, 0, 64, NULL},
    {"pack", KHO__FIELD_INTEGER, AT(item_form, item.pack), 0, 1, KHO_QUANTITY_MAX, NULL},
    {"method", KHO__FIELD_TEXT, AT(item_form, item.method), KHO__NULLABLE, 0, 64, NULL},
    {"clinical", KHO__FIELD_BOOL, AT(item_form, item.clinical), 0, 0, 0, NULL},
    {"lots", KHO__FIELD_BOOL, AT(item_form, item.lots), 0, 0, 0, NULL},
    {"cyp", KHO__FIELD_TEXT, AT(item_form, item.cyp), KHO__NULLABLE, 0, 64, NULL},
    {"shelf_life_months", KHO__FIELD_INTEGER, AT(item_form, shelf_life), KHO__NULLABLE, 0, 1200, NULL},
    {"least_receipt_days", KHO__FIELD_INTEGER, AT(item_form, least_receipt), KHO__NULLABLE, 0, 36500, NULL},
    {"least_issue_days", KHO__FIELD_INTEGER, AT(item_form, least_issue), KHO__NULLABLE, 0, 36500, NULL},
};

static const kho__field place_fields[] = {
    {"code", KHO__FIELD_CODE, AT(place_form, place.code), KHO__REQUIRED, 0, 0, NULL},
    {"kind", KHO__FIELD_WORD, AT(place_form, kind), KHO__REQUIRED, 0, 0, kind_words},
    {"level", KHO__FIELD_TEXT, AT(place_form, place.level), KHO__NULLABLE, 0, 64, NULL},
    {"name", KHO__FIELD_NAME, AT(place_form, place.name), KHO__REQUIRED, 0, 256, NULL},
    {"parent", KHO__FIELD_CODE, AT(place_form, place.parent), KHO__NULLABLE, 0, 0, NULL},
    {"offers", KHO__FIELD_NODE, AT(place_form, offers), 0, 0, 0, NULL},
    {"codes", KHO__FIELD_NODE, AT(place_form, codes), 0, 0, 0, NULL},
    {"clinical", KHO__FIELD_BOOL, AT(place_form, place.clinical), 0, 0, 0, NULL},
};

static const kho__field code_fields[] = {
    {"system", KHO__FIELD_TEXT, AT(kho_official_code, system), KHO__REQUIRED, 0, 64, NULL},
    {"code", KHO__FIELD_TEXT, AT(kho_official_code, code), KHO__REQUIRED, 0, 64, NULL},
    {"from", KHO__FIELD_DATE, AT(kho_official_code, from), KHO__NULLABLE, 0, 0, NULL},
    {"until", KHO__FIELD_DATE, AT(kho_official_code, until), KHO__NULLABLE, 0, 0, NULL},
};

/* A price in YAML; below 0: null, so none from that day on. */
typedef struct price_form {
    kho_price price;
    int per; /* index in per_words */
} price_form;

static const char *const per_words[] = {"unit", "pack", NULL};

static const kho__field price_fields[] = {
    {"item", KHO__FIELD_CODE, AT(price_form, price.item), KHO__REQUIRED, 0, 0, NULL},
    {"channel", KHO__FIELD_CODE, AT(price_form, price.channel), KHO__REQUIRED, 0, 0, NULL},
    {"from", KHO__FIELD_DATE, AT(price_form, price.from), KHO__REQUIRED, 0, 0, NULL},
    {"price", KHO__FIELD_RATIONAL, AT(price_form, price.price), KHO__REQUIRED | KHO__NULLABLE, 0, KHO_QUANTITY_MAX, NULL},
    {"per", KHO__FIELD_WORD, AT(price_form, per), 0, 0, 0, per_words},
};

/* What stands at the top. */
typedef struct top_form {
    const char *form;
    const kho__node *channels, *items, *places, *prices;
} top_form;

static const kho__field top_fields[] = {
    {"kho", KHO__FIELD_TEXT, AT(top_form, form), 0, 0, 0, NULL},
    {"channels", KHO__FIELD_NODE, AT(top_form, channels), 0, 0, 0, NULL},
    {"items", KHO__FIELD_NODE, AT(top_form, items), 0, 0, 0, NULL},
    {"places", KHO__FIELD_NODE, AT(top_form, places), 0, 0, 0, NULL},
    {"prices", KHO__FIELD_NODE, AT(top_form, prices), 0, 0, 0, NULL},
};
/* clang-format on */

static kho_status index_code(kho__catalogue_file *file, kho__map *map,
    const kho__node *node, const char *what, const char *code, size_t index)
{
    if (kho__map_find(map, code) >= 0)
        return kho__fail_node(&file->document, kho__node_child(node, "code"),
            "%s: code '%s' stands twice", "%s: mã '%s' bị lặp lại", what, code);
    return kho__map_put(map, code, (int64_t)index) ? KHO_OK : kho__fail_memory();
}

static kho_status read_item(
    kho__catalogue_file *file, const kho__node *node, size_t index, kho_item *out)
{
    item_form form = {.item = {.pack = 1}};
    kho_status status = kho__read_map(
        &file->document, node, "item", item_fields, COUNT(item_fields), &form);

    if (status < 0)
        return status;
    *out = form.item;
    out->shelf_life_months = (int)form.shelf_life;
    out->least_receipt_days = (int)form.least_receipt;
    out->least_issue_days = (int)form.least_issue;
    return index_code(file, &file->item_at, node, "item", out->code, index);
}

static kho_status read_items(kho__catalogue_file *file)
{
    kho_item *items;
    size_t count;
    kho_status status = kho__take_children(
        &file->document, file->items, "items", sizeof(*items), (void **)&items, &count);

    for (size_t i = 0; status == KHO_OK && i < count; i++)
        status = read_item(file, &file->items->children[i], i, &items[i]);
    file->catalogue.items = items;
    file->catalogue.item_count = count;
    return status;
}

static kho_status read_official_codes(
    kho__catalogue_file *file, const kho__node *list, kho_place *place)
{
    kho_official_code *codes;
    kho_status status = kho__take_children(&file->document, list, "codes", sizeof(*codes),
        (void **)&codes, &place->code_count);

    for (size_t i = 0; status == KHO_OK && i < place->code_count; i++) {
        const kho__node *node = &list->children[i];

        codes[i].from = codes[i].until = KHO_NO_DATE;
        status = kho__read_map(
            &file->document, node, "code", code_fields, COUNT(code_fields), &codes[i]);
        if (status == KHO_OK && codes[i].until != KHO_NO_DATE &&
            codes[i].until < codes[i].from)
            status = kho__fail_node(&file->document, node, "code: until is before from",
                "code: until sớm hơn from");
    }
    place->codes = codes;
    return status;
}

static kho_status read_place(
    kho__catalogue_file *file, const kho__node *node, size_t index, kho_place *out)
{
    place_form form = {0};
    kho_status status = kho__read_map(
        &file->document, node, "place", place_fields, COUNT(place_fields), &form);

    if (status < 0)
        return status;
    *out = form.place;
    out->kind = kinds[form.kind];
    if ((form.offers && (status = kho__read_codes(&file->document, form.offers, "offers",
                             &out->offers, &out->offer_count)) < 0) ||
        (status = read_official_codes(file, form.codes, out)) < 0)
        return status;
    return index_code(file, &file->place_at, node, "place", out->code, index);
}

static kho_status read_places(kho__catalogue_file *file)
{
    kho_place *places;
    size_t count;
    kho_status status = kho__take_children(&file->document, file->places, "places",
        sizeof(*places), (void **)&places, &count);

    for (size_t i = 0; status == KHO_OK && i < count; i++)
        status = read_place(file, &file->places->children[i], i, &places[i]);
    file->catalogue.places = places;
    file->catalogue.place_count = count;
    return status;
}

/* An item has one price a day in a channel. */
static kho_status index_price(kho__catalogue_file *file, const kho__node *node,
    const kho_price *price, size_t index)
{
    char key[160], day[16];
    const char *kept;

    snprintf(key, sizeof(key), "%s/%s/%s", price->item, price->channel,
        kho_date_format(price->from, day));
    if (kho__map_find(&file->price_at, key) >= 0)
        return kho__fail_node(&file->document, node,
            "price: item '%s' has two in channel '%s' from %s",
            "price: mặt hàng '%s' có hai giá trong kênh '%s' từ ngày %s", price->item,
            price->channel, day);
    kept = kho__arena_text(&file->document.arena, key);
    return kept && kho__map_put(&file->price_at, kept, (int64_t)index)
               ? KHO_OK
               : kho__fail_memory();
}

/* "36.000" is thirty-six thousand to who writes it in Vietnamese. */
static kho_status verify_price(const kho__catalogue_file *file, const kho__node *price)
{
    const char *text = price->text ? price->text : "";
    const size_t whole = strspn(text, "0123456789");

    if (whole == 0 || whole > 3 || *text == '0' || text[whole] != '.' ||
        strlen(text + whole) != 4)
        return KHO_OK;
    return kho__fail_node(&file->document, price,
        "price: %s may be meant as thousands: write it without a point, or with fewer "
        "decimals",
        "price: %s có thể là số nghìn: hãy viết không có dấu chấm, hoặc bớt chữ số thập "
        "phân",
        text);
}

static kho_status read_price(
    kho__catalogue_file *file, const kho__node *node, size_t index, kho_price *out)
{
    price_form form = {.price = {.price = {-1, 1}}};
    kho_status status = kho__read_map(
        &file->document, node, "price", price_fields, COUNT(price_fields), &form);

    if (status == KHO_OK && !file->document.json)
        status = verify_price(file, kho__node_child(node, "price"));
    if (status < 0)
        return status;
    form.price.none = form.price.price.numerator < 0;
    file->by_pack[index] = form.per == 1 && !form.price.none;
    *out = form.price;
    return index_price(file, node, out, index);
}

static kho_status read_prices(kho__catalogue_file *file)
{
    kho_price *prices;
    size_t count;
    kho_status status = kho__take_children(&file->document, file->prices, "prices",
        sizeof(*prices), (void **)&prices, &count);

    if (status == KHO_OK && count &&
        !(file->by_pack = kho__arena_take(&file->document.arena, count)))
        status = kho__fail_memory();
    for (size_t i = 0; status == KHO_OK && i < count; i++)
        status = read_price(file, &file->prices->children[i], i, &prices[i]);
    file->catalogue.prices = file->priced = prices;
    file->catalogue.price_count = count;
    return status;
}

static kho_status read_catalogue(kho__catalogue_file *file)
{
    top_form top = {0};
    kho_status status = kho__read_map(&file->document, &file->document.root, "catalogue",
        top_fields, COUNT(top_fields), &top);

    if (status < 0)
        return status;
    file->items = top.items;
    file->places = top.places;
    file->prices = top.prices;
    if (top.channels &&
        (status = kho__read_codes(&file->document, top.channels, "channels",
             &file->catalogue.channels, &file->catalogue.channel_count)) < 0)
        return status;
    if ((status = read_items(file)) < 0 || (status = read_places(file)) < 0)
        return status;
    return read_prices(file);
}

static kho_status read_or_free(kho__catalogue_file *file, kho_status status)
{
    if (status == KHO_OK)
        status = read_catalogue(file);
    if (status < 0)
        kho__catalogue_file_free(file);
    return status;
}

kho_status kho__catalogue_file_read(kho__catalogue_file *file, const char *path)
{
    kho_status status;

    *file = (kho__catalogue_file){0};
    if ((status = kho__document_file(&file->document, path)) < 0)
        return status;
    return read_or_free(file, kho__document_form(&file->document, "catalogue/1"));
}

kho_status kho__catalogue_tree_read(kho__catalogue_file *file, kho__document *tree)
{
    const bool says = tree->root.kind == KHO__MAP && kho__node_child(&tree->root, "kho");

    *file = (kho__catalogue_file){.document = *tree};
    *tree = (kho__document){0};
    return read_or_free(
        file, says ? kho__document_form(&file->document, "catalogue/1") : KHO_OK);
}

void kho__catalogue_file_free(kho__catalogue_file *file)
{
    kho__map_free(&file->item_at);
    kho__map_free(&file->place_at);
    kho__map_free(&file->price_at);
    kho__document_free(&file->document);
}
