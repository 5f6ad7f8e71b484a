/* The caller's entry becomes a record: text in NFC, defaults filled in, ranges verified.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "ledger/posting.h"

#define UID_MOST 128
#define NOTE_MOST 4096
#define LOT_MOST 64
#define CODE_MOST 80

#define OLDEST (-25567) /* 1900-01-01 */
#define LAST 84005      /* 2199-12-31 */

static kho_status take(kho__posting *posting, const char *what, const char *text,
    size_t most, const char **out)
{
    *out = NULL;
    return text ? kho__text_take(posting->arena, what, text, most, out) : KHO_OK;
}

/* A code that the catalogue knows needs no copy; any other is kept for the refusal. */
static kho_status take_code(
    kho__posting *posting, const char *what, const char *text, const char **out)
{
    if (!text)
        return kho__fail(KHO_EINVALID, "%s is missing", "thiếu %s", what);
    return kho__text_take(posting->arena, what, text, CODE_MOST, out);
}

static const char *default_channel(const kho__posting *posting)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;

    return catalogue->channel_count ? catalogue->channels[0] : "free";
}

static kho_status take_channel(kho__posting *posting, const char *text, const char **out)
{
    if (text)
        return take_code(posting, "channel", text, out);
    *out = default_channel(posting);
    return KHO_OK;
}

static kho_status check_expiry(kho_date expiry)
{
    if (expiry == KHO_NO_DATE || (expiry >= OLDEST && expiry <= LAST))
        return KHO_OK;
    return kho__fail(KHO_EINVALID, "an expiry day must lie between 1900 and 2199",
        "hạn dùng phải từ năm 1900 đến 2199");
}

static kho_status take_move(
    kho__posting *posting, size_t index, const kho_move *from, kho_move *to)
{
    kho_status status;

    *to = *from;
    if ((status = take_code(posting, "item", from->item, &to->item)) < 0 ||
        (status = take(posting, "lot", from->lot, LOT_MOST, &to->lot)) < 0 ||
        (status = take_channel(posting, from->channel, &to->channel)) < 0 ||
        (status = take_code(posting, "from", from->from, &to->from)) < 0 ||
        (status = take_code(posting, "to", from->to, &to->to)) < 0 ||
        (status = check_expiry(from->expiry)) < 0)
        return status;
    /* An expiry alone names the lot without number. */
    if (!to->lot && to->expiry != KHO_NO_DATE)
        to->lot = "";
    if (from->quantity >= 1 && from->quantity <= KHO_QUANTITY_MAX)
        return KHO_OK;
    const kho__reason reason = {
        KHO_EINVALID, to->from, to->item, to->lot, from->quantity, -1, NULL, 0};

    return kho__posting_refuse(posting, index, &reason,
        "%s: a quantity must lie between 1 and 1000000000000",
        "%s: số lượng phải từ 1 đến 1000000000000", to->item);
}

static kho_status take_observation(
    kho__posting *posting, const kho_observation *from, kho_observation *to)
{
    kho_status status;

    *to = *from;
    if ((status = take_code(posting, "place", from->place, &to->place)) < 0 ||
        (status = take_code(posting, "item", from->item, &to->item)) < 0 ||
        (status = take(posting, "lot", from->lot, LOT_MOST, &to->lot)) < 0 ||
        (status = take_channel(posting, from->channel, &to->channel)) < 0)
        return status;
    if (from->kind == KHO_DAYS_OUT || from->kind == KHO_RETURNED) {
        to->lot = NULL;
        to->expiry = KHO_NO_DATE;
        if (to->month == KHO_NO_MONTH)
            to->month = kho_month_of(posting->date);
        if (to->month < kho_month_of(OLDEST) || to->month > kho_month_of(posting->date))
            return kho__fail(KHO_EINVALID, "%s: days out can't be of a month to come",
                "%s: không thể ghi số ngày hết hàng cho tháng chưa tới", to->item);
        if (from->value < (from->kind == KHO_RETURNED ? -1 : 0) || from->value > 1000)
            return kho__fail(KHO_EINVALID, "%s: days out must lie between 0 and 1000",
                "%s: số ngày hết hàng phải từ 0 đến 1000", to->item);
        return KHO_OK;
    }
    if (from->kind != KHO_FOUND)
        return kho__fail(KHO_EINVALID, "%s: no such observation",
            "%s: không có loại ghi nhận này", to->item);
    to->month = KHO_NO_MONTH;
    if (!to->lot && to->expiry != KHO_NO_DATE)
        to->lot = "";
    if (from->value < 0 || from->value > KHO_QUANTITY_MAX)
        return kho__fail(KHO_EINVALID, "%s: found must lie between 0 and 1000000000000",
            "%s: số kiểm kê phải từ 0 đến 1000000000000", to->item);
    return check_expiry(from->expiry);
}

