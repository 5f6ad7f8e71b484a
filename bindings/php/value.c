#include "value.h"

#include <string.h>

#include <ext/date/php_date.h>
#include <zend_attributes.h>
#include <zend_interfaces.h>
#include <zend_smart_str.h>

zend_class_entry *php_class(const char *name)
{
    zend_string *text = zend_string_init(name, strlen(name), 0);
    zend_class_entry *found = zend_lookup_class(text);

    zend_string_release(text);
    return found;
}

zend_class_entry *php_register(zend_class_entry *entry)
{
    zend_class_entry *class = zend_register_internal_class(entry);
    zend_function *method;

    ZEND_HASH_FOREACH_PTR(&class->function_table, method)
    {
        for (uint32_t i = 0; i < method->common.num_args; i++)
            zend_add_parameter_attribute(
                method, i, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);
    }
    ZEND_HASH_FOREACH_END();
    return class;
}

/* A callback ended in a fatal error, which leaves by longjmp(): never over the library,
 * whose locks and memory it would leave behind. */
static _Thread_local bool fatal;

bool php_thrown(void)
{
    return fatal || EG(exception);
}

void php_bail_out(void)
{
    if (!fatal)
        return;
    fatal = false;
    zend_bailout();
}

void php_raise(void)
{
    const kho_error *error = kho_error_last();
    host_text json = {0};
    zend_class_entry *face;
    zval arguments[5], made;

    if (php_thrown())
        return;
    face = php_class("Kho\\Error");
    if (!face || host_error(&json) < 0) {
        host_text_free(&json);
        zend_throw_exception(NULL, error->message, error->status);
        return;
    }
    ZVAL_STRINGL(&arguments[0], json.bytes, json.size);
    ZVAL_LONG(&arguments[1], error->status);
    ZVAL_STRING(&arguments[2], error->file);
    ZVAL_LONG(&arguments[3], error->line);
    ZVAL_LONG(&arguments[4], error->column);
    host_text_free(&json);
    ZVAL_UNDEF(&made);
    zend_call_known_function(zend_hash_str_find_ptr(&face->function_table, "of", 2), NULL,
        face, &made, 5, arguments, NULL);
    zval_ptr_dtor(&arguments[0]);
    zval_ptr_dtor(&arguments[2]);
    if (Z_TYPE(made) == IS_OBJECT)
        zend_throw_exception_object(&made);
}

void php_give(zval *result, zval *value)
{
    zval first;

    if (Z_TYPE_P(result) == IS_NULL) {
        ZVAL_COPY_VALUE(result, value);
        return;
    }
    ZVAL_COPY_VALUE(&first, result);
    array_init_size(result, 2);
    add_next_index_zval(result, &first);
    add_next_index_zval(result, value);
}

void php_give_text(zval *result, const host_text *text)
{
    zval value;

    ZVAL_STRINGL(&value, text->bytes ? text->bytes : "", text->size);
    php_give(result, &value);
}

void php_date_text(kho_date date, zval *out)
{
    char text[16];

    if (date == KHO_NO_DATE)
        ZVAL_NULL(out);
    else
        ZVAL_STRING(out, kho_date_format(date, text));
}

static bool done(kho_status status)
{
    if (status < 0)
        php_raise();
    return status == KHO_OK;
}

/* What is asked of a value by the key that it stands under. */
typedef enum value_kind {
    ANYTHING,
    QUANTITY,  /* an integer */
    QUANTITIES /* a map of them */
} value_kind;

#define KEY(text, kind)                                                                  \
 {                                                                                       \
  text, sizeof(text) - 1, kind                                                           \
 }

static const struct {
    const char *key;
    size_t size;
    value_kind kind;
} asked[] = {
    KEY("quantity", QUANTITY),
    KEY("found", QUANTITY),
    KEY("days_out", QUANTITY),
    KEY("returned", QUANTITY),
    KEY("clients", QUANTITY),
    KEY("lines", QUANTITIES),
};

static value_kind kind_of(const zend_string *key)
{
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        if (zend_string_equals_cstr(key, asked[i].key, asked[i].size))
            return asked[i].kind;
    }
    return ANYTHING;
}

static bool read_value(
    zval *value, const char *key, value_kind kind, kho_document *document);

static bool read_text(const zend_string *text, kho_document *document)
{
    return done(kho_document_text(document, ZSTR_VAL(text), ZSTR_LEN(text)));
}

