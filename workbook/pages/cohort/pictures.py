"""The cohort in four pictures: pace, pages, 531, and the month before.

A person is compared with the own plan and the own month before, in the order of the ids, never
with others. Source: methodology G and H.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from workbook import chapters, rendering
from workbook.domain.calendar import Week
from workbook.pages.cohort import sums
from workbook.pages.cohort.members import Member
from workbook.pages.progress import Standing
from workbook.rendering.figures import WIDTH

Labels = Mapping[str, str]

IN_A_ROW = 5  # people
SMALL = 1.5  # inches: the height of one person's month
LINE = 0.27  # inches of a row with one person
EDGES = 0.95  # inches above and below the rows
NAMES = 1.5  # inches for the names at the left
BARS = 0.62  # how much of its row a bar takes
MOST_SHOWN = 1.3  # of a target: a higher share leaves the small picture at its upper edge
DARK = 0.55  # from this share on, figures on a cell are white
SHADES = LinearSegmentedColormap.from_list(
    "pages", [rendering.COLOURS["paper"], rendering.COLOURS["plan"]]
)
OUTCOMES = {"lines_done": "good", "lines_half": "band", "lines_not": "bad", "lines_open": "even"}


def paces(members: Sequence[Member]) -> dict[str, pd.DataFrame]:
    """Name → day, planned, done, before, of those who have a target. In the members' order."""
    offered = ((name, chapters.chapter(name).pace) for name in chapters.names())
    tool, course = next((name, pace) for name, pace in offered if pace)
    found = {one.name: course(one.book.desk(tool)) for one in members if one.book is not None}
    return {name: frame for name, frame in found.items() if not frame.empty}


# -- small multiples ------------------------------------------------------------------------------


def pace(members: Sequence[Member], labels: Labels) -> Figure:
    """A small picture for each person: the own plan, and what was done of it."""
    found = paces(members)
    if not found:
        return _empty(labels)
    figure, panels = rendering.axes(ceil(len(found) / IN_A_ROW), IN_A_ROW, SMALL)
    for axes, (name, frame) in zip(panels, found.items(), strict=False):
        _course(axes, name, frame, labels)
    for axes in panels[len(found) :]:
        axes.set_axis_off()
    _legend(figure, panels[0])
    return figure


