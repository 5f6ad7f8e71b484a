/* A document of a host's values: a tree that grows. */
#ifndef KHO_EXCHANGE_DOCUMENT_H
#define KHO_EXCHANGE_DOCUMENT_H

#include <kho/document.h>

#include "base/document_build.h"

struct kho_document {
    kho__document tree;
    kho__builder builder;
};

/* The tree of a document that is whole; KHO_EINVALID where it isn't. */
kho_status kho__document_whole(kho_document *document, kho__document **out);

#endif
