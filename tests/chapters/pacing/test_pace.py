"""The course of the month as shares of the targets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbook.chapters.pacing.rules import pace_by_day
from workbook.domain.calendar import Month

from .desks import PIECES, SALES, sheet


def test_without_a_target_there_is_no_course() -> None:
    assert pace_by_day(sheet()) == ()


def test_days_count_from_the_fourth_week_of_the_month_before() -> None:
    made = pace_by_day(sheet(today="11-03", targets=[(SALES, 200)]))
    assert [one.day for one in made] == list(range(1, 27))  # 5 + 5 + 5 + 5 + 6 working days
    assert made[-1].planned == pytest.approx(1)
    assert [one.done is None for one in made] == [at >= 7 for at in range(26)]


def test_indicators_are_averaged_by_their_shares_of_their_own_targets() -> None:
    actuals = [("2026-11-02", SALES, 100), ("2026-11-03", PIECES, 10)]
    made = pace_by_day(sheet(today="11-03", targets=[(SALES, 200), (PIECES, 10)], actuals=actuals))
    assert [one.done for one in made[4:8]] == [0, 0.25, 0.75, None]


def test_the_month_before_is_taken_at_the_same_working_day() -> None:
    """October has fewer working days: the last days of November have none to be compared with."""
    october = sheet(targets=[(SALES, 100)], actuals=[("2026-10-09", SALES, 40)]).record
    made = pace_by_day(sheet(today="11-10", targets=[(SALES, 200)], earlier=[october]))
    assert made[0].before == 0
    there = [one.before for one in made if one.before is not None]
    assert there[-1] == pytest.approx(0.4)
    assert len(there) < len(made)


def test_a_month_further_back_is_not_the_month_before() -> None:
    september = sheet(targets=[(SALES, 100)], actuals=[("2026-09-09", SALES, 40)]).record
    page = sheet(targets=[(SALES, 200)])
    made = pace_by_day(replace(page, earlier=((Month(2026, 9), september),)))
    assert {one.before for one in made} == {None}


def test_what_was_done_is_held_against_the_target_in_force() -> None:
    page = sheet(
        today="11-05", targets=[(SALES, 200)], actuals=[("2026-11-02", SALES, 100)],
        replans=[("11-03", "", SALES, 400)],
    )  # fmt: skip
    assert [one.done for one in pace_by_day(page)][5:10] == [0.25, 0.25, 0.25, 0.25, None]
