from __future__ import annotations

import pytest

from workbook.chapters.action_plan.records import Plan
from workbook.chapters.action_plan.rules import (
    PlanDesk,
    days_of,
    history,
    last_week,
    week_of,
    weeks_between,
    weeks_carried,
)
from workbook.chapters.action_plan.rules.weeks import flat, same_line, since, within_weeks
from workbook.domain.calendar import Week

from .desks import NOVEMBER, W46, day, desk, line, lines, plan


def test_the_page_is_for_its_week() -> None:
    assert week_of(desk()) == W46
    assert week_of(desk(week=None, today="11-24")) == Week(2026, 48)
    assert week_of(desk(week=NOVEMBER, today="12-24")) == Week(2026, 49)  # 30 November


@pytest.mark.parametrize(
    ("week", "days"),
    [
        ("2026-W46", ["11-09", "11-10", "11-11", "11-12", "11-13"]),
        ("2026-W40", ["09-28", "09-29", "09-30"]),
        ("2026-W41", ["10-08", "10-09", "10-10"]),  # Saturday is worked
        ("2026-W08", []),  # all of it is Spring Festival
        ("2026-W53", ["12-28", "12-29", "12-30", "12-31", "2027-01-01"]),
    ],
)
def test_the_working_days_of_a_week(week: str, days: list[str]) -> None:
    assert days_of(desk(week=Week.parse(week))) == tuple(map(day, days))


def test_last_week_is_the_latest_with_a_plan() -> None:
    older, newer = plan(learned="older"), plan(learned="newer")
    page = desk(earlier=[("2026-W44", newer), ("2026-W40", older)])
    assert last_week(page) == ((Week(2026, 44), newer),)
    assert last_week(desk()) == ()


def test_a_page_looks_back_twelve_weeks_this_one_among_them() -> None:
    earlier = [(f"2026-W{45 - at}", plan(learned=f"{at}")) for at in range(12)]
    page = desk(earlier=earlier, learned="now")
    found = history(page)
    assert [str(week) for week, _ in found] == [f"2026-W{46 - at}" for at in range(12)]
    assert (found[0][1].learned, found[-1][1].learned) == ("now", "10")


def test_the_last_weeks_are_those_of_the_calendar() -> None:
    earlier = [("2026-W44", plan(learned="two")), ("2026-W43", plan(learned="three")),
               ("2026-W42", plan(learned="four"))]  # fmt: skip
    page = desk(earlier=earlier)
    assert [one.learned for one in within_weeks(page, 4)] == ["", "two", "three"]
    assert [one.learned for one in within_weeks(page, 1)] == [""]


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        ("2026-W46", "2026-W46", 0), ("2026-W45", "2026-W46", 1), ("2026-W52", "2027-W01", 2),
        ("2026-W53", "2027-W01", 1), ("2026-W47", "2026-W46", 0),
    ],
)  # fmt: skip
def test_the_weeks_between_two(first: str, last: str, weeks: int) -> None:
    assert weeks_between(Week.parse(first), Week.parse(last)) == weeks


# -- carried --------------------------------------------------------------------------------------


def test_lines_are_the_same_by_kind_and_words() -> None:
    one, spaced, wide, other, three = lines(
        {"what": "call 12"}, {"what": " call  12 "}, {"what": "call １２"}, {"what": "call 13"},
        {"what": "call 12", "kind": "three"},
    )  # fmt: skip
    assert same_line(one, spaced)
    assert same_line(one, wide)
    assert not same_line(one, other)
    assert not same_line(one, three)
    assert flat(" a b\u3000c\n") == "abc"


def carrying(*outcomes: str | None, **given: object) -> PlanDesk:
    """A desk with one line; in the weeks before, the latest first, it had these outcomes."""
    earlier = []
    for at, outcome in enumerate(outcomes):
        rows = [] if outcome is None else [line(outcome=outcome), line(what="something else")]
        earlier.append((f"2026-W{45 - at}", plan(lines=rows)))
    return desk(lines=[line(**given)], earlier=earlier)


@pytest.mark.parametrize(
    ("page", "weeks"),
    [
        (carrying(), 0),
        (carrying("half"), 1),
        (carrying("half", "not", ""), 3),
        (carrying("done", "half"), 0),  # planned anew: nothing is carried
        (carrying("half", "done", "half"), 1),
        (carrying("half", None, "half"), 1),
        (carrying("half", what="other words"), 0),
        (carrying("half", "half", since="2026-W45"), 1),  # what was written down counts
        (carrying(since="2026-W43"), 3),
        (carrying(since="２０２６-W43"), 3),
        (carrying(since="2026-W50"), 0),
        (carrying("half", since="last spring"), 1),
        (carrying("half", since="2026-W99"), 1),
    ],
)
def test_for_how_many_weeks_a_line_is_carried(page: PlanDesk, weeks: int) -> None:
    assert weeks_carried(page, page.record.lines[0]) == weeks


def test_a_line_is_followed_over_the_end_of_the_year() -> None:
    (one,) = lines({})
    before = [(Week(2026, 53), plan(lines=[line()])), (Week(2026, 52), plan(lines=[line()]))]
    assert since(one, Week(2027, 1), before) == Week(2026, 52)
    assert since(one, Week(2027, 1), [(Week(2026, 53), Plan())]) == Week(2027, 1)
