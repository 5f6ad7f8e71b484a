/* Asking both for stock and cards, and comparing what they say. */
#include "ledger/world_inside.h"

#include <stdlib.h>
#include <string.h>

const char *world_place(const reference *books, int place)
{
    return place < 0 ? "" : books->places[place].code;
}

const char *world_describe(const world *world, const reference_query *query, char *text)
{
    char on[11], from[11], to[11];

    snprintf(text, 256, "place %s%s%s item %s on %s known %lld from %s to %s",
        query->place < 0 ? "(all)" : world_place(world->books, query->place),
        query->tree ? " tree" : "", query->sum ? " sum" : "",
        query->item < 0 ? "(all)" : world->books->items[query->item].code,
        kho_date_format(query->on, on),
        (long long)(query->known == INT64_MAX ? 0 : query->known),
        kho_date_format(query->from, from), kho_date_format(query->to, to));
    return text;
}

static int print_bytes(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size ? 0 : 1;
}

bool world_show(bool same, const kho_table *table)
{
    if (!same && getenv("KHO_TRACE") &&
        kho_table_write(table, KHO_CSV, KHO_EN, print_bytes, stdout) < 0)
        printf("%s\n", kho_error_last()->message);
    return same;
}

bool world_is_lot(const reference *books, int index, const kho_table *table, size_t row,
    int item, int lot, int expiry, int channel)
{
    const reference_lot *it = &books->lots[index];

    return (item < 0 || strcmp(kho_table_text(table, row, item),
                            books->items[it->item].code) == 0) &&
           strcmp(kho_table_text(table, row, lot), it->number) == 0 &&
           kho_table_date(table, row, expiry) == it->expiry &&
           strcmp(kho_table_text(table, row, channel), books->channels[it->channel]) == 0;
}

/* Rows of a group come in order of allocation, and groups don't mix. */
static bool is_sorted(const kho_table *table, const reference *books,
    const reference_stock_row *rows, const size_t *order)
{
    for (size_t i = 1; i < kho_table_rows(table); i++) {
        const reference_stock_row *a = &rows[order[i - 1]], *b = &rows[order[i]];
        const reference_lot *lot = &books->lots[a->lot], *next = &books->lots[b->lot];

        if (a->place == b->place && lot->item == next->item &&
            lot->channel == next->channel && reference_compare_lots(lot, next) >= 0)
            return false;
    }
    return true;
}

bool world_stock(world *world, const reference_query *query)
{
    const reference *books = world->books;
    static reference_stock_row rows[WORLD_ROWS];
    static size_t order[WORLD_ROWS];
    const size_t count = reference_stock(books, query, rows, WORLD_ROWS);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same = true;

    if (kho_ledger_stock(world->ledger, &asked, &table) < 0)
        return world_differ(world, "stock %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    for (size_t row = 0; same && row < kho_table_rows(table); row++) {
        const char *place = kho_table_text(table, row, KHO_STOCK_PLACE);
        size_t i = 0;

        while (
            i < count && (strcmp(world_place(books, rows[i].place), place) != 0 ||
                             !world_is_lot(books, rows[i].lot, table, row, KHO_STOCK_ITEM,
                                 KHO_STOCK_LOT, KHO_STOCK_EXPIRY, KHO_STOCK_CHANNEL)))
            i++;
        order[row] = i;
        if (i == count ||
            kho_table_int(table, row, KHO_STOCK_QUANTITY) != rows[i].quantity ||
            kho_table_int(table, row, KHO_STOCK_USABLE) != rows[i].usable)
            same = world_differ(world,
                "stock %s: %s %s lot '%s': %lld, usable %lld; expected %lld, %lld",
                world_describe(world, query, text), place,
                kho_table_text(table, row, KHO_STOCK_ITEM),
                kho_table_text(table, row, KHO_STOCK_LOT),
                (long long)kho_table_int(table, row, KHO_STOCK_QUANTITY),
                (long long)kho_table_int(table, row, KHO_STOCK_USABLE),
                i == count ? 0LL : (long long)rows[i].quantity,
                i == count ? 0LL : (long long)rows[i].usable);
    }
    if (same && kho_table_rows(table) != count)
        same = world_differ(world, "stock %s: %zu rows, expected %zu",
            world_describe(world, query, text), kho_table_rows(table), count);
    if (same && !is_sorted(table, books, rows, order))
        same = world_differ(world, "stock %s: lots not in order of allocation",
            world_describe(world, query, text));
    world_show(same, table);
    kho_table_free(table);
    return same;
}

