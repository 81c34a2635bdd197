"""Money and counts, as written by bank systems and spreadsheets."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeGuard

from pydantic import TypeAdapter

from workbook.customers.files.column_reader import Manner, Reader, Value, adapted
from workbook.customers.files.grid import Trouble
from workbook.domain.fields import Count, Money, Setting, plain
from workbook.domain.fields.kinds import LARGEST_MONEY

LONGEST = 60
AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
CURRENCY = re.compile(r"^([-+]?)(?:CNY|RMB|人民币|¥)\s*", re.IGNORECASE)

_MONEY, _COUNT = TypeAdapter(Money), TypeAdapter(Count)


def money(manner: Manner) -> Reader:
    """Amounts → whole fen as int, fractions of a fen as Decimal; a bare number is in the manner's
    unit."""
    setting = Setting(yuan_in_unit=manner.yuan)

    def read(typed: str) -> Value | Trouble:
        text = typed if is_plain(typed) else as_number(typed)
        if isinstance(text, Trouble):
            return text
        if is_plain(text):
            fen = Decimal(text) * manner.yuan * 100
            return _fen(fen) if abs(fen) <= LARGEST_MONEY else Trouble("too_large")
        found: Value | Trouble = adapted(_MONEY, text, setting)
        return found

    return read


def is_plain(text: str) -> bool:
    """Whether a text is an amount and nothing else."""
    return AMOUNT.fullmatch(text) is not None


def is_amount(value: object) -> TypeGuard[int | Decimal]:
    """Whether a value of a column of money is an amount, rather than blank or unreadable."""
    return isinstance(value, int | Decimal)


def _fen(fen: Decimal) -> int | Decimal:
    # An int takes a third of the memory, and a long file has hundreds of thousands of amounts.
    whole = int(fen)
    return whole if whole == fen else fen


def count(manner: Manner) -> Reader:
    """Counts → int."""

    def read(typed: str) -> Value | Trouble:
        text = as_number(typed)
        return text if isinstance(text, Trouble) else adapted(_COUNT, text)

    return read


def as_number(typed: str) -> str | Trouble:
    """A number in the form that :mod:`workbook.domain.fields` reads: (1,234.00) and 1,234.00- are
    negative.

    A comma that does not group thousands is refused: 1234,56 must not become 123456.
    """
    text = plain(typed)
    if len(text) > LONGEST:
        return Trouble("not_a_number")
    if text[:1] == "(" and text[-1:] == ")":
        text = f"-{text[1:-1].strip()}"
    elif text[-1:] == "-" and text[:1] != "-":
        text = f"-{text[:-1].strip()}"
    text = CURRENCY.sub(r"\1", text)
    if "," not in text:
        return text
    return text.replace(",", "") if GROUPED.match(text) else Trouble("not_a_number")
