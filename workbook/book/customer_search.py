"""Finds customers of the book for a form: their number, a glance, and what a row may take over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pydantic

from workbook.book.trainee_workbook import Book
from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.customer_facts import customer_facts, search
from workbook.domain.fields import Count, CustomerNumber, Day, Money, Setting, typed
from workbook.domain.templates import Frozen

MOST = 8  # as many as are read at a glance
AMOUNT: pydantic.TypeAdapter[int] = pydantic.TypeAdapter(Money)


class FromBook(Frozen):
    """The book's facts for the columns of a row; a form takes those that it has."""

    customer: CustomerNumber
    gender: str = ""
    age: Count | None = None
    opened: Day | None = None
    products_held: Count | None = None
    deposits: Money | None = None
    last_contact: Day | None = None


def found(book: Book, chapter: str, text: str) -> list[dict[str, Any]]:
    """The customers that answer to ``text``, at most eight: ``{number, facts, row}``.

    facts: a line to tell them apart. row: column → text, as one would have typed it.
    """
    setting, voice = book.setting(chapter), book.voice(chapter)
    facts = customer_facts(until(book.customers(), book.today), book.today)
    rows = search(facts, text, MOST, lambda word: _amount(word, setting))
    known = [_known(one) for one in rows.to_dict("records")]
    return [
        {
            "number": one["customer"],
            "facts": voice.say(book.wording.form["customer_facts"], one),
            "row": _row(one, setting),
        }
        for one in known
    ]


def _amount(word: str, setting: Setting) -> int | None:
    """An amount that names its unit, in fen; None for any other word."""
    try:
        return AMOUNT.validate_python(word, context=setting)
    except pydantic.ValidationError:
        return None


def _known(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Plain values: days as dates, None for blanks."""
    plain = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    return {
        name: value.date() if isinstance(value, pd.Timestamp) else value
        for name, value in plain.items()
    }


def _row(one: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    named = {**one, "products_held": one["products"]}
    values = {name: named[name] for name in FromBook.model_fields if named[name] is not None}
    return typed(FromBook.model_construct(**values), setting)
