"""The lines of a file, sorted into those that are sound and what is wrong with the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook.portfolio.cells import read_cells
from workbook.portfolio.delimited import fits
from workbook.portfolio.grid import Grid, Line, Trouble, is_empty, text_of
from workbook.portfolio.headings import Heading, Placed
from workbook.portfolio.manner import Manner, Value
from workbook.portfolio.pack import Pack, Problem, Table, known_values, total_words, value_key
from workbook.privacy import private_number

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What is asked of a file: which kind it is, read in whose words, as of when.

    keep_names: whether the bank has switched customers' names on.
    """

    kind: str
    pack: Pack
    today: dt.date | None = None
    keep_names: bool = False

    @property
    def table(self) -> Table:
        return self.pack.table(self.kind)

    def keeps(self, column: str) -> bool:
        """Whether a column may be stored."""
        keep = self.table.columns[column].keep
        return keep == "always" or (keep == "names" and self.keep_names)


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a row. ``position``: of the cell; None for the whole row."""

    row: int
    position: int | None
    trouble: Trouble


@dataclass(frozen=True)
class Sifted:
    """All lines of data, each either good or named by a flaw.

    texts: row → what a person sees in its cells, for every line of data. even: the lines that
    have a cell for each heading; values: column → what those lines hold, in their order.
    """

    texts: Mapping[int, Texts]
    even: Sequence[Line]
    values: Mapping[str, Sequence[Value | Trouble | None]]
    flaws: tuple[Flaw, ...]
    blank_rows: int

    @property
    def good(self) -> list[int]:
        """The places in ``even`` and ``values`` of the lines with no flaw."""
        bad = {flaw.row for flaw in self.flaws}
        return [at for at, line in enumerate(self.even) if line.row not in bad]


def sift(grid: Grid, heading: Heading, wish: Wish) -> Sifted:
    """Read every line below the heading and find all that is wrong, all at once."""
    below = [line for line in grid.lines if line.row > heading.row]
    lines = [line for line in below if not is_empty(line)]
    texts = {line.row: tuple(map(text_of, line.cells)) for line in lines}
    broken = {flaw.row: flaw for flaw in _line_flaws(lines, texts, heading, grid.even, wish)}
    even = [line for line in lines if line.row not in broken]
    values = _values(even, heading, grid.epoch, wish)
    flaws = [
        *broken.values(),
        *_private_flaws(texts),
        *_cell_flaws(even, values, heading),
        *_flaws_without_value(even, values, heading, wish),
        *_repeated(even, values, texts, heading, wish),
    ]
    flaws.sort(key=lambda flaw: (flaw.row, -1 if flaw.position is None else flaw.position))
    return Sifted(texts, even, values, tuple(flaws), len(below) - len(lines))


# -- whole lines ----------------------------------------------------------------------------------


def _line_flaws(
    lines: Sequence[Line],
    texts: Mapping[int, Texts],
    heading: Heading,
    even: bool,
    wish: Wish,
) -> Iterator[Flaw]:
    totals = total_words()
    first = next((p.position for p in heading.placed if p.column == wish.table.required[0]), 0)
    for line in lines:
        trouble = line.trouble or _uneven(texts[line.row], heading, even)
        if trouble is None and texts[line.row] == heading.cells:
            trouble = Trouble("heading_again")
        if trouble is None and value_key("".join(texts[line.row][first : first + 1])) in totals:
            trouble = Trouble("total_row")
        if trouble is not None:
            yield Flaw(line.row, None, trouble)


def _uneven(texts: Texts, heading: Heading, even: bool) -> Trouble | None:
    width = len(heading.cells)
    figures = {"cells": str(len(texts)), "columns": str(width)}
    if len(texts) < width:
        return Trouble("too_few_cells", figures) if even else None
    return None if fits(texts, width) else Trouble("too_many_cells", figures)


def _private_flaws(texts: Mapping[int, Texts]) -> Iterator[Flaw]:
    for row, cells in texts.items():
        # One look at the whole line: nearly all of them hold nothing of the kind.
        if sum(map(len, cells)) < 16:
            continue
        for position, text in enumerate(cells):
            found = private_number(text)
            if found:
                yield Flaw(row, position, Trouble(found[0]))


# -- cells ----------------------------------------------------------------------------------------


def _values(
    lines: Sequence[Line], heading: Heading, epoch: dt.datetime | None, wish: Wish
) -> dict[str, list[Value | Trouble | None]]:
    found = {}
    for placed in heading.placed:
        if wish.keeps(placed.column):
            column = [_cell(line, placed.position) for line in lines]
            read = read_cells(column, _manner(placed, epoch, wish))
            if wish.table.is_filled(placed.column):
                read = [Trouble("blank_required") if value is None else value for value in read]
            found[placed.column] = read
    return found


def _cell(line: Line, position: int) -> object:
    return line.cells[position] if position < len(line.cells) else None


def _manner(placed: Placed, epoch: dt.datetime | None, wish: Wish) -> Manner:
    column, pack = wish.table.columns[placed.column], wish.pack
    offer = pack.join.join(item.label for item in pack.lists.get(column.choices, {}).values())
    return Manner(
        column,
        blanks=frozenset(map(value_key, pack.blanks)),
        earliest_year=pack.limits.earliest_year,
        oldest=pack.limits.oldest,
        yuan=placed.yuan,
        choices=known_values(column.choices) if column.choices else {},
        offer=offer,
        epoch=epoch,
        today=wish.today,
    )


def _cell_flaws(
    lines: Sequence[Line],
    values: Mapping[str, Sequence[Value | Trouble | None]],
    heading: Heading,
) -> Iterator[Flaw]:
    for placed in heading.placed:
        for line, value in zip(lines, values.get(placed.column, ()), strict=False):
            if isinstance(value, Trouble):
                yield Flaw(line.row, placed.position, value)


# -- rows among themselves ------------------------------------------------------------------------


def _flaws_without_value(
    lines: Sequence[Line],
    values: Mapping[str, Sequence[Value | Trouble | None]],
    heading: Heading,
    wish: Wish,
) -> Iterator[Flaw]:
    there = [placed for placed in heading.placed if placed.column in wish.table.one_of]
    if not there:
        return
    names = wish.pack.join.join(placed.heading for placed in there)
    for at, line in enumerate(lines):
        if all(values[placed.column][at] is None for placed in there):
            yield Flaw(line.row, None, Trouble("no_value", {"columns": names}))


def _repeated(
    lines: Sequence[Line],
    values: Mapping[str, Sequence[Value | Trouble | None]],
    texts: Mapping[int, Texts],
    heading: Heading,
    wish: Wish,
) -> Iterator[Flaw]:
    """The second and later rows of an id; the first stays, whatever else is wrong with it."""
    unique = wish.table.unique
    if not unique or not set(unique) <= set(values):
        return
    position = next(each.position for each in heading.placed if each.column == unique[0])
    seen: dict[tuple[object, ...], int] = {}
    for at, line in enumerate(lines):
        key = tuple(values[name][at] for name in unique)
        if any(part is None or isinstance(part, Trouble) for part in key):
            continue
        first = seen.setdefault(key, line.row)
        if first != line.row:
            kind: Problem = "same_row" if texts[first] == texts[line.row] else "same_id"
            yield Flaw(line.row, position, Trouble(kind, {"first": str(first)}))
