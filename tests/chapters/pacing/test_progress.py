from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.pacing.records import Actual
from workbook.chapters.pacing.rules import done_by_day, done_until, horizon, pressure
from workbook.chapters.pacing.rules.progress import days_after

from .desks import AUM, CALM, NOVEMBER, SALES, T229, WAN, calendar, day, worksheet

SPACE = horizon(NOVEMBER, calendar())


def actuals(*rows: tuple[object, ...]) -> tuple[Actual, ...]:
    return worksheet(actuals=rows).actuals


def test_what_is_done_adds_up_from_the_first_day_of_the_horizon() -> None:
    rows = actuals(
        ("10-23", SALES, 1), ("10-25", SALES, 2), ("10-26", SALES, 4), ("11-10", SALES, 8),
        ("11-10", AUM, 100), ("11-11", SALES, 16), ("11-30", SALES, 32), ("12-01", SALES, 64),
    )  # fmt: skip
    assert done_until(rows, SALES, SPACE, day("10-25")) == 0
    assert done_until(rows, SALES, SPACE, day("10-26")) == 4 * WAN
    assert done_until(rows, SALES, SPACE, day("11-10")) == 12 * WAN
    assert done_until(rows, SALES, SPACE, day("12-31")) == 60 * WAN
    assert done_until(rows, AUM, SPACE, day("12-31")) == 100 * WAN


def test_the_running_total_stops_at_today() -> None:
    rows = actuals(("10-30", SALES, 1), ("11-02", SALES, 2), ("11-04", SALES, 4))
    running = done_by_day(rows, SALES, SPACE, day("11-03"))
    assert list(running) == list(SPACE.days[:7])
    assert list(running.values()) == [0, 0, 0, 0, WAN, 3 * WAN, 3 * WAN]


def test_a_weekends_deal_counts_to_its_friday_and_is_seen_on_saturday() -> None:
    rows = actuals(("11-07", SALES, 5))
    assert done_by_day(rows, SALES, SPACE, day("11-06"))[day("11-06")] == 0
    assert done_by_day(rows, SALES, SPACE, day("11-07"))[day("11-06")] == 5 * WAN
    running = done_by_day(rows, SALES, SPACE, day("11-09"))
    assert (running[day("11-06")], running[day("11-09")]) == (5 * WAN, 5 * WAN)


def test_negative_actuals_of_a_stock_come_off() -> None:
    rows = actuals(("11-02", AUM, 10), ("11-03", AUM, -4))
    assert list(done_by_day(rows, AUM, SPACE, day("11-03")).values())[-2:] == [10 * WAN, 6 * WAN]


def test_before_the_horizon_there_is_nothing() -> None:
    assert done_by_day(actuals(("10-26", SALES, 1)), SALES, SPACE, day("10-25")) == {}


@CALM
@given(
    st.lists(st.tuples(st.dates(day("10-01"), day("12-31")), st.integers(-(10**9), 10**9))),
    st.dates(day("10-01"), day("12-31")),
)
def test_the_last_running_total_is_what_is_done(
    rows: list[tuple[dt.date, int]], today: dt.date
) -> None:
    made = [Actual.model_construct(day=when, indicator=SALES, done=done) for when, done in rows]
    running = done_by_day(made, SALES, SPACE, today)
    done = done_until(made, SALES, SPACE, today)
    assert list(running.values())[-1:] == ([done] if running else [])


def test_days_after() -> None:
    days = tuple(map(day, ("11-02", "11-03", "11-04")))
    assert [days_after(days, day(text)) for text in ("11-01", "11-02", "11-03", "11-09")] == [
        3, 2, 1, 0,
    ]  # fmt: skip


# -- pressure -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "done", "left", "days", "expected"),
    [
        (T229, 0, 21, 21, 1.0),
        (T229, 0, 14, 21, 1.5),
        (100, 50, 10, 20, 1.0),
        (100, 20, 20, 20, 0.8),  # what the week before booked is done at the start
        (100, -50, 10, 20, 3.0),
        (100, 99, 1, 20, 0.2),
        (100, 100, 5, 20, 0.0),
        (100, 120, 0, 20, 0.0),
        (100, 99, 0, 20, math.inf),
        (100, 99, -1, 20, math.inf),
        (0, 0, 5, 20, 0.0),
        (0, -5, 5, 20, math.inf),
        (1, 0, 1, 20, 20.0),
    ],
)
def test_pressure_measures_against_the_even_rate(
    target: int, done: int, left: int, days: int, expected: float
) -> None:
    assert pressure(target, done, left, days) == expected


@CALM
@given(
    st.integers(0, 10**15), st.integers(-(10**15), 10**15), st.integers(0, 25), st.integers(0, 25)
)
def test_pressure_is_a_number_for_any_month(target: int, done: int, left: int, days: int) -> None:
    found = pressure(target, done, left, days)
    assert found >= 0
    assert (found == 0) == (done >= target or (days == 0 and left > 0 and target > 0))
