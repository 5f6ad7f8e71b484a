#define KHO__SQL_TEXTS
#include "store/db.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

kho_status kho__db_fail(kho__db *db, int code)
{
    const char *text = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return kho__fail_memory();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return kho__fail(KHO_EBUSY, "the ledger is busy: another process holds it",
            "sổ đang bận: một chương trình khác đang giữ");
    case SQLITE_READONLY:
        return kho__fail(KHO_EREADONLY, "the ledger can't be written: %s",
            "không ghi được vào sổ: %s", text);
    case SQLITE_CORRUPT:
        return kho__fail(
            KHO_EDAMAGED, "the ledger's file is damaged: %s", "tệp sổ bị hỏng: %s", text);
    case SQLITE_NOTADB:
        return kho__fail(KHO_EFOREIGN, "the file is not a ledger of kho",
            "tệp này không phải sổ của kho");
    default:
        return kho__fail(KHO_ESTORAGE, "the storage failed: %s", "lỗi lưu trữ: %s", text);
    }
}

/*
 * SQLite's own waiting lets some writers starve: its sleeps grow to 100 ms, and whoever
 * sleeps longest comes last. Short sleeps of uneven length keep the queue fair.
 */
static int on_busy(void *context, int count)
{
    kho__db *db = context;
    int64_t sleep_us = count < 10 ? 50 : count < 100 ? 200 : 1000;

    if (count == 0)
        db->waited_us = db->queued_us;
    if (db->waited_us >= db->deadline_ms * 1000)
        return 0;
    db->jitter = db->jitter * 1664525u + 1013904223u;
    sleep_us += (int64_t)(db->jitter >> 16) % sleep_us;
    usleep((useconds_t)sleep_us);
    db->waited_us += sleep_us;
    return 1;
}

kho_status kho__db_exec(kho__db *db, const char *sql)
{
    const int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? KHO_OK : kho__db_fail(db, code);
}

static kho_status settle(kho__db *db, int busy_ms)
{
    sqlite3 *handle = db->handle;

    db->deadline_ms = busy_ms;
    db->jitter = (uint32_t)getpid() * 2654435761u;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_handler(handle, on_busy, db);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    return kho__db_exec(db,
        "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
        "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
}

/* The journal's mode is the connection's: it must be set at each opening. */
static kho_status set_journal(kho__db *db)
{
    return kho__db_exec(db, "PRAGMA journal_mode = TRUNCATE");
}

static kho_status read_number(kho__db *db, const char *sql, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);

    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        *out = sqlite3_column_int64(statement, 0);
        code = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    return code == SQLITE_OK ? KHO_OK : kho__db_fail(db, code);
}

/*
 * SQLite takes what is missing of the last page for zeros, and leaves alone what lies
 * behind it.
 */
kho_status kho__db_verify_size(kho__db *db)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    int64_t page = 0, pages = 0;
    kho_status status;
    int code;

    if ((status = read_number(db, "PRAGMA page_size", &page)) < 0 ||
        (status = read_number(db, "PRAGMA page_count", &pages)) < 0)
        return status;
    code = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK || (code = file->pMethods->xFileSize(file, &size)) != SQLITE_OK)
        return kho__db_fail(db, code);
    if (size % page || size / page < pages)
        return kho__fail(KHO_EDAMAGED,
            "the ledger's file is damaged: its %lld bytes aren't %lld whole pages",
            "tệp sổ bị hỏng: %lld byte không phải là %lld trang trọn vẹn",
            (long long)size, (long long)pages);
    return KHO_OK;
}

static kho_status verify_kind(kho__db *db, const char *path)
{
    int64_t application = 0, version = 0;
    kho_status status;

    if ((status = read_number(db, "PRAGMA application_id", &application)) < 0 ||
        (status = read_number(db, "PRAGMA user_version", &version)) < 0)
        return status;
    if (application != KHO__APPLICATION)
        return kho__fail(
            KHO_EFOREIGN, "%s: not a ledger of kho", "%s: không phải sổ của kho", path);
    if (version > KHO__SCHEMA)
        return kho__fail(KHO_EFOREIGN,
            "%s: made by a newer kho (format %d, this one reads %d)",
            "%s: do phiên bản kho mới hơn tạo ra (định dạng %d, bản này đọc được %d)",
            path, (int)version, KHO__SCHEMA);
    if (version < 1)
        return kho__fail(KHO_EDAMAGED, "%s: the format's number is missing",
            "%s: thiếu số hiệu định dạng", path);
    return kho__db_verify_size(db);
}

/* In one transaction: who writes meanwhile would make the file longer. */
static kho_status verify(kho__db *db, const char *path)
{
    kho_status status = kho__db_exec(db, "BEGIN");

    if (status < 0)
        return status;
    if ((status = verify_kind(db, path)) < 0)
        return status; /* the handle is closed, and the transaction with it */
    return kho__db_exec(db, "COMMIT");
}

static kho_status make_schema(kho__db *db)
{
    kho_status status = KHO_OK;
    char *sql = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d",
        KHO__APPLICATION, KHO__SCHEMA);

    if (!sql)
        return kho__fail_memory();
    status = kho__db_exec(db, sql);
    sqlite3_free(sql);
    for (size_t i = 0;
         i < sizeof(schema_texts) / sizeof(*schema_texts) && status == KHO_OK; i++)
        status = kho__db_exec(db, schema_texts[i]);
    return status;
}

