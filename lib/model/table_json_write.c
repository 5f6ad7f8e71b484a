#include "model/table_json.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "model/table_inside.h"

const char *const kho__type_words[KHO__TYPES] = {[KHO_INTEGER] = "integer",
    [KHO_RATIONAL] = "rational",
    [KHO_DATE] = "date",
    [KHO_TEXT] = "text"};

/* Texts of a list, those at its end left out where they are NULL. */
static void write_texts(kho__buffer *out, const char *const *texts, size_t count)
{
    while (count && !texts[count - 1])
        count--;
    for (size_t i = 0; i < count; i++) {
        if (i)
            kho__buffer_byte(out, ',');
        kho__buffer_json(out, texts[i]);
    }
}

void kho__table_write_heads(const kho__table_kind *kinds, size_t count, kho__buffer *out)
{
    const kho__question *widest = &kho__questions[kinds[count - 1]];

    kho__buffer_key(out, "tables");
    for (size_t i = 0; i < count; i++) {
        const kho__question *at = &kho__questions[kinds[i]];

        kho__buffer_text(out, i ? ",[" : "[[");
        kho__buffer_json(out, at->name);
        kho__buffer_print(out, ",%zu,", at->width);
        write_texts(out, (const char *const[]){at->vi, at->en}, 2);
        kho__buffer_byte(out, ']');
    }
    kho__buffer_byte(out, ']');
    kho__buffer_key(out, "columns");
    for (size_t i = 0; i < widest->width; i++) {
        const kho__heading *at = &widest->headings[i];

        kho__buffer_text(out, i ? ",[" : "[[");
        write_texts(out, (const char *const[]){at->key, kho__type_words[at->type]}, 2);
        kho__buffer_print(out, ",%d,", at->digits);
        write_texts(out, (const char *const[]){at->vi, at->en}, 2);
        kho__buffer_byte(out, ']');
    }
    kho__buffer_byte(out, ']');
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The place of a word that says the same, as units of several items do; 0: none. */
static int32_t find_same(
    const kho__column *column, const kho__word *word, const int32_t *places)
{
    for (size_t i = 0; i < column->word_count; i++) {
        const kho__word *other = &column->words[i];

        if (places[i] && same(other->code, word->code) && same(other->vi, word->vi) &&
            same(other->en, word->en))
            return places[i];
    }
    return 0;
}

/* The words that rows first..end of a column use, in the order of their first use;
 * places[word] becomes its place in that list, from 1. */
static void write_words(const kho__column *column, size_t first, size_t end,
    int32_t *places, kho__buffer *out)
{
    int32_t count = 0;

    kho__buffer_byte(out, '[');
    for (size_t row = first; row < end; row++) {
        const int32_t index = ((const int32_t *)column->cells)[row];

        if (!kho__cell_valid(column, row) || places[index])
            continue;
        const kho__word *word = &column->words[index];

        if ((places[index] = find_same(column, word, places)))
            continue;
        kho__buffer_text(out, count ? ",[" : "[");
        write_texts(out, (const char *const[]){word->code, word->vi, word->en}, 3);
        kho__buffer_byte(out, ']');
        places[index] = ++count;
    }
    kho__buffer_byte(out, ']');
}

static void write_cell(const kho_table *table, size_t row, size_t column,
    const int32_t *places, kho__buffer *out)
{
    const kho__column *cells = &table->columns[column];
    const kho_rational rational = kho_table_rational(table, row, column);
    char day[16];

    if (!kho__cell_valid(cells, row)) {
        kho__buffer_text(out, "null");
        return;
    }
    switch (table->headings[column].type) {
    case KHO_INTEGER:
        kho__buffer_int(out, kho_table_int(table, row, column));
        break;
    case KHO_RATIONAL:
        if (rational.denominator == 1)
            kho__buffer_int(out, rational.numerator);
        else
            kho__buffer_print(out, "\"%lld/%lld\"", (long long)rational.numerator,
                (long long)rational.denominator);
        break;
    case KHO_DATE:
        kho__buffer_json(out, kho_date_format(kho_table_date(table, row, column), day));
        break;
    case KHO_TEXT:
        kho__buffer_int(out, places[((const int32_t *)cells->cells)[row]] - 1);
        break;
    }
}

static void write_meta(
    const kho_table *table, const char *const (*meta)[2], size_t count, kho__buffer *out)
{
    kho__buffer_key(out, "meta");
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < table->meta_count + count; i++) {
        const bool own = i < table->meta_count;

        kho__buffer_text(out, i ? ",[" : "[");
        kho__buffer_json(out, own ? table->meta[i].key : meta[i - table->meta_count][0]);
        kho__buffer_byte(out, ',');
        kho__buffer_json(
            out, own ? table->meta[i].value : meta[i - table->meta_count][1]);
        kho__buffer_byte(out, ']');
    }
    kho__buffer_byte(out, ']');
}

kho_status kho__table_write_rows(const kho_table *table, size_t first, size_t end,
    const char *const (*meta)[2], size_t meta_count, kho__buffer *out)
{
    int32_t *places[KHO__TABLE_WIDTH_MOST] = {NULL};
    kho__arena arena = {0};
    size_t lists = 0;

    assert(table->width <= KHO__TABLE_WIDTH_MOST);
    kho__buffer_key(out, "words");
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < table->width; i++) {
        const kho__column *column = &table->columns[i];

        if (table->headings[i].type != KHO_TEXT)
            continue;
        places[i] = kho__arena_take(&arena, (column->word_count + 1) * sizeof(int32_t));
        if (!places[i]) {
            kho__arena_free(&arena);
            return kho__fail_memory();
        }
        if (lists++)
            kho__buffer_byte(out, ',');
        write_words(column, first, end, places[i], out);
    }
    kho__buffer_byte(out, ']');
    kho__buffer_key(out, "rows");
    kho__buffer_byte(out, '[');
    for (size_t row = first; row < end; row++) {
        kho__buffer_text(out, row > first ? ",[" : "[");
        for (size_t i = 0; i < table->width; i++) {
            if (i)
                kho__buffer_byte(out, ',');
            write_cell(table, row, i, places[i], out);
        }
        kho__buffer_byte(out, ']');
    }
    kho__buffer_byte(out, ']');
    write_meta(table, meta, meta_count, out);
    kho__arena_free(&arena);
    return kho__buffer_status(out);
}
