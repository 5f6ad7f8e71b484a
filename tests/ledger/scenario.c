#include "ledger/scenario.h"

#include "ledger/scenario_inside.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool scenario_wrong(scenario *play, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return world_differ(&play->world, "line %d: %s", play->line, text);
}

const char *scenario_next(scenario *play)
{
    return play->at < play->word_count ? play->words[play->at++] : "";
}

bool scenario_is_next(scenario *play, const char *word)
{
    if (play->at >= play->word_count || strcmp(play->words[play->at], word) != 0)
        return false;
    play->at++;
    return true;
}

const char *scenario_keep(scenario *play, const char *text)
{
    char *kept = play->texts + play->text_size;
    const size_t size = strlen(text) + 1;

    if (play->text_size + size > sizeof(play->texts))
        abort();
    memcpy(kept, text, size);
    play->text_size += size;
    return kept;
}

kho_date scenario_read_date(scenario *play)
{
    kho_date date;
    const char *text = scenario_next(play);

    if (kho_date_parse(text, &date) < 0) {
        scenario_wrong(play, "'%s' is not a day", text);
        return KHO_NO_DATE;
    }
    return date;
}

named scenario_read_named(scenario *play, const char *text)
{
    named out = {NULL, NULL, NULL, KHO_NO_DATE};
    char *copy = (char *)scenario_keep(play, text), *at, *slash;

    slash = strchr(copy, '/');
    while (slash) {
        char *part = slash + 1;

        *slash = '\0';
        slash = strchr(part, '/');
        if (slash)
            *slash = '\0';
        if (kho_date_parse(part, &out.expiry) < 0)
            out.channel = part;
    }
    at = strchr(copy, '@');
    if (at) {
        *at = '\0';
        out.lot = at + 1;
    }
    out.item = copy;
    return out;
}

static bool define_item(scenario *play)
{
    kho_item *item = &play->items[play->catalogue.item_count++];

    *item = (kho_item){.code = scenario_keep(play, scenario_next(play)), .pack = 1};
    item->name.vi = item->code;
    item->unit.vi = "cái";
    while (play->at < play->word_count) {
        if (scenario_is_next(play, "clinical"))
            item->clinical = true;
        else if (scenario_is_next(play, "lots"))
            item->lots = true;
        else if (scenario_is_next(play, "pack"))
            item->pack = strtoll(scenario_next(play), NULL, 10);
        else if (scenario_is_next(play, "method"))
            item->method = scenario_keep(play, scenario_next(play));
        else if (scenario_is_next(play, "least-issue-days"))
            item->least_issue_days = (int)strtol(scenario_next(play), NULL, 10);
        else
            return scenario_wrong(play, "an item isn't '%s'", scenario_next(play));
    }
    return true;
}

static bool define_place(scenario *play)
{
    static const kho_place_kind kinds[] = {KHO_SUPPLIER, KHO_STORE, KHO_COLLABORATOR};
    const size_t index = play->catalogue.place_count++;
    kho_place *place = &play->places[index];
    const char *kind;

    *place = (kho_place){
        .code = scenario_keep(play, scenario_next(play)), .kind = KHO_PLACE_KINDS};
    place->name.vi = place->code;
    place->offers = play->offers[index];
    kind = scenario_next(play);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(kho_place_kind_word(kinds[i]), kind) == 0)
            place->kind = kinds[i];
    }
    if (place->kind == KHO_PLACE_KINDS)
        return scenario_wrong(play, "there is no kind '%s'", kind);
    if (scenario_is_next(play, "under"))
        place->parent = scenario_keep(play, scenario_next(play));
    if (scenario_is_next(play, "offers")) {
        while (play->at < play->word_count)
            play->offers[index][place->offer_count++] =
                scenario_keep(play, scenario_next(play));
    }
    return true;
}

/* ITEM[/CHANNEL] N[/D] from DAY, or none from DAY. */
static bool define_price(scenario *play)
{
    kho_price *price = &play->prices[play->catalogue.price_count++];
    const named what = scenario_read_named(play, scenario_next(play));
    const char *text = scenario_next(play);
    char *end;

    *price = (kho_price){
        .item = what.item, .channel = what.channel, .price = {0, 1}
    };
    price->none = strcmp(text, "none") == 0;
    if (!price->none) {
        price->price.numerator = strtoll(text, &end, 10);
        if (*end == '/')
            price->price.denominator = strtoll(end + 1, &end, 10);
        if (end == text || *end)
            return scenario_wrong(play, "'%s' is not a price", text);
    }
    if (!scenario_is_next(play, "from"))
        return scenario_wrong(play, "a price is from a day on");
    return (price->from = scenario_read_date(play)) != KHO_NO_DATE;
}

