#include "ledger/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reference_must(bool condition)
{
    if (!condition)
        abort();
}

static int add_place(reference *books, const char *code, kho_place_kind kind, int parent)
{
    reference_place *place = &books->places[books->place_count];

    reference_must(books->place_count < REFERENCE_PLACES);
    *place = (reference_place){.kind = kind, .parent = parent};
    snprintf(place->code, sizeof(place->code), "%s", code);
    return (int)books->place_count++;
}

void reference_init(reference *books, kho_date today)
{
    static const struct {
        const char *code;
        kho_place_kind kind;
    } built_in[] = {
        {"opening",      KHO_OPENING },
        {"client",       KHO_CLIENT  },
        {"count",        KHO_COUNT   },
        {"supplier",     KHO_SUPPLIER},
        {"loss/expired", KHO_LOSS    },
        {"loss/damaged", KHO_LOSS    },
        {"loss/stolen",  KHO_LOSS    },
        {"loss/other",   KHO_LOSS    },
    };

    memset(books, 0, sizeof(*books));
    books->today = today;
    for (size_t i = 0; i < sizeof(built_in) / sizeof(*built_in); i++)
        add_place(books, built_in[i].code, built_in[i].kind, -1);
}

void reference_channel(reference *books, const char *code)
{
    reference_must(books->channel_count < REFERENCE_CHANNELS);
    snprintf(books->channels[books->channel_count++], 65, "%s", code);
}

int reference_item_add(reference *books, const kho_item *item)
{
    reference_item *added = &books->items[books->item_count];

    reference_must(books->item_count < REFERENCE_ITEMS);
    *added = (reference_item){.clinical = item->clinical,
        .lots = item->lots,
        .pack = item->pack,
        .least_receipt_days = item->least_receipt_days,
        .least_issue_days = item->least_issue_days};
    snprintf(added->code, sizeof(added->code), "%s", item->code);
    added->cyp = !item->cyp                         ? 0
                 : strcmp(item->cyp, "condom") == 0 ? 120 / 120
                 : strcmp(item->cyp, "pill") == 0   ? 120 / 15
                 : strcmp(item->cyp, "iud") == 0    ? 120 * 23 / 5
                                                    : 0;
    snprintf(
        added->method, sizeof(added->method), "%s", item->method ? item->method : "");
    return (int)books->item_count++;
}

void reference_price_add(reference *books, const kho_price *price)
{
    reference_must(books->price_count < REFERENCE_PRICES);
    books->prices[books->price_count++] =
        (reference_price){.item = reference_item_find(books, price->item),
            .channel = reference_channel_find(books, price->channel),
            .from = price->from,
            .none = price->none,
            .price = price->price};
}

int reference_place_add(reference *books, const kho_place *place)
{
    int parent = place->parent ? reference_place_find(books, place->parent) : -1;
    int index = add_place(books, place->code, place->kind, parent);
    char code[80];

    books->places[index].clinical = place->clinical;
    for (size_t i = 0; i < place->offer_count; i++)
        books->places[index].offers[reference_item_find(books, place->offers[i])] = true;
    if (place->kind == KHO_STORE) {
        snprintf(code, sizeof(code), "hold/%s", place->code);
        add_place(books, code, KHO_HOLD, index);
        snprintf(code, sizeof(code), "transit/%s", place->code);
        add_place(books, code, KHO_TRANSIT, index);
    }
    return index;
}

int reference_place_find(const reference *books, const char *code)
{
    for (size_t i = 0; code && i < books->place_count; i++) {
        if (strcmp(books->places[i].code, code) == 0)
            return (int)i;
    }
    return -1;
}

int reference_item_find(const reference *books, const char *code)
{
    for (size_t i = 0; code && i < books->item_count; i++) {
        if (strcmp(books->items[i].code, code) == 0)
            return (int)i;
    }
    return -1;
}

