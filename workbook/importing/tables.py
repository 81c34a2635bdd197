"""Tables: the roster, and a trainee's customers.

Good rows are kept; rows that cannot be read are listed all at once and written beside the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook import portfolio
from workbook.book import Book
from workbook.portfolio import Reading
from workbook.store import Store, Trainee

REJECTED = ".rejected.csv"  # by this a file is known whose rows were mended
ROSTER = "roster"


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
