#include "ledger/needles.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SLOTS = 1 << 18 };

static uint64_t start_of(const uint8_t *bytes)
{
    uint64_t start;

    memcpy(&start, bytes, sizeof(start));
    return start;
}

static size_t slot_of(uint64_t start)
{
    return (size_t)((start * UINT64_C(0x9e3779b97f4a7c15)) >> 46);
}

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

void needles_add(needles *needles, const void *bytes, size_t size, int tag)
{
    struct needle *one;
    size_t slot;

    if (size < NEEDLE_LEAST || needles->count >= SLOTS / 2)
        abort();
    if (!needles->table) {
        needles->table = must(malloc(SLOTS * sizeof(*needles->table)));
        memset(needles->table, 0xff, SLOTS * sizeof(*needles->table));
    }
    if (needles->count == needles->room) {
        needles->room = needles->room * 2 + 64;
        needles->list =
            must(realloc(needles->list, needles->room * sizeof(*needles->list)));
    }
    one = &needles->list[needles->count];
    *one = (struct needle){start_of(bytes), must(malloc(size)), size, tag};
    memcpy(one->bytes, bytes, size);
    for (slot = slot_of(one->start); needles->table[slot] >= 0;)
        slot = (slot + 1) % SLOTS;
    needles->table[slot] = (int32_t)needles->count++;
}

void needles_add_digest(needles *needles, const uint8_t digest[32], int tag)
{
    char hex[65];

    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    needles_add(needles, digest, 32, tag);
    needles_add(needles, hex, 64, tag);
    for (int i = 0; i < 64; i++)
        hex[i] = (char)toupper((unsigned char)hex[i]);
    needles_add(needles, hex, 64, tag);
}

/* Whether one of them begins here; its tag, or -1. */
static int begins(const needles *needles, const uint8_t *at, size_t left)
{
    const uint64_t start = start_of(at);

    for (size_t slot = slot_of(start); needles->table[slot] >= 0;
         slot = (slot + 1) % SLOTS) {
        const struct needle *one = &needles->list[needles->table[slot]];

        if (one->start == start && one->size <= left &&
            memcmp(one->bytes, at, one->size) == 0)
            return one->tag;
    }
    return -1;
}

size_t needles_in_file(needles *needles, const char *path, int *first)
{
    FILE *file = fopen(path, "rb");
    struct stat about;
    uint8_t *bytes;
    size_t size, found = 0;

    *first = -1;
    if (!file || fstat(fileno(file), &about) < 0)
        abort();
    bytes = must(malloc((size_t)about.st_size + 1));
    size = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    for (size_t i = 0; needles->count && i + NEEDLE_LEAST <= size; i++) {
        const int tag = begins(needles, bytes + i, size - i);

        if (tag >= 0 && found++ == 0)
            *first = tag;
    }
    free(bytes);
    return found;
}

size_t needles_in_folder(needles *needles, const char *folder)
{
    DIR *open = must(opendir(folder));
    struct dirent *entry;
    size_t all = 0;

    while ((entry = readdir(open))) {
        char path[1024];
        struct stat about;
        size_t found;
        int first;

        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (stat(path, &about) < 0 || !S_ISREG(about.st_mode))
            continue;
        if ((found = needles_in_file(needles, path, &first)) > 0)
            fprintf(stderr, "%s: %zu found, the first of tag %d\n", path, found, first);
        all += found;
    }
    closedir(open);
    return all;
}

void needles_free(needles *needles)
{
    for (size_t i = 0; i < needles->count; i++)
        free(needles->list[i].bytes);
    free(needles->list);
    free(needles->table);
    *needles = (struct needles){0};
}
