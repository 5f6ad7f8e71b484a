/* An entry in JSON, the way that kho post reads it. */
#ifndef KHO_EXCHANGE_ENTRY_JSON_H
#define KHO_EXCHANGE_ENTRY_JSON_H

#include <kho/model.h>

#include "base/document.h"

/* Read an entry; it points into the document. KHO_EINVALID naming line and key. */
kho_status kho__entry_read(kho__document *document, kho_entry *out);

/* An entry by hand: what is beside the keys of an entry. */
typedef struct kho__hand_form {
    const char *verb, *from, *to;
    const kho__node *lines;
} kho__hand_form;

/* Read an entry by hand, which has lines where others have moves and observations. */
kho_status kho__hand_read(kho__document *document, kho__hand_form *form, kho_entry *out);

/* The uid of an entry that could not be read; NULL where it has none. */
const char *kho__entry_uid(const kho__document *document);

#endif
