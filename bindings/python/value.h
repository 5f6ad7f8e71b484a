/* Python's values to the library's and back. False, or NULL: a Python error is set. */
#ifndef KHO_BINDINGS_PYTHON_VALUE_H
#define KHO_BINDINGS_PYTHON_VALUE_H

/* Lengths of texts are Py_ssize_t. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "host.h"

/* Raise what the thread's last error says, by the face's function. */
void python_raise(void);

PyObject *python_text(const host_text *text);

/* An answer in a capsule of that name, which frees it. */
#define PYTHON_ANSWER "kho.answer"
PyObject *python_answer(host_answer *told);
/* No date: what failed is raised. */
PyObject *python_date_text(kho_date date);
/* A str without a null in it, as C reads it; borrowed. */
const char *python_words(PyObject *value);

/* Walk dicts, lists, texts, integers, days and None; None at the top is no document. */
bool python_read(PyObject *value, kho_document **out);
/* Done with what was read; NULL is a no-op. */
void python_read_end(kho_document *document);
/* None is NULL; borrowed. */
bool python_callable(PyObject *value, host_callable *out);
/* None is KHO_NO_DATE. */
bool python_date(PyObject *value, kho_date *out);
bool python_month(PyObject *value, kho_month *out);

/* Once, when the module is loaded. */
void python_begin(void);

#endif
