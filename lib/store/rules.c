#include "store/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void kho__rules_drop(kho_ledger *ledger)
{
    for (size_t i = 0; i < ledger->rules_count; i++) {
        kho__ruleset_free(ledger->rules[i].set);
        free(ledger->rules[i].file);
        free(ledger->rules[i].text);
    }
    free(ledger->rules);
    ledger->rules = NULL;
    ledger->rules_count = ledger->rules_room = 0;
}

static kho_status remember(
    kho_ledger *ledger, int64_t seq, kho_date since, const char *file, const char *text)
{
    kho__rules made = {seq, since, strdup(file), strdup(text), NULL};

    if (made.file && made.text &&
        kho__grow((void **)&ledger->rules, &ledger->rules_room, ledger->rules_count, 1,
            sizeof(*ledger->rules))) {
        ledger->rules[ledger->rules_count++] = made;
        return KHO_OK;
    }
    free(made.file);
    free(made.text);
    return kho__fail_memory();
}

kho_status kho__rules_load(kho_ledger *ledger)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_RULES_ALL);
    kho_status status;
    bool row;

    kho__rules_drop(ledger);
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        const char *file = (const char *)sqlite3_column_text(statement, 2),
                   *text = (const char *)sqlite3_column_text(statement, 3);
        kho_date since;

        if ((status = kho__db_day(statement, 1, &since)) < 0 ||
            (status = remember(ledger, sqlite3_column_int64(statement, 0), since,
                 file ? file : "", text ? text : "")) < 0) {
            sqlite3_reset(statement);
            break;
        }
    }
    return status;
}

kho_status kho__rules_add(
    kho_ledger *ledger, int64_t seq, kho_date since, const char *file, const char *text)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_RULES_ADD);
    const kho_status status = remember(ledger, seq, since, file, text);

    if (status < 0)
        return status;
    if (statement) {
        sqlite3_bind_int64(statement, 1, seq);
        if (since == KHO_NO_DATE)
            sqlite3_bind_null(statement, 2);
        else
            sqlite3_bind_int64(statement, 2, since);
        sqlite3_bind_text(statement, 3, file, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 4, text, -1, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}
