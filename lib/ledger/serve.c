/*
 * Family-planning services: what was done for clients, beside what was moved to them.
 *
 * What clients got is counted with the one service of the entry that gives out goods of
 * the items' method at that place. Where several do, nobody can say who got what, and it
 * is counted with none of them; but of IUDs and implants of one kind, each client got
 * one.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "ledger/desks.h"

#define CLIENTS_MOST 1000000
#define SERVICES_MOST 1000

/* The place that an entry speaks of, so far. */
typedef struct whereabouts {
    const char *place; /* NULL: none */
    bool several;
} whereabouts;

static void note_place(whereabouts *at, const char *place)
{
    at->several |= at->place && strcmp(at->place, place) != 0;
    at->place = place;
}

static void note_store(whereabouts *at, const kho__catalogue *catalogue, const char *code)
{
    const int32_t id = kho__find_place(catalogue, code);

    if (id && kho__place_at(catalogue, id)->as.kind == KHO_STORE)
        note_place(at, code);
}

/* A service without a place was given where the entry's moves to clients come from; where
 * there are none, at the only store that its lines are about. */
static kho_status default_place(const kho__posting *posting, const char **place)
{
    const kho__record *record = &posting->record;
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const char *client = kho__place_at(catalogue, KHO__PLACE_CLIENT)->as.code;
    whereabouts source = {0}, store = {0};

    for (size_t i = 0; i < record->move_count; i++) {
        const kho_move *move = &record->moves[i].asked;

        if (strcmp(move->to, client) == 0)
            note_place(&source, move->from);
        note_store(&store, catalogue, move->from);
        note_store(&store, catalogue, move->to);
    }
    for (size_t i = 0; i < record->observed_count; i++)
        note_store(&store, catalogue, record->observed[i].asked.place);
    if (!source.place)
        source = store;
    *place = source.place;
    if (source.several)
        return kho__fail(KHO_EINVALID,
            "the entry is about several places: say the service's",
            "bút toán liên quan đến nhiều nơi: hãy ghi rõ nơi làm dịch vụ");
    return *place ? KHO_OK
                  : kho__fail(KHO_EINVALID, "a service needs a place",
                        "dịch vụ phải có nơi thực hiện");
}

static kho_status take_age(kho__posting *posting, const char *text, const char **out)
{
    char canonical[KHO__AGES_TEXT];
    kho__ages ages;

    *out = NULL;
    if (!text)
        return KHO_OK;
    if (!kho__ages_parse(text, &ages))
        return kho__fail(KHO_EINVALID,
            "an age group is such as 25-34, 50+ or <15, in years",
            "nhóm tuổi ghi như 25-34, 50+ hoặc <15, tính bằng năm");
    *out = kho__arena_text(posting->arena, kho__ages_format(ages, canonical));
    return *out ? KHO_OK : kho__fail_memory();
}

static bool is_among(int value, int count)
{
    return value >= 0 && value < count;
}

static kho_status take_service(
    kho__posting *posting, const kho_service *from, kho_service *to)
{
    kho_status status;

    *to = *from;
    to->client = NULL; /* no record knows it */
    if (!is_among((int)from->method, KHO_METHODS) ||
        !is_among((int)from->kind, KHO_SERVICE_KINDS) ||
        !is_among((int)from->mode, KHO_SERVICE_MODES) ||
        !is_among((int)from->new_to, KHO_NEW_MEANINGS))
        return kho__fail(KHO_EINVALID, "no such method, kind or mode of a service",
            "không có biện pháp, loại hoặc hình thức dịch vụ này");
    if (from->clients < 1 || from->clients > CLIENTS_MOST)
        return kho__fail(KHO_EINVALID, "clients must lie between 1 and %d",
            "số khách phải từ 1 đến %d", CLIENTS_MOST);
    if (from->new_to != KHO_NOT_NEW && from->kind != KHO_NEW)
        return kho__fail(KHO_EINVALID,
            "only the clients of a service of kind 'new' are new",
            "chỉ dịch vụ loại 'new' mới có người mới");
    if (from->kind == KHO_NEW && from->new_to == KHO_NOT_NEW)
        to->new_to = KHO_NEW_METHOD;
    if (from->place)
        status = kho__text_take(posting->arena, "place", from->place, 80, &to->place);
    else
        status = default_place(posting, &to->place);
    return status < 0 ? status : take_age(posting, from->age, &to->age);
}

