/* Tables from JSON: whatever is wrong with it is damage, and told. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/table_inside.h"
#include "model/table_json.h"

enum { DIGITS_MOST = 18 };

/* What is being read. */
typedef struct reading {
    kho_table *table;
    size_t item;      /* column of the filter */
    const char *only; /* its code; NULL: all rows */
} reading;

static kho_status malformed(void)
{
    return kho__fail(
        KHO_EDAMAGED, "a table that was kept is malformed", "một bảng đã lưu bị hỏng");
}

/* A text of a list; a NULL that may be missing is none. */
static bool read_text(const json_t *list, size_t i, bool needed, const char **out)
{
    const json_t *value = json_array_get(list, i);

    *out = json_string_value(value);
    return *out || (!needed && (!value || json_is_null(value)));
}

/* Labels and titles are written as they are, into pages too. */
static bool read_label(const json_t *list, size_t i, const char **out)
{
    return read_text(list, i, true, out) && !(*out)[strcspn(*out, "<>&\"\\\n")];
}

static bool keep(kho__arena *arena, const char **text)
{
    return (*text = kho__arena_text(arena, *text));
}

static bool read_heading(const json_t *list, kho__heading *out)
{
    const json_int_t digits = json_integer_value(json_array_get(list, 2));
    const char *type;

    if (!read_text(list, 0, true, &out->key) || !kho__text_is_code(out->key) ||
        !read_text(list, 1, true, &type) || digits < 0 || digits > DIGITS_MOST ||
        !read_label(list, 3, &out->vi) || !read_label(list, 4, &out->en))
        return false;
    for (out->type = 0;
         out->type < KHO__TYPES && strcmp(kho__type_words[out->type], type) != 0;)
        out->type++;
    out->digits = (int)digits;
    return out->type < KHO__TYPES;
}

/* Find the kind among the tables: how wide it is and what it is called. */
static bool read_titles(kho_table *table, const json_t *heads)
{
    const json_t *tables = json_object_get(heads, "tables");
    const char *name;

    for (size_t i = 0; i < json_array_size(tables); i++) {
        const json_t *list = json_array_get(tables, i);
        const json_int_t width = json_integer_value(json_array_get(list, 1));

        if (!read_text(list, 0, true, &name) || width < 1 ||
            width > KHO__TABLE_WIDTH_MOST)
            return false;
        table->width = (size_t)width;
        if (strcmp(name, table->name) == 0)
            return read_label(list, 2, &table->vi) && read_label(list, 3, &table->en);
    }
    return false;
}

static kho_status read_heads(reading *at, const json_t *heads)
{
    const json_t *columns = json_object_get(heads, "columns");
    kho_table *table = at->table;
    kho__arena *arena = &table->arena;
    kho__heading *headings;

    if (!read_titles(table, heads) || json_array_size(columns) < table->width)
        return malformed();
    headings = kho__arena_take(arena, table->width * sizeof(*headings));
    if (!headings || !keep(arena, &table->name) || !keep(arena, &table->vi) ||
        !keep(arena, &table->en))
        return kho__fail_memory();
    table->headings = headings;
    at->item = table->width;
    for (size_t i = 0; i < table->width; i++) {
        kho__heading *heading = &headings[i];

        if (!read_heading(json_array_get(columns, i), heading))
            return malformed();
        if (!keep(arena, &heading->key) || !keep(arena, &heading->vi) ||
            !keep(arena, &heading->en))
            return kho__fail_memory();
        if (strcmp(heading->key, "item") == 0 && heading->type == KHO_TEXT)
            at->item = i;
    }
    return at->only && at->item == table->width ? malformed() : KHO_OK;
}

static kho_status read_words(reading *at, const json_t *node)
{
    const json_t *lists = json_object_get(node, "words");
    const char *code, *vi, *en;
    size_t list = 0;

    for (size_t i = 0; i < at->table->width; i++) {
        const json_t *words;

        if (at->table->headings[i].type != KHO_TEXT)
            continue;
        words = json_array_get(lists, list++);
        if (!json_is_array(words))
            return malformed();
        for (size_t j = 0; j < json_array_size(words); j++) {
            const json_t *word = json_array_get(words, j);

            if (!read_text(word, 0, true, &code) || !read_text(word, 1, false, &vi) ||
                !read_text(word, 2, false, &en))
                return malformed();
            if (kho__table_word(at->table, i, code, vi, en) < 0)
                return kho__fail_memory();
        }
    }
    return KHO_OK;
}

