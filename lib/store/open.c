#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "store/catalogue.h"
#include "store/file.h"
#include "store/journal.h"
#include "store/rules.h"
#include "store/sheets.h"
#include "store/upgrade.h"

#define SHEETS_MOST 20000 /* about 100 MB */

int64_t kho__now(kho_ledger *ledger)
{
    const kho_options *options = &ledger->options;

    if (!ledger->timed)
        ledger->time =
            options->clock ? options->clock(options->context) : kho__clock(NULL);
    ledger->timed = ledger->entered;
    return ledger->time;
}

kho_date kho__day_of(const kho_ledger *ledger, int64_t time)
{
    const int64_t day = INT64_C(86400000);
    const int64_t first = kho_date_of(1900, 1, 1), last = kho_date_of(2199, 12, 31);

    /* A host's clock may tell anything. */
    if (time < first * day || time > last * day)
        return (kho_date)(time < 0 ? first : last);
    const int64_t local = time + (int64_t)ledger->utc_offset_minutes * 60000;

    return (kho_date)((local - (local % day + day) % day) / day);
}

kho_date kho_ledger_today(kho_ledger *ledger)
{
    return kho__day_of(ledger, kho__now(ledger));
}

void kho__ledger_progress(
    const kho_ledger *ledger, const char *what, int64_t done, int64_t total)
{
    if (ledger->options.progress)
        ledger->options.progress(ledger->options.progress_context, what, done, total);
}

static void make_uuid(const kho_ledger *ledger, char out[40])
{
    uint8_t bytes[16];
    char hex[33];

    if (ledger->options.random)
        ledger->options.random(ledger->options.context, bytes, sizeof(bytes));
    else
        kho__random(NULL, bytes, sizeof(bytes));
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    kho__hex(bytes, sizeof(bytes), hex);
    snprintf(
        out, 40, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static kho_status put_meta(kho_ledger *ledger, const char *key, const char *value)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_META_PUT);

    if (statement) {
        sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

/* What there was no memory for isn't missing. */
static kho_status missing(sqlite3_stmt *statement, const char *what)
{
    if (kho__db_lacks_memory(statement))
        return kho__fail_memory();
    return kho__fail(KHO_EDAMAGED, "the ledger lacks '%s'", "sổ thiếu '%s'", what);
}

static kho_status get_meta(kho_ledger *ledger, const char *key, char *value, size_t size)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_META_GET);
    kho_status status;
    bool row;

    if (statement)
        sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
    if ((status = kho__db_step(&ledger->db, statement, &row)) < 0)
        return status;
    const char *text = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;

    if (text)
        snprintf(value, size, "%s", text);
    else
        status = missing(statement, key);
    sqlite3_reset(statement);
    return status;
}

static kho_status put_origin(kho_ledger *ledger)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_ORIGIN_ADD);

    if (statement) {
        sqlite3_bind_int64(statement, 1, 1);
        sqlite3_bind_text(statement, 2, ledger->uuid, -1, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

static kho_status put_built_in(kho_ledger *ledger)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < KHO__PLACE_BUILT_IN && status == KHO_OK; i++) {
        const kho__place *place = &ledger->catalogue.places[i];
        sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_PLACE_PUT);

        if (statement) {
            sqlite3_bind_int64(statement, 1, place->id);
            sqlite3_bind_text(statement, 2, place->as.code, -1, SQLITE_STATIC);
            sqlite3_bind_int64(statement, 3, place->as.kind);
            sqlite3_bind_text(statement, 4, "", -1, SQLITE_STATIC);
        }
        status = kho__db_run(&ledger->db, statement);
    }
    return status;
}

static kho_status fill_new(kho_ledger *ledger, const char *uuid)
{
    char offset[16];
    kho_status status;

    if (uuid)
        snprintf(ledger->uuid, sizeof(ledger->uuid), "%s", uuid);
    else
        make_uuid(ledger, ledger->uuid);
    snprintf(offset, sizeof(offset), "%d", ledger->options.utc_offset_minutes);
    if ((status = kho__catalogue_built_in(&ledger->catalogue)) < 0 ||
        (status = put_meta(ledger, "utc_offset_minutes", offset)) < 0 ||
        (status = put_origin(ledger)) < 0 || (status = put_built_in(ledger)) < 0)
        return status;
    return kho__db_commit(&ledger->db);
}

static kho_status read_settings(kho_ledger *ledger)
{
    sqlite3_stmt *statement;
    char offset[16];
    kho_status status;
    bool row;

    if ((status = get_meta(ledger, "utc_offset_minutes", offset, sizeof(offset))) < 0)
        return status;
    ledger->utc_offset_minutes = (int)strtol(offset, NULL, 10);
    statement = kho__db_statement(&ledger->db, KHO__SQL_ORIGIN_ALL);
    if ((status = kho__db_step(&ledger->db, statement, &row)) < 0)
        return status;
    const char *uuid = row && sqlite3_column_int64(statement, 0) == 1
                           ? (const char *)sqlite3_column_text(statement, 1)
                           : NULL;

    if (uuid)
        snprintf(ledger->uuid, sizeof(ledger->uuid), "%s", uuid);
    else
        status = missing(statement, "origin");
    sqlite3_reset(statement);
    ledger->origin = 1;
    return status;
}