int reference_channel_find(const reference *books, const char *code)
{
    if (!code)
        return 0;
    for (size_t i = 0; i < books->channel_count; i++) {
        if (strcmp(books->channels[i], code) == 0)
            return (int)i;
    }
    return -1;
}

bool reference_physical(kho_place_kind kind)
{
    return kind == KHO_STORE || kind == KHO_HOLD || kind == KHO_TRANSIT ||
           kind == KHO_COLLABORATOR;
}

int64_t reference_balance(
    const reference *books, int place, int lot, kho_date date, int64_t known)
{
    int64_t sum = 0;

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (line->lot != lot || line->date > date || line->seq > known)
            continue;
        if (line->target == place)
            sum += line->quantity;
        if (line->source == place)
            sum -= line->quantity;
    }
    return sum;
}

/* The least day-end from a day on: only days on which something happens can differ. */
static int64_t least(const reference *books, int place, int lot, kho_date date)
{
    int64_t low = reference_balance(books, place, lot, date, INT64_MAX);

    for (size_t i = 0; i < books->line_count; i++) {
        const reference_line *line = &books->lines[i];

        if (line->lot == lot && line->date > date) {
            int64_t then = reference_balance(books, place, lot, line->date, INT64_MAX);

            low = then < low ? then : low;
        }
    }
    return low;
}

int64_t reference_free(const reference *books, int place, int lot, kho_date date)
{
    int64_t low = least(books, place, lot, date);

    return low > 0 ? low : 0;
}

int reference_compare_lots(const reference_lot *a, const reference_lot *b)
{
    if (a->expiry != b->expiry) {
        if (a->expiry == KHO_NO_DATE || b->expiry == KHO_NO_DATE)
            return a->expiry == KHO_NO_DATE ? 1 : -1;
        return a->expiry < b->expiry ? -1 : 1;
    }
    return strcmp(a->number, b->number);
}

bool reference_expired(const reference_lot *lot, kho_date date)
{
    return lot->expiry != KHO_NO_DATE && lot->expiry < date;
}

bool reference_withdrawn(const reference *books, int64_t seq, int64_t known)
{
    for (size_t i = 0; i < books->entry_count; i++) {
        const reference_entry *entry = &books->entries[i];

        if (entry->undoes == seq && entry->seq <= known)
            return true;
    }
    return false;
}

kho_entry reference_reversal(
    const char *undone, kho_date date, const char *note, char *uid)
{
    kho_entry entry = KHO_ENTRY_INIT;

    snprintf(uid, 140, "reverse/%s", undone);
    entry.uid = uid;
    entry.date = date;
    entry.note = note;
    entry.reverses = undone;
    return entry;
}

void reference_copy(reference *to, const reference *from)
{
    const size_t after = offsetof(reference, lines);

    memcpy(to, from, offsetof(reference, entries));
    memcpy((char *)to + after, (const char *)from + after, sizeof(*to) - after);
    memcpy(to->entries, from->entries, from->entry_count * sizeof(*from->entries));
}

void reference_forget(reference *books, int64_t seq)
{
    while (books->entry_count && books->entries[books->entry_count - 1].seq > seq)
        books->entry_count--;
    while (books->line_count && books->lines[books->line_count - 1].seq > seq)
        books->line_count--;
    while (books->seen_count && books->seen[books->seen_count - 1].seq > seq)
        books->seen_count--;
    while (books->served_count && books->served[books->served_count - 1].seq > seq)
        books->served_count--;
    while (books->link_count && books->links[books->link_count - 1].seq > seq)
        books->link_count--;
    reference_forget_closings(books, seq);
    books->seq = seq;

    /* Lots of what was forgotten are unknown again. */
    while (books->lot_count) {
        bool used = false;

        for (size_t i = 0; i < books->line_count; i++)
            used |= books->lines[i].lot == (int)books->lot_count - 1;
        for (size_t i = 0; i < books->seen_count; i++)
            used |= books->seen[i].lot == (int)books->lot_count - 1;
        if (used)
            break;
        books->lot_count--;
    }
}
