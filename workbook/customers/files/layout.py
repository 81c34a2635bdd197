"""A grid and its heading → the lines of data, and how to read each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.customers.files.column_choice import Choice, settled
from workbook.customers.files.column_units import is_unit_row, measured, widths, with_unit_row
from workbook.customers.files.columns import Reader
from workbook.customers.files.grid import Grid, GridLine, is_empty, text_of
from workbook.customers.files.headings import Heading
from workbook.customers.files.request import Wish
from workbook.customers.files.summary_lines import asides, repeated
from workbook.customers.message_keys import Aside


@dataclass(frozen=True)
class Arranged:
    """The lines of data below a heading.

    heading: one place for each column, with the unit of its amounts. aside: row → what a line
    without data is. blank_rows: their number. choices: where several headings could have been one
    column.
    """

    lines: Sequence[GridLine]
    heading: Heading
    reader: Reader
    aside: Mapping[int, Aside]
    choices: tuple[Choice, ...]
    blank_rows: int


def arranged(grid: Grid, heading: Heading, name: str, wish: Wish) -> Arranged:
    """Separates data from other lines, finds units, and chooses one place for each column.

    Raises BadInput where the unit of an amount is ambiguous.
    """
    below = [line for line in grid.lines if line.row > heading.row]
    filled = [line for line in below if not is_empty(line)]
    head = [tuple(map(text_of, line.cells)) for line in grid.lines if line.row <= heading.row]
    aside = {**asides(filled, heading, wish), **repeated(filled, [*head, heading.cells])}
    lines = [line for line in filled if line.row not in aside]
    if lines and is_unit_row(lines[0], heading, wish):
        heading = with_unit_row(heading, lines.pop(0), wish)
    feet = [row for row, what in aside.items() if what == "footer"]
    heading = measured(_without_employers(heading, lines, wish), grid, feet, name, wish)
    reader = Reader(wish, heading.beside, widths(heading, grid, wish), grid.epoch)
    sound = [line for line in lines if line.trouble is None]
    heading, choices = settled(heading, lambda placed: reader.values(sound, placed), wish)
    return Arranged(lines, heading, reader, aside, choices, len(below) - len(filled))


def _without_employers(heading: Heading, lines: Sequence[GridLine], wish: Wish) -> Heading:
    """单位 may head a unit of money, or a customer's employer."""
    at = heading.beside.get("unit")
    if at is None:
        return heading
    texts = {text_of(line.cells[at]) for line in lines if at < len(line.cells)}
    if any(wish.units.named(text) for text in texts):
        return heading
    rest = {name: place for name, place in heading.beside.items() if name != "unit"}
    return replace(heading, beside=rest)
