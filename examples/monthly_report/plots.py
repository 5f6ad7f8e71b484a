"""The report's plots, as SVG that a page can hold."""

from __future__ import annotations

import io
import re
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from answers import Answers
from texts import Words

# A status' colour of dots and bars; report.css has paler ones for cells with numbers.
STATUS = {
    "stocked_out": "#b42318",
    "emergency": "#e0662f",
    "low": "#d9a514",
    "adequate": "#2f8f57",
    "over": "#4a7fc1",
    "unknown": "#98a2b3",
}
CHANNELS = ["#8fb8b3", "#c9a66b", "#a9a3c9", "#b3b3b3"]  # bars, in the channels' order
DARK, GRID = "#1d2939", "#eaecf0"

WIDTH = 7.3  # inches, of an A4 page
MOST_MONTHS = 12  # what is more is shown as this
MONTH_TICKS = [0, 1, 2, 3, 4, 6, 8, 10, MOST_MONTHS]

plt.rcParams.update(
    {
        "font.family": ["DejaVu Sans"],
        "font.size": 8,
        "axes.edgecolor": "#98a2b3",
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.color": "#475467",
        "ytick.color": "#475467",
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "text.parse_math": False,  # a name may have a $
        "svg.fonttype": "none",  # text stays text: it is found, read aloud, copied
        "svg.hashsalt": "kho",  # the same report has the same bytes
    }
)


def channel_colour(answers: Answers, channel: str) -> str:
    """Of its bars; channels past the fourth begin again."""
    return CHANNELS[list(answers.names["channel"]).index(channel) % len(CHANNELS)]


# -- months of stock


def months_of_stock(answers: Answers, words: Words) -> str:
    """Each item's months of stock: a dot for each facility, or a bar where it is one."""
    lines = answers.in_use
    height = 0.75 + 0.25 * len(lines)
    figure, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
    held = answers.held.assign(drawn=_drawn_months(answers.held))
    held = held[held.drawn.notna()].sort_values("drawn")
    draw = _bars if answers.single else _dots
    for at, (item, channel) in enumerate(lines):
        draw(axes, at, held[(held.item == item) & (held.channel == channel)], answers)
    _band(axes, answers, words)
    axes.set_yticks(range(len(lines)), [answers.label(*line) for line in lines])
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xlim(-0.25, MOST_MONTHS + 0.25)
    axes.set_xticks(MONTH_TICKS, [*map(str, MONTH_TICKS[:-1]), f"≥{MOST_MONTHS}"])
    axes.set_xlabel(words("months"))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y")
    return _svg(figure, "months", words("months"))


def _drawn_months(held: pd.DataFrame) -> pd.Series:
    """Up to the most that is drawn; out of stock is 0, and idle lines aren't drawn."""
    return held.months.mask(held.out, 0).mask(held.idle).clip(upper=MOST_MONTHS)


def _bars(axes: Any, at: int, held: pd.DataFrame, answers: Answers) -> None:
    colours = held.status.astype(object).map(STATUS)
    axes.barh([at] * len(held), held.drawn, height=0.6, color=colours)
    empty = held[held.drawn == 0]  # a bar that has no length is a tick
    axes.scatter(empty.drawn, [at] * len(empty), marker="|", s=70, c=colours[empty.index])


def _dots(axes: Any, at: int, held: pd.DataFrame, answers: Answers) -> None:
    size = 9 if len(answers.points) <= 100 else 5
    rows = at + _spread(held.drawn)
    colours = held.status.astype(object).map(STATUS)
    axes.scatter(held.drawn, rows, s=size, c=colours, alpha=0.8, linewidths=0)


def _spread(months: pd.Series) -> pd.Series:
    """How far dots stand off their line, so that those of nearly one value are seen."""
    step, most = 0.1, 0.38
    nth = months.groupby((months * 6).round()).cumcount()
    off = (nth + 1) // 2 * step * (1 - 2 * (nth % 2))
    return (off + most) % (2 * most) - most


