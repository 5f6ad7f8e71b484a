/* A workbook is written to a file, taken apart by dump_xlsx.py, and read in its words. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "model/table.h"
#include "report/tables.h"

#if defined(__SANITIZE_ADDRESS__)
 #define WATCHED 1
#elif defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define WATCHED 1
 #endif
#endif

/* A sanitizer or valgrind takes memory of its own, and sees glibc's leak in LOCPATH. */
static bool is_watched(void)
{
#ifdef WATCHED
    return true;
#else
    return getenv("KHO_SLOW") != NULL;
#endif
}

static char folder[] = "/tmp/kho-xlsx-XXXXXX";

static int collect(void *context, const char *bytes, size_t size)
{
    kho__buffer_add(context, bytes, size);
    return 0;
}

/* Whether this build writes workbooks. */
static bool written(void)
{
    kho_table *table = tables_lots(NULL, 0);
    kho__buffer buffer = {0};
    const kho_status status = kho_table_write(table, KHO_XLSX, KHO_EN, collect, &buffer);

    kho__buffer_free(&buffer);
    kho_table_free(table);
    return status == KHO_OK;
}

static void begin(void)
{
    if (!written())
        cr_skip("this build writes no workbooks: skipped\n");
    cr_assert(not(zero(ptr, mkdtemp(folder))));
    setenv("TMPDIR", folder, 1);
}

static void end(void)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    cr_expect(eq(int, system(command), 0));
}

TestSuite(xlsx, .init = begin, .fini = end);

static kho__buffer write_book(const kho_table *table, kho_language language)
{
    kho__buffer buffer = {0};

    cr_assert(
        eq(int, kho_table_write(table, KHO_XLSX, language, collect, &buffer), KHO_OK),
        "%s", kho_error_last()->message);
    return buffer;
}

static void save_book(const kho_table *table, kho_language language, const char *name)
{
    kho__buffer buffer = write_book(table, language);
    char path[64];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "wb");
    cr_assert(not(zero(ptr, file)));
    cr_assert(eq(sz, fwrite(buffer.bytes, 1, buffer.size, file), buffer.size));
    fclose(file);
    kho__buffer_free(&buffer);
}

/* What stands in the books of these names (a pattern): lines, to be freed. */
static char *dump(const char *names)
{
    char command[512], piece[4096];
    kho__buffer buffer = {0};
    FILE *pipe;
    size_t got;

    if (system("command -v python3 >/dev/null") != 0)
        cr_skip("python3 is missing, which takes workbooks apart: skipped\n");
    snprintf(command, sizeof(command), "python3 %s/tests/report/dump_xlsx.py %s/%s 2>&1",
        KHO_SOURCE_DIR, folder, names);
    pipe = popen(command, "r");
    cr_assert(not(zero(ptr, pipe)));
    kho__buffer_byte(&buffer, '\n');
    while ((got = fread(piece, 1, sizeof(piece), pipe)) > 0)
        kho__buffer_add(&buffer, piece, got);
    cr_expect(eq(int, pclose(pipe), 0), "%s", buffer.bytes);
    return buffer.bytes;
}

static char *dump_table(kho_table *table, kho_language language)
{
    save_book(table, language, "book.xlsx");
    kho_table_free(table);
    return dump("book.xlsx");
}

/* Each of these lines stands there. */
static void expect_lines(const char *text, const char *const *lines)
{
    char line[512];

    for (; *lines; lines++) {
        snprintf(line, sizeof(line), "\n%s\n", *lines);
        cr_expect(strstr(text, line) != NULL, "'%s' is missing in:%s", *lines, text);
    }
}

#define LINES(...)                                                                       \
 (const char *const[])                                                                   \
 {                                                                                       \
  __VA_ARGS__, NULL                                                                      \
 }

static size_t count_files(void)
{
    DIR *const at = opendir(folder);
    size_t count = 0;

    while (readdir(at))
        count++;
    closedir(at);
    return count - 2;
}

static kho_table *make_numbers(const int64_t *numbers, size_t count)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_STOCK, count, &table), KHO_OK));
    for (size_t i = 0; i < count; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_int(table, KHO_STOCK_QUANTITY, numbers[i]);
    }
    return table;
}

/* So many lines of two items at each of some places, months of stock 1/3, 2/3, 3/3, ...
 */
