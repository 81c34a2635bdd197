"""The pages of the journey, the battle maps and the 531 plan, as they stood at each save.

A month (or week) has versions, each with its page, or the times of its saves and one page. A row is
a list in the order of COLUMNS, short where the rest is blank, with what else it has in a mapping at
its end; or a mapping. Days are written as in the other pages; a save that changes nothing is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from making.pages import Manner, entry, typed_day, unfolded
from making.written import FOLDER, Row, day
from making.written import typed as written

COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "journey": {
        "touchpoints": (
            "stage", "touchpoint", "thinks", "feeling", "aim", "act", "owner", "by", "failure",
        ),
        "notes": ("customer", "signal", "day", "said"),
        "cares": ("customer", "critical", "act", "day", "proof", "outcome", "next_day"),
        "losses": ("customer", "cause", "said", "strategy", "situation", "next_day", "back"),
        "referrals": ("customer", "moment", "referrer", "day", "came"),
        "steps": ("stage", "what", "customers", "owner", "by", "mark", "done"),
    },
    "battle_map": {
        "maps": ("segment", "goal_customers", "indicator", "amount", "by", "owner"),
    },
    "action_plan": {
        "lines": ("kind", "what", "customers", "owner", "by", "mark", "measure", "link"),
        "contacts": ("customer", "because", "act", "day", "called", "moved"),
        "ticks": ("day", "worked", "written"),
    },
}  # fmt: skip
DAYS = ("by", "day", "next_day", "try_by")
A_DAY = re.compile(r"(\d{4}-)?(0[1-9]|1[0-2])-([0-2]\d|3[01])")
DONE_THAT_DAY = ("ticks", "cares", "notes", "referrals")  # not there before their day
LATER = ("outcome", "reason", "learned", "called", "moved")  # filled in when the day has come
AT_LAST = ("learned", "next_line")  # of the page: not before its last save


def versions(trainee: str, pages: Mapping[str, Any], manner: Manner) -> Iterator[Row]:
    """Every save of these chapters in order, and after them of the tools with files of their own.

    Such a file, written/<tool>/<trainee>.yaml, has the months as they stand under a chapter.
    """
    for chapter in COLUMNS:
        yield from _of_chapter(trainee, chapter, pages.get(chapter, {}), manner)
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        own = written(f"{folder.name}/{trainee}")
        yield from _of_chapter(trainee, folder.name, own, manner)


def _of_chapter(
    trainee: str, chapter: str, months: Mapping[str, Any], manner: Manner
) -> Iterator[Row]:
    columns = COLUMNS.get(chapter, {})
    for key, month in months.items():
        last: Row | None = None
        for saved, page in _pages(month):
            body = _body(page, columns, dt.date.fromisoformat(saved[:10]), manner)
            if body != last:
                yield entry(trainee, chapter, key, body, saved)
            last = body


def _pages(month: Row) -> Iterator[tuple[str, Row]]:
    for version in month.get("versions", ()):
        yield version["saved"], version["page"]
    times = month.get("saved", ())
    for saved in times:
        late = AT_LAST if saved != times[-1] else ()
        yield saved, {name: value for name, value in month["page"].items() if name not in late}


def _body(page: Row, columns: Mapping[str, tuple[str, ...]], saved: dt.date, manner: Manner) -> Row:
    """The page as it stood on ``saved``: what was done later is not there yet."""
    body: Row = {}
    for name, value in unfolded(page).items():
        if name in columns:
            rows = (_row(row, columns[name]) for row in value)
            kept = (_until(row, saved) for row in rows if not _is_later(name, row, saved))
            body[name] = [_typed(row, manner) for row in kept]
        else:
            body |= _typed({name: value}, manner)
    return {name: value for name, value in body.items() if value not in ("", [])}


def _row(cells: Row | list[Any], columns: tuple[str, ...]) -> Row:
    if isinstance(cells, dict):
        return cells
    more = cells[-1] if isinstance(cells[-1], dict) else {}
    return {**dict(zip(columns, cells[: -1 if more else None], strict=False)), **more}


def _is_later(name: str, row: Row, saved: dt.date) -> bool:
    return name in DONE_THAT_DAY and _day_of(row) > saved


def _until(row: Row, saved: dt.date) -> Row:
    """Without what is filled in only when the day of the row has come."""
    if _day_of(row) <= saved:
        return row
    return {name: value for name, value in row.items() if name not in LATER}


def _day_of(row: Row) -> dt.date:
    """The day of a row; the first of all where it has none that can be read."""
    text = row.get("day") or row.get("by") or ""
    return day(text) if A_DAY.fullmatch(text) else dt.date.min


def _typed(row: Row, manner: Manner) -> Row:
    """The cells that are filled in, days in the trainee's way."""
    return {
        name: typed_day(value, manner.days) if name in DAYS and A_DAY.fullmatch(value) else value
        for name, value in row.items()
        if value != ""
    }
