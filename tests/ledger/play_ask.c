/* Random questions. */
#include "ledger/play.h"

static reference_query choose_query(play *play)
{
    const reference *books = play->world.books;
    reference_query query = {.place = -1,
        .item = play_chance(play, 70) ? -1 : play_roll(play, play->items),
        .on = play_chance(play, 40) ? play->today : play->first + play_roll(play, 137),
        .known = INT64_MAX};

    if (play_chance(play, 75))
        query.place = reference_place_find(
            books, play_chance(play, 75) ? play_store(play) : play_collaborator(play));
    if (query.place >= 0) {
        query.tree = play_chance(play, 40);
        query.sum = query.tree && play_chance(play, 50);
    }
    if (play_chance(play, 40))
        query.known =
            books->first_seq + play_roll(play, (int)(books->seq - books->first_seq) + 1);
    return query;
}

static void choose_period(play *play, reference_query *query)
{
    kho_month month = kho_month_of(play->first) + play_roll(play, 5);

    query->from = kho_month_first(month);
    query->to = kho_month_last(month + (play_chance(play, 20) ? play_roll(play, 3) : 0));
    if (play_chance(play, 15)) {
        query->from = play->first + play_roll(play, 100);
        query->to = query->from + play_roll(play, 50);
    }
    if (query->on < query->from)
        query->on = play_chance(play, 50) ? play->today : query->to;
    if (query->on < query->from)
        query->on = query->from;
}

bool play_ask(play *play, int times)
{
    bool same = true;

    for (int i = 0; same && i < times; i++) {
        reference_query query = choose_query(play);

        query.from = query.to = KHO_NO_DATE;
        same = world_stock(&play->world, &query) && world_alerts(&play->world, &query);
        if (same) {
            reference_query card = query;

            card.place = reference_place_find(play->world.books, play_store(play));
            card.item = play_roll(play, play->items);
            card.tree = card.sum = false;
            card.from = play_chance(play, 50) ? play->first - 10
                                              : play->first + play_roll(play, 60);
            card.to = card.on = card.from + play_roll(play, 140);
            same = world_card(&play->world, &card);
        }
        choose_period(play, &query);
        same = same && world_report(&play->world, &query);
        if (same && play_chance(play, 40))
            same = world_ytd(&play->world, &query);
        else if (same)
            same = play_chance(play, 50) ? world_expiry(&play->world, &query)
                                         : world_indicators(&play->world, &query);
        if (same && play->closes && query.known == INT64_MAX)
            same = world_restated(&play->world, query.place, query.tree, query.item,
                kho_month_of(play->first) + play_roll(play, 5));
        if (same && query.on % 3 == 0)
            same = world_suggest(&play->world, &query) &&
                   world_explain(&play->world, &query);
        if (same && query.on % 3 == 1)
            same = world_value(&play->world, &query);
        same = same && play_ask_services(play, &query);
    }
    return same;
}
