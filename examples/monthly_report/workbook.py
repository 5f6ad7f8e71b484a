"""The report as a workbook: numbers as numbers, a sheet for each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import kho
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from answers import Answers
from texts import Words

CODED = ("place", "item")  # columns that get their codes beside their names

WHOLE, TENTH, SHARE, TEXT = "#,##0", "#,##0.0", "0.0%", "@"
DAY, MONTH = "yyyy-mm-dd", "yyyy-mm"
FORMATS = {"integer": WHOLE, "rational": TENTH, "date": DAY, "text": TEXT}

TREND = "opening received dispensed lost adjusted closing days_out amc months".split()


class Column(NamedTuple):
    """A column of a sheet: its head, the format of its cells, its width in letters."""

    head: str
    format: str = WHOLE
    width: int = 13


def write_workbook(answers: Answers, words: Words, path: Path) -> None:
    """Write all sheets; those of kho's tables have kho's rows, columns and numbers."""
    book = Workbook(write_only=True)
    _summary(book, answers, words)
    _items(book, answers, words)
    _units(book, answers, words)
    _table(book, "sheet_whole", answers.whole, words)
    _table(book, "sheet_lines", answers.lines, words)
    _table(book, "sheet_orders", answers.orders, words)
    _table(book, "sheet_alerts", answers.alerts, words)
    _table(book, "sheet_expiry", answers.expiry, words)
    _table(book, "sheet_indicators", answers.indicators, words)
    _trend(book, answers, words)
    book.save(path)


def _summary(book: Any, answers: Answers, words: Words) -> None:
    held = answers.held
    place = answers.names["place"][answers.place]
    rows: list[tuple[str, Any]] = [
        (words("title", month=words.month(answers.month)), place),
        (words.made(answers.lines.meta, answers.on), None),
        (words("points"), held.place.nunique()),
        (words("points_out"), held.place[held.out].nunique()),
        (words("lines_out"), _number(held.out.sum())),
        (words("lines_low"), _number(held.low.sum())),
        (words("at_risk"), _number(answers.items.risk.sum())),
        (words("unused"), sum(1 for row in answers.expiry if row.at_risk)),
    ]
    for index, row in enumerate(answers.quality):
        told = words("of", some=row.numerator, all=row.denominator)
        rows.append((answers.quality.shown(index, "indicator"), told))
    for worst in answers.worst:
        rows.append((answers.label(worst.item, worst.channel), worst.because))
    columns = [Column(words("what"), TEXT, 60), Column(words("value"), WHOLE, 60)]
    _sheet(book, words("sheet_summary"), columns, rows)


def _items(book: Any, answers: Answers, words: Words) -> None:
    label, names = answers.whole.label, answers.names
    store, facilities = words("this_store"), words("facilities")
    columns = [
        Column(words("code", label=label("item")), TEXT),
        Column(label("item"), TEXT, 34),
        Column(label("channel"), TEXT, 18),
        Column(words("risk"), TEXT),
        Column(label("closing")),
        Column(label("amc"), TENTH),
        Column(label("months"), TENTH),
        Column(f"{store}: {label('months')}", TENTH),
        Column(f"{store}: {label('status')}", TEXT),
        Column(f"{store}: {label('to_order')}"),
    ]
    counts = ("points", "out", "low", "needs", "by_hand")
    for key in ("count", "out", "low", "needs", "needs_by_hand"):
        columns.append(Column(f"{facilities}: {words(key)}"))
    rows = (
        [
            row.Index[0],
            names["item"][row.Index[0]],
            names["channel"][row.Index[1]],
            words("yes") if row.risk else None,
            row.closing,
            *map(_number, (row.amc, row.months)),
            _months(answers, row.own_row),
            names["status"].get(row.own_status),
            _number(row.own_to_order),
            *(getattr(row, key) for key in counts),
        ]
        for row in answers.items.itertuples()
    )
    _sheet(book, words("sheet_items"), columns, rows)


def _months(answers: Answers, row: float) -> Any:
    """Of a row of the lines, which may be none."""
    return None if pd.isna(row) else _number(answers.lines["months"][int(row)])


def _units(book: Any, answers: Answers, words: Words) -> None:
    """By the stores between the place and its facilities, where there are several."""
    if len(answers.units) < 2:
        return
    columns = [Column(words("code", label=words("unit")), TEXT)]
    columns.append(Column(words("unit"), TEXT, 34))
    for key in ("points", "points_out", "lines_out", "lines_low"):
        columns.append(Column(words(key)))
    names = answers.names["place"]
    rows = ([code, names[code], *counts] for code, *counts in answers.units.itertuples())
    _sheet(book, words("sheet_units"), columns, rows)


def _trend(book: Any, answers: Answers, words: Words) -> None:
    whole, names = answers.whole, answers.names
    columns = [
        Column(words("month"), MONTH),
        Column(words("code", label=whole.label("item")), TEXT),
        Column(whole.label("item"), TEXT, 34),
        Column(whole.label("channel"), TEXT, 18),
        *(Column(whole.label(key), FORMATS[whole[key].type]) for key in TREND),
        Column(whole.label("status"), TEXT),
    ]
    rows = (
        [
            row.month.start_time,
            row.item,
            names["item"][row.item],
            names["channel"][row.channel],
            *(_number(getattr(row, key)) for key in TREND),
            names["status"].get(row.status, row.status),
        ]
        for row in answers.trend.itertuples()
    )
    _sheet(book, words("sheet_trend"), columns, rows)


def _table(book: Any, title: str, table: kho.Table, words: Words) -> None:
    """A table of kho as it is, with names beside the codes."""
    columns: list[Column] = []
    cells: list[Sequence[Any]] = []
    for key in table.columns:
        column, label = table[key], table.label(key)
        values: Sequence[Any] = column[:]
        width = 34 if key in CODED else 13
        if key in CODED:
            columns.append(Column(words("code", label=label), TEXT))
            cells.append(values)
        if column.type == "text":
            names = table.names(key)
            values = [names.get(code, code) for code in values]
        elif column.type == "rational":
            values = [_number(value) for value in values]
        is_share = column.type == "rational" and key == "value"
        columns.append(Column(label, SHARE if is_share else FORMATS[column.type], width))
        cells.append(values)
    _sheet(book, words(title), columns, zip(*cells))


def _number(value: Any) -> Any:
    """What a sheet knows of a number: nothing, a whole number or a real one."""
    if pd.isna(value):
        return None
    return float(value) if isinstance(value, (Fraction, float)) else int(value)


def _sheet(
    book: Any, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> None:
    """A sheet whose head stays in sight and filters its rows."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.append([_head(sheet, column.head) for column in columns])
    cells = [WriteOnlyCell(sheet) for _ in columns]  # filled anew for each row
    for cell, column in zip(cells, columns):
        cell.number_format = column.format
    last = 1
    for last, row in enumerate(rows, 2):
        for cell, value in zip(cells, row):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # not a formula, whatever a name begins with
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _head(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="EAECF0")
    cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    return cell
