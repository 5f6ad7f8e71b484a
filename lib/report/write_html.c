/*
 * A page for people: one file without scripts or anything to fetch. Rows of one place
 * stand under a heading with its name; what a cell looks like is said once for its
 * column, by the style sheet, so that a row is little more than its values.
 */
#include <string.h>

#include "base/rational.h"
#include "model/names.h"
#include "report/write.h"

enum {
    BAR = 72, /* units of a bar's length: one and a half times the maximum */
    WIDE = 9  /* more columns than this are printed across the paper */
};

/* What is worked out once for a page. */
struct page {
    kho__writer *writer;
    kho__buffer *out;
    bool vi;
    bool grouped; /* column 0 is the place, told by headings between the rows */
    size_t head;  /* column that names a row */
    int bar_min;  /* of a bar; 0 with bar_max 0: there are none */
    int bar_max;
    kho_rational max_months;
};

static void put(struct page *page, const char *html)
{
    kho__buffer_text(page->out, html);
}

static void put_escaped(struct page *page, const char *text)
{
    while (*text) {
        const size_t plain = strcspn(text, "&<>\"'");

        kho__buffer_add(page->out, text, plain);
        text += plain;
        switch (*text) {
        case '&':
            put(page, "&amp;");
            break;
        case '<':
            put(page, "&lt;");
            break;
        case '>':
            put(page, "&gt;");
            break;
        case '"':
            put(page, "&quot;");
            break;
        case '\'':
            put(page, "&#39;");
            break;
        default:
            return;
        }
        text++;
    }
}

/* How far into a bar so many months are. */
static int bar_width(const struct page *page, kho_rational months)
{
    const kho_rational max = page->max_months;
    int width = 0;

    while (width < BAR &&
           kho__rational_compare(months, (kho_rational){(width + 1) * 3 * max.numerator,
                                             2 * BAR * max.denominator}) >= 0)
        width++;
    return width;
}

static struct page plan(kho__writer *writer)
{
    const kho_table *const table = writer->table;
    struct page page = {
        .writer = writer, .out = &writer->out, .vi = writer->language == KHO_VI};
    kho_rational min;

    page.grouped = strcmp(kho_table_key(table, 0), "place") == 0 &&
                   kho_table_find(table, "item") > 0;
    page.head = page.grouped || writer->looks[0] == KHO__SEVERITY ? 1 : 0;
    if (kho_table_find(table, "months") >= 0 &&
        kho__meta_rational(table, "min_months", &min) &&
        kho__meta_rational(table, "max_months", &page.max_months) &&
        page.max_months.numerator > 0 &&
        kho__rational_compare(min, page.max_months) <= 0) {
        page.bar_min = bar_width(&page, min);
        page.bar_max = bar_width(&page, page.max_months);
    }
    return page;
}

/* The part of the style sheet that depends on the columns. Labels are ours: nothing to
 * escape. */
static void put_column_styles(struct page *page)
{
    const kho__writer *const writer = page->writer;
    const size_t first = page->grouped ? 1 : 0;

    for (size_t i = first; i < writer->columns; i++) {
        const kho_type type = kho_table_type(writer->table, i);
        const unsigned nth = (unsigned)(i - first + 1);

        if (type == KHO_INTEGER || type == KHO_RATIONAL)
            kho__buffer_print(page->out,
                "tr:not(.g)>:nth-child(%u){text-align:right;white-space:nowrap;"
                "font-variant-numeric:tabular-nums%s}\n"
                "thead tr>:nth-child(%u){white-space:normal!important}\n",
                nth, writer->looks[i] == KHO__STRONG ? ";font-weight:600" : "", nth);
        else if (type == KHO_DATE)
            kho__buffer_print(page->out, "td:nth-child(%u){white-space:nowrap}\n", nth);
    }
    put(page, "@media screen and (max-width:47.99em){\n");
    for (size_t i = first; i < writer->columns; i++) {
        if (i != page->head)
            kho__buffer_print(page->out, "td:nth-child(%u)::before{content:\"%s\"}\n",
                (unsigned)(i - first + 1),
                kho_table_label(writer->table, i, writer->language));
    }
    kho__buffer_print(page->out, "}\n@media print{@page{size:A4 %s}}\n",
        writer->columns > WIDE ? "landscape" : "portrait");
}

/* Colours of standings and alerts, in the order in which they are counted above the
 * table. */
static const struct {
    const char *code, *colour;
} colours[] = {
    {"stocked_out", "c1"},
    {"negative",    "c1"},
    {"emergency",   "c2"},
    {"expired",     "c2"},
    {"low",         "c3"},
    {"at_risk",     "c3"},
    {"near_expiry", "c3"},
    {"discrepancy", "c3"},
    {"late_report", "c3"},
    {"over",        "c4"},
    {"adequate",    "c5"},
    {"unknown",     "c0"},
};

