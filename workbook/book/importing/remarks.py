"""A coach's remarks and their answers, as JSON Lines."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pydantic

from workbook.book.importing.json_lines import Taken, moment_of, taken_in
from workbook.book.importing.reports import Report
from workbook.book.periods import period_of
from workbook.errors import BadInput
from workbook.store import Remark, Role, Store


class Remarked(pydantic.BaseModel):
    """One line of a remarks file: a coach's remark on a page, or an answer to one.

    about: the line of this file that is answered, counted from 1; 0 for a remark.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)

    trainee: str
    chapter: str
    key: str
    text: str
    author: str
    role: Role = "coach"
    field: str = ""
    about: int = 0
    banked: str = ""
    written_at: str = ""


def import_remarks(store: Store, path: Path) -> Report:
    """Import remarks and answers, a JSON object a line; known ones add nothing.

    Unusable lines are reported with their number; the others still count.
    """
    numbers: dict[int, int] = {}
    return taken_in(
        store, path, lambda at, text: Taken(_remark(store, at, _remarked(text), numbers))
    )


def _remarked(text: str) -> Remarked:
    try:
        return Remarked.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        raise BadInput("book.no_remark") from None


def _remark(store: Store, at: int, line: Remarked, numbers: dict[int, int]) -> bool:
    """Add line ``at`` as a remark, unless it is there already; whether something was added.

    ``numbers``: line → the number that the store gave it; a refused line has none.
    """
    period_of(line.chapter, line.key)
    moment = moment_of("written_at", line.written_at)
    about = numbers.get(line.about, -1) if line.about else 0
    told = line.model_dump(exclude={"trainee", "written_at"}) | {"about": about}
    there = next((one for one in store.remarks(line.trainee) if _is_same(one, told, moment)), None)
    kept = there or store.write_remark(line.trainee, **told, written_at=moment)
    numbers[at] = kept.number
    return there is None


def _is_same(one: Remark, told: Mapping[str, Any], moment: dt.datetime | None) -> bool:
    return moment in (None, one.written_at) and all(
        getattr(one, name) == value for name, value in told.items()
    )
