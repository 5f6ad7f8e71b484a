/**
 * @file
 * The answer to every question: a table of typed columns.
 *
 * A column is one buffer: int64 for integers, int32 days for dates, pairs of int64 for
 * rationals, int32 indices into the column's words for text. A word is written once and
 * carries its names in both languages; a bitmap tells which cells are defined.
 */
#ifndef KHO_TABLE_H
#define KHO_TABLE_H

#include <kho/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An answer. */
typedef struct kho_table kho_table;

/** What a column holds. */
typedef enum kho_type {
    KHO_INTEGER = 0,  /**< int64_t */
    KHO_RATIONAL = 1, /**< kho_rational */
    KHO_DATE = 2,     /**< kho_date */
    KHO_TEXT = 3      /**< UTF-8, NFC */
} kho_type;

/** How a table is written. */
typedef enum kho_format {
    KHO_TERMINAL = 0, /**< aligned columns for people */
    KHO_CSV = 1,      /**< one header line of keys, codes, no language */
    KHO_JSON = 2,     /**< {"table":..,"meta":{..},"rows":[..]}, exact */
    KHO_HTML = 3,     /**< a page for people: A4 and phone */
    KHO_XLSX = 4      /**< a workbook, where the build has libxlsxwriter */
} kho_format;

/**
 * Where written bytes go.
 *
 * @return 0, or anything else to stop with KHO_ESTORAGE
 */
typedef int (*kho_sink)(void *context, const char *bytes, size_t size);

/** Free a table, or give back a share in it: the last one frees. NULL is a no-op. */
KHO_API void kho_table_free(kho_table *table);

/**
 * Take a share in a table, which then lives until its last holder frees it.
 *
 * Tables don't change once they are made, so holders may be on different threads. Of a
 * table in kho_tables it makes one that outlives them.
 *
 * @return the same table, to be freed once more; NULL gives NULL
 */
KHO_API kho_table *kho_table_share(const kho_table *table);

/** Give the table's name, such as "report". */
KHO_API const char *kho_table_name(const kho_table *table);

/** Give the table's title for people. */
KHO_API const char *kho_table_title(const kho_table *table, kho_language language);

/** Count the rows. */
KHO_API size_t kho_table_rows(const kho_table *table);

/** Count the columns. */
KHO_API size_t kho_table_columns(const kho_table *table);

/** Give a column's type. */
KHO_API kho_type kho_table_type(const kho_table *table, size_t column);

/** Give a column's key, the same in every language. */
KHO_API const char *kho_table_key(const kho_table *table, size_t column);

/** Give a column's label for people. */
KHO_API const char *kho_table_label(
    const kho_table *table, size_t column, kho_language language);

/** Find a column by its key; -1 if there is none. */
KHO_API int kho_table_find(const kho_table *table, const char *key);

/** Tell whether a cell is defined. */
KHO_API bool kho_table_has(const kho_table *table, size_t row, size_t column);

/** Give an integer or date cell; 0 where it is undefined. */
KHO_API int64_t kho_table_int(const kho_table *table, size_t row, size_t column);

/** Give a rational cell; 0/1 where it is undefined. */
KHO_API kho_rational kho_table_rational(
    const kho_table *table, size_t row, size_t column);

/** Give a date cell; KHO_NO_DATE where it is undefined. */
KHO_API kho_date kho_table_date(const kho_table *table, size_t row, size_t column);

/** Give a text cell, which lives as long as the table; "" where it is undefined. */
KHO_API const char *kho_table_text(const kho_table *table, size_t row, size_t column);

/**
 * Give a cell as people read it: names, thousands, printed digits; "" where undefined.
 *
 * @param table the table
 * @param row the row
 * @param column the column
 * @param language of names and numbers
 * @param buffer of at least 80 bytes
 * @return the buffer, or a text that lives as long as the table
 */
KHO_API const char *kho_table_shown(const kho_table *table, size_t row, size_t column,
    kho_language language, char *buffer);

/**
 * Give a column's buffer, which lives as long as the table.
 *
 * int64_t[rows], kho_rational[rows], int32_t[rows] of days, or int32_t[rows] of indices
 * into the words of a text column.
 */
KHO_API const void *kho_table_buffer(const kho_table *table, size_t column);

/** Count the words of a text column. */
KHO_API size_t kho_table_words(const kho_table *table, size_t column);

/** Give a word of a text column, as programs read it; NULL past the end. A word may stand
 * at several indices, and its name may differ there: in an explanation's values a status
 * is also a sentence. */
KHO_API const char *kho_table_word(const kho_table *table, size_t column, size_t index);

/** Give a word as people read it: a place's or item's name, a status' name. */
KHO_API const char *kho_table_word_name(
    const kho_table *table, size_t column, size_t index, kho_language language);

/**
 * Give a column's validity bitmap, least significant bit first.
 *
 * NULL where every cell is defined.
 */
KHO_API const uint8_t *kho_table_validity(const kho_table *table, size_t column);

/** Give what the table was made with ("on", "known", "rules", ...), or NULL. */
KHO_API const char *kho_table_meta(const kho_table *table, const char *key);

/** Count what it was made with. */
KHO_API size_t kho_table_metas(const kho_table *table);

/** Give a key of what it was made with, in the order of writing; NULL past the end. */
KHO_API const char *kho_table_meta_key(const kho_table *table, size_t index);

/**
 * Write a table.
 *
 * CSV and JSON are the same bytes in every language, which matters to people's formats.
 * A text that a spreadsheet would take for a formula has an apostrophe before it in CSV
 * and HTML; JSON has each text as it is.
 * A workbook is made in a temporary file (TMPDIR) first, which is gone when this returns.
 *
 * @return KHO_OK, or KHO_ESTORAGE: the sink refused, or no room for the temporary file;
 *   KHO_EMEMORY; KHO_EINVALID: this build has no such format, or more rows than a sheet
 *   has
 */
KHO_API KHO_MUST_CHECK kho_status kho_table_write(const kho_table *table,
    kho_format format, kho_language language, kho_sink sink, void *context);

/** Several tables under one title, to be read one after the other. */
typedef struct kho_tables kho_tables;

/** Free them all; NULL is a no-op. */
KHO_API void kho_tables_free(kho_tables *tables);

/** Give the title for people. */
KHO_API const char *kho_tables_title(const kho_tables *tables, kho_language language);

/** Count the tables. */
KHO_API size_t kho_tables_count(const kho_tables *tables);

/** Give a table, which lives as long as all of them; NULL past the end. */
KHO_API const kho_table *kho_tables_at(const kho_tables *tables, size_t index);

/**
 * Write them on one page: KHO_TERMINAL, KHO_HTML, or KHO_JSON as {"tables":[..]}.
 *
 * @return as kho_table_write(); KHO_EINVALID: the format has room for one table only
 */
KHO_API KHO_MUST_CHECK kho_status kho_tables_write(const kho_tables *tables,
    kho_format format, kho_language language, kho_sink sink, void *context);

#ifdef __cplusplus
}
#endif

#endif
