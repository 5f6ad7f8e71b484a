#include "ledger/close.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "store/closings.h"

static kho_status malformed(void)
{
    return kho__fail(KHO_EDAMAGED, "a closing of the journal is malformed",
        "một bút toán khóa sổ bị hỏng");
}

#define UID_ROOM 128

/* The uid of the n-th closing of a month. */
static void print_uid(
    const kho_ledger *ledger, int32_t place, kho_month month, int n, char uid[UID_ROOM])
{
    const char *code = kho__place_at(&ledger->catalogue, place)->as.code;
    char text[16];

    kho_month_format(month, text);
    if (n == 1)
        snprintf(uid, UID_ROOM, "close/%s/%s", code, text);
    else
        snprintf(uid, UID_ROOM, "close/%s/%s#%d", code, text, n);
}

kho_status kho__closing_uid(kho_ledger *ledger, kho__arena *arena, int32_t place,
    kho_month month, const char **out)
{
    char *uid = kho__arena_take(arena, UID_ROOM);
    kho__entry_row row = {.seq = 1};
    kho_status status = uid ? KHO_OK : kho__fail_memory();

    *out = uid;
    for (int n = 1; status == KHO_OK && row.seq; n++) {
        print_uid(ledger, place, month, n, uid);
        status = kho__journal_by_uid(ledger, arena, uid, &row);
    }
    return status;
}

/* The last closing of a month that was withdrawn; seq 0: none. */
static kho_status last_withdrawn(
    kho_ledger *ledger, int32_t place, kho_month month, kho__entry_row *out)
{
    char uid[UID_ROOM];
    kho__entry_row row;
    kho_status status = KHO_OK;

    *out = (kho__entry_row){0};
    for (int n = 1; status == KHO_OK; n++) {
        print_uid(ledger, place, month, n, uid);
        status = kho__journal_by_uid(ledger, &ledger->work, uid, &row);
        if (status < 0 || !row.seq)
            break;
        *out = row;
    }
    return status;
}

kho_status kho__closing_post(kho_ledger *ledger, const kho__to_close *closing)
{
    const char *code = kho__place_at(&ledger->catalogue, closing->place)->as.code;
    kho__buffer part = {0};
    char month[16];
    kho_status status;

    kho__buffer_text(&part, "{\"place\":");
    kho__buffer_json(&part, code);
    kho__buffer_print(&part, ",\"month\":\"%s\",\"known\":%lld,\"table\":",
        kho_month_format(closing->month, month), (long long)closing->known);
    kho__buffer_text(&part, closing->table);
    kho__buffer_byte(&part, '}');
    const kho__record record = {
        .by = closing->by, .parts[KHO__PART_CLOSING] = part.bytes};

    kho__buffer_clear(&ledger->body);
    if ((status = kho__buffer_status(&part)) == KHO_OK) {
        kho__record_write(&record, &ledger->body);
        status = kho__buffer_status(&ledger->body);
    }
    kho__buffer_free(&part);
    if (status < 0 ||
        (status = kho__journal_add(ledger, closing->uid, kho_ledger_today(ledger),
             kho__now(ledger), ledger->body.bytes, ledger->body.size)) < 0)
        return status;
    return kho__closing_add(ledger, closing->place, closing->month, ledger->head.seq);
}

/* Which place and month a closing is of. */
static kho_status read_closing(
    const kho_ledger *ledger, const json_t *node, int32_t *place, kho_month *month)
{
    const char *code = json_string_value(json_object_get(node, "place")),
               *text = json_string_value(json_object_get(node, "month"));

    *place = code ? kho__find_place(&ledger->catalogue, code) : 0;
    if (!*place || !text || kho__closed_with(ledger, *place) != *place ||
        kho_month_parse(text, month) < 0)
        return malformed();
    return KHO_OK;
}

kho_status kho__closing_replay(kho_ledger *ledger, const json_t *node, int64_t seq)
{
    int32_t place;
    kho_month month;
    const kho_status status = read_closing(ledger, node, &place, &month);

    return status < 0 ? status : kho__closing_add(ledger, place, month, seq);
}

kho_status kho__closing_withdraw(kho_ledger *ledger, const json_t *node)
{
    int32_t place;
    kho_month month;
    const kho_status status = read_closing(ledger, node, &place, &month);

    return status < 0 ? status : kho__closing_drop(ledger, place, month);
}

/* Late is allowed, but worth a look: once for each place. */
static kho_status warn_late(kho__posting *posting, int32_t place, const char *month)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;

    if (!posting->told &&
        !(posting->told = kho__arena_take(posting->arena, catalogue->place_count + 1)))
        return kho__fail_memory();
    if (posting->told[place])
        return KHO_OK;
    posting->told[place] = true;
    return kho__posting_warn(posting, "closed_month",
        "%s is closed through %s: this entry is late, the closed reports stay as they "
        "are",
        "%s đã khóa sổ đến %s: đây là bút toán ghi bổ sung, báo cáo đã khóa giữ nguyên",
        kho__place_at(catalogue, place)->as.code, month);
}

