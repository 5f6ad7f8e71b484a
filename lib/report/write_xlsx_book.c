/*
 * What is in a workbook: the table on its first sheet, what it was made with and the
 * months of stock as bars on its second. The same table gives the same bytes at any time
 * and place. XLSX knows no numbers but doubles: what these can't hold exactly is text,
 * and no quantity ever comes back from here.
 */
#ifdef KHO_WITH_XLSX
 #include <errno.h>
 #include <stdio.h>
 #include <stdlib.h>
 #include <string.h>

 #include "base/rational.h"
 #include "base/text.h"
 #include "report/write_xlsx.h"

enum {
    BARS = 30,   /* rows that the chart shows */
    WIDEST = 50, /* characters of a column; a longer text is cut on paper */
    NARROWEST = 6,
    CELL_MOST = 96, /* bytes of a cell in XML, without its text */
    LETTER_MOST = 6 /* bytes of a letter that is escaped */
};

/* What doubles hold exactly: integers up to this, and decimals of 15 figures. */
static const int64_t integer_most = INT64_C(1) << 53;
static const int64_t decimal_most = INT64_C(1000000000000000);

static void keep(kho__book *at, lxw_error error)
{
    if (at->error == LXW_NO_ERROR)
        at->error = error;
}

/* A format, or NULL and the error kept. */
static lxw_format *new_format(kho__book *at)
{
    lxw_format *const format = workbook_add_format(at->workbook);

    if (format)
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    else
        keep(at, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return format;
}

static void plan_format(kho__book *at, size_t column)
{
    static const char *const decimals[] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000"};
    const kho__writer *const writer = at->writer;
    const int digits = kho__table_digits(writer->table, column);
    lxw_format *const format = new_format(at);

    at->formats[column] = format;
    if (!format)
        return;
    switch (kho_table_type(writer->table, column)) {
    case KHO_INTEGER:
        format_set_num_format(
            format, writer->looks[column] == KHO__IDENTITY ? "0" : decimals[0]);
        break;
    case KHO_RATIONAL:
        format_set_num_format(format, decimals[digits < 0 ? 0 : digits > 3 ? 3 : digits]);
        break;
    case KHO_DATE:
        format_set_num_format(format, "yyyy-mm-dd");
        break;
    case KHO_TEXT:
        return;
    }
    format_set_align(format, LXW_ALIGN_RIGHT);
    if (writer->looks[column] == KHO__STRONG)
        format_set_bold(format);
}

static void plan_formats(kho__book *at)
{
    for (size_t i = 0; i < at->writer->columns; i++)
        plan_format(at, i);
    if (!(at->heading = new_format(at)))
        return;
    format_set_bold(at->heading);
    format_set_text_wrap(at->heading);
    format_set_bg_color(at->heading, 0xE3EDEB);
    format_set_bottom(at->heading, LXW_BORDER_THIN);
}

/* The title as far as the name of a sheet may go, to the end of a word. */
static void name_sheet(kho__book *at)
{
    const char *const title = kho_table_title(at->writer->table, at->writer->language);
    size_t size = 0, letters = 0;

    for (size_t i = 0; letters <= LXW_SHEETNAME_MAX; i++) {
        if (!title[i] || title[i] == ' ')
            size = i;
        if (!title[i])
            break;
        letters += ((unsigned char)title[i] & 0xC0) != 0x80;
    }
    while (size && (title[size - 1] == '-' || title[size - 1] == ' '))
        size--;
    snprintf(at->sheet_name, sizeof(at->sheet_name), "%.*s", (int)size, title);
}

static void widen(kho__book *at, size_t column, const char *text, size_t size)
{
    char part[KHO__CELL];
    int width;

    if (text[size]) {
        snprintf(part, sizeof(part), "%.*s", (int)size, text);
        text = part;
    }
    width = kho__text_width(text);
    if (width > at->widths[column])
        at->widths[column] = width > WIDEST ? WIDEST : width;
}

/* A heading breaks at blanks; the button of the filter stands beside its last line. */
static void put_headings(kho__book *at)
{
    const kho__writer *const writer = at->writer;

    for (size_t i = 0; i < writer->columns; i++) {
        const char *label = kho_table_label(writer->table, i, writer->language);

        keep(at, worksheet_write_string(at->sheet, 0, (lxw_col_t)i, label, at->heading));
        at->widths[i] = NARROWEST;
        for (; *label; label += strspn(label, " ")) {
            const size_t size = strcspn(label, " ");

            widen(at, i, label, size);
            label += size;
        }
        at->widths[i] += 2;
    }
}

/* Days as spreadsheets count them: the first is that of 1900, and 1900 has a day too
 * many. */
static double day_number(kho_date date)
{
    const int day = date - kho_date_of(1899, 12, 30);

    return day <= 60 ? day - 1 : day;
}

/* A fraction as it is printed; false: too long for a double. */
static bool decimal(kho_rational value, int digits, double *out)
{
    char plain[KHO__CELL];
    double scale = 1;
    int64_t figures;
    char *point;

    kho__rational_print(value, digits, plain, sizeof(plain));
    if ((point = strchr(plain, '.')))
        memmove(point, point + 1, strlen(point));
    errno = 0;
    figures = strtoll(plain, NULL, 10);
    if (errno || figures > decimal_most || figures < -decimal_most)
        return false;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    *out = (double)figures / scale;
    return true;
}

/* A defined cell's number; false: it is to be written as text. */
static bool number_of(const kho__writer *writer, size_t row, size_t column, double *out)
{
    const kho_table *const table = writer->table;
    int64_t value;

    switch (kho_table_type(table, column)) {
    case KHO_INTEGER:
        value = kho_table_int(table, row, column);
        *out = (double)value;
        return writer->looks[column] != KHO__YES_NO && value <= integer_most &&
               value >= -integer_most;
    case KHO_RATIONAL:
        return decimal(kho_table_rational(table, row, column),
            kho__table_digits(table, column), out);
    case KHO_DATE:
        *out = day_number(kho_table_date(table, row, column));
        return *out >= 1;
    case KHO_TEXT:
        break;
    }
    return false;
}

static void put_row(kho__book *at, size_t row)
{
    const kho__writer *const writer = at->writer;
    char buffer[KHO__CELL];
    double number;

    for (size_t i = 0; i < writer->columns; i++) {
        const lxw_row_t line = (lxw_row_t)row + 1;
        const lxw_col_t column = (lxw_col_t)i;

        if (!kho_table_has(writer->table, row, i))
            continue;
        const char *const text = kho__cell_people(writer, row, i, buffer);

        widen(at, i, text, strlen(text));
        at->bytes += CELL_MOST + LETTER_MOST * strlen(text);
        keep(at,
            number_of(writer, row, i, &number)
                ? worksheet_write_number(at->sheet, line, column, number, at->formats[i])
                : worksheet_write_string(at->sheet, line, column, text, at->formats[i]));
    }
}

/* A4 across, as wide as the paper, the heading on each page. */
static void set_up_page(kho__book *at)
{
    const kho__writer *const writer = at->writer;
    char line[256];

    for (size_t i = 0; i < writer->columns; i++)
        keep(at, worksheet_set_column(
                     at->sheet, (lxw_col_t)i, (lxw_col_t)i, at->widths[i] + 1, NULL));
    worksheet_freeze_panes(at->sheet, 1, 0);
    keep(at, worksheet_autofilter(at->sheet, 0, 0, (lxw_row_t)writer->rows,
                 (lxw_col_t)(writer->columns - 1)));
    keep(at, worksheet_repeat_rows(at->sheet, 0, 0));
    worksheet_set_landscape(at->sheet);
    worksheet_set_paper(at->sheet, 9); /* A4 */
    worksheet_fit_to_pages(at->sheet, 1, 0);
    worksheet_set_paper(at->about, 9);
    snprintf(line, sizeof(line), "&L&\"-,Bold\"%s",
        kho_table_title(writer->table, writer->language));
    keep(at, worksheet_set_header(at->sheet, line));
    keep(at, worksheet_set_footer(at->sheet, "&R&P/&N"));
}

/* Title, what the table was made with, how many rows; gives the next free line. */
static lxw_row_t put_about(kho__book *at)
{
    const kho__writer *const writer = at->writer;
    const char *const title = kho_table_title(writer->table, writer->language);
    const size_t count = kho_table_metas(writer->table);
    lxw_format *const strong = new_format(at);
    char buffer[KHO__CELL];
    lxw_row_t line = 2;

    if (strong)
        format_set_bold(strong);
    keep(at, worksheet_write_string(at->about, 0, 0, title, strong));
    for (size_t i = 0; i < count; i++, line++) {
        const char *const key = kho_table_meta_key(writer->table, i);

        keep(at, worksheet_write_string(
                     at->about, line, 0, kho__meta_label(key, writer->language), NULL));
        keep(at, worksheet_write_string(
                     at->about, line, 1, kho__meta_people(writer, key, buffer), NULL));
    }
    if (writer->rows) {
        keep(at, worksheet_write_string(
                     at->about, line, 0, at->vi ? "Số dòng" : "Rows", NULL));
        keep(at, worksheet_write_number(at->about, line, 1, (double)writer->rows, NULL));
    } else {
        keep(at, worksheet_write_string(
                     at->about, line, 0, kho__no_rows(writer->language), NULL));
    }
    keep(at, worksheet_set_column(at->about, 0, 1, 30, NULL));
    return line + 2;
}

/* "Months of stock (Minimum (months): 1.5, Maximum (months): 3; the first 30 rows)". */
static void title_of(const kho__book *at, size_t months, char *title, size_t size)
{
    static const char *const keys[] = {"min_months", "max_months"};
    const kho__writer *const writer = at->writer;
    char buffer[KHO__CELL];
    size_t used = (size_t)snprintf(
        title, size, "%s", kho_table_label(writer->table, months, writer->language));

    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && used < size; i++) {
        if (kho_table_meta(writer->table, keys[i]))
            used += (size_t)snprintf(title + used, size - used, " - %s: %s",
                kho__meta_label(keys[i], writer->language),
                kho__meta_people(writer, keys[i], buffer));
    }
    if (writer->rows > BARS && used < size)
        snprintf(title + used, size - used,
            at->vi ? " - %d dòng đầu" : " - first %d rows", BARS);
}

