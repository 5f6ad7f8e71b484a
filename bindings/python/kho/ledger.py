"""A ledger: one file of entries, which is opened, posted to, and asked."""

from __future__ import annotations

import contextlib
import datetime
import json
import operator
import os
import threading
import weakref
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping
from typing import NoReturn, Optional, Union

from . import native
from ._questions import Date, Path, Query, Questions
from ._verbs import Verbs
from .answer import Answer
from .errors import Invalid
from .table import Table, Tables, language

Clock = Callable[[], datetime.datetime]
Progress = Callable[[str, int, int], object]

_READ_WRITE, _CREATE, _READ_ONLY = range(3)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MILLISECOND = datetime.timedelta(milliseconds=1)

# Open ledgers, so that a child process doesn't wait for a lock of its parent's threads.
_open: "weakref.WeakSet[Ledger]" = weakref.WeakSet()


class Ledger(Verbs, Questions):
    """An open ledger; ``with`` closes it.

    ``path`` is its file, which ``create`` makes (it must not exist yet) and ``read_only``
    never writes; ``lang`` the language of messages and tables, "en" or "vi"; ``busy`` how
    many seconds to wait for other processes. ``utc_offset`` is that of a new ledger's
    day, in minutes; Vietnam is 420. ``clock()`` gives the time as an aware datetime
    (None: the system's); ``progress(what, done, total)`` hears how far long work is.

    Threads may share it: they wait for each other, and for a batch to its end. What a
    callback raises is raised by the call, once the library has finished; a callback can't
    use the ledger itself. After close, and in a forked child, every call raises Invalid.

    Opening raises NotFound, Exists, Foreign, Damaged, Busy, Storage.

    **Movements**, from ``begin`` to ``serve``, take the day; the places; ``lines``,
    {"ITEM[@LOT][/EXPIRY][/CHANNEL]": quantity in base units}; then ``uid``, the voucher's
    number (posted again, it is there once); ``by``, who; ``note``, a free text; ``late``,
    to post into a closed month all the same; ``campaign``, the code of the campaign that
    it belongs to. Without a lot, the first to expire goes first. All of it is posted, or
    nothing. Raises Short, Expired, Ambiguous, Route, Closed, NotFound, Conflict, Invalid,
    with the moves that were refused.

    **Questions**, from ``stock`` to ``check``, give a Table. ``place`` is a code (None:
    the whole ledger, place by place), ``tree`` means it and all under it, line by line,
    ``sum`` the tree as one place; ``item`` is a code (None: all); ``on`` as of which day
    (None: today); ``known`` with what was posted up to this seq (None: all). Quantities
    are in base units. Raises NotFound: no such place or item; Invalid: what was given is
    malformed.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        lang: str = "en",
        busy: float = 10.0,
        utc_offset: int = 420,
        clock: Optional[Clock] = None,
        progress: Optional[Progress] = None,
    ) -> None:
        if create and read_only:
            raise Invalid("a ledger that is made can't be read only")
        self._path = os.fspath(path)
        self._lang = lang
        self._clock = clock
        self._progress = progress
        self._lock = threading.RLock()
        me = weakref.ref(self)  # C must not keep the ledger that closes it
        self._native = native.open(
            path,
            _CREATE if create else _READ_ONLY if read_only else _READ_WRITE,
            int(busy * 1000),
            utc_offset,
            language(lang),
            (lambda: _milliseconds(me)) if clock else None,
            (lambda *far: _tell(me, *far)) if progress else None,
        )
        self._closed = False
        _open.add(self)

    def close(self) -> None:
        """Close it; an open batch is rolled back. Again is a no-op."""
        with self._lock:
            self._native.close()
            self._closed = True

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closed

    @property
    def path(self) -> str:
        """Its file, as it was given."""
        return self._path

    @property
    def lang(self) -> str:
        """The language of its messages and tables."""
        return self._lang

    @property
    def today(self) -> datetime.date:
        """The day that it is by its clock, where it is kept."""
        with self._lock:
            return datetime.date.fromisoformat(self._native.today())

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a ledger can't be copied or pickled: open its file again")

    def __repr__(self) -> str:
        return f"<kho.Ledger {self._path!r}{' (closed)' if self._closed else ''}>"

    def post(self, entry: Mapping[str, Any]) -> Answer:
        """Post an entry in the shape of its JSON: all of its parts, or none.

        {"uid": .., "date": .., "moves": [{"item": .., "from": .., "to": .., "quantity":
        ..}]}; the guide tells all keys. Days may be dates; quantities are int. Raises as
        the verbs do.
        """
        with self._lock:
            return Answer(self._native.post(entry))

    def _post_hand(self, entry: Dict[str, Any]) -> Answer:
        with self._lock:
            return Answer(self._native.post_hand(entry))

    def post_json(
        self,
        lines: Union[str, bytes, Iterable[Union[str, bytes, Mapping[str, Any]]]],
        *,
        atomic: bool = False,
        dry_run: bool = False,
        commit: int = 1000,
    ) -> List[Dict[str, Any]]:
        """Post entries in JSON, one a line, and give an answer for each, in order.

        A refused line doesn't spoil its neighbours, unless ``atomic``: its answer has a
        key "error". ``dry_run`` posts, answers and rolls back; ``commit`` is how many
        lines become durable at once.
        """
        with self._lock:
            told = self._native.post_json(_feed(lines), atomic, dry_run, commit)
        return [json.loads(line) for line in _lines(told)]

    def reverse(
        self,
        uid: str,
        *,
        date: Optional[Date] = None,
        late: bool = False,
        note: Optional[str] = None,
    ) -> Answer:
        """Post the mirror image of an entry: all that it moved goes back.

        ``date`` is the original's where it is None. ``note`` is needed where a closing is
        withdrawn.
        """
        with self._lock:
            return Answer(self._native.reverse(uid, date, late, note))

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """What is posted within becomes durable all at once, or not at all.

        An exception rolls all of it back. Other threads wait. Raises Invalid: a batch is
        open already.
        """
        with self._lock:
            self._native.begin_batch()
            try:
                yield
            except BaseException:
                if not self._closed:
                    self._native.roll_back_batch()
                raise
            self._native.commit_batch()

    def define(
        self, catalogue: Mapping[str, Any], *, from_date: Optional[Date] = None
    ) -> Answer:
        """Add or change channels, items, places and prices, in the shape of their YAML.

        What is already so changes nothing. A changed parent holds from ``from_date`` on
        (None: today).
        """
        with self._lock:
            return Answer(self._native.define(catalogue, from_date))

    def load_catalogue(
        self, path: Path, *, from_date: Optional[Date] = None, dry_run: bool = False
    ) -> Answer:
        """Load a catalogue from YAML; see ``define()``. Errors tell the line."""
        with self._lock:
            return Answer(self._native.load_catalogue(path, from_date, dry_run))

    def load_rules(
        self, path: Path, *, from_date: Optional[Date] = None, dry_run: bool = False
    ) -> Answer:
        """Load rules from YAML; errors tell the line.

        They hold from ``from_date`` on (None: the first of next month, or always where
        nothing was ever moved, seen or ruled).
        """
        with self._lock:
            return Answer(self._native.load_rules(path, from_date, dry_run))

    def close_month(
        self, month: Date, place: str, *, tree: bool = False, by: Optional[str] = None
    ) -> int:
        """Close a month of a place, or of all under it: freeze its report.

        Gives how many places were closed just now. Raises Invalid: the month isn't over,
        or a later one is closed already.
        """
        with self._lock:
            return self._native.close_month(month, place, tree, by)

    def reopen_month(self, month: Date, place: str, note: str) -> Answer:
        """Withdraw the last closing of a place, on record; ``note`` says why."""
        with self._lock:
            return Answer(self._native.reopen_month(month, place, note))

    def import_monthly(
        self,
        map: Path,
        csv: Path,
        *,
        amend: bool = False,
        messages: Optional[Callable[[str], object]] = None,
    ) -> Table:
        """Import monthly returns: a CSV file, read through a map in YAML.

        With ``amend``, a row that changed reverses its entry and posts anew.
        ``messages`` is called with a line for each refused row and each warning.
        """
        with self._lock:
            told, made = self._native.import_monthly(map, csv, amend)
        if messages:
            for line in _lines(told):
                messages(line)
        return Table(made, self._lang)

    def backup(self, path: Path) -> None:
        """Copy it to a new file while others write, and verify the copy."""
        with self._lock:
            self._native.backup(path)

    def head(self) -> str:
        """Its last entry and that one's hash, "12:HASH".

        Whoever keeps it elsewhere can have an older copy told by :meth:`check`.
        """
        with self._lock:
            return self._native.head()

    def check(self, *, head: Optional[str] = None) -> Table:
        """Verify the whole ledger: a row for each fault; none: all is well.

        ``head`` is what :meth:`head` once gave: a row of kind "head" tells that the
        ledger no longer goes through it. Raises Invalid where it is no head.
        """
        if head is None:
            return self._ask("check")
        with self._lock:
            return Table(self._native.check_head(head), self._lang)

    def _ask(self, question: str, query: Optional[Query] = None) -> Table:
        with self._lock:
            return Table(self._native.ask(question, query), self._lang)

    def try_rules(
        self,
        path: Path,
        from_date: Date,
        to_date: Date,
        *,
        place: Optional[str] = None,
        tree: bool = False,
        item: Optional[str] = None,
        known: Optional[int] = None,
    ) -> Table:
        """Replay what rules in YAML would have ordered on the ledger's own demand.

        ``from_date`` to ``to_date`` are whole months that are over, at most 120.
        """
        query: Query = {"from": from_date, "to": to_date}
        query.update(place=place, tree=tree, item=item, known=known)
        with self._lock:
            return Table(self._native.try_rules(path, query), self._lang)

    def supervise(
        self,
        place: str,
        *,
        item: Optional[str] = None,
        on: Optional[Date] = None,
        known: Optional[int] = None,
        cyp: Optional[str] = None,
    ) -> Tables:
        """What to look at when a store or a collaborator is visited.

        ``item``: of it alone, and of services those of its method; ``cyp``: edition of
        the factors of couple-years.
        """
        query: Query = {"place": place, "item": item, "on": on, "known": known}
        query["cyp"] = cyp
        with self._lock:
            return Tables(self._native.supervise(query), self._lang)

    def use_client_key(self, path: Path) -> None:
        """Use a key file until it is closed; the first one becomes the ledger's.

        Raises Invalid: not a key file, not the ledger's, or others may read it.
        """
        with self._lock:
            self._native.client_key(path)

    def erase_client(self, client: str) -> int:
        """Forget a client: gives how many links there were. Its services stay."""
        with self._lock:
            return self._native.client_erase(client)

    def purge_clients(self, before: Date) -> int:
        """Forget who got the services before a day: gives how many links there were."""
        with self._lock:
            return self._native.client_purge(before)

    def rotate_client_key(self) -> None:
        """Change the key: every link is keyed once more."""
        with self._lock:
            self._native.client_rotate()

    def export_client(self, client: str) -> Table:
        """What is linked to a client; reversed services are left out."""
        with self._lock:
            return Table(self._native.client_export(client), self._lang)


def make_client_key(path: Path) -> None:
    """Make a key file for linking services to clients, for its owner alone.

    Raises Exists: the file is there already.
    """
    native.make_client_key(path)


def _milliseconds(me: "weakref.ref[Ledger]") -> int:
    ledger = me()
    if ledger is None or ledger._clock is None:
        return 0
    now: datetime.datetime = ledger._clock()
    return (now - _EPOCH) // _MILLISECOND


def _tell(me: "weakref.ref[Ledger]", what: str, done: int, total: int) -> None:
    ledger = me()
    if ledger is not None and ledger._progress is not None:
        ledger._progress(what, done, total)


def _lines(text: str) -> List[str]:
    """The lines of what the library wrote: nothing but a newline ends one."""
    return text.split("\n")[:-1]


def _line(line: Union[str, bytes, Mapping[str, Any]]) -> bytes:
    if isinstance(line, bytes):
        return line
    if isinstance(line, str):
        return line.encode()
    return json.dumps(line, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> Any:
    """What JSON has for a value that an entry may hold."""
    if isinstance(value, Mapping):
        return dict(value)
    is_day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return value.isoformat() if is_day else operator.index(value)


def _feed(
    lines: Union[str, bytes, Iterable[Union[str, bytes, Mapping[str, Any]]]]
) -> bytes:
    if isinstance(lines, (str, bytes)):
        return _line(lines)
    return b"\n".join(map(_line, lines))


def _fresh_locks() -> None:
    """In a forked child, nobody holds what a thread of the parent held."""
    for ledger in _open:
        ledger._lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_fresh_locks)
