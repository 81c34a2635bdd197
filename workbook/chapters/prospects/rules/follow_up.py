"""The subject of a contact, its first sentence, and the dated steps after it.

Source: S0, methodology A5 (the follow-up plan); matters, sentences and days: ours.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workbook.chapters.prospects.pack import Cell, MatterName, Pack, Step
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules.contact import contactable
from workbook.chapters.prospects.rules.contact_flags import ReserveDesk
from workbook.chapters.prospects.rules.grid import cell_of
from workbook.chapters.shared.contact_flags import known_as
from workbook.domain.calendar import Calendar
from workbook.domain.fields import plain


@dataclass(frozen=True)
class Planned:
    """A step of the plan for one prospect. number: from 1, of all steps of the cell."""

    prospect: Prospect
    cell: Cell
    number: int
    day: dt.date
    step: Step


def matter_of(prospect: Prospect, pack: Pack) -> MatterName | None:
    """The subject of the talk: by a word in the product that was typed, else by the indicator.

    None for an indicator that the template does not name.
    """
    product = plain(prospect.product).lower()
    for name, one in pack.matters.items():
        if any(word in product for word in one.words):
            return name
    names = (name for name, one in pack.matters.items() if prospect.indicator in one.indicators)
    return next(names, None)


def first_sentence(prospect: Prospect, pack: Pack) -> str:
    """The first sentence for the cell and the matter, which names nothing that the customer may
    not have; "" where there is none."""
    cell = cell_of(prospect)
    if cell is None:
        return ""
    approach, matter = pack.cells[cell], matter_of(prospect, pack)
    said = approach.sentences.get(matter, "") if matter else ""
    return said or (approach.first_sentence if approach.general else "")


def follow_up(desk: ReserveDesk) -> tuple[Planned, ...]:
    """The steps that are left for each prospect who may be contacted, on working days.

    The first of them is on the next contact, or today where none is set or it has passed. Every
    attempt on record takes a step off, but for the last one, which stays. A customer has one plan
    for a matter, however many indicators it counts for.
    """
    first: dict[tuple[str, MatterName | None], Prospect] = {}
    for _, row in contactable(desk):
        first.setdefault((known_as(row.customer), matter_of(row, desk.pack)), row)
    return tuple(one for row in first.values() for one in _steps(desk, row))


def _steps(desk: ReserveDesk, row: Prospect) -> tuple[Planned, ...]:
    cell = cell_of(row)
    steps = list(desk.pack.cells[cell].steps.values()) if cell else []
    if not cell or not steps:
        return ()
    at = min(row.attempts, len(steps) - 1)
    start = max(row.next_contact or desk.today, desk.today)
    return tuple(
        Planned(row, cell, number, _working(start, step.days - steps[at].days, desk.calendar), step)
        for number, step in enumerate(steps, 1)
        if number > at
    )


def _working(start: dt.date, days: int, calendar: Calendar) -> dt.date:
    """So many days after ``start``, or the first working day after that."""
    day = start + dt.timedelta(days=days)
    while not calendar.is_working(day):
        day += dt.timedelta(days=1)
    return day
