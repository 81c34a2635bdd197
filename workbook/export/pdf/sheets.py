"""Sheets on one page each, in the largest type that fits.

Only the browser knows how much room text takes, and starting it costs more than laying out. So all
sizes are tried at once: in one document, whose first page links to each try.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from workbook.errors import BadInput
from workbook.export.pdf.browser import printed
from workbook.rendering.printed_sheet import (
    Paper,
    PrintedSheet,
    part_lines,
    sheet_text,
    sheets_page,
)

Sized = tuple[PrintedSheet, float]
LARGER: Mapping[Paper, Paper] = {"A5": "A4", "A4": "A3"}
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # points
MOST_EMS = 15_000  # more ems than an A3 page holds in the smallest type
THIN_SIGN = 0.25  # ems: the width of an i
LONGEST_NAME = 60


def sheet_pdf(sheets: Sequence[PrintedSheet]) -> bytes:
    """The sheets as one PDF, each on exactly one page.

    The type shrinks from 10.5 to 6.5 points until the sheet fits its paper; a sheet that does not
    fit even then goes to the next larger paper. Raises BadInput, naming the longest part, where
    that is too small as well.
    """
    if not sheets:
        raise BadInput("export.no_sheet")
    for sheet in sheets:
        if _ems(sheet_text(sheet)) > MOST_EMS:
            raise _too_long(sheet)
    return printed(sheets_page(fitted(sheets)))


def _ems(text: str) -> float:
    """The least width that a text takes."""
    return sum(1 if unicodedata.east_asian_width(one) in "WF" else THIN_SIGN for one in text)


def fitted(sheets: Sequence[PrintedSheet]) -> list[Sized]:
    """Each sheet on the paper and in the size in which it takes one page; BadInput if none does."""
    first = _largest(sheets)
    small = [one for one, found in zip(sheets, first, strict=True) if not found]
    second = iter(
        _largest([replace(one, paper=LARGER[one.paper]) for one in small if one.paper in LARGER])
    )
    chosen = []
    for sheet, found in zip(sheets, first, strict=True):
        sized = found or (next(second) if sheet.paper in LARGER else None)
        if sized is None:
            raise _too_long(sheet)
        chosen.append(sized)
    return chosen


def _largest(sheets: Sequence[PrintedSheet]) -> list[Sized | None]:
    """Each sheet in the largest size in which it takes one page of its paper."""
    if not sheets:
        return []
    tries = [(sheet, size) for sheet in sheets for size in SIZES]
    taken = _pages_taken(printed(sheets_page(tries, contents=True)), len(tries))
    fits = [one if pages == 1 else None for one, pages in zip(tries, taken, strict=True)]
    of_each = (fits[at : at + len(SIZES)] for at in range(0, len(fits), len(SIZES)))
    return [next(filter(None, one), None) for one in of_each]


def _pages_taken(pdf: bytes, count: int) -> list[int]:
    """The number of pages of each of the ``count`` sheets that the first page links to."""
    # Slow to import, and only sheets need it.
    from pypdf import PdfReader

    file = PdfReader(io.BytesIO(pdf))
    places = {name.strip("/"): place for name, place in file.named_destinations.items()}
    begins = [file.get_destination_page_number(places[f"s{at}"]) or 0 for at in range(count)]
    return [after - before for before, after in pairwise([*begins, len(file.pages)])]


def _too_long(sheet: PrintedSheet) -> BadInput:
    texts = [list(part_lines(part)) for part in sheet.parts] or [[sheet.title]]
    longest = max(texts, key=lambda said: len("".join(said)))
    title, name, signs = _short(sheet.title), _short(longest[0]), len("".join(longest))
    return BadInput("export.too_long", title=title, part=name, signs=f"{signs:,}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"
