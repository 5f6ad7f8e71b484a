/* A hash table from strings or 64-bit keys to small integers. Keys of strings are
 * borrowed. */
#ifndef KHO_BASE_MAP_H
#define KHO_BASE_MAP_H

#include <kho/common.h>

typedef struct kho__map_slot {
    const char *text; /* key of a string map */
    uint64_t key;     /* key of a number map, or the string's hash */
    int64_t value;
    bool used;
} kho__map_slot;

typedef struct kho__map {
    kho__map_slot *slots;
    size_t room; /* a power of two */
    size_t used;
} kho__map;

void kho__map_free(kho__map *map);
void kho__map_clear(kho__map *map); /* keeps the room */

/* -1 where the key is not there: values are never negative. */
int64_t kho__map_find(const kho__map *map, const char *text);
int64_t kho__map_find_key(const kho__map *map, uint64_t key);

/* Add, or replace the value (the first text stays the key); false: out of memory. */
bool kho__map_put(kho__map *map, const char *text, int64_t value);
bool kho__map_put_key(kho__map *map, uint64_t key, int64_t value);

#endif
