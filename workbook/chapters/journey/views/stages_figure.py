"""The stages as a figure: customers of each, those with a signal, and their assets."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workbook import rendering
from workbook.chapters.journey.rules import JourneyDesk, Row
from workbook.chapters.journey.views.counts import counted
from workbook.chapters.journey.views.customer_tables import stage_rows
from workbook.chapters.journey.views.wrapping import shown

LONGEST = 40  # characters of a stage's name
HEIGHT = 3.4  # inches
BAR = 0.42  # as a share of the distance between two bars; the name is above
UNKNOWN = "?"  # shown beside a stage that the imported files cannot determine


def stages_figure(desk: JourneyDesk) -> Figure:
    """Customers by stage with those who show a signal, and beside them their assets."""
    words, rows = desk.pack.figures["stages"].labels, stage_rows(desk)
    if not any(row["customers"] for row in rows):
        figure, (axes,) = rendering.axes(height=HEIGHT)
        rendering.note(axes, words["empty"])
        return figure
    figure, (people, money) = rendering.axes(columns=2, height=HEIGHT)
    _bars(people, [row["customers"] for row in rows], "band", words["customers"])
    _bars(people, [row["signalled"] for row in rows], "plan", words["signalled"])
    _bars(money, [row["assets"] for row in rows], "good", words["assets"])
    for axes, column in ((people, "customers"), (money, "assets")):
        _names(axes, desk, rows, column)
    people.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    rendering.money_axis(money.xaxis, desk.bank.money)
    people.legend(loc="lower right", ncols=2, bbox_to_anchor=(1, 1), borderaxespad=0, borderpad=0.2)
    money.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0, borderpad=0.2)
    return figure


def _bars(axes: Axes, numbers: list[int], colour: str, label: str) -> None:
    axes.barh(
        range(len(numbers)), numbers, height=BAR, color=rendering.COLOURS[colour],
        label=rendering.plain(label),
    )  # fmt: skip


def _names(axes: Axes, desk: JourneyDesk, rows: list[Row], column: str) -> None:
    """Each stage's name above its bar, the first stage at the top; counts beside theirs."""
    names = {str(key): shown(one.label, LONGEST) for key, one in desk.pack.stages.items()}
    for at, row in enumerate(rows):
        known = counted(desk, row["stage"], row["customers"]) == row["customers"]
        count = f"　{row['customers'] if known else UNKNOWN}" if column == "customers" else ""
        text = f"{names[row['stage']]}{count}"
        axes.text(
            0, at - BAR / 2 - 0.06, text, ha="left", va="bottom", fontsize=8.6,
            color=rendering.COLOURS["target"], parse_math=False,
        )  # fmt: skip
    axes.set_ylim(len(rows) - 1 + BAR, -0.75)
    axes.set_xlim(0, max(max(row[column] for row in rows), 1) * 1.05)
    axes.set_yticks([])
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["bottom"].set_visible(False)
