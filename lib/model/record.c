#include "model/record.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/kept_json.h"
#include "model/record_service.h"

static void write_text(kho__buffer *out, const char *key, const char *text)
{
    if (!text)
        return;
    kho__buffer_key(out, key);
    kho__buffer_json(out, text);
}

static void write_date(kho__buffer *out, kho_date date)
{
    char day[16];

    if (date == KHO_NO_DATE) {
        kho__buffer_text(out, "null");
        return;
    }
    kho__buffer_byte(out, '"');
    kho__buffer_text(out, kho_date_format(date, day));
    kho__buffer_byte(out, '"');
}

static void write_part(kho__buffer *out, const kho__part_taken *part)
{
    kho__buffer_byte(out, '[');
    kho__buffer_json(out, part->lot);
    kho__buffer_byte(out, ',');
    write_date(out, part->expiry);
    kho__buffer_byte(out, ',');
    kho__buffer_int(out, part->quantity);
    kho__buffer_byte(out, ']');
}

/* What was taken is what was asked for: one lot, named in full. */
static bool taken_as_asked(const kho__record_move *move)
{
    return move->taken_count == 1 && move->asked.lot &&
           strcmp(move->asked.lot, move->taken[0].lot) == 0 &&
           move->asked.expiry == move->taken[0].expiry;
}

static void write_move(kho__buffer *out, const kho__record_move *move)
{
    const kho_move *asked = &move->asked;
    const char *const codes[] = {asked->item, asked->channel, asked->from, asked->to};

    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
        kho__buffer_json(out, codes[i]);
        kho__buffer_byte(out, ',');
    }
    kho__buffer_int(out, asked->quantity);
    kho__buffer_byte(out, ',');
    kho__buffer_json(out, asked->lot);
    kho__buffer_byte(out, ',');
    write_date(out, asked->expiry);
    if (!taken_as_asked(move)) {
        kho__buffer_text(out, ",[");
        for (size_t i = 0; i < move->taken_count; i++) {
            if (i)
                kho__buffer_byte(out, ',');
            write_part(out, &move->taken[i]);
        }
        kho__buffer_byte(out, ']');
    }
    kho__buffer_byte(out, ']');
}

/* The words of observations, in the body and in messages. */
static const char *const kinds[] = {
    [KHO_FOUND] = "found", [KHO_DAYS_OUT] = "days_out", [KHO_RETURNED] = "returned"};

static void write_observation(
    kho__buffer *out, const kho__record_observation *observation)
{
    const kho_observation *asked = &observation->asked;
    const char *const texts[] = {
        kinds[asked->kind], asked->place, asked->item, asked->channel};
    char month[16];

    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        kho__buffer_json(out, texts[i]);
        kho__buffer_byte(out, ',');
    }
    kho__buffer_int(out, asked->value);
    kho__buffer_byte(out, ',');
    if (asked->kind != KHO_FOUND) {
        kho__buffer_json(out, kho_month_format(asked->month, month));
    } else {
        kho__buffer_json(out, asked->lot);
        kho__buffer_byte(out, ',');
        write_date(out, asked->expiry);
        kho__buffer_byte(out, ',');
        write_part(out, &observation->counted);
    }
    kho__buffer_byte(out, ']');
}

static void write_moves(
    kho__buffer *out, const char *key, const kho__record_move *moves, size_t count)
{
    if (!count)
        return;
    kho__buffer_key(out, key);
    kho__buffer_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            kho__buffer_byte(out, ',');
        write_move(out, &moves[i]);
    }
    kho__buffer_byte(out, ']');
}

static const char *const part_keys[KHO__PARTS] = {"catalogue", "rules", "closing"};

void kho__record_write(const kho__record *record, kho__buffer *out)
{
    kho__buffer_byte(out, '{');
    write_text(out, "by", record->by);
    write_text(out, "note", record->note);
    if (record->late) {
        kho__buffer_key(out, "late");
        kho__buffer_text(out, "true");
    }
    write_text(out, "reverses", record->reverses);
    write_moves(out, "moves", record->moves, record->move_count);
    write_moves(out, "undone", record->undone, record->undone_count);
    if (record->observed_count) {
        kho__buffer_key(out, "observed");
        kho__buffer_byte(out, '[');
        for (size_t i = 0; i < record->observed_count; i++) {
            if (i)
                kho__buffer_byte(out, ',');
            write_observation(out, &record->observed[i]);
        }
        kho__buffer_byte(out, ']');
    }
    if (record->service_count) {
        kho__buffer_key(out, "services");
        kho__services_write(out, record->services, record->service_count);
    }
    write_text(out, "campaign", record->campaign);
    for (size_t i = 0; i < KHO__PARTS; i++) {
        if (record->parts[i]) {
            kho__buffer_key(out, part_keys[i]);
            kho__buffer_text(out, record->parts[i]);
        }
    }
    kho__buffer_byte(out, '}');
}