static kho_status verify_file(const char *path)
{
    struct stat seen;

    if (stat(path, &seen) != 0)
        return kho__fail(
            KHO_ENOTFOUND, "%s: no such ledger", "%s: không có sổ này", path);
    if (!S_ISREG(seen.st_mode))
        return kho__fail(KHO_ESTORAGE, "%s: not a file", "%s: không phải tệp", path);
    if (seen.st_size == 0)
        return kho__fail(KHO_EFOREIGN, "%s: empty, not a ledger of kho",
            "%s: tệp rỗng, không phải sổ của kho", path);
    return KHO_OK;
}

/* What is being made is seen by nobody yet: it needs no journal. */
static kho_status begin_new(kho__db *db)
{
    kho_status status =
        kho__db_exec(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");

    if (status == KHO_OK && (status = kho__db_begin(db, true)) == KHO_OK)
        status = make_schema(db);
    return status;
}

kho_status kho__db_open(
    kho__db *db, const char *path, bool create, bool read_only, int busy_ms)
{
    const bool scratch = *path == '\0';
    const int flags =
        (read_only ? SQLITE_OPEN_READONLY
                   : SQLITE_OPEN_READWRITE | (scratch ? SQLITE_OPEN_CREATE : 0)) |
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    kho_status status;
    int code;

    *db = (kho__db){.turn.file = -1};
    if (!create && (status = verify_file(path)) < 0)
        return status;
    code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (code != SQLITE_OK)
        status = kho__db_fail(db, code);
    else if ((status = settle(db, busy_ms)) == KHO_OK && create)
        status = begin_new(db);
    else if (status == KHO_OK && (status = verify(db, path)) == KHO_OK && !read_only)
        status = set_journal(db);
    if (status == KHO_OK && (code = sqlite3_prepare_v2(db->handle, "ROLLBACK", -1,
                                 &db->rollback, NULL)) != SQLITE_OK)
        status = kho__db_fail(db, code);
    if (status == KHO_OK && !create && !read_only)
        status = kho__turn_open(&db->turn, path);
    if (status < 0)
        kho__db_close(db);
    return status;
}

void kho__db_close(kho__db *db)
{
    for (size_t i = 0; i < KHO__SQL_COUNT; i++)
        sqlite3_finalize(db->statements[i]);
    sqlite3_finalize(db->rollback);
    sqlite3_close(db->handle);
    kho__turn_close(&db->turn);
    *db = (kho__db){.turn.file = -1}; /* it may be closed again */
}

sqlite3_stmt *kho__db_statement(kho__db *db, kho__sql sql)
{
    sqlite3_stmt **kept = &db->statements[sql];

    if (*kept) {
        sqlite3_reset(*kept);
        return *kept;
    }
    const int code = sqlite3_prepare_v3(
        db->handle, query_texts[sql], -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);

    if (code == SQLITE_OK)
        return *kept;
    /* A missing table or column means that the schema is not the one that we made. */
    if ((code & 0xff) == SQLITE_ERROR)
        (void)kho__fail(KHO_EDAMAGED, "the ledger's schema is damaged: %s",
            "cấu trúc sổ bị hỏng: %s", sqlite3_errmsg(db->handle));
    else
        (void)kho__db_fail(db, code);
    return NULL;
}

kho_status kho__db_step(kho__db *db, sqlite3_stmt *statement, bool *row)
{
    if (!statement)
        return kho_error_last()->status;
    const int code = sqlite3_step(statement);

    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        return KHO_OK;
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? KHO_OK : kho__db_fail(db, code);
}

kho_status kho__db_run(kho__db *db, sqlite3_stmt *statement)
{
    if (!statement)
        return kho_error_last()->status;
    const int code = sqlite3_step(statement);

    sqlite3_reset(statement);
    return code == SQLITE_DONE ? KHO_OK : kho__db_fail(db, code);
}

kho_status kho__db_begin(kho__db *db, bool write)
{
    const kho__sql sql = write ? KHO__SQL_BEGIN_WRITE : KHO__SQL_BEGIN_READ;
    kho_status status;

    db->queued_us = write ? kho__turn_take(&db->turn, db->deadline_ms * 1000) : 0;
    status = kho__db_run(db, kho__db_statement(db, sql));
    db->queued_us = 0;
    if (status < 0)
        kho__turn_give(&db->turn);
    return status;
}

kho_status kho__db_commit(kho__db *db)
{
    const kho_status status = kho__db_exec(db, "COMMIT");

    if (status == KHO_OK)
        kho__turn_give(&db->turn);
    return status;
}

void kho__db_rollback(kho__db *db)
{
    /* A failed rollback means that SQLite rolled back by itself: nothing is left to say.
     */
    if (db->rollback && !sqlite3_get_autocommit(db->handle)) {
        (void)sqlite3_step(db->rollback);
        (void)sqlite3_reset(db->rollback);
    }
    kho__turn_give(&db->turn);
}

kho_status kho__db_version(kho__db *db, int64_t *out)
{
    sqlite3_stmt *statement = kho__db_statement(db, KHO__SQL_DATA_VERSION);
    kho_status status;
    bool row;

    if ((status = kho__db_step(db, statement, &row)) < 0)
        return status;
    *out = row ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return KHO_OK;
}
