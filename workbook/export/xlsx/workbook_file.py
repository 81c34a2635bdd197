"""The bytes of a spreadsheet → its cells, for any bytes."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from workbook import content
from workbook.book.merging.texts import unescaped
from workbook.content.messages import Wording
from workbook.customers.files.spreadsheets import DAMAGE
from workbook.errors import BadInput
from workbook.export.xlsx import provenance
from workbook.export.xlsx.provenance import About
from workbook.store.safe_writing import content_of

LARGEST = 200 * 2**20  # unpacked bytes of all parts; a page has one or two million
MOST_CELLS = 5_000_000  # counting blank ones before a filled one; a page has some ten thousand
LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Cell:
    """The content of a cell: a formula as its text, never its result."""

    value: object
    number_format: str
    formula: bool


Cells = Mapping[int, Mapping[int, Cell]]  # row → column → cell; blank ones are absent


@dataclass(frozen=True)
class Opened:
    """A spreadsheet of ours: its description of itself, and its sheets by title."""

    about: About
    sheets: Mapping[str, Cells]


def opened(path: Path) -> Opened:
    """Read a file that was exported from a workbook; BadInput for any other."""
    sheets = _sheets(_read(path))
    for wording in _wordings():
        lines = sheets.get(wording.export["sheet_about"], {})
        found = provenance.from_lines(_texts(cells) for cells in lines.values())
        if found is not None:
            return Opened(found, sheets)
    raise not_ours()


def not_ours() -> BadInput:
    """The error for a file that cannot be read back."""
    return BadInput("export.not_ours")


def _wordings() -> list[Wording]:
    return [content.load("wording", language, Wording) for language in content.LANGUAGES]


def _read(path: Path) -> bytes:
    try:
        return content_of(path)
    except OSError:
        raise BadInput("export.cannot_open", name=path.name) from None


def _sheets(data: bytes) -> dict[str, Cells]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
            _check_size(data)
            made = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            return {sheet.title: _cells(sheet) for sheet in made.worksheets}
    except DAMAGE:
        raise not_ours() from None  # without its cause, which may quote a cell


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            raise ValueError(LARGEST)


def _cells(sheet: Any) -> Cells:
    sheet.reset_dimensions()  # some programs write a wrong size
    found: dict[int, dict[int, Cell]] = {}
    left = MOST_CELLS
    for number, row in enumerate(sheet.iter_rows(), 1):
        left -= len(row)
        if number > LAST_ROW or left < 0:
            raise ValueError(number)
        cells = {cell.column: _cell(cell) for cell in row if cell.value not in (None, "")}
        if cells:
            found[number] = cells
    return found


def _cell(cell: Any) -> Cell:
    if cell.data_type == "f":
        text = getattr(cell.value, "text", None) or "="  # an array formula is an object
        return Cell(cell.value if isinstance(cell.value, str) else text, "", formula=True)
    return Cell(cell.value, str(cell.number_format), formula=False)


def _texts(cells: Mapping[int, Cell]) -> list[str]:
    values = [cells[column].value if column in cells else "" for column in range(1, max(cells) + 1)]
    return [unescaped(str(value)) for value in values]
