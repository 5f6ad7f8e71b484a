/*
 * Tables by the Arrow C data interface. Cells and bitmaps are the table's own memory;
 * what Arrow wants otherwise (texts end to end, metadata) is made for each column.
 *
 * A consumer may move any node out of its tree and release it long after the others, so
 * every node has an arena and a share in the table of its own.
 */
#include <kho/arrow.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "model/table.h"

/* Types of a column and of what stands under it, by kho_type. */
static const struct {
    const char *cells, *under;
} formats[KHO__TYPES] = {
    [KHO_INTEGER] = {"l",    NULL},
    [KHO_RATIONAL] = {"+w:2", "l" },
    [KHO_DATE] = {"tdD",  NULL},
    [KHO_TEXT] = {"i",    "u" },
};

/* What a node owns: it lies in its own arena. */
typedef struct holding {
    kho__arena arena;
    kho_table *table;
} holding;

static holding *hold(const kho_table *table)
{
    kho__arena arena = {0};
    holding *made = kho__arena_take(&arena, sizeof(*made));

    if (made)
        *made = (holding){arena, kho_table_share(table)};
    return made;
}

static void let_go(holding *held)
{
    kho__arena arena = held->arena;

    kho_table_free(held->table);
    kho__arena_free(&arena);
}

/* Schemas. */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    }
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    let_go(schema->private_data);
    schema->release = NULL;
}

/* A node to be released, with room for children that aren't anything yet. */
static bool begin_schema(struct ArrowSchema *schema, const kho_table *table,
    const char *format, const char *name, size_t children)
{
    holding *const held = hold(table);
    struct ArrowSchema *nodes;

    *schema = (struct ArrowSchema){.format = format, .name = name};
    if (!held)
        return false;
    schema->private_data = held;
    schema->release = release_schema;
    schema->children =
        kho__arena_take(&held->arena, children * sizeof(*schema->children));
    nodes = kho__arena_take(&held->arena, children * sizeof(*nodes));
    if (!schema->children || !nodes)
        return false;
    for (size_t i = 0; i < children; i++)
        schema->children[i] = &nodes[i];
    schema->n_children = (int64_t)children;
    return true;
}

/* Metadata: how many pairs, then each text after its size, all as this machine counts. */
typedef struct metadata {
    kho__buffer bytes;
    int32_t count;
} metadata;

static void add_counted(kho__buffer *bytes, const char *first, const char *then)
{
    const size_t length = strlen(first), rest = strlen(then);
    const int32_t size = (int32_t)(length + rest);

    kho__buffer_add(bytes, &size, sizeof(size));
    kho__buffer_add(bytes, first, length);
    kho__buffer_add(bytes, then, rest);
}

static void add_pair(metadata *to, const char *prefix, const char *key, const char *value)
{
    if (!to->count++)
        kho__buffer_add(&to->bytes, &(int32_t){0}, sizeof(int32_t));
    add_counted(&to->bytes, prefix, key);
    add_counted(&to->bytes, value, "");
}

static bool put_metadata(struct ArrowSchema *schema, metadata *made)
{
    holding *const held = schema->private_data;
    char *copy = NULL;

    if (kho__buffer_status(&made->bytes) == KHO_OK) {
        memcpy(made->bytes.bytes, &made->count, sizeof(made->count));
        copy = kho__arena_bytes(&held->arena, made->bytes.bytes, made->bytes.size);
    }
    kho__buffer_free(&made->bytes);
    schema->metadata = copy;
    return copy;
}

static bool column_schema(
    const kho_table *table, size_t column, struct ArrowSchema *schema)
{
    const kho_type type = kho_table_type(table, column);
    const char *const under = formats[type].under;
    holding *held;
    metadata told = {0};

    if (!begin_schema(schema, table, formats[type].cells, kho_table_key(table, column),
            type == KHO_RATIONAL))
        return false;
    held = schema->private_data;
    schema->flags = ARROW_FLAG_NULLABLE;
    add_pair(&told, "kho.", "type", kho__type_words[type]);
    add_pair(&told, "kho.label.", "vi", kho_table_label(table, column, KHO_VI));
    add_pair(&told, "kho.label.", "en", kho_table_label(table, column, KHO_EN));
    if (!put_metadata(schema, &told))
        return false;
    if (type == KHO_RATIONAL)
        return begin_schema(schema->children[0], table, under, "item", 0);
    if (type != KHO_TEXT)
        return true;
    schema->dictionary = kho__arena_take(&held->arena, sizeof(*schema->dictionary));
    return schema->dictionary && begin_schema(schema->dictionary, table, under, NULL, 0);
}

static bool table_schema(const kho_table *table, struct ArrowSchema *schema)
{
    metadata told = {0};

    if (!begin_schema(schema, table, "+s", "", kho_table_columns(table)))
        return false;
    add_pair(&told, "kho.", "table", kho_table_name(table));
    for (size_t i = 0; i < kho_table_metas(table); i++) {
        const char *const key = kho_table_meta_key(table, i);

        add_pair(&told, "kho.meta.", key, kho_table_meta(table, key));
    }
    if (!put_metadata(schema, &told))
        return false;
    for (size_t i = 0; i < kho_table_columns(table); i++) {
        if (!column_schema(table, i, schema->children[i]))
            return false;
    }
    return true;
}

