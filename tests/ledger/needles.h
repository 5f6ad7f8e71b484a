/* Bytes that must not be found in any file of a folder. */
#ifndef TESTS_LEDGER_NEEDLES_H
#define TESTS_LEDGER_NEEDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NEEDLE_LEAST = 8, NEEDLE_MOST = 600 };

typedef struct needles {
    struct needle {
        uint64_t start; /* its first bytes */
        uint8_t *bytes;
        size_t size;
        int tag;
    } * list;
    size_t count, room;
    int32_t *table; /* by the hash of `start`: an index, or -1 */
} needles;

/* Look for these bytes, at least NEEDLE_LEAST of them; a find is told with the tag. */
void needles_add(needles *needles, const void *bytes, size_t size, int tag);

/* A digest as it is and in hexadecimal. */
void needles_add_digest(needles *needles, const uint8_t digest[32], int tag);

/* How often any of them stands in a file; *first is the tag of the first that does. */
size_t needles_in_file(needles *needles, const char *path, int *first);

/* The same in all files of a folder, each named on standard error where one was found. */
size_t needles_in_folder(needles *needles, const char *folder);

void needles_free(needles *needles);

#endif
