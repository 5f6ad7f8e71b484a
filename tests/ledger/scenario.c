#include "ledger/scenario.h"

#include "ledger/world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 64, LINES = 24 };

typedef struct scenario {
    world world;
    int line;
    char *words[WORDS];
    size_t word_count, at;
    bool defined;
    char texts[32768]; /* what the catalogue's and the entries' codes live in */
    size_t text_size;
    kho_item items[REFERENCE_ITEMS];
    kho_place places[REFERENCE_PLACES];
    const char *offers[REFERENCE_PLACES][REFERENCE_ITEMS];
    kho_price prices[REFERENCE_PRICES];
    kho_catalogue catalogue;
    kho_date today;
    /* Of the last entry. */
    kho_taken taken[LINES];
    size_t taken_count;
    char last_uid[132];
    bool late; /* so is the entry of this line */
    int entries;
} scenario;

/* An item with its lot, expiry and channel, as far as they are named. */
typedef struct named {
    const char *item, *lot, *channel;
    kho_date expiry;
} named;

static bool wrong(scenario *play, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool wrong(scenario *play, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return world_differ(&play->world, "line %d: %s", play->line, text);
}

static const char *next(scenario *play)
{
    return play->at < play->word_count ? play->words[play->at++] : "";
}

static bool is_next(scenario *play, const char *word)
{
    if (play->at >= play->word_count || strcmp(play->words[play->at], word) != 0)
        return false;
    play->at++;
    return true;
}

static const char *keep(scenario *play, const char *text)
{
    char *kept = play->texts + play->text_size;
    const size_t size = strlen(text) + 1;

    if (play->text_size + size > sizeof(play->texts))
        abort();
    memcpy(kept, text, size);
    play->text_size += size;
    return kept;
}

static kho_date read_date(scenario *play)
{
    kho_date date;
    const char *text = next(play);

    if (kho_date_parse(text, &date) < 0) {
        wrong(play, "'%s' is not a day", text);
        return KHO_NO_DATE;
    }
    return date;
}

static named read_named(scenario *play, const char *text)
{
    named out = {NULL, NULL, NULL, KHO_NO_DATE};
    char *copy = (char *)keep(play, text), *at, *slash;

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

    *item = (kho_item){.code = keep(play, next(play)), .pack = 1};
    item->name.vi = item->code;
    item->unit.vi = "cái";
    while (play->at < play->word_count) {
        if (is_next(play, "clinical"))
            item->clinical = true;
        else if (is_next(play, "lots"))
            item->lots = true;
        else if (is_next(play, "pack"))
            item->pack = strtoll(next(play), NULL, 10);
        else if (is_next(play, "method"))
            item->method = keep(play, next(play));
        else if (is_next(play, "least-issue-days"))
            item->least_issue_days = (int)strtol(next(play), NULL, 10);
        else
            return wrong(play, "an item isn't '%s'", next(play));
    }
    return true;
}

static bool define_place(scenario *play)
{
    static const kho_place_kind kinds[] = {KHO_SUPPLIER, KHO_STORE, KHO_COLLABORATOR};
    const size_t index = play->catalogue.place_count++;
    kho_place *place = &play->places[index];
    const char *kind;

    *place = (kho_place){.code = keep(play, next(play)), .kind = KHO_PLACE_KINDS};
    place->name.vi = place->code;
    place->offers = play->offers[index];
    kind = next(play);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(kho_place_kind_word(kinds[i]), kind) == 0)
            place->kind = kinds[i];
    }
    if (place->kind == KHO_PLACE_KINDS)
        return wrong(play, "there is no kind '%s'", kind);
    if (is_next(play, "under"))
        place->parent = keep(play, next(play));
    if (is_next(play, "offers")) {
        while (play->at < play->word_count)
            play->offers[index][place->offer_count++] = keep(play, next(play));
    }
    return true;
}

/* ITEM[/CHANNEL] N[/D] from DAY, or none from DAY. */
static bool define_price(scenario *play)
{
    kho_price *price = &play->prices[play->catalogue.price_count++];
    const named what = read_named(play, next(play));
    const char *text = next(play);
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
            return wrong(play, "'%s' is not a price", text);
    }
    if (!is_next(play, "from"))
        return wrong(play, "a price is from a day on");
    return (price->from = read_date(play)) != KHO_NO_DATE;
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

