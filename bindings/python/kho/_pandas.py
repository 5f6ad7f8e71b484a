"""Tables as pandas DataFrames; imported where one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy
import pandas  # type: ignore[import]

from ._native import Column

if TYPE_CHECKING:
    from .table import Table


def frame(table: Table, exact: bool) -> pandas.DataFrame:
    """A DataFrame whose columns are the table's; with `exact` rationals are Fractions."""
    made = pandas.DataFrame(
        {key: _MAKERS[table[key].type](table[key], exact) for key in table.columns}
    )
    made.attrs = {"name": table.name, "meta": table.meta}
    return made


def _undefined(column: Column) -> Any:
    """Which cells are undefined, as an array of bool."""
    if column.valid is None:
        return numpy.zeros(len(column), bool)
    bits = numpy.frombuffer(column.valid, numpy.uint8)
    return numpy.unpackbits(bits, count=len(column), bitorder="little") == 0


def _integers(column: Column, exact: bool) -> Any:
    values = numpy.asarray(column).view(numpy.int64)
    if column.valid is None:
        return values
    return pandas.arrays.IntegerArray(values.copy(), _undefined(column))


def _rationals(column: Column, exact: bool) -> Any:
    if exact:
        values = numpy.empty(len(column), object)
        values[:] = column[:]
        return values
    above, below = numpy.asarray(column).T
    quotients = numpy.full(len(column), numpy.nan)
    return numpy.divide(above, below, out=quotients, where=~_undefined(column))


def _dates(column: Column, exact: bool) -> Any:
    days = numpy.asarray(column).astype("datetime64[D]")
    days[_undefined(column)] = numpy.datetime64("NaT")
    return days.astype("datetime64[ns]")


def _texts(column: Column, exact: bool) -> Any:
    codes, words = numpy.asarray(column), column.words
    known = {word: code for code, word in enumerate(dict.fromkeys(words))}
    if len(known) < len(words):  # pandas wants each category once
        firsts = numpy.array([known[word] for word in words] + [-1], numpy.int32)
        codes = firsts[codes]
    return pandas.Categorical.from_codes(codes, list(known))


_MAKERS = {
    "integer": _integers,
    "rational": _rationals,
    "date": _dates,
    "text": _texts,
}
