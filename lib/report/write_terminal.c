/*
 * Tables in a terminal: as narrow as their cells, headings broken at blanks to fit,
 * numbers on the right. What a letter takes is asked of Unicode: Vietnamese ones are
 * several bytes.
 */
#include <string.h>

#include "base/text.h"
#include "report/write.h"

struct layout {
    const char *label;
    int width;
    size_t lines; /* of the label */
    bool right;   /* numbers */
};

/* Blanks wait for something to stand behind them, so that no line ends with any. */
struct line {
    kho__buffer *out;
    int blanks;
};

enum { GAP = 2 };

/* The line under a sentence, which only a last column holds, needn't be as long as it. */
enum { RULE_MOST = 60 };

static void fill(kho__buffer *out, const char *with, int count)
{
    for (; count > 0; count--)
        kho__buffer_text(out, with);
}

/* Width of text, or of the first bytes of a label, which is short. */
static int width_of(const char *label, size_t size)
{
    char part[128];

    if (!label[size])
        return kho__text_width(label);
    if (size >= sizeof(part))
        size = sizeof(part) - 1;
    memcpy(part, label, size);
    part[size] = '\0';
    return kho__text_width(part);
}

/* Bytes of the label's first line: as many words as fit, one at least. */
static size_t line_size(const char *label, int width)
{
    size_t size = strcspn(label, " ");

    while (label[size]) {
        const size_t next = size + 1 + strcspn(label + size + 1, " ");

        if (width_of(label, next) > width)
            break;
        size = next;
    }
    return size;
}

/* Where the label goes on after its first line; NULL where it ends. */
static const char *next_line(const char *label, int width)
{
    label += line_size(label, width);
    return *label ? label + 1 : NULL;
}

static struct layout lay_out(const kho__writer *writer, size_t column)
{
    const kho_type type = kho_table_type(writer->table, column);
    struct layout made = {kho_table_label(writer->table, column, writer->language), 0, 0,
        type == KHO_INTEGER || type == KHO_RATIONAL};
    char buffer[KHO__CELL];
    int width;

    for (const char *word = made.label; word; word = next_line(word, 0)) {
        width = width_of(word, line_size(word, 0));
        made.width = width > made.width ? width : made.width;
    }
    for (size_t row = 0; row < writer->rows; row++) {
        width = kho__text_width(kho__cell_people(writer, row, column, buffer));
        made.width = width > made.width ? width : made.width;
    }
    for (const char *line = made.label; line; line = next_line(line, made.width))
        made.lines++;
    return made;
}

static void put(
    struct line *line, const struct layout *layout, const char *text, size_t size)
{
    const int blanks = layout->width - width_of(text, size);

    line->blanks += layout->right ? blanks : 0;
    if (size) {
        fill(line->out, " ", line->blanks);
        line->blanks = 0;
        kho__buffer_add(line->out, text, size);
    }
    line->blanks += (layout->right ? 0 : blanks) + GAP;
}

static void end_line(struct line *line)
{
    kho__buffer_byte(line->out, '\n');
    line->blanks = 0;
}

/* Labels of fewer lines than others stand at the bottom. */
static void put_heading(kho__writer *writer, const struct layout *layouts)
{
    struct line line = {&writer->out, 0};
    size_t lines = 1;

    for (size_t i = 0; i < writer->columns; i++)
        lines = layouts[i].lines > lines ? layouts[i].lines : lines;
    for (size_t left = lines; left > 0; left--) {
        for (size_t i = 0; i < writer->columns; i++) {
            const char *label = left > layouts[i].lines ? "" : layouts[i].label;

            for (size_t skip = layouts[i].lines; skip > left; skip--)
                label = next_line(label, layouts[i].width);
            put(&line, &layouts[i], label, line_size(label, layouts[i].width));
        }
        end_line(&line);
    }
    for (size_t i = 0; i < writer->columns; i++) {
        const bool cut = i + 1 == writer->columns && layouts[i].width > RULE_MOST;

        fill(line.out, " ", i ? GAP : 0);
        fill(line.out, "─", cut ? RULE_MOST : layouts[i].width);
    }
    end_line(&line);
}

static void put_footer(kho__writer *writer)
{
    char buffer[KHO__CELL];

    if (writer->rows == 0) {
        kho__buffer_text(&writer->out, kho__no_rows(writer->language));
        kho__buffer_byte(&writer->out, '\n');
    }
    for (size_t i = 0; i < kho_table_metas(writer->table); i++) {
        const char *const key = kho_table_meta_key(writer->table, i);

        kho__buffer_text(&writer->out, i == 0 ? "\n" : "");
        kho__buffer_text(&writer->out, kho__meta_label(key, writer->language));
        kho__buffer_text(&writer->out, ": ");
        kho__buffer_text(&writer->out, kho__meta_people(writer, key, buffer));
        kho__buffer_byte(&writer->out, '\n');
    }
}

kho_status kho__write_terminal(kho__writer *writer)
{
    struct layout layouts[KHO__COLUMNS];
    struct line line = {&writer->out, 0};
    char buffer[KHO__CELL];
    kho_status status;

    for (size_t i = 0; i < writer->columns; i++)
        layouts[i] = lay_out(writer, i);
    put_heading(writer, layouts);
    for (size_t row = 0; row < writer->rows; row++) {
        for (size_t i = 0; i < writer->columns; i++) {
            const char *const text = kho__cell_people(writer, row, i, buffer);

            put(&line, &layouts[i], text, strlen(text));
        }
        end_line(&line);
        if ((status = kho__write_chunk(writer)) < 0)
            return status;
    }
    put_footer(writer);
    return KHO_OK;
}
