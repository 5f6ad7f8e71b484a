"""The report as one page that stands by itself: style and plots are in it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, Optional

import pandas as pd

import plots
from answers import Answers, Worst
from headlines import headlines
from markup import Chip, Number, heat_table, legend, scrolling, section, table
from texts import Words

HEAT_ROWS = 40  # so many facilities are told one by one; the workbook tells all
UNIT_ROWS = 20
EXPIRY_ROWS = 30
SOON = 12  # months in which a lot expires soon

EMPTY = Chip("", "")

STOCK = ("closing", "amc", "months")
MOVEMENTS = (
    "opening received returned issued dispensed transferred_in transferred_out lost "
    "adjusted closing held"
).split()

FRAME = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def page(answers: Answers, words: Words, rules_file: Optional[str]) -> str:
    """The whole page; `rules_file` names the rules where they were tried on a copy."""
    title = words("title", month=words.month(answers.month))
    place = answers.names["place"][answers.place]
    sections = [
        _head(answers, words, title, place, rules_file),
        headlines(answers, words),
        _first(answers, words),
        _months(answers, words),
        _heat(answers, words),
        _units(answers, words),
        _trend(answers, words, place),
        _by_month(answers, words),
        _items(answers, words, place),
        _movements(answers, words),
        _expiry(answers, words),
        _indicators(answers, words),
        f"<footer><h2>{words('notes')}</h2><p>{words('notes_text')}</p></footer>",
    ]
    return FRAME.format(
        lang=words.lang,
        title=escape(f"{title} · {place}"),
        style=(Path(__file__).parent / "report.css").read_text(encoding="utf-8"),
        body="\n".join(filter(None, sections)),
    )


def _head(
    answers: Answers, words: Words, title: str, place: str, rules_file: Optional[str]
) -> str:
    lines = [words.made(answers.lines.meta, answers.on)]
    if answers.on < answers.month.end_time.date():
        lines.insert(0, words("running", on=words.day(answers.on)))
    if rules_file:
        lines.append(words("tried", file=rules_file))
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<header><p class=place>{escape(place)}</p><h1>{title}</h1>{told}</header>"


def _first(answers: Answers, words: Words) -> str:
    """Of each item where it is worst, and the sentence that explains the judgement."""
    if not answers.worst:
        return section(words("first"), words("all_well"), "")
    about = words("first_station" if answers.single else "first_about")
    lines = "".join(_worst(worst, answers, words) for worst in answers.worst)
    return section(words("first"), about, f"<ol class=first>{lines}</ol>")


def _worst(worst: Worst, answers: Answers, words: Words) -> str:
    key = "where_of" if worst.count > 1 else "where_here" if answers.single else "where"
    told = words(
        key,
        alert=answers.names["alert"][worst.alert],
        some=words.number(worst.count),
        all=words.number(answers.items.points[(worst.item, worst.channel)]),
        place=answers.names["place"][worst.place],
    )
    if worst.since:
        told += " " + words("since", day=words.day(worst.since))
    name = answers.label(worst.item, worst.channel)
    return (
        f"<li class=a-{worst.alert}><b>{escape(name)}</b> {escape(told)}"
        f"<q>{escape(worst.because)}</q></li>"
    )


def _months(answers: Answers, words: Words) -> str:
    about = words("months_bars" if answers.single else "months_about")
    colours = legend(
        (f"style='background:{colour}'", answers.names["status"][status])
        for status, colour in plots.STATUS.items()
        if status in answers.names["status"]
    )
    plot = scrolling(plots.months_of_stock(answers, words))
    return section(words("months"), about, colours + plot)


# -- heat tables


def _heat(answers: Answers, words: Words) -> str:
    """Facilities by items: months of stock on the colour of the status, worst first."""
    if answers.single:
        return ""
    by_place = answers.held.groupby("place").agg(
        out=("out", "sum"), low=("low", "sum"), days=("days_out", "sum")
    )
    order = ["out", "low", "days"]
    worst = by_place.sort_values(order, ascending=False, kind="stable").index[:HEAT_ROWS]
    about = words("heat_about")
    if len(by_place) > len(worst):
        about += " " + words("heat_worst", shown=len(worst), all=len(by_place))
    cells: dict[Any, Chip] = {
        (row.place, row.item, row.channel): _state(row, _printed(row, answers), words)
        for row in answers.held[answers.held.place.isin(worst)].itertuples()
    }
    rows = [(words("heat_all"), _totals(answers, words))]
    for place in worst:
        told = [cells.get((place, *line), EMPTY) for line in answers.in_use]
        rows.append((answers.names["place"][place], told))
    heads = [answers.label(*line) for line in answers.in_use]
    return section(words("heat"), about, heat_table("items", heads, rows))


def _printed(row: Any, answers: Answers) -> str:
    """A line's months of stock, rounded as kho rounds."""
    return answers.lines.shown(row.row, "months")


