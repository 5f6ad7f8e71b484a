#include "store/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/journal.h"
#include "store/sheets.h"
#include "store/upgrade.h"

/* A cache: how it is read, in the order of its key, and where a row names what it is
 * about. */
typedef struct cache {
    const char *kind;
    kho__sql sql;
    int width;  /* columns */
    int key;    /* the first so many are the key */
    int place;  /* column of the place's id; -1: none */
    int entry;  /* column of a seq; -1: none */
    int number; /* column of a lot's number; -1: none */
} cache;

static const cache caches[] = {
    {"foreign",   KHO__SQL_META_ALL,     2, 1, -1, -1, -1},
    {"foreign",   KHO__SQL_ORIGIN_ALL,   2, 1, -1, -1, -1},
    {"catalogue", KHO__SQL_CHANNEL_ALL,  2, 1, -1, -1, -1},
    {"catalogue", KHO__SQL_ITEM_ALL,     3, 1, -1, -1, -1},
    {"catalogue", KHO__SQL_PLACE_ALL,    5, 1, 0,  -1, -1},
    {"catalogue", KHO__SQL_LINK_ALL,     3, 2, 0,  -1, -1},
    {"catalogue", KHO__SQL_PRICE_ALL,    5, 3, -1, -1, -1},
    {"lot",       KHO__SQL_LOT_AFTER,    5, 1, -1, -1, 2 },
    {"rules",     KHO__SQL_RULES_ALL,    4, 1, -1, 0,  -1},
    {"journal",   KHO__SQL_REVERSAL_ALL, 2, 1, -1, 0,  -1},
    {"touch",     KHO__SQL_TOUCH_ALL,    3, 3, 1,  2,  -1},
    {"closing",   KHO__SQL_CLOSING_ALL,  4, 2, 0,  2,  -1},
    {"sheet",     KHO__SQL_SHEET_ALL,    3, 2, 1,  -1, -1},
};

typedef struct comparing {
    const cache *cache;
    const kho__catalogue *catalogue; /* the replay's: the ledger's own may be damaged */
    kho__fault_visit visit;
    void *context;
} comparing;

static int compare_cells(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    const int type = sqlite3_column_type(a, column),
              other = sqlite3_column_type(b, column);

    if (type != other)
        return type < other ? -1 : 1;
    if (type == SQLITE_INTEGER) {
        const int64_t x = sqlite3_column_int64(a, column),
                      y = sqlite3_column_int64(b, column);

        return (x > y) - (x < y);
    }
    const void *x = sqlite3_column_blob(a, column), *y = sqlite3_column_blob(b, column);
    const int size = sqlite3_column_bytes(a, column),
              size_other = sqlite3_column_bytes(b, column);
    const int least = size < size_other ? size : size_other;
    const int order = least ? memcmp(x, y, (size_t)least) : 0;

    return order ? order : (size > size_other) - (size < size_other);
}

static int compare_columns(sqlite3_stmt *a, sqlite3_stmt *b, int from, int to)
{
    int order = 0;

    for (int i = from; i < to && !order; i++)
        order = compare_cells(a, b, i);
    return order;
}

static const char *place_code(const comparing *at, int64_t id)
{
    return id >= 1 && id <= (int64_t)at->catalogue->place_count
               ? at->catalogue->places[id - 1].as.code
               : NULL;
}

/* What is too long for a line of words. */
static bool is_long(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_BLOB ||
           (sqlite3_column_type(row, column) == SQLITE_TEXT &&
               strchr((const char *)sqlite3_column_text(row, column), '\n'));
}

/* A row in words: its cells, blobs and long texts by size. */
static void describe(const cache *of, sqlite3_stmt *row, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; row && i < of->width && used + 1 < size; i++) {
        const int length = is_long(row, i)
                               ? snprintf(text + used, size - used, "%s%d bytes",
                                     i ? "|" : "", sqlite3_column_bytes(row, i))
                               : snprintf(text + used, size - used, "%s%s", i ? "|" : "",
                                     sqlite3_column_text(row, i)
                                         ? (const char *)sqlite3_column_text(row, i)
                                         : "");

        used += length > 0 ? (size_t)length : 0;
    }
}

/* Report one row that is wrong (both), missing (no `found`) or too many (no `expected`).
 */
static kho_status report_row(
    const comparing *at, sqlite3_stmt *expected, sqlite3_stmt *found)
{
    const cache *of = at->cache;
    sqlite3_stmt *row = expected ? expected : found;
    char wanted[200], seen[200];
    kho__fault fault = {.kind = of->kind, .expected = wanted, .found = seen};

    describe(of, expected, wanted, sizeof(wanted));
    describe(of, found, seen, sizeof(seen));
    if (of->place >= 0)
        fault.place = place_code(at, sqlite3_column_int64(row, of->place));
    if (of->entry >= 0)
        fault.entry = sqlite3_column_int64(row, of->entry);
    if (of->number >= 0)
        fault.lot = (const char *)sqlite3_column_text(row, of->number);
    return at->visit(at->context, &fault);
}

