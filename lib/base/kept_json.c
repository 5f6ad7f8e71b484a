#include "base/kept_json.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#define KEY_MOST 256 /* none of ours is as long */

/* Values that have begun, and the key of the one that comes in each map. */
typedef struct kept_tree {
    json_t *open[KHO__DEPTH_MAX];
    char key[KEY_MOST];
    json_t *root;
} kept_tree;

static kho_status fail_damaged(void)
{
    return kho__fail(
        KHO_EDAMAGED, "what is kept isn't JSON", "nội dung đã lưu không phải JSON");
}

static json_t *make(const kho__json *json)
{
    switch (json->kind) {
    case KHO__JSON_MAP:
        return json_object();
    case KHO__JSON_LIST:
        return json_array();
    case KHO__JSON_INTEGER:
        return json_integer(json->integer);
    case KHO__JSON_TRUE:
        return json_true();
    case KHO__JSON_FALSE:
        return json_false();
    case KHO__JSON_NULL:
        return json_null();
    default:
        return json_stringn_nocheck(json->bytes, json->size);
    }
}

/* Give a value to what it belongs to. */
static bool put(kept_tree *tree, int depth, json_t *value)
{
    json_t *parent = depth ? tree->open[depth - 1] : NULL;

    if (!parent) {
        tree->root = value;
        return true;
    }
    return (json_is_array(parent)
                   ? json_array_append_new(parent, value)
                   : json_object_set_new_nocheck(parent, tree->key, value)) == 0;
}

static kho_status take(kept_tree *tree, const kho__json *json)
{
    const bool opens = json->kind == KHO__JSON_MAP || json->kind == KHO__JSON_LIST;
    const int depth = json->depth - opens;
    json_t *value;

    if (json->kind == KHO__JSON_CLOSE)
        return KHO_OK;
    if (json->kind == KHO__JSON_KEY) {
        if (json->size >= sizeof(tree->key))
            return fail_damaged();
        memcpy(tree->key, json->bytes, json->size);
        tree->key[json->size] = '\0';
        return KHO_OK;
    }
    if (json->kind == KHO__JSON_REAL ||
        (json->kind == KHO__JSON_INTEGER && json->too_big))
        return fail_damaged(); /* we write none */
    value = make(json);
    if (!value || !put(tree, depth, value)) /* which frees it where it fails */
        return kho__fail_memory();
    if (opens)
        tree->open[depth] = value;
    return KHO_OK;
}

/* A map or a list, and how many bytes it takes. */
static kho_status load(const char *text, size_t size, json_t **out, size_t *used)
{
    kho__json json = kho__json_of("", 0, text, size);
    kept_tree tree = {.root = NULL};
    kho_status status;

    do {
        if ((status = kho__json_next(&json)) == KHO_OK)
            status = take(&tree, &json);
    } while (status == KHO_OK && json.depth > 0);
    kho__json_free(&json);
    if (status < 0) {
        json_decref(tree.root);
        tree.root = NULL;
    }
    *out = tree.root;
    *used = (size_t)(json.at - text);
    return status < 0 && status != KHO_EMEMORY ? fail_damaged() : status;
}

kho_status kho__kept_json(const char *text, size_t size, json_t **out)
{
    size_t used;
    kho_status status = load(text, size, out, &used);

    if (status < 0 || used == size)
        return status;
    json_decref(*out);
    *out = NULL;
    return fail_damaged();
}

static void stop(kho__kept *in, kho_status status)
{
    in->at = in->end;
    if (in->status == KHO_OK)
        in->status = status;
}

void kho__kept_begin(kho__kept *in, kho__arena *arena, const char *text, size_t size)
{
    static char nothing[1];

    *in = (kho__kept){.at = kho__arena_bytes(arena, text, size)};
    if (!in->at)
        *in = (kho__kept){nothing, nothing, KHO_EMEMORY};
    else
        in->end = in->at + size;
}

kho_status kho__kept_end(kho__kept *in)
{
    if (in->at != in->end)
        kho__kept_fail(in);
    return in->status;
}

