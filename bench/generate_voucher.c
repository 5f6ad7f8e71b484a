/* One voucher: moved in the generator's books, then typed as a line of JSON. */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

enum { MOVES_MAX = 128, SERVICES_MAX = 16 };

/* So many vouchers of 1,000 are mistyped and put right by a reversal, or typed twice. */
enum { MISTAKEN_PERMILLE = 6, TWICE_PERMILLE = 5 };

/* As it is typed: a move, or a count, which has only a source. */
typedef struct typed_line {
    const char *item, *lot, *channel; /* lot: NULL where none is named */
    kho_date expiry;                  /* KHO_NO_DATE where it isn't typed */
    const char *from, *to;
    int64_t quantity;
    int line, lot_number, source; /* source: -1 where it is outside */
} typed_line;

struct voucher {
    char uid[64];
    char date[16];
    kho_date day;
    const char *prefix; /* of its number: PN, PX, ... */
    const char *note, *reverses;
    int place;
    typed_line lines[MOVES_MAX];
    size_t count;
    struct service services[SERVICES_MAX];
    size_t service_count;
    bool counting;
};

static void number_voucher(struct world *world, struct voucher *voucher)
{
    struct place *place = &world->places[voucher->place];

    snprintf(voucher->uid, sizeof(voucher->uid), "%s-%s-%.4s-%04d", voucher->prefix,
        place->code, voucher->date, ++place->vouchers);
}

void voucher_start(
    struct world *world, const char *prefix, int place, kho_date date, const char *note)
{
    struct voucher *voucher = world->voucher;

    if (!voucher)
        voucher = world->voucher = claim(NULL, 1, sizeof(*voucher));
    voucher->place = place;
    voucher->day = date;
    kho_date_format(date, voucher->date);
    voucher->note = note;
    voucher->reverses = NULL;
    voucher->count = 0;
    voucher->service_count = 0;
    voucher->counting = false;
    memset(world->given, 0, sizeof(world->given));
    voucher->prefix = prefix;
}

static typed_line *add_line(struct world *world, int line, int lot)
{
    struct voucher *voucher = world->voucher;
    typed_line *typed = &voucher->lines[voucher->count++];

    if (voucher->count == MOVES_MAX)
        complain("voucher", "too many lines");
    *typed = (typed_line){.item = world->lines[line].item,
        .lot = lot == ALL_LOTS ? NULL : world->books.lots[lot].number,
        .channel = world->lines[line].channel,
        .expiry = KHO_NO_DATE,
        .line = line,
        .lot_number = lot,
        .source = -1};
    return typed;
}

void voucher_bring(
    struct world *world, int line, int lot, const char *from, int to, int64_t quantity)
{
    typed_line *typed = add_line(world, line, lot);

    typed->expiry = world->books.lots[lot].expiry;
    typed->from = from;
    typed->to = world->places[to].code;
    typed->quantity = quantity;
    books_change(&world->books, to, line, lot, world->voucher->day, quantity);
}

/* Take what a move takes out of its source; to: -1 where it leaves the books. */
static void move_stock(struct world *world, int line, int lot, enum choice choice,
    int from, int to, int64_t quantity)
{
    const kho_date day = world->voucher->day;
    portion portions[PORTIONS_MAX] = {
        {lot, quantity}
    };
    size_t count = 1;

    if (lot == ALL_LOTS)
        count =
            books_allocate(&world->books, from, line, day, choice, quantity, portions);
    for (size_t i = 0; i < count; i++) {
        books_change(
            &world->books, from, line, portions[i].lot, day, -portions[i].quantity);
        if (to >= 0)
            books_change(
                &world->books, to, line, portions[i].lot, day, portions[i].quantity);
    }
}

void voucher_take(struct world *world, int line, int lot, enum choice choice, int from,
    const char *to, int64_t quantity)
{
    typed_line *typed = add_line(world, line, lot);

    typed->from = world->places[from].code;
    typed->to = to;
    typed->quantity = quantity;
    typed->source = from;
    move_stock(world, line, lot, choice, from, -1, quantity);
}

void voucher_carry(struct world *world, int line, int lot, enum choice choice, int from,
    int to, int64_t quantity)
{
    typed_line *typed = add_line(world, line, lot);

    typed->from = world->places[from].code;
    typed->to = world->places[to].code;
    typed->quantity = quantity;
    typed->source = from;
    move_stock(world, line, lot, choice, from, to, quantity);
}