/* The first lot whose balance differs says more than that some bytes do. */
static kho_status report_sheet(
    const comparing *at, sqlite3_stmt *expected, sqlite3_stmt *found, bool *told)
{
    const kho_month month = (kho_month)sqlite3_column_int(expected, 0);
    const int32_t place = sqlite3_column_int(expected, 1);
    kho__sheet right = {0}, wrong = {0};
    kho_status status = KHO_OK;

    *told = false;
    if (kho__sheet_unpack(&right, place, month, sqlite3_column_blob(expected, 2),
            (size_t)sqlite3_column_bytes(expected, 2)) == KHO_OK &&
        kho__sheet_unpack(&wrong, place, month, sqlite3_column_blob(found, 2),
            (size_t)sqlite3_column_bytes(found, 2)) == KHO_OK) {
        for (size_t i = 0; i < right.lot_count + right.cell_count && !*told; i++) {
            const kho__key key = i < right.lot_count
                                     ? right.lots[i].key
                                     : right.cells[i - right.lot_count].key;
            const int64_t is = kho__sheet_balance(&wrong, key, 31),
                          should = kho__sheet_balance(&right, key, 31);
            const kho__lot *lot = kho__lot_at(at->catalogue, KHO__KEY_LOT(key));
            char wanted[64], seen[64], text[16];
            const kho__fault fault = {.kind = "balance",
                .place = place_code(at, place),
                .item = kho__item_at(at->catalogue, lot->item)->as.code,
                .lot = lot->number,
                .expected = wanted,
                .found = seen};

            if (is == should)
                continue;
            kho_month_format(month, text);
            snprintf(wanted, sizeof(wanted), "%s: %lld", text, (long long)should);
            snprintf(seen, sizeof(seen), "%s: %lld", text, (long long)is);
            *told = true;
            status = at->visit(at->context, &fault);
        }
    }
    kho__sheet_free(&right);
    kho__sheet_free(&wrong);
    return status;
}

/* Whether two rows with the same key say the same; a sheet that came out as it is in the
 * ledger has no body in the replay. */
static bool is_same(const cache *of, sqlite3_stmt *right, sqlite3_stmt *found)
{
    return (of->sql == KHO__SQL_SHEET_ALL &&
               sqlite3_column_type(right, of->width - 1) == SQLITE_NULL) ||
           compare_columns(right, found, of->key, of->width) == 0;
}

static kho_status report_changed(
    const comparing *at, sqlite3_stmt *expected, sqlite3_stmt *found)
{
    bool told = false;
    kho_status status = KHO_OK;

    if (at->cache->sql == KHO__SQL_SHEET_ALL)
        status = report_sheet(at, expected, found, &told);
    return status < 0 || told ? status : report_row(at, expected, found);
}

/* Both sides are in the order of the key, so one pass finds every difference. */
static kho_status merge(const comparing *at, kho__db *right_db, sqlite3_stmt *right,
    kho__db *found_db, sqlite3_stmt *found)
{
    bool has_right, has_found;
    kho_status status;

    if ((status = kho__db_step(right_db, right, &has_right)) < 0 ||
        (status = kho__db_step(found_db, found, &has_found)) < 0)
        return status;
    while (has_right || has_found) {
        const int order = !has_right   ? 1
                          : !has_found ? -1
                                       : compare_columns(right, found, 0, at->cache->key);

        if (order < 0)
            status = report_row(at, right, NULL);
        else if (order > 0)
            status = report_row(at, NULL, found);
        else if (!is_same(at->cache, right, found))
            status = report_changed(at, right, found);
        if (status < 0 ||
            (order <= 0 && (status = kho__db_step(right_db, right, &has_right)) < 0) ||
            (order >= 0 && (status = kho__db_step(found_db, found, &has_found)) < 0))
            return status;
    }
    return KHO_OK;
}

static kho_status compare_one(
    comparing *at, kho_ledger *ledger, kho_ledger *replay, const cache *of)
{
    const kho__sql replayed =
        of->sql == KHO__SQL_SHEET_ALL ? KHO__SQL_SHEET_REPLAYED : of->sql;
    sqlite3_stmt *right = kho__db_statement(&replay->db, replayed),
                 *found = right ? kho__db_statement(&ledger->db, of->sql) : NULL;
    kho_status status;

    if (!found)
        return kho_error_last()->status;
    at->cache = of;
    if (of->sql == KHO__SQL_LOT_AFTER) {
        sqlite3_bind_int64(right, 1, INT64_MIN);
        sqlite3_bind_int64(found, 1, INT64_MIN);
    }
    status = merge(at, &replay->db, right, &ledger->db, found);
    sqlite3_reset(right);
    sqlite3_reset(found);
    return status;
}

