/* What a transaction changed, written at its end: each sheet once, in the order of the
 * keys. */
#include <stdlib.h>

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

static kho_status write_sheet(kho_ledger *ledger, kho__sheet *sheet, kho__buffer *bytes)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_SHEET_PUT);
    kho_status status;

    kho__buffer_clear(bytes);
    kho__sheet_pack(sheet, bytes);
    if ((status = kho__buffer_status(bytes)) < 0)
        return status;
    if (statement) {
        sqlite3_bind_int64(statement, 1, sheet->month);
        sqlite3_bind_int64(statement, 2, sheet->place);
        sqlite3_bind_blob64(statement, 3, bytes->bytes, bytes->size, SQLITE_STATIC);
    }
    if ((status = kho__db_run(&ledger->db, statement)) == KHO_OK)
        sheet->dirty = false;
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
