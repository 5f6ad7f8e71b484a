#include "ledger/desks.h"

#include <stdlib.h>

#include "base/error.h"

bool kho__is_one_each(kho_method method)
{
    return method == KHO_IUD || method == KHO_IMPLANT;
}

void kho__desks_free(kho__desks *desks)
{
    free(desks->list);
    *desks = (kho__desks){0};
}

kho__desk *kho__desk_at(const kho__desks *desks, int32_t place, kho_method method)
{
    for (size_t i = 0; i < desks->count; i++) {
        if (desks->list[i].place == place && desks->list[i].method == method)
            return &desks->list[i];
    }
    return NULL;
}

kho__desk *kho__desk_of_leg(
    const kho__desks *desks, const kho__catalogue *catalogue, const kho__leg *leg)
{
    return kho__desk_at(desks, leg->from,
        kho__item_method(&kho__item_at(catalogue, KHO__KEY_ITEM(leg->key))->as));
}

static kho_status add_service(const kho__catalogue *catalogue, kho__desks *desks,
    const kho_service *service, size_t index)
{
    const int32_t place = kho__find_place(catalogue, service->place);
    kho__desk *desk = kho__desk_at(desks, place, service->method);

    if (!desk) {
        if (!kho__grow((void **)&desks->list, &desks->room, desks->count, 1,
                sizeof(*desks->list)))
            return kho__fail_memory();
        desk = &desks->list[desks->count++];
        *desk = (kho__desk){.place = place, .method = service->method, .first = index};
    }
    if (kho__kind_gives(service->kind)) {
        desk->first = desk->givers++ ? desk->first : index;
        desk->clients += service->clients;
    }
    return KHO_OK;
}

static kho_status add_goods(
    const kho__catalogue *catalogue, const kho__desks *desks, const kho__leg *leg)
{
    const int32_t item = KHO__KEY_ITEM(leg->key);
    kho__desk *desk = kho__desk_of_leg(desks, catalogue, leg);

    if (!desk)
        return KHO_OK;
    desk->item = !desk->goods || desk->item == item ? item : 0;
    return __builtin_add_overflow(desk->goods, leg->quantity, &desk->goods)
               ? kho__fail(KHO_EOVERFLOW, "what clients got does not fit 64 bits",
                     "tổng hàng cấp cho khách vượt quá 64 bit")
               : KHO_OK;
}

kho_status kho__desks_of(const kho__catalogue *catalogue, const kho__record *record,
    const kho__effects *effects, kho__desks *out)
{
    kho_status status = KHO_OK;

    *out = (kho__desks){0};
    for (size_t i = 0; i < record->service_count && status == KHO_OK; i++)
        status = add_service(catalogue, out, &record->services[i], i);
    for (size_t i = 0; i < effects->leg_count && out->count && status == KHO_OK; i++) {
        const kho__leg *leg = &effects->legs[i];

        if (leg->index < record->move_count && leg->verb == KHO_DISPENSE)
            status = add_goods(catalogue, out, leg);
    }
    return status;
}
