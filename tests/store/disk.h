/*
 * A disk in memory, one folder of it, whose power can fail and whose operations can: the
 * files under DISK_FOLDER of a program that includes store/disk_calls.h once. It keeps
 * what a real one promises and no more: bytes and sizes are durable once their file was
 * synced, names once the folder was, and until then each sector, each truncation and each
 * name may have come to pass or not, in any order.
 */
#ifndef KHO_TESTS_STORE_DISK_H
#define KHO_TESTS_STORE_DISK_H

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#define DISK_FOLDER "/kho-disk"

/* An empty disk with nothing recorded. */
void disk_clear(void);

/* Whether it takes memory for itself, which never runs out. */
extern volatile bool disk_allocates;

/* What lies under a name; NULL where there is nothing. */
const unsigned char *disk_file(const char *path, size_t *size);

/* How many names there are; one of them, until the next change. */
size_t disk_names(void);
const char *disk_name(size_t which);

/* How many times a file was opened through links, or made, or changed, to be for more
 * than its owner. */
extern size_t disk_lax;

/* --- recording ---------------------------------------------------------------------- */

/* Whether changes are recorded, from an empty disk on. */
void disk_record(bool on);

/* How many changes were recorded. */
size_t disk_recorded(void);

/* Called after each recorded change that may have been a commit: a file that was emptied,
 * as journals are, or a name that went or was moved. */
extern void (*disk_on_commit)(void);

/* --- the power fails ---------------------------------------------------------------- */

/* What becomes of what wasn't synced. */
typedef enum disk_loss {
    DISK_NOTHING_LOST, /* the process was killed, the machine goes on */
    DISK_ALL_LOST,
    DISK_TAIL_LOST, /* in the order in which it was written, up to somewhere */
    DISK_SOME_LOST, /* each write by chance */
    DISK_TORN_512,  /* each sector of 512 bytes by chance */
    DISK_TORN_4096, /* each of 4096 */
    DISK_GARBAGE,   /* likewise, and what made the file longer may be anything */
    DISK_LOSSES
} disk_loss;

/* Where the recorded changes stop; each call at or after the last one's, or 0. */
void disk_cut_at(size_t change);

/* Make the disk what it is after the power failed there; open files are forgotten. */
void disk_cut(disk_loss loss, uint64_t seed);

/* Go on after a cut in which nothing was lost, as after a killed process: what wasn't
 * synced still isn't. Until the power fails again, at the end of that second life. */
void disk_live_again(void);
void disk_cut_again(disk_loss loss, uint64_t seed);

/* What is there now is durable, and is recorded on from: the power is back. */
void disk_settle(void);

/* A number that tells disks apart by names and bytes. */
uint64_t disk_digest(void);

/* --- operations fail ---------------------------------------------------------------- */

/* How the nth operation from now on fails. */
typedef struct disk_failure {
    long nth;
    int error;    /* errno; a write that meets ENOSPC first is a short one */
    bool lasting; /* and all later ones */
    bool reads;   /* reads count, too; else what changes the disk, and syncs */
} disk_failure;

void disk_fail(disk_failure how);

/* No failure any more; how many operations there were since disk_fail(). */
long disk_failed(void);

/* --- what disk_calls.h needs: like the system's ------------------------------------- */

bool disk_has(const char *path);
bool disk_holds(int file);
int disk_open(const char *path, int flags, unsigned mode);
int disk_chmod(mode_t mode);
int disk_close(int file);
ssize_t disk_read(int file, void *bytes, size_t size, off_t offset); /* -1: go on */
ssize_t disk_write(int file, const void *bytes, size_t size, off_t offset);
int disk_truncate(int file, off_t size);
int disk_sync(int file);
int disk_lock(int file, const struct flock *lock); /* of an open file; never waits */
int disk_stat(const char *path, struct stat *out);
int disk_fstat(int file, struct stat *out);
int disk_unlink(const char *path);
int disk_rename(const char *path, const char *to, bool replace);
int disk_link(const char *path, const char *to);

#endif
