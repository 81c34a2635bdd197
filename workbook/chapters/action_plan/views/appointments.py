"""The calendar of a week's 531 plan: each line on its day, the customers, Monday and Friday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workbook.chapters.action_plan.records import PlanLine
from workbook.chapters.action_plan.rules import PlanDesk, listed, who
from workbook.chapters.shared.appointments import Appointment, Voices, ten_minutes
from workbook.content.messages import Voice

SETTLED = "done"


def appointments(desk: PlanDesk, voices: Voices) -> Iterator[Appointment]:
    """All appointments of the week, unordered; without what is done or must not be contacted."""
    voice, people = voices("action_plan"), who(desk)
    for line in desk.record.lines:
        if line.by and line.outcome != SETTLED and not people.why(line.customer):
            yield _line(line, line.by, voice)
    for contact in listed(desk):
        if contact.day and not contact.called:
            said = voice.say(voice.wording.export["ics_contact"], {"customer": contact.customer})
            about = [contact.act, *map(voice.text, people.heed(contact.customer))]
            text = "\n".join(dict.fromkeys(filter(None, about)))
            yield Appointment(contact.day, said, text, "contact", contact.customer)
    yield from _rhythm(desk, voice)


def _line(line: PlanLine, day: dt.date, voice: Voice) -> Appointment:
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


def _rhythm(desk: PlanDesk, voice: Voice) -> Iterator[Appointment]:
    """The first and the last working day of the week; none in a week that is a holiday."""
    days = [day for day in desk.period.days if desk.calendar.is_working(day)]
    yield from (ten_minutes("ics_begin", day, "begins", voice) for day in days[:1])
    yield from (ten_minutes("ics_end", day, "ends", voice) for day in days[-1:])
