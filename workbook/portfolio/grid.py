"""A file as a person sees it: numbered lines of cells, not yet read as anything."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workbook.portfolio.keys import Problem

# How a workbook writes a carriage return, a line break and a tab inside a text.
ESCAPED = re.compile(r"(?:_x000[dD]_)+\n?|_x000[aA9]_")


@dataclass(frozen=True)
class Trouble:
    """Why a cell or a line cannot be used; ``figures`` are what the words for it need."""

    kind: Problem
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Formula:
    """A cell whose formula was never calculated."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. ``row`` counts as a person does: the first row of the file is 1.

    wraps: whether a cell of it holds a line break.
    """

    row: int
    cells: Sequence[object]
    trouble: Trouble | None = None
    wraps: bool = False


# What an apostrophe in front keeps a spreadsheet from taking for a formula or a number.
TEXT_MARKED = tuple("=+-@\t\r0123456789＝＋－＠")

Score = Callable[[Sequence[object]], int]


@dataclass(frozen=True)
class Grid:
    """All lines of a file, in order.

    encoding: what the bytes were read as; guessed: because nothing else fitted. even: whether a
    line with fewer cells than the heading is broken. epoch: day 0 of the dates that a spreadsheet
    counts; None where nothing counts them. sheets: the titles, in a workbook; sheet: the one that
    was read. formats: place → the number formats of the numbers that stand there.
    """

    lines: Sequence[Line]
    encoding: str
    even: bool = False
    epoch: dt.datetime | None = None
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    formats: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    guessed: bool = False


def text_of(cell: object) -> str:
    """A cell as the text that a person sees in it; "" for a blank one."""
    if isinstance(cell, str):
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


def is_empty(line: Line) -> bool:
    """Whether there is nothing in the line at all."""
    return line.trouble is None and not any(
        text_of(cell) or isinstance(cell, Formula) for cell in line.cells
    )


def _unwrapped(text: str) -> str:
    """Without the tricks by which programs keep a spreadsheet from touching a text."""
    if text.isalnum():  # most of them, and nothing to take off
        return text
    if "_x" in text:
        text = ESCAPED.sub(" ", text)
    bare = text.strip().strip("\ufeff\u200b").lstrip("`")
    if bare[:2] == '="' and bare[-1:] == '"' and len(bare) > 2:
        return bare[2:-1].strip()
    return bare[1:] if bare[:1] == "'" and bare[1:2] in TEXT_MARKED else bare


def _number(number: float) -> str:
    # 15 digits are what a spreadsheet shows and keeps; the rest is noise of the arithmetic.
    whole = number.is_integer() and abs(number) < 10**15
    return str(int(number)) if whole else format(number, ".15g")
