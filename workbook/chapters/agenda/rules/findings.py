"""Findings about the results and the settings of the page."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.agenda.rules.hours import hour
from workbook.chapters.agenda.rules.reasons import AgendaDesk
from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.day_list import TRIED
from workbook.chapters.shared.private_numbers import private_numbers

AGENDA = "agenda"


def findings(desk: AgendaDesk) -> list[Finding]:
    """The findings; rules that the template lacks stay silent."""
    found = (*private_numbers(desk, AGENDA), *_hours(desk), *_no_next_day(desk))
    return [one for one in found if one.rule in desk.pack.rules]


def _hours(desk: AgendaDesk) -> Iterator[Finding]:
    """An hour of a reminder that is none: the template's is used instead."""
    for name in ("morning", "evening"):
        typed = getattr(desk.record, name)
        if typed and hour(typed) is None:
            figures = {"typed": typed, "used": getattr(desk.pack, name)}
            yield Finding(AGENDA, "hour_unclear", (name,), figures)


def _no_next_day(desk: AgendaDesk) -> Iterator[Finding]:
    """Somebody was reached, and no next day was agreed on: one finding for all of them."""
    rows = [
        row
        for row, one in enumerate(desk.record.results)
        if one.outcome == "reached" and one.next_day is None and one.kind != TRIED
    ]
    if rows:
        figures = {"rows": len(rows), "customer": desk.record.results[rows[-1]].customer}
        yield Finding(AGENDA, "no_next_day", ("results", rows[-1], "next_day"), figures)
