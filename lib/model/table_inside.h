/* What a table is made of: for lib/model/table*.c alone. */
#ifndef KHO_MODEL_TABLE_INSIDE_H
#define KHO_MODEL_TABLE_INSIDE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/map.h"
#include "model/table.h"

/* A column as the X-macro list says it. */
typedef struct kho__heading {
    const char *key;
    kho_type type;
    int digits;
    const char *vi, *en;
} kho__heading;

typedef struct kho__word {
    const char *code, *vi, *en; /* vi and en may be NULL */
} kho__word;

typedef struct kho__column {
    void *cells; /* as kho_table_buffer() gives it: an undefined text is -1, all else 0 */
    uint8_t *valid; /* a bit for each row there is room for */
    kho__word *words;
    size_t word_count, word_room;
    kho__map known; /* from code to word, of kho__table_set_known() only */
} kho__column;

typedef struct kho__meta {
    const char *key, *value;
} kho__meta;

/* More columns than any table has. */
#define KHO__TABLE_WIDTH_MOST 32

/* A question as the X-macro list says it. */
typedef struct kho__question {
    const char *name, *vi, *en;
    const kho__heading *headings;
    size_t width;
} kho__question;

extern const kho__question kho__questions[KHO__TABLE_KINDS];

struct kho_table {
    const char *name, *vi, *en; /* the question's, or the table's own */
    const kho__heading *headings;
    kho__column *columns;
    size_t width;
    size_t rows, room;
    kho__meta *meta;
    size_t meta_count, meta_room;
    kho__arena arena;     /* words and meta */
    atomic_size_t shares; /* beside the first holder's */
};

/* Columns and room for rows, where the headings are known. */
kho_status kho__table_begin(kho_table *table, size_t rows);

/* Bytes of a cell. */
size_t kho__cell_size(kho_type type);

static inline bool kho__cell_valid(const kho__column *column, size_t row)
{
    return column->valid[row >> 3] >> (row & 7) & 1;
}

#endif