static bool read_rational(const json_t *cell, kho_rational *out)
{
    const char *text = json_string_value(cell);
    char *end;

    *out = (kho_rational){json_integer_value(cell), 1};
    if (json_is_integer(cell))
        return true;
    if (!text)
        return false;
    out->numerator = strtoll(text, &end, 10);
    if (end == text || *end != '/')
        return false;
    text = end + 1;
    out->denominator = strtoll(text, &end, 10);
    return end != text && !*end && out->denominator > 0;
}

static bool read_cell(reading *at, size_t column, const json_t *cell)
{
    const json_int_t value = json_integer_value(cell);
    kho_table *table = at->table;
    const char *text = json_string_value(cell);
    kho_rational rational;
    kho_date date;

    if (json_is_null(cell))
        return true;
    switch (table->headings[column].type) {
    case KHO_INTEGER:
        kho__table_set_int(table, column, value);
        return json_is_integer(cell);
    case KHO_RATIONAL:
        if (!read_rational(cell, &rational))
            return false;
        kho__table_set_rational(table, column, rational);
        return true;
    case KHO_DATE:
        if (!text || kho_date_parse(text, &date) < 0)
            return false;
        kho__table_set_date(table, column, date);
        return true;
    case KHO_TEXT:
        if (!json_is_integer(cell) || value < 0 ||
            value >= (json_int_t)table->columns[column].word_count)
            return false;
        kho__table_set_word(table, column, (int32_t)value);
        return true;
    }
    return false;
}

/* Whether the filter wants a row: its item's word says so. */
static bool is_wanted(const reading *at, const json_t *row)
{
    const json_int_t word = json_integer_value(json_array_get(row, at->item));
    const kho__column *items;

    if (!at->only)
        return true;
    items = &at->table->columns[at->item];
    return word >= 0 && word < (json_int_t)items->word_count &&
           strcmp(items->words[word].code, at->only) == 0;
}

static kho_status read_rows(reading *at, const json_t *node)
{
    const json_t *rows = json_object_get(node, "rows");
    kho_status status;

    if (!json_is_array(rows))
        return malformed();
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);

        if (json_array_size(row) < at->table->width)
            return malformed();
        if (!is_wanted(at, row))
            continue;
        if ((status = kho__table_row(at->table)) < 0)
            return status;
        for (size_t j = 0; j < at->table->width; j++) {
            if (!read_cell(at, j, json_array_get(row, j)))
                return malformed();
        }
    }
    return KHO_OK;
}

static kho_status read_meta(reading *at, const json_t *node)
{
    const json_t *meta = json_object_get(node, "meta");
    const char *key, *value;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < json_array_size(meta) && status == KHO_OK; i++) {
        const json_t *pair = json_array_get(meta, i);

        status = read_text(pair, 0, true, &key) && read_text(pair, 1, true, &value)
                     ? kho__table_meta_set(at->table, key, value)
                     : malformed();
    }
    return status;
}

kho_status kho__table_read(const json_t *heads, const json_t *rows, const char *name,
    const char *item, kho_table **out)
{
    reading at = {.table = calloc(1, sizeof(*at.table)), .only = item};
    kho_status status;

    *out = NULL;
    if (!at.table)
        return kho__fail_memory();
    at.table->name = name;
    if ((status = read_heads(&at, heads)) < 0 ||
        (status = kho__table_begin(
             at.table, json_array_size(json_object_get(rows, "rows")))) < 0 ||
        (status = read_words(&at, rows)) < 0 || (status = read_rows(&at, rows)) < 0 ||
        (status = read_meta(&at, rows)) < 0) {
        kho_table_free(at.table);
        return status;
    }
    *out = at.table;
    return KHO_OK;
}
