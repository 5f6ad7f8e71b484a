#include "exchange/preview.h"

#include "base/error.h"
#include "exchange/answer_json.h"
#include "store/journal.h"
#include "store/sheets.h"

/* A preview on its way. */
typedef struct dry_view {
    kho_ledger *ledger;
    kho__buffer *out;
    kho_date date;
    kho__map seen; /* place and lot */
} dry_view;

static void write_text(kho__buffer *out, const char *key, const char *text)
{
    kho__buffer_print(out, "\"%s\":", key);
    kho__buffer_json(out, text);
    kho__buffer_byte(out, ',');
}

static void write_date(kho__buffer *out, const char *key, kho_date date)
{
    kho__buffer_print(out, "\"%s\":", key);
    kho__date_write(out, date);
    kho__buffer_byte(out, ',');
}

static kho_status write_balances(dry_view *preview, int32_t place, kho__key key)
{
    const kho_month month = kho_month_of(preview->date);
    const int day = preview->date - kho_month_first(month) + 1;
    kho__sheet **sheets;
    size_t count;
    int64_t lowest;
    kho_status status;

    /* The entry itself made a sheet of its month. */
    if ((status = kho__sheet_lowest_from(
             preview->ledger, place, key, preview->date, &lowest)) < 0 ||
        (status = kho__sheets_from(preview->ledger, place, month, &sheets, &count)) < 0)
        return status;
    kho__buffer_text(preview->out, "\"balance\":");
    kho__buffer_int(preview->out, kho__sheet_balance(sheets[0], key, day));
    kho__buffer_text(preview->out, ",\"lowest\":");
    kho__buffer_int(preview->out, lowest);
    kho__buffer_text(preview->out, ",\"last\":");
    kho__buffer_int(preview->out, kho__sheet_balance(sheets[count - 1], key, 31));
    return KHO_OK;
}

/* One end of what was taken; the outside world has no balance. */
static kho_status write_end(dry_view *preview, const kho_taken *taken, const char *code)
{
    const kho__catalogue *catalogue = &preview->ledger->catalogue;
    const int32_t place = kho__find_place(catalogue, code),
                  item = kho__find_item(catalogue, taken->item),
                  channel = kho__find_channel(catalogue, taken->channel),
                  id = kho__find_lot(catalogue, item, channel, taken->lot, taken->expiry);
    const uint64_t pair = (uint64_t)place << 32 | (uint32_t)id;
    kho_status status;

    if (!kho__is_physical(kho__place_at(catalogue, place)->as.kind) ||
        kho__map_find_key(&preview->seen, pair) >= 0)
        return KHO_OK;
    kho__buffer_text(preview->out, preview->seen.used > 0 ? ",{" : "{");
    if (!kho__map_put_key(&preview->seen, pair, 1))
        return kho__fail_memory();
    write_text(preview->out, "place", code);
    write_text(preview->out, "item", taken->item);
    write_text(preview->out, "lot", taken->lot);
    write_date(preview->out, "expiry", taken->expiry);
    write_text(preview->out, "channel", taken->channel);
    write_date(preview->out, "date", preview->date);
    status = write_balances(preview, place, kho__lot_key(kho__lot_at(catalogue, id)));
    kho__buffer_byte(preview->out, '}');
    return status;
}

kho_status kho__preview_write(
    kho_ledger *ledger, const kho_answer *answer, kho__buffer *out)
{
    dry_view preview = {.ledger = ledger, .out = out};
    kho__arena arena = {0};
    kho__entry_row row;
    kho_status status = kho__journal_by_seq(ledger, &arena, answer->seq, &row);

    kho__buffer_byte(out, '[');
    if (status == KHO_OK)
        preview.date = row.date;
    for (size_t i = 0; status == KHO_OK && i < answer->taken_count; i++) {
        const kho_taken *taken = &answer->taken[i];

        if ((status = write_end(&preview, taken, taken->from)) == KHO_OK)
            status = write_end(&preview, taken, taken->to);
    }
    kho__buffer_byte(out, ']');
    kho__map_free(&preview.seen);
    kho__arena_free(&arena);
    return status;
}