static int64_t read_quantity(scenario *play, bool *more)
{
    const char *text = next(play);
    char *end;
    int64_t quantity = strtoll(text, &end, 10);

    *more = *end == ',';
    if (end == text || (*end && !*more))
        wrong(play, "'%s' is not a quantity", text);
    return quantity;
}

static void read_moves(scenario *play, kho_entry *entry, kho_move *moves)
{
    const char *from = keep(play, next(play)), *to = keep(play, next(play));
    bool more = true;

    while (more && entry->move_count < LINES) {
        named what = read_named(play, next(play));
        int64_t quantity = read_quantity(play, &more);

        moves[entry->move_count++] = (kho_move){
            what.item, what.lot, what.expiry, what.channel, from, to, quantity};
    }
}

static void read_seen(
    scenario *play, kho_observed_kind kind, kho_entry *entry, kho_observation *seen)
{
    const char *place = keep(play, next(play));
    bool more = true;

    while (more && entry->observed_count < LINES) {
        named what = read_named(play, next(play));
        int64_t value = read_quantity(play, &more);

        seen[entry->observed_count] = (kho_observation){kind, place, what.item, what.lot,
            what.expiry, what.channel, value, KHO_NO_MONTH};
        if (is_next(play, "of") &&
            kho_month_parse(next(play), &seen[entry->observed_count].month) < 0)
            wrong(play, "not a month");
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
           wrong(play, "this is '%s', not '%s'", word, verb);
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
        play->taken[i].lot = keep(play, answer.taken[i].lot);
        play->taken_count++;
    }
}

static int post(scenario *play, kho_entry *entry)
{
    char uid[32];
    int status;

    snprintf(uid, sizeof(uid), "line-%d", play->line);
    entry->uid = keep(play, is_next(play, "as") ? next(play) : uid);
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
    entry.date = read_date(play);
    verb = next(play);
    if (strcmp(verb, "reverse") == 0)
        return world_reverse(&play->world, next(play), entry.date, NULL);
    if (strcmp(verb, "undo") == 0) {
        entry.reverses = keep(play, next(play));
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

static bool check_taken(scenario *play)
{
    for (size_t i = 0; play->at < play->word_count; i++) {
        const char *lot = next(play);
        bool more;
        int64_t quantity = read_quantity(play, &more);

        if (i >= play->taken_count ||
            strcmp(play->taken[i].lot, strcmp(lot, "-") ? lot : "") != 0 ||
            play->taken[i].quantity != quantity)
            return wrong(play, "lot %zu taken was '%s' %lld", i,
                i < play->taken_count ? play->taken[i].lot : "(none)",
                i < play->taken_count ? (long long)play->taken[i].quantity : 0);
        if (!more && i + 1 != play->taken_count)
            return wrong(play, "%zu lots were taken", play->taken_count);
    }
    return true;
}

static bool check_why(scenario *play)
{
    const kho_error *error = kho_error_last();
    const char *lot = next(play), *why = next(play);

    for (size_t i = 0; i < error->refusal_count; i++) {
        for (size_t k = 0; k < error->refusals[i].lot_count; k++) {
            if (strcmp(error->refusals[i].lots[k].lot, lot) == 0 &&
                strcmp(error->refusals[i].lots[k].why, why) == 0)
                return true;
        }
    }
    return wrong(play, "no lot '%s' was passed over as %s", lot, why);
}

static int64_t seq_of(scenario *play, const char *uid)
{
    for (size_t i = 0; i < play->world.books->entry_count; i++) {
        if (strcmp(play->world.books->entries[i].uid, uid) == 0)
            return play->world.books->entries[i].seq;
    }
    wrong(play, "there is no voucher '%s'", uid);
    return 0;
}

static bool check_stock(scenario *play, int column)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    const char *place;
    named what;
    int64_t sum = 0, expected;
    bool more;

    query.on = read_date(play);
    query.place = place = next(play);
    what = read_named(play, next(play));
    query.item = what.item;
    expected = read_quantity(play, &more);
    if (is_next(play, "knowing"))
        query.known = seq_of(play, next(play));
    if (kho_ledger_stock(play->world.ledger, &query, &table) < 0)
        return wrong(play, "%s", kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_STOCK_PLACE), place) == 0 &&
            (!what.lot ||
                strcmp(kho_table_text(table, row, KHO_STOCK_LOT), what.lot) == 0) &&
            (!what.channel || strcmp(kho_table_text(table, row, KHO_STOCK_CHANNEL),
                                  what.channel) == 0) &&
            (what.expiry == KHO_NO_DATE ||
                kho_table_date(table, row, KHO_STOCK_EXPIRY) == what.expiry))
            sum += kho_table_int(table, row, column);
    }
    kho_table_free(table);
    return sum == expected ||
           wrong(play, "there are %lld, not %lld", (long long)sum, (long long)expected);
}

