#include "store/sheets.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/closings.h"

static kho_status load_months(kho_ledger *ledger, int32_t place, kho__shelf *shelf)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_SHEET_MONTHS);
    kho_status status;
    bool row;

    if (statement)
        sqlite3_bind_int64(statement, 1, place);
    shelf->count = 0;
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        if (!kho__grow((void **)&shelf->months, &shelf->room, shelf->count, 1,
                sizeof(*shelf->months)) ||
            !kho__grow((void **)&shelf->sheets, &shelf->sheet_room, shelf->count, 1,
                sizeof(*shelf->sheets))) {
            sqlite3_reset(statement);
            return kho__fail_memory();
        }
        if ((status = kho__db_month(statement, 0, &shelf->months[shelf->count])) < 0) {
            sqlite3_reset(statement);
            break;
        }
        shelf->sheets[shelf->count++] = NULL;
    }
    return status;
}

kho_status kho__shelf_of(kho_ledger *ledger, int32_t place, kho__shelf **out)
{
    const size_t places = ledger->catalogue.place_count + 1;
    kho_status status;

    if (ledger->shelf_room < places) {
        kho__shelf *grown = realloc(ledger->shelves, places * 2 * sizeof(*grown));

        if (!grown)
            return kho__fail_memory();
        memset(grown + ledger->shelf_room, 0,
            (places * 2 - ledger->shelf_room) * sizeof(*grown));
        ledger->shelves = grown;
        ledger->shelf_room = places * 2;
    }
    *out = &ledger->shelves[place];
    if ((*out)->loaded)
        return KHO_OK;
    if (!kho__grow((void **)&ledger->shelved, &ledger->shelved_room,
            ledger->shelved_count, 1, sizeof(*ledger->shelved)))
        return kho__fail_memory();
    if ((status = load_months(ledger, place, *out)) < 0 ||
        (status = kho__closing_last(ledger, place, &(*out)->closed)) < 0)
        return status;
    ledger->shelved[ledger->shelved_count++] = place;
    (*out)->loaded = true;
    return KHO_OK;
}

static kho_status new_sheet(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet **out)
{
    kho__sheet *sheet = ledger->spare_count ? ledger->spare[--ledger->spare_count]
                                            : calloc(1, sizeof(*sheet));

    *out = sheet;
    if (!sheet)
        return kho__fail_memory();
    kho__sheet_clear(sheet);
    sheet->place = place;
    sheet->month = month;
    ledger->sheet_count++;
    return KHO_OK;
}

static void drop_sheet(kho_ledger *ledger, kho__sheet *sheet)
{
    ledger->sheet_count--;
    if (kho__grow((void **)&ledger->spare, &ledger->spare_room, ledger->spare_count, 1,
            sizeof(*ledger->spare))) {
        ledger->spare[ledger->spare_count++] = sheet;
    } else {
        kho__sheet_free(sheet);
        free(sheet);
    }
}

/* What a replay has no row of came out as it is in the ledger that is checked. */
static kho_status read_sheet(kho_ledger *ledger, kho__sheet *sheet)
{
    bool found;
    kho_status status =
        kho__sheet_exact(ledger, sheet->place, sheet->month, sheet, &found);

    if (status == KHO_OK && !found && ledger->replayed)
        status = kho__sheet_row(&ledger->replayed->db, &ledger->catalogue, sheet->place,
            sheet->month, sheet, &found);
    if (status < 0 || found)
        return status;
    return kho__fail(KHO_EDAMAGED, "the sheet of place %d is missing",
        "thiếu trang sổ của nơi %d", (int)sheet->place);
}

/* The index of the first month that is not before this one. */
static size_t month_at(const kho__shelf *shelf, kho_month month)
{
    size_t i = shelf->count;

    while (i > 0 && shelf->months[i - 1] >= month)
        i--;
    return i;
}

static kho_status sheet_at(
    kho_ledger *ledger, int32_t place, kho__shelf *shelf, size_t i, kho__sheet **out)
{
    kho_status status = KHO_OK;

    if (!shelf->sheets[i]) {
        kho__sheet *sheet;

        if ((status = new_sheet(ledger, place, shelf->months[i], &sheet)) < 0)
            return status;
        if ((status = read_sheet(ledger, sheet)) < 0) {
            drop_sheet(ledger, sheet);
            return status;
        }
        shelf->sheets[i] = sheet;
    }
    *out = shelf->sheets[i];
    return status;
}

