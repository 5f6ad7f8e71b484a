/* The sheets of a ledger: read once, changed in memory, written at the end of the
 * transaction. */
#ifndef KHO_STORE_SHEETS_H
#define KHO_STORE_SHEETS_H

#include "store/ledger.h"

/* The shelf of a place: which sheets it has, and through which month it is closed. Good
 * until the next shelf is asked for. */
kho_status kho__shelf_of(kho_ledger *ledger, int32_t place, kho__shelf **out);

/*
 * The sheet of a place and month, to read or to change. Where the place has none for that
 * month, one is begun from the last sheet before it: it is stored only once touched.
 */
kho_status kho__sheet_of(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet **out);

/* Say that an entry touches a place in a month: the sheet will be stored. */
kho_status kho__sheet_touch(kho_ledger *ledger, kho__sheet *sheet, int64_t seq);

/* After a sheet's lot changed, bring it into every later sheet of the place. */
kho_status kho__sheet_propagate(kho_ledger *ledger, kho__sheet *sheet, kho__key key);

/* The sheets of a place from a month on, all read; borrowed until the next call. */
kho_status kho__sheets_from(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet ***out, size_t *count);

/* A lot's balance at a day's end, and the lowest of that day and all later ones. */
kho_status kho__sheet_book(kho_ledger *ledger, int32_t place, kho__key key, kho_date date,
    int64_t *book, int64_t *lowest);

/* Write what changed, in the order of the keys. */
kho_status kho__sheets_flush(kho_ledger *ledger);

/*
 * Of check's replay: write what changed, and give the sheets that were below zero when
 * they were written, by place and month. They may not be any more. Borrowed until the
 * next change.
 */
kho_status kho__sheets_below(kho_ledger *ledger, const kho__touch **out, size_t *count);

/* Write and forget, in the middle of a transaction, where very many sheets are in memory.
 */
kho_status kho__sheets_relieve(kho_ledger *ledger);

/* Forget all sheets. */
void kho__sheets_drop(kho_ledger *ledger);
void kho__sheets_free(kho_ledger *ledger);

/* A statement about the row of a sheet; NULL: it can't be had. */
sqlite3_stmt *kho__sheet_statement(
    kho__db *db, kho__sql sql, int32_t place, kho_month month);

/* Read a row, which may be of another file than the catalogue. */
kho_status kho__sheet_row(kho__db *db, const kho__catalogue *catalogue, int32_t place,
    kho_month month, kho__sheet *out, bool *found);

/* For questions: the stored sheet of a month; and that, or the last one before it. */
kho_status kho__sheet_exact(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet *out, bool *found);
kho_status kho__sheet_find(
    kho_ledger *ledger, int32_t place, kho_month upto, kho__sheet *out, bool *found);

/* All sheets of a month: calls back for each. */
typedef kho_status (*kho__sheet_visit)(
    void *context, int32_t place, const void *bytes, size_t size);
kho_status kho__sheets_each(
    kho_ledger *ledger, kho_month month, kho__sheet_visit visit, void *context);

/* Seqs of the entries that touched a place in a month, in the arena. */
kho_status kho__touches(kho_ledger *ledger, kho__arena *arena, kho_month month,
    int32_t place, int64_t **out, size_t *count);

/* Of these, those behind a seq. */
kho_status kho__touches_after(kho_ledger *ledger, kho__arena *arena, kho_month month,
    int32_t place, int64_t after, int64_t **out, size_t *count);

/* Months in which a place has a sheet, in the arena. */
kho_status kho__sheet_months(
    kho_ledger *ledger, kho__arena *arena, int32_t place, kho_month **out, size_t *count);

#endif