static kho_status check_options(const kho_options *options)
{
    if (options->version != KHO_OPTIONS_VERSION)
        return kho__fail(KHO_EINVALID, "options of version %u are not known",
            "không rõ phiên bản tùy chọn %u", options->version);
    if (options->utc_offset_minutes < -14 * 60 || options->utc_offset_minutes > 14 * 60)
        return kho__fail(KHO_EINVALID, "a zone of %d minutes does not exist",
            "không có múi giờ %d phút", options->utc_offset_minutes);
    return KHO_OK;
}

static kho_status open_as(
    const char *path, const kho_options *options, const char *uuid, kho_ledger **out)
{
    kho_ledger *ledger = calloc(1, sizeof(*ledger));
    kho_status status;

    if (!ledger)
        return kho__fail_memory();
    ledger->options = *options;
    ledger->origin = 1;
    ledger->sheets_most = SHEETS_MOST;
    status = kho__db_open(&ledger->db, path, options->mode == KHO_CREATE,
        options->mode == KHO_READ_ONLY, options->busy_ms);
    if (status == KHO_OK && ledger->db.format < KHO__SCHEMA)
        status = kho__upgrade(ledger, path);
    if (status == KHO_OK && options->mode == KHO_CREATE)
        status = fill_new(ledger, uuid);
    if (status == KHO_OK)
        status = read_settings(ledger);
    if (status < 0) {
        kho_ledger_close(ledger);
        return status;
    }
    *out = ledger;
    return KHO_OK;
}

static kho_status take_options(
    const char *path, const kho_options *options, kho_options *out)
{
    *out = options ? *options : (kho_options)KHO_OPTIONS_INIT;
    /* SQLite would take these for something else than a file. */
    if (!path || !*path || path[0] == ':' || strncmp(path, "file:", 5) == 0)
        return kho__fail(
            KHO_EINVALID, "not a path of a ledger", "không phải đường dẫn của sổ");
    return check_options(out);
}

/* A ledger has its name only when it is whole, and all that it begins with is in it. */
kho_status kho_ledger_make(const char *path, const kho_options *options,
    kho_status (*fill)(void *context, kho_ledger *ledger), void *context)
{
    kho_ledger *ledger = NULL;
    kho_options as;
    char *made;
    kho_status status;

    if ((status = take_options(path, options, &as)) < 0 ||
        (status = kho__file_new(path, &made)) < 0)
        return status;
    as.mode = KHO_CREATE;
    if ((status = open_as(made, &as, NULL, &ledger)) == KHO_OK && fill)
        status = fill(context, ledger);
    kho_ledger_close(ledger);
    return kho__file_new_keep(made, path, status);
}

kho_status kho_ledger_open(const char *path, const kho_options *options, kho_ledger **out)
{
    kho_options as;
    kho_status status;

    *out = NULL;
    if ((status = take_options(path, options, &as)) < 0)
        return status;
    if (as.mode != KHO_CREATE)
        return open_as(path, &as, NULL, out);
    if ((status = kho_ledger_make(path, &as, NULL, NULL)) < 0)
        return status;
    as.mode = KHO_READ_WRITE;
    /* Who is told that there was no memory begins anew. Otherwise the file stays:
     * somebody else may have it open by now, and what they post there isn't ours to
     * delete. */
    if ((status = open_as(path, &as, NULL, out)) == KHO_EMEMORY)
        unlink(path);
    return status;
}

kho_status kho__ledger_scratch(const kho_ledger *like, kho_ledger **out)
{
    kho_options options = like->options;

    *out = NULL;
    options.mode = KHO_CREATE;
    options.utc_offset_minutes = like->utc_offset_minutes;
    options.progress = NULL;
    const kho_status status = open_as("", &options, like->uuid, out);

    if (status == KHO_OK)
        (*out)->sheets_most = like->sheets_most;
    return status;
}

void kho_ledger_close(kho_ledger *ledger)
{
    if (!ledger)
        return;
    kho__db_rollback(&ledger->db);
    kho__sheets_free(ledger);
    kho__catalogue_free(&ledger->catalogue);
    kho__seal_forget(&ledger->seal);
    kho__rules_drop(ledger);
    kho__db_close(&ledger->db);
    kho__upgrade_end(ledger);
    kho__error_forget(ledger->refusals);
    free(ledger->refusals);
    free(ledger->warnings);
    kho__arena_free(&ledger->arena);
    kho__arena_free(&ledger->work);
    kho__buffer_free(&ledger->body);
    free(ledger);
}

