/*
 * A ledger whose rows somebody edited by SQL, and with bytes for a journal beside it: all
 * questions answer or say that it is damaged, `check` tells it where they answer
 * otherwise, and a posting leaves a ledger or says so. Four bytes are an edit: which
 * column, which row, what is done, a number. Behind a byte of 255 the journal begins.
 */
#include "stage.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 96, JOURNAL = 255 };

static uint8_t *image;
static size_t image_size;
static char columns[COLUMNS_MOST][2][32]; /* a table, and its column */
static size_t column_count;

/* The columns of all tables. */
static void list_columns(sqlite3 *db)
{
    sqlite3_stmt *row;

    stage_must(sqlite3_prepare_v2(db,
                   "SELECT t.name, c.name FROM sqlite_schema AS t, "
                   "pragma_table_info(t.name) AS c WHERE t.type = 'table' ORDER BY 1, 2",
                   -1, &row, NULL) == SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW && column_count < COLUMNS_MOST) {
        for (int i = 0; i < 2; i++)
            snprintf(columns[column_count][i], sizeof(columns[0][0]), "%s",
                (const char *)sqlite3_column_text(row, i));
        column_count++;
    }
    sqlite3_finalize(row);
    stage_must(column_count > 40 && column_count < COLUMNS_MOST);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    sqlite3 *db;

    (void)count;
    (void)arguments;
    stage_set();
    image = stage_read("x.kho", &image_size);
    stage_must(sqlite3_open("x.kho", &db) == SQLITE_OK);
    list_columns(db);
    sqlite3_close(db);
    return 0;
}

/* An edit that the schema doesn't take changes nothing. */
static void edit(sqlite3 *db, const uint8_t *bytes)
{
    static const char *const edits[] = {
        "UPDATE [%1$s] SET [%2$s] = %3$d %4$s",
        "UPDATE [%1$s] SET [%2$s] = [%2$s] + %3$d %4$s",
        "UPDATE [%1$s] SET [%2$s] = [%2$s] * 4294967296 + %3$d %4$s",
        "UPDATE [%1$s] SET [%2$s] = [%2$s] - 9223372036854775807 + %3$d %4$s",
        "UPDATE [%1$s] SET [%2$s] = substr([%2$s], %3$d) %4$s",
        "UPDATE [%1$s] SET [%2$s] = replace([%2$s], char(32 + abs(%3$d)), '9') %4$s",
        "UPDATE [%1$s] SET [%2$s] = CAST(zeroblob(abs(%3$d)) AS TEXT) %4$s",
        "DELETE FROM [%1$s] WHERE [%2$s] <> %3$d %4$s",
    };
    const char(*column)[32] = columns[bytes[0] % column_count];
    char sql[512], where[160];

    snprintf(where, sizeof(where),
        "%s [%s] IN (SELECT [%s] FROM [%s] ORDER BY 1 LIMIT 1 OFFSET %u)",
        bytes[2] % 8 == 7 ? "AND" : "WHERE", column[1], column[1], column[0], bytes[1]);
    snprintf(sql, sizeof(sql), edits[bytes[2] % 8], column[0], column[1],
        (int)(int8_t)bytes[3], where);
    (void)sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* Make "y.kho", with a journal if there are bytes for it. */
static void forge(const uint8_t *bytes, size_t size)
{
    const uint8_t *cut = memchr(bytes, JOURNAL, size);
    const size_t edits = cut ? (size_t)(cut - bytes) : size;
    sqlite3 *db;

    remove("y.kho-journal");
    stage_file("y.kho", image, image_size);
    stage_must(sqlite3_open("y.kho", &db) == SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    for (size_t i = 0; i + 4 <= edits && i < 64; i += 4)
        edit(db, bytes + i);
    sqlite3_close(db);
    if (cut)
        stage_file("y.kho-journal", cut + 1, size - edits - 1);
}

/* Each question in one of three ways. */
static void ask_all(kho_ledger *ledger, size_t way)
{
    static const struct {
        kho_question question;
        const char *item;
    } asked[] = {
        {kho_ledger_stock,      NULL },
        {kho_ledger_report,     NULL },
        {kho_ledger_card,       "bcs"},
        {kho_ledger_alerts,     NULL },
        {kho_ledger_explain,    "bcs"},
        {kho_ledger_services,   NULL },
        {kho_ledger_expiry,     NULL },
        {kho_ledger_indicators, NULL },
        {kho_ledger_quality,    NULL },
    };
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    query.place = "tyt";
    query.from = kho_date_of(2026, 9, 1);
    query.to = kho_date_of(2026, 10, 31);
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++, way++) {
        query.item = asked[i].item;
        query.sum = way % 3 == 1;
        query.known = way % 3 == 2 ? 3 : 0;
        const kho_status status = asked[i].question(ledger, &query, &table);

        stage_must(status == KHO_OK || status == KHO_EDAMAGED || status == KHO_EINVALID ||
                   status == KHO_ENOTFOUND || status == KHO_EOVERFLOW);
        kho_table_free(table);
    }
}

/* Who may post gets an entry, or hears why not; it isn't the disk. */
static void post(kho_ledger *ledger)
{
    kho_move move = KHO_MOVE_INIT;
    kho_entry entry = KHO_ENTRY_INIT;

    move.item = "bcs";
    move.from = "tyt";
    move.to = "client";
    move.quantity = 1;
    entry.date = kho_date_of(2026, 11, 20);
    entry.moves = &move;
    entry.move_count = 1;
    stage_must(kho_ledger_post(ledger, &entry, NULL) != KHO_ESTORAGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const kho_mode modes[] = {KHO_READ_ONLY, KHO_READ_WRITE};
    kho_ledger *ledger;
    kho_table *faults;

    forge(bytes, size);
    for (size_t i = 0; i < 2; i++) {
        if (stage_open("y.kho", modes[i], &ledger) < 0)
            continue;
        ask_all(ledger, size + i);
        if (i == 1)
            post(ledger);
        if (kho_ledger_check(ledger, &faults) == KHO_OK)
            kho_table_free(faults);
        kho_ledger_close(ledger);
    }
    return 0;
}
