#include "exchange/monthly_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "exchange/csv_file.h"

#define TEXT_MAX 256

/* One file that is being read. */
typedef struct row_reader {
    kho__monthly_file *file;
    const kho__monthly_map *map;
    const char *path;
    const kho__messages *messages;
    size_t at[KHO__MONTHLY_COLUMNS]; /* which cell */
    bool has_header;
} row_reader;

/* Columns that hold quantities, with the words that errors use; in the order of
 * kho__return. */
static const struct {
    kho__monthly_column column;
    size_t offset;
    bool is_signed;
} quantities[] = {
    {KHO__MONTHLY_OPENING,   offsetof(kho__return, opening),   false},
    {KHO__MONTHLY_RECEIVED,  offsetof(kho__return, received),  false},
    {KHO__MONTHLY_DISPENSED, offsetof(kho__return, dispensed), false},
    {KHO__MONTHLY_ADJUSTED,  offsetof(kho__return, adjusted),  true },
    {KHO__MONTHLY_CLOSING,   offsetof(kho__return, closing),   false},
};

kho_status kho__tell(const kho__messages *messages, const char *text)
{
    kho__buffer line = {0};
    kho_status status;

    if (!messages->sink)
        return KHO_OK;
    kho__buffer_text(&line, text);
    kho__buffer_byte(&line, '\n');
    status = kho__buffer_status(&line);
    if (status == KHO_OK && messages->sink(messages->context, line.bytes, line.size) != 0)
        status = kho__fail(
            KHO_ESTORAGE, "a message could not be written", "không ghi được thông báo");
    kho__buffer_free(&line);
    return status;
}

/* A text that is kept once, however often it comes. */
static kho_status intern(kho__monthly_file *file, const char *text, const char **out)
{
    int64_t known = kho__map_find(&file->words, text);
    char *copy;

    if (known >= 0) {
        *out = file->texts[known];
        return KHO_OK;
    }
    copy = kho__arena_text(&file->arena, text);
    if (!copy ||
        !kho__grow((void **)&file->texts, &file->text_room, file->text_count, 1,
            sizeof(*file->texts)) ||
        !kho__map_put(&file->words, copy, (int64_t)file->text_count))
        return kho__fail_memory();
    *out = file->texts[file->text_count++] = copy;
    return KHO_OK;
}

/* Where a cell is one of the map's columns; those names are in NFC. */
static kho_status read_name(
    row_reader *reader, const kho__csv_row *row, size_t at, size_t *found)
{
    const char *const *columns = reader->map->columns;
    const char *name;
    kho_status status = kho__text_take_bytes(&reader->file->arena, "text", row->cells[at],
        row->sizes[at], KHO__CSV_CELL_MAX, &name);

    for (size_t i = 0; status == KHO_OK && i < KHO__MONTHLY_COLUMNS; i++) {
        if (columns[i] && strcmp(name, columns[i]) == 0 && found[i]++ == 0)
            reader->at[i] = at;
    }
    return status == KHO_EINVALID ? KHO_OK : status; /* then no map can name it */
}

static kho_status read_header(row_reader *reader, const kho__csv_row *row)
{
    size_t found[KHO__MONTHLY_COLUMNS] = {0};
    kho_status status = KHO_OK;

    reader->has_header = true;
    for (size_t i = 0; status == KHO_OK && i < row->count; i++)
        status = read_name(reader, row, i, found);
    for (size_t i = 0; status == KHO_OK && i < KHO__MONTHLY_COLUMNS; i++) {
        const char *name = reader->map->columns[i];

        if (name && found[i] != 1)
            return kho__fail_at(KHO_EINVALID, reader->path, row->line, 0,
                found[i] ? "column '%s' stands twice" : "there is no column '%s'",
                found[i] ? "cột '%s' bị lặp lại" : "không có cột '%s'", name);
    }
    return status;
}

static const char *cell_of(
    const row_reader *reader, const kho__csv_row *row, kho__monthly_column column)
{
    return reader->map->columns[column] ? row->cells[reader->at[column]] : "";
}

/* "3", "3.0" or "3.00": spreadsheets write whole numbers so; "3.000" may be three
 * thousand. At most 13 digits, so nothing overflows. */
