#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kho/model.h>

#include "base/buffer.h"
#include "base/document.h"
#include "base/error.h"
#include "base/rational.h"
#include "base/text.h"

/* One field of one map that is being read. */
typedef struct one_field {
    const kho__document *document;
    const kho__node *node; /* the value */
    const kho__field *field;
    const char *what;
    void *member; /* where the value goes */
} one_field;

#define TEXT_MAX 1024

kho_status kho__fail_node(const kho__document *document, const kho__node *node,
    const char *en, const char *vi, ...)
{
    char message[sizeof(kho_error_last()->message)];
    va_list arguments;

    va_start(arguments, vi);
    vsnprintf(message, sizeof(message), kho__say(en, vi), arguments);
    va_end(arguments);
    return kho__fail_at(KHO_EINVALID, document->name, node ? node->line : 0,
        node ? node->column : 0, "%s", "%s", message);
}

/* Made for every item and seldom read, so not by printf. */
void kho__item_name(char out[KHO__ITEM_NAME], const char *list, size_t index)
{
    char text[KHO__DIGITS];
    const char *digits = kho__digits(text, (int64_t)index);

    while (*list)
        *out++ = *list++;
    *out++ = '[';
    while (*digits)
        *out++ = *digits++;
    *out++ = ']';
    *out = '\0';
}

/* "item: pack: expected ..." at the value. */
static kho_status expect(const one_field *reading, const char *en, const char *vi)
{
    return kho__fail_node(reading->document, reading->node, "%s: %s: expected %s",
        "%s: %s: cần %s", reading->what, reading->field->key, kho__say(en, vi));
}

/* Numbers, words and days as people write them in YAML; in JSON a number is not a text.
 */
static const char *text_of(const one_field *reading)
{
    if (reading->node->kind == KHO__STRING)
        return reading->node->text;
    if (reading->node->kind == KHO__SCALAR && !reading->document->json)
        return reading->node->text;
    return NULL;
}

static kho_status read_text(const one_field *reading, const char **out)
{
    size_t most = reading->field->most > 0 ? (size_t)reading->field->most : TEXT_MAX;
    const char *text = text_of(reading);

    if (!text)
        return expect(reading, "a text", "một văn bản");
    if (strlen(text) > most)
        return kho__fail_node(reading->document, reading->node,
            "%s: %s: longer than %zu bytes", "%s: %s: dài quá %zu byte", reading->what,
            reading->field->key, most);
    *out = text;
    return KHO_OK;
}

static kho_status read_code(const one_field *reading, const char **out)
{
    const char *text = text_of(reading);

    if (!text || !kho__text_is_code(text))
        return expect(reading, "a code: 1 to 64 of A-Z a-z 0-9 . _ -",
            "một mã: 1 đến 64 ký tự A-Z a-z 0-9 . _ -");
    *out = text;
    return KHO_OK;
}

/* -?(0|[1-9][0-9]*): a leading zero means octal to some, a plus sign means nothing. */
static bool parse_integer(const char *text, int64_t *out)
{
    const char *digits = text[0] == '-' ? text + 1 : text;
    char *end;
    intmax_t value;

    if (digits[0] < '0' || digits[0] > '9' || (digits[0] == '0' && digits[1] != '\0'))
        return false;
    errno = 0;
    value = strtoimax(text, &end, 10);
    if (*end != '\0' || errno != 0)
        return false;
    *out = value;
    return true;
}

static kho_status read_integer(const one_field *reading, int64_t *out)
{
    const kho__field *field = reading->field;
    int64_t value;

    if (reading->node->kind != KHO__SCALAR ||
        !parse_integer(reading->node->text, &value) || value < field->least ||
        value > field->most)
        return kho__fail_node(reading->document, reading->node,
            "%s: %s: expected a whole number from %" PRId64 " to %" PRId64,
            "%s: %s: cần một số nguyên từ %" PRId64 " đến %" PRId64, reading->what,
            field->key, field->least, field->most);
    *out = value;
    return KHO_OK;
}

static kho_status read_bool(const one_field *reading, bool *out)
{
    bool is_true =
        reading->node->kind == KHO__SCALAR && strcmp(reading->node->text, "true") == 0;
    bool is_false =
        reading->node->kind == KHO__SCALAR && strcmp(reading->node->text, "false") == 0;

    if (!is_true && !is_false)
        return expect(reading, "true or false", "true hoặc false");
    *out = is_true;
    return KHO_OK;
}

