#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/document.h"
#include "base/error.h"

kho_status kho__file_fail(const char *path)
{
    const int why = errno;

    if (why == ENOMEM)
        return kho__fail_memory();
    if (why == ENOENT || why == ENOTDIR)
        return kho__fail(
            KHO_ENOTFOUND, "%s: there is no such file", "%s: không có tệp này", path);
    return kho__fail(KHO_ESTORAGE, "%s: can't be read: %s", "%s: không đọc được: %s",
        path, kho_errno_text(why));
}

/* In pieces, because the size of a pipe or a device isn't known before its end. */
static kho_status read_file(
    FILE *file, const char *path, size_t most, kho__buffer *buffer)
{
    char piece[16384];
    size_t got;

    while ((got = fread(piece, 1, sizeof(piece), file)) > 0) {
        kho__buffer_add(buffer, piece, got);
        if (buffer->size > most)
            return kho__fail_at(KHO_EINVALID, path, 0, 0, "longer than %zu bytes",
                "dài quá %zu byte", most);
    }
    if (ferror(file))
        return kho__file_fail(path);
    return kho__buffer_status(buffer);
}

kho_status kho__file_read(
    kho__arena *arena, const char *path, size_t most, char **bytes, size_t *size)
{
    kho__buffer buffer = {0};
    FILE *file = fopen(path, "rb");
    kho_status status;

    if (!file)
        return kho__file_fail(path);
    status = read_file(file, path, most, &buffer);
    fclose(file);
    if (status == KHO_OK) {
        *size = buffer.size;
        *bytes = kho__arena_bytes(arena, buffer.bytes ? buffer.bytes : "", buffer.size);
        if (!*bytes)
            status = kho__fail_memory();
    }
    kho__buffer_free(&buffer);
    return status;
}
