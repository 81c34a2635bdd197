"""The month as figures: plan, even and actual together; the pressure."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import ceil
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workbook import rendering
from workbook.chapters.pacing.rules import (
    Horizon,
    PacingDesk,
    Plan,
    Standing,
    done_by_day,
    even_plan,
    horizon,
    pressure_by_day,
    pressure_of_even,
    pressure_of_plan,
    standings,
)
from workbook.chapters.pacing.views.fan import fan_figure

ROOM_FOR_WEEKS = 1.22  # the names of the weeks are above the highest line
LEGEND_HEIGHT = 0.35  # inches
IN_A_ROW = 4  # names of indicators above a figure
LEAST_SHOWN = 3.2  # so that the rise of the even manager is seen
STEEPEST_SHOWN = 6.0  # a higher pressure leaves the figure at its upper edge
BEHIND_TEXT = {
    "facecolor": rendering.COLOURS["paper"],
    "edgecolor": "none",
    "alpha": 0.8,
    "pad": 1.0,
}
LINES = ("pressure", "plan", "actual", "good", "warn", "muted")  # colours, one an indicator
MARKERS = ("o", "s", "^", "D", "v", "P")


def pace(desk: PacingDesk) -> Figure:
    """Running totals of plan, even and actual by working day, a panel for each indicator."""
    labels, found = desk.pack.figures["pace"].labels, standings(desk)
    if not found:
        return _empty(labels["empty"])
    columns = min(len(found), 2)
    figure, panels = rendering.axes(ceil(len(found) / columns), columns, 3.6)
    for axes, one in zip(panels, found, strict=False):
        _pace_panel(axes, desk, one, labels)
    for axes in panels[len(found) :]:
        axes.set_axis_off()
    _legend_above(figure, panels)
    return figure


def _legend_above(figure: Figure, panels: Sequence[Axes]) -> None:
    """One legend for all panels, in a strip above them that no line crosses."""
    strip = LEGEND_HEIGHT / figure.get_figheight()
    figure.subplots_adjust(top=figure.subplotpars.top - strip)
    drawn = {str(line.get_label()): line for axes in panels for line in axes.get_lines()}
    named = {name: line for name, line in drawn.items() if not name.startswith("_")}
    figure.legend(
        list(named.values()), list(named), loc="upper left", ncols=len(named),
        bbox_to_anchor=(figure.subplotpars.left, 1.0), borderaxespad=0.8, borderpad=0,
    )  # fmt: skip


def _empty(text: str) -> Figure:
    figure, (axes,) = rendering.axes(height=1.6)
    rendering.note(axes, text)
    return figure


def _pace_panel(axes: Axes, desk: PacingDesk, one: Standing, labels: Mapping[str, str]) -> None:
    space = horizon(desk.month, desk.calendar)
    lines = _pace_lines(desk, one, space)
    for name, (start, numbers) in lines.items():
        days = range(start, start + len(numbers))
        axes.plot(days, numbers, label=rendering.plain(labels[name]), **STYLES[name])
    axes.axhline(one.target, label=rendering.plain(labels["target"]), **STYLES["target"])
    heights = [number for _, numbers in lines.values() for number in numbers]
    axes.set_ylim(min(0, *heights), max(one.target, *heights) * ROOM_FOR_WEEKS)
    _mark_weeks(axes, desk, space)
    _mark_today(axes, desk, space, labels["today"])
    rendering.day_axis(axes, space.days)
    axes.set_xlabel(rendering.plain(labels["day"]))
    _measure_axis(axes, desk, one.indicator)
    axes.set_title(rendering.plain(desk.bank.indicators[one.indicator].label))


STYLES: Mapping[str, Mapping[str, Any]] = {
    "even": {"color": rendering.COLOURS["even"], "linewidth": 1.4, "linestyle": (0, (1, 1.5))},
    "first_plan": {"color": rendering.COLOURS["plan"], "linewidth": 1.2, "linestyle": (0, (5, 2))},
    "latest_plan": {"color": rendering.COLOURS["plan"], "linewidth": 2.0},
    "actual": {
        "color": rendering.COLOURS["actual"],
        "linewidth": 2.4,
        "marker": "o",
        "markersize": 3.5,
    },
    "target": {"color": rendering.COLOURS["target"], "linewidth": 1.0},
}


def _pace_lines(
    desk: PacingDesk, one: Standing, space: Horizon
) -> dict[str, tuple[int, list[int]]]:
    """Name → the number of its first day, and its running total at each evening.

    The first plan only where there is a later one; a re-plan starts at the month's total then.
    """
    first, latest = one.versions[0].plan, one.versions[-1].plan
    done = done_by_day(desk.record.actuals, one.indicator, space, desk.today)
    lines = {"even": _running(even_plan(desk, one.target)), "first_plan": _running(first)}
    if first == latest:
        del lines["first_plan"]
    return lines | {"latest_plan": _running(latest), "actual": (-1, [0, *done.values()])}


def _running(plan: Plan) -> tuple[int, list[int]]:
    """From the evening before the first day that the plan itself spreads."""
    return plan.kept - 1, list(accumulate((plan.done, *plan.amounts[plan.kept :])))


def _mark_weeks(axes: Axes, desk: PacingDesk, space: Horizon) -> None:
    """Every other week shaded, all weeks named."""
    start = 0
    for number, (week, days) in enumerate(space.weeks.items()):
        left, right = start - 0.5, start + len(days) - 0.5
        if number % 2 == 0:
            axes.axvspan(
                left, right, color=rendering.COLOURS["grid"], alpha=0.45, linewidth=0, zorder=0
            )
        axes.text(
            (left + right) / 2, 0.985, rendering.plain(_wrapped(desk.pack.weeks[week].label)),
            transform=axes.get_xaxis_transform(), ha="center", va="top",
            color=rendering.COLOURS["muted"], fontsize=7.5, linespacing=1.1,
        )  # fmt: skip
        start += len(days)


def _wrapped(label: str) -> str:
    return textwrap.fill(label, 11, break_long_words=False)


def _mark_today(axes: Axes, desk: PacingDesk, space: Horizon, text: str) -> None:
    day = space.counted_on(desk.today)
    if day is None:
        return
    at = space.days.index(day)
    axes.axvline(at, color=rendering.COLOURS["muted"], linewidth=1.0, linestyle=(0, (2, 2)))
    axes.text(
        at + 0.2, 0.05, rendering.plain(text), transform=axes.get_xaxis_transform(),
        ha="left", va="bottom", color=rendering.COLOURS["muted"], fontsize=8, bbox=BEHIND_TEXT,
    )  # fmt: skip


def _measure_axis(axes: Axes, desk: PacingDesk, indicator: str) -> None:
    if indicator in desk.bank.counted:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.set_ylabel(rendering.plain(desk.bank.indicators[indicator].piece))
    else:
        rendering.money_axis(axes.yaxis, desk.bank.money)


# -- pressure -------------------------------------------------------------------------------------


def pressure(desk: PacingDesk) -> Figure:
    """The pressure by working day as the course draws it: who keeps the plan sees it fall, who does
    the same every day sees it rise, and a line for each indicator shows the own."""
    labels, found = desk.pack.figures["pressure"].labels, standings(desk)
    if not found:
        return _empty(labels["empty"])
    curves = {one.indicator: pressure_by_day(desk, one) for one in found}
    figure, (axes,) = rendering.axes()
    days = horizon(desk.month, desk.calendar).month_days
    _typical(axes, "plan", pressure_of_plan(desk, found[0]), labels)
    _typical(axes, "manager", pressure_of_even(desk), labels)
    for at, (indicator, curve) in enumerate(curves.items()):
        _pressure_line(axes, desk, at, indicator, list(curve.values()))
    _pressure_edges(axes, desk, len(days), labels)
    _pressure_scale(axes, [number for curve in curves.values() for number in curve.values()])
    if not found[0].days_left and any(one.left for one in found):
        _say_endless(axes, labels["endless"])
    rendering.day_axis(axes, days)
    axes.set_xlabel(rendering.plain(labels["day"]))
    axes.set_ylabel(rendering.plain(labels["pressure"]))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=IN_A_ROW, borderaxespad=0.2)
    return figure


def _typical(axes: Axes, name: str, numbers: Sequence[float], labels: Mapping[str, str]) -> None:
    style = {"plan": STYLES["first_plan"], "manager": STYLES["even"]}[name]
    axes.plot(range(len(numbers)), numbers, label=rendering.plain(labels[name]), **style)


def _pressure_line(
    axes: Axes, desk: PacingDesk, at: int, indicator: str, numbers: Sequence[float]
) -> None:
    axes.plot(
        range(len(numbers)), numbers, label=rendering.plain(desk.bank.indicators[indicator].label),
        color=rendering.COLOURS[LINES[at % len(LINES)]], marker=MARKERS[at % len(MARKERS)],
        markersize=4, linewidth=2.0,
    )  # fmt: skip


def _pressure_edges(axes: Axes, desk: PacingDesk, days: int, labels: Mapping[str, str]) -> None:
    """The even rate, and the line from which the pressure counts as high."""
    rule = desk.pack.rules.get("pressure_high")
    edges = [("even", 1.0, "even"), ("high", rule.threshold if rule else None, "bad")]
    for name, height, colour in edges:
        if height is not None:
            axes.axhline(
                height, color=rendering.COLOURS[colour], linewidth=1.2, linestyle=(0, (5, 2))
            )
            axes.annotate(
                rendering.plain(labels[name]), (days - 0.6, height), (0, 2.5),
                textcoords="offset points", ha="right", va="bottom",
                color=rendering.COLOURS["muted" if colour == "even" else colour], fontsize=8.5,
            )  # fmt: skip


def _pressure_scale(axes: Axes, numbers: Sequence[float]) -> None:
    highest = max(numbers, default=0.0)
    axes.set_ylim(0, min(max(highest * 1.2, LEAST_SHOWN), STEEPEST_SHOWN))


def _say_endless(axes: Axes, text: str) -> None:
    axes.text(
        0.01, 0.97, rendering.plain(text), transform=axes.transAxes, ha="left", va="top",
        color=rendering.COLOURS["bad"], fontsize=9,
    )  # fmt: skip


figures: Mapping[str, Callable[[Any], Figure]] = {
    "pace": pace,
    "pressure": pressure,
    "fan": fan_figure,
}
