"""The weeks as a figure: lines done, half done, not done, and without outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workbook import rendering
from workbook.chapters.action_plan.rules import PlanDesk
from workbook.chapters.action_plan.views.tables import history_table

# Outcome → colours of the bar and of the number in it; the first is at the bottom.
PARTS = {
    "done": ("plan", "paper"),
    "half": ("band", "target"),
    "not": ("warn", "paper"),
    "open": ("even", "target"),
}
BAR = 0.62  # as a share of a week's place
PLACES = 6  # with fewer weeks the bars are no wider than with this many
ROOM = 1.2  # space above the highest bar, for the legend


def weeks_figure(desk: PlanDesk) -> Figure:
    """A bar for each week, oldest on the left, stacked by outcome."""
    labels, rows = desk.pack.figures["weeks"].labels, history_table(desk)[::-1]
    heights = rows[[*PARTS]].sum(axis=1)
    if not heights.any():
        return _empty(labels["empty"])
    figure, (axes,) = rendering.axes(height=3.2)
    foot = [0] * len(rows)
    for name, (bar, number) in PARTS.items():
        counts = [int(count) for count in rows[name]]
        axes.bar(
            range(len(rows)), counts, BAR, bottom=foot,
            color=rendering.COLOURS[bar], label=rendering.plain(labels[name]),
        )  # fmt: skip
        _say_counts(axes, counts, foot, rendering.COLOURS[number])
        foot = [below + count for below, count in zip(foot, counts, strict=True)]
    _name_axes(axes, list(rows["week"]), max(foot), labels["lines"])
    axes.legend(loc="upper left", ncols=len(PARTS), borderaxespad=0.2)
    return figure


def _empty(text: str) -> Figure:
    figure, (axes,) = rendering.axes(height=1.6)
    rendering.note(axes, text)
    return figure


def _say_counts(axes: Axes, counts: list[int], foot: list[int], colour: str) -> None:
    """The number in the middle of each part of a bar."""
    for place, (count, below) in enumerate(zip(counts, foot, strict=True)):
        if count:
            axes.text(
                place, below + count / 2, f"{count}", ha="center", va="center", color=colour,
                fontsize=8.5,
            )  # fmt: skip


def _name_axes(axes: Axes, weeks: list[str], highest: int, lines: str) -> None:
    axes.set_xticks(range(len(weeks)), weeks, fontsize=8.5)
    axes.set_xlim(-0.5, max(len(weeks), PLACES) - 0.5)
    axes.set_ylim(0, highest * ROOM)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.set_ylabel(rendering.plain(lines))


figures: Mapping[str, Callable[[Any], Figure]] = {"weeks": weeks_figure}