static kho_table *make_report(size_t rows, size_t places)
{
    kho_table *table = NULL;
    char code[32];

    cr_assert(eq(int, kho__table_new(KHO__TABLE_REPORT, rows, &table), KHO_OK));
    for (size_t i = 0; i < rows; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        snprintf(code, sizeof(code), "tyt-%zu", i % places);
        cr_assert(eq(int,
            kho__table_set_known(table, KHO_REPORT_PLACE, code, "Trạm", NULL), KHO_OK));
        cr_assert(eq(int,
            kho__table_set_known(table, KHO_REPORT_ITEM, i % 2 ? "bcs" : "vien", NULL,
                i % 2 ? "Condom" : "Pill"),
            KHO_OK));
        kho__table_set_int(table, KHO_REPORT_CLOSING, (int64_t)i);
        kho__table_set_rational(
            table, KHO_REPORT_MONTHS, (kho_rational){(int64_t)i + 1, 3});
    }
    return table;
}

Test(xlsx_off, a_build_without_the_library_says_so)
{
    kho_table *table = tables_report();
    kho__buffer buffer = {0};

    if (!written()) {
        fputs("this build writes no workbooks: their tests are skipped\n", stderr);
        cr_expect(eq(int, kho_table_write(table, KHO_XLSX, KHO_EN, collect, &buffer),
            KHO_EINVALID));
        cr_expect(eq(str, (char *)kho_error_last()->message,
            "format xlsx: this build has no such format"));
        cr_expect(eq(sz, buffer.size, 0));
    }
    kho_table_free(table);
}

Test(xlsx, alerts_to_the_last_cell)
{
    char *const text = dump_table(tables_alerts(), KHO_EN);

    cr_expect(eq(str, text,
        "\n== Alerts\n"
        "A1 text Severity | General bold\n"
        "B1 text Alert | General bold\n"
        "C1 text Place | General bold\n"
        "D1 text Item | General bold\n"
        "E1 text Channel | General bold\n"
        "F1 text Lot | General bold\n"
        "G1 text Expiry | General bold\n"
        "H1 text Quantity | General bold\n"
        "I1 text Months of stock | General bold\n"
        "J1 text To order | General bold\n"
        "K1 text Since | General bold\n"
        "A2 number 2 | #,##0\n"
        "B2 text Expired | General\n"
        "C2 text Trạm Y tế | General\n"
        "D2 text Condom | General\n"
        "E2 text Social marketing | General\n"
        "F2 text =1+1<i> | General\n"
        "G2 number 46326 | yyyy-mm-dd\n"
        "H2 number 96 | #,##0 bold\n"
        "I2 number 5 | #,##0.0\n"
        "K2 number 46327 | yyyy-mm-dd\n"
        "A3 number 3 | #,##0\n"
        "B3 text Late report | General\n"
        "C3 text CTV tổ 1 | General\n"
        "K3 number 46332 | yyyy-mm-dd\n"
        "pane topLeftCell A2\n"
        "pane state frozen\n"
        "autoFilter ref A1:K3\n"
        "pageSetup paperSize 9\n"
        "pageSetup orientation landscape\n"
        "pageSetup fitToHeight 0\n"
        "oddHeader &L&\"-,Bold\"Alerts\n"
        "oddFooter &R&P/&N\n"
        "== About\n"
        "A1 text Alerts | General bold\n"
        "A3 text Rows | General\n"
        "B3 number 2 | General\n"
        "pageSetup paperSize 9\n"
        "pageSetup orientation portrait\n"
        "name _xlnm._FilterDatabase Alerts!$A$1:$K$3\n"
        "name _xlnm.Print_Titles Alerts!$1:$1\n"
        "property title Alerts\n"
        "property created 1980-01-01T12:00:00Z\n"
        "property modified 1980-01-01T12:00:00Z\n"));
    free(text);
}

