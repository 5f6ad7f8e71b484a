#include "exchange/monthly_kept.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "model/record.h"
#include "store/journal.h"
#include "store/sheets.h"

static kho_status has_sheets(kho_ledger *ledger, int32_t place, bool *out)
{
    kho__arena arena = {0};
    kho_month *months;
    size_t count = 0;
    kho_status status = kho__sheet_months(ledger, &arena, place, &months, &count);

    *out = count > 0;
    kho__arena_free(&arena);
    return status;
}

/* Once for each place: its series follow each other. */
static kho_status find_place(kho__series *series)
{
    const kho__catalogue *catalogue = &series->ledger->catalogue;
    int32_t hold;
    bool is_old, is_held;
    kho_status status;

    series->place_id = kho__find_place(catalogue, series->place);
    if (!series->place_id)
        return kho__fail(
            KHO_ENOTFOUND, "no place '%s'", "không có nơi '%s'", series->place);
    if (kho__place_at(catalogue, series->place_id)->as.kind != KHO_STORE)
        return kho__fail(KHO_EROUTE,
            "'%s' is not a store: only stores make monthly returns",
            "'%s' không phải kho: chỉ kho mới có báo cáo tháng", series->place);
    hold = kho__hold_of(catalogue, series->place_id);
    if ((status = has_sheets(series->ledger, series->place_id, &is_old)) < 0 ||
        (status = has_sheets(series->ledger, hold, &is_held)) < 0)
        return status;
    series->fresh = !is_old;
    series->hold_id = is_held ? hold : 0;
    return KHO_OK;
}

kho_status kho__monthly_series(kho_ledger *ledger, const char *place, const char *item,
    const kho__series *before, kho__series *out)
{
    kho_status status;

    if (before->place && strcmp(before->place, place) == 0) {
        *out = *before;
        out->item = item;
    } else {
        *out = (kho__series){.ledger = ledger, .place = place, .item = item};
        if ((status = find_place(out)) < 0)
            return status;
    }
    out->item_id = kho__find_item(&ledger->catalogue, item);
    if (!out->item_id)
        return kho__fail(KHO_ENOTFOUND, "no item '%s'", "không có mặt hàng '%s'", item);
    return KHO_OK;
}

/* BLAKE2b-256 of "PLACE/ITEM", in hexadecimal. */
static void write_digest(const kho__series *series, char out[2 * KHO__DIGEST + 1])
{
    const kho__part parts[] = {
        {series->place, strlen(series->place)},
        {"/",           1                    },
        {series->item,  strlen(series->item) },
    };
    uint8_t digest[KHO__DIGEST];

    kho__digest(parts, sizeof(parts) / sizeof(*parts), digest);
    kho__hex(digest, KHO__DIGEST, out);
}

void kho__monthly_uid(const kho__series *series, kho_month month, const char *ending,
    int revision, char out[KHO__MONTHLY_UID])
{
    char name[8], number[16] = "", digest[2 * KHO__DIGEST + 1];

    kho_month_format(month, name);
    if (revision > 1)
        snprintf(number, sizeof(number), "#%d", revision);
    if (snprintf(out, KHO__MONTHLY_UID, "monthly/%s/%s/%s%s%s", series->place,
            series->item, name, ending, number) < KHO__MONTHLY_UID)
        return;
    write_digest(series, digest);
    snprintf(out, KHO__MONTHLY_UID, "monthly/%s/%s%s%s", digest, name, ending, number);
}

/* The last of an entry's revisions; *count is 0 and row->seq too where there is none. */
static kho_status find_last(const kho__series *series, kho__arena *arena, kho_month month,
    const char *ending, int *count, kho__entry_row *row)
{
    char uid[KHO__MONTHLY_UID];
    kho__entry_row next;
    kho_status status;

    *count = 0;
    *row = (kho__entry_row){0};
    for (;;) {
        kho__monthly_uid(series, month, ending, *count + 1, uid);
        if ((status = kho__journal_by_uid(series->ledger, arena, uid, &next)) < 0 ||
            next.seq == 0)
            return status;
        *row = next;
        ++*count;
    }
}

static void add_move(const kho__series *series, const kho_move *move, kho__kept *out)
{
    bool comes = strcmp(move->to, series->place) == 0;
    const char *other = comes ? move->from : move->to;

    if (strcmp(other, "supplier") == 0)
        out->is.received += comes ? move->quantity : 0;
    else if (strcmp(other, "client") == 0)
        out->is.dispensed += comes ? 0 : move->quantity;
    else if (strcmp(other, "count") == 0)
        out->is.adjusted += comes ? move->quantity : -move->quantity;
    else if (strcmp(other, "opening") == 0)
        out->bridge.amount += comes ? move->quantity : 0;
}

