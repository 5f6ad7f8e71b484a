/*
 * The bytes of a sheet: varints, small numbers first. Lines, then lots, cells and
 * tallies; keys are written as differences, so that a lot costs about 4 bytes and a cell
 * about 3.
 */
#include <string.h>

#include "base/error.h"
#include "model/sheet.h"

#define FORMAT 1
#define EPOCH (-25567) /* 1900-01-01: dates inside are never before it */

static uint64_t pack_date(kho_date date)
{
    return date == KHO_NO_DATE ? 0 : (uint64_t)((int64_t)date - EPOCH + 1);
}

static kho_date unpack_date(uint64_t packed)
{
    return packed ? (kho_date)((int64_t)packed - 1 + EPOCH) : KHO_NO_DATE;
}

/* A key as what it differs by: the line's parts where the line changes, else the lot's.
 */
static uint8_t *pack_key(uint8_t *at, kho__key key, kho__key *last)
{
    const kho__key line = KHO__LINE_OF(key), before = KHO__LINE_OF(*last);

    at = kho__put_varint(at, (line - before) >> KHO__LOT_BITS);
    at = kho__put_varint(at, key - (line == before ? *last : line));
    *last = key;
    return at;
}

/* Keys go up, and no part of one runs over into the next part: what is searched for by
 * halves must be in order, whatever happened to the bytes. */
static bool unpack_key(const uint8_t **at, const uint8_t *end, kho__key *last)
{
    const kho__key before = *last;
    uint64_t line, lot;

    if (!kho__varint(at, end, &line) || !kho__varint(at, end, &lot) || line >> 24 ||
        lot >> KHO__LOT_BITS)
        return false;
    *last = (line ? KHO__LINE_OF(before) : before) + (line << KHO__LOT_BITS) + lot;
    return *last >= before &&
           KHO__LINE_OF(*last) - KHO__LINE_OF(before) == line << KHO__LOT_BITS;
}

static uint8_t *pack_lines(uint8_t *at, const kho__sheet *sheet)
{
    const kho_date begin = kho_month_first(sheet->month);
    kho__key last = 0;

    for (size_t i = 0; i < sheet->line_count; i++) {
        const kho__line *line = &sheet->lines[i];

        at = kho__put_varint(at, (line->key - last) >> KHO__LOT_BITS);
        at = kho__put_varint(
            at, pack_date(line->first) << 2 | (line->seen ? 2 : 0) | line->returns);
        /* Most lines moved not long ago. */
        at = kho__put_varint(
            at, line->last == KHO_NO_DATE ? 0 : (uint64_t)(begin - line->last));
        at = kho__put_varint(at, (uint64_t)(line->days_out - KHO__NOT_OBSERVED));
        at = kho__put_varint(at, (uint64_t)(line->returned - KHO__NOT_OBSERVED));
        last = line->key;
    }
    return at;
}

static uint8_t *pack_lots(uint8_t *at, const kho__sheet *sheet)
{
    kho__key last = 0;

    for (size_t i = 0; i < sheet->lot_count; i++) {
        const kho__carried *lot = &sheet->lots[i];

        at = pack_key(at, lot->key, &last);
        at = kho__put_zigzag(at, lot->opening);
        at = kho__put_varint(at, pack_date(lot->counted));
        if (lot->counted != KHO_NO_DATE)
            at = kho__put_zigzag(at, lot->gap);
    }
    return at;
}

/* A cell begins with its flow and day, and whether it is of another lot than the one
 * before. */
static uint8_t *pack_cells(uint8_t *at, const kho__sheet *sheet)
{
    kho__key last = 0;

    for (size_t i = 0; i < sheet->cell_count; i++) {
        const kho__cell *cell = &sheet->cells[i];
        const uint64_t what = (uint64_t)cell->flow << 5 | cell->day;

        at = kho__put_varint(at, what << 1 | (cell->key != last));
        if (cell->key != last)
            at = pack_key(at, cell->key, &last);
        at = kho__put_zigzag(at, cell->quantity);
    }
    return at;
}

static uint8_t *pack_tallies(uint8_t *at, const kho__sheet *sheet)
{
    kho__tally_key last = 0;

    for (size_t i = 0; i < sheet->tally_count; i++) {
        const kho__tallied *tally = &sheet->tallies[i];

        at = kho__put_varint(at, tally->key - last);
        at = kho__put_varint(at, tally->day);
        at = kho__put_zigzag(at, tally->value);
        last = tally->key;
    }
    return at;
}