static kho_status read_date(const one_field *reading, kho_date *out)
{
    const char *text = text_of(reading);
    kho_month month;

    if (text && kho_date_parse(text, out) == KHO_OK)
        return KHO_OK;
    if (!(reading->field->flags & KHO__MONTH_END))
        return expect(reading, "a day such as 2026-11-03, from 1900 to 2199",
            "một ngày như 2026-11-03, từ 1900 đến 2199");
    if (!text || kho_month_parse(text, &month) < 0)
        return expect(reading,
            "a day such as 2029-05-31 or a month such as 2029-05, from 1900 to 2199",
            "một ngày như 2029-05-31 hoặc một tháng như 2029-05, từ 1900 đến 2199");
    *out = kho_month_last(month);
    return KHO_OK;
}

static kho_status read_month(const one_field *reading, kho_month *out)
{
    const char *text = text_of(reading);

    if (!text || kho_month_parse(text, out) < 0)
        return expect(reading, "a month such as 2026-11, from 1900 to 2199",
            "một tháng như 2026-11, từ 1900 đến 2199");
    return KHO_OK;
}

static kho_status read_rational(const one_field *reading, kho_rational *out)
{
    const kho__field *field = reading->field;
    kho_rational value;

    if (reading->node->kind != KHO__SCALAR ||
        kho__rational_parse(reading->node->text, &value) < 0 ||
        kho__rational_compare(value, (kho_rational){field->least, 1}) < 0 ||
        kho__rational_compare(value, (kho_rational){field->most, 1}) > 0)
        return kho__fail_node(reading->document, reading->node,
            "%s: %s: expected a decimal number from %" PRId64 " to %" PRId64,
            "%s: %s: cần một số thập phân từ %" PRId64 " đến %" PRId64, reading->what,
            field->key, field->least, field->most);
    *out = value;
    return KHO_OK;
}

static kho_status read_word(const one_field *reading, int *out)
{
    const char *text = text_of(reading);
    char words[512] = "";

    for (int i = 0; reading->field->words[i]; i++) {
        if (text && strcmp(text, reading->field->words[i]) == 0) {
            *out = i;
            return KHO_OK;
        }
        kho__text_join(words, sizeof(words), reading->field->words[i]);
    }
    return kho__fail_node(reading->document, reading->node, "%s: %s: expected one of %s",
        "%s: %s: cần một trong các từ %s", reading->what, reading->field->key, words);
}

static kho_status read_name(const one_field *reading, kho_text *out)
{
    const int64_t most = reading->field->most;
    const kho__field fields[] = {
        {"vi", KHO__FIELD_TEXT, offsetof(kho_text, vi), KHO__REQUIRED, 0, most, NULL},
        {"en", KHO__FIELD_TEXT, offsetof(kho_text, en), KHO__NULLABLE, 0, most, NULL},
    };
    kho_text name = {NULL, NULL};
    kho_status status;

    if (reading->node->kind == KHO__MAP)
        status = kho__read_map(reading->document, reading->node, reading->field->key,
            fields, sizeof(fields) / sizeof(*fields), &name);
    else
        status = read_text(reading, &name.vi);
    if (status == KHO_OK)
        *out = name;
    return status;
}

static kho_status read_field(const one_field *reading)
{
    if (reading->node->kind == KHO__NULL && (reading->field->flags & KHO__NULLABLE))
        return KHO_OK;
    switch (reading->field->type) {
    case KHO__FIELD_TEXT:
        return read_text(reading, reading->member);
    case KHO__FIELD_CODE:
        return read_code(reading, reading->member);
    case KHO__FIELD_INTEGER:
        return read_integer(reading, reading->member);
    case KHO__FIELD_BOOL:
        return read_bool(reading, reading->member);
    case KHO__FIELD_DATE:
        return read_date(reading, reading->member);
    case KHO__FIELD_MONTH:
        return read_month(reading, reading->member);
    case KHO__FIELD_RATIONAL:
        return read_rational(reading, reading->member);
    case KHO__FIELD_WORD:
        return read_word(reading, reading->member);
    case KHO__FIELD_NAME:
        return read_name(reading, reading->member);
    case KHO__FIELD_NODE:
        *(const kho__node **)reading->member = reading->node;
        return KHO_OK;
    }
    return KHO_OK;
}

static kho_status fail_unknown(const kho__document *document, const kho__node *child,
    const char *what, const kho__field *fields, size_t count)
{
    char keys[512] = "";

    for (size_t i = 0; i < count; i++)
        kho__text_join(keys, sizeof(keys), fields[i].key);
    return kho__fail_at(KHO_EINVALID, document->name, child->key_line, child->key_column,
        "%s: unknown key '%s'; expected one of %s", "%s: không có khóa '%s'; chỉ có %s",
        what, child->key, keys);
}

