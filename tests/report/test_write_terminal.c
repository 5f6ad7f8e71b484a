#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/table.h"
#include "report/tables.h"

/* clang-format off */
Test(write_terminal, headings_wrap_numbers_stand_right_and_words_are_names)
{
    kho_table *table = tables_alerts();

    tables_expect(table, KHO_TERMINAL, KHO_VI,
        "                                                                                          Số    Đề\n"
        "                                                                                   Số  tháng  nghị\n"
        "Mức  Cảnh báo      Nơi giữ    Mặt hàng    Kênh             Số lô    Hạn dùng    lượng    tồn   cấp  Từ ngày\n"
        "───  ────────────  ─────────  ──────────  ───────────────  ───────  ──────────  ─────  ─────  ────  ──────────\n"
        "  2  Đã hết hạn    Trạm Y tế  Bao cao su  Tiếp thị xã hội  =1+1<i>  2026-10-31     96    5,0        2026-11-01\n"
        "  3  Báo cáo chậm  CTV tổ 1                                                                         2026-11-06\n");
    tables_expect(table, KHO_TERMINAL, KHO_EN,
        "                                                                                           Months\n"
        "                                                                                               of     To\n"
        "Severity  Alert        Place      Item    Channel           Lot      Expiry      Quantity   stock  order  Since\n"
        "────────  ───────────  ─────────  ──────  ────────────────  ───────  ──────────  ────────  ──────  ─────  ──────────\n"
        "       2  Expired      Trạm Y tế  Condom  Social marketing  =1+1<i>  2026-10-31        96     5.0         2026-11-01\n"
        "       3  Late report  CTV tổ 1                                                                           2026-11-06\n");
    kho_table_free(table);
}

Test(write_terminal, thousands_and_decimals_are_written_as_in_the_language)
{
    kho_table *table = tables_report();

    tables_expect(table, KHO_TERMINAL, KHO_VI,
        "                                                                     Tồn         CTV                    Điều    Điều                              Ngày            Số                     Đề\n"
        "                                                                     đầu         trả  Cấp             chuyển  chuyển  Hao   Điều   Tồn cuối  Tạm   hết     TB  tháng                   nghị\n"
        "Nơi giữ                     Mặt hàng              Kênh      ĐVT       kỳ   Nhập  lại  CTV   Cấp phát     đến      đi  hụt  chỉnh         kỳ  giữ  hàng  tháng    tồn  Tình trạng        cấp\n"
        "──────────────────────────  ────────────────────  ────────  ─────  ─────  ─────  ───  ───  ─────────  ──────  ──────  ───  ─────  ─────────  ───  ────  ─────  ─────  ──────────────  ─────\n"
        "Trạm Y tế phường Sông Công  Bao cao su \"nam\" <b>  Miễn phí  chiếc  1.200  1.440  -12  288  1.000.000       0       0    3     -7  1.234.567    0     2  1.235  -15,7  Dưới tối thiểu  1.440\n"
        "Trạm Y tế phường Sông Công  Viên uống tránh thai  Miễn phí  vỉ         0      0    0    0          0       0       0    0      0          0    0     0                Chưa rõ             0\n"
        "\n"
        "Tính đến ngày: 2026-11-30\n"
        "Đã biết đến bút toán số: 1284\n"
        "Quy tắc: Mẫu \"<thử>\"\n"
        "Mức tối thiểu (tháng): 1,5\n"
        "Mức tối đa (tháng): 3\n");
    tables_expect(table, KHO_TERMINAL, KHO_EN,
        "                                                                                                                                                                                          Months\n"
        "                                                                                                                  Transferred  Transferred                                   Days             of              To\n"
        "Place                       Item                  Channel  Unit   Opening  Received  Returned  Issued  Dispensed           in          out  Lost  Adjusted    Closing  Held   out    AMC   stock  Status   order\n"
        "──────────────────────────  ────────────────────  ───────  ─────  ───────  ────────  ────────  ──────  ─────────  ───────────  ───────────  ────  ────────  ─────────  ────  ────  ─────  ──────  ───────  ─────\n"
        "Trạm Y tế phường Sông Công  Male condom & co      Free     piece    1,200     1,440       -12     288  1,000,000            0            0     3        -7  1,234,567     0     2  1,235   -15.7  Low      1,440\n"
        "Trạm Y tế phường Sông Công  Viên uống tránh thai  Free     vỉ           0         0         0       0          0            0            0     0         0          0     0     0                 Unknown      0\n"
        "\n"
        "As of: 2026-11-30\n"
        "With entries up to no.: 1284\n"
        "Rules: Mẫu \"<thử>\"\n"
        "Minimum (months): 1.5\n"
        "Maximum (months): 3\n");
    kho_table_free(table);
}
/* clang-format on */

