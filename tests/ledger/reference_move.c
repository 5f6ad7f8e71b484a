/* The lines of an entry: lots that are named, found, made and allocated. */
#include "ledger/reference_inside.h"

#include <stdio.h>
#include <string.h>

void reference_refuse(
    posting *post, size_t index, kho_status status, int64_t need, int64_t have)
{
    reference_answer *answer = post->answer;
    size_t at = answer->refusal_count;

    reference_must(at < REFERENCE_REFUSALS);
    while (at > 0 && answer->refusals[at - 1].index > index) {
        answer->refusals[at] = answer->refusals[at - 1];
        at--;
    }
    answer->refusals[at] = (reference_refusal){index, status, need, have};
    answer->refusal_count++;
}

void reference_add_line(
    posting *post, size_t move, int lot, const resolved *to, int64_t quantity)
{
    reference *books = post->books;

    reference_must(books->line_count < REFERENCE_LINES);
    books->lines[books->line_count++] = (reference_line){books->seq + 1, post->date, move,
        lot, to->source, to->target, to->verb, quantity};
}

/*
 * The lot that a number and an expiry day name, or -1. A number alone names the one lot
 * that has it. Reading: no number names the lot without one, of exactly that expiry (or
 * none).
 */
static int find_lot(const reference *books, const resolved *to, const char *number,
    kho_date expiry, kho_status *status)
{
    bool any = number && *number && expiry == KHO_NO_DATE;
    int found = -1;

    for (size_t i = 0; i < books->lot_count; i++) {
        const reference_lot *lot = &books->lots[i];

        if (lot->item != to->item || lot->channel != to->channel ||
            strcmp(lot->number, number ? number : "") != 0)
            continue;
        if (any && found >= 0) {
            *status = KHO_EAMBIGUOUS;
            return -1;
        }
        if (any || lot->expiry == expiry)
            found = (int)i;
    }
    return found;
}

/* The lot that comes in from the far side of the books: known already, or new. */
static int find_or_make(posting *post, const resolved *to, const char *number,
    kho_date expiry, kho_status *status)
{
    reference *books = post->books;
    const reference_item *item = &books->items[to->item];
    int found = find_lot(books, to, number, expiry, status);

    if (*status < 0)
        return -1;
    if (found < 0 && item->lots && (!number || !*number || expiry == KHO_NO_DATE)) {
        *status = KHO_EINVALID;
        return -1;
    }
    if (found < 0) {
        reference_lot *lot = &books->lots[books->lot_count];

        reference_must(books->lot_count < REFERENCE_LOTS);
        *lot =
            (reference_lot){.item = to->item, .channel = to->channel, .expiry = expiry};
        snprintf(lot->number, sizeof(lot->number), "%s", number ? number : "");
        found = (int)books->lot_count++;
    }
    return found;
}

/* Reading: a hold is of its own store only, so that hold and release cancel in its line.
 */
static bool is_routed(const reference *books, resolved *to)
{
    const reference_place *source = &books->places[to->source];
    const reference_place *target = &books->places[to->target];

    to->verb = kho_route(source->kind, target->kind);
    if (to->verb == KHO_NO_VERB || to->source == to->target)
        return false;
    if (to->verb == KHO_HOLD_BACK && target->parent != to->source)
        return false;
    if (to->verb == KHO_RELEASE && source->parent != to->target)
        return false;
    return !(books->items[to->item].clinical && target->kind == KHO_COLLABORATOR);
}

static kho_status resolve(const posting *post, const kho_move *move, resolved *to)
{
    const reference *books = post->books;

    to->item = reference_item_find(books, move->item);
    to->channel = reference_channel_find(books, move->channel);
    to->source = reference_place_find(books, move->from);
    to->target = reference_place_find(books, move->to);
    if (to->item < 0 || to->channel < 0 || to->source < 0 || to->target < 0)
        return KHO_ENOTFOUND;
    return is_routed(books, to) ? KHO_OK : KHO_EROUTE;
}

/*
 * Which lots a move that names none may take. Readings: adjust takes any; the least life
 * at issue is asked of what goes on to another holder, a client may use a lot to its last
 * day.
 */
static bool may_take(const posting *post, const resolved *to, const reference_lot *lot)
{
    const reference *books = post->books;
    const reference_item *item = &books->items[to->item];
    bool expired = reference_expired(lot, post->date);

    if (lot->item != to->item || lot->channel != to->channel)
        return false;
    if ((to->verb == KHO_ISSUE || to->verb == KHO_TRANSFER || to->verb == KHO_SHIP) &&
        lot->expiry != KHO_NO_DATE && lot->expiry - post->date < item->least_issue_days)
        return false;
    if (to->verb == KHO_DISPENSE || to->verb == KHO_ISSUE || to->verb == KHO_TRANSFER ||
        to->verb == KHO_SHIP)
        return !expired;
    if (strcmp(books->places[to->target].code, "loss/expired") == 0)
        return expired;
    return true;
}

static void allocate(posting *post, size_t index, const resolved *to, int64_t quantity)
{
    reference *books = post->books;
    int order[REFERENCE_LOTS];
    size_t count = 0;
    int64_t have = 0, left = quantity;

    for (size_t i = 0; i < books->lot_count; i++) {
        size_t at = count;

        if (!may_take(post, to, &books->lots[i]))
            continue;
        have += reference_free(books, to->source, (int)i, post->date);
        for (; at > 0 &&
               reference_compare_lots(&books->lots[order[at - 1]], &books->lots[i]) > 0;
             at--)
            order[at] = order[at - 1];
        order[at] = (int)i;
        count++;
    }
    if (have < quantity) {
        reference_refuse(post, index, KHO_ESHORT, quantity, have);
        return;
    }
    for (size_t i = 0; i < count && left > 0; i++) {
        int64_t free = reference_free(books, to->source, order[i], post->date);
        int64_t take = free < left ? free : left;

        if (take > 0)
            reference_add_line(post, index, order[i], to, take);
        left -= take;
    }
}

