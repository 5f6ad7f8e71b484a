#include "column.h"

#include <datetime.h>
#include <stdlib.h>

/* A column. It has a share in its table, and so has what was made of its buffer. */
typedef struct column {
    PyObject head;
    kho_table *table;
    size_t index;
    kho_type type;
    Py_ssize_t shape[2], strides[2];
    PyObject *words; /* a tuple of the words, once they were asked for */
} column;

/* What a cell is, by kho_type; its format in the words of Python's module struct. */
static const struct {
    const char *word, *format;
    int dimensions;
    Py_ssize_t size; /* of the smallest thing in it */
} types[] = {
    [KHO_INTEGER] = {"integer",  "q", 1, 8},
    [KHO_RATIONAL] = {"rational", "q", 2, 8},
    [KHO_DATE] = {"date",     "i", 1, 4},
    [KHO_TEXT] = {"text",     "i", 1, 4},
};

static PyObject *fraction_type;

static void column_free(column *self)
{
    kho_table_free(self->table);
    Py_XDECREF(self->words);
    PyObject_Free(self);
}

static int column_buffer(column *self, Py_buffer *view, int flags)
{
    const int dimensions = types[self->type].dimensions;
    const bool by_columns = (flags & PyBUF_F_CONTIGUOUS) == PyBUF_F_CONTIGUOUS;

    view->obj = NULL;
    if (flags & PyBUF_WRITABLE || (by_columns && dimensions > 1)) {
        PyErr_SetString(PyExc_BufferError,
            by_columns ? "pairs lie one after the other" : "a table doesn't change");
        return -1;
    }
    *view = (Py_buffer){
        .buf = (void *)kho_table_buffer(self->table, self->index),
        .obj = Py_NewRef((PyObject *)self),
        .len = self->shape[0] * self->strides[0],
        .itemsize = types[self->type].size,
        .readonly = 1,
        .ndim = dimensions,
        .format = flags & PyBUF_FORMAT ? (char *)types[self->type].format : NULL,
        .shape = flags & PyBUF_ND ? self->shape : NULL,
        .strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? self->strides : NULL,
    };
    return 0;
}

/* Make the words, none where it isn't of text; false with an exception set. */
static bool make_words(column *self)
{
    const size_t count = kho_table_words(self->table, self->index);
    PyObject *words;

    if (self->words)
        return true;
    words = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; words && i < count; i++) {
        PyObject *const word =
            PyUnicode_FromString(kho_table_word(self->table, self->index, i));

        if (word)
            PyTuple_SET_ITEM(words, (Py_ssize_t)i, word);
        else
            Py_CLEAR(words);
    }
    if (words)
        Py_XSETREF(self->words, words); /* a finalizer may have made them meanwhile */
    return words;
}

static PyObject *make_fraction(kho_rational value)
{
    return PyObject_CallFunction(
        fraction_type, "LL", (long long)value.numerator, (long long)value.denominator);
}

/* Days after Python's last year, 9999, are told like no date: people's formats leave
 * them blank as well. */
static PyObject *make_date(kho_date date)
{
    const kho_month month = kho_month_of(date);
    const int year = 1970 + month / 12 - (month % 12 < 0);

    if (year < 1 || year > 9999)
        Py_RETURN_NONE;
    return PyDate_FromDate(
        year, month - (year - 1970) * 12 + 1, date - kho_month_first(month) + 1);
}

/* A cell as Python sees it; of a column of text once make_words() was called. */
static PyObject *make_value(const column *self, size_t row)
{
    const void *const cells = kho_table_buffer(self->table, self->index);

    if (!kho_table_has(self->table, row, self->index))
        Py_RETURN_NONE;
    switch (self->type) {
    case KHO_INTEGER:
        return PyLong_FromLongLong(((const int64_t *)cells)[row]);
    case KHO_RATIONAL:
        return make_fraction(((const kho_rational *)cells)[row]);
    case KHO_DATE:
        return make_date(((const kho_date *)cells)[row]);
    case KHO_TEXT:
        break;
    }
    return Py_NewRef(PyTuple_GET_ITEM(self->words, ((const int32_t *)cells)[row]));
}

static Py_ssize_t column_length(column *self)
{
    return self->shape[0];
}

static PyObject *column_item(column *self, Py_ssize_t row)
{
    if (row < 0 || row >= self->shape[0]) {
        PyErr_SetString(PyExc_IndexError, "the column has no such row");
        return NULL;
    }
    return make_words(self) ? make_value(self, (size_t)row) : NULL;
}

static PyObject *column_slice(column *self, PyObject *slice)
{
    Py_ssize_t row, end, step, count;
    PyObject *values;

    if (PySlice_Unpack(slice, &row, &end, &step) < 0 || !make_words(self))
        return NULL;
    count = PySlice_AdjustIndices(self->shape[0], &row, &end, step);
    values = PyList_New(count);
    for (Py_ssize_t i = 0; values && i < count; i++, row += step) {
        PyObject *const value = make_value(self, (size_t)row);

        if (value)
            PyList_SET_ITEM(values, i, value);
        else
            Py_CLEAR(values);
    }
    return values;
}