/* Does a cell print as expected? Rationals as 47/3, whole ones as 5, what is undefined as
 * -. */
static bool is_cell(const kho_table *table, size_t row, size_t column,
    const char *expected, char *got, size_t size)
{
    kho_rational value;

    if (!kho_table_has(table, row, column)) {
        snprintf(got, size, "-");
    } else if (kho_table_type(table, column) == KHO_TEXT) {
        snprintf(got, size, "%s", kho_table_text(table, row, column));
    } else if (kho_table_type(table, column) == KHO_RATIONAL) {
        value = kho_table_rational(table, row, column);
        if (value.denominator == 1)
            snprintf(got, size, "%lld", (long long)value.numerator);
        else
            snprintf(got, size, "%lld/%lld", (long long)value.numerator,
                (long long)value.denominator);
    } else {
        snprintf(got, size, "%lld", (long long)kho_table_int(table, row, column));
    }
    return strcmp(got, expected) == 0;
}

static bool check_cells(scenario *play, const kho_table *table, size_t row)
{
    while (play->at < play->word_count) {
        char *word = play->words[play->at++], *equals = strchr(word, '=');
        char got[64];
        int column;

        if (!equals)
            return wrong(play, "'%s' has no =", word);
        *equals = '\0';
        column = kho_table_find(table, word);
        if (column < 0)
            return wrong(play, "there is no column '%s'", word);
        if (!is_cell(table, row, (size_t)column, equals + 1, got, sizeof(got)))
            return wrong(play, "%s is %s, not %s", word, got, equals + 1);
    }
    return true;
}

typedef kho_status (*question)(kho_ledger *ledger, const kho_query *query, kho_table **);

/* A line of the stock report, or of one whose first columns are the same. */
static bool check_report(scenario *play, question ask)
{
    kho_query query = KHO_QUERY_INIT;
    kho_month month;
    kho_table *table;
    const char *channel;
    named what;
    size_t row = 0;
    bool found;

    if (kho_month_parse(next(play), &month) < 0)
        return wrong(play, "not a month");
    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    query.sum = is_next(play, "sum");
    query.tree = is_next(play, "tree") || query.sum;
    query.place = next(play);
    what = read_named(play, next(play));
    channel = what.channel ? what.channel : "free";
    query.item = what.item;
    if (ask(play->world.ledger, &query, &table) < 0)
        return wrong(play, "%s", kho_error_last()->message);
    while (row < kho_table_rows(table) &&
           (strcmp(kho_table_text(table, row, KHO_REPORT_PLACE), query.place) != 0 ||
               strcmp(kho_table_text(table, row, KHO_REPORT_CHANNEL), channel) != 0))
        row++;
    found = row < kho_table_rows(table);
    if (is_next(play, "none"))
        found = !found || wrong(play, "there is such a line");
    else
        found =
            found ? check_cells(play, table, row) : wrong(play, "there is no such line");
    kho_table_free(table);
    return found;
}

/* A lot in the report of what expires, on its last day. */
static bool check_expiry(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    const char *place;
    kho_table *table;
    named what;
    size_t row = 0;
    bool found;

    query.from = query.to = read_date(play);
    query.sum = is_next(play, "sum");
    place = next(play);
    query.place = query.sum ? place : NULL;
    what = read_named(play, next(play));
    query.item = what.item;
    if (kho_ledger_expiry(play->world.ledger, &query, &table) < 0)
        return wrong(play, "%s", kho_error_last()->message);
    while (row < kho_table_rows(table) &&
           (strcmp(kho_table_text(table, row, KHO_EXPIRY_PLACE), place) != 0 ||
               strcmp(kho_table_text(table, row, KHO_EXPIRY_LOT),
                   what.lot ? what.lot : "") != 0))
        row++;
    found = row < kho_table_rows(table);
    if (is_next(play, "none"))
        found = !found || wrong(play, "there is such a lot");
    else
        found =
            found ? check_cells(play, table, row) : wrong(play, "there is no such lot");
    kho_table_free(table);
    return found;
}

