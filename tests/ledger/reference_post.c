/* What posting an entry should do, from the design: all of its parts, or none. */
#include "ledger/reference_inside.h"

#include <stdio.h>
#include <string.h>

/* A request, in which what was left out and its default are the same. */
static void write_request(
    const reference *books, const kho_entry *entry, kho_date date, char *out)
{
    size_t room = REFERENCE_REQUEST, at = 0;
#define ADD(...)                                                                         \
 at += (size_t)snprintf(out + at, room - at, __VA_ARGS__), reference_must(at < room)
    ADD("%d|%s|%s|%s|%d\n", date, entry->by ? entry->by : "\1",
        entry->note ? entry->note : "\1", entry->reverses ? entry->reverses : "",
        entry->late);
    for (size_t i = 0; i < entry->move_count; i++) {
        const kho_move *move = &entry->moves[i];

        ADD("%s|%s|%d|%s|%s|%s|%lld\n", move->item, move->lot ? move->lot : "\1",
            move->expiry, move->channel ? move->channel : books->channels[0], move->from,
            move->to, (long long)move->quantity);
    }
    for (size_t i = 0; i < entry->observed_count; i++) {
        const kho_observation *seen = &entry->observed[i];
        bool days = seen->kind != KHO_FOUND;

        ADD("%d|%s|%s|%s|%d|%s|%lld|%d\n", seen->kind, seen->place, seen->item,
            seen->lot && !days ? seen->lot : "\1", days ? 0 : seen->expiry,
            seen->channel ? seen->channel : books->channels[0], (long long)seen->value,
            !days                         ? 0
            : seen->month == KHO_NO_MONTH ? kho_month_of(date)
                                          : seen->month);
    }
    reference_write_services(books, entry, out + at, room - at);
#undef ADD
}

/*
 * Readings: a pure reversal isn't reversible; of one that also moves, what it moved
 * itself is undone, and what it had undone stays so.
 */
static void undo(posting *post)
{
    reference *books = post->books;
    size_t count = books->line_count;
    size_t index = post->entry->move_count + post->entry->observed_count;

    for (size_t i = 0; i < count; i++) {
        reference_line line = books->lines[i];

        if (line.seq != post->undoes || line.move >= post->undone_own)
            continue;
        reference_touch_both(post, index, line.source, line.target);
        reference_add_line(post, index++, line.lot,
            &(resolved){0, 0, line.source, line.target, line.verb}, -line.quantity);
    }
    /* Reading: days out of a closed month stay as they were told; that a count no longer
     * stands changes no figure. */
    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];

        if (seen->seq == post->undoes && seen->lot < 0)
            reference_touch(post, index++, seen->place, seen->month);
    }
    reference_undo_services(post, index);
}

/* What the entry takes of a lot at a place, net. Positive: it lowers it. */
static int64_t lowered(const posting *post, int place, int lot)
{
    const reference *books = post->books;
    int64_t sum = 0;

    for (size_t i = post->answer->first_line; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (line->lot == lot && line->source == place)
            sum += line->quantity;
        if (line->lot == lot && line->target == place)
            sum -= line->quantity;
    }
    return sum;
}

/* Refuse the lines, in order, for which what earlier ones left doesn't do. */
static void blame(posting *post, int place, int lot, int64_t low)
{
    reference *books = post->books;
    const size_t moves = post->entry->move_count + post->entry->observed_count;
    bool named = false;

    for (int undone = 1; undone >= 0; undone--) {
        for (size_t i = post->answer->first_line; i < books->line_count; i++) {
            const reference_line *line = &books->lines[i];
            int64_t takes = line->source == place ? line->quantity : -line->quantity;

            if (line->lot != lot || (line->source != place && line->target != place) ||
                (line->move >= moves) != undone)
                continue;
            if (undone || takes <= 0 || takes <= low) {
                low -= takes;
                continue;
            }
            reference_refuse(post, line->move, KHO_ESHORT, takes, low > 0 ? low : 0);
            named = true;
        }
    }
    if (!named)
        reference_refuse(post, moves, KHO_ESHORT, -1, -1);
}

