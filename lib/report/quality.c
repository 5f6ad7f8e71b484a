/* How good a period's data are: what was due and came, what was counted, what came late.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/map.h"
#include "base/rational.h"
#include "report/deadlines.h"
#include "report/entries.h"
#include "store/closings.h"
#include "store/sheets.h"

/* The last count of a lot in the period. */
typedef struct counted {
    int32_t place;
    kho__key key;
    kho_date date;
    int64_t found, book; /* book: what the books said when it was counted */
} counted;

typedef struct share {
    int64_t numerator, denominator;
} share;

typedef struct quality {
    const kho__asked *asked;
    bool *inside; /* [place id] among the query's */
    kho__map count_ids;
    counted *counts;
    size_t count_count, count_room;
    share shares[KHO__QUALITIES];
} quality;

static bool is_meant(const quality *at, int32_t place, kho__key key)
{
    return at->inside[place] &&
           (!at->asked->item || at->asked->item == KHO__KEY_ITEM(key));
}

/* Reports whose day has passed: whether they came, and whether by that day. */
static kho_status add_due(void *context, const kho__due *due)
{
    quality *at = context;

    if (due->due >= at->asked->on)
        return KHO_OK;
    at->shares[KHO__REPORTED].denominator++;
    at->shares[KHO__REPORTED].numerator += due->reported != KHO_NO_DATE;
    at->shares[KHO__REPORTED_ON_TIME].denominator++;
    at->shares[KHO__REPORTED_ON_TIME].numerator += due->state == KHO__ON_TIME;
    return KHO_OK;
}

/* Entries come in the order of posting: of a day's counts the last one stands. */
static kho_status add_count(
    quality *at, kho_date date, const kho__seen *seen, int64_t book)
{
    const uint64_t id = (uint64_t)seen->place << 32 | (uint32_t)KHO__KEY_LOT(seen->key);
    const counted count = {seen->place, seen->key, date, seen->value, book};
    int64_t found = kho__map_find_key(&at->count_ids, id);

    if (found >= 0) {
        if (date >= at->counts[found].date)
            at->counts[found] = count;
        return KHO_OK;
    }
    if (!kho__grow((void **)&at->counts, &at->count_room, at->count_count, 1,
            sizeof(*at->counts)) ||
        !kho__map_put_key(&at->count_ids, id, (int64_t)at->count_count))
        return kho__fail_memory();
    at->counts[at->count_count++] = count;
    return KHO_OK;
}

/* Whether the place had closed the month before the entry was posted. */
static kho_status was_closed(
    const quality *at, int32_t place, kho_month month, int64_t seq, bool *out)
{
    kho_ledger *ledger = at->asked->ledger;
    const int32_t with = kho__closed_with(ledger, place);
    kho_month last = KHO_NO_MONTH;
    kho__closing closing;
    kho_status status = with ? kho__closing_last(ledger, with, &last) : KHO_OK;

    for (; month <= last && !*out && status == KHO_OK; month++) {
        status = kho__closing_get(ledger, with, month, &closing);
        *out = status == KHO_OK && closing.seq && closing.seq < seq;
    }
    return status;
}

static kho_status is_late(
    const quality *at, const kho__entry_row *row, const kho__effects *effects, bool *out)
{
    const kho_month month = kho_month_of(row->date);
    kho_status status = KHO_OK;

    *out = false;
    for (size_t i = 0; i < effects->leg_count && !*out && status == KHO_OK; i++) {
        const kho__leg *leg = &effects->legs[i];

        if (is_meant(at, leg->from, leg->key))
            status = was_closed(at, leg->from, month, row->seq, out);
        if (is_meant(at, leg->to, leg->key) && !*out && status == KHO_OK)
            status = was_closed(at, leg->to, month, row->seq, out);
    }
    for (size_t i = 0; i < effects->seen_count && !*out && status == KHO_OK; i++) {
        const kho__seen *seen = &effects->seen[i];

        if (is_meant(at, seen->place, seen->key))
            status = was_closed(at, seen->place,
                seen->kind == KHO_FOUND ? month : seen->month, row->seq, out);
    }
    return status;
}

/* "monthly/tyt-1/bcs/2026-10/carry", and "...#2" where it was made anew. */
static bool is_carry(const char *uid)
{
    static const char word[] = "/carry";
    const char *at = strrchr(uid, '/');

    if (!at || strncmp(at, word, sizeof(word) - 1) != 0)
        return false;
    at += sizeof(word) - 1;
    if (*at == '#')
        at++;
    while (*at >= '0' && *at <= '9')
        at++;
    return !*at;
}

