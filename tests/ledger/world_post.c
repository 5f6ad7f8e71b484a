/* Posting to both, and comparing what they say. */
#include "ledger/world.h"

#include <stdlib.h>
#include <string.h>

static const char *word(int status)
{
    return status == KHO_OK ? "ok" : kho_status_word((kho_status)status);
}

static bool is_same_taken(const reference *books, const reference_line *line,
    const kho_taken *taken, size_t moves)
{
    const reference_lot *lot = &books->lots[line->lot];

    /* Which index a reversal's or a count's line has matters little: it follows the
     * moves. */
    return (line->move == taken->move || (line->move >= moves && taken->move >= moves)) &&
           strcmp(books->items[lot->item].code, taken->item) == 0 &&
           strcmp(lot->number, taken->lot) == 0 && lot->expiry == taken->expiry &&
           strcmp(books->channels[lot->channel], taken->channel) == 0 &&
           strcmp(books->places[line->source].code, taken->from) == 0 &&
           strcmp(books->places[line->target].code, taken->to) == 0 &&
           line->quantity == taken->quantity;
}

static bool compare_taken(world *world, const reference_answer *expected,
    const kho_answer *answer, const kho_entry *entry)
{
    const reference *books = world->books;

    if (answer->taken_count != expected->line_count)
        return world_differ(world, "%s took %zu lots, expected %zu", answer->uid,
            answer->taken_count, expected->line_count);
    for (size_t i = 0; i < expected->line_count; i++) {
        const reference_line *line = &books->lines[expected->first_line + i];
        bool found = false;

        for (size_t k = 0; k < answer->taken_count; k++)
            found |= is_same_taken(books, line, &answer->taken[k], entry->move_count);
        if (!found)
            return world_differ(world,
                "%s: move %zu should have taken %lld of lot '%s' from %s to %s",
                answer->uid, line->move, (long long)line->quantity,
                books->lots[line->lot].number, books->places[line->source].code,
                books->places[line->target].code);
    }
    return true;
}

static bool has_warning(const kho_answer *answer, const char *code)
{
    for (size_t i = 0; i < answer->warning_count; i++) {
        if (strcmp(answer->warnings[i].code, code) == 0)
            return true;
    }
    return false;
}

static bool compare_answer(world *world, const reference_answer *expected,
    const kho_answer *answer, const kho_entry *entry)
{
    if (answer->seq != expected->seq || answer->existing != expected->existing)
        return world_differ(world, "%s: seq %lld%s, expected %lld%s", answer->uid,
            (long long)answer->seq, answer->existing ? " existing" : "",
            (long long)expected->seq, expected->existing ? " existing" : "");
    if (!compare_taken(world, expected, answer, entry))
        return false;
    if (answer->existing)
        return true;
    /* Undoing a recount lets the day's first count stand again: whether that one then
     * differs is told by the alert, so the warning is left open. */
    if (!entry->reverses && has_warning(answer, "before_count") != expected->before_count)
        return world_differ(world, "%s: %s warning before_count", answer->uid,
            expected->before_count ? "lacks the" : "has a");
    if (has_warning(answer, "closed_month") != expected->closed_month)
        return world_differ(world, "%s: %s warning closed_month", answer->uid,
            expected->closed_month ? "lacks the" : "has a");
    if (has_warning(answer, "days_out") != expected->days_out)
        return world_differ(world, "%s: %s warning days_out", answer->uid,
            expected->days_out ? "lacks the" : "has a");
    return true;
}

/* Refusals of the entry's own moves are told one by one; of what it undoes, that there
 * are some. */
