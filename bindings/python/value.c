#include "value.h"

#include <datetime.h>

static PyObject *raise; /* the face's function; NULL before it is there */

void python_begin(void)
{
    PyDateTime_IMPORT;
}

void set_raise(PyObject *function)
{
    Py_INCREF(function);
    Py_XSETREF(raise, function);
}

/* What a callback raised comes before what came of it in the library. */
void python_raise(void)
{
    const kho_error *error = kho_error_last();
    host_text json = {NULL, 0, 0};
    PyObject *made;

    if (PyErr_Occurred())
        return;
    if (!raise || host_error(&json) < 0) {
        PyErr_SetString(PyExc_RuntimeError, error->message);
        host_text_free(&json);
        return;
    }
    made = PyObject_CallFunction(raise, "s#sii", json.bytes, (Py_ssize_t)json.size,
        error->file, error->line, error->column);
    host_text_free(&json);
    if (made) {
        PyErr_SetObject((PyObject *)Py_TYPE(made), made);
        Py_DECREF(made);
    }
}

PyObject *python_text(const host_text *text)
{
    return PyUnicode_DecodeUTF8(
        text->bytes ? text->bytes : "", (Py_ssize_t)text->size, "strict");
}

PyObject *python_date_text(kho_date date)
{
    char text[16];

    if (date == KHO_NO_DATE)
        Py_RETURN_NONE;
    return PyUnicode_FromString(kho_date_format(date, text));
}

static bool read_value(PyObject *value, kho_document *document);

static bool done(kho_status status)
{
    if (status < 0)
        python_raise();
    return status == KHO_OK;
}

static bool read_text(PyObject *value, kho_document *document)
{
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(value, &size);

    return bytes && done(kho_document_text(document, bytes, (size_t)size));
}

/* Beyond 64 bits it stays a number as it is written, for the field to refuse. */
static bool read_integer(PyObject *value, kho_document *document)
{
    int beyond;
    const long long number = PyLong_AsLongLongAndOverflow(value, &beyond);
    PyObject *text;
    bool read;

    if (number == -1 && PyErr_Occurred())
        return false;
    if (!beyond)
        return done(kho_document_integer(document, number));
    if (!(text = PyObject_Str(value)))
        return false;
    read = done(kho_document_scalar(document, PyUnicode_AsUTF8(text)));
    Py_DECREF(text);
    return read;
}

static bool read_map(PyObject *map, kho_document *document)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;

    if (!done(kho_document_map(document)))
        return false;
    while (PyDict_Next(map, &at, &key, &value)) {
        if (!PyUnicode_Check(key)) {
            PyErr_Format(
                PyExc_TypeError, "a key must be str, not %.100s", Py_TYPE(key)->tp_name);
            return false;
        }
        if (!read_text(key, document) || !read_value(value, document))
            return false;
    }
    return done(kho_document_end(document));
}

static bool read_list(PyObject *value, kho_document *document)
{
    PyObject *list = PySequence_Fast(value, "expected a list");
    bool read = list && done(kho_document_list(document));

    for (Py_ssize_t i = 0; read && i < PySequence_Fast_GET_SIZE(list); i++)
        read = read_value(PySequence_Fast_GET_ITEM(list, i), document);
    Py_XDECREF(list);
    return read && done(kho_document_end(document));
}

/* What its str() says is read as what is written: a day, a float, a fraction. */
static bool read_written(PyObject *value, kho_document *document, bool quoted)
{
    PyObject *text = PyObject_Str(value);
    bool read =
        text && (quoted ? read_text(text, document)
                        : done(kho_document_scalar(document, PyUnicode_AsUTF8(text))));

    Py_XDECREF(text);
    return read;
}

static bool read_value(PyObject *value, kho_document *document)
{
    if (PyUnicode_Check(value))
        return read_text(value, document);
    if (PyBool_Check(value))
        return done(kho_document_scalar(document, value == Py_True ? "true" : "false"));
    if (PyLong_Check(value))
        return read_integer(value, document);
    if (PyDict_Check(value))
        return read_map(value, document);
    if (PyList_Check(value) || PyTuple_Check(value))
        return read_list(value, document);
    if (value == Py_None)
        return done(kho_document_null(document));
    if (PyDate_Check(value) && !PyDateTime_Check(value))
        return read_written(value, document, true);
    if (PyFloat_Check(value))
        return read_written(value, document, false);
    if (PyIndex_Check(value)) { /* an integer of another library */
        PyObject *number = PyNumber_Index(value);
        bool read = number && read_integer(number, document);

        Py_XDECREF(number);
        return read;
    }
    PyErr_Format(
        PyExc_TypeError, "kho has no value for a %.100s", Py_TYPE(value)->tp_name);
    return false;
}

bool python_read(PyObject *value, kho_document **out)
{
    if (value == Py_None)
        return true;
    return done(kho_document_new(out)) && read_value(value, *out);
}

bool python_callable(PyObject *value, host_callable *out)
{
    *out = NULL;
    if (value == Py_None)
        return true;
    if (!PyCallable_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "expected a callable or None");
        return false;
    }
    Py_INCREF(value);
    *out = value;
    return true;
}

static const char *text_of(PyObject *value)
{
    if (PyUnicode_Check(value))
        return PyUnicode_AsUTF8(value);
    PyErr_Format(PyExc_TypeError, "expected str, not %.100s", Py_TYPE(value)->tp_name);
    return NULL;
}

bool python_date(PyObject *value, kho_date *out)
{
    const char *text;

    *out = KHO_NO_DATE;
    if (value == Py_None)
        return true;
    return (text = text_of(value)) && done(kho_date_parse(text, out));
}

bool python_month(PyObject *value, kho_month *out)
{
    const char *text = text_of(value);

    return text && done(kho_month_parse(text, out));
}

/* The library called back with the interpreter's lock given up. */
int64_t host_call_clock(host_callable clock)
{
    const PyGILState_STATE state = PyGILState_Ensure();
    PyObject *now = PyErr_Occurred() ? NULL : PyObject_CallNoArgs(clock);
    int64_t milliseconds = now ? PyLong_AsLongLong(now) : 0;

    Py_XDECREF(now);
    if (PyErr_Occurred())
        milliseconds = 0; /* a day on which nothing can be posted */
    PyGILState_Release(state);
    return milliseconds;
}

void host_call_progress(
    host_callable progress, const char *what, int64_t done_so_far, int64_t total)
{
    const PyGILState_STATE state = PyGILState_Ensure();
    PyObject *result = PyErr_Occurred() ? NULL
                                        : PyObject_CallFunction(progress, "sLL", what,
                                              (long long)done_so_far, (long long)total);

    Py_XDECREF(result);
    PyGILState_Release(state);
}

void host_forget(host_callable callable)
{
    const PyGILState_STATE state = PyGILState_Ensure();

    Py_XDECREF((PyObject *)callable);
    PyGILState_Release(state);
}
