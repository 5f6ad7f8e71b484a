/*
 * CSV for programs: RFC 4180 with LF, a header line of keys, codes and plain numbers.
 *
 * A text that a spreadsheet would take for a formula, such as a lot number beginning with
 * '=', has an apostrophe before it, which our own reader takes off again
 * (exchange/csv_file.c). Programs that want each text as it is read JSON.
 */
#include <string.h>

#include "base/formula.h"
#include "base/rational.h"
#include "report/write.h"

/* Quotes where RFC 4180 wants them, and around outer blanks, which many readers take off.
 */
static bool must_quote(const char *text, size_t size)
{
    const char first = text[0];
    const char last = size ? text[size - 1] : '\0';

    return first == ' ' || first == '\t' || last == ' ' || last == '\t' ||
           strcspn(text, "\",\r\n") < size;
}

void kho__csv_text(kho__buffer *out, const char *text)
{
    const size_t size = strlen(text);
    const bool guard = kho__formula_like(text, size);

    if (!must_quote(text, size)) {
        kho__buffer_text(out, guard ? "'" : "");
        kho__buffer_add(out, text, size);
        return;
    }
    kho__buffer_text(out, guard ? "\"'" : "\"");
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"')
            kho__buffer_byte(out, '"');
        kho__buffer_byte(out, text[i]);
    }
    kho__buffer_byte(out, '"');
}

static void add_cell(kho__writer *writer, size_t row, size_t column)
{
    const kho_table *const table = writer->table;
    char number[KHO__CELL];

    if (!kho_table_has(table, row, column))
        return;
    switch (kho_table_type(table, column)) {
    case KHO_INTEGER:
        kho__buffer_int(&writer->out, kho_table_int(table, row, column));
        break;
    case KHO_RATIONAL:
        kho__rational_print(kho_table_rational(table, row, column),
            kho__table_digits(table, column), number, sizeof(number));
        kho__buffer_text(&writer->out, number);
        break;
    case KHO_DATE:
        kho_date_format(kho_table_date(table, row, column), number);
        kho__buffer_text(&writer->out, number);
        break;
    case KHO_TEXT:
        kho__csv_text(&writer->out, writer->looks[column] == KHO__UNIT
                                        ? kho_table_word_name(table, column,
                                              kho__cell_word(writer, row, column), KHO_EN)
                                        : kho_table_text(table, row, column));
        break;
    }
}

kho_status kho__write_csv(kho__writer *writer)
{
    kho_status status;

    for (size_t column = 0; column < writer->columns; column++) {
        if (column)
            kho__buffer_byte(&writer->out, ',');
        kho__buffer_text(&writer->out, kho_table_key(writer->table, column));
    }
    kho__buffer_byte(&writer->out, '\n');
    for (size_t row = 0; row < writer->rows; row++) {
        for (size_t column = 0; column < writer->columns; column++) {
            if (column)
                kho__buffer_byte(&writer->out, ',');
            add_cell(writer, row, column);
        }
        kho__buffer_byte(&writer->out, '\n');
        if ((status = kho__write_chunk(writer)) < 0)
            return status;
    }
    return KHO_OK;
}
