#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "../bench/dice.h"
#include "model/sheet.h"

enum { MONTHS = 6, ITEMS = 2, LOTS = 2, LINES = ITEMS * 2, EVENTS = 60 };

static const kho_month january = (2026 - 1970) * 12;

static kho__key lot_key(int item, int channel, int lot)
{
    return KHO__LINE_KEY(item, channel) | (kho__key)lot;
}

/* Something that happens to a place: a movement of a lot, a count, an observation. */
typedef struct event {
    enum { MOVES, FINDS, SAYS_OUT, RETURNS } kind;
    int month; /* from 0 */
    kho__key key;
    uint8_t day, flow;
    int64_t quantity;
} event;

/* A place's sheets, made as the store makes them: in whatever order entries come. */
typedef struct shelf {
    kho__sheet sheets[MONTHS];
    bool there[MONTHS];
} shelf;

static void free_shelf(shelf *shelf)
{
    for (int i = 0; i < MONTHS; i++)
        kho__sheet_free(&shelf->sheets[i]);
}

static kho__sheet *sheet_of(shelf *shelf, int month)
{
    kho__sheet *sheet = &shelf->sheets[month];
    int before = month - 1;

    if (shelf->there[month])
        return sheet;
    while (before >= 0 && !shelf->there[before])
        before--;
    sheet->place = 1;
    sheet->month = january + month;
    if (before >= 0)
        cr_assert(eq(int, kho__sheet_carry(&shelf->sheets[before], sheet), KHO_OK));
    shelf->there[month] = true;
    return sheet;
}

static void happen(shelf *shelf, const event *event)
{
    kho__sheet *sheet = sheet_of(shelf, event->month);
    const kho__key line = KHO__LINE_OF(event->key);
    bool changed = true;
    kho_status status;

    if (event->kind == MOVES)
        status =
            kho__sheet_add(sheet, event->key, event->day, event->flow, event->quantity);
    else if (event->kind == FINDS)
        status = kho__sheet_found(sheet, event->key, event->day, true, event->quantity);
    else
        status = kho__sheet_observe(
            sheet, line, event->kind == RETURNS, (int32_t)event->quantity);
    cr_assert(eq(int, status, KHO_OK));
    for (int i = event->month + 1; i < MONTHS && changed; i++) {
        if (!shelf->there[i])
            continue;
        cr_assert(
            eq(int, kho__sheet_carry_lot(sheet, &shelf->sheets[i], event->key, &changed),
                KHO_OK));
        sheet = &shelf->sheets[i];
    }
}

static uint8_t any_flow(struct dice *dice)
{
    return (uint8_t)dice_between(dice, 0, KHO_VERBS * 2 - 1);
}

/* Whether a count or an observation stands there already: the later one would win. */
static bool is_taken(const event *events, size_t count, const event *new)
{
    for (size_t i = 0; i < count; i++) {
        if (events[i].kind == new->kind &&
            events[i].key == new->key &&events[i].month == new->month &&
            (new->kind != FINDS || events[i].day == new->day))
            return true;
    }
    return false;
}

static event any_event(struct dice *dice)
{
    const int lot = (int)dice_between(dice, 1, LOTS);
    event made = {.kind = MOVES,
        .month = (int)dice_between(dice, 0, MONTHS - 1),
        .key = lot_key(
            (int)dice_between(dice, 1, ITEMS), (int)dice_between(dice, 1, 2), lot),
        .day = (uint8_t)dice_between(dice, 1, 28),
        .flow = any_flow(dice),
        .quantity = dice_between(dice, -3, 9)};

    if (dice_happens(dice, 300)) {
        made.kind = dice_happens(dice, 600)   ? FINDS
                    : dice_happens(dice, 500) ? SAYS_OUT
                                              : RETURNS;
        made.quantity = dice_between(dice, made.kind == RETURNS ? -1 : 0, 5);
        if (made.kind != FINDS)
            made.key = KHO__LINE_OF(made.key);
    }
    return made;
}

