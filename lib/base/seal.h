/*
 * Keyed digests of identifiers that must not be kept: BLAKE2b-256, libsodium's. A seal
 * has one key or more; a digest is keyed by the first, that by the second, and so on, so
 * that a key can be added to digests whose origin nobody knows.
 */
#ifndef KHO_BASE_SEAL_H
#define KHO_BASE_SEAL_H

#include "base/arena.h"
#include "base/digest.h"

#define KHO__SEALS_MOST 64

typedef struct kho__seal {
    char *path; /* of the key file; NULL: there is no key */
    size_t count;
    uint8_t keys[KHO__SEALS_MOST][KHO__DIGEST];
} kho__seal;

/* Make a key file with one key, and read one. */
kho_status kho__seal_make(const char *path);
kho_status kho__seal_read(kho__seal *seal, const char *path);

/* Add a key to the file, whole or not at all, and to the seal: those of another ledger or
 * process, if the file has more meanwhile. KHO_EINVALID: it isn't the file any more;
 * KHO_EBUSY: another program held it for `busy_ms` milliseconds. */
kho_status kho__seal_add(kho__seal *seal, int busy_ms);

/* Overwrite the keys in memory. */
void kho__seal_forget(kho__seal *seal);

/* The digest of an identifier in NFC by the first `count` keys. KHO_EINVALID: not text,
 * empty or longer than 256 bytes; the message doesn't quote it. */
kho_status kho__seal_text(
    const kho__seal *seal, size_t count, const char *text, uint8_t out[KHO__DIGEST]);

/* The same digest with one more key. */
void kho__seal_again(const kho__seal *seal, size_t key, const uint8_t in[KHO__DIGEST],
    uint8_t out[KHO__DIGEST]);

/* What tells whether a file has the key without telling the key. */
void kho__seal_mark(const kho__seal *seal, size_t key, uint8_t out[KHO__DIGEST]);

#endif