def _course(axes: Axes, name: str, frame: pd.DataFrame, labels: Labels) -> None:
    axes.plot(
        frame["day"], frame["planned"], label=rendering.plain(labels["pace_plan"]),
        color=rendering.COLOURS["plan"], linewidth=1.2, linestyle=(0, (4, 2)),
    )  # fmt: skip
    axes.plot(
        frame["day"], frame["done"], label=rendering.plain(labels["pace_done"]),
        color=rendering.COLOURS["actual"], linewidth=2.0,
    )  # fmt: skip
    axes.set_ylim(0, MOST_SHOWN)
    axes.set_yticks([0, 0.5, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(labelsize=7)
    axes.set_title(rendering.plain(name), fontsize=9)


def _legend(figure: Figure, axes: Axes) -> None:
    """One legend in a strip of its own above all panels."""
    width, height = figure.get_size_inches()
    edges = figure.subplotpars
    top, bottom = edges.top * height, edges.bottom * height
    figure.set_size_inches(width, height + LINE)
    figure.subplots_adjust(top=top / (height + LINE), bottom=bottom / (height + LINE))
    lines, names = axes.get_legend_handles_labels()
    figure.legend(
        lines, names, loc="upper left", ncols=len(names),
        bbox_to_anchor=(edges.left, 1.0), borderaxespad=0.2, borderpad=0,
    )  # fmt: skip


# -- pages ----------------------------------------------------------------------------------------


def pages(members: Sequence[Member], labels: Labels) -> Figure:
    """How far each page of each person is filled in; blank where nothing is written yet."""
    shown = {one.name: [*filter(_is_filled_in, one.standings)] for one in members if one.standings}
    if not shown:
        return _empty(labels)
    columns = next(iter(shown.values()))
    shares = [[one.completeness if one.saved_at else None for one in row] for row in shown.values()]
    figure, axes = _rows([*shown], middle=0.5)
    cells = pd.DataFrame(shares, dtype=float).to_numpy()
    axes.pcolor(cells, cmap=SHADES, vmin=0, vmax=1, edgecolors=rendering.COLOURS["grid"])
    for row, line in enumerate(shares):
        for column, share in enumerate(line):
            _share(axes, column + 0.5, row + 0.5, share)
    axes.set_xticks(
        [at + 0.5 for at in range(len(columns))], [rendering.plain(one.label) for one in columns]
    )
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    return figure


def _is_filled_in(one: Standing) -> bool:
    """Whether there is anything to fill in: some pages make themselves."""
    return one.completeness is not None


def _share(axes: Axes, x: float, y: float, share: float | None) -> None:
    if share is not None:
        colour = rendering.COLOURS["paper" if share >= DARK else "target"]
        axes.text(x, y, f"{share:.0%}", ha="center", va="center", color=colour, fontsize=7.5)


def _rows(names: Sequence[str], middle: float = 0.0) -> tuple[Figure, Axes]:
    """A figure with a row for each name, the first one at the top; its middle is at ``middle``."""
    height = LINE * len(names) + EDGES
    figure, (axes,) = rendering.axes(height=height)
    figure.subplots_adjust(left=NAMES / WIDTH, top=1 - EDGES / 2 / height)
    places = [at + middle for at in range(len(names))]
    axes.set_yticks(places, [rendering.plain(name) for name in names], fontsize=8.5)
    axes.set_ylim(len(names) - 0.5 + middle, middle - 0.5)
    return figure, axes


# -- 531 ------------------------------------------------------------------------------------------


def plans(members: Sequence[Member], labels: Labels) -> Figure:
    """The lines of this week and the last by their outcome, of enough people together."""
    frame = sums.summed(members, "plans")
    if frame.empty:
        return _empty(labels)
    figure, axes = _rows([_days(week) for week in frame["plan_week"]])
    left = pd.Series(0, index=frame.index)
    for name, colour in OUTCOMES.items():
        bars = axes.barh(
            range(len(frame)), frame[name], left=left, height=BARS,
            color=rendering.COLOURS[colour], label=rendering.plain(labels[name]),
        )  # fmt: skip
        axes.bar_label(bars, [str(n) if n else "" for n in frame[name]], label_type="center")
        left = left + frame[name]
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(OUTCOMES), borderaxespad=0.2)
    return figure


def _days(text: str) -> str:
    week = Week.parse(text)
    return f"{week.first:%m-%d} – {week.last:%m-%d}"


# -- the month before -----------------------------------------------------------------------------


def change(members: Sequence[Member], labels: Labels) -> Figure:
    """Each person's share of the targets by today, and by the same day a month ago."""
    found = {
        name: frame.dropna(subset=["done"])[["before", "done"]].iloc[-1]
        for name, frame in paces(members).items()
        if frame["done"].notna().any()
    }
    if not found:
        return _empty(labels)
    figure, axes = _rows(list(found))
    for row, (before, done) in enumerate(found.values()):
        axes.plot([before, done], [row, row], color=rendering.COLOURS["even"], zorder=1)
    at = range(len(found))
    befores, dones = zip(*found.values(), strict=True)
    axes.scatter(
        befores, at, s=34, facecolors=rendering.COLOURS["paper"], zorder=2,
        edgecolors=rendering.COLOURS["muted"], label=rendering.plain(labels["change_before"]),
    )  # fmt: skip
    axes.scatter(
        dones, at, s=38, color=rendering.COLOURS["actual"], zorder=3,
        label=rendering.plain(labels["change_now"]),
    )  # fmt: skip
    axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.set_xlim(left=0)
    axes.grid(visible=True, axis="x")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return figure


def _empty(labels: Labels) -> Figure:
    figure, (axes,) = rendering.axes(height=1.4)
    rendering.note(axes, labels["picture_empty"])
    return figure


PICTURES = {"pace": pace, "pages": pages, "plans": plans, "change": change}
