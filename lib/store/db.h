/*
 * The database under a ledger: statements by name, transactions, failures in our words.
 * Only this folder speaks SQL.
 */
#ifndef KHO_STORE_DB_H
#define KHO_STORE_DB_H

#include <kho/common.h>
#include <sqlite3.h>

#include "store/sql.h"
#include "store/turn.h"

#define KHO__APPLICATION 0x6b686f31  /* "kho1" in the file's header */
#define KHO__SCHEMA 2                /* the format: older ones, upgrade.h */
#define KHO__LENGTH_MOST (256 << 20) /* bytes of a row, such as an entry */

typedef struct kho__db {
    sqlite3 *handle;
    sqlite3_stmt *statements[KHO__SQL_COUNT];
    int64_t deadline_ms;          /* how long a busy file is waited for */
    int64_t waited_us, queued_us; /* for its locks; before that in the queue */
    uint32_t jitter;
    kho__turn turn; /* of a writer */
    int format;     /* of the file when it was opened */
} kho__db;

/* Open. `create`: the file is empty and nobody else's (base/new_file.h); the caller fills
 * and commits it, without a journal. Path "" is a scratch ledger, gone when closed. */
kho_status kho__db_open(
    kho__db *db, const char *path, bool create, bool read_only, int busy_ms);
void kho__db_close(kho__db *db);

/* A prepared statement, reset and ready to bind; NULL after a recorded failure. */
sqlite3_stmt *kho__db_statement(kho__db *db, kho__sql sql);

/* Step a statement to its next row: KHO_OK with *row false at the end. */
kho_status kho__db_step(kho__db *db, sqlite3_stmt *statement, bool *row);

/* Whether memory ran out when a text of this row was asked for: it isn't missing. */
bool kho__db_lacks_memory(sqlite3_stmt *row);

/* Run a statement that gives no rows, and reset it. */
kho_status kho__db_run(kho__db *db, sqlite3_stmt *statement);

/* Run a statement that isn't kept, such as a setting, which SQLite may carry out when it
 * is prepared; `out` (may be NULL) is the number in its first row, if there is one. */
kho_status kho__db_once(kho__db *db, kho__sql sql, int64_t *out);

/* Record what SQLite says as a failure in our words. */
kho_status kho__db_fail(kho__db *db, int code);

/* A writer takes its lock at once; a reader gets one snapshot. */
kho_status kho__db_begin(kho__db *db, bool write);
kho_status kho__db_commit(kho__db *db);
void kho__db_rollback(kho__db *db);

/* Copy the database as it is now into a file that is empty and nobody else's. */
kho_status kho__db_copy(kho__db *db, const char *path);

/* Copy it over what is in another, which is in no transaction. */
kho_status kho__db_copy_over(kho__db *db, kho__db *to);

/* Tell a file that was cut, or added to, by its size: KHO_EDAMAGED. Inside a transaction,
 * since who writes makes it longer. */
kho_status kho__db_verify_size(kho__db *db);

/* A column of a row as a day, or as a month; null: none. KHO_EDAMAGED: none that anybody
 * could have written, with which nothing is to be calculated. */
kho_status kho__db_day(sqlite3_stmt *row, int column, kho_date *out);
kho_status kho__db_month(sqlite3_stmt *row, int column, kho_month *out);

/* A number that changes when another connection commits. */
kho_status kho__db_version(kho__db *db, int64_t *out);

#endif
