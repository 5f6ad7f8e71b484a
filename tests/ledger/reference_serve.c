/* Services: what makes sense, what is counted, and whom they are linked to. */
#include "ledger/reference_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENTS_MOST = 1000000, AGE_MOST = 127 };

bool reference_gives(int kind)
{
    return kind == KHO_NEW || kind == KHO_RESUPPLY || kind == KHO_SWITCH;
}

kho_method reference_method_of(const reference_item *item)
{
    return strcmp(item->method, "iud") == 0      ? KHO_IUD
           : strcmp(item->method, "condom") == 0 ? KHO_CONDOM
           : strcmp(item->method, "pill") == 0   ? KHO_PILL
           : *item->method                       ? KHO_OTHER_METHOD
                                                 : KHO_NO_METHOD;
}

static bool is_one_each(kho_method method)
{
    return method == KHO_IUD || method == KHO_IMPLANT;
}

static bool is_clinical(kho_method method)
{
    return is_one_each(method) || method == KHO_MALE_STERILISATION ||
           method == KHO_FEMALE_STERILISATION || method == KHO_INJECTABLE;
}

/* "0-14" is "<15"; false where it is no group. */
static bool write_age(const char *age, char out[REFERENCE_AGE])
{
    int low, high, end = 0;

    *out = '\0';
    if (!age)
        return true;
    snprintf(out, REFERENCE_AGE, "%s", age);
    if (sscanf(age, "<%d%n", &high, &end) == 1 && !age[end])
        return high > 0;
    if (sscanf(age, "%d+%n", &low, &end) == 1 && end > 0 && !age[end])
        return low < AGE_MOST;
    end = 0;
    if (sscanf(age, "%d-%d%n", &low, &high, &end) != 2 || age[end] || low > high ||
        high >= AGE_MOST)
        return false;
    if (low == 0)
        snprintf(out, REFERENCE_AGE, "<%d", high + 1);
    return true;
}

/* Reading: where the goods for clients come from, else the only store that the moves and
 * observations name. -1: none, or several. */
static const char *find_place(const reference *books, const kho_entry *entry)
{
    const char *from = NULL, *store = NULL;
    bool several = false, many = false;

    for (size_t i = 0; i < entry->move_count; i++) {
        if (strcmp(entry->moves[i].to, "client") == 0) {
            several |= from && strcmp(from, entry->moves[i].from) != 0;
            from = entry->moves[i].from;
        }
    }
    for (size_t i = 0; i < 2 * entry->move_count + entry->observed_count; i++) {
        const kho_move *move = i / 2 < entry->move_count ? &entry->moves[i / 2] : NULL;
        const char *code = !move   ? entry->observed[i - 2 * entry->move_count].place
                           : i % 2 ? move->to
                                   : move->from;
        const int place = reference_place_find(books, code);

        if (place < 0 || books->places[place].kind != KHO_STORE)
            continue;
        many |= store && strcmp(store, code) != 0;
        store = code;
    }
    return from ? (several ? NULL : from) : (many ? NULL : store);
}

static const char *place_of(
    const reference *books, const kho_entry *entry, const kho_service *service)
{
    return service->place ? service->place : find_place(books, entry);
}

bool reference_is_malserved(const reference *books, const kho_entry *entry)
{
    char age[REFERENCE_AGE];

    for (size_t i = 0; i < entry->service_count; i++) {
        const kho_service *at = &entry->services[i];

        if (at->method >= KHO_METHODS || at->kind >= KHO_SERVICE_KINDS ||
            at->mode >= KHO_SERVICE_MODES || at->new_to >= KHO_NEW_MEANINGS ||
            at->clients < 1 || at->clients > CLIENTS_MOST ||
            (at->new_to != KHO_NOT_NEW && at->kind != KHO_NEW) ||
            !place_of(books, entry, at) || !write_age(at->age, age))
            return true;
    }
    return false;
}

