/* How Python raises, what it gets of what C hands out, and how its values are read. */
%module(package="kho", threads="1") native

%{
#include "column.h"
#include "value.h"
%}

%define HOST_RAISES(type)
%typemap(out) type {
    if ($1 < 0 || PyErr_Occurred()) { /* a callback may have raised, too */
        python_raise();
        SWIG_fail;
    }
    $result = SWIG_Py_Void();
}
%enddef

/* What a call made is the object's, unless something was raised. */
%define HOST_GIVES(type)
%typemap(in, numinputs=0) type **out (type *made = NULL) "$1 = &made;"
%typemap(argout) type **out {
    $result = SWIG_Python_AppendOutput($result,
        SWIG_NewPointerObj(*$1, $descriptor(type *), SWIG_POINTER_OWN));
    *$1 = NULL;
}
%typemap(freearg) type **out {
    type##_free(*$1);
}
%enddef

%define HOST_WRITES(type)
%typemap(in, numinputs=0) type (host_text text = {0}) "$1 = &text;"
%typemap(argout) type {
    PyObject *const told = python_text($1);

    if (!told)
        SWIG_fail;
    $result = SWIG_Python_AppendOutput($result, told);
}
%typemap(freearg) type "host_text_free($1);"
%enddef

/* A capsule is lighter than an object of a class. */
%define HOST_ANSWERS(type)
%typemap(in, numinputs=0) type **answer (type *made = NULL) "$1 = &made;"
%typemap(argout) type **answer {
    $result = SWIG_Python_AppendOutput($result, python_answer(*$1));
    *$1 = NULL;
}
%typemap(freearg) type **answer {
    type##_free(*$1);
}
%typemap(in) type *told {
    if (!($1 = PyCapsule_GetPointer($input, PYTHON_ANSWER)))
        SWIG_fail;
}
%enddef

/* What may be a workbook crosses as bytes. */
%typemap(argout) host_text *file {
    $result = SWIG_Python_AppendOutput($result,
        PyBytes_FromStringAndSize($1->size ? $1->bytes : "", (Py_ssize_t)$1->size));
}

%define HOST_COUNTS(type)
%typemap(in, numinputs=0) type (int64_t count = 0) "$1 = &count;"
%typemap(argout) type {
    $result = SWIG_Python_AppendOutput($result, PyLong_FromLongLong(*$1));
}
%enddef

%define HOST_READS(type)
%typemap(in) type {
    if (!python_read($input, &$1))
        SWIG_fail;
}
%typemap(freearg) type "python_read_end($1);"
%enddef

%define HOST_CALLS(type)
%typemap(in) type {
    if (!python_callable($input, &$1))
        SWIG_fail;
}
%enddef

%define HOST_DATES(type)
%typemap(in) type {
    if (!python_date($input, &$1))
        SWIG_fail;
}
%typemap(out) type {
    if (!($result = python_date_text($1)))
        SWIG_fail;
}
%enddef

%define HOST_MONTHS(type)
%typemap(in) type {
    if (!python_month($input, &$1))
        SWIG_fail;
}
%enddef

%define HOST_BYTES(type, size_type)
%typemap(in) (type, size_type) {
    Py_ssize_t size;

    if (PyBytes_AsStringAndSize($input, (char **)&$1, &size) < 0)
        SWIG_fail;
    $2 = (size_t)size;
}
%enddef

%define HOST_FLAG(type)
%typemap(in) type {
    const int truth = PyObject_IsTrue($input);

    if (truth < 0)
        SWIG_fail;
    $1 = truth != 0;
}
%enddef

/* Texts, and those that may be missing; paths as os.fspath() and the file system have them.
 */
%typemap(in) const char * {
    if (!($1 = (char *)python_words($input)))
        SWIG_fail;
}
%typemap(in) const char *by, const char *note {
    if ($input != Py_None && !($1 = (char *)python_words($input)))
        SWIG_fail;
}
%typemap(freearg) const char *, const char *by, const char *note ""
%define HOST_PATH(type)
%typemap(in) type (PyObject *path = NULL) {
    if (!PyUnicode_FSConverter($input, &path))
        SWIG_fail;
    $1 = PyBytes_AS_STRING(path);
}
%typemap(freearg) type "Py_XDECREF(path$argnum);"
%enddef
HOST_PATH(const char *path)
HOST_PATH(const char *map)
HOST_PATH(const char *csv)

/* A number too big for a size or an int is an error of Python's own. */
%feature("autodoc", "0");

%include "kho.i"

/* What makes Python's objects keeps the interpreter's lock. */
%nothread kho_table::column;
%nothread kho_table::arrow_stream;
%extend kho_table {
    PyObject *column(size_t index) { return python_column($self, index); }
    PyObject *arrow_stream() { return python_arrow($self); }
}

%init %{
    python_begin();
    if (python_add_column(m) < 0)
        return NULL;
%}
%nothread set_raise;
%nothread is_main;
%inline %{
/* The face gives its function that makes an exception of an error's JSON. */
void set_raise(PyObject *function);
/* Types and exceptions are a process's: an interpreter beside the main one is refused. */
int is_main(void);
%}
