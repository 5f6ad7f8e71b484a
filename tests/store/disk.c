#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 64, NAMES = 64, FILES = 64, FIRST_FILE = 1 << 20, NO_NODE = -1 };

/* The bytes of a file, whatever its name. */
typedef struct node {
    unsigned char *bytes;
    size_t size, room;
    int id; /* by which it is recorded */
} node;

/* Names of nodes. */
typedef struct folder {
    struct {
        char name[NAME];
        int node;
    } names[NAMES];
    size_t count;
} folder;

typedef enum kind {
    WRITE,
    CUT,
    SYNC,
    NAMED,
    UNNAMED,
    SYNC_FOLDER,
    FORGET, /* a sync failed: what it was for won't be tried again */
    FORGET_FOLDER
} kind;

/* What was done. Moving a name is two changes of the folder that come to pass as one. */
typedef struct change {
    kind kind;
    int node;
    size_t offset, size;
    unsigned char *bytes;
    char name[NAME], gone[NAME];
} change;

/* A node as it was recorded: what is durable of it, and what may come to pass. */
typedef struct kept {
    node durable;
    size_t *pending, count, room;
} kept;

static struct {
    node *nodes; /* of now */
    size_t count, room;
    folder names;
    int next_id;
} now;

static struct {
    bool used, folder;
    int node;
    off_t offset;
    unsigned locks; /* bits of the bytes that it has locked, of the first few */
} files[FILES];

static struct {
    bool on;
    change *changes;
    size_t count, room;
} record;

typedef struct power_cut {
    size_t at;
    kept *nodes;
    size_t count, node_room;
    folder names;
    size_t *pending, pending_count, room; /* of the folder */
} power_cut;

static power_cut cut;

/* The first life, while a second one is lived. */
static struct {
    power_cut cut;
    size_t recorded;
} first;

static disk_failure failure; /* nth is 0: none */
static long operations;

void (*disk_on_commit)(void);
volatile bool disk_allocates;

/* --- memory ------------------------------------------------------------------------- */

static void *grow(void *old, size_t *room, size_t need, size_t size)
{
    const size_t before = *room;
    void *memory;

    if (need <= before)
        return old;
    *room = need + need / 2 + 16;
    disk_allocates = true;
    memory = realloc(old, *room * size);
    disk_allocates = false;
    if (!memory)
        abort();
    memset((char *)memory + before * size, 0, (*room - before) * size);
    return memory;
}

static void node_cut(node *of, size_t size)
{
    of->bytes = grow(of->bytes, &of->room, size, 1);
    if (size > of->size)
        memset(of->bytes + of->size, 0, size - of->size);
    of->size = size;
}

static void node_write(node *of, const void *bytes, size_t size, size_t offset)
{
    if (offset + size > of->size)
        node_cut(of, offset + size);
    if (size > 0)
        memcpy(of->bytes + offset, bytes, size);
}

static void node_copy(node *of, const node *from)
{
    of->size = 0;
    node_write(of, from->bytes ? from->bytes : (const void *)"", from->size, 0);
}

static int node_new(void)
{
    now.nodes = grow(now.nodes, &now.room, now.count + 1, sizeof(*now.nodes));
    now.nodes[now.count].size = 0;
    now.nodes[now.count].id = now.next_id++;
    return (int)now.count++;
}

/* --- names -------------------------------------------------------------------------- */

