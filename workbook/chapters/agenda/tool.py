"""One list of today 今天: whom to contact, out of all that the tools ask for. Source: ours."""

from __future__ import annotations

from workbook.chapters.agenda.records import Agenda, Pack
from workbook.chapters.agenda.rules import findings, kept, listing, met, said, wrote
from workbook.chapters.agenda.views import appointments, left_out, sheets, tables
from workbook.chapters.shared.day_list import DayList
from workbook.chapters.shared.tool import Tool

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
    day_list=DayList(listing, said, kept, wrote, met),
)
