from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook import rendering
from workbook.chapters.pacing.views import figures

from .desks import AUM, PIECES, SALES, T229, WAN, bank, sheet, shipped, without, worksheet

LABELS = shipped().figures["pace"].labels
PRESSES = shipped().figures["pressure"].labels


def curve(axes: Axes, label: str) -> tuple[list[float], list[float]]:
    (line,) = [one for one in axes.get_lines() if one.get_label() == label]
    return list(map(float, line.get_xdata())), list(map(float, line.get_ydata()))


def texts(figure: Figure) -> list[str]:
    return [one.get_text() for axes in figure.axes for one in axes.texts]


def panels(figure: Figure) -> list[Axes]:
    return [axes for axes in figure.axes if axes.axison]


def pace(today: str = "11-10", **body: Any) -> Figure:
    return figures["pace"](sheet(today, **{"targets": [(SALES, 229)], **body}))


def test_every_figure_has_its_words() -> None:
    assert set(figures) == set(shipped().figures)


def test_running_totals_start_at_nothing_and_reach_the_target() -> None:
    (axes,) = pace(actuals=[("11-03", SALES, 60)]).axes
    days, plan = curve(axes, LABELS["latest_plan"])
    assert (days[0], days[-1], len(days)) == (-1, 25, 27)
    assert (plan[0], plan[10], plan[-1]) == (0, 137_400_000, T229)
    assert curve(axes, LABELS["even"])[1][10] == 54_523_810  # 5 of 21 days
    assert curve(axes, LABELS["actual"])[1] == [0.0] * 7 + [60 * WAN] * 6
    assert curve(axes, LABELS["target"])[1] == [T229, T229]
    assert LABELS["first_plan"] not in [line.get_label() for line in axes.get_lines()]


def test_a_replan_starts_where_the_month_stood_beside_the_first_plan() -> None:
    desk_of = {"actuals": [("11-03", SALES, 29)], "replans": [("11-06", "why")]}
    (axes,) = pace(**desk_of).axes
    days, plan = curve(axes, LABELS["latest_plan"])
    assert (days[0], plan[0], plan[1]) == (9, 29 * WAN, 54 * WAN)
    assert (days[-1], plan[-1]) == (25, T229)
    assert curve(axes, LABELS["first_plan"])[1][10] == 137_400_000


def test_the_first_plan_is_that_of_before_the_month() -> None:
    (axes,) = pace(planned=worksheet(targets=[(SALES, 100)])).axes
    assert curve(axes, LABELS["first_plan"])[1][-1] == 100 * WAN
    assert curve(axes, LABELS["latest_plan"])[1][-1] == T229


def test_the_weeks_are_marked_and_named_and_today_too() -> None:
    figure = pace()
    names = [" ".join(text.split()) for text in texts(figure)]
    for week in ("previous_w4", "w1", "w2", "w3", "w4"):
        assert shipped().weeks[week].label in names
    assert LABELS["today"] in names
    (today,) = [line for line in figure.axes[0].get_lines() if list(line.get_xdata()) == [11, 11]]
    assert today.get_linestyle() != "-"
    assert len(figure.axes[0].patches) == 3  # every other week is shaded


def test_on_a_day_outside_today_is_not_marked() -> None:
    assert LABELS["today"] not in texts(pace("12-05"))


def test_a_panel_for_each_indicator_and_one_legend_for_all() -> None:
    figure = pace(targets=[(SALES, 229), (PIECES, 7), (AUM, 50)], replans=[("11-06", "", PIECES)])
    titles = [axes.get_title(loc="left") for axes in panels(figure)]
    assert titles == [bank().indicators[key].label for key in (SALES, PIECES, AUM)]
    (legend,) = figure.legends
    assert [one.get_text() for one in legend.get_texts()] == [
        LABELS["even"], LABELS["latest_plan"], LABELS["actual"], LABELS["target"],
        LABELS["first_plan"],
    ]  # fmt: skip
    assert all(axes.get_legend() is None for axes in figure.axes)


def test_money_speaks_in_the_banks_unit_and_pieces_in_whole_numbers() -> None:
    figure = pace(targets=[(SALES, 229), (PIECES, 7)])
    sales, pieces = figure.axes
    assert sales.get_ylabel() == bank().money.label
    assert pieces.get_ylabel() == bank().indicators[PIECES].piece
    assert sales.yaxis.get_major_formatter()(T229, 0) == "229"
    assert all(tick == int(tick) for tick in pieces.get_yticks())