static bool read_list(HashTable *list, kho_document *document)
{
    bool read = done(kho_document_list(document));
    zval *value;

    ZEND_HASH_FOREACH_VAL(list, value)
    {
        read = read && read_value(value, "", ANYTHING, document);
    }
    ZEND_HASH_FOREACH_END();
    return read && done(kho_document_end(document));
}

/* A code of digits became an integer as a key, and is a text again. */
static bool read_map(HashTable *map, value_kind kind, kho_document *document)
{
    bool read = done(kho_document_map(document));
    zend_ulong index;
    zend_string *name;
    zval *value;

    ZEND_HASH_FOREACH_KEY_VAL(map, index, name, value)
    {
        zend_string *key =
            name ? zend_string_copy(name) : zend_long_to_str((zend_long)index);

        read = read && read_text(key, document) &&
               read_value(value, ZSTR_VAL(key),
                   kind == QUANTITIES ? QUANTITY : kind_of(key), document);
        zend_string_release(key);
    }
    ZEND_HASH_FOREACH_END();
    return read && done(kho_document_end(document));
}

/* A day in its own time zone. */
static bool written_as(zval *value, const char *format, zval *out)
{
    zval argument;

    ZVAL_STRING(&argument, format);
    ZVAL_UNDEF(out);
    zend_call_method_with_1_params(
        Z_OBJ_P(value), Z_OBJCE_P(value), NULL, "format", out, &argument);
    zval_ptr_dtor(&argument);
    if (Z_TYPE_P(out) != IS_STRING && !EG(exception))
        zend_type_error("%s::format() gave %s, not string",
            ZSTR_VAL(Z_OBJCE_P(value)->name), zend_zval_type_name(out));
    return Z_TYPE_P(out) == IS_STRING;
}

static bool is_day(zval *value)
{
    return Z_TYPE_P(value) == IS_OBJECT &&
           instanceof_function(Z_OBJCE_P(value), php_date_get_interface_ce());
}

static bool read_object(zval *value, kho_document *document)
{
    zval day;
    bool read;

    if (!is_day(value)) {
        zend_type_error("kho has no value for %s", ZSTR_VAL(Z_OBJCE_P(value)->name));
        return false;
    }
    read = written_as(value, "Y-m-d", &day) && read_text(Z_STR(day), document);
    zval_ptr_dtor(&day);
    return read;
}

/* The shortest text that is this number again, whatever PHP's `precision` is. */
static bool read_double(double value, kho_document *document)
{
    smart_str text = {0};
    bool read;

    smart_str_append_double(&text, value, -1, false);
    smart_str_0(&text);
    read = done(kho_document_scalar(document, ZSTR_VAL(text.s)));
    smart_str_free(&text);
    return read;
}

static bool read_array(HashTable *array, value_kind kind, kho_document *document)
{
    return kind == QUANTITIES || !zend_array_is_list(array)
               ? read_map(array, kind, document)
               : read_list(array, document);
}

static bool read_held(
    zval *value, const char *key, value_kind kind, kho_document *document)
{
    if (kind == QUANTITY && Z_TYPE_P(value) != IS_LONG && Z_TYPE_P(value) != IS_NULL) {
        zend_type_error(
            "%s must be of type int, %s given", key, zend_zval_type_name(value));
        return false;
    }
    switch (Z_TYPE_P(value)) {
    case IS_LONG:
        return done(kho_document_integer(document, Z_LVAL_P(value)));
    case IS_STRING:
        return read_text(Z_STR_P(value), document);
    case IS_ARRAY:
        return read_array(Z_ARRVAL_P(value), kind, document);
    case IS_NULL:
        return done(kho_document_null(document));
    case IS_TRUE:
    case IS_FALSE:
        return done(
            kho_document_scalar(document, Z_TYPE_P(value) == IS_TRUE ? "true" : "false"));
    case IS_DOUBLE:
        return read_double(Z_DVAL_P(value), document);
    case IS_OBJECT:
        return read_object(value, document);
    default:
        zend_type_error("kho has no value for %s", zend_zval_type_name(value));
        return false;
    }
}

/* A day's format() may be anybody's, and take the value out of where it stands. */
static bool read_value(
    zval *value, const char *key, value_kind kind, kho_document *document)
{
    zval held;
    bool read;

    ZVAL_COPY_DEREF(&held, value);
    read = read_held(&held, key, kind, document);
    zval_ptr_dtor(&held);
    return read;
}

