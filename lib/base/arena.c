#include "base/arena.h"

#include <sodium.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer what wasn't taken is poisoned, with a gap behind each piece. */
#if defined(__SANITIZE_ADDRESS__)
 #define SANITIZED 1
#elif defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define SANITIZED 1
 #endif
#endif

#ifdef SANITIZED
 #include <sanitizer/asan_interface.h>
 #define GAP 16
#else
 #define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
 #define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
 #define GAP 0
#endif

#define BLOCK_LEAST 1024
#define BLOCK_MOST (256 * 1024)

typedef struct kho__arena_block {
    struct kho__arena_block *next;
    size_t room;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
} block;

/* Blocks double, so that small results stay small and large ones need few. */
static block *add_block(kho__arena *arena, size_t size)
{
    size_t room = BLOCK_LEAST;
    block *made;

    if (arena->blocks)
        room = arena->blocks->room < BLOCK_MOST ? 2 * arena->blocks->room : BLOCK_MOST;
    if (room < size)
        room = size;
    made = malloc(sizeof(*made) + room);
    if (!made)
        return NULL;
    made->next = arena->blocks;
    made->room = room;
    made->used = 0;
    ASAN_POISON_MEMORY_REGION(made->bytes, room);
    arena->blocks = made;
    return made;
}

/* Not zeroed; `step` is the alignment, a power of two. */
static void *take(kho__arena *arena, size_t size, size_t step)
{
    block *from = arena->blocks;
    size_t start;

    if (size > SIZE_MAX / 4)
        return NULL;
    start = from ? (from->used + step - 1) & ~(step - 1) : 0;
    if (!from || start > from->room || from->room - start < size + GAP) {
        from = add_block(arena, size + GAP);
        if (!from) {
            arena->failed = true;
            return NULL;
        }
        start = 0;
    }
    from->used = start + size + GAP;
    ASAN_UNPOISON_MEMORY_REGION(from->bytes + start, size);
    return from->bytes + start;
}

void *kho__arena_take(kho__arena *arena, size_t size)
{
    void *taken = take(arena, size, alignof(max_align_t));

    if (taken && size > 0)
        memset(taken, 0, size);
    return taken;
}

char *kho__arena_bytes(kho__arena *arena, const char *bytes, size_t size)
{
    char *copy = size < SIZE_MAX ? take(arena, size + 1, 1) : NULL;

    if (!copy)
        return NULL;
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *kho__arena_text(kho__arena *arena, const char *text)
{
    return text ? kho__arena_bytes(arena, text, strlen(text)) : NULL;
}

bool kho__arena_more(kho__arena *arena, void **array, size_t count, size_t size)
{
    const size_t least = 4;
    void *grown, *was;

    if (count && (count < least || count & (count - 1)))
        return true;
    if (!(grown = kho__arena_take(arena, (count ? 2 * count : least) * size)))
        return false;
    /* The caller's pointer has a type of its own, so it is read as bytes. */
    memcpy(&was, array, sizeof(was));
    if (count)
        memcpy(grown, was, count * size);
    memcpy(array, &grown, sizeof(grown));
    return true;
}

/* What is kept is the newest block of a usual size: the one that the next result will
 * need. */
void kho__arena_clear(kho__arena *arena)
{
    block *kept = arena->blocks;

    arena->failed = false;
    while (kept && kept->room > BLOCK_MOST)
        kept = kept->next;
    while (arena->blocks) {
        block *next = arena->blocks->next;

        if (arena->blocks != kept)
            free(arena->blocks);
        arena->blocks = next;
    }
    if (!kept)
        return;
    kept->next = NULL;
    kept->used = 0;
    ASAN_POISON_MEMORY_REGION(kept->bytes, kept->room);
    arena->blocks = kept;
}

void kho__arena_free(kho__arena *arena)
{
    arena->failed = false;
    while (arena->blocks) {
        block *next = arena->blocks->next;

        free(arena->blocks);
        arena->blocks = next;
    }
}

void kho__arena_wipe(kho__arena *arena)
{
    for (block *at = arena->blocks; at; at = at->next) {
        ASAN_UNPOISON_MEMORY_REGION(at->bytes, at->room);
        sodium_memzero(at->bytes, at->room);
    }
    kho__arena_free(arena);
}

bool kho__grow(void **array, size_t *room, size_t used, size_t count, size_t size)
{
    size_t wanted = *room ? *room : 8;
    void *grown;

    if (used <= *room && count <= *room - used)
        return true;
    if (count > SIZE_MAX / 4 / size || used > SIZE_MAX / 4 / size)
        return false;
    while (wanted < used + count)
        wanted *= 2;

    /* The caller's pointer has a type of its own, so it is read as bytes. */
    memcpy(&grown, array, sizeof(grown));
    grown = realloc(grown, wanted * size);
    if (!grown)
        return false;
    memcpy(array, &grown, sizeof(grown));
    *room = wanted;
    return true;
}
