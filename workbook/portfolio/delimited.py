"""Text with separators → lines of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from workbook.portfolio.grid import Line, Score, Trouble, text_of
from workbook.portfolio.pack import Limits

SEPARATORS = (",", ";", "\t", "|")
BROKEN = Trouble("broken_line")


def lines_of(text: str, score: Score, limits: Limits) -> Sequence[Line]:
    """The rows of a CSV text, numbered from 1, blank ones included.

    The separator is the one with which the best heading is found (``score``: how many headings of
    a line are known). A quoted cell may hold line breaks; a quote that never closes spoils its
    own line only.
    """
    raw = list(io.StringIO(text, newline=""))
    tried = {sign: _heading(raw, sign, score, limits) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: (score(tried[sign]), len(tried[sign])))
    return list(_lines(raw, best, limits.lines_in_a_cell, len(tried[best])))


def _heading(raw: list[str], separator: str, score: Score, limits: Limits) -> Sequence[object]:
    first = islice(_lines(raw, separator, limits.lines_in_a_cell), limits.heading_within)
    return max((line.cells for line in first), key=score, default=())


def _lines(raw: list[str], separator: str, most: int, width: int | None = None) -> Iterator[Line]:
    at = row = 0
    while at < len(raw):
        row += 1
        cells, used = _record(raw, at, separator, most, width)
        if cells is None:
            yield Line(row, [raw[at].rstrip("\r\n")], BROKEN)
        else:
            yield Line(row, cells, wraps=used > 1)
        at += used


def _record(
    raw: list[str], at: int, separator: str, most: int, width: int | None
) -> tuple[list[str] | None, int]:
    """The cells that begin in line ``at`` and how many lines they take; None for a broken line."""
    for used in (1, most):
        reader = csv.reader(raw[at : at + used], delimiter=separator, strict=True)
        try:
            cells = next(reader, [])
        except csv.Error:
            continue
        if reader.line_num > 1 and width is not None and not fits(cells, width):
            break  # a stray quote: it must not swallow the lines below it
        return cells, reader.line_num
    return None, 1


def fits(cells: Sequence[object], width: int) -> bool:
    """Whether a line has a cell for each heading, and nothing beyond them."""
    return len(cells) >= width and not any(map(text_of, cells[width:]))
