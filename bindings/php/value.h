/* PHP's values to the library's and back. False: an exception of PHP is thrown. */
#ifndef KHO_BINDINGS_PHP_VALUE_H
#define KHO_BINDINGS_PHP_VALUE_H

#include <php.h>

#include <zend_exceptions.h>

#include "host.h"

/* A handle is made by the library's calls alone. */
#define PHP_CLASS_FLAGS                                                                  \
 (ZEND_ACC_FINAL | ZEND_ACC_EXPLICIT_ABSTRACT_CLASS | ZEND_ACC_NOT_SERIALIZABLE |        \
     ZEND_ACC_NO_DYNAMIC_PROPERTIES)

/* A class of the face, which is loaded for it; NULL where it can't be. */
zend_class_entry *php_class(const char *name);

/* Register a class of Kho\Native. What its methods are given stands in no trace, since a
 * client may be named there; the face's calls stand above them. */
zend_class_entry *php_register(zend_class_entry *entry);

/* Throw what the thread's last error says, as Kho\Error::of() makes it; what a callback
 * threw comes before what came of it in the library. */
void php_raise(void);

/* Whether a callback threw, or ended in a fatal error: nothing more of PHP is called. */
bool php_thrown(void);

/* Go on with the fatal error of a callback, if there was one: it doesn't return. */
void php_bail_out(void);

/* The result of a call, or one more: then both are in a list. */
void php_give(zval *result, zval *value);
void php_give_text(zval *result, const host_text *text);

void php_date_text(kho_date date, zval *out);

/* The face's types are right; whoever calls the extension itself gets a TypeError. */
bool php_is(zval *value, zend_uchar type);
/* What doesn't fit is a ValueError: PHP's integers are longer than C's. */
bool php_int(zval *value, int *out);

/*
 * Walk arrays, texts, integers, days and null.
 *
 * An array without a key is a list, but for `lines`, which are a map. Quantities are
 * integers, or it is a TypeError.
 */
bool php_read(zval *value, kho_document **out);
/* Done with what was read; NULL is a no-op. */
void php_read_end(kho_document *document);
/* null is NULL; borrowed. */
bool php_callable(zval *value, host_callable *out);
/* A text that holds a zero byte is refused. */
bool php_text(zval *value, char **out);
bool php_text_or_null(zval *value, char **out);
/* An ISO day or a DateTimeInterface; null is KHO_NO_DATE. */
bool php_date(zval *value, kho_date *out);
bool php_month(zval *value, kho_month *out);

/* Rows of a table as a list of arrays, key => cell. */
void php_rows(const kho_table *table, size_t first, size_t count, zval *out);

#endif