/* Some movements are followed by what undoes them, so that cells come to 0. */
static void any_events(struct dice *dice, event events[EVENTS])
{
    for (size_t i = 0; i < EVENTS; i++) {
        do {
            events[i] = any_event(dice);
        } while (events[i].kind != MOVES && is_taken(events, i, &events[i]));
        if (i > 0 && events[i - 1].kind == MOVES && dice_happens(dice, 200)) {
            events[i] = events[i - 1];
            events[i].quantity = -events[i].quantity;
        }
    }
}

static void shuffle(struct dice *dice, event events[EVENTS])
{
    for (size_t i = EVENTS - 1; i > 0; i--) {
        const size_t j = (size_t)dice_between(dice, 0, (int64_t)i);
        const event other = events[i];

        events[i] = events[j];
        events[j] = other;
    }
}

static kho__buffer packed(const kho__sheet *sheet)
{
    kho__buffer bytes = {0};

    kho__sheet_pack(sheet, &bytes);
    cr_assert(eq(int, kho__buffer_status(&bytes), KHO_OK));
    return bytes;
}

static bool same_sheet(const kho__sheet *a, const kho__sheet *b)
{
    kho__buffer x = packed(a), y = packed(b);
    const bool same = x.size == y.size && memcmp(x.bytes, y.bytes, x.size) == 0;

    kho__buffer_free(&x);
    kho__buffer_free(&y);
    return same;
}

TestSuite(sheet);

Test(sheet, is_the_same_in_whatever_order_entries_come)
{
    for (uint64_t seed = 0; seed < 150; seed++) {
        struct dice dice = {seed};
        event events[EVENTS];
        shelf first = {0};

        any_events(&dice, events);
        for (size_t i = 0; i < EVENTS; i++)
            happen(&first, &events[i]);
        for (int order = 0; order < 10; order++) {
            shelf other = {0};

            shuffle(&dice, events);
            for (size_t i = 0; i < EVENTS; i++)
                happen(&other, &events[i]);
            for (int i = 0; i < MONTHS; i++)
                cr_assert(first.there[i] == other.there[i] &&
                              same_sheet(&first.sheets[i], &other.sheets[i]),
                    "seed %d, order %d, month %d", (int)seed, order, i);
            free_shelf(&other);
        }
        free_shelf(&first);
    }
}

/* What the events of a lot come to, at the end of a day. */
static int64_t sum_until(const event *events, kho__key key, int month, int day)
{
    int64_t sum = 0;

    for (size_t i = 0; i < EVENTS; i++) {
        if (events[i].kind == MOVES && events[i].key == key &&
            (events[i].month < month ||
                (events[i].month == month && events[i].day <= day)))
            sum += events[i].flow & 1 ? -events[i].quantity : events[i].quantity;
    }
    return sum;
}

static void expect_balances(
    const shelf *shelf, const event *events, kho__key key, int month)
{
    const kho__sheet *sheet = &shelf->sheets[month];
    int64_t lowest = INT64_MAX;

    for (int day = 31; day >= 0; day--) {
        const int64_t balance = sum_until(events, key, month, day);

        if (balance < lowest)
            lowest = balance;
        cr_assert(eq(i64, kho__sheet_balance(sheet, key, day), balance));
        cr_assert(eq(i64, kho__sheet_lowest(sheet, key, day), lowest));
    }
}

/* A lot's last count before a month and how the books differ from it. */
static kho__carried carried_to(
    const shelf *shelf, const event *events, kho__key key, int month)
{
    kho__carried carried = {key, 0, KHO_NO_DATE, 0};

    for (int m = 0; m < month; m++) {
        int day = 0;

        for (size_t i = 0; i < EVENTS; i++) {
            if (events[i].kind == FINDS && events[i].key == key && events[i].month == m &&
                events[i].day > day) {
                day = events[i].day;
                carried.counted = kho_month_first(january + m) + day - 1;
                carried.gap = sum_until(events, key, m, day) - events[i].quantity;
            }
        }
        carried.opening = sum_until(events, key, m, 31);
        /* With nothing there and nothing missing, a count has nothing to say any more. */
        if (shelf->there[m] && !carried.opening && !carried.gap)
            carried.counted = KHO_NO_DATE;
    }
    return carried;
}

