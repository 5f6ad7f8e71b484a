#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/table.h"

static kho_table *make(kho__table_kind kind, size_t rows)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(kind, rows, &table), KHO_OK));
    return table;
}

static void add_row(kho_table *table)
{
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
}

#define SAME(a, b) cr_expect(eq(str, (char *)(a), (char *)(b)))
#define NOTHING(pointer) cr_expect(zero(ptr, (void *)(pointer)))

Test(table, columns_are_those_of_the_list)
{
    static const char *const keys[] = {"place", "item", "channel", "unit", "opening",
        "received", "returned", "issued", "dispensed", "transferred_in",
        "transferred_out", "lost", "adjusted", "closing", "held", "days_out", "amc",
        "months", "status", "to_order"};
    kho_table *table = make(KHO__TABLE_REPORT, 0);

    SAME(kho_table_name(table), "report");
    SAME(kho_table_title(table, KHO_VI), "Báo cáo nhập - xuất - tồn");
    SAME(kho_table_title(table, KHO_EN), "Stock report");
    cr_assert(eq(sz, kho_table_columns(table), 20));
    for (size_t i = 0; i < 20; i++) {
        SAME(kho_table_key(table, i), keys[i]);
        cr_expect(eq(int, kho_table_find(table, keys[i]), (int)i));
    }
    cr_expect(eq(int, kho_table_find(table, "cyp"), -1));
    cr_expect(eq(int, kho_table_type(table, KHO_REPORT_UNIT), KHO_TEXT));
    cr_expect(eq(int, kho_table_type(table, KHO_REPORT_CLOSING), KHO_INTEGER));
    cr_expect(eq(int, kho_table_type(table, KHO_REPORT_AMC), KHO_RATIONAL));
    cr_expect(eq(int, kho__table_digits(table, KHO_REPORT_AMC), 0));
    cr_expect(eq(int, kho__table_digits(table, KHO_REPORT_MONTHS), 1));
    SAME(kho_table_label(table, KHO_REPORT_CLOSING, KHO_VI), "Tồn cuối kỳ");
    SAME(kho_table_label(table, KHO_REPORT_CLOSING, KHO_EN), "Closing");
    kho_table_free(table);
}

Test(table, every_question_has_a_name_titles_and_columns)
{
    static const char *const names[KHO__TABLE_KINDS] = {"stock", "card", "report",
        "alerts", "ytd", "value", "restated", "expiry", "quality", "indicators",
        "reporting", "suggest", "explain", "rules", "try", "services", "mix",
        "collaborators", "client", "shelf", "check", "items", "places", "lots",
        "channels", "prices", "import"};
    static const size_t widths[KHO__TABLE_KINDS] = {7, 10, 20, 11, 30, 16, 10, 8, 4, 6, 7,
        9, 4, 6, 10, 8, 5, 15, 8, 13, 7, 6, 4, 4, 1, 4, 7};

    for (int i = 0; i < KHO__TABLE_KINDS; i++) {
        kho_table *table = make((kho__table_kind)i, 1);

        SAME(kho_table_name(table), names[i]);
        cr_expect(eq(sz, kho_table_columns(table), widths[i]));
        cr_expect(eq(sz, kho_table_rows(table), 0));
        for (size_t column = 0; column < widths[i]; column++)
            cr_expect(kho_table_label(table, column, KHO_VI)[0] &&
                      kho_table_label(table, column, KHO_EN)[0]);
        kho_table_free(table);
    }
}

Test(table, a_new_row_is_undefined_and_a_set_cell_is_what_was_set)
{
    kho_table *table = make(KHO__TABLE_ALERTS, 1);
    kho_rational months;

    add_row(table);
    for (size_t i = 0; i < kho_table_columns(table); i++)
        cr_expect(not(kho_table_has(table, 0, i)));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_ALERTS_QUANTITY), 0));
    cr_expect(eq(int, kho_table_date(table, 0, KHO_ALERTS_SINCE), KHO_NO_DATE));
    SAME(kho_table_text(table, 0, KHO_ALERTS_LOT), "");
    months = kho_table_rational(table, 0, KHO_ALERTS_MONTHS);
    cr_expect(eq(i64, months.numerator, 0));
    cr_expect(eq(i64, months.denominator, 1));

    kho__table_set_int(table, KHO_ALERTS_QUANTITY, INT64_MIN);
    kho__table_set_date(table, KHO_ALERTS_SINCE, -1);
    kho__table_set_rational(table, KHO_ALERTS_MONTHS, (kho_rational){-47, 3});
    cr_assert(eq(int, kho__table_set_text(table, KHO_ALERTS_LOT, "Lô số 7"), KHO_OK));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_ALERTS_QUANTITY), INT64_MIN));
    cr_expect(eq(int, kho_table_date(table, 0, KHO_ALERTS_SINCE), -1));
    cr_expect(
        eq(i64, kho_table_int(table, 0, KHO_ALERTS_SINCE), -1), "a day is an integer");
    SAME(kho_table_text(table, 0, KHO_ALERTS_LOT), "Lô số 7");
    months = kho_table_rational(table, 0, KHO_ALERTS_MONTHS);
    cr_expect(eq(i64, months.numerator, -47));
    cr_expect(eq(i64, months.denominator, 3));
    cr_expect(
        not(kho_table_has(table, 0, KHO_ALERTS_EXPIRY)), "its neighbours are not set");
    kho_table_free(table);
}

