/* The services of an entry in JSON: one object, or a list of them. */
#ifndef KHO_EXCHANGE_SERVICE_JSON_H
#define KHO_EXCHANGE_SERVICE_JSON_H

#include <kho/model.h>

#include "base/document.h"

/* Arrays are the document's. KHO_EINVALID with the line and the key. */
kho_status kho__services_json(
    kho__document *document, const kho__node *node, kho_entry *out);

#endif
