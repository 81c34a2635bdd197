"""JSON Lines: filled-in entries, and a coach's remarks.

Lines that cannot be used are named with their number; the others still count.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pydantic

from workbook.book import period_of
from workbook.errors import BadInput, WorkbookError
from workbook.importing.reports import Report
from workbook.store import Remark, Role, Store
from workbook.template import Template


class Line(pydantic.BaseModel):
    """One line of an entries file: what somebody filled in, and when it was saved.

    saved_at: with its zone, e.g. 2026-12-01T09:30:00+08:00; now where it is left out.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)

    trainee: str
    chapter: str
    key: str
    body: dict[str, Any]
    author: str = ""
    saved_at: str = ""

    @property
    def moment(self) -> dt.datetime | None:
        """When it was saved; BadInput for what is no moment with a zone."""
        return _moment("saved_at", self.saved_at)


def _moment(name: str, typed: str) -> dt.datetime | None:
    if not typed:
        return None
    try:
        moment = dt.datetime.fromisoformat(typed)
        return moment.astimezone(dt.UTC) if moment.tzinfo else _refuse_moment(name, typed)
    except (ValueError, OverflowError):
        return _refuse_moment(name, typed)


def _refuse_moment(name: str, typed: str) -> NoReturn:
    raise BadInput(
        f"{name} “{typed[:40]}”不是带时区的时间，请写成 2026-12-01T09:30:00+08:00 这样。 / "
        f"{name} “{typed[:40]}” is no time with a zone; write 2026-12-01T09:30:00+08:00."
    ) from None


def import_entries(store: Store, path: Path) -> Report:
    """Take in filled-in pages, a JSON object a line; a body that is there already adds nothing.

    Lines that cannot be used are named with their number; the others still count.
    """
    return _taken_in(path, lambda _, text: _keep(store, _line(text)))


def _taken_in(path: Path, take: Callable[[int, str], bool]) -> Report:
    """Hand each line that is not blank to ``take``, which says whether it added something."""
    changed, kept, problems = 0, 0, []
    for number, text in enumerate(_lines(path), 1):
        if not text.strip():
            continue
        try:
            changed += take(number, text)
            kept += 1
        except WorkbookError as error:
            problems.append(f"{path.name}:{number}: {error}")
    return Report(kept, changed, problems=tuple(problems))


def _lines(path: Path) -> Sequence[str]:
    try:
        # Not splitlines: what people type may hold other signs that end a line.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError):
        raise BadInput(
            f"读不了“{path.name}”：请给出 UTF-8 的 JSON Lines 文件，一行一条。 / "
            f"Cannot read “{path.name}”: it has to be JSON Lines in UTF-8, one entry a line."
        ) from None


def _line(text: str) -> Line:
    try:
        return Line.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        raise BadInput(
            "这一行不是一条填写记录，要有 trainee、chapter、key、body。 / "
            "This line is no entry: it needs trainee, chapter, key and body."
        ) from None


def _keep(store: Store, line: Line) -> bool:
    """Add the line as a version, unless it is there already; whether something was added."""
    period_of(line.chapter, line.key)
    saved_at = line.moment
    history = store.history(line.trainee, line.chapter, line.key)
    if any(one.body == line.body and saved_at in (None, one.saved_at) for one in history):
        return False
    template = Template.now(line.chapter)
    store.keep_template(template.digest, template.text)
    store.save(
        line.trainee,
        line.chapter,
        line.key,
        line.body,
        based_on=len(history),
        template=template.digest,
        author=line.author or line.trainee,
        saved_at=saved_at,
    )
    return True


# -- remarks --------------------------------------------------------------------------------------


class Remarked(pydantic.BaseModel):
    """One line of a remarks file: what a coach wrote to a page, or an answer to it.

    about: the line of this file that is answered, counted from 1; 0 for a remark of its own.
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
    """Take in remarks and answers, a JSON object a line; what is there already adds nothing.

    Lines that cannot be used are named with their number; the others still count.
    """
    numbers: dict[int, int] = {}
    return _taken_in(path, lambda at, text: _remark(store, at, _remarked(text), numbers))


def _remarked(text: str) -> Remarked:
    try:
        return Remarked.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        raise BadInput(
            "这一行不是一条留言，要有 trainee、chapter、key、text、author。 / "
            "This line is no remark: it needs trainee, chapter, key, text and author."
        ) from None


def _remark(store: Store, at: int, line: Remarked, numbers: dict[int, int]) -> bool:
    """Add line ``at`` as a remark, unless it is there already; whether something was added.

    ``numbers`` says which number the store gave to a line; a line that was refused has none.
    """
    period_of(line.chapter, line.key)
    moment = _moment("written_at", line.written_at)
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