static void expect_lot(const shelf *shelf, const event *events, kho__key key, int month)
{
    const kho__sheet *sheet = &shelf->sheets[month];
    const kho__carried want = carried_to(shelf, events, key, month);
    const size_t i = kho__sheet_lot_at(sheet, key);
    const bool there = i < sheet->lot_count && sheet->lots[i].key == key;

    cr_assert(eq(int, there, want.opening != 0 || want.gap != 0));
    if (!there)
        return;
    cr_assert(eq(i64, sheet->lots[i].opening, want.opening));
    cr_assert(eq(int, sheet->lots[i].counted, want.counted));
    cr_assert(eq(i64, sheet->lots[i].gap, want.gap));
}

/* What the movements like this one come to in all. */
static int64_t sum_like(const event *events, const event *a)
{
    int64_t sum = 0;

    for (size_t i = 0; i < EVENTS; i++) {
        const event *b = &events[i];

        if (b->kind == MOVES && b->key == a->key && b->month == a->month &&
            b->day == a->day && b->flow == a->flow)
            sum += b->quantity;
    }
    return sum;
}

/* A line's first day, on which some cell brought something in all, and its last one. */
static void days_before(
    const event *events, kho__key line, int month, kho_date *first, kho_date *last)
{
    *first = *last = KHO_NO_DATE;
    for (size_t i = 0; i < EVENTS; i++) {
        const event *a = &events[i];
        const kho_date date = kho_month_first(january + a->month) + a->day - 1;
        const int64_t sum = a->kind == MOVES ? sum_like(events, a) : 0;

        if (KHO__LINE_OF(a->key) != line || a->month >= month)
            continue;
        if (!(a->flow & 1) && sum > 0 && (*first == KHO_NO_DATE || date < *first))
            *first = date;
        if ((sum || a->kind == FINDS) && (*last == KHO_NO_DATE || date > *last))
            *last = date;
    }
}

static void expect_line(const shelf *shelf, const event *events, kho__key key, int month)
{
    const kho__sheet *sheet = &shelf->sheets[month];
    kho__line want = {
        .key = key, .days_out = KHO__NOT_OBSERVED, .returned = KHO__NOT_OBSERVED};
    const size_t i = kho__sheet_line_at(sheet, key);

    days_before(events, key, month, &want.first, &want.last);
    for (size_t j = 0; j < EVENTS; j++) {
        const event *e = &events[j];

        if (e->kind == MOVES || KHO__LINE_OF(e->key) != key || e->month > month)
            continue;
        if (e->month < month) {
            want.seen = true;
            want.returns = want.returns || e->kind == RETURNS;
        } else if (e->kind == RETURNS)
            want.returned = (int32_t)e->quantity;
        else if (e->kind == SAYS_OUT)
            want.days_out = (int32_t)e->quantity;
    }
    if (i == sheet->line_count || sheet->lines[i].key != key) {
        cr_assert(want.first == KHO_NO_DATE && want.last == KHO_NO_DATE && !want.seen &&
                  want.days_out == KHO__NOT_OBSERVED &&
                  want.returned == KHO__NOT_OBSERVED);
        return;
    }
    cr_assert(eq(int, sheet->lines[i].first, want.first));
    cr_assert(eq(int, sheet->lines[i].last, want.last));
    cr_assert(eq(int, sheet->lines[i].seen, want.seen));
    cr_assert(eq(int, sheet->lines[i].returns, want.returns));
    cr_assert(eq(int, sheet->lines[i].days_out, want.days_out));
    cr_assert(eq(int, sheet->lines[i].returned, want.returned));
}

Test(sheet, says_what_the_entries_come_to)
{
    for (uint64_t seed = 1000; seed < 1100; seed++) {
        struct dice dice = {seed};
        event events[EVENTS];
        shelf shelf = {0};

        any_events(&dice, events);
        for (size_t i = 0; i < EVENTS; i++)
            happen(&shelf, &events[i]);
        for (int month = 0; month < MONTHS; month++) {
            for (int i = 0; i < LINES && shelf.there[month]; i++) {
                for (int lot = 1; lot <= LOTS; lot++) {
                    const kho__key key = lot_key(1 + i / 2, 1 + i % 2, lot);

                    expect_balances(&shelf, events, key, month);
                    expect_lot(&shelf, events, key, month);
                }
                expect_line(&shelf, events, lot_key(1 + i / 2, 1 + i % 2, 0), month);
            }
        }
        free_shelf(&shelf);
    }
}

