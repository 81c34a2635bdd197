"""Days, months and birthdays, as bank systems and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pydantic import TypeAdapter

from workbook.fields import Day, plain
from workbook.portfolio.grid import Trouble
from workbook.portfolio.manner import Manner, Reader, Value, adapted

TIME = re.compile(
    r"(?<=\d)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$"
    r"|(?<=^\d{8})\d{6}$"
)
DAY = re.compile(r"\d{8}|\d{4}\D{1,2}\d{1,2}\D{1,2}\d{1,2}\D?")
MONTH = re.compile(r"(\d{4})(\d{2})|(\d{4})\D{1,2}(\d{1,2})\D?")
MONTH_AND_DAY = re.compile(r"(\d{2})(\d{2})|(\d{1,2})\D{1,2}(\d{1,2})\D?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # four digits would be a year
LEAP_YEAR = 2000

_DAY = TypeAdapter(Day)


@dataclass(frozen=True)
class Born:
    """A birthday: month and day for the store, and the day of birth where the year is known."""

    month_day: str
    day: dt.date | None


def day(manner: Manner) -> Reader:
    """Days, year first → dt.date; a time of day after them is dropped."""

    def read(typed: str) -> Value | Trouble:
        text = TIME.sub("", plain(typed))
        if manner.epoch is not None and SERIAL.fullmatch(text):
            return (manner.epoch + dt.timedelta(days=float(text))).date()
        if not DAY.fullmatch(text):
            return Trouble("not_a_day")
        found: Value | Trouble = adapted(_DAY, text)
        if isinstance(found, dt.date) and found.year < manner.earliest_year:
            return Trouble("too_early", {"least": str(manner.earliest_year)})
        return found

    return read


def month(manner: Manner) -> Reader:
    """Months, or days in them → the first day of the month."""
    read_day = day(manner)

    def read(typed: str) -> Value | Trouble:
        short = MONTH.fullmatch(plain(typed))
        found = read_day("{}-{}-01".format(*filter(None, short.groups())) if short else typed)
        if isinstance(found, dt.date):
            return found.replace(day=1)
        return Trouble("not_a_month") if found == Trouble("not_a_day") else found

    return read


def birthday(manner: Manner) -> Reader:
    """Days of birth, or a month and a day → :class:`Born`."""
    read_day = day(manner)

    def read(typed: str) -> Value | Trouble:
        short = MONTH_AND_DAY.fullmatch(plain(typed))
        if short:
            typed = "{}-{}-{}".format(LEAP_YEAR, *filter(None, short.groups()))
        found = read_day(typed)
        if not isinstance(found, dt.date):
            return found
        return Born(f"{found:%m-%d}", None) if short else _born(found, manner)

    return read


def _born(found: dt.date, manner: Manner) -> Value | Trouble:
    if manner.today and found > manner.today:
        return Trouble("future", {"today": manner.today.isoformat()})
    if manner.today and age_on(manner.today, found) > manner.oldest:
        return Trouble("too_early", {"least": str(manner.today.year - manner.oldest)})
    return Born(f"{found:%m-%d}", found)


def age_on(today: dt.date, born: dt.date) -> int:
    """Whole years lived on ``today``; whoever was born on 29 February has aged by 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
