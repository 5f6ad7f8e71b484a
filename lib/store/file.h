/* A ledger's file in its folder: made, verified and opened; no links, no pipes. */
#ifndef KHO_STORE_FILE_H
#define KHO_STORE_FILE_H

#include <kho/common.h>
#include <sqlite3.h>

/* Whether a ledger may be opened there: KHO_ENOTFOUND where nothing is. */
kho_status kho__file_verify(const char *path);

/* A file that is to be a ledger: base/new_file.h, never replacing anything, and only
 * where no journal of another ledger waits for one of that name. */
kho_status kho__file_new(const char *path, char **made);
kho_status kho__file_new_keep(char *made, const char *path, kho_status status);

/* Open with SQLITE_OPEN_READONLY or _READWRITE; `out` is to be closed after a failure
 * too. Path "" is a file without a name, gone when closed. */
kho_status kho__file_open(const char *path, int flags, sqlite3 **out);

#endif
