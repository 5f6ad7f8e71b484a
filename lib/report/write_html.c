/*
 * A page for people: one file without scripts or anything to fetch. Rows of one place
 * stand under a heading with its name; what a cell looks like is said once for its
 * column, by the style sheet, so that a row is little more than its values.
 */
#include <string.h>

#include "base/rational.h"
#include "report/html.h"
#include "report/page.h"

/* More columns than this are printed across the paper. */
enum { WIDE = 9 };

static kho__page plan(kho__writer *writer, const char *scope)
{
    const kho_table *const table = writer->table;
    kho__page page = {.writer = writer,
        .out = &writer->out,
        .vi = writer->language == KHO_VI,
        .scope = scope};

    page.grouped = strcmp(kho_table_key(table, 0), "place") == 0 &&
                   kho_table_find(table, "item") > 0;
    page.head = page.grouped || writer->looks[0] == KHO__SEVERITY ? 1 : 0;
    page.bars = kho_table_find(table, "months") >= 0 &&
                kho__meta_rational(table, "min_months", &page.min_months) &&
                kho__meta_rational(table, "max_months", &page.max_months) &&
                page.max_months.numerator > 0 &&
                kho__rational_compare(page.min_months, page.max_months) <= 0;
    return page;
}

/* How a column looks on a screen and on paper; `nth` is its position in a row. */
static void put_column_style(kho__page *page, size_t column, unsigned nth)
{
    const kho__writer *const writer = page->writer;

    if (writer->looks[column] == KHO__SEVERITY)
        return;
    switch (kho_table_type(writer->table, column)) {
    case KHO_INTEGER:
    case KHO_RATIONAL:
        kho__buffer_print(page->out,
            "%str:not(.g)>:nth-child(%u){text-align:right}\n"
            "%std:nth-child(%u){white-space:nowrap;font-variant-numeric:tabular-nums%s}"
            "\n",
            page->scope, nth, page->scope, nth,
            writer->looks[column] == KHO__STRONG ? ";font-weight:600" : "");
        break;
    case KHO_DATE:
        kho__buffer_print(
            page->out, "%std:nth-child(%u){white-space:nowrap}\n", page->scope, nth);
        break;
    case KHO_TEXT:
        /* Wide enough for short words, such as a channel's, to stay in one line. */
        if (writer->looks[column] == KHO__PLAIN)
            kho__buffer_print(page->out,
                "@media screen{%std:nth-child(%u){min-width:5rem}}\n", page->scope, nth);
        break;
    }
}

/*
 * How it looks in a card on a phone: under its label (ours, or verified when a kept table
 * is read: nothing to escape); a standing or a severity stands in the corner; long names
 * take two places.
 */
static void put_card_style(kho__page *page, size_t column, unsigned nth)
{
    const kho__writer *const writer = page->writer;
    const kho__look look = writer->looks[column];

    if (column == page->head)
        return;
    if (look == KHO__STANDING || look == KHO__SEVERITY) {
        kho__buffer_print(page->out,
            "%std:nth-child(%u){position:absolute;top:.7rem;right:.8rem}\n"
            "%stbody th[scope=row]{padding-right:8.5rem}\n",
            page->scope, nth, page->scope);
        return;
    }
    kho__buffer_print(page->out, "%std:nth-child(%u)::before{content:\"%s\"}\n",
        page->scope, nth, kho_table_label(writer->table, column, writer->language));
    if (look == KHO__LONG)
        kho__buffer_print(
            page->out, "%std:nth-child(%u){grid-column:span 2}\n", page->scope, nth);
}

static void put_styles(kho__page *page)
{
    const kho__writer *const writer = page->writer;
    const size_t first = page->grouped;

    for (size_t i = first; i < writer->columns; i++)
        put_column_style(page, i, (unsigned)(i - first + 1));
    kho__html_put(page, "@media screen and (max-width:47.99em){\n");
    for (size_t i = first; i < writer->columns; i++)
        put_card_style(page, i, (unsigned)(i - first + 1));
    kho__html_put(page, "}\n");
}

/* What the table is about, in a line: that of its meta which people ask first. */
static void put_about(kho__page *page)
{
    static const char *const keys[] = {"place", "item", "period", "from", "to", "on"};
    const kho__writer *const writer = page->writer;

    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        const char *const value = kho_table_meta(writer->table, keys[i]);

        if (value) {
            kho__html_put_escaped(page, kho__meta_label(keys[i], writer->language));
            kho__html_put(page, ": ");
            kho__html_put_escaped(page, value);
            kho__html_put(page, " · ");
        }
    }
    kho__buffer_print(page->out, "%zu %s", writer->rows,
        page->vi            ? "dòng"
        : writer->rows == 1 ? "row"
                            : "rows");
}

