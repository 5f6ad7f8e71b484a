/*
 * Documents that people write: YAML and JSON become the same tree of nodes, and tables of
 * fields read nodes into structs. All limits are here: 1 MiB, depth 32, 131,072 nodes,
 * one document, no duplicate key; in YAML no anchors, no aliases, no tags.
 */
#ifndef KHO_BASE_DOCUMENT_H
#define KHO_BASE_DOCUMENT_H

#include "base/arena.h"

#define KHO__DOCUMENT_MAX ((size_t)1 << 20)
#define KHO__DEPTH_MAX 32
#define KHO__NODES_MAX ((size_t)1 << 17)

typedef enum kho__node_kind {
    KHO__NULL = 0, /* null, or an empty plain YAML scalar */
    KHO__SCALAR,   /* plain YAML scalar, JSON number, true or false: text says */
    KHO__STRING,   /* quoted */
    KHO__LIST,
    KHO__MAP
} kho__node_kind;

typedef struct kho__node {
    kho__node_kind kind;
    const char *key;          /* of a map's child */
    const char *text;         /* of a scalar or a string: NFC, verified */
    int line, column;         /* from 1; JSON has only lines */
    int key_line, key_column; /* of the key, likewise */
    size_t count;             /* children of a list or a map */
    struct kho__node *children;
} kho__node;

typedef struct kho__document {
    const char *name; /* what errors call it; borrowed */
    bool json;        /* numbers are not texts there */
    kho__node root;
    kho__arena arena;
} kho__document;

/* KHO_EINVALID with name, line and column; on failure nothing is to be freed. */
kho_status kho__document_yaml(
    kho__document *document, const char *name, const char *bytes, size_t size);
kho_status kho__document_json(
    kho__document *document, const char *name, int line, const char *bytes, size_t size);
void kho__document_free(kho__document *document);

/* Read a YAML file; KHO_ENOTFOUND, KHO_ESTORAGE too. `path` is its name and must outlive
 * it. */
kho_status kho__document_file(kho__document *document, const char *path);

/* Read the root as a map whose key `kho` says `form`, such as "catalogue/1", in its first
 * line. */
kho_status kho__document_form(const kho__document *document, const char *form);

/* Why a file that is there to be read can't be, by errno: KHO_ENOTFOUND, KHO_ESTORAGE. */
kho_status kho__file_fail(const char *path);

/* A whole file in the arena: KHO_ENOTFOUND, KHO_ESTORAGE (a directory), KHO_EINVALID
 * (more than `most` bytes). */
kho_status kho__file_read(
    kho__arena *arena, const char *path, size_t most, char **bytes, size_t *size);

/* What a field holds. The member at `offset` has the C type named. */
typedef enum kho__field_type {
    KHO__FIELD_TEXT,    /* const char * : NFC, at most `most` bytes (0: 1024) */
    KHO__FIELD_CODE,    /* const char * : [A-Za-z0-9._-]{1,64} */
    KHO__FIELD_INTEGER, /* int64_t within least..most */
    KHO__FIELD_BOOL,    /* bool: true or false, nothing else */
    KHO__FIELD_DATE,  /* kho_date; "2029-05" is the month's last day where flag MONTH_END
                       */
    KHO__FIELD_MONTH, /* kho_month */
    KHO__FIELD_RATIONAL, /* kho_rational, exact decimal within least..most */
    KHO__FIELD_WORD,     /* int: index in `words` */
    KHO__FIELD_NAME,     /* kho_text: {vi: .., en: ..}; a plain string is vi */
    KHO__FIELD_NODE      /* const kho__node *: read by the caller */
} kho__field_type;

/* NULLABLE: null is as if the key were not there. */
enum { KHO__REQUIRED = 1, KHO__MONTH_END = 2, KHO__NULLABLE = 4 };

typedef struct kho__field {
    const char *key;
    kho__field_type type;
    size_t offset;
    unsigned flags;
    int64_t least, most;
    const char *const *words; /* NULL-terminated */
} kho__field;

/*
 * Read a map node into a struct: unknown and missing keys, wrong types and ranges are
 * refused, naming file, line, column, key and what was expected. Members of absent keys
 * are left as they are. `what` names the thing in messages, such as "item".
 */
kho_status kho__read_map(const kho__document *document, const kho__node *node,
    const char *what, const kho__field *fields, size_t count, void *out);

/* The value of a map's key; NULL where it has no such key. */
const kho__node *kho__node_child(const kho__node *map, const char *key);

/* "moves[3]": what messages call an item of a list, whose name has at most 8 bytes. */
#define KHO__ITEM_NAME 32
void kho__item_name(char out[KHO__ITEM_NAME], const char *list, size_t index);

/* Read a value as the field says, which names it in messages, to `out`, whatever the
 * field's offset. */
kho_status kho__read_value(const kho__document *document, const kho__node *node,
    const char *what, const kho__field *field, void *out);

/* Fail at a node's value (NULL: at the document). KHO_EINVALID. */
kho_status kho__fail_node(const kho__document *document, const kho__node *node,
    const char *en, const char *vi, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* An arena array with an element for each child of a list, which null or NULL stands for
 * if it is empty. */
kho_status kho__take_children(kho__document *document, const kho__node *list,
    const char *what, size_t size, void **out, size_t *count);

/*
 * Read a list, or a single value, into an arena array of elements of `size`: each is read
 * as the field says, whose key names them in messages. None at all is refused.
 */
kho_status kho__read_list(kho__document *document, const kho__node *node,
    const char *what, const kho__field *field, size_t size, void **out, size_t *count);

/* A list of codes (also a single one): count and an arena array. */
kho_status kho__read_codes(kho__document *document, const kho__node *node,
    const char *what, const char *const **out, size_t *count);

#endif
