/* Moves become legs: places, item and lot are found, the route is known, the balance
 * holds. */
#include <string.h>

#include "base/error.h"
#include "ledger/close.h"
#include "model/names.h"
#include "store/sheets.h"

kho__lot kho__posting_lot(const kho__posting *posting, int32_t id)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;

    if ((size_t)id <= catalogue->lot_count)
        return *kho__lot_at(catalogue, id);
    const kho__new_lot *lot = &posting->lots[(size_t)id - catalogue->lot_count - 1];

    return (kho__lot){id, lot->item, lot->channel, lot->expiry, lot->number};
}

static kho_status add_lot(kho__posting *posting, const kho__new_lot *lot, int32_t *id)
{
    if (!kho__grow((void **)&posting->lots, &posting->lot_room, posting->lot_count, 1,
            sizeof(*posting->lots)))
        return kho__fail_memory();
    posting->lots[posting->lot_count++] = *lot;
    *id = (int32_t)(posting->ledger->catalogue.lot_count + posting->lot_count);
    return KHO_OK;
}

/* A number may stand for its expiry too; the lot without number has the expiry that is
 * said, or none. */
static bool fits(const kho__new_lot *wanted, kho_date expiry)
{
    return wanted->expiry == expiry || (wanted->expiry == KHO_NO_DATE && *wanted->number);
}

/* Lots that fit. Returns how many, and the last. */
static size_t fitting(
    const kho__posting *posting, const kho__new_lot *wanted, int32_t *id)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    size_t count = 0;

    for (int32_t at =
             kho__find_lots(catalogue, wanted->item, wanted->channel, wanted->number);
         at; at = catalogue->lot_next[at - 1]) {
        if (fits(wanted, kho__lot_at(catalogue, at)->expiry)) {
            *id = at;
            count++;
        }
    }
    for (size_t i = 0; i < posting->lot_count; i++) {
        const kho__new_lot *lot = &posting->lots[i];

        if (lot->item == wanted->item && lot->channel == wanted->channel &&
            strcmp(lot->number, wanted->number) == 0 && fits(wanted, lot->expiry)) {
            *id = (int32_t)(catalogue->lot_count + i + 1);
            count++;
        }
    }
    return count;
}

static kho_status refuse_ambiguous(
    kho__posting *posting, size_t index, const char *place, const kho__new_lot *wanted)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const char *item = kho__item_at(catalogue, wanted->item)->as.code;
    kho_refused_lot *lots;
    size_t count = 0;

    for (int32_t at =
             kho__find_lots(catalogue, wanted->item, wanted->channel, wanted->number);
         at; at = catalogue->lot_next[at - 1])
        count++;
    if (!(lots = kho__arena_take(posting->arena, (count + 1) * sizeof(*lots))))
        return kho__fail_memory();
    count = 0;
    for (int32_t at =
             kho__find_lots(catalogue, wanted->item, wanted->channel, wanted->number);
         at; at = catalogue->lot_next[at - 1])
        lots[count++] =
            (kho_refused_lot){wanted->number, kho__lot_at(catalogue, at)->expiry,
                kho__channel_at(catalogue, wanted->channel), -1, "ambiguous"};
    const kho__reason reason = {
        KHO_EAMBIGUOUS, place, item, wanted->number, -1, -1, lots, count};

    return kho__posting_refuse(posting, index, &reason,
        "%s, lot %s: the number is used with several expiry days; say which",
        "%s, lô %s: số lô này có nhiều hạn dùng; hãy ghi rõ hạn nào", item,
        wanted->number);
}

