"""A chapter's entries in a calendar: entries for whole days, or at an hour of China."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from workbook.content.messages import Voice

Voices = Callable[[str], Voice]  # a chapter's name → its voice


@dataclass(frozen=True)
class Appointment:
    """An all-day event, or one of ``minutes`` from the hour ``at`` on.

    ``kind`` and ``key`` (or the day) make its lasting identity.
    """

    day: dt.date
    summary: str
    description: str
    kind: str
    key: str
    at: dt.time | None = None
    minutes: int = 0


Appointments = Callable[[Any, Voices], Iterator[Appointment]]  # of a tool, from its desk


def ten_minutes(name: str, day: dt.date, key: str, voice: Voice) -> Appointment:
    """Ten minutes of the week's rhythm, called by the name of their day."""
    words = voice.wording.export
    said = voice.say(words[name], {"weekday": words[f"weekday_{day.isoweekday()}"]})
    return Appointment(day, said, "", "week", key)
