"""The cells of a sheet → what was typed, line by line, with the place of each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from openpyxl.utils import get_column_letter

from workbook.book.merging.lines import is_line
from workbook.book.merging.sheets import InputSheet, Item
from workbook.book.merging.texts import unescaped
from workbook.errors import BadInput
from workbook.export.xlsx.cells import kept, typed_text
from workbook.export.xlsx.provenance import Column
from workbook.export.xlsx.workbook_file import Cell, Cells, Opened, not_ours

Row = dict[str, str | bool]


@dataclass(frozen=True)
class Filled:
    """A sheet that was filled in. ``places``: for each row the address of each of its cells."""

    sheet: InputSheet
    rows: tuple[Row, ...]
    places: tuple[Mapping[str, str], ...]
    formulas: tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """The place of an item in a line of cells, and the keys of its list by label."""

    item: Item
    row: int
    column: int
    keys: Mapping[str, str]

    @property
    def place(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


def filled_in(file: Opened, sheets: Sequence[InputSheet]) -> list[Filled]:
    """The typed cells of each input sheet of ``file``; ``sheets`` are those of the book today.

    Raises BadInput for a missing sheet, heading or field: it must not be taken for deleted.
    """
    known = {(sheet.chapter, sheet.field): sheet for sheet in sheets}
    found = []
    for (title, chapter, field), group in groupby(
        file.about.columns, key=lambda one: (one.sheet, one.chapter, one.field)
    ):
        if (chapter, field) not in known:
            raise not_ours()
        found.append(_filled(file, replace(known[chapter, field], title=title), list(group)))
    return found


def _filled(file: Opened, sheet: InputSheet, columns: Sequence[Column]) -> Filled:
    items = {item.name: item for item in sheet.items}
    there = {column.name for column in columns}
    # A column may be deleted, but not one that identifies its row.
    if not there <= items.keys() or not there.issuperset(sheet.key):
        raise not_ours()
    sheet = replace(sheet, items=tuple(items[column.name] for column in columns))
    keys = [file.about.lists.get(column.options, {}) for column in columns]
    cells = file.sheets.get(sheet.title, {})
    places = _rows_of_table if sheet.field else _rows_of_fields
    slots = [
        [Slot(*one) for one in zip(sheet.items, rows, numbers, keys, strict=True)]
        for rows, numbers in places(cells, columns)
    ]
    lines = [line for line in slots if is_line(_row(line, cells))] if sheet.field else slots
    return Filled(
        sheet,
        tuple(_row(line, cells) for line in lines),
        tuple({slot.item.name: slot.place for slot in line} for line in lines),
        tuple(slot.place for line in lines for slot in line if _is_formula(slot, cells)),
    )


Places = Iterator[tuple[Sequence[int], Sequence[int]]]  # of one line: rows and columns of its cells


def _rows_of_fields(cells: Cells, columns: Sequence[Column]) -> Places:
    """One line whose cells are below one another, each beside its words."""
    rows = {
        text: row for row, line in reversed(list(cells.items())) if (text := _text(line.get(1)))
    }
    yield [_found(rows, column) for column in columns], [2] * len(columns)


def _rows_of_table(cells: Cells, columns: Sequence[Column]) -> Places:
    """Every line below the headings, wherever and in whatever order these are."""
    best: dict[str, int] = {}
    wanted = {column.heading for column in columns}
    for row, line in cells.items():
        headings = {_text(cell): number for number, cell in reversed(list(line.items()))}
        if wanted <= headings.keys():
            numbers = [headings[column.heading] for column in columns]
            yield from (([below] * len(columns), numbers) for below in cells if below > row)
            return
        best = headings if len(wanted & headings.keys()) > len(wanted & best.keys()) else best
    raise _lost(next(column for column in columns if column.heading not in best))


def _found(rows: Mapping[str, int], column: Column) -> int:
    if column.heading not in rows:
        raise _lost(column)
    return rows[column.heading]


def _lost(column: Column) -> BadInput:
    sheet, heading = column.sheet, column.heading
    return BadInput("export.lost_heading", sheet=sheet, heading=heading)


def _row(line: Sequence[Slot], cells: Cells) -> Row:
    row: Row = {}
    for slot in line:
        cell = cells.get(slot.row, {}).get(slot.column)
        if cell is not None:
            percent = slot.item.kind == "share" and "%" in cell.number_format
            row[slot.item.name] = kept(
                slot.item, typed_text(cell.value, percent=percent), slot.keys
            )
    return row


def _is_formula(slot: Slot, cells: Cells) -> bool:
    cell = cells.get(slot.row, {}).get(slot.column)
    return cell is not None and cell.formula


def _text(cell: Cell | None) -> str:
    return unescaped(str(cell.value)).strip() if cell else ""
