/* A query, verified: what it means by ids and days, and the snapshot that answers it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/rebuild.h"
#include "ledger/rules.h"
#include "report/lines.h"

static bool is_meant(const kho__asked *asked, int32_t place)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;

    if (!kho__is_physical(kho__place_at(catalogue, place)->as.kind))
        return false;
    return !asked->root || kho__is_under(catalogue, place, asked->root, asked->on);
}

static int compare_codes(const void *a, const void *b)
{
    const kho__place *const x = *(const kho__place *const *)a,
                            *const y = *(const kho__place *const *)b;

    return strcmp(x->as.code, y->as.code);
}

/* One place alone, with its shelf: nothing is searched, however many places there are. */
static kho_status find_one(kho__asked *asked)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const int32_t hold = kho__hold_of(catalogue, asked->root);

    asked->places = kho__arena_take(&asked->ledger->work, 2 * sizeof(*asked->places));
    if (!asked->places)
        return kho__fail_memory();
    if (kho__is_physical(kho__place_at(catalogue, asked->root)->as.kind))
        asked->places[asked->place_count++] = asked->root;
    if (hold)
        asked->places[asked->place_count++] = hold;
    return KHO_OK;
}

static kho_status find_places(kho__asked *asked)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    const size_t most = catalogue->place_count + 1;
    kho__arena *arena = &asked->ledger->work;
    const kho__place **found;

    if (asked->root && !asked->tree)
        return find_one(asked);
    found = kho__arena_take(arena, most * sizeof(*found));
    asked->places = kho__arena_take(arena, most * sizeof(*asked->places));
    asked->inside = kho__arena_take(arena, most * sizeof(*asked->inside));
    if (!found || !asked->places || !asked->inside)
        return kho__fail_memory();
    for (size_t i = 0; i < catalogue->place_count; i++) {
        if (is_meant(asked, (int32_t)i + 1)) {
            found[asked->place_count++] = &catalogue->places[i];
            asked->inside[i + 1] = true;
        }
    }
    qsort(found, asked->place_count, sizeof(*found), compare_codes);
    for (size_t i = 0; i < asked->place_count; i++)
        asked->places[i] = found[i]->id;
    return KHO_OK;
}

static kho_status find_root(kho__asked *asked, const kho_query *query)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;

    if (query->place && !(asked->root = kho__find_place(catalogue, query->place)))
        return kho__fail(
            KHO_ENOTFOUND, "no place '%s'", "không có nơi '%s'", query->place);
    if (query->item && !(asked->item = kho__find_item(catalogue, query->item)))
        return kho__fail(
            KHO_ENOTFOUND, "no item '%s'", "không có mặt hàng '%s'", query->item);
    return KHO_OK;
}

static kho_status check_days(kho__asked *asked, const kho_query *query, unsigned what)
{
    const kho_date last = kho_date_of(2199, 12, 31);
    char from[16], on[16];

    asked->on = query->on == KHO_NO_DATE ? kho_ledger_today(asked->ledger) : query->on;
    asked->from = query->from;
    asked->end = query->to > last ? last : query->to;
    asked->to = query->to == KHO_NO_DATE || query->to > asked->on ? asked->on : query->to;
    if (asked->on < kho_date_of(1900, 1, 1) || asked->on > last)
        return kho__fail(KHO_EINVALID, "the day asked for must lie between 1900 and 2199",
            "ngày hỏi phải từ năm 1900 đến 2199");
    if (what & KHO__ASK_PERIOD) {
        if (query->from == KHO_NO_DATE || query->to == KHO_NO_DATE ||
            query->from > query->to || query->from < kho_date_of(1900, 1, 1))
            return kho__fail(KHO_EINVALID,
                "a report needs a period that ends after it begins",
                "báo cáo cần kỳ có ngày cuối sau ngày đầu");
        if (query->from > asked->on)
            return kho__fail(KHO_EINVALID, "the period begins on %s, after %s",
                "kỳ báo cáo bắt đầu ngày %s, sau ngày %s",
                kho_date_format(query->from, from), kho_date_format(asked->on, on));
    }
    return KHO_OK;
}

/* The rules valid on the period's last day judge it. */
static kho_status find_rules(kho__asked *asked, unsigned what)
{
    const kho_date day = what & KHO__ASK_PERIOD ? asked->to : asked->on;
    const kho__ruleset *set;
    const kho_status status = kho__rules_on(asked->ledger, day, &set);

    return status < 0
               ? status
               : kho__ruling_new(set, &asked->ledger->catalogue, day, &asked->ruling);
}