def _totals(answers: Answers, words: Words) -> list[Chip]:
    return [
        Chip(f"{words.number(row.out)}/{words.number(row.points)}", "total")
        for row in answers.items.loc[answers.in_use].itertuples()
    ]


def _state(row: Any, months: str, words: Words) -> Chip:
    """A line's months of stock on the colour of its status; nothing where it is idle."""
    if row.idle:
        return EMPTY
    return Chip(words("out_mark") if row.out else months or "–", f"s-{row.status}")


def _units(answers: Answers, words: Words) -> str:
    """By the stores between the place and its facilities, where there are several."""
    units = answers.units
    if len(units) < 2:
        return ""
    rows = []
    for row in units.head(UNIT_ROWS).itertuples():
        share = Number(words.percent(row.out, row.points))
        name = answers.names["place"][row.Index]
        rows.append([name, row.points, row.out, share, row.lines_out, row.low])
    rest = len(units) - len(rows)
    about = words("rest", count=rest) if rest else ""
    keys = "unit points points_out share_out lines_out lines_low".split()
    heads = [words(key) for key in keys]
    return section(words("units"), about, table(heads, rows, words))


def _by_month(answers: Answers, words: Words) -> str:
    """Items by months: how many facilities were out, or a station's own state."""
    months = sorted(answers.outs.month.unique())
    cells: dict[Any, Chip] = {}
    for row in answers.outs.itertuples():
        cell = _state(row, row.months, words) if answers.single else _share(row, words)
        cells[row.item, row.channel, row.month] = cell
    if answers.single:
        key, plot, lines = "state_by_month", "", answers.in_use
    else:
        key, plot = "out_by_month", scrolling(plots.stock_outs(answers, words))
        lines = [("", ""), *answers.in_use]
    rows = []
    for item, channel in lines:
        told = [cells.get((item, channel, month), EMPTY) for month in months]
        rows.append((answers.label(item, channel) if item else words("any_item"), told))
    heads = [words.short_month(month) for month in months]
    body = plot + heat_table("months", heads, rows)
    return section(words(key), words(f"{key}_about"), body)


def _share(row: Any, words: Words) -> Chip:
    """Per cent of the facilities that were out, on one of four shades."""
    if not row.out:
        return Chip("·", "p0")
    shade = 1 + sum(100 * row.out >= bound * row.all for bound in (10, 25, 50))
    percent = words.percent(row.out, row.all)[:-1]
    return Chip("<1" if percent == "0" else percent, f"p{shade}")


# -- the trend


def _trend(answers: Answers, words: Words, place: str) -> str:
    names = answers.names["channel"]
    used = [channel for channel in names if channel in set(answers.trend.channel)]
    bars = [
        (f"style='background:{plots.channel_colour(answers, channel)}'", names[channel])
        for channel in used
    ]
    if len(bars) == 1:
        bars = [(bars[0][0], words("dispensed"))]
    colours = legend([*bars, ("class=line", words("closing"))])
    title = words("trend", count=answers.trend.month.nunique())
    plot = scrolling(plots.trend(answers, words))
    return section(title, words("trend_about", place=place), colours + plot)


# -- tables


