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

int is_main(void)
{
    return PyInterpreterState_Get() == PyInterpreterState_Main();
}

/* What a callback raised comes before what came of it in the library. */
void python_raise(void)
{
    const kho_error *error = kho_error_last();
    host_text json = {0};
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

static void free_answer(PyObject *capsule)
{
    host_answer_free(PyCapsule_GetPointer(capsule, PYTHON_ANSWER));
}

PyObject *python_answer(host_answer *told)
{
    PyObject *capsule = PyCapsule_New(told, PYTHON_ANSWER, free_answer);

    if (!capsule)
        host_answer_free(told);
    return capsule;
}

/* A message may name a file, and that may be of any bytes. */
PyObject *python_text(const host_text *text)
{
    return PyUnicode_DecodeUTF8(
        text->bytes ? text->bytes : "", (Py_ssize_t)text->size, "replace");
}

PyObject *python_date_text(kho_date date)
{
    char text[16];

    if (date == KHO_NO_DATE || PyErr_Occurred()) {
        python_raise();
        return NULL;
    }
    return PyUnicode_FromString(kho_date_format(date, text));
}

static bool read_value(PyObject *value, kho_document *document);

static bool is_day(PyObject *value)
{
    return PyDate_Check(value) && !PyDateTime_Check(value);
}

static kho_date day_of(PyObject *value)
{
    return kho_date_of(PyDateTime_GET_YEAR(value), PyDateTime_GET_MONTH(value),
        PyDateTime_GET_DAY(value));
}

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

/* A number's own digits, not those that a class of somebody's makes of it. */
static bool read_digits(PyObject *number, reprfunc write, kho_document *document)
{
    PyObject *text = write(number);
    const char *digits = text ? PyUnicode_AsUTF8(text) : NULL;
    bool read = digits && done(kho_document_scalar(document, digits));

    Py_XDECREF(text);
    return read;
}

/* Beyond 64 bits it stays a number as it is written, for the field to refuse. */
static bool read_integer(PyObject *value, kho_document *document)
{
    int beyond;
    const long long number = PyLong_AsLongLongAndOverflow(value, &beyond);

    if (number == -1 && PyErr_Occurred())
        return false;
    return beyond ? read_digits(value, PyLong_Type.tp_repr, document)
                  : done(kho_document_integer(document, number));
}

/* Reading may call back into Python, which may take the value out of its container. */
static bool read_held(PyObject *value, kho_document *document)
{
    bool read;

    Py_INCREF(value);
    read = read_value(value, document);
    Py_DECREF(value);
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
        if (!read_text(key, document) || !read_held(value, document))
            return false;
    }
    return done(kho_document_end(document));
}

static bool read_list(PyObject *value, kho_document *document)
{
    PyObject *list = PySequence_Fast(value, "expected a list");
    bool read = list && done(kho_document_list(document));

    for (Py_ssize_t i = 0; read && i < PySequence_Fast_GET_SIZE(list); i++)
        read = read_held(PySequence_Fast_GET_ITEM(list, i), document);
    Py_XDECREF(list);
    return read && done(kho_document_end(document));
}

static bool read_day(kho_date day, kho_document *document)
{
    char text[16];

    kho_date_format(day, text);
    return done(kho_document_text(document, text, strlen(text)));
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
    if (is_day(value))
        return read_day(day_of(value), document);
    if (PyFloat_Check(value))
        return read_digits(value, PyFloat_Type.tp_repr, document);
    if (PyIndex_Check(value)) { /* an integer of another library */
        PyObject *number = PyNumber_Index(value);
        bool read = number && read_integer(number, document);

        Py_XDECREF(number);
        return read;
    }
    if (PyObject_HasAttrString(value, "keys")) { /* a mapping that isn't a dict */
        PyObject *map = PyDict_New();
        bool read = map && PyDict_Update(map, value) == 0 && read_map(map, document);

        Py_XDECREF(map);
        return read;
    }
    PyErr_Format(PyExc_TypeError, "expected %s, not %.100s",
        PyDateTime_Check(value) ? "a date" : "a value as JSON has it",
        Py_TYPE(value)->tp_name);
    return false;
}

/* A document for the next call; what runs while values are read may make a call itself.
 */
static kho_document *spare;

bool python_read(PyObject *value, kho_document **out)
{
    if (value == Py_None)
        return true;
    *out = spare;
    spare = NULL;
    return (*out || done(kho_document_new(out))) && read_value(value, *out);
}

void python_read_end(kho_document *document)
{
    if (!document)
        return;
    kho_document_clear(document);
    if (spare)
        kho_document_free(document);
    else
        spare = document;
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
    *out = value;
    return true;
}

/* A text in which C finds its end where Python does. */
const char *python_words(PyObject *value)
{
    Py_ssize_t size;
    const char *text;

    if (!PyUnicode_Check(value)) {
        PyErr_Format(
            PyExc_TypeError, "expected str, not %.100s", Py_TYPE(value)->tp_name);
        return NULL;
    }
    text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text && strlen(text) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return NULL;
    }
    return text;
}

/* A time of day would be dropped in silence, and its zone: which day it is, who asks must
 * say. */
static const char *dated_text(PyObject *value)
{
    if (PyUnicode_Check(value))
        return python_words(value);
    PyErr_Format(PyExc_TypeError, "expected a date or ISO text, not %.100s",
        Py_TYPE(value)->tp_name);
    return NULL;
}

bool python_date(PyObject *value, kho_date *out)
{
    const char *text;

    *out = is_day(value) ? day_of(value) : KHO_NO_DATE;
    if (value == Py_None || is_day(value))
        return true;
    return (text = dated_text(value)) && done(kho_date_parse(text, out));
}

bool python_month(PyObject *value, kho_month *out)
{
    const char *text;

    if (is_day(value)) {
        *out = kho_month_of(day_of(value));
        return true;
    }
    return (text = dated_text(value)) && done(kho_month_parse(text, out));
}

/* The library called back with the interpreter's lock given up. */
int64_t host_call_clock(host_callable clock)
{
    const PyGILState_STATE state = PyGILState_Ensure();
    PyObject *now = PyErr_Occurred() ? NULL : PyObject_CallNoArgs(clock);
    int64_t milliseconds = now ? PyLong_AsLongLong(now) : -1;

    Py_XDECREF(now);
    if (PyErr_Occurred())
        milliseconds = -1; /* no time at all: nothing is posted */
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

host_callable host_keep(host_callable callable)
{
    const PyGILState_STATE state = PyGILState_Ensure();

    Py_XINCREF((PyObject *)callable);
    PyGILState_Release(state);
    return callable;
}

void host_forget(host_callable callable)
{
    const PyGILState_STATE state = PyGILState_Ensure();

    Py_XDECREF((PyObject *)callable);
    PyGILState_Release(state);
}