static int64_t any_quantity(struct dice *dice)
{
    const int64_t most = dice_happens(dice, 100) ? INT64_MAX / 2 : 1000;
    const int64_t quantity = dice_between(dice, -most, most);

    return quantity ? quantity : 1;
}

static kho_date any_date(struct dice *dice)
{
    return dice_happens(dice, 300) ? KHO_NO_DATE
                                   : (kho_date)dice_between(dice, -25567, 84005);
}

static kho__tally_key any_tally(struct dice *dice)
{
    const int item = (int)dice_between(dice, 0, 65535);
    const kho__served served = {
        (kho_method)dice_between(dice, 0, KHO_METHODS - 1),
        (kho_service_kind)dice_between(dice, 0, KHO_SERVICE_KINDS - 1),
        (kho_service_mode)dice_between(dice, 0, KHO_SERVICE_MODES - 1),
        (kho_new_to)dice_between(dice, 0, KHO_NEW_MEANINGS - 1),
        {(uint8_t)dice_between(dice, 0, 60), (uint8_t)dice_between(dice, 60, 127)}
    };

    return dice_happens(dice, 700)
               ? kho__tally_service(&served, item)
               : kho__tally_campaign(item ? item : 1, (int)dice_between(dice, 1, 255),
                     (kho_verb)dice_between(dice, 0, KHO_VERBS - 1));
}

/* A sheet with anything in it that a sheet may hold; each lot moves at most once in a
 * direction. */
static void any_sheet(struct dice *dice, kho__sheet *sheet)
{
    const int lines = (int)dice_between(dice, 0, 5);

    *sheet = (kho__sheet){.place = 7, .month = january};
    sheet->lines = calloc(8, sizeof(*sheet->lines));
    sheet->lots = calloc(8, sizeof(*sheet->lots));
    sheet->line_room = sheet->lot_room = 8;
    for (int64_t tallies = dice_between(dice, 0, 4); tallies > 0; tallies--)
        (void)!kho__sheet_tally(sheet, any_tally(dice),
            (uint8_t)dice_between(dice, 1, 31), dice_between(dice, -5, 900));
    for (int i = 0; i < lines; i++) {
        const kho__key line = lot_key(i * 9000 + 1, 1 + i, 0);
        const int64_t lot =
            dice_happens(dice, 500) ? i + 1 : dice_between(dice, 9, 1 << 30);

        sheet->lines[sheet->line_count++] = (kho__line){line, any_date(dice),
            dice_happens(dice, 300)
                ? KHO_NO_DATE
                : kho_month_first(january) - (kho_date)dice_between(dice, 1, 9999),
            dice_happens(dice, 500), dice_happens(dice, 500),
            (int32_t)dice_between(dice, KHO__NOT_OBSERVED, 31),
            (int32_t)dice_between(dice, KHO__NOT_OBSERVED, 31)};
        if (dice_happens(dice, 700)) {
            const kho_date counted = any_date(dice);

            sheet->lots[sheet->lot_count++] =
                (kho__carried){line | (kho__key)lot, any_quantity(dice), counted,
                    counted == KHO_NO_DATE ? 0 : any_quantity(dice)};
        }
        for (int64_t cells = dice_between(dice, 0, 4); cells > 0; cells--) {
            const uint8_t day = (uint8_t)dice_between(dice, 1, 31);
            const kho__key key = line | (kho__key)(lot + cells % 2);

            if (dice_happens(dice, 200))
                (void)!kho__sheet_found(sheet, key, day, true, dice_between(dice, 0, 99));
            else
                (void)!kho__sheet_add(
                    sheet, key, day, any_flow(dice), dice_between(dice, -99, 1000));
        }
    }
}

