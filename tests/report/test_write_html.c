#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/table.h"
#include "report/html.h"
#include "report/tables.h"

/* What stands between the style sheet and the end. */
static void expect_body(
    const kho_table *table, kho_language language, const char *expected)
{
    char *const page = tables_write(table, KHO_HTML, language);
    char *const body = strstr(page, "<body");

    cr_assert(not(zero(ptr, body)));
    cr_expect(eq(str, body, (char *)expected), "written:\n%s\n", body);
    free(page);
}

static int count(const char *page, const char *part)
{
    int found = 0;

    for (; (page = strstr(page, part)); page++)
        found++;
    return found;
}

/* clang-format off */
static const char alerts[] =
    "<body class=\"wide\">\n"
    "<main>\n"
    "<h1>Cảnh báo</h1>\n"
    "<p class=\"about\">2 dòng</p>\n"
    "<ul class=\"sums\"><li><span class=\"chip c2\">Đã hết hạn</span><b>1</b></li>"
    "<li><span class=\"chip c3\">Báo cáo chậm</span><b>1</b></li></ul>\n"
    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Cảnh báo\">\n"
    "<table>\n"
    "<caption>Cảnh báo</caption>\n"
    "<thead>\n"
    "<tr><th scope=\"col\">Mức</th><th scope=\"col\">Cảnh báo</th>"
    "<th scope=\"col\">Nơi giữ</th><th scope=\"col\">Mặt hàng</th>"
    "<th scope=\"col\">Kênh</th><th scope=\"col\">Số lô</th>"
    "<th scope=\"col\">Hạn dùng</th><th scope=\"col\">Số lượng</th>"
    "<th scope=\"col\">Số tháng tồn</th><th scope=\"col\">Đề nghị cấp</th>"
    "<th scope=\"col\">Từ ngày</th></tr>\n"
    "</thead>\n"
    "<tbody>\n"
    "<tr><td><span class=\"chip c2\">Gấp</span></td>"
    "<th scope=\"row\"><span class=\"chip c2\">Đã hết hạn</span></th>"
    "<td>Trạm Y tế</td><td>Bao cao su</td><td>Tiếp thị xã hội</td>"
    "<td>&#39;=1+1&lt;i&gt;</td><td>2026-10-31</td><td>96</td><td>5,0</td><td></td>"
    "<td>2026-11-01</td></tr>\n"
    "<tr><td><span class=\"chip c3\">Cần chú ý</span></td>"
    "<th scope=\"row\"><span class=\"chip c3\">Báo cáo chậm</span></th>"
    "<td>CTV tổ 1</td><td></td><td></td><td></td><td></td><td></td><td></td>"
    "<td></td><td>2026-11-06</td></tr>\n"
    "</tbody>\n"
    "</table>\n"
    "</div>\n"
    "<footer>\n"
    "</footer>\n"
    "</main>\n"
    "</body>\n"
    "</html>\n";

