"""The journey map as a figure: stages from left to right, today's feeling and the aim."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import blended_transform_factory

from workbook import rendering
from workbook.chapters.journey.rules import JourneyDesk, is_low, typical_points
from workbook.chapters.journey.views.layout import (
    INSIDE,
    PITCH,
    SIZE,
    SMALL,
    Layout,
    Point,
    feeling_lines,
    laid_out,
)
from workbook.chapters.journey.views.wrapping import shown, wrapped
from workbook.rendering.figures import WIDTH

CURVE = 2.5  # inches: the height of the bands
EDGE = 2.6  # the range of feelings: a little beyond the worst and the best
FEELINGS = {2: "feeling_2", 1: "feeling_1", 0: "feeling_0", -1: "feeling_m1", -2: "feeling_m2"}
LEGEND = 0.3  # inches
MARKER = 12.0  # points
READABLE = 0.17  # inches between numbers


def map_figure(desk: JourneyDesk) -> Figure:
    """The manager's own map; without one the template's, marked as an example."""
    labels = desk.pack.figures["map"].labels
    own = desk.record.touchpoints
    points = own or typical_points(desk.pack)
    if not points:
        figure, (axes,) = rendering.axes(height=CURVE)
        rendering.note(axes, labels["empty"])
        return figure
    stages = {str(key): one.label for key, one in desk.pack.stages.items()}
    layout = laid_out(points, stages, labels, [labels[name] for name in FEELINGS.values()])
    title = [] if own else wrapped(shown(labels["example"], 200), SIZE, WIDTH - 0.3)
    return _drawn(layout, labels, title)


def _drawn(layout: Layout, labels: Any, title: Sequence[str]) -> Figure:
    headings = max(len(band.heading) for band in layout.bands) * PITCH + 0.06
    above = len(title) * PITCH + LEGEND + headings + 0.08
    height = above + CURVE + layout.depth + 0.1
    figure, (axes,) = rendering.axes(height=height)
    bottom = height - above - CURVE
    right = layout.bands[-1].left + layout.bands[-1].width
    axes.set_position(
        (layout.left / WIDTH, bottom / height, (right - layout.left) / WIDTH, CURVE / height)
    )
    axes.set_xlim(layout.left, right)
    axes.set_ylim(-EDGE, EDGE)
    _bands(axes, layout)
    _feelings(axes, labels)
    _curves(axes, layout, labels)
    _words(figure, layout, bottom)
    for at, line in enumerate(title):
        _write(
            figure, 0.15, height - 0.08 - PITCH * (at + 0.7), line, rendering.COLOURS["bad"], SIZE
        )
    _legend(figure, axes, (right, height - 0.04 - PITCH * len(title)), labels["low"])
    return figure


def _bands(axes: Axes, layout: Layout) -> None:
    """A band for each stage, its name above it."""
    for at, band in enumerate(layout.bands):
        colour = rendering.COLOURS["band" if at % 2 else "grid"]
        axes.axvspan(
            band.left, band.left + band.width, color=colour, alpha=0.35, linewidth=0, zorder=0
        )
        for line, text in enumerate(reversed(band.heading)):
            axes.text(
                band.left + INSIDE, 1 + (0.08 + line * PITCH) / CURVE, text,
                transform=blended_transform_factory(axes.transData, axes.transAxes),
                fontsize=SIZE, color=rendering.COLOURS["plan"], ha="left", va="baseline",
                parse_math=False,
            )  # fmt: skip


def _feelings(axes: Axes, labels: Any) -> None:
    texts = ["\n".join(feeling_lines(labels[name])) for name in FEELINGS.values()]
    axes.set_yticks(list(FEELINGS), texts, fontsize=SMALL)
    for label in axes.get_yticklabels():
        label.set_parse_math(False)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


# -- the curves -----------------------------------------------------------------------------------


def _curves(axes: Axes, layout: Layout, labels: Any) -> None:
    """Today's feeling beside the aim; a low point is square and red, so that nobody misses it.

    A curve is broken where the feeling is not filled in.
    """
    across = [one.x for one in layout.points]
    axes.plot(
        across, [_height(one.point.aim) for one in layout.points], "--D",
        color=rendering.COLOURS["good"], markersize=5, markerfacecolor=rendering.COLOURS["paper"],
        linewidth=1.4, label=rendering.plain(labels["aim"]), zorder=2,
    )  # fmt: skip
    axes.plot(
        across, [_height(one.point.feeling) for one in layout.points], "-",
        color=rendering.COLOURS["plan"], linewidth=1.8,
        label=rendering.plain(labels["today"]), zorder=3,
    )  # fmt: skip
    every = _every(layout)
    for one in layout.points:
        _mark(axes, one, numbered=(one.number - 1) % every == 0)


def _height(feeling: int | None) -> float:
    return nan if feeling is None else feeling


def _every(layout: Layout) -> int:
    """The step between numbered points, so that numbers do not overlap."""
    every = 1
    while layout.spacing * every < READABLE:
        every += 1
    return every


def _mark(axes: Axes, one: Point, numbered: bool) -> None:
    """A touchpoint with its number; hollow where the feeling is not filled in."""
    low, feeling = is_low(one.point), one.point.feeling
    colour = rendering.COLOURS["muted" if feeling is None else "bad" if low else "plan"]
    face = rendering.COLOURS["paper"] if feeling is None else colour
    axes.plot(
        [one.x], [feeling or 0], "s" if low else "o", color=colour, markerfacecolor=face,
        markersize=MARKER if numbered else MARKER / 2, zorder=4,
    )  # fmt: skip
    if numbered:
        axes.text(
            one.x, feeling or 0, str(one.number), ha="center", va="center_baseline",
            fontsize=7.5, color=colour if feeling is None else rendering.COLOURS["paper"], zorder=5,
        )  # fmt: skip


# -- words ----------------------------------------------------------------------------------------


def _words(figure: Figure, layout: Layout, bottom: float) -> None:
    for line in layout.lines:
        _write(figure, line.x, bottom - line.down, line.text, line.colour, line.size)


def _write(figure: Figure, x: float, y: float, text: str, colour: str, size: float) -> None:
    """A line of typed words at a place in inches."""
    figure.text(
        x, y, text, transform=figure.dpi_scale_trans, ha="left", va="baseline",
        fontsize=size, color=colour, parse_math=False,
    )  # fmt: skip


def _legend(figure: Figure, axes: Axes, corner: tuple[float, float], low: str) -> None:
    """The legend, on one line above the names of the stages."""
    (aim, today), _ = axes.get_legend_handles_labels()
    square = Line2D(
        [], [], marker="s", linestyle="", color=rendering.COLOURS["bad"], markersize=8,
        label=rendering.plain(low),
    )  # fmt: skip
    figure.legend(
        handles=[today, aim, square], loc="upper right", bbox_to_anchor=corner, ncols=3,
        bbox_transform=figure.dpi_scale_trans, fontsize=SMALL, borderaxespad=0, borderpad=0.2,
    )  # fmt: skip
