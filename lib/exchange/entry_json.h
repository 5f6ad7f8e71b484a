/* An entry in JSON, the way that kho post reads it. */
#ifndef KHO_EXCHANGE_ENTRY_JSON_H
#define KHO_EXCHANGE_ENTRY_JSON_H

#include <kho/model.h>

#include "base/document.h"

/* Read an entry; it points into the document. KHO_EINVALID naming line and key. */
kho_status kho__entry_read(kho__document *document, kho_entry *out);

/* The uid of an entry that could not be read; NULL where it has none. */
const char *kho__entry_uid(const kho__document *document);

#endif