enum { COLOURS = sizeof(colours) / sizeof(*colours) };

/* Words of severities, by number. */
static const kho__name severities[] = {
    {NULL, NULL,              NULL      },
    {"c1", "Nghiêm trọng", "Critical"},
    {"c2", "Gấp",           "Urgent"  },
    {"c3", "Cần chú ý",   "Warning" },
    {"c4", "Nên biết",     "Notice"  },
};

/* The last of them for a code that it doesn't know: without a colour. */
static size_t colour_of(const char *code)
{
    size_t i = 0;

    while (i + 1 < COLOURS && strcmp(colours[i].code, code) != 0)
        i++;
    return i;
}

static void put_chip(struct page *page, const char *colour, const char *name)
{
    kho__buffer_print(page->out, "<span class=\"chip %s\">", colour);
    put_escaped(page, name);
    put(page, "</span>");
}

/* How many rows stand how. */
static void put_sums(struct page *page, size_t column)
{
    const kho__writer *const writer = page->writer;
    size_t counts[COLOURS] = {0}, rows[COLOURS];
    char buffer[KHO__CELL];

    for (size_t row = 0; row < writer->rows; row++) {
        const size_t colour = colour_of(kho_table_text(writer->table, row, column));

        if (kho_table_has(writer->table, row, column)) {
            counts[colour]++;
            rows[colour] = row;
        }
    }
    put(page, "<ul class=\"sums\">");
    for (size_t i = 0; i < COLOURS; i++) {
        if (counts[i]) {
            put(page, "<li>");
            put_chip(page, colours[i].colour,
                kho__cell_people(writer, rows[i], column, buffer));
            kho__buffer_print(page->out, "<b>%zu</b></li>", counts[i]);
        }
    }
    put(page, "</ul>\n");
}

/* What the table is about, in a line: that of its meta which people ask first. */
static void put_about(struct page *page)
{
    static const char *const keys[] = {"place", "item", "period", "from", "to", "on"};
    const kho__writer *const writer = page->writer;

    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        const char *const value = kho_table_meta(writer->table, keys[i]);

        if (value) {
            put_escaped(page, kho__meta_label(keys[i], writer->language));
            put(page, ": ");
            put_escaped(page, value);
            put(page, " · ");
        }
    }
    kho__buffer_print(page->out,
        page->vi            ? "%zu dòng"
        : writer->rows == 1 ? "%zu row"
                            : "%zu rows",
        writer->rows);
}

static void put_head(struct page *page)
{
    const kho__writer *const writer = page->writer;
    const char *const title = kho__table_title(writer->table, writer->language);

    kho__buffer_print(page->out,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src "
        "'unsafe-inline'\"/>\n<title>%s</title>\n<style>\n",
        page->vi ? "vi" : "en", title);
    put(page, kho__html_style);
    put(page, "\n");
    put_column_styles(page);
    kho__buffer_print(page->out,
        "</style>\n</head>\n<body%s>\n<main>\n<h1>%s</h1>\n<p class=\"about\">",
        writer->columns > WIDE ? " class=\"wide\"" : "", title);
    put_about(page);
    put(page, "</p>\n");
    for (size_t i = 0; i < writer->columns && writer->rows; i++) {
        if (writer->looks[i] == KHO__STANDING)
            put_sums(page, i);
    }
    kho__buffer_print(page->out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"%s\">\n<table>\n"
        "<caption>%s</caption>\n<thead>\n<tr>",
        title, title);
    for (size_t i = page->grouped; i < writer->columns; i++)
        kho__buffer_print(page->out, "<th scope=\"col\">%s</th>",
            kho_table_label(writer->table, i, writer->language));
    put(page, "</tr>\n</thead>\n");
}

static void put_bar(struct page *page, int width)
{
    kho__buffer_print(page->out,
        "<svg class=\"bar\" viewBox=\"0 0 %d 8\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\">"
        "<rect class=\"t\" width=\"%d\" height=\"8\"/>"
        "<rect class=\"o\" x=\"%d\" width=\"%d\" height=\"8\"/>"
        "<rect class=\"v\" y=\"2\" width=\"%d\" height=\"4\"/></svg>",
        BAR, BAR, page->bar_min, page->bar_max - page->bar_min, width);
}