/* Arrays. */

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    }
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    let_go(array->private_data);
    array->release = NULL;
}

/* A node of so many cells, with room for buffers and children that are nothing yet. */
static bool begin_array(struct ArrowArray *array, const kho_table *table, size_t length,
    size_t buffers, size_t children)
{
    holding *const held = hold(table);
    struct ArrowArray *nodes;

    *array = (struct ArrowArray){.length = (int64_t)length};
    if (!held)
        return false;
    array->private_data = held;
    array->release = release_array;
    array->buffers = kho__arena_take(&held->arena, buffers * sizeof(*array->buffers));
    array->children = kho__arena_take(&held->arena, children * sizeof(*array->children));
    nodes = kho__arena_take(&held->arena, children * sizeof(*nodes));
    if (!array->buffers || !array->children || !nodes)
        return false;
    for (size_t i = 0; i < children; i++)
        array->children[i] = &nodes[i];
    array->n_buffers = (int64_t)buffers;
    array->n_children = (int64_t)children;
    return true;
}

static int64_t count_undefined(const uint8_t *valid, size_t rows)
{
    int64_t undefined = 0;

    for (size_t i = 0; valid && i < rows; i++)
        undefined += !(valid[i >> 3] >> (i & 7) & 1);
    return undefined;
}

/* A column's words end to end, and where each begins. Arrow counts with 32 bits here. */
static bool words_array(const kho_table *table, size_t column, struct ArrowArray *array)
{
    const size_t count = kho_table_words(table, column);
    kho__arena *arena;
    size_t size = 0;
    int32_t *ends;
    char *bytes;

    if (!begin_array(array, table, count, 3, 0))
        return false;
    arena = &((holding *)array->private_data)->arena;
    for (size_t i = 0; i < count; i++)
        size += strlen(kho_table_word(table, column, i));
    if (size > INT32_MAX || !(bytes = kho__arena_take(arena, size)) ||
        !(ends = kho__arena_take(arena, (count + 1) * sizeof(*ends))))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *const word = kho_table_word(table, column, i);
        const size_t length = strlen(word);

        memcpy(bytes + ends[i], word, length);
        ends[i + 1] = ends[i] + (int32_t)length;
    }
    array->buffers[1] = ends;
    array->buffers[2] = bytes;
    return true;
}

static bool column_array(const kho_table *table, size_t column, struct ArrowArray *array)
{
    const kho_type type = kho_table_type(table, column);
    const size_t rows = kho_table_rows(table);
    const bool pairs = type == KHO_RATIONAL;
    holding *held;

    if (!begin_array(array, table, rows, pairs ? 1 : 2, pairs ? 1 : 0))
        return false;
    held = array->private_data;
    array->buffers[0] = kho_table_validity(table, column);
    array->null_count = count_undefined(array->buffers[0], rows);
    if (pairs) {
        if (!begin_array(array->children[0], table, rows * 2, 2, 0))
            return false;
        array->children[0]->buffers[1] = kho_table_buffer(table, column);
        return true;
    }
    array->buffers[1] = kho_table_buffer(table, column);
    if (type != KHO_TEXT)
        return true;
    array->dictionary = kho__arena_take(&held->arena, sizeof(*array->dictionary));
    return array->dictionary && words_array(table, column, array->dictionary);
}

static bool table_array(const kho_table *table, struct ArrowArray *array)
{
    if (!begin_array(array, table, kho_table_rows(table), 1, kho_table_columns(table)))
        return false;
    for (size_t i = 0; i < kho_table_columns(table); i++) {
        if (!column_array(table, i, array->children[i]))
            return false;
    }
    return true;
}

/* The stream. */

typedef struct reading {
    kho_table *table;
    bool over;       /* its batch was given */
    kho_error error; /* of the last call; no message where it went well */
} reading;

static int run_out(reading *from)
{
    kho__fail_memory();
    from->error = *kho_error_last();
    return ENOMEM;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    reading *const from = stream->private_data;

    from->error.message[0] = '\0';
    if (table_schema(from->table, out))
        return 0;
    if (out->release)
        out->release(out);
    return run_out(from);
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    reading *const from = stream->private_data;

    from->error.message[0] = '\0';
    *out = (struct ArrowArray){0};
    if (from->over)
        return 0;
    if (table_array(from->table, out)) {
        from->over = true;
        return 0;
    }
    if (out->release)
        out->release(out);
    return run_out(from);
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    const reading *const from = stream->private_data;

    return from->error.message[0] ? from->error.message : NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    reading *const from = stream->private_data;

    kho_table_free(from->table);
    free(from);
    stream->release = NULL;
}

kho_status kho_table_arrow(const kho_table *table, struct ArrowArrayStream *out)
{
    reading *const from = calloc(1, sizeof(*from));

    *out = (struct ArrowArrayStream){0};
    if (!from)
        return kho__fail_memory();
    from->table = kho_table_share(table);
    *out = (struct ArrowArrayStream){
        get_schema, get_next, get_last_error, release_stream, from};
    return KHO_OK;
}