static bool is_card_row(const reference *books, const reference_card_row *want,
    const kho_table *table, size_t row)
{
    return want->date == kho_table_date(table, row, KHO_CARD_DATE) &&
           strcmp(want->uid, kho_table_text(table, row, KHO_CARD_UID)) == 0 &&
           strcmp(kho_verb_word(want->verb), kho_table_text(table, row, KHO_CARD_VERB)) ==
               0 &&
           strcmp(world_place(books, want->other),
               kho_table_text(table, row, KHO_CARD_OTHER)) == 0 &&
           world_is_lot(books, want->lot, table, row, -1, KHO_CARD_LOT, KHO_CARD_EXPIRY,
               KHO_CARD_CHANNEL) &&
           want->added == kho_table_int(table, row, KHO_CARD_ADDED) &&
           want->taken == kho_table_int(table, row, KHO_CARD_TAKEN);
}

/* Of its channel: each has a balance of its own. */
static bool is_last_of_day(const kho_table *table, size_t row)
{
    const char *channel = kho_table_text(table, row, KHO_CARD_CHANNEL);

    for (size_t later = row + 1; later < kho_table_rows(table); later++) {
        if (kho_table_date(table, later, KHO_CARD_DATE) !=
            kho_table_date(table, row, KHO_CARD_DATE))
            break;
        if (strcmp(kho_table_text(table, later, KHO_CARD_CHANNEL), channel) == 0)
            return false;
    }
    return true;
}

/* Rows as expected, in order of days; the balance runs, and each day ends where it
 * should. */
static bool compare_card(world *world, const reference_query *query,
    const kho_table *table, const reference_card_row *rows, size_t count)
{
    const reference *books = world->books;
    const size_t got = kho_table_rows(table);
    bool used[WORLD_ROWS] = {false};
    size_t first = 0;
    char text[256];

    /* Reading: a card may start with what was there before, a row for each channel. */
    while (first < got && !*kho_table_text(table, first, KHO_CARD_UID))
        first++;
    if (got - first != count)
        return world_differ(world, "card %s: %zu rows, expected %zu",
            world_describe(world, query, text), got - first, count);
    for (size_t row = first; row < got; row++) {
        const kho_date date = kho_table_date(table, row, KHO_CARD_DATE);
        int64_t closing = 0;
        size_t i = 0;

        while (i < count && (used[i] || !is_card_row(books, &rows[i], table, row)))
            i++;
        if (i == count)
            return world_differ(world,
                "card %s: row %zu is not expected: %s %s +%lld -%lld",
                world_describe(world, query, text), row,
                kho_table_text(table, row, KHO_CARD_UID),
                kho_table_text(table, row, KHO_CARD_VERB),
                (long long)kho_table_int(table, row, KHO_CARD_ADDED),
                (long long)kho_table_int(table, row, KHO_CARD_TAKEN));
        used[i] = true;
        if (row > 0 && date < kho_table_date(table, row - 1, KHO_CARD_DATE))
            return world_differ(world, "card %s: row %zu out of order",
                world_describe(world, query, text), row);
        if (!is_last_of_day(table, row))
            continue;
        for (int lot = 0; lot < (int)books->lot_count; lot++) {
            if (books->lots[lot].item == query->item &&
                strcmp(books->channels[books->lots[lot].channel],
                    kho_table_text(table, row, KHO_CARD_CHANNEL)) == 0)
                closing +=
                    reference_balance(books, query->place, lot, date, query->known);
        }
        if (kho_table_int(table, row, KHO_CARD_BALANCE) != closing)
            return world_differ(world, "card %s: row %zu: balance %lld, expected %lld",
                world_describe(world, query, text), row,
                (long long)kho_table_int(table, row, KHO_CARD_BALANCE),
                (long long)closing);
    }
    return true;
}

bool world_card(world *world, const reference_query *query)
{
    static reference_card_row rows[WORLD_ROWS];
    const size_t count = reference_card(world->books, query, rows, WORLD_ROWS);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    if (kho_ledger_card(world->ledger, &asked, &table) < 0)
        return world_differ(world, "card %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare_card(world, query, table, rows, count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

int world_try_check(world *world)
{
    kho_table *table;
    bool same = true;
    const kho_status status = kho_ledger_check(world->ledger, &table);

    if (status < 0)
        return world_is_fault(world, status)
                   ? (int)status
                   : world_differ(world, "check: %s", kho_error_last()->message) + 1;
    if (kho_table_rows(table) > 0)
        same = world_differ(world,
            "check: %zu faults, the first is %s of %s %s %s: expected %s, found %s",
            kho_table_rows(table), kho_table_text(table, 0, KHO_CHECK_KIND),
            kho_table_text(table, 0, KHO_CHECK_PLACE),
            kho_table_text(table, 0, KHO_CHECK_ITEM),
            kho_table_text(table, 0, KHO_CHECK_LOT),
            kho_table_text(table, 0, KHO_CHECK_EXPECTED),
            kho_table_text(table, 0, KHO_CHECK_FOUND));
    world_show(same, table);
    kho_table_free(table);
    /* A page that can't be read is damage in SQLite's words. */
    return same ? KHO_OK : world_is_fault(world, KHO_EDAMAGED) ? (int)KHO_EDAMAGED : 1;
}

bool world_check(world *world)
{
    return world_try_check(world) == KHO_OK;
}
