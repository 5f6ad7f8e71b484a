#include "base/kept_json.h"

#include <stdlib.h>

#include "base/error.h"

/*
 * Where memory runs out jansson says nothing, or calls a string that it had no room for
 * an invalid token. What reads the second time, and what there is no room to copy, lacked
 * memory.
 */
kho_status kho__kept_json(const char *text, size_t size, json_t **out)
{
    void *room;

    for (int tries = 0; tries < 2; tries++) {
        if ((*out = json_loadb(text, size, 0, NULL)))
            return KHO_OK;
    }
    room = malloc(size + 1);
    free(room);
    return room ? kho__fail(KHO_EDAMAGED, "what is kept isn't JSON",
                      "nội dung đã lưu không phải JSON")
                : kho__fail_memory();
}