/* A service without who got it, as it is kept. */
static reference_served understand(
    const reference *books, const kho_entry *entry, const kho_service *from)
{
    reference_served served = {
        .place = reference_place_find(books, place_of(books, entry, from)),
        .item = -1,
        .method = from->method,
        .kind = from->kind,
        .mode = from->mode,
        .new_to = from->kind == KHO_NEW && from->new_to == KHO_NOT_NEW ? KHO_NEW_METHOD
                                                                       : from->new_to,
        .value = from->clients};

    write_age(from->age, served.age);
    return served;
}

void reference_write_services(
    const reference *books, const kho_entry *entry, char *out, size_t room)
{
    size_t at = 0;

    for (size_t i = 0; i < entry->service_count && at < room; i++) {
        const reference_served it = understand(books, entry, &entry->services[i]);

        at += (size_t)snprintf(out + at, room - at, "%s|%d|%d|%d|%d|%s|%lld\n",
            place_of(books, entry, &entry->services[i]), it.method, it.kind, it.mode,
            it.new_to, it.age, (long long)it.value);
    }
    reference_must(at < room);
}

static void add(posting *post, reference_served served, bool own)
{
    reference *books = post->books;

    reference_must(books->served_count < REFERENCE_SERVED_MOST);
    served.seq = books->seq + 1;
    served.date = post->date;
    served.own = own;
    books->served[books->served_count++] = served;
}

/* Whether an item is given out by the entry in services of a method at a place; and how
 * many. */
static int64_t goods(const posting *post, int place, kho_method method, int item)
{
    const reference *books = post->books;
    int64_t sum = 0;

    for (size_t i = post->answer->first_line; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];
        const int of = books->lots[line->lot].item;

        if (line->verb == KHO_DISPENSE && line->move < post->entry->move_count &&
            line->source == place && (item < 0 || of == item) &&
            reference_method_of(&books->items[of]) == method)
            sum += line->quantity;
    }
    return sum;
}

/* Reading: that a month is closed is told first. */
static void judge_one(posting *post, size_t index, const reference_served *it)
{
    const reference *books = post->books;
    const kho_place_kind kind = it->place < 0 ? KHO_COUNT : books->places[it->place].kind;
    const bool talks = it->kind == KHO_COUNSEL || it->kind == KHO_STOP;

    if (it->place >= 0)
        reference_touch(post, index, it->place, kho_month_of(post->date));
    if (it->place < 0)
        reference_refuse(post, index, KHO_ENOTFOUND, -1, -1);
    else if (kind != KHO_STORE && kind != KHO_COLLABORATOR)
        reference_refuse(post, index, KHO_EROUTE, -1, -1);
    else if (is_clinical(it->method) && !talks && !books->places[it->place].clinical)
        reference_refuse(post, index, KHO_EROUTE, -1, -1);
    if ((it->method == KHO_NO_METHOD && it->kind != KHO_COUNSEL) ||
        (it->kind == KHO_REMOVAL && !is_one_each(it->method)) ||
        (it->kind == KHO_RESUPPLY && (it->method == KHO_MALE_STERILISATION ||
                                         it->method == KHO_FEMALE_STERILISATION)))
        reference_refuse(post, index, KHO_EINVALID, -1, -1);
}

/* All services of one method at one place, told at the first that gives out. */
static void judge_together(
    posting *post, size_t index, const reference_served *all, size_t first)
{
    const size_t count = post->entry->service_count;
    const int place = all[first].place;
    const kho_method method = all[first].method;
    const int64_t got = goods(post, place, method, -1);
    int64_t clients = 0;
    size_t giver = count;

    for (size_t i = count; i-- > first;) {
        if (all[i].place == place && all[i].method == method &&
            reference_gives((int)all[i].kind)) {
            clients += all[i].value;
            giver = i;
        }
    }
    if (giver == count && got)
        reference_refuse(post, index + first, KHO_EINVALID, -1, -1);
    else if (is_one_each(method) && got != clients)
        reference_refuse(post, index + giver, KHO_EINVALID, clients, got);
}

static bool is_first(const reference_served *all, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (all[k].place == all[i].place && all[k].method == all[i].method)
            return false;
    }
    return all[i].place >= 0;
}

