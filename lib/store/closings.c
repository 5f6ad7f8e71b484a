#include "store/closings.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/sheets.h"

int32_t kho__closed_with(const kho_ledger *ledger, int32_t place)
{
    switch (kho__place_at(&ledger->catalogue, place)->as.kind) {
    case KHO_STORE:
    case KHO_COLLABORATOR:
        return place;
    case KHO_HOLD:
        return place - 1;
    default:
        return 0;
    }
}

kho_status kho__closed_through(kho_ledger *ledger, int32_t place, kho_month *out)
{
    const int32_t closed = kho__closed_with(ledger, place);
    kho__shelf *shelf;
    kho_status status;

    *out = KHO_NO_MONTH;
    if (!closed)
        return KHO_OK;
    if ((status = kho__shelf_of(ledger, closed, &shelf)) == KHO_OK)
        *out = shelf->closed;
    return status;
}

kho_status kho__closing_last(kho_ledger *ledger, int32_t place, kho_month *out)
{
    sqlite3_stmt *statement;
    kho_status status;
    bool row;

    *out = KHO_NO_MONTH;
    if (kho__closed_with(ledger, place) != place)
        return KHO_OK;
    if ((statement = kho__db_statement(&ledger->db, KHO__SQL_CLOSING_LAST)))
        sqlite3_bind_int64(statement, 1, place);
    if ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        status = kho__db_month(statement, 0, out);
        sqlite3_reset(statement);
    }
    return status;
}

kho_status kho__closing_get(
    kho_ledger *ledger, int32_t place, kho_month month, kho__closing *out)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLOSING_GET);
    kho_status status;
    bool row;

    *out = (kho__closing){.place = place};
    if (statement) {
        sqlite3_bind_int64(statement, 1, place);
        sqlite3_bind_int64(statement, 2, month);
    }
    if ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        out->seq = sqlite3_column_int64(statement, 0);
        out->late = sqlite3_column_int64(statement, 1);
        sqlite3_reset(statement);
    }
    return status;
}

kho_status kho__closings_of(kho_ledger *ledger, kho__arena *arena, kho_month month,
    kho__closing **out, size_t *count)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLOSING_OF_MONTH);
    kho__closing *found = NULL;
    size_t room = 0;
    kho_status status;
    bool row;

    *count = 0;
    if (statement)
        sqlite3_bind_int64(statement, 1, month);
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        if (!kho__grow((void **)&found, &room, *count, 1, sizeof(*found))) {
            sqlite3_reset(statement);
            status = kho__fail_memory();
            break;
        }
        found[(*count)++] = (kho__closing){sqlite3_column_int(statement, 0),
            sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2)};
    }
    if (status == KHO_OK &&
        !(*out = kho__arena_take(arena, (*count + 1) * sizeof(**out))))
        status = kho__fail_memory();
    if (status == KHO_OK && *count)
        memcpy(*out, found, *count * sizeof(**out));
    free(found);
    return status;
}

/* The table changed: what memory says of the place follows it. */
static kho_status reload(kho_ledger *ledger, int32_t place)
{
    kho__shelf *shelf;
    const kho_status status = kho__shelf_of(ledger, place, &shelf);

    return status < 0 ? status : kho__closing_last(ledger, place, &shelf->closed);
}

kho_status kho__closing_add(
    kho_ledger *ledger, int32_t place, kho_month month, int64_t seq)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLOSING_ADD);
    kho_status status;

    if (statement) {
        sqlite3_bind_int64(statement, 1, place);
        sqlite3_bind_int64(statement, 2, month);
        sqlite3_bind_int64(statement, 3, seq);
    }
    status = kho__db_run(&ledger->db, statement);
    return status < 0 ? status : reload(ledger, place);
}

kho_status kho__closing_drop(kho_ledger *ledger, int32_t place, kho_month month)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CLOSING_DROP);
    kho_status status;

    if (statement) {
        sqlite3_bind_int64(statement, 1, place);
        sqlite3_bind_int64(statement, 2, month);
    }
    status = kho__db_run(&ledger->db, statement);
    return status < 0 ? status : reload(ledger, place);
}

kho_status kho__closings_touch(
    kho_ledger *ledger, int32_t place, kho_month month, int64_t seq)
{
    sqlite3_stmt *statement;
    kho_month closed;
    const kho_status status = kho__closed_through(ledger, place, &closed);

    if (status < 0 || month > closed)
        return status;
    if ((statement = kho__db_statement(&ledger->db, KHO__SQL_CLOSING_LATE))) {
        sqlite3_bind_int64(statement, 1, kho__closed_with(ledger, place));
        sqlite3_bind_int64(statement, 2, month);
        sqlite3_bind_int64(statement, 3, seq);
    }
    return kho__db_run(&ledger->db, statement);
}