const char *kho__record_part_key(const kho__record *record)
{
    for (size_t i = 0; i < KHO__PARTS; i++) {
        if (record->nodes[i])
            return part_keys[i];
    }
    return NULL;
}

static kho_status malformed(void)
{
    return kho__fail(
        KHO_EDAMAGED, "an entry's body is malformed", "nội dung bút toán bị hỏng");
}

static kho_date read_date(kho__kept *in)
{
    const char *text = kho__kept_text_or_null(in);
    kho_date date = KHO_NO_DATE;

    if (text && kho_date_parse(text, &date) < 0)
        kho__kept_fail(in);
    return date;
}

static kho__part_taken read_part(kho__kept *in)
{
    kho__part_taken out;

    kho__kept_must(in, "[");
    out.lot = kho__kept_text(in);
    kho__kept_must(in, ",");
    out.expiry = read_date(in);
    kho__kept_must(in, ",");
    out.quantity = kho__kept_int(in);
    kho__kept_must(in, "]");
    return out;
}

static void add_taken(
    kho__arena *arena, kho__record_move *out, const kho__part_taken *part)
{
    if (kho__arena_more(
            arena, (void **)&out->taken, out->taken_count, sizeof(*out->taken)))
        out->taken[out->taken_count++] = *part;
}

/* What was taken; it is left out where it is what was asked for. */
static void read_taken(kho__kept *in, kho__arena *arena, kho__record_move *out)
{
    kho__part_taken part = {out->asked.lot, out->asked.expiry, out->asked.quantity};

    if (!kho__kept_is(in, ',')) {
        if (!part.lot)
            kho__kept_fail(in);
        add_taken(arena, out, &part);
        return;
    }
    kho__kept_must(in, "[");
    if (kho__kept_is(in, ']'))
        return;
    do {
        part = read_part(in);
        add_taken(arena, out, &part);
    } while (kho__kept_is(in, ','));
    kho__kept_must(in, "]");
}

/* Texts that nothing may leave out, each with the comma behind it. */
static void read_codes(kho__kept *in, const char **const *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *out[i] = kho__kept_text(in);
        kho__kept_must(in, ",");
    }
}

static kho__record_move read_move(kho__kept *in, kho__arena *arena)
{
    kho__record_move out = {.taken = NULL};
    kho_move *asked = &out.asked;
    const char **const codes[] = {
        &asked->item, &asked->channel, &asked->from, &asked->to};

    kho__kept_must(in, "[");
    read_codes(in, codes, sizeof(codes) / sizeof(*codes));
    asked->quantity = kho__kept_int(in);
    kho__kept_must(in, ",");
    asked->lot = kho__kept_text_or_null(in);
    kho__kept_must(in, ",");
    asked->expiry = read_date(in);
    read_taken(in, arena, &out);
    kho__kept_must(in, "]");
    return out;
}

static kho_observed_kind read_kind(kho__kept *in, const char *word)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcmp(word, kinds[i]) == 0)
            return (kho_observed_kind)i;
    }
    kho__kept_fail(in);
    return KHO_FOUND;
}

static kho__record_observation read_observation(kho__kept *in)
{
    kho__record_observation out = {
        .asked = {.expiry = KHO_NO_DATE, .month = KHO_NO_MONTH}
    };
    kho_observation *asked = &out.asked;
    const char *kind;
    const char **const codes[] = {&kind, &asked->place, &asked->item, &asked->channel};

    kho__kept_must(in, "[");
    read_codes(in, codes, sizeof(codes) / sizeof(*codes));
    asked->kind = read_kind(in, kind);
    asked->value = kho__kept_int(in);
    kho__kept_must(in, ",");
    if (asked->kind != KHO_FOUND) {
        if (kho_month_parse(kho__kept_text(in), &asked->month) < 0)
            kho__kept_fail(in);
    } else {
        asked->lot = kho__kept_text_or_null(in);
        kho__kept_must(in, ",");
        asked->expiry = read_date(in);
        kho__kept_must(in, ",");
        out.counted = read_part(in);
    }
    kho__kept_must(in, "]");
    return out;
}

static void read_moves(
    kho__kept *in, kho__arena *arena, kho__record_move **out, size_t *count)
{
    kho__kept_must(in, "[");
    do {
        if (kho__arena_more(arena, (void **)out, *count, sizeof(**out)))
            (*out)[(*count)++] = read_move(in, arena);
    } while (kho__kept_is(in, ','));
    kho__kept_must(in, "]");
}

