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

static bool read_text(const json_t *array, size_t i, const char **out)
{
    const json_t *value = json_array_get(array, i);

    *out = json_string_value(value);
    return *out || json_is_null(value);
}

static bool read_date(const json_t *array, size_t i, kho_date *out)
{
    const char *text;

    *out = KHO_NO_DATE;
    return read_text(array, i, &text) && (!text || kho_date_parse(text, out) == KHO_OK);
}

static bool read_quantity(const json_t *array, size_t i, int64_t *out)
{
    const json_t *value = json_array_get(array, i);

    *out = json_integer_value(value);
    return json_is_integer(value);
}

static bool read_part(const json_t *array, kho__part_taken *out)
{
    return read_text(array, 0, &out->lot) && out->lot &&
           read_date(array, 1, &out->expiry) && read_quantity(array, 2, &out->quantity);
}

static bool read_taken(kho__arena *arena, const json_t *parts, kho__record_move *out)
{
    out->taken_count = parts ? json_array_size(parts) : 1;
    out->taken = kho__arena_take(arena, (out->taken_count + 1) * sizeof(*out->taken));
    if (!out->taken || (parts && !json_is_array(parts)))
        return false;
    if (!parts) {
        out->taken[0] =
            (kho__part_taken){out->asked.lot, out->asked.expiry, out->asked.quantity};
        return out->asked.lot;
    }
    for (size_t i = 0; i < out->taken_count; i++) {
        if (!read_part(json_array_get(parts, i), &out->taken[i]))
            return false;
    }
    return true;
}

static bool read_move(kho__arena *arena, const json_t *array, kho__record_move *out)
{
    kho_move *asked = &out->asked;

    return read_text(array, 0, &asked->item) && asked->item &&
           read_text(array, 1, &asked->channel) && asked->channel &&
           read_text(array, 2, &asked->from) && asked->from &&
           read_text(array, 3, &asked->to) && asked->to &&
           read_quantity(array, 4, &asked->quantity) &&
           read_text(array, 5, &asked->lot) && read_date(array, 6, &asked->expiry) &&
           read_taken(arena, json_array_get(array, 7), out);
}

static bool read_observation(const json_t *array, kho__record_observation *out)
{
    kho_observation *asked = &out->asked;
    const char *kind, *month;

    if (!read_text(array, 0, &kind) || !kind || !read_text(array, 1, &asked->place) ||
        !asked->place || !read_text(array, 2, &asked->item) || !asked->item ||
        !read_text(array, 3, &asked->channel) || !asked->channel ||
        !read_quantity(array, 4, &asked->value))
        return false;
    asked->expiry = KHO_NO_DATE;
    asked->month = KHO_NO_MONTH;
    if (strcmp(kind, kinds[KHO_FOUND]) != 0) {
        asked->kind =
            strcmp(kind, kinds[KHO_RETURNED]) == 0 ? KHO_RETURNED : KHO_DAYS_OUT;
        return strcmp(kind, kinds[asked->kind]) == 0 && read_text(array, 5, &month) &&
               month && kho_month_parse(month, &asked->month) == KHO_OK;
    }
    asked->kind = KHO_FOUND;
    return read_text(array, 5, &asked->lot) && read_date(array, 6, &asked->expiry) &&
           read_part(json_array_get(array, 7), &out->counted);
}

static bool read_moves(kho__arena *arena, const json_t *root, const char *key,
    kho__record_move **out, size_t *count)
{
    const json_t *array = json_object_get(root, key);

    *count = json_array_size(array);
    if (!*count)
        return !array;
    if (!(*out = kho__arena_take(arena, *count * sizeof(**out))))
        return false;
    for (size_t i = 0; i < *count; i++) {
        if (!read_move(arena, json_array_get(array, i), &(*out)[i]))
            return false;
    }
    return true;
}

static bool read_observed(kho__arena *arena, const json_t *root, kho__record *out)
{
    const json_t *array = json_object_get(root, "observed");

    out->observed_count = json_array_size(array);
    if (!out->observed_count)
        return !array;
    out->observed = kho__arena_take(arena, out->observed_count * sizeof(*out->observed));
    if (!out->observed)
        return false;
    for (size_t i = 0; i < out->observed_count; i++) {
        if (!read_observation(json_array_get(array, i), &out->observed[i]))
            return false;
    }
    return true;
}

/* A text of the header: absent, or a text. */
static bool read_header(const json_t *root, const char *key, const char **out)
{
    const json_t *value = json_object_get(root, key);

    *out = json_string_value(value);
    return *out || !value;
}

static bool read_parts(const json_t *root, kho__record *out)
{
    for (size_t i = 0; i < KHO__PARTS; i++) {
        out->nodes[i] = json_object_get(root, part_keys[i]);
        if (out->nodes[i] && !json_is_object(out->nodes[i]))
            return false;
    }
    return true;
}

static bool read_root(kho__arena *arena, const json_t *root, kho__record *out)
{
    const json_t *late = json_object_get(root, "late");

    out->late = json_is_true(late);
    return json_is_object(root) && read_header(root, "by", &out->by) &&
           read_header(root, "note", &out->note) &&
           read_header(root, "reverses", &out->reverses) && (out->late || !late) &&
           read_moves(arena, root, "moves", &out->moves, &out->move_count) &&
           read_moves(arena, root, "undone", &out->undone, &out->undone_count) &&
           read_observed(arena, root, out) &&
           kho__services_read(arena, json_object_get(root, "services"), &out->services,
               &out->service_count) &&
           read_header(root, "campaign", &out->campaign) && read_parts(root, out);
}

kho_status kho__record_read(
    kho__arena *arena, const char *body, size_t size, kho__record *out)
{
    *out = (kho__record){0};
    const kho_status status = kho__kept_json(body, size, &out->root);

    if (status == KHO_OK && read_root(arena, out->root, out))
        return KHO_OK;
    kho__record_free(out);
    return status == KHO_EMEMORY ? status
           : arena->failed       ? kho__fail_memory()
                                 : malformed();
}

void kho__record_free(kho__record *record)
{
    json_decref(record->root);
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
        if ((field = kho__service_difference(&a->services[i], &b->services[i]))) {
            snprintf(buffer, size, "services[%zu].%s", i, field);
            return buffer;
        }
    }
    return a->service_count != b->service_count ? "services"
           : !same(a->campaign, b->campaign)    ? "campaign"
                                                : NULL;
}