Test(table, no_date_no_word_and_no_text_undefine_a_cell)
{
    kho_table *table = make(KHO__TABLE_STOCK, 1);

    add_row(table);
    kho__table_set_date(table, KHO_STOCK_EXPIRY, 20000);
    kho__table_set_date(table, KHO_STOCK_EXPIRY, KHO_NO_DATE);
    cr_assert(eq(int, kho__table_set_text(table, KHO_STOCK_LOT, "A"), KHO_OK));
    cr_assert(eq(int, kho__table_set_text(table, KHO_STOCK_LOT, NULL), KHO_OK));
    kho__table_set_word(table, KHO_STOCK_ITEM, -1);
    cr_assert(
        eq(int, kho__table_set_known(table, KHO_STOCK_PLACE, NULL, NULL, NULL), KHO_OK));
    for (size_t i = 0; i < kho_table_columns(table); i++)
        cr_expect(not(kho_table_has(table, 0, i)));
    cr_expect(eq(int, ((const int32_t *)kho_table_buffer(table, KHO_STOCK_LOT))[0], -1));
    cr_expect(
        eq(int, ((const int32_t *)kho_table_buffer(table, KHO_STOCK_EXPIRY))[0], 0));
    kho_table_free(table);
}

Test(table, an_index_past_the_end_reads_nothing)
{
    kho_table *table = make(KHO__TABLE_CHANNELS, 1);

    add_row(table);
    cr_assert(eq(int, kho__table_set_text(table, 0, "free"), KHO_OK));
    cr_expect(kho_table_has(table, 0, 0));
    cr_expect(not(kho_table_has(table, 1, 0)), "in the room, but past the last row");
    cr_expect(not(kho_table_has(table, SIZE_MAX, 0)));
    cr_expect(not(kho_table_has(table, 0, 1)));
    SAME(kho_table_text(table, 1, 0), "");
    cr_expect(eq(i64, kho_table_int(table, 0, 0), 0), "a text is no integer");
    cr_expect(eq(int, kho_table_date(table, 0, 0), KHO_NO_DATE));
    NOTHING(kho_table_key(table, 1));
    NOTHING(kho_table_label(table, 1, KHO_VI));
    NOTHING(kho_table_buffer(table, 1));
    NOTHING(kho_table_validity(table, 1));
    NOTHING(kho_table_word(table, 0, 1));
    NOTHING(kho_table_word_name(table, 0, 1, KHO_EN));
    cr_expect(eq(sz, kho_table_words(table, 1), 0));
    kho_table_free(table);
    kho_table_free(NULL);
}

Test(table, rows_past_the_room_keep_what_was_there_and_start_undefined)
{
    enum { ROWS = 5000 };
    kho_table *table = make(KHO__TABLE_REPORT, 3);
    const int64_t *buffer;

    for (int i = 0; i < ROWS; i++) {
        add_row(table);
        if (i % 3)
            kho__table_set_int(table, KHO_REPORT_CLOSING, i);
        if (i % 5)
            kho__table_set_rational(table, KHO_REPORT_AMC, (kho_rational){i, 7});
    }
    cr_assert(eq(sz, kho_table_rows(table), ROWS));
    buffer = kho_table_buffer(table, KHO_REPORT_CLOSING);
    for (int i = 0; i < ROWS; i++) {
        const size_t row = (size_t)i;

        cr_assert(eq(int, kho_table_has(table, row, KHO_REPORT_CLOSING), i % 3 != 0));
        cr_assert(
            eq(i64, buffer[i], i % 3 ? i : 0), "undefined integers are 0 in the buffer");
        cr_assert(eq(int, kho_table_has(table, row, KHO_REPORT_AMC), i % 5 != 0));
        cr_assert(eq(i64, kho_table_rational(table, row, KHO_REPORT_AMC).numerator,
            i % 5 ? i : 0));
        cr_assert(
            eq(int, ((const int32_t *)kho_table_buffer(table, KHO_REPORT_ITEM))[i], -1));
    }
    kho_table_free(table);
}