static void read_observed(kho__kept *in, kho__arena *arena, kho__record *out)
{
    kho__kept_must(in, "[");
    do {
        if (kho__arena_more(arena, (void **)&out->observed, out->observed_count,
                sizeof(*out->observed)))
            out->observed[out->observed_count++] = read_observation(in);
    } while (kho__kept_is(in, ','));
    kho__kept_must(in, "]");
}

static const char *read_header(kho__kept *in, const char *key)
{
    return kho__kept_key(in, key) ? kho__kept_text(in) : NULL;
}

/* In the order in which kho__record_write() writes. */
static void read_body(kho__kept *in, kho__arena *arena, kho__record *out)
{
    kho__kept_must(in, "{");
    out->by = read_header(in, "by");
    out->note = read_header(in, "note");
    if ((out->late = kho__kept_key(in, "late")))
        kho__kept_must(in, "true");
    out->reverses = read_header(in, "reverses");
    if (kho__kept_key(in, "moves"))
        read_moves(in, arena, &out->moves, &out->move_count);
    if (kho__kept_key(in, "undone"))
        read_moves(in, arena, &out->undone, &out->undone_count);
    if (kho__kept_key(in, "observed"))
        read_observed(in, arena, out);
    if (kho__kept_key(in, "services"))
        kho__services_read(in, arena, &out->services, &out->service_count);
    out->campaign = read_header(in, "campaign");
    for (size_t i = 0; i < KHO__PARTS; i++) {
        if (kho__kept_key(in, part_keys[i]))
            out->nodes[i] = kho__kept_object(in);
    }
    kho__kept_must(in, "}");
}

kho_status kho__record_read(
    kho__arena *arena, const char *body, size_t size, kho__record *out)
{
    kho__kept in;
    kho_status status;

    *out = (kho__record){0};
    kho__kept_begin(&in, arena, body, size);
    read_body(&in, arena, out);
    if ((status = kho__kept_end(&in)) == KHO_OK && !arena->failed)
        return KHO_OK;
    kho__record_free(out);
    return status == KHO_EMEMORY || arena->failed ? kho__fail_memory() : malformed();
}

void kho__record_free(kho__record *record)
{
    for (size_t i = 0; i < KHO__PARTS; i++)
        json_decref(record->nodes[i]);
    *record = (kho__record){0};
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static const char *move_difference(const kho_move *a, const kho_move *b)
{
    return !same(a->item, b->item)         ? "item"
           : !same(a->lot, b->lot)         ? "lot"
           : a->expiry != b->expiry        ? "expiry"
           : !same(a->channel, b->channel) ? "channel"
           : !same(a->from, b->from)       ? "from"
           : !same(a->to, b->to)           ? "to"
           : a->quantity != b->quantity    ? "quantity"
                                           : NULL;
}

static const char *observation_difference(
    const kho_observation *a, const kho_observation *b)
{
    return a->kind != b->kind              ? "kind"
           : !same(a->place, b->place)     ? "place"
           : !same(a->item, b->item)       ? "item"
           : !same(a->lot, b->lot)         ? "lot"
           : a->expiry != b->expiry        ? "expiry"
           : !same(a->channel, b->channel) ? "channel"
           : a->value != b->value          ? kinds[a->kind]
           : a->month != b->month          ? "month"
                                           : NULL;
}

const char *kho__record_difference(
    const kho__record *a, const kho__record *b, char *buffer, size_t size)
{
    const char *field;

    if (!same(a->by, b->by))
        return "by";
    if (!same(a->note, b->note))
        return "note";
    if (!same(a->reverses, b->reverses))
        return "reverses";
    if (a->late != b->late)
        return "late";
    for (size_t i = 0; i < a->move_count && i < b->move_count; i++) {
        if ((field = move_difference(&a->moves[i].asked, &b->moves[i].asked))) {
            snprintf(buffer, size, "moves[%zu].%s", i, field);
            return buffer;
        }
    }
    if (a->move_count != b->move_count)
        return "moves";
    for (size_t i = 0; i < a->observed_count && i < b->observed_count; i++) {
        if ((field = observation_difference(
                 &a->observed[i].asked, &b->observed[i].asked))) {
            snprintf(buffer, size, "observed[%zu].%s", i, field);
            return buffer;
        }
    }
    if (a->observed_count != b->observed_count)
        return "observed";
    for (size_t i = 0; i < a->service_count && i < b->service_count; i++) {
        if ((field = kho__service_difference(&a->services[i], &b->services[i])))
            return kho__service_field(buffer, size,
                a->service_count > 1 ? a->service_count : b->service_count, i, field);
    }
    return a->service_count != b->service_count ? "service"
           : !same(a->campaign, b->campaign)    ? "campaign"
                                                : NULL;
}
