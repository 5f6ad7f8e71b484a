/*
 * SQLite's way to files, narrowed to those that a ledger has: itself, its journal, and
 * nameless ones. The end of a journal may name another file, which SQLite would delete
 * once it has undone what was interrupted; a ledger's never does, a stranger's could.
 */
#ifndef KHO_STORE_VFS_H
#define KHO_STORE_VFS_H

/* Its name for SQLite; NULL: out of memory. */
const char *kho__vfs(void);

#endif