static const kho__field *find_field(
    const kho__field *fields, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].key, key) == 0)
            return &fields[i];
    }
    return NULL;
}

const kho__node *kho__node_child(const kho__node *map, const char *key)
{
    for (size_t i = 0; map->kind == KHO__MAP && i < map->count; i++) {
        if (strcmp(map->children[i].key, key) == 0)
            return &map->children[i];
    }
    return NULL;
}

kho_status kho__read_value(const kho__document *document, const kho__node *node,
    const char *what, const kho__field *field, void *out)
{
    const one_field reading = {document, node, field, what, out};

    return read_field(&reading);
}

kho_status kho__read_map(const kho__document *document, const kho__node *node,
    const char *what, const kho__field *fields, size_t count, void *out)
{
    if (node->kind != KHO__MAP)
        return kho__fail_node(document, node, "%s: expected keys with values",
            "%s: cần các khóa và giá trị", what);

    for (size_t i = 0; i < node->count; i++) {
        const kho__node *child = &node->children[i];
        const kho__field *field = find_field(fields, count, child->key);
        kho_status status;

        if (!field)
            return fail_unknown(document, child, what, fields, count);
        if ((status = kho__read_value(
                 document, child, what, field, (char *)out + field->offset)) < 0)
            return status;
    }

    for (size_t i = 0; i < count; i++) {
        if ((fields[i].flags & KHO__REQUIRED) && !kho__node_child(node, fields[i].key))
            return kho__fail_node(document, node, "%s: key '%s' is missing",
                "%s: thiếu khóa '%s'", what, fields[i].key);
    }
    return KHO_OK;
}

kho_status kho__take_children(kho__document *document, const kho__node *list,
    const char *what, size_t size, void **out, size_t *count)
{
    *out = NULL;
    *count = 0;
    if (!list || list->kind == KHO__NULL)
        return KHO_OK;
    if (list->kind != KHO__LIST)
        return kho__fail_node(
            document, list, "%s: expected a list", "%s: cần một danh sách", what);
    if (list->count == 0)
        return KHO_OK;
    *out = kho__arena_take(&document->arena, list->count * size);
    *count = list->count;
    return *out ? KHO_OK : kho__fail_memory();
}

kho_status kho__read_list(kho__document *document, const kho__node *node,
    const char *what, const kho__field *field, size_t size, void **out, size_t *count)
{
    const bool is_list = node->kind == KHO__LIST;
    const size_t found = is_list ? node->count : 1;
    kho_status status = KHO_OK;
    char *array;

    if (found == 0)
        return expect(&(one_field){document, node, field, what, NULL}, "one at least",
            "ít nhất một giá trị");
    if (!(array = kho__arena_take(&document->arena, found * size)))
        return kho__fail_memory();
    for (size_t i = 0; i < found && status == KHO_OK; i++)
        status = kho__read_value(
            document, is_list ? &node->children[i] : node, what, field, array + i * size);
    *out = array;
    *count = found;
    return status;
}

static kho_status read_one_code(const kho__document *document, const kho__node *node,
    const char *what, const char **out)
{
    bool is_text =
        node->kind == KHO__STRING || (node->kind == KHO__SCALAR && !document->json);

    if (!is_text || !kho__text_is_code(node->text))
        return kho__fail_node(document, node,
            "%s: expected codes: 1 to 64 of A-Z a-z 0-9 . _ -",
            "%s: cần các mã: 1 đến 64 ký tự A-Z a-z 0-9 . _ -", what);
    *out = node->text;
    return KHO_OK;
}

kho_status kho__read_codes(kho__document *document, const kho__node *node,
    const char *what, const char *const **out, size_t *count)
{
    bool is_list = node->kind == KHO__LIST;
    size_t found = is_list ? node->count : 1;
    const char **codes;
    kho_status status;

    if (node->kind == KHO__NULL || found == 0) {
        *out = NULL;
        *count = 0;
        return KHO_OK;
    }
    codes = kho__arena_take(&document->arena, found * sizeof(*codes));
    if (!codes)
        return kho__fail_memory();
    for (size_t i = 0; i < found; i++) {
        if ((status = read_one_code(
                 document, is_list ? &node->children[i] : node, what, &codes[i])) < 0)
            return status;
    }
    *out = codes;
    *count = found;
    return KHO_OK;
}
