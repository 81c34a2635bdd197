"""Rows whose customer is missing from the list of customers: they count on no page."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbook.book.importing import pack
from workbook.book.trainee_workbook import Book
from workbook.customers.analysis.tables import OTHERS
from workbook.store import Store

SHOWN = 3
JUNK = re.compile(r"[\s`'’\"]+|\.0+$")


@dataclass(frozen=True)
class Strangers:
    """For one kind of table: the rows and customers without a match, and some of the numbers.

    zeros, tails: how many would match with leading zeros, or without foreign characters.
    """

    kind: str
    rows: int
    customers: int
    some: tuple[str, ...]
    zeros: int
    tails: int


def found(book: Mapping[str, Any]) -> list[Strangers]:
    """For each kind with customers the unmatched ones; empty without a list of customers."""
    listed = book.get("customers")
    if listed is None or "id" not in listed.columns:
        return []
    known = set(listed["id"].dropna())
    looked = (_strangers(kind, book.get(kind), known) for kind in OTHERS)
    return [one for one in looked if one is not None and one.rows]


def of_book(book: Book) -> list[Strangers]:
    """The same for a trainee's book; cached until something is imported."""
    customers = book.customers()
    return customers.answers.get(found, None, lambda: found(customers))


def strangers(store: Store, trainee: str, kind: str, language: str) -> list[str]:
    """A sentence for each kind of table that an import of ``kind`` concerns."""
    kinds = OTHERS if kind == "customers" else (kind,)
    said = pack.load(language).said
    book = {name: store.imported(trainee, name) for name in ("customers", *kinds)}
    if book["customers"] is None:
        return [said["no_list"].format(kind=pack.kind_in(kind, language))]
    return [sentence for one in found(book) for sentence in told(one, language)]


def told(one: Strangers, language: str) -> list[str]:
    """The unmatched rows, and how to fix them."""
    said = pack.load(language).said
    some = said["join"].join(one.some)
    figures = {"rows": f"{one.rows:,}", "customers": f"{one.customers:,}", "some": some}
    lines = [said["strangers"].format(kind=pack.kind_in(one.kind, language), **figures)]
    hints = ((said["zeros"], one.zeros), (said["tails"], one.tails))
    return lines + [hint.format(count=count) for hint, count in hints if count]


def _strangers(kind: str, rows: pd.DataFrame | None, known: Collection[str]) -> Strangers | None:
    if rows is None or "customer" not in rows.columns:
        return None
    numbers = rows["customer"].dropna()
    foreign = numbers[~numbers.isin(known)]
    names = sorted(set(foreign))
    bare = {one.lstrip("0") for one in known}
    zeros = [one for one in names if one.lstrip("0") in bare]
    tails = [one for one in names if JUNK.sub("", one) in known]
    return Strangers(kind, len(foreign), len(names), tuple(names[:SHOWN]), len(zeros), len(tails))