kho_status kho__posting_find_lot(kho__posting *posting, size_t index, int32_t place,
    int32_t item, int32_t channel, const char *number, kho_date expiry, bool may_be_new,
    int32_t *lot)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho__item *of = kho__item_at(catalogue, item);
    const char *at = kho__place_at(catalogue, place)->as.code;
    const kho__new_lot wanted = {item, channel, number, expiry};
    const size_t count = fitting(posting, &wanted, lot);

    if (count == 1)
        return KHO_OK;
    *lot = 0;
    if (count > 1)
        return refuse_ambiguous(posting, index, at, &wanted);
    if (!may_be_new) {
        const kho__reason reason = {
            KHO_ENOTFOUND, at, of->as.code, number, -1, -1, NULL, 0};

        return kho__posting_refuse(posting, index, &reason, "%s: no lot '%s'",
            "%s: không có lô '%s'", of->as.code, number);
    }
    if (of->as.lots && (!*number || expiry == KHO_NO_DATE)) {
        const kho__reason reason = {
            KHO_EINVALID, at, of->as.code, number, -1, -1, NULL, 0};

        return kho__posting_refuse(posting, index, &reason,
            "%s: a lot number and an expiry day are required",
            "%s: phải ghi số lô và hạn dùng", of->as.code);
    }
    return add_lot(posting, &wanted, lot);
}

/* An entry changes a few lots: only where it changes many is a map faster than looking.
 */
#define NETS_FEW 16

static kho__net *find_net(kho__posting *posting, int32_t place, kho__key key, uint64_t id)
{
    const size_t few = posting->net_count < NETS_FEW ? posting->net_count : NETS_FEW;
    int64_t at;

    for (size_t i = 0; i < few; i++) {
        if (posting->nets[i].key == key && posting->nets[i].place == place)
            return &posting->nets[i];
    }
    if (posting->net_count <= NETS_FEW)
        return NULL;
    at = kho__map_find_key(&posting->net_ids, id);
    return at < 0 ? NULL : &posting->nets[at];
}

kho_status kho__posting_net(
    kho__posting *posting, int32_t place, kho__key key, kho__net **out)
{
    const uint64_t id = (uint64_t)place << 32 | (uint32_t)KHO__KEY_LOT(key);
    kho__net *net;

    if ((*out = find_net(posting, place, key, id)))
        return KHO_OK;
    if (!kho__grow((void **)&posting->nets, &posting->net_room, posting->net_count, 1,
            sizeof(*posting->nets)) ||
        (posting->net_count >= NETS_FEW &&
            !kho__map_put_key(&posting->net_ids, id, (int64_t)posting->net_count)))
        return kho__fail_memory();
    net = &posting->nets[posting->net_count++];
    *net = (kho__net){place, key, 0, 0, 0};
    *out = net;
    return kho__sheet_book(
        posting->ledger, place, key, posting->date, &net->book, &net->base);
}

static kho_status add_net(
    kho__posting *posting, int32_t place, kho__key key, int64_t quantity)
{
    kho_status status;
    kho__net *net;

    if (!kho__is_physical(kho__place_at(&posting->ledger->catalogue, place)->as.kind))
        return KHO_OK;
    if ((status = kho__posting_net(posting, place, key, &net)) < 0)
        return status;
    if (__builtin_add_overflow(net->net, quantity, &net->net))
        return kho__fail(KHO_EOVERFLOW, "the entry's sum of a lot does not fit 64 bits",
            "tổng của một lô trong bút toán vượt quá 64 bit");
    return KHO_OK;
}

kho_status kho__posting_leg(kho__posting *posting, size_t index, int32_t lot,
    int32_t from, int32_t to, int64_t quantity)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho__lot of = kho__posting_lot(posting, lot);
    const kho__leg leg = {.key = kho__lot_key(&of),
        .from = from,
        .to = to,
        .verb = kho__route_of(catalogue, from, to),
        .quantity = quantity,
        .index = index};
    kho_status status;

    if ((status = add_net(posting, from, leg.key, -quantity)) < 0 ||
        (status = add_net(posting, to, leg.key, quantity)) < 0)
        return status;
    return kho__effects_add(&posting->effects, &leg);
}

static kho_status refuse_unknown(kho__posting *posting, size_t index,
    const kho_move *move, const char *what, const char *what_vi, const char *code)
{
    const kho__reason reason = {
        KHO_ENOTFOUND, move->from, move->item, move->lot, -1, -1, NULL, 0};

    return kho__posting_refuse(posting, index, &reason, "no %s '%s'", "không có %s '%s'",
        kho__say(what, what_vi), code);
}

