#include "model/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

kho__key kho__lot_key(const kho__lot *lot)
{
    return KHO__LINE_KEY(lot->item, lot->channel) | (kho__key)lot->id;
}

void kho__sheet_free(kho__sheet *sheet)
{
    free(sheet->lines);
    free(sheet->lots);
    free(sheet->cells);
    free(sheet->tallies);
    *sheet = (kho__sheet){0};
}

void kho__sheet_clear(kho__sheet *sheet)
{
    sheet->line_count = sheet->lot_count = sheet->cell_count = sheet->tally_count = 0;
    sheet->stored = sheet->dirty = sheet->queued = false;
}

/* The arrays are searched alike: by the key that each element begins with. */
static size_t lower_bound(const void *array, size_t count, size_t size, kho__key key)
{
    size_t low = 0, high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        kho__key at;

        memcpy(&at, (const char *)array + middle * size, sizeof(at));
        if (at < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t kho__sheet_lot_at(const kho__sheet *sheet, kho__key key)
{
    return lower_bound(sheet->lots, sheet->lot_count, sizeof(*sheet->lots), key);
}

size_t kho__sheet_cell_at(const kho__sheet *sheet, kho__key key)
{
    return lower_bound(sheet->cells, sheet->cell_count, sizeof(*sheet->cells), key);
}

size_t kho__sheet_line_at(const kho__sheet *sheet, kho__key key)
{
    return lower_bound(sheet->lines, sheet->line_count, sizeof(*sheet->lines), key);
}

size_t kho__tally_at(const kho__tallied *tallies, size_t count, kho__tally_key key)
{
    return lower_bound(tallies, count, sizeof(*tallies), key);
}

/* Open a gap of one element, which the caller fills. */
static void *insert(void **array, size_t *room, size_t *count, size_t at, size_t size)
{
    if (!kho__grow(array, room, *count, 1, size))
        return NULL;
    char *const place = (char *)*array + at * size;

    memmove(place + size, place, (*count - at) * size);
    ++*count;
    return place;
}

static void cut(void *array, size_t *count, size_t at, size_t size)
{
    char *const place = (char *)array + at * size;

    --*count;
    memmove(place, place + size, (*count - at) * size);
}

int64_t kho__cell_effect(const kho__cell *cell)
{
    if (cell->flow == KHO__FLOW_FOUND)
        return 0;
    return cell->flow & 1 ? -cell->quantity : cell->quantity;
}

bool kho__cell_brings(const kho__cell *cell)
{
    return cell->flow != KHO__FLOW_FOUND && !(cell->flow & 1) && cell->quantity > 0;
}

/* Where the cell of a lot, day and flow is or belongs. */
static size_t cell_place(const kho__sheet *sheet, kho__key key, uint8_t day, uint8_t flow)
{
    size_t i = kho__sheet_cell_at(sheet, key);

    while (i < sheet->cell_count && sheet->cells[i].key == key &&
           (sheet->cells[i].day < day ||
               (sheet->cells[i].day == day && sheet->cells[i].flow < flow)))
        i++;
    return i;
}

static bool is_cell(
    const kho__sheet *sheet, size_t i, kho__key key, uint8_t day, uint8_t flow)
{
    return i < sheet->cell_count && sheet->cells[i].key == key &&
           sheet->cells[i].day == day && sheet->cells[i].flow == flow;
}

static kho_status new_cell(kho__sheet *sheet, size_t i, kho__key key, uint8_t day,
    uint8_t flow, int64_t quantity)
{
    kho__cell *cell = insert((void **)&sheet->cells, &sheet->cell_room,
        &sheet->cell_count, i, sizeof(*sheet->cells));

    if (!cell)
        return kho__fail_memory();
    *cell = (kho__cell){key, quantity, day, flow};
    return KHO_OK;
}

kho_status kho__sheet_add(
    kho__sheet *sheet, kho__key key, uint8_t day, uint8_t flow, int64_t quantity)
{
    const size_t i = cell_place(sheet, key, day, flow);
    int64_t sum;

    sheet->dirty = true;
    if (!is_cell(sheet, i, key, day, flow))
        return quantity ? new_cell(sheet, i, key, day, flow, quantity) : KHO_OK;
    if (__builtin_add_overflow(sheet->cells[i].quantity, quantity, &sum))
        return kho__fail(KHO_EOVERFLOW, "a day's sum of a lot does not fit 64 bits",
            "tổng trong ngày của một lô vượt quá 64 bit");
    sheet->cells[i].quantity = sum;
    if (!sum)
        cut(sheet->cells, &sheet->cell_count, i, sizeof(*sheet->cells));
    return KHO_OK;
}

kho_status kho__sheet_tally(
    kho__sheet *sheet, kho__tally_key key, uint8_t day, int64_t value)
{
    size_t i = kho__tally_at(sheet->tallies, sheet->tally_count, key);
    kho__tallied *at;

    while (i < sheet->tally_count && sheet->tallies[i].key == key &&
           sheet->tallies[i].day < day)
        i++;
    at = i < sheet->tally_count ? &sheet->tallies[i] : NULL;
    sheet->dirty = true;
    if (!at || at->key != key || at->day != day) {
        if (!(at = insert((void **)&sheet->tallies, &sheet->tally_room,
                  &sheet->tally_count, i, sizeof(*sheet->tallies))))
            return kho__fail_memory();
        *at = (kho__tallied){key, 0, day};
    }
    if (__builtin_add_overflow(at->value, value, &at->value))
        return kho__fail(KHO_EOVERFLOW, "a day's tally does not fit 64 bits",
            "số cộng trong ngày vượt quá 64 bit");
    if (!at->value)
        cut(sheet->tallies, &sheet->tally_count, i, sizeof(*sheet->tallies));
    return KHO_OK;
}

kho_status kho__sheet_found(
    kho__sheet *sheet, kho__key key, uint8_t day, bool found, int64_t quantity)
{
    const size_t i = cell_place(sheet, key, day, KHO__FLOW_FOUND);

    sheet->dirty = true;
    if (is_cell(sheet, i, key, day, KHO__FLOW_FOUND)) {
        if (found)
            sheet->cells[i].quantity = quantity;
        else
            cut(sheet->cells, &sheet->cell_count, i, sizeof(*sheet->cells));
        return KHO_OK;
    }
    return found ? new_cell(sheet, i, key, day, KHO__FLOW_FOUND, quantity) : KHO_OK;
}

static bool is_line(const kho__sheet *sheet, size_t i, kho__key key)
{
    return i < sheet->line_count && sheet->lines[i].key == key;
}

static kho__line blank_line(kho__key key)
{
    return (kho__line){.key = key,
        .first = KHO_NO_DATE,
        .last = KHO_NO_DATE,
        .days_out = KHO__NOT_OBSERVED,
        .returned = KHO__NOT_OBSERVED};
}

static bool is_blank(const kho__line *line)
{
    return line->first == KHO_NO_DATE && line->last == KHO_NO_DATE && !line->returns &&
           !line->seen && line->days_out == KHO__NOT_OBSERVED &&
           line->returned == KHO__NOT_OBSERVED;
}

/* Set a line's header; one that says nothing is no header. */
static kho_status set_line(kho__sheet *sheet, const kho__line *line)
{
    const size_t i = kho__sheet_line_at(sheet, line->key);
    const bool empty = is_blank(line);

    if (is_line(sheet, i, line->key)) {
        if (empty)
            cut(sheet->lines, &sheet->line_count, i, sizeof(*sheet->lines));
        else
            sheet->lines[i] = *line;
        return KHO_OK;
    }
    if (empty)
        return KHO_OK;
    kho__line *made = insert((void **)&sheet->lines, &sheet->line_room,
        &sheet->line_count, i, sizeof(*sheet->lines));

    if (!made)
        return kho__fail_memory();
    *made = *line;
    return KHO_OK;
}

kho_status kho__sheet_observe(
    kho__sheet *sheet, kho__key key, bool returned, int32_t days_out)
{
    const size_t i = kho__sheet_line_at(sheet, key);
    kho__line line = is_line(sheet, i, key) ? sheet->lines[i] : blank_line(key);

    if (returned)
        line.returned = days_out;
    else
        line.days_out = days_out;
    sheet->dirty = true;
    return set_line(sheet, &line);
}

int32_t kho__line_days_out(const kho__line *line)
{
    return line->days_out >= 0 ? line->days_out : line->returned;
}

bool kho__line_observed(const kho__line *line)
{
    return line->seen || line->returns || line->days_out != KHO__NOT_OBSERVED ||
           line->returned != KHO__NOT_OBSERVED;
}

static bool is_lot(const kho__sheet *sheet, size_t i, kho__key key)
{
    return i < sheet->lot_count && sheet->lots[i].key == key;
}

int64_t kho__sheet_balance(const kho__sheet *sheet, kho__key key, int day)
{
    size_t i = kho__sheet_lot_at(sheet, key);
    int64_t balance = is_lot(sheet, i, key) ? sheet->lots[i].opening : 0;

    for (i = kho__sheet_cell_at(sheet, key);
         i < sheet->cell_count && sheet->cells[i].key == key &&
         sheet->cells[i].day <= day;
         i++)
        balance += kho__cell_effect(&sheet->cells[i]);
    return balance;
}

int64_t kho__sheet_lowest(const kho__sheet *sheet, kho__key key, int day)
{
    int64_t balance = kho__sheet_balance(sheet, key, day), lowest = balance;
    size_t i = kho__sheet_cell_at(sheet, key);

    while (
        i < sheet->cell_count && sheet->cells[i].key == key && sheet->cells[i].day <= day)
        i++;
    while (i < sheet->cell_count && sheet->cells[i].key == key) {
        const uint8_t at = sheet->cells[i].day;

        /* Only day-ends count, so all of a day's cells come first. */
        for (; i < sheet->cell_count && sheet->cells[i].key == key &&
               sheet->cells[i].day == at;
             i++)
            balance += kho__cell_effect(&sheet->cells[i]);
        if (balance < lowest)
            lowest = balance;
    }
    return lowest;
}

bool kho__sheet_is_below(const kho__sheet *sheet)
{
    int64_t balance = 0;
    size_t lot = 0;

    for (size_t i = 0; i < sheet->lot_count; i++) {
        if (sheet->lots[i].opening < 0)
            return true;
    }
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const kho__cell *cell = &sheet->cells[i], *const next = cell + 1;
        const bool is_last = i + 1 == sheet->cell_count || next->key != cell->key;

        while (lot < sheet->lot_count && sheet->lots[lot].key < cell->key)
            lot++;
        if (i == 0 || cell->key != cell[-1].key)
            balance = is_lot(sheet, lot, cell->key) ? sheet->lots[lot].opening : 0;
        balance += kho__cell_effect(cell);
        if (balance < 0 && (is_last || next->day != cell->day))
            return true;
    }
    return false;
}

/* At the end of the day of a count: how far the books have left it. */
static void hold_against(
    const kho__sheet *sheet, int day, int64_t found, int64_t balance, kho__carried *out)
{
    out->counted = kho_month_first(sheet->month) - 1 + day;
    out->gap = balance - found;
}

/* What a lot hands on to the next month, from where its header and its cells are or
 * belong. Returns whether there is anything to hand on. */
static bool lot_closing(
    const kho__sheet *sheet, kho__key key, size_t header, size_t cell, kho__carried *out)
{
    int64_t balance, found = 0;
    int counted = 0;

    *out = (kho__carried){key, 0, KHO_NO_DATE, 0};
    if (is_lot(sheet, header, key))
        *out = sheet->lots[header];
    balance = out->opening;
    for (; cell < sheet->cell_count && sheet->cells[cell].key == key; cell++) {
        const kho__cell *at = &sheet->cells[cell];

        if (counted && at->day > counted) {
            hold_against(sheet, counted, found, balance, out);
            counted = 0;
        }
        balance += kho__cell_effect(at);
        /* The count is the day's last flow: what it is held against is the day's end. */
        if (at->flow == KHO__FLOW_FOUND) {
            counted = at->day;
            found = at->quantity;
        }
    }
    if (counted)
        hold_against(sheet, counted, found, balance, out);
    out->opening = balance;
    return out->opening || out->gap;
}

/* What a line hands on, likewise: the days that it first came in and last moved, and that
 * it was seen. */
static kho__line line_closing(
    const kho__sheet *sheet, kho__key key, size_t header, size_t cell)
{
    const kho__key end = key + ((kho__key)1 << KHO__LOT_BITS);
    kho__line line = is_line(sheet, header, key) ? sheet->lines[header] : blank_line(key);
    int first = 32, last = 0;

    line.returns = line.returns || line.returned != KHO__NOT_OBSERVED;
    line.seen = kho__line_observed(&line);
    for (; cell < sheet->cell_count && sheet->cells[cell].key < end; cell++) {
        const kho__cell *at = &sheet->cells[cell];

        if (kho__cell_brings(at) && at->day < first)
            first = at->day;
        if (at->day > last)
            last = at->day;
        line.seen |= at->flow == KHO__FLOW_FOUND;
    }
    if (line.first == KHO_NO_DATE && first < 32)
        line.first = kho_month_first(sheet->month) + first - 1;
    if (last)
        line.last = kho_month_first(sheet->month) + last - 1;
    line.days_out = line.returned = KHO__NOT_OBSERVED;
    return line;
}

/* Room for all that a month may hand on. */
static bool make_room(const kho__sheet *before, kho__sheet *out)
{
    const size_t cells = before->cell_count;

    return kho__grow((void **)&out->lots, &out->lot_room, 0, before->lot_count + cells,
               sizeof(*out->lots)) &&
           kho__grow((void **)&out->lines, &out->line_room, 0, before->line_count + cells,
               sizeof(*out->lines));
}

kho_status kho__sheet_carry(const kho__sheet *before, kho__sheet *out)
{
    size_t lot = 0, cell = 0, line = 0;

    kho__sheet_clear(out);
    if (!make_room(before, out))
        return kho__fail_memory();
    while (lot < before->lot_count || cell < before->cell_count) {
        kho__key key = lot < before->lot_count ? before->lots[lot].key : UINT64_MAX;

        if (cell < before->cell_count && before->cells[cell].key < key)
            key = before->cells[cell].key;
        out->lot_count += lot_closing(before, key, lot, cell, &out->lots[out->lot_count]);
        if (is_lot(before, lot, key))
            lot++;
        while (cell < before->cell_count && before->cells[cell].key == key)
            cell++;
    }
    cell = 0;
    while (line < before->line_count || cell < before->cell_count) {
        kho__key key = line < before->line_count ? before->lines[line].key : UINT64_MAX;

        if (cell < before->cell_count && KHO__LINE_OF(before->cells[cell].key) < key)
            key = KHO__LINE_OF(before->cells[cell].key);
        out->lines[out->line_count] = line_closing(before, key, line, cell);
        out->line_count += !is_blank(&out->lines[out->line_count]);
        if (is_line(before, line, key))
            line++;
        while (cell < before->cell_count && KHO__LINE_OF(before->cells[cell].key) == key)
            cell++;
    }
    return KHO_OK;
}

static bool same_lot(const kho__carried *a, const kho__carried *b)
{
    return a->opening == b->opening && a->counted == b->counted && a->gap == b->gap;
}

kho_status kho__sheet_carry_lot(
    const kho__sheet *before, kho__sheet *after, kho__key key, bool *changed)
{
    const kho__key line_key = KHO__LINE_OF(key);
    const size_t i = kho__sheet_lot_at(after, key),
                 j = kho__sheet_line_at(after, line_key);
    kho__line line = line_closing(before, line_key, kho__sheet_line_at(before, line_key),
        kho__sheet_cell_at(before, line_key));
    kho__carried lot;

    *changed = false;
    if (key != line_key) {
        if (!lot_closing(before, key, kho__sheet_lot_at(before, key),
                kho__sheet_cell_at(before, key), &lot)) {
            if (is_lot(after, i, key)) {
                cut(after->lots, &after->lot_count, i, sizeof(*after->lots));
                *changed = true;
            }
        } else if (!is_lot(after, i, key) || !same_lot(&after->lots[i], &lot)) {
            kho__carried *at = is_lot(after, i, key)
                                   ? &after->lots[i]
                                   : insert((void **)&after->lots, &after->lot_room,
                                         &after->lot_count, i, sizeof(*after->lots));

            if (!at)
                return kho__fail_memory();
            *at = lot;
            *changed = true;
        }
    }
    const kho__line was =
        is_line(after, j, line_key) ? after->lines[j] : blank_line(line_key);

    line.days_out = was.days_out;
    line.returned = was.returned;
    if (was.first != line.first || was.last != line.last || was.returns != line.returns ||
        was.seen != line.seen)
        *changed = true;
    if (*changed)
        after->dirty = true;
    return set_line(after, &line);
}