static void check_balances(posting *post)
{
    reference *books = post->books;
    const size_t count = books->line_count, first = post->answer->first_line;

    for (int place = 0; place < (int)books->place_count; place++) {
        if (!reference_physical(books->places[place].kind))
            continue;
        for (int lot = 0; lot < (int)books->lot_count; lot++) {
            int64_t takes = lowered(post, place, lot), low = INT64_MAX;

            if (takes <= 0)
                continue;
            books->line_count = first;
            for (size_t i = 0; i <= first; i++) {
                kho_date date = i < first ? books->lines[i].date : post->date;

                if (date >= post->date) {
                    int64_t then = reference_balance(books, place, lot, date, INT64_MAX);

                    low = then < low ? then : low;
                }
            }
            books->line_count = count;
            if (takes > low)
                blame(post, place, lot, low);
        }
    }
}

static kho_status check_entry(posting *post)
{
    const reference *books = post->books;
    const kho_entry *entry = post->entry;
    const reference_entry *undone = NULL;

    post->date = entry->date;
    for (size_t i = 0; entry->reverses && i < books->entry_count; i++) {
        if (strcmp(books->entries[i].uid, entry->reverses) == 0)
            undone = &books->entries[i];
    }
    if (undone && entry->date == KHO_NO_DATE)
        post->date = undone->date;
    if ((entry->date != KHO_NO_DATE || !entry->reverses) &&
        (post->date < kho_date_of(1900, 1, 1) || post->date > books->today + 1))
        return KHO_EINVALID;
    if (entry->reverses && !undone)
        return KHO_ENOTFOUND;
    if (!undone)
        return entry->move_count || entry->observed_count || entry->service_count
                   ? KHO_OK
                   : KHO_EINVALID;
    if (undone->undoes && undone->own + undone->services == 0)
        return KHO_EINVALID;
    if (post->date > books->today + 1)
        return KHO_EINVALID;
    if (reference_withdrawn(books, undone->seq, INT64_MAX))
        return KHO_EEXISTS;
    /* Reading: nothing is undone before it happened. */
    if (post->date < undone->date)
        return KHO_EINVALID;
    post->undoes = undone->seq;
    post->undone_own = undone->own;
    return KHO_OK;
}

/* Reading: a count on a count's own day takes its place, and keeps it. */
static bool is_recounted(const posting *post, const reference_seen *seen)
{
    const reference *books = post->books;

    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *again = &books->seen[i];

        if (again->seq > seen->seq && again->lot == seen->lot &&
            again->place == seen->place && again->date == seen->date)
            return true;
    }
    return false;
}

/* A count that isn't withdrawn, of the same lot and place, dated on this day or later. */
static bool is_before_count(const posting *post)
{
    const reference *books = post->books;

    for (size_t i = 0; i < books->seen_count; i++) {
        const reference_seen *seen = &books->seen[i];

        if (seen->lot < 0 || seen->date < post->date || seen->seq > books->seq ||
            seen->seq == post->undoes || is_recounted(post, seen) ||
            reference_withdrawn(books, seen->seq, INT64_MAX))
            continue;
        if (lowered(post, seen->place, seen->lot) != 0)
            return true;
    }
    return false;
}

static void keep(posting *post, const char *uid, const char *request)
{
    reference *books = post->books;
    reference_entry *kept = &books->entries[books->entry_count];

    reference_must(books->entry_count < REFERENCE_ENTRIES);
    post->answer->line_count = books->line_count - post->answer->first_line;
    post->answer->before_count = is_before_count(post);
    post->answer->seq = ++books->seq;
    *kept = (reference_entry){.seq = books->seq,
        .date = post->date,
        .undoes = post->undoes,
        .own = post->entry->move_count + post->entry->observed_count,
        .services = post->entry->service_count};
    snprintf(kept->uid, sizeof(kept->uid), "%s", uid);
    snprintf(kept->request, sizeof(kept->request), "%s", request);
    books->entry_count++;
    reference_link_clients(books, books->seq, post->entry);
}