static const char report[] =
    "<body class=\"wide\">\n"
    "<main>\n"
    "<h1>Stock report</h1>\n"
    "<p class=\"about\">As of: 2026-11-30 · 2 rows</p>\n"
    "<ul class=\"sums\"><li><span class=\"chip c3\">Low</span><b>1</b></li>"
    "<li><span class=\"chip c0\">Unknown</span><b>1</b></li></ul>\n"
    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Stock report\">\n"
    "<table>\n"
    "<caption>Stock report</caption>\n"
    "<thead>\n"
    "<tr><th scope=\"col\">Item</th><th scope=\"col\">Channel</th>"
    "<th scope=\"col\">Unit</th><th scope=\"col\">Opening</th>"
    "<th scope=\"col\">Received</th><th scope=\"col\">Returned</th>"
    "<th scope=\"col\">Issued</th><th scope=\"col\">Dispensed</th>"
    "<th scope=\"col\">Transferred in</th><th scope=\"col\">Transferred out</th>"
    "<th scope=\"col\">Lost</th><th scope=\"col\">Adjusted</th>"
    "<th scope=\"col\">Closing</th><th scope=\"col\">Held</th>"
    "<th scope=\"col\">Days out</th><th scope=\"col\">AMC</th>"
    "<th scope=\"col\">Months of stock</th><th scope=\"col\">Status</th>"
    "<th scope=\"col\">To order</th></tr>\n"
    "</thead>\n"
    "<tbody>\n"
    "<tr class=\"g\"><th scope=\"rowgroup\" colspan=\"19\">Trạm Y tế phường Sông Công<small>tyt-05518</small></th>"
    "</tr>\n"
    "<tr><th scope=\"row\">Male condom &amp; co</th><td>Free</td><td>piece</td>"
    "<td>1,200</td><td>1,440</td><td class=\"m\">-12</td><td>288</td>"
    "<td>1,000,000</td><td class=\"z\">0</td><td class=\"z\">0</td><td>3</td>"
    "<td class=\"m\">-7</td><td>1,234,567</td><td class=\"z\">0</td><td>2</td>"
    "<td>1,235</td>"
    "<td class=\"m\">-15.7<svg class=\"bar\" viewBox=\"0 0 72 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"t\" width=\"72\" height=\"8\"/>"
    "<rect class=\"o\" x=\"24\" width=\"24\" height=\"8\"/>"
    "<rect class=\"lo\" y=\"2\" width=\"0\" height=\"4\"/></svg></td>"
    "<td><span class=\"chip c3\">Low</span></td><td>1,440</td></tr>\n"
    "<tr><th scope=\"row\">Viên uống tránh thai</th><td>Free</td><td>vỉ</td>"
    "<td class=\"z\">0</td><td class=\"z\">0</td><td class=\"z\">0</td>"
    "<td class=\"z\">0</td><td class=\"z\">0</td><td class=\"z\">0</td>"
    "<td class=\"z\">0</td><td class=\"z\">0</td><td class=\"z\">0</td>"
    "<td class=\"z\">0</td><td class=\"z\">0</td><td class=\"z\">0</td><td></td>"
    "<td></td><td><span class=\"chip c0\">Unknown</span></td>"
    "<td class=\"z\">0</td></tr>\n"
    "</tbody>\n"
    "</table>\n"
    "</div>\n"
    "<footer>\n"
    "<dl>\n"
    "<div><dt>As of:</dt><dd>2026-11-30</dd></div>\n"
    "<div><dt>With entries up to no.:</dt><dd>1284</dd></div>\n"
    "<div><dt>Rules:</dt><dd>Mẫu &quot;&lt;thử&gt;&quot;</dd></div>\n"
    "<div><dt>Minimum (months):</dt><dd>1.5</dd></div>\n"
    "<div><dt>Maximum (months):</dt><dd>3</dd></div>\n"
    "</dl>\n"
    "<p><svg class=\"bar\" viewBox=\"0 0 72 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"t\" width=\"72\" height=\"8\"/>"
    "<rect class=\"o\" x=\"24\" width=\"24\" height=\"8\"/>"
    "<rect class=\"ok\" y=\"2\" width=\"24\" height=\"4\"/></svg>Dark bar: months of stock; pale band: from minimum to maximum.</p>\n"
    "</footer>\n"
    "</main>\n"
    "</body>\n"
    "</html>\n";
/* clang-format on */

Test(write_html, alerts_are_told_by_a_word_and_a_colour)
{
    kho_table *table = tables_alerts();

    expect_body(table, KHO_VI, alerts);
    kho_table_free(table);
}

Test(write_html, a_report_stands_under_its_place_with_bars_and_what_it_was_made_with)
{
    kho_table *table = tables_report();

    expect_body(table, KHO_EN, report);
    kho_table_free(table);
}

Test(write_html, the_head_names_language_and_title_and_forbids_to_fetch)
{
    kho_table *table = tables_report();
    char *const page = tables_write(table, KHO_HTML, KHO_VI);
    static const char head[] =
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\"/>\n<title>Báo cáo nhập - xuất - "
        "tồn</title>\n<style>\n";

    cr_expect(eq(int, strncmp(page, head, sizeof(head) - 1), 0));
    free(page);
    kho_table_free(table);
}