/* What an entry says, added up; `stands` is false where another one undid it. */
static kho_status read_entry(const kho__series *series, kho__arena *arena,
    const kho__entry_row *row, kho__kept *out, bool *stands)
{
    kho__record record;
    int64_t by;
    kho_status status;

    if ((status = kho__reversal_of(series->ledger, row->seq, &by)) < 0 ||
        (status = kho__record_read(arena, row->body, row->body_size, &record)) < 0)
        return status;
    *stands = by == 0;
    for (size_t i = 0; i < record.move_count; i++)
        add_move(series, &record.moves[i].asked, out);
    for (size_t i = 0; i < record.observed_count; i++)
        out->is.days_out = record.observed[i].asked.value;
    kho__record_free(&record);
    return KHO_OK;
}

static kho_status read_bridge(
    const kho__series *series, kho__arena *arena, kho_month month, kho__bridge *out)
{
    kho__entry_row begin, carry, *last;
    kho__kept read = {0};
    bool stands;
    kho_status status;

    if ((status = find_last(series, arena, month, "/begin", &out->begin_count, &begin)) <
            0 ||
        (status = find_last(series, arena, month, "/carry", &out->carry_count, &carry)) <
            0)
        return status;
    out->date = KHO_NO_DATE;
    last = begin.seq > carry.seq ? &begin : &carry;
    if (last->seq == 0)
        return KHO_OK;
    if ((status = read_entry(series, arena, last, &read, &stands)) < 0)
        return status;
    out->withdrawn = !stands;
    if (!stands)
        return KHO_OK;
    /* A bridge moves one thing: what came from `opening` or what `count` put right. */
    out->begins = read.bridge.amount != 0;
    out->amount = read.bridge.amount + read.is.adjusted;
    if (out->amount != 0) {
        out->date = last->date;
        snprintf(out->uid, sizeof(out->uid), "%s", last->uid);
    }
    return KHO_OK;
}

kho_status kho__monthly_kept(const kho__series *series, kho_month month, kho__kept *out)
{
    kho__arena arena = {0};
    kho__entry_row row;
    kho_status status;

    *out = (kho__kept){.is.days_out = -1, .bridge.date = KHO_NO_DATE};
    if (series->fresh)
        return KHO_OK;
    status = find_last(series, &arena, month, "", &out->count, &row);
    if (status == KHO_OK && out->count > 0) {
        snprintf(out->uid, sizeof(out->uid), "%s", row.uid);
        status = read_entry(series, &arena, &row, out, &out->stands);
        if (status == KHO_OK)
            status = read_bridge(series, &arena, month, &out->bridge);
    }
    kho__arena_free(&arena);
    return status;
}

/* Add up the lots of a line at the beginning of a month. */
static kho_status add_openings(const kho__series *series, int32_t place, kho_month month,
    kho__key line, int64_t *balance)
{
    kho__sheet *sheet;
    kho_status status = kho__sheet_of(series->ledger, place, month, &sheet);

    if (status < 0)
        return status;
    for (size_t i = kho__sheet_lot_at(sheet, line);
         i < sheet->lot_count && KHO__LINE_OF(sheet->lots[i].key) == line; i++) {
        if (__builtin_add_overflow(*balance, sheet->lots[i].opening, balance))
            return kho__fail(KHO_EOVERFLOW, "%s, %s: the balance does not fit 64 bits",
                "%s, %s: tồn kho vượt quá 64 bit", series->place, series->item);
    }
    return KHO_OK;
}

static const kho__line *find_line(const kho__sheet *sheet, kho__key line)
{
    size_t at = kho__sheet_line_at(sheet, line);

    return at < sheet->line_count && sheet->lines[at].key == line ? &sheet->lines[at]
                                                                  : NULL;
}

/* A store's line is the store with its hold: hold and release cancel. */
kho_status kho__monthly_before(
    const kho__series *series, kho_month month, kho__before *out)
{
    const kho__key line = KHO__LINE_KEY(series->item_id, 1);
    const kho__line *now;
    kho__sheet *sheet;
    kho_status status;

    *out = (kho__before){0};
    if ((status = add_openings(series, series->place_id, month, line, &out->balance)) <
            0 ||
        (series->hold_id && (status = add_openings(series, series->hold_id, month, line,
                                 &out->balance)) < 0) ||
        (status = kho__sheet_of(series->ledger, series->place_id, month, &sheet)) < 0)
        return status;
    if ((now = find_line(sheet, line))) {
        out->held = now->first != KHO_NO_DATE;
        out->returns = now->returns;
    }
    if (!out->returns)
        return KHO_OK;
    if ((status = kho__sheet_of(series->ledger, series->place_id, month - 1, &sheet)) < 0)
        return status;
    now = find_line(sheet, line);
    out->last = now && now->returned != KHO__NOT_OBSERVED;
    return KHO_OK;
}
