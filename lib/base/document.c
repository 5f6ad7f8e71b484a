#include "base/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/document_build.h"
#include "base/error.h"
#include "base/text.h"

#define KEPT_MOST 1024 /* nodes that are kept for the next document */
#define FEW 16         /* keys that are compared without sorting */

static kho_status fail_at(
    const kho__builder *builder, int line, int column, const char *en, const char *vi)
{
    return kho__fail_at(KHO_EINVALID, builder->document->name, line, column, "%s", "%s",
        kho__say(en, vi));
}

/* Verify a text and copy it in NFC; a failure is told again with its place. */
static kho_status take_text(kho__builder *builder, const char *bytes, size_t size,
    int line, int column, const char **out)
{
    kho_status status = kho__text_take_bytes(&builder->document->arena,
        kho__say("text", "văn bản"), bytes, size, KHO__DOCUMENT_MAX, out);
    char why[sizeof(kho_error_last()->message)];

    if (status != KHO_EINVALID)
        return status;
    memcpy(why, kho_error_last()->message, sizeof(why));
    return kho__fail_at(status, builder->document->name, line, column, "%s", "%s", why);
}

/* Put a whole node where it belongs: among the children of the open frame, or as the
 * root. */
static kho_status add_node(kho__builder *builder, kho__node node)
{
    kho__frame *frame;

    if (builder->depth == 0) {
        builder->document->root = node;
        builder->done = true;
        return KHO_OK;
    }
    frame = &builder->frames[builder->depth - 1];
    if (frame->node.kind == KHO__MAP) {
        node.key = frame->keyed.key;
        node.key_line = frame->keyed.key_line;
        node.key_column = frame->keyed.key_column;
        frame->wants_key = true;
    }
    if (!kho__grow(
            (void **)&builder->nodes, &builder->room, builder->used, 1, sizeof(node)))
        return kho__fail_memory();
    builder->nodes[builder->used++] = node;
    return KHO_OK;
}

static kho_status count_node(kho__builder *builder, int line, int column)
{
    if (++builder->total > KHO__NODES_MAX)
        return fail_at(builder, line, column, "too many values", "quá nhiều giá trị");
    return KHO_OK;
}

static bool is_wanting_key(const kho__builder *builder)
{
    const kho__frame *frame;

    if (builder->depth == 0)
        return false;
    frame = &builder->frames[builder->depth - 1];
    return frame->node.kind == KHO__MAP && frame->wants_key;
}

kho_status kho__build_scalar(kho__builder *builder, kho__node_kind kind,
    const char *bytes, size_t size, int line, int column)
{
    kho__node node = {.kind = kind, .line = line, .column = column};
    kho_status status = count_node(builder, line, column);

    if (status < 0 ||
        (status = take_text(builder, bytes, size, line, column, &node.text)) < 0)
        return status;
    if (is_wanting_key(builder)) {
        kho__frame *frame = &builder->frames[builder->depth - 1];

        if (kind == KHO__NULL)
            return fail_at(builder, line, column, "a key is empty", "khóa bị để trống");
        frame->keyed =
            (kho__node){.key = node.text, .key_line = line, .key_column = column};
        frame->wants_key = false;
        return KHO_OK;
    }
    return add_node(builder, node);
}

kho_status kho__build_open(
    kho__builder *builder, kho__node_kind kind, int line, int column)
{
    kho__frame *frame;
    kho_status status = count_node(builder, line, column);

    if (status < 0)
        return status;
    if (is_wanting_key(builder))
        return fail_at(
            builder, line, column, "a key must be a text", "khóa phải là văn bản");
    if (builder->depth == KHO__DEPTH_MAX)
        return fail_at(
            builder, line, column, "nested deeper than 32 levels", "lồng sâu quá 32 mức");
    frame = &builder->frames[builder->depth++];
    *frame = (kho__frame){
        .node = {.kind = kind, .line = line, .column = column},
        .start = builder->used,
        .wants_key = kind == KHO__MAP,
    };
    return KHO_OK;
}

