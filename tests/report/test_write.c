#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "model/table.h"
#include "report/tables.h"

/* A sink that takes so many chunks and then refuses. */
typedef struct sink {
    int takes;
    int calls;
    size_t most;
    kho__buffer taken;
} sink;

static int take(void *context, const char *bytes, size_t size)
{
    sink *const sink = context;

    sink->calls++;
    if (sink->takes-- == 0)
        return 1;
    sink->most = size > sink->most ? size : sink->most;
    kho__buffer_add(&sink->taken, bytes, size);
    return 0;
}

/* Enough rows for several chunks of every format. */
static kho_table *make_long(void)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_STOCK, 5000, &table), KHO_OK));
    for (int64_t i = 0; i < 5000; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        cr_assert(eq(int,
            kho__table_set_known(
                table, KHO_STOCK_PLACE, i < 2500 ? "a" : "b", NULL, NULL),
            KHO_OK));
        kho__table_set_int(table, KHO_STOCK_QUANTITY, i);
    }
    return table;
}

Test(write, chunks_are_some_kilobytes_and_nothing_is_lost_between_them)
{
    for (int format = KHO_TERMINAL; format <= KHO_HTML; format++) {
        kho_table *table = make_long();
        char *const whole = tables_write(table, (kho_format)format, KHO_VI);
        sink sink = {.takes = -1};

        cr_assert(eq(int, kho_table_write(table, (kho_format)format, KHO_VI, take, &sink),
            KHO_OK));
        cr_expect(sink.calls > 3, "format %d: %d chunks", format, sink.calls);
        cr_expect(
            sink.most <= 20000, "format %d: a chunk of %zu bytes", format, sink.most);
        cr_expect(eq(str, sink.taken.bytes, whole));
        kho__buffer_free(&sink.taken);
        free(whole);
        kho_table_free(table);
    }
}

Test(write, a_sink_that_fails_is_not_called_again)
{
    for (int format = KHO_TERMINAL; format <= KHO_HTML; format++) {
        kho_table *table = make_long();

        for (int takes = 0; takes < 3; takes++) {
            sink sink = {.takes = takes};

            cr_expect(
                eq(int, kho_table_write(table, (kho_format)format, KHO_EN, take, &sink),
                    KHO_ESTORAGE));
            cr_expect(eq(int, sink.calls, takes + 1), "format %d", format);
            cr_expect(eq(int, kho_error_last()->status, KHO_ESTORAGE));
            kho__buffer_free(&sink.taken);
        }
        kho_table_free(table);
    }
}

Test(write, the_last_chunk_may_fail_too)
{
    kho_table *table = tables_report();
    sink sink = {.takes = 0};

    cr_expect(
        eq(int, kho_table_write(table, KHO_CSV, KHO_EN, take, &sink), KHO_ESTORAGE));
    cr_expect(eq(int, sink.calls, 1));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "the table could not be written: its reader stopped"));
    kho_table_free(table);
}

Test(write, what_is_no_format_is_refused_in_the_languages_of_people)
{
    kho_table *table = tables_report();
    sink sink = {.takes = -1};

    cr_expect(eq(
        int, kho_table_write(table, (kho_format)9, KHO_EN, take, &sink), KHO_EINVALID));
    cr_expect(
        eq(str, (char *)kho_error_last()->message, "format 9: there is no such format"));
    kho_error_language(KHO_VI);
    cr_expect(eq(
        int, kho_table_write(table, (kho_format)9, KHO_EN, take, &sink), KHO_EINVALID));
    cr_expect(eq(
        str, (char *)kho_error_last()->message, "định dạng 9: không có định dạng này"));
    cr_expect(eq(int, sink.calls, 0), "nothing is written");
    kho_table_free(table);
}

Test(write, a_language_that_is_none_of_ours_is_english)
{
    kho_table *table = tables_lots(NULL, 0);
    char *const text = tables_write(table, KHO_TERMINAL, (kho_language)7);

    cr_expect(eq(str, strstr(text, "There are no rows."), "There are no rows.\n"));
    free(text);
    kho_table_free(table);
}

Test(write, a_cell_is_shown_as_people_read_it)
{
    kho_table *table = tables_report(), *alerts = tables_alerts();
    const struct {
        const kho_table *table;
        size_t row, column;
        const char *vi, *en;
    } cells[] = {
        {table,  0, KHO_REPORT_PLACE,   "Trạm Y tế phường Sông Công",
         "Trạm Y tế phường Sông Công"                                             },
        {table,  0, KHO_REPORT_UNIT,    "chiếc",                             "piece"     },
        {table,  0, KHO_REPORT_ISSUED,  "288",                                 "288"       },
        {table,  0, KHO_REPORT_CLOSING, "1.234.567",                           "1,234,567" },
        {table,  0, KHO_REPORT_AMC,     "1.235",                               "1,235"     },
        {table,  0, KHO_REPORT_MONTHS,  "-15,7",                               "-15.7"     },
        {table,  1, KHO_REPORT_MONTHS,  "",                                    ""          },
        {alerts, 0, KHO_ALERTS_EXPIRY,  "2026-10-31",                          "2026-10-31"},
        {alerts, 1, KHO_ALERTS_LOT,     "",                                    ""          },
        {alerts, 2, KHO_ALERTS_PLACE,   "",                                    ""          },
        {alerts, 0, 99,                 "",                                    ""          },
    };
    char buffer[80];

    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        cr_expect(eq(str,
            (char *)kho_table_shown(
                cells[i].table, cells[i].row, cells[i].column, KHO_VI, buffer),
            (char *)cells[i].vi));
        cr_expect(eq(str,
            (char *)kho_table_shown(
                cells[i].table, cells[i].row, cells[i].column, KHO_EN, buffer),
            (char *)cells[i].en));
    }
    kho_table_free(table);
    kho_table_free(alerts);
}
