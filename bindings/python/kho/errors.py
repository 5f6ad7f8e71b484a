"""Why a call was refused or failed: a class for each status of the library."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, Dict, Optional, Sequence, Tuple, Type


@dataclass(frozen=True)
class RefusedLot:
    """A lot that an allocation passed over."""

    lot: str
    """Its number; may be empty."""
    expiry: Optional[datetime.date]
    channel: str
    """The channel's code."""
    quantity: Optional[int]
    """Base units there on the day that weren't taken; None: unsaid."""
    why: str
    """"expired", "held", "other_channel", "short_life", "unexpired", "ambiguous", or
    "short": a later day needs them."""


@dataclass(frozen=True)
class Refusal:
    """A refused move of an entry, or an observation, counted after the moves."""

    index: int
    """Which move, from 0."""
    status: str
    """Why, as a word: the status of the class of errors that is meant."""
    place: Optional[str]
    item: Optional[str]
    lot: Optional[str]
    """The lot's number; None where none was named."""
    date: Optional[datetime.date]
    """The day on which it fails."""
    need: Optional[int]
    """Base units asked for; None where it isn't about quantities."""
    have: Optional[int]
    """Base units that may be taken, likewise."""
    lots: Tuple[RefusedLot, ...]
    """What was passed over, in order of allocation."""
    message: str
    """One line for people, in the ledger's language."""


class Error(Exception):
    """The library refused or failed; its classes say why.

    ``status`` is the word for it, ``message`` one line for people in the ledger's
    language, ``moves`` the refused moves. Where a file or an input was wrong, ``file``
    names it, and ``line`` and ``column`` (from 1) say where; else they are None.
    """

    status = ""

    def __init__(
        self,
        message: str,
        *,
        moves: Sequence[Refusal] = (),
        file: Optional[str] = None,
        line: Optional[int] = None,
        column: Optional[int] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.moves = tuple(moves)
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        where = [str(part) for part in (self.file, self.line, self.column) if part]
        return ": ".join([":".join(where)] * bool(where) + [self.message])


class Short(Error):
    """Not enough stock on that day or a later one."""

    status = "short"


class Conflict(Error):
    """The uid was posted before, with another content."""

    status = "conflict"


class Closed(Error):
    """The date lies in a closed month."""

    status = "closed"


class NotFound(Error, LookupError):
    """No such place, item, lot, channel, entry or file."""

    status = "not_found"


class Route(Error):
    """Stock doesn't move between such places, or the move has another name."""

    status = "route"


class Ambiguous(Error):
    """Several lots fit and none was named."""

    status = "ambiguous"


class Expired(Error):
    """The lot had expired on that day."""

    status = "expired"


class Invalid(Error, ValueError):
    """What was given is malformed or out of range, or the ledger can't be used now."""

    status = "invalid"


class Exists(Error):
    """A file or an entry that must not exist does."""

    status = "exists"


class ReadOnly(Error):
    """The ledger was opened for reading only."""

    status = "read_only"


class Busy(Error):
    """Another process held the ledger for too long."""

    status = "busy"


class Storage(Error):
    """The file system or the database failed."""

    status = "storage"


class Damaged(Error):
    """The ledger's file isn't what it should be."""

    status = "damaged"


class Foreign(Error):
    """The file isn't a ledger of kho, or is of a newer version."""

    status = "foreign"


class Memory(Error, MemoryError):
    """Out of memory."""

    status = "memory"


class Overflow(Error, OverflowError):
    """A sum doesn't fit 64 bits."""

    status = "overflow"


_CLASSES: Dict[str, Type[Error]] = {each.status: each for each in Error.__subclasses__()}


def day(text: Optional[str]) -> Optional[datetime.date]:
    """An ISO day as a date; None stays None."""
    return None if text is None else datetime.date.fromisoformat(text)


def _lot(told: Dict[str, Any]) -> RefusedLot:
    told["expiry"] = day(told["expiry"])
    return RefusedLot(**told)


def _refusal(told: Dict[str, Any]) -> Refusal:
    told["date"] = day(told["date"])
    told["lots"] = tuple(map(_lot, told["lots"]))
    return Refusal(**told)


def made_of(text: str, file: str, line: int, column: int) -> Error:
    """The exception for an error as the library writes it."""
    told = json.loads(text)["error"]
    return _CLASSES.get(told["status"], Error)(
        told["message"],
        moves=[_refusal(move) for move in told["moves"]],
        file=file or None,
        line=line or None,
        column=column or None,
    )