static int compare_keys(const void *a, const void *b)
{
    const kho__node *const *one = a, *const *other = b;
    int order = strcmp((*one)->key, (*other)->key);

    if (order != 0)
        return order;
    return (*one > *other) - (*one < *other); /* siblings lie in one array */
}

/* Of a few keys, as most maps have them: each with all before it. */
static const kho__node *find_twice_of_few(const kho__node *map)
{
    for (size_t i = 1; i < map->count; i++) {
        const char *key = map->children[i].key;

        for (size_t j = 0; j < i; j++) {
            if (*map->children[j].key == *key && strcmp(map->children[j].key, key) == 0)
                return &map->children[i];
        }
    }
    return NULL;
}

/* Sorting needs no hash that an enemy could make collide. */
static kho_status find_twice(const kho__node *map, const kho__node **out)
{
    const kho__node **sorted = malloc(map->count * sizeof(*sorted)), *twice = NULL;

    if (!sorted)
        return kho__fail_memory();
    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->children[i];
    qsort(sorted, map->count, sizeof(*sorted), compare_keys);
    for (size_t i = 1; i < map->count; i++) {
        if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0 &&
            (!twice || sorted[i] < twice))
            twice = sorted[i];
    }
    free(sorted);
    *out = twice;
    return KHO_OK;
}

static kho_status check_duplicates(const kho__builder *builder, const kho__node *map)
{
    const kho__node *twice = NULL;
    kho_status status = KHO_OK;

    if (map->count <= FEW)
        twice = find_twice_of_few(map);
    else
        status = find_twice(map, &twice);
    if (!twice)
        return status;
    return kho__fail_at(KHO_EINVALID, builder->document->name, twice->key_line,
        twice->key_column, "key '%s' stands twice", "khóa '%s' bị lặp lại", twice->key);
}

kho_status kho__build_close(kho__builder *builder)
{
    kho__frame *frame = &builder->frames[--builder->depth];
    kho__node node = frame->node;
    kho_status status;

    node.count = builder->used - frame->start;
    if (node.count > 0) {
        size_t size = node.count * sizeof(*node.children);

        node.children = kho__arena_take(&builder->document->arena, size);
        if (!node.children)
            return kho__fail_memory();
        memcpy(node.children, builder->nodes + frame->start, size);
    }
    builder->used = frame->start;
    if (node.kind == KHO__MAP && (status = check_duplicates(builder, &node)) < 0)
        return status;
    return add_node(builder, node);
}

void kho__build_clear(kho__builder *builder)
{
    if (builder->room > KEPT_MOST)
        kho__build_end(builder);
    builder->used = builder->total = 0;
    builder->depth = 0;
    builder->done = false;
}

void kho__build_end(kho__builder *builder)
{
    free(builder->nodes);
    builder->nodes = NULL;
    builder->room = 0;
}

kho_status kho__build_size(const char *name, int line, size_t size)
{
    if (size <= KHO__DOCUMENT_MAX)
        return KHO_OK;
    return kho__fail_at(
        KHO_EINVALID, name, line, 0, "longer than 1 MiB", "dài quá 1 MiB");
}

kho_status kho__document_file(kho__document *document, const char *path)
{
    kho__arena arena = {0};
    kho_status status;
    char *bytes;
    size_t size;

    *document = (kho__document){0};
    status = kho__file_read(&arena, path, KHO__DOCUMENT_MAX, &bytes, &size);
    if (status == KHO_OK)
        status = kho__document_yaml(document, path, bytes, size);
    kho__arena_free(&arena);
    return status;
}

kho_status kho__document_form(const kho__document *document, const char *form)
{
    const kho__node *root = &document->root;

    if (root->kind == KHO__MAP && root->count > 0 &&
        strcmp(root->children[0].key, "kho") == 0 && root->children[0].text &&
        strcmp(root->children[0].text, form) == 0)
        return KHO_OK;
    return kho__fail_node(document, root, "the first line must be 'kho: %s'",
        "dòng đầu tiên phải là 'kho: %s'", form);
}

void kho__document_free(kho__document *document)
{
    kho__arena_free(&document->arena);
    *document = (kho__document){0};
}
