#include <string.h>

#include "base/document_build.h"
#include "base/error.h"
#include "base/json.h"

/* An integer of 64 bits, which stands for itself whatever it looked like. */
static kho_status build_integer(kho__builder *builder, const kho__json *json)
{
    const kho__frame *frame = &builder->frames[builder->depth - 1];
    const char *key = frame->node.kind == KHO__MAP ? frame->keyed.key : "";
    char digits[KHO__DIGITS], *text;

    if (json->too_big)
        return kho__fail_at(KHO_EINVALID, json->name, json->line, 0,
            "%s: the number is too big", "%s: số quá lớn", key);
    text = kho__digits(digits, json->integer);
    return kho__build_scalar(builder, KHO__SCALAR, text, strlen(text), json->line, 0);
}

/* A real is never looked at as a number: whoever reads the field refuses its text. */
static kho_status build(kho__builder *builder, const kho__json *json)
{
    static const kho__node_kind kinds[] = {[KHO__JSON_MAP] = KHO__MAP,
        [KHO__JSON_LIST] = KHO__LIST,
        [KHO__JSON_KEY] = KHO__STRING,
        [KHO__JSON_TEXT] = KHO__STRING,
        [KHO__JSON_REAL] = KHO__SCALAR,
        [KHO__JSON_TRUE] = KHO__SCALAR,
        [KHO__JSON_FALSE] = KHO__SCALAR,
        [KHO__JSON_NULL] = KHO__NULL};

    switch (json->kind) {
    case KHO__JSON_MAP:
    case KHO__JSON_LIST:
        return kho__build_open(builder, kinds[json->kind], json->line, 0);
    case KHO__JSON_CLOSE:
        return kho__build_close(builder);
    case KHO__JSON_INTEGER:
        return build_integer(builder, json);
    default:
        return kho__build_scalar(
            builder, kinds[json->kind], json->bytes, json->size, json->line, 0);
    }
}

kho_status kho__document_json(
    kho__document *document, const char *name, int line, const char *bytes, size_t size)
{
    kho__json json = kho__json_of(name, line, bytes, size);
    kho__builder builder = {.document = document};
    kho_status status;

    *document = (kho__document){.name = name, .json = true};
    if ((status = kho__build_size(name, line, size)) < 0)
        return status;
    while ((status = kho__json_next(&json)) == KHO_OK && json.kind != KHO__JSON_END &&
           (status = build(&builder, &json)) == KHO_OK)
        continue;
    kho__json_free(&json);
    kho__build_end(&builder);
    if (status < 0)
        kho__document_free(document);
    return status;
}
