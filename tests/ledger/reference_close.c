/* Closings: what they lock, and what they knew. */
#include "ledger/reference_inside.h"

#include <stdio.h>
#include <string.h>

/* A shelf is closed with its store, a road never. */
static int closed_with(const reference *books, int place)
{
    switch (books->places[place].kind) {
    case KHO_STORE:
    case KHO_COLLABORATOR:
        return place;
    case KHO_HOLD:
        return books->places[place].parent;
    default:
        return -1;
    }
}

kho_month reference_closed(const reference *books, int place)
{
    kho_month last = KHO_NO_MONTH;

    place = closed_with(books, place);
    for (size_t i = 0; place >= 0 && i < books->closing_count; i++) {
        const reference_closing *at = &books->closings[i];

        if (at->place == place && !at->undone && at->month > last)
            last = at->month;
    }
    return last;
}

const reference_closing *reference_closing_of(
    const reference *books, int place, kho_month month)
{
    for (size_t i = 0; i < books->closing_count; i++) {
        const reference_closing *at = &books->closings[i];

        if (at->place == place && !at->undone && at->month == month)
            return at;
    }
    return NULL;
}

static bool is_under(const reference *books, int place, int root)
{
    while (place >= 0 && place != root)
        place = books->places[place].parent;
    return place == root;
}

static void add_closing(reference *books, int place, kho_month month, int64_t known)
{
    reference_must(books->closing_count < REFERENCE_CLOSINGS);
    books->closings[books->closing_count++] =
        (reference_closing){++books->seq, known, 0, place, month, books->today};
}

kho_status reference_close(
    reference *books, int place, bool tree, kho_month month, int64_t *closed)
{
    const int64_t known = books->seq;
    bool done[REFERENCE_PLACES] = {false};

    *closed = 0;
    if (closed_with(books, place) != place || kho_month_last(month) >= books->today)
        return KHO_EINVALID;
    if (!tree && reference_closing_of(books, place, month))
        return KHO_OK;
    if (!tree && reference_closed(books, place) >= month)
        return KHO_EINVALID;
    /* In the order of their codes. */
    for (;;) {
        int first = -1;

        for (int i = 0; i < (int)books->place_count; i++) {
            if (!done[i] && closed_with(books, i) == i &&
                (tree ? is_under(books, i, place) : i == place) &&
                reference_closed(books, i) < month &&
                (first < 0 ||
                    strcmp(books->places[i].code, books->places[first].code) < 0))
                first = i;
        }
        if (first < 0)
            return KHO_OK;
        done[first] = true;
        add_closing(books, first, month, known);
        ++*closed;
    }
}

kho_status reference_reopen(reference *books, int place, kho_month month)
{
    for (size_t i = 0; i < books->closing_count; i++) {
        reference_closing *at = &books->closings[i];

        if (at->place != place || at->undone || at->month != month)
            continue;
        /* Nothing is undone before the day it happened. */
        if (reference_closed(books, place) != month || books->today < at->date)
            return KHO_EINVALID;
        at->undone = ++books->seq;
        return KHO_OK;
    }
    return KHO_EINVALID;
}

void reference_forget_closings(reference *books, int64_t seq)
{
    while (books->closing_count && books->closings[books->closing_count - 1].seq > seq)
        books->closing_count--;
    for (size_t i = 0; i < books->closing_count; i++) {
        if (books->closings[i].undone > seq)
            books->closings[i].undone = 0;
    }
}

void reference_touch(posting *post, size_t index, int place, kho_month month)
{
    if (month > reference_closed(post->books, place))
        return;
    if (post->entry->late)
        post->answer->closed_month = true;
    else
        reference_refuse(post, index, KHO_ECLOSED, -1, -1);
}

void reference_touch_both(posting *post, size_t index, int source, int target)
{
    const kho_month month = kho_month_of(post->date);
    const int store = closed_with(post->books, source);

    reference_touch(post, index, source, month);
    if (store < 0 || store != closed_with(post->books, target))
        reference_touch(post, index, target, month);
}
