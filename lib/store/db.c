#define KHO__SQL_TEXTS
#include "store/db.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "store/file.h"

#define SCHEMA_TEXTS (sizeof(schema_texts) / sizeof(*schema_texts))

static const struct {
    int what, on;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE,             1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA,        0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA,       0},
    {SQLITE_DBCONFIG_DQS_DML,               0},
    {SQLITE_DBCONFIG_DQS_DDL,               0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
};

/* What our statements and our rows need, with some room. */
static const struct {
    int what, most;
} limits[] = {
    {SQLITE_LIMIT_LENGTH,              KHO__LENGTH_MOST},
    {SQLITE_LIMIT_SQL_LENGTH,          10000           },
    {SQLITE_LIMIT_COLUMN,              32              },
    {SQLITE_LIMIT_EXPR_DEPTH,          16              },
    {SQLITE_LIMIT_COMPOUND_SELECT,     4               },
    {SQLITE_LIMIT_VDBE_OP,             25000           },
    {SQLITE_LIMIT_FUNCTION_ARG,        8               },
    {SQLITE_LIMIT_ATTACHED,            0               },
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64              },
    {SQLITE_LIMIT_VARIABLE_NUMBER,     16              },
    {SQLITE_LIMIT_TRIGGER_DEPTH,       1               },
    {SQLITE_LIMIT_WORKER_THREADS,      0               },
};

kho_status kho__db_fail(kho__db *db, int code)
{
    const char *text = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);

    if (code == SQLITE_IOERR_NOMEM)
        return kho__fail_memory();
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return kho__fail_memory();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return kho__fail(KHO_EBUSY, "the ledger is busy: another process holds it",
            "sổ đang bận: một chương trình khác đang giữ");
    case SQLITE_TOOBIG:
        return kho__fail(KHO_EINVALID, "a row of more than %d bytes can't be kept",
            "không lưu được dòng dài quá %d byte", KHO__LENGTH_MOST);
    case SQLITE_READONLY:
        if (code == SQLITE_READONLY_ROLLBACK)
            return kho__fail(KHO_EREADONLY,
                "a write was interrupted: open the ledger for writing once, which undoes "
                "it",
                "một lần ghi bị gián đoạn: hãy mở sổ để ghi một lần, phần ghi dở sẽ được "
                "hủy");
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

/* Everything that SQLite can do and a ledger has no use for is switched off. */
static void defend(sqlite3 *handle)
{
    for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++)
        sqlite3_db_config(handle, switches[i].what, switches[i].on, NULL);
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
        sqlite3_limit(handle, limits[i].what, limits[i].most);
}

static kho_status set_all(kho__db *db, const kho__sql *settings, size_t count)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < count && status == KHO_OK; i++)
        status = kho__db_once(db, settings[i], NULL);
    return status;
}

static kho_status settle(kho__db *db, int busy_ms)
{
    static const kho__sql usual[] = {KHO__SQL_SET_SYNCHRONOUS,
        KHO__SQL_SET_CELL_SIZE_CHECK, KHO__SQL_SET_MMAP_SIZE, KHO__SQL_SET_CACHE_SIZE,
        KHO__SQL_SET_TEMP_STORE};

    db->deadline_ms = busy_ms;
    db->jitter = (uint32_t)getpid() * 2654435761u;
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_handler(db->handle, on_busy, db);
    defend(db->handle);
    return set_all(db, usual, sizeof(usual) / sizeof(*usual));
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

    if ((status = kho__db_once(db, KHO__SQL_PAGE_SIZE, &page)) < 0 ||
        (status = kho__db_once(db, KHO__SQL_PAGE_COUNT, &pages)) < 0)
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

    if ((status = kho__db_once(db, KHO__SQL_APPLICATION, &application)) < 0 ||
        (status = kho__db_once(db, KHO__SQL_FORMAT, &version)) < 0)
        return status;
    if (application != KHO__APPLICATION)
        return kho__fail(
            KHO_EFOREIGN, "%s: not a ledger of kho", "%s: không phải sổ của kho", path);
    if (version > KHO__SCHEMA)
        return kho__fail(KHO_EFOREIGN,
            "%s: made by a newer kho (format %d, this one reads up to %d): use that one",
            "%s: do phiên bản kho mới hơn tạo ra (định dạng %d, bản này đọc được đến "
            "%d): "
            "hãy dùng bản mới đó",
            path, (int)version, KHO__SCHEMA);
    if (version < 1)
        return kho__fail(KHO_EDAMAGED, "%s: the format's number is missing",
            "%s: thiếu số hiệu định dạng", path);
    db->format = (int)version;
    return kho__db_verify_size(db);
}

