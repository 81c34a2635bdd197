"""A file as a person sees it: numbered lines of cells, not yet parsed."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from workbook.customers.message_keys import Problem

# How a spreadsheet file escapes a carriage return, a line break and a tab in a text.
ESCAPED = re.compile(r"(?:_x000[dD]_)+\n?|_x000[aA9]_")


# Invisible at the ends of a text: every blank, and programs' marks.
WRAPS = frozenset(
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b`='\""
)


@dataclass(frozen=True)
class Trouble:
    """Why a cell or a line cannot be used; ``figures`` fill in its message."""

    kind: Problem
    figures: Mapping[str, str] = field(default_factory=dict)


class TooWide(Exception):
    """The rows are not a table's: too many columns, or endless blank cells."""


class TooLong(Exception):
    """The texts of the rows are together longer than a file may be."""


@dataclass(frozen=True)
class Formula:
    """A cell whose formula was never calculated."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """One row of the file. ``row`` counts as a person does: the first row of the file is 1.

    wraps: whether a cell of it contains a line break.
    """

    row: int
    cells: Sequence[object]
    trouble: Trouble | None = None
    wraps: bool = False


# An apostrophe before these keeps a spreadsheet from reading a formula or a number.
TEXT_MARKED = tuple("=+-@\t\r0123456789＝＋－＠")


@dataclass(frozen=True, eq=False)
class AsSeen(Mapping[int, tuple[str, ...]]):
    """Row → the texts a person sees in its cells, computed on demand.

    lines: in the order of their rows.
    """

    lines: Sequence[GridLine]

    def __getitem__(self, row: int) -> tuple[str, ...]:
        at = bisect_left(self.lines, row, key=_row_of)
        if at == len(self.lines) or self.lines[at].row != row:
            raise KeyError(row)
        return tuple(map(text_of, self.lines[at].cells))

    def __iter__(self) -> Iterator[int]:
        return map(_row_of, self.lines)

    def __len__(self) -> int:
        return len(self.lines)


_row_of = attrgetter("row")
Score = Callable[[Sequence[object]], int]


@dataclass(frozen=True)
class Grid:
    """All lines of a file, in order.

    encoding: of the bytes; guessed: because nothing else fitted. even: whether a line with fewer
    cells than the heading is broken. epoch: day 0 of a spreadsheet's dates; None without any.
    sheets: the titles, in a workbook; sheet: the one that was read. formats: place → the number
    formats of its numbers.
    """

    lines: Sequence[GridLine]
    encoding: str
    even: bool = False
    epoch: dt.datetime | None = None
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    formats: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    guessed: bool = False


def text_of(cell: object) -> str:
    """A cell as the text that a person sees; "" for a blank one."""
    if isinstance(cell, str):
        # Nearly all texts are plain, and a long file has millions of them.
        if cell and cell[0] not in WRAPS and cell[-1] not in WRAPS and "_x" not in cell:
            return cell
        return _unwrapped(cell)
    if cell is None or isinstance(cell, Formula):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(cell)


def is_empty(line: GridLine) -> bool:
    """Whether the line has no content."""
    if line.trouble is not None or any(map(text_of, line.cells)):
        return False
    return not any(isinstance(cell, Formula) for cell in line.cells)


def _unwrapped(text: str) -> str:
    """A text without the wrappers by which programs protect it from a spreadsheet."""
    if text.isalnum():  # most texts: nothing to strip
        return text
    if "_x" in text:
        text = ESCAPED.sub(" ", text)
    bare = text.strip().strip("\ufeff\u200b").lstrip("`")
    if bare[:2] == '="' and bare[-1:] == '"' and len(bare) > 2:
        return bare[2:-1].strip()
    return bare[1:] if bare[:1] == "'" and bare[1:2] in TEXT_MARKED else bare


def _number(number: float) -> str:
    # Spreadsheets show and keep 15 digits; the rest is rounding noise.
    whole = number.is_integer() and abs(number) < 10**15
    return str(int(number)) if whole else format(number, ".15g")