/* Whether entries behind the known head changed the catalogue, or the rules. */
static kho_status find_defines(kho_ledger *ledger, bool *catalogue, bool *rules)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_ENTRY_DEFINES);
    kho_status status;
    bool row;

    if (statement)
        sqlite3_bind_int64(statement, 1, ledger->head.seq);
    if ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        *catalogue = sqlite3_column_int64(statement, 0) > 0;
        *rules = sqlite3_column_int64(statement, 1) > 0;
        sqlite3_reset(statement);
    }
    return status;
}

/* Make memory agree with the database as this transaction sees it. */
static kho_status refresh(kho_ledger *ledger)
{
    bool catalogue = true, rules = true;
    int64_t version;
    kho_status status;

    if ((status = kho__db_version(&ledger->db, &version)) < 0)
        return status;
    if (ledger->fresh && version == ledger->version)
        return KHO_OK;
    if ((status = kho__upgrade_verify(ledger)) < 0)
        return status;
    kho__sheets_drop(ledger);
    if (ledger->fresh && (status = find_defines(ledger, &catalogue, &rules)) < 0)
        return status;
    status = catalogue ? kho__catalogue_load(ledger) : kho__catalogue_load_lots(ledger);
    if (status == KHO_OK && rules)
        status = kho__rules_load(ledger);
    if (status < 0 || (status = kho__journal_head(ledger, &ledger->head)) < 0) {
        ledger->fresh = false;
        return status;
    }
    ledger->settled = false;
    ledger->firsts_stale = !catalogue;
    ledger->version = version;
    ledger->fresh = true;
    return KHO_OK;
}

kho_status kho__write_verify(const kho_ledger *ledger)
{
    if (!ledger->broken && !sqlite3_get_autocommit(ledger->db.handle))
        return KHO_OK;
    return kho__fail(KHO_ESTORAGE, "the batch failed before: roll it back",
        "lô ghi đã hỏng từ trước: hãy hủy bỏ");
}

/* Since when places have sheets: questions want to know, posting doesn't. */
static kho_status refresh_firsts(kho_ledger *ledger)
{
    return ledger->firsts_stale ? kho__catalogue_load_firsts(ledger) : KHO_OK;
}

kho_status kho__read_begin(kho_ledger *ledger)
{
    kho_status status;

    kho__arena_clear(&ledger->work);
    if (ledger->writing) {
        if ((status = kho__write_verify(ledger)) < 0)
            return status;
        status = kho__sheets_flush(ledger);
        return status < 0 ? status : refresh_firsts(ledger);
    }
    if ((status = kho__upgrade_follow(ledger)) < 0 ||
        (status = kho__db_begin(&ledger->db, false)) < 0)
        return status;
    if ((status = refresh(ledger)) == KHO_OK)
        status = refresh_firsts(ledger);
    if (status < 0)
        kho__db_rollback(&ledger->db);
    return status;
}

void kho__read_end(kho_ledger *ledger)
{
    if (!ledger->writing)
        kho__db_rollback(&ledger->db);
}

kho_status kho__write_begin(kho_ledger *ledger)
{
    kho_status status;

    kho__arena_clear(&ledger->work);
    if (ledger->options.mode == KHO_READ_ONLY)
        return kho__fail(KHO_EREADONLY, "the ledger was opened for reading only",
            "sổ được mở chỉ để đọc");
    if ((status = kho__db_begin(&ledger->db, true)) < 0)
        return status;
    if ((status = refresh(ledger)) < 0) {
        kho__db_rollback(&ledger->db);
        return status;
    }
    ledger->writing = true;
    ledger->broken = ledger->wrote = ledger->leans = false;
    return KHO_OK;
}

/*
 * What somebody else committed may not be on the disk yet: he was killed before his last
 * sync, or it failed. Who answers that an entry is there already must not rely on him: a
 * commit of our own makes durable whatever lies beneath, too.
 */
static kho_status settle(kho_ledger *ledger)
{
    if (!ledger->leans || ledger->wrote || ledger->settled)
        return KHO_OK;
    ledger->wrote = true;
    return kho__db_run(&ledger->db, kho__db_statement(&ledger->db, KHO__SQL_SETTLE));
}

kho_status kho__write_commit(kho_ledger *ledger)
{
    kho_status status = kho__sheets_flush(ledger);

    if (status == KHO_OK && (status = settle(ledger)) == KHO_OK)
        status = kho__db_commit(&ledger->db);
    if (status < 0) {
        kho__write_rollback(ledger);
        return status;
    }
    ledger->settled = ledger->settled || ledger->wrote;
    ledger->writing = false;
    return KHO_OK;
}

void kho__write_abandon(kho_ledger *ledger)
{
    kho__db_rollback(&ledger->db);
    ledger->writing = false;
}

void kho__write_rollback(kho_ledger *ledger)
{
    kho__db_rollback(&ledger->db);
    kho__sheets_drop(ledger);
    ledger->fresh = false;
    ledger->writing = false;
    ledger->batching = false;
    ledger->broken = false;
}
