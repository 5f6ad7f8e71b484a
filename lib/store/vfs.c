#include "store/vfs.h"

#include <pthread.h>
#include <sqlite3.h>

static sqlite3_vfs *beneath, narrowed;

static int open_own(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given)
{
    const int own = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_TEMP_DB |
                    SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_TRANSIENT_DB |
                    SQLITE_OPEN_SUBJOURNAL;

    (void)vfs;
    file->pMethods = NULL;
    return flags & own ? beneath->xOpen(beneath, name, file, flags, given)
                       : SQLITE_CANTOPEN;
}

const char *kho__vfs(void)
{
    static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
    sqlite3_vfs *found;

    pthread_mutex_lock(&turn);
    if (!beneath && (found = sqlite3_vfs_find(NULL))) {
        narrowed = *found;
        narrowed.zName = "kho";
        narrowed.pNext = NULL;
        narrowed.xOpen = open_own;
        if (sqlite3_vfs_register(&narrowed, 0) == SQLITE_OK)
            beneath = found;
    }
    found = beneath;
    pthread_mutex_unlock(&turn);
    return found ? narrowed.zName : NULL;
}

/* A host that unloads the library may go on using SQLite. */
__attribute__((destructor)) static void leave(void)
{
    if (beneath)
        sqlite3_vfs_unregister(&narrowed);
}