static kho_status take_lines(kho__posting *posting, const kho_entry *entry)
{
    kho__record *record = &posting->record;
    kho_status status = KHO_OK;

    record->move_count = entry->move_count;
    record->observed_count = entry->observed_count;
    record->moves =
        kho__arena_take(posting->arena, (entry->move_count + 1) * sizeof(*record->moves));
    record->observed = kho__arena_take(
        posting->arena, (entry->observed_count + 1) * sizeof(*record->observed));
    if (!record->moves || !record->observed)
        return kho__fail_memory();
    for (size_t i = 0; i < entry->move_count && status == KHO_OK; i++)
        status = take_move(posting, i, &entry->moves[i], &record->moves[i].asked);
    for (size_t i = 0; i < entry->observed_count && status == KHO_OK; i++)
        status =
            take_observation(posting, &entry->observed[i], &record->observed[i].asked);
    return status;
}

kho_status kho__posting_date(const kho__posting *posting, kho_date latest)
{
    char day[16];

    if (posting->date >= OLDEST && posting->date <= latest)
        return KHO_OK;
    kho_date_format(posting->date, day);
    return kho__fail(KHO_EINVALID, "the date%s%s is not between 1900-01-01 and tomorrow",
        "ngày%s%s không nằm trong khoảng từ 1900-01-01 đến ngày mai", *day ? " " : "",
        day);
}

/* Time in milliseconds first, then chance: keys of one ledger sort by when they were
 * made. */
static kho_status make_uid(kho__posting *posting)
{
    const kho_options *options = &posting->ledger->options;
    const uint64_t now = (uint64_t)kho__now(posting->ledger);
    uint8_t bytes[16];
    char hex[33], *uid = kho__arena_take(posting->arena, 40);

    if (!uid)
        return kho__fail_memory();
    if (options->random)
        options->random(options->context, bytes, sizeof(bytes));
    else
        kho__random(NULL, bytes, sizeof(bytes));
    for (int i = 0; i < 6; i++)
        bytes[i] = (uint8_t)(now >> (40 - 8 * i));
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x70);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    kho__hex(bytes, sizeof(bytes), hex);
    snprintf(
        uid, 40, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
    posting->uid = uid;
    return KHO_OK;
}

kho_status kho__posting_uid(kho__posting *posting)
{
    return posting->uid ? KHO_OK : make_uid(posting);
}

/* The key of a reversal is its original's with a word before it, however long that is. */
static size_t uid_most(const kho_entry *entry)
{
    static const char before[] = "reverse/";

    return entry->reverses && entry->uid &&
                   strncmp(entry->uid, before, sizeof(before) - 1) == 0
               ? UID_MOST + sizeof(before) - 1
               : UID_MOST;
}

/* A reversal happens on its original's day where it says no other; an unknown one is
 * refused at the end. */
static kho_status date_of_undone(kho__posting *posting)
{
    const kho_status status = kho__journal_by_uid(
        posting->ledger, posting->arena, posting->record.reverses, &posting->undone_row);

    posting->date = status == KHO_OK && posting->undone_row.seq
                        ? posting->undone_row.date
                        : kho_ledger_today(posting->ledger);
    return status;
}

static kho_status take_campaign(kho__posting *posting, const char *code)
{
    if (code && !kho__text_is_code(code))
        return kho__fail(KHO_EINVALID,
            "a campaign is a code: 1 to 64 of A-Z a-z 0-9 . _ -",
            "chiến dịch là một mã: 1 đến 64 ký tự A-Z a-z 0-9 . _ -");
    return take(posting, "campaign", code, CODE_MOST, &posting->record.campaign);
}

kho_status kho__posting_take(kho__posting *posting, const kho_entry *entry)
{
    kho__record *record = &posting->record;
    kho_status status;

    if (entry->version != KHO_ENTRY_VERSION)
        return kho__fail(KHO_EINVALID, "entries of version %u are not known",
            "không rõ phiên bản bút toán %u", entry->version);
    if (!entry->move_count && !entry->observed_count && !entry->service_count &&
        !entry->reverses)
        return kho__fail(KHO_EINVALID,
            "the entry has no moves, observations, services or reversal",
            "bút toán không có dòng nào");
    if ((status = take(posting, "uid", entry->uid, uid_most(entry), &posting->uid)) < 0 ||
        (status = take(posting, "by", entry->by, NOTE_MOST, &record->by)) < 0 ||
        (status = take(posting, "note", entry->note, NOTE_MOST, &record->note)) < 0 ||
        (status = take(
             posting, "reverses", entry->reverses, UID_MOST, &record->reverses)) < 0 ||
        (status = take_campaign(posting, entry->campaign)) < 0)
        return status;
    if (posting->uid && !*posting->uid)
        return kho__fail(KHO_EINVALID, "the uid is empty", "số chứng từ trống");
    if (entry->date == KHO_NO_DATE && !record->reverses)
        return kho__fail(KHO_EINVALID, "the date is missing", "thiếu ngày");
    record->late = entry->late;
    posting->date = entry->date;
    if (entry->date == KHO_NO_DATE && (status = date_of_undone(posting)) < 0)
        return status;
    if ((status = kho__posting_date(posting, LAST)) < 0 ||
        (status = take_lines(posting, entry)) < 0 ||
        (status = kho__posting_take_services(posting, entry)) < 0)
        return status;
    return entry->date == KHO_NO_DATE && !posting->undone_row.seq
               ? kho__fail(KHO_ENOTFOUND, "no entry '%s'", "không có bút toán '%s'",
                     record->reverses)
               : KHO_OK;
}