/* Up to the styles of the tables. */
static void put_head(kho__page *page, const char *title)
{
    kho__buffer_print(page->out,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>",
        page->vi ? "vi" : "en");
    kho__html_put_escaped(page, title);
    kho__html_put(page, "</title>\n<style>\n");
    kho__html_put(page, kho__html_style);
    kho__html_put(page, "\n");
}

static bool is_wide(const kho__writer *writer)
{
    return writer->columns > WIDE;
}

/* After the styles, up to the page's title. */
static void put_body(kho__page *page, const char *title, bool wide, const char *class)
{
    kho__buffer_print(page->out,
        "@media print{@page{size:A4 %s}}\n"
        "</style>\n</head>\n<body%s>\n<main>\n<h1>",
        wide ? "landscape" : "portrait", class);
    kho__html_put_escaped(page, title);
    kho__html_put(page, "</h1>\n");
}

/* Up to the rows. */
static void put_table_head(kho__page *page)
{
    const kho__writer *const writer = page->writer;
    const char *const title = kho_table_title(writer->table, writer->language);

    kho__html_put(page, "<p class=\"about\">");
    put_about(page);
    kho__html_put(page, "</p>\n");
    for (size_t i = 0; i < writer->columns && writer->rows; i++) {
        if (writer->looks[i] == KHO__STANDING)
            kho__html_put_sums(page, i);
    }
    kho__buffer_print(page->out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"%s\">\n<table>\n"
        "<caption>%s</caption>\n<thead>\n<tr>",
        title, title);
    for (size_t i = page->grouped; i < writer->columns; i++)
        kho__buffer_print(page->out, "<th scope=\"col\">%s</th>",
            kho_table_label(writer->table, i, writer->language));
    kho__html_put(page, "</tr>\n</thead>\n");
}

/* "", or the class of a number that is 0 or less. */
static const char *class_of(const kho__page *page, size_t row, size_t column)
{
    const kho_table *const table = page->writer->table;
    const kho_type type = kho_table_type(table, column);
    int64_t sign;

    if (type != KHO_INTEGER && type != KHO_RATIONAL)
        return "";
    sign = type == KHO_INTEGER ? kho_table_int(table, row, column)
                               : kho_table_rational(table, row, column).numerator;
    if (sign == 0)
        return " class=\"z\"";
    return sign < 0 ? " class=\"m\"" : "";
}

static void put_row(kho__page *page, size_t row)
{
    const kho__writer *const writer = page->writer;

    kho__html_put(page, "<tr>");
    for (size_t i = page->grouped; i < writer->columns; i++) {
        const bool has = kho_table_has(writer->table, row, i);

        if (i == page->head)
            kho__html_put(page, "<th scope=\"row\">");
        else
            kho__buffer_print(page->out, "<td%s>", has ? class_of(page, row, i) : "");
        if (has)
            kho__html_put_value(page, row, i);
        kho__html_put(page, i == page->head ? "</th>" : "</td>");
    }
    kho__html_put(page, "</tr>\n");
}

/* A new place's name, and its code where that isn't the name. */
static void put_group(kho__page *page, size_t row)
{
    const kho__writer *const writer = page->writer;
    const char *const code = kho_table_text(writer->table, row, 0);
    char buffer[KHO__CELL];
    const char *const name = kho__cell_people(writer, row, 0, buffer);

    kho__buffer_print(page->out,
        "%s<tbody>\n<tr class=\"g\"><th scope=\"rowgroup\" colspan=\"%zu\">",
        row ? "</tbody>\n" : "", writer->columns - 1);
    kho__html_put_text(page, name);
    if (strcmp(name, code) != 0) {
        kho__html_put(page, "<small>");
        kho__html_put_text(page, code);
        kho__html_put(page, "</small>");
    }
    kho__html_put(page, "</th></tr>\n");
}

static void put_rows_end(kho__page *page)
{
    const kho__writer *const writer = page->writer;

    if (!writer->rows)
        kho__buffer_print(page->out,
            "<tbody>\n<tr><td class=\"none\" colspan=\"%zu\">%s</td></tr>\n",
            writer->columns - page->grouped, kho__no_rows(writer->language));
    kho__html_put(page, "</tbody>\n</table>\n</div>\n");
}

