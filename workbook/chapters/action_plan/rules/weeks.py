"""The page's week, the weeks before it, and how long a line has been carried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from workbook.chapters.action_plan.pack import Pack
from workbook.chapters.action_plan.records import Plan, PlanLine
from workbook.chapters.shared.context import Desk
from workbook.domain.calendar import Days, Week
from workbook.domain.fields import plain
from workbook.errors import BadInput

PlanDesk = Desk[Plan, Pack]
Weekly = tuple[Week, Plan]

DONE = "done"  # the outcome that closes a line
HISTORY = 12  # weeks that a page looks back, this one included
ONE_DAY = dt.timedelta(days=1)
DAYS_OF_A_WEEK = 7


def week_of(desk: PlanDesk) -> Week:
    """The page's week; for a monthly page, the one that contains today."""
    period = desk.period
    return period if isinstance(period, Week) else Week.within(period, desk.today)


def days_of(desk: PlanDesk) -> Days:
    """The working days of the week; none where all of it is holiday."""
    return tuple(filter(desk.calendar.is_working, week_of(desk).days))


def last_week(desk: PlanDesk) -> tuple[Weekly, ...]:
    """The latest earlier week with a plan, and the plan; empty where there is none."""
    return desk.earlier[:1]


def history(desk: PlanDesk) -> tuple[Weekly, ...]:
    """This week's plan and the earlier ones, latest first, as far as a page looks back."""
    return ((week_of(desk), desk.record), *desk.earlier)[:HISTORY]


def within_weeks(desk: PlanDesk, weeks: int) -> Iterator[Plan]:
    """The plans of the last ``weeks`` calendar weeks, this one included."""
    return (plan for week, plan in history(desk) if weeks_between(week, week_of(desk)) < weeks)


def weeks_between(first: Week, last: Week) -> int:
    """The number of weeks from one Monday to another; 0 where ``first`` is not earlier."""
    return max((last.first - first.first).days // DAYS_OF_A_WEEK, 0)


# -- how long a line has been carried -------------------------------------------------------------


def same_line(one: PlanLine, other: PlanLine) -> bool:
    """Whether two lines have the same kind and text, spacing ignored."""
    return (one.kind, flat(one.what)) == (other.kind, flat(other.what))


def flat(text: str) -> str:
    """A text without spaces, full-width characters made plain."""
    return "".join(plain(text).split())


def since(line: PlanLine, week: Week, before: Sequence[Weekly]) -> Week:
    """The week in which a line of ``week`` was first planned.

    From the note made when the line was carried over; else back through the weeks ``before``,
    latest first, as long as they have the same line unfinished.
    """
    written = _written(line.since)
    if written is not None:
        return written
    first = week
    for earlier, plan in before:
        if not any(same_line(line, one) and one.outcome != DONE for one in plan.lines):
            break
        first = earlier
    return first


def _written(text: str) -> Week | None:
    try:
        return Week.parse(plain(text)) if text else None
    except BadInput:  # a person wrote something else there
        return None


def weeks_carried(desk: PlanDesk, line: PlanLine) -> int:
    """For how many weeks a line of this week has been carried; 0 for a new one."""
    week = week_of(desk)
    return weeks_between(since(line, week, desk.earlier), week)
