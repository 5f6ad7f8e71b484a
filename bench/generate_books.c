/*
 * The generator's own books. They follow the ledger's rules (day-end balances, first
 * expired first out) by another road than the library's: no SQL, no sheets, one list of
 * late changes for each holding, so that the two can be compared.
 */
#include "generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct shelf *shelf_of(const struct books *books, int place, int line)
{
    return &books->shelves[(size_t)place * books->line_count + (size_t)line];
}

void books_make(struct books *books, int places, int lines)
{
    books->line_count = (size_t)lines;
    books->shelves =
        claim(NULL, (size_t)places * books->line_count, sizeof(*books->shelves));
}

void books_free(struct books *books, int places)
{
    for (size_t i = 0; i < (size_t)places * books->line_count; i++) {
        struct shelf *shelf = &books->shelves[i];

        for (size_t j = 0; j < shelf->count; j++)
            free(shelf->holdings[j].changes);
        free(shelf->holdings);
    }
    free(books->shelves);
    for (size_t i = 0; i < books->lot_count; i++)
        free(books->lots[i].number);
    free(books->lots);
}

int books_lot(struct books *books, const char *number, kho_date expiry)
{
    book_lot *lot;

    if (books->lot_count == books->lot_room) {
        books->lot_room = books->lot_room ? 2 * books->lot_room : 64;
        books->lots = claim(books->lots, books->lot_room, sizeof(*books->lots));
    }
    lot = &books->lots[books->lot_count];
    lot->number = claim(NULL, strlen(number) + 1, 1);
    memcpy(lot->number, number, strlen(number) + 1);
    lot->expiry = expiry;
    return (int)books->lot_count++;
}

/* Whether one lot is taken before another. */
static bool goes_before(const struct books *books, int a, int b)
{
    const book_lot *first = &books->lots[a], *second = &books->lots[b];

    if (first->expiry != second->expiry)
        return first->expiry < second->expiry;
    return strcmp(first->number, second->number) < 0;
}

/* Forget lots that are used up and old changes: late entries reach no further back. */
static void tidy(const struct books *books, struct shelf *shelf)
{
    size_t kept = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        struct holding *holding = &shelf->holdings[i];
        size_t old = 0;

        while (old < holding->change_count && holding->changes[old].date < books->horizon)
            old++;
        holding->change_count -= old;
        memmove(holding->changes, holding->changes + old,
            holding->change_count * sizeof(*holding->changes));
        if (holding->balance == 0 && holding->change_count == 0)
            free(holding->changes);
        else
            shelf->holdings[kept++] = *holding;
    }
    shelf->count = kept;
}

static struct holding *find_holding(
    const struct books *books, int place, int line, int lot)
{
    struct shelf *shelf = shelf_of(books, place, line);

    for (size_t i = 0; i < shelf->count; i++) {
        if (shelf->holdings[i].lot == lot)
            return &shelf->holdings[i];
    }
    return NULL;
}

static struct holding *add_holding(struct books *books, int place, int line, int lot)
{
    struct shelf *shelf = shelf_of(books, place, line);
    size_t at;

    tidy(books, shelf);
    if (shelf->count == shelf->room) {
        shelf->room = shelf->room ? 2 * shelf->room : 4;
        shelf->holdings = claim(shelf->holdings, shelf->room, sizeof(*shelf->holdings));
    }
    for (at = shelf->count++; at > 0; at--) {
        if (!goes_before(books, lot, shelf->holdings[at - 1].lot))
            break;
        shelf->holdings[at] = shelf->holdings[at - 1];
    }
    shelf->holdings[at] = (struct holding){.lot = lot};
    return &shelf->holdings[at];
}

void books_change(
    struct books *books, int place, int line, int lot, kho_date date, int64_t quantity)
{
    struct holding *holding = find_holding(books, place, line, lot);
    struct change *changes;
    size_t at;

    if (!holding)
        holding = add_holding(books, place, line, lot);
    if (holding->change_count == holding->change_room) {
        holding->change_room = holding->change_room ? 2 * holding->change_room : 8;
        holding->changes =
            claim(holding->changes, holding->change_room, sizeof(*holding->changes));
    }
    holding->balance += quantity;
    changes = holding->changes;
    for (at = holding->change_count; at > 0 && changes[at - 1].date > date; at--)
        ;
    if (at > 0 && changes[at - 1].date == date) {
        changes[at - 1].quantity += quantity;
        return;
    }
    memmove(
        changes + at + 1, changes + at, (holding->change_count - at) * sizeof(*changes));
    changes[at] = (struct change){date, quantity};
    holding->change_count++;
}

