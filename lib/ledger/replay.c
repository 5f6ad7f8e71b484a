/* What a record of the journal comes to, by the ids of this ledger. */
#include <string.h>

#include "base/error.h"
#include "ledger/posting.h"
#include "store/catalogue.h"

static kho_status unknown(const char *code)
{
    return kho__fail(KHO_EDAMAGED,
        "the journal speaks of '%s', which the catalogue lacks",
        "bút toán nhắc đến '%s' nhưng danh mục không có", code ? code : "");
}

/* A code and its id: the moves of an entry mostly share theirs with the one before. */
typedef struct known {
    const char *code;
    int32_t id;
} known;

typedef struct known_codes {
    known from, to, channel;
} known_codes;

static int32_t find_again(known *last, const kho__catalogue *catalogue,
    int32_t (*find)(const kho__catalogue *, const char *), const char *code)
{
    if (!last->code || strcmp(last->code, code) != 0)
        *last = (known){code, find(catalogue, code)};
    return last->id;
}

/* The lot of a part, added where the journal names it for the first time. */
static kho_status find_lot(kho_ledger *ledger, int32_t item, int32_t channel,
    const kho__part_taken *part, kho__key *out)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    kho_status status;
    int32_t id;

    id = kho__find_lot(catalogue, item, channel, part->lot, part->expiry);
    if (!id) {
        if ((status = kho__define_lot(ledger, item, channel, part->lot, part->expiry)) <
            0)
            return status;
        id = (int32_t)catalogue->lot_count;
    }
    *out = kho__lot_key(kho__lot_at(catalogue, id));
    return KHO_OK;
}

static kho_status add_leg(kho_ledger *ledger, kho__effects *out, kho__key key,
    int32_t from, int32_t to, int64_t quantity, size_t index)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    const kho__leg leg = {.key = key,
        .from = from,
        .to = to,
        .verb = kho__route_of(catalogue, from, to),
        .quantity = quantity,
        .index = index};

    if (leg.verb == KHO_NO_VERB)
        return kho__fail(KHO_EDAMAGED, "the journal moves stock where none moves",
            "bút toán chuyển hàng theo đường không có");
    return kho__effects_add(out, &leg);
}

static kho_status add_move(kho_ledger *ledger, const kho__record_move *move, size_t index,
    known_codes *last, kho__effects *out)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    const kho_move *asked = &move->asked;
    const int32_t from = find_again(&last->from, catalogue, kho__find_place, asked->from),
                  to = find_again(&last->to, catalogue, kho__find_place, asked->to),
                  item = kho__find_item(catalogue, asked->item),
                  channel = find_again(
                      &last->channel, catalogue, kho__find_channel, asked->channel);
    kho_status status = KHO_OK;

    if (!from || !to || !item || !channel)
        return unknown(!from   ? asked->from
                       : !to   ? asked->to
                       : !item ? asked->item
                               : asked->channel);
    for (size_t i = 0; i < move->taken_count && status == KHO_OK; i++) {
        kho__key key;

        if ((status = find_lot(ledger, item, channel, &move->taken[i], &key)) == KHO_OK)
            status = add_leg(ledger, out, key, from, to, move->taken[i].quantity, index);
    }
    return status;
}

static kho_status add_observation(kho_ledger *ledger,
    const kho__record_observation *observation, size_t index, kho__effects *out)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    const kho_observation *asked = &observation->asked;
    const int32_t place = kho__find_place(catalogue, asked->place),
                  item = kho__find_item(catalogue, asked->item),
                  channel = kho__find_channel(catalogue, asked->channel);
    kho__seen seen = {
        asked->kind, place, KHO__LINE_KEY(item, channel), asked->value, asked->month};
    kho_status status;
    int64_t difference;

    if (!place || !item || !channel)
        return unknown(!place ? asked->place : !item ? asked->item : asked->channel);
    if (asked->kind == KHO_FOUND) {
        if ((status = find_lot(ledger, item, channel, &observation->counted, &seen.key)) <
            0)
            return status;
        difference = asked->value - observation->counted.quantity;
        if (difference > 0)
            status = add_leg(
                ledger, out, seen.key, KHO__PLACE_COUNT, place, difference, index);
        else if (difference < 0)
            status = add_leg(
                ledger, out, seen.key, place, KHO__PLACE_COUNT, -difference, index);
        if (status < 0)
            return status;
    }
    return kho__effects_see(out, &seen);
}

kho_status kho__effects_of(
    kho_ledger *ledger, kho_date date, const kho__record *record, kho__effects *out)
{
    const size_t before_undone = record->move_count + record->observed_count;
    known_codes last = {0};
    kho_status status = KHO_OK;

    *out = (kho__effects){.date = date};
    for (size_t i = 0; i < record->undone_count && status == KHO_OK; i++)
        status = add_move(ledger, &record->undone[i], before_undone + i, &last, out);
    for (size_t i = 0; i < record->move_count && status == KHO_OK; i++)
        status = add_move(ledger, &record->moves[i], i, &last, out);
    for (size_t i = 0; i < record->observed_count && status == KHO_OK; i++)
        status =
            add_observation(ledger, &record->observed[i], record->move_count + i, out);
    if (status == KHO_OK)
        status = kho__effects_serve(&ledger->catalogue, record, out);
    if (status < 0)
        kho__effects_free(out);
    return status;
}