Test(xlsx, a_report_in_vietnamese_with_what_it_was_made_with_and_its_chart)
{
    char *const text = dump_table(tables_report(), KHO_VI);

    expect_lines(text,
        LINES("== Báo cáo nhập - xuất - tồn", "A1 text Nơi giữ | General bold",
            "A2 text Trạm Y tế phường Sông Công | General",
            "B2 text Bao cao su \"nam\" <b> | General", "C2 text Miễn phí | General",
            "D2 text chiếc | General", "G2 number -12 | #,##0",
            "I2 number 1000000 | #,##0", "N2 number 1234567 | #,##0 bold",
            /* 2469/2 is 1234.5, and half up 1235; -47/3 is -15.666... */
            "Q2 number 1235 | #,##0", "R2 number -15.7 | #,##0.0",
            "S2 text Dưới tối thiểu | General", "T2 number 1440 | #,##0 bold",
            "S3 text Chưa rõ | General", "== Thông tin",
            "A3 text Tính đến ngày | General", "B3 text 2026-11-30 | General",
            "B5 text Mẫu \"<thử>\" | General", "B6 text 1,5 | General",
            "A8 text Số dòng | General", "B8 number 2 | General",
            "title Số tháng tồn - Mức tối thiểu (tháng): 1,5 - Mức tối đa (tháng): 3",
            "cat 'Báo cáo nhập - xuất - tồn'!$B$2:$B$3", "cat 1 Viên uống tránh thai",
            "val 'Báo cáo nhập - xuất - tồn'!$R$2:$R$3", "val 0 -15.7", "order maxMin",
            "property created 2026-11-30T12:00:00Z"));
    cr_expect(strstr(text, "\nQ3 ") == NULL, "undefined is empty");
    cr_expect(strstr(text, "\nval 1 ") == NULL, "and has no bar");
    free(text);
}

Test(xlsx, the_chart_is_of_thirty_rows_and_of_places_where_there_are_several)
{
    char *text = dump_table(make_report(31, 2), KHO_EN);

    expect_lines(text,
        LINES("title Months of stock - first 30 rows", "cat 'Stock report'!$A$2:$B$31",
            "val 'Stock report'!$R$2:$R$31", "val 29 10"));
    free(text);
    text = dump_table(make_report(30, 1), KHO_VI);
    expect_lines(text, LINES("title Số tháng tồn",
                           "cat 'Báo cáo nhập - xuất - tồn'!$B$2:$B$31", "cat 0 Pill"));
    free(text);
}

Test(xlsx, what_looks_like_a_formula_or_a_tag_is_text)
{
    static const char *const numbers[] = {"=1+1", "+1", "-1", "@SUM(A1)", "<&>\"'",
        " blank ", "007", "1e5", "_x0041_", "Lô số Đặng", "2026-01-01"};
    char *const text = dump_table(tables_lots(numbers, 11), KHO_VI);

    expect_lines(text,
        LINES("B2 text =1+1 | General", "B3 text +1 | General", "B4 text -1 | General",
            "B5 text @SUM(A1) | General", "B6 text <&>\"' | General",
            "B7 text  blank  | General", "B8 text 007 | General", "B9 text 1e5 | General",
            "B11 text Lô số Đặng | General", "B12 text 2026-01-01 | General"));
    free(text);
}

Test(xlsx, what_a_double_cannot_hold_is_text)
{
    static const int64_t numbers[] = {INT64_C(9007199254740992),
        INT64_C(9007199254740993), -INT64_C(9007199254740992), INT64_MIN, INT64_MAX, -1};
    char *text = dump_table(make_numbers(numbers, 6), KHO_EN);
    kho_table *table = NULL;

    expect_lines(text, LINES("F2 number 9007199254740992 | #,##0 bold",
                           "F3 text 9,007,199,254,740,993 | #,##0 bold",
                           "F4 number -9007199254740992 | #,##0 bold",
                           "F5 text -9,223,372,036,854,775,808 | #,##0 bold",
                           "F6 text 9,223,372,036,854,775,807 | #,##0 bold",
                           "F7 number -1 | #,##0 bold"));
    free(text);

    cr_assert(eq(int, kho__table_new(KHO__TABLE_TRY, 3, &table), KHO_OK));
    for (int i = 0; i < 4; i++) {
        static const kho_rational values[] = {
            {INT64_C(999999999999999),  1000},
            {INT64_C(1000000000000001), 1000},
            {INT64_MAX,                 1   },
            {-1,                        2000}
        };

        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_rational(table, KHO_TRY_FILL_RATE, values[i]);
    }
    text = dump_table(table, KHO_VI);
    /* Half up: -0.0005 is 0.000. */
    expect_lines(text, LINES("F2 number 999999999999.999 | #,##0.000",
                           "F3 text 1.000.000.000.000,001 | #,##0.000",
                           "F4 text 9.223.372.036.854.775.807,000 | #,##0.000",
                           "F5 number 0 | #,##0.000"));
    free(text);
}

