#!/usr/bin/env python3
"""How tables reach Python: rows beside sqlite3's, columns in NumPy, frames in pandas.

    PYTHONPATH=build/release/python bench/python_table.py [--rows 1000000] [--rounds 5]

A made-up ledger of as many lines of stock as rows are asked for is written once, in a
temporary folder. Then a table of them is read row by row, and so are the same cells from
a table of Python's own sqlite3, in turn; the ratio of the medians is what counts.
"""

import argparse
import datetime
import sqlite3
import statistics
import tempfile
import time
from collections import deque
from pathlib import Path

import kho

ITEMS = 500


def noon():
    return datetime.datetime(2026, 11, 30, 5, tzinfo=datetime.timezone.utc)


def make_ledger(path, rows):
    """Stores of 500 items each, one lot of each item, some of it given out."""
    def named(code):
        return {"code": code, "name": {"vi": code}}

    items = [f"item-{i:03}" for i in range(ITEMS)]
    places = [f"store-{i:05}" for i in range(rows // ITEMS)]
    lots = {
        f"{item}@A{i % 7}/2029-0{1 + i % 9}": 1000 + i for i, item in enumerate(items)
    }
    ledger = kho.open(path, create=True, clock=noon)
    ledger.define(
        {
            "channels": ["free"],
            "items": [{**named(item), "unit": {"vi": "chiếc"}} for item in items],
            "places": [{**named(place), "kind": "store"} for place in places],
        },
        from_date="2026-01-01",
    )
    with ledger.batch():
        for i, place in enumerate(places):
            ledger.begin("2026-08-01", place, lots)
            ledger.dispense("2026-09-10", place, {item: 1 + i % 97 for item in items})
    return ledger


def copy_cells(table, path):
    """The same cells in a table of SQLite's, days and fractions as it has them."""
    def plain(cell):
        return cell if cell is None or isinstance(cell, (int, str)) else str(cell)

    database = sqlite3.connect(path)
    marks = ",".join("?" * len(table.columns))
    database.execute(f"create table cells ({','.join(table.columns)})")
    database.executemany(
        f"insert into cells values ({marks})", (list(map(plain, row)) for row in table)
    )
    database.commit()
    return database


def run(count):
    """Time what is called without arguments."""
    begun = time.perf_counter()
    count()
    return time.perf_counter() - begun


def in_turn(rounds, *calls):
    """Medians of calls that are timed in turn."""
    times = [[run(call) for call in calls] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times)]


def read_all(rows):
    deque(rows, maxlen=0)


def measure(name, table, folder, rounds):
    """Print a table's figures, one a line."""
    def row(what, seconds, told=""):
        print(f"| {name} | {what} | {seconds * 1000:.1f} ms | {told} |", flush=True)

    database = copy_cells(table, Path(folder) / f"{name}.db")
    ours, theirs = in_turn(
        rounds,
        lambda: read_all(table),
        lambda: read_all(database.execute("select * from cells")),
    )
    about = f"{len(table)} rows x {len(table.columns)}"
    row("rows, kho", ours, about)
    row("rows, sqlite3", theirs, f"ratio {ours / theirs:.2f}")
    database.close()

    numpy = __import__("numpy")
    keys = table.columns
    shared = [numpy.asarray(table[key]) for key in keys]
    again = [numpy.asarray(table[key]) for key in keys]
    same = all(map(numpy.shares_memory, shared, again))
    took, = in_turn(rounds, lambda: [numpy.asarray(table[key]) for key in keys])
    row("all columns to NumPy", took, "shared" if same else "COPIED")
    took, = in_turn(rounds, table.to_pandas)
    row("to pandas", took)
    took, = in_turn(rounds, lambda: table.to_pandas(exact=True))
    row("to pandas, exact", took)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print("| table | what | median | |\n| --- | --- | --- | --- |")
        with make_ledger(Path(folder) / "books.kho", told.rows) as ledger:
            for name in ("stock", "report"):
                asked = ledger.stock if name == "stock" else (
                    lambda: ledger.report("2026-10"))
                print(f"| {name} | asked | {run(asked) * 1000:.1f} ms | |", flush=True)
                measure(name, asked(), folder, told.rounds)


if __name__ == "__main__":
    main()
