"""A week's 531 plan in a calendar: each line on its day, the customers, Monday and Friday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workbook.book import Book
from workbook.chapters.action_plan.records import Line
from workbook.export.ics.calendar import Appointment
from workbook.wording import Voice

SETTLED = "done"


def appointments(book: Book) -> Iterator[Appointment]:
    """All that the week asks for, in no order; what is done or not to be contacted is left out."""
    desk, voice = book.desk("action_plan"), book.voice("action_plan")
    for line in desk.record.lines:
        if line.by and line.outcome != SETTLED:
            yield _line(line, line.by, voice)
    refused = {
        one.figures["customer"]
        for one in book.findings("action_plan")
        if one.rule == "blocked_on_list"
    }
    for contact in desk.record.contacts:
        if contact.day and not contact.called and contact.customer not in refused:
            said = voice.say(voice.wording.export["ics_contact"], {"customer": contact.customer})
            yield Appointment(contact.day, said, contact.act, "contact", contact.customer)
    yield from _rhythm(book)


def _line(line: Line, day: dt.date, voice: Voice) -> Appointment:
    words, kind = voice.wording.export, voice.text(line.kind, "kinds")
    summary = voice.say(words["ics_line"], {"kind": kind, "what": line.what})
    said = {
        "ics_owner": line.owner,
        "ics_mark": line.mark,
        "ics_measure": line.measure,
        "ics_resource": ", ".join(filter(None, (line.resource, line.grantor))),
        "ics_fallback": line.fallback,
    }
    lines = [voice.say(words[name], {"said": text}) for name, text in said.items() if text]
    return Appointment(day, summary, "\n".join(lines), "line", f"{line.kind}/{line.what}")


def _rhythm(book: Book) -> Iterator[Appointment]:
    """The first and the last working day of the week; none in a week that is a holiday."""
    words = book.wording.export
    days = [day for day in book.period("action_plan").days if book.calendar.is_working(day)]
    if days:
        yield Appointment(days[0], words["ics_monday"], "", "week", "begins")
        yield Appointment(days[-1], words["ics_friday"], "", "week", "ends")
