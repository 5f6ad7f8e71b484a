#define _GNU_SOURCE /* renameat2() */
#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"

#define CHANCE 8

static kho_status fail_file(const char *path)
{
    const int why = errno;

    if (why == EEXIST)
        return kho__fail(KHO_EEXISTS, "%s: exists already", "%s: đã có rồi", path);
    return kho__fail(KHO_ESTORAGE, "%s: the file can't be made: %s",
        "%s: không tạo được tệp: %s", path, kho_errno_text(why));
}

kho_status kho__new_file(const char *path, bool replace, char **made)
{
    const size_t size = strlen(path) + sizeof(".new-") + (size_t)2 * CHANCE;
    uint8_t chance[CHANCE];
    char hex[2 * CHANCE + 1];
    struct stat seen;
    kho_status status;
    int file;

    *made = NULL;
    if (!replace && lstat(path, &seen) == 0)
        return errno = EEXIST, fail_file(path);
    if (!(*made = malloc(size)))
        return kho__fail_memory();
    kho__random(NULL, chance, CHANCE);
    snprintf(*made, size, "%s.new-%s", path, kho__hex(chance, CHANCE, hex));
    file = open(*made, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0 && fchmod(file, 0600) == 0) {
        close(file);
        return KHO_OK;
    }
    status = fail_file(path);
    if (file >= 0) {
        close(file);
        unlink(*made);
    }
    free(*made);
    *made = NULL;
    return status;
}

static kho_status sync_file(const char *path, int flags)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC | flags);
    kho_status status = KHO_OK;

    /* Some file systems can't do it with a folder. */
    if (file < 0 || (fsync(file) < 0 && (errno != EINVAL || !(flags & O_DIRECTORY))))
        status = fail_file(path);
    if (file >= 0)
        close(file);
    return status;
}

/* A name is on the disk once its folder is. */
static kho_status sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = strndup(slash ? path : ".", slash > path ? (size_t)(slash - path) : 1);
    kho_status status;

    if (!folder)
        return kho__fail_memory();
    status = sync_file(folder, O_DIRECTORY);
    free(folder);
    return status;
}

/* Who came first keeps the name. Not every file system has the one call or the other. */
static int move(const char *made, const char *path, bool replace)
{
    if (replace)
        return rename(made, path);
    if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    return link(made, path) == 0 ? unlink(made) : -1;
}

kho_status kho__new_file_keep(
    char *made, const char *path, bool replace, kho_status status)
{
    if (status == KHO_OK && (status = sync_file(made, O_NOFOLLOW)) == KHO_OK) {
        if (move(made, path, replace) < 0)
            status = fail_file(path);
        else if ((status = sync_folder_of(path)) < 0 && !replace)
            unlink(path); /* who is told that it failed begins anew */
    }
    if (status < 0)
        unlink(made);
    free(made);
    return status;
}
