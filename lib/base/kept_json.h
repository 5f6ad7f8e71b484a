/* JSON that we wrote, read again. */
#ifndef KHO_BASE_KEPT_JSON_H
#define KHO_BASE_KEPT_JSON_H

#include <jansson.h>
#include <kho/common.h>

/* KHO_EMEMORY, or KHO_EDAMAGED, of which whoever calls can say more. */
kho_status kho__kept_json(const char *text, size_t size, json_t **out);

#endif
