#include "report/served.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rational.h"

/* Where the parts of a key lie: the item lowest, so that a row's items stand together. */
enum { ITEM_BITS = 16, GROUP_BITS = 20, KIND_BITS = 4 };

#define ROW_OF(key) ((key) >> ITEM_BITS)

static uint64_t key_of(kho_method method, int kind, uint64_t group, int32_t item)
{
    return ((((uint64_t)method << KIND_BITS | (uint64_t)(kind + 1)) << GROUP_BITS | group)
               << ITEM_BITS) |
           (uint64_t)item;
}

static kho_status find_edition(const char *word, kho__cyp_edition *out)
{
    for (int i = 0; word && i < KHO__CYP_EDITIONS; i++) {
        if (strcmp(kho__cyp_editions[i], word) == 0) {
            *out = (kho__cyp_edition)i;
            return KHO_OK;
        }
    }
    *out = (kho__cyp_edition)(KHO__CYP_EDITIONS - 1);
    return word ? kho__fail(KHO_EINVALID,
                      "no edition '%s' of couple-years factors; there is: %s, %s",
                      "không có bộ hệ số CYP '%s'; hiện có: %s, %s", word,
                      kho__cyp_editions[0], kho__cyp_editions[1])
                : KHO_OK;
}

static kho_status take_items(kho__served_sums *sums, const kho__catalogue *catalogue)
{
    sums->items = calloc(catalogue->item_count + 1, sizeof(*sums->items));
    if (!sums->items)
        return kho__fail_memory();
    for (size_t i = 1; i <= catalogue->item_count; i++) {
        const kho_item *item = &kho__item_at(catalogue, (int32_t)i)->as;
        kho__served_item *at = &sums->items[i];

        at->method = kho__item_method(item);
        at->known = kho__cyp_factor(sums->edition, item->cyp, &at->factor);
    }
    return KHO_OK;
}

kho_status kho__served_begin(kho__served_sums *sums, const kho__asked *asked)
{
    const kho_query *query = asked->query;

    kho_status status;

    *sums = (kho__served_sums){.asked = asked, .by = query->by};
    if ((int)query->by < 0 || query->by >= KHO_SERVICE_GROUPS)
        return kho__fail(KHO_EINVALID, "services can't be broken down by that",
            "không thể chia nhóm dịch vụ theo cách này");
    status = find_edition(query->cyp, &sums->edition);
    return status < 0 ? status : take_items(sums, &asked->ledger->catalogue);
}

void kho__served_end(kho__served_sums *sums)
{
    kho__map_free(&sums->ids);
    free(sums->sums);
    free(sums->items);
}

static kho_status add(kho__served_sums *sums, uint64_t key, int64_t value)
{
    const int64_t found = kho__map_find_key(&sums->ids, key);

    if (found >= 0) {
        int64_t *at = &sums->sums[found].value;

        return __builtin_add_overflow(*at, value, at)
                   ? kho__fail(KHO_EOVERFLOW, "a sum of services does not fit 64 bits",
                         "tổng dịch vụ vượt quá 64 bit")
                   : KHO_OK;
    }
    if (!kho__grow(
            (void **)&sums->sums, &sums->room, sums->count, 1, sizeof(*sums->sums)) ||
        !kho__map_put_key(&sums->ids, key, (int64_t)sums->count))
        return kho__fail_memory();
    sums->sums[sums->count++] = (kho__served_sum){key, value};
    return KHO_OK;
}

/* Groups as small numbers, in the order in which they are shown; 0: not said. */
static uint64_t group_of(kho_service_group by, const kho__served *served)
{
    switch (by) {
    case KHO_BY_MODE:
        return (uint64_t)served->mode + 1;
    case KHO_BY_AGE:
        return served->ages.low >= KHO__AGE_MOST
                   ? 0
                   : ((uint64_t)served->ages.low << 7 | served->ages.high) + 1;
    case KHO_BY_NEW_TO:
        return served->new_to;
    default:
        return 0;
    }
}

kho_status kho__served_group(
    kho_table *table, size_t column, kho_service_group by, uint64_t group)
{
    const kho__name *name = NULL;
    char text[KHO__AGES_TEXT];

    if (!group)
        return KHO_OK;
    if (by == KHO_BY_AGE) {
        kho__ages_format(
            (kho__ages){(uint8_t)((group - 1) >> 7), (group - 1) & 127}, text);
        return kho__table_set_known(table, column, text, NULL, NULL);
    }
    name = by == KHO_BY_MODE ? &kho__service_mode_names[group - 1]
                             : &kho__new_to_names[group];
    return kho__table_set_known(table, column, name->word, name->vi, name->en);
}

static bool is_meant(const kho__served_sums *sums, int32_t item)
{
    return !sums->asked->item || sums->asked->item == item;
}

static kho_method method_of(const kho__served_sums *sums, int32_t item)
{
    return sums->items[item].method;
}

