/* JSON for programs: {"table":..,"meta":{..},"rows":[..]}, a row a line, fractions
 * exactly. */
#include <string.h>

#include "report/write.h"

/* Digits without a leading zero, few enough for every reader's integers. */
static bool is_integer(const char *text)
{
    const size_t size = strspn(text, "0123456789");

    return size > 0 && size <= 15 && !text[size] && (text[0] != '0' || size == 1);
}

static void add_key(kho__buffer *out, const char *key)
{
    kho__buffer_json(out, key);
    kho__buffer_byte(out, ':');
}

static void add_meta(kho__writer *writer)
{
    kho__buffer *const out = &writer->out;

    kho__buffer_text(out, ",\"meta\":{");
    for (size_t i = 0; i < kho_table_metas(writer->table); i++) {
        const char *const key = kho_table_meta_key(writer->table, i);
        const char *const value = kho_table_meta(writer->table, key);
        const bool counts = strcmp(key, "known") == 0 || strcmp(key, "seq") == 0 ||
                            strcmp(key, "gap") == 0;

        if (i)
            kho__buffer_byte(out, ',');
        add_key(out, key);
        if (counts && is_integer(value))
            kho__buffer_text(out, value);
        else
            kho__buffer_json(out, value);
    }
    kho__buffer_byte(out, '}');
}

static void add_rational(kho__buffer *out, kho_rational value)
{
    kho__buffer_byte(out, '"');
    kho__buffer_int(out, value.numerator);
    kho__buffer_byte(out, '/');
    kho__buffer_int(out, value.denominator);
    kho__buffer_byte(out, '"');
}

static void add_cell(kho__writer *writer, size_t row, size_t column)
{
    const kho_table *const table = writer->table;
    kho__buffer *const out = &writer->out;
    char day[16];

    if (!kho_table_has(table, row, column)) {
        kho__buffer_text(out, "null");
        return;
    }
    switch (kho_table_type(table, column)) {
    case KHO_INTEGER:
        kho__buffer_int(out, kho_table_int(table, row, column));
        break;
    case KHO_RATIONAL:
        add_rational(out, kho_table_rational(table, row, column));
        break;
    case KHO_DATE:
        kho__buffer_json(out, kho_date_format(kho_table_date(table, row, column), day));
        break;
    case KHO_TEXT:
        kho__buffer_json(out, writer->looks[column] == KHO__UNIT
                                  ? kho_table_word_name(table, column,
                                        kho__cell_word(writer, row, column), KHO_EN)
                                  : kho_table_text(table, row, column));
        break;
    }
}

kho_status kho__write_json(kho__writer *writer)
{
    kho__buffer *const out = &writer->out;
    kho_status status;

    kho__buffer_text(out, "{\"table\":");
    kho__buffer_json(out, kho_table_name(writer->table));
    add_meta(writer);
    kho__buffer_text(out, ",\"rows\":[");
    for (size_t row = 0; row < writer->rows; row++) {
        kho__buffer_text(out, row ? ",\n" : "\n");
        for (size_t column = 0; column < writer->columns; column++) {
            kho__buffer_byte(out, column ? ',' : '{');
            add_key(out, kho_table_key(writer->table, column));
            add_cell(writer, row, column);
        }
        kho__buffer_byte(out, '}');
        if ((status = kho__write_chunk(writer)) < 0)
            return status;
    }
    kho__buffer_text(out, writer->rows ? "\n]}\n" : "]}\n");
    return KHO_OK;
}
