"""What the report tells, asked of the ledger.

Quantities, consumption, months of stock and statuses are kho's; pandas only picks, counts
and adds up whole numbers of one unit. One thing is the report's own: a line that is out
of stock and of which nothing left the place for a year is *idle*, not counted as out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, Optional

import kho
import pandas as pd

LINE = ["item", "channel"]  # a line of a place: its stock of an item in a channel
KEY = ["place", *LINE]
BELOW = ["stocked_out", "emergency", "low"]  # statuses below the minimum
USE = ["dispensed", "issued", "transferred_out"]  # what leaves a place for use
YEAR = 12  # months without use make a line idle
WORST = 12  # so many lines are explained

Watch = Callable[[list[pd.Period]], Iterable[pd.Period]]  # shows progress over months


class NoData(Exception):
    """Nothing was at a place, which is named, or moved there for a year."""


@dataclass(frozen=True)
class Scope:
    """What is asked about: a place and all under it; `known` as in all questions.

    With `known` a closed month is judged anew; without, its report is what was closed.
    """

    ledger: kho.Ledger
    place: str
    known: Optional[int] = None

    def ask(self, question: Callable[..., kho.Table], **more: Any) -> kho.Table:
        return question(place=self.place, tree=True, known=self.known, **more)

    def report(self, period: object, kind: str = "stock", **more: Any) -> kho.Table:
        return self.ask(self.ledger.report, period=str(period), kind=kind, **more)

    def explain(self, place: str, item: str, on: date) -> kho.Table:
        return self.ledger.explain(place, item, on=on, known=self.known)


@dataclass(frozen=True)
class Worst:
    """Where an item is worst, since when and why; `count` points have the same alert."""

    place: str
    item: str
    channel: str
    alert: str
    since: Optional[date]
    count: int
    because: str


@dataclass(frozen=True)
class Answers:
    """All that a report shows of a place and what is under it, at the end of a month."""

    place: str
    month: pd.Period
    on: date
    points: list[str]  # stores without stores under them: health stations
    parents: dict[str, str]
    names: dict[str, dict[str, str]]  # of a column's codes: names["item"]["bcs"]
    lines: kho.Table  # the stock report, place by place
    whole: kho.Table  # the same, all places as one
    orders: kho.Table
    alerts: kho.Table
    expiry: kho.Table
    indicators: kho.Table
    quality: kho.Table  # as of today: reports come in after the month
    held: pd.DataFrame  # of `lines`, those of points; also out, idle, low
    items: pd.DataFrame  # by line: as one, in the place itself, at how many points out
    trend: pd.DataFrame  # by month and line, all places as one
    outs: pd.DataFrame  # by month and line: of `all` points `out`; item "": of any
    worst: list[Worst]

    @property
    def single(self) -> bool:
        """Whether it is about one station rather than about many."""
        return self.points == [self.place]

    @property
    def in_use(self) -> list[Any]:
        """The lines that some point has and doesn't leave idle."""
        return list(self.items.index[self.items.points > 0])

    @property
    def units(self) -> pd.DataFrame:
        """By the store right above: its points, how many are out, and of how much."""
        place_out = self.held.place.where(self.held.out)
        above = self.held.place.map(self.parents)
        by_unit = self.held.assign(above=above, place_out=place_out).groupby("above")
        units = by_unit.agg(
            points=("place", "nunique"),
            out=("place_out", "nunique"),
            lines_out=("out", "sum"),
            low=("low", "sum"),
        )
        units["share"] = units.out / units.points
        units = units.sort_values(["share", "lines_out"], ascending=False, kind="stable")
        return units.drop(columns="share")

    def label(self, item: str, channel: str) -> str:
        """A line's name; the channel is told where the item has several."""
        several = (self.items.index.get_level_values("item") == item).sum() > 1
        name = self.names["item"][item]
        return f"{name} · {self.names['channel'][channel]}" if several else name


