"""The curve of the book: the share of the money that the largest customers hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from workbook import rendering

EVEN = ([0, 1], [0, 1])  # a book in which all have the same


def draw(
    labels: Mapping[str, str],
    curve: Sequence[tuple[float, float]],
    top: tuple[float, float],
    slogan: tuple[float, float],
    guess: float | None,
) -> Figure:
    """The curve through ``curve`` (people, money), with its point at the top part, the slogan's
    point, and the guess above the top part. All are shares, 0…1."""
    figure, (axes,) = rendering.axes(height=3.4 if curve else 1.6)
    if not curve:
        rendering.note(axes, labels["empty"])
        return figure
    colours = rendering.COLOURS
    axes.plot(*EVEN, color=colours["even"], lw=1.2, ls="--")
    across, upward = zip((0.0, 0.0), *curve, strict=True)
    axes.plot(across, upward, color=colours["plan"], lw=2.2)
    axes.fill_between(across, upward, color=colours["band"], alpha=0.45)
    _point(axes, slogan, labels["slogan"], colours["muted"], (-8, 6), "right")
    if guess is not None:
        _point(axes, (top[0], guess), labels["guess"], colours["pressure"], (-8, -4), "right")
    _point(axes, top, labels["top"], colours["actual"], (9, -10), "left")
    axes.text(0.72, 0.66, rendering.plain(labels["even"]), color=colours["muted"], fontsize=9)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set(xlim=(0, 1), ylim=(0, 1.04), xticks=[0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.set_xlabel(rendering.plain(labels["people"]), fontsize=9)
    axes.set_ylabel(rendering.plain(labels["money"]), fontsize=9)
    return figure


def _point(
    axes: Axes, at: tuple[float, float], label: str, colour: str, off: tuple[int, int], side: str
) -> None:
    axes.plot(*at, "o", color=colour, ms=6, zorder=4)
    text = rendering.plain(label.replace("{share}", f"{at[1]:.0%}"))
    axes.annotate(
        text, at, off, textcoords="offset points", ha=side, fontsize=9, color=colour
    )  # fmt: skip
