"""Months, working days and the four weeks of a month. Source: methodology A1."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from workbook.errors import BadInput

Standing = Literal["official", "provisional", "unknown"]
Days = tuple[date, ...]
Weeks = tuple[Days, ...]

YEAR = "20(?:0[4-9]|[1-9][0-9])"
WEEKS_OF_A_MONTH = 4
SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year; months sort by time and read ``2026-12``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as ``2026-12``, from 2004-01 to 2099-12; anything else is BadInput."""
        typed = str(text)  # papermill passes 202612 as a number
        if not re.fullmatch(f"{YEAR}-(?:0[1-9]|1[0-2])", typed):
            shown = typed if len(typed) <= 20 else f"{typed[:20]}…"
            raise BadInput("domain.no_month", typed=shown)
        return cls(int(typed[:4]), int(typed[5:]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that contains ``day``."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """The first day, worked or not."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day, worked or not."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def days(self) -> Days:
        """Every day of the month, in order."""
        return tuple(self.first + timedelta(days=n) for n in range(self.last.day))

    @property
    def previous(self) -> Month:
        """The month before."""
        return Month.of(self.first - ONE_DAY)

    @property
    def next(self) -> Month:
        """The month after."""
        return Month.of(self.last + ONE_DAY)


@dataclass(frozen=True)
class Calendar:
    """The days that the bank works.

    ``holidays`` names each day off, weekends within a holiday included; ``working`` holds the
    make-up Saturdays and Sundays; ``standings`` says which years are covered, and how surely. Any
    other day follows the week: Monday to Friday are worked.
    """

    holidays: Mapping[date, str] = field(hash=False)
    working: frozenset[date]
    standings: Mapping[int, Standing] = field(hash=False)

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked; in a year of unknown standing: whether it is a weekday."""
        plain = _plain(day)
        return plain in self.working or (plain.weekday() < SATURDAY and plain not in self.holidays)

    def standing(self, year: int) -> Standing:
        """Official (announced by the state), provisional (the bank's guess) or unknown."""
        return self.standings.get(year, "unknown")

    def holiday_name(self, day: date) -> str | None:
        """The table's name of the holiday on ``day`` (as shipped: in Chinese), if it is one."""
        return self.holidays.get(_plain(day))


def _plain(day: date) -> date:
    # A datetime or a pandas Timestamp equals no date: a holiday would count as a working day.
    return day.date() if isinstance(day, datetime) else day


def working_days(month: Month, calendar: Calendar) -> Days:
    """The working days of ``month``, in order."""
    return tuple(day for day in month.days if calendar.is_working(day))


def working_days_between(start: date, end: date, calendar: Calendar) -> Days:
    """The working days from ``start`` to ``end``, both included; none where ``end`` is earlier."""
    first, span = _plain(start), _plain(end) - _plain(start)
    days = (first + timedelta(days=n) for n in range(span.days + 1))
    return tuple(day for day in days if calendar.is_working(day))


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``; before it if negative; ``day`` itself for 0.

    Raises BadInput where that would lie outside the years 1 to 9999.
    """
    moved, step = _plain(day), ONE_DAY if count > 0 else -ONE_DAY
    try:
        for _ in range(abs(count)):
            moved += step
            while not calendar.is_working(moved):
                moved += step
    except OverflowError:
        raise BadInput("domain.beyond_calendar", count=count, day=day) from None
    return moved


def four_weeks(month: Month, calendar: Calendar) -> Weeks:
    """The working days of ``month`` as exactly four weeks: each day once, in order.

    Natural weeks (Monday to Sunday) where there are four. Of more, the two neighbours with the
    fewest working days are merged (a tie: the later two). Of fewer, the largest is halved (a tie:
    the earlier; an odd day goes to the first half). A week is empty only where a hand-made calendar
    leaves the month fewer than four working days.

    Source: ours, methodology A1 "Four weeks, always".
    """
    weeks = _natural_weeks(working_days(month, calendar))
    while len(weeks) > WEEKS_OF_A_MONTH:
        weeks = _with_two_merged(weeks)
    while len(weeks) < WEEKS_OF_A_MONTH:
        weeks = _with_one_halved(weeks)
    return weeks


def week_of(day: date, weeks: Weeks) -> int | None:
    """The number (from 1) of the week that contains ``day``; None for a day in none of them."""
    plain = _plain(day)
    return next((number for number, week in enumerate(weeks, 1) if plain in week), None)


def _natural_weeks(days: Days) -> Weeks:
    weeks = groupby(days, key=lambda day: day.isocalendar()[:2])
    return tuple(tuple(week) for _, week in weeks) or ((),)


def _with_two_merged(weeks: Weeks) -> Weeks:
    pairs = range(len(weeks) - 1)
    at = min(pairs, key=lambda left: (len(weeks[left]) + len(weeks[left + 1]), -left))
    return (*weeks[:at], weeks[at] + weeks[at + 1], *weeks[at + 2 :])


def _with_one_halved(weeks: Weeks) -> Weeks:
    largest = max(weeks, key=len)  # of several, max takes the earliest
    at, half = weeks.index(largest), (len(largest) + 1) // 2
    return (*weeks[:at], largest[:half], largest[half:], *weeks[at + 1 :])
