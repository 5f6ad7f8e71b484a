/*
 * A ledger's file in its folder. A ledger is one plain file with one name, and beside it
 * lies at most the journal of a write that is going on, or was interrupted: whoever could
 * make us follow a link, wait for a pipe or take in a stranger's pages is refused.
 */
#include "store/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/new_file.h"
#include "store/vfs.h"

static kho_status fail_open(const char *path, const char *why)
{
    return kho__fail(KHO_ESTORAGE, "%s: the file can't be opened: %s",
        "%s: không mở được tệp: %s", path, why);
}

static kho_status verify_plain(const char *path, const struct stat *seen)
{
    if (S_ISLNK(seen->st_mode))
        return kho__fail(KHO_ESTORAGE, "%s: a link; name the file itself",
            "%s: đây là liên kết; hãy chọn chính tệp đó", path);
    if (!S_ISREG(seen->st_mode))
        return kho__fail(KHO_ESTORAGE, "%s: not a file", "%s: không phải tệp", path);
    if (seen->st_nlink > 1)
        return kho__fail(KHO_ESTORAGE,
            "%s: the file has more than one name (hard links); use a copy of it",
            "%s: tệp có nhiều tên (liên kết cứng); hãy dùng một bản sao", path);
    return KHO_OK;
}

/* Judge what SQLite would find by the ledger's name with an ending, if anything. */
static kho_status look_beside(const char *path, const char *ending,
    kho_status (*judge)(const char *beside, const struct stat *seen))
{
    const size_t size = strlen(path) + strlen(ending) + 1;
    char *beside = malloc(size);
    struct stat seen;
    kho_status status = KHO_OK;

    if (!beside)
        return kho__fail_memory();
    snprintf(beside, size, "%s%s", path, ending);
    if (lstat(beside, &seen) == 0)
        status = judge(beside, &seen);
    free(beside);
    return status;
}

static kho_status refuse_foreign(const char *beside, const struct stat *seen)
{
    (void)seen;
    return kho__fail(KHO_EFOREIGN, "%s: another program's; kho's ledgers have none",
        "%s: của chương trình khác; sổ của kho không có tệp này", beside);
}

static kho_status refuse_left(const char *beside, const struct stat *seen)
{
    (void)seen;
    return kho__fail(KHO_EEXISTS,
        "%s: left by another ledger of that name: move it away first",
        "%s: do một sổ khác cùng tên để lại: hãy chuyển tệp này đi nơi khác trước",
        beside);
}

/* A ledger that was written and closed leaves an empty one. */
static kho_status refuse_left_journal(const char *beside, const struct stat *seen)
{
    const bool empty = S_ISREG(seen->st_mode) && seen->st_size == 0;

    return empty && seen->st_nlink == 1 ? KHO_OK : refuse_left(beside, seen);
}

/*
 * The first one who opens the new file would play another's journal into it. Where the
 * ledger itself is there all of this is its own, and base/new_file.h refuses.
 */
static kho_status verify_alone(const char *path)
{
    struct stat seen;
    kho_status status = look_beside(path, "-journal", refuse_left_journal);

    if (status == KHO_OK)
        status = look_beside(path, "-wal", refuse_left);
    if (status == KHO_OK)
        status = look_beside(path, "-shm", refuse_left);
    return status == KHO_EEXISTS && lstat(path, &seen) == 0 ? KHO_OK : status;
}

kho_status kho__file_new(const char *path, char **made)
{
    const kho_status status = verify_alone(path);

    *made = NULL;
    return status < 0 ? status : kho__new_file(path, false, made);
}

kho_status kho__file_new_keep(char *made, const char *path, kho_status status)
{
    if (status == KHO_OK)
        status = verify_alone(path);
    return kho__new_file_keep(made, path, false, status);
}

kho_status kho__file_verify(const char *path)
{
    struct stat seen;
    kho_status status;

    if (lstat(path, &seen) != 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? kho__fail(
                         KHO_ENOTFOUND, "%s: no such ledger", "%s: không có sổ này", path)
                   : fail_open(path, kho_errno_text(errno));
    if ((status = verify_plain(path, &seen)) < 0)
        return status;
    if (seen.st_size == 0)
        return kho__fail(KHO_EFOREIGN, "%s: empty, not a ledger of kho",
            "%s: tệp rỗng, không phải sổ của kho", path);
    if ((status = look_beside(path, "-journal", verify_plain)) < 0)
        return status;
    return look_beside(path, "-wal", refuse_foreign);
}

/* SQLite can refuse links anywhere in a path; in that of the folder they do no harm. */
static char *real_path(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *folder = slash ? strndup(path, (size_t)(name - path)) : strdup(".");
    char *real = folder ? realpath(folder, NULL) : NULL, *out = NULL;
    const size_t size = real ? strlen(real) + strlen(name) + 2 : 0;

    if (!real)
        out = folder && errno != ENOMEM ? strdup(path) : NULL; /* its opening fails too */
    else if ((out = malloc(size)))
        snprintf(out, size, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
    free(real);
    free(folder);
    return out;
}

/* Asked of the file before SQLite looks at it, which would make files beside it. */
static kho_status verify_mode(const char *path, sqlite3 *handle)
{
    enum { MODE_AT = 18, WAL = 2 };
    unsigned char modes[2] = {0};
    sqlite3_file *file = NULL;

    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) !=
            SQLITE_OK ||
        !file->pMethods ||
        file->pMethods->xRead(file, modes, sizeof(modes), MODE_AT) != SQLITE_OK ||
        (modes[0] != WAL && modes[1] != WAL))
        return KHO_OK;
    return kho__fail(KHO_EFOREIGN,
        "%s: another program set SQLite's WAL mode, which kho doesn't use; set its "
        "journal_mode to DELETE there",
        "%s: chương trình khác đã bật chế độ WAL của SQLite mà kho không dùng; hãy đặt "
        "lại journal_mode thành DELETE ở đó",
        path);
}

kho_status kho__file_open(const char *path, int flags, sqlite3 **out)
{
    const char *vfs = kho__vfs();
    char *real = *path ? real_path(path) : strdup("");
    int code = SQLITE_NOMEM;

    *out = NULL;
    if (real && vfs)
        code = sqlite3_open_v2(real, out,
            flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW,
            vfs);
    free(real);
    if (code == SQLITE_OK && flags & SQLITE_OPEN_READWRITE &&
        sqlite3_db_readonly(*out, "main")) /* SQLite makes do with reading */
        return fail_open(path, kho_errno_text(access(path, W_OK) < 0 ? errno : EACCES));
    if (code == SQLITE_OK)
        return verify_mode(path, *out);
    if (code == SQLITE_NOMEM)
        return kho__fail_memory();
    return fail_open(path, sqlite3_system_errno(*out)
                               ? kho_errno_text(sqlite3_system_errno(*out))
                               : sqlite3_errstr(code));
}
