"""XLSX → lines of cells."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from workbook.errors import BadInput, nearest
from workbook.portfolio.grid import Formula, Grid, Line
from workbook.portfolio.pack import Pack

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx behind a password
# What openpyxl and its parsers are seen to raise on damaged files.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    InvalidFileException,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    SyntaxError,  # of the XML
    RuntimeError,
)


def grid_of(content: bytes, name: str, sheet: str | None, words: Pack) -> Grid:
    """The first sheet, or the one named ``sheet``, as values; merged cells count once, top left.

    Raises BadInput for a damaged file, an unknown sheet, and more than it is sensible to read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
            _guard_size(content, name, words)
            return _grid(content, name, sheet, words)
    except DAMAGE:
        # Without its cause: that may quote a customer's cell.
        raise BadInput(words.errors["damaged_excel"].format(name=name)) from None


def _guard_size(content: bytes, name: str, words: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    # Unpacked sheets are some ten times the size of the file.
    if size > words.limits.megabytes * 10 * 2**20:
        most = words.limits.megabytes
        raise BadInput(words.errors["too_big"].format(name=name, most=most))


def _grid(content: bytes, name: str, sheet: str | None, words: Pack) -> Grid:
    book = _opened(content, values=True)
    names = tuple(each.title for each in book.worksheets)
    title = _title(names, name, sheet, words)
    rows = list(islice(_rows(book[title]), words.limits.rows + 1))
    if len(rows) > words.limits.rows:
        most = words.limits.rows
        raise BadInput(words.errors["too_many_rows"].format(name=name, most=most))
    if _has_formulas(content):
        rows = _with_formulas(rows, _rows(_opened(content, values=False)[title]))
    lines = [Line(row, cells) for row, cells in enumerate(rows, start=1)]
    return Grid(lines, "xlsx", epoch=book.epoch, sheets=names)


def _opened(content: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values)


def _title(names: tuple[str, ...], name: str, sheet: str | None, words: Pack) -> str:
    if sheet is None:
        return names[0]
    if sheet not in names:
        offer = words.join.join(nearest(sheet, names, limit=6))
        raise BadInput(words.errors["unknown_sheet"].format(name=name, sheet=sheet, sheets=offer))
    return sheet


def _rows(sheet: Any) -> Iterator[Sequence[object]]:
    sheet.reset_dimensions()  # some programs write a wrong size
    for row in sheet.iter_rows(values_only=True):
        yield _trimmed(row)


def _trimmed(row: Sequence[object]) -> Sequence[object]:
    filled = len(row)
    while filled and row[filled - 1] in (None, ""):
        filled -= 1
    return row[:filled]


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = (part for part in archive.namelist() if part.startswith("xl/worksheets/"))
        return any(b"<f" in archive.read(part) for part in sheets)


def _with_formulas(
    values: Sequence[Sequence[object]], written: Iterator[Sequence[object]]
) -> list[Sequence[object]]:
    """The values, with a mark where a formula has none."""
    return [
        [_marked(*pair) for pair in zip_longest(row, formulas)]
        for row, formulas in zip_longest(values, written, fillvalue=())
    ]


def _marked(value: object, written: object) -> object:
    return Formula() if value is None and written is not None else value