/* An indicator of a place and all under it, perhaps of a method or an item: so many of so
 * many. */
static bool check_indicator(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    kho_month month;
    kho_table *table;
    const char *word, *of = "", *numerator;
    char got[64] = "missing", expected[64];
    bool same;

    if (kho_month_parse(next(play), &month) < 0)
        return wrong(play, "not a month");
    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    query.tree = !is_next(play, "alone");
    query.place = is_next(play, "everywhere") ? NULL : next(play);
    word = next(play);
    numerator = next(play);
    if (!is_next(play, "of")) {
        of = numerator;
        numerator = next(play);
        is_next(play, "of");
    }
    snprintf(expected, sizeof(expected), "%s of %s", numerator, next(play));
    if (kho_ledger_indicators(play->world.ledger, &query, &table) < 0)
        return wrong(play, "%s", kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const char *method = kho_table_text(table, row, KHO_INDICATORS_METHOD);

        if (strcmp(kho_table_text(table, row, KHO_INDICATORS_INDICATOR), word) == 0 &&
            strcmp(*method ? method : kho_table_text(table, row, KHO_INDICATORS_ITEM),
                of) == 0)
            snprintf(got, sizeof(got), "%lld of %lld",
                (long long)kho_table_int(table, row, KHO_INDICATORS_NUMERATOR),
                (long long)kho_table_int(table, row, KHO_INDICATORS_DENOMINATOR));
    }
    kho_table_free(table);
    same = strcmp(got, expected) == 0;
    return same || wrong(play, "it is %s, not %s", got, expected);
}

static bool check_alert(scenario *play, bool wanted)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    named what = {NULL, NULL, NULL, KHO_NO_DATE};
    const char *alert;
    bool found = false;

    query.on = read_date(play);
    alert = next(play);
    query.place = next(play);
    if (play->at < play->word_count)
        what = read_named(play, next(play));
    query.item = what.item;
    if (kho_ledger_alerts(play->world.ledger, &query, &table) < 0)
        return wrong(play, "%s", kho_error_last()->message);
    for (size_t row = 0; row < kho_table_rows(table); row++)
        found |= strcmp(kho_table_text(table, row, KHO_ALERTS_ALERT), alert) == 0 &&
                 strcmp(kho_table_text(table, row, KHO_ALERTS_PLACE), query.place) == 0 &&
                 (!what.lot ||
                     strcmp(kho_table_text(table, row, KHO_ALERTS_LOT), what.lot) == 0);
    kho_table_free(table);
    return found == wanted || wrong(play, "%s %s there", alert, found ? "is" : "isn't");
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
    return status == KHO_OK || wrong(play, "%s", kho_error_last()->message);
}

/* "close 2026-01 station tree", "open-again 2026-01 station". */
static int do_closing(scenario *play, bool closes)
{
    kho_month month;
    int place;

    if (kho_month_parse(next(play), &month) < 0)
        return wrong(play, "not a month") + 1;
    place = reference_place_find(play->world.books, next(play));
    play->world.last = (reference_answer){0};
    if (place < 0)
        return wrong(play, "no such place") + 1;
    return closes ? world_close_month(&play->world, place, is_next(play, "tree"), month)
                  : world_reopen_month(&play->world, place, month);
}

/* "restated 2026-01 station condom issued 60 72 PX-9 12": a figure as it was closed, as
 * it is now, and the entries that explain it. */
