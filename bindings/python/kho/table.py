"""Tables: the answer to every question.

A table doesn't change. Its columns are memory that NumPy, pandas and whoever reads the
Arrow C data interface share with C; its rows are named tuples, made as they are read.
"""

from __future__ import annotations

import collections
import functools
import html
import keyword
import os
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Tuple, Union
from typing import overload

from . import native
from ._native import Column
from .errors import Invalid

if TYPE_CHECKING:
    import pandas  # type: ignore[import]

Path = Union[str, "os.PathLike[str]"]

# kho_language and kho_format.
LANGUAGES = {"en": 0, "vi": 1}
_TERMINAL, _CSV, _JSON, _HTML, _XLSX = range(5)

# Rows are made this many at a time: few enough to stay in a processor's cache.
_CHUNK = 256

# So many rows of a table are shown in a notebook.
_SHOWN = 20


@functools.lru_cache(maxsize=None)
def _row_type(keys: Tuple[str, ...]) -> Any:
    fields = [key + "_" if keyword.iskeyword(key) else key for key in keys]
    return collections.namedtuple("Row", fields)


def language(lang: str) -> int:
    """The library's number of a language; Invalid: it is none of ours."""
    if lang not in LANGUAGES:
        raise Invalid(f"lang: {lang!r} is none of {', '.join(LANGUAGES)}")
    return LANGUAGES[lang]


class _Page:
    """What is written on one page: a table, or several."""

    _native: Union[native.Table, native.Tables]

    def __init__(self, made: Union[native.Table, native.Tables], lang: str) -> None:
        self._native = made
        self._lang = lang

    @property
    def title(self) -> str:
        """Its title for people, in the ledger's language."""
        return self._native.title(language(self._lang))

    @overload
    def to_json(self, path: None = None) -> str: ...

    @overload
    def to_json(self, path: Path) -> None: ...

    def to_json(self, path: Optional[Path] = None) -> Optional[str]:
        """JSON with exact numbers and ISO dates: as text, or into a file.

        ``{"table": .., "meta": {..}, "rows": [{..}, ..]}``, of several tables
        ``{"tables": [..]}``. Raises OSError: the file can't be written.
        """
        return _text(self._write(_JSON, path))

    @overload
    def to_html(self, path: None = None) -> str: ...

    @overload
    def to_html(self, path: Path) -> None: ...

    def to_html(self, path: Optional[Path] = None) -> Optional[str]:
        """A page for people, in the ledger's language: as text, or into a file.

        Raises OSError: the file can't be written.
        """
        return _text(self._write(_HTML, path))

    def _write(self, written: int, path: Optional[Path]) -> Optional[bytes]:
        made = self._native.written(written, language(self._lang))
        if path is None:
            return made
        with open(path, "wb") as file:
            file.write(made)
        return None

    def __str__(self) -> str:
        """Its columns side by side, as the command prints them."""
        made = self._native.written(_TERMINAL, language(self._lang))
        return made.decode()


