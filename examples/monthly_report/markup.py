"""Building blocks of the page: sections, tables of texts and numbers, heat tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from texts import Words

Group = tuple[str, int]  # a text above heads, and how many columns it is of


class Number(str):
    """A number as it is printed: stands to the right."""


class Chip(str):
    """A text on the colour of a style, such as a status on its own."""

    style: str

    def __new__(cls, text: str, style: str) -> Chip:
        made = super().__new__(cls, text)
        made.style = style
        return made


def section(title: str, about: str, body: str) -> str:
    about = f"<p class=about>{escape(about)}</p>" if about else ""
    return f"<section><h2>{escape(title)}</h2>{about}{body}</section>"


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    words: Words,
    groups: Sequence[Group] = (),
) -> str:
    """A table of texts, chips and numbers; the first cell of a row is its head."""
    numeric = [any(_is_number(row[at]) for row in rows) for at in range(len(heads))]
    head = "".join(
        f"<th scope=col{' class=n' if is_numeric else ''}>{escape(text)}</th>"
        for text, is_numeric in zip(heads, numeric)
    )
    above = "".join(
        f"<th scope=colgroup colspan={wide}>{escape(text)}</th>" for text, wide in groups
    )
    above = f"<tr class=groups>{above}</tr>" if above else ""
    body = ""
    for name, *cells in rows:
        told = "".join(_cell(cell, words) for cell in cells)
        body += f"<tr><th scope=row>{escape(name)}</th>{told}</tr>"
    return _table("", f"{above}<tr>{head}</tr>", body)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, Number) or not isinstance(cell, str)


def _cell(cell: Any, words: Words) -> str:
    if isinstance(cell, Chip):
        return f"<td><span class='chip {cell.style}'>{escape(cell)}</span></td>"
    if not _is_number(cell):
        return f"<td>{escape(cell)}</td>"
    text = cell if isinstance(cell, str) else words.number(cell)
    return f"<td class='n{' z' if text == '0' else ''}'>{escape(text)}</td>"


def heat_table(
    style: str, heads: Iterable[str], rows: Iterable[tuple[str, Iterable[Chip]]]
) -> str:
    """Cells in colours under upright heads; a row is a head and its cells."""
    head = "".join(f"<th scope=col><span>{escape(text)}</span></th>" for text in heads)
    body = ""
    for name, cells in rows:
        told = "".join(f"<td class='{cell.style}'>{escape(cell)}</td>" for cell in cells)
        body += f"<tr><th scope=row>{escape(name)}</th>{told}</tr>"
    return _table(f"heat {style}", f"<tr><td></td>{head}</tr>", body)


def _table(style: str, head: str, body: str) -> str:
    return scrolling(
        f"<table class='{style}'><thead>{head}</thead><tbody>{body}</tbody></table>"
    )


def scrolling(wide: str) -> str:
    """What may be wider than a phone; the keyboard can scroll it, too."""
    return f"<div class=scroll role=group tabindex=0>{wide}</div>"


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """What colours mean: (what paints the sample, text)."""
    told = (f"<span><i {paint}></i>{escape(text)}</span>" for paint, text in entries)
    return f"<p class=legend>{''.join(told)}</p>"
