"""The segments as a figure: their customers and their money."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from workbook import rendering
from workbook.chapters.battle_map.rules import MapDesk, primary_assets, statistics

NAMES_WIDTH = 1.45  # inches left of the first panel, for the names of the segments
LEGEND_HEIGHT = 0.35  # inches above the panels
BAR = 0.62  # as a share of a segment's row
LONGEST_NAME = 18  # characters in a line
SHADES = {"primary": "plan", "members": "band"}  # label → colour
ROOM = 1.14  # space beyond the longest bar, for its number


def segments_figure(desk: MapDesk) -> Figure:
    """Customers (left) and assets (right) of each segment; the darker part is its primary
    customers."""
    labels = desk.pack.figures["segments"].labels
    figures, mine = statistics(desk), primary_assets(desk)
    if not any(row["customers"] for row in figures.values()):
        return _empty(labels["empty"])
    figure, (people, money) = rendering.axes(1, 2, 3.6)
    customers = [row["customers"] for row in figures.values()]
    assets = [row["assets"] or 0 for row in figures.values()]
    primary = [row["primary"] for row in figures.values()]
    unit = 100 * desk.bank.money.yuan
    _panel(people, labels["customers"], primary, customers, [f"{one:,}" for one in customers])
    _panel(money, labels["assets"], [*mine.values()], assets, [f"{a / unit:,.0f}" for a in assets])
    people.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    rendering.money_axis(money.xaxis, desk.bank.money)
    _name_segments(people, money, [one.label for one in desk.pack.segments.values()])
    _place(figure, labels)
    return figure


def _empty(text: str) -> Figure:
    figure, (axes,) = rendering.axes(height=1.6)
    rendering.note(axes, text)
    return figure


def _panel(
    axes: Axes, title: str, primary: Sequence[int], whole: Sequence[int], said: Sequence[str]
) -> None:
    """A bar for each segment, top down, the primary part darker, the number at its end."""
    rows = range(len(whole))
    rest = [all_of_it - part for all_of_it, part in zip(whole, primary, strict=True)]
    axes.barh(rows, primary, BAR, color=rendering.COLOURS[SHADES["primary"]])
    axes.barh(rows, rest, BAR, left=primary, color=rendering.COLOURS[SHADES["members"]])
    for row, length, text in zip(rows, whole, said, strict=True):
        axes.annotate(
            text if length else "", (length, row), (3, 0), textcoords="offset points",
            ha="left", va="center", color=rendering.COLOURS["muted"], fontsize=8.5,
        )  # fmt: skip
    axes.set_xlim(0, max(*whole, 1) * ROOM)
    axes.set_ylim(len(whole) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_title(rendering.plain(title))


def _name_segments(people: Axes, money: Axes, names: Sequence[str]) -> None:
    shown = [textwrap.fill(name, LONGEST_NAME, break_long_words=False) for name in names]
    people.set_yticks(range(len(names)), [rendering.plain(name) for name in shown])
    money.set_yticks(range(len(names)), [""] * len(names))


def _place(figure: Figure, labels: Mapping[str, str]) -> None:
    """Make room for the names, and one legend above both panels."""
    figure.subplots_adjust(
        left=NAMES_WIDTH / figure.get_figwidth(),
        top=figure.subplotpars.top - LEGEND_HEIGHT / figure.get_figheight(),
    )
    figure.legend(
        [Patch(color=rendering.COLOURS[colour]) for colour in SHADES.values()],
        [rendering.plain(labels[name]) for name in SHADES],
        loc="upper left", ncols=2, bbox_to_anchor=(figure.subplotpars.left, 1.0),
        borderaxespad=0.8, borderpad=0,
    )  # fmt: skip


figures: Mapping[str, Callable[[Any], Figure]] = {"segments": segments_figure}
