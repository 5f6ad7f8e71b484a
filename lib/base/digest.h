/* BLAKE2b-256, libsodium's. */
#ifndef KHO_BASE_DIGEST_H
#define KHO_BASE_DIGEST_H

#include <kho/common.h>

#define KHO__DIGEST 32

/* Digest of the parts, one after the other. */
typedef struct kho__part {
    const void *bytes;
    size_t size;
} kho__part;

void kho__digest(const kho__part *parts, size_t count, uint8_t out[KHO__DIGEST]);

/* Lower-case hexadecimal into a buffer of 2 * size + 1. */
char *kho__hex(const uint8_t *bytes, size_t size, char *buffer);

/* The system's random bytes and UTC clock in milliseconds. */
void kho__random(void *context, void *bytes, size_t size);
int64_t kho__clock(void *context);

#endif
