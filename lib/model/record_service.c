#include "model/record_service.h"

#include <string.h>

#include "model/service.h"

void kho__services_write(kho__buffer *out, const kho_service *services, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const kho_service *at = &services[i];

        kho__buffer_text(out, i ? ",[" : "[[");
        kho__buffer_json(out, at->place);
        kho__buffer_print(out, ",%d,", (int)at->method);
        kho__buffer_json(out, kho_service_kind_word(at->kind));
        kho__buffer_byte(out, ',');
        kho__buffer_json(out, kho_service_mode_word(at->mode));
        kho__buffer_byte(out, ',');
        kho__buffer_json(out, kho_new_to_word(at->new_to));
        kho__buffer_byte(out, ',');
        kho__buffer_int(out, at->clients);
        kho__buffer_byte(out, ',');
        kho__buffer_json(out, at->age);
        kho__buffer_byte(out, ']');
    }
    kho__buffer_byte(out, ']');
}

/* The index of a word; false where it is none of them. */
static bool read_word(const json_t *value, const kho__name *names, int *out)
{
    const char *text = json_string_value(value);
    const kho__name *name = text ? kho__name_find(names, text) : NULL;

    *out = name ? (int)(name - names) : 0;
    return name;
}

static bool read_service(const json_t *array, kho_service *out)
{
    const json_t *method = json_array_get(array, 1), *new_to = json_array_get(array, 4),
                 *clients = json_array_get(array, 5), *age = json_array_get(array, 6);
    int kind, mode, meaning = KHO_NOT_NEW;
    kho__ages ages;

    *out = (kho_service){.place = json_string_value(json_array_get(array, 0)),
        .method = (kho_method)json_integer_value(method),
        .clients = json_integer_value(clients),
        .age = json_string_value(age)};
    if (!out->place || !json_is_integer(method) || json_integer_value(method) < 0 ||
        json_integer_value(method) >= KHO_METHODS || !json_is_integer(clients) ||
        !read_word(json_array_get(array, 2), kho__service_kind_names, &kind) ||
        !read_word(json_array_get(array, 3), kho__service_mode_names, &mode) ||
        (!json_is_null(new_to) && !read_word(new_to, kho__new_to_names, &meaning)) ||
        (out->age ? !kho__ages_parse(out->age, &ages) : !json_is_null(age)) ||
        out->clients < 1 || (kind == KHO_NEW) != (meaning != KHO_NOT_NEW))
        return false;
    out->kind = (kho_service_kind)kind;
    out->mode = (kho_service_mode)mode;
    out->new_to = (kho_new_to)meaning;
    return true;
}

bool kho__services_read(
    kho__arena *arena, const json_t *array, kho_service **out, size_t *count)
{
    *count = json_array_size(array);
    if (!*count)
        return !array;
    if (!(*out = kho__arena_take(arena, *count * sizeof(**out))))
        return false;
    for (size_t i = 0; i < *count; i++) {
        if (!read_service(json_array_get(array, i), &(*out)[i]))
            return false;
    }
    return true;
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

const char *kho__service_difference(const kho_service *a, const kho_service *b)
{
    return !same(a->place, b->place)  ? "place"
           : a->method != b->method   ? "method"
           : a->kind != b->kind       ? "kind"
           : a->mode != b->mode       ? "mode"
           : a->new_to != b->new_to   ? "new"
           : a->clients != b->clients ? "clients"
           : !same(a->age, b->age)    ? "age"
                                      : NULL;
}
