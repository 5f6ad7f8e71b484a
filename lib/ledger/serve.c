/*
 * Family-planning services: what was done for clients, beside what was moved to them.
 *
 * What clients got is counted with the one service of the entry that gives out goods of
 * the items' method at that place. Where several do, nobody can say who got what, and it
 * is counted with none of them.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "ledger/close.h"
#include "ledger/posting.h"

#define CLIENTS_MOST 1000000

static const char *name_of(const kho__name *name)
{
    return kho__say(name->en, name->vi);
}

static const char *method_name(kho_method method)
{
    return name_of(&kho__method_names[method]);
}

static const char *kind_name(kho_service_kind kind)
{
    return name_of(&kho__service_kind_names[kind]);
}

/* Services are counted after the moves and the observations. */
static size_t index_of(const kho__posting *posting, size_t i)
{
    return posting->record.move_count + posting->record.observed_count + i;
}

static kho__reason reason_of(
    const kho_service *service, kho_status status, const char *item)
{
    return (kho__reason){status, service->place, item, NULL, -1, -1, NULL, 0};
}

/* A service without a place was given where the entry's moves to clients come from. */
static kho_status default_place(const kho__posting *posting, const char **place)
{
    const kho__record *record = &posting->record;
    const char *client =
        kho__place_at(&posting->ledger->catalogue, KHO__PLACE_CLIENT)->as.code;

    *place = NULL;
    for (size_t i = 0; i < record->move_count; i++) {
        const kho_move *move = &record->moves[i].asked;

        if (strcmp(move->to, client) != 0)
            continue;
        if (*place && strcmp(*place, move->from) != 0)
            return kho__fail(KHO_EINVALID,
                "the moves to clients come from several places: say the service's",
                "hàng cấp cho khách đi từ nhiều nơi: hãy ghi rõ nơi làm dịch vụ");
        *place = move->from;
    }
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
    record->service_count = entry->service_count;
    record->services =
        kho__arena_take(posting->arena, entry->service_count * sizeof(*record->services));
    if (!record->services)
        return kho__fail_memory();
    for (size_t i = 0; i < entry->service_count && status == KHO_OK; i++)
        status = take_service(posting, &entry->services[i], &record->services[i]);
    return status;
}

static bool gives(const kho_service *service, int32_t place, kho_method method,
    const kho__catalogue *catalogue)
{
    return service->method == method && kho__kind_gives(service->kind) &&
           kho__find_place(catalogue, service->place) == place;
}

/* The only service that gives out goods of a method at a place; NULL: none, or several.
 */
static const kho_service *giver_of(const kho__catalogue *catalogue,
    const kho__record *record, int32_t place, kho_method method)
{
    const kho_service *found = NULL;

    for (size_t i = 0; i < record->service_count; i++) {
        if (!gives(&record->services[i], place, method, catalogue))
            continue;
        if (found)
            return NULL;
        found = &record->services[i];
    }
    return found;
}

static kho_status count(
    kho__effects *effects, int32_t place, kho__tally_key key, int64_t value)
{
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

/* What a leg adds to tallies: to its service's, and to its campaign's. */
static kho_status count_leg(const kho__catalogue *catalogue, const kho__record *record,
    kho__effects *effects, const kho__leg *leg)
{
    const int32_t item = KHO__KEY_ITEM(leg->key), channel = KHO__KEY_CHANNEL(leg->key);
    const bool back = leg->verb == KHO_GIVE_BACK;
    kho_status status = KHO_OK;

    if (record->service_count && leg->verb == KHO_DISPENSE) {
        const kho_service *giver = giver_of(catalogue, record, leg->from,
            kho__item_method(&kho__item_at(catalogue, item)->as));

        if (giver) {
            const kho__served served = served_of(giver);

            status = count(
                effects, leg->from, kho__tally_service(&served, item), leg->quantity);
        }
    }
    if (status < 0 || !record->campaign ||
        (!back && leg->verb != KHO_DISPENSE && leg->verb != KHO_ISSUE &&
            leg->verb != KHO_TRANSFER && leg->verb != KHO_SHIP))
        return status;
    return count(effects, back ? leg->to : leg->from,
        kho__tally_campaign(item, channel, leg->verb), leg->quantity);
}

kho_status kho__effects_serve(
    const kho__catalogue *catalogue, const kho__record *record, kho__effects *effects)
{
    kho_status status = KHO_OK;

    if (!record->service_count && !record->campaign)
        return KHO_OK;
    for (size_t i = 0; i < record->service_count && status == KHO_OK; i++) {
        const kho__served served = served_of(&record->services[i]);
        const int32_t place = kho__find_place(catalogue, record->services[i].place);

        status = place ? count(effects, place, kho__tally_service(&served, 0),
                             record->services[i].clients)
                       : kho__fail(KHO_EDAMAGED,
                             "the journal serves at '%s', which the catalogue lacks",
                             "bút toán làm dịch vụ tại '%s' nhưng danh mục không có",
                             record->services[i].place);
    }
    for (size_t i = 0; i < effects->leg_count && status == KHO_OK; i++) {
        if (effects->legs[i].index < record->move_count)
            status = count_leg(catalogue, record, effects, &effects->legs[i]);
    }
    return status;
}

/* The place of a service: a store, or a collaborator for what needs no clinic. */
static kho_status check_place(kho__posting *posting, size_t i)
{
    const kho_service *service = &posting->record.services[i];
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const int32_t id = kho__find_place(catalogue, service->place);
    const kho_place *place = id ? &kho__place_at(catalogue, id)->as : NULL;
    const kho__reason missing = reason_of(service, KHO_ENOTFOUND, NULL),
                      route = reason_of(service, KHO_EROUTE, NULL);

    if (!place)
        return kho__posting_refuse(posting, index_of(posting, i), &missing,
            "no place '%s'", "không có nơi '%s'", service->place);
    if (place->kind != KHO_STORE && place->kind != KHO_COLLABORATOR)
        return kho__posting_refuse(posting, index_of(posting, i), &route,
            "no service is given at '%s'", "không làm dịch vụ tại '%s'", service->place);
    if (!kho__method_is_clinical(service->method) || service->kind == KHO_COUNSEL ||
        service->kind == KHO_STOP)
        return KHO_OK;
    if (place->kind == KHO_COLLABORATOR)
        return kho__posting_refuse(posting, index_of(posting, i), &route,
            "%s is clinical: a collaborator (%s) never gives it",
            "%s là biện pháp lâm sàng: cộng tác viên (%s) không được làm",
            method_name(service->method), service->place);
    if (!place->clinical)
        return kho__posting_refuse(posting, index_of(posting, i), &route,
            "%s is clinical and %s may not give it: its catalogue entry needs clinical: "
            "true",
            "%s là biện pháp lâm sàng, %s chưa được phép làm: danh mục phải ghi "
            "clinical: true",
            method_name(service->method), service->place);
    return KHO_OK;
}

/* What goods of a method the entry gives to clients at a service's place. */
static int64_t given(const kho__posting *posting, const kho_service *service)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const int32_t place = kho__find_place(catalogue, service->place);
    int64_t sum = 0;

    for (size_t i = 0; i < posting->effects.leg_count; i++) {
        const kho__leg *leg = &posting->effects.legs[i];

        if (leg->index < posting->record.move_count && leg->verb == KHO_DISPENSE &&
            leg->from == place &&
            kho__item_method(&kho__item_at(catalogue, KHO__KEY_ITEM(leg->key))->as) ==
                service->method)
            sum += leg->quantity;
    }
    return sum;
}

