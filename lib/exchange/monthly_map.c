#include "exchange/monthly_map.h"

#include "base/error.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

typedef struct top_form {
    const char *form;
    const kho__node *period, *place, *item, *columns;
    int unknown;
} top_form;

typedef struct place_form {
    const char *code, *level, *parent;
    int kind;
} place_form;

/* Goods come from the supplier and go to clients: only a store has both ends. */
static const char *const kind_words[] = {"store", NULL};
static const char *const unknown_words[] = {"refuse", "create", NULL};

/* clang-format off */
#define AT(type, member) offsetof(type, member)
#define COLUMN(name) (sizeof(const char *) * KHO__MONTHLY_##name)

static const kho__field top_fields[] = {
    {"kho", KHO__FIELD_TEXT, AT(top_form, form), KHO__REQUIRED, 0, 0, NULL},
    {"period", KHO__FIELD_NODE, AT(top_form, period), KHO__REQUIRED, 0, 0, NULL},
    {"place", KHO__FIELD_NODE, AT(top_form, place), KHO__REQUIRED, 0, 0, NULL},
    {"item", KHO__FIELD_NODE, AT(top_form, item), KHO__REQUIRED, 0, 0, NULL},
    {"columns", KHO__FIELD_NODE, AT(top_form, columns), KHO__REQUIRED, 0, 0, NULL},
    {"unknown", KHO__FIELD_WORD, AT(top_form, unknown), 0, 0, 0, unknown_words},
};

static const kho__field place_fields[] = {
    {"code", KHO__FIELD_TEXT, AT(place_form, code), KHO__REQUIRED, 0, 0, NULL},
    {"kind", KHO__FIELD_WORD, AT(place_form, kind), 0, 0, 0, kind_words},
    {"level", KHO__FIELD_TEXT, AT(place_form, level), KHO__NULLABLE, 0, 64, NULL},
    {"parent", KHO__FIELD_TEXT, AT(place_form, parent), KHO__NULLABLE, 0, 0, NULL},
};

/* These fill an array of column names. */
static const kho__field period_fields[] = {
    {"year", KHO__FIELD_TEXT, COLUMN(YEAR), KHO__REQUIRED, 0, 0, NULL},
    {"month", KHO__FIELD_TEXT, COLUMN(MONTH), KHO__REQUIRED, 0, 0, NULL},
};

static const kho__field item_fields[] = {
    {"code", KHO__FIELD_TEXT, COLUMN(ITEM), KHO__REQUIRED, 0, 0, NULL},
};

static const kho__field column_fields[] = {
    {"opening", KHO__FIELD_TEXT, COLUMN(OPENING), KHO__REQUIRED, 0, 0, NULL},
    {"received", KHO__FIELD_TEXT, COLUMN(RECEIVED), KHO__REQUIRED, 0, 0, NULL},
    {"dispensed", KHO__FIELD_TEXT, COLUMN(DISPENSED), KHO__REQUIRED, 0, 0, NULL},
    {"adjusted", KHO__FIELD_TEXT, COLUMN(ADJUSTED), KHO__NULLABLE, 0, 0, NULL},
    {"closing", KHO__FIELD_TEXT, COLUMN(CLOSING), KHO__REQUIRED, 0, 0, NULL},
    {"days_out", KHO__FIELD_TEXT, COLUMN(DAYS_OUT), KHO__NULLABLE, 0, 0, NULL},
};
/* clang-format on */

static kho_status read_map(kho__monthly_map *map)
{
    const kho__document *document = &map->document;
    top_form top = {0};
    place_form place = {0};
    kho_status status;

    if ((status = kho__document_form(document, "monthly/1")) < 0 ||
        (status = kho__read_map(document, &document->root, "map", top_fields,
             COUNT(top_fields), &top)) < 0 ||
        (status = kho__read_map(document, top.period, "period", period_fields,
             COUNT(period_fields), map->columns)) < 0 ||
        (status = kho__read_map(document, top.place, "place", place_fields,
             COUNT(place_fields), &place)) < 0 ||
        (status = kho__read_map(document, top.item, "item", item_fields,
             COUNT(item_fields), map->columns)) < 0 ||
        (status = kho__read_map(document, top.columns, "columns", column_fields,
             COUNT(column_fields), map->columns)) < 0)
        return status;
    map->columns[KHO__MONTHLY_PLACE] = place.code;
    map->columns[KHO__MONTHLY_PARENT] = place.parent;
    map->level = place.level;
    map->creates = top.unknown == 1;
    return KHO_OK;
}

kho_status kho__monthly_map_read(kho__monthly_map *map, const char *path)
{
    kho_status status;

    *map = (kho__monthly_map){0};
    if ((status = kho__document_file(&map->document, path)) < 0)
        return status;
    if ((status = read_map(map)) < 0)
        kho__monthly_map_free(map);
    return status;
}

void kho__monthly_map_free(kho__monthly_map *map)
{
    kho__document_free(&map->document);
}
