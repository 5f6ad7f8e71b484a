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

/* The row of the ledger's key; no layers: there is none. */
typedef struct key_row {
    int64_t layers;
    uint8_t mark[KHO__DIGEST], sum[KHO__DIGEST];
} key_row;

static kho_status get_key_by(kho_ledger *ledger, kho__sql sql, key_row *out)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, sql);
    kho_status status;
    bool row;

    *out = (key_row){0};
    if ((status = kho__db_step(&ledger->db, statement, &row)) < 0 || !row)
        return status;
    out->layers = sqlite3_column_int64(statement, 0);
    if ((status = take_hash(statement, 1, out->mark)) == KHO_OK)
        status = take_hash(statement, 2, out->sum);
    sqlite3_reset(statement);
    return status;
}

static kho_status get_key(kho_ledger *ledger, key_row *out)
{
    return get_key_by(ledger, KHO__SQL_CLIENT_KEY_GET, out);
}

static kho_status put_key_by(kho_ledger *ledger, kho__sql sql, const key_row *key)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, sql);

    if (statement) {
        sqlite3_bind_int64(statement, 1, key->layers);
        sqlite3_bind_blob(statement, 2, key->mark, KHO__DIGEST, SQLITE_STATIC);
        sqlite3_bind_blob(statement, 3, key->sum, KHO__DIGEST, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

static kho_status put_key(kho_ledger *ledger, const key_row *key)
{
    return put_key_by(ledger, KHO__SQL_CLIENT_KEY_PUT, key);
}

/* Put a row's digest into a sum, or take it out. */
static void fold(uint8_t sum[KHO__DIGEST], int64_t a, int64_t b, const uint8_t *hash)
{
    uint8_t fixed[16], made[KHO__DIGEST];
    const kho__part parts[] = {
        {fixed, sizeof(fixed)},
        {hash,  KHO__DIGEST  }
    };

    for (int i = 0; i < 16; i++)
        fixed[i] = (uint8_t)((uint64_t)(i < 8 ? a : b) >> (i % 8 * 8));
    kho__digest(parts, 2, made);
    for (int i = 0; i < KHO__DIGEST; i++)
        sum[i] ^= made[i];
}

/* No link is of entry 0. */
static void fold_key(uint8_t sum[KHO__DIGEST], const key_row *key)
{
    if (key->layers)
        fold(sum, 0, key->layers, key->mark);
}

static void fold_row(uint8_t sum[KHO__DIGEST], const kho__client_row *row)
{
    fold(sum, row->seq, (int64_t)row->service, row->hash);
}

kho_status kho__client_key_get(
    kho_ledger *ledger, int64_t *layers, uint8_t mark[KHO__DIGEST])
{
    key_row key;
    const kho_status status = get_key(ledger, &key);

    *layers = key.layers;
    if (key.layers)
        memcpy(mark, key.mark, KHO__DIGEST);
    return status;
}

kho_status kho__client_key_put(
    kho_ledger *ledger, int64_t layers, const uint8_t mark[KHO__DIGEST])
{
    key_row key;
    const kho_status status = get_key(ledger, &key);

    if (status < 0)
        return status;
    fold_key(key.sum, &key);
    key.layers = layers;
    memcpy(key.mark, mark, KHO__DIGEST);
    fold_key(key.sum, &key);
    return put_key(ledger, &key);
}

static kho_status insert(kho_ledger *ledger, const kho__client_row *row)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLIENT_ADD);

    if (statement) {
        sqlite3_bind_int64(statement, 1, row->seq);
        sqlite3_bind_int64(statement, 2, (int64_t)row->service);
        sqlite3_bind_blob(statement, 3, row->hash, KHO__DIGEST, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__client_add(kho_ledger *ledger, const kho__client_row *row)
{
    key_row key;
    kho_status status;

    if ((status = get_key(ledger, &key)) < 0 || (status = insert(ledger, row)) < 0)
        return status;
    fold_row(key.sum, row);
    return put_key(ledger, &key);
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
            .service = (size_t)sqlite3_column_int64(statement, 1)};
        if ((status = kho__db_day(statement, 3, &rows[*count].date)) < 0 ||
            (status = take_hash(statement, 2, rows[*count].hash)) < 0)
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
    key_row key;
    kho_status status;

    *gone = 0;
    if ((status = get_key(ledger, &key)) < 0)
        return status;
    memset(key.sum, 0, sizeof(key.sum));
    fold_key(key.sum, &key);
    /* Single rows that go would leave copies of themselves in pages that were split. */
    if ((status = read_all(ledger, &rows, &count)) == KHO_OK &&
        (status = kho__db_once(&ledger->db, KHO__SQL_SET_SECURE_DELETE, NULL)) == KHO_OK)
        status = kho__db_run(
            &ledger->db, kho__db_statement(&ledger->db, KHO__SQL_CLIENT_CLEAR));
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        if (!keep(context, &rows[i])) {
            ++*gone;
            continue;
        }
        status = insert(ledger, &rows[i]);
        fold_row(key.sum, &rows[i]);
    }
    if (status == KHO_OK && key.layers)
        status = put_key(ledger, &key);
    if (status == KHO_OK)
        status = kho__db_once(&ledger->db, KHO__SQL_SET_FAST_DELETE, NULL);
    if (rows)
        sodium_memzero(rows, count * sizeof(*rows));
    free(rows);
    return status;
}

/* Put all rows into the key's sum, or take them out. */
static kho_status fold_all(kho_ledger *ledger, key_row *key)
{
    kho__client_row *rows;
    size_t count;
    const kho_status status = read_all(ledger, &rows, &count);

    fold_key(key->sum, key);
    for (size_t i = 0; i < count && status == KHO_OK; i++)
        fold_row(key->sum, &rows[i]);
    free(rows);
    return status;
}

kho_status kho__clients_verify(kho_ledger *ledger, kho__fault_visit visit, void *context)
{
    static const uint8_t nothing[KHO__DIGEST];
    const kho__fault fault = {.kind = "client"};
    key_row key;
    kho_status status;

    if ((status = get_key(ledger, &key)) < 0 || (status = fold_all(ledger, &key)) < 0)
        return status;
    return memcmp(key.sum, nothing, KHO__DIGEST) == 0 ? KHO_OK : visit(context, &fault);
}

kho_status kho__clients_to_2(kho_ledger *ledger)
{
    key_row key;
    kho_status status;

    if ((status = get_key_by(ledger, KHO__SQL_TO_2_KEY, &key)) < 0 ||
        (status = fold_all(ledger, &key)) < 0 ||
        (status = kho__db_once(&ledger->db, KHO__SQL_TO_2_DROP, NULL)) < 0 ||
        (status = kho__db_once(&ledger->db, KHO__SQL_TO_2_CREATE, NULL)) < 0)
        return status;
    return key.layers ? put_key_by(ledger, KHO__SQL_TO_2_PUT, &key) : KHO_OK;
}
