"""What came of a post."""

from __future__ import annotations

import datetime
import json
from typing import Any, Dict, NamedTuple, Optional, Tuple

from . import native
from .errors import day


class Taken(NamedTuple):
    """A lot that a posted move took or brought."""

    move: int
    """Which move of the entry, from 0; then counts and reversals."""
    item: str
    lot: str
    """The lot's number; "" where it has none."""
    expiry: Optional[datetime.date]
    channel: str
    source: str
    """Code of the place that it came from."""
    target: str
    """Code of the place that it went to."""
    quantity: int
    """Base units; negative in a reversal."""


class Change(NamedTuple):
    """What an entry does to a lot at a place, in base units."""

    place: str
    item: str
    lot: str
    expiry: Optional[datetime.date]
    channel: str
    before: int
    """The balance at the end of the entry's day, without it."""
    after: int
    """The same with it."""
    lowest: int
    """The lowest balance of that day and all later ones, with it."""


class Warned(NamedTuple):
    """Something to look at that was no reason to refuse."""

    code: str
    """A word such as "before_count" or "closed_month"."""
    message: str
    """One line for people, in the ledger's language."""


class Answer:
    """What came of a post.

    It is kept as the library wrote it, and read when it is first asked for: who posts a
    hundred thousand entries and looks at none of the answers doesn't pay for them.
    """

    __slots__ = ("_given", "_read")

    def __init__(self, given: object) -> None:
        self._given = given  # the library's, or JSON: most answers are never read
        self._read: Optional[Dict[str, Any]] = None

    @property
    def _told(self) -> Dict[str, Any]:
        if self._read is None:
            given = self._given
            text = given if isinstance(given, str) else native.answer_text(given)
            self._read = json.loads(text)
        return self._read

    def __reduce__(self) -> Tuple[Any, ...]:
        return Answer, (json.dumps(self._told),)

    @property
    def seq(self) -> int:
        """Position in the ledger: 1, 2, 3, ...; 0 where nothing changed."""
        seq: int = self._told["seq"]
        return seq

    @property
    def uid(self) -> str:
        """The entry's uid, made if none was given; "" where nothing changed."""
        uid: str = self._told["uid"] or ""
        return uid

    @property
    def existing(self) -> bool:
        """Whether the same was posted before; the rest is of then."""
        return bool(self._told["status"] == "existing")

    @property
    def taken(self) -> Tuple[Taken, ...]:
        """The lots that were moved, in order of the moves."""
        return tuple(
            Taken(
                told["move"],
                told["item"],
                told["lot"],
                day(told["expiry"]),
                told["channel"],
                told["from"],
                told["to"],
                told["quantity"],
            )
            for told in self._told["taken"]
        )

    @property
    def changes(self) -> Tuple[Change, ...]:
        """Balances, lot by lot; none where it existed."""
        return tuple(
            Change(
                told["place"],
                told["item"],
                told["lot"],
                day(told["expiry"]),
                told["channel"],
                told["before"],
                told["after"],
                told["lowest"],
            )
            for told in self._told["changes"]
        )

    @property
    def warnings(self) -> Tuple[Warned, ...]:
        """What to look at."""
        return tuple(Warned(**told) for told in self._told["warnings"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and self._told == other._told

    def __hash__(self) -> int:
        return hash((self.seq, self.uid))

    def __repr__(self) -> str:
        existing = ", existing" if self.existing else ""
        return f"<kho.Answer {self.seq}: {self.uid!r}{existing}>"
