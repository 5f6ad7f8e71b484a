#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/document_build.h"
#include "base/error.h"

/*
 * Look at the brackets before jansson does: it recurses, and a megabyte of empty lists
 * would become a hundred of memory. Whatever else is wrong jansson will tell.
 */
static kho_status check_shape(const char *name, int line, const char *bytes, size_t size)
{
    bool in_string = false;
    int depth = 0;
    size_t values = 0;

    for (size_t i = 0; i < size; i++) {
        char byte = bytes[i];

        if (in_string) {
            if (byte == '\\')
                i++;
            else if (byte == '"')
                in_string = false;
            continue;
        }
        in_string = byte == '"';
        line += byte == '\n';
        values += byte == '[' || byte == '{' || byte == ',' || byte == ':';
        depth += (byte == '[' || byte == '{') - (byte == ']' || byte == '}');
        if (depth > KHO__DEPTH_MAX)
            return kho__fail_at(KHO_EINVALID, name, line, 0,
                "nested deeper than 32 levels", "lồng sâu quá 32 mức");
        if (values > KHO__NODES_MAX)
            return kho__fail_at(
                KHO_EINVALID, name, line, 0, "too many values", "quá nhiều giá trị");
    }
    return KHO_OK;
}

/*
 * The key before a number that jansson could not take, "" where there is none: it stops
 * at the number, so the key is the last string before the last colon.
 */
static void find_key(const char *bytes, size_t end, char *key, size_t room)
{
    size_t close, open;

    key[0] = '\0';
    while (end > 0 && bytes[end - 1] != ':')
        end--;
    while (end > 0 && bytes[end - 1] != '"')
        end--;
    close = end > 0 ? end - 1 : 0;
    open = close;
    while (open > 0 && bytes[open - 1] != '"')
        open--;
    if (close - open >= room)
        return;
    memcpy(key, bytes + open, close - open);
    key[close - open] = '\0';
}

static kho_status fail_load(
    const char *name, int line, const char *bytes, size_t size, const json_error_t *error)
{
    size_t position = error->position > 0 ? (size_t)error->position : 0;
    char key[65], text[sizeof(error->text)];
    const char *near;

    if (error->text[0] == '\0') /* jansson says nothing where memory ran out */
        return kho__fail_memory();
    if (error->line > 1)
        line += error->line - 1;
    switch (json_error_code(error)) {
    case json_error_out_of_memory:
        return kho__fail_memory();
    case json_error_numeric_overflow:
        find_key(bytes, position < size ? position : size, key, sizeof(key));
        return kho__fail_at(KHO_EINVALID, name, line, 0, "%s: the number is too big",
            "%s: số quá lớn", key);
    default:
        /* What jansson quotes of the input might be about a client. */
        near = strstr(error->text, " near '");
        snprintf(text, sizeof(text), "%.*s",
            near ? (int)(near - error->text) : (int)strlen(error->text), error->text);
        return kho__fail_at(KHO_EINVALID, name, line, 0, "not valid JSON: %s",
            "sai cú pháp JSON: %s", text);
    }
}

/* A number's text. A real is never looked at as one: whoever reads the field refuses its
 * text. */
static kho_status build_number(kho__builder *builder, const json_t *value, int line)
{
    char text[64];
    size_t size = json_dumpb(value, text, sizeof(text), JSON_ENCODE_ANY);

    if (size == 0 || size > sizeof(text))
        return kho__fail_memory();
    return kho__build_scalar(builder, KHO__SCALAR, text, size, line, 0);
}

static kho_status build(kho__builder *builder, json_t *value, int line);

static kho_status build_map(kho__builder *builder, json_t *map, int line)
{
    kho_status status = kho__build_open(builder, KHO__MAP, line, 0);
    const char *key;
    json_t *child;

    if (status < 0)
        return status;
    json_object_foreach(map, key, child)
    {
        if ((status = kho__build_scalar(
                 builder, KHO__STRING, key, strlen(key), line, 0)) < 0 ||
            (status = build(builder, child, line)) < 0)
            return status;
    }
    return kho__build_close(builder);
}

static kho_status build_list(kho__builder *builder, json_t *list, int line)
{
    kho_status status = kho__build_open(builder, KHO__LIST, line, 0);
    size_t index;
    json_t *child;

    if (status < 0)
        return status;
    json_array_foreach(list, index, child)
    {
        if ((status = build(builder, child, line)) < 0)
            return status;
    }
    return kho__build_close(builder);
}

/* Its depth is bounded: check_shape() came before. */
static kho_status build(kho__builder *builder, json_t *value, int line)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return build_map(builder, value, line);
    case JSON_ARRAY:
        return build_list(builder, value, line);
    case JSON_STRING:
        return kho__build_scalar(builder, KHO__STRING, json_string_value(value),
            json_string_length(value), line, 0);
    case JSON_INTEGER:
    case JSON_REAL:
        return build_number(builder, value, line);
    case JSON_TRUE:
        return kho__build_scalar(builder, KHO__SCALAR, "true", 4, line, 0);
    case JSON_FALSE:
        return kho__build_scalar(builder, KHO__SCALAR, "false", 5, line, 0);
    default:
        return kho__build_scalar(builder, KHO__NULL, "null", 4, line, 0);
    }
}

kho_status kho__document_json(
    kho__document *document, const char *name, int line, const char *bytes, size_t size)
{
    kho__builder builder = {.document = document};
    json_error_t error;
    kho_status status;
    json_t *root;

    *document = (kho__document){.name = name, .json = true};
    if ((status = kho__build_size(name, line, size)) < 0 ||
        (status = check_shape(name, line, bytes, size)) < 0)
        return status;
    root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return fail_load(name, line, bytes, size, &error);

    status = build(&builder, root, line);

    json_decref(root);
    kho__build_end(&builder);
    if (status < 0)
        kho__document_free(document);
    return status;
}