Test(write_html, a_page_has_no_script_and_nothing_that_is_elsewhere)
{
    static const char *const foreign[] = {"<script", "<link", "<img", "<iframe",
        "src=", "href=", "url(", "@import", "http:", "https:", " on"};
    kho_table *table = tables_report();
    char *const page = tables_write(table, KHO_HTML, KHO_VI);

    for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
        cr_expect(zero(ptr, strstr(page, foreign[i])), "%s", foreign[i]);
    free(page);
    kho_table_free(table);
}

Test(write_html, no_text_of_the_table_becomes_markup)
{
    static const char *const lots[] = {"<script>alert(1)</script>",
        "\"><img src=x onerror=y>", "' onmouseover='x", "&lt;", "&", "</td>", "<!--",
        "]]>", "</style>"};
    const int ours = (int)(sizeof(lots) / sizeof(*lots));
    kho_table *table = tables_lots(lots, sizeof(lots) / sizeof(*lots));
    char *page;

    cr_assert(eq(int, kho__table_meta_set(table, "<i>\"key", "</dd><b>'"), KHO_OK));
    cr_assert(eq(int, kho__table_meta_set(table, "on", "<u>"), KHO_OK));
    page = tables_write(table, KHO_HTML, KHO_EN);
    cr_expect(eq(int, count(page, "<tr>"), ours + 1));
    cr_expect(eq(int, count(page, "</td>"), ours * 3));
    cr_expect(eq(int, count(page, "</style>"), 1));
    cr_expect(eq(int, count(page, "</dd>"), 2));
    cr_expect(
        eq(int, count(page, "<script") + count(page, "<img") + count(page, "<!--"), 0));
    cr_expect(eq(int, count(page, "<u>") + count(page, "<i>") + count(page, "<b>"), 0));
    cr_expect(
        not(zero(ptr, strstr(page, "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"))));
    cr_expect(not(zero(ptr, strstr(page, "<td>&#39; onmouseover=&#39;x</td>"))));
    cr_expect(not(zero(ptr, strstr(page, "<td>&amp;lt;</td>"))));
    cr_expect(not(zero(ptr, strstr(page, "<dt>&lt;i&gt;&quot;key:</dt>"))));
    cr_expect(not(zero(ptr, strstr(page, "As of: &lt;u&gt; · 9 rows"))));
    free(page);
    kho_table_free(table);
}

/* Follow the tags of a page: each is closed by its own, in order. */
static void expect_balance(const char *page)
{
    char open[32][16];
    size_t depth = 0;

    for (const char *at = strstr(page, "<html"); (at = strchr(at, '<')); at++) {
        const bool closing = at[1] == '/';
        const char *const end = strchr(at, '>');
        const char *const name = at + 1 + closing;
        char tag[16] = "";

        cr_assert(not(zero(ptr, (void *)end)));
        for (size_t i = 0; i + 1 < sizeof(tag) && isalnum((unsigned char)name[i]); i++)
            tag[i] = name[i];
        cr_assert(ne(chr, tag[0], 0), "%.20s", at);
        if (closing) {
            cr_assert(ge(sz, depth, 1));
            cr_assert(eq(str, tag, open[--depth]));
        } else if (end[-1] != '/') {
            cr_assert(lt(sz, depth, 32));
            memcpy(open[depth++], tag, sizeof(tag));
        }
    }
    cr_expect(eq(sz, depth, 0));
}

Test(write_html, every_tag_is_closed_with_rows_and_without)
{
    static const char *const lot = "<&>";
    kho_table *const tables[] = {
        tables_report(), tables_alerts(), tables_lots(&lot, 1), tables_lots(NULL, 0)};

    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        for (int language = KHO_EN; language <= KHO_VI; language++) {
            char *const page = tables_write(tables[i], KHO_HTML, (kho_language)language);

            expect_balance(page);
            free(page);
        }
        kho_table_free(tables[i]);
    }
}

