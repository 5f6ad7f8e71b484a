/*
 * How SQLite means to run each statement. A statement that walks a big table because an
 * index is missing is right in every other test, and slow in ten years.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

#define KHO__SQL_TEXTS
#include "store/sql.h"

/* Tables that grow with what happens; the catalogue's are small, and read whole. */
static const char *const big[] = {
    "entry", "touch", "sheet", "lot", "reversal", "closing"};

/* What walks a big table and is meant to. */
static const struct {
    kho__sql statement;
    const char *why;
} meant[] = {
    {KHO__SQL_ENTRY_HEAD,     "walks backwards and stops at the first row"        },
    {KHO__SQL_ENTRY_HAPPENED, "stops at the first row that isn't of the catalogue"},
    {KHO__SQL_REVERSAL_ALL,   "compared whole by check"                           },
    {KHO__SQL_TOUCH_ALL,      "compared whole by check"                           },
    {KHO__SQL_SHEET_ALL,      "compared whole by check"                           },
    {KHO__SQL_CLOSING_ALL,    "compared whole by check"                           },
    {KHO__SQL_SHEET_REPLAYED, "compared whole by check"                           },
};

static sqlite3 *db;

static void open_empty(void)
{
    cr_assert(eq(int, sqlite3_open(":memory:", &db), SQLITE_OK));
    for (size_t i = 0; i < sizeof(schema_texts) / sizeof(*schema_texts); i++)
        cr_assert(eq(int, sqlite3_exec(db, schema_texts[i], NULL, NULL, NULL), SQLITE_OK),
            "%s: %s", sqlite3_errmsg(db), schema_texts[i]);
}

static void close_empty(void)
{
    sqlite3_close(db);
}

/* A step of a plan such as "SCAN sheet" or "SCAN sheet USING INDEX sheet_by_place". */
static bool scans(const char *step, const char *table)
{
    const size_t length = strlen(table);

    return strncmp(step, "SCAN ", 5) == 0 && strncmp(step + 5, table, length) == 0 &&
           (step[5 + length] == ' ' || step[5 + length] == '\0');
}

static bool scans_big(const char *query, char *found, size_t size)
{
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", query);
    sqlite3_stmt *plan = NULL;
    bool big_one = false;

    cr_assert(eq(int, sqlite3_prepare_v2(db, explain, -1, &plan, NULL), SQLITE_OK),
        "%s: %s", sqlite3_errmsg(db), query);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);

        for (size_t i = 0; i < sizeof(big) / sizeof(*big); i++) {
            if (scans(step, big[i])) {
                big_one = true;
                sqlite3_snprintf((int)size, found, "%s", step);
            }
        }
    }
    sqlite3_finalize(plan);
    sqlite3_free(explain);
    return big_one;
}

static bool is_meant(size_t statement)
{
    for (size_t i = 0; i < sizeof(meant) / sizeof(*meant); i++) {
        if (meant[i].statement == (kho__sql)statement)
            return true;
    }
    return false;
}

TestSuite(plans, .init = open_empty, .fini = close_empty);

Test(plans, no_statement_walks_a_big_table_unless_it_is_meant_to)
{
    char step[256];

    cr_assert(eq(sz, sizeof(query_texts) / sizeof(*query_texts), KHO__SQL_COUNT));
    for (size_t i = 0; i < KHO__SQL_COUNT; i++) {
        /* A step from an older format makes a table that is there already. */
        if (!is_meant(i) && i != KHO__SQL_TO_2_CREATE)
            cr_expect(not(scans_big(query_texts[i], step, sizeof(step))), "%s in: %s",
                step, query_texts[i]);
    }
}

Test(plans, what_is_meant_to_walk_a_table_still_does)
{
    char step[256];

    for (size_t i = 0; i < sizeof(meant) / sizeof(*meant); i++)
        cr_expect(scans_big(query_texts[meant[i].statement], step, sizeof(step)), "%s",
            query_texts[meant[i].statement]);
}

Test(plans, a_missing_index_is_noticed)
{
    char step[256];

    cr_assert(
        not(scans_big("SELECT body FROM sheet WHERE month = 1", step, sizeof(step))));
    cr_assert(
        scans_big("SELECT month FROM sheet WHERE length(body) = 1", step, sizeof(step)));
    cr_assert(scans_big("SELECT seq FROM entry WHERE date = 1", step, sizeof(step)));
}