/* A document for the next call: reading a day may call PHP, which may call again. */
static _Thread_local kho_document *spare;

bool php_is(zval *value, zend_uchar type)
{
    if (Z_TYPE_P(value) == type)
        return true;
    zend_type_error("expected %s, %s given", zend_get_type_by_const(type),
        zend_zval_type_name(value));
    return false;
}

bool php_int(zval *value, int *out)
{
    if (!php_is(value, IS_LONG))
        return false;
    *out = (int)Z_LVAL_P(value);
    if (*out == Z_LVAL_P(value))
        return true;
    zend_value_error(ZEND_LONG_FMT " is beyond 32 bits", Z_LVAL_P(value));
    return false;
}

/* At the top is a map, also where it is empty. */
bool php_read(zval *value, kho_document **out)
{
    if (!php_is(value, IS_ARRAY))
        return false;
    *out = spare;
    spare = NULL;
    return (*out || done(kho_document_new(out))) &&
           read_map(Z_ARRVAL_P(value), ANYTHING, *out);
}

void php_read_end(kho_document *document)
{
    if (!document)
        return;
    kho_document_clear(document);
    if (spare)
        kho_document_free(document);
    else
        spare = document;
}

bool php_text(zval *value, char **out)
{
    *out = NULL;
    if (!php_is(value, IS_STRING))
        return false;
    if (strlen(Z_STRVAL_P(value)) != Z_STRLEN_P(value)) {
        zend_value_error("a text must not contain a null byte");
        return false;
    }
    *out = Z_STRVAL_P(value);
    return true;
}

bool php_text_or_null(zval *value, char **out)
{
    *out = NULL;
    return Z_TYPE_P(value) == IS_NULL || php_text(value, out);
}

bool php_date(zval *value, kho_date *out)
{
    zval day;
    bool read;
    char *text;

    *out = KHO_NO_DATE;
    if (is_day(value)) {
        read =
            written_as(value, "Y-m-d", &day) && done(kho_date_parse(Z_STRVAL(day), out));
        zval_ptr_dtor(&day);
        return read;
    }
    return php_text_or_null(value, &text) && (!text || done(kho_date_parse(text, out)));
}

bool php_month(zval *value, kho_month *out)
{
    char *text;

    return php_text(value, &text) && done(kho_month_parse(text, out));
}

bool php_callable(zval *value, host_callable *out)
{
    *out = Z_TYPE_P(value) == IS_NULL ? NULL : value;
    if (!*out || zend_is_callable(value, 0, NULL))
        return true;
    zend_type_error("expected a callable");
    return false;
}

host_callable host_keep(host_callable callable)
{
    zval *kept;

    if (!callable)
        return NULL;
    kept = emalloc(sizeof(*kept));
    ZVAL_COPY(kept, (zval *)callable);
    return kept;
}

void host_forget(host_callable callable)
{
    if (!callable)
        return;
    zval_ptr_dtor(callable);
    efree(callable);
}

/* Call back, and tell of progress if there is some: the integer that is given, or -1. */
static int64_t call_back(
    zval *callable, const char *what, int64_t done_so_far, int64_t total)
{
    volatile int64_t given = -1;
    zval arguments[3], result;

    if (php_thrown())
        return -1;
    zend_try
    {
        ZVAL_STRING(&arguments[0], what ? what : "");
        ZVAL_LONG(&arguments[1], done_so_far);
        ZVAL_LONG(&arguments[2], total);
        ZVAL_UNDEF(&result);
        call_user_function(NULL, NULL, callable, &result, what ? 3 : 0, arguments);
        if (Z_TYPE(result) == IS_LONG)
            given = Z_LVAL(result);
        zval_ptr_dtor(&result);
        zval_ptr_dtor(&arguments[0]);
    }
    zend_catch
    {
        fatal = true;
    }
    zend_end_try();
    return given;
}

/* -1: no time at all, so that nothing is posted. */
int64_t host_call_clock(host_callable clock)
{
    return call_back(clock, NULL, 0, 0);
}

void host_call_progress(
    host_callable progress, const char *what, int64_t done_so_far, int64_t total)
{
    call_back(progress, what, done_so_far, total);
}