void voucher_found(struct world *world, int line, int lot, int64_t found)
{
    struct voucher *voucher = world->voucher;
    typed_line *typed = add_line(world, line, lot);
    const int64_t book =
        books_balance(&world->books, voucher->place, line, lot, voucher->day);

    voucher->counting = true;
    typed->from = world->places[voucher->place].code;
    typed->quantity = found;
    if (found != book)
        books_change(
            &world->books, voucher->place, line, lot, voucher->day, found - book);
}

void voucher_serve(struct world *world, const struct service *service)
{
    struct voucher *voucher = world->voucher;

    if (voucher->service_count == SERVICES_MAX)
        complain("voucher", "too many services");
    voucher->services[voucher->service_count++] = *service;
}

static void write_service(const struct service *service, const char *place, FILE *file)
{
    fprintf(file, "{\"place\": \"%s\", \"method\": %d, \"kind\": \"%s\"", place,
        (int)service->method, kho_service_kind_word(service->kind));
    if (service->mode)
        fprintf(file, ", \"mode\": \"%s\"", kho_service_mode_word(service->mode));
    if (service->clients > 1)
        fprintf(file, ", \"clients\": %lld", (long long)service->clients);
    if (service->age)
        fprintf(file, ", \"age\": \"%s\"", service->age);
    fprintf(file, service->ever ? ", \"new\": \"ever\"}" : "}");
}

static void write_line(const struct voucher *voucher, const typed_line *line, FILE *file)
{
    char expiry[11];

    if (voucher->counting)
        fprintf(file, "{\"place\": \"%s\", \"item\": \"%s\"", line->from, line->item);
    else
        fprintf(file, "{\"item\": \"%s\"", line->item);
    if (line->lot)
        fprintf(file, ", \"lot\": \"%s\"", line->lot);
    if (line->expiry != KHO_NO_DATE)
        fprintf(file, ", \"expiry\": \"%s\"", kho_date_format(line->expiry, expiry));
    if (line->channel)
        fprintf(file, ", \"channel\": \"%s\"", line->channel);
    if (voucher->counting)
        fprintf(file, ", \"found\": %lld}", (long long)line->quantity);
    else
        fprintf(file, ", \"from\": \"%s\", \"to\": \"%s\", \"quantity\": %lld}",
            line->from, line->to, (long long)line->quantity);
}

static char *json_of(const struct world *world, const struct voucher *voucher)
{
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    if (!file)
        complain("voucher", "out of memory");
    fprintf(file, "{\"uid\": \"%s\", \"date\": \"%s\", \"by\": \"%s\"", voucher->uid,
        voucher->date, world->places[voucher->place].name);
    if (voucher->note)
        fprintf(file, ", \"note\": \"%s\"", voucher->note);
    if (voucher->reverses)
        fprintf(file, ", \"reverses\": \"%s\"", voucher->reverses);
    for (size_t i = 0; i < voucher->count; i++) {
        if (i == 0)
            fprintf(file, ", \"%s\": [", voucher->counting ? "observed" : "moves");
        else
            fprintf(file, ", ");
        write_line(voucher, &voucher->lines[i], file);
    }
    fprintf(file, "%s", voucher->count > 0 ? "]" : "");
    for (size_t i = 0; i < voucher->service_count; i++) {
        fprintf(file, i ? ", " : ", \"service\": [");
        write_service(&voucher->services[i], world->places[voucher->place].code, file);
    }
    fprintf(file, "%s}\n", voucher->service_count > 0 ? "]" : "");
    if (fclose(file) != 0)
        complain("voucher", "out of memory");
    return text;
}

static void type_once(struct world *world, const struct voucher *voucher)
{
    char *text = json_of(world, voucher);

    fputs(text, world->entries);
    free(text);
}

static void type_again(struct world *world)
{
    fputs(world->again, world->entries);
    free(world->again);
    world->again = NULL;
    world->existing++;
}

/* The kind of the service that a line was given out in. */
static int kind_of(const struct voucher *voucher, kho_method method)
{
    for (size_t i = 0; i < voucher->service_count; i++) {
        const struct service *at = &voucher->services[i];

        if (at->method == method && at->kind <= KHO_SWITCH)
            return (int)at->kind;
    }
    return NO_KIND;
}

