#include "base/json.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* What may come. */
enum { ROOT, VALUE, VALUE_OR_END, KEY, KEY_OR_END, COMMA_OR_END, NOTHING };

static kho_status fail(const kho__json *json, const char *en, const char *vi)
{
    return kho__fail_at(KHO_EINVALID, json->name, json->line, 0, "not valid JSON: %s",
        "sai cú pháp JSON: %s", kho__say(en, vi));
}

/* What was expected, where something else is. */
static kho_status fail_expected(const kho__json *json)
{
    static const struct {
        const char *en, *vi;
    } names[] = {
        [ROOT] = {"'{' or '[' is expected",     "phải là '{' hoặc '['"             },
        [VALUE] = {"a value is expected",        "phải là một giá trị"           },
        [VALUE_OR_END] = {"a value or ']' is expected", "phải là một giá trị hoặc ']'"},
        [KEY] = {"a key is expected",          "phải là một khóa"                },
        [KEY_OR_END] = {"a key or '}' is expected",   "phải là một khóa hoặc '}'"     },
        [NOTHING] = {"something follows its end",  "có nội dung thừa ở cuối"      },
    };
    const bool in_map = json->depth && json->is_map[json->depth - 1];

    if (json->at == json->end && json->expected != ROOT)
        return fail(json, "it ends too early", "bị cụt ở cuối");
    if (json->expected != COMMA_OR_END)
        return fail(json, names[json->expected].en, names[json->expected].vi);
    return in_map ? fail(json, "',' or '}' is expected", "phải là ',' hoặc '}'")
                  : fail(json, "',' or ']' is expected", "phải là ',' hoặc ']'");
}

static void skip_space(kho__json *json)
{
    for (; json->at < json->end; json->at++) {
        if (*json->at == '\n')
            json->line++;
        else if (*json->at != ' ' && *json->at != '\t' && *json->at != '\r')
            return;
    }
}

static bool take(kho__json *json, char byte)
{
    if (json->at == json->end || *json->at != byte)
        return false;
    json->at++;
    return true;
}

/* Four hexadecimal digits; -1: they aren't. */
static int32_t take_hex(kho__json *json)
{
    int32_t code = 0;

    if (json->end - json->at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        const char digit = *json->at++;
        const char low = (char)(digit | 0x20);

        if (digit >= '0' && digit <= '9')
            code = code * 16 + (digit - '0');
        else if (low >= 'a' && low <= 'f')
            code = code * 16 + (low - 'a' + 10);
        else
            return -1;
    }
    return code;
}

static void add_utf8(kho__buffer *text, int32_t code)
{
    if (code < 0x80) {
        kho__buffer_byte(text, (char)code);
        return;
    }
    if (code < 0x800) {
        kho__buffer_byte(text, (char)(0xC0 | code >> 6));
    } else {
        if (code < 0x10000) {
            kho__buffer_byte(text, (char)(0xE0 | code >> 12));
        } else {
            kho__buffer_byte(text, (char)(0xF0 | code >> 18));
            kho__buffer_byte(text, (char)(0x80 | (code >> 12 & 0x3F)));
        }
        kho__buffer_byte(text, (char)(0x80 | (code >> 6 & 0x3F)));
    }
    kho__buffer_byte(text, (char)(0x80 | (code & 0x3F)));
}

/* After \u: a character, in two halves where it is beyond the first 65,536. */
static kho_status take_code(kho__json *json)
{
    int32_t code = take_hex(json);

    if (code >= 0xD800 && code < 0xDC00 && take(json, '\\') && take(json, 'u')) {
        const int32_t low = take_hex(json);

        code = low >= 0xDC00 && low < 0xE000
                   ? 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)
                   : -1;
    }
    if (code == 0)
        return fail(json, "a text holds \\u0000", "văn bản có \\u0000");
    if (code < 0 || (code >= 0xD800 && code < 0xE000))
        return fail(json, "\\u is no character", "\\u không phải là ký tự");
    add_utf8(&json->text, code);
    return KHO_OK;
}

/* After a backslash. */
static kho_status take_escape(kho__json *json)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *name;

    if (take(json, 'u'))
        return take_code(json);
    name = json->at < json->end && *json->at ? strchr(names, *json->at) : NULL;
    if (!name)
        return fail(json, "\\ escapes nothing", "sau \\ không phải là ký tự thoát");
    json->at++;
    kho__buffer_byte(&json->text, meant[name - names]);
    return KHO_OK;
}

/* Go on to a quote or a backslash. */
static kho_status skip_letters(kho__json *json)
{
    while (json->at < json->end) {
        const unsigned char byte = (unsigned char)*json->at;
        size_t step = 1;

        if (byte == '"' || byte == '\\')
            return KHO_OK;
        if (byte < 0x20)
            return fail(json, "a text has a control character that isn't escaped",
                "văn bản có ký tự điều khiển chưa được thoát");
        if (byte >= 0x80)
            step = kho__text_step(json->at, (size_t)(json->end - json->at));
        if (step == 0)
            return fail(json, "a text isn't UTF-8", "văn bản không phải UTF-8");
        json->at += step;
    }
    return fail_expected(json); /* the end is too early for anything */
}

/* After its first quote. A text without escapes is where it is. */
static kho_status take_text(kho__json *json)
{
    const char *start = json->at;
    kho_status status = skip_letters(json);

    kho__buffer_clear(&json->text);
    json->bytes = start;
    json->size = (size_t)(json->at - start);
    if (status < 0 || take(json, '"'))
        return status;
    while (json->at[0] == '\\') {
        kho__buffer_add(&json->text, start, (size_t)(json->at - start));
        json->at++;
        if ((status = take_escape(json)) < 0)
            return status;
        start = json->at;
        if ((status = skip_letters(json)) < 0)
            return status;
    }
    kho__buffer_add(&json->text, start, (size_t)(json->at - start));
    json->at++;
    json->bytes = json->text.size ? json->text.bytes : "";
    json->size = json->text.size;
    return kho__buffer_status(&json->text);
}