/* The same bytes in a room of just their size, so that a step past the end is seen. */
static kho_status unpack(kho__sheet *sheet, const char *bytes, size_t size)
{
    char *room = malloc(size ? size : 1);
    kho_status status;

    memcpy(room, bytes, size);
    status = kho__sheet_unpack(sheet, 7, january, room, size);
    free(room);
    return status;
}

static bool same_line(const kho__line *a, const kho__line *b)
{
    return a->key == b->key && a->first == b->first && a->last == b->last &&
           a->returns == b->returns && a->seen == b->seen && a->days_out == b->days_out &&
           a->returned == b->returned;
}

static bool same_lot(const kho__carried *a, const kho__carried *b)
{
    return a->key == b->key && a->opening == b->opening && a->counted == b->counted &&
           a->gap == b->gap;
}

static bool same_cell(const kho__cell *a, const kho__cell *b)
{
    return a->key == b->key && a->quantity == b->quantity && a->day == b->day &&
           a->flow == b->flow;
}

static bool same_tally(const kho__tallied *a, const kho__tallied *b)
{
    return a->key == b->key && a->value == b->value && a->day == b->day;
}

Test(sheet, unpacks_to_what_was_packed)
{
    kho__sheet back = {0};

    for (uint64_t seed = 2000; seed < 3000; seed++) {
        struct dice dice = {seed};
        kho__sheet sheet;
        kho__buffer bytes;

        any_sheet(&dice, &sheet);
        bytes = packed(&sheet);
        cr_assert(eq(int, unpack(&back, bytes.bytes, bytes.size), KHO_OK));
        cr_assert(eq(int, back.place, 7));
        cr_assert(eq(int, back.month, january));
        cr_assert(back.stored && !back.dirty);
        cr_assert(eq(sz, back.line_count, sheet.line_count));
        cr_assert(eq(sz, back.lot_count, sheet.lot_count));
        cr_assert(eq(sz, back.cell_count, sheet.cell_count));
        for (size_t i = 0; i < sheet.line_count; i++)
            cr_assert(same_line(&back.lines[i], &sheet.lines[i]));
        for (size_t i = 0; i < sheet.lot_count; i++)
            cr_assert(same_lot(&back.lots[i], &sheet.lots[i]));
        for (size_t i = 0; i < sheet.cell_count; i++)
            cr_assert(same_cell(&back.cells[i], &sheet.cells[i]));
        cr_assert(eq(sz, back.tally_count, sheet.tally_count));
        for (size_t i = 0; i < sheet.tally_count; i++)
            cr_assert(same_tally(&back.tallies[i], &sheet.tallies[i]));
        kho__buffer_free(&bytes);
        kho__sheet_free(&sheet);
    }
    kho__sheet_free(&back);
}

Test(sheet, a_cut_one_is_refused)
{
    kho__sheet back = {0};

    for (uint64_t seed = 3000; seed < 3200; seed++) {
        struct dice dice = {seed};
        kho__sheet sheet;
        kho__buffer bytes;

        any_sheet(&dice, &sheet);
        bytes = packed(&sheet);
        for (size_t size = 0; size < bytes.size; size++) {
            cr_assert(eq(int, unpack(&back, bytes.bytes, size), KHO_EDAMAGED));
            cr_assert(
                back.line_count + back.lot_count + back.cell_count + back.tally_count ==
                0);
        }
        kho__buffer_byte(&bytes, 0);
        cr_assert(eq(int, unpack(&back, bytes.bytes, bytes.size), KHO_EDAMAGED));
        kho__buffer_free(&bytes);
        kho__sheet_free(&sheet);
    }
    kho__sheet_free(&back);
}

/* In order, so that what is searched for is found. */
static bool is_sorted(const kho__sheet *sheet)
{
    bool sorted = true;

    for (size_t i = 1; i < sheet->line_count; i++)
        sorted = sorted && sheet->lines[i - 1].key < sheet->lines[i].key;
    for (size_t i = 1; i < sheet->lot_count; i++)
        sorted = sorted && sheet->lots[i - 1].key < sheet->lots[i].key;
    for (size_t i = 1; i < sheet->cell_count; i++) {
        const kho__cell *a = &sheet->cells[i - 1], *b = &sheet->cells[i];

        sorted = sorted &&
                 (a->key < b->key ||
                     (a->key == b->key &&
                         (a->day < b->day || (a->day == b->day && a->flow < b->flow))));
    }
    return sorted;
}

