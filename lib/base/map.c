#include "base/map.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Keys may be chosen by whoever writes the input, so the hash is keyed: no one can aim at
 * a slot. */
static unsigned char secret[crypto_shorthash_KEYBYTES];
static uint64_t number_secret;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void choose_secret(void)
{
    if (sodium_init() < 0) /* no random source: still a correct map */
        return;
    randombytes_buf(secret, sizeof(secret));
    randombytes_buf(&number_secret, sizeof(number_secret));
}

static uint64_t hash_text(const char *text)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;

    crypto_shorthash(bytes, (const unsigned char *)text, strlen(text), secret);
    memcpy(&hash, bytes, sizeof(hash));
    return hash;
}

/* splitmix64's finalizer: neighbouring numbers land far apart. */
static uint64_t hash_number(uint64_t key)
{
    key ^= number_secret;
    key = (key ^ (key >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    key = (key ^ (key >> 27)) * UINT64_C(0x94D049BB133111EB);
    return key ^ (key >> 31);
}

void kho__map_free(kho__map *map)
{
    free(map->slots);
    *map = (kho__map){0};
}

void kho__map_clear(kho__map *map)
{
    if (map->slots)
        memset(map->slots, 0, map->room * sizeof(*map->slots));
    map->used = 0;
}

/* The key's slot, or the free one where it belongs. `text` is NULL in a number map. */
static kho__map_slot *find(const kho__map *map, const char *text, uint64_t key)
{
    const uint64_t mask = map->room - 1;
    uint64_t at = (text ? key : hash_number(key)) & mask;

    for (;; at = (at + 1) & mask) {
        kho__map_slot *slot = &map->slots[at];

        if (!slot->used || (slot->key == key && (!text || strcmp(slot->text, text) == 0)))
            return slot;
    }
}

/* At most two thirds of the slots are in use. */
static bool grow(kho__map *map)
{
    kho__map grown = {NULL, map->room ? 2 * map->room : 16, map->used};

    if (map->used < map->room - map->room / 3)
        return true;
    if (grown.room > SIZE_MAX / 2 / sizeof(*grown.slots))
        return false;
    pthread_once(&once, choose_secret);
    grown.slots = calloc(grown.room, sizeof(*grown.slots));
    if (!grown.slots)
        return false;
    for (size_t i = 0; i < map->room; i++) {
        const kho__map_slot *slot = &map->slots[i];

        if (slot->used)
            *find(&grown, slot->text, slot->key) = *slot;
    }
    free(map->slots);
    *map = grown;
    return true;
}

static void put(kho__map *map, const char *text, uint64_t key, int64_t value)
{
    kho__map_slot *slot = find(map, text, key);

    if (!slot->used) {
        *slot = (kho__map_slot){text, key, value, true};
        map->used++;
    } else {
        slot->value = value;
    }
}

int64_t kho__map_find(const kho__map *map, const char *text)
{
    const kho__map_slot *slot;

    if (map->used == 0)
        return -1;
    slot = find(map, text, hash_text(text));
    return slot->used ? slot->value : -1;
}

int64_t kho__map_find_key(const kho__map *map, uint64_t key)
{
    const kho__map_slot *slot;

    if (map->used == 0)
        return -1;
    slot = find(map, NULL, key);
    return slot->used ? slot->value : -1;
}

bool kho__map_put(kho__map *map, const char *text, int64_t value)
{
    if (!grow(map))
        return false;
    put(map, text, hash_text(text), value);
    return true;
}

bool kho__map_put_key(kho__map *map, uint64_t key, int64_t value)
{
    if (!grow(map))
        return false;
    put(map, NULL, key, value);
    return true;
}
