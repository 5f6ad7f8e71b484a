#include <unistd.h>

#include "base/error.h"
#include "store/db.h"

/* One step copies all pages under one read lock: the copy is of one moment. */
static kho_status copy_pages(kho__db *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->handle, "main");
    int code;

    if (!backup)
        return kho__fail(KHO_ESTORAGE, "the copy can't begin: %s",
            "không bắt đầu sao lưu được: %s", sqlite3_errmsg(to));
    do {
        code = sqlite3_backup_step(backup, -1);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
            usleep(1000);
    } while (code == SQLITE_BUSY || code == SQLITE_LOCKED);
    (void)sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? KHO_OK
                               : kho__fail(KHO_ESTORAGE, "the copy failed: %s",
                                     "sao lưu thất bại: %s", sqlite3_errstr(code));
}

kho_status kho__db_copy(kho__db *db, const char *path)
{
    sqlite3 *to = NULL;
    kho_status status = KHO_OK;
    int code =
        sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    /* Nobody sees it before it is whole: it needs no journal. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(
            to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    status = code == SQLITE_OK ? copy_pages(db, to)
                               : kho__fail(KHO_ESTORAGE, "%s: %s", "%s: %s", path,
                                     sqlite3_errstr(code));
    if (sqlite3_close(to) != SQLITE_OK && status == KHO_OK)
        status = kho__fail(KHO_ESTORAGE, "%s: the copy can't be closed",
            "%s: không đóng được bản sao", path);
    return status;
}
