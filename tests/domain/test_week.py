"""Natural weeks: what they are called, where they begin, which one a page is for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.domain.calendar import Month, Week
from workbook.errors import BadInput

DAYS = st.dates(dt.date(2004, 1, 5), dt.date(2098, 12, 20))


@pytest.mark.parametrize(
    ("day", "week", "monday", "sunday"),
    [
        ("2026-12-09", "2026-W50", "2026-12-07", "2026-12-13"),
        ("2026-12-07", "2026-W50", "2026-12-07", "2026-12-13"),
        ("2026-12-13", "2026-W50", "2026-12-07", "2026-12-13"),
        ("2026-12-31", "2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-01-04", "2027-W01", "2027-01-04", "2027-01-10"),
        ("2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"),
    ],
)
def test_a_week_by_hand(day: str, week: str, monday: str, sunday: str) -> None:
    found = Week.of(dt.date.fromisoformat(day))
    assert str(found) == week
    assert found == Week.parse(week)
    assert (found.first.isoformat(), found.last.isoformat()) == (monday, sunday)


def test_the_weeks_beside_it() -> None:
    assert str(Week(2026, 53).next) == "2027-W01"
    assert str(Week(2027, 1).previous) == "2026-W53"
    assert sorted([Week(2027, 1), Week(2026, 53)]) == [Week(2026, 53), Week(2027, 1)]


@given(DAYS)
def test_a_week_holds_its_seven_days_in_order(day: dt.date) -> None:
    week = Week.of(day)
    assert day in week.days
    assert [one.weekday() for one in week.days] == list(range(7))
    assert (week.days[0], week.days[-1]) == (week.first, week.last)
    assert {Week.of(one) for one in week.days} == {week}
    assert week.next.previous == week
    assert week.next.first - week.first == dt.timedelta(days=7)


@pytest.mark.parametrize(
    "typed",
    ["2026-50", "2026-W00", "2026-W54", "2025-W53", "W50", "2026-W5", "", "1999-W10", "x" * 99],
)
def test_what_is_no_week_is_refused_in_both_languages(typed: str) -> None:
    with pytest.raises(BadInput, match=r"请写成 2026-W50.*write it like 2026-W50"):
        Week.parse(typed)


@pytest.mark.parametrize(
    ("month", "today", "week"),
    [
        ("2026-12", "2026-12-09", "2026-W50"),
        ("2026-12", "2026-11-21", "2026-W49"),
        ("2026-12", "2027-02-01", "2026-W53"),
        ("2026-12", "2026-12-01", "2026-W49"),
    ],
)
def test_a_page_of_a_month_is_for_the_nearest_week_in_it(month: str, today: str, week: str) -> None:
    assert str(Week.within(Month.parse(month), dt.date.fromisoformat(today))) == week
