"""The week's reasons for today's list, and how a result of today changes the week's lines.

Source: S4, methodology A4; the Monday list: A1 "The week"; marks by one tap: ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbook.chapters.action_plan.records import Contact, Plan, PlanLine
from workbook.chapters.action_plan.rules.lines import is_open
from workbook.chapters.action_plan.rules.weeks import PlanDesk
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.day_list import Due, Outcome, Result
from workbook.chapters.shared.try_line import due_try, ticked_try

OUTCOMES: Mapping[Outcome, str] = {"done": "done", "reached": "half"}  # of a line


def due(desk: PlanDesk) -> Iterator[Due]:
    """The open lines and contacts of the week whose day has come and that name a customer."""
    for at, line in enumerate(desk.record.lines):
        if line.customer and line.by and line.by <= desk.today and is_open(line):
            figures = {**dict(line), "day": line.by}
            yield Due(line.customer, "line", line.by, figures, loc=("lines", at, "outcome"))
    for at, one in enumerate(desk.record.contacts):
        if one.day and one.day <= desk.today and not one.called:
            loc = ("contacts", at, "called")
            yield Due(one.customer, "monday", one.day, dict(one), loc=loc)
    yield from due_try(desk)


def ticked(desk: PlanDesk, result: Result) -> Plan | None:
    """The plan with the outcome of the customer's lines that are due, and her contacts marked.

    Done is done, reached is half; the other results leave a line open. A contact is called once
    somebody was spoken to, and moved once it is done.
    """
    if result.answers_try:
        changed: Plan | None = ticked_try(desk, result)
        return changed
    changes: dict[str, Any] = {
        "lines": tuple(_line(one, result) for one in desk.record.lines),
        "contacts": tuple(_contact(one, result) for one in desk.record.contacts),
    }
    after = desk.record.model_copy(update=changes)
    return after if after != desk.record else None


def _line(one: PlanLine, result: Result) -> PlanLine:
    due = one.by is not None and one.by <= result.day and is_open(one)
    outcome = OUTCOMES.get(result.outcome)
    if not (due and outcome and _same(one.customer, result)):
        return one
    return one.model_copy(update={"outcome": outcome})


def _contact(one: Contact, result: Result) -> Contact:
    due = one.day is not None and one.day <= result.day
    if not (due and result.spoke and _same(one.customer, result)):
        return one
    moved = one.moved or result.outcome == "done"
    return one.model_copy(update={"called": True, "moved": moved})


def _same(customer: str, result: Result) -> bool:
    return bool(customer) and known_as(customer) == known_as(result.customer)
