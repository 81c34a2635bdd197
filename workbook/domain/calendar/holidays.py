"""The calendar in use: chinesecalendar, the shipped table, the bank's own file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays as known_holidays
from chinese_calendar.constants import workdays as known_working
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from workbook.domain.calendar.days import (
    SATURDAY,
    WEEKS_OF_A_MONTH,
    YEAR,
    Calendar,
    Month,
    Standing,
    working_days,
)
from workbook.errors import ContentError
from workbook.resources import templates

CALENDAR_VARIABLE = "WORKBOOK_CALENDAR"

FIELDS_OF_A_YEAR = ("standing", "source", "holidays", "working")

STANDINGS: Mapping[str, Standing] = {"official": "official", "provisional": "provisional"}


def load_calendar(override: Path | None = None) -> Calendar:
    """The calendar in use: chinesecalendar, the shipped table, then the bank's own file.

    ``override`` is that file; when None, the one that WORKBOOK_CALENDAR names, if it does. A file
    is parsed again only when its text has changed.

    Raises ContentError (``file:line:col: what``) for the first error in a file.
    """
    chosen = override or os.environ.get(CALENDAR_VARIABLE)
    files = [templates() / "workdays" / "workdays.yaml", *([Path(chosen)] if chosen else [])]
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
        # Invalid UTF-8 becomes a character that the YAML reader refuses, with its place.
        return file.read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        english = f"cannot read this calendar ({error.strerror}); check {CALENDAR_VARIABLE}"
        raise ContentError(f"{file}:1:1: {english} / 无法读取此日历，请检查其路径") from None


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
        where, said = f"{len(lines)}:{len(lines[-1]) + 1}", "a character is not UTF-8 text"
    except RecursionError:
        said = "too many brackets"
    except MarkedYAMLError as error:
        mark, said = error.problem_mark, error.problem
        where = f"{mark.line + 1}:{mark.column + 1}"
    english = f"not YAML: {said}; follow the shipped workdays.yaml and save as UTF-8"
    raise ContentError(f"{where}: {english} / 不是 YAML，请仿照自带的 workdays.yaml，存为 UTF-8")


def _wrong(node: Any, what: str) -> ContentError:
    return ContentError(f"{node.start_mark.line + 1}:{node.start_mark.column + 1}: {what}")


def _written(node: Any) -> str:
    return str(node.value).strip() if isinstance(node, ScalarNode) else ""


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    if not isinstance(node, MappingNode):
        raise _wrong(node, "expected “key: value”, or {} for none / 应为“键: 值”，没有则写 {}")
    keys = [_written(key) for key, _ in node.value]
    for at, (key, value) in enumerate(node.value):
        if value.start_mark.index == value.end_mark.index:
            value.start_mark = key.end_mark  # ruamel reports a missing value at the next word
        if keys[at] in keys[:at]:
            raise _wrong(key, f"“{keys[at]}” stands twice; keep one / 重复，请只留一个")
    return list(node.value)


def _fields(node: Any, names: tuple[str, ...]) -> list[Any]:
    found = {_written(key): value for key, value in _pairs(node)}
    if set(found) != set(names):
        there, needed = ", ".join(found), ", ".join(names)
        raise _wrong(node, f"found “{there}”; write exactly these: {needed} / 应恰好为以上字段")
    return [found[name] for name in names]


def _matching(node: Any, pattern: str, what: str) -> str:
    if not re.fullmatch(pattern, _written(node), re.DOTALL):
        raise _wrong(node, what)
    return _written(node)


def _year(key: Any, table: Any) -> Calendar:
    year = int(_matching(key, YEAR, "expected a year, 2004 to 2099 / 应为 2004 至 2099 的年份"))
    standing, source, days_off, make_up = _fields(table, FIELDS_OF_A_YEAR)
    _name(source)
    holidays = {_day(day, year): _name(name) for day, name in _pairs(days_off)}
    working = _make_up_days(make_up, year, holidays)
    calendar = Calendar(holidays, working, {year: _standing(standing)})
    for month in (Month(year, number) for number in range(1, 13)):
        if len(working_days(month, calendar)) < WEEKS_OF_A_MONTH:
            what = f"{month} keeps fewer than 4 working days; check it / 工作日不足四天，请检查"
            raise _wrong(key, what)
    return calendar


def _standing(node: Any) -> Standing:
    what = "write official or provisional / 请写 official（正式）或 provisional（暂定）"
    return STANDINGS[_matching(node, "|".join(STANDINGS), what)]


def _name(node: Any) -> str:
    return _matching(node, ".+", "expected a few words / 应有文字说明")


def _day(node: Any, year: int) -> date:
    what = f"expected a day of {year}, like {year}-01-31 / 应为 {year} 年的日期，如 {year}-01-31"
    written = _matching(node, f"{year}-[0-9]{{2}}-[0-9]{{2}}", what)
    with suppress(ValueError):
        return date.fromisoformat(written)
    raise _wrong(node, what)


def _make_up_days(node: Any, year: int, holidays: Mapping[date, str]) -> frozenset[date]:
    if not isinstance(node, SequenceNode):
        raise _wrong(node, "expected a list of dates, or [] / 应为日期列表，没有则写 []")
    found: set[date] = set()
    for item in node.value:
        day = _day(item, year)
        if day.weekday() < SATURDAY or day in holidays or day in found:
            what = f"{day} is a weekday, a holiday or listed twice; list make-up weekends only"
            raise _wrong(item, f"{what} / {day} 是工作日、假日或重复，只列调休上班的周末")
        found.add(day)
    return frozenset(found)
