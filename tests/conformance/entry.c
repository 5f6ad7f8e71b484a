#include "conformance/entry.h"

#include <stdlib.h>
#include <string.h>

typedef enum field_kind { TEXT, NUMBER, FLAG, DAY, EXPIRY, MONTH, LIST } field_kind;

typedef struct field {
    const char *key;
    field_kind kind;
    size_t at;
} field;

/* clang-format off */
#define AT(type, member) offsetof(type, member)

typedef struct entry_form {
    kho_entry entry;
    const json_t *moves, *observed, *service;
} entry_form;

static const field entry_fields[] = {
    {"uid", TEXT, AT(entry_form, entry.uid)}, {"date", DAY, AT(entry_form, entry.date)},
    {"by", TEXT, AT(entry_form, entry.by)}, {"note", TEXT, AT(entry_form, entry.note)},
    {"late", FLAG, AT(entry_form, entry.late)}, {"reverses", TEXT, AT(entry_form, entry.reverses)},
    {"campaign", TEXT, AT(entry_form, entry.campaign)}, {"moves", LIST, AT(entry_form, moves)},
    {"observed", LIST, AT(entry_form, observed)}, {"service", LIST, AT(entry_form, service)}, {0}};

static const field move_fields[] = {
    {"item", TEXT, AT(kho_move, item)}, {"lot", TEXT, AT(kho_move, lot)},
    {"expiry", EXPIRY, AT(kho_move, expiry)}, {"channel", TEXT, AT(kho_move, channel)},
    {"from", TEXT, AT(kho_move, from)}, {"to", TEXT, AT(kho_move, to)},
    {"quantity", NUMBER, AT(kho_move, quantity)}, {0}};

typedef struct observed_form {
    kho_observation observation;
    const json_t *found, *days_out, *returned;
} observed_form;

static const field observed_fields[] = {
    {"place", TEXT, AT(observed_form, observation.place)}, {"item", TEXT, AT(observed_form, observation.item)},
    {"lot", TEXT, AT(observed_form, observation.lot)}, {"expiry", EXPIRY, AT(observed_form, observation.expiry)},
    {"channel", TEXT, AT(observed_form, observation.channel)}, {"month", MONTH, AT(observed_form, observation.month)},
    {"found", LIST, AT(observed_form, found)}, {"days_out", LIST, AT(observed_form, days_out)},
    {"returned", LIST, AT(observed_form, returned)}, {0}};

typedef struct service_form {
    kho_service service;
    const char *kind, *mode, *new_to;
    const json_t *method;
} service_form;

static const field service_fields[] = {
    {"place", TEXT, AT(service_form, service.place)}, {"method", LIST, AT(service_form, method)},
    {"kind", TEXT, AT(service_form, kind)}, {"mode", TEXT, AT(service_form, mode)},
    {"new", TEXT, AT(service_form, new_to)}, {"clients", NUMBER, AT(service_form, service.clients)},
    {"age", TEXT, AT(service_form, service.age)}, {"client", TEXT, AT(service_form, service.client)}, {0}};
/* clang-format on */

static bool read_expiry(const char *text, kho_date *out)
{
    kho_month month;

    if (kho_date_parse(text, out) == KHO_OK)
        return true;
    if (kho_month_parse(text, &month) != KHO_OK)
        return false;
    *out = kho_month_last(month);
    return true;
}

static bool read_field(const json_t *value, field_kind kind, char *at)
{
    const char *text = json_string_value(value);

    switch (kind) {
    case TEXT:
        *(const char **)at = text;
        /* What C's strings can't hold isn't said by a structure. */
        return text && strlen(text) == json_string_length(value);
    case NUMBER:
        *(int64_t *)at = json_integer_value(value);
        return json_is_integer(value);
    case FLAG:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value);
    case DAY:
        return text && kho_date_parse(text, (kho_date *)at) == KHO_OK;
    case EXPIRY:
        return text && read_expiry(text, (kho_date *)at);
    case MONTH:
        return text && kho_month_parse(text, (kho_month *)at) == KHO_OK;
    case LIST:
        *(const json_t **)at = value;
        return true;
    }
    return false;
}

static bool read_fields(const json_t *map, const field *fields, void *out)
{
    json_t *value;
    const char *key;

    if (!json_is_object(map))
        return false;
    json_object_foreach((json_t *)map, key, value)
    {
        const field *at = fields;

        while (at->key && strcmp(at->key, key) != 0)
            at++;
        if (!at->key || ((!json_is_null(value) || at->kind == LIST) &&
                            !read_field(value, at->kind, (char *)out + at->at)))
            return false;
    }
    return true;
}

