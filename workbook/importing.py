"""Files → store: the roster, a trainee's customers, filled-in entries.

Good rows are kept; rows that cannot be read are listed all at once and written beside the file.
The same file a second time changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pydantic

from workbook import portfolio
from workbook.book import Book, period_of
from workbook.errors import BadInput, WorkbookError
from workbook.portfolio import Reading
from workbook.store import Store, Trainee
from workbook.template import Template

REJECTED = ".rejected.csv"  # by this a file is known whose rows were mended
ROSTER, ENTRIES = "roster", "entries"


@dataclass(frozen=True)
class Report:
    """What came of an import: rows kept, the reading with its rejected rows, changed or not."""

    kept: int
    changed: int
    reading: Reading | None = None
    rejected: Path | None = None
    problems: tuple[str, ...] = ()

    @property
    def partly(self) -> bool:
        """Whether something could not be taken in."""
        left_out = self.reading is not None and not self.reading.rejected.empty
        return left_out or bool(self.problems)


def told(report: Report) -> str:
    """The report in words, a line for each row that was not taken in."""
    lines = [f"kept / 已导入: {report.kept} · changed / 有变化: {report.changed}"]
    if report.reading is not None:
        lines += report.reading.told()
    if report.rejected is not None:
        lines.append(f"rejected rows / 退回的行: {report.rejected}")
    return "\n".join([*lines, *report.problems])


@dataclass(frozen=True)
class How:
    """How a file is to be read: language of the messages, foreign headings, encoding, sheet.

    today: nothing in the file may lie after it. keep_names: only where the bank allows names.
    """

    language: str = "zh-Hans"
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    sheet: str | None = None
    today: dt.date | None = None
    keep_names: bool = False


def import_roster(store: Store, path: Path, how: How) -> Report:
    """Take in trainees; a known id is changed, nobody is removed."""
    reading = _read(path, ROSTER, how)
    people = [Trainee(**_filled(row)) for row in reading.rows.to_dict("records")]
    return _with_rejected(Report(len(people), store.put_trainees(people), reading), path)


def import_customers(store: Store, trainee: str, kind: str, path: Path, how: How) -> Report:
    """Take in one table of a trainee's book (customers, holdings, …)."""
    store.trainee(trainee)
    reading = _read(path, kind, how)
    return _with_rejected(_kept(store, trainee, reading), path)


def _read(path: Path, kind: str, how: How) -> Reading:
    return portfolio.read_file(
        path,
        kind,
        language=how.language,
        columns=how.columns,
        encoding=how.encoding,
        sheet=how.sheet,
        today=how.today,
        keep_names=how.keep_names,
    )


def bring_customers(book: Book, kind: str, name: str, content: bytes) -> Report:
    """The same for a file that was uploaded into a notebook."""
    reading = portfolio.read_bytes(content, name, kind, language=book.language, today=book.today)
    return _kept(book.store, book.trainee.id, reading)


def _kept(store: Store, trainee: str, reading: Reading) -> Report:
    """Keep the good rows; a file without one leaves what was there as it is."""
    if reading.rows.empty:
        return Report(0, 0, reading)
    rows = _together(store.imported(trainee, reading.kind), reading)
    _, changed = store.keep_import(trainee, reading.kind, rows, reading.source, reading.sha256)
    return Report(len(reading.rows), int(changed), reading)


def _together(before: pd.DataFrame | None, reading: Reading) -> pd.DataFrame:
    """A file takes the place of the one before; mended rows join what was kept without them."""
    if before is None or not reading.source.endswith(REJECTED):
        return reading.rows
    unique = [*portfolio.unique(reading.kind)]
    both = pd.concat([before, reading.rows], ignore_index=True)
    return both.drop_duplicates(unique or None, keep="last", ignore_index=True)


def _filled(row: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in row.items() if value == value and value}


def _with_rejected(report: Report, path: Path) -> Report:
    """Write the rejected rows beside the file, so that they can be mended and brought again."""
    reading = report.reading
    if reading is None or reading.rejected.empty:
        return report
    whose = path.stem if reading.kind in path.stem else f"{path.stem}.{reading.kind}"
    try:
        target = _free(path.with_name(whose))
        target.write_bytes(portfolio.rejected_file(reading))
    except OSError as error:
        said = (
            f"{whose}{REJECTED}: 写不了退回的行（{error.strerror}）。 / "
            "cannot write the rejected rows."
        )
        return replace(report, problems=(said,))
    return replace(report, rejected=target)


def _free(stem: Path) -> Path:
    """A name for the rejected rows that is not taken: an earlier list is still to be mended."""
    numbers = ("", *(f"-{number}" for number in range(2, 1000)))
    names = (stem.with_name(f"{stem.name}{number}{REJECTED}") for number in numbers)
    return next((name for name in names if not name.exists()), stem.with_name(stem.name + REJECTED))


# -- entries --------------------------------------------------------------------------------------


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
        if not self.saved_at:
            return None
        try:
            moment = dt.datetime.fromisoformat(self.saved_at)
            return moment.astimezone(dt.UTC) if moment.tzinfo else _refuse_moment(self.saved_at)
        except (ValueError, OverflowError):
            return _refuse_moment(self.saved_at)


def _refuse_moment(typed: str) -> NoReturn:
    raise BadInput(
        f"saved_at “{typed[:40]}”不是带时区的时间，请写成 2026-12-01T09:30:00+08:00 这样。 / "
        f"saved_at “{typed[:40]}” is no time with a zone; write 2026-12-01T09:30:00+08:00."
    ) from None


def import_entries(store: Store, path: Path) -> Report:
    """Take in filled-in pages, a JSON object a line; a body that is there already adds nothing.

    Lines that cannot be used are named with their number; the others still count.
    """
    changed, kept, problems = 0, 0, []
    for number, text in enumerate(_lines(path), 1):
        if not text.strip():
            continue
        try:
            changed += _keep(store, _line(text))
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
