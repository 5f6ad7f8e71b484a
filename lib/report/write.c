/*
 * One way out for every table. A writer adds to a buffer row by row; the buffer goes to
 * the sink in chunks, so that the nation's table needs no more memory than a station's.
 */
#include "report/write.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"

enum { CHUNK = 16384 };

static const struct {
    const char *key;
    kho__look look;
} looks[] = {
    {"unit",     KHO__UNIT    },
    {"entry",    KHO__IDENTITY},
    {"clinical", KHO__YES_NO  },
    {"lots",     KHO__YES_NO  },
    {"place",    KHO__LONG    },
    {"item",     KHO__LONG    },
    {"other",    KHO__LONG    },
    {"closing",  KHO__STRONG  },
    {"quantity", KHO__STRONG  },
    {"balance",  KHO__STRONG  },
    {"to_order", KHO__STRONG  },
    {"severity", KHO__SEVERITY},
    {"status",   KHO__STANDING},
    {"alert",    KHO__STANDING},
    {"months",   KHO__MONTHS  },
};

/* clang-format off */
static const struct {
    const char *key, *vi, *en;
} meta_labels[] = {
    {"on",         "Tính đến ngày",             "As of"},
    {"from",       "Từ ngày",                   "From"},
    {"to",         "Đến ngày",                  "To"},
    {"period",     "Kỳ báo cáo",                "Period"},
    {"place",      "Nơi giữ",                   "Place"},
    {"item",       "Mặt hàng",                  "Item"},
    {"known",      "Đã biết đến bút toán số",   "With entries up to no."},
    {"seq",        "Bút toán số",               "Entry no."},
    {"prices",     "Theo đơn giá ngày",         "At the prices of"},
    {"rules",      "Quy tắc",                   "Rules"},
    {"tried",      "Quy tắc được thử",          "Rules tried"},
    {"lines_unknown", "Số dòng không tính vì có tháng không rõ tiêu thụ", "Lines left out: some month's consumption isn't known"},
    {"lines_seldom",  "Số dòng không tính vì quá nửa số tháng không dùng", "Lines left out: nothing used in most months"},
    {"rules_from", "Quy tắc áp dụng từ ngày",   "Rules from"},
    {"rules_entry", "Bút toán nạp quy tắc số",  "Rules of entry no."},
    {"min_months", "Mức tối thiểu (tháng)",     "Minimum (months)"},
    {"max_months", "Mức tối đa (tháng)",        "Maximum (months)"},
    {"closed",     "Đã khóa sổ",                "Closed"},
    {"closing",    "Bút toán khóa sổ",          "Closing entry"},
    {"gap",        "Số dòng lệch với khóa sổ kỳ trước", "Lines that differ from the closing before"},
    {"cyp",        "Hệ số CYP",                 "CYP factors"},
    {"small_cells", "Ẩn số khách dưới",         "Hides fewer clients than"},
};
/* clang-format on */

static kho__look look_of(const kho_table *table, size_t column)
{
    for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
        if (strcmp(looks[i].key, kho_table_key(table, column)) == 0)
            return looks[i].look;
    }
    return KHO__PLAIN;
}

kho_status kho__write_rest(kho__writer *writer)
{
    kho__buffer *const out = &writer->out;
    const kho_status status = kho__buffer_status(out);

    if (status < 0)
        return status;
    if (out->size && writer->sink(writer->context, out->bytes, out->size) != 0)
        return kho__fail(KHO_ESTORAGE,
            "the table could not be written: its reader stopped",
            "không ghi được bảng: bên nhận đã dừng");
    kho__buffer_clear(out);
    return KHO_OK;
}

kho_status kho__write_chunk(kho__writer *writer)
{
    return writer->out.size >= CHUNK || writer->out.failed ? kho__write_rest(writer)
                                                           : KHO_OK;
}

void kho__writer_begin(kho__writer *writer, const kho_table *table, kho_language language,
    kho_sink sink, void *context)
{
    *writer = (kho__writer){.table = table,
        .language = language == KHO_VI ? KHO_VI : KHO_EN,
        .rows = kho_table_rows(table),
        .columns = kho_table_columns(table),
        .sink = sink,
        .context = context};
    assert(writer->columns <= KHO__COLUMNS);
    for (size_t i = 0; i < writer->columns; i++)
        writer->looks[i] = look_of(table, i);
}

kho_status kho_table_write(const kho_table *table, kho_format format,
    kho_language language, kho_sink sink, void *context)
{
    kho__writer writer;
    kho_status status;

    kho__writer_begin(&writer, table, language, sink, context);
    switch (format) {
    case KHO_TERMINAL:
        status = kho__write_terminal(&writer);
        break;
    case KHO_CSV:
        status = kho__write_csv(&writer);
        break;
    case KHO_JSON:
        status = kho__write_json(&writer);
        break;
    case KHO_HTML:
        status = kho__write_html(&writer);
        break;
    case KHO_XLSX:
        status = kho__write_xlsx(&writer);
        break;
    default:
        return kho__fail(KHO_EINVALID, "format %d: there is no such format",
            "định dạng %d: không có định dạng này", (int)format);
    }
    if (status == KHO_OK)
        status = kho__write_rest(&writer);
    kho__buffer_free(&writer.out);
    return status;
}