static bool read_move(const json_t *map, kho_move *out)
{
    *out = (kho_move)KHO_MOVE_INIT;
    return read_fields(map, move_fields, out) && out->item && out->from && out->to &&
           json_object_get(map, "quantity");
}

static bool read_observed(const json_t *map, kho_observation *out)
{
    observed_form form = {.observation = KHO_OBSERVATION_INIT};
    const json_t *value;

    if (!read_fields(map, observed_fields, &form) ||
        !!form.found + !!form.days_out + !!form.returned != 1)
        return false;
    *out = form.observation;
    value = form.found ? form.found : form.days_out ? form.days_out : form.returned;
    out->kind = form.found ? KHO_FOUND : form.days_out ? KHO_DAYS_OUT : KHO_RETURNED;
    out->value = json_is_null(value) ? -1 : json_integer_value(value);
    if (out->kind == KHO_FOUND ? out->month != KHO_NO_MONTH
                               : out->lot || out->expiry != KHO_NO_DATE)
        return false;
    return json_is_integer(value) || (form.returned && json_is_null(value));
}

/* The code of a word; -1 where it is none. */
static int word_at(const char *word, int count, const char *(*of)(int))
{
    for (int i = 0; i < count; i++) {
        if (of(i) && strcmp(of(i), word) == 0)
            return i;
    }
    return -1;
}

static const char *kind_word(int code)
{
    return kho_service_kind_word((kho_service_kind)code);
}

static const char *mode_word(int code)
{
    return kho_service_mode_word((kho_service_mode)code);
}

static const char *new_word(int code)
{
    return kho_new_to_word((kho_new_to)code);
}

static bool read_method(const json_t *value, kho_method *out)
{
    *out = json_is_string(value) ? kho_method_parse(json_string_value(value))
                                 : (kho_method)json_integer_value(value);
    return json_is_string(value) || json_is_integer(value) ? *out < KHO_METHODS : false;
}

static bool read_service(const json_t *map, kho_service *out)
{
    service_form form = {.service = KHO_SERVICE_INIT};
    int kind, mode, new_to;

    if (!read_fields(map, service_fields, &form) || !form.kind || !form.method ||
        !read_method(form.method, &form.service.method))
        return false;
    kind = word_at(form.kind, KHO_SERVICE_KINDS, kind_word);
    mode = form.mode ? word_at(form.mode, KHO_SERVICE_MODES, mode_word) : KHO_FIXED;
    new_to = form.new_to ? word_at(form.new_to, KHO_NEW_MEANINGS, new_word) : KHO_NOT_NEW;
    if (kind < 0 || mode < 0 || new_to < 0)
        return false;
    *out = form.service;
    out->kind = (kho_service_kind)kind;
    out->mode = (kho_service_mode)mode;
    out->new_to = (kho_new_to)new_to;
    return true;
}

static bool read_parts(const entry_form *form, case_entry *out)
{
    const json_t *services = form->service;
    size_t i;

    if ((form->moves && !json_is_array(form->moves)) ||
        (form->observed && !json_is_array(form->observed)))
        return false;
    out->moves = calloc(json_array_size(form->moves) + 1, sizeof(*out->moves));
    out->observed = calloc(json_array_size(form->observed) + 1, sizeof(*out->observed));
    out->services = calloc(json_array_size(services) + 1, sizeof(*out->services));
    for (i = 0; i < json_array_size(form->moves); i++) {
        if (!read_move(json_array_get(form->moves, i), &out->moves[i]))
            return false;
    }
    for (i = 0; i < json_array_size(form->observed); i++) {
        if (!read_observed(json_array_get(form->observed, i), &out->observed[i]))
            return false;
    }
    if (json_is_object(services)) {
        out->entry.service_count = 1;
        return read_service(services, out->services);
    }
    for (i = 0; i < json_array_size(services); i++) {
        if (!read_service(json_array_get(services, i), &out->services[i]))
            return false;
    }
    out->entry.service_count = json_array_size(services);
    return !services || json_is_array(services);
}

bool case_entry_read(const json_t *json, case_entry *out)
{
    entry_form form = {.entry = KHO_ENTRY_INIT};

    *out = (case_entry){.entry = KHO_ENTRY_INIT};
    if (!read_fields(json, entry_fields, &form))
        return false;
    out->entry = form.entry;
    if (!read_parts(&form, out))
        return false;
    out->entry.moves = out->moves;
    out->entry.move_count = json_array_size(form.moves);
    out->entry.observed = out->observed;
    out->entry.observed_count = json_array_size(form.observed);
    out->entry.services = out->services;
    return true;
}

void case_entry_free(case_entry *entry)
{
    free(entry->moves);
    free(entry->observed);
    free(entry->services);
}