kho_status kho__sheet_of(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet **out)
{
    kho__sheet *before = NULL, *sheet;
    kho__shelf *shelf = NULL;
    kho_status status;
    size_t i;

    if ((status = kho__shelf_of(ledger, place, &shelf)) < 0)
        return status;
    i = month_at(shelf, month);
    if (i < shelf->count && shelf->months[i] == month)
        return sheet_at(ledger, place, shelf, i, out);
    if (i > 0 && (status = sheet_at(ledger, place, shelf, i - 1, &before)) < 0)
        return status;
    if (!kho__grow((void **)&shelf->months, &shelf->room, shelf->count, 1,
            sizeof(*shelf->months)) ||
        !kho__grow((void **)&shelf->sheets, &shelf->sheet_room, shelf->count, 1,
            sizeof(*shelf->sheets)))
        return kho__fail_memory();
    if ((status = new_sheet(ledger, place, month, &sheet)) < 0)
        return status;
    if (before && (status = kho__sheet_carry(before, sheet)) < 0) {
        drop_sheet(ledger, sheet);
        return status;
    }
    memmove(&shelf->months[i + 1], &shelf->months[i],
        (shelf->count - i) * sizeof(*shelf->months));
    memmove(&shelf->sheets[i + 1], &shelf->sheets[i],
        (shelf->count - i) * sizeof(*shelf->sheets));
    shelf->months[i] = month;
    shelf->sheets[i] = sheet;
    shelf->count++;
    *out = sheet;
    return KHO_OK;
}

static kho_status note_first(kho_ledger *ledger, const kho__sheet *sheet)
{
    kho__place *place = &ledger->catalogue.places[sheet->place - 1];
    const kho__shelf *shelf = &ledger->shelves[sheet->place];
    sqlite3_stmt *statement;

    /* An earlier stored month of this shelf says that the place's first month is known.
     */
    for (size_t i = 0; i < shelf->count && shelf->months[i] < sheet->month; i++) {
        if (!shelf->sheets[i] || shelf->sheets[i]->stored)
            return KHO_OK;
    }
    place->first = sheet->month;
    if ((statement = kho__db_statement(&ledger->db, KHO__SQL_PLACE_FIRST))) {
        sqlite3_bind_int64(statement, 1, sheet->place);
        sqlite3_bind_int64(statement, 2, sheet->month);
    }
    return kho__db_run(&ledger->db, statement);
}

/* Remember a changed sheet: what a commit costs doesn't depend on how many were only
 * read. */
static kho_status queue_sheet(kho_ledger *ledger, kho__sheet *sheet)
{
    if (sheet->queued)
        return KHO_OK;
    if (!kho__grow((void **)&ledger->queue, &ledger->queue_room, ledger->queue_count, 1,
            sizeof(*ledger->queue)))
        return kho__fail_memory();
    ledger->queue[ledger->queue_count++] = sheet;
    sheet->queued = true;
    return KHO_OK;
}

kho_status kho__sheet_touch(kho_ledger *ledger, kho__sheet *sheet, int64_t seq)
{
    kho_status status;

    for (size_t i = ledger->touch_count; i > 0 && ledger->touches[i - 1].seq == seq;
         i--) {
        if (ledger->touches[i - 1].place == sheet->place &&
            ledger->touches[i - 1].month == sheet->month)
            return KHO_OK;
    }
    if (!kho__grow((void **)&ledger->touches, &ledger->touch_room, ledger->touch_count, 1,
            sizeof(*ledger->touches)))
        return kho__fail_memory();
    ledger->touches[ledger->touch_count++] =
        (kho__touch){sheet->month, sheet->place, seq};
    if ((!sheet->stored && (status = note_first(ledger, sheet)) < 0) ||
        (status = kho__closings_touch(ledger, sheet->place, sheet->month, seq)) < 0)
        return status;
    sheet->stored = true;
    sheet->dirty = true;
    return queue_sheet(ledger, sheet);
}

kho_status kho__sheet_propagate(kho_ledger *ledger, kho__sheet *sheet, kho__key key)
{
    kho__shelf *shelf = &ledger->shelves[sheet->place];
    kho__sheet *before = sheet, *after;
    bool changed = true;
    kho_status status;

    for (size_t i = month_at(shelf, sheet->month) + 1; i < shelf->count && changed; i++) {
        if ((status = sheet_at(ledger, sheet->place, shelf, i, &after)) < 0 ||
            (status = kho__sheet_carry_lot(before, after, key, &changed)) < 0 ||
            (changed && (status = queue_sheet(ledger, after)) < 0))
            return status;
        before = after;
    }
    return KHO_OK;
}