def _items(answers: Answers, words: Words, place: str) -> str:
    """Each item as one, in this store, and at the facilities."""
    label = answers.whole.label
    heads = [label("item"), words("risk"), label("unit")]
    heads += [label(key) for key in STOCK]
    groups = [("", 3), (words("as_one"), 3)]
    own = bool(answers.items.own_status.notna().any())
    if own:
        groups.append((words("this_store"), 3))
        heads += [label(key) for key in ("months", "status", "to_order")]
    if not answers.single:
        groups.append((words("facilities"), 4))
        heads += [words(key) for key in ("out", "low", "needs", "needs_by_hand")]
    rows = []
    for index, row in enumerate(answers.items.itertuples()):
        cells: list[Any] = [answers.label(*row.Index)]
        cells.append(Chip(words("yes"), "s-risk") if row.risk else "")
        cells.append(answers.whole.shown(index, "unit"))
        cells += [Number(answers.whole.shown(index, key)) for key in STOCK]
        cells += _own_cells(row, answers, words) if own else []
        cells += _facility_cells(row, words) if not answers.single else []
        rows.append(cells)
    about = words("items_station" if answers.single else "items_about", place=place)
    return section(words("items"), about, table(heads, rows, words, groups))


def _own_cells(row: Any, answers: Answers, words: Words) -> list[Any]:
    if pd.isna(row.own_status):
        return ["", "", ""]
    months = answers.lines.shown(int(row.own_row), "months")
    order = "" if pd.isna(row.own_to_order) else words.number(row.own_to_order)
    return [
        Number(months),
        Chip(answers.names["status"][row.own_status], f"s-{row.own_status}"),
        Number(words("set_by_hand") if row.own_by_hand else order),
    ]


def _facility_cells(row: Any, words: Words) -> list[Any]:
    out = words("of", some=words.number(row.out), all=words.number(row.points))
    return [Number(out), row.low, row.needs, row.by_hand]


def _movements(answers: Answers, words: Words) -> str:
    whole = answers.whole
    keys = [key for key in MOVEMENTS if key in ("opening", "closing") or any(whole[key])]
    heads = [whole.label(key) for key in ("item", "unit", *keys)]
    rows = []
    for index, row in enumerate(whole):
        numbers = [Number(whole.shown(index, key)) for key in keys]
        name = answers.label(row.item, row.channel)
        rows.append([name, whole.shown(index, "unit"), *numbers])
    about = words("movements_about")
    return section(words("movements"), about, table(heads, rows, words))


def _expiry(answers: Answers, words: Words) -> str:
    lots = answers.expiry
    soon = [
        (index, row)
        for index, row in enumerate(lots)
        if row.expiry and (row.at_risk or row.months_left <= SOON)
    ]
    if not soon:
        return ""
    numbers = ("quantity", "months_left", "at_risk")
    rows = []
    for index, row in soon[:EXPIRY_ROWS]:
        name, expiry = answers.label(row.item, row.channel), words.day(row.expiry)
        told = [Number(lots.shown(index, key)) for key in numbers]
        rows.append([name, row.lot or "", expiry, *told])
    about = words("expiry_about")
    if len(soon) > len(rows):
        about += " " + words("rest", count=len(soon) - len(rows))
    heads = [lots.label(key) for key in ("item", "lot", "expiry", *numbers)]
    return section(words("expiry"), about, table(heads, rows, words))


def _indicators(answers: Answers, words: Words) -> str:
    """Those of places and methods, and of the data; an item's own are in the workbook."""
    rows = []
    for asked in (answers.indicators, answers.quality):
        for index, row in enumerate(asked):
            if not row.denominator or getattr(row, "item", None):
                continue
            name = asked.shown(index, "indicator")
            if getattr(row, "method", None):
                name += ": " + asked.shown(index, "method")
            share = Number(words.percent(row.numerator, row.denominator))
            rows.append([name, row.numerator, row.denominator, share])
    keys = ("indicator", "numerator", "denominator", "value")
    heads = [answers.indicators.label(key) for key in keys]
    return section(words("indicators"), "", table(heads, rows, words))
