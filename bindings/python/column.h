/* Columns of tables as Python objects whose memory is the table's. */
#ifndef KHO_BINDINGS_PYTHON_COLUMN_H
#define KHO_BINDINGS_PYTHON_COLUMN_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <kho/arrow.h>

/* Make the type and add it to the module as `Column`; -1 with an exception set. */
int python_add_column(PyObject *module);

/* A column with a share in its table; NULL with an exception set. */
PyObject *python_column(const kho_table *table, size_t column);

/* The table as a capsule `arrow_array_stream`; NULL with an exception set. */
PyObject *python_arrow(const kho_table *table);

#endif
