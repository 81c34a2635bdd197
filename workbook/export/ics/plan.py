"""A week's 531 plan in a calendar: each line on its day, the customers, Monday and Friday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workbook.book.trainee_workbook import Book
from workbook.chapters.action_plan.records import Line
from workbook.chapters.action_plan.rules import listed, who
from workbook.content.messages import Voice
from workbook.export.ics.calendar import Appointment, ten_minutes

SETTLED = "done"


def appointments(book: Book) -> Iterator[Appointment]:
    """All that the week asks for, in no order; what is done or not to be contacted is left out."""
    desk, voice = book.desk("action_plan"), book.voice("action_plan")
    people = who(desk)
    for line in desk.record.lines:
        if line.by and line.outcome != SETTLED and not people.why(line.customer):
            yield _line(line, line.by, voice)
    for contact in listed(desk):
        if contact.day and not contact.called:
            said = voice.say(voice.wording.export["ics_contact"], {"customer": contact.customer})
            about = [contact.act, *map(voice.text, people.heed(contact.customer))]
            text = "\n".join(dict.fromkeys(filter(None, about)))
            yield Appointment(contact.day, said, text, "contact", contact.customer)
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
    days = [day for day in book.period("action_plan").days if book.calendar.is_working(day)]
    voice = book.voice("action_plan")
    yield from (ten_minutes("ics_begin", day, "begins", voice) for day in days[:1])
    yield from (ten_minutes("ics_end", day, "ends", voice) for day in days[-1:])