/* As SQLite keeps it, a text has no semicolon. */
static bool is_known(const char *sql)
{
    const size_t size = strlen(sql);

    for (size_t i = 0; i < SCHEMA_TEXTS; i++) {
        if (strncmp(schema_texts[i], sql, size) == 0 &&
            strcmp(schema_texts[i] + size, ";") == 0)
            return true;
    }
    return false;
}

/* A view in a table's place would be asked for ever, a trigger would post by itself: what
 * isn't kho's is refused before anything is asked. `check` tells what is missing. */
static kho_status verify_schema(kho__db *db)
{
    sqlite3_stmt *statement = kho__db_statement(db, KHO__SQL_SCHEMA_TEXTS);
    kho_status status;
    bool row;

    while ((status = kho__db_step(db, statement, &row)) == KHO_OK && row) {
        const char *sql = (const char *)sqlite3_column_text(statement, 0);

        if (sql && is_known(sql))
            continue;
        if (!sql && kho__db_lacks_memory(statement))
            status = kho__fail_memory();
        else
            status = kho__fail(KHO_EDAMAGED, "the ledger's schema is damaged: %s",
                "cấu trúc sổ bị hỏng: %s", sql ? sql : "");
        sqlite3_reset(statement);
        break;
    }
    return status;
}

/* In one transaction: who writes meanwhile would make the file longer. */
static kho_status verify(kho__db *db, const char *path)
{
    kho_status status = kho__db_begin(db, false);

    if (status < 0)
        return status;
    if ((status = verify_kind(db, path)) < 0 || (status = verify_schema(db)) < 0)
        return status; /* the handle is closed, and the transaction with it */
    return kho__db_commit(db);
}

static kho_status make_schema(kho__db *db)
{
    int code = SQLITE_DONE;

    for (size_t i = 0; i < SCHEMA_TEXTS && code == SQLITE_DONE; i++) {
        sqlite3_stmt *statement = NULL;

        code = sqlite3_prepare_v3(db->handle, schema_texts[i], -1, 0, &statement, NULL);
        if (code == SQLITE_OK)
            code = sqlite3_step(statement);
        sqlite3_finalize(statement);
    }
    return code == SQLITE_DONE ? KHO_OK : kho__db_fail(db, code);
}

/* The journal's mode is the connection's: it must be set at each opening. */
static kho_status take(kho__db *db, const char *path, bool read_only)
{
    const kho_status status = verify(db, path);

    return status < 0 || read_only ? status
                                   : kho__db_once(db, KHO__SQL_SET_JOURNAL, NULL);
}

/* What is being made is seen by nobody yet: no journal beside it. (Without any it
 * couldn't be rolled back, and the defensive SQLite doesn't do without.) */
static kho_status begin_new(kho__db *db)
{
    static const kho__sql careless[] = {
        KHO__SQL_SET_MEMORY_JOURNAL, KHO__SQL_SET_NO_SYNC};
    kho_status status = set_all(db, careless, 2);

    if (status == KHO_OK && (status = kho__db_begin(db, true)) == KHO_OK)
        status = make_schema(db);
    return status;
}

