/*
 * What becomes of base when memory runs out: each allocation fails, once, and with all
 * that follow. Each failure is told, and leaves nothing behind.
 */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/document.h"
#include "base/error.h"
#include "base/kept_json.h"
#include "base/map.h"
#include "base/memory_calls.h"
#include "base/text.h"
#include "base/trial.h"

static kho_status text(void)
{
    kho__arena arena = {0};
    const char *out = NULL;
    kho_status status = KHO_OK;

    for (int i = 0; status == KHO_OK && i < 200; i++) {
        status = kho__text_take(
            &arena, "note", "Xa\xcc\x83 Vi\xcc\x83nh Ph\xc6\xb0\xc6\xa1ng", 64, &out);
        if (status == KHO_OK)
            trial_add(out, strlen(out));
    }
    kho__arena_free(&arena);
    return status;
}

static kho_status buffer(void)
{
    kho__buffer buffer = {0};
    kho_status status;

    for (int i = 0; i < 1000; i++) {
        kho__buffer_json(&buffer, "a\"b");
        kho__buffer_print(&buffer, " %d ", i);
        kho__buffer_varint(&buffer, UINT64_MAX);
    }
    status = kho__buffer_status(&buffer);
    trial_add(buffer.bytes, buffer.size);
    kho__buffer_free(&buffer);
    return status;
}

static kho_status map(void)
{
    kho__map map = {0};
    bool done = true;

    for (int64_t i = 0; done && i < 1000; i++) {
        done = kho__map_put_key(&map, (uint64_t)i, i);
        for (int64_t k = 0; done && k < i; k += 97)
            trial_outcome += kho__map_find_key(&map, (uint64_t)k) == k;
    }
    kho__map_free(&map);
    return done ? KHO_OK : kho__fail_memory();
}

static void hash_node(const kho__node *node)
{
    trial_add(&node->kind, sizeof(node->kind));
    if (node->key)
        trial_add(node->key, strlen(node->key));
    if (node->text)
        trial_add(node->text, strlen(node->text));
    for (size_t i = 0; i < node->count; i++)
        hash_node(&node->children[i]);
}

static kho_status take(kho__document *document, kho_status status)
{
    if (status < 0)
        return status;
    hash_node(&document->root);
    kho__document_free(document);
    return KHO_OK;
}

static kho_status yaml(void)
{
    static const char bytes[] =
        "kho: rules/1\nname: mẫu\nlist: [a, {b: 1}, [c, d]]\nmap:\n  x: 1\n";
    kho__document document;

    return take(
        &document, kho__document_yaml(&document, "rules.yaml", bytes, sizeof(bytes) - 1));
}

/* With texts of 14, of 30 and of 62 bytes: together with their quotes they need just the
 * room that jansson hasn't yet when it reads letter by letter. */
static const char json_bytes[] =
    "{\"uid\": \"PN-2024-000001\", \"moves\": [{\"item\": \"bcs\", \"n\": 1}, -2, true],"
    "\"note\": \"123456789012345678901234567890\", \"none\": null, \"e\": \"\\u1ec5\\/\","
    "\"long\": \"12345678901234567890123456789012345678901234567890123456789012\"}";

static kho_status json(void)
{
    kho__document document;

    return take(&document,
        kho__document_json(&document, "in.json", 1, json_bytes, sizeof(json_bytes) - 1));
}

/* json_dumps() leaves out what it has no memory for. */
static void hash_json(json_t *node)
{
    const int kind = json_typeof(node);
    const char *key;
    json_t *child;
    size_t index;

    trial_add(&kind, sizeof(kind));
    trial_add(json_string_value(node), json_string_length(node));
    trial_outcome += (uint64_t)json_integer_value(node);
    json_object_foreach(node, key, child)
    {
        trial_add(key, strlen(key));
        hash_json(child);
    }
    json_array_foreach(node, index, child)
    {
        hash_json(child);
    }
}

static kho_status kept_json(void)
{
    json_t *root;
    kho_status status = kho__kept_json(json_bytes, sizeof(json_bytes) - 1, &root);

    if (status == KHO_OK)
        hash_json(root);
    json_decref(root);
    return status;
}

int main(void)
{
    static const trial calls[] = {
        {"text",      "", trial_nothing, text,      false},
        {"buffer",    "", trial_nothing, buffer,    false},
        {"map",       "", trial_nothing, map,       false},
        {"yaml",      "", trial_nothing, yaml,      false},
        {"json",      "", trial_nothing, json,      false},
        {"kept json", "", trial_nothing, kept_json, false},
    };

    if (!memory_fails()) {
        puts("skipped: another allocator is in charge");
        return 77;
    }
    return trial_all(&trial_bare, calls, sizeof(calls) / sizeof(*calls)) ? 0 : 1;
}