def top_places(ledger: kho.Ledger) -> list[str]:
    """The stores that stand under no other place."""
    places = ledger.places().to_pandas()
    return list(places.place[(places.kind == "store") & places.parent.isna()])


def ask(scope: Scope, month: pd.Period, months: int, watch: Watch) -> Answers:
    """Ask everything about a month; the trend looks back over so many `months`.

    Raises kho.NotFound: there is no such place; NoData: see there.
    """
    ledger, place = scope.ledger, scope.place
    on = min(month.end_time.date(), ledger.today)
    lines = scope.report(month, on=on)
    year = scope.report(_year_to(month), sum=True, on=on)
    if not any(any(year[key]) for key in ("opening", "received", "transferred_in")):
        raise NoData(place)
    whole = scope.report(month, sum=True, on=on)
    orders, alerts = scope.ask(ledger.suggest, on=on), scope.ask(ledger.alerts, on=on)
    places = ledger.places()
    points, parents = _points(places, lines, place)
    states = _states(scope, lines, month)
    trend, outs, names = _look_back(scope, month, months, points, watch)
    for table, key in ((alerts, "alert"), (lines, "status"), (places, "place")):
        names[key] = table.names(key)
    return Answers(
        place=place,
        month=month,
        on=on,
        points=points,
        parents=parents,
        names=names,
        lines=lines,
        whole=whole,
        orders=orders,
        alerts=alerts,
        expiry=scope.report(month, "expiry", sum=True, on=on),
        indicators=scope.report(month, "indicators", on=on),
        quality=scope.report(month, "quality"),
        held=states[states.place.isin(points)],
        items=_items(whole, states, orders, place, points),
        trend=trend,
        outs=outs,
        worst=list(_worst(scope, alerts, states, points, on)),
    )


def _points(
    places: kho.Table, lines: kho.Table, place: str
) -> tuple[list[str], dict[str, str]]:
    """The stations among the places of `lines`, and the store that each stands under."""
    frame = places.to_pandas()
    stores = frame[frame.kind == "store"].set_index("place").parent.astype(object)
    supplying = set(stores.dropna())
    here = [code for code in lines["place"].words if code in stores.index]
    points = [code for code in here if code not in supplying] or [place]
    parents = stores.reindex(points).dropna()
    return points, {str(code): str(parent) for code, parent in parents.items()}


def _states(scope: Scope, lines: kho.Table, month: pd.Period) -> pd.DataFrame:
    """A month's `lines`, which row each was, whether it is out, idle, below minimum."""
    frame = _plain(lines, KEY).assign(row=range(len(lines)))
    year = _plain(scope.report(_year_to(month)), KEY)
    used = year.set_index(KEY)[USE].sum(axis=1) > 0
    frame["used"] = frame.join(used.rename("used"), on=KEY).used.eq(True)
    frame["out"] = (frame.status == "stocked_out") & frame.used
    frame["idle"] = (frame.status == "stocked_out") & ~frame.used
    frame["low"] = frame.status.isin(BELOW) & ~frame.idle
    return frame


def _year_to(month: pd.Period) -> str:
    """The period of a year that ends with the month."""
    return f"{(month - YEAR + 1).start_time:%Y-%m-%d}..{month.end_time:%Y-%m-%d}"


def _plain(table: kho.Table, keys: Iterable[str]) -> pd.DataFrame:
    """A table whose texts can be joined with those of another one, whose codes differ."""
    return table.to_pandas().astype({key: object for key in keys})


def _look_back(
    scope: Scope, month: pd.Period, months: int, points: list[str], watch: Watch
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, dict[str, str]]]:
    """The months up to this one: all as one, and how many points were out of what."""
    trend, outs = [], []
    names: dict[str, dict[str, str]] = {"item": {}, "channel": {}}
    for past in watch([month - back for back in reversed(range(months))]):
        whole = scope.report(past, sum=True)
        if len(whole) == 0:  # before the ledger's first entry
            continue
        lines = scope.report(past)
        states = _states(scope, lines, past)
        trend.append(_plain(whole, [*LINE, "status"]).assign(month=past))
        outs.append(_out_of(states[states.place.isin(points)], lines).assign(month=past))
        for key, known in names.items():
            known.update(whole.names(key))
    return pd.concat(trend), pd.concat(outs), names


