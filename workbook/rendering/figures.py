"""Figures: one font with every Chinese character, and colours that all eyes can tell apart.

Figures are made without pyplot, so none is left open, and laid out once with margins in inches,
which costs a fifth of a constrained layout. Importing this module sets matplotlib's font, because a
text takes its font when it is created.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from workbook import resources
from workbook.domain.bank import Unit

# After Okabe and Ito: distinguishable with every common colour blindness, and in grey print.
COLOURS: Mapping[str, str] = {
    "plan": "#0B5FA5",
    "even": "#9AA5B1",
    "actual": "#D55E00",
    "target": "#1F2933",
    "pressure": "#8C4A9E",
    "good": "#00806A",
    "warn": "#B7791F",
    "bad": "#B4232A",
    "muted": "#6B7785",
    "band": "#BBD6EE",
    "grid": "#E4E8ED",
    "paper": "#FFFFFF",
}
FONT = "NotoSansSC-Regular.otf"
DRAWN_IN = "'Noto Sans SC', 'DejaVu Sans'"  # the families, as matplotlib writes them
INSTEAD = "'Microsoft YaHei', 'PingFang SC', sans-serif"  # where a reader has none of these
LEGEND_LINE = 0.23  # inches of a row of a legend
FEW = 3  # names of a legend that fit side by side everywhere
HALF = 30  # letters of a name that fit twice into a narrow figure
NARROW = 5.6  # inches: the picture on a page's first screen
WIDTH = 9.0  # inches: the width of a page's text
ON_SCREEN = 900  # CSS pixels: the width of a figure
WIDEST_NUMBER = 100_000  # the left margin fits 99,999
MARGINS = {"left": 0.72, "right": 0.25, "top": 0.42, "bottom": 0.48, "between": 0.62}  # inches
# What matplotlib writes around and into a drawing, and a page has no use for: the kind of document,
# who made it, a style for all of the page, names that nothing refers to.
SURROUNDINGS = re.compile(
    r"\A.*?(?=<svg )|\s*<metadata>.*?</metadata>|\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL
)
REFERENCE = re.compile(r'(?:url\(#|href="#)([^")]+)')
IDENTITY = re.compile(r' id="([^"]*)"')
SIZE = re.compile(r'width="[^"]*pt" height="[^"]*pt"')
JOINS = "stroke-linejoin: round; stroke-linecap: butt"  # matplotlib's own rule, for this element


def _set_font() -> None:
    path = resources.fonts() / FONT
    font_manager.fontManager.addfont(path)
    name = font_manager.FontProperties(fname=str(path)).get_name()
    mpl.rcParams.update(
        {
            "font.family": [name, "DejaVu Sans"],
            "font.size": 9.5,
            "axes.unicode_minus": False,
            "axes.titlesize": 10.5,
            "axes.titlelocation": "left",
            "axes.titley": 1.0,  # given, so that nothing is measured repeatedly to find its place
            "axes.labelcolor": COLOURS["muted"],
            "axes.edgecolor": COLOURS["even"],
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "axes.axisbelow": True,
            "grid.color": COLOURS["grid"],
            "grid.linewidth": 0.8,
            "xtick.color": COLOURS["muted"],
            "ytick.color": COLOURS["muted"],
            "xtick.major.size": 0,
            "ytick.major.size": 0,
            "legend.frameon": False,
            "legend.fontsize": 9,
            "figure.facecolor": COLOURS["paper"],
            "svg.fonttype": "none",  # text stays text
            "svg.hashsalt": "workbook",  # the same names each time
        }
    )


_set_font()


def axes(rows: int = 1, columns: int = 1, height: float = 3.2) -> tuple[Figure, list[Axes]]:
    """A figure of the page's width with ``rows`` × ``columns`` axes, each ``height`` inches."""
    size = (WIDTH, rows * height)
    figure = Figure(figsize=size)
    grid = figure.subplots(rows, columns, squeeze=False)
    panel_width = (WIDTH - MARGINS["left"] - MARGINS["right"]) / columns - MARGINS["between"]
    panel_height = height - MARGINS["top"] - MARGINS["bottom"]
    figure.subplots_adjust(
        left=MARGINS["left"] / size[0],
        right=1 - MARGINS["right"] / size[0],
        top=1 - MARGINS["top"] / size[1],
        bottom=MARGINS["bottom"] / size[1],
        wspace=MARGINS["between"] / panel_width if columns > 1 else None,
        hspace=(MARGINS["top"] + MARGINS["bottom"]) / panel_height if rows > 1 else None,
    )
    return figure, [one for row in grid for one in row]


