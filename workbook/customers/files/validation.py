"""Sorts a file's lines into good ones and flawed ones, with their flaws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbook.customers.files.column_reader import Value
from workbook.customers.files.columns import Reader, currencies
from workbook.customers.files.debit_credit import folded
from workbook.customers.files.delimited import fits
from workbook.customers.files.grid import AsSeen, GridLine, Trouble
from workbook.customers.files.headings import Heading
from workbook.customers.files.request import Wish
from workbook.customers.message_keys import Problem

Texts = tuple[str, ...]
Cells = Sequence[Value | Trouble | None]


@dataclass(frozen=True)
class Flaw:
    """One error in a row. ``position``: of the cell; None for the whole row."""

    row: int
    position: int | None
    trouble: Trouble


@dataclass(frozen=True)
class Sifted:
    """All lines of data, each either good or with a flaw.

    texts: row → what a person sees in its cells, for every line of data. even: the lines that have
    a cell for each heading; values: column → their values, in order.
    heading: the places of those columns. spoiled: unreadable cells that cost their rows nothing;
    they are blank in ``values``.
    """

    texts: Mapping[int, Texts]
    even: Sequence[GridLine]
    values: Mapping[str, Cells]
    flaws: tuple[Flaw, ...]
    heading: Heading
    spoiled: tuple[Flaw, ...] = ()
    bad: frozenset[int] = field(default=frozenset())

    @cached_property
    def good(self) -> Sequence[int]:
        """The places in ``even`` and ``values`` of the lines without a flaw."""
        if not self.bad:
            return range(len(self.even))  # a list would take 40 bytes for each row
        return [at for at, line in enumerate(self.even) if line.row not in self.bad]


def sift(lines: Sequence[GridLine], heading: Heading, even: bool, reader: Reader) -> Sifted:
    """Read the lines of data and find all errors at once.

    even: whether a line with more or fewer cells than headings is broken.
    """
    wish = reader.wish
    texts = AsSeen(lines)
    broken = {flaw.row: flaw for flaw in _line_flaws(lines, heading, even)}
    there = [line for line in lines if line.row not in broken] if broken else lines
    values = {
        each.column: list(reader.values(there, each))
        for each in heading.placed
        if wish.keeps(each.column)
    }
    values, heading = folded(values, heading, wish)
    spoiled = list(_spoiled(there, values, heading, wish))
    flaws = [
        *broken.values(),
        *_cell_flaws(there, values, heading),
        *_foreign(there, heading, wish),
        *_flaws_without_value(there, values, heading, wish),
        *_repeated(there, values, texts, heading, wish),
    ]
    flaws.sort(key=lambda flaw: (flaw.row, -1 if flaw.position is None else flaw.position))
    bad = frozenset(flaw.row for flaw in flaws)
    kept = tuple(flaw for flaw in spoiled if flaw.row not in bad)
    return Sifted(texts, there, values, tuple(flaws), heading, kept, bad)


# -- whole lines ----------------------------------------------------------------------------------


def _line_flaws(lines: Sequence[GridLine], heading: Heading, even: bool) -> Iterator[Flaw]:
    for line in lines:
        trouble = line.trouble or (uneven(line.cells, len(heading.cells)) if even else None)
        if trouble is not None:
            yield Flaw(line.row, None, trouble)


def uneven(cells: Sequence[object], width: int) -> Trouble | None:
    """The flaw of a line whose number of cells differs from the number of headings."""
    if fits(cells, width):
        return None
    figures = {"cells": str(len(cells)), "columns": str(width)}
    return Trouble("too_few_cells" if len(cells) < width else "too_many_cells", figures)


def _foreign(lines: Sequence[GridLine], heading: Heading, wish: Wish) -> Iterator[Flaw]:
    """The rows with amounts in another currency."""
    at = heading.beside.get("currency")
    if at is None:
        return
    for line, currency in zip(lines, currencies(lines, heading, wish), strict=True):
        if currency:
            yield Flaw(line.row, at, Trouble("foreign_currency", {"currency": currency}))


# -- cells ----------------------------------------------------------------------------------------


def _spoiled(
    lines: Sequence[GridLine],
    values: dict[str, list[Value | Trouble | None]],
    heading: Heading,
    wish: Wish,
) -> Iterator[Flaw]:
    """The cells that cost their rows nothing; in ``values`` they become blank, or yes.

    A part counts where the whole is not known; and a row needs one readable amount.
    """
    sound = _with_a_value(values, wish)
    for each in heading.placed:
        column = wish.table.columns[each.column]
        if each.column not in values or wish.table.costs(each.column):
            continue
        cells, whole = values[each.column], values.get(column.part_of)
        for at, cell in _troubles(cells):
            lacks_whole = column.part_of and (whole is None or whole[at] is None)
            if lacks_whole or (each.column in wish.table.one_of and not sound[at]):
                continue
            cells[at] = True if column.doubt else None
            yield Flaw(lines[at].row, each.position, cell)


def _troubles(cells: Cells) -> Iterator[tuple[int, Trouble]]:
    """The places of errors, and the errors; nearly no column has any."""
    if Trouble in set(map(type, cells)):
        for at, cell in enumerate(cells):
            if isinstance(cell, Trouble):
                yield at, cell


def _with_a_value(values: Mapping[str, Cells], wish: Wish) -> Sequence[bool]:
    there = [values[name] for name in wish.table.one_of if name in values]
    rows = zip(*there, strict=True)
    return [any(cell is not None and not isinstance(cell, Trouble) for cell in row) for row in rows]


def _cell_flaws(
    lines: Sequence[GridLine], values: Mapping[str, Cells], heading: Heading
) -> Iterator[Flaw]:
    for placed in heading.placed:
        for at, trouble in _troubles(values.get(placed.column, ())):
            yield Flaw(lines[at].row, placed.position, trouble)


# -- rows among themselves ------------------------------------------------------------------------


def _flaws_without_value(
    lines: Sequence[GridLine], values: Mapping[str, Cells], heading: Heading, wish: Wish
) -> Iterator[Flaw]:
    there = [placed for placed in heading.placed if placed.column in wish.table.one_of]
    if not there:
        return
    names = wish.pack.join.join(placed.heading for placed in there)
    for at, line in enumerate(lines):
        if all(values[placed.column][at] is None for placed in there):
            yield Flaw(line.row, None, Trouble("no_value", {"columns": names}))


def _repeated(
    lines: Sequence[GridLine],
    values: Mapping[str, Cells],
    texts: Mapping[int, Texts],
    heading: Heading,
    wish: Wish,
) -> Iterator[Flaw]:
    """The second and later rows of an id; the first stays, whatever its other flaws."""
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
