/**
 * @file
 * Tables for analysts, without copies: the Arrow C data and stream interfaces.
 *
 * The structs are those of https://arrow.apache.org/docs/format/CDataInterface.html,
 * which every implementation declares for itself: whichever header comes first declares
 * them.
 */
#ifndef KHO_ARROW_H
#define KHO_ARROW_H

#include <kho/table.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARROW_C_DATA_INTERFACE
 #define ARROW_C_DATA_INTERFACE

    /** @cond what a field may be said to be */
 #define ARROW_FLAG_DICTIONARY_ORDERED 1
 #define ARROW_FLAG_NULLABLE 2
 #define ARROW_FLAG_MAP_KEYS_SORTED 4
/** @endcond */

/** What a column is. */
struct ArrowSchema {
    const char *format;                    /**< its type as a word */
    const char *name;                      /**< may be NULL */
    const char *metadata;                  /**< counted keys and values, or NULL */
    int64_t flags;                         /**< ARROW_FLAG_... */
    int64_t n_children;                    /**< how many children */
    struct ArrowSchema **children;         /**< fields of a struct, item of a list */
    struct ArrowSchema *dictionary;        /**< what indices point into, or NULL */
    void (*release)(struct ArrowSchema *); /**< frees it; NULL once it is released */
    void *private_data;                    /**< its maker's */
};

/** What is in a column. */
struct ArrowArray {
    int64_t length;                       /**< how many cells */
    int64_t null_count;                   /**< how many are undefined; -1: not known */
    int64_t offset;                       /**< cells to skip in its buffers */
    int64_t n_buffers;                    /**< how many buffers */
    int64_t n_children;                   /**< how many children */
    const void **buffers;                 /**< validity, then what the type says */
    struct ArrowArray **children;         /**< as in the schema */
    struct ArrowArray *dictionary;        /**< as in the schema */
    void (*release)(struct ArrowArray *); /**< frees it; NULL once it is released */
    void *private_data;                   /**< its maker's */
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
 #define ARROW_C_STREAM_INTERFACE

/** Batches of one schema, one after the other; functions give 0 or an errno. */
struct ArrowArrayStream {
    /** Give the schema of all batches. */
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    /** Give the next batch; a released one past the last. */
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    /** Tell why the last call failed, until the next one; or NULL. */
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *); /**< frees it; NULL once released */
    void *private_data;                         /**< its maker's */
};
#endif

/**
 * Give a table as a stream of one batch, whose cells are the table's own memory.
 *
 * Integers are `l`, dates `tdD`, texts indices `i` with a dictionary `u` of the column's
 * words (which may hold a word twice), rationals `+w:2` of `l`: numerator and
 * denominator. A field is named by its column's key; its metadata hold `kho.type`,
 * `kho.label.vi`, `kho.label.en`, those of the whole `kho.table` and `kho.meta.KEY` for
 * what it was made with. Stream, schema, arrays and their children may each be released
 * in any order, on any thread, also after kho_table_free(): each has a share in the
 * table.
 *
 * @param table the table
 * @param[out] out the stream; its `release` is NULL after a failure
 * @return KHO_OK or KHO_EMEMORY; get_schema() and get_next() give 0 or ENOMEM, the latter
 *   also where a column's words take more than 2 GiB
 */
KHO_API KHO_MUST_CHECK kho_status kho_table_arrow(
    const kho_table *table, struct ArrowArrayStream *out);

#ifdef __cplusplus
}
#endif

#endif