def narrow(figure: Figure) -> None:
    """Make a figure narrower, with the same margins and letters of the same size.

    Its legend begins at the edge, or has fewer names in a row: no name may be cut off.
    """
    width, height = figure.get_size_inches()
    higher = height + sum(map(_wrap_legend, figure.axes))
    figure.set_size_inches(NARROW, higher)
    edges = figure.subplotpars
    figure.subplots_adjust(
        left=edges.left * width / NARROW,
        right=1 - (1 - edges.right) * width / NARROW,
        bottom=edges.bottom * height / higher,
        top=edges.top * height / higher,
    )
    for legend in figure.legends:
        legend.set_bbox_to_anchor((0, 1), transform=figure.transFigure)


def _wrap_legend(axes: Axes) -> float:
    """Names that a narrow figure cannot hold in a row stand below each other above the axes; the
    inches that this takes."""
    handles, names = axes.get_legend_handles_labels()
    legend, in_a_row = axes.get_legend(), 2 if max(map(_wide, names), default=0) <= HALF else 1
    if legend is None or len(names) <= FEW:
        return 0.0
    axes.legend(
        handles, names, loc="lower left", bbox_to_anchor=(0, 1), ncols=in_a_row, borderaxespad=0.2
    )
    return LEGEND_LINE * (-(-len(names) // in_a_row) - 2)


def _wide(text: str) -> int:
    """The width of a text, in letters; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def plain(text: str) -> str:
    """Text that a figure shows as typed: dollar signs start no formula."""
    return text.replace("$", r"\$")


def money_axis(axis: Axis, unit: Unit) -> None:
    """Label ``axis``, whose data are fen, in the bank's unit, which is named once.

    Numbers too large for the margin are shown in ten thousands of the unit, which says so. Call
    this once the limits of the axis are set.
    """
    fen_in_unit, times = 100 * unit.yuan, 1
    while np.abs(axis.get_view_interval()).max() >= WIDEST_NUMBER * fen_in_unit * times:
        times *= 10_000
    in_unit = fen_in_unit * times
    axis.set_major_locator(MaxNLocator(nbins=5))
    axis.set_major_formatter(FuncFormatter(lambda fen, _: f"{fen / in_unit:,.10g}"))
    label = plain(unit.label)
    axis.set_label_text(label if times == 1 else f"{label} × {times:,}", fontsize=9)


def day_axis(axis: Axes, days: Sequence[dt.date], every: int = 5) -> None:
    """Label the positions 0, 1, 2 … of ``days`` with month-day, at the first day of each week."""
    firsts = [
        index
        for index, day in enumerate(days)
        if index == 0 or day.isocalendar()[:2] != days[index - 1].isocalendar()[:2]
    ]
    marks = firsts if len(firsts) <= 9 else list(range(0, len(days), every))
    axis.set_xticks(marks, [f"{days[index].month}-{days[index].day}" for index in marks])
    axis.set_xlim(-0.5, max(len(days) - 0.5, 0.5))


def note(axis: Axes, text: str) -> None:
    """A sentence in the middle of an empty figure."""
    axis.set_axis_off()
    axis.text(
        0.5, 0.5, plain(text), transform=axis.transAxes, ha="center", va="center",
        color=COLOURS["muted"], fontsize=10.5, wrap=True,
    )  # fmt: skip


def svg(figure: Figure) -> str:
    """The figure as an ``<svg>`` element whose text can be selected; equal figures, equal text.

    It stands by itself in a file as in a page, where its letters are those of the page.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator")))
    drawn = SURROUNDINGS.sub("", buffer.getvalue())
    used = {match[1] for match in REFERENCE.finditer(drawn)}
    drawn = IDENTITY.sub(lambda one: one[0] if one[1] in used else "", drawn)
    drawn = drawn.replace(DRAWN_IN, f"{DRAWN_IN}, {INSTEAD}")
    return SIZE.sub(f'width="{ON_SCREEN}" style="{JOINS}"', drawn, count=1).strip()
