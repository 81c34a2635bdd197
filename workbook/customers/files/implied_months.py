"""The month of a table that has no column for it: one sheet, or one file, for each month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbook.customers.files.grid import Grid, text_of
from workbook.customers.files.headings import Heading
from workbook.customers.files.request import Wish
from workbook.customers.message_keys import MonthSource
from workbook.domain.fields import plain

MONTH = re.compile(
    r"(?<!\d)(?P<year>20\d\d)"
    r"(?:\s*[年./_-]\s*(?P<month>1[0-2]|0?[1-9])|(?P<close>1[0-2]|0[1-9]))"
    r"(?:\s*[月./_-]?\s*(?P<day>[0-3]?\d)(?:日|(?!\d)))?(?!\d)"
)


@dataclass(frozen=True)
class Dated:
    """month: its first day; column: ours, which it fills; where: its place in the file."""

    month: dt.date
    column: str
    where: MonthSource

    def told(self, wish: Wish) -> str:
        """A sentence on the month and its source."""
        label = wish.table.columns[self.column].label
        where = wish.pack.month_sources[self.where]
        said = wish.pack.notes["month_said"]
        return said.format(column=label, month=f"{self.month:%Y-%m}", source=where)


def dated(grid: Grid, heading: Heading, name: str, wish: Wish) -> Dated | None:
    """The month in the sheet's title, the lines above the heading or the file's name, for a kind of
    table with months that no column holds.

    None where several are stated, or where a day is not the last of its month: that may be the
    printing date. None for a month that is not over yet in ``wish.today``.
    """
    there = {each.column for each in heading.placed}
    columns = wish.table.columns
    absent = [one for one in columns if columns[one].reads == "month" and one not in there]
    if not absent:
        return None
    above = (
        text_of(cell) for line in grid.lines if line.row < heading.first_row for cell in line.cells
    )
    places: tuple[tuple[MonthSource, Iterable[str]], ...] = (
        ("sheet", [grid.sheet]),
        ("above", above),
        ("file", [name]),
    )
    for where, texts in places:
        months = {month for text in texts for month in _months(text)}
        if len(months) > 1:
            return None
        for month in months:
            begun = wish.today is None or month <= wish.today
            return Dated(month, absent[0], where) if begun else None
    return None


def _months(text: str) -> Iterator[dt.date]:
    for found in MONTH.finditer(plain(text)):
        year, month = int(found["year"]), int(found["month"] or found["close"])
        last = calendar.monthrange(year, month)[1]
        if found["day"] is None or int(found["day"]) == last:
            yield dt.date(year, month, 1)
