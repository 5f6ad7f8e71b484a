#include "base/error.h"
#include "store/db.h"
#include "store/file.h"

static kho_status fail_copy(int code)
{
    if ((code & 0xff) == SQLITE_NOMEM)
        return kho__fail_memory();
    return kho__fail(KHO_ESTORAGE, "the copy failed: %s", "sao lưu thất bại: %s",
        sqlite3_errstr(code));
}

/* One step copies all pages under one read lock, the caller's: the copy is of one moment,
 * and nobody holds what it needs. */
static kho_status copy_pages(kho__db *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->handle, "main");
    int code;

    if (!backup)
        return fail_copy(sqlite3_extended_errcode(to));
    code = sqlite3_backup_step(backup, -1);
    (void)sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? KHO_OK : fail_copy(code);
}

kho_status kho__db_copy_over(kho__db *db, kho__db *to)
{
    return copy_pages(db, to->handle);
}

kho_status kho__db_copy(kho__db *db, const char *path)
{
    sqlite3 *to = NULL;
    kho_status status = kho__file_open(path, SQLITE_OPEN_READWRITE, &to);

    if (status == KHO_OK)
        status = copy_pages(db, to);
    if (sqlite3_close(to) != SQLITE_OK && status == KHO_OK)
        status = kho__fail(KHO_ESTORAGE, "%s: the copy can't be closed",
            "%s: không đóng được bản sao", path);
    return status;
}