Test(sheet, a_damaged_one_is_refused_or_still_a_sheet)
{
    kho__sheet back = {0};
    int refused = 0, accepted = 0;

    for (uint64_t seed = 4000; seed < 4060; seed++) {
        struct dice dice = {seed};
        kho__sheet sheet;
        kho__buffer bytes;

        any_sheet(&dice, &sheet);
        bytes = packed(&sheet);
        for (size_t i = 0; i < bytes.size; i++) {
            const char was = bytes.bytes[i];

            for (int damage = 1; damage < 256; damage++) {
                kho__buffer again;

                bytes.bytes[i] = (char)(was ^ damage);
                if (unpack(&back, bytes.bytes, bytes.size) < 0) {
                    refused++;
                    continue;
                }
                accepted++;
                again = packed(&back);
                cr_assert(again.size == bytes.size &&
                              memcmp(again.bytes, bytes.bytes, again.size) == 0,
                    "seed %d, byte %zu, damage %d", (int)seed, i, damage);
                cr_assert(is_sorted(&back), "seed %d, byte %zu, damage %d", (int)seed, i,
                    damage);
                kho__buffer_free(&again);
            }
            bytes.bytes[i] = was;
        }
        kho__buffer_free(&bytes);
        kho__sheet_free(&sheet);
    }
    cr_assert(refused > 10000 && accepted > 10000);
    kho__sheet_free(&back);
}

static const uint8_t received = KHO__FLOW_IN(KHO_RECEIVE),
                     issued = KHO__FLOW_OUT(KHO_ISSUE);

static void add(
    kho__sheet *sheet, kho__key key, uint8_t day, uint8_t flow, int64_t quantity)
{
    cr_assert(eq(int, kho__sheet_add(sheet, key, day, flow, quantity), KHO_OK));
}

static void find(kho__sheet *sheet, kho__key key, uint8_t day, int64_t quantity)
{
    cr_assert(eq(int, kho__sheet_found(sheet, key, day, true, quantity), KHO_OK));
}

static void observe(kho__sheet *sheet, kho__key key, bool returned, int32_t days)
{
    cr_assert(eq(int, kho__sheet_observe(sheet, key, returned, days), KHO_OK));
}

/* Two items, one channel, three lots. */
static kho_status read_back(const kho__sheet *sheet)
{
    const kho__catalogue catalogue = {
        .item_count = 2, .channel_count = 1, .lot_count = 3};
    kho__sheet back = {0};
    kho__buffer bytes = packed(sheet);
    const kho_status status =
        kho__sheet_read(&back, &catalogue, 7, january, bytes.bytes, bytes.size);

    kho__buffer_free(&bytes);
    kho__sheet_free(&back);
    return status;
}

/* Also where it is the first of its kind. */
Test(sheet, that_names_what_is_not_in_the_catalogue_is_damaged)
{
    static const struct name {
        int item, channel, lot;
        kho_status line, moved;
    } names[] = {
        {2, 1, 3, KHO_OK,       KHO_OK      },
        {3, 1, 3, KHO_EDAMAGED, KHO_EDAMAGED},
        {2, 2, 3, KHO_EDAMAGED, KHO_EDAMAGED},
        {2, 1, 4, KHO_OK,       KHO_EDAMAGED},
        {2, 1, 0, KHO_OK,       KHO_EDAMAGED},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const kho__key key = lot_key(names[i].item, names[i].channel, names[i].lot);
        kho__sheet seen = {.place = 7, .month = january}, moved = seen;

        observe(&seen, KHO__LINE_OF(key), false, 3);
        cr_expect(eq(int, read_back(&seen), names[i].line), "%zu", i);
        add(&moved, key, 4, received, 5);
        moved.line_count = 0;
        cr_expect(eq(int, read_back(&moved), names[i].moved), "%zu", i);
        kho__sheet_free(&seen);
        kho__sheet_free(&moved);
    }
}

