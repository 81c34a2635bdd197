from __future__ import annotations

from typing import Any

from workbook.chapters.pacing.rules import asked, numbers, standings
from workbook.chapters.pacing.views import tables
from workbook.chapters.shared.day_list import Numbers, Pace

from .desks import PIECES, SALES, WAN, day, sheet


def told(today: str, **body: Any) -> Numbers:
    found = numbers(sheet(today=today, **body))
    assert found is not None
    return found


def test_without_a_target_there_are_no_numbers() -> None:
    assert numbers(sheet()) is None


def test_a_day_asks_for_what_its_plan_takes_less_what_is_on_record() -> None:
    whole = told("11-03", targets=[(SALES, 200)])
    assert whole.day == day("11-03")
    assert whole.calls > 2
    part = told("11-03", targets=[(SALES, 200)], activity=[("2026-11-03", 2, 0, 0)])
    assert (part.calls, part.called) == (whole.calls - 2, 2)
    over = told("11-03", targets=[(SALES, 200)], activity=[("2026-11-03", 500, 50, 50)])
    assert (over.deals, over.meetings, over.calls) == (0, 0, 0)


def test_an_indicator_that_is_done_asks_for_nothing() -> None:
    done = told("11-03", targets=[(SALES, 200)], actuals=[("2026-11-02", SALES, 200)])
    assert (done.deals, done.meetings, done.calls) == (0, 0, 0)
    assert done.paces == (Pace(SALES, 0, 0),)


def test_where_the_plan_has_nothing_more_to_ask_what_is_left_is_spread_over_the_days_left() -> None:
    page = sheet(today="11-27", targets=[(SALES, 70)])  # the buffer plans nothing
    (ask,) = (asked(page, one) for one in standings(page))
    assert ask is not None
    assert (ask.day, ask.amount) == (day("11-27"), 35 * WAN)
    assert ask.deals > 0
    assert ask.calls <= page.pack.simulation.daily_contacts


def test_the_last_day_asks_for_what_one_day_can_hold() -> None:
    page = sheet(today="11-30", targets=[(SALES, 7_000)], daily_contacts="8")
    (ask,) = (asked(page, one) for one in standings(page))
    assert ask is not None
    assert (ask.amount, ask.calls, ask.meetings, ask.deals) == (7_000 * WAN, 8, 2, 1)
    over = sheet(today="12-01", targets=[(SALES, 7_000)])
    assert [asked(over, one) for one in standings(over)] == [None]


def test_the_table_of_today_asks_nothing_for_what_is_done() -> None:
    page = sheet(today="11-03", targets=[(SALES, 200)], actuals=[("2026-11-02", SALES, 200)])
    (row,) = tables["today"](page).to_dict("records")
    assert (row["plan"], row["deals"], row["meetings"], row["calls"], row["left"]) == (0,) * 5


def test_what_counts_the_same_deals_in_another_way_asks_for_none_of_its_own() -> None:
    alone, both = (
        told("11-03", targets=[(SALES, 200)]),
        told("11-03", targets=[(SALES, 200), (PIECES, 10)]),
    )
    assert (both.deals, both.calls) == (alone.deals, alone.calls)
    assert [one.indicator for one in both.paces] == [SALES]
    done = told("11-03", targets=[(SALES, 200), (PIECES, 1)], actuals=[("2026-11-02", PIECES, 1)])
    assert [(one.indicator, one.left) for one in done.paces] == [(SALES, 200 * WAN), (PIECES, 0)]
    assert told("11-03", targets=[(PIECES, 10)]).deals > 0


def test_the_amount_a_day_is_for_the_working_days_that_are_left() -> None:
    (pace,) = told("11-27", targets=[(SALES, 10)]).paces
    assert pace == Pace(SALES, 10 * WAN, 10 * WAN)  # one day: Monday the 30th
    assert not told("11-27", targets=[(SALES, 10)]).over


def test_a_month_is_over_on_its_last_working_day() -> None:
    last = told("11-30", targets=[(SALES, 10)])
    assert (last.over, last.day) == (True, day("11-30"))
    assert last.paces == (Pace(SALES, 10 * WAN, 10 * WAN),)
