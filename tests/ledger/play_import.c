/* Random files of monthly returns. Each opens with what the books hold, and is of the
 * last month of its line or of a later one: what else may come is exchange.monthly's. */
#define _GNU_SOURCE /* memfd_create() */
#include "ledger/play.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char map[] = "kho: monthly/1\n"
                          "period: {year: year, month: month}\n"
                          "place: {code: site}\n"
                          "item: {code: product}\n"
                          "columns: {opening: opening, received: received,\n"
                          "          dispensed: dispensed, adjusted: adjusted,\n"
                          "          closing: closing, days_out: days_out}\n";

static void choose_quantities(play *play, reference_return *row)
{
    int64_t there =
        reference_opening(play->world.books, row->place, row->item, row->month);

    row->received = play_roll(play, 60);
    there += row->received;
    row->adjusted = play_chance(play, 30) ? play_roll(play, 11) - 5 : 0;
    if (there + row->adjusted < 0)
        row->adjusted = 0;
    there += row->adjusted;
    row->dispensed = play_roll(play, there < 40 ? (int)there + 1 : 40);
    row->days_out = play_chance(play, 40) ? -1 : play_roll(play, 20);
}

/* As it came before, or with something else in it, or of a later month. */
static void choose_row(play *play, reference_return *row)
{
    const reference *books = play->world.books;
    kho_month last;

    row->place = reference_place_find(
        books, play_chance(play, 85) ? play_store(play) : play_collaborator(play));
    row->item = reference_item_find(books, play_item(play));
    last = reference_last_return(books, row->place, row->item);
    row->month = kho_month_of(play->first) + play_roll(play, 6);
    if (last != KHO_NO_MONTH && (row->month < last || play_chance(play, 50)))
        row->month = last;
    for (size_t i = 0; i < PLAY_RETURNS && play_chance(play, 90); i++) {
        const reference_return *known = &play->known[i];

        if (known->place == row->place && known->item == row->item &&
            known->month == row->month) {
            *row = *known;
            if (play_chance(play, 30))
                row->days_out = play_roll(play, 20);
            return;
        }
    }
    choose_quantities(play, row);
    play->known[play->known_count++ % PLAY_RETURNS] = *row;
}

static bool is_repeated(const reference_return *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].place == rows[count].place && rows[i].item == rows[count].item)
            return true;
    }
    return false;
}

/* In so many bytes as are left; how many it took. */
static size_t write_row(
    const reference *books, const reference_return *row, char *out, size_t room)
{
    const int64_t opening = reference_opening(books, row->place, row->item, row->month);
    char month[8], days[16] = "";

    if (row->days_out >= 0)
        snprintf(days, sizeof(days), "%d", row->days_out);
    return (size_t)snprintf(out, room, "%.4s,%s,%s,%s,%lld,%lld,%lld,%lld,%lld,%s\n",
        kho_month_format(row->month, month), month + 5, books->places[row->place].code,
        books->items[row->item].code, (long long)opening, (long long)row->received,
        (long long)row->dispensed, (long long)row->adjusted,
        (long long)(opening + row->received - row->dispensed + row->adjusted), days);
}

/* A file of that text that has no name and takes no memory of ours. */
static int make_file(const char *text, char path[40])
{
    const int file = memfd_create("returns", MFD_CLOEXEC);

    snprintf(path, 40, "/proc/self/fd/%d", file);
    reference_must(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    return file;
}

int play_import(play *play)
{
    static const char header[] = "year,month,site,product,opening,received,dispensed,"
                                 "adjusted,closing,days_out\n";
    world *world = &play->world;
    reference_return rows[REFERENCE_RETURNS];
    size_t count = 0, most = 1 + (size_t)play_roll(play, REFERENCE_RETURNS);
    const bool amend = play_chance(play, 50);
    char text[1024], map_path[40], csv_path[40];
    size_t used = (size_t)snprintf(text, sizeof(text), "%s", header);
    int status, map_file, csv;

    for (size_t i = 0; i < most; i++) {
        choose_row(play, &rows[count]);
        if (!is_repeated(rows, count))
            used +=
                write_row(world->books, &rows[count++], text + used, sizeof(text) - used);
        reference_must(used < sizeof(text));
    }
    map_file = make_file(map, map_path);
    csv = make_file(text, csv_path);
    status = world_import(world, map_path, csv_path, rows, count, amend);
    close(csv);
    close(map_file);
    return status;
}