def _band(axes: Any, answers: Answers, words: Words) -> None:
    """What lies between minimum and maximum, where the rules have one for all lines."""
    meta = answers.lines.meta
    if "min_months" not in meta or "max_months" not in meta:
        return
    low, high = (_quotient(meta[key]) for key in ("min_months", "max_months"))
    style = {"ha": "center", "va": "bottom", "color": "#2f6b48"}
    axes.axvspan(low, high, color="#e7f4ec", zorder=0)
    axes.text((low + high) / 2, -0.65, words("band"), **style)


def _quotient(exact: str) -> float:
    above, below = exact.split("/")
    return int(above) / int(below)


# -- the trend


def trend(answers: Answers, words: Words) -> str:
    """What was dispensed and what was left, month by month: a panel for each item."""
    items = list(dict.fromkeys(answers.items.index.get_level_values("item")))
    months = sorted(answers.trend.month.unique())
    columns = min(3, len(items))
    rows = -(-len(items) // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(WIDTH, 1.3 * rows), squeeze=False, layout="constrained"
    )
    for axes, item in zip(grid.flat, items):
        lines = answers.trend[answers.trend["item"] == item]
        _item_panel(axes, lines, months, answers)
        _label_months(axes, months, 6, words)
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda at, _: words.number(at)))
        name = _shortened(answers.names["item"][item], 33)
        axes.set_title(name, fontsize=7.5, loc="left", pad=3)
    for axes in grid.flat[len(items) :]:
        axes.set_visible(False)
    return _svg(figure, "trend", words("trend", count=len(months)))


def _item_panel(
    axes: Any, lines: pd.DataFrame, months: list[pd.Period], answers: Answers
) -> None:
    """Bars of what was dispensed, channel upon channel; a line of what was left."""
    at = np.arange(len(months))
    base = np.zeros(len(months))
    for channel, of_channel in lines.groupby("channel"):
        heights = of_channel.groupby("month").dispensed.sum().reindex(months).fillna(0)
        colour = channel_colour(answers, channel)
        axes.bar(at, heights.to_numpy(float), 0.8, bottom=base, color=colour)
        base += heights.to_numpy(float)
    closing = lines.groupby("month").closing.sum().reindex(months)
    axes.plot(at, closing.to_numpy(float), color=DARK, linewidth=1)
    axes.set_ylim(bottom=min(0, base.min()))


def _label_months(axes: Any, months: list[pd.Period], every: int, words: Words) -> None:
    """Label every so many months, counted back from the last one."""
    shown = range(len(months) - 1, -1, -every)
    axes.set_xticks(list(shown), [words.short_month(months[at]) for at in shown])
    axes.tick_params(labelsize=6.5, length=2)


def stock_outs(answers: Answers, words: Words) -> str:
    """How many facilities were out of at least one item, month by month."""
    outs = answers.outs[answers.outs["item"] == ""]
    at = np.arange(len(outs))
    share = 100 * outs.out / outs["all"]  # undefined before any facility began
    figure, axes = plt.subplots(figsize=(WIDTH, 1.35), layout="constrained")
    axes.fill_between(at, share.to_numpy(float), color="#f3c6c1", linewidth=0)
    axes.plot(at, share.to_numpy(float), color=STATUS["stocked_out"], linewidth=1.2)
    axes.set_ylim(0, max(10, min(100, share.max() * 1.25)))
    axes.set_xlim(-0.5, len(outs) - 0.5)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}%"))
    _label_months(axes, list(outs.month), 3, words)
    axes.grid(axis="y")
    return _svg(figure, "outs", words("out_by_month"))


# -- SVG


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _svg(figure: Any, name: str, title: str) -> str:
    """A figure as an element of a page: its ids begin with `name`, its title is told."""
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    svg = written.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.S)
    svg = re.sub(r'width="[^"]+pt" height="[^"]+pt" ', "", svg, count=1)
    referred = set(re.findall(r'(?:href="|url\()#([^")]+)', svg))

    def own_id(found: re.Match[str]) -> str:
        return f' id="{name}-{found[1]}"' if found[1] in referred else ""

    svg = re.sub(r' id="([^"]+)"', own_id, svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
