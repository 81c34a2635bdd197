"""One list of today 今天: whom to contact, out of all that the tools ask for. Source: ours."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.agenda.records import Agenda, Pack
from workbook.chapters.agenda.rules import (
    AgendaDesk,
    findings,
    kept,
    listing,
    met,
    progress,
    said,
    wrote,
)
from workbook.chapters.agenda.views import appointments, left_out, sheets, tables
from workbook.chapters.shared.day_list import DayList
from workbook.chapters.shared.tool import Tool


def state(desk: AgendaDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """The month's work with customers, once there is any."""
    made = progress(desk)
    if made.begun:
        yield "progress", vars(made)


TOOL = Tool(
    record=Agenda,
    pack=Pack,
    tables=tables,
    findings=findings,
    handouts=sheets,
    left_out=left_out,
    completeness=None,  # the list makes itself
    results=("list", "results"),
    appointments=appointments,
    state=state,
    day_list=DayList(listing, said, kept, wrote, met),
)