kho_status kho__asked_begin(
    kho__asked *asked, kho_ledger *ledger, const kho_query *query, unsigned what)
{
    kho_status status;

    *asked = (kho__asked){.ledger = ledger,
        .query = query,
        .known = query->known,
        .as_known = query->known > 0};
    if (query->version != KHO_QUERY_VERSION)
        return kho__fail(KHO_EINVALID, "queries of version %u are not known",
            "không rõ phiên bản câu hỏi %u", query->version);
    if ((status = kho__read_begin(ledger)) < 0) {
        asked->ledger = NULL;
        return status;
    }
    if (query->known < 0 || query->known > ledger->head.seq)
        return kho__fail(KHO_EINVALID, "the ledger has entries up to %lld, not %lld",
            "sổ có bút toán đến số %lld, không có số %lld", (long long)ledger->head.seq,
            (long long)query->known);
    if (query->known && query->known < ledger->head.seq) {
        if ((status = kho__rebuild(ledger, query->known, &asked->scratch)) < 0)
            return status;
        kho__read_end(ledger);
        asked->ledger = asked->scratch;
        if ((status = kho__read_begin(asked->scratch)) < 0)
            return status;
    }
    asked->tree = query->tree || query->sum;
    asked->sum = query->sum;
    if (!asked->known)
        asked->known = asked->ledger->head.seq;
    if ((status = find_root(asked, query)) < 0 ||
        (status = check_days(asked, query, what)) < 0)
        return status;
    if ((what & KHO__ASK_PLACES) && (status = find_places(asked)) < 0)
        return status;
    return what & KHO__ASK_RULES ? find_rules(asked, what) : KHO_OK;
}

void kho__asked_end(kho__asked *asked)
{
    kho__ruling_free(asked->ruling);
    if (asked->ledger)
        kho__read_end(asked->ledger);
    kho_ledger_close(asked->scratch);
}

/* Rules that were loaded are named with their first day and their entry. */
static kho_status rules_meta(const kho__ruleset *set, kho_table *table)
{
    char since[16], entry[24];
    kho_status status = kho__table_meta_set(table, "rules", set->name);

    if (status < 0 || !set->entry)
        return status;
    snprintf(entry, sizeof(entry), "%lld", (long long)set->entry);
    if (set->since != KHO_NO_DATE && (status = kho__table_meta_set(table, "rules_from",
                                          kho_date_format(set->since, since))) < 0)
        return status;
    return kho__table_meta_set(table, "rules_entry", entry);
}

kho_status kho__asked_meta(const kho__asked *asked, kho_table *table)
{
    char on[16], known[24];
    kho_status status;

    snprintf(known, sizeof(known), "%lld", (long long)asked->known);
    if ((status = kho__table_meta_set(table, "on", kho_date_format(asked->on, on))) < 0)
        return status;
    if ((status = kho__table_meta_set(table, "known", known)) < 0 || !asked->ruling)
        return status;
    return rules_meta(kho__ruling_set(asked->ruling), table);
}

kho_status kho__asked_meta_period(const kho__asked *asked, kho_table *table)
{
    char from[16], to[16];
    kho_status status;

    if ((status = kho__asked_meta(asked, table)) < 0 ||
        (status = kho__table_meta_set(
             table, "from", kho_date_format(asked->from, from))) < 0)
        return status;
    return kho__table_meta_set(table, "to", kho_date_format(asked->to, to));
}

kho_status kho__fail_overflow(const kho__asked *asked, int32_t place, int32_t item)
{
    const kho__catalogue *catalogue = &asked->ledger->catalogue;

    return kho__fail(KHO_EOVERFLOW, "%s, %s: the sums don't fit 64 bits",
        "%s, %s: tổng vượt quá 64 bit",
        place ? kho__place_at(catalogue, place)->as.code : "*",
        kho__item_at(catalogue, item)->as.code);
}

kho_status kho__answer(kho_ledger *ledger, const kho_query *query, unsigned what,
    kho__table_kind kind, kho__fill fill, kho_table **out)
{
    kho_table *table = NULL;
    kho__asked asked;
    kho_status status;

    *out = NULL;
    if ((status = kho__asked_begin(&asked, ledger, query, what)) == KHO_OK &&
        (status = kho__table_new(kind, asked.place_count, &table)) == KHO_OK)
        status = fill(&asked, table);
    kho__asked_end(&asked);
    if (status < 0) {
        kho_table_free(table);
        return status;
    }
    *out = table;
    return KHO_OK;
}
