"""A table with a column for each month → a line for each customer and month, as in other files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.customers.files.column_units import label_of
from workbook.customers.files.dates import month_in
from workbook.customers.files.grid import Grid, GridLine, text_of
from workbook.customers.files.headings import best_in, looked_up
from workbook.customers.files.request import Wish
from workbook.customers.files.validation import uneven
from workbook.domain.fields import plain

MONTH = re.compile(
    r"(?<!\d)(?P<y>20\d\d)\s*(?:[年./_-]\s*(?P<m>1[0-2]|0?[1-9])(?!\d)|(?P<close>1[0-2]|0[1-9])(?!\d))"
    r"(?:\s*[月./_-]\s*(?:[0-3]?\d(?!\d)(?:\s*日)?(?:\s+00:00(?::00)?)?)?)?"
    r"|\b(?P<named>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[-\s/,']*(?:20)?\d\d)(?!\d)",
    re.IGNORECASE,
)
AROUND = re.compile(r"^[\s月末底份_-]+|[\s_-]+$")


@dataclass(frozen=True)
class Cell:
    """A column of the file with one of our columns for one month; its unit in yuan, None where the
    heading names none."""

    position: int
    month: str
    column: str
    yuan: int | None


@dataclass(frozen=True)
class Months:
    """The layout of such a table: the line of its headings, and the columns of its months."""

    row: int
    headings: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def columns(self) -> dict[str, int | None]:
        """Our columns in it, in the order of the file, each with its unit."""
        return {one.column: one.yuan for one in self.cells}

    @property
    def others(self) -> list[int]:
        """The places of the columns that are no month."""
        taken = {one.position for one in self.cells}
        return [at for at in range(len(self.headings)) if at not in taken]


def by_line(grid: Grid, wish: Wish) -> tuple[Grid, str]:
    """The grid with a line for each month, and a sentence that says so; unchanged, and "", where no
    line near its top has months as headings.

    The heading must name the required columns of a row, and no amount of its own beside the months;
    the lines below it are renumbered. A blank cell of a month gives no line.
    """
    found = _months(grid, wish)
    if found is None:
        return grid, ""
    lines = list(_lines(grid, found, wish))
    said = wish.pack.notes["months_said"].format(
        count=len({one.month for one in found.cells}),
        first=min(one.month for one in found.cells)[:7],
        last=max(one.month for one in found.cells)[:7],
        rows=found.row,
    )
    return replace(grid, lines=lines, formats=_formats(grid.formats, found)), said


def _months(grid: Grid, wish: Wish) -> Months | None:
    month = next((key for key, one in wish.table.columns.items() if one.reads == "month"), None)
    heading = best_in(grid.lines, wish) if month and wish.table.one_of else None
    if heading is None or heading.row != heading.first_row:
        return None
    there = {each.column for each in heading.placed}
    if not set(wish.table.required) <= there or there & {month, *wish.table.one_of}:
        return None
    cells = tuple(_cells(heading.cells, wish))
    units: Mapping[str, set[int | None]] = defaultdict(set)
    for one in cells:
        units[one.column].add(one.yuan)
    places = {(one.month, one.column) for one in cells}
    if not cells or len(places) < len(cells) or any(len(each) > 1 for each in units.values()):
        return None
    return Months(heading.row, heading.cells, cells)


def _cells(headings: Sequence[str], wish: Wish) -> Iterator[Cell]:
    for at, heading in enumerate(headings):
        bare, yuan = wish.units.split(plain(heading))
        found = MONTH.search(bare)
        month = _first_day(found) if found else None
        if found is None or month is None:
            continue
        rest = AROUND.sub("", f"{bare[: found.start()]} {bare[found.end() :]}".strip())
        known = looked_up(rest, wish) if rest else None
        column = known.column if known else "" if rest else wish.table.one_of[0]
        if column in wish.table.one_of:
            yield Cell(at, month, column, yuan or (known.yuan if known else None))


def _first_day(found: re.Match[str]) -> str | None:
    if found["named"]:
        return month_in(found["named"])
    return f"{found['y']}-{int(found['m'] or found['close']):02}-01"


def _lines(grid: Grid, found: Months, wish: Wish) -> Iterator[GridLine]:
    """The lines above the heading, the heading, and those below, numbered on from there."""
    row = found.row
    for line in grid.lines:
        if line.row < found.row:
            yield line
        elif line.row == found.row:
            yield GridLine(row, _heading(found, wish))
        else:
            for one in _of_each_month(line, found, even=grid.even):
                row += 1
                yield replace(one, row=row)


def _heading(found: Months, wish: Wish) -> list[str]:
    columns = wish.table.columns
    month = next(one.label for one in columns.values() if one.reads == "month")
    units = {
        key: f"({label_of(yuan, wish.pack)})" if yuan else "" for key, yuan in found.columns.items()
    }
    amounts = [columns[key].label + unit for key, unit in units.items()]
    return [*(found.headings[at] for at in found.others), month, *amounts]


def _of_each_month(line: GridLine, found: Months, *, even: bool) -> Iterator[GridLine]:
    """The line once for each month with a value; once without a month where it has none, so that
    nobody is lost silently."""
    trouble = line.trouble or (uneven(line.cells, len(found.headings)) if even else None)
    cells = [*line.cells, *[None] * (len(found.headings) - len(line.cells))]
    others = [cells[at] for at in found.others]
    amounts: dict[str, dict[str, object]] = {}
    for one in found.cells:
        if text_of(cells[one.position]):
            amounts.setdefault(one.month, {})[one.column] = cells[one.position]
    if trouble or not amounts:
        blank = [None] * (len(found.columns) + 1)
        yield replace(line, cells=[*others, *blank], trouble=trouble)
        return
    for month, held in amounts.items():
        yield replace(line, cells=[*others, month, *(held.get(key) for key in found.columns)])


def _formats(formats: Mapping[int, tuple[str, ...]], found: Months) -> dict[int, tuple[str, ...]]:
    """Place → number formats, for the new places."""
    kept = {to: formats[at] for to, at in enumerate(found.others) if at in formats}
    for to, column in enumerate(found.columns, len(found.others) + 1):
        held = [formats.get(one.position, ()) for one in found.cells if one.column == column]
        kept[to] = tuple(dict.fromkeys(each for many in held for each in many))
    return {at: each for at, each in kept.items() if each}
