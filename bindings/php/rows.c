/* Rows of a table as PHP's arrays. */
#include <string.h>

#include "value.h"

/* What all rows of a chunk share. */
typedef struct chunk {
    const kho_table *table;
    zend_class_entry *rational; /* Kho\Rational, made of numerator and denominator */
    size_t columns;
    zend_string **keys;
} chunk;

static void give_rational(zend_class_entry *class, kho_rational value, zval *out)
{
    zval parts[2];

    ZVAL_LONG(&parts[0], value.numerator);
    ZVAL_LONG(&parts[1], value.denominator);
    object_init_ex(out, class);
    zend_call_known_function(
        class->constructor, Z_OBJ_P(out), class, NULL, 2, parts, NULL);
}

static void give_cell(const chunk *of, size_t row, size_t column, zval *out)
{
    const kho_table *table = of->table;

    ZVAL_NULL(out);
    if (!kho_table_has(table, row, column))
        return;
    switch (kho_table_type(table, column)) {
    case KHO_INTEGER:
        ZVAL_LONG(out, kho_table_int(table, row, column));
        break;
    case KHO_RATIONAL:
        give_rational(of->rational, kho_table_rational(table, row, column), out);
        break;
    case KHO_DATE:
        php_date_text(kho_table_date(table, row, column), out);
        break;
    case KHO_TEXT:
        ZVAL_STRING(out, kho_table_text(table, row, column));
        break;
    }
}

static void give_row(const chunk *of, size_t row, zval *out)
{
    array_init_size(out, (uint32_t)of->columns);
    for (size_t i = 0; i < of->columns; i++) {
        zval cell;

        give_cell(of, row, i, &cell);
        zend_hash_add_new(Z_ARRVAL_P(out), of->keys[i], &cell);
    }
}

void php_rows(const kho_table *table, size_t first, size_t count, zval *out)
{
    const size_t rows = kho_table_rows(table);
    chunk of = {table, php_class("Kho\\Rational"), kho_table_columns(table), NULL};

    array_init(out);
    if (!of.rational || !of.rational->constructor) {
        zend_throw_error(NULL, "Kho\\Rational can't be loaded");
        return;
    }
    of.keys = safe_emalloc(of.columns, sizeof(*of.keys), 0);
    for (size_t i = 0; i < of.columns; i++) {
        const char *key = kho_table_key(table, i);

        of.keys[i] = zend_string_init(key, strlen(key), 0);
    }
    for (size_t row = first; row < rows && row - first < count; row++) {
        zval made;

        give_row(&of, row, &made);
        add_next_index_zval(out, &made);
    }
    for (size_t i = 0; i < of.columns; i++)
        zend_string_release(of.keys[i]);
    efree(of.keys);
}
