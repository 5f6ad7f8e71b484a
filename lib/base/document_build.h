/* What the readers of YAML and of JSON share: growing a tree without knowing how many
 * children come. */
#ifndef KHO_BASE_DOCUMENT_BUILD_H
#define KHO_BASE_DOCUMENT_BUILD_H

#include "base/document.h"

/* A list or a map whose end has not come yet. */
typedef struct kho__frame {
    kho__node node;
    size_t start;    /* where its children start among the builder's nodes */
    bool wants_key;  /* of a map: the next scalar is a key */
    kho__node keyed; /* the key that waits for its value: key, key_line, key_column */
} kho__frame;

typedef struct kho__builder {
    kho__document *document;
    kho__node *nodes; /* children of the open frames, one after the other */
    size_t used, room;
    size_t total; /* nodes so far, against KHO__NODES_MAX */
    kho__frame frames[KHO__DEPTH_MAX];
    int depth;
    bool done; /* the root is whole */
} kho__builder;

/* A scalar comes: bytes are verified and brought into NFC. In a map it may be a key. */
kho_status kho__build_scalar(kho__builder *builder, kho__node_kind kind,
    const char *bytes, size_t size, int line, int column);

/* A list or a map begins, and ends. */
kho_status kho__build_open(
    kho__builder *builder, kho__node_kind kind, int line, int column);
kho_status kho__build_close(kho__builder *builder);

/* Begin anew, with the memory that there is. */
void kho__build_clear(kho__builder *builder);

/* Free what the builder held, keeping the document. */
void kho__build_end(kho__builder *builder);

/* Refuse more than KHO__DOCUMENT_MAX bytes. */
kho_status kho__build_size(const char *name, int line, size_t size);

#endif