static bool parse_number(const char *text, int64_t *out)
{
    bool is_negative = *text == '-';
    const char *at = is_negative ? text + 1 : text;
    int64_t value = 0;
    int digits = 0, decimals = 0;

    for (; *at >= '0' && *at <= '9'; at++, digits++) {
        if (digits == 13)
            return false;
        value = value * 10 + (*at - '0');
    }
    if (digits > 0 && *at == '.')
        for (at++; *at == '0' && decimals < 2; at++, decimals++)
            ;
    *out = is_negative ? -value : value;
    return digits > 0 && *at == '\0' && value <= KHO_QUANTITY_MAX;
}

static kho_status refuse_cell(const row_reader *reader, const kho__csv_row *row,
    kho__monthly_column column, const char *en, const char *vi)
{
    return kho__fail_at(KHO_EINVALID, reader->path, row->line, 0,
        "%s: expected %s, not '%.64s'", "%s: cần %s, không phải '%.64s'",
        reader->map->columns[column], kho__say(en, vi), cell_of(reader, row, column));
}

static kho_status read_code(const row_reader *reader, const kho__csv_row *row,
    kho__monthly_column column, const char **out)
{
    const char *text = cell_of(reader, row, column);

    if (!kho__text_is_code(text))
        return refuse_cell(reader, row, column, "a code: 1 to 64 of A-Z a-z 0-9 . _ -",
            "một mã: 1 đến 64 ký tự A-Z a-z 0-9 . _ -");
    return intern(reader->file, text, out);
}

static kho_status read_month(
    const row_reader *reader, const kho__csv_row *row, kho_month *out)
{
    int64_t year, month;

    if (!parse_number(cell_of(reader, row, KHO__MONTHLY_YEAR), &year) || year < 1900 ||
        year > 2199)
        return refuse_cell(reader, row, KHO__MONTHLY_YEAR, "a year", "một năm");
    if (!parse_number(cell_of(reader, row, KHO__MONTHLY_MONTH), &month) || month < 1 ||
        month > 12)
        return refuse_cell(reader, row, KHO__MONTHLY_MONTH, "a month from 1 to 12",
            "một tháng từ 1 đến 12");
    *out = kho_month_of(kho_date_of((int)year, (int)month, 1));
    return KHO_OK;
}

static kho_status read_quantities(
    const row_reader *reader, const kho__csv_row *row, kho__return *out)
{
    const char *days = cell_of(reader, row, KHO__MONTHLY_DAYS_OUT);

    for (size_t i = 0; i < sizeof(quantities) / sizeof(*quantities); i++) {
        kho__monthly_column column = quantities[i].column;
        int64_t *value = (int64_t *)((char *)out + quantities[i].offset);

        if (!reader->map->columns[column])
            *value = 0;
        else if (!parse_number(cell_of(reader, row, column), value) ||
                 (*value < 0 && !quantities[i].is_signed))
            return refuse_cell(reader, row, column,
                quantities[i].is_signed ? "a whole number" : "a whole number from 0",
                quantities[i].is_signed ? "một số nguyên" : "một số nguyên từ 0");
    }
    out->days_out = -1;
    if (*days && (!parse_number(days, &out->days_out) || out->days_out < 0))
        return refuse_cell(reader, row, KHO__MONTHLY_DAYS_OUT, "a whole number from 0",
            "một số nguyên từ 0");
    return KHO_OK;
}

/* opening + received - dispensed + adjusted = closing */
static kho_status check_balance(
    const row_reader *reader, const kho__csv_row *row, const kho__return *is)
{
    int64_t closing = is->opening + is->received - is->dispensed + is->adjusted;

    if (closing == is->closing)
        return KHO_OK;
    return kho__fail_at(KHO_EINVALID, reader->path, row->line, 0,
        "does not balance: %" PRId64 " + %" PRId64 " - %" PRId64 " %c %" PRId64
        " = %" PRId64 ", not %" PRId64,
        "không cân: %" PRId64 " + %" PRId64 " - %" PRId64 " %c %" PRId64 " = %" PRId64
        ", không phải %" PRId64,
        is->opening, is->received, is->dispensed, is->adjusted < 0 ? '-' : '+',
        is->adjusted < 0 ? -is->adjusted : is->adjusted, closing, is->closing);
}

