"""A natural week, Monday to Sunday: the unit of planning and review. Source: methodology A1, A4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from workbook.domain.calendar.days import Days, Month
from workbook.errors import BadInput

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week of a year; weeks sort by time and read ``2026-W50``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Week:
        """The week written as ``2026-W50``; anything else is BadInput."""
        typed = str(text)
        if re.fullmatch(r"20[0-9]{2}-W[0-5][0-9]", typed):
            found = cls(int(typed[:4]), int(typed[6:]))
            if found.number and Week.of(found._monday()) == found:
                return found
        raise BadInput("domain.no_week", typed=typed[:20])

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that contains ``day``."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def within(cls, month: Month, today: date) -> Week:
        """The week of ``today``, or the nearest week of a month that does not contain today."""
        return cls.of(min(max(today, month.first), month.last))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    def _monday(self) -> date:
        # 4 January is always in week 1.
        fourth = date(self.year, 1, 4)
        return fourth + timedelta(weeks=self.number - 1, days=-fourth.weekday())

    @property
    def first(self) -> date:
        """Its Monday."""
        return self._monday()

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self._monday() + timedelta(days=6)

    @property
    def days(self) -> Days:
        """Its seven days, in order."""
        return tuple(self.first + timedelta(days=n) for n in range(7))

    @property
    def previous(self) -> Week:
        """The week before."""
        return Week.of(self.first - A_WEEK)

    @property
    def next(self) -> Week:
        """The week after."""
        return Week.of(self.first + A_WEEK)