Test(write_terminal, a_table_without_rows_says_so)
{
    kho_table *table = tables_lots(NULL, 0);

    cr_assert(eq(int, kho__table_meta_set(table, "on", "2026-11-30"), KHO_OK));
    tables_expect(table, KHO_TERMINAL, KHO_VI,
        "Mặt   Số  Hạn\n"
        "hàng  lô  dùng  Kênh\n"
        "────  ──  ────  ────\n"
        "Không có dòng nào.\n"
        "\n"
        "Tính đến ngày: 2026-11-30\n");
    kho_table_free(table);
}

Test(write_terminal, all_lines_of_a_table_end_where_they_must)
{
    kho_table *table = tables_report();
    char *const text = tables_write(table, KHO_TERMINAL, KHO_VI);
    char *line = text;
    int lines = 0;

    /* The last column is a number: each line ends at the table's right edge. */
    for (char *end; *line != '\n'; line = end + 1) {
        end = strchr(line, '\n');
        *end = '\0';
        cr_expect(eq(int, kho__text_width(line), 187), "%s", line);
        lines++;
    }
    cr_expect(eq(int, lines, 6));
    free(text);
    kho_table_free(table);
}

/* Built-in names are short; a caller's may be of any length. */
Test(write_terminal, a_long_name_widens_its_column)
{
    char name[300];
    char *text;
    kho_table *table = tables_lots(NULL, 0);

    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
    cr_assert(
        eq(int, kho__table_set_known(table, KHO_LOTS_ITEM, "i", name, NULL), KHO_OK));
    cr_assert(eq(int, kho__table_set_text(table, KHO_LOTS_LOT, "A1"), KHO_OK));
    text = tables_write(table, KHO_TERMINAL, KHO_EN);
    cr_expect(not(zero(ptr, strstr(text, "x  A1\n"))));
    cr_expect(eq(int, (int)(strstr(text, "A1") - strstr(text, name)), 301));
    free(text);
    kho_table_free(table);
}

Test(write_terminal, numbers_that_count_entries_have_no_separators_and_flags_are_words)
{
    kho_table *table = NULL;
    char *text;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_CHECK, 1, &table), KHO_OK));
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
    kho__table_set_int(table, KHO_CHECK_ENTRY, 1234567);
    text = tables_write(table, KHO_TERMINAL, KHO_EN);
    cr_expect(not(zero(ptr, strstr(text, "1234567"))));
    free(text);
    kho_table_free(table);

    cr_assert(eq(int, kho__table_new(KHO__TABLE_ITEMS, 1, &table), KHO_OK));
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
    kho__table_set_int(table, KHO_ITEMS_CLINICAL, 1);
    kho__table_set_int(table, KHO_ITEMS_LOTS, 0);
    text = tables_write(table, KHO_TERMINAL, KHO_VI);
    cr_expect(not(zero(ptr, strstr(text, "có"))));
    cr_expect(not(zero(ptr, strstr(text, "không\n"))));
    free(text);
    kho_table_free(table);
}
