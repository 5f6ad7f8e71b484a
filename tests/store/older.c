#include "store/older.h"

#include <sqlite3.h>
#include <stddef.h>

static const char to_1[] =
    "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;"
    "CREATE TABLE kept AS SELECT id, layers, mark FROM client_key;"
    "DROP TABLE client_key;"
    "CREATE TABLE client_key ( id INTEGER PRIMARY KEY CHECK (id = 1),"
    " layers INTEGER NOT NULL, mark BLOB NOT NULL CHECK (length(mark) = 32) ) STRICT;"
    "INSERT INTO client_key SELECT * FROM kept; DROP TABLE kept;"
    "PRAGMA user_version = 1; COMMIT";

bool older_make(const char *path)
{
    sqlite3 *db = NULL;
    const bool made =
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_exec(db, to_1, NULL, NULL, NULL) == SQLITE_OK;

    sqlite3_close(db);
    return made;
}