Test(write_html, a_table_without_rows_says_so_across_its_columns)
{
    kho_table *table = NULL;
    char *page;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_REPORT, 0, &table), KHO_OK));
    page = tables_write(table, KHO_HTML, KHO_VI);
    cr_expect(not(zero(ptr,
        strstr(page,
            "</thead>\n<tbody>\n<tr><td class=\"none\" colspan=\"19\">Không có dòng nào."
            "</td></tr>\n</tbody>"))));
    cr_expect(zero(ptr, strstr(page, "class=\"sums\"")));
    cr_expect(not(zero(ptr, strstr(page, "<p class=\"about\">0 dòng</p>"))));
    free(page);
    kho_table_free(table);
}

Test(write_html, wide_tables_lie_across_the_paper)
{
    kho_table *wide = tables_report();
    kho_table *narrow = tables_lots(NULL, 0);
    char *page = tables_write(wide, KHO_HTML, KHO_VI);

    cr_expect(not(zero(ptr, strstr(page, "@page{size:A4 landscape}"))));
    free(page);
    page = tables_write(narrow, KHO_HTML, KHO_VI);
    cr_expect(not(zero(ptr, strstr(page, "@page{size:A4 portrait}"))));
    cr_expect(zero(ptr, strstr(page, "class=\"wide\"")));
    free(page);
    kho_table_free(wide);
    kho_table_free(narrow);
}

Test(write_html, a_place_is_a_heading_only_where_items_stand_under_it)
{
    kho_table *table = NULL;
    char *page;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_PLACES, 1, &table), KHO_OK));
    cr_assert(eq(int, kho__table_row(table), KHO_OK));
    cr_assert(eq(int, kho__table_set_text(table, KHO_PLACES_PLACE, "ncc"), KHO_OK));
    page = tables_write(table, KHO_HTML, KHO_EN);
    cr_expect(zero(ptr, strstr(page, "rowgroup")));
    cr_expect(not(zero(ptr,
        strstr(page, "<tr><th scope=\"row\">ncc</th><td></td><td></td><td></td></tr>"))));
    free(page);
    kho_table_free(table);
}

/* The bar of a line with so many months of stock, where a rule has 1 to 3: width and
 * colour. */
Test(write_html, bars_are_exact_at_the_limits_of_the_rule)
{
    static const struct {
        kho_rational months;
        const char *bar;
    } cases[] = {
        {{0, 1},                     "class=\"lo\" y=\"2\" width=\"0\"" },
        {{1, 17},                    "class=\"lo\" y=\"2\" width=\"0\"" },
        {{1, 16},                    "class=\"lo\" y=\"2\" width=\"1\"" },
        {{999999, 1000000},          "class=\"lo\" y=\"2\" width=\"15\""},
        {{1, 1},                     "class=\"ok\" y=\"2\" width=\"16\""},
        {{3, 1},                     "class=\"ok\" y=\"2\" width=\"48\""},
        {{3000001, 1000000},         "class=\"hi\" y=\"2\" width=\"48\""},
        {{9, 2},                     "class=\"hi\" y=\"2\" width=\"72\""},
        {{INT64_MAX, 1},             "class=\"hi\" y=\"2\" width=\"72\""},
        {{-5, 1},                    "class=\"lo\" y=\"2\" width=\"0\"" },
        {{INT64_MAX - 1, INT64_MAX}, "class=\"lo\" y=\"2\" width=\"15\""},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_table *table = NULL;
        char *page;

        cr_assert(eq(int, kho__table_new(KHO__TABLE_REPORT, 1, &table), KHO_OK));
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_rational(table, KHO_REPORT_MONTHS, cases[i].months);
        cr_assert(eq(int, kho__table_meta_set(table, "min_months", "1/1"), KHO_OK));
        cr_assert(eq(int, kho__table_meta_set(table, "max_months", "3"), KHO_OK));
        page = tables_write(table, KHO_HTML, KHO_EN);
        cr_expect(
            not(zero(ptr, strstr(strstr(page, "<tr><th"), cases[i].bar))), "case %zu", i);
        cr_expect(not(zero(ptr, strstr(page, "class=\"o\" x=\"16\" width=\"32\""))));
        free(page);
        kho_table_free(table);
    }
}