void kho__sheet_pack(const kho__sheet *sheet, kho__buffer *out)
{
    const size_t numbers = 5 + 5 * sheet->line_count + 5 * sheet->lot_count +
                           4 * sheet->cell_count + 3 * sheet->tally_count;
    uint8_t *at = kho__buffer_room(out, numbers * KHO__VARINT_MOST);

    if (!at)
        return;
    at = kho__put_varint(at, FORMAT);
    at = kho__put_varint(at, sheet->line_count);
    at = kho__put_varint(at, sheet->lot_count);
    at = kho__put_varint(at, sheet->cell_count);
    at = kho__put_varint(at, sheet->tally_count);
    at = pack_cells(pack_lots(pack_lines(at, sheet), sheet), sheet);
    kho__buffer_count(out, pack_tallies(at, sheet));
}

static bool unpack_lines(kho__sheet *sheet, const uint8_t **at, const uint8_t *end)
{
    const kho_date begin = kho_month_first(sheet->month);
    kho__key last = 0;

    for (size_t i = 0; i < sheet->line_count; i++) {
        const kho__key before = last;
        uint64_t key, first, ago, days, returned;

        if (!kho__varint(at, end, &key) || !kho__varint(at, end, &first) ||
            !kho__varint(at, end, &ago) || ago > 1000000 ||
            !kho__varint(at, end, &days) || !kho__varint(at, end, &returned) ||
            key >> 24 || first >> 32 || days > 1000000 || returned > 1000000)
            return false;
        last += key << KHO__LOT_BITS;
        if (last <= before)
            return false;
        sheet->lines[i] = (kho__line){.key = last,
            .first = unpack_date(first >> 2),
            .last = ago ? begin - (kho_date)ago : KHO_NO_DATE,
            .returns = first & 1,
            .seen = first & 2,
            .days_out = (int32_t)days + KHO__NOT_OBSERVED,
            .returned = (int32_t)returned + KHO__NOT_OBSERVED};
    }
    return true;
}

static bool unpack_lots(kho__sheet *sheet, const uint8_t **at, const uint8_t *end)
{
    kho__key last = 0;

    for (size_t i = 0; i < sheet->lot_count; i++) {
        kho__carried *lot = &sheet->lots[i];
        const kho__key before = last;
        uint64_t counted;

        lot->gap = 0;
        if (!unpack_key(at, end, &last) || last == before ||
            !kho__zigzag(at, end, &lot->opening) || !kho__varint(at, end, &counted) ||
            counted >> 32 || (counted && !kho__zigzag(at, end, &lot->gap)))
            return false;
        lot->key = last;
        lot->counted = unpack_date(counted);
    }
    return true;
}

static bool is_before(const kho__cell *a, const kho__cell *b)
{
    return a->key != b->key   ? a->key < b->key
           : a->day != b->day ? a->day < b->day
                              : a->flow < b->flow;
}

static bool unpack_cells(kho__sheet *sheet, const uint8_t **at, const uint8_t *end)
{
    kho__key last = 0, before = 0;

    for (size_t i = 0; i < sheet->cell_count; i++, before = last) {
        kho__cell *cell = &sheet->cells[i];
        uint64_t what;

        if (!kho__varint(at, end, &what) || what >> 6 >= KHO__FLOWS ||
            !(what >> 1 & 31) || ((what & 1) && !unpack_key(at, end, &last)) ||
            !kho__zigzag(at, end, &cell->quantity))
            return false;
        /* One spelling each: a new lot is one, and the first one always is. */
        if ((what & 1) != (last != before) || !last)
            return false;
        cell->key = last;
        cell->day = what >> 1 & 31;
        cell->flow = (uint8_t)(what >> 6);
        if (i > 0 && !is_before(cell - 1, cell))
            return false;
    }
    return true;
}