/* The ledger is made when the first thing happens. */
static bool define(scenario *play)
{
    static const char *const channels[] = {"free", "social_marketing"};

    if (play->defined)
        return true;
    play->defined = true;
    play->catalogue.channels = channels;
    play->catalogue.channel_count = 2;
    play->catalogue.items = play->items;
    play->catalogue.places = play->places;
    play->catalogue.prices = play->prices;
    return world_open(&play->world, play->today) &&
           world_define(&play->world, &play->catalogue);
}

int64_t scenario_read_quantity(scenario *play, bool *more)
{
    const char *text = scenario_next(play);
    char *end;
    int64_t quantity = strtoll(text, &end, 10);

    *more = *end == ',';
    if (end == text || (*end && !*more))
        scenario_wrong(play, "'%s' is not a quantity", text);
    return quantity;
}

static void read_moves(scenario *play, kho_entry *entry, kho_move *moves)
{
    const char *from = scenario_keep(play, scenario_next(play)),
               *to = scenario_keep(play, scenario_next(play));
    bool more = true;

    while (more && entry->move_count < LINES) {
        named what = scenario_read_named(play, scenario_next(play));
        int64_t quantity = scenario_read_quantity(play, &more);

        moves[entry->move_count++] = (kho_move){
            what.item, what.lot, what.expiry, what.channel, from, to, quantity};
    }
}

static void read_seen(
    scenario *play, kho_observed_kind kind, kho_entry *entry, kho_observation *seen)
{
    const char *place = scenario_keep(play, scenario_next(play));
    bool more = true;

    while (more && entry->observed_count < LINES) {
        named what = scenario_read_named(play, scenario_next(play));
        int64_t value = scenario_read_quantity(play, &more);

        seen[entry->observed_count] = (kho_observation){kind, place, what.item, what.lot,
            what.expiry, what.channel, value, KHO_NO_MONTH};
        if (scenario_is_next(play, "of") &&
            kho_month_parse(scenario_next(play), &seen[entry->observed_count].month) < 0)
            scenario_wrong(play, "not a month");
        entry->observed_count++;
    }
}

/* The word in the file must be what the pair of places is called, where they have a
 * route. */
static bool check_verb(scenario *play, const char *verb, const kho_entry *entry)
{
    const reference *books = play->world.books;
    int from = reference_place_find(books, entry->moves[0].from);
    int to = reference_place_find(books, entry->moves[0].to);
    const char *word;

    if (from < 0 || to < 0)
        return true;
    word = kho_verb_word(kho_route(books->places[from].kind, books->places[to].kind));
    return !word || strcmp(word, verb) == 0 ||
           scenario_wrong(play, "this is '%s', not '%s'", word, verb);
}

/* Post again what the comparison posted already: the answer says which lots it took. */
static void remember(scenario *play, const kho_entry *entry)
{
    kho_answer answer;
    kho_entry again = *entry;

    play->taken_count = 0;
    again.uid = play->last_uid;
    if (kho_ledger_post(play->world.ledger, &again, &answer) < 0 || !answer.existing)
        return;
    for (size_t i = 0; i < answer.taken_count && i < LINES; i++) {
        play->taken[i] = answer.taken[i];
        play->taken[i].lot = scenario_keep(play, answer.taken[i].lot);
        play->taken_count++;
    }
}

static int post(scenario *play, kho_entry *entry)
{
    char uid[32];
    int status;

    snprintf(uid, sizeof(uid), "line-%d", play->line);
    entry->uid =
        scenario_keep(play, scenario_is_next(play, "as") ? scenario_next(play) : uid);
    snprintf(play->last_uid, sizeof(play->last_uid), "%s", entry->uid);
    status = world_post(&play->world, entry);
    if (status == KHO_OK)
        remember(play, entry);
    return status;
}