def _out_of(held: pd.DataFrame, lines: kho.Table) -> pd.DataFrame:
    """How many points hold each line, and how many are out of it; item "" is any.

    Status and months, as kho prints them, are the first point's: for where there is one.
    """
    by_line = held[~held.idle].groupby(LINE, as_index=False)
    counted = by_line.agg(
        all=("place", "size"),
        out=("out", "sum"),
        status=("status", "first"),
        idle=("idle", "first"),
        row=("row", "first"),
    )
    counted["months"] = [lines.shown(row, "months") for row in counted.row]
    out = held.place[held.out].nunique()
    any_line = {"item": "", "channel": "", "all": held.place.nunique(), "out": out}
    return pd.concat([pd.DataFrame([any_line]), counted])


def _items(
    whole: kho.Table,
    states: pd.DataFrame,
    orders: kho.Table,
    place: str,
    points: list[str],
) -> pd.DataFrame:
    """Each line as one, in the place itself, at its points, and what is needed of it."""
    at_points = states[states.place.isin(points) & ~states.idle].groupby(LINE)
    held = at_points.agg(points=("place", "size"), out=("out", "sum"), low=("low", "sum"))
    own = states[states.place == place].set_index(LINE)[["row", "status", "to_order"]]
    wanted = _plain(orders, KEY)
    wanted["idle"] = wanted.join(states.set_index(KEY).idle, on=KEY).idle.eq(True)
    wanted["by_hand"] = wanted.to_order.isna()
    needed = wanted[wanted.place.isin(points) & ~wanted.idle].groupby(LINE)
    needs = needed.agg(needs=("to_order", "sum"), by_hand=("by_hand", "sum"))
    items = _plain(whole, [*LINE, "status"]).set_index(LINE)
    items = items.join(own.add_prefix("own_")).join(held).join(needs)
    counts = [*held.columns, *needs.columns]
    items[counts] = items[counts].fillna(0).astype("int64")
    by_hand = wanted[(wanted.place == place) & ~wanted.idle & wanted.by_hand]
    items["own_by_hand"] = items.index.isin(by_hand.set_index(LINE).index)
    used = items.index.isin(states[states.used].set_index(LINE).index)
    below = items.status.isin(BELOW) | items.own_status.isin(BELOW)
    items["risk"] = used & (below | ((10 * items.out >= items.points) & (items.out > 0)))
    return items


def _worst(
    scope: Scope, alerts: kho.Table, states: pd.DataFrame, points: list[str], on: date
) -> Iterator[Worst]:
    """Of each line the gravest alert; of equally grave ones the longest standing."""
    idle = states[states.idle].set_index(KEY).index
    frame = _plain(alerts, KEY)
    frame = frame[frame.place.isin([*points, scope.place]) & frame.item.notna()]
    frame = frame[(frame.severity <= 3) & ~frame.set_index(KEY).index.isin(idle)]
    frame = frame.sort_values(["severity", "since"], kind="stable")
    at_points = frame[frame.place.isin(points)]
    alike = at_points.groupby([*LINE, "alert"], observed=True).place.nunique()
    for row in frame.drop_duplicates(LINE).head(WORST).itertuples():
        steps = scope.explain(row.place, row.item, on)
        yield Worst(
            place=row.place,
            item=row.item,
            channel=row.channel,
            alert=row.alert,
            since=None if pd.isna(row.since) else row.since.date(),
            count=alike.get((row.item, row.channel, row.alert), 0),
            because=_because(steps, row.channel),
        )


def _because(steps: kho.Table, channel: str) -> str:
    """The sentence that sums a judgement up."""
    for index, row in enumerate(steps):
        if (row.channel, row.step) == (channel, "because"):
            return steps.shown(index, "value")
    return ""