void kho__kept_fail(kho__kept *in)
{
    stop(in, KHO_EDAMAGED);
}

bool kho__kept_is(kho__kept *in, char byte)
{
    if (*in->at != byte)
        return false;
    in->at++;
    return true;
}

void kho__kept_must(kho__kept *in, const char *word)
{
    const size_t size = strlen(word);

    if (strncmp(in->at, word, size) == 0)
        in->at += size;
    else
        kho__kept_fail(in);
}

bool kho__kept_key(kho__kept *in, const char *key)
{
    const size_t size = strlen(key);
    char *at = in->at;

    if (at == in->end || (at[-1] != '{' && *at++ != ',') || *at++ != '"' ||
        strncmp(at, key, size) != 0 || strncmp(at + size, "\":", 2) != 0)
        return false;
    in->at = at + size + 2;
    return true;
}

static int hex_digit(char byte)
{
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                                        : -1;
}

/* The byte that an escape stands for, which begins at a backslash, and how long the
 * escape is; 0: none that we write. */
static size_t unescape(const char *at, char *out)
{
    for (const char *pair = kho__json_escapes; *pair; pair += 2) {
        if (at[1] == *pair) {
            *out = pair[1];
            return 2;
        }
    }
    if (strncmp(at + 1, "u00", 3) != 0 || (at[4] != '0' && at[4] != '1') ||
        hex_digit(at[5]) < 0)
        return 0;
    *out = (char)((at[4] - '0') << 4 | hex_digit(at[5]));
    return strchr("\b\t\n\f\r", *out) ? 0 : 6; /* these, and no NUL, have short ones */
}

static bool is_plain(char byte)
{
    return (unsigned char)byte >= 0x20 && (unsigned char)byte < 0x80 && byte != '"' &&
           byte != '\\';
}

/* How many bytes at `from` stand for one character; 0: none that we write. */
static size_t read_character(const char *from, const char *end, char *to, size_t *size)
{
    size_t step = 1;

    *size = 1;
    if (*from == '\\')
        return unescape(from, to);
    if (!is_plain(*from)) {
        step =
            (unsigned char)*from & 0x80 ? kho__text_step(from, (size_t)(end - from)) : 0;
        *size = step;
    }
    memmove(to, from, step);
    return step;
}

/* The text is cut out where it lies: it only gets shorter, and its last quote gives way
 * to a NUL. */
const char *kho__kept_text(kho__kept *in)
{
    char *const text = in->at + 1, *from = text, *to;
    size_t step = 1, size;

    if (*in->at != '"') {
        kho__kept_fail(in);
        return "";
    }
    while (is_plain(*from))
        from++;
    for (to = from; *from != '"' && step; from += step, to += size)
        step = read_character(from, in->end, to, &size);
    if (!step) {
        kho__kept_fail(in);
        return "";
    }
    *to = '\0';
    in->at = from + 1;
    return text;
}

const char *kho__kept_text_or_null(kho__kept *in)
{
    if (*in->at == '"')
        return kho__kept_text(in);
    kho__kept_must(in, "null");
    return NULL;
}

int64_t kho__kept_int(kho__kept *in)
{
    const bool negative = kho__kept_is(in, '-');
    const char *const first = in->at;
    int64_t value = 0;

    for (; *in->at >= '0' && *in->at <= '9'; in->at++) {
        const int digit = *in->at - '0';

        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            break;
    }
    /* One spelling: no empty number, no leading 0, no -0, nothing that goes on. */
    if (in->at == first || (*first == '0' && (negative || in->at - first > 1)) ||
        (*in->at >= '0' && *in->at <= '9')) {
        kho__kept_fail(in);
        return 0;
    }
    return value;
}

json_t *kho__kept_object(kho__kept *in)
{
    json_t *object = NULL;
    size_t used;
    kho_status status;

    if (*in->at != '{') {
        kho__kept_fail(in);
        return NULL;
    }
    status = load(in->at, (size_t)(in->end - in->at), &object, &used);
    if (status < 0)
        stop(in, status);
    else
        in->at += used;
    return object;
}
