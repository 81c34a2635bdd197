from __future__ import annotations

import pytest

from workbook.chapters.pacing.rules import pressure_by_day, standings
from workbook.chapters.pacing.rules.position import Standing, indicators, target_on

from .desks import AUM, PIECES, SALES, T229, WAN, day, sheet


def only(today: str, **body: object) -> Standing:
    (one,) = standings(sheet(today, **body))
    return one


def test_every_indicator_stands_once_in_the_order_of_the_worksheet() -> None:
    desk = sheet(targets=[(PIECES, 7), (SALES, 229), (PIECES, 9), (AUM, 50)])
    assert indicators(desk) == {PIECES: 0, SALES: 1, AUM: 3}
    assert [(one.indicator, one.row, one.target) for one in standings(desk)] == [
        (PIECES, 0, 7), (SALES, 1, T229), (AUM, 3, 50 * WAN),
    ]  # fmt: skip


def test_nothing_stands_on_an_empty_worksheet() -> None:
    assert standings(sheet()) == ()


def test_where_an_indicator_stands_in_the_second_week() -> None:
    one = only("11-10", targets=[(SALES, 229)], actuals=[("11-03", SALES, 120)])
    # 60 % of 229 by the end of W1, then two days of 11.45
    assert (one.target, one.done, one.left) == (T229, 120 * WAN, 109 * WAN)
    assert one.planned == 160_300_000
    assert one.gap == 40_300_000
    assert one.pace == pytest.approx(120 / 160.3)
    assert one.days_left == 14
    assert one.per_day == -(-109 * WAN // 14)
    assert one.pressure == pytest.approx((109 / 14) / (229 / 21))


def test_ahead_of_the_plan_there_is_no_gap() -> None:
    one = only("11-10", targets=[(SALES, 229)], actuals=[("11-03", SALES, 230)])
    assert (one.gap, one.left, one.per_day, one.pressure) == (0, 0, 0, 0.0)


def test_before_the_month_there_is_no_pressure_and_before_the_horizon_no_pace() -> None:
    begun = only("10-30", targets=[(SALES, 229)])
    assert (begun.pressure, begun.pace, begun.days_left) == (None, 0.0, 21)
    assert only("11-01", targets=[(SALES, 229)]).pressure is None
    assert only("11-02", targets=[(SALES, 229)]).pressure == pytest.approx(21 / 20)
    early = only("10-20", targets=[(SALES, 229)])
    assert (early.pressure, early.pace, early.days_left) == (None, None, 26)


def test_on_the_last_day_there_is_a_gap_and_no_pressure() -> None:
    short = only("11-30", targets=[(SALES, 229)], actuals=[("11-03", SALES, 228)])
    assert (short.pressure, short.days_left, short.per_day) == (None, 0, WAN)
    done = only("11-30", targets=[(SALES, 229)], actuals=[("11-03", SALES, 229)])
    assert (done.pressure, done.per_day) == (0.0, 0)


def test_the_target_of_the_last_replan_counts() -> None:
    one = only("11-10", targets=[(SALES, 229)], replans=[("11-06", "", SALES, 300)])
    assert one.target == 300 * WAN
    assert [made.target for made in one.versions] == [T229, 300 * WAN]


def test_after_a_replan_the_pace_counts_from_what_was_done() -> None:
    one = only(
        "11-10",
        targets=[(SALES, 229)],
        actuals=[("11-03", SALES, 29), ("11-09", SALES, 50)],
        replans=[("11-06",)],
    )
    # 200 left, 5/8 of it in the five days of W2: 25 a day
    assert one.planned == (29 + 2 * 25) * WAN
    assert (one.pace, one.gap) == (1.0, 0)


def test_a_target_counts_from_the_day_of_its_change() -> None:
    replans = [("11-04", "", SALES, 100), ("11-09", "", SALES, 300)]
    made = only("11-10", targets=[(SALES, 229)], replans=replans).versions
    days = ("10-20", "10-26", "11-03", "11-04", "11-08", "11-09", "11-10")
    assert [target_on(made, day(text)) // WAN for text in days] == [
        229, 229, 229, 100, 100, 300, 300,
    ]  # fmt: skip


def test_the_pressure_of_each_day_up_to_today() -> None:
    desk = sheet(
        "11-04",
        targets=[(SALES, 210)],
        actuals=[("10-28", SALES, 42), ("11-03", SALES, 20), ("11-05", SALES, 148)],
        replans=[("11-04", "", SALES, 420)],
    )
    (one,) = standings(desk)
    curve = pressure_by_day(desk, one)
    assert list(curve) == [day("11-02"), day("11-03"), day("11-04")]
    assert list(curve.values()) == pytest.approx(
        [(168 / 20) / 10, (148 / 19) / 10, (358 / 18) / 20]
    )
    assert curve[day("11-04")] == one.pressure


def test_no_curve_before_the_month() -> None:
    desk = sheet("11-01", targets=[(SALES, 210)])
    assert pressure_by_day(desk, standings(desk)[0]) == {}


def test_the_curve_ends_before_the_last_day_when_something_is_left() -> None:
    desk = sheet("12-10", targets=[(SALES, 210)])
    curve = list(pressure_by_day(desk, standings(desk)[0]).values())
    assert len(curve) == 20
    assert curve[-1] == 21.0
