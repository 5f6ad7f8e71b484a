#include "store/journal.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

void kho__entry_hash(const kho__entry_row *row, const char *uuid,
    const uint8_t previous[KHO__DIGEST], uint8_t out[KHO__DIGEST])
{
    const int64_t values[] = {row->number, row->recorded, row->date};
    uint8_t fixed[sizeof(values)];

    /* Little-endian whatever the machine: the hash is the same everywhere. */
    for (size_t i = 0; i < sizeof(fixed); i++)
        fixed[i] = (uint8_t)((uint64_t)values[i / 8] >> (i % 8 * 8));
    const kho__part parts[] = {
        {previous,  KHO__DIGEST         },
        {uuid,      strlen(uuid) + 1    },
        {fixed,     sizeof(fixed)       },
        {row->uid,  strlen(row->uid) + 1},
        {row->body, row->body_size      },
    };

    kho__digest(parts, sizeof(parts) / sizeof(*parts), out);
}

void kho__genesis(const kho_ledger *ledger, uint8_t out[KHO__DIGEST])
{
    char text[96];
    const int size = snprintf(
        text, sizeof(text), "kho/1 %s %d", ledger->uuid, ledger->utc_offset_minutes);
    const kho__part part = {text, (size_t)size};

    kho__digest(&part, 1, out);
}

/* What no count of entries can have come to. */
#define COUNT_MOST (INT64_C(1) << 53)

static bool is_count(int64_t value)
{
    return value >= 1 && value <= COUNT_MOST;
}

/* A text that there was no memory for is missing, too. */
static kho_status damaged_row(sqlite3_stmt *row)
{
    if (kho__db_lacks_memory(row))
        return kho__fail_memory();
    return kho__fail(KHO_EDAMAGED, "the row of entry %lld is malformed",
        "dòng bút toán %lld bị hỏng", (long long)sqlite3_column_int64(row, 0));
}

static kho_status read_row(
    sqlite3_stmt *statement, kho__arena *arena, kho__entry_row *out)
{
    const char *uid = (const char *)sqlite3_column_text(statement, 3);
    const char *body = (const char *)sqlite3_column_text(statement, 6);
    kho_date date;

    if (!uid || !body || sqlite3_column_bytes(statement, 7) != KHO__DIGEST ||
        !is_count(sqlite3_column_int64(statement, 0)) ||
        !is_count(sqlite3_column_int64(statement, 2)) ||
        kho__db_day(statement, 4, &date) < 0)
        return damaged_row(statement);
    *out = (kho__entry_row){.seq = sqlite3_column_int64(statement, 0),
        .origin = sqlite3_column_int64(statement, 1),
        .number = sqlite3_column_int64(statement, 2),
        .uid = uid,
        .date = date,
        .recorded = sqlite3_column_int64(statement, 5),
        .body = body,
        .body_size = (size_t)sqlite3_column_bytes(statement, 6)};
    memcpy(out->hash, sqlite3_column_blob(statement, 7), KHO__DIGEST);
    if (!arena)
        return KHO_OK;
    out->uid = kho__arena_text(arena, uid);
    out->body = kho__arena_bytes(arena, body, out->body_size);
    return out->uid && out->body ? KHO_OK : kho__fail_memory();
}

kho_status kho__journal_head(kho_ledger *ledger, kho__head *out)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_ENTRY_HEAD);
    kho_status status;
    bool row;

    *out = (kho__head){0};
    kho__genesis(ledger, out->hash);
    if ((status = kho__db_step(&ledger->db, statement, &row)) < 0 || !row)
        return status;
    out->seq = sqlite3_column_int64(statement, 0);
    out->number = sqlite3_column_int64(statement, 1);
    if (!is_count(out->seq) || !is_count(out->number) ||
        sqlite3_column_bytes(statement, 2) != KHO__DIGEST)
        status = damaged_row(statement);
    else
        memcpy(out->hash, sqlite3_column_blob(statement, 2), KHO__DIGEST);
    sqlite3_reset(statement);
    return status;
}

