"""Delimited text → lines of cells."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import count, islice

from workbook.customers.files.grid import GridLine, Score, Trouble, text_of
from workbook.customers.pack import Limits

SEPARATORS = (",", ";", "\t", "|")
QUOTE = '"'
LONGEST = 1 << 20  # characters of a line
SHOWN = 200  # characters kept of a line that is no row
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
BROKEN = Trouble("broken_line")


def lines_of(text: str, score: Score, limits: Limits) -> Sequence[GridLine]:
    """The rows of a CSV text, numbered from 1, blank ones included.

    The separator is the one that gives the best heading (``score``: the number of known headings in
    a line). A quoted cell may hold line breaks; a quote that never closes spoils only its own line.
    """
    tried = {sign: _heading(text, sign, score, limits) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: (score(tried[sign]), len(tried[sign])))
    return list(_lines(text, best, limits, len(tried[best])))


def _heading(text: str, separator: str, score: Score, limits: Limits) -> Sequence[object]:
    first = islice(_lines(text, separator, limits), limits.heading_within)
    return max((line.cells for line in first), key=score, default=())


def _lines(
    text: str, separator: str, limits: Limits, width: int | None = None
) -> Iterator[GridLine]:
    """The rows one after the other: a million of them are never in memory twice.

    Frequent texts (a customer, a day, a kind) are stored once.
    """
    coming, ahead = (found[0] for found in LINE.finditer(text)), deque[str]()
    known: dict[str, str] = {}
    most, columns = limits.lines_in_a_cell, limits.columns
    longest = csv.field_size_limit()
    for row in count(1):
        line = ahead.popleft() if ahead else next(coming, None)
        if line is None:
            return
        if len(line) > LONGEST or line.count(separator) >= columns:
            yield GridLine(row, [line[:SHOWN]], BROKEN)
            continue
        if QUOTE not in line and len(line) <= longest:
            bare = line.rstrip("\r\n")
            cells = bare.split(separator) if bare else ()
            yield GridLine(row, tuple(map(known.setdefault, cells, cells)))
            continue
        ahead.appendleft(line)
        ahead.extend(islice(coming, most - len(ahead)))
        found, used = _record(list(ahead), separator, width)
        taken = [ahead.popleft() for _ in range(used)]
        if found is None:
            yield GridLine(row, [taken[0].rstrip("\r\n")], BROKEN)
        else:
            yield GridLine(row, found, wraps=used > 1)


def _record(raw: list[str], separator: str, width: int | None) -> tuple[list[str] | None, int]:
    """The cells that begin in the first line and the number of lines they take; None if broken."""
    for used in (1, len(raw)):
        reader = csv.reader(raw[:used], delimiter=separator, strict=True)
        try:
            cells = next(reader, [])
        except csv.Error:
            continue
        if reader.line_num > 1 and width is not None and not fits(cells, width):
            break  # a stray quote must not swallow the lines below it
        return cells, reader.line_num
    return None, 1


def fits(cells: Sequence[object], width: int) -> bool:
    """Whether a line has a cell for each heading, and no content beyond them."""
    return len(cells) >= width and not any(map(text_of, cells[width:]))
