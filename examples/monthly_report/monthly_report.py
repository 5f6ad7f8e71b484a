#!/usr/bin/env python3
"""Make a province's or a station's monthly report: HTML, XLSX and CSV of a ledger."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Optional, TypeVar

import kho
import pandas as pd

from answers import Answers, NoData, Scope, ask, top_places
from page import page
from texts import Words
from workbook import write_workbook

T = TypeVar("T")

# As the command's: refused, wrong usage (argparse's own), trouble with the file, damaged.
REFUSED, TROUBLE, DAMAGED = 1, 3, 4


class Refused(Exception):
    """What was asked for can't be told; the text says why."""


def main(arguments: Optional[list[str]] = None) -> int:
    options = _options(arguments)
    words = Words(options.lang)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        with _scope(options, words) as scope:
            watch = partial(_watched, words("asking"))
            answers = ask(scope, options.month, options.months, watch)
        for path in _written(answers, words, options.out, options.rules):
            print(path)
        return 0
    except Refused as error:
        return _complain(str(error), REFUSED)
    except NoData as error:
        said = words("no_data", place=error.args[0], month=options.month)
        return _complain(said, REFUSED)
    except kho.Error as error:
        return _complain(error.message, _code(error))
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}", TROUBLE)


def _options(arguments: Optional[list[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("ledger", metavar="LEDGER", type=Path, help="the ledger's file; it is only read")
    add("month", metavar="MONTH", type=_month, help="such as 2026-10")
    add("--place", help="the place and all under it; default: the top place")
    add("--lang", choices=("vi", "en"), default="vi", help="of the report; default: vi")
    add("--out", metavar="DIR", type=Path, default=Path(), help="where to; default: here")
    add("--months", metavar="N", type=_count, default=24, help="of trend; default: 24")
    add("--rules", metavar="FILE", type=Path, help="judge by these, on a copy")
    return parser.parse_args(arguments)


def _month(text: str) -> pd.Period:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"expected such as 2026-10, not {text!r}")
    return pd.Period(text, "M")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 120:
        raise argparse.ArgumentTypeError(f"expected 1 to 120 months, not {text!r}")
    return int(text)


@contextmanager
def _scope(options: argparse.Namespace, words: Words) -> Iterator[Scope]:
    """The ledger, read only; or a copy in which other rules hold from the month on."""
    for needed in (options.ledger, options.rules):
        if needed is not None:
            needed.stat()  # raises OSError where it isn't there
    with kho.open(options.ledger, read_only=True, lang=options.lang) as ledger:
        first = options.month.start_time.date()
        if first > ledger.today:
            raise Refused(words("future", month=options.month))
        place = options.place or _top(ledger, words)
        if options.rules is None:
            yield Scope(ledger, place)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "copy.kho"
            ledger.backup(path)
            with kho.open(path, lang=options.lang) as copy:
                loaded = copy.load_rules(options.rules, from_date=first)
                yield Scope(copy, place, loaded.seq)


def _top(ledger: kho.Ledger, words: Words) -> str:
    tops = top_places(ledger)
    if not tops:
        raise Refused(words("empty"))
    if len(tops) > 1:
        raise Refused(words("many_tops", places=words.join(tops, 8)))
    return tops[0]


def _written(
    answers: Answers, words: Words, folder: Path, rules: Optional[Path]
) -> Iterator[Path]:
    """Write the files, and name each once it is there."""
    stem = f"{answers.place}-{answers.month}-{words.lang}".replace("/", "-")
    html, xlsx, csv = (folder / (stem + end) for end in (".html", ".xlsx", ".csv"))
    html.write_text(page(answers, words, rules.name if rules else None), encoding="utf-8")
    yield html
    write_workbook(answers, words, xlsx)
    yield xlsx
    answers.lines.to_csv(csv)
    yield csv


def _watched(what: str, steps: list[T]) -> Iterable[T]:
    """The steps, with a bar on a terminal's stderr that says how many are done."""
    if not sys.stderr.isatty():
        yield from steps
        return
    for done, step in enumerate(steps):
        bar = "#" * (30 * done // len(steps))
        sys.stderr.write(f"\r{what} [{bar:<30}] {done}/{len(steps)} ")
        sys.stderr.flush()
        yield step
    sys.stderr.write("\r\033[K")


def _code(error: kho.Error) -> int:
    if isinstance(error, kho.Damaged):
        return DAMAGED
    trouble = (kho.Busy, kho.Foreign, kho.Memory, kho.ReadOnly, kho.Storage)
    return TROUBLE if isinstance(error, trouble) else REFUSED


def _complain(message: str, code: int) -> int:
    print(f"monthly_report: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
