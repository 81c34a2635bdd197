"""A file of JSON objects, one a line, each imported on its own.

Unusable lines are reported with their number; the others still count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from workbook.book.importing.reports import Report
from workbook.errors import BadInput, WorkbookError
from workbook.store import Store
from workbook.store.safe_writing import content_of

FEW = 200  # lines in one transaction: other writers wait no longer than for these


@dataclass(frozen=True)
class Taken:
    """The result of a line: whether it added something, and messages about it."""

    changed: bool
    shown: str = ""


def taken_in(store: Store, path: Path, take: Callable[[int, str], Taken]) -> Report:
    """Pass each line that is not blank, with its number from 1, to ``take``."""
    changed, kept, problems = 0, 0, []
    numbered = [(at, text) for at, text in enumerate(_lines(path), 1) if text.strip()]
    for begin in range(0, len(numbered), FEW):
        with store.together():
            for number, text in numbered[begin : begin + FEW]:
                one = _one(take, number, text)
                changed += one.changed
                kept += not one.shown
                if one.shown:
                    problems.append(f"{path.name}:{number}: {one.shown}")
    return Report(kept, changed, problems=tuple(problems))


def _one(take: Callable[[int, str], Taken], number: int, text: str) -> Taken:
    try:
        return take(number, text)
    except WorkbookError as error:
        return Taken(changed=False, shown=str(error))


def _lines(path: Path) -> Sequence[str]:
    try:
        # Not splitlines: what people type may hold other signs that end a line.
        return content_of(path).decode("utf-8-sig").split("\n")
    except (OSError, ValueError):
        raise BadInput("book.no_json_lines", name=path.name) from None


def moment_of(name: str, typed: str) -> dt.datetime | None:
    if not typed:
        return None
    try:
        moment = dt.datetime.fromisoformat(typed)
        return moment.astimezone(dt.UTC) if moment.tzinfo else _refuse_moment(name, typed)
    except (ValueError, OverflowError):
        return _refuse_moment(name, typed)


def _refuse_moment(name: str, typed: str) -> NoReturn:
    raise BadInput("book.no_moment", name=name, typed=typed[:40]) from None