Test(xlsx, days_are_counted_as_spreadsheets_do)
{
    static const struct {
        int year, month, day;
    } days[] = {
        {1900, 1,  1 },
        {1900, 2,  28},
        {1900, 3,  1 },
        {2026, 11, 3 },
        {2199, 12, 31}
    };
    kho_table *table = NULL;
    char *text;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_LOTS, 5, &table), KHO_OK));
    for (size_t i = 0; i < 5; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        kho__table_set_date(table, KHO_LOTS_EXPIRY,
            kho_date_of(days[i].year, days[i].month, days[i].day));
    }
    text = dump_table(table, KHO_EN);
    expect_lines(text, LINES("C2 number 1 | yyyy-mm-dd", "C3 number 59 | yyyy-mm-dd",
                           "C4 number 61 | yyyy-mm-dd", "C5 number 46329 | yyyy-mm-dd",
                           "C6 number 109574 | yyyy-mm-dd"));
    free(text);
}

Test(xlsx, a_table_without_rows_is_its_heading)
{
    char *const text = dump_table(tables_lots(NULL, 0), KHO_VI);

    expect_lines(text, LINES("D1 text Kênh | General bold", "autoFilter ref A1:D1",
                           "A3 text Không có dòng nào. | General"));
    cr_expect(strstr(text, "\nA2 ") == NULL);
    free(text);
}

Test(xlsx, every_kind_of_table_is_sound_in_both_languages)
{
    char name[32], *text;
    size_t sheets = 0;

    for (int kind = 0; kind < KHO__TABLE_KINDS; kind++) {
        kho_table *table = NULL;

        cr_assert(eq(int, kho__table_new((kho__table_kind)kind, 1, &table), KHO_OK));
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        for (int language = KHO_EN; language <= KHO_VI; language++) {
            snprintf(name, sizeof(name), "%d-%d.xlsx", kind, language);
            save_book(table, (kho_language)language, name);
        }
        kho_table_free(table);
    }
    text = dump("*.xlsx");
    for (const char *at = text; (at = strstr(at, "\n== ")); at++)
        sheets += strncmp(at, "\n== chart", 9) != 0;
    cr_expect(eq(sz, sheets, 4 * KHO__TABLE_KINDS));
    free(text);
}

Test(xlsx, the_same_table_gives_the_same_bytes)
{
    kho_table *const table = tables_report();
    kho__buffer first = write_book(table, KHO_VI), again;

    setenv("TMPDIR", "", 1);
    setenv("TZ", "Asia/Ho_Chi_Minh", 1);
    again = write_book(table, KHO_VI);
    cr_expect(eq(sz, first.size, again.size));
    cr_expect(memcmp(first.bytes, again.bytes, first.size) == 0);
    kho__buffer_free(&again);
    kho__buffer_free(&first);
    kho_table_free(table);
}

/* Where numbers have commas; (locale_t)0: no such locale can be had here. */
static locale_t make_comma_locale(void)
{
    char command[256];

    snprintf(command, sizeof(command),
        "localedef -i vi_VN -f UTF-8 %s/vi_VN.UTF-8 2>/dev/null", folder);
    setenv("LOCPATH", folder, 1);
    return system(command) == 0 ? newlocale(LC_ALL_MASK, "vi_VN.UTF-8", (locale_t)0)
                                : (locale_t)0;
}

Test(xlsx, the_callers_locale_neither_matters_nor_changes)
{
    kho_table *const table = tables_report();
    kho__buffer first = write_book(table, KHO_VI), again;
    const locale_t comma = is_watched() ? (locale_t)0 : make_comma_locale();
    locale_t before;
    char number[8];

    if (comma == (locale_t)0) {
        kho__buffer_free(&first);
        kho_table_free(table);
        cr_skip("no locale with decimal commas can be made: skipped\n");
    }
    before = uselocale(comma);
    again = write_book(table, KHO_VI);
    snprintf(number, sizeof(number), "%.1f", 1.5);
    uselocale(before);
    freelocale(comma);
    cr_expect(eq(str, number, "1,5"));
    cr_expect(eq(sz, first.size, again.size));
    cr_expect(memcmp(first.bytes, again.bytes, first.size) == 0);
    kho__buffer_free(&again);
    kho__buffer_free(&first);
    kho_table_free(table);
}