static bool touches(const quality *at, const kho__effects *effects)
{
    for (size_t i = 0; i < effects->leg_count; i++) {
        const kho__leg *leg = &effects->legs[i];

        if (is_meant(at, leg->from, leg->key) || is_meant(at, leg->to, leg->key))
            return true;
    }
    for (size_t i = 0; i < effects->seen_count; i++) {
        if (is_meant(at, effects->seen[i].place, effects->seen[i].key))
            return true;
    }
    return false;
}

/* What an entry tells as long as it stands. */
static kho_status add_standing(quality *at, const kho__entry_row *row,
    const kho__record *record, const kho__effects *effects)
{
    kho_status status = KHO_OK;

    at->shares[KHO__CARRY_BREAKS].numerator +=
        record->move_count > 0 && is_carry(row->uid);
    for (size_t i = 0; i < effects->seen_count && status == KHO_OK; i++) {
        const kho__seen *seen = &effects->seen[i];

        if (!is_meant(at, seen->place, seen->key))
            continue;
        at->shares[KHO__CARRY_BREAKS].denominator += seen->kind == KHO_RETURNED;
        if (seen->kind == KHO_FOUND)
            status = add_count(at, row->date, seen, record->observed[i].counted.quantity);
    }
    return status;
}

static kho_status add_entry(void *context, const kho__entry_row *row,
    const kho__record *record, const kho__effects *effects)
{
    quality *at = context;
    int64_t undone_by;
    bool late = false;
    kho_status status;

    if (!touches(at, effects))
        return KHO_OK;
    if (record->late && (status = is_late(at, row, effects, &late)) < 0)
        return status;
    at->shares[KHO__LATE_ENTRIES].denominator++;
    at->shares[KHO__LATE_ENTRIES].numerator += late;
    if ((status = kho__reversal_of(at->asked->ledger, row->seq, &undone_by)) < 0 ||
        undone_by)
        return status;
    return add_standing(at, row, record, effects);
}

/* What was found, what the books said then, and what they say of that day now. */
static kho_status add_counts(quality *at)
{
    kho__sheet sheet = {0};
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->count_count && status == KHO_OK; i++) {
        const counted *count = &at->counts[i];
        const kho_month month = kho_month_of(count->date);
        const int day = count->date - kho_month_first(month) + 1;
        bool found;

        status = kho__sheet_exact(at->asked->ledger, count->place, month, &sheet, &found);
        at->shares[KHO__COUNTS_AGREE].denominator++;
        at->shares[KHO__COUNTS_AGREE].numerator += count->found == count->book;
        at->shares[KHO__DISCREPANCIES].denominator++;
        at->shares[KHO__DISCREPANCIES].numerator +=
            found && kho__sheet_balance(&sheet, count->key, day) != count->found;
    }
    kho__sheet_free(&sheet);
    return status;
}

static kho_status gather(quality *at)
{
    const kho__asked *asked = at->asked;
    kho_status status;

    at->inside = calloc(asked->ledger->catalogue.place_count + 1, sizeof(*at->inside));
    if (!at->inside)
        return kho__fail_memory();
    for (size_t i = 0; i < asked->place_count; i++)
        at->inside[asked->places[i]] = true;
    if ((status = kho__each_due(asked, add_due, at)) < 0 ||
        (status = kho__each_entry(asked, asked->from, asked->to, add_entry, at)) < 0)
        return status;
    return add_counts(at);
}

static kho_status fill_rows(const quality *at, kho_table *table)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < KHO__QUALITIES && status == KHO_OK; i++) {
        const kho__name *name = &kho__quality_names[i];
        const share *is = &at->shares[i];
        kho_rational value;

        if ((status = kho__table_row(table)) < 0 ||
            (status = kho__table_set_known(
                 table, KHO_QUALITY_INDICATOR, name->word, name->vi, name->en)) < 0)
            break;
        kho__table_set_int(table, KHO_QUALITY_NUMERATOR, is->numerator);
        kho__table_set_int(table, KHO_QUALITY_DENOMINATOR, is->denominator);
        if (is->denominator && (status = kho__rational_make(
                                    is->numerator, is->denominator, &value)) == KHO_OK)
            kho__table_set_rational(table, KHO_QUALITY_VALUE, value);
    }
    return status;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    quality at = {.asked = asked};
    kho_status status = gather(&at);

    if (status == KHO_OK)
        status = fill_rows(&at, table);
    kho__map_free(&at.count_ids);
    free(at.counts);
    free(at.inside);
    return status < 0 ? status : kho__asked_meta_period(asked, table);
}

kho_status kho_ledger_quality(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_QUALITY, fill, out);
}