static int64_t free_of_holding(const struct holding *holding, kho_date date)
{
    int64_t balance = holding->balance, least = holding->balance;

    for (size_t at = holding->change_count; at > 0; at--) {
        const struct change *change = &holding->changes[at - 1];

        if (change->date <= date)
            break;
        balance -= change->quantity;
        if (balance < least)
            least = balance;
    }
    return least > 0 ? least : 0;
}

int64_t books_free_of(
    const struct books *books, int place, int line, int lot, kho_date date)
{
    const struct holding *holding = find_holding(books, place, line, lot);

    return holding ? free_of_holding(holding, date) : 0;
}

static int64_t balance_of(const struct holding *holding, kho_date date)
{
    int64_t balance = holding->balance;

    for (size_t at = holding->change_count; at > 0; at--) {
        if (holding->changes[at - 1].date <= date)
            break;
        balance -= holding->changes[at - 1].quantity;
    }
    return balance;
}

int64_t books_balance(
    const struct books *books, int place, int line, int lot, kho_date date)
{
    const struct holding *holding = find_holding(books, place, line, lot);

    return holding ? balance_of(holding, date) : 0;
}

size_t books_list(
    const struct books *books, int place, int line, kho_date date, portion *lots)
{
    const struct shelf *shelf = shelf_of(books, place, line);
    size_t count = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        const int64_t balance = balance_of(&shelf->holdings[i], date);

        if (balance > 0 && count < PORTIONS_MAX)
            lots[count++] = (portion){shelf->holdings[i].lot, balance};
    }
    return count;
}

static bool may_take(
    const struct books *books, int lot, kho_date date, enum choice choice)
{
    const bool expired = books->lots[lot].expiry < date;

    return choice == TAKE_ANY || expired == (choice == TAKE_EXPIRED);
}

int64_t books_free_all(
    const struct books *books, int place, int line, kho_date date, enum choice choice)
{
    const struct shelf *shelf = shelf_of(books, place, line);
    int64_t sum = 0;

    for (size_t i = 0; i < shelf->count; i++) {
        if (may_take(books, shelf->holdings[i].lot, date, choice))
            sum += free_of_holding(&shelf->holdings[i], date);
    }
    return sum;
}

size_t books_allocate(const struct books *books, int place, int line, kho_date date,
    enum choice choice, int64_t quantity, portion *portions)
{
    const struct shelf *shelf = shelf_of(books, place, line);
    size_t count = 0;

    for (size_t i = 0; i < shelf->count && quantity > 0; i++) {
        const struct holding *holding = &shelf->holdings[i];
        int64_t part = 0;

        if (may_take(books, holding->lot, date, choice))
            part = free_of_holding(holding, date);
        if (part > quantity)
            part = quantity;
        if (part > 0) {
            if (count == PORTIONS_MAX)
                complain("books", "a quantity was split over too many lots");
            portions[count++] = (portion){holding->lot, part};
            quantity -= part;
        }
    }
    if (quantity > 0)
        complain("books", "more was asked for than is there");
    return count;
}

/* What the ledger must hold at the end, in the columns of `kho stock`. */
void books_write(const struct world *world, const char *folder)
{
    char path[1024], expiry[11];
    FILE *file;

    snprintf(path, sizeof(path), "%s/stock.csv", folder);
    file = fopen(path, "wb");
    if (!file)
        complain(path, strerror(errno));
    fprintf(file, "place,item,lot,expiry,channel,quantity\n");
    for (int place = 0; place < world->place_count; place++) {
        for (int number = 0; number < world->line_count; number++) {
            const struct shelf *shelf = shelf_of(&world->books, place, number);
            const struct line *line = &world->lines[number];

            for (size_t i = 0; i < shelf->count; i++) {
                const struct holding *holding = &shelf->holdings[i];
                const book_lot *lot = &world->books.lots[holding->lot];

                if (holding->balance != 0)
                    fprintf(file, "%s,%s,%s,%s,%s,%lld\n", world->places[place].code,
                        line->item, lot->number, kho_date_format(lot->expiry, expiry),
                        line->channel ? line->channel : "free",
                        (long long)holding->balance);
            }
        }
    }
    if (fclose(file) != 0)
        complain(path, strerror(errno));
}
