#include "store/clients.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static kho_status take_hash(sqlite3_stmt *row, int column, uint8_t hash[KHO__DIGEST])
{
    if (sqlite3_column_bytes(row, column) != KHO__DIGEST)
        return kho__fail(KHO_EDAMAGED, "a link to a client is malformed",
            "một liên kết khách hàng bị hỏng");
    memcpy(hash, sqlite3_column_blob(row, column), KHO__DIGEST);
    return KHO_OK;
}

kho_status kho__client_key_get(
    kho_ledger *ledger, int64_t *layers, uint8_t mark[KHO__DIGEST])
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_KEY_GET);
    kho_status status;
    bool row;

    *layers = 0;
    if ((status = kho__db_step(&ledger->db, statement, &row)) < 0 || !row)
        return status;
    *layers = sqlite3_column_int64(statement, 0);
    status = take_hash(statement, 1, mark);
    sqlite3_reset(statement);
    return status;
}

kho_status kho__client_key_put(
    kho_ledger *ledger, int64_t layers, const uint8_t mark[KHO__DIGEST])
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_KEY_PUT);

    if (statement) {
        sqlite3_bind_int64(statement, 1, layers);
        sqlite3_bind_blob(statement, 2, mark, KHO__DIGEST, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__client_add(kho_ledger *ledger, const kho__client_row *row)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_ADD);

    if (statement) {
        sqlite3_bind_int64(statement, 1, row->seq);
        sqlite3_bind_int64(statement, 2, (int64_t)row->service);
        sqlite3_bind_blob(statement, 3, row->hash, KHO__DIGEST, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__client_of(kho_ledger *ledger, int64_t seq, size_t service,
    uint8_t hash[KHO__DIGEST], bool *found)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_OF);
    kho_status status;

    *found = false;
    if (statement) {
        sqlite3_bind_int64(statement, 1, seq);
        sqlite3_bind_int64(statement, 2, (int64_t)service);
    }
    if ((status = kho__db_step(&ledger->db, statement, found)) < 0 || !*found)
        return status;
    status = take_hash(statement, 0, hash);
    sqlite3_reset(statement);
    return status;
}

kho_status kho__client_find(kho_ledger *ledger, const uint8_t hash[KHO__DIGEST],
    kho__client_visit visit, void *context)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_FIND);
    kho_status status;
    bool row;

    if (statement)
        sqlite3_bind_blob(statement, 1, hash, KHO__DIGEST, SQLITE_STATIC);
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        status = visit(context, sqlite3_column_int64(statement, 0),
            (size_t)sqlite3_column_int64(statement, 1));
        if (status < 0)
            break;
    }
    if (statement)
        sqlite3_reset(statement);
    return status;
}

static kho_status read_all(kho_ledger *ledger, kho__client_row **out, size_t *count)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_ALL);
    kho__client_row *rows = NULL;
    size_t room = 0;
    kho_status status;
    bool row;

    *count = 0;
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        if (!kho__grow((void **)&rows, &room, *count, 1, sizeof(*rows))) {
            status = kho__fail_memory();
            break;
        }
        rows[*count] = (kho__client_row){.seq = sqlite3_column_int64(statement, 0),
            .service = (size_t)sqlite3_column_int64(statement, 1),
            .date = sqlite3_column_int(statement, 3)};
        if ((status = take_hash(statement, 2, rows[*count].hash)) < 0)
            break;
        ++*count;
    }
    if (statement)
        sqlite3_reset(statement);
    *out = rows;
    return status;
}

kho_status kho__client_rewrite(
    kho_ledger *ledger, kho__client_keep keep, void *context, int64_t *gone)
{
    kho__client_row *rows = NULL;
    size_t count = 0;
    kho_status status;

    *gone = 0;
    /* Single rows that go would leave copies of themselves in pages that were split. */
    if ((status = read_all(ledger, &rows, &count)) == KHO_OK &&
        (status = kho__db_once(&ledger->db, KHO__SQL_SET_SECURE_DELETE, NULL)) == KHO_OK)
        status = kho__db_run(
            &ledger->db, kho__db_statement(&ledger->db, KHO__SQL_CLIENT_CLEAR));
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        if (keep(context, &rows[i]))
            status = kho__client_add(ledger, &rows[i]);
        else
            ++*gone;
    }
    if (status == KHO_OK)
        status = kho__db_once(&ledger->db, KHO__SQL_SET_FAST_DELETE, NULL);
    if (rows)
        sodium_memzero(rows, count * sizeof(*rows));
    free(rows);
    return status;
}