/* The item and the channel of a key are verified with the catalogue at hand. */
static bool unpack_tallies(kho__sheet *sheet, const uint8_t **at, const uint8_t *end)
{
    kho__tally_key last = 0;

    for (size_t i = 0; i < sheet->tally_count; i++) {
        kho__tallied *tally = &sheet->tallies[i];
        const kho__tallied *before = i ? tally - 1 : NULL;
        uint64_t step, day;

        if (!kho__varint(at, end, &step) || !kho__varint(at, end, &day) || !day ||
            day > 31 || !kho__zigzag(at, end, &tally->value) ||
            __builtin_add_overflow(last, step, &last) || !kho__tally_valid(last))
            return false;
        tally->key = last;
        tally->day = (uint8_t)day;
        if (before && before->key == last && before->day >= day)
            return false;
    }
    return true;
}

/* Room for `count` elements in an array that had room for *room. */
static bool make_room(void **array, size_t *room, size_t count, size_t size)
{
    return kho__grow(array, room, 0, count, size);
}

static kho_status damaged(kho__sheet *sheet)
{
    kho__sheet_clear(sheet);
    return kho__fail(KHO_EDAMAGED, "the sheet of place %d is malformed",
        "trang sổ của nơi %d bị hỏng", (int)sheet->place);
}

kho_status kho__sheet_unpack(
    kho__sheet *sheet, int32_t place, kho_month month, const void *bytes, size_t size)
{
    const uint8_t *at = bytes, *const end = at + size;
    uint64_t format, lines, lots, cells, tallies;

    kho__sheet_clear(sheet);
    sheet->place = place;
    sheet->month = month;
    sheet->stored = true;
    if (!kho__varint(&at, end, &format) || format != FORMAT ||
        !kho__varint(&at, end, &lines) || !kho__varint(&at, end, &lots) ||
        !kho__varint(&at, end, &cells) || !kho__varint(&at, end, &tallies) ||
        lines > size || lots > size || cells > size || tallies > size)
        goto damaged;
    if (!make_room(
            (void **)&sheet->lines, &sheet->line_room, lines, sizeof(*sheet->lines)) ||
        !make_room((void **)&sheet->lots, &sheet->lot_room, lots, sizeof(*sheet->lots)) ||
        !make_room(
            (void **)&sheet->cells, &sheet->cell_room, cells, sizeof(*sheet->cells)) ||
        !make_room((void **)&sheet->tallies, &sheet->tally_room, tallies,
            sizeof(*sheet->tallies)))
        return kho__fail_memory();
    sheet->line_count = lines;
    sheet->lot_count = lots;
    sheet->cell_count = cells;
    sheet->tally_count = tallies;
    if (unpack_lines(sheet, &at, end) && unpack_lots(sheet, &at, end) &&
        unpack_cells(sheet, &at, end) && unpack_tallies(sheet, &at, end) && at == end)
        return KHO_OK;
damaged:
    return damaged(sheet);
}

static bool is_line(const kho__catalogue *catalogue, kho__key key)
{
    return (key >> 48) - 1 < catalogue->item_count &&
           (key >> KHO__LOT_BITS & 0xff) - 1 < catalogue->channel_count;
}

static bool is_lot(const kho__catalogue *catalogue, kho__key key)
{
    return is_line(catalogue, key) &&
           (key & (((kho__key)1 << KHO__LOT_BITS) - 1)) - 1 < catalogue->lot_count;
}

static bool is_tally(const kho__catalogue *catalogue, kho__tally_key key)
{
    return (size_t)kho__tally_item(key) <= catalogue->item_count &&
           (kho__tally_is_service(key) ||
               (size_t)kho__tally_channel(key) <= catalogue->channel_count);
}

kho_status kho__sheet_read(kho__sheet *sheet, const kho__catalogue *catalogue,
    int32_t place, kho_month month, const void *bytes, size_t size)
{
    const kho_status status = kho__sheet_unpack(sheet, place, month, bytes, size);
    bool known = true;

    if (status < 0)
        return status;
    for (size_t i = 0; i < sheet->line_count; i++)
        known &= is_line(catalogue, sheet->lines[i].key);
    for (size_t i = 0; i < sheet->lot_count; i++)
        known &= is_lot(catalogue, sheet->lots[i].key);
    for (size_t i = 0; i < sheet->cell_count; i++) {
        if (i == 0 || sheet->cells[i].key != sheet->cells[i - 1].key)
            known &= is_lot(catalogue, sheet->cells[i].key);
    }
    for (size_t i = 0; i < sheet->tally_count; i++)
        known &= is_tally(catalogue, sheet->tallies[i].key);
    return known ? KHO_OK : damaged(sheet);
}
