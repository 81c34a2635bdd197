"""XLSX → lines of cells."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from workbook.customers.files import xlsx_parts
from workbook.customers.files.cells import is_number
from workbook.customers.files.grid import Formula, Grid, GridLine, TooLong, TooWide, is_empty
from workbook.customers.files.headings import Heading, best_in, refused
from workbook.customers.files.request import Wish
from workbook.customers.pack import Limits, Pack
from workbook.domain.fields import plain
from workbook.errors import BadInput, nearest

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx with a password
SAMPLE = 200  # rows whose number formats are read
# Errors that openpyxl and its parsers raise on damaged files.
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


def grid_of(content: bytes, name: str, sheet: str | None, wish: Wish, *, asks: bool = True) -> Grid:
    """The sheet that fits the request, or the one named ``sheet``, as values; merged cells count
    once, top left. Hidden sheets are read only when they are named.

    Raises BadInput for a damaged file, an unknown sheet, several sheets that fit (where it
    ``asks``), and an oversized file.
    """
    words = wish.pack
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl does not know
            _guard_size(content, name, words)
            if xlsx_parts.other_program(content):
                raise BadInput(words.errors["other_workbook"].format(name=name))
            return _grid(xlsx_parts.mended(content), name, sheet, wish, asks)
    except TooWide:
        most = words.limits.columns
        raise BadInput(words.errors["too_wide"].format(name=name, most=most)) from None
    except TooLong:
        raise BadInput(_too_big(name, words)) from None
    except DAMAGE:
        # Without its cause: that may quote a customer's cell.
        raise BadInput(words.errors["damaged_excel"].format(name=name)) from None


def _guard_size(content: bytes, name: str, words: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        most = words.limits.unpacked_megabytes
        size = sum(part.file_size for part in archive.infolist())
        many = size <= most * 2**20 and xlsx_parts.shared_texts(archive) > words.limits.shared_texts
    if size > most * 2**20 or many:
        raise BadInput(_too_big(name, words))


def _too_big(name: str, words: Pack) -> str:
    most = words.limits.unpacked_megabytes
    return words.errors["too_big_unpacked"].format(name=name, most=most)


def _grid(content: bytes, name: str, sheet: str | None, wish: Wish, asks: bool) -> Grid:
    words = wish.pack
    book = _opened(content, values=True)
    title = _title(book, name, sheet, wish, asks)
    rows = list(islice(_rows(book[title], words.limits), words.limits.rows + 1))
    if len(rows) > words.limits.rows:
        most = words.limits.rows
        raise BadInput(words.errors["too_many_rows"].format(name=name, most=most))
    if _has_formulas(content):
        rows = _with_formulas(rows, _rows(_opened(content, values=False)[title], words.limits))
    lines = [GridLine(row, cells) for row, cells in enumerate(rows, start=1)]
    names = tuple(each.title for each in book.worksheets)
    formats = _formats(book[title])
    return Grid(lines, "xlsx", epoch=book.epoch, sheets=names, sheet=title, formats=formats)


def _opened(content: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values)


# -- which sheet ----------------------------------------------------------------------------------


def _title(book: Any, name: str, sheet: str | None, wish: Wish, asks: bool) -> str:
    titles = [str(each.title) for each in book.worksheets]
    if sheet is not None:
        return _named(titles, name, sheet, wish)
    shown = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets
    if len(shown) == 1:
        return str(shown[0].title)
    found = {str(each.title): _heading(each, wish) for each in shown}
    fitting = [title for title, heading in found.items() if heading and _fits(heading, wish)]
    if len(fitting) > 1 and asks:
        raise refused(
            "which_sheet",
            wish.pack,
            name=name,
            count=str(len(fitting)),
            kind=wish.table.label,
            sheets=fitting,
        )
    likely = (title for title, heading in found.items() if heading)
    return next(iter(fitting), next(likely, str(shown[0].title)))


def _named(titles: Sequence[str], name: str, sheet: str, wish: Wish) -> str:
    alike = [title for title in titles if plain(title).casefold() == plain(sheet).casefold()]
    if sheet in titles or alike:
        return sheet if sheet in titles else alike[0]
    offer = nearest(sheet, titles, limit=6)
    raise refused("unknown_sheet", wish.pack, name=name, sheet=sheet, sheets=offer)


def _heading(sheet: Any, wish: Wish) -> Heading | None:
    """The heading of a sheet; None where it has none, or no rows below it."""
    near = islice(_rows(sheet, wish.pack.limits), wish.pack.limits.heading_within + 50)
    lines = [GridLine(row, cells) for row, cells in enumerate(near, start=1)]
    heading = best_in(lines, wish)
    below = (line for line in lines if heading and line.row > heading.row)
    return heading if any(not is_empty(line) for line in below) else None


def _fits(heading: Heading, wish: Wish) -> bool:
    """Whether a sheet has the required columns of this kind of file."""
    there = {each.column for each in heading.placed}
    halves = {"amount"} if there & set(wish.table.halves.values()) else set()
    has_value = not wish.table.one_of or there & set(wish.table.one_of)
    return bool(has_value) and set(wish.table.required) <= there | halves


# -- rows -----------------------------------------------------------------------------------------


def _rows(sheet: Any, limits: Limits) -> Iterator[Sequence[object]]:
    """The rows without blank cells at their ends.

    Raises TooWide for what is no table: a cell far to the right costs all the blank ones before it.
    Raises TooLong where the texts are larger than the file may be: a shared one is small in the
    file, and costs its length in each cell.
    """
    sheet.reset_dimensions()  # some programs write a wrong size
    left, letters = limits.cells, limits.unpacked_megabytes * 2**20
    for row in sheet.iter_rows(values_only=True):
        left -= len(row)
        filled = _trimmed(row)
        if len(filled) > limits.columns or left < 0:
            raise TooWide
        letters -= sum(len(cell) for cell in filled if isinstance(cell, str))
        if letters < 0:
            raise TooLong
        yield filled


def _trimmed(row: Sequence[object]) -> Sequence[object]:
    filled = len(row)
    while filled and row[filled - 1] in (None, ""):
        filled -= 1
    return row[:filled]


def _formats(sheet: Any) -> Mapping[int, tuple[str, ...]]:
    """Place → the number formats of its numbers, in the first rows."""
    found: dict[int, dict[str, None]] = {}
    for row in islice(sheet.iter_rows(), SAMPLE):
        for at, cell in enumerate(row):
            if is_number(cell.value):
                found.setdefault(at, {})[str(cell.number_format)] = None
    return {at: tuple(codes) for at, codes in found.items()}


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
