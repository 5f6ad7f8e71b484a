#include "base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/new_file.h"
#include "base/text.h"

#define IDENTIFIER_MOST 256

static const char head[] = "kho client key 1\n";

#define LINE (2 * KHO__DIGEST + 1)
#define FILE_MOST (sizeof(head) + KHO__SEALS_MOST * LINE)

static kho_status fail_file(const char *path)
{
    const int why = errno;

    if (why == ENOENT)
        return kho__fail(KHO_ENOTFOUND, "%s: there is no such key file",
            "%s: không có tệp khóa này", path);
    if (why == ELOOP)
        return kho__fail(KHO_EINVALID, "%s: a link; the key file itself is needed",
            "%s: đây là liên kết; cần chính tệp khóa", path);
    return kho__fail(KHO_ESTORAGE, "%s: %s", "%s: %s", path, kho_errno_text(why));
}

static kho_status write_all(int file, const char *path, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t wrote = write(file, bytes, size);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return fail_file(path);
        bytes += wrote;
        size -= (size_t)wrote;
    }
    return KHO_OK;
}

/* Keys as the text of a file, whole, for its owner alone. Links keyed by a key that a
 * power cut took would be lost with it. */
static kho_status write_keys(const char *path, const kho__seal *seal, bool replace)
{
    char text[FILE_MOST];
    size_t used = sizeof(head) - 1;
    char *made;
    kho_status status = kho__new_file(path, replace, &made);
    int file;

    if (status < 0)
        return status;
    memcpy(text, head, used);
    for (size_t i = 0; i < seal->count; i++) {
        kho__hex(seal->keys[i], KHO__DIGEST, text + used);
        used += LINE;
        text[used - 1] = '\n';
    }
    file = open(made, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    status = file < 0 ? fail_file(path) : write_all(file, path, text, used);
    sodium_memzero(text, sizeof(text));
    if (file >= 0 && close(file) < 0 && status == KHO_OK)
        status = fail_file(path);
    return kho__new_file_keep(made, path, replace, status);
}

kho_status kho__seal_make(const char *path)
{
    kho__seal seal = {.count = 1};
    kho_status status;

    kho__random(NULL, seal.keys[0], KHO__DIGEST);
    status = write_keys(path, &seal, false);
    sodium_memzero(&seal, sizeof(seal));
    return status;
}

static kho_status malformed(const char *path)
{
    return kho__fail(KHO_EINVALID, "%s: not a key file of clients",
        "%s: không phải tệp khóa khách hàng", path);
}

static kho_status parse(kho__seal *seal, const char *path, const char *text, size_t size)
{
    const size_t start = sizeof(head) - 1;

    if (size <= start || memcmp(text, head, start) != 0 || (size - start) % LINE)
        return malformed(path);
    seal->count = (size - start) / LINE;
    if (seal->count > KHO__SEALS_MOST)
        return malformed(path);
    for (size_t i = 0; i < seal->count; i++) {
        const char *line = text + start + i * LINE;
        size_t bytes;

        if (line[LINE - 1] != '\n' ||
            sodium_hex2bin(
                seal->keys[i], KHO__DIGEST, line, LINE - 1, NULL, &bytes, NULL) != 0 ||
            bytes != KHO__DIGEST)
            return malformed(path);
    }
    return KHO_OK;
}

/* A key that others may read keeps nothing secret. */
static kho_status check_mode(int file, const char *path)
{
    struct stat about;

    if (fstat(file, &about) < 0)
        return fail_file(path);
    if (!S_ISREG(about.st_mode))
        return malformed(path);
    if (about.st_nlink > 1)
        return kho__fail(KHO_EINVALID,
            "%s: the key file has more than one name (hard links)",
            "%s: tệp khóa có nhiều tên (liên kết cứng)", path);
    if (about.st_mode & 077)
        return kho__fail(KHO_EINVALID, "%s: others may read the key: set its mode to 600",
            "%s: người khác đọc được khóa: hãy đặt quyền 600", path);
    return KHO_OK;
}

kho_status kho__seal_read(kho__seal *seal, const char *path)
{
    char text[FILE_MOST + 1];
    /* A pipe must not be waited for. */
    const int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    kho_status status;
    ssize_t size;

    *seal = (kho__seal){0};
    if (file < 0)
        return fail_file(path);
    if ((status = check_mode(file, path)) == KHO_OK) {
        size = read(file, text, sizeof(text));
        status = size < 0 ? fail_file(path) : parse(seal, path, text, (size_t)size);
    }
    close(file);
    sodium_memzero(text, sizeof(text));
    if (status == KHO_OK && !(seal->path = strdup(path)))
        status = kho__fail_memory();
    if (status < 0)
        kho__seal_forget(seal);
    return status;
}

static kho_status wait_for(const char *path, int file, int *busy_ms)
{
    while (flock(file, LOCK_EX | LOCK_NB) < 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return fail_file(path);
        if ((*busy_ms)-- <= 0)
            return kho__fail(KHO_EBUSY, "%s: another program holds the key file",
                "%s: chương trình khác đang giữ tệp khóa", path);
        usleep(1000);
    }
    return KHO_OK;
}

/*
 * Only who holds the file's lock adds to it. That replaces the file: whoever waited for
 * the lock may hold one that has gone. It is held while a file is written, no longer.
 */
static kho_status lock(const char *path, int busy_ms, int *file)
{
    struct stat held, now;
    kho_status status;

    for (;;) {
        *file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (*file < 0)
            return fail_file(path);
        if ((status = wait_for(path, *file, &busy_ms)) < 0 || fstat(*file, &held) < 0) {
            status = status < 0 ? status : fail_file(path);
            close(*file);
            return status;
        }
        if (stat(path, &now) == 0 && now.st_dev == held.st_dev &&
            now.st_ino == held.st_ino)
            return KHO_OK;
        close(*file);
    }
}

static kho_status add_locked(kho__seal *seal)
{
    kho__seal now;
    kho_status status = kho__seal_read(&now, seal->path);

    if (status == KHO_OK &&
        (now.count < seal->count ||
            sodium_memcmp(now.keys, seal->keys, seal->count * KHO__DIGEST) != 0))
        status = kho__fail(KHO_EINVALID, "%s: other keys than were read from it before",
            "%s: khóa trong tệp đã khác lần đọc trước", seal->path);
    else if (status == KHO_OK && now.count > seal->count) {
        memcpy(seal->keys, now.keys, sizeof(now.keys));
        seal->count = now.count;
    } else if (status == KHO_OK && now.count == KHO__SEALS_MOST)
        status = kho__fail(KHO_EINVALID, "%s: it holds as many keys as it may (%d)",
            "%s: tệp khóa đã đủ số khóa tối đa (%d)", seal->path, KHO__SEALS_MOST);
    else if (status == KHO_OK) {
        kho__random(NULL, seal->keys[seal->count++], KHO__DIGEST);
        if ((status = write_keys(seal->path, seal, true)) < 0)
            sodium_memzero(seal->keys[--seal->count], KHO__DIGEST);
    }
    kho__seal_forget(&now);
    return status;
}

kho_status kho__seal_add(kho__seal *seal, int busy_ms)
{
    kho_status status;
    int file;

    if ((status = lock(seal->path, busy_ms, &file)) < 0)
        return status;
    status = add_locked(seal);
    close(file);
    return status;
}

void kho__seal_forget(kho__seal *seal)
{
    free(seal->path);
    sodium_memzero(seal, sizeof(*seal));
}

static void digest(const uint8_t key[KHO__DIGEST], const void *bytes, size_t size,
    uint8_t out[KHO__DIGEST])
{
    crypto_generichash_blake2b(out, KHO__DIGEST, bytes, size, key, KHO__DIGEST);
}

kho_status kho__seal_text(
    const kho__seal *seal, size_t count, const char *text, uint8_t out[KHO__DIGEST])
{
    kho__arena arena = {0};
    const char *normal = NULL;
    kho_status status =
        text && *text ? kho__text_take(&arena, "client", text, IDENTIFIER_MOST, &normal)
                      : kho__fail(KHO_EINVALID, "the client's identifier is empty",
                            "mã khách hàng trống");

    if (status == KHO_OK)
        digest(seal->keys[0], normal, strlen(normal), out);
    for (size_t i = 1; i < count && status == KHO_OK; i++)
        kho__seal_again(seal, i, out, out);
    kho__arena_wipe(&arena);
    return status;
}

void kho__seal_again(const kho__seal *seal, size_t key, const uint8_t in[KHO__DIGEST],
    uint8_t out[KHO__DIGEST])
{
    uint8_t made[KHO__DIGEST];

    digest(seal->keys[key], in, KHO__DIGEST, made);
    memcpy(out, made, KHO__DIGEST);
}

void kho__seal_mark(const kho__seal *seal, size_t key, uint8_t out[KHO__DIGEST])
{
    static const char what[] = "kho: this is the key";

    digest(seal->keys[key], what, sizeof(what), out);
}
