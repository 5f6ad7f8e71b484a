/* Whether services make sense: where, what, and with which goods. */
#include "ledger/close.h"
#include "ledger/desks.h"

#include "base/error.h"

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

/* Services are numbered after the moves, the observations and what is undone. */
static size_t index_of(const kho__posting *posting, size_t i)
{
    const kho__record *record = &posting->record;

    return record->move_count + record->observed_count + record->undone_count + i;
}

static kho__reason reason_of(const kho_service *service, kho_status status)
{
    return (kho__reason){status, service->place, NULL, NULL, -1, -1, NULL, 0};
}

/* What is clinical is done at a place that may do it; to talk about it, or to hear that
 * somebody stopped, needs no clinic. */
static kho_status check_clinic(kho__posting *posting, size_t i, const kho_place *place)
{
    const kho_service *service = &posting->record.services[i];
    const kho__reason route = reason_of(service, KHO_EROUTE);

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

/* Services are given at stores and by collaborators. */
static kho_status check_place(kho__posting *posting, size_t i)
{
    const kho_service *service = &posting->record.services[i];
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const int32_t id = kho__find_place(catalogue, service->place);
    const kho_place *place = id ? &kho__place_at(catalogue, id)->as : NULL;
    const kho__reason missing = reason_of(service, KHO_ENOTFOUND),
                      route = reason_of(service, KHO_EROUTE);

    if (!place)
        return kho__posting_refuse(posting, index_of(posting, i), &missing,
            "no place '%s'", "không có nơi '%s'", service->place);
    if (place->kind != KHO_STORE && place->kind != KHO_COLLABORATOR)
        return kho__posting_refuse(posting, index_of(posting, i), &route,
            "no service is given at '%s'", "không làm dịch vụ tại '%s'", service->place);
    return check_clinic(posting, i, place);
}

/* What a kind of service can be about. */
static kho_status check_kind(kho__posting *posting, size_t i)
{
    const kho_service *service = &posting->record.services[i];
    const kho__reason reason = reason_of(service, KHO_EINVALID);

    if (service->method == KHO_NO_METHOD && service->kind != KHO_COUNSEL)
        return kho__posting_refuse(posting, index_of(posting, i), &reason,
            "%s: a service needs a method", "%s: dịch vụ phải có biện pháp",
            kind_name(service->kind));
    if (service->kind == KHO_REMOVAL && !kho__is_one_each(service->method))
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

/* One IUD or implant for each client who gets one, none for any other service. */
static kho_status check_goods(kho__posting *posting, const kho__desk *desk)
{
    const kho_service *service = &posting->record.services[desk->first];
    const size_t index = index_of(posting, desk->first);
    kho__reason reason = reason_of(service, KHO_EINVALID);

    if (desk->goods && !desk->givers)
        return kho__posting_refuse(posting, index, &reason,
            "%s, %s: nothing is given out in it, but %lld are moved to clients",
            "%s, %s: dịch vụ này không cấp hàng, nhưng xuất cho khách %lld",
            method_name(service->method), kind_name(service->kind),
            (long long)desk->goods);
    if (!kho__is_one_each(desk->method) || desk->goods == desk->clients)
        return KHO_OK;
    reason.need = desk->clients;
    reason.have = desk->goods;
    return kho__posting_refuse(posting, index, &reason,
        "%s, %s: one for each client: %lld needed, %lld moved to clients",
        "%s, %s: mỗi khách dùng một: cần %lld, xuất cho khách %lld",
        method_name(service->method), kind_name(service->kind), (long long)desk->clients,
        (long long)desk->goods);
}

static kho_status check_desks(kho__posting *posting)
{
    kho__desks desks;
    kho_status status = kho__desks_of(
        &posting->ledger->catalogue, &posting->record, &posting->effects, &desks);

    for (size_t i = 0; i < desks.count && status == KHO_OK; i++) {
        if (desks.list[i].place)
            status = check_goods(posting, &desks.list[i]);
    }
    kho__desks_free(&desks);
    return status;
}

kho_status kho__posting_services(kho__posting *posting)
{
    const kho__record *record = &posting->record;
    const bool moved = !posting->refusal_count;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < record->service_count && status == KHO_OK; i++) {
        const int32_t place =
            kho__find_place(&posting->ledger->catalogue, record->services[i].place);

        if ((status = check_place(posting, i)) == KHO_OK)
            status = check_kind(posting, i);
        if (status == KHO_OK && place)
            status = kho__posting_touch(posting, index_of(posting, i), place,
                kho_month_of(posting->date), NULL, NULL);
    }
    /* Goods that were refused themselves say nothing about a service. */
    if (status == KHO_OK && moved)
        status = check_desks(posting);
    if (status < 0 || posting->refusal_count)
        return status;
    return kho__effects_serve(&posting->ledger->catalogue, record, &posting->effects);
}
