#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/table.h"

static kho_table *make(kho__table_kind kind)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(kind, 1, &table), KHO_OK));
    return table;
}

static void sort(kho_table *table, size_t first, size_t second)
{
    const size_t columns[] = {first, second};

    cr_assert(eq(int, kho__table_sort(table, columns, 2), KHO_OK));
}

/* Rows of an alerts table: severity, months in thirds (-99: undefined), place (NULL:
 * undefined). */
static void add(kho_table *table, int severity, int thirds, const char *place)
{
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
    kho__table_set_int(table, KHO_ALERTS_SEVERITY, severity);
    if (thirds != -99)
        kho__table_set_rational(table, KHO_ALERTS_MONTHS, (kho_rational){thirds, 3});
    cr_assert(eq(
        int, kho__table_set_known(table, KHO_ALERTS_PLACE, place, NULL, NULL), KHO_OK));
    kho__table_set_int(table, KHO_ALERTS_QUANTITY, (int64_t)kho_table_rows(table));
}

/* The numbers that rows were given when they were added, as text. */
static char *order(const kho_table *table)
{
    static char text[128];
    size_t size = 0;

    for (size_t row = 0; row < kho_table_rows(table); row++)
        text[size++] = (char)('0' + kho_table_int(table, row, KHO_ALERTS_QUANTITY));
    text[size] = '\0';
    return text;
}

Test(table_sort, undefined_comes_first_and_equals_keep_their_order)
{
    kho_table *table = make(KHO__TABLE_ALERTS);

    add(table, 2, 4, "b");
    add(table, 1, 5, "c");
    add(table, 2, -99, "a");
    add(table, 1, -7, "c");
    add(table, 2, 4, "a");
    add(table, 1, -99, NULL);
    add(table, 1, -99, "b");
    sort(table, KHO_ALERTS_SEVERITY, KHO_ALERTS_MONTHS);
    cr_expect(eq(str, order(table), "6742315"));
    cr_expect(not(kho_table_has(table, 0, KHO_ALERTS_PLACE)), "bits move with the cells");
    cr_expect(eq(str, (char *)kho_table_text(table, 1, KHO_ALERTS_PLACE), "b"));
    sort(table, KHO_ALERTS_PLACE, KHO_ALERTS_SEVERITY);
    cr_expect(eq(str, order(table), "6357142"), "%s", order(table));
    kho_table_free(table);
}

Test(table_sort, texts_go_by_the_bytes_of_their_codes_not_by_when_they_came)
{
    static const char *const texts[] = {"z", "đ", "a", "A", "", "aa", "ă", "a"};
    static const char *const sorted[] = {"", "A", "a", "a", "aa", "z", "ă", "đ"};
    kho_table *table = make(KHO__TABLE_STOCK);

    for (int64_t i = 0; i < 8; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_int(table, KHO_STOCK_QUANTITY, i);
        cr_assert(eq(int, kho__table_set_text(table, KHO_STOCK_LOT, texts[i]), KHO_OK));
    }
    cr_assert(eq(int, kho__table_sort(table, (size_t[]){KHO_STOCK_LOT}, 1), KHO_OK));
    for (size_t i = 0; i < 8; i++)
        cr_expect(
            eq(str, (char *)kho_table_text(table, i, KHO_STOCK_LOT), (char *)sorted[i]));
    cr_expect(
        eq(i64, kho_table_int(table, 2, KHO_STOCK_QUANTITY), 2), "two words, one code");
    cr_expect(eq(i64, kho_table_int(table, 3, KHO_STOCK_QUANTITY), 7));
    kho_table_free(table);
}

Test(table_sort, words_of_the_same_code_are_equal)
{
    kho_table *table = make(KHO__TABLE_STOCK);
    const int32_t first = kho__table_word(table, KHO_STOCK_LOT, "a", NULL, NULL);
    const int32_t second = kho__table_word(table, KHO_STOCK_LOT, "a", NULL, NULL);

    for (int64_t i = 0; i < 6; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_int(table, KHO_STOCK_QUANTITY, i % 3);
        kho__table_set_word(table, KHO_STOCK_LOT, i < 3 ? second : first);
    }
    sort(table, KHO_STOCK_LOT, KHO_STOCK_QUANTITY);
    for (size_t i = 0; i < 6; i++)
        cr_expect(eq(i64, kho_table_int(table, i, KHO_STOCK_QUANTITY), (int64_t)i / 2));
    kho_table_free(table);
}

Test(table_sort, extremes_of_integers_and_dates_are_compared_without_overflow)
{
    static const int64_t numbers[] = {INT64_MAX, INT64_MIN, 0, -1};
    kho_table *table = make(KHO__TABLE_ALERTS);

    for (size_t i = 0; i < 4; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_int(table, KHO_ALERTS_QUANTITY, numbers[i]);
        kho__table_set_date(
            table, KHO_ALERTS_SINCE, numbers[i] > 0 ? INT32_MAX : -INT32_MAX);
    }
    sort(table, KHO_ALERTS_SINCE, KHO_ALERTS_QUANTITY);
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_ALERTS_QUANTITY), INT64_MIN));
    cr_expect(eq(i64, kho_table_int(table, 1, KHO_ALERTS_QUANTITY), -1));
    cr_expect(eq(i64, kho_table_int(table, 2, KHO_ALERTS_QUANTITY), 0));
    cr_expect(eq(i64, kho_table_int(table, 3, KHO_ALERTS_QUANTITY), INT64_MAX));
    kho_table_free(table);
}

/* Every size from 0 on, against the plainest of sorts. */
Test(table_sort, any_number_of_rows_is_sorted_and_none_is_lost)
{
    unsigned random = 1;

    for (int64_t rows = 0; rows < 150; rows++) {
        kho_table *table = make(KHO__TABLE_IMPORT);
        int64_t seen = 0;

        for (int64_t i = 0; i < rows; i++) {
            random = random * 1664525u + 1013904223u;
            cr_assert(eq(int, kho__table_row(table), KHO_OK));
            if (random >> 24 & 7)
                kho__table_set_int(table, KHO_IMPORT_READ, random >> 28);
            kho__table_set_int(table, KHO_IMPORT_POSTED, i);
        }
        cr_assert(
            eq(int, kho__table_sort(table, (size_t[]){KHO_IMPORT_READ}, 1), KHO_OK));
        for (size_t i = 0; i < (size_t)rows; i++) {
            const bool has = kho_table_has(table, i, KHO_IMPORT_READ);
            const int64_t key = has ? kho_table_int(table, i, KHO_IMPORT_READ) : -1;
            const int64_t posted = kho_table_int(table, i, KHO_IMPORT_POSTED);

            seen += posted;
            if (i) {
                const int64_t last = kho_table_has(table, i - 1, KHO_IMPORT_READ)
                                         ? kho_table_int(table, i - 1, KHO_IMPORT_READ)
                                         : -1;

                cr_assert(last <= key);
                cr_assert(last < key ||
                          kho_table_int(table, i - 1, KHO_IMPORT_POSTED) < posted);
            }
        }
        cr_assert(eq(i64, seen, rows * (rows - 1) / 2));
        kho_table_free(table);
    }
}

Test(table_sort, no_columns_leave_the_rows_as_they_are)
{
    kho_table *table = make(KHO__TABLE_ALERTS);

    add(table, 2, 1, "b");
    add(table, 1, 1, "a");
    cr_assert(eq(int, kho__table_sort(table, NULL, 0), KHO_OK));
    cr_expect(eq(str, order(table), "12"));
    kho_table_free(table);
}