Test(xlsx, long_tables_take_no_more_memory_than_short_ones)
{
    const size_t rows = getenv("KHO_QUICK") ? 20000 : 100000;
    kho_table *table = make_report(rows, 5000);
    struct rusage before, after;
    char *text, last[64];

    getrusage(RUSAGE_SELF, &before);
    save_book(table, KHO_VI, "long.xlsx");
    getrusage(RUSAGE_SELF, &after);
    kho_table_free(table);
    /* The bytes of the book are gathered here; the sheet would be ten times as long. */
    if (!is_watched())
        cr_expect(after.ru_maxrss - before.ru_maxrss < 8192, "%ld KB",
            after.ru_maxrss - before.ru_maxrss);
    table = make_report(5000, 1);
    save_book(table, KHO_VI, "last-in-memory.xlsx");
    kho_table_free(table);
    text = dump("long.xlsx");
    snprintf(last, sizeof(last), "R%zu number %.15g | #,##0.0", rows + 1,
        (double)((int64_t)((double)rows / 3 * 10 + 0.5)) / 10);
    expect_lines(text, LINES("R2 number 0.3 | #,##0.0", "A3 text Trạm | General", last));
    free(text);
    text = dump("last-in-memory.xlsx");
    expect_lines(
        text, LINES("R5001 number 1666.7 | #,##0.0", "A5001 text Trạm | General"));
    free(text);
}

Test(xlsx, more_rows_than_a_sheet_has_are_refused)
{
    kho_table *table = NULL;
    kho__buffer buffer = {0};

    cr_assert(eq(int, kho__table_new(KHO__TABLE_CHANNELS, 1048576, &table), KHO_OK));
    for (int i = 0; i < 1048576; i++)
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
    cr_expect(eq(
        int, kho_table_write(table, KHO_XLSX, KHO_EN, collect, &buffer), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "format xlsx: a sheet holds 1048575 rows, the table has 1048576"));
    cr_expect(eq(sz, buffer.size, 0));
    kho_table_free(table);
}

static int refuse(void *context, const char *bytes, size_t size)
{
    (void)bytes;
    (void)size;
    return ++*(int *)context;
}

Test(xlsx, nothing_is_left_where_the_reader_stops)
{
    kho_table *table = make_report(2000, 2);
    int calls = 0;

    cr_expect(
        eq(int, kho_table_write(table, KHO_XLSX, KHO_EN, refuse, &calls), KHO_ESTORAGE));
    cr_expect(eq(int, calls, 1));
    cr_expect(eq(sz, count_files(), 0));
    kho_table_free(table);
}

Test(xlsx, a_full_disk_is_told_and_leaves_nothing)
{
    static const size_t sizes[] = {3, 4000, 20000};
    const struct rlimit limit = {30000, 30000};
    kho__buffer buffer = {0};

    signal(SIGXFSZ, SIG_IGN);
    cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        kho_table *table = make_report(sizes[i], 2);

        cr_expect(eq(int, kho_table_write(table, KHO_XLSX, KHO_EN, collect, &buffer),
                      KHO_ESTORAGE),
            "%zu rows", sizes[i]);
        cr_expect(eq(str, (char *)kho_error_last()->message,
            "format xlsx: its temporary file can't be written: File too large"));
        kho_table_free(table);
    }
    cr_expect(eq(sz, buffer.size, 0));
    cr_expect(eq(sz, count_files(), 0));
}

Test(xlsx, a_folder_for_temporary_files_that_is_none_is_named)
{
    kho_table *table = tables_report();
    kho__buffer buffer = {0};

    setenv("TMPDIR", "/nowhere", 1);
    cr_expect(eq(
        int, kho_table_write(table, KHO_XLSX, KHO_EN, collect, &buffer), KHO_ESTORAGE));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "/nowhere: no temporary file can be made there: No such file or directory"));
    kho_table_free(table);
}