/* What a service got is no longer without one. */
static kho_status add_tally(kho__served_sums *sums, const kho__tallied *tally)
{
    const kho__served served = kho__tally_served(tally->key);
    const int32_t item = kho__tally_item(tally->key);
    kho_status status;

    if (item ? !is_meant(sums, item)
             : sums->asked->item && served.method != method_of(sums, sums->asked->item))
        return KHO_OK;
    status = add(sums,
        key_of(served.method, (int)served.kind, group_of(sums->by, &served), item),
        tally->value);
    if (status < 0 || !item)
        return status;
    return add(sums, key_of(method_of(sums, item), -1, 0, item), -tally->value);
}

kho_status kho__served_add_month(kho__served_sums *sums, const kho__sheet *sheet)
{
    const kho__asked *asked = sums->asked;
    const kho_date first = kho_month_first(sheet->month);
    const int from = asked->from - first + 1, to = asked->to - first + 1;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < sheet->tally_count && status == KHO_OK; i++) {
        const kho__tallied *at = &sheet->tallies[i];

        if (at->day >= from && at->day <= to && kho__tally_is_service(at->key))
            status = add_tally(sums, at);
    }
    for (size_t i = 0; i < sheet->cell_count && status == KHO_OK; i++) {
        const kho__cell *at = &sheet->cells[i];
        const int32_t item = KHO__KEY_ITEM(at->key);

        if (at->flow == KHO__FLOW_OUT(KHO_DISPENSE) && at->day >= from && at->day <= to &&
            is_meant(sums, item))
            status = add(sums, key_of(method_of(sums, item), -1, 0, item), at->quantity);
    }
    return status;
}

kho_status kho__served_add(kho__served_sums *sums, kho__walk *walk, int32_t place)
{
    kho_status status = kho__walk_place(walk, place);

    for (size_t i = 0; i < walk->months && status == KHO_OK; i++)
        status = kho__served_add_month(sums, &walk->sheets[i]);
    return status;
}

static int compare(const void *a, const void *b)
{
    const uint64_t x = ((const kho__served_sum *)a)->key,
                   y = ((const kho__served_sum *)b)->key;

    return (x > y) - (x < y);
}

/* So many units or clients, times what one of them is worth. */
static kho_status add_cyp(kho__served_row *row, int64_t count, kho_rational factor)
{
    kho_rational part;
    kho_status status = kho__rational_multiply((kho_rational){count, 1}, factor, &part);

    return status < 0 ? status : kho__rational_add(row->cyp, part, &row->cyp);
}

/* Only what is done lasts: counselling about it doesn't. */
static kho_status add_clients(
    const kho__served_sums *sums, kho__served_row *row, int64_t clients)
{
    const char *key = kho__cyp_of_method(row->method);
    kho_rational factor;

    row->clients = clients;
    if (!key || !kho__kind_gives((kho_service_kind)row->kind))
        return KHO_OK;
    if (kho__cyp_factor(sums->edition, key, &factor))
        return add_cyp(row, clients, factor);
    row->cyp_defined = false;
    return KHO_OK;
}

static kho_status add_to_row(
    const kho__served_sums *sums, kho__served_row *row, const kho__served_sum *sum)
{
    const int32_t item = (int32_t)(sum->key & ((1u << ITEM_BITS) - 1));
    const kho__served_item *of = &sums->items[item];

    if (!sum->value)
        return KHO_OK;
    row->any = true;
    if (!item)
        return add_clients(sums, row, sum->value);
    if (__builtin_add_overflow(row->quantity, sum->value, &row->quantity))
        return kho__fail(KHO_EOVERFLOW, "a sum of services does not fit 64 bits",
            "tổng dịch vụ vượt quá 64 bit");
    if (of->known)
        return add_cyp(row, sum->value, of->factor);
    row->cyp_defined = false;
    return KHO_OK;
}

kho_status kho__served_rows(
    kho__served_sums *sums, kho__served_visit visit, void *context)
{
    kho_status status = KHO_OK;

    if (sums->count)
        qsort(sums->sums, sums->count, sizeof(*sums->sums), compare);
    for (size_t i = 0; i < sums->count && status == KHO_OK;) {
        const uint64_t at = ROW_OF(sums->sums[i].key);
        kho__served_row row = {
            .method = (kho_method)(at >> (GROUP_BITS + KIND_BITS)),
            .kind = (int)(at >> GROUP_BITS & ((1u << KIND_BITS) - 1)) - 1,
            .group = at & ((1u << GROUP_BITS) - 1),
            .cyp_defined = true,
            .cyp = {0, 1}
        };

        for (; i < sums->count && ROW_OF(sums->sums[i].key) == at && status == KHO_OK;
             i++)
            status = add_to_row(sums, &row, &sums->sums[i]);
        if (status == KHO_OK && row.any)
            status = visit(context, &row);
    }
    sums->count = 0;
    kho__map_clear(&sums->ids);
    return status;
}
