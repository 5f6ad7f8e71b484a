"""A consumer of Arrow streams that isn't ours: DuckDB by its C interface.

Skipped unless KHO_DUCKDB names its shared library, which Debian doesn't have (npm has, in
@duckdb/node-bindings-linux-x64).
"""

import ctypes
import os
from ctypes import byref, c_char_p, c_uint64, c_void_p

import books
import kho
import pytest

LIBRARY = os.environ.get("KHO_DUCKDB")

pytestmark = pytest.mark.skipif(not LIBRARY, reason="KHO_DUCKDB isn't set")


class Result(ctypes.Structure):
    _fields_ = [("inside", c_uint64 * 16)]


class DuckDB:
    """A database in memory; every value comes back as text."""

    def __init__(self):
        self.library = ctypes.CDLL(LIBRARY)
        self.library.duckdb_value_varchar.restype = c_void_p
        self.library.duckdb_value_varchar.argtypes = [c_void_p, c_uint64, c_uint64]
        self.library.duckdb_row_count.restype = c_uint64
        self.library.duckdb_column_count.restype = c_uint64
        self.library.duckdb_result_error.restype = c_char_p
        self.library.duckdb_arrow_scan.argtypes = [c_void_p, c_char_p, c_void_p]
        self.library.duckdb_free.argtypes = [c_void_p]
        database, self.connection = c_void_p(), c_void_p()
        assert self.library.duckdb_open(None, byref(database)) == 0
        assert self.library.duckdb_connect(database, byref(self.connection)) == 0

    def take(self, name, table):
        """Copy a table's stream, all of it: asked for less, it mixes up the columns."""
        capsule = table.__arrow_c_stream__()
        pointer = ctypes.pythonapi.PyCapsule_GetPointer
        pointer.restype, pointer.argtypes = c_void_p, [ctypes.py_object, c_char_p]
        stream = pointer(capsule, b"arrow_array_stream")
        assert self.library.duckdb_arrow_scan(self.connection, b"given", stream) == 0
        self.ask(f'create table "{name}" as select * from given')
        self.ask("drop view given")

    def ask(self, sql):
        result = Result()
        failed = self.library.duckdb_query(self.connection, sql.encode(), byref(result))
        assert not failed, self.library.duckdb_result_error(byref(result))
        width = self.library.duckdb_column_count(byref(result))
        rows = [
            [self.value(result, column, row) for column in range(width)]
            for row in range(self.library.duckdb_row_count(byref(result)))
        ]
        self.library.duckdb_destroy_result(byref(result))
        return rows

    def value(self, result, column, row):
        text = self.library.duckdb_value_varchar(byref(result), column, row)
        if not text:
            return None
        told = ctypes.string_at(text).decode()
        self.library.duckdb_free(text)
        return told


def test_duckdb_reads_what_python_reads(tmp_path):
    database = DuckDB()
    with books.station(tmp_path / "books.kho") as ledger:
        ledger.dispense("2026-11-20", "tyt", {"bcs": 371})
        tables = {name: getattr(ledger, name)() for name in ("stock", "items", "check")}
        tables["report"] = ledger.report("2026-11")
        for name, table in tables.items():
            database.take(name, table)
    for name in ("stock", "items", "check"):
        assert database.ask(f'select * from "{name}"') == [
            [None if cell is None else str(cell) for cell in row] for row in tables[name]]
    (row,) = tables["report"]
    assert row.amc.denominator > 1
    assert database.ask(
        "select closing, typeof(amc), amc[1], amc[2], months[1], months[2] from report"
    ) == [["629", "BIGINT[2]", *map(str, row.amc.as_integer_ratio()),
           *map(str, row.months.as_integer_ratio())]]