static bool skip_digits(kho__json *json)
{
    const char *start = json->at;

    while (json->at < json->end && *json->at >= '0' && *json->at <= '9')
        json->at++;
    return json->at > start;
}

/* The digits that were taken, as a number. */
static void count_integer(kho__json *json)
{
    const bool negative = json->bytes[0] == '-';

    json->integer = 0;
    json->too_big = false;
    for (const char *at = json->bytes + negative; at < json->at; at++) {
        const int digit = negative ? '0' - *at : *at - '0';

        json->too_big |= __builtin_mul_overflow(json->integer, 10, &json->integer) ||
                         __builtin_add_overflow(json->integer, digit, &json->integer);
    }
}

static kho_status take_number(kho__json *json)
{
    bool good;

    json->kind = KHO__JSON_INTEGER;
    json->bytes = json->at;
    take(json, '-');
    good = take(json, '0') || skip_digits(json);
    if (good)
        count_integer(json);
    if (good && take(json, '.')) {
        json->kind = KHO__JSON_REAL;
        good = skip_digits(json);
    }
    if (good && (take(json, 'e') || take(json, 'E'))) {
        json->kind = KHO__JSON_REAL;
        if (!take(json, '+'))
            take(json, '-');
        good = skip_digits(json);
    }
    json->size = (size_t)(json->at - json->bytes);
    return good ? KHO_OK : fail(json, "a number is malformed", "số sai dạng");
}

static kho_status take_word(kho__json *json)
{
    static const struct {
        const char *word;
        kho__json_kind kind;
    } words[] = {
        {"true",  KHO__JSON_TRUE },
        {"false", KHO__JSON_FALSE},
        {"null",  KHO__JSON_NULL }
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        const size_t size = strlen(words[i].word);

        if ((size_t)(json->end - json->at) < size ||
            memcmp(json->at, words[i].word, size) != 0)
            continue;
        json->kind = words[i].kind;
        json->bytes = words[i].word;
        json->size = size;
        json->at += size;
        return KHO_OK;
    }
    return fail_expected(json);
}

static kho_status begin(kho__json *json, bool is_map)
{
    if (json->depth == KHO__DEPTH_MAX)
        return kho__fail_at(KHO_EINVALID, json->name, json->line, 0,
            "nested deeper than 32 levels", "lồng sâu quá 32 mức");
    json->kind = is_map ? KHO__JSON_MAP : KHO__JSON_LIST;
    json->is_map[json->depth++] = is_map;
    json->expected = is_map ? KEY_OR_END : VALUE_OR_END;
    return KHO_OK;
}

static kho_status close(kho__json *json)
{
    json->kind = KHO__JSON_CLOSE;
    json->depth--;
    json->expected = json->depth ? COMMA_OR_END : NOTHING;
    return KHO_OK;
}

static kho_status take_key(kho__json *json)
{
    kho_status status;

    if (!take(json, '"'))
        return fail_expected(json);
    if ((status = take_text(json)) < 0)
        return status;
    skip_space(json);
    if (!take(json, ':'))
        return json->at == json->end ? fail_expected(json)
                                     : fail(json, "':' is expected", "phải là ':'");
    json->kind = KHO__JSON_KEY;
    json->expected = VALUE;
    return KHO_OK;
}

static kho_status take_value(kho__json *json)
{
    kho_status status;

    if (take(json, '{'))
        return begin(json, true);
    if (take(json, '['))
        return begin(json, false);
    if (json->at == json->end || json->expected == ROOT)
        return fail_expected(json);
    if (take(json, '"')) {
        json->kind = KHO__JSON_TEXT;
        status = take_text(json);
    } else if (*json->at == '-' || (*json->at >= '0' && *json->at <= '9')) {
        status = take_number(json);
    } else {
        status = take_word(json);
    }
    json->expected = COMMA_OR_END;
    return status;
}

/* After the last value: where a map or a list goes on, what comes then. */
static bool is_closed(kho__json *json)
{
    const bool in_map = json->depth && json->is_map[json->depth - 1];
    const bool may_close = json->expected == COMMA_OR_END ||
                           json->expected == VALUE_OR_END || json->expected == KEY_OR_END;

    if (may_close && take(json, in_map ? '}' : ']'))
        return true;
    if (json->expected == COMMA_OR_END && take(json, ',')) {
        json->expected = in_map ? KEY : VALUE;
        skip_space(json);
    }
    return false;
}

kho_status kho__json_next(kho__json *json)
{
    skip_space(json);
    json->bytes = "";
    json->size = 0;
    if (is_closed(json))
        return close(json);
    switch (json->expected) {
    case NOTHING:
        json->kind = KHO__JSON_END;
        return json->at == json->end ? KHO_OK : fail_expected(json);
    case KEY:
    case KEY_OR_END:
        return take_key(json);
    case COMMA_OR_END:
        return fail_expected(json);
    default:
        return take_value(json);
    }
}

kho__json kho__json_of(const char *name, int line, const char *bytes, size_t size)
{
    return (kho__json){
        .name = name, .line = line, .at = bytes, .end = bytes + size, .expected = ROOT};
}

void kho__json_free(kho__json *json)
{
    kho__buffer_free(&json->text);
}
