"""Files → store: the roster, a trainee's customers, filled-in entries.

Good rows are kept; rows that cannot be read are listed all at once and written beside the file.
The same file a second time changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook import chapters, portfolio
from workbook.book import Book
from workbook.errors import BadInput, WorkbookError
from workbook.portfolio import Reading
from workbook.store import Store, Trainee
from workbook.template import Template

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
        return self.rejected is not None or bool(self.problems)


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
    return Report(len(people), store.put_trainees(people), reading, _beside(path, reading))


def import_customers(store: Store, trainee: str, kind: str, path: Path, how: How) -> Report:
    """Take in one table of a trainee's book (customers, holdings, …)."""
    store.trainee(trainee)
    reading = _read(path, kind, how)
    return _kept(store, trainee, reading, _beside(path, reading))


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
    return _kept(book.store, book.trainee.id, reading, None)


def _kept(store: Store, trainee: str, reading: Reading, rejected: Path | None) -> Report:
    _, changed = store.keep_import(
        trainee, reading.kind, reading.rows, reading.source, reading.sha256
    )
    return Report(len(reading.rows), int(changed), reading, rejected)


def _filled(row: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in row.items() if value == value and value}


def _beside(path: Path, reading: Reading) -> Path | None:
    """Write the rejected rows beside the file, so that they can be mended and brought again."""
    if reading.rejected.empty:
        return None
    target = path.with_name(f"{path.stem}.rejected.csv")
    target.write_bytes(portfolio.rejected_file(reading))
    return target


# -- entries --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of an entries file: what somebody filled in, and when it was saved."""

    trainee: str
    chapter: str
    key: str
    body: dict[str, Any]
    author: str = ""
    saved_at: str = ""


def import_entries(store: Store, path: Path) -> Report:
    """Take in filled-in pages, a JSON object a line; a body that is there already adds nothing.

    Lines that cannot be used are named with their number; the others still count.
    """
    changed, kept, problems = 0, 0, []
    for number, text in enumerate(_lines(path), 1):
        try:
            changed += _keep(store, _line(text))
            kept += 1
        except (BadInput, WorkbookError) as error:
            problems.append(f"{path.name}:{number}: {error}")
    return Report(kept, changed, problems=tuple(problems))


def _lines(path: Path) -> Sequence[str]:
    try:
        return [text for text in path.read_text(encoding="utf-8-sig").split("\n") if text.strip()]
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"读不了“{path.name}”：请给出 UTF-8 的 JSON Lines 文件，一行一条。 / "
            f"Cannot read “{path.name}”: it has to be JSON Lines in UTF-8, one entry a line."
        ) from None


def _line(text: str) -> Line:
    try:
        return Line(**json.loads(text))
    except (ValueError, TypeError):
        raise BadInput(
            "这一行不是一条填写记录，要有 trainee、chapter、key、body。 / "
            "This line is no entry: it needs trainee, chapter, key and body."
        ) from None


def _keep(store: Store, line: Line) -> bool:
    """Add the line as a version, unless it is there already; whether something was added."""
    chapters.chapter(line.chapter)
    saved_at = dt.datetime.fromisoformat(line.saved_at) if line.saved_at else None
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