/* One IUD or implant for each client who gets one, none for any other service. */
static kho_status check_goods(kho__posting *posting, size_t i)
{
    const kho__record *record = &posting->record;
    const kho_service *service = &record->services[i];
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const int32_t place = kho__find_place(catalogue, service->place);
    const int64_t goods = given(posting, service);
    kho__reason reason = reason_of(service, KHO_EINVALID, NULL);
    int64_t clients = 0;
    bool any = false;

    for (size_t j = 0; j < record->service_count; j++) {
        if (gives(&record->services[j], place, service->method, catalogue)) {
            clients += record->services[j].clients;
            any = true;
        }
    }
    if (goods && !any)
        return kho__posting_refuse(posting, index_of(posting, i), &reason,
            "%s, %s: nothing of the method is given out, but %lld units are moved to "
            "clients",
            "%s, %s: dịch vụ này không cấp phát hàng, nhưng có %lld đơn vị xuất cho "
            "khách",
            method_name(service->method), kind_name(service->kind), (long long)goods);
    if ((service->method != KHO_IUD && service->method != KHO_IMPLANT) ||
        !kho__kind_gives(service->kind) || goods == clients)
        return KHO_OK;
    reason.need = clients;
    reason.have = goods;
    return kho__posting_refuse(posting, index_of(posting, i), &reason,
        "%s, %s: each client takes one: %lld clients, %lld units moved to clients",
        "%s, %s: mỗi khách dùng một: %lld khách, xuất cho khách %lld",
        method_name(service->method), kind_name(service->kind), (long long)clients,
        (long long)goods);
}

/* What a kind of service can be about. */
static kho_status check_sense(kho__posting *posting, size_t i)
{
    const kho_service *service = &posting->record.services[i];
    const kho__reason reason = reason_of(service, KHO_EINVALID, NULL);

    if (service->method == KHO_NO_METHOD && service->kind != KHO_COUNSEL)
        return kho__posting_refuse(posting, index_of(posting, i), &reason,
            "%s: a service needs a method", "%s: dịch vụ phải có biện pháp",
            kind_name(service->kind));
    if (service->kind == KHO_REMOVAL && service->method != KHO_IUD &&
        service->method != KHO_IMPLANT)
        return kho__posting_refuse(posting, index_of(posting, i), &reason,
            "%s: only an IUD or an implant is removed",
            "%s: chỉ dụng cụ tử cung hoặc que cấy mới tháo được",
            method_name(service->method));
    if (service->kind == KHO_RESUPPLY && (service->method == KHO_MALE_STERILISATION ||
                                             service->method == KHO_FEMALE_STERILISATION))
        return kho__posting_refuse(posting, index_of(posting, i), &reason,
            "%s can't be resupplied", "%s không có cấp tiếp",
            method_name(service->method));
    return KHO_OK;
}

kho_status kho__posting_services(kho__posting *posting)
{
    const kho__record *record = &posting->record;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < record->service_count && status == KHO_OK; i++) {
        const size_t before = posting->refusal_count;

        status = check_place(posting, i);
        if (status == KHO_OK && posting->refusal_count == before)
            status = kho__posting_touch(posting, index_of(posting, i),
                kho__find_place(&posting->ledger->catalogue, record->services[i].place),
                kho_month_of(posting->date), NULL, NULL);
        if (status == KHO_OK && posting->refusal_count == before)
            status = check_sense(posting, i);
        /* Goods that were refused themselves say nothing about the service. */
        if (status == KHO_OK && !posting->refusal_count)
            status = check_goods(posting, i);
    }
    if (status < 0 || posting->refusal_count)
        return status;
    return kho__effects_serve(&posting->ledger->catalogue, record, &posting->effects);
}