static PyObject *column_subscript(column *self, PyObject *key)
{
    Py_ssize_t row;

    if (PySlice_Check(key))
        return column_slice(self, key);
    row = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (row == -1 && PyErr_Occurred())
        return NULL;
    return column_item(self, row < 0 ? row + self->shape[0] : row);
}

static PyObject *column_key(column *self, void *unused)
{
    (void)unused;
    return PyUnicode_FromString(kho_table_key(self->table, self->index));
}

static PyObject *column_type_word(column *self, void *unused)
{
    (void)unused;
    return PyUnicode_FromString(types[self->type].word);
}

static PyObject *column_words(column *self, void *unused)
{
    (void)unused;
    return make_words(self) ? Py_NewRef(self->words) : NULL;
}

static PyObject *column_valid(column *self, void *unused)
{
    const uint8_t *const valid = kho_table_validity(self->table, self->index);

    (void)unused;
    if (!valid)
        Py_RETURN_NONE;
    return PyBytes_FromStringAndSize((const char *)valid, (self->shape[0] + 7) / 8);
}

static PyObject *column_repr(column *self)
{
    return PyUnicode_FromFormat("<kho.Column %s: %zd x %s>",
        kho_table_key(self->table, self->index), self->shape[0], types[self->type].word);
}

static PyGetSetDef column_getset[] = {
    {"key",   (getter)column_key,       NULL, "its key, the same in every language", NULL},
    {"type",  (getter)column_type_word, NULL, "integer, rational, date or text",     NULL},
    {"words", (getter)column_words,     NULL, "the texts that its indices point to", NULL},
    {"valid", (getter)column_valid,     NULL,
     "bytes: a bit for each defined cell, lowest first; None: all are",              NULL},
    {NULL,    NULL,                     NULL, NULL,                                  NULL},
};

static const char column_doc[] =
    "A column of a table, whose memory it shares by the buffer protocol.\n\n"
    "Integers are int64, dates int32 days since 1970-01-01, rationals pairs of int64\n"
    "(numerator, denominator), texts int32 indices into words. What isn't defined has\n"
    "no meaning there; see valid. By index and slice it gives values: int, Fraction,\n"
    "datetime.date, str or None.";

static PySequenceMethods column_sequence = {
    .sq_length = (lenfunc)column_length,
    .sq_item = (ssizeargfunc)column_item,
};

static PyMappingMethods column_mapping = {
    .mp_length = (lenfunc)column_length,
    .mp_subscript = (binaryfunc)column_subscript,
};

static PyBufferProcs column_procs = {.bf_getbuffer = (getbufferproc)column_buffer};

static PyTypeObject column_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kho.Column",
    .tp_basicsize = sizeof(column),
    .tp_dealloc = (destructor)column_free,
    .tp_repr = (reprfunc)column_repr,
    .tp_as_sequence = &column_sequence,
    .tp_as_mapping = &column_mapping,
    .tp_as_buffer = &column_procs,
    .tp_doc = column_doc,
    .tp_iter = PySeqIter_New,
    .tp_getset = column_getset,
};

PyObject *python_column(const kho_table *table, size_t index)
{
    const kho_type type = kho_table_type(table, index);
    column *self;

    if (index >= kho_table_columns(table)) {
        PyErr_SetString(PyExc_IndexError, "the table has no such column");
        return NULL;
    }
    self = PyObject_New(column, &column_type);
    if (!self)
        return NULL;
    self->table = kho_table_share(table);
    self->index = index;
    self->type = type;
    self->shape[0] = (Py_ssize_t)kho_table_rows(table);
    self->shape[1] = 2;
    self->strides[0] = types[type].size * types[type].dimensions;
    self->strides[1] = types[type].size;
    self->words = NULL;
    return (PyObject *)self;
}

int python_add_column(PyObject *module)
{
    PyObject *const fractions = PyImport_ImportModule("fractions");

    PyDateTime_IMPORT;
    if (!fractions || !PyDateTimeAPI)
        return -1;
    fraction_type = PyObject_GetAttrString(fractions, "Fraction");
    Py_DECREF(fractions);
    return fraction_type ? PyModule_AddType(module, &column_type) : -1;
}

/* The stream as Python hands it around: whoever takes it out sets its release to NULL. */

#define STREAM "arrow_array_stream"

static void stream_free(PyObject *capsule)
{
    struct ArrowArrayStream *const stream = PyCapsule_GetPointer(capsule, STREAM);

    if (stream->release)
        stream->release(stream);
    free(stream);
}

PyObject *python_arrow(const kho_table *table)
{
    struct ArrowArrayStream *const stream = malloc(sizeof(*stream));
    PyObject *capsule;

    if (!stream || kho_table_arrow(table, stream) < 0) {
        free(stream);
        return PyErr_NoMemory();
    }
    capsule = PyCapsule_New(stream, STREAM, stream_free);
    if (!capsule) {
        stream->release(stream);
        free(stream);
    }
    return capsule;
}
