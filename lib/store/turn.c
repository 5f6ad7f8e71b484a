#define _GNU_SOURCE /* locks of an open file, not of a process: F_OFD_SETLK */
#include "store/turn.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

/* What the bytes of the file stand for. */
enum { WAITING_ROOM = 0, PEN = 1 };

/* One waits for the pen and looks often; all others wait for the room. */
enum { ROOM_US = 500, PEN_US = 50 };

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

kho_status kho__turn_open(kho__turn *turn, const char *ledger)
{
    static const char suffix[] = "-queue";
    const size_t size = ledger ? strlen(ledger) + sizeof(suffix) : 0;

    *turn = (kho__turn){.file = -1};
    if (!ledger)
        return KHO_OK;
    if (!(turn->path = malloc(size)))
        return kho__fail_memory();
    snprintf(turn->path, size, "%s%s", ledger, suffix);
    return KHO_OK;
}

/*
 * A child of fork() has its parent's open files, and their locks with them: it would keep
 * the pen when its parent is gone, or give it away while its parent writes. So a child
 * begins with letting go of all of them. (Locks of processes aren't inherited, but two
 * ledgers of one process don't keep each other out by them.)
 */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static kho__turn *opened;                                 /* all whose file is open */
static bool watching;

static void before_fork(void)
{
    pthread_mutex_lock(&guard);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&guard);
}

static void after_fork_in_child(void)
{
    for (kho__turn *turn = opened; turn; turn = turn->next) {
        close(turn->file);
        turn->file = -1;
        turn->held = false;
    }
    opened = NULL;
    pthread_mutex_unlock(&guard);
}

/* Whatever the umask: its owner must be able to open it again. */
static void own(int file)
{
    struct stat seen;

    if (fstat(file, &seen) == 0 && (seen.st_mode & 0600) != 0600)
        (void)fchmod(file, 0600);
}

static bool open_file(kho__turn *turn)
{
    pthread_mutex_lock(&guard);
    watching =
        watching || pthread_atfork(before_fork, after_fork, after_fork_in_child) == 0;
    turn->file = open(turn->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (turn->file >= 0) {
        turn->next = opened;
        opened = turn;
        own(turn->file);
    }
    pthread_mutex_unlock(&guard);
    return turn->file >= 0;
}

static void close_file(kho__turn *turn)
{
    kho__turn **link = &opened;

    pthread_mutex_lock(&guard);
    while (*link && *link != turn)
        link = &(*link)->next;
    if (*link) {
        *link = turn->next;
        close(turn->file);
    }
    pthread_mutex_unlock(&guard);
}

void kho__turn_close(kho__turn *turn)
{
    if (turn->file >= 0)
        close_file(turn);
    free(turn->path);
    *turn = (kho__turn){.file = -1};
}

static bool set(const kho__turn *turn, int byte, short how)
{
    struct flock lock = {
        .l_type = how, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};

    return fcntl(turn->file, F_OFD_SETLK, &lock) == 0;
}

static bool take(const kho__turn *turn, int byte, int step_us, int64_t until)
{
    while (!set(turn, byte, F_WRLCK)) {
        if (now_us() >= until)
            return false;
        usleep((useconds_t)step_us);
    }
    return true;
}

int64_t kho__turn_take(kho__turn *turn, int64_t most_us)
{
    const int64_t begun = now_us();

    if (turn->held || !turn->path)
        return 0;
    if (turn->file < 0 && !open_file(turn))
        return 0;
    if (take(turn, WAITING_ROOM, ROOM_US, begun + most_us)) {
        turn->held = take(turn, PEN, PEN_US, begun + most_us);
        (void)set(turn, WAITING_ROOM, F_UNLCK);
    }
    return now_us() - begun;
}

void kho__turn_give(kho__turn *turn)
{
    if (turn->held)
        (void)set(turn, PEN, F_UNLCK);
    turn->held = false;
}
