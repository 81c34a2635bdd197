"""Guesses our own bank's name from the other side of payments, and its products.

Source: ours. A bank appears as the other side of wages, cash, repayments and its own products; as
long as its name is unknown all of that counts as outflow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbook.customers.analysis.cash_flows import SAYING, said
from workbook.customers.analysis.tables import table
from workbook.customers.analysis.transaction_words import (
    Mark,
    Marks,
    compared,
    shown_name,
    too_general,
)

SHARE = 0.25  # of the payments that name a bank; one other bank seldom gets that much
MOST = 8  # words to ask about
HOUSE: tuple[Mark, ...] = ("cash", "automatic", "repayments", "own_products", "salary")


@dataclass(frozen=True)
class Guess:
    """names: that look like our own bank; share: of the payments that name a bank, count: their
    number; products: texts that look like our products and are not known."""

    names: tuple[str, ...]
    share: float
    count: int
    products: tuple[str, ...]

    @property
    def lines(self) -> str:
        """The lines for the bank's file."""
        lists = {"names": self.names, "own_products": self.products}
        return "".join(f"{key}: [{_joined(words)}]\n" for key, words in lists.items() if words)


def _joined(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def guessed(transactions: pd.DataFrame, marks: Marks) -> Guess | None:
    """The unknown names that look like our own bank; None without any."""
    rows = table({"transactions": transactions}, "transactions", *SAYING, "counterparty")
    rows = rows.assign(kind=said(rows))
    names, share, count = _names(rows, marks)
    products = _products(rows, marks)
    return Guess(names, share, count, products) if names or products else None


def _names(rows: pd.DataFrame, marks: Marks) -> tuple[tuple[str, ...], float, int]:
    """The bank with the largest share, or with transactions that only one's own bank makes."""
    others = rows["counterparty"].fillna("").str.strip()
    named = rows[(others != "") & ~marks.says(rows["counterparty"], "wallets")]
    strange = named[~marks.ours(named["counterparty"])]
    banks = _each(strange["counterparty"], shown_name)
    banks = banks[~_each(banks, lambda name: not name or too_general(name)).astype(bool)]
    if banks.empty:
        return (), 0.0, 0
    ours = marks.says(strange["kind"], *HOUSE).reindex(banks.index)
    weight = banks.value_counts() / len(named)
    house = banks[ours].value_counts().reindex(weight.index).fillna(0) / len(named)
    best = str((weight + house).idxmax())
    share = float(weight[best])
    enough = share >= SHARE or float(house[best]) >= SHARE / 2
    return ((best,), share, int((banks == best).sum())) if enough else ((), 0.0, 0)


def _products(rows: pd.DataFrame, marks: Marks) -> tuple[str, ...]:
    """The texts that sound like a product and are of no known kind, most common first."""
    texts = rows["kind"].dropna()
    texts = texts[marks.says(texts, "product_like")]
    known = _each(texts, lambda text: bool(marks.of(text) - {"product_like"}))
    counts = texts[~known.astype(bool)].value_counts()
    return tuple(str(text) for text in counts.index[:MOST] if len(compared(str(text))) > 1)


def _each(texts: pd.Series[Any], work: Callable[[str], Any]) -> pd.Series[Any]:
    return texts.map({text: work(str(text)) for text in texts.unique()})
