"""The journey's reasons for today's list, and how a result of today changes its page.

Source: S4, methodology A2; hard filters are the list's own, for all tools: methodology G.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbook.chapters.journey.records import Care, Journey, Loss
from workbook.chapters.journey.rules.contact import is_open, looked_after
from workbook.chapters.journey.rules.reasons import reasons
from workbook.chapters.journey.rules.study import JourneyDesk, rows_of, study
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.day_list import Due, Outcome, Result
from workbook.chapters.shared.try_line import due_try, ticked_try

OUTCOMES: Mapping[Outcome, str] = {"done": "done", "reached": "half", "not_reached": "waiting"}


def due(desk: JourneyDesk) -> Iterator[Due]:
    """Strong signals, critical kinds, open acts and losses whose day has come, and the try.

    Without the signals and kinds of customers with a recent act; without what ends in an offer of a
    rise for customers at risk or after a fall.
    """
    cared = looked_after(desk)
    yield from (one.due for one in reasons(desk) if one.due.customer not in cared)
    yield from _cares(desk)
    yield from _losses(desk)
    yield from due_try(desk)


def _cares(desk: JourneyDesk) -> Iterator[Due]:
    """The newest act for each customer, where something is left to do and its day has come."""
    newest = {one.customer: (at, one) for at, one in enumerate(desk.record.cares)}
    for at, one in newest.values():
        if one.next_day and one.next_day <= desk.today and is_open(one, desk.pack):
            figures = {"day": one.next_day, "what": one.act or one.proof}
            loc = ("cares", at, "next_day")
            yield Due(one.customer, "agreed", one.next_day, figures, loc=loc)


def _losses(desk: JourneyDesk) -> Iterator[Due]:
    for at, one in enumerate(desk.record.losses):
        if one.next_day and one.next_day <= desk.today and not one.back:
            figures = {"day": one.next_day, "what": one.said}
            loc = ("losses", at, "next_day")
            yield Due(one.customer, "agreed", one.next_day, figures, loc=loc)


# -- a result of today ----------------------------------------------------------------------------


def ticked(desk: JourneyDesk, result: Result) -> Journey | None:
    """The page with an act for the customer, where the journey asked for her today, and with the
    next day of a loss that is not won back."""
    if result.answers_try:
        changed: Journey | None = ticked_try(desk, result)
        return changed
    record = desk.record
    asked = any(_same(one.customer, result) and one.kind != "try" for one in due(desk))
    outcome = OUTCOMES.get(result.outcome)
    changes: dict[str, Any] = {}
    if asked and outcome:
        changes["cares"] = (*record.cares, _care(desk, result, outcome))
    if result.next_day:
        changes["losses"] = tuple(_loss(one, result) for one in record.losses)
    after = record.model_copy(update=changes)
    return after if after != record else None


def _care(desk: JourneyDesk, result: Result, outcome: str) -> Care:
    """The act as it would have been typed. critical: the first of the kinds that asked for it."""
    rows = rows_of(study(desk).criticals)
    kinds = [row["kind"] for row in rows if _same(row["customer"], result)]
    return Care(
        customer=result.customer,
        critical=next(iter(kinds), ""),
        day=result.day,
        proof=result.said,
        outcome=outcome,
        next_day=result.next_day,
    )


def _loss(one: Loss, result: Result) -> Loss:
    over = one.next_day is not None and one.next_day <= result.day and not one.back
    if not (over and _same(one.customer, result)):
        return one
    return one.model_copy(update={"next_day": result.next_day})


def _same(customer: str, result: Result) -> bool:
    return known_as(customer) == known_as(result.customer)