static void keep_done(struct world *world, const struct voucher *voucher)
{
    for (size_t i = 0; i < voucher->service_count; i++)
        services_keep(world, voucher->place, &voucher->services[i]);
    for (size_t i = 0; i < voucher->count; i++) {
        const typed_line *at = &voucher->lines[i];
        const kho_method method = kho_method_parse(world->lines[at->line].method);

        if (at->to && strcmp(at->to, "client") == 0)
            services_keep_units(
                world, voucher->place, method, kind_of(voucher, method), at->quantity);
    }
}

/* The good voucher: posted, and perhaps typed a second time when others were. */
static void type_for_good(struct world *world)
{
    const struct voucher *voucher = world->voucher;
    char *text = json_of(world, voucher);

    fputs(text, world->entries);
    world->posted++;
    world->moves += (int64_t)voucher->count;
    keep_done(world, voucher);
    if (world->again && --world->again_in <= 0)
        type_again(world);
    if (!world->again && dice_happens(&world->dice, TWICE_PERMILLE)) {
        world->again = text;
        world->again_in = (int)dice_between(&world->dice, 1, 40);
    } else {
        free(text);
    }
}

/* A zero and the services forgotten: the wrong voucher, its reversal, and a new number
 * for the right one. */
static void type_mistake(struct world *world)
{
    struct voucher *voucher = world->voucher;
    const int64_t right = voucher->lines[0].quantity;
    const size_t count = voucher->count, services = voucher->service_count;
    const char *const note = voucher->note;
    char uid[sizeof(voucher->uid)];

    voucher->lines[0].quantity = right < 10 ? right - 1 : right / 10;
    voucher->service_count = 0;
    type_once(world, voucher);
    snprintf(uid, sizeof(uid), "%s", voucher->uid);
    snprintf(voucher->uid, sizeof(voucher->uid), "reverse/%.50s", uid);
    voucher->reverses = uid;
    voucher->note = "ghi nhầm số lượng";
    voucher->count = 0;
    type_once(world, voucher);
    world->posted += 2;
    world->moves += 2 * (int64_t)count;
    voucher->lines[0].quantity = right;
    voucher->count = count;
    voucher->service_count = services;
    voucher->reverses = NULL;
    voucher->note = note;
    number_voucher(world, voucher);
}

/* More than there is, now that the right quantity is gone. */
static void ask_too_much(
    struct world *world, const struct voucher *right, typed_line *line)
{
    const int64_t left = line->lot ? books_free_of(&world->books, line->source,
                                         line->line, line->lot_number, right->day)
                                   : books_free_all(&world->books, line->source,
                                         line->line, right->day, TAKE_ANY);

    line->quantity += left + dice_between(&world->dice, 1, 50);
}

/* A line that the ledger must refuse; the same voucher is typed right just after. */
static void type_refused(struct world *world)
{
    struct voucher wrong = *world->voucher;
    typed_line *line = &wrong.lines[0];

    switch (dice_between(&world->dice, 0, 4)) {
    case 0:
        snprintf(wrong.date, sizeof(wrong.date), "%.4s-02-30", world->voucher->date);
        break;
    case 1:
        line->item = "bsc";
        break;
    case 2:
        if (line->source >= 0) {
            line->lot = "X-999";
            break;
        }
        /* fall through */
    default:
        if (line->source >= 0)
            ask_too_much(world, world->voucher, line);
        else
            line->to = "tyt-9999";
    }
    type_once(world, &wrong);
    world->refused++;
}

void voucher_finish(struct world *world)
{
    struct voucher *voucher = world->voucher;

    if (voucher->count + voucher->service_count == 0)
        return;
    number_voucher(world, voucher);
    if (!voucher->counting && voucher->count) {
        if (dice_happens(&world->dice, 10 * world->typos))
            type_refused(world);
        if (dice_happens(&world->dice, MISTAKEN_PERMILLE) &&
            voucher->lines[0].quantity > 1)
            type_mistake(world);
    }
    type_for_good(world);
}

void voucher_flush(struct world *world)
{
    if (world->again)
        type_again(world);
    free(world->voucher);
    world->voucher = NULL;
}
