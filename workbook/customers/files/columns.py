"""Reads one column of a file, cell by cell, in its unit and with the mapping's own values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbook.customers.files.cells import read_cells
from workbook.customers.files.column_reader import Manner, Value
from workbook.customers.files.grid import GridLine, Trouble, text_of
from workbook.customers.files.headings import Heading, Placed
from workbook.customers.files.request import Wish
from workbook.customers.pack import known_values, value_key

BORN = {"1970-01-01"}  # systems write it for “none”, and it is the birthday of many customers

Cells = list[Value | Trouble | None]


@dataclass(frozen=True)
class Reader:
    """How to read the columns of one file.

    beside: the places of columns of units and currencies. widths: column of ids → digits to which
    its numbers are padded. epoch: day 0 of a spreadsheet's days.
    """

    wish: Wish
    beside: Mapping[str, int] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    epoch: dt.datetime | None = None

    def values(self, lines: Sequence[GridLine], placed: Placed) -> Cells:
        """A value, a Trouble or None (blank) for each line."""
        column = self.wish.table.columns[placed.column]
        cells = _cells(lines, placed)
        at = self.beside.get("unit")
        if column.reads == "money" and at is not None:
            read = self._by_units(cells, [_text(line, at) for line in lines], placed)
        else:
            read = read_cells(cells, self._manner(placed, placed.yuan or 1))
        if self.wish.table.is_filled(placed.column):
            return [Trouble("blank_required") if value is None else value for value in read]
        return read

    def _by_units(self, cells: Sequence[object], texts: Sequence[str], placed: Placed) -> Cells:
        """Amounts with a unit beside each of them; a column without any unit is another column (an
        employer is a 单位 as well)."""
        units = {text: self.wish.units.named(text) for text in set(texts)}
        if not any(units.values()):
            return read_cells(cells, self._manner(placed, placed.yuan or 1))
        found: Cells = [None] * len(cells)
        for text, yuan in units.items():
            rows = [at for at, one in enumerate(texts) if one == text]
            unit = yuan if text else placed.yuan or 1
            mine = [cells[at] for at in rows]
            read = read_cells(mine, self._manner(placed, unit)) if unit else _unknown(mine, text)
            for at, value in zip(rows, read, strict=True):
                found[at] = value
        return found

    def _manner(self, placed: Placed, yuan: int) -> Manner:
        pack, column = self.wish.pack, self.wish.table.columns[placed.column]
        offer = pack.join.join(item.label for item in pack.lists.get(column.choices, {}).values())
        said = self.wish.said_of(placed.heading).values
        return Manner(
            column,
            blanks=frozenset(map(value_key, pack.blanks)),
            earliest_year=pack.limits.earliest_year,
            oldest=pack.limits.oldest,
            yuan=yuan,
            choices=known_values(column.choices) if column.choices else {},
            offer=offer,
            epoch=self.epoch,
            today=self.wish.today,
            null_days=frozenset(pack.null_days) - (BORN if column.reads == "birthday" else set()),
            open_ended=frozenset(map(value_key, pack.open_ended)),
            values={value_key(written): meant for written, meant in said.items()},
            width=self.widths.get(placed.column, 0),
        )


def currencies(lines: Sequence[GridLine], heading: Heading, wish: Wish) -> list[str]:
    """The currency of each line as written in the file, "" for the bank's own."""
    at = heading.beside["currency"]
    title = heading.cells[at] if at < len(heading.cells) else ""
    said = {value_key(key): meant for key, meant in wish.said_of(title).values.items()}
    texts = [_text(line, at) for line in lines]
    foreign = {
        text: text
        for text in set(texts)
        if text and not wish.units.is_currency(said.get(value_key(text), text))
    }
    return [foreign.get(text, "") for text in texts]


def _cells(lines: Sequence[GridLine], placed: Placed) -> list[object]:
    if placed.also:
        return [_joined(line, placed) for line in lines]
    at = placed.position
    return [line.cells[at] if at < len(line.cells) else None for line in lines]


def _joined(line: GridLine, placed: Placed) -> str:
    first = line.cells[placed.position] if placed.position < len(line.cells) else None
    texts = [text_of(first), *(_text(line, at) for at in placed.also)]
    return "；".join(dict.fromkeys(filter(None, texts)))


def _text(line: GridLine, at: int) -> str:
    return text_of(line.cells[at]) if at < len(line.cells) else ""


def _unknown(cells: Sequence[object], unit: str) -> Cells:
    return [Trouble("unknown_unit", {"unit": unit}) if text_of(cell) else None for cell in cells]