kho_status kho__db_open(
    kho__db *db, const char *path, bool create, bool read_only, int busy_ms)
{
    const bool scratch = *path == '\0';
    const int flags = read_only ? SQLITE_OPEN_READONLY
                      : scratch ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                : SQLITE_OPEN_READWRITE;
    kho_status status;

    *db = (kho__db){.turn.file = -1, .format = KHO__SCHEMA};
    if (!create && (status = kho__file_verify(path)) < 0)
        return status;
    if ((status = kho__file_open(path, flags, &db->handle)) == KHO_OK &&
        (status = settle(db, busy_ms)) == KHO_OK)
        status = create ? begin_new(db) : take(db, path, read_only);
    if (status == KHO_OK && !kho__db_statement(db, KHO__SQL_ROLLBACK))
        status = kho_error_last()->status;
    if (status == KHO_OK && !create && !read_only)
        status = kho__turn_open(&db->turn, sqlite3_db_filename(db->handle, "main"));
    if (status < 0)
        kho__db_close(db);
    return status;
}

void kho__db_close(kho__db *db)
{
    for (size_t i = 0; i < KHO__SQL_COUNT; i++)
        sqlite3_finalize(db->statements[i]);
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
    *row = false;
    if (!statement)
        return kho_error_last()->status;
    const int code = sqlite3_step(statement);

    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        return KHO_OK;
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? KHO_OK : kho__db_fail(db, code);
}

static bool read_within(
    sqlite3_stmt *row, int column, int32_t least, int32_t most, int32_t *out)
{
    const int64_t value = sqlite3_column_int64(row, column);
    const bool is_null = sqlite3_column_type(row, column) == SQLITE_NULL;

    *out = is_null ? INT32_MIN : (int32_t)value;
    return is_null || (value >= least && value <= most);
}

kho_status kho__db_day(sqlite3_stmt *row, int column, kho_date *out)
{
    if (read_within(row, column, kho_date_of(1900, 1, 1), kho_date_of(2199, 12, 31), out))
        return KHO_OK;
    return kho__fail(
        KHO_EDAMAGED, "a day of the ledger is malformed", "một ngày trong sổ bị hỏng");
}

kho_status kho__db_month(sqlite3_stmt *row, int column, kho_month *out)
{
    if (read_within(row, column, kho_month_of(kho_date_of(1900, 1, 1)),
            kho_month_of(kho_date_of(2199, 12, 31)), out))
        return KHO_OK;
    return kho__fail(
        KHO_EDAMAGED, "a month of the ledger is malformed", "một tháng trong sổ bị hỏng");
}

bool kho__db_lacks_memory(sqlite3_stmt *row)
{
    return sqlite3_errcode(sqlite3_db_handle(row)) == SQLITE_NOMEM;
}

kho_status kho__db_run(kho__db *db, sqlite3_stmt *statement)
{
    if (!statement)
        return kho_error_last()->status;
    const int code = sqlite3_step(statement);

    sqlite3_reset(statement);
    return code == SQLITE_DONE ? KHO_OK : kho__db_fail(db, code);
}

kho_status kho__db_once(kho__db *db, kho__sql sql, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v3(db->handle, query_texts[sql], -1, 0, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW && out)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? KHO_OK : kho__db_fail(db, code);
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
    const kho_status status = kho__db_run(db, kho__db_statement(db, KHO__SQL_COMMIT));

    if (status == KHO_OK)
        kho__turn_give(&db->turn);
    return status;
}

void kho__db_rollback(kho__db *db)
{
    sqlite3_stmt *const rollback = db->statements[KHO__SQL_ROLLBACK];

    /* A failed rollback means that SQLite rolled back by itself: nothing is left to say.
     */
    if (rollback && !sqlite3_get_autocommit(db->handle)) {
        (void)sqlite3_step(rollback);
        (void)sqlite3_reset(rollback);
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
