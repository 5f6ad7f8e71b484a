#include "exchange/answer_json.h"

#include <kho/exchange.h>

#include "base/error.h"

static void write_text(kho__buffer *out, const char *key, const char *text)
{
    kho__buffer_key(out, key);
    kho__buffer_json(out, text);
}

/* Quantities that nothing is known of are -1. */
static void write_known(kho__buffer *out, const char *key, int64_t quantity)
{
    kho__buffer_key(out, key);
    if (quantity < 0)
        kho__buffer_text(out, "null");
    else
        kho__buffer_int(out, quantity);
}

void kho__date_write(kho__buffer *out, kho_date date)
{
    char text[16];

    kho__buffer_json(out, date == KHO_NO_DATE ? NULL : kho_date_format(date, text));
}

static void write_date(kho__buffer *out, const char *key, kho_date date)
{
    kho__buffer_key(out, key);
    kho__date_write(out, date);
}

static void write_warning(kho__buffer *out, const kho_warning *warning)
{
    kho__buffer_byte(out, '{');
    write_text(out, "code", warning->code);
    write_text(out, "message", warning->message);
    kho__buffer_byte(out, '}');
}

static void write_taken(kho__buffer *out, const kho_taken *taken)
{
    kho__buffer_byte(out, '{');
    kho__buffer_key(out, "move");
    kho__buffer_int(out, (int64_t)taken->move);
    write_text(out, "item", taken->item);
    write_text(out, "lot", taken->lot);
    write_date(out, "expiry", taken->expiry);
    write_text(out, "channel", taken->channel);
    write_text(out, "from", taken->from);
    write_text(out, "to", taken->to);
    kho__buffer_key(out, "quantity");
    kho__buffer_int(out, taken->quantity);
    kho__buffer_byte(out, '}');
}

static void write_change(kho__buffer *out, const kho_change *change, const char *after)
{
    kho__buffer_byte(out, '{');
    write_text(out, "place", change->place);
    write_text(out, "item", change->item);
    write_text(out, "lot", change->lot);
    write_date(out, "expiry", change->expiry);
    write_text(out, "channel", change->channel);
    kho__buffer_key(out, "before");
    kho__buffer_int(out, change->before);
    kho__buffer_key(out, after);
    kho__buffer_int(out, change->after);
    kho__buffer_key(out, "lowest");
    kho__buffer_int(out, change->lowest);
    kho__buffer_byte(out, '}');
}

static void write_changes(
    kho__buffer *out, const kho_answer *answer, const char *key, const char *after)
{
    kho__buffer_key(out, key);
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < answer->change_count; i++) {
        kho__buffer_text(out, i > 0 ? "," : "");
        write_change(out, &answer->changes[i], after);
    }
    kho__buffer_byte(out, ']');
}

void kho__answer_balances(kho__buffer *out, const kho_answer *answer)
{
    write_changes(out, answer, "balances", "balance");
}

void kho__answer_begin(kho__buffer *out, const kho_answer *answer)
{
    kho__buffer_byte(out, '{');
    write_text(out, "uid", answer->uid);
    kho__buffer_key(out, "seq");
    kho__buffer_int(out, answer->seq);
    write_text(out, "status", answer->existing ? "existing" : "posted");
    kho__buffer_key(out, "warnings");
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < answer->warning_count; i++) {
        kho__buffer_text(out, i > 0 ? "," : "");
        write_warning(out, &answer->warnings[i]);
    }
    kho__buffer_byte(out, ']');
    kho__buffer_key(out, "taken");
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < answer->taken_count; i++) {
        kho__buffer_text(out, i > 0 ? "," : "");
        write_taken(out, &answer->taken[i]);
    }
    kho__buffer_byte(out, ']');
}

void kho__answer_write(kho__buffer *out, const kho_answer *answer)
{
    kho__answer_begin(out, answer);
    kho__buffer_byte(out, '}');
}

static void write_refused_lot(kho__buffer *out, const kho_refused_lot *lot)
{
    kho__buffer_byte(out, '{');
    write_text(out, "lot", lot->lot);
    write_date(out, "expiry", lot->expiry);
    write_text(out, "channel", lot->channel);
    write_known(out, "quantity", lot->quantity);
    write_text(out, "why", lot->why);
    kho__buffer_byte(out, '}');
}

static void write_refusal(kho__buffer *out, const kho_refusal *refusal)
{
    kho__buffer_byte(out, '{');
    kho__buffer_key(out, "index");
    kho__buffer_int(out, (int64_t)refusal->index);
    write_text(out, "status", kho_status_word(refusal->status));
    write_text(out, "place", refusal->place);
    write_text(out, "item", refusal->item);
    write_text(out, "lot", refusal->lot);
    write_date(out, "date", refusal->date);
    write_known(out, "need", refusal->need);
    write_known(out, "have", refusal->have);
    kho__buffer_key(out, "lots");
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < refusal->lot_count; i++) {
        kho__buffer_text(out, i > 0 ? "," : "");
        write_refused_lot(out, &refusal->lots[i]);
    }
    kho__buffer_byte(out, ']');
    write_text(out, "message", refusal->message);
    kho__buffer_byte(out, '}');
}

void kho__error_write(kho__buffer *out)
{
    const kho_error *error = kho_error_last();

    kho__buffer_byte(out, '{');
    write_text(out, "status", kho_status_word(error->status));
    write_text(out, "message", error->message);
    kho__buffer_key(out, "moves");
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < error->refusal_count; i++) {
        kho__buffer_text(out, i > 0 ? "," : "");
        write_refusal(out, &error->refusals[i]);
    }
    kho__buffer_text(out, "]}");
}

bool kho__is_refusal(kho_status status)
{
    switch (status) {
    case KHO_ESHORT:
    case KHO_ECONFLICT:
    case KHO_ECLOSED:
    case KHO_ENOTFOUND:
    case KHO_EROUTE:
    case KHO_EAMBIGUOUS:
    case KHO_EEXPIRED:
    case KHO_EINVALID:
    case KHO_EEXISTS:
    case KHO_EOVERFLOW:
        return true;
    default:
        return false;
    }
}

kho_status kho__answer_give(kho__buffer *out, kho_sink sink, void *context)
{
    kho_status status;

    kho__buffer_byte(out, '\n');
    status = kho__buffer_status(out);
    if (status == KHO_OK && sink(context, out->bytes, out->size) != 0)
        status = kho__fail(
            KHO_ESTORAGE, "the answer could not be written", "không ghi được kết quả");
    kho__buffer_free(out);
    return status;
}

kho_status kho_error_json(kho_sink sink, void *context)
{
    kho__buffer out = {0};

    kho__buffer_text(&out, "{\"error\":");
    kho__error_write(&out);
    kho__buffer_byte(&out, '}');
    return kho__answer_give(&out, sink, context);
}

kho_status kho_answer_json(
    const kho_answer *answer, bool changes, kho_sink sink, void *context)
{
    kho__buffer out = {0};

    kho__answer_begin(&out, answer);
    if (changes)
        write_changes(&out, answer, "changes", "after");
    kho__buffer_byte(&out, '}');
    return kho__answer_give(&out, sink, context);
}
