#include "store/faulty.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Something done to a file after it was last synced; bytes: NULL is a truncation. */
typedef struct change {
    unsigned char *bytes;
    sqlite3_int64 offset, size;
} change;

enum { CHANGES_MAX = 4096, IMAGES_MAX = 4, PATH_MAX_HERE = 512 };

/* What a power cut would leave of a file: all that was synced, and any of the changes. */
typedef struct image {
    char path[PATH_MAX_HERE];
    unsigned char *synced;
    sqlite3_int64 size;
    change changes[CHANGES_MAX];
    size_t count;
} image;

typedef struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real;
    image *image;
} faulty_file;

static image images[IMAGES_MAX];
static size_t image_count;
static faulty_mode mode;
static long operation, operations;
static unsigned dice;

static void *claim(size_t size)
{
    void *memory = calloc(1, size ? size : 1);

    if (!memory)
        abort();
    return memory;
}

static unsigned roll(unsigned faces)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 16) % faces;
}

/* Take the file as it is for what a power cut leaves. */
static void keep(image *of)
{
    const int file = open(of->path, O_RDONLY);
    struct stat seen = {0};

    for (size_t i = 0; i < of->count; i++)
        free(of->changes[i].bytes);
    of->count = 0;
    free(of->synced);
    of->size = 0;
    of->synced = NULL;
    if (file < 0)
        return;
    if (fstat(file, &seen) == 0) {
        of->size = seen.st_size;
        of->synced = claim((size_t)of->size);
        if (pread(file, of->synced, (size_t)of->size, 0) != of->size)
            abort();
    }
    close(file);
}

static image *image_of(const char *path)
{
    for (size_t i = 0; i < image_count; i++) {
        if (strcmp(images[i].path, path) == 0)
            return &images[i];
    }
    if (image_count == IMAGES_MAX || strlen(path) >= PATH_MAX_HERE)
        abort();
    snprintf(images[image_count].path, PATH_MAX_HERE, "%s", path);
    keep(&images[image_count]);
    return &images[image_count++];
}

static void remember(image *of, const void *bytes, sqlite3_int64 size, sqlite3_int64 at)
{
    change *made = &of->changes[of->count++];

    if (of->count == CHANGES_MAX)
        abort();
    *made = (change){NULL, at, size};
    if (bytes) {
        made->bytes = claim((size_t)size);
        memcpy(made->bytes, bytes, (size_t)size);
    }
}

/* Leave of a file what was synced, and by chance some of what wasn't, one perhaps torn.
 */
static void lose(const image *of)
{
    const int file = open(of->path, O_RDWR);

    if (file < 0)
        return;
    if (ftruncate(file, 0) != 0 ||
        pwrite(file, of->synced, (size_t)of->size, 0) != of->size)
        abort();
    for (size_t i = 0; i < of->count; i++) {
        const change *made = &of->changes[i];
        sqlite3_int64 size = made->size;

        if (roll(2))
            continue;
        if (!made->bytes) {
            if (ftruncate(file, made->offset) != 0)
                abort();
            continue;
        }
        if (roll(8) == 0) /* torn at a sector, as disks do */
            size = size / 2 / 512 * 512;
        if (pwrite(file, made->bytes, (size_t)size, made->offset) != size)
            abort();
    }
    close(file);
}

/* Count an operation; SQLITE_OK lets it happen. */
static int strike(int failure)
{
    operations++;
    if (mode == FAULTY_COUNT || operations < operation)
        return SQLITE_OK;
    switch (mode) {
    case FAULTY_ONCE:
        return operations == operation ? failure : SQLITE_OK;
    case FAULTY_FULL:
        return failure == SQLITE_IOERR_WRITE ? SQLITE_FULL : failure;
    case FAULTY_POWER:
        for (size_t i = 0; i < image_count; i++)
            lose(&images[i]);
        _exit(FAULTY_ENDED);
    default:
        _exit(FAULTY_ENDED);
    }
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((faulty_file *)file)->real;
}

static image *image_behind(sqlite3_file *file)
{
    return ((faulty_file *)file)->image;
}

static int on_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int on_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

static int on_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    const int code = image_behind(file) ? strike(SQLITE_IOERR_WRITE) : SQLITE_OK;

    if (code != SQLITE_OK)
        return code;
    if (image_behind(file))
        remember(image_behind(file), bytes, size, offset);
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    const int code = image_behind(file) ? strike(SQLITE_IOERR_TRUNCATE) : SQLITE_OK;

    if (code != SQLITE_OK)
        return code;
    if (image_behind(file))
        remember(image_behind(file), NULL, 0, size);
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int on_sync(sqlite3_file *file, int flags)
{
    int code;

    if (!image_behind(file))
        return real_of(file)->pMethods->xSync(real_of(file), flags);
    /* What the real disk holds matters to no test: its power stays on. */
    if ((code = strike(SQLITE_IOERR_FSYNC)) == SQLITE_OK)
        keep(image_behind(file));
    return code;
}

static int on_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int on_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int on_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int on_reserved(sqlite3_file *file, int *held)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}

static int on_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int on_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int on_device(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector,
    .xDeviceCharacteristics = on_device,
};

static sqlite3_vfs *real_vfs;

static int on_open(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
    faulty_file *opened = (faulty_file *)file;
    int code;

    (void)vfs;
    *opened = (faulty_file){.real = (sqlite3_file *)(opened + 1)};
    code = real_vfs->xOpen(real_vfs, path, opened->real, flags, out);
    if (opened->real->pMethods)
        opened->base.pMethods = &methods;
    if (path && flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL))
        opened->image = image_of(path);
    return code;
}

void faulty_install(void)
{
    static sqlite3_vfs vfs;

    if (real_vfs)
        return;
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = "faulty";
    vfs.szOsFile = (int)sizeof(faulty_file) + real_vfs->szOsFile;
    vfs.xOpen = on_open;
    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
        abort();
}

void faulty_arm(faulty_mode how, long at, unsigned seed)
{
    mode = how;
    operation = at;
    operations = 0;
    dice = seed;
    for (size_t i = 0; i < image_count; i++)
        keep(&images[i]);
}

long faulty_operations(void)
{
    return operations;
}
