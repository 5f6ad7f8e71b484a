#include "report/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "model/names.h"
#include "model/table.h"

static kho_table *make(kho__table_kind kind)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(kind, 1, &table), KHO_OK));
    return table;
}

static void row(kho_table *table)
{
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
}

static void know(
    kho_table *table, size_t column, const char *code, const char *vi, const char *en)
{
    cr_assert(eq(int, kho__table_set_known(table, column, code, vi, en), KHO_OK));
}

static void name(kho_table *table, size_t column, const kho__name *name)
{
    know(table, column, name->word, name->vi, name->en);
}

static void say(kho_table *table, const char *key, const char *value)
{
    cr_assert(eq(int, kho__table_meta_set(table, key, value), KHO_OK));
}

kho_table *tables_report(void)
{
    static const int64_t condoms[] = {
        1200, 1440, -12, 288, 1000000, 0, 0, 3, -7, 1234567, 0, 2};
    kho_table *table = make(KHO__TABLE_REPORT);

    row(table);
    know(table, KHO_REPORT_PLACE, "tyt-05518", "Trạm Y tế phường Sông Công", NULL);
    know(table, KHO_REPORT_ITEM, "bcs", "Bao cao su \"nam\" <b>", "Male condom & co");
    name(table, KHO_REPORT_CHANNEL, &kho__channel_names[0]);
    know(table, KHO_REPORT_UNIT, "chiếc", "chiếc", "piece");
    for (size_t i = 0; i < 12; i++)
        kho__table_set_int(table, KHO_REPORT_OPENING + i, condoms[i]);
    kho__table_set_rational(table, KHO_REPORT_AMC, (kho_rational){2469, 2});
    kho__table_set_rational(table, KHO_REPORT_MONTHS, (kho_rational){-47, 3});
    name(table, KHO_REPORT_STATUS, &kho__standing_names[KHO_LOW]);
    kho__table_set_int(table, KHO_REPORT_TO_ORDER, 1440);

    row(table);
    know(table, KHO_REPORT_PLACE, "tyt-05518", NULL, NULL);
    know(table, KHO_REPORT_ITEM, "vien", "Viên uống tránh thai", NULL);
    name(table, KHO_REPORT_CHANNEL, &kho__channel_names[0]);
    know(table, KHO_REPORT_UNIT, "vỉ", "vỉ", NULL);
    for (size_t i = KHO_REPORT_OPENING; i <= KHO_REPORT_DAYS_OUT; i++)
        kho__table_set_int(table, i, 0);
    name(table, KHO_REPORT_STATUS, &kho__standing_names[KHO_UNKNOWN]);
    kho__table_set_int(table, KHO_REPORT_TO_ORDER, 0);

    say(table, "on", "2026-11-30");
    say(table, "known", "1284");
    say(table, "rules", "Mẫu \"<thử>\"");
    say(table, "min_months", "3/2");
    say(table, "max_months", "3/1");
    return table;
}

kho_table *tables_alerts(void)
{
    kho_table *table = make(KHO__TABLE_ALERTS);

    row(table);
    kho__table_set_int(table, KHO_ALERTS_SEVERITY, 2);
    name(table, KHO_ALERTS_ALERT, &kho__alert_names[KHO__EXPIRED]);
    know(table, KHO_ALERTS_PLACE, "tyt-05518", "Trạm Y tế", NULL);
    know(table, KHO_ALERTS_ITEM, "bcs", "Bao cao su", "Condom");
    name(table, KHO_ALERTS_CHANNEL, &kho__channel_names[1]);
    know(table, KHO_ALERTS_LOT, "=1+1<i>", NULL, NULL);
    kho__table_set_date(table, KHO_ALERTS_EXPIRY, kho_date_of(2026, 10, 31));
    kho__table_set_int(table, KHO_ALERTS_QUANTITY, 96);
    kho__table_set_rational(table, KHO_ALERTS_MONTHS, (kho_rational){5, 1});
    kho__table_set_date(table, KHO_ALERTS_SINCE, kho_date_of(2026, 11, 1));

    row(table);
    kho__table_set_int(table, KHO_ALERTS_SEVERITY, 3);
    name(table, KHO_ALERTS_ALERT, &kho__alert_names[KHO__LATE_REPORT]);
    know(table, KHO_ALERTS_PLACE, "ctv-01", "CTV tổ 1", NULL);
    kho__table_set_date(table, KHO_ALERTS_SINCE, kho_date_of(2026, 11, 6));
    return table;
}

kho_table *tables_lots(const char *const *numbers, size_t count)
{
    kho_table *table = make(KHO__TABLE_LOTS);

    for (size_t i = 0; i < count; i++) {
        row(table);
        cr_assert(eq(int, kho__table_set_text(table, KHO_LOTS_LOT, numbers[i]), KHO_OK));
    }
    return table;
}

static int collect(void *context, const char *bytes, size_t size)
{
    kho__buffer_add(context, bytes, size);
    return 0;
}

char *tables_write(const kho_table *table, kho_format format, kho_language language)
{
    kho__buffer buffer = {0};

    cr_assert(
        eq(int, kho_table_write(table, format, language, collect, &buffer), KHO_OK));
    cr_assert(eq(sz, strlen(buffer.bytes), buffer.size), "no NUL inside");
    return buffer.bytes;
}

void tables_expect(const kho_table *table, kho_format format, kho_language language,
    const char *expected)
{
    char *const text = tables_write(table, format, language);

    cr_expect(
        eq(str, text, (char *)expected), "written:\n%s\nexpected:\n%s\n", text, expected);
    free(text);
}
