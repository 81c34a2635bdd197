"""Chooses among several headings for one column, and reports the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workbook.customers.files.amounts import is_amount
from workbook.customers.files.column_reader import Value
from workbook.customers.files.grid import Trouble
from workbook.customers.files.headings import FARTHER, Heading, Placed
from workbook.customers.files.request import Wish

ALIKE = Decimal("0.05")  # smaller differences may come from two moments of time

Read = Callable[[Placed], Sequence[Value | Trouble | None]]


@dataclass(frozen=True)
class Choice:
    """One column with several possible headings. differ: the number of rows whose amounts differ;
    far: those that differ by more than a few percent."""

    used: Placed
    others: tuple[Placed, ...]
    differ: int = 0
    far: int = 0


def settled(heading: Heading, read: Read, wish: Wish) -> tuple[Heading, tuple[Choice, ...]]:
    """The heading with one place for each column, and the choices made.

    The exact name of a column wins over an alias. Texts of equally good headings are joined.
    Otherwise the most readable column wins, then the likelier alias. ``read`` gives the values of a
    place.
    """
    by_column: dict[str, list[Placed]] = {}
    for each in heading.placed:
        by_column.setdefault(each.column, []).append(each)
    choices = {
        column: _choice(several, read, wish)
        for column, several in by_column.items()
        if len(several) > 1
    }
    placed = [
        choices[column].used if column in choices else several[0]
        for column, several in by_column.items()
    ]
    placed.sort(key=lambda each: each.position)
    return replace(heading, placed=tuple(placed)), tuple(choices.values())


def _choice(several: Sequence[Placed], read: Read, wish: Wish) -> Choice:
    column = wish.table.columns[several[0].column]
    best = min(each.rank for each in several)
    first = [each for each in several if each.rank == best]
    if not wish.keeps(several[0].column):
        return Choice(several[0], ())
    if best <= 0 and len(first) == 1:
        return Choice(first[0], _without(several, first[0]))
    if column.reads == "text" and len(first) > 1:
        joined = replace(first[0], also=tuple(each.position for each in first[1:]))
        return Choice(joined, tuple(each for each in several if each.rank != best))
    if best <= 0:
        several = first
    near = [each for each in several if each.rank < FARTHER]  # 上月 is not a variant of 本月
    best_of = _best(near or several, read, wish)
    return replace(best_of, others=_without(several, best_of.used))


def _best(several: Sequence[Placed], read: Read, wish: Wish) -> Choice:
    values = {each.position: read(each) for each in several}
    used = max(several, key=lambda each: (_readable(values[each.position]), -each.rank))
    others = _without(several, used)
    if not others:
        return Choice(used, ())
    if wish.table.columns[used.column].reads != "money":
        return Choice(used, others)
    apart = [list(_apart(values[used.position], values[each.position])) for each in others]
    differ = max(sum(gap > 0 for gap in gaps) for gaps in apart)
    return Choice(used, others, differ, max(sum(gap > ALIKE for gap in gaps) for gaps in apart))


def _without(several: Sequence[Placed], used: Placed) -> tuple[Placed, ...]:
    return tuple(each for each in several if each is not used)


def _readable(values: Sequence[Value | Trouble | None]) -> int:
    return sum(value is not None and not isinstance(value, Trouble) for value in values)


def _apart(
    values: Sequence[Value | Trouble | None], others: Sequence[Value | Trouble | None]
) -> Iterator[Decimal]:
    """The difference of two amounts, as a share of the larger one, row by row."""
    for one, other in zip(values, others, strict=True):
        if is_amount(one) and is_amount(other) and (one or other):
            yield abs(Decimal(one) - other) / max(abs(Decimal(one)), abs(Decimal(other)))


def notes_on(choices: Sequence[Choice], wish: Wish) -> Iterator[str]:
    """Information about each choice."""
    said, join = wish.pack.notes, wish.pack.join
    for choice in choices:
        label = wish.table.columns[choice.used.column].label
        if choice.used.also:
            names = [choice.used.heading] * (1 + len(choice.used.also))
            yield said["joined"].format(column=label, headings=join.join(names))
        names = [each.heading for each in choice.others]
        figures = {"column": label, "used": choice.used.heading, "others": join.join(names)}
        if names:
            yield said["passed_over"].format(other=names[0], **figures)
        if choice.differ:
            yield said["differ"].format(count=choice.differ, **figures)


def questions_on(choices: Sequence[Choice], wish: Wish) -> Iterator[str]:
    """Questions: two headings differ on amounts that the analyses rest on."""
    asked = {*wish.table.required, *wish.table.one_of}
    for choice in choices:
        if choice.far and choice.used.column in asked and choice.used.rank != 0:
            names = [choice.used.heading, *(each.heading for each in choice.others)]
            yield wish.pack.questions["which_amount"].format(
                headings=wish.pack.join.join(names),
                column=wish.table.columns[choice.used.column].label,
                used=choice.used.heading,
                count=choice.far,
            )
