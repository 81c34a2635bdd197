"""The picture beside the figures on speed: seconds, growth and memory."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

OURS, OTHERS, PAGE, TEXT = "#0B5FA5", "#9AA5B1", "#D9DEE4", "#1F2933"
WARM, CHILD = "#00806A", "#D55E00"
SIZE = (11.0, 4.6)  # inches
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "svg.fonttype": "path",  # a reader need not have the font
    "svg.hashsalt": "speed",
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
}


def drawn(results: Mapping[str, Any], path: Path) -> None:
    """Draw the parts that were measured into an SVG file."""
    panels = [
        (draw, results["parts"][name]) for name, draw in PANELS.items() if name in results["parts"]
    ]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=SIZE, facecolor="white", layout="constrained")
        widths = [2.1 if draw is _bars else 1 for draw, _ in panels]
        grid = figure.subplots(1, len(panels), squeeze=False, width_ratios=widths)
        figure.suptitle("How fast a batch is, and what it takes", x=0.01, ha="left", weight="bold")
        for axes, (draw, part) in zip(grid[0], panels, strict=True):
            draw(axes, part)
        figure.savefig(path, metadata={"Date": None, "Description": digest(results)})


def digest(results: Mapping[str, Any]) -> str:
    """The SHA-256 of the results; the picture carries it to show which results it was made from."""
    return hashlib.sha256(json.dumps(results["parts"], sort_keys=True).encode()).hexdigest()


def _bars(axes: Axes, batch: Mapping[str, Any]) -> None:
    took = batch["medians"]
    ways = {
        "papermill command": ("command", OTHERS, True),
        "papermill in a loop": ("loop", OTHERS, True),
        "ours, 1 worker": ("ours_1", OURS, False),
        "papermill in 2 processes": ("loops", OTHERS, False),
        "ours, 2 workers": ("ours_2", OURS, False),
        "the floor: cells alone": ("floor", WARM, False),
    }
    for at, (name, colour, and_page) in enumerate(ways.values()):
        seconds, page = took[name], took["nbconvert"] if and_page else 0.0
        axes.barh(at, seconds, color=colour)
        axes.barh(at, page, left=seconds, color=PAGE)
        both = f"{seconds:.1f} + {page:.1f}" if page else f"{seconds:.1f}"
        axes.text(seconds + page, at, f" {both}", va="center")
    axes.set_yticks(range(len(ways)), list(ways))
    axes.invert_yaxis()
    axes.margins(x=0.16)
    axes.set_xlabel("ours: the HTML page included; light grey: nbconvert for each, on top")
    axes.set_title("Seconds per trainee-chapter")


def _growth(axes: Axes, cohort: Mapping[str, Any]) -> None:
    people = [run["trainees"] for run in cohort["runs"]]
    seconds = [run["seconds"] for run in cohort["runs"]]
    axes.plot(people, seconds, "o-", color=OURS)
    for at, value in zip(people, seconds, strict=True):
        axes.annotate(f"{value:.0f}", (at, value), (6, -10), textcoords="offset points")
    axes.set_xlim(0, max(people) * 1.2)
    axes.set_ylim(0, max(seconds) * 1.1)
    axes.set_xticks(people)
    axes.set_xlabel("trainees, one chapter, two workers")
    axes.set_title("Seconds for a cohort")


def _memory(axes: Axes, memory: Mapping[str, Any]) -> None:
    marks = memory["marks"]
    runs = [mark["runs"] for mark in marks]
    lines = {"worker": OURS, "zygote": WARM, "child": CHILD}
    for name, colour in lines.items():
        axes.plot(runs, [mark[f"{name}_rss"] for mark in marks], "o-", color=colour, label=name)
    axes.set_xlim(0)
    axes.set_ylim(0, max(mark[f"{name}_rss"] for mark in marks for name in lines) * 1.35)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_xlabel(textwrap.fill("runs of one worker", 24))
    axes.set_title("Megabytes")
    axes.legend(frameon=False, loc="upper right", ncols=3, fontsize=8, handlelength=1)


PANELS = {"batch": _bars, "cohort": _growth, "memory": _memory}
