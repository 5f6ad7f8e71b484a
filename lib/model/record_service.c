#include "model/record_service.h"

#include <stdio.h>
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

/* The index of the word that is next. */
static int read_word(kho__kept *in, const kho__name *names)
{
    const kho__name *name = kho__name_find(names, kho__kept_text(in));

    if (!name)
        kho__kept_fail(in);
    return name ? (int)(name - names) : 0;
}

/* One word for "not new", which stands for nothing: null. */
static int read_new_to(kho__kept *in)
{
    if (*in->at == '"')
        return read_word(in, kho__new_to_names);
    kho__kept_must(in, "null");
    return KHO_NOT_NEW;
}

static kho_service read_service(kho__kept *in)
{
    kho_service out = {.clients = 0};
    kho__ages ages;
    int64_t method;

    kho__kept_must(in, "[");
    out.place = kho__kept_text(in);
    kho__kept_must(in, ",");
    method = kho__kept_int(in);
    kho__kept_must(in, ",");
    out.kind = (kho_service_kind)read_word(in, kho__service_kind_names);
    kho__kept_must(in, ",");
    out.mode = (kho_service_mode)read_word(in, kho__service_mode_names);
    kho__kept_must(in, ",");
    out.new_to = (kho_new_to)read_new_to(in);
    kho__kept_must(in, ",");
    out.clients = kho__kept_int(in);
    kho__kept_must(in, ",");
    out.age = kho__kept_text_or_null(in);
    kho__kept_must(in, "]");
    if (method < 0 || method >= KHO_METHODS || out.clients < 1 ||
        (out.kind == KHO_NEW) != (out.new_to != KHO_NOT_NEW) ||
        (out.age && !kho__ages_parse(out.age, &ages)))
        kho__kept_fail(in);
    else
        out.method = (kho_method)method;
    return out;
}

void kho__services_read(
    kho__kept *in, kho__arena *arena, kho_service **out, size_t *count)
{
    kho__kept_must(in, "[");
    do {
        if (kho__arena_more(arena, (void **)out, *count, sizeof(**out)))
            (*out)[(*count)++] = read_service(in);
    } while (kho__kept_is(in, ','));
    kho__kept_must(in, "]");
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* "<15" and "0-14" are one group. */
static bool same_ages(const char *a, const char *b)
{
    kho__ages x, y;

    return a && b && kho__ages_parse(a, &x) && kho__ages_parse(b, &y)
               ? x.low == y.low && x.high == y.high
               : same(a, b);
}

const char *kho__service_difference(const kho_service *a, const kho_service *b)
{
    return !same(a->place, b->place)    ? "place"
           : a->method != b->method     ? "method"
           : a->kind != b->kind         ? "kind"
           : a->mode != b->mode         ? "mode"
           : a->new_to != b->new_to     ? "new"
           : a->clients != b->clients   ? "clients"
           : !same_ages(a->age, b->age) ? "age"
                                        : NULL;
}

const char *kho__service_field(
    char *buffer, size_t size, size_t count, size_t i, const char *field)
{
    if (count > 1)
        snprintf(buffer, size, "service[%zu].%s", i, field);
    else
        snprintf(buffer, size, "service.%s", field);
    return buffer;
}
