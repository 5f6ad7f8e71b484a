#include "exchange/csv_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/document.h"
#include "base/error.h"
#include "base/formula.h"

/* A row that is being put together from libcsv's calls. */
typedef struct csv_text {
    const char *path;
    kho__csv_visit visit;
    void *context;
    kho_status status; /* of the first failure: the rest is passed over */
    kho__buffer bytes; /* of the row's cells, a NUL after each */
    size_t *starts, *sizes;
    const char **cells;
    size_t count;
    int line, next_line; /* of the row, and of what comes */
    bool after_return;   /* a line feed that comes now ends no line of its own */
} csv_text;

static void refuse(csv_text *text, const char *en, const char *vi)
{
    text->status = kho__fail_at(
        KHO_EINVALID, text->path, text->line, 0, "%s", "%s", kho__say(en, vi));
}

static void take_cell(void *bytes, size_t size, void *context)
{
    csv_text *text = context;
    const char *cell = bytes;

    text->after_return = false;
    if (text->status < 0)
        return;
    if (text->count == KHO__CSV_CELLS_MAX) {
        refuse(text, "more than 1000 cells in a row", "một dòng có hơn 1000 ô");
        return;
    }
    if (size > 1 && cell[0] == '\'' && kho__formula_like(cell + 1, size - 1)) {
        cell++; /* what kept spreadsheets from calculating it */
        size--;
    }
    text->starts[text->count] = text->bytes.size;
    text->sizes[text->count++] = size;
    kho__buffer_add(&text->bytes, size > 0 ? cell : "", size);
    kho__buffer_byte(&text->bytes, '\0');
    for (size_t i = 0; i < size; i++)
        text->next_line += cell[i] == '\n';
    if (text->bytes.size > (size_t)1 << 20)
        refuse(text, "a row is longer than 1 MiB", "một dòng dài quá 1 MiB");
}

static void give_row(csv_text *text)
{
    kho__csv_row row = {text->cells, text->sizes, text->count, text->line};

    if ((text->status = kho__buffer_status(&text->bytes)) < 0)
        return;
    for (size_t i = 0; i < text->count; i++)
        text->cells[i] = text->bytes.bytes + text->starts[i];
    text->status = text->visit(text->context, &row);
}

/* At every line break outside of quotes, and at the end with -1. */
static void end_row(int byte, void *context)
{
    csv_text *text = context;

    if (text->status == KHO_OK && text->count > 0)
        give_row(text);
    text->next_line += byte != '\n' || !text->after_return;
    text->after_return = byte == '\r';
    text->line = text->next_line;
    text->count = 0;
    kho__buffer_clear(&text->bytes);
}

/* What libcsv calls FIELD_BEGUN, without giving it away. */
enum { INSIDE_CELL = 2 };

/*
 * A quote in the middle of a cell is taken as it stands, as most programs do. One that is
 * never closed has swallowed the rest of the file; libcsv tells only where it is strict.
 */
static void end_file(csv_text *text, struct csv_parser *parser)
{
    if (parser->quoted && parser->pstate == INSIDE_CELL)
        refuse(text, "a quote is not closed", "dấu nháy không đóng");
    else if (csv_fini(parser, take_cell, end_row, text) != 0 && text->status == KHO_OK)
        text->status = kho__fail_memory();
}

static void parse_piece(
    csv_text *text, struct csv_parser *parser, const char *bytes, size_t size)
{
    if (csv_parse(parser, bytes, size, take_cell, end_row, text) != size)
        text->status = text->status < 0 ? text->status : kho__fail_memory();
    else if (text->status == KHO_OK && parser->entry_pos > KHO__CSV_CELL_MAX)
        refuse(text, "a cell is longer than 64 KiB", "một ô dài quá 64 KiB");
}

static kho_status parse_file(csv_text *text, struct csv_parser *parser, FILE *file)
{
    static const char mark[] = "\xef\xbb\xbf";
    char piece[16384];
    bool first = true;
    size_t got;

    while (text->status == KHO_OK && (got = fread(piece, 1, sizeof(piece), file)) > 0) {
        size_t skipped = first && got >= 3 && memcmp(piece, mark, 3) == 0 ? 3 : 0;

        first = false;
        parse_piece(text, parser, piece + skipped, got - skipped);
    }
    if (text->status == KHO_OK && ferror(file))
        text->status = kho__file_fail(text->path);
    if (text->status == KHO_OK)
        end_file(text, parser);
    return text->status;
}

/* Room for the cells of one row. */
static bool take_room(csv_text *text)
{
    text->starts = malloc(KHO__CSV_CELLS_MAX * sizeof(*text->starts));
    text->sizes = malloc(KHO__CSV_CELLS_MAX * sizeof(*text->sizes));
    text->cells = malloc(KHO__CSV_CELLS_MAX * sizeof(*text->cells));
    return text->starts && text->sizes && text->cells;
}

static void free_room(csv_text *text)
{
    free(text->starts);
    free(text->sizes);
    free(text->cells);
    kho__buffer_free(&text->bytes);
}

kho_status kho__csv_each(const char *path, kho__csv_visit visit, void *context)
{
    csv_text text = {
        .path = path, .visit = visit, .context = context, .line = 1, .next_line = 1};
    struct csv_parser parser;
    kho_status status;
    FILE *file;

    if (!(file = fopen(path, "rb")))
        return kho__file_fail(path);
    if (take_room(&text) && csv_init(&parser, CSV_REPALL_NL) == 0) {
        csv_set_blk_size(&parser, 4096);
        status = parse_file(&text, &parser, file);
        csv_free(&parser);
    } else {
        status = kho__fail_memory();
    }
    free_room(&text);
    fclose(file);
    return status;
}