static kho_status read_parent(
    const row_reader *reader, const kho__csv_row *row, const char **out)
{
    const char *text = cell_of(reader, row, KHO__MONTHLY_PARENT), *normal;
    kho_status status;

    if (!*text)
        return KHO_OK;
    status = kho__text_take(&reader->file->arena, "text", text, TEXT_MAX, &normal);
    if (status == KHO_EINVALID)
        return refuse_cell(reader, row, KHO__MONTHLY_PARENT,
            "a name of at most 256 bytes in UTF-8", "một tên UTF-8 không quá 256 byte");
    return status < 0 ? status : intern(reader->file, normal, out);
}

/* Every column that the map names is there, and is text. */
static kho_status check_cells(const row_reader *reader, const kho__csv_row *row)
{
    for (size_t column = 0; column < KHO__MONTHLY_COLUMNS; column++) {
        const char *name = reader->map->columns[column];
        size_t at = reader->at[column];

        if (name && at >= row->count)
            return kho__fail_at(KHO_EINVALID, reader->path, row->line, 0,
                "the row ends before column '%s'", "dòng kết thúc trước cột '%s'", name);
        if (name && strlen(row->cells[at]) != row->sizes[at])
            return kho__fail_at(KHO_EINVALID, reader->path, row->line, 0,
                "column '%s' has a NUL byte", "cột '%s' có byte NUL", name);
    }
    return KHO_OK;
}

static kho_status read_row(
    const row_reader *reader, const kho__csv_row *row, kho__monthly_row *out)
{
    kho_status status;

    if ((status = check_cells(reader, row)) < 0 ||
        (status = read_code(reader, row, KHO__MONTHLY_PLACE, &out->place)) < 0 ||
        (status = read_code(reader, row, KHO__MONTHLY_ITEM, &out->item)) < 0 ||
        (status = read_parent(reader, row, &out->parent)) < 0 ||
        (status = read_month(reader, row, &out->month)) < 0 ||
        (status = read_quantities(reader, row, &out->is)) < 0)
        return status;
    return check_balance(reader, row, &out->is);
}

static bool is_empty(const kho__csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->sizes[i] > 0)
            return false;
    }
    return true;
}

static kho_status visit(void *context, const kho__csv_row *row)
{
    row_reader *reader = context;
    kho__monthly_file *file = reader->file;
    kho__monthly_row read = {.line = row->line};
    kho_status status;

    if (is_empty(row))
        return KHO_OK;
    if (!reader->has_header)
        return read_header(reader, row);
    file->read++;
    status = read_row(reader, row, &read);
    if (status == KHO_EINVALID) {
        file->refused++;
        return kho__tell(reader->messages, kho_error_last()->message);
    }
    if (status < 0)
        return status;
    if (!kho__grow(
            (void **)&file->rows, &file->room, file->count, 1, sizeof(*file->rows)))
        return kho__fail_memory();
    file->rows[file->count++] = read;
    return KHO_OK;
}

static int compare_texts(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare_rows(const void *a, const void *b)
{
    const kho__monthly_row *one = a, *other = b;
    int order = compare_texts(one->place, other->place);

    if (order == 0)
        order = compare_texts(one->item, other->item);
    if (order == 0)
        order = (one->month > other->month) - (one->month < other->month);
    return order ? order : (one->line > other->line) - (one->line < other->line);
}

kho_status kho__monthly_file_read(kho__monthly_file *file, const kho__monthly_map *map,
    const char *path, const kho__messages *messages)
{
    row_reader reader = {.file = file, .map = map, .path = path, .messages = messages};
    kho_status status;

    *file = (kho__monthly_file){0};
    status = kho__csv_each(path, visit, &reader);
    if (status == KHO_OK && !reader.has_header)
        status = kho__fail_at(
            KHO_EINVALID, path, 1, 0, "there is no header line", "không có dòng tiêu đề");
    if (status < 0) {
        kho__monthly_file_free(file);
        return status;
    }
    if (file->count > 1)
        qsort(file->rows, file->count, sizeof(*file->rows), compare_rows);
    return KHO_OK;
}

void kho__monthly_file_free(kho__monthly_file *file)
{
    kho__map_free(&file->words);
    free(file->texts);
    free(file->rows);
    kho__arena_free(&file->arena);
    *file = (kho__monthly_file){0};
}
