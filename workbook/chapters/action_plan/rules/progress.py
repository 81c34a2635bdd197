"""The week's progress: the ticks of its days, the contacts, the reasons of undone lines.

Source: methodology A1 "The week", A4.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from workbook.chapters.action_plan.rules.lines import reason_of
from workbook.chapters.action_plan.rules.weeks import PlanDesk, days_of, history
from workbook.domain.calendar import Days


def days_so_far(desk: PlanDesk) -> Days:
    """The working days of the week up to today, today included."""
    return tuple(day for day in days_of(desk) if day <= desk.today)


def days_over(desk: PlanDesk) -> Days:
    """The working days of the week that are over."""
    return tuple(day for day in days_of(desk) if day < desk.today)


def ticks_of(desk: PlanDesk, day: dt.date) -> tuple[bool, bool]:
    """The two ticks of a day: the list was worked, what was done was written down."""
    rows = [one for one in desk.record.ticks if one.day == day]
    return any(one.worked for one in rows), any(one.written for one in rows)


def ticked(desk: PlanDesk, days: Days) -> int:
    """How many of these days have both ticks."""
    return sum(all(ticks_of(desk, day)) for day in days)


def unticked(desk: PlanDesk) -> int:
    """How many working days are over without a single tick."""
    return sum(not any(ticks_of(desk, day)) for day in days_over(desk))


def reasons(desk: PlanDesk) -> dict[str, int]:
    """Reason → number of undone lines of the last weeks, most frequent first."""
    said = [reason_of(line) for _, plan in history(desk) for line in plan.lines]
    counts = Counter(filter(None, said))
    order = [*desk.pack.reasons]
    known = sorted(counts, key=lambda one: (-counts[one], _place(order, one)))
    return {reason: counts[reason] for reason in known}


def _place(order: list[str], reason: str) -> int:
    """The sort key of a reason; one that the template no longer has comes last."""
    return [*order, reason].index(reason)
