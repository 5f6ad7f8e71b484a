/* Memory that is freed at once: the rows and strings of one result. */
#ifndef KHO_BASE_ARENA_H
#define KHO_BASE_ARENA_H

#include <kho/common.h>

typedef struct kho__arena {
    struct kho__arena_block *blocks;
    bool failed; /* there was no memory for something, since it was last cleared */
} kho__arena;

void *kho__arena_take(kho__arena *arena,
    size_t size); /* zeroed, aligned for anything; NULL: out of memory */
char *kho__arena_text(
    kho__arena *arena, const char *text); /* a copy; NULL for NULL or out of memory */
char *kho__arena_bytes(
    kho__arena *arena, const char *bytes, size_t size); /* a copy with a NUL */

/* Room in the arena for one more behind `count` elements of an array that nothing else
 * makes longer: it doubles, so begin with NULL and 0. False: out of memory. */
bool kho__arena_more(kho__arena *arena, void **array, size_t count, size_t size);

void kho__arena_clear(
    kho__arena *arena); /* everything taken is gone; keeps at most one block */
void kho__arena_free(kho__arena *arena);
void kho__arena_wipe(kho__arena *arena); /* frees too: nothing of it stays in memory */

/* Grow a plain malloc'd array so that `count` more than `used` fit: doubles; false: out
 * of memory. */
bool kho__grow(void **array, size_t *room, size_t used, size_t count, size_t size);

#endif