static kho_status refuse_route(
    kho__posting *posting, size_t index, const kho_move *move, bool clinical)
{
    const kho__reason reason = {
        KHO_EROUTE, move->from, move->item, move->lot, -1, -1, NULL, 0};

    if (clinical)
        return kho__posting_refuse(posting, index, &reason,
            "%s is a clinical item: it never goes to a collaborator",
            "%s là phương tiện lâm sàng: không cấp cho cộng tác viên", move->item);
    return kho__posting_refuse(posting, index, &reason,
        "stock does not move from %s to %s", "hàng không đi từ %s đến %s", move->from,
        move->to);
}

/* A shelf is its own store's. */
static bool is_foreign_shelf(kho_verb verb, int32_t from, int32_t to)
{
    return (verb == KHO_HOLD_BACK && to != from + 1) ||
           (verb == KHO_RELEASE && from != to + 1);
}

/* A named lot that had expired doesn't go to people. */
static bool is_for_use(kho_verb verb, kho_place_kind target)
{
    return verb == KHO_DISPENSE || verb == KHO_ISSUE ||
           (verb == KHO_TRANSFER && target == KHO_COLLABORATOR);
}

/* Only what has expired is lost as expired. */
static kho_status refuse_unexpired(
    kho__posting *posting, size_t index, const kho__lot *lot)
{
    const kho_move *move = &posting->record.moves[index].asked;
    kho_refused_lot *passed = kho__arena_take(posting->arena, sizeof(*passed));

    if (!passed)
        return kho__fail_memory();
    *passed = (kho_refused_lot){lot->number, lot->expiry, move->channel, move->quantity,
        kho__why_names[KHO__WHY_UNEXPIRED].word};
    const kho__reason reason = {
        KHO_ESHORT, move->from, move->item, lot->number, move->quantity, 0, passed, 1};

    return kho__posting_refuse(posting, index, &reason, "%s, lot %s: has not expired",
        "%s, lô %s: chưa hết hạn", move->item, lot->number);
}

static kho_status resolve_named(kho__posting *posting, size_t index, int32_t item,
    int32_t channel, int32_t from, int32_t to, kho_verb verb)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho_move *move = &posting->record.moves[index].asked;
    const bool from_outside = !kho__is_physical(kho__place_at(catalogue, from)->as.kind);
    kho_status status;
    int32_t id;

    if ((status = kho__posting_find_lot(posting, index, from_outside ? to : from, item,
             channel, move->lot ? move->lot : "", move->expiry, from_outside, &id)) < 0 ||
        !id)
        return status;
    const kho__lot lot = kho__posting_lot(posting, id);

    if (lot.expiry != KHO_NO_DATE && lot.expiry < posting->date &&
        is_for_use(verb, kho__place_at(catalogue, to)->as.kind)) {
        const kho__reason reason = {
            KHO_EEXPIRED, move->from, move->item, lot.number, move->quantity, 0, NULL, 0};
        char day[16];

        return kho__posting_refuse(posting, index, &reason, "%s, lot %s: expired on %s",
            "%s, lô %s: đã hết hạn ngày %s", move->item, lot.number,
            kho_date_format(lot.expiry, day));
    }
    if (to == KHO__PLACE_LOSS_EXPIRED &&
        (lot.expiry == KHO_NO_DATE || lot.expiry >= posting->date))
        return refuse_unexpired(posting, index, &lot);
    return kho__posting_leg(posting, index, id, from, to, move->quantity);
}

/* Lines of a voucher mostly share their places and channel: what the line before found is
 * tried first. */
static int32_t find_again(const kho__catalogue *catalogue,
    int32_t (*find)(const kho__catalogue *, const char *), const char *code,
    const char **last_code, int32_t *last_id)
{
    if (!*last_code || strcmp(*last_code, code) != 0) {
        *last_id = find(catalogue, code);
        *last_code = code;
    }
    return *last_id;
}