static bool compare_refusals(
    world *world, const reference_answer *expected, const kho_entry *entry)
{
    const kho_error *error = kho_error_last();
    const char *uid = entry->uid ? entry->uid : "?";
    size_t i = 0;

    /* Reading: of an entry that undoes another one and moves too, which part is short is
     * open. */
    if (entry->reverses)
        return (error->refusal_count > 0) == (expected->refusal_count > 0) ||
               world_differ(world, "%s: %zu refused moves, expected %zu", uid,
                   error->refusal_count, expected->refusal_count);
    for (; i < expected->refusal_count; i++) {
        const reference_refusal *want = &expected->refusals[i];
        const kho_refusal *got = &error->refusals[i];

        if (i >= error->refusal_count)
            return world_differ(world, "%s: move %zu isn't refused", uid, want->index);
        if (got->index != want->index || got->status != want->status)
            return world_differ(world,
                "%s: move %zu refused as %s, expected move %zu as %s", uid, got->index,
                word(got->status), want->index, word(want->status));
        if (want->need >= 0 && (got->need != want->need || got->have != want->have))
            return world_differ(world,
                "%s: move %zu needs %lld, has %lld; expected %lld and %lld", uid,
                got->index, (long long)got->need, (long long)got->have,
                (long long)want->need, (long long)want->have);
    }
    /* What is malformed is refused at the edge: of its moves, those that say a wrong
     * number. */
    if (expected->refusal_count == 0 && expected->status == KHO_EINVALID) {
        for (; i < error->refusal_count; i++) {
            const size_t index = error->refusals[i].index;
            const int64_t said =
                index < entry->move_count ? entry->moves[index].quantity : 1;

            if (error->refusals[i].status != KHO_EINVALID ||
                (said >= 1 && said <= KHO_QUANTITY_MAX))
                return world_differ(
                    world, "%s: move %zu is well formed", uid, error->refusals[i].index);
        }
        return true;
    }
    if (i != error->refusal_count || i != expected->refusal_count)
        return world_differ(world, "%s: %zu refused moves, expected %zu: %s", uid,
            error->refusal_count, expected->refusal_count, error->message);
    return true;
}

static void print_lot(const char *lot, kho_date expiry, const char *channel)
{
    char date[11];

    if (lot)
        printf("@%s", lot);
    if (expiry != KHO_NO_DATE)
        printf("/%s", kho_date_format(expiry, date));
    if (channel)
        printf("/%s", channel);
}

/* With KHO_TRACE set, what is posted is printed in the words of the scenarios. */
static void trace(const world *world, const kho_entry *entry, const char *uid, int status)
{
    char date[11];

    if (!getenv("KHO_TRACE"))
        return;
    printf("%s %s ", status == KHO_OK ? "" : word(status),
        kho_date_format(entry->date, date));
    if (entry->reverses)
        printf("undo %s ", entry->reverses);
    for (size_t i = 0; i < entry->move_count; i++) {
        const kho_move *move = &entry->moves[i];

        printf("%s -> %s %s", move->from, move->to, move->item);
        print_lot(move->lot, move->expiry, move->channel);
        printf(" %lld, ", (long long)move->quantity);
    }
    for (size_t i = 0; i < entry->observed_count; i++) {
        const kho_observation *seen = &entry->observed[i];
        char month[8];

        printf("%s %s %s",
            seen->kind == KHO_FOUND      ? "count"
            : seen->kind == KHO_DAYS_OUT ? "days-out"
                                         : "return",
            seen->place, seen->item);
        print_lot(seen->lot, seen->expiry, seen->channel);
        printf(
            " %lld %s, ", (long long)seen->value, kho_month_format(seen->month, month));
    }
    for (size_t i = 0; i < entry->service_count; i++) {
        const kho_service *at = &entry->services[i];

        printf("%s %s at %s of %lld for %s, ", kho_service_kind_word(at->kind),
            kho_method_word(at->method), at->place ? at->place : "?",
            (long long)at->clients, at->client ? at->client : "?");
    }
    printf("as %s # seq %lld\n", uid, (long long)world->books->seq);
    fflush(stdout);
}

static int compare(
    world *world, kho_status status, const kho_entry *entry, const kho_answer *answer)
{
    const reference_answer *expected = &world->last;

    reference_post(world->books, entry, status < 0 ? "?" : answer->uid, &world->last);
    trace(world, entry, status < 0 ? entry->uid : answer->uid, status);
    if (world_is_fault(world, status))
        return (int)status;
    /* Reading: of an entry that undoes another one, which refused part is told first is
     * open. */
    if (entry->reverses && status < 0 && expected->refusal_count > 0 &&
        kho_error_last()->refusal_count > 0)
        return (int)status;
    if (status != expected->status) {
        world_differ(world, "%s (%zu moves): %s (%s), expected %s",
            entry->uid ? entry->uid : "?", entry->move_count, word(status),
            status < 0 ? kho_error_last()->message : "", word(expected->status));
        return 1;
    }
    if (status < 0)
        return compare_refusals(world, expected, entry) ? (int)status : 1;
    return compare_answer(world, expected, answer, entry) ? (int)status : 1;
}

int world_post(world *world, const kho_entry *entry)
{
    kho_answer answer;
    kho_status status = kho_ledger_post(world->ledger, entry, &answer);

    return compare(world, status, entry, &answer);
}

int world_reverse(world *world, const char *uid, kho_date date, const char *note)
{
    char reverse[140];
    kho_entry entry = reference_reversal(uid, date, note, reverse);
    kho_answer answer;
    kho_status status =
        kho_ledger_reverse(world->ledger, uid, date, false, note, &answer);

    return compare(world, status, &entry, &answer);
}