Test(write_html, without_limits_that_make_sense_there_is_no_bar)
{
    static const char *const limits[][2] = {
        {NULL,   "3/1"                     },
        {"1/1",  NULL                      },
        {"",     "3/1"                     },
        {"1/1",  "x"                       },
        {"1/1",  "3/0"                     },
        {"3/1",  "1/1"                     },
        {"0/1",  "0/1"                     },
        {"-1/1", "3/1"                     },
        {"1/1",  "3/-1"                    },
        {"1.5",  "3"                       },
        {"1/1",  "9999999999999999999999/1"}
    };

    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
        kho_table *table = NULL;
        char *page;

        cr_assert(eq(int, kho__table_new(KHO__TABLE_REPORT, 1, &table), KHO_OK));
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_rational(table, KHO_REPORT_MONTHS, (kho_rational){2, 1});
        if (limits[i][0])
            cr_assert(
                eq(int, kho__table_meta_set(table, "min_months", limits[i][0]), KHO_OK));
        if (limits[i][1])
            cr_assert(
                eq(int, kho__table_meta_set(table, "max_months", limits[i][1]), KHO_OK));
        page = tables_write(table, KHO_HTML, KHO_EN);
        cr_expect(zero(ptr, strstr(page, "<svg")), "%zu", i);
        cr_expect(not(zero(ptr, strstr(page, "<td>2.0</td>"))));
        free(page);
        kho_table_free(table);
    }
}

/* The 2.4th power of a number up to 1, without the mathematical library. */
static double power(double number)
{
    double twelfth = 1, low = 0, high = 1;

    for (int i = 0; i < 12; i++)
        twelfth *= number;
    for (int i = 0; i < 50; i++) {
        const double root = (low + high) / 2;

        if (root * root * root * root * root < twelfth)
            low = root;
        else
            high = root;
    }
    return low;
}

/* Relative luminance, as WCAG 2 defines it, of "#rrggbb" or "#rgb". */
static double luminance(const char *colour)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    const size_t size = strspn(colour + 1, "0123456789abcdef");
    const unsigned long bits = strtoul(colour + 1, NULL, 16);
    double sum = 0;

    cr_assert(eq(chr, colour[0], '#'));
    cr_assert(size == 6 || size == 3, "%.10s", colour);
    for (int i = 0; i < 3; i++) {
        const unsigned long part =
            size == 6 ? bits >> (16 - 8 * i) & 255 : (bits >> (8 - 4 * i) & 15) * 17;
        const double level = (double)part / 255;

        sum += weights[i] *
               (level <= 0.03928 ? level / 12.92 : power((level + 0.055) / 1.055));
    }
    return sum;
}

static void expect_contrast(const char *rule, const char *text, const char *ground)
{
    const double a = luminance(text), b = luminance(ground);
    const double ratio = a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);

    cr_expect(ratio >= 4.5, "%.40s: %.2f", rule, ratio);
}

/* Every rule with a colour of text, against its own ground or against those of the page.
 */
Test(write_html, every_text_contrasts_with_its_ground)
{
    int rules = 0;

    for (const char *rule = kho__html_style; (rule = strchr(rule, '{')); rule++) {
        const char *const end = strpbrk(rule + 1, "{}");
        const char *text = rule, *ground = strstr(rule, "background:#");

        do
            text = strstr(text + 1, "color:#");
        while (text && text[-1] == '-');
        if (!end || *end == '{' || !text || text > end)
            continue;
        rules++;
        if (ground && ground < end)
            expect_contrast(rule, text + 6, ground + 11);
        else {
            expect_contrast(rule, text + 6, "#ffffff");
            expect_contrast(rule, text + 6, "#f4f6f8");
        }
    }
    cr_expect(ge(int, rules, 12), "%d", rules);
}