Test(table, reserving_keeps_the_rows)
{
    kho_table *table = make(KHO__TABLE_REPORT, 1);

    add_row(table);
    kho__table_set_int(table, KHO_REPORT_OPENING, 7);
    cr_assert(eq(int, kho__table_reserve(table, 100000), KHO_OK));
    cr_assert(eq(int, kho__table_reserve(table, 10), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 1));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_OPENING), 7));
    cr_expect(eq(int, kho__table_reserve(table, SIZE_MAX), KHO_EMEMORY));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_REPORT_OPENING), 7));
    kho_table_free(table);
}

/* 64 rows fill the room exactly: the bitmap ends there. */
Test(table, validity_is_null_only_where_every_cell_is_defined)
{
    for (size_t rows = 0; rows <= 130; rows++) {
        kho_table *table = make(KHO__TABLE_IMPORT, rows);

        for (size_t i = 0; i < rows; i++) {
            add_row(table);
            kho__table_set_int(table, KHO_IMPORT_READ, 1);
            if (i != rows / 2)
                kho__table_set_int(table, KHO_IMPORT_POSTED, 1);
        }
        NOTHING(kho_table_validity(table, KHO_IMPORT_READ));
        if (rows) {
            const uint8_t *const bits = kho_table_validity(table, KHO_IMPORT_POSTED);

            cr_assert(not(zero(ptr, (void *)bits)), "%zu rows", rows);
            for (size_t i = 0; i < rows; i++)
                cr_assert(eq(int, bits[i / 8] >> i % 8 & 1, i != rows / 2));
        }
        kho_table_free(table);
    }
}

Test(table, people_read_a_words_name_in_their_language_or_the_other_or_its_code)
{
    kho_table *table = make(KHO__TABLE_ITEMS, 1);
    char code[] = "bcs";
    const int32_t both = kho__table_word(table, 0, code, "Bao cao su nam", "Male condom");
    const int32_t vi = kho__table_word(table, 0, "vien", "Viên uống tránh thai", NULL);
    const int32_t en = kho__table_word(table, 0, "iud", NULL, "IUD");
    const int32_t none = kho__table_word(table, 0, "x", NULL, NULL);

    code[0] = '?';
    cr_assert(eq(int, both, 0));
    cr_assert(eq(int, none, 3));
    cr_expect(eq(sz, kho_table_words(table, 0), 4));
    SAME(kho_table_word(table, 0, 0), "bcs");
    SAME(kho_table_word_name(table, 0, 0, KHO_VI), "Bao cao su nam");
    SAME(kho_table_word_name(table, 0, 0, KHO_EN), "Male condom");
    SAME(kho_table_word_name(table, 0, (size_t)vi, KHO_EN), "Viên uống tránh thai");
    SAME(kho_table_word_name(table, 0, (size_t)en, KHO_VI), "IUD");
    SAME(kho_table_word_name(table, 0, (size_t)none, KHO_VI), "x");
    add_row(table);
    kho__table_set_word(table, 0, both);
    SAME(kho_table_text(table, 0, 0), "bcs");
    kho_table_free(table);
}

Test(table, known_texts_become_one_word_and_other_texts_a_word_each)
{
    kho_table *table = make(KHO__TABLE_STOCK, 0);

    for (int i = 0; i < 1000; i++) {
        const char code[] = {(char)('a' + i % 7), '\0'};

        add_row(table);
        cr_assert(
            eq(int, kho__table_set_known(table, KHO_STOCK_ITEM, code, code, NULL), 0));
        cr_assert(eq(int, kho__table_set_text(table, KHO_STOCK_LOT, code), 0));
        SAME(kho_table_text(table, (size_t)i, KHO_STOCK_ITEM), code);
    }
    cr_expect(eq(sz, kho_table_words(table, KHO_STOCK_ITEM), 7));
    cr_expect(eq(sz, kho_table_words(table, KHO_STOCK_LOT), 1000));
    kho_table_free(table);
}

Test(table, meta_keeps_the_order_of_its_keys_and_the_last_value)
{
    kho_table *table = make(KHO__TABLE_CHECK, 0);
    char value[] = "2026-11-30";

    NOTHING(kho_table_meta(table, "on"));
    NOTHING(kho_table_meta_key(table, 0));
    cr_assert(eq(int, kho__table_meta_set(table, "on", value), KHO_OK));
    cr_assert(eq(int, kho__table_meta_set(table, "known", "12"), KHO_OK));
    value[0] = '?';
    SAME(kho_table_meta(table, "on"), "2026-11-30");
    cr_assert(eq(int, kho__table_meta_set(table, "on", "2026-12-01"), KHO_OK));
    cr_expect(eq(sz, kho_table_metas(table), 2));
    SAME(kho_table_meta_key(table, 0), "on");
    SAME(kho_table_meta_key(table, 1), "known");
    SAME(kho_table_meta(table, "on"), "2026-12-01");
    SAME(kho_table_meta(table, "known"), "12");
    NOTHING(kho_table_meta(table, "rules"));
    kho_table_free(table);
}
