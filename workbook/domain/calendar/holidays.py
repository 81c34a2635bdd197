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
from workbook.errors import ContentError, Message
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
        raise ContentError(
            "domain.calendar_unreadable",
            why=error.strerror,
            variable=CALENDAR_VARIABLE,
            at=f"{file}:1:1",
        ) from None


def _years(file: str, text: str) -> list[Calendar]:
    try:
        (years,) = _fields(_root(text), ("years",))
        return [_year(key, table) for key, table in _pairs(years)]
    except ContentError as error:
        (wrong,) = error.messages
        raise ContentError(wrong.placed(f"{file}:{wrong.at}")) from None


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
    raise ContentError("domain.calendar_no_yaml", why=said, at=where)


def _wrong(node: Any, what: Message) -> ContentError:
    at = f"{node.start_mark.line + 1}:{node.start_mark.column + 1}"
    return ContentError(what.placed(at))


def _written(node: Any) -> str:
    return str(node.value).strip() if isinstance(node, ScalarNode) else ""


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    if not isinstance(node, MappingNode):
        raise _wrong(node, Message("domain.calendar_no_pairs"))
    keys = [_written(key) for key, _ in node.value]
    for at, (key, value) in enumerate(node.value):
        if value.start_mark.index == value.end_mark.index:
            value.start_mark = key.end_mark  # ruamel reports a missing value at the next word
        if keys[at] in keys[:at]:
            raise _wrong(key, Message("domain.calendar_twice", key=keys[at]))
    return list(node.value)


def _fields(node: Any, names: tuple[str, ...]) -> list[Any]:
    found = {_written(key): value for key, value in _pairs(node)}
    if set(found) != set(names):
        there, needed = ", ".join(found), ", ".join(names)
        raise _wrong(node, Message("domain.calendar_fields", found=there, needed=needed))
    return [found[name] for name in names]


def _matching(node: Any, pattern: str, what: Message) -> str:
    if not re.fullmatch(pattern, _written(node), re.DOTALL):
        raise _wrong(node, what)
    return _written(node)


def _year(key: Any, table: Any) -> Calendar:
    year = int(_matching(key, YEAR, Message("domain.calendar_no_year")))
    standing, source, days_off, make_up = _fields(table, FIELDS_OF_A_YEAR)
    _name(source)
    holidays = {_day(day, year): _name(name) for day, name in _pairs(days_off)}
    working = _make_up_days(make_up, year, holidays)
    calendar = Calendar(holidays, working, {year: _standing(standing)})
    for month in (Month(year, number) for number in range(1, 13)):
        if len(working_days(month, calendar)) < WEEKS_OF_A_MONTH:
            raise _wrong(key, Message("domain.calendar_few_days", month=month))
    return calendar


def _standing(node: Any) -> Standing:
    return STANDINGS[_matching(node, "|".join(STANDINGS), Message("domain.calendar_no_standing"))]


def _name(node: Any) -> str:
    return _matching(node, ".+", Message("domain.calendar_no_words"))


def _day(node: Any, year: int) -> date:
    what = Message("domain.calendar_no_day", year=year)
    written = _matching(node, f"{year}-[0-9]{{2}}-[0-9]{{2}}", what)
    with suppress(ValueError):
        return date.fromisoformat(written)
    raise _wrong(node, what)


def _make_up_days(node: Any, year: int, holidays: Mapping[date, str]) -> frozenset[date]:
    if not isinstance(node, SequenceNode):
        raise _wrong(node, Message("domain.calendar_no_list"))
    found: set[date] = set()
    for item in node.value:
        day = _day(item, year)
        if day.weekday() < SATURDAY or day in holidays or day in found:
            raise _wrong(item, Message("domain.calendar_no_make_up", day=day))
        found.add(day)
    return frozenset(found)