kho_status kho__compare(
    kho_ledger *ledger, kho_ledger *replay, kho__fault_visit visit, void *context)
{
    comparing at = {.catalogue = &replay->catalogue, .visit = visit, .context = context};
    kho_status status = KHO_OK;

    for (size_t i = 0; i < sizeof(caches) / sizeof(*caches) && status == KHO_OK; i++)
        status = compare_one(&at, ledger, replay, &caches[i]);
    return status;
}

kho_status kho__compare_schema(kho_ledger *ledger, kho__fault_visit visit, void *context)
{
    static const cache schema = {"schema", KHO__SQL_SCHEMA_ALL, 4, 2, -1, -1, -1};
    comparing at = {.visit = visit, .context = context};
    kho_ledger *fresh;
    kho_status status = kho__ledger_scratch(ledger, &fresh);

    if (status == KHO_OK)
        status = compare_one(&at, ledger, fresh, &schema);
    kho_ledger_close(fresh);
    return status;
}

kho_status kho__page_unread(const char *text)
{
    static const char words[] = "unable to get the page. error code=";
    const char *at = strstr(text, words);
    const int code = at ? (int)strtol(at + sizeof(words) - 1, NULL, 10) : SQLITE_OK;

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return kho__fail_memory();
    case SQLITE_IOERR:
        return kho__fail(KHO_ESTORAGE, "the storage failed: %s", "lỗi lưu trữ: %s",
            sqlite3_errstr(code));
    default:
        return KHO_OK;
    }
}

/* A line of SQLite's own check. */
static kho_status visit_line(const char *text, kho__fault_visit visit, void *context)
{
    const kho__fault fault = {.kind = "schema", .found = text};
    kho_status status;

    if (!text)
        return kho__fail_memory();
    if (strcmp(text, "ok") == 0)
        return KHO_OK;
    return (status = kho__page_unread(text)) < 0 ? status : visit(context, &fault);
}

kho_status kho__check_begin(kho_ledger *ledger, kho__fault_visit visit, void *context)
{
    sqlite3_stmt *statement;
    kho_status status;
    bool row;

    if (ledger->writing)
        return kho__sheets_flush(ledger);
    if ((status = kho__upgrade_follow(ledger)) < 0 ||
        (status = kho__db_begin(&ledger->db, false)) < 0)
        return status;
    if (!ledger->older) /* a copy in memory needn't be in a file */
        status = kho__db_verify_size(&ledger->db);
    statement = kho__db_statement(&ledger->db, KHO__SQL_INTEGRITY);
    while (status == KHO_OK &&
           (status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row)
        status =
            visit_line((const char *)sqlite3_column_text(statement, 0), visit, context);
    if (status < 0) {
        sqlite3_reset(statement);
        kho__db_rollback(&ledger->db);
    }
    return status;
}

static kho_status report_lowest(const kho__sheet *sheet, const kho__catalogue *catalogue,
    kho__key key, kho__fault_visit visit, void *context)
{
    const int64_t lowest = kho__sheet_lowest(sheet, key, 0);
    const kho__lot *lot = kho__lot_at(catalogue, KHO__KEY_LOT(key));
    char seen[64], text[16];
    const kho__fault fault = {.kind = "negative",
        .place = kho__place_at(catalogue, sheet->place)->as.code,
        .item = kho__item_at(catalogue, lot->item)->as.code,
        .lot = lot->number,
        .expected = "0",
        .found = seen};

    if (lowest >= 0)
        return KHO_OK;
    snprintf(seen, sizeof(seen), "%s: %lld", kho_month_format(sheet->month, text),
        (long long)lowest);
    return visit(context, &fault);
}

kho_status kho__sheet_negatives(const kho__sheet *sheet, const kho__catalogue *catalogue,
    kho__fault_visit visit, void *context)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < sheet->lot_count && status == KHO_OK; i++)
        status = report_lowest(sheet, catalogue, sheet->lots[i].key, visit, context);
    for (size_t i = 0; i < sheet->cell_count && status == KHO_OK; i++) {
        const kho__key key = sheet->cells[i].key;
        const size_t lot = kho__sheet_lot_at(sheet, key);
        const bool told = (i && key == sheet->cells[i - 1].key) ||
                          (lot < sheet->lot_count && sheet->lots[lot].key == key);

        if (!told)
            status = report_lowest(sheet, catalogue, key, visit, context);
    }
    return status;
}
