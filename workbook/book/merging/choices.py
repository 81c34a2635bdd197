"""Conflicts as a file in which somebody chooses line by line, and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pydantic

from workbook import content
from workbook.book.merging.messages import versions_of, where
from workbook.book.merging.rows import Clash
from workbook.book.merging.sheets import InputSheet
from workbook.book.trainee_workbook import Book
from workbook.content.messages import Wording
from workbook.domain.fields import plain

HEADINGS = ("choose", "choose_where", "before", "here", "there", "choose_data")
FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")

ChoiceCells = tuple[str, ...]


class Choice(pydantic.BaseModel):
    """One line that was decided. file: whether the file's side counts; None where the cell says
    neither. here, there: the lines of the page as the file and the store had them; name: the single
    field, or "" for lines of ``field``.

    The file went through somebody's hands: ValueError for invalid contents.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)

    file: bool | None
    trainee: str
    chapter: str
    key: str
    field: str
    name: str
    here: list[dict[str, Any]]
    there: list[dict[str, Any]]

    @pydantic.model_validator(mode="after")
    def _is_of_one_field(self) -> Choice:
        """A single field has one value on either side, under its own name."""
        sides = (self.here, self.there)
        if self.name and any([list(row) for row in side] != [[self.name]] for side in sides):
            raise ValueError(self.name)
        return self


def lines_of(
    book: Book, chapter: str, clashes: Iterable[tuple[InputSheet, Clash]]
) -> list[ChoiceCells]:
    """A line for each conflict: nothing chosen yet, its place, the three versions, and its exact
    identity for the way back."""
    return [_line(book, chapter, sheet, clash) for sheet, clash in clashes]


def as_csv(lines: Iterable[ChoiceCells], language: str) -> bytes:
    """The file, for Excel to open; no cell of it is a formula."""
    said = content.load("wording", language, Wording).export
    buffer = io.StringIO(newline="")
    table = [tuple(said[name] for name in HEADINGS), *lines]
    csv.writer(buffer).writerows([_guarded(cell) for cell in line] for line in table)
    return buffer.getvalue().encode("utf-8-sig")


def read(text: str) -> Iterator[Choice] | None:
    """The choices in a file's text; None where it is no such file."""
    first = text.split("\n", 1)[0].rstrip("\r")
    separator = "\t" if "\t" in first else ","
    if not any(_heads(first, separator, language) for language in content.LANGUAGES):
        return None
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return (_choice(row) for row in list(rows)[1:] if any(row))


def _heads(line: str, separator: str, language: str) -> bool:
    said = content.load("wording", language, Wording).export
    wanted = [said[name] for name in HEADINGS]
    try:
        return next(csv.reader([line], delimiter=separator), [])[: len(wanted)] == wanted
    except csv.Error:
        return False


def _line(book: Book, chapter: str, sheet: InputSheet, clash: Clash) -> ChoiceCells:
    about = {
        "trainee": book.trainee.id,
        "chapter": chapter,
        "key": str(book.period(chapter)),
        "field": sheet.field,
        "name": clash.name,
        "here": [_named(row, clash) for row in clash.here],
        "there": [_named(row, clash) for row in clash.there],
    }
    versions = versions_of(sheet, clash, book.wording)
    data = json.dumps(about, ensure_ascii=False, sort_keys=True)
    return ("", where(sheet, clash, book.wording), *versions, data)


def _named(row: Any, clash: Clash) -> dict[str, Any]:
    return {clash.name: row.get(clash.name, "")} if clash.name else dict(row)


def _choice(row: Sequence[str]) -> Choice:
    """ValueError for a line whose last cell was changed."""
    about = json.loads(row[len(HEADINGS) - 1])
    if not isinstance(about, dict):
        raise ValueError(about)
    return Choice(file=_chosen(row[0]), **about)


def _chosen(cell: str) -> bool | None:
    said = plain(cell).casefold().strip("'\"“”‘’ 。.")
    for language in content.LANGUAGES:
        words = content.load("wording", language, Wording).export
        if said in (words["take_file"].casefold(), words["here"].casefold()):
            return True
        if said in ("", words["take_book"].casefold(), words["there"].casefold()):
            return False
    return None


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
