"""Months, working days and the four weeks of a month, by the Chinese calendar.

Public holidays and make-up working days (调休) come from three layers, the later one replacing a
year of the earlier ones as a whole: chinesecalendar, the shipped ``workdays.yaml``, and a file of
the bank's own. A year that none of them knows has its weekdays as working days and the standing
"unknown", which the pages show as a warning.
"""

from __future__ import annotations

import os
import re
from calendar import monthrange
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays as known_holidays
from chinese_calendar.constants import workdays as known_working
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from workbook.errors import BadInput, ContentError
from workbook.places import templates

Standing = Literal["official", "provisional", "unknown"]
Days = tuple[date, ...]
Weeks = tuple[Days, ...]

YEARS = range(2004, 2100)
WEEKS_OF_A_MONTH = 4
SATURDAY = 5
CALENDAR_VARIABLE = "WORKBOOK_CALENDAR"
FIELDS_OF_A_YEAR = ("standing", "source", "holidays", "working")
STANDINGS: Mapping[str, Standing] = {"official": "official", "provisional": "provisional"}
ONE_DAY = timedelta(days=1)
LONGEST_QUOTE = 20


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year; months sort by time and read ``2026-12``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as ``2026-12``, of the years 2004 to 2099; else BadInput."""
        typed = str(text)  # papermill hands 202612 over as a number
        if not re.fullmatch("[0-9]{4}-[0-9]{2}", typed):
            raise _bad_month(
                typed,
                "is not a month. Write the year in four digits, a hyphen and the month in two",
                "不是月份。请写四位年份、半角连字符和两位月份",
            )
        year, number = int(typed[:4]), int(typed[5:])
        if not 1 <= number <= 12:
            raise _bad_month(
                typed, "has no such month. Months run from 01 to 12", "没有这个月。月份为 01 至 12"
            )
        if year not in YEARS:
            raise _bad_month(
                typed,
                "lies outside 2004 to 2099. Check the year",
                "不在 2004 至 2099 年之间。请检查年份",
            )
        return cls(year, number)

    @classmethod
    def of(cls, day: date) -> Month:
        """The month in which ``day`` lies."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """The first day, working or not."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day, working or not."""
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


def _bad_month(typed: str, english: str, chinese: str) -> BadInput:
    shown = typed if len(typed) <= LONGEST_QUOTE else typed[:LONGEST_QUOTE] + "…"
    return BadInput(f"“{shown}” {english}, e.g. 2026-12. / “{shown}”{chinese}，例如 2026-12。")


