/* Sheets for questions: straight from the database, nothing is kept. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/sheets.h"

static kho_status month_before(
    kho_ledger *ledger, int32_t place, kho_month month, kho_month *out)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_SHEET_BEFORE);
    kho_status status;
    bool row;

    if (statement) {
        sqlite3_bind_int64(statement, 1, place);
        sqlite3_bind_int64(statement, 2, (int64_t)month + 1);
    }
    *out = KHO_NO_MONTH;
    if ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        status = kho__db_month(statement, 0, out);
        sqlite3_reset(statement);
    }
    return status;
}

sqlite3_stmt *kho__sheet_statement(
    kho__db *db, kho__sql sql, int32_t place, kho_month month)
{
    sqlite3_stmt *statement = kho__db_statement(db, sql);

    if (statement) {
        sqlite3_bind_int64(statement, 1, month);
        sqlite3_bind_int64(statement, 2, place);
    }
    return statement;
}

kho_status kho__sheet_row(kho__db *db, const kho__catalogue *catalogue, int32_t place,
    kho_month month, kho__sheet *out, bool *found)
{
    sqlite3_stmt *statement = kho__sheet_statement(db, KHO__SQL_SHEET_GET, place, month);
    kho_status status;

    if ((status = kho__db_step(db, statement, found)) < 0 || !*found)
        return status;
    status = kho__sheet_read(out, catalogue, place, month,
        sqlite3_column_blob(statement, 0), (size_t)sqlite3_column_bytes(statement, 0));
    sqlite3_reset(statement);
    return status;
}

kho_status kho__sheet_exact(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet *out, bool *found)
{
    return kho__sheet_row(&ledger->db, &ledger->catalogue, place, month, out, found);
}

kho_status kho__sheet_find(
    kho_ledger *ledger, int32_t place, kho_month upto, kho__sheet *out, bool *found)
{
    kho_month month;
    kho_status status;

    *found = false;
    if ((status = month_before(ledger, place, upto, &month)) < 0 || month == KHO_NO_MONTH)
        return status;
    return kho__sheet_exact(ledger, place, month, out, found);
}

kho_status kho__sheets_each(
    kho_ledger *ledger, kho_month month, kho__sheet_visit visit, void *context)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_SHEET_MONTH);
    kho_status status;
    bool row;

    if (statement)
        sqlite3_bind_int64(statement, 1, month);
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        if ((status = visit(context, sqlite3_column_int(statement, 0),
                 sqlite3_column_blob(statement, 1),
                 (size_t)sqlite3_column_bytes(statement, 1))) < 0) {
            sqlite3_reset(statement);
            break;
        }
    }
    return status;
}

/* Collect a column of integers into the arena. */
static kho_status collect(kho_ledger *ledger, sqlite3_stmt *statement, kho__arena *arena,
    int64_t **out, size_t *count)
{
    int64_t *found = NULL;
    size_t room = 0;
    kho_status status;
    bool row;

    *count = 0;
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        if (!kho__grow((void **)&found, &room, *count, 1, sizeof(*found))) {
            sqlite3_reset(statement);
            status = kho__fail_memory();
            break;
        }
        found[(*count)++] = sqlite3_column_int64(statement, 0);
    }
    if (status == KHO_OK) {
        if (!(*out = kho__arena_take(arena, (*count + 1) * sizeof(**out))))
            status = kho__fail_memory();
        else if (*count)
            memcpy(*out, found, *count * sizeof(**out));
    }
    free(found);
    return status;
}

kho_status kho__touches(kho_ledger *ledger, kho__arena *arena, kho_month month,
    int32_t place, int64_t **out, size_t *count)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_TOUCH_OF);

    if (statement) {
        sqlite3_bind_int64(statement, 1, month);
        sqlite3_bind_int64(statement, 2, place);
    }
    return collect(ledger, statement, arena, out, count);
}

kho_status kho__touches_after(kho_ledger *ledger, kho__arena *arena, kho_month month,
    int32_t place, int64_t after, int64_t **out, size_t *count)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_TOUCH_AFTER);

    if (statement) {
        sqlite3_bind_int64(statement, 1, month);
        sqlite3_bind_int64(statement, 2, place);
        sqlite3_bind_int64(statement, 3, after);
    }
    return collect(ledger, statement, arena, out, count);
}

kho_status kho__sheet_months(
    kho_ledger *ledger, kho__arena *arena, int32_t place, kho_month **out, size_t *count)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_SHEET_MONTHS);
    int64_t *months;
    kho_status status;

    if (statement)
        sqlite3_bind_int64(statement, 1, place);
    if ((status = collect(ledger, statement, arena, &months, count)) < 0)
        return status;
    if (!(*out = kho__arena_take(arena, (*count + 1) * sizeof(**out))))
        return kho__fail_memory();
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (kho_month)months[i];
    return KHO_OK;
}
