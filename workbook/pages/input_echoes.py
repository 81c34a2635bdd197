"""The notes beside a number in the form: how it was read, and whether it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.tool import Target
from workbook.domain import unusual_amounts
from workbook.domain.fields import Parsed, Problem, Setting, plain
from workbook.domain.unusual_amounts import Amount, Doubt, Scale

LARGE = 10**10  # fen: nobody counts zeros from a hundred million yuan on
MANY = 10**4  # pieces
PLACES = Decimal("0.0001")
BARE = re.compile(r"[+-]?[\d,]*\.?\d*")


def beside(
    book: Book, chapter: str, body: Mapping[str, Any], parsed: Parsed[Any]
) -> tuple[Problem, ...]:
    """The notes and questions for the amounts of a body, by cell.

    Kind ``echo`` where a number names its own unit or is large; ``unusual`` or ``unusual_unit``
    where it is many times the usual. They refuse nothing: every amount was read and counts.
    """
    setting = book.setting(chapter)
    found = list(unusual_amounts.amounts(parsed.record, parsed.rows, setting.counted))
    scale = scale_of(book, chapter) if found else None
    return tuple(
        problem
        for amount in found
        for problem in _about(amount, _typed(body, amount), setting, scale, book)
    )


def scale_of(book: Book, chapter: str) -> Scale:
    """The amounts with which a chapter's page is compared."""
    targets: dict[str, int] = {}
    earlier: dict[str, int] = {}
    for one in _targets(book.still()):
        if one.earlier:
            earlier[one.indicator] = max(earlier.get(one.indicator, 0), one.amount)
        else:
            targets.setdefault(one.indicator, one.amount)
    return Scale(book.bank(chapter), targets, earlier, lambda: _assets(book))


def _targets(book: Book) -> Iterator[Target]:
    for name in chapters.names():
        told = chapters.chapter(name).targets
        if told is not None:
            yield from told(book.desk(name))


def _assets(book: Book) -> int:
    customers = book.customers().get("customers")
    if customers is None or "assets" not in customers:
        return 0
    return int(customers["assets"].sum())


def _typed(body: Mapping[str, Any], amount: Amount) -> str:
    name, row, column = amount.loc
    return plain(body[name][row].get(column, ""))


def _about(
    amount: Amount, typed: str, setting: Setting, scale: Scale | None, book: Book
) -> Iterator[Problem]:
    said = said_of(amount, amount.value, setting, book)
    if _says_more(amount, typed, setting):
        yield Problem(amount.loc, "echo", {"amount": said})
    found = unusual_amounts.doubt(amount, scale) if scale else None
    if found:
        yield _asked(found, typed, said, setting, book)


def _asked(found: Doubt, typed: str, said: str, setting: Setting, book: Book) -> Problem:
    figures = {
        "typed": typed,
        "amount": said,
        "unit": setting.units.get("", ""),
        "what": book.wording.form[f"usual_{found.against}"],
        "usual": said_of(found.amount, found.usual, setting, book),
        "times": f"{found.times:,.0f}",
    }
    is_bare = found.amount.money and setting.yuan_in_unit > 1 and BARE.fullmatch(typed)
    return Problem(found.amount.loc, "unusual_unit" if is_bare else "unusual", figures)


def said_of(amount: Amount, value: int, setting: Setting, book: Book) -> str:
    """A value of the amount's kind with its unit; a large one in larger units beside it."""
    unit = setting.units.get("" if amount.money else amount.indicator, "")
    said = f"{_grouped(_number(amount, value, setting))} {unit}".strip()
    if not amount.money or abs(value) < LARGE:
        return said
    large = _in_large_units(Decimal(value) / 100, book.wording.form["large_units"])
    return book.wording.form["that_is"].replace("{amount}", said).replace("{large}", large)


def _in_large_units(yuan: Decimal, units: str) -> str:
    """50 亿元, 5 billion yuan: in the largest unit that fits, to four places."""
    steps = [step.split(maxsplit=1) for step in units.split(", ")]
    told = [(_over(yuan, int(power)), name) for power, name in steps]
    number, name = [step for step in told if abs(step[0]) >= 1][-1]
    return f"{_grouped(number)} {name}"


def _over(yuan: Decimal, power: int) -> Decimal:
    return (yuan / Decimal(10) ** power).quantize(PLACES, ROUND_HALF_UP)


def _number(amount: Amount, value: int, setting: Setting) -> Decimal:
    return Decimal(value) / 100 / setting.yuan_in_unit if amount.money else Decimal(value)


def _grouped(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _says_more(amount: Amount, typed: str, setting: Setting) -> bool:
    """Whether the reading is not obvious from what was typed."""
    number = _number(amount, amount.value, setting)
    if abs(amount.value) >= (LARGE if amount.money else MANY) or not BARE.fullmatch(typed):
        return True
    return Decimal(typed.replace(",", "")) != number