@dataclass(frozen=True)
class Calendar:
    """Which days the bank works: a table by date, and for each year where it stands.

    ``holidays`` maps each day off to its name, weekends within a holiday included; ``working``
    holds the make-up Saturdays and Sundays; ``standings`` says which years the table covers.
    All other days follow the week: Monday to Friday are worked.
    """

    holidays: Mapping[date, str] = field(hash=False)
    working: frozenset[date]
    standings: Mapping[int, Standing] = field(hash=False)

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked; in a year of unknown standing, whether it is a weekday."""
        plain = _plain(day)
        return plain in self.working or (plain.weekday() < SATURDAY and plain not in self.holidays)

    def standing(self, year: int) -> Standing:
        """ "official" (announced by the state), "provisional" (the bank's guess) or "unknown"."""
        return self.standings.get(year, "unknown")

    def holiday_name(self, day: date) -> str | None:
        """What the table calls the holiday on ``day`` (in Chinese as shipped), if it is one."""
        return self.holidays.get(_plain(day))


def _plain(day: date) -> date:
    # A datetime or pandas Timestamp never equals a date: a holiday would pass for a working day.
    return day.date() if isinstance(day, datetime) else day


def working_days(month: Month, calendar: Calendar) -> Days:
    """The working days of ``month``, in order."""
    return working_days_between(month.first, month.last, calendar)


def working_days_between(start: date, end: date, calendar: Calendar) -> Days:
    """The working days from ``start`` to ``end``, both included; none when ``end`` is earlier."""
    first, last = _plain(start), _plain(end)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_working(day))


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``; before it when negative; ``day`` itself for 0.

    Raises BadInput where the result would lie outside the years 1 to 9999.
    """
    moved, step = _plain(day), ONE_DAY if count > 0 else -ONE_DAY
    try:
        for _ in range(abs(count)):
            moved += step
            while not calendar.is_working(moved):
                moved += step
    except OverflowError:
        raise BadInput(
            f"{count} working days from {day} lie outside the calendar. Choose a nearer date. / "
            f"从 {day} 起数 {count} 个工作日已超出日历，请换一个较近的日期。"
        ) from None
    return moved


def four_weeks(month: Month, calendar: Calendar) -> Weeks:
    """The working days of ``month`` in exactly four weeks, in order, none left out.

    Natural weeks (Monday to Sunday) are kept where there are four of them. Of more, the two
    neighbours with the fewest working days become one (a tie: the later two); of fewer, the
    largest is halved (a tie: the earlier; an odd day goes to the first half). No week is empty
    unless the month has fewer than four working days.

    Source: ours, methodology A1 "Four weeks, always".
    """
    weeks = _natural_weeks(working_days(month, calendar))
    while len(weeks) > WEEKS_OF_A_MONTH:
        weeks = _with_two_merged(weeks)
    while len(weeks) < WEEKS_OF_A_MONTH:
        weeks = _with_one_halved(weeks)
    return weeks


def week_of(day: date, weeks: Weeks) -> int | None:
    """The number (from 1) of the week that holds ``day``; None for a day that is in none."""
    plain = _plain(day)
    return next((number for number, week in enumerate(weeks, 1) if plain in week), None)


def _natural_weeks(days: Days) -> Weeks:
    weeks = groupby(days, key=lambda day: day - timedelta(days=day.weekday()))
    return tuple(tuple(week) for _, week in weeks) or ((),)


def _with_two_merged(weeks: Weeks) -> Weeks:
    pairs = range(len(weeks) - 1)
    at = min(pairs, key=lambda left: (len(weeks[left]) + len(weeks[left + 1]), -left))
    return (*weeks[:at], weeks[at] + weeks[at + 1], *weeks[at + 2 :])


def _with_one_halved(weeks: Weeks) -> Weeks:
    largest = max(weeks, key=len)  # of several, max takes the earliest
    at, half = weeks.index(largest), (len(largest) + 1) // 2
    return (*weeks[:at], largest[:half], largest[half:], *weeks[at + 1 :])


# -- Reading the table ----------------------------------------------------------------------------


def load_calendar(override: Path | None = None) -> Calendar:
    """The calendar to work by: chinesecalendar, the shipped table, then the bank's own file.

    ``override`` is that file; when None, the one that WORKBOOK_CALENDAR names, if it names one.
    Files are parsed again only when their text has changed.

    Raises ContentError, ``file:line:col: what``, for the first thing that is wrong in a file.
    """
    files = [templates() / "workdays" / "workdays.yaml"]
    chosen = override or os.environ.get(CALENDAR_VARIABLE)
    if chosen:
        files.append(Path(chosen))
    return _layered(tuple((str(file), _text(file)) for file in files))


@lru_cache(maxsize=16)
def _layered(sources: tuple[tuple[str, str], ...]) -> Calendar:
    years = [year for file, text in sources for year in _years(file, text)]
    return reduce(_replaced, years, _from_chinesecalendar())


def _from_chinesecalendar() -> Calendar:
    names = {day: Holiday(name).chinese for day, name in known_holidays.items()}
    return Calendar(names, frozenset(known_working), {day.year: "official" for day in names})


def _replaced(below: Calendar, above: Calendar) -> Calendar:
    kept = {day: name for day, name in below.holidays.items() if day.year not in above.standings}
    working = {day for day in below.working if day.year not in above.standings}
    standings = {**below.standings, **above.standings}
    return Calendar({**kept, **above.holidays}, above.working | working, standings)


def _text(file: Path) -> str:
    try:
        # What is not UTF-8 becomes a character that the YAML reader refuses, and says where.
        return file.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    except OSError as error:
        what = f"the calendar file cannot be read ({error.strerror}); check {CALENDAR_VARIABLE}"
        chinese = f"无法读取日历文件，请检查 {CALENDAR_VARIABLE} 或文件路径"
        raise ContentError(f"{file}:1:1: {what} or its path / {chinese}") from None


def _years(file: str, text: str) -> list[Calendar]:
    try:
        (years,) = _fields(_root(text), ("years",))
        return [_year(key, table) for key, table in _pairs(years)]
    except ContentError as error:
        raise ContentError(f"{file}:{error}") from None


def _root(text: str) -> Any:
    where, said = "1:1", "it is empty"
    try:
        if root := YAML(typ="safe", pure=True).compose(text):
            return root
    except ReaderError as error:
        lines = text[: error.position].split("\n")
        where, said = f"{len(lines)}:{len(lines[-1]) + 1}", "this character is not UTF-8 text"
    except RecursionError:
        said = "too many brackets"
    except MarkedYAMLError as error:
        mark, said = error.problem_mark, error.problem
        where = f"{mark.line + 1}:{mark.column + 1}"
    remedy = "write it like the shipped workdays.yaml and save it as UTF-8"
    chinese = "不是 YAML 格式，请仿照自带的 workdays.yaml 书写，并存为 UTF-8"
    raise ContentError(f"{where}: this is not YAML: {said}; {remedy} / {chinese}")


def _wrong(node: Any, english: str, chinese: str) -> ContentError:
    mark = node.start_mark
    return ContentError(f"{mark.line + 1}:{mark.column + 1}: {english} / {chinese}")


def _written(node: Any) -> str:
    return str(node.value).strip() if isinstance(node, ScalarNode) else ""


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    if not isinstance(node, MappingNode):
        raise _wrong(node, "expected “key: value”; write {} for none", "此处应为“键: 值”，没有则写 {}")
    keys = [_written(key) for key, _ in node.value]
    for at, (key, _) in enumerate(node.value):
        if keys[at] in keys[:at]:
            raise _wrong(key, f"“{keys[at]}” stands twice; keep one", f"“{keys[at]}”重复，请只留一个")
    return list(node.value)


def _fields(node: Any, names: tuple[str, ...]) -> list[Any]:
    found = {_written(key): value for key, value in _pairs(node)}
    if set(found) != set(names):
        there, needed = ", ".join(found), ", ".join(names)
        english = f"found the fields “{there}”; write exactly these: {needed}"
        raise _wrong(node, english, f"现有字段“{there}”，应恰好为：{needed}")
    return [found[name] for name in names]


def _year(key: Any, table: Any) -> Calendar:
    if _written(key) not in map(str, YEARS):
        raise _wrong(key, "expected a year from 2004 to 2099", "此处应为 2004 至 2099 年之一")
    year = int(_written(key))
    standing, source, days_off, make_up = _fields(table, FIELDS_OF_A_YEAR)
    _name(source)
    holidays = {_day(day, year): _name(name) for day, name in _pairs(days_off)}
    working = _make_up_days(make_up, year, holidays)
    calendar = Calendar(holidays, working, {year: _standing(standing)})
    for month in (Month(year, number) for number in range(1, 13)):
        if len(working_days(month, calendar)) < WEEKS_OF_A_MONTH:
            english = f"{month} has fewer than four working days; check its holidays"
            raise _wrong(key, english, f"{month} 不足四个工作日，请检查该月假日")
    return calendar


def _standing(node: Any) -> Standing:
    if _written(node) not in STANDINGS:
        raise _wrong(node, "write official or provisional", "请写 official（正式）或 provisional（暂定）")
    return STANDINGS[_written(node)]


def _name(node: Any) -> str:
    if not _written(node):
        raise _wrong(node, "expected a few words here", "此处应写文字说明")
    return _written(node)


def _day(node: Any, year: int) -> date:
    if re.fullmatch(f"{year}-[0-9]{{2}}-[0-9]{{2}}", _written(node)):
        with suppress(ValueError):
            return date.fromisoformat(_written(node))
    english = f"“{_written(node)}” is not a day of {year}; write it like {year}-01-31"
    raise _wrong(node, english, f"“{_written(node)}”不是 {year} 年的日期，请写成 {year}-01-31 的样子")


def _make_up_days(node: Any, year: int, holidays: Mapping[date, str]) -> frozenset[date]:
    if not isinstance(node, SequenceNode):
        raise _wrong(node, "expected a list of dates; write [] for none", "此处应为日期列表，没有则写 []")
    found: set[date] = set()
    for item in node.value:
        day = _day(item, year)
        if day.weekday() < SATURDAY or day in holidays or day in found:
            english = f"{day} is a weekday, a holiday or listed twice; list make-up weekends once"
            raise _wrong(item, english, f"{day} 是周一至周五、假日或重复，请只列调休上班的周末，各列一次")
        found.add(day)
    return frozenset(found)
