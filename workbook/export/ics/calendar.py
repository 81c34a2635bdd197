"""Appointments → an iCalendar file. Typed text stays text; customers appear by number."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from icalendar import Alarm, Calendar, Event

from workbook.book.trainee_workbook import CHINA, Book
from workbook.chapters.shared.appointments import Appointment
from workbook.domain.privacy import without_private

COMMANDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # controls but tabs, breaks


def written(book: Book, page: str, appointments: Mapping[str, Iterable[Appointment]]) -> bytes:
    """The appointments of a page, by tool, as an iCalendar file; equal ones give equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", f"-//coaching workbook//{page}//")
    calendar.add("version", "2.0")
    voice = book.voice(next(iter(appointments)))
    name = voice.say(book.wording.export["ics_calendar"], {"trainee": book.trainee.name})
    calendar.add("x-wr-calname", _line(name))
    stamp = dt.datetime.combine(book.today, dt.time(), tzinfo=dt.UTC)
    seen: Counter[tuple[str, str, str]] = Counter()
    every = [(each, str(book.period(tool))) for tool in appointments for each in appointments[tool]]
    for one, period in sorted(every, key=lambda each: (each[0].day, each[0].kind, each[0].key)):
        same = (period, one.kind, one.key or one.day.isoformat())
        uid = _uid(book.trainee.id, period, one, seen[same])
        calendar.add_component(_event(one, uid, stamp))
        seen[same] += 1
    return bytes(calendar.to_ical())


def _uid(trainee: str, period: str, one: Appointment, number: int) -> str:
    """An appointment's identity in a calendar: one that is moved keeps it.

    ``number`` counts those of one identity: a customer may occur twice.
    """
    parts = (trainee, period, one.kind, one.key or one.day.isoformat(), str(number or ""))
    return f"{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:32]}@coaching-workbook"


def _shown(text: str) -> str:
    """A text as a calendar can hold it: private numbers masked, no control characters."""
    return COMMANDS.sub(" ", without_private(text))


def _line(text: str) -> str:
    return " ".join(_shown(text).split())


def _event(one: Appointment, uid: str, stamp: dt.datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    begins, ends = _span(one)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", _shown(one.summary))
    if one.description:
        event.add("description", _shown(one.description))
    event.add("transp", "OPAQUE" if one.at else "TRANSPARENT")
    if one.at:
        event.add_component(_alarm(one))
    return event


def _span(one: Appointment) -> tuple[dt.date, dt.date]:
    """The first moment and the first after it: days, or hours of China as those of the world."""
    if one.at is None:
        return one.day, one.day + dt.timedelta(days=1)
    begins = dt.datetime.combine(one.day, one.at, tzinfo=CHINA).astimezone(dt.UTC)
    return begins, begins + dt.timedelta(minutes=one.minutes)


def _alarm(one: Appointment) -> Alarm:
    """A sign at the hour itself."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _shown(one.summary))
    alarm.add("trigger", dt.timedelta())
    return alarm