static int do_entry(scenario *play)
{
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move moves[LINES];
    kho_observation seen[LINES];
    const char *verb;

    entry.moves = moves;
    entry.observed = seen;
    entry.late = play->late;
    entry.date = scenario_read_date(play);
    verb = scenario_next(play);
    if (strcmp(verb, "reverse") == 0)
        return world_reverse(&play->world, scenario_next(play), entry.date, NULL);
    if (strcmp(verb, "undo") == 0) {
        entry.reverses = scenario_keep(play, scenario_next(play));
    } else if (strcmp(verb, "count") == 0) {
        read_seen(play, KHO_FOUND, &entry, seen);
    } else if (strcmp(verb, "days-out") == 0) {
        read_seen(play, KHO_DAYS_OUT, &entry, seen);
    } else if (strcmp(verb, "return") == 0) {
        read_seen(play, KHO_RETURNED, &entry, seen);
    } else {
        read_moves(play, &entry, moves);
        if (!check_verb(play, verb, &entry))
            return 1;
    }
    return post(play, &entry);
}

static bool do_batch(scenario *play, const char *word)
{
    reference *books = play->world.books;
    static int64_t seq;
    kho_status status = KHO_OK;

    if (strcmp(word, "batch") == 0) {
        seq = books->seq;
        status = kho_ledger_begin(play->world.ledger);
    } else if (strcmp(word, "commit") == 0) {
        status = kho_ledger_commit(play->world.ledger);
    } else {
        kho_ledger_rollback(play->world.ledger);
        reference_forget(books, seq);
    }
    return status == KHO_OK || scenario_wrong(play, "%s", kho_error_last()->message);
}

/* "close 2026-01 station tree", "open-again 2026-01 station". */
static int do_closing(scenario *play, bool closes)
{
    kho_month month;
    int place;

    if (kho_month_parse(scenario_next(play), &month) < 0)
        return scenario_wrong(play, "not a month") + 1;
    place = reference_place_find(play->world.books, scenario_next(play));
    play->world.last = (reference_answer){0};
    if (place < 0)
        return scenario_wrong(play, "no such place") + 1;
    return closes ? world_close_month(
                        &play->world, place, scenario_is_next(play, "tree"), month)
                  : world_reopen_month(&play->world, place, month);
}

/* An entry and what should come of it. */
static bool do_post(scenario *play, const char *outcome)
{
    const int64_t before = play->world.books->seq;
    const reference_answer *last = &play->world.last;
    const char *status = "ok", *warning = "", *got;
    int result;

    if (strcmp(outcome, "refuse") == 0)
        status = scenario_next(play);
    if (strcmp(outcome, "warn") == 0)
        warning = scenario_next(play);
    play->late = scenario_is_next(play, "late");
    if (scenario_is_next(play, "close"))
        result = do_closing(play, true);
    else if (scenario_is_next(play, "open-again"))
        result = do_closing(play, false);
    else if (scenario_is_next(play, "reverse"))
        result = world_reverse(&play->world, scenario_next(play), KHO_NO_DATE, NULL);
    else
        result = do_entry(play);
    if (result == 1)
        return scenario_wrong(play, "%s", play->world.why);
    got = result == KHO_OK ? "ok" : kho_status_word((kho_status)result);
    if (strcmp(got, status) != 0)
        return scenario_wrong(
            play, "%s, not %s: %s", got, status, kho_error_last()->message);
    if (result == KHO_OK &&
        (last->before_count != (strstr(warning, "before_count") != NULL) ||
            last->days_out != (strstr(warning, "days_out") != NULL) ||
            last->closed_month != (strstr(warning, "closed_month") != NULL)))
        return scenario_wrong(play, "the warning isn't '%s'", warning);
    if ((strcmp(outcome, "existing") == 0 || result < 0) !=
        (play->world.books->seq == before))
        return scenario_wrong(play, "the ledger %s",
            play->world.books->seq == before ? "stood still" : "grew");
    return true;
}

