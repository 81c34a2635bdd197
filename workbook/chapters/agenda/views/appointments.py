"""The day in a calendar: two reminders, and each line at its time, one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workbook.chapters.agenda.rules import AgendaDesk, hour, listing
from workbook.chapters.shared.appointments import Appointment, Voices
from workbook.content.messages import Said, Voice
from workbook.domain.calendar import working_days
from workbook.errors import ContentError

TEN = 10  # minutes of a reminder


def appointments(desk: AgendaDesk, voices: Voices) -> Iterator[Appointment]:
    """The reminders of the month's working days from today on, and the lines of today."""
    voice = voices("agenda")
    for day in working_days(desk.month, desk.calendar):
        if day >= desk.today:
            yield _reminder(desk, "morning", day, voice)
            yield _reminder(desk, "evening", day, voice)
    yield from _lines(desk, voice)


def _reminder(desk: AgendaDesk, name: str, day: dt.date, voice: Voice) -> Appointment:
    title = getattr(desk.pack.words, name)
    about = desk.pack.words.reminder if name == "morning" else ""
    at = hour(getattr(desk.record, name)) or _shipped(getattr(desk.pack, name))
    return Appointment(day, voice.text(title), about, name, day.isoformat(), at, TEN)


def _lines(desk: AgendaDesk, voice: Voice) -> Iterator[Appointment]:
    """One after the other from the hour at which the template's day begins."""
    begins = dt.datetime.combine(desk.today, _shipped(desk.pack.begins))
    for one in listing(desk).lines:
        summary = voice.say(desk.pack.words.event, vars(one))
        about = [Said("{facts}", vars(one)), one.why, one.act, f"“{one.sentence}”", *one.heed]
        text = "\n".join(map(voice.text, about))
        at = begins.time()
        yield Appointment(desk.today, summary, text, "line", one.customer, at, one.minutes)
        begins += dt.timedelta(minutes=one.minutes)


def _shipped(text: str) -> dt.time:
    """An hour of the template."""
    found = hour(text)
    if found is None:
        raise ContentError("chapters.no_hour", at="agenda/agenda.yaml:1:1", typed=text)
    return found