kho_status kho__posting_take_services(kho__posting *posting, const kho_entry *entry)
{
    kho__record *record = &posting->record;
    kho_status status = KHO_OK;

    if (!entry->service_count)
        return KHO_OK;
    if (entry->service_count > SERVICES_MOST)
        return kho__fail(KHO_EINVALID, "an entry has at most %d services",
            "một bút toán có nhiều nhất %d dịch vụ", SERVICES_MOST);
    record->service_count = entry->service_count;
    record->services =
        kho__arena_take(posting->arena, entry->service_count * sizeof(*record->services));
    if (!record->services)
        return kho__fail_memory();
    for (size_t i = 0; i < entry->service_count && status == KHO_OK; i++)
        status = take_service(posting, &entry->services[i], &record->services[i]);
    return status;
}

/* What a record's services and its campaign count to. */
typedef struct counting {
    const kho__catalogue *catalogue;
    const kho__record *record;
    kho__effects *effects;
    kho__desks desks;
} counting;

static kho_status count(
    const counting *at, int32_t place, kho__tally_key key, int64_t value)
{
    kho__effects *effects = at->effects;

    if (!kho__grow((void **)&effects->counted, &effects->counted_room,
            effects->counted_count, 1, sizeof(*effects->counted)))
        return kho__fail_memory();
    effects->counted[effects->counted_count++] = (kho__counted){place, key, value};
    return KHO_OK;
}

static kho__served served_of(const kho_service *service)
{
    kho__served served = {
        service->method, service->kind, service->mode, service->new_to,
        {KHO__AGE_MOST, KHO__AGE_MOST}
    };

    if (service->age)
        (void)kho__ages_parse(service->age, &served.ages);
    return served;
}

/* Its clients, and what they got where that is one for each. */
static kho_status count_service(const counting *at, const kho_service *service)
{
    const kho__served served = served_of(service);
    const int32_t place = kho__find_place(at->catalogue, service->place);
    const kho__desk *desk = kho__desk_at(&at->desks, place, service->method);
    kho_status status;

    if (!place)
        return kho__fail(KHO_EDAMAGED,
            "the journal serves at '%s', which the catalogue lacks",
            "bút toán làm dịch vụ tại '%s' nhưng danh mục không có", service->place);
    status = count(at, place, kho__tally_service(&served, 0), service->clients);
    if (status < 0 || !desk || desk->givers < 2 || !desk->item ||
        !kho__kind_gives(service->kind) || !kho__is_one_each(service->method))
        return status;
    return count(at, place, kho__tally_service(&served, desk->item), service->clients);
}

/* What a leg adds to the tallies of the only service that gives out its goods. */
static kho_status count_goods(const counting *at, const kho__leg *leg)
{
    const kho__desk *desk = kho__desk_of_leg(&at->desks, at->catalogue, leg);
    kho__served served;

    if (!desk || desk->givers != 1)
        return KHO_OK;
    served = served_of(&at->record->services[desk->first]);
    return count(at, leg->from, kho__tally_service(&served, KHO__KEY_ITEM(leg->key)),
        leg->quantity);
}

/* What a campaign used up, by the verbs that rules may count as consumption. */
static kho_status count_campaign(const counting *at, const kho__leg *leg)
{
    const unsigned verbs = 1u << KHO_DISPENSE | 1u << KHO_ISSUE | 1u << KHO_TRANSFER |
                           1u << KHO_SHIP | 1u << KHO_GIVE_BACK;
    const int32_t place = leg->verb == KHO_GIVE_BACK ? leg->to : leg->from;

    if (!(verbs & 1u << leg->verb) ||
        !kho__is_physical(kho__place_at(at->catalogue, place)->as.kind))
        return KHO_OK;
    return count(at, place,
        kho__tally_campaign(
            KHO__KEY_ITEM(leg->key), KHO__KEY_CHANNEL(leg->key), leg->verb),
        leg->quantity);
}

kho_status kho__effects_serve(
    const kho__catalogue *catalogue, const kho__record *record, kho__effects *effects)
{
    counting at = {.catalogue = catalogue, .record = record, .effects = effects};
    kho_status status = KHO_OK;

    if (!record->service_count && !record->campaign)
        return KHO_OK;
    status = kho__desks_of(catalogue, record, effects, &at.desks);
    for (size_t i = 0; i < record->service_count && status == KHO_OK; i++)
        status = count_service(&at, &record->services[i]);
    for (size_t i = 0; i < effects->leg_count && status == KHO_OK; i++) {
        const kho__leg *leg = &effects->legs[i];

        if (leg->index >= record->move_count)
            continue;
        if (leg->verb == KHO_DISPENSE)
            status = count_goods(&at, leg);
        if (status == KHO_OK && record->campaign)
            status = count_campaign(&at, leg);
    }
    kho__desks_free(&at.desks);
    return status;
}