static void carry(const kho__sheet *before, kho__sheet *after)
{
    after->place = before->place;
    after->month = before->month + 1;
    cr_assert(eq(int, kho__sheet_carry(before, after), KHO_OK));
}

Test(sheet, what_comes_to_0_is_gone)
{
    const kho__key key = lot_key(1, 1, 1);
    kho__sheet sheet = {.place = 1, .month = january}, after = {0};
    const kho__sheet empty = {.place = 1, .month = january};

    add(&sheet, key, 3, received, 0);
    cr_expect(same_sheet(&sheet, &empty), "nothing makes no cell");
    add(&sheet, key, 3, received, 5);
    add(&sheet, key, 3, issued, 5);
    cr_expect(eq(sz, sheet.cell_count, 2), "flows are kept apart");
    cr_expect(eq(i64, kho__sheet_balance(&sheet, key, 3), 0));
    carry(&sheet, &after);
    cr_expect(eq(sz, after.lot_count, 0), "an empty lot isn't carried");
    cr_expect(eq(sz, after.line_count, 1), "but that the line was there once is");
    add(&sheet, key, 3, issued, -5);
    add(&sheet, key, 3, received, -5);
    cr_expect(same_sheet(&sheet, &empty));
    carry(&sheet, &after);
    cr_expect(eq(sz, after.lot_count + after.line_count, 0));
    kho__sheet_free(&sheet);
    kho__sheet_free(&after);
}

Test(sheet, a_count_that_found_nothing_is_a_count)
{
    const kho__key key = lot_key(1, 1, 1);
    kho__sheet sheet = {.place = 1, .month = january};

    find(&sheet, key, 5, 0);
    cr_assert(eq(sz, sheet.cell_count, 1));
    cr_expect(eq(int, sheet.cells[0].flow, KHO__FLOW_FOUND));
    cr_expect(eq(i64, sheet.cells[0].quantity, 0));
    find(&sheet, key, 5, 7);
    cr_expect(eq(sz, sheet.cell_count, 1), "a day's count stands at its end: one");
    cr_expect(eq(i64, sheet.cells[0].quantity, 7));
    cr_expect(eq(i64, kho__sheet_balance(&sheet, key, 31), 0), "a count moves nothing");
    cr_expect(not(kho__cell_brings(&sheet.cells[0])));
    cr_expect(eq(int, kho__sheet_found(&sheet, key, 5, false, 0), KHO_OK));
    cr_expect(eq(sz, sheet.cell_count, 0), "withdrawn");
    cr_expect(eq(int, kho__sheet_found(&sheet, key, 5, false, 0), KHO_OK));
    cr_expect(eq(sz, sheet.cell_count, 0));
    kho__sheet_free(&sheet);
}

/* Counted 8 on day 10, where the books said 8; then a receipt of 2 comes in late. */
Test(sheet, a_gap_is_what_late_entries_make_of_a_count)
{
    const kho__key key = lot_key(1, 1, 1);
    kho__sheet january_sheet = {.place = 1, .month = january}, february = {0},
               march = {0};
    bool changed;

    add(&january_sheet, key, 3, received, 8);
    find(&january_sheet, key, 10, 8);
    add(&january_sheet, key, 10, issued, 0);
    carry(&january_sheet, &february);
    cr_assert(eq(sz, february.lot_count, 1));
    cr_expect(eq(int, february.lots[0].counted, kho_date_of(2026, 1, 10)));
    cr_expect(eq(i64, february.lots[0].gap, 0));
    add(&january_sheet, key, 10, received, 2);
    cr_assert(
        eq(int, kho__sheet_carry_lot(&january_sheet, &february, key, &changed), KHO_OK));
    cr_expect(changed && february.dirty);
    cr_expect(eq(i64, february.lots[0].opening, 10));
    cr_expect(eq(i64, february.lots[0].gap, 2), "the count stands at the day's end");
    cr_assert(
        eq(int, kho__sheet_carry_lot(&january_sheet, &february, key, &changed), KHO_OK));
    cr_expect(not(changed), "nothing new");
    add(&february, key, 1, issued, 10);
    carry(&february, &march);
    cr_expect(eq(i64, march.lots[0].opening, 0));
    cr_expect(eq(i64, march.lots[0].gap, 2), "carried though nothing is left");
    find(&february, key, 28, 0);
    cr_assert(eq(int, kho__sheet_carry_lot(&february, &march, key, &changed), KHO_OK));
    cr_expect(eq(sz, march.lot_count, 0), "until the next count");
    kho__sheet_free(&january_sheet);
    kho__sheet_free(&february);
    kho__sheet_free(&march);
}

