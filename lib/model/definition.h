/* Items and places as canonical JSON, the way that the journal and the catalogue's cache
 * keep them. */
#ifndef KHO_MODEL_DEFINITION_H
#define KHO_MODEL_DEFINITION_H

#include <jansson.h>
#include <kho/model.h>

#include "base/arena.h"
#include "base/buffer.h"

void kho__item_write(kho__buffer *out, const kho_item *item);
void kho__place_write(kho__buffer *out, const kho_place *place);

/* Texts are borrowed from the node, arrays are the arena's. KHO_EDAMAGED. */
kho_status kho__item_read(const json_t *node, kho_item *out);
kho_status kho__place_read(kho__arena *arena, const json_t *node, kho_place *out);

#endif
