#include "report/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

typedef struct month_reader {
    kho__walk *walk;
    size_t month;
} month_reader;

static kho_status keep_packed(
    void *context, int32_t place, const void *bytes, size_t size)
{
    const month_reader *at = context;
    char *copy = kho__arena_bytes(&at->walk->arena, bytes, size);

    if (!copy)
        return kho__fail_memory();
    if (place >= 1 && (size_t)place <= at->walk->ledger->catalogue.place_count)
        at->walk->packed[at->month][place] = (kho__packed){copy, size};
    return KHO_OK;
}

static kho_status read_months(kho__walk *walk)
{
    const size_t places = walk->ledger->catalogue.place_count + 1;
    month_reader at = {walk, 0};
    kho_status status = KHO_OK;

    walk->packed = kho__arena_take(&walk->arena, walk->months * sizeof(*walk->packed));
    if (!walk->packed)
        return kho__fail_memory();
    for (; at.month < walk->months && status == KHO_OK; at.month++) {
        walk->packed[at.month] =
            kho__arena_take(&walk->arena, places * sizeof(**walk->packed));
        if (!walk->packed[at.month])
            return kho__fail_memory();
        status = kho__sheets_each(
            walk->ledger, walk->from + (kho_month)at.month, keep_packed, &at);
    }
    return status;
}

kho_status kho__walk_begin(
    kho__walk *walk, kho_ledger *ledger, kho_month from, kho_month to, bool many)
{
    *walk =
        (kho__walk){.ledger = ledger, .from = from, .months = (size_t)(to - from) + 1};
    walk->sheets = kho__arena_take(&walk->arena, walk->months * sizeof(*walk->sheets));
    walk->line = kho__arena_take(&walk->arena, walk->months * sizeof(size_t));
    walk->lot = kho__arena_take(&walk->arena, walk->months * sizeof(size_t));
    walk->cell = kho__arena_take(&walk->arena, walk->months * sizeof(size_t));
    walk->slices = kho__arena_take(&walk->arena, walk->months * sizeof(*walk->slices));
    if (!walk->sheets || !walk->line || !walk->lot || !walk->cell || !walk->slices)
        return kho__fail_memory();
    return many ? read_months(walk) : KHO_OK;
}

void kho__walk_end(kho__walk *walk)
{
    for (size_t i = 0; walk->sheets && i < walk->months; i++)
        kho__sheet_free(&walk->sheets[i]);
    kho__arena_free(&walk->arena);
}

/* The sheet of a month as it is stored. */
static kho_status stored(kho__walk *walk, int32_t place, size_t i, bool *found)
{
    kho__sheet *sheet = &walk->sheets[i];
    const kho_month month = walk->from + (kho_month)i;

    *found = false;
    if (walk->packed) {
        const kho__packed *packed = &walk->packed[i][place];

        if (!packed->bytes)
            return KHO_OK;
        *found = true;
        return kho__sheet_read(
            sheet, &walk->ledger->catalogue, place, month, packed->bytes, packed->size);
    }
    return kho__sheet_exact(walk->ledger, place, month, sheet, found);
}

/* What the places before the range hand into its first month. */
static kho_status carry_in(kho__walk *walk, int32_t place)
{
    kho__sheet before = {0};
    kho_status status;
    bool found;

    if ((status = kho__sheet_find(
             walk->ledger, place, walk->from - 1, &before, &found)) == KHO_OK &&
        found)
        status = kho__sheet_carry(&before, &walk->sheets[0]);
    kho__sheet_free(&before);
    return status;
}

kho_status kho__walk_place(kho__walk *walk, int32_t place)
{
    const kho_month first = kho__place_at(&walk->ledger->catalogue, place)->first;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < walk->months; i++) {
        kho__sheet *sheet = &walk->sheets[i];
        const kho_month month = walk->from + (kho_month)i;
        bool found = false;

        kho__sheet_clear(sheet);
        sheet->place = place;
        sheet->month = month;
        walk->line[i] = walk->lot[i] = walk->cell[i] = 0;
        if (first == KHO_NO_MONTH || first > month)
            continue;
        if ((status = stored(walk, place, i, &found)) < 0)
            return status;
        if (!found)
            status =
                i ? kho__sheet_carry(&walk->sheets[i - 1], sheet) : carry_in(walk, place);
        if (status < 0)
            return status;
    }
    return status;
}

static kho__key smaller(kho__key a, kho__key b)
{
    return a < b ? a : b;
}

kho__key kho__walk_peek(const kho__walk *walk)
{
    kho__key key = UINT64_MAX;

    for (size_t i = 0; i < walk->months; i++) {
        const kho__sheet *sheet = &walk->sheets[i];

        if (walk->line[i] < sheet->line_count)
            key = smaller(key, sheet->lines[walk->line[i]].key);
        if (walk->lot[i] < sheet->lot_count)
            key = smaller(key, KHO__LINE_OF(sheet->lots[walk->lot[i]].key));
        if (walk->cell[i] < sheet->cell_count)
            key = smaller(key, KHO__LINE_OF(sheet->cells[walk->cell[i]].key));
    }
    return key;
}

void kho__walk_step(kho__walk *walk, kho__key key)
{
    walk->key = key;
    for (size_t i = 0; i < walk->months; i++) {
        const kho__sheet *sheet = &walk->sheets[i];
        kho__slice *slice = &walk->slices[i];

        *slice = (kho__slice){.month = sheet->month,
            .key = key,
            .tallies = sheet->tallies,
            .tally_count = sheet->tally_count};
        /* An array without elements may be no array. */
        if (walk->lot[i] < sheet->lot_count)
            slice->lots = &sheet->lots[walk->lot[i]];
        if (walk->cell[i] < sheet->cell_count)
            slice->cells = &sheet->cells[walk->cell[i]];
        if (walk->line[i] < sheet->line_count && sheet->lines[walk->line[i]].key == key)
            slice->line = &sheet->lines[walk->line[i]++];
        while (walk->lot[i] < sheet->lot_count &&
               KHO__LINE_OF(sheet->lots[walk->lot[i]].key) == key) {
            walk->lot[i]++;
            slice->lot_count++;
        }
        while (walk->cell[i] < sheet->cell_count &&
               KHO__LINE_OF(sheet->cells[walk->cell[i]].key) == key) {
            walk->cell[i]++;
            slice->cell_count++;
        }
    }
}

bool kho__walk_line(kho__walk *walk)
{
    const kho__key key = kho__walk_peek(walk);

    if (key == UINT64_MAX)
        return false;
    kho__walk_step(walk, key);
    return true;
}