static void put_value(struct page *page, size_t row, size_t column)
{
    const kho__writer *const writer = page->writer;
    char buffer[KHO__CELL];
    const char *const text = kho__cell_people(writer, row, column, buffer);
    int64_t severity;

    switch (writer->looks[column]) {
    case KHO__SEVERITY:
        severity = kho_table_int(writer->table, row, column);
        if (severity < 1 || severity > 4)
            break;
        put_chip(page, severities[severity].word,
            page->vi ? severities[severity].vi : severities[severity].en);
        return;
    case KHO__STANDING:
        put_chip(page,
            colours[colour_of(kho_table_text(writer->table, row, column))].colour, text);
        return;
    case KHO__MONTHS:
        put_escaped(page, text);
        if (page->bar_max)
            put_bar(
                page, bar_width(page, kho_table_rational(writer->table, row, column)));
        return;
    default:
        break;
    }
    put_escaped(page, text);
}

/* "", or the class of a number that is 0 or less. */
static const char *class_of(const struct page *page, size_t row, size_t column)
{
    const kho_table *const table = page->writer->table;
    const kho_type type = kho_table_type(table, column);
    int64_t sign;

    if (type != KHO_INTEGER && type != KHO_RATIONAL)
        return "";
    sign = type == KHO_INTEGER ? kho_table_int(table, row, column)
                               : kho_table_rational(table, row, column).numerator;
    return sign > 0 ? "" : sign < 0 ? " class=\"m\"" : " class=\"z\"";
}

static void put_row(struct page *page, size_t row)
{
    const kho__writer *const writer = page->writer;

    put(page, "<tr>");
    for (size_t i = page->grouped; i < writer->columns; i++) {
        const bool head = i == page->head;

        if (head)
            put(page, "<th scope=\"row\">");
        else if (kho_table_has(writer->table, row, i))
            kho__buffer_print(page->out, "<td%s>", class_of(page, row, i));
        else
            put(page, "<td>");
        if (kho_table_has(writer->table, row, i))
            put_value(page, row, i);
        put(page, head ? "</th>" : "</td>");
    }
    put(page, "</tr>\n");
}

/* A new place's name, and its code where that isn't the name. */
static void put_group(struct page *page, size_t row)
{
    const kho__writer *const writer = page->writer;
    const char *const code = kho_table_text(writer->table, row, 0);
    char buffer[KHO__CELL];
    const char *const name = kho__cell_people(writer, row, 0, buffer);

    kho__buffer_print(page->out,
        "%s<tbody>\n<tr class=\"g\"><th scope=\"rowgroup\" colspan=\"%zu\">",
        row ? "</tbody>\n" : "", writer->columns - 1);
    put_escaped(page, name);
    if (strcmp(name, code) != 0) {
        put(page, "<small>");
        put_escaped(page, code);
        put(page, "</small>");
    }
    put(page, "</th></tr>\n");
}

static void put_footer(struct page *page)
{
    const kho__writer *const writer = page->writer;
    char buffer[KHO__CELL];

    put(page, "</tbody>\n</table>\n</div>\n<footer>\n");
    if (kho__table_meta_count(writer->table))
        put(page, "<dl>\n");
    for (size_t i = 0; i < kho__table_meta_count(writer->table); i++) {
        const char *const key = kho__table_meta_key(writer->table, i);

        put(page, "<div><dt>");
        put_escaped(page, kho__meta_label(key, writer->language));
        put(page, ":</dt><dd>");
        put_escaped(page, kho__meta_people(writer, key, buffer));
        put(page, "</dd></div>\n");
    }
    if (kho__table_meta_count(writer->table))
        put(page, "</dl>\n");
    if (page->bar_max && writer->rows) {
        put(page, "<p>");
        put_bar(page, BAR / 2);
        put(page,
            page->vi
                ? "Vạch đậm: số tháng tồn; dải xanh: từ mức tối thiểu đến mức tối đa."
                : "Dark bar: months of stock; green band: from minimum to maximum.");
        put(page, "</p>\n");
    }
    put(page, "</footer>\n</main>\n</body>\n</html>\n");
}

kho_status kho__write_html(kho__writer *writer)
{
    struct page page = plan(writer);
    kho_status status;

    put_head(&page);
    if (!page.grouped || !writer->rows)
        put(&page, "<tbody>\n");
    for (size_t row = 0; row < writer->rows; row++) {
        if (page.grouped &&
            (row == 0 || strcmp(kho_table_text(writer->table, row, 0),
                             kho_table_text(writer->table, row - 1, 0)) != 0))
            put_group(&page, row);
        put_row(&page, row);
        if ((status = kho__write_chunk(writer)) < 0)
            return status;
    }
    if (!writer->rows)
        kho__buffer_print(&writer->out,
            "<tr><td class=\"none\" colspan=\"%zu\">%s</td></tr>\n",
            writer->columns - page.grouped, kho__no_rows(writer->language));
    put_footer(&page);
    return KHO_OK;
}
