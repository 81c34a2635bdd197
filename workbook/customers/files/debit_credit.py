"""Two columns of amounts, in and out → one amount and its direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from workbook.customers.files.amounts import is_amount
from workbook.customers.files.column_reader import Value
from workbook.customers.files.grid import Trouble
from workbook.customers.files.headings import Heading
from workbook.customers.files.request import Wish

Cell = Value | Trouble | None
Values = dict[str, list[Cell]]
AMOUNT, DIRECTION = "amount", "direction"


def folded(values: Values, heading: Heading, wish: Wish) -> tuple[Values, Heading]:
    """The values with one amount and direction a row, and the heading with their places.

    A file with its own column of amounts keeps it; the halves then give the direction where no
    column does.
    """
    halves = {way: name for way, name in wish.table.halves.items() if name in values}
    if not halves:
        return _signed(values, heading, wish)
    rows = len(next(iter(values.values())))
    blank: list[Cell] = [None] * rows
    came = _unsigned(values.get(wish.table.halves["in"], blank))
    went = _unsigned(values.get(wish.table.halves["out"], blank))
    both = [_one(*pair) for pair in zip(came, went, strict=True)]
    found = {name: cells for name, cells in values.items() if name not in halves.values()}
    if AMOUNT not in found:
        found[AMOUNT] = [_required(amount) for amount, _ in both]
        found[DIRECTION] = [way for _, way in both]
    found.setdefault(DIRECTION, [way for _, way in both])
    return found, _standing(heading, halves, found)


def _signed(values: Values, heading: Heading, wish: Wish) -> tuple[Values, Heading]:
    """Without a direction column, amounts of both signs give the direction."""
    amounts = [cell for cell in values.get(AMOUNT, []) if is_amount(cell)]
    both = any(cell > 0 for cell in amounts) and any(cell < 0 for cell in amounts)
    if not wish.table.halves or DIRECTION in values or not both:
        return values, heading
    ways = [_way(cell) for cell in values[AMOUNT]]
    (at,) = (each for each in heading.placed if each.column == AMOUNT)
    told = replace(at, column=DIRECTION)
    return {**values, DIRECTION: ways}, replace(heading, placed=(*heading.placed, told))


def _way(amount: Cell) -> Cell:
    if not is_amount(amount) or not amount:
        return None
    return "in" if amount > 0 else "out"


def _standing(
    heading: Heading, halves: Mapping[Literal["in", "out"], str], found: Values
) -> Heading:
    """The heading in which the halves stand for amount and direction."""
    ours = [each for each in heading.placed if each.column not in halves.values()]
    spare = [each for each in heading.placed if each.column in halves.values()]
    there = {each.column for each in ours}
    if AMOUNT not in there:
        ours = [each for each in ours if each.column != DIRECTION]
        there.discard(DIRECTION)
    wanted = [name for name in (AMOUNT, DIRECTION) if name not in there and name in found]
    ours += [
        replace(each, column=name)
        for name, each in zip(wanted, (spare[0], spare[-1]), strict=False)
    ]
    return replace(heading, placed=tuple(sorted(ours, key=lambda each: each.position)))


def _unsigned(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column of only negative amounts means their sizes."""
    amounts = [cell for cell in cells if is_amount(cell) and cell]
    if not amounts or any(amount > 0 for amount in amounts):
        return cells
    return [-cell if is_amount(cell) else cell for cell in cells]


def _one(came: Cell, went: Cell) -> tuple[Cell, str | None]:
    """Amount and direction of a row; a Trouble for one that is unreadable or has both."""
    for cell in (came, went):
        if isinstance(cell, Trouble):
            return cell, None
    if came and went:
        return Trouble("two_amounts"), None
    if came or went:
        return (came, "in") if came else (went, "out")
    return (came if came is not None else went), None


def _required(amount: Cell) -> Cell:
    return Trouble("blank_required") if amount is None else amount