kho_status kho__posting_touch(kho__posting *posting, size_t index, int32_t place,
    kho_month month, const char *item, const char *lot)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    kho_month closed;
    char text[16];
    kho_status status = kho__closed_through(posting->ledger, place, &closed);

    if (status < 0 || month > closed)
        return status;
    place = kho__closed_with(posting->ledger, place);
    kho_month_format(closed, text);
    if (posting->record.late)
        return warn_late(posting, place, text);
    const char *code = kho__place_at(catalogue, place)->as.code;
    const kho__reason reason = {KHO_ECLOSED, code, item, lot, -1, -1, NULL, 0};

    return kho__posting_refuse(posting, index, &reason,
        "%s is closed through %s; add --late to post it all the same",
        "%s đã khóa sổ đến %s; ghi bổ sung bằng --late", code, text);
}

kho_status kho__posting_touch_both(kho__posting *posting, size_t index, int32_t from,
    int32_t to, const char *item, const char *lot)
{
    const kho_month month = kho_month_of(posting->date);
    const kho_status status = kho__posting_touch(posting, index, from, month, item, lot);

    /* Between a store and its shelf, one refusal says it. */
    if (status < 0 ||
        kho__closed_with(posting->ledger, from) == kho__closed_with(posting->ledger, to))
        return status;
    return kho__posting_touch(posting, index, to, month, item, lot);
}

kho_status kho__posting_reopen(kho__posting *posting)
{
    const kho__record *record = &posting->record;
    kho__closing standing;
    kho_month month, closed;
    int32_t place;
    char text[16];
    kho_status status;

    if (!record->note || !*record->note)
        return kho__fail(KHO_EINVALID, "'%s': a closing is withdrawn with a note why",
            "'%s': mở lại sổ phải ghi rõ lý do", record->reverses);
    if (record->move_count || record->observed_count || record->service_count ||
        record->campaign)
        return kho__fail(KHO_EINVALID,
            "'%s': a closing is withdrawn by an entry of its own",
            "'%s': mở lại sổ phải là một bút toán riêng", record->reverses);
    if ((status = read_closing(posting->ledger, posting->undone.nodes[KHO__PART_CLOSING],
             &place, &month)) < 0 ||
        (status = kho__closed_through(posting->ledger, place, &closed)) < 0 ||
        (status = kho__closing_get(posting->ledger, place, month, &standing)) < 0)
        return status;
    if (closed == month && standing.seq == posting->undone_row.seq)
        return KHO_OK;
    return kho__fail(KHO_EINVALID, "%s is closed through %s: only that can be withdrawn",
        "%s đã khóa sổ đến %s: chỉ mở lại được kỳ này",
        kho__place_at(&posting->ledger->catalogue, place)->as.code,
        kho_month_format(closed, text));
}

/* The entry that closes the month, or the last one that did; uid "" where none ever did.
 */
static kho_status find_closing(kho_ledger *ledger, const char *place, kho_month month,
    char uid[UID_ROOM], kho_date *date)
{
    const int32_t id = place ? kho__find_place(&ledger->catalogue, place) : 0;
    kho__entry_row row = {0};
    kho__closing standing;
    kho_status status;
    int64_t by = 0;

    uid[0] = '\0';
    if (!id)
        return kho__fail(
            KHO_ENOTFOUND, "no place '%s'", "không có nơi '%s'", place ? place : "");
    if ((status = kho__closing_get(ledger, id, month, &standing)) < 0)
        return status;
    if (standing.seq)
        status = kho__journal_by_seq(ledger, &ledger->work, standing.seq, &row);
    else
        status = last_withdrawn(ledger, id, month, &row);
    if (status < 0 || !row.seq)
        return status;
    if ((status = kho__reversal_of(ledger, row.seq, &by)) < 0 || (!standing.seq && !by))
        return status;
    snprintf(uid, UID_ROOM, "%s", row.uid);
    if (!by)
        return KHO_OK;
    /* It was withdrawn before: the same again is the same on that day. */
    if ((status = kho__journal_by_seq(ledger, &ledger->work, by, &row)) == KHO_OK)
        *date = row.date;
    return status;
}

kho_status kho_ledger_reopen_month(kho_ledger *ledger, const char *place, kho_month month,
    const char *note, kho_answer *answer)
{
    char uid[UID_ROOM], own[UID_ROOM + 16], text[16];
    kho_entry entry = KHO_ENTRY_INIT;
    kho_status status;

    if ((status = kho__read_begin(ledger)) < 0)
        return status;
    entry.date = kho_ledger_today(ledger);
    status = find_closing(ledger, place, month, uid, &entry.date);
    kho__read_end(ledger);
    if (status < 0)
        return status;
    if (!*uid)
        return kho__fail(KHO_EINVALID, "%s did not close %s", "%s chưa khóa sổ tháng %s",
            place, kho_month_format(month, text));
    snprintf(own, sizeof(own), "reverse/%s", uid);
    entry.uid = own;
    entry.reverses = uid;
    entry.note = note;
    return kho_ledger_post(ledger, &entry, answer);
}
