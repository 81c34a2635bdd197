"""Conflicts of an import: written to a file beside it to choose from, then imported."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import openpyxl

from workbook.book.importing import pack
from workbook.book.importing.reports import Report
from workbook.book.merging import choices
from workbook.book.merging.choices import Choice
from workbook.book.periods import period_of
from workbook.customers.files.spreadsheets import DAMAGE, ZIP
from workbook.errors import BadInput, WorkbookError
from workbook.store import Store
from workbook.store.safe_writing import content_of, written_new

TRIED = ("utf-8-sig", "gb18030")
CONFLICTS = ".conflicts.csv"
LARGEST = 50 * 2**20  # unpacked bytes of a spreadsheet


def with_choices(report: Report, path: Path, language: str) -> Report:
    """Write the conflicts into a file beside, for its reader alone; it explains how to choose."""
    if not report.choices:
        return report
    for number in ("", *(f"-{at}" for at in range(2, 1000))):
        target = path.with_name(f"{path.stem}{number}{CONFLICTS}")
        try:
            written_new(target, choices.as_csv(report.choices, language))
        except FileExistsError:
            continue
        except OSError:
            break
        note = pack.load(language).said["conflicts_in"].format(path=target)
        return replace(report, notes=(*report.notes, note))
    return report


def import_choices(store: Store, path: Path, author: str) -> Report | None:
    """Import a file of choices; None where the file is none.

    Where the file's side was chosen it replaces what the store had then; a page that has changed
    again since is named and left alone.
    """
    try:
        found = choices.read(_text(path))
        decided = list(found) if found is not None else None
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, csv.Error):
        raise BadInput("book.choices_damaged", name=path.name) from None
    if decided is None:
        return None
    changed, problems = 0, []
    for number, one in enumerate(decided, 2):
        try:
            changed += _taken(store, one, author)
        except WorkbookError as error:
            problems.append(f"{path.name}:{number}: {error}")
    return Report(len(decided) - len(problems), changed, problems=tuple(problems))


def _text(path: Path) -> str:
    """The text as a spreadsheet may have saved it; ValueError for other bytes."""
    try:
        content = content_of(path)
    except OSError:
        return ""
    if content.startswith(ZIP):
        return _text_of_sheet(content)
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else TRIED:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return ""


def _text_of_sheet(content: bytes) -> str:
    """The first sheet as CSV; "" where it is not ours, or cannot be read."""
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(content)) as archive:
            warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                return ""
            made = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            lines = ([str(cell or "") for cell in row] for row in made.worksheets[0].values)
            text = io.StringIO(newline="")
            csv.writer(text).writerows(lines)
            return text.getvalue()
    except DAMAGE:
        return ""


def _taken(store: Store, one: Choice, author: str) -> bool:
    """Save the file's side; whether that changed anything."""
    if one.file is None:
        raise BadInput("book.file_or_workbook")
    store.trainee(one.trainee)
    period_of(one.chapter, one.key)
    latest = store.latest(one.trainee, one.chapter, one.key)
    if not one.file or latest is None:
        return False
    body = dict(latest.body)
    if one.name:
        here, there = one.here[0][one.name], one.there[0][one.name]
        if body.get(one.name, "") not in (here, there):
            raise BadInput("book.changed_again")
        body[one.name] = here
    else:
        rows = body.get(one.field, [])
        if not isinstance(rows, list):
            raise BadInput("book.changed_again")
        left = [row for row in rows if row not in one.there]
        if len(rows) - len(left) < len(one.there) and not all(row in rows for row in one.here):
            raise BadInput("book.changed_again")
        at = next((at for at, row in enumerate(rows) if row in one.there), len(left))
        added = [row for row in one.here if row not in left]
        body[one.field] = [*left[:at], *added, *left[at:]]
    saved = store.save(
        one.trainee,
        one.chapter,
        one.key,
        body,
        based_on=latest.version,
        template=latest.template,
        author=author or one.trainee,
    )
    return saved.version > latest.version
