"""Days, months and birthdays, as written by bank systems and spreadsheets."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pydantic import TypeAdapter

from workbook.customers.files.column_reader import Manner, Reader, Value, adapted
from workbook.customers.files.grid import Trouble
from workbook.customers.pack import value_key
from workbook.domain.fields import Day, plain

NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# May follow a day: the weekday, a time, its zone.
AFTER = (
    r"(?:[\s,T_-]*(?:\(?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天1-7]\)?"
    r"|\(?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\)?"
    r"|上午|下午|凌晨|早上|早晨|中午|晚上|傍晚|[ap]\.?m\.?"
    r"|(?<![\d.])\d{1,2}(?:[:.]\d{1,2}){1,2}(?:[.,:]\d+)?"
    r"|\d{1,2}[时時点點](?:\d{1,2}分?)?(?:\d{1,2}秒?)?"
    r"|(?<=[T\s])\d{6}(?:\.\d+)?|Z|UTC|GMT|CST|[+-]\d{2}:?\d{2}))*\s*"
)
BETWEEN = r"\s*[-/.年月\s]\s*"
DAY = re.compile(
    rf"(?:(?P<y>\d{{4}}){BETWEEN}(?P<m>\d{{1,2}}){BETWEEN}(?P<d>\d{{1,2}})(?!\d)\s*[日号號]?"
    r"|(?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})(?:\d{4}(?:\d{2})?)?(?!\d))" + AFTER,
    re.IGNORECASE,
)
# 05-DEC-26, 5 Dec 2026, Dec 5, 2026; and from a Chinese Oracle 05-12月-26
NAMED_DAY = re.compile(
    rf"(?:(?P<d>\d{{1,2}})[-\s/.]*(?:{MONTH_NAME}|(?P<m>\d{{1,2}})月)[-\s/.,]*(?P<y>\d{{4}}|\d{{2}})"
    rf"|{MONTH_NAME.replace('name', 'name2')}\s*(?P<d2>\d{{1,2}})\s*,\s*(?P<y2>\d{{4}}))(?!\d)"
    + AFTER,
    re.IGNORECASE,
)
MONTH = re.compile(rf"(\d{{4}})(\d{{2}})|(\d{{4}}){BETWEEN}(\d{{1,2}})\s*(?:月份|月末|月底|月|份)?")
NAMED_MONTH = re.compile(
    rf"{MONTH_NAME}[-\s/,']*(?P<y>\d{{4}}|\d{{2}})|(?P<y2>\d{{4}})[-\s/]*"
    + MONTH_NAME.replace("name", "name2"),
    re.IGNORECASE,
)
QUARTER = re.compile(
    r"(\d{4})\s*年?\s*[-_/.]?\s*(?:Q([1-4])|第?([1-4一二三四])季度?)|Q([1-4])\s*[-_/.]?\s*(\d{4})",
    re.IGNORECASE,
)
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMERALS |= {"十": 10, "十一": 11, "十二": 12}
SPELT = re.compile(r"(?<=年)\s*(十[一二]?|[一二三四五六七八九])(?=月)")
MONTH_AND_DAY = re.compile(r"(\d{2})(\d{2})|(\d{1,2})\D{1,2}(\d{1,2})\D?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # four digits would be a year
LEAP_YEAR = 2000
LONGEST = 60
LAST_CENTURY = 70  # two-digit years from here on are in the 1900s

_DAY = TypeAdapter(Day)


@dataclass(frozen=True)
class Born:
    """A birthday: month and day, which are stored, and the full day where the year is known."""

    month_day: str
    day: dt.date | None


def day(manner: Manner) -> Reader:
    """Days, year first or with the month's name → dt.date; a time of day is dropped.

    None for the days and words that mean none.
    """

    def read(typed: str) -> Value | Trouble | None:
        text = plain(typed)
        if len(text) > LONGEST:
            return Trouble("not_a_day")
        if text in manner.null_days or value_key(text) in manner.open_ended:
            return None
        if manner.epoch is not None and SERIAL.fullmatch(text):
            return (manner.epoch + dt.timedelta(days=float(text))).date()
        written = _written(text)
        if written is None:
            return Trouble("not_a_day")
        if written in manner.null_days:
            return None
        found: Value | Trouble = adapted(_DAY, written)
        if isinstance(found, dt.date) and found.year < manner.earliest_year:
            return Trouble("too_early", {"least": str(manner.earliest_year)})
        return found

    return read


def _written(text: str) -> str | None:
    """The day in a text as 2026-12-05; None without one."""
    found = DAY.fullmatch(text) or DAY.fullmatch(SPELT.sub(_digits, text))
    if found:
        year, month, date = (found[name] or found[f"{name}2"] for name in "ymd")
        return f"{year}-{int(month):02}-{int(date):02}"
    named = NAMED_DAY.fullmatch(text)
    if not named:
        return None
    month = named["m"] or _number_of(named["name"] or named["name2"])
    year, date = named["y"] or named["y2"], named["d"] or named["d2"]
    return f"{_whole_year(year)}-{int(month):02}-{int(date):02}"


def _digits(match: re.Match[str]) -> str:
    return str(NUMERALS[match[1]])


def _number_of(name: str) -> int:
    return NAMES.index(name.casefold()[:3]) + 1


def _whole_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"{'19' if int(year) >= LAST_CENTURY else '20'}{year}"


def month(manner: Manner) -> Reader:
    """Months, quarters (their last month), or days in them → the first day of the month."""
    read_day = day(manner)

    def read(typed: str) -> Value | Trouble | None:
        found = read_day(month_in(plain(typed)) or typed)
        if isinstance(found, dt.date):
            return found.replace(day=1)
        return Trouble("not_a_month") if found == Trouble("not_a_day") else found

    return read


def month_in(text: str) -> str | None:
    """The first day of a month or of a quarter's last month; None for any other text."""
    text = SPELT.sub(_digits, text)
    short = MONTH.fullmatch(text)
    if short:
        return "{}-{}-01".format(*filter(None, short.groups()))
    named = NAMED_MONTH.fullmatch(text)
    if named:
        name, year = named["name"] or named["name2"], named["y"] or named["y2"]
        return f"{_whole_year(year)}-{_number_of(name):02}-01"
    quarter = QUARTER.fullmatch(text)
    if not quarter:
        return None
    year, number = quarter[1] or quarter[5], quarter[2] or quarter[3] or quarter[4]
    return f"{year}-{3 * int(NUMERALS.get(number, number))}-01"


def is_quarter(text: str) -> bool:
    """Whether a text is a quarter, like “2026Q3” and “2026年三季度”."""
    return QUARTER.fullmatch(plain(text)) is not None


def birthday(manner: Manner) -> Reader:
    """Days of birth, or a month and a day → :class:`Born`."""
    read_day = day(manner)

    def read(typed: str) -> Value | Trouble | None:
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
    """Age in whole years on ``today``; a birthday on 29 February counts from 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