/* The uid is judged first: it was posted before with the same request, or with another
 * one. */
static bool is_known(posting *post, const char *uid, const char *request)
{
    const reference *books = post->books;
    reference_answer *answer = post->answer;

    for (size_t i = 0; i < books->entry_count; i++) {
        const reference_entry *entry = &books->entries[i];

        if (strcmp(entry->uid, uid) != 0)
            continue;
        answer->existing = strcmp(entry->request, request) == 0 &&
                           !reference_is_linked_otherwise(books, entry->seq, post->entry);
        answer->status = answer->existing ? KHO_OK : KHO_ECONFLICT;
        answer->seq = entry->seq;
        for (size_t k = 0; k < books->line_count; k++) {
            if (books->lines[k].seq == entry->seq && answer->line_count++ == 0)
                answer->first_line = k;
        }
        return true;
    }
    return false;
}

static kho_date request_date(const reference *books, const kho_entry *entry)
{
    for (size_t i = 0; entry->reverses && i < books->entry_count; i++) {
        if (entry->date == KHO_NO_DATE &&
            strcmp(books->entries[i].uid, entry->reverses) == 0)
            return books->entries[i].date;
    }
    return entry->date;
}

/* Reading: numbers out of range are refused at the edge, before anything is looked up. */
static bool is_malformed(const reference *books, const kho_entry *entry, kho_date date)
{
    for (size_t i = 0; i < entry->move_count; i++) {
        if (entry->moves[i].quantity < 1 || entry->moves[i].quantity > KHO_QUANTITY_MAX)
            return true;
    }
    for (size_t i = 0; i < entry->observed_count; i++) {
        const kho_observation *seen = &entry->observed[i];

        if (seen->kind == KHO_FOUND &&
            (seen->value < 0 || seen->value > KHO_QUANTITY_MAX))
            return true;
        if (seen->kind != KHO_FOUND &&
            seen->value < (seen->kind == KHO_RETURNED ? -1 : 0))
            return true;
        /* Reading: days out are of the entry's month or of one before it. */
        if (seen->kind != KHO_FOUND && seen->month != KHO_NO_MONTH &&
            date != KHO_NO_DATE && seen->month > kho_month_of(date))
            return true;
    }
    return reference_is_malserved(books, entry);
}

void reference_post(
    reference *books, const kho_entry *entry, const char *uid, reference_answer *out)
{
    posting post = {.books = books, .entry = entry, .answer = out};
    const size_t lots = books->lot_count, seen = books->seen_count,
                 served = books->served_count;
    const size_t total = entry->move_count + entry->observed_count;
    char request[REFERENCE_REQUEST];

    uid = entry->uid ? entry->uid : uid;
    *out = (reference_answer){.first_line = books->line_count};
    if (is_malformed(books, entry, request_date(books, entry))) {
        out->status = KHO_EINVALID;
        return;
    }
    write_request(books, entry, request_date(books, entry), request);
    if (is_known(&post, uid, request) || (out->status = check_entry(&post)) < 0)
        return;

    if (post.undoes)
        undo(&post);
    for (size_t i = 0; i < total; i++)
        i < entry->move_count ? reference_post_move(&post, i)
                              : reference_post_seen(&post, i);
    reference_post_services(&post);
    check_balances(&post);
    if (out->refusal_count == 0) {
        keep(&post, uid, request);
        return;
    }
    out->status = out->refusals[0].status;
    books->line_count = out->first_line;
    books->lot_count = lots;
    books->seen_count = seen;
    books->served_count = served;
}