size_t kho__cell_word(const kho__writer *writer, size_t row, size_t column)
{
    const int32_t *const words = kho_table_buffer(writer->table, column);

    return (size_t)words[row];
}

/* Plain decimal text such as "-1234.5" as people write it: vi "-1.234,5", en "-1,234.5".
 */
static char *group(const char *plain, kho_language language, char *buffer)
{
    const size_t sign = *plain == '-';
    const size_t whole = strcspn(plain + sign, ".") + sign;
    char *to = buffer;

    for (size_t i = 0; plain[i]; i++) {
        if (i > sign && i < whole && (whole - i) % 3 == 0)
            *to++ = language == KHO_VI ? '.' : ',';
        *to++ = i == whole && language == KHO_VI ? ',' : plain[i];
    }
    *to = '\0';
    return buffer;
}

char *kho__people(
    kho_rational value, int digits, bool all, kho_language language, char *buffer)
{
    char plain[KHO__CELL];
    size_t size;

    kho__rational_print(value, digits, plain, sizeof(plain));
    size = strlen(plain);
    while (digits && !all && plain[size - 1] == '0')
        size--;
    plain[plain[size - 1] == '.' ? size - 1 : size] = '\0';
    return group(plain, language, buffer);
}

static const char *integer_people(
    const kho__writer *writer, size_t column, int64_t value, char *buffer)
{
    char plain[KHO__CELL];

    if (writer->looks[column] == KHO__YES_NO)
        return writer->language == KHO_VI ? (value ? "có" : "không")
                                          : (value ? "yes" : "no");
    if (writer->looks[column] == KHO__IDENTITY) {
        snprintf(buffer, KHO__CELL, "%" PRId64, value);
        return buffer;
    }
    snprintf(plain, sizeof(plain), "%" PRId64, value);
    return group(plain, writer->language, buffer);
}

const char *kho__cell_people(
    const kho__writer *writer, size_t row, size_t column, char *buffer)
{
    const kho_table *const table = writer->table;

    if (!kho_table_has(table, row, column))
        return "";
    switch (kho_table_type(table, column)) {
    case KHO_INTEGER:
        return integer_people(writer, column, kho_table_int(table, row, column), buffer);
    case KHO_RATIONAL:
        return kho__people(kho_table_rational(table, row, column),
            kho__table_digits(table, column), true, writer->language, buffer);
    case KHO_DATE:
        return kho_date_format(kho_table_date(table, row, column), buffer);
    case KHO_TEXT:
        break;
    }
    return kho_table_word_name(
        table, column, kho__cell_word(writer, row, column), writer->language);
}

const char *kho_table_shown(const kho_table *table, size_t row, size_t column,
    kho_language language, char *buffer)
{
    kho__writer writer = {.table = table, .language = language == KHO_VI};

    if (!kho_table_has(table, row, column))
        return "";
    writer.looks[column] = look_of(table, column);
    return kho__cell_people(&writer, row, column, buffer);
}

const char *kho__meta_label(const char *key, kho_language language)
{
    for (size_t i = 0; i < sizeof(meta_labels) / sizeof(*meta_labels); i++) {
        if (strcmp(meta_labels[i].key, key) == 0)
            return language == KHO_VI ? meta_labels[i].vi : meta_labels[i].en;
    }
    return key;
}

bool kho__meta_rational(const kho_table *table, const char *key, kho_rational *out)
{
    enum { SMALL = 1000000 };
    const char *const text = kho_table_meta(table, key);
    char *end;
    long long numerator, denominator = 1;

    if (!text || !*text)
        return false;
    numerator = strtoll(text, &end, 10);
    if (*end == '/')
        denominator = strtoll(end + 1, &end, 10);
    if (*end || numerator < 0 || numerator > SMALL || denominator < 1 ||
        denominator > SMALL)
        return false;
    *out = (kho_rational){numerator, denominator};
    return true;
}

const char *kho__meta_people(const kho__writer *writer, const char *key, char *buffer)
{
    kho_rational value;

    if ((strcmp(key, "min_months") != 0 && strcmp(key, "max_months") != 0) ||
        !kho__meta_rational(writer->table, key, &value))
        return kho_table_meta(writer->table, key);
    return kho__people(value, 2, false, writer->language, buffer);
}

const char *kho__no_rows(kho_language language)
{
    return language == KHO_VI ? "Không có dòng nào." : "There are no rows.";
}
