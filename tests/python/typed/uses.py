"""Uses of the face as an application writes them: mypy --strict must know every type."""

import datetime
from fractions import Fraction
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import kho


def hear(what: str, done: int, total: int) -> None:
    print(what, done, total)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


def work(path: Path) -> None:
    new = kho.open(path, create=True, lang="vi", busy=2.5, clock=now, progress=hear)
    with new as ledger:
        opened: kho.Ledger = ledger
        day: datetime.date = opened.today
        answer: kho.Answer = ledger.receive(day, "ncc", "tyt", {"bcs@A1": 5}, uid="PN-1")
        lots: Tuple[kho.Taken, ...] = answer.taken
        expiry: Optional[datetime.date] = lots[0].expiry
        before: int = answer.changes[0].before
        code: str = answer.warnings[0].code
        with ledger.batch():
            ledger.serve("2026-11-05", "tyt", "condom", "new", {"bcs": 5}, clients=2)
        table: kho.Table = ledger.report("2026-11", place="tyt", tree=True)
        names: Dict[str, str] = table.names("item")
        text: str = table.to_csv()
        nothing: None = table.to_csv(path)
        book: bytes = table.to_xlsx()
        closed: int = ledger.close_month(day, "tyt", tree=True)
        told: List[str] = []
        imported: kho.Table = ledger.import_monthly("a", path, messages=told.append)
        titles: List[str] = [part.title for part in ledger.supervise("tyt")]
        print(expiry, before, code, names, text, nothing, book, closed, imported, titles)
        print([Fraction(row.amc) for row in table], ledger.post_json([{"uid": "x"}]))


def refused(ledger: kho.Ledger) -> Optional[int]:
    try:
        ledger.dispense("2026-11-05", "tyt", {"bcs": 1})
    except kho.Short as error:
        move: kho.Refusal = error.moves[0]
        lot: kho.RefusedLot = move.lots[0]
        return lot.quantity
    except kho.Error as error:
        print(error.status, error.message, error.file, error.line)
    return None