kho_status kho__sheets_from(
    kho_ledger *ledger, int32_t place, kho_month month, kho__sheet ***out, size_t *count)
{
    kho__shelf *shelf = NULL;
    kho__sheet *sheet;
    kho_status status;
    size_t first;

    *count = 0;
    if ((status = kho__shelf_of(ledger, place, &shelf)) < 0)
        return status;
    first = month_at(shelf, month);
    for (size_t i = first; i < shelf->count; i++) {
        if ((status = sheet_at(ledger, place, shelf, i, &sheet)) < 0)
            return status;
    }
    *out = shelf->sheets + first;
    *count = shelf->count - first;
    return KHO_OK;
}

kho_status kho__sheet_book(kho_ledger *ledger, int32_t place, kho__key key, kho_date date,
    int64_t *book, int64_t *lowest)
{
    const kho_month month = kho_month_of(date);
    const int day = date - kho_month_first(month) + 1;
    kho__sheet *sheet;
    const kho__shelf *shelf;
    kho_status status;

    if ((status = kho__sheet_of(ledger, place, month, &sheet)) < 0)
        return status;
    shelf = &ledger->shelves[place];
    *book = kho__sheet_balance(sheet, key, day);
    *lowest = kho__sheet_lowest(sheet, key, day);
    for (size_t i = month_at(shelf, month) + 1; i < shelf->count; i++) {
        if ((status = sheet_at(ledger, place, &ledger->shelves[place], i, &sheet)) < 0)
            return status;
        const int64_t later = kho__sheet_lowest(sheet, key, 0);

        if (later < *lowest)
            *lowest = later;
    }
    return KHO_OK;
}

/* Let go of a place's sheets, which can be read again; `last` keeps the last one, which
 * the next month begins from. */
static void thin(kho_ledger *ledger, kho__shelf *shelf, bool last)
{
    size_t kept = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        kho__sheet *sheet = shelf->sheets[i];
        const bool stays = last && i + 1 == shelf->count;
        /* What was only begun, to look at, has no row to be read from. */
        const bool lost = sheet && !stays && !sheet->stored;

        if (sheet && !stays)
            drop_sheet(ledger, sheet);
        if (lost)
            continue;
        shelf->months[kept] = shelf->months[i];
        shelf->sheets[kept++] = stays ? sheet : NULL;
    }
    shelf->count = kept;
}

kho_status kho__sheets_relieve(kho_ledger *ledger)
{
    kho_status status;

    if (ledger->sheet_count <= ledger->sheets_most)
        return KHO_OK;
    if ((status = kho__sheets_flush(ledger)) < 0)
        return status;
    for (size_t i = 0; i < ledger->shelved_count; i++)
        thin(ledger, &ledger->shelves[ledger->shelved[i]], true);
    if (ledger->sheet_count <= ledger->sheets_most / 2)
        return KHO_OK;
    for (size_t i = 0; i < ledger->shelved_count; i++)
        thin(ledger, &ledger->shelves[ledger->shelved[i]], false);
    return KHO_OK;
}

void kho__sheets_drop(kho_ledger *ledger)
{
    for (size_t i = 0; i < ledger->shelved_count; i++) {
        kho__shelf *shelf = &ledger->shelves[ledger->shelved[i]];

        for (size_t j = 0; j < shelf->count; j++) {
            if (shelf->sheets[j])
                drop_sheet(ledger, shelf->sheets[j]);
        }
        shelf->loaded = false;
    }
    ledger->shelved_count = 0;
    ledger->queue_count = 0;
    ledger->touch_count = 0;
}

void kho__sheets_free(kho_ledger *ledger)
{
    kho__sheets_drop(ledger);
    for (size_t i = 0; i < ledger->shelf_room; i++) {
        free(ledger->shelves[i].months);
        free(ledger->shelves[i].sheets);
    }
    while (ledger->spare_count) {
        kho__sheet *sheet = ledger->spare[--ledger->spare_count];

        kho__sheet_free(sheet);
        free(sheet);
    }
    free(ledger->spare);
    free(ledger->queue);
    free(ledger->shelves);
    free(ledger->shelved);
    free(ledger->touches);
    free(ledger->below);
}
