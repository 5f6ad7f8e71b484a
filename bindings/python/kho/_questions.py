"""What a ledger can be asked: every question gives a table."""

from __future__ import annotations

import datetime
import os
from typing import Any, Dict, Optional, Union

from .errors import Invalid
from .table import Table

Date = Union[str, datetime.date]
Path = Union[str, "os.PathLike[str]"]


Query = Dict[str, Any]

class Questions:
    """The part of a Ledger that answers; it tells what the arguments mean."""

    def _ask(self, question: str, query: Optional[Query] = None) -> Table:
        raise NotImplementedError

    def stock(
        self,
        *,
        place: Optional[str] = None,
        tree: bool = False,
        sum: bool = False,
        item: Optional[str] = None,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """What is there, lot by lot."""
        query: Query = {}
        query.update(place=place, tree=tree, sum=sum, item=item, on=on, known=known)
        return self._ask("stock", query)

    def card(
        self,
        place: str,
        item: str,
        *,
        from_date: Optional[Date] = None,
        to_date: Optional[Date] = None,
        tree: bool = False,
        sum: bool = False,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """The stock card of an item at a place, from one day to another."""
        query: Query = {"place": place, "item": item, "from": from_date, "to": to_date}
        query.update(tree=tree, sum=sum, on=on, known=known)
        return self._ask("card", query)

    def report(
        self,
        period: Date,
        kind: str = "stock",
        *,
        ytd: bool = False,
        restated: bool = False,
        value: bool = False,
        by: Optional[str] = None,
        cyp: Optional[str] = None,
        place: Optional[str] = None,
        tree: bool = False,
        sum: bool = False,
        item: Optional[str] = None,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """The report of a period.

        ``period`` is "2026-11", "2026-Q4", "2026", "2026-01-01..2026-03-15", or a date,
        which means its month. ``kind`` is "stock", "collaborators", "services", "mix",
        "expiry", "indicators", "reporting" or "quality". Of "stock", ``ytd`` is with the
        year so far, ``restated`` what became of a closed month, ``value`` in đồng. Of
        "services", ``by`` is "mode", "age" or "new". ``cyp`` is the edition of the
        couple-years, such as "2011" (None: the latest).
        """
        flags = {"ytd": ytd, "restated": restated, "value": value}
        asked = [word for word, is_asked in flags.items() if is_asked]
        if len(asked) + (kind != "stock") > 1:
            raise Invalid("a report is of one kind: " + ", ".join([kind, *asked]))
        query: Query = {}
        query.update(place=place, tree=tree, sum=sum, item=item, on=on, known=known)
        query.update(period=_period(period), kind=kind, by=by, cyp=cyp)
        return self._ask(asked[0] if asked else "report", query)

    def alerts(
        self,
        *,
        place: Optional[str] = None,
        tree: bool = False,
        sum: bool = False,
        item: Optional[str] = None,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """What needs attention, the first row the one to act on."""
        query: Query = {}
        query.update(place=place, tree=tree, sum=sum, item=item, on=on, known=known)
        return self._ask("alerts", query)

    def suggest(
        self,
        *,
        place: Optional[str] = None,
        tree: bool = False,
        sum: bool = False,
        item: Optional[str] = None,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """What to order; a quantity of None is to be set by hand."""
        query: Query = {}
        query.update(place=place, tree=tree, sum=sum, item=item, on=on, known=known)
        return self._ask("suggest", query)

    def explain(
        self,
        place: str,
        item: str,
        *,
        tree: bool = False,
        sum: bool = False,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """How the judgement of an item at a place came about, step by step."""
        query: Query = {}
        query.update(place=place, item=item, tree=tree, sum=sum, on=on, known=known)
        return self._ask("explain", query)

    def rules(
        self,
        place: Optional[str] = None,
        item: Optional[str] = None,
        *,
        tree: bool = False,
        sum: bool = False,
        on: Optional[Date] = None,
        known: Optional[int] = None,
    ) -> Table:
        """The rules that hold on a day: of a place and an item, or all of them."""
        query: Query = {}
        query.update(place=place, item=item, tree=tree, sum=sum, on=on, known=known)
        return self._ask("rules", query)

    def items(self) -> Table:
        """The items of the catalogue."""
        return self._ask("items")

    def places(self) -> Table:
        """The places of the catalogue."""
        return self._ask("places")

    def lots(self) -> Table:
        """All lots that were ever there."""
        return self._ask("lots")

    def channels(self) -> Table:
        """The channels of supply."""
        return self._ask("channels")

    def prices(self) -> Table:
        """Prices, exact, in đồng."""
        return self._ask("prices")


def _period(given: Date) -> str:
    """A period as text; a date means its month."""
    if isinstance(given, str):
        return given
    if isinstance(given, datetime.datetime) or not isinstance(given, datetime.date):
        raise TypeError(f"expected a date or a period, not {type(given).__name__}")
    return given.isoformat()[:7]