def test_what_a_stock_lost_stays_in_the_picture() -> None:
    (axes,) = pace(targets=[(AUM, 50)], actuals=[("11-03", AUM, -20)]).axes
    bottom, top = axes.get_ylim()
    assert bottom == -20 * WAN
    assert top > 50 * WAN
    (axes,) = pace(actuals=[("11-03", SALES, 500)]).axes
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] > 500 * WAN


@pytest.mark.parametrize("name", ["pace", "pressure"])
def test_an_empty_worksheet_says_so_in_words(name: str) -> None:
    figure = figures[name](sheet())
    assert texts(figure) == [shipped().figures[name].labels["empty"]]


def pressing(today: str, **body: Any) -> Axes:
    figure = figures["pressure"](sheet(today, **{"targets": [(SALES, 210)], **body}))
    (axes,) = figure.axes
    return axes


def test_the_course_s_two_curves_are_there_before_the_month_begins() -> None:
    axes = pressing("11-01")
    plan, manager = (curve(axes, PRESSES[name])[1] for name in ("plan", "manager"))
    assert len(plan) == len(manager) == 20  # of 21 working days: the last has no pressure
    assert plan == sorted(plan, reverse=True)
    assert manager == sorted(manager)
    # 0.20 before the month and 0.08 a day: 0.72 of 210 over 20 days, against 10 a day.
    assert plan[0] == pytest.approx(0.72 * 21 / 20)
    assert plan[-1] == 0
    # Nothing on the first five days, then a day's part each: 5 parts are left for the last day.
    assert (manager[4], manager[-1]) == pytest.approx((21 / 16, 6))


def test_a_line_of_pressure_for_each_indicator() -> None:
    axes = pressing("11-03", targets=[(SALES, 210), (PIECES, 21)], actuals=[("11-02", PIECES, 2)])
    label = bank().indicators[SALES].label
    assert curve(axes, label) == ([0, 1], [21 / 20, 21 / 19])
    pieces = curve(axes, bank().indicators[PIECES].label)[1]
    assert pieces == pytest.approx([19 / 20, 19 / 19])
    legend = axes.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 4
    assert axes.get_ylabel() == PRESSES["pressure"]


def test_the_even_rate_and_the_line_of_the_rule() -> None:
    axes = pressing("11-10")
    heights = [float(line.get_ydata()[0]) for line in axes.get_lines()[-2:]]
    assert heights == [1.0, 1.5]
    assert [one.get_text() for one in axes.texts] == [PRESSES["even"], PRESSES["high"]]
    silent = pressing("11-10", pack=without("pressure_high"))
    assert [one.get_text() for one in silent.texts] == [PRESSES["even"]]


def test_an_endless_pressure_is_said_and_not_drawn() -> None:
    axes = pressing("11-30")
    numbers = curve(axes, bank().indicators[SALES].label)[1]
    assert len(numbers) == 20
    assert np.isfinite(numbers).all()
    assert PRESSES["endless"] in [one.get_text() for one in axes.texts]
    assert axes.get_ylim() == (0, 6.0)
    assert PRESSES["endless"] not in [one.get_text() for one in pressing("11-27").texts]


def test_a_calm_month_keeps_the_warning_line_in_sight() -> None:
    axes = pressing("11-10", actuals=[("11-02", SALES, 200)])
    assert axes.get_ylim() == (0, 3.2)


def test_what_a_template_says_is_never_typeset() -> None:
    pack = shipped()
    words = pack.figures["pace"].model_copy(update={"labels": {**LABELS, "today": "$x^2$"}})
    pack = pack.model_copy(update={"figures": {**pack.figures, "pace": words}})
    figure = pace(pack=pack)
    assert r"\$x^2\$" in texts(figure)
    assert rendering.svg(figure).startswith("<svg ")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pace", "pressure"])
@pytest.mark.parametrize("today", ["2026-01-05", "10-26", "11-10", "11-30", "2027-01-05"])
def test_a_figure_is_drawn_on_any_day(name: str, today: str) -> None:
    targets = [(SALES, 229), (PIECES, 7), (AUM, 50), ("policies", 3), ("accounts", 4)]
    desk = sheet(today, targets=targets, actuals=[("11-03", SALES, 5)])
    assert rendering.svg(figures[name](desk)).startswith("<svg ")
