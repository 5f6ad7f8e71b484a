/* What stands in the cells of a page: escaped text, words with their colours, bars. */
#include "report/html.h"

#include <string.h>

#include "base/formula.h"
#include "base/rational.h"
#include "model/names.h"

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

/* Colours and names of severities, by number. */
static const kho__name severities[] = {
    {NULL, NULL,              NULL      },
    {"c1", "Nghiêm trọng", "Critical"},
    {"c2", "Gấp",           "Urgent"  },
    {"c3", "Cần chú ý",   "Warning" },
    {"c4", "Nên biết",     "Notice"  },
};

void kho__html_put(kho__page *page, const char *html)
{
    kho__buffer_text(page->out, html);
}

void kho__html_put_escaped(kho__page *page, const char *text)
{
    static const char special[] = "&<>\"'";
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

    for (;;) {
        const size_t plain = strcspn(text, special);

        kho__buffer_add(page->out, text, plain);
        text += plain;
        if (!*text)
            return;
        kho__html_put(page, names[strchr(special, *text++) - special]);
    }
}

void kho__html_put_text(kho__page *page, const char *text)
{
    /* A spreadsheet that opens the page would calculate it. */
    if (kho__formula_like(text, strlen(text)))
        kho__html_put(page, "&#39;");
    kho__html_put_escaped(page, text);
}

/* The last colour for a code that has none of its own. */
static size_t colour_of(const char *code)
{
    size_t i = 0;

    while (i + 1 < COLOURS && strcmp(colours[i].code, code) != 0)
        i++;
    return i;
}

static void put_chip(kho__page *page, const char *colour, const char *name)
{
    kho__buffer_print(page->out, "<span class=\"chip %s\">", colour);
    kho__html_put_text(page, name);
    kho__html_put(page, "</span>");
}

void kho__html_put_sums(kho__page *page, size_t column)
{
    const kho__writer *const writer = page->writer;
    size_t counts[COLOURS] = {0}, rows[COLOURS] = {0};
    char buffer[KHO__CELL];

    for (size_t row = 0; row < writer->rows; row++) {
        const size_t colour = colour_of(kho_table_text(writer->table, row, column));

        if (kho_table_has(writer->table, row, column)) {
            counts[colour]++;
            rows[colour] = row;
        }
    }
    kho__html_put(page, "<ul class=\"sums\">");
    for (size_t i = 0; i < COLOURS; i++) {
        if (counts[i]) {
            kho__html_put(page, "<li>");
            put_chip(page, colours[i].colour,
                kho__cell_people(writer, rows[i], column, buffer));
            kho__buffer_print(page->out, "<b>%zu</b></li>", counts[i]);
        }
    }
    kho__html_put(page, "</ul>\n");
}

/* The bar ends at one and a half times the maximum; its length is in units of BAR. */
enum { BAR = 72 };

static int bar_width(const kho__page *page, kho_rational months)
{
    const kho_rational max = page->max_months;
    int width = 0;

    while (width < BAR &&
           kho__rational_compare(months, (kho_rational){(width + 1) * 3 * max.numerator,
                                             2 * BAR * max.denominator}) >= 0)
        width++;
    return width;
}

void kho__html_put_bar(kho__page *page, kho_rational months)
{
    const int min = bar_width(page, page->min_months);
    const int max = bar_width(page, page->max_months);
    const char *colour = "ok";

    if (kho__rational_compare(months, page->min_months) < 0)
        colour = "lo";
    else if (kho__rational_compare(months, page->max_months) > 0)
        colour = "hi";
    kho__buffer_print(page->out,
        "<svg class=\"bar\" viewBox=\"0 0 %d 8\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\"><rect class=\"t\" width=\"%d\" height=\"8\"/>"
        "<rect class=\"o\" x=\"%d\" width=\"%d\" height=\"8\"/>"
        "<rect class=\"%s\" y=\"2\" width=\"%d\" height=\"4\"/></svg>",
        BAR, BAR, min, max - min, colour, bar_width(page, months));
}

void kho__html_put_value(kho__page *page, size_t row, size_t column)
{
    const kho__writer *const writer = page->writer;
    const kho__name *severity;
    char buffer[KHO__CELL];
    const char *const text = kho__cell_people(writer, row, column, buffer);

    switch (writer->looks[column]) {
    case KHO__SEVERITY:
        /* A number that has no word is printed as it is. */
        if (text[0] < '1' || text[0] > '4' || text[1])
            break;
        severity = &severities[text[0] - '0'];
        put_chip(page, severity->word, page->vi ? severity->vi : severity->en);
        return;
    case KHO__STANDING:
        put_chip(page,
            colours[colour_of(kho_table_text(writer->table, row, column))].colour, text);
        return;
    case KHO__MONTHS:
        kho__html_put_escaped(page, text);
        if (page->bars)
            kho__html_put_bar(page, kho_table_rational(writer->table, row, column));
        return;
    default:
        break;
    }
    if (kho_table_type(writer->table, column) == KHO_TEXT)
        kho__html_put_text(page, text);
    else
        kho__html_put_escaped(page, text);
}
