"""The books of contraceptive supplies.

    with kho.open("station.kho", lang="vi") as ledger:
        lines = {"bcs@A12/2029-05-31": 1440}
        ledger.receive("2026-11-03", "ncc", "tyt", lines, uid="PN-1")
        for row in ledger.report("2026-11", place="tyt", tree=True):
            print(row.item, row.closing)

Every change is an entry that is posted, whole or not at all; every question gives a
Table. Quantities are int, in base units; days are ``datetime.date`` or ISO text; places,
items and channels are codes.
"""

from . import _native

if not _native.is_main():
    raise ImportError("kho works in a process's main interpreter only")

from . import native
from ._native import Column
from .answer import Answer, Change, Taken, Warned
from .errors import (
    Ambiguous,
    Busy,
    Closed,
    Conflict,
    Damaged,
    Error,
    Exists,
    Expired,
    Foreign,
    Invalid,
    Memory,
    NotFound,
    Overflow,
    ReadOnly,
    Refusal,
    RefusedLot,
    Route,
    Short,
    Storage,
    made_of,
)
from .ledger import Ledger, make_client_key
from .table import Table, Tables

open = Ledger
__version__ = native.version()

native.set_raise(made_of)

__all__ = [
    "Ambiguous",
    "Answer",
    "Busy",
    "Change",
    "Closed",
    "Column",
    "Conflict",
    "Damaged",
    "Error",
    "Exists",
    "Expired",
    "Foreign",
    "Invalid",
    "Ledger",
    "Memory",
    "NotFound",
    "Overflow",
    "ReadOnly",
    "Refusal",
    "RefusedLot",
    "Route",
    "Short",
    "Storage",
    "Table",
    "Tables",
    "Taken",
    "Warned",
    "make_client_key",
    "open",
]
