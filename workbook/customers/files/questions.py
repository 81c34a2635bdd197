"""Questions that a person has to confirm before a file is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from workbook.customers.files.column_choice import Choice, questions_on
from workbook.customers.files.headings import Heading, Placed
from workbook.customers.files.request import Wish
from workbook.customers.message_keys import Question

FEN = 100  # in a yuan
FEWEST = 2  # one amount alone cannot be judged


def questions(
    rows: pd.DataFrame, heading: Heading, choices: Sequence[Choice], wish: Wish
) -> Iterator[str]:
    """Sentences on doubtful points and how to answer: an implausible unit, a column of amounts
    without a unit beside others with one, two columns that differ."""
    yield from questions_on(choices, wish)
    if wish.yuan is not None:
        return
    placed = {each.column: each for each in heading.placed}
    book = next((name for name in wish.table.book if name in rows.columns and name in placed), None)
    if book is not None:
        yield from _about_book(rows, placed[book], wish)
    written = any(each.yuan is not None and each.yuan > 1 for each in placed.values())
    for name, each in placed.items():
        is_money = wish.table.columns[name].reads == "money"
        if written and is_money and each.yuan is None and name != book:
            yield from _about_unit(rows, each, wish)


def _about_book(rows: pd.DataFrame, placed: Placed, wish: Wish) -> Iterator[str]:
    median = _median(rows, placed)
    if median is None:
        return
    if median < wish.pack.limits.implausible_under:
        yield _asked("too_small", rows, placed, median, wish)
    elif median > wish.pack.limits.implausible_over:
        yield _asked("too_large", rows, placed, median, wish)


def _about_unit(rows: pd.DataFrame, placed: Placed, wish: Wish) -> Iterator[str]:
    median = _median(rows, placed)
    if median is not None and median < wish.pack.limits.implausible_under:
        yield _asked("unit_unsaid", rows, placed, median, wish)


def _median(rows: pd.DataFrame, placed: Placed) -> float | None:
    """The median of the non-zero amounts, in yuan; None for too few to judge by."""
    if placed.column not in rows.columns:
        return None
    amounts = rows[placed.column].dropna().abs()
    amounts = amounts[amounts > 0]
    return float(amounts.median()) / FEN if len(amounts) >= FEWEST else None


def _asked(
    question: Question, rows: pd.DataFrame, placed: Placed, median: float, wish: Wish
) -> str:
    return wish.pack.questions[question].format(
        heading=placed.heading, median=f"{median:,.2f}".removesuffix(".00"), rows=len(rows)
    )