static kho_status insert(kho_ledger *ledger, const kho__entry_row *row)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_ENTRY_ADD);

    if (statement) {
        sqlite3_bind_int64(statement, 1, row->seq);
        sqlite3_bind_int64(statement, 2, row->origin);
        sqlite3_bind_int64(statement, 3, row->number);
        sqlite3_bind_text(statement, 4, row->uid, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 5, row->date);
        sqlite3_bind_int64(statement, 6, row->recorded);
        sqlite3_bind_text64(
            statement, 7, row->body, row->body_size, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_blob(statement, 8, row->hash, KHO__DIGEST, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__journal_copy(kho_ledger *ledger, const kho__entry_row *row)
{
    const kho_status status = ledger->replayed ? KHO_OK : insert(ledger, row);

    if (status < 0)
        return status;
    ledger->head.seq = row->seq;
    ledger->head.number = row->number;
    memcpy(ledger->head.hash, row->hash, KHO__DIGEST);
    return KHO_OK;
}

/* Where a ledger's entries are read. */
static kho__db *entries_of(kho_ledger *ledger)
{
    return ledger->replayed ? &ledger->replayed->db : &ledger->db;
}

kho_status kho__tells_time(int64_t time)
{
    return time >= 0 ? KHO_OK
                     : kho__fail(KHO_EINVALID, "the clock tells no time",
                           "đồng hồ không cho biết giờ");
}

kho_status kho__journal_add(kho_ledger *ledger, const char *uid, kho_date date,
    int64_t recorded, const char *body, size_t body_size)
{
    kho__entry_row row = {.seq = ledger->head.seq + 1,
        .origin = ledger->origin,
        .number = ledger->head.number + 1,
        .recorded = recorded,
        .date = date,
        .uid = uid,
        .body = body,
        .body_size = body_size};

    const kho_status status = kho__tells_time(recorded);

    if (status < 0)
        return status;
    kho__entry_hash(&row, ledger->uuid, ledger->head.hash, row.hash);
    return kho__journal_copy(ledger, &row);
}

static kho_status read_one(
    kho__db *db, sqlite3_stmt *statement, kho__arena *arena, kho__entry_row *out)
{
    kho_status status;
    bool row;

    *out = (kho__entry_row){0};
    if ((status = kho__db_step(db, statement, &row)) == KHO_OK && row) {
        status = read_row(statement, arena, out);
        sqlite3_reset(statement);
    }
    return status;
}

kho_status kho__journal_by_uid(
    kho_ledger *ledger, kho__arena *arena, const char *uid, kho__entry_row *out)
{
    kho__db *db = entries_of(ledger);
    sqlite3_stmt *statement = kho__db_statement(db, KHO__SQL_ENTRY_BY_UID);

    if (statement) {
        sqlite3_bind_text(statement, 1, uid, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, ledger->origin);
    }
    return read_one(db, statement, arena, out);
}

kho_status kho__journal_by_seq(
    kho_ledger *ledger, kho__arena *arena, int64_t seq, kho__entry_row *out)
{
    kho__db *db = entries_of(ledger);
    sqlite3_stmt *statement = kho__db_statement(db, KHO__SQL_ENTRY_BY_SEQ);

    if (statement)
        sqlite3_bind_int64(statement, 1, seq);
    return read_one(db, statement, arena, out);
}

kho_status kho__journal_each(
    kho_ledger *ledger, int64_t from, int64_t to, kho__entry_visit visit, void *context)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_ENTRY_RANGE);
    kho_status status;
    bool row;

    if (statement) {
        sqlite3_bind_int64(statement, 1, from);
        sqlite3_bind_int64(statement, 2, to);
    }
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        kho__entry_row entry;

        if ((status = read_row(statement, NULL, &entry)) < 0 ||
            (status = visit(context, &entry)) < 0) {
            sqlite3_reset(statement);
            break;
        }
    }
    return status;
}

kho_status kho__journal_happened(kho_ledger *ledger, bool *out)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_ENTRY_HAPPENED);
    kho_status status;
    bool row;

    *out = false;
    if ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        *out = sqlite3_column_int64(statement, 0) != 0;
        sqlite3_reset(statement);
    }
    return status;
}

kho_status kho__reversal_of(kho_ledger *ledger, int64_t seq, int64_t *by)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_REVERSAL_OF);
    kho_status status;
    bool row;

    *by = 0;
    if (statement)
        sqlite3_bind_int64(statement, 1, seq);
    if ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        *by = sqlite3_column_int64(statement, 0);
        sqlite3_reset(statement);
    }
    return status;
}

kho_status kho__reversal_add(kho_ledger *ledger, int64_t undone, int64_t by)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_REVERSAL_ADD);

    if (statement) {
        sqlite3_bind_int64(statement, 1, undone);
        sqlite3_bind_int64(statement, 2, by);
    }
    return kho__db_run(&ledger->db, statement);
}