/* Its clients, and what they got where one can tell. */
static void count(posting *post, const reference_served *all, size_t i)
{
    const reference *books = post->books;
    reference_served it = all[i];
    int givers = 0, items = 0;

    add(post, it, true);
    if (!reference_gives((int)it.kind))
        return;
    for (size_t k = 0; k < post->entry->service_count; k++)
        givers += all[k].place == it.place && all[k].method == it.method &&
                  reference_gives((int)all[k].kind);
    for (int item = 0; item < (int)books->item_count; item++)
        items += goods(post, it.place, it.method, item) != 0;
    for (it.item = 0; it.item < (int)books->item_count; it.item++) {
        const int64_t got = goods(post, it.place, it.method, it.item);

        it.value = givers == 1 ? got : all[i].value;
        if (got && (givers == 1 || (is_one_each(it.method) && items == 1)))
            add(post, it, true);
    }
}

/* Goods that were refused themselves say nothing about a service. */
void reference_post_services(posting *post)
{
    const kho_entry *entry = post->entry;
    const size_t index = entry->move_count + entry->observed_count;
    const bool moved = post->answer->refusal_count == 0;
    reference_served all[REFERENCE_SERVICES];

    reference_must(entry->service_count <= REFERENCE_SERVICES);
    for (size_t i = 0; i < entry->service_count; i++) {
        all[i] = understand(post->books, entry, &entry->services[i]);
        judge_one(post, index + i, &all[i]);
    }
    for (size_t i = 0; i < entry->service_count && moved; i++) {
        if (is_first(all, i))
            judge_together(post, index, all, i);
    }
    for (size_t i = 0; i < entry->service_count && !post->answer->refusal_count; i++)
        count(post, all, i);
}

/* They are taken back on the reversal's own day. */
void reference_undo_services(posting *post, size_t index)
{
    const reference *books = post->books;
    const size_t count = books->served_count;

    for (size_t i = 0; i < count; i++) {
        reference_served it = books->served[i];

        if (it.seq != post->undoes || !it.own)
            continue;
        if (it.item < 0)
            reference_touch(post, index, it.place, kho_month_of(post->date));
        it.value = -it.value;
        add(post, it, false);
    }
}

/* --- clients ------------------------------------------------------------------------ */

void reference_link_clients(reference *books, int64_t seq, const kho_entry *entry)
{
    for (size_t i = 0; i < entry->service_count; i++) {
        reference_link *made = &books->links[books->link_count];

        if (!entry->services[i].client)
            continue;
        reference_must(books->link_count < REFERENCE_LINKS);
        *made = (reference_link){.seq = seq, .service = i};
        snprintf(made->client, sizeof(made->client), "%s", entry->services[i].client);
        books->link_count++;
    }
}

/* Who was forgotten contradicts nothing. */
bool reference_is_linked_otherwise(
    const reference *books, int64_t seq, const kho_entry *entry)
{
    for (size_t i = 0; i < books->link_count; i++) {
        const reference_link *at = &books->links[i];
        const char *client = at->seq == seq ? entry->services[at->service].client : NULL;

        if (client && strcmp(client, at->client) != 0)
            return true;
    }
    return false;
}

int64_t reference_forget_links(reference *books, const char *client, kho_date before)
{
    size_t kept = 0, count = books->link_count;

    for (size_t i = 0; i < count; i++) {
        const reference_link *at = &books->links[i];
        kho_date date = KHO_NO_DATE;

        for (size_t k = 0; k < books->entry_count; k++) {
            if (books->entries[k].seq == at->seq)
                date = books->entries[k].date;
        }
        if (client ? strcmp(at->client, client) != 0 : date >= before)
            books->links[kept++] = *at;
    }
    books->link_count = kept;
    return (int64_t)(count - kept);
}

int64_t reference_seen_links(const reference *books, const char *client)
{
    int64_t count = 0;

    for (size_t i = 0; i < books->link_count; i++) {
        const reference_link *at = &books->links[i];

        count += (!client || strcmp(at->client, client) == 0) &&
                 !reference_withdrawn(books, at->seq, INT64_MAX);
    }
    return count;
}