static bool do_line(scenario *play)
{
    const char *word = scenario_next(play);

    if (strcmp(word, "today") == 0)
        return (play->today = scenario_read_date(play)) != KHO_NO_DATE;
    if (strcmp(word, "item") == 0)
        return define_item(play);
    if (strcmp(word, "place") == 0)
        return define_place(play);
    if (strcmp(word, "price") == 0 && !play->defined)
        return define_price(play);
    if (!define(play))
        return scenario_wrong(play, "%s", play->world.why);
    if (strcmp(word, "took") == 0)
        return scenario_check_taken(play);
    if (strcmp(word, "why") == 0)
        return scenario_check_why(play);
    if (strcmp(word, "expect") == 0)
        return scenario_check_stock(play, KHO_STOCK_QUANTITY);
    if (strcmp(word, "usable") == 0)
        return scenario_check_stock(play, KHO_STOCK_USABLE);
    if (strcmp(word, "report") == 0)
        return scenario_check_report(play, kho_ledger_report);
    if (strcmp(word, "ytd") == 0)
        return scenario_check_report(play, kho_ledger_ytd);
    if (strcmp(word, "value") == 0)
        return scenario_check_report(play, kho_ledger_value);
    if (strcmp(word, "restated") == 0)
        return scenario_check_restated(play);
    if (strcmp(word, "indicator") == 0)
        return scenario_check_indicator(play);
    if (strcmp(word, "expiry") == 0)
        return scenario_check_expiry(play);
    if (strcmp(word, "suggest") == 0)
        return scenario_check_suggest(play);
    if (strcmp(word, "explain") == 0)
        return scenario_check_explain(play);
    if (strcmp(word, "alert") == 0 || strcmp(word, "quiet") == 0)
        return scenario_check_alert(play, *word == 'a');
    if (strcmp(word, "reopen") == 0)
        return world_reopen(&play->world);
    if (strcmp(word, "batch") == 0 || strcmp(word, "commit") == 0 ||
        strcmp(word, "rollback") == 0)
        return do_batch(play, word);
    if (strcmp(word, "refuse") != 0 && strcmp(word, "existing") != 0 &&
        strcmp(word, "warn") != 0) {
        play->at--;
        word = "";
    }
    return do_post(play, word);
}

static void split(scenario *play, char *text)
{
    char *comment = strchr(text, '#'), *rest = NULL;

    if (comment)
        *comment = '\0';
    play->word_count = play->at = 0;
    for (char *word = strtok_r(text, " \t\n", &rest); word && play->word_count < WORDS;
         word = strtok_r(NULL, " \t\n", &rest))
        play->words[play->word_count++] = word;
}

/* Whatever the scenario was about, everything else must hold as well. */
static bool check_all(scenario *play)
{
    world *world = &play->world;
    const reference *books = world->books;
    reference_query query = {-1, -1, false, false, 0, 0, 0, INT64_MAX};

    for (kho_month month = kho_month_of(play->today) - 5;
         month <= kho_month_of(play->today); month++) {
        query.from = kho_month_first(month);
        query.to = kho_month_last(month);
        query.on = query.to < play->today ? query.to : play->today;
        if (!world_stock(world, &query) || !world_alerts(world, &query) ||
            !world_report(world, &query) || !world_ytd(world, &query) ||
            !world_expiry(world, &query) || !world_indicators(world, &query) ||
            !world_suggest(world, &query) || !world_explain(world, &query) ||
            !world_value(world, &query))
            return false;
    }
    for (int place = 0; place < (int)books->place_count; place++) {
        if (!reference_physical(books->places[place].kind))
            continue;
        for (int item = 0; item < (int)books->item_count; item++) {
            query = (reference_query){place, item, false, false, play->today,
                play->today - 200, play->today, INT64_MAX};
            if (!world_card(world, &query))
                return false;
        }
    }
    return world_check(world);
}

bool scenario_play(const char *path, char *why, size_t size)
{
    scenario *play = calloc(1, sizeof(*play));
    FILE *file = fopen(path, "r");
    char line[1024];
    bool done = play && file;

    while (done && fgets(line, sizeof(line), file)) {
        play->line++;
        split(play, line);
        done = play->word_count == 0 || do_line(play);
        if (done && play->at < play->word_count)
            done = scenario_wrong(play, "what is '%s'?", play->words[play->at]);
    }
    if (done && !play->defined)
        done = scenario_wrong(play, "nothing happens");
    done = done && check_all(play);
    if (!done)
        snprintf(why, size, "%s", play && file ? play->world.why : "can't read the file");
    if (play && play->defined)
        world_close(&play->world);
    if (file)
        fclose(file);
    free(play);
    return done;
}