/* Reading: who names a lot for loss/expired is believed, whatever the books say of its
 * expiry. */
static void take_named(
    posting *post, size_t index, const resolved *to, const kho_move *move)
{
    reference *books = post->books;
    const reference_place *target = &books->places[to->target];
    kho_status status = KHO_OK;
    int lot = find_lot(books, to, move->lot, move->expiry, &status);
    bool for_use = to->verb == KHO_DISPENSE || to->verb == KHO_ISSUE ||
                   (to->verb == KHO_TRANSFER && target->kind == KHO_COLLABORATOR);

    if (lot < 0) {
        reference_refuse(post, index, status < 0 ? status : KHO_ENOTFOUND, -1, -1);
        return;
    }
    if (for_use && reference_expired(&books->lots[lot], post->date)) {
        reference_refuse(post, index, KHO_EEXPIRED, -1, -1);
        return;
    }
    /* Reading: also where it is named; a lot without expiry never expires. */
    if (strcmp(target->code, "loss/expired") == 0 &&
        !reference_expired(&books->lots[lot], post->date)) {
        reference_refuse(post, index, KHO_ESHORT, move->quantity, 0);
        return;
    }
    reference_add_line(post, index, lot, to, move->quantity);
}

void reference_post_move(posting *post, size_t index)
{
    const kho_move *move = &post->entry->moves[index];
    resolved to;
    kho_status status = resolve(post, move, &to);
    int lot;

    if (status < 0) {
        reference_refuse(post, index, status, -1, -1);
        return;
    }
    reference_touch_both(post, index, to.source, to.target);
    if (reference_physical(post->books->places[to.source].kind)) {
        if (move->lot || move->expiry != KHO_NO_DATE)
            take_named(post, index, &to, move);
        else
            allocate(post, index, &to, move->quantity);
        return;
    }
    lot = find_or_make(post, &to, move->lot, move->expiry, &status);
    if (status < 0)
        reference_refuse(post, index, status, -1, -1);
    else
        reference_add_line(post, index, lot, &to, move->quantity);
}

/* The one lot in stock where a count names none; the lot without number where there is
 * none. */
static int counted_lot(
    posting *post, const kho_observation *seen, const resolved *to, kho_status *status)
{
    reference *books = post->books;
    int found = -1;

    if (seen->lot || seen->expiry != KHO_NO_DATE)
        return find_or_make(post, to, seen->lot, seen->expiry, status);
    for (size_t i = 0; i < books->lot_count; i++) {
        if (books->lots[i].item != to->item || books->lots[i].channel != to->channel ||
            reference_balance(books, to->target, (int)i, post->date, INT64_MAX) == 0)
            continue;
        if (found >= 0) {
            *status = KHO_EAMBIGUOUS;
            return -1;
        }
        found = (int)i;
    }
    return found >= 0 ? found : find_or_make(post, to, NULL, KHO_NO_DATE, status);
}

static void post_count(
    posting *post, size_t index, const kho_observation *seen, resolved *to)
{
    reference *books = post->books;
    kho_status status = KHO_OK;
    int64_t moved;
    int lot;

    to->source = reference_place_find(books, "count");
    if (!reference_physical(books->places[to->target].kind))
        status = KHO_EROUTE;
    else
        reference_touch(post, index, to->target, kho_month_of(post->date));
    if (status == KHO_OK && seen->value > 0 && !is_routed(books, to))
        status = KHO_EROUTE;
    lot = status < 0 ? -1 : counted_lot(post, seen, to, &status);
    if (status < 0) {
        reference_refuse(post, index, status, -1, -1);
        return;
    }

    to->verb = KHO_ADJUST;
    moved =
        seen->value - reference_balance(books, to->target, lot, post->date, INT64_MAX);
    if (moved > 0)
        reference_add_line(post, index, lot, to, moved);
    if (moved < 0)
        reference_add_line(post, index, lot,
            &(resolved){to->item, to->channel, to->target, to->source, KHO_ADJUST},
            -moved);
    books->seen[books->seen_count++] = (reference_seen){books->seq + 1, KHO_FOUND,
        post->date, to->target, to->item, to->channel, lot, seen->value, KHO_NO_MONTH};
}

void reference_post_seen(posting *post, size_t index)
{
    reference *books = post->books;
    const kho_observation *seen = &post->entry->observed[index - post->entry->move_count];
    resolved to = {.item = reference_item_find(books, seen->item),
        .channel = reference_channel_find(books, seen->channel),
        .target = reference_place_find(books, seen->place)};
    kho_month month =
        seen->month == KHO_NO_MONTH ? kho_month_of(post->date) : seen->month;

    reference_must(books->seen_count < REFERENCE_SEEN);
    if (to.item < 0 || to.channel < 0 || to.target < 0) {
        reference_refuse(post, index, KHO_ENOTFOUND, -1, -1);
        return;
    }
    if (seen->kind == KHO_FOUND) {
        post_count(post, index, seen, &to);
        return;
    }
    reference_touch(post, index, to.target, month);
    if (seen->value > kho_month_last(month) - kho_month_first(month) + 1)
        post->answer->days_out = true;
    books->seen[books->seen_count++] = (reference_seen){books->seq + 1, seen->kind,
        post->date, to.target, to.item, to.channel, -1, seen->value, month};
}