static int folder_find(const folder *in, const char *name)
{
    for (size_t i = 0; i < in->count; i++) {
        if (strcmp(in->names[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

static void folder_drop(folder *in, const char *name)
{
    const int at = folder_find(in, name);

    if (at >= 0)
        in->names[at] = in->names[--in->count];
}

static void folder_put(folder *in, const char *name, int of)
{
    folder_drop(in, name);
    if (in->count == NAMES)
        abort();
    snprintf(in->names[in->count].name, NAME, "%s", name);
    in->names[in->count++].node = of;
}

static int named(const char *name)
{
    const int at = folder_find(&now.names, name);

    return at < 0 ? NO_NODE : now.names.names[at].node;
}

/* --- recording ---------------------------------------------------------------------- */

static void remember(change what, const void *bytes)
{
    if (!record.on)
        return;
    if (what.node >= 0)
        what.node = now.nodes[what.node].id;
    if (bytes) {
        disk_allocates = true;
        what.bytes = malloc(what.size + 1);
        disk_allocates = false;
        if (!what.bytes)
            abort();
        memcpy(what.bytes, bytes, what.size);
    }
    record.changes =
        grow(record.changes, &record.room, record.count + 1, sizeof(*record.changes));
    record.changes[record.count++] = what;
}

static void remember_name(kind what, const char *name, int of, const char *gone)
{
    change made = {.kind = what, .node = of};

    snprintf(made.name, NAME, "%s", name);
    snprintf(made.gone, NAME, "%s", gone);
    remember(made, NULL);
}

void disk_record(bool on)
{
    record.on = on;
}

size_t disk_recorded(void)
{
    return record.count;
}

static void forget(void)
{
    for (size_t i = 0; i < record.count; i++)
        free(record.changes[i].bytes);
    record.count = 0;
}

void disk_clear(void)
{
    forget();
    record.on = false;
    now.count = now.names.count = 0;
    now.next_id = 0;
    memset(files, 0, sizeof(files));
}

const unsigned char *disk_file(const char *path, size_t *size)
{
    const int of = named(path);

    *size = of < 0 ? 0 : now.nodes[of].size;
    return of < 0                ? NULL
           : now.nodes[of].bytes ? now.nodes[of].bytes
                                 : (const unsigned char *)"";
}

size_t disk_names(void)
{
    return now.names.count;
}

const char *disk_name(size_t which)
{
    return now.names.names[which].name;
}

static void tell(void)
{
    if (record.on && disk_on_commit)
        disk_on_commit();
}

/* --- the power fails ---------------------------------------------------------------- */

static uint64_t dice;

static uint64_t roll(uint64_t faces)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (dice >> 33) % faces;
}

static void apply(node *of, const change *made)
{
    if (made->kind == CUT)
        node_cut(of, made->size);
    else
        node_write(of, made->bytes, made->size, made->offset);
}

static void apply_name(folder *in, const change *made)
{
    if (*made->gone)
        folder_drop(in, made->gone);
    if (made->kind == NAMED)
        folder_put(in, made->name, made->node);
}

/* The write sector by sector; `keep` of 8 come to pass. */
static void apply_torn(
    node *of, const change *made, size_t sector, uint64_t keep, bool garbage)
{
    size_t done = 0;

    while (done < made->size) {
        const size_t at = made->offset + done, end = (at / sector + 1) * sector;
        size_t size = end - at;

        if (size > made->size - done)
            size = made->size - done;
        if (roll(8) < keep) {
            node_write(of, made->bytes + done, size, at);
        } else if (garbage && at + size > of->size) {
            node_cut(of, at + size);
            for (size_t i = 0; i < size; i++)
                of->bytes[at + i] = (unsigned char)roll(256);
        }
        done += size;
    }
}

static void lose(node *of, const kept *from, disk_loss loss)
{
    const uint64_t keep = 1 + roll(7), upto = roll(from->count + 1);
    const size_t sector = loss == DISK_TORN_4096 ? 4096 : 512;

    for (size_t i = 0; i < from->count && loss != DISK_ALL_LOST; i++) {
        const change *made = &record.changes[from->pending[i]];

        if (loss == DISK_NOTHING_LOST || (loss == DISK_TAIL_LOST && i < upto))
            apply(of, made);
        else if (loss == DISK_TAIL_LOST && i > upto)
            break;
        else if (made->kind == CUT || loss == DISK_SOME_LOST)
            roll(8) < keep ? apply(of, made) : (void)0;
        else
            apply_torn(of, made, sector, keep, loss == DISK_GARBAGE);
    }
}

static void lose_names(disk_loss loss)
{
    const uint64_t keep = 1 + roll(7), upto = roll(cut.pending_count + 1);

    for (size_t i = 0; i < cut.pending_count && loss != DISK_ALL_LOST; i++) {
        if (loss == DISK_NOTHING_LOST || (loss == DISK_TAIL_LOST && i < upto) ||
            (loss > DISK_TAIL_LOST && roll(8) < keep))
            apply_name(&now.names, &record.changes[cut.pending[i]]);
    }
}

static void keep_pending(size_t **list, size_t *count, size_t *room, size_t at)
{
    *list = grow(*list, room, *count + 1, sizeof(**list));
    (*list)[(*count)++] = at;
}

static void pass(size_t at)
{
    const change *made = &record.changes[at];
    kept *of;

    switch (made->kind) {
    case FORGET_FOLDER:
        cut.pending_count = 0;
        return;
    case NAMED:
    case UNNAMED:
        keep_pending(&cut.pending, &cut.pending_count, &cut.room, at);
        return;
    case SYNC_FOLDER:
        for (size_t i = 0; i < cut.pending_count; i++)
            apply_name(&cut.names, &record.changes[cut.pending[i]]);
        cut.pending_count = 0;
        return;
    default:
        break;
    }
    if ((size_t)made->node >= cut.count)
        cut.count = (size_t)made->node + 1;
    cut.nodes = grow(cut.nodes, &cut.node_room, cut.count, sizeof(*cut.nodes));
    of = &cut.nodes[made->node];
    if (made->kind != SYNC && made->kind != FORGET) {
        keep_pending(&of->pending, &of->count, &of->room, at);
        return;
    }
    for (size_t i = 0; i < of->count && made->kind == SYNC; i++)
        apply(&of->durable, &record.changes[of->pending[i]]);
    of->count = 0;
}

void disk_cut_at(size_t change)
{
    if (change < cut.at) {
        for (size_t i = 0; i < cut.count; i++)
            cut.nodes[i].durable.size = cut.nodes[i].count = 0;
        cut.at = cut.names.count = cut.pending_count = 0;
    }
    for (; cut.at < change; cut.at++)
        pass(cut.at);
}

void disk_cut(disk_loss loss, uint64_t seed)
{
    int free_id = (int)cut.count;

    memset(files, 0, sizeof(files));
    dice = seed ^ UINT64_C(0x9e3779b97f4a7c15);
    now.names = cut.names;
    now.count = 0;
    lose_names(loss);
    for (size_t i = 0; i < now.names.count; i++) {
        const int recorded = now.names.names[i].node, made = node_new();

        if ((size_t)recorded < cut.count) {
            node_copy(&now.nodes[made], &cut.nodes[recorded].durable);
            lose(&now.nodes[made], &cut.nodes[recorded], loss);
        }
        now.nodes[made].id = recorded;
        now.names.names[i].node = made;
        if (recorded >= free_id)
            free_id = recorded + 1;
    }
    now.next_id = free_id;
}

static void *list_copy(void *list, size_t *room, const void *from, size_t count)
{
    list = grow(list, room, count, sizeof(size_t));
    if (count)
        memcpy(list, from, count * sizeof(size_t));
    return list;
}

static void power_cut_copy(power_cut *to, const power_cut *from)
{
    to->nodes = grow(to->nodes, &to->node_room, from->count, sizeof(*to->nodes));
    /* Room of nodes that are only in the other one stays. */
    for (size_t i = from->count; i < to->count; i++)
        to->nodes[i].durable.size = to->nodes[i].count = 0;
    to->count = from->count;
    for (size_t i = 0; i < from->count; i++) {
        kept *of = &to->nodes[i];

        node_copy(&of->durable, &from->nodes[i].durable);
        of->count = from->nodes[i].count;
        of->pending =
            list_copy(of->pending, &of->room, from->nodes[i].pending, of->count);
    }
    to->at = from->at;
    to->names = from->names;
    to->pending_count = from->pending_count;
    to->pending = list_copy(to->pending, &to->room, from->pending, from->pending_count);
}

void disk_live_again(void)
{
    power_cut_copy(&first.cut, &cut);
    first.recorded = record.count;
    record.on = true;
}

void disk_cut_again(disk_loss loss, uint64_t seed)
{
    record.on = false;
    for (size_t i = first.recorded; i < record.count; i++)
        pass(i);
    disk_cut(loss, seed);
    while (record.count > first.recorded)
        free(record.changes[--record.count].bytes);
    power_cut_copy(&cut, &first.cut);
}

void disk_settle(void)
{
    forget();
    cut.at = cut.pending_count = 0;
    cut.names = now.names;
    cut.count = now.count;
    cut.nodes = grow(cut.nodes, &cut.node_room, cut.count, sizeof(*cut.nodes));
    now.next_id = (int)now.count;
    for (size_t i = 0; i < cut.node_room; i++) {
        cut.nodes[i].durable.size = cut.nodes[i].count = 0;
        if (i >= now.count)
            continue;
        now.nodes[i].id = (int)i;
        node_copy(&cut.nodes[i].durable, &now.nodes[i]);
    }
}

static uint64_t mix(uint64_t sum, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t word;

    for (; size >= 8; size -= 8, at += 8) {
        memcpy(&word, at, 8);
        sum = (sum ^ word) * UINT64_C(0x9fb21c651e98df25);
        sum ^= sum >> 29;
    }
    for (word = size; size > 0; size--)
        word = word << 8 | *at++;
    sum = (sum ^ word) * UINT64_C(0x9fb21c651e98df25);
    return sum ^ sum >> 32;
}

uint64_t disk_digest(void)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < now.names.count; i++) {
        const node *of = &now.nodes[now.names.names[i].node];
        const char *name = now.names.names[i].name;

        sum += mix(mix(7, name, strlen(name)), of->bytes, of->size);
    }
    return sum;
}

/* --- operations fail ---------------------------------------------------------------- */

void disk_fail(disk_failure how)
{
    failure = how;
    operations = 0;
}

long disk_failed(void)
{
    failure.nth = 0;
    return operations;
}

/* Whether this operation is one that fails; errno is set. */
static bool strike(void)
{
    if (failure.nth == 0)
        return false;
    operations++;
    if (operations < failure.nth || (operations > failure.nth && !failure.lasting))
        return false;
    errno = failure.error;
    return true;
}

/* --- like the system's -------------------------------------------------------------- */

bool disk_has(const char *path)
{
    const size_t size = sizeof(DISK_FOLDER) - 1;

    return strncmp(path, DISK_FOLDER, size) == 0 && (!path[size] || path[size] == '/');
}

bool disk_holds(int file)
{
    return file >= FIRST_FILE && file < FIRST_FILE + FILES &&
           files[file - FIRST_FILE].used;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

size_t disk_lax;

int disk_chmod(mode_t mode)
{
    disk_lax += mode != 0600;
    return 0;
}

int disk_open(const char *path, int flags, unsigned mode)
{
    const bool is_folder = !path[sizeof(DISK_FOLDER) - 1];
    int of = is_folder ? NO_NODE : named(path), at = 0;

    if (!is_folder)
        disk_lax += !(flags & O_NOFOLLOW) || (flags & O_CREAT && mode != 0600);
    if (of >= 0 && flags & O_CREAT && flags & O_EXCL)
        return fail(EEXIST);
    if (of < 0 && !is_folder) {
        if (!(flags & O_CREAT))
            return fail(ENOENT);
        if (strike())
            return -1;
        of = node_new();
        folder_put(&now.names, path, of);
        remember_name(NAMED, path, of, "");
    }
    while (at < FILES && files[at].used)
        at++;
    if (at == FILES)
        return fail(EMFILE);
    files[at].used = true;
    files[at].folder = is_folder;
    files[at].node = of;
    files[at].offset = 0;
    files[at].locks = 0;
    return FIRST_FILE + at;
}

int disk_close(int file)
{
    files[file - FIRST_FILE].used = false;
    return 0;
}

ssize_t disk_read(int file, void *bytes, size_t size, off_t offset)
{
    const node *of = &now.nodes[files[file - FIRST_FILE].node];
    off_t *const at = offset < 0 ? &files[file - FIRST_FILE].offset : &offset;
    const size_t left = (size_t)*at < of->size ? of->size - (size_t)*at : 0;

    if (failure.reads && strike())
        return -1;
    if (size > left)
        size = left;
    if (size > 0)
        memcpy(bytes, of->bytes + *at, size);
    *at += (off_t)size;
    return (ssize_t)size;
}

ssize_t disk_write(int file, const void *bytes, size_t size, off_t offset)
{
    const int of = files[file - FIRST_FILE].node;
    off_t *const at = offset < 0 ? &files[file - FIRST_FILE].offset : &offset;

    if (strike())
        return -1;
    remember(
        (change){.kind = WRITE, .node = of, .offset = (size_t)*at, .size = size}, bytes);
    node_write(&now.nodes[of], bytes, size, (size_t)*at);
    *at += (off_t)size;
    return (ssize_t)size;
}

int disk_truncate(int file, off_t size)
{
    const int of = files[file - FIRST_FILE].node;

    if (strike())
        return -1;
    remember((change){.kind = CUT, .node = of, .size = (size_t)size}, NULL);
    node_cut(&now.nodes[of], (size_t)size);
    if (size == 0)
        tell();
    return 0;
}

int disk_sync(int file)
{
    const bool is_folder = files[file - FIRST_FILE].folder;
    const int of = files[file - FIRST_FILE].node;

    if (strike()) {
        remember((change){.kind = is_folder ? FORGET_FOLDER : FORGET, .node = of}, NULL);
        return -1;
    }
    remember((change){.kind = is_folder ? SYNC_FOLDER : SYNC, .node = of}, NULL);
    return 0;
}

int disk_lock(int file, const struct flock *lock)
{
    const int at = file - FIRST_FILE;
    const unsigned bit = 1u << lock->l_start;

    files[at].locks &= ~bit;
    for (int i = 0; i < FILES && lock->l_type == F_WRLCK; i++) {
        if (files[i].used && files[i].node == files[at].node && files[i].locks & bit)
            return fail(EAGAIN);
    }
    if (lock->l_type == F_WRLCK)
        files[at].locks |= bit;
    return 0;
}

static int describe(int of, bool is_folder, struct stat *out)
{
    memset(out, 0, sizeof(*out));
    out->st_dev = 77;
    out->st_nlink = 1;
    out->st_ino = is_folder ? 1 : (ino_t)of + 2;
    out->st_mode = is_folder ? S_IFDIR | 0700 : S_IFREG | 0600;
    out->st_size = is_folder ? 0 : (off_t)now.nodes[of].size;
    return 0;
}

int disk_stat(const char *path, struct stat *out)
{
    const bool is_folder = !path[sizeof(DISK_FOLDER) - 1];
    const int of = named(path);

    return of < 0 && !is_folder ? fail(ENOENT) : describe(of, is_folder, out);
}

int disk_fstat(int file, struct stat *out)
{
    return describe(files[file - FIRST_FILE].node, files[file - FIRST_FILE].folder, out);
}

int disk_unlink(const char *path)
{
    if (named(path) < 0)
        return fail(ENOENT);
    if (strike())
        return -1;
    remember_name(UNNAMED, "", NO_NODE, path);
    folder_drop(&now.names, path);
    tell();
    return 0;
}

int disk_link(const char *path, const char *to)
{
    const int of = named(path);

    if (of < 0)
        return fail(ENOENT);
    if (named(to) >= 0)
        return fail(EEXIST);
    if (strike())
        return -1;
    remember_name(NAMED, to, of, "");
    folder_put(&now.names, to, of);
    return 0;
}

int disk_rename(const char *path, const char *to, bool replace)
{
    const int of = named(path);

    if (of < 0)
        return fail(ENOENT);
    if (named(to) >= 0 && !replace)
        return fail(EEXIST);
    if (strike())
        return -1;
    remember_name(NAMED, to, of, path);
    folder_drop(&now.names, path);
    folder_put(&now.names, to, of);
    tell();
    return 0;
}