static kho_status resolve_move(kho__posting *posting, size_t index)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho_move *move = &posting->record.moves[index].asked;
    const int32_t item = kho__find_item(catalogue, move->item),
                  channel = find_again(catalogue, kho__find_channel, move->channel,
                      &posting->last_channel, &posting->last_channel_id),
                  from = find_again(catalogue, kho__find_place, move->from,
                      &posting->last_from, &posting->last_from_id),
                  to = find_again(catalogue, kho__find_place, move->to, &posting->last_to,
                      &posting->last_to_id);
    kho_place_kind source, target;
    kho_status status;
    kho_verb verb;

    if (!item)
        return refuse_unknown(posting, index, move, "item", "mặt hàng", move->item);
    if (!channel)
        return refuse_unknown(posting, index, move, "channel", "kênh", move->channel);
    if (!from || !to)
        return refuse_unknown(
            posting, index, move, "place", "nơi", from ? move->to : move->from);
    source = kho__place_at(catalogue, from)->as.kind;
    target = kho__place_at(catalogue, to)->as.kind;
    verb = kho_route(source, target);
    if (verb == KHO_NO_VERB || from == to || is_foreign_shelf(verb, from, to))
        return refuse_route(posting, index, move, false);
    if (target == KHO_COLLABORATOR && kho__item_at(catalogue, item)->as.clinical)
        return refuse_route(posting, index, move, true);
    if ((status = kho__posting_touch_both(
             posting, index, from, to, move->item, move->lot)) < 0)
        return status;
    if (move->lot || !kho__is_physical(source))
        return resolve_named(posting, index, item, channel, from, to, verb);
    return kho__posting_allocate(posting, index, item, channel, from, to);
}

kho_status kho__posting_moves(kho__posting *posting)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->record.move_count && status == KHO_OK; i++)
        status = resolve_move(posting, i);
    return status;
}

static kho_status refuse_leg(kho__posting *posting, const kho__leg *leg,
    const kho__net *net, int64_t need, int64_t have)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho__lot lot = kho__posting_lot(posting, KHO__KEY_LOT(net->key));
    const char *item = kho__item_at(catalogue, lot.item)->as.code;
    const kho__reason reason = {KHO_ESHORT, kho__place_at(catalogue, net->place)->as.code,
        item, lot.number, need, have, NULL, 0};
    char day[16];

    kho_date_format(posting->date, day);
    if (!*lot.number)
        return kho__posting_refuse(posting, leg->index, &reason,
            "%s: need %lld, have %lld on %s", "%s: cần %lld, còn %lld ngày %s", item,
            (long long)need, (long long)have, day);
    return kho__posting_refuse(posting, leg->index, &reason,
        "%s, lot %s: need %lld, have %lld on %s", "%s, lô %s: cần %lld, còn %lld ngày %s",
        item, lot.number, (long long)need, (long long)have, day);
}

/* Lines in order, each seeing what earlier ones brought and took: who asks for more than
 * is left is refused. */
static kho_status refuse_short(kho__posting *posting, const kho__net *net)
{
    int64_t left = net->base > 0 ? net->base : 0;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->effects.leg_count && status == KHO_OK; i++) {
        const kho__leg *leg = &posting->effects.legs[i];
        const int64_t change = leg->to == net->place     ? leg->quantity
                               : leg->from == net->place ? -leg->quantity
                                                         : 0;

        if (leg->key != net->key)
            continue;
        if (left + change >= 0)
            left += change;
        else
            status = refuse_leg(posting, leg, net, -change, left);
    }
    return status;
}

kho_status kho__posting_balance(kho__posting *posting)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->net_count && status == KHO_OK; i++) {
        const kho__net *net = &posting->nets[i];
        int64_t after;

        if (__builtin_add_overflow(net->book, net->net, &after))
            return kho__fail(KHO_EOVERFLOW,
                "%s, %s: the balance of a lot doesn't fit 64 bits",
                "%s, %s: tồn của một lô vượt quá 64 bit",
                kho__place_at(&posting->ledger->catalogue, net->place)->as.code,
                kho__item_at(&posting->ledger->catalogue, KHO__KEY_ITEM(net->key))
                    ->as.code);
        if (net->net < 0 && net->base + net->net < 0)
            status = refuse_short(posting, net);
    }
    return status;
}