static void put_footer(kho__page *page)
{
    const kho__writer *const writer = page->writer;
    const size_t count = kho_table_metas(writer->table);
    char buffer[KHO__CELL];

    kho__html_put(page, count ? "<footer>\n<dl>\n" : "<footer>\n");
    for (size_t i = 0; i < count; i++) {
        const char *const key = kho_table_meta_key(writer->table, i);

        kho__html_put(page, "<div><dt>");
        kho__html_put_escaped(page, kho__meta_label(key, writer->language));
        kho__html_put(page, ":</dt><dd>");
        kho__html_put_text(page, kho__meta_people(writer, key, buffer));
        kho__html_put(page, "</dd></div>\n");
    }
    if (count)
        kho__html_put(page, "</dl>\n");
    if (page->bars && writer->rows) {
        kho__html_put(page, "<p>");
        kho__html_put_bar(page, page->min_months);
        kho__html_put(page,
            page->vi
                ? "Vạch đậm: số tháng tồn; dải nhạt: từ mức tối thiểu đến mức tối đa."
                : "Dark bar: months of stock; pale band: from minimum to maximum.");
        kho__html_put(page, "</p>\n");
    }
    kho__html_put(page, "</footer>\n");
}

static kho_status put_table(kho__page *page)
{
    kho__writer *const writer = page->writer;
    kho_status status;

    put_table_head(page);
    for (size_t row = 0; row < writer->rows; row++) {
        if (page->grouped &&
            (row == 0 || strcmp(kho_table_text(writer->table, row, 0),
                             kho_table_text(writer->table, row - 1, 0)) != 0))
            put_group(page, row);
        else if (row == 0)
            kho__html_put(page, "<tbody>\n");
        put_row(page, row);
        if ((status = kho__write_chunk(writer)) < 0)
            return status;
    }
    put_rows_end(page);
    put_footer(page);
    return KHO_OK;
}

static const char end_of_page[] = "</main>\n</body>\n</html>\n";

kho_status kho__write_html(kho__writer *writer)
{
    const char *const title = kho_table_title(writer->table, writer->language);
    kho__page page = plan(writer, "");
    kho_status status;

    put_head(&page, title);
    put_styles(&page);
    put_body(&page, title, is_wide(writer), is_wide(writer) ? " class=\"wide\"" : "");
    if ((status = put_table(&page)) == KHO_OK)
        kho__html_put(&page, end_of_page);
    return status;
}

/* What only a page of several tables needs. */
static const char style_of_sections[] =
    "h2{margin:2rem 0 0;font-size:1.2rem}.note{margin-top:2rem;font-size:.8125rem}\n"
    "@media print{h2{margin-top:6mm;font-size:11pt;break-after:avoid}}\n";

static kho_status put_section(kho__page *page, size_t number)
{
    const kho__writer *const writer = page->writer;
    kho_status status;

    kho__buffer_print(page->out, "<section id=\"t%zu\"%s>\n<h2>%s</h2>\n", number,
        is_wide(writer) ? " class=\"wide\"" : "",
        kho_table_title(writer->table, writer->language));
    if ((status = put_table(page)) == KHO_OK)
        kho__html_put(page, "</section>\n");
    return status;
}

kho_status kho__write_html_tables(const kho_tables *tables, kho__writer *writers)
{
    static const char *const scopes[KHO__TABLES_MOST] = {
        "#t1 ", "#t2 ", "#t3 ", "#t4 ", "#t5 ", "#t6 ", "#t7 ", "#t8 "};
    const char *const title = kho_tables_title(tables, writers->language);
    kho__page pages[KHO__TABLES_MOST];
    kho_status status = KHO_OK;
    bool wide = false;

    for (size_t i = 0; i < tables->count; i++) {
        pages[i] = plan(&writers[i], scopes[i]);
        wide |= is_wide(&writers[i]);
        if (i == 0)
            put_head(&pages[0], title);
        /* The styles of all go into the first one's buffer. */
        pages[i].out = &writers->out;
        put_styles(&pages[i]);
        pages[i].out = &writers[i].out;
    }
    kho__html_put(pages, style_of_sections);
    put_body(pages, title, wide, "");
    for (size_t i = 0; i < tables->count && status == KHO_OK; i++) {
        if ((status = put_section(&pages[i], i + 1)) < 0)
            break;
        if (i + 1 == tables->count) {
            kho__html_put(&pages[i], "<p class=\"note\">");
            kho__html_put_escaped(
                &pages[i], pages[i].vi ? tables->note.vi : tables->note.en);
            kho__html_put(&pages[i], "</p>\n");
            kho__html_put(&pages[i], end_of_page);
        }
        status = kho__write_rest(&writers[i]);
    }
    return status;
}