static bool check_restated(scenario *play)
{
    kho_query query = KHO_QUERY_INIT;
    const char *column;
    kho_month month;
    kho_table *table;
    size_t row = 0;
    bool right, more;

    if (kho_month_parse(next(play), &month) < 0)
        return wrong(play, "not a month");
    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    query.place = next(play);
    query.item = next(play);
    column = next(play);
    if (kho_ledger_restated(play->world.ledger, &query, &table) < 0)
        return wrong(play, "%s", kho_error_last()->message);
    while (row < kho_table_rows(table) &&
           strcmp(kho_table_text(table, row, KHO_RESTATED_COLUMN), column) != 0)
        row++;
    right = is_next(play, "none")
                ? row == kho_table_rows(table)
                : read_quantity(play, &more) ==
                          kho_table_int(table, row, KHO_RESTATED_CLOSED) &&
                      read_quantity(play, &more) ==
                          kho_table_int(table, row, KHO_RESTATED_NOW);
    while (right && play->at < play->word_count) {
        row++;
        right = strcmp(kho_table_text(table, row, KHO_RESTATED_COLUMN), column) == 0 &&
                is_next(play, kho_table_text(table, row, KHO_RESTATED_UID)) &&
                read_quantity(play, &more) ==
                    kho_table_int(table, row, KHO_RESTATED_DIFFERENCE);
    }
    kho_table_free(table);
    return right || wrong(play, "row %zu is otherwise", row);
}

/* An entry and what should come of it. */
static bool do_post(scenario *play, const char *outcome)
{
    const int64_t before = play->world.books->seq;
    const reference_answer *last = &play->world.last;
    const char *status = "ok", *warning = "", *got;
    int result;

    if (strcmp(outcome, "refuse") == 0)
        status = next(play);
    if (strcmp(outcome, "warn") == 0)
        warning = next(play);
    play->late = is_next(play, "late");
    if (is_next(play, "close"))
        result = do_closing(play, true);
    else if (is_next(play, "open-again"))
        result = do_closing(play, false);
    else if (is_next(play, "reverse"))
        result = world_reverse(&play->world, next(play), KHO_NO_DATE, NULL);
    else
        result = do_entry(play);
    if (result == 1)
        return wrong(play, "%s", play->world.why);
    got = result == KHO_OK ? "ok" : kho_status_word((kho_status)result);
    if (strcmp(got, status) != 0)
        return wrong(play, "%s, not %s: %s", got, status, kho_error_last()->message);
    if (result == KHO_OK &&
        (last->before_count != (strstr(warning, "before_count") != NULL) ||
            last->days_out != (strstr(warning, "days_out") != NULL) ||
            last->closed_month != (strstr(warning, "closed_month") != NULL)))
        return wrong(play, "the warning isn't '%s'", warning);
    if ((strcmp(outcome, "existing") == 0 || result < 0) !=
        (play->world.books->seq == before))
        return wrong(play, "the ledger %s",
            play->world.books->seq == before ? "stood still" : "grew");
    return true;
}

static bool do_line(scenario *play)
{
    const char *word = next(play);

    if (strcmp(word, "today") == 0)
        return (play->today = read_date(play)) != KHO_NO_DATE;
    if (strcmp(word, "item") == 0)
        return define_item(play);
    if (strcmp(word, "place") == 0)
        return define_place(play);
    if (strcmp(word, "price") == 0 && !play->defined)
        return define_price(play);
    if (!define(play))
        return wrong(play, "%s", play->world.why);
    if (strcmp(word, "took") == 0)
        return check_taken(play);
    if (strcmp(word, "why") == 0)
        return check_why(play);
    if (strcmp(word, "expect") == 0)
        return check_stock(play, KHO_STOCK_QUANTITY);
    if (strcmp(word, "usable") == 0)
        return check_stock(play, KHO_STOCK_USABLE);
    if (strcmp(word, "report") == 0)
        return check_report(play, kho_ledger_report);
    if (strcmp(word, "ytd") == 0)
        return check_report(play, kho_ledger_ytd);
    if (strcmp(word, "value") == 0)
        return check_report(play, kho_ledger_value);
    if (strcmp(word, "restated") == 0)
        return check_restated(play);
    if (strcmp(word, "indicator") == 0)
        return check_indicator(play);
    if (strcmp(word, "expiry") == 0)
        return check_expiry(play);
    if (strcmp(word, "alert") == 0 || strcmp(word, "quiet") == 0)
        return check_alert(play, *word == 'a');
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
            done = wrong(play, "what is '%s'?", play->words[play->at]);
    }
    if (done && !play->defined)
        done = wrong(play, "nothing happens");
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
