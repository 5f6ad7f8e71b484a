"""A consumer of the Arrow C data interface in ctypes, written from its specification."""

import ctypes
import datetime
import struct
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int32, c_int64, c_void_p
from fractions import Fraction


class ArrowSchema(ctypes.Structure):
    pass


class ArrowArray(ctypes.Structure):
    pass


class ArrowArrayStream(ctypes.Structure):
    pass


ArrowSchema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_void_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", POINTER(POINTER(ArrowSchema))),
    ("dictionary", POINTER(ArrowSchema)),
    ("release", CFUNCTYPE(None, POINTER(ArrowSchema))),
    ("private_data", c_void_p),
]
ArrowArray._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)),
    ("children", POINTER(POINTER(ArrowArray))),
    ("dictionary", POINTER(ArrowArray)),
    ("release", CFUNCTYPE(None, POINTER(ArrowArray))),
    ("private_data", c_void_p),
]
ArrowArrayStream._fields_ = [
    ("get_schema", CFUNCTYPE(c_int, POINTER(ArrowArrayStream), POINTER(ArrowSchema))),
    ("get_next", CFUNCTYPE(c_int, POINTER(ArrowArrayStream), POINTER(ArrowArray))),
    ("get_last_error", CFUNCTYPE(c_char_p, POINTER(ArrowArrayStream))),
    ("release", CFUNCTYPE(None, POINTER(ArrowArrayStream))),
    ("private_data", c_void_p),
]

_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = c_void_p
_pointer_of.argtypes = [ctypes.py_object, c_char_p]


def metadata(schema):
    """A schema's keys and values as a dict of texts."""
    at = schema.metadata
    texts = []

    def number():
        nonlocal at
        at += 4
        return struct.unpack("=i", ctypes.string_at(at - 4, 4))[0]

    for _ in range(2 * number() if at else 0):
        size = number()
        texts.append(ctypes.string_at(at, size).decode())
        at += size
    return dict(zip(texts[::2], texts[1::2]))


def _cells(array, kind, index, count):
    if count == 0:
        return []
    pointer = ctypes.cast(array.buffers[index], POINTER(kind))
    return pointer[array.offset : array.offset + count]


def _valid(array):
    if not array.buffers[0]:
        return [True] * array.length
    bits = ctypes.string_at(array.buffers[0], (array.length + 7) // 8)
    return [bool(bits[row // 8] >> row % 8 & 1) for row in range(array.length)]


def _words(array):
    ends = _cells(array, c_int32, 1, array.length + 1)
    size = ends[-1] if ends else 0
    text = ctypes.string_at(array.buffers[2], size) if size else b""
    return [text[a:b].decode() for a, b in zip(ends, ends[1:])]


def values(schema, array):
    """A column as Python sees it, by nothing but what its schema says."""
    told = schema.format.decode()
    if told == "l":
        made = _cells(array, c_int64, 1, array.length)
    elif told == "tdD":
        first = datetime.date(1970, 1, 1)
        days = _cells(array, c_int32, 1, array.length)
        made = [first + datetime.timedelta(day) for day in days]
    elif told == "+w:2":
        (child,) = array.children[: array.n_children]
        assert schema.children[0].contents.format == b"l"
        pairs = _cells(child.contents, c_int64, 1, child.contents.length)
        made = [Fraction(a, b or 1) for a, b in zip(pairs[::2], pairs[1::2])]
    else:
        assert (told, schema.dictionary.contents.format) == ("i", b"u")
        words = _words(array.dictionary.contents) + [None]
        made = [words[at] for at in _cells(array, c_int32, 1, array.length)]
    valid = _valid(array)
    assert array.null_count == valid.count(False)
    return [value if known else None for value, known in zip(made, valid)]


class Batch:
    """The only batch of a table's stream, taken out of its capsule."""

    def __init__(self, table):
        capsule = table.__arrow_c_stream__()
        pointer = _pointer_of(capsule, b"arrow_array_stream")
        given = ArrowArrayStream.from_address(pointer)
        stream = ArrowArrayStream()
        ctypes.pointer(stream)[0] = given
        ctypes.memset(ctypes.addressof(given) + ArrowArrayStream.release.offset, 0, 8)
        del capsule  # moved: what the capsule still has frees nothing

        self.schema, self.array, end = ArrowSchema(), ArrowArray(), ArrowArray()
        assert stream.get_schema(stream, self.schema) == 0
        assert stream.get_next(stream, self.array) == 0
        assert stream.get_next(stream, end) == 0
        assert not end.release
        assert stream.get_last_error(stream) is None
        stream.release(stream)
        assert not stream.release

    def columns(self):
        """Each column's schema and array by its name."""
        assert self.schema.format == b"+s"
        assert self.schema.n_children == self.array.n_children
        for i in range(self.schema.n_children):
            schema = self.schema.children[i].contents
            yield schema.name.decode(), schema, self.array.children[i].contents

    def release(self):
        self.schema.release(self.schema)
        self.array.release(self.array)
        assert not self.schema.release and not self.array.release
