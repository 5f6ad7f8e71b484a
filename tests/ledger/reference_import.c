/* Monthly returns that open with what the books hold: a row is one entry. */
#include "ledger/reference_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An entry and what it points to. */
typedef struct made {
    char uid[2][132]; /* its own, and that of what it reverses */
    kho_move moves[3];
    kho_observation seen;
    kho_entry entry;
} made;

static void write_uid(
    const reference *books, const reference_return *row, int revision, char out[132])
{
    char month[8];
    const int used =
        snprintf(out, 132, "monthly/%s/%s/%s", books->places[row->place].code,
            books->items[row->item].code, kho_month_format(row->month, month));

    if (revision > 1)
        snprintf(out + used, 132 - (size_t)used, "#%d", revision);
}

static void add_move(const reference *books, const reference_return *row, made *out,
    const char *from, const char *to, int64_t quantity)
{
    kho_move *move = &out->moves[out->entry.move_count];

    if (quantity == 0)
        return;
    *move = (kho_move)KHO_MOVE_INIT;
    move->item = books->items[row->item].code;
    move->from = from;
    move->to = to;
    move->quantity = quantity;
    out->entry.move_count++;
}

static void make(
    const reference *books, const reference_return *row, int revision, made *out)
{
    const char *place = books->places[row->place].code;

    out->entry = (kho_entry)KHO_ENTRY_INIT;
    write_uid(books, row, revision, out->uid[0]);
    write_uid(books, row, revision - 1, out->uid[1]);
    out->entry.uid = out->uid[0];
    out->entry.reverses = revision > 1 ? out->uid[1] : NULL;
    out->entry.date = kho_month_last(row->month);
    out->entry.moves = out->moves;
    add_move(books, row, out, "supplier", place, row->received);
    if (row->adjusted > 0)
        add_move(books, row, out, "count", place, row->adjusted);
    else
        add_move(books, row, out, place, "count", -row->adjusted);
    add_move(books, row, out, place, "client", row->dispensed);
    out->seen = (kho_observation)KHO_OBSERVATION_INIT;
    out->seen.kind = KHO_RETURNED;
    out->seen.place = place;
    out->seen.item = books->items[row->item].code;
    out->seen.value = row->days_out;
    out->seen.month = row->month;
    out->entry.observed = &out->seen;
    out->entry.observed_count = 1;
}

/* How often the month was posted. */
static int revisions(const reference *books, const reference_return *row)
{
    int count = 0;
    bool found;

    do {
        char uid[132];

        found = false;
        write_uid(books, row, count + 1, uid);
        for (size_t i = 0; i < books->entry_count && !found; i++)
            found = strcmp(books->entries[i].uid, uid) == 0;
        count += found;
    } while (found);
    return count;
}

static bool post(
    reference *books, const reference_return *row, int revision, reference_answer *answer)
{
    made it;

    make(books, row, revision, &it);
    reference_post(books, &it.entry, NULL, answer);
    return answer->status == KHO_OK;
}

static void import(
    reference *books, const reference_return *row, bool amend, reference_tally *out)
{
    const int count = revisions(books, row);
    const int64_t closing = reference_opening(books, row->place, row->item, row->month) +
                            row->received + row->adjusted - row->dispensed;
    reference_answer answer;

    /* Only stores make monthly returns, and none closes below zero: what was good once
     * may do so when it is said again, with the opening that it has by then. */
    if (books->places[row->place].kind != KHO_STORE || closing < 0)
        out->refused++;
    else if (count && post(books, row, count, &answer))
        out->existing++;
    else if ((count && !amend) || !post(books, row, count + 1, &answer))
        out->refused++;
    else
        ++*(count ? &out->amended : &out->posted);
}

/* In the order of their places and items. */
static bool is_before(
    const reference *books, const reference_return *a, const reference_return *b)
{
    const int place = strcmp(books->places[a->place].code, books->places[b->place].code);

    return place < 0 || (place == 0 && strcmp(books->items[a->item].code,
                                           books->items[b->item].code) < 0);
}

void reference_import(reference *books, const reference_return *rows, size_t count,
    bool amend, reference_tally *out)
{
    bool done[REFERENCE_RETURNS] = {false};

    *out = (reference_tally){0, 0, 0, 0};
    reference_must(count <= REFERENCE_RETURNS);
    for (size_t i = 0; i < count; i++) {
        size_t first = count;

        for (size_t k = 0; k < count; k++) {
            if (!done[k] && (first == count || is_before(books, &rows[k], &rows[first])))
                first = k;
        }
        done[first] = true;
        import(books, &rows[first], amend, out);
    }
}

kho_month reference_last_return(const reference *books, int place, int item)
{
    reference_return row = {.place = place, .item = item};
    const kho_month today = kho_month_of(books->today);

    for (row.month = today + 12; row.month > today - 24; row.month--) {
        if (revisions(books, &row))
            return row.month;
    }
    return KHO_NO_MONTH;
}

/* Of the first channel, with what the place holds back. */
int64_t reference_opening(const reference *books, int place, int item, kho_month month)
{
    int64_t sum = 0;

    for (int at = 0; at < (int)books->place_count; at++) {
        const bool hold =
            books->places[at].kind == KHO_HOLD && books->places[at].parent == place;

        for (int lot = 0; lot < (int)books->lot_count && (at == place || hold); lot++) {
            if (books->lots[lot].item == item && books->lots[lot].channel == 0)
                sum += reference_balance(
                    books, at, lot, kho_month_first(month) - 1, INT64_MAX);
        }
    }
    return sum;
}