Test(sheet, what_was_observed_is_remembered_but_not_repeated)
{
    const kho__key line = lot_key(2, 1, 0);
    kho__sheet sheet = {.place = 1, .month = january}, after = {0};
    bool changed;

    observe(&sheet, line, true, 3);
    cr_expect(eq(int, kho__line_days_out(&sheet.lines[0]), 3));
    observe(&sheet, line, false, 0);
    cr_expect(eq(int, kho__line_days_out(&sheet.lines[0]), 0), "seen beats said, 0 too");
    carry(&sheet, &after);
    cr_assert(eq(sz, after.line_count, 1));
    cr_expect(after.lines[0].returns && after.lines[0].seen);
    cr_expect(eq(int, after.lines[0].days_out, KHO__NOT_OBSERVED));
    cr_expect(eq(int, after.lines[0].returned, KHO__NOT_OBSERVED));
    cr_expect(lt(int, kho__line_days_out(&after.lines[0]), 0), "nobody says");
    cr_expect(eq(int, after.lines[0].first, KHO_NO_DATE), "it never came in");
    observe(&sheet, line, true, KHO__NOT_OBSERVED);
    cr_assert(eq(int, kho__sheet_carry_lot(&sheet, &after, line, &changed), KHO_OK));
    cr_expect(changed && !after.lines[0].returns && after.lines[0].seen);
    observe(&sheet, line, false, KHO__NOT_OBSERVED);
    cr_expect(eq(sz, sheet.line_count, 0), "a line that says nothing is none");
    cr_assert(eq(int, kho__sheet_carry_lot(&sheet, &after, line, &changed), KHO_OK));
    cr_expect(changed && after.line_count == 0);
    kho__sheet_free(&sheet);
    kho__sheet_free(&after);
}

Test(sheet, what_comes_back_from_a_client_is_no_receipt)
{
    const kho__key key = lot_key(1, 1, 1);
    kho__sheet sheet = {.place = 1, .month = january}, after = {0};

    add(&sheet, key, 4, KHO__FLOW_OUT(KHO_DISPENSE), -6);
    cr_expect(eq(i64, kho__sheet_balance(&sheet, key, 4), 6));
    carry(&sheet, &after);
    cr_expect(eq(int, after.lines[0].first, KHO_NO_DATE), "it was never received");
    cr_expect(eq(int, after.lines[0].last, kho_date_of(2026, 1, 4)), "but it moved");
    add(&sheet, key, 9, received, 1);
    carry(&sheet, &after);
    cr_expect(eq(int, after.lines[0].first, kho_date_of(2026, 1, 9)));
    kho__sheet_free(&sheet);
    kho__sheet_free(&after);
}

Test(sheet, a_sum_beyond_64_bits_is_refused_and_changes_nothing)
{
    const kho__key key = lot_key(1, 1, 1);
    kho__sheet sheet = {.place = 1, .month = january};

    add(&sheet, key, 3, received, INT64_MAX - 1);
    cr_expect(eq(int, kho__sheet_add(&sheet, key, 3, received, 2), KHO_EOVERFLOW));
    cr_expect(eq(i64, sheet.cells[0].quantity, INT64_MAX - 1));
    add(&sheet, key, 3, received, 1);
    cr_expect(eq(i64, kho__sheet_balance(&sheet, key, 3), INT64_MAX));
    kho__sheet_free(&sheet);
}
