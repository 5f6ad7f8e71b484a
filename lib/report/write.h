/* What the writers of tables share. */
#ifndef KHO_REPORT_WRITE_H
#define KHO_REPORT_WRITE_H

#include "base/buffer.h"
#include "model/table.h"

/* Columns of the widest table that is written. */
#define KHO__COLUMNS 32

/* Bytes of the longest number that people read: "-9.223.372.036.854.775.808,0", a day or
 * a word. */
#define KHO__CELL 80

/* How a column looks to people, beyond its type: told by its key. */
typedef enum kho__look {
    KHO__PLAIN = 0,
    KHO__UNIT,     /* programs read its English name */
    KHO__IDENTITY, /* a number that isn't a quantity: no thousands separator */
    KHO__YES_NO,   /* 0 or 1 */
    KHO__LONG,     /* names of places and items */
    KHO__STRONG,   /* the figures that the eye looks for */
    KHO__SEVERITY, /* 1 to 4, with a word and a colour */
    KHO__STANDING, /* a standing or an alert, with a colour */
    KHO__MONTHS    /* months of stock, with a bar */
} kho__look;

typedef struct kho__writer {
    const kho_table *table;
    kho_language language;
    size_t rows, columns;
    kho__look looks[KHO__COLUMNS];
    kho__buffer out;
    kho_sink sink;
    void *context;
} kho__writer;

/* A writer of a table; the buffer is the caller's to free. */
void kho__writer_begin(kho__writer *writer, const kho_table *table, kho_language language,
    kho_sink sink, void *context);

/* Each writes the whole table; the rest of `out` is passed on with kho__write_rest(). */
kho_status kho__write_terminal(kho__writer *writer);
kho_status kho__write_csv(kho__writer *writer);
kho_status kho__write_json(kho__writer *writer);
kho_status kho__write_html(kho__writer *writer);
kho_status kho__write_xlsx(kho__writer *writer);

/* A text as a cell of CSV: quoted where it must be, guarded where it looks like a
 * formula. */
void kho__csv_text(kho__buffer *out, const char *text);

/* After each row: pass on what has gathered once it is some KB. */
kho_status kho__write_chunk(kho__writer *writer);

/* Pass on what has gathered. */
kho_status kho__write_rest(kho__writer *writer);

/* Index of a defined text cell's word. */
size_t kho__cell_word(const kho__writer *writer, size_t row, size_t column);

/* A cell as people read it, "" where undefined: borrowed, or in the buffer of KHO__CELL
 * bytes. */
const char *kho__cell_people(
    const kho__writer *writer, size_t row, size_t column, char *buffer);

/* A number as people read it, with so many digits behind the point: all of them, or but
 * for zeros at the end. The buffer has KHO__CELL bytes. */
char *kho__people(
    kho_rational value, int digits, bool all, kho_language language, char *buffer);

/* What the table was made with, as people read it: label and value. The value's buffer
 * has KHO__CELL bytes. */
const char *kho__meta_label(const char *key, kho_language language);
const char *kho__meta_people(const kho__writer *writer, const char *key, char *buffer);

/* An exact fraction in a meta value such as "3/2" or "2": false where it is none, or
 * isn't small. */
bool kho__meta_rational(const kho_table *table, const char *key, kho_rational *out);

/* What people read in place of rows. */
const char *kho__no_rows(kho_language language);

#endif
