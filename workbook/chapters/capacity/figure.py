"""The hours of a day as bars, against the line of those there are."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from workbook import rendering

NAMES_WIDTH = 2.3  # inches left of the bars
BAR = 0.58  # as a share of a line's row
ROOM = 1.12  # space beyond the longest bar, for its number
# From dark to light, as the tiers go down; the lowest is grey: it falls off first.
SHADES = ("#0B3C6F", "#0B5FA5", "#4C8FC7", "#86B6DF", "#BBD6EE", "#D5DAE0")


def draw(
    labels: Mapping[str, str],
    names: Mapping[str, str],
    bars: Mapping[str, Mapping[str, float]],
    tiers: Mapping[str, str],
    free: float,
) -> Figure:
    """A bar for each of ``names``, made of the hours of its tiers, and a line at ``free`` hours."""
    if not bars:
        figure, (axes,) = rendering.axes(height=1.6)
        rendering.note(axes, labels["empty"])
        return figure
    figure, (axes,) = rendering.axes(height=3.3)
    colours = dict(zip(tiers, _shades(len(tiers)), strict=True))
    for row, parts in enumerate(bars.values()):
        _bar(axes, row, parts, colours, free)
    longest = max(*(sum(parts.values()) for parts in bars.values()), free)
    axes.set_xlim(0, longest * ROOM)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_yticks(range(len(bars)), [rendering.plain(names[line]) for line in bars])
    axes.tick_params(axis="y", labelsize=9.5, labelcolor=rendering.COLOURS["target"])
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.set_xlabel(rendering.plain(labels["hours"]), fontsize=9)
    _mark(axes, labels["there"], free)
    figure.subplots_adjust(left=NAMES_WIDTH / figure.get_figwidth(), top=0.78)
    figure.legend(
        [Patch(color=colours[tier]) for tier in tiers],
        [rendering.plain(label) for label in tiers.values()],
        loc="upper left", ncols=len(tiers), bbox_to_anchor=(figure.subplotpars.left, 1.0),
        borderaxespad=0.6, borderpad=0, columnspacing=0.8, handlelength=0.9, handletextpad=0.5,
    )  # fmt: skip
    return figure


def _shades(count: int) -> list[str]:
    """One shade a tier; a bank with more tiers than shades repeats the last but one."""
    *blues, grey = SHADES
    above = [blues[min(at, len(blues) - 1)] for at in range(count - 1)]
    return [*above, grey]


def _bar(
    axes: Axes, row: int, parts: Mapping[str, float], colours: Mapping[str, str], free: float
) -> None:
    """The hours of one line, the highest tier at the left, and their sum at the end."""
    begins = 0.0
    for tier, hours in parts.items():
        axes.barh(row, hours, BAR, left=begins, color=colours[tier], edgecolor="white", lw=0.6)
        begins += hours
    over = begins > free
    axes.annotate(
        f"{begins:,.1f}", (begins, row), (5, 0), textcoords="offset points", ha="left",
        va="center", fontsize=9.5, color=rendering.COLOURS["bad" if over else "good"],
    )  # fmt: skip


def _mark(axes: Axes, label: str, free: float) -> None:
    """The hours there are, as a line with its number above the bars."""
    axes.axvline(free, color=rendering.COLOURS["actual"], lw=1.8, zorder=3)
    axes.annotate(
        rendering.plain(label.replace("{hours}", f"{free:,.1f}")), (free, 1.0),
        (0, 4), xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
        va="bottom", fontsize=9, color=rendering.COLOURS["actual"],
    )  # fmt: skip