class Table(_Page):
    """A table of typed columns.

    ``len(table)`` counts its rows and ``for row in table`` reads them: named tuples of
    ``int``, ``fractions.Fraction``, ``datetime.date`` and ``str``, ``None`` where a cell
    is undefined. Fields are the columns' keys, the same in every language
    (``row.closing``); ``from`` is a word of Python's own, so it is ``row.from_``.

    ``table[3]`` is a row, ``table[3:5]`` a list of rows, and ``table["closing"]`` a
    :class:`Column`, whose memory ``numpy.asarray()`` shares. Whatever is taken from a
    table may outlive it, and the ledger.
    """

    _native: native.Table

    def __init__(self, made: native.Table, lang: str) -> None:
        super().__init__(made, lang)
        self._columns: Dict[str, Column] = {}
        for index in range(made.columns()):
            column = made.column(index)
            self._columns[column.key] = column

    @property
    def name(self) -> str:
        """Which question it answers, such as "report"."""
        return self._native.name()

    @property
    def meta(self) -> Dict[str, str]:
        """What it was made with: {"on": "2026-11-30", "known": "1284", ...}."""
        keys = map(self._native.meta_key, range(self._native.metas()))
        return {key: self._native.meta(key) for key in keys}

    @property
    def columns(self) -> Tuple[str, ...]:
        """The keys of its columns."""
        return tuple(self._columns)

    def label(self, key: str, lang: Optional[str] = None) -> str:
        """A column's label for people, in "en", "vi" or the ledger's language.

        Raises KeyError: there is no such column.
        """
        return self._native.label(self._index(key), language(lang or self._lang))

    def names(self, key: str, lang: Optional[str] = None) -> Dict[str, str]:
        """What people read for each code in a column of texts: {code: name}.

        A code whose name depends on the row (in the values of an explanation, a status is
        also a sentence) isn't among them: :meth:`shown` tells it. Raises KeyError: there
        is no such column.
        """
        index, chosen = self._index(key), language(lang or self._lang)
        names: Dict[str, str] = {}
        unlike = set()
        for i, word in enumerate(self._columns[key].words):
            name = self._native.word_name(index, i, chosen)
            if names.setdefault(word, name) != name:
                unlike.add(word)
        return {word: name for word, name in names.items() if word not in unlike}

    def shown(self, row: int, key: str, lang: Optional[str] = None) -> str:
        """A cell as people read it: names, thousands, printed digits; "" if undefined.

        Raises IndexError, KeyError: there is no such row or column.
        """
        at, column = range(len(self))[row], self._index(key)
        return self._native.shown_cell(at, column, language(lang or self._lang))

    def __len__(self) -> int:
        return self._native.rows()

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, len(self), _CHUNK):
            yield from self[start : start + _CHUNK]

    @overload
    def __getitem__(self, index: int) -> Any: ...

    @overload
    def __getitem__(self, index: slice) -> List[Any]: ...

    @overload
    def __getitem__(self, index: str) -> Column: ...

    def __getitem__(self, index: Union[int, slice, str]) -> Any:
        if isinstance(index, str):
            return self._columns[index]
        row, columns = _row_type(self.columns), self._columns.values()
        if isinstance(index, slice):
            return list(map(row._make, zip(*[column[index] for column in columns])))
        return row._make(column[index] for column in columns)

    def _index(self, key: str) -> int:
        return self.columns.index(self._columns[key].key)

    def to_pandas(self, *, exact: bool = False) -> pandas.DataFrame:
        """The table as a pandas DataFrame of its own memory.

        Texts are categories (codes; see :meth:`names`), dates datetime64, integers int64,
        or Int64 where some are undefined. Rationals are float64, rounded, with NaN where
        undefined, or with ``exact`` Fractions and None. ``frame.attrs`` holds "name" and
        "meta". Raises ImportError: pandas isn't installed.
        """
        from ._pandas import frame

        return frame(self, exact)

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        """The table as a stream of one record batch, whose memory it shares.

        A capsule of Arrow's PyCapsule interface, for pyarrow.table(), polars, DuckDB and
        others. Another schema than its own (kho/arrow.h) isn't made.
        """
        return self._native.arrow_stream()

    @overload
    def to_csv(self, path: None = None) -> str: ...

    @overload
    def to_csv(self, path: Path) -> None: ...

    def to_csv(self, path: Optional[Path] = None) -> Optional[str]:
        """CSV of codes, ISO dates and exact numbers: as text, or into a file.

        Raises OSError: the file can't be written.
        """
        return _text(self._write(_CSV, path))

    @overload
    def to_xlsx(self, path: None = None) -> bytes: ...

    @overload
    def to_xlsx(self, path: Path) -> None: ...

    def to_xlsx(self, path: Optional[Path] = None) -> Optional[bytes]:
        """A workbook, in the ledger's language: as bytes, or into a file.

        Raises Invalid: this build writes none, or it has more rows than a sheet;
        OSError: the file can't be written.
        """
        return self._write(_XLSX, path)

    def __repr__(self) -> str:
        return f"<kho.Table {self.name}: {len(self)} x {len(self._columns)}>"

    def _repr_html_(self) -> str:
        """Its first rows as people read them, for notebooks."""
        chosen = language(self._lang)
        width = range(len(self._columns))
        heads = (f"<th>{html.escape(self.label(key))}</th>" for key in self._columns)
        lines = [f"<tr>{''.join(heads)}</tr>"]
        for row in range(min(len(self), _SHOWN)):
            cells = (self._native.shown_cell(row, column, chosen) for column in width)
            told = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            lines.append(f"<tr>{told}</tr>")
        about = html.escape(f"{self.title}: {len(self)} x {len(width)}")
        return f"<table><caption>{about}</caption>{''.join(lines)}</table>"


def _text(made: Optional[bytes]) -> Optional[str]:
    return None if made is None else made.decode()


class Tables(_Page):
    """Several tables under one title, to be read one after the other: a sequence."""

    _native: native.Tables

    def __repr__(self) -> str:
        return f"<kho.Tables: {', '.join(table.name for table in self)}>"

    def __len__(self) -> int:
        return self._native.count()

    def __getitem__(self, index: int) -> Table:
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return Table(self._native.share(index % len(self)), self._lang)

    def __iter__(self) -> Iterator[Table]:
        return (self[index] for index in range(len(self)))
