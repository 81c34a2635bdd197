"""Last week's unfinished lines, and suggested first rows. Source: ours, A4 and A1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from workbook.chapters.action_plan.records import Contact, PlanLine, Tick
from workbook.chapters.action_plan.rules.contacts import act_with_care, offers, places_left, who
from workbook.chapters.action_plan.rules.lines import in_order
from workbook.chapters.action_plan.rules.suggestions import suggested_lines
from workbook.chapters.action_plan.rules.weeks import (
    DONE,
    PlanDesk,
    days_of,
    last_week,
    same_line,
    since,
)
from workbook.chapters.shared.contact_flags import known_as
from workbook.content.messages import Voice
from workbook.domain.calendar import Week


def unfinished(desk: PlanDesk) -> tuple[tuple[Week, PlanLine], ...]:
    """Last week's lines that are half done, not done or without outcome, unchanged.

    Each with the week in which it was first planned.
    """
    return tuple(
        (since(line, week, desk.earlier[1:]), line)
        for week, plan in last_week(desk)
        for line in in_order(plan.lines)
        if line.outcome != DONE
    )


def left_behind(desk: PlanDesk) -> tuple[tuple[Week, PlanLine], ...]:
    """The unfinished lines that are missing from this week."""
    return tuple(
        (first, line)
        for first, line in unfinished(desk)
        if not any(same_line(line, here) for here in desk.record.lines)
    )


def rolled_over(desk: PlanDesk) -> dict[str, tuple[Any, ...]]:
    """Field → the rows carried over from last week; a field without any is absent.

    Unfinished lines that are missing from this week, and contacts who were not called. A past day
    is dropped; a customer who must not be contacted any more is left out.
    """
    found = {"lines": _lines(desk), "contacts": _contacts(desk)}
    return {name: rows for name, rows in found.items() if rows}


def _lines(desk: PlanDesk) -> tuple[PlanLine, ...]:
    return tuple(_afresh(line, first, desk.today) for first, line in left_behind(desk))


def _afresh(line: PlanLine, first: Week, today: dt.date) -> PlanLine:
    """A line as offered to the new week: its review stays with the old one."""
    review = {"outcome": "", "reason": "", "learned": "", "granted": ""}
    by = _to_come(line.by, today)
    return line.model_copy(update={**review, "by": by, "since": str(first)})


def _contacts(desk: PlanDesk) -> tuple[Contact, ...]:
    people, here = who(desk), {known_as(one.customer) for one in desk.record.contacts}
    return tuple(
        one.model_copy(update={"day": _to_come(one.day, desk.today), "moved": False})
        for _, plan in last_week(desk)
        for one in plan.contacts
        if not one.called and known_as(one.customer) not in here
        if not people.why(one.customer)
    )


def _to_come(day: dt.date | None, today: dt.date) -> dt.date | None:
    return None if day is not None and day < today else day


# -- rows to begin with ---------------------------------------------------------------------------


def suggested(desk: PlanDesk, voice: Voice) -> Mapping[str, tuple[Any, ...]]:
    """Field → suggested first rows: lines, the Monday list, the days to tick.

    Only up to the number that the field needs; a field without any is absent.
    """
    found: dict[str, tuple[Any, ...]] = {
        "lines": suggested_lines(desk, voice),
        "contacts": _offered(desk, voice),
        "ticks": _ticks(desk),
    }
    return {name: rows for name, rows in found.items() if rows}


def _offered(desk: PlanDesk, voice: Voice) -> tuple[Contact, ...]:
    return tuple(
        Contact(
            customer=one.customer,
            because=one.because,
            act=voice.text(act_with_care(desk, one)),
            day=one.day,
        )
        for one in offers(desk, places_left(desk))
    )


def _ticks(desk: PlanDesk) -> tuple[Tick, ...]:
    here = {one.day for one in desk.record.ticks}
    return tuple(Tick(day=day) for day in days_of(desk) if day not in here)
