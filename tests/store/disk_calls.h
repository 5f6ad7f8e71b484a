/*
 * The system's calls, taken over for the files of the disk in memory (store/disk.h): for
 * us and for SQLite, which calls them from its own library. To be included once in a
 * program, before everything else.
 */
#ifndef KHO_TESTS_STORE_DISK_CALLS_H
#define KHO_TESTS_STORE_DISK_CALLS_H

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/disk.h"

/* Seen by the libraries beneath, too. */
#define OURS __attribute__((visibility("default")))

/* The system's own, in `real`. */
#define REAL(name, result, ...)                                                          \
 result (*real)(__VA_ARGS__);                                                            \
 *(void **)&real = dlsym(RTLD_NEXT, name)

static int opened(const char *name, const char *path, int flags, unsigned mode)
{
    if (disk_has(path))
        return disk_open(path, flags, mode);
    REAL(name, int, const char *, int, ...);
    return real(path, flags, mode);
}

static unsigned mode_of(int flags, va_list rest)
{
    return flags & O_CREAT ? va_arg(rest, unsigned) : 0;
}

#define OPENS(name)                                                                      \
 OURS int name(const char *path, int flags, ...)                                         \
 {                                                                                       \
  va_list rest;                                                                          \
  unsigned mode;                                                                         \
  va_start(rest, flags);                                                                 \
  mode = mode_of(flags, rest);                                                           \
  va_end(rest);                                                                          \
  return opened(#name, path, flags, mode);                                               \
 }
OPENS(open)
OPENS(open64)

/* Locks of processes do nothing, since there is one; those of open files do. */
static int controlled(const char *name, int file, int what, void *argument)
{
    REAL(name, int, int, int, ...);
    if (!disk_holds(file))
        return real(file, what, argument);
    if (what == F_OFD_SETLK)
        return disk_lock(file, argument);
    if (what == F_GETLK)
        ((struct flock *)argument)->l_type = F_UNLCK;
    return 0;
}

#define CONTROLS(name)                                                                   \
 OURS int name(int file, int what, ...)                                                  \
 {                                                                                       \
  va_list rest;                                                                          \
  void *argument;                                                                        \
  va_start(rest, what);                                                                  \
  argument = va_arg(rest, void *);                                                       \
  va_end(rest);                                                                          \
  return controlled(#name, file, what, argument);                                        \
 }
CONTROLS(fcntl)
CONTROLS(fcntl64)

/* A call that is ours where the file is; `give` are its arguments. */
#define BY_FILE(name, result, ours, take, give)                                          \
 OURS result name take                                                                   \
 {                                                                                       \
  if (disk_holds(file))                                                                  \
   return ours;                                                                          \
  result(*real) take;                                                                    \
  *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
  return real give;                                                                      \
 }
#define BY_PATH(name, ours, take, give)                                                  \
 OURS int name take                                                                      \
 {                                                                                       \
  if (disk_has(path))                                                                    \
   return ours;                                                                          \
  int(*real) take;                                                                       \
  *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
  return real give;                                                                      \
 }

/* clang-format off */
BY_FILE(close, int, disk_close(file), (int file), (file))
BY_FILE(read, ssize_t, disk_read(file, bytes, size, -1), (int file, void *bytes, size_t size), (file, bytes, size))
BY_FILE(pread64, ssize_t, disk_read(file, bytes, size, at), (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at))
BY_FILE(write, ssize_t, disk_write(file, bytes, size, -1), (int file, const void *bytes, size_t size), (file, bytes, size))
BY_FILE(pwrite64, ssize_t, disk_write(file, bytes, size, at), (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at))
BY_FILE(ftruncate64, int, disk_truncate(file, size), (int file, off_t size), (file, size))
BY_FILE(flock, int, 0, (int file, int what), (file, what))
BY_FILE(fsync, int, disk_sync(file), (int file), (file))
BY_FILE(fdatasync, int, disk_sync(file), (int file), (file))
BY_FILE(fchmod, int, disk_chmod(mode), (int file, mode_t mode), (file, mode))
BY_FILE(fchown, int, 0, (int file, uid_t owner, gid_t group), (file, owner, group))
BY_FILE(fstat, int, disk_fstat(file, out), (int file, struct stat *out), (file, out))
BY_FILE(fstat64, int, disk_fstat(file, (struct stat *)out), (int file, struct stat64 *out), (file, out))
BY_PATH(stat, disk_stat(path, out), (const char *path, struct stat *out), (path, out))
BY_PATH(stat64, disk_stat(path, (struct stat *)out), (const char *path, struct stat64 *out), (path, out))
BY_PATH(lstat, disk_stat(path, out), (const char *path, struct stat *out), (path, out))
BY_PATH(lstat64, disk_stat(path, (struct stat *)out), (const char *path, struct stat64 *out), (path, out))
BY_PATH(unlink, disk_unlink(path), (const char *path), (path))
BY_PATH(link, disk_link(path, to), (const char *path, const char *to), (path, to))
BY_PATH(rename, disk_rename(path, to, true), (const char *path, const char *to), (path, to))
/* clang-format on */

OURS int renameat2(
    int folder, const char *path, int folder_to, const char *to, unsigned flags)
{
    REAL("renameat2", int, int, const char *, int, const char *, unsigned);
    return disk_has(path) ? disk_rename(path, to, flags == 0)
                          : real(folder, path, folder_to, to, flags);
}

OURS int access(const char *path, int mode)
{
    struct stat seen;

    REAL("access", int, const char *, int);
    return disk_has(path) ? disk_stat(path, &seen) : real(path, mode);
}

#endif
