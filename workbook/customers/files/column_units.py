"""The unit of money of each column, and its place in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from workbook.customers.files.grid import Grid, GridLine, text_of
from workbook.customers.files.headings import Heading, Placed, is_upper, refused
from workbook.customers.files.money_units import padding
from workbook.customers.files.request import Wish
from workbook.customers.message_keys import Source
from workbook.customers.pack import Pack


def measured(heading: Heading, grid: Grid, foot: Sequence[int], name: str, wish: Wish) -> Heading:
    """The heading with the units of its amounts.

    In this order: the reader's mapping, the reader's option, the heading itself, the heading above
    it, a line above the table or in its ``foot`` (rows), the format of the cells. Raises BadInput
    for several possible units, and for another currency.
    """
    above, upper = _around(heading, grid, foot)
    said = wish.units.title(above) | wish.units.title_words([upper])
    foreign = wish.units.foreign_title([*above, upper])
    if foreign:
        raise refused("foreign_title", wish.pack, name=name, currency=foreign)
    placed = tuple(
        _measured(each, heading, said, grid, name, wish)
        if wish.table.columns[each.column].reads == "money"
        else each
        for each in heading.placed
    )
    return replace(heading, placed=placed)


def is_unit_row(line: GridLine, heading: Heading, wish: Wish) -> bool:
    """Whether a line below the heading holds only units: 万元, 万元, 户.

    One of them stands in a column of amounts: a K among the notes is a note.
    """
    texts = dict(enumerate(map(text_of, line.cells)))
    if any(map(str.isdigit, "".join(texts.values()))):
        return False
    money = (each for each in heading.placed if wish.table.columns[each.column].reads == "money")
    return any(wish.units.named(texts.get(each.position, "")) for each in money)


def with_unit_row(heading: Heading, line: GridLine, wish: Wish) -> Heading:
    """The heading with the units of the line below it."""
    units = {at: wish.units.named(text_of(cell)) for at, cell in enumerate(line.cells)}
    placed = tuple(
        replace(each, yuan=units[each.position], source="heading")
        if each.yuan is None and units.get(each.position)
        else each
        for each in heading.placed
    )
    return replace(heading, placed=placed)


def _around(heading: Heading, grid: Grid, foot: Sequence[int]) -> tuple[list[list[str]], list[str]]:
    """The texts of the lines around the table, and of the one that groups columns."""
    rows = set(foot)
    lines = {
        line.row: [text_of(cell) for cell in line.cells]
        for line in grid.lines
        if line.row < heading.first_row or line.row in rows
    }
    just_above = lines.get(heading.first_row - 1, [])
    upper = lines.pop(heading.first_row - 1) if is_upper(just_above) else []
    return [list(filter(None, texts)) for texts in lines.values()], list(filter(None, upper))


def _measured(
    each: Placed, heading: Heading, said: set[int], grid: Grid, name: str, wish: Wish
) -> Placed:
    formats = grid.formats.get(each.position, ())
    foreign = next(filter(None, map(wish.units.foreign_format, formats)), "")
    if foreign:
        raise refused(
            "foreign_format", wish.pack, name=name, heading=each.heading, currency=foreign
        )
    own = wish.units.named(wish.said_of(each.heading).unit)
    named = wish.units.foreign_heading(each.heading)
    if named and own is None:
        raise refused("foreign_heading", wish.pack, name=name, heading=each.heading, currency=named)
    over = heading.upper[each.position] if each.position < len(heading.upper) else ""
    known: list[tuple[int | None, Source]] = [
        (own, "map"),
        (wish.yuan, "option"),
        (each.yuan, "heading"),
        (wish.units.split(over)[1], "upper"),
    ]
    for yuan, source in known:
        if yuan is not None:
            return replace(each, yuan=yuan, source=source)
    by_format = {unit for unit in map(wish.units.of_format, formats) if unit is not None}
    by_name = wish.units.title([[grid.sheet], [PurePath(name).stem]])
    for units, source in ((said, "title"), (by_format, "format"), (by_name, "name")):
        if len(units) > 1:
            several = [label_of(yuan, wish.pack) for yuan in sorted(units)]
            raise refused(
                "units_differ",
                wish.pack,
                name=name,
                headings=each.heading,
                heading=each.heading,
                units=several,
            )
        if units:
            return replace(each, yuan=units.copy().pop(), source=source)
    return each


def label_of(yuan: int, pack: Pack) -> str:
    """The name of a unit: 元, 万元, …"""
    names = [name for name, value in pack.units.items() if value == yuan]
    return next((name for name in names if name.endswith("元")), names[0])


def widths(heading: Heading, grid: Grid, wish: Wish) -> dict[str, int]:
    """Column of ids → the number of digits to which its cells' format pads a number."""
    found = {
        each.column: {padding(code) for code in grid.formats.get(each.position, ())}
        for each in heading.placed
        if wish.table.columns[each.column].reads == "id"
    }
    return {column: codes.pop() for column, codes in found.items() if len(codes) == 1}
