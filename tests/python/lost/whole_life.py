"""Everything that a ledger does, once: for those who look for memory that is lost.

    python3 whole_life.py FOLDER [plant]

With `plant` some memory is lost on purpose, to see that it is found.
"""

import ctypes
import gc
import sys
from pathlib import Path

import books
import kho

DAY = "2026-11-05"
LINE = {"bcs": 1}


class Boom(Exception):
    pass


def boom(*_):
    raise Boom


def fails(kind, call, *args, **options):
    try:
        call(*args, **options)
    except kind:
        return
    raise AssertionError(f"{call} did not raise {kind}")


def post(ledger):
    ledger.receive(DAY, "ncc", "tyt", {"vien@V1/2027-01": 60}, uid="PN-1", by="Hoa")
    ledger.issue(DAY, "tyt", "ctv", {"bcs": 5})
    ledger.serve(DAY, "tyt", "condom", "new", LINE, age="25-34")
    ledger.count(DAY, "tyt", {"bcs@A1": 900})
    ledger.reverse("PN-1", note="twice")
    ledger.post_json([{"uid": "x"}, {"date": DAY}])
    with ledger.batch():
        ledger.dispense(DAY, "tyt", LINE)
    ledger.close_month("2026-10", "tyt")
    ledger.reopen_month("2026-10", "tyt", "a mistake")


def ask(ledger):
    answers = [ledger.stock(), ledger.report("2026-11"), ledger.card("tyt", "bcs")]
    answers += [ledger.alerts(), ledger.suggest(), ledger.explain("tyt", "bcs")]
    answers += [ledger.rules(), ledger.places(), ledger.check(), *ledger.supervise("tyt")]
    for table in answers:
        rows = iter(table)  # abandoned half way
        next(rows, None)
        table.to_csv(), table.to_json(), table.to_html(), table.meta, str(table)
        [memoryview(table[key]) for key in table.columns if table[key].type != "text"]
        table.__arrow_c_stream__()
    assert answers[0].to_xlsx().startswith(b"PK")


def refuse(ledger, folder):
    fails(kho.Short, ledger.dispense, DAY, "tyt", {"bcs": 5000})
    fails(kho.Invalid, ledger.post, {"moves": [{"item": "bcs"}]})
    fails(TypeError, ledger.post, {"moves": [{"item": object()}]})
    fails(TypeError, ledger.reverse, None)
    fails(kho.Exists, kho.open, ledger.path, create=True, clock=boom)
    fails(kho.NotFound, ledger.import_monthly, folder / "none.yaml", folder / "none.csv")
    fails(kho.Route, ledger.transfer, DAY, "tyt", "ctv", LINE)


def raise_in_callbacks(path):
    """What the library made all the same is given back."""
    ledger = kho.open(path, clock=boom, progress=boom)
    for call in (ledger.stock, ledger.alerts, ledger.suggest):
        fails(Boom, call)
    fails(Boom, ledger.dispense, DAY, "tyt", LINE)


def main(folder, plant=""):
    folder = Path(folder)
    ledger = books.station(folder / "books.kho", progress=print)
    post(ledger)
    ask(ledger)
    refuse(ledger, folder)
    ledger.backup(folder / "copy.kho")
    raise_in_callbacks(folder / "copy.kho")
    kho.make_client_key(folder / "key")
    ledger.use_client_key(folder / "key")
    assert len(ledger.export_client("someone")) == 0
    if plant:
        libc = ctypes.CDLL(None)
        libc.malloc.restype = None  # the address is forgotten
        libc.malloc(4321)
    del ledger  # closed by being forgotten
    gc.collect()


if __name__ == "__main__":
    main(*sys.argv[1:])
