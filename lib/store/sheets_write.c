/* What a transaction changed, written at its end: each sheet once, in the order of the
 * keys. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/sheets.h"

static int compare_sheets(const void *a, const void *b)
{
    const kho__sheet *const x = *(kho__sheet *const *)a, *const y =
                                                             *(kho__sheet *const *)b;

    return x->month != y->month ? (x->month > y->month) - (x->month < y->month)
                                : (x->place > y->place) - (x->place < y->place);
}

static int compare_touches(const void *a, const void *b)
{
    const kho__touch *const x = a, *const y = b;

    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

/* By place first, as faults are told. */
static int compare_places(const void *a, const void *b)
{
    const kho__touch *const x = a, *const y = b;

    return x->place != y->place ? (x->place > y->place) - (x->place < y->place)
                                : (x->month > y->month) - (x->month < y->month);
}

static kho_status put(
    kho_ledger *ledger, const kho__sheet *sheet, const kho__buffer *bytes)
{
    sqlite3_stmt *statement =
        kho__sheet_statement(&ledger->db, KHO__SQL_SHEET_PUT, sheet->place, sheet->month);

    if (statement)
        sqlite3_bind_blob64(statement, 3, bytes->bytes, bytes->size, SQLITE_STATIC);
    return kho__db_run(&ledger->db, statement);
}

/* Whether the ledger that is checked has these bytes. What can't be read there hasn't
 * got them: comparing will say so. */
static bool is_there(kho__db *db, const kho__sheet *sheet, const kho__buffer *bytes)
{
    sqlite3_stmt *statement =
        kho__sheet_statement(db, KHO__SQL_SHEET_GET, sheet->place, sheet->month);
    bool row, same;

    if (kho__db_step(db, statement, &row) < 0 || !row)
        return false;
    same = sqlite3_column_type(statement, 0) == SQLITE_BLOB &&
           (size_t)sqlite3_column_bytes(statement, 0) == bytes->size &&
           memcmp(sqlite3_column_blob(statement, 0), bytes->bytes, bytes->size) == 0;
    sqlite3_reset(statement);
    return same;
}

/* Of a replay: only what comes out otherwise has a row of its own. It may not be the last
 * word yet. */
static kho_status put_replayed(
    kho_ledger *ledger, const kho__sheet *sheet, const kho__buffer *bytes)
{
    if (kho__sheet_is_below(sheet)) {
        if (!kho__grow((void **)&ledger->below, &ledger->below_room, ledger->below_count,
                1, sizeof(*ledger->below)))
            return kho__fail_memory();
        ledger->below[ledger->below_count++] =
            (kho__touch){sheet->month, sheet->place, 0};
    }
    if (!is_there(&ledger->replayed->db, sheet, bytes)) {
        ledger->differs = true;
        return put(ledger, sheet, bytes);
    }
    return ledger->differs ? kho__db_run(&ledger->db,
                                 kho__sheet_statement(&ledger->db, KHO__SQL_SHEET_DROP,
                                     sheet->place, sheet->month))
                           : KHO_OK;
}

static kho_status write_sheet(kho_ledger *ledger, kho__sheet *sheet, kho__buffer *bytes)
{
    kho_status status;

    kho__buffer_clear(bytes);
    kho__sheet_pack(sheet, bytes);
    if ((status = kho__buffer_status(bytes)) < 0)
        return status;
    status =
        ledger->replayed ? put_replayed(ledger, sheet, bytes) : put(ledger, sheet, bytes);
    if (status == KHO_OK)
        sheet->dirty = false;
    return status;
}

kho_status kho__sheets_below(kho_ledger *ledger, const kho__touch **out, size_t *count)
{
    const kho_status status = kho__sheets_flush(ledger);
    size_t kept = 0;

    if (ledger->below_count)
        qsort(ledger->below, ledger->below_count, sizeof(*ledger->below), compare_places);
    for (size_t i = 0; i < ledger->below_count; i++) {
        if (i == 0 || compare_places(&ledger->below[i], &ledger->below[kept - 1]))
            ledger->below[kept++] = ledger->below[i];
    }
    ledger->below_count = *count = kept;
    *out = ledger->below;
    return status;
}

static kho_status write_touches(kho_ledger *ledger)
{
    kho_status status = KHO_OK;

    if (ledger->touch_count > 0) /* qsort() takes no NULL */
        qsort(ledger->touches, ledger->touch_count, sizeof(*ledger->touches),
            compare_touches);
    for (size_t i = 0; i < ledger->touch_count && status == KHO_OK; i++) {
        const kho__touch *touch = &ledger->touches[i];
        sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_TOUCH_ADD);

        if (statement) {
            sqlite3_bind_int64(statement, 1, touch->month);
            sqlite3_bind_int64(statement, 2, touch->place);
            sqlite3_bind_int64(statement, 3, touch->seq);
        }
        status = kho__db_run(&ledger->db, statement);
    }
    ledger->touch_count = 0;
    return status;
}

kho_status kho__sheets_flush(kho_ledger *ledger)
{
    kho__buffer bytes = {0};
    kho_status status = KHO_OK;

    if (ledger->queue_count)
        qsort(ledger->queue, ledger->queue_count, sizeof(*ledger->queue), compare_sheets);
    for (size_t i = 0; i < ledger->queue_count && status == KHO_OK; i++) {
        kho__sheet *sheet = ledger->queue[i];

        /* A sheet that was only begun, to look at, has no row. */
        if (sheet->dirty && sheet->stored)
            status = write_sheet(ledger, sheet, &bytes);
    }
    kho__buffer_free(&bytes);
    for (size_t i = 0; i < ledger->queue_count && status == KHO_OK; i++)
        ledger->queue[i]->queued = false;
    if (status == KHO_OK) {
        ledger->queue_count = 0;
        status = write_touches(ledger);
    }
    ledger->broken |= status < 0; /* some are written, and some aren't */
    return status;
}
