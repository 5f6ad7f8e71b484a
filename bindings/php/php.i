/* How PHP raises, what it gets of what C hands out, and how its values are read. */
%module kho
%feature("php:type", "0"); /* the face is typed; nobody else is to call this */

%{
#include "value.h"

/* What SWIG registers stands in Kho\Native: functions, and classes whose objects come of
 * calls alone, never of `new`, of a copy or of a text. */
#undef PHP_FE
#define PHP_FE(name, arguments) ZEND_NS_FE("Kho\\Native", name, arguments)
#undef INIT_CLASS_ENTRY
#define INIT_CLASS_ENTRY(entry, name, functions)                                         \
    do {                                                                                 \
        INIT_CLASS_ENTRY_EX(                                                             \
            entry, "Kho\\Native\\" name, sizeof("Kho\\Native\\" name) - 1, functions);   \
        (entry).ce_flags |= PHP_CLASS_FLAGS;                                             \
    } while (0)
#define zend_register_internal_class(entry) php_register(entry)

/* A fatal error in a callback waits until SWIG let go of all that it held. */
#define HANDLER(handler, body)                                                           \
    ZEND_NAMED_FUNCTION(handler);                                                        \
    static ZEND_NAMED_FUNCTION(body);                                                    \
    ZEND_NAMED_FUNCTION(handler)                                                         \
    {                                                                                    \
        body(INTERNAL_FUNCTION_PARAM_PASSTHRU);                                          \
        php_bail_out();                                                                  \
    }                                                                                    \
    static ZEND_NAMED_FUNCTION(body)
#undef PHP_METHOD
#define PHP_METHOD(class, name) HANDLER(ZEND_MN(class##_##name), body_##class##_##name)
#undef PHP_FUNCTION
#define PHP_FUNCTION(name) HANDLER(ZEND_FN(name), body_##name)
%}

/* The module as PHP has it: SWIG writes that it has no version yet. */
%minit %{
    EG(current_module)->version = kho_version();
%}

%define HOST_RAISES(type)
%typemap(out) type {
    if ($1 < 0 || php_thrown()) { /* a callback may have, too */
        php_raise();
        SWIG_fail;
    }
}
%enddef

/* What a call made is the object's, unless something was thrown. */
%define HOST_GIVES(type)
%typemap(in, numinputs=0) type **out (type *made = NULL) "$1 = &made;"
%typemap(argout) type **out {
    zval object;

    ZVAL_UNDEF(&object);
    SWIG_SetPointerZval(&object, *$1, $descriptor(type *), SWIG_POINTER_OWN);
    php_give($result, &object);
    *$1 = NULL;
}
%typemap(freearg) type **out {
    type##_free(*$1);
}
%enddef

%define HOST_ANSWERS(type)
HOST_GIVES(type)
%apply type **out { type **answer };
%enddef

%define HOST_WRITES(type)
%typemap(in, numinputs=0) type (host_text text = {0}) "$1 = &text;"
%typemap(argout) type "php_give_text($result, $1);"
%typemap(freearg) type "host_text_free($1);"
%enddef

%define HOST_COUNTS(type)
%typemap(in, numinputs=0) type (int64_t count = 0) "$1 = &count;"
%typemap(argout) type "ZVAL_LONG($result, *$1);"
%enddef

%define HOST_READS(type)
%typemap(in) type (kho_document *read = NULL) {
    if (!php_read(&$input, &read))
        SWIG_fail;
    $1 = read;
}
%typemap(freearg) type "php_read_end(read$argnum);"
%enddef

%define HOST_CALLS(type)
%typemap(in) type {
    if (!php_callable(&$input, &$1))
        SWIG_fail;
}
%enddef

%define HOST_DATES(type)
%typemap(in) type {
    if (!php_date(&$input, &$1))
        SWIG_fail;
}
%typemap(out) type {
    if ($1 == KHO_NO_DATE || php_thrown()) {
        php_raise();
        SWIG_fail;
    }
    php_date_text($1, $result);
}
%enddef

%define HOST_MONTHS(type)
%typemap(in) type {
    if (!php_month(&$input, &$1))
        SWIG_fail;
}
%enddef

%define HOST_BYTES(type, size_type)
%typemap(in) (type, size_type) {
    if (!php_is(&$input, IS_STRING))
        SWIG_fail;
    $1 = Z_STRVAL($input);
    $2 = Z_STRLEN($input);
}
%enddef

%define HOST_FLAG(type)
%typemap(in) type "$1 = zend_is_true(&$input);"
%enddef

%typemap(in) int {
    if (!php_int(&$input, &$1))
        SWIG_fail;
}

%typemap(in) const char * {
    if (!php_text(&$input, &$1))
        SWIG_fail;
}
/* What may be left unsaid. */
%typemap(in) const char *by, const char *note {
    if (!php_text_or_null(&$input, &$1))
        SWIG_fail;
}

/* Rows are handed out as arrays. */
%typemap(in, numinputs=0) zval *rows "$1 = return_value;"

%include "kho.i"

%extend kho_table {
    void read(size_t first, size_t count, zval *rows) {
        php_rows($self, first, count, rows);
    }
}