/* Months of stock as bars, by item, or by place and item where there are several places:
 * from the cells of the first sheet. */
static void put_chart(kho__book *at, lxw_row_t line)
{
    const kho__writer *const writer = at->writer;
    const int months = kho_table_find(writer->table, "months"),
              place = kho_table_find(writer->table, "place"),
              item = kho_table_find(writer->table, "item");
    const lxw_row_t last = (lxw_row_t)(writer->rows > BARS ? BARS : writer->rows);
    lxw_chart_options options = {.x_scale = 1.6, .y_scale = 0.4 + 0.06 * last};
    lxw_chart_series *series;
    lxw_chart *chart;
    char title[256];

    if (months < 0 || item < 0 || kho_table_find(writer->table, "status") < 0 || !last)
        return;
    chart = workbook_add_chart(at->workbook, LXW_CHART_BAR);
    series = chart ? chart_add_series(chart, NULL, NULL) : NULL;
    if (!series) {
        keep(at, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    chart_series_set_categories(series, at->sheet_name, 1,
        (lxw_col_t)(place == item - 1 && kho_table_words(writer->table, (size_t)place) > 1
                        ? place
                        : item),
        last, (lxw_col_t)item);
    chart_series_set_values(
        series, at->sheet_name, 1, (lxw_col_t)months, last, (lxw_col_t)months);
    title_of(at, (size_t)months, title, sizeof(title));
    chart_title_set_name(chart, title);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    /* Of a chart of bars, y is where the names stand. */
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_num_format(chart->x_axis, "0.0");
    keep(at, worksheet_insert_chart_opt(at->about, line, 0, chart, &options));
}

/* The day it was asked about, at noon: the same in every zone but a few. */
static void put_properties(kho__book *at)
{
    const char *const on = kho_table_meta(at->writer->table, "on");
    kho_date day = kho_date_of(1980, 1, 1); /* the first that a zip file knows */
    lxw_doc_properties properties = {0};

    if (on && kho_date_parse(on, &day) < 0)
        day = kho_date_of(1980, 1, 1);
    properties.title = (char *)kho_table_title(at->writer->table, at->writer->language);
    properties.created = (time_t)day * 86400 + 43200;
    keep(at, workbook_set_properties(at->workbook, &properties));
}

void kho__book_fill(kho__book *at)
{
    name_sheet(at);
    at->sheet = workbook_add_worksheet(at->workbook, at->sheet_name);
    at->about = workbook_add_worksheet(at->workbook, at->vi ? "Thông tin" : "About");
    plan_formats(at);
    if (!at->sheet || !at->about)
        keep(at, LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (at->error != LXW_NO_ERROR)
        return;
    put_headings(at);
    for (size_t row = 0; row < at->writer->rows && at->error == LXW_NO_ERROR; row++)
        put_row(at, row);
    set_up_page(at);
    put_chart(at, put_about(at));
    put_properties(at);
}
#else
typedef int kho__no_workbooks; /* a file of C isn't empty */
#endif
