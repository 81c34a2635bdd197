"""What a person should know about a file that was read, though nothing in it is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from workbook.portfolio.cells import is_number
from workbook.portfolio.frames import whole_fen
from workbook.portfolio.grid import Grid
from workbook.portfolio.headings import Heading, Placed
from workbook.portfolio.sifting import Sifted, Wish

MOST_NAMED = 12


def notes(
    grid: Grid, heading: Heading, sifted: Sifted, rows: pd.DataFrame, wish: Wish
) -> Iterator[str]:
    """Sentences in the reader's language; they hold headings and counts, no customer's data."""
    said, join = wish.pack.notes, wish.pack.join
    if grid.guessed:
        yield said["encoding"].format(encoding=grid.encoding.upper())
    if heading.row > 1:
        yield said["above_heading"].format(row=heading.row, count=heading.row - 1)
    if sifted.blank_rows:
        yield said["blank_rows"].format(count=sifted.blank_rows)
    left_out = [each.heading for each in heading.placed if not wish.keeps(each.column)]
    if left_out:
        yield said["left_out"].format(headings=join.join(left_out))
    if heading.unknown:
        yield said["unknown_headings"].format(headings=_some(heading.unknown, join))
    for placed in heading.placed:
        if wish.keeps(placed.column):
            yield from _about_column(placed, sifted, wish)
    yield from _about_rows(heading, sifted, rows, wish)


def _about_column(placed: Placed, sifted: Sifted, wish: Wish) -> Iterator[str]:
    said, reads = wish.pack.notes, wish.table.columns[placed.column].reads
    if reads == "birthday":
        yield said["month_and_day"].format(heading=placed.heading)
    if reads == "id":
        lines = (sifted.even[at].cells for at in sifted.good)
        count = sum(is_number(cells[placed.position]) for cells in lines)
        if count:
            yield said["number_ids"].format(heading=placed.heading, count=count)
    if reads == "money":
        values = [sifted.values[placed.column][at] for at in sifted.good]
        count = sum(whole_fen(value) != value for value in values)
        if count:
            yield said["rounded"].format(heading=placed.heading, count=count)


def _about_rows(heading: Heading, sifted: Sifted, rows: pd.DataFrame, wish: Wish) -> Iterator[str]:
    said, join = wish.pack.notes, wish.pack.join
    names = {each.column: each.heading for each in heading.placed}
    blanks = {
        names[str(name)]: int(count) for name, count in rows.isna().sum().items() if name in names
    }
    counts = [f"{heading} {count}" for heading, count in blanks.items() if count]
    if counts:
        yield said["blank_cells"].format(counts=join.join(counts))
    twins = [] if wish.table.unique else _twins(sifted)
    if twins:
        yield said["twins"].format(count=len(twins), rows=_some(twins, join))
    wrapped = [line.row for line in sifted.even if line.wraps]
    if wrapped:
        yield said["line_breaks"].format(count=len(wrapped), rows=_some(wrapped, join))


def _twins(sifted: Sifted) -> list[int]:
    seen: set[tuple[str, ...]] = set()
    found = []
    for at in sifted.good:
        row = sifted.even[at].row
        if sifted.texts[row] in seen:
            found.append(row)
        seen.add(sifted.texts[row])
    return found


def _some(named: Sequence[object], join: str) -> str:
    more = "…" if len(named) > MOST_NAMED else ""
    return join.join(map(str, named[:MOST_NAMED])) + more
