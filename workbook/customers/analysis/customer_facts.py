"""Each customer's facts at a glance, and the search for one of them.

Source: S1, methodology B4 (the customer's file); the search is ours.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

import pandas as pd

from workbook.customers.analysis.as_of import days_between, once_a_book
from workbook.customers.analysis.silence import last_contacts
from workbook.customers.analysis.tables import CustomerTables, people

SAID = ("gender", "age", "assets", "opened", "products", "deposits")
ABOUT = 0.1  # an amount that is typed means this much more or less
YEARS = re.compile(r"(\d{1,3})(?:岁|歲|y)")
DAYS = re.compile(r"(\d{1,4})(?:天|d|days?)")

Reads = Callable[[str], int | None]


@once_a_book
def customer_facts(book: CustomerTables, today: dt.date) -> pd.DataFrame:
    """[customer, gender, age, assets, opened, products, deposits, last_contact, days], by id.

    assets, deposits: fen. last_contact: the newest one on record; days: since then. Blank where
    the book does not say.
    """
    rows = people(book, *SAID)
    last = last_contacts(book).set_index("customer")["day"]
    last = last.reindex(rows["customer"]).reset_index(drop=True)
    return rows.assign(last_contact=last, days=days_between(last, today))


def search(facts: pd.DataFrame, typed: str, most: int, money: Reads) -> pd.DataFrame:
    """The rows of ``facts`` that answer to every word of ``typed``, at most ``most``.

    A word is part of a customer number, an age (41, 41岁, 41y), days without contact or more of
    them (60天, 60d), or an amount within a tenth (100万). money: reads an amount with a unit as
    fen, None for anything else. A number that begins with the word comes first, then larger assets.
    """
    words = unicodedata.normalize("NFKC", typed).casefold().split()
    numbers = facts["customer"].astype("str").str.casefold()
    fits = pd.Series(data=True, index=facts.index)
    for word in words:
        fits &= _answers(facts, numbers, word, money)
    first = numbers.str.startswith(words[0]) if words else fits
    ranked = facts.assign(first=first)[fits]
    ranked = ranked.sort_values(["first", "assets"], ascending=False, kind="stable")
    return ranked.drop(columns="first").head(most)


def _answers(
    facts: pd.DataFrame, numbers: pd.Series[str], word: str, money: Reads
) -> pd.Series[bool]:
    if years := YEARS.fullmatch(word):
        return _true(facts["age"] == int(years[1]))
    if days := DAYS.fullmatch(word):
        return _true(facts["days"] >= int(days[1]))
    amount = None if word.isdigit() else money(word)
    if amount is not None:
        return _true((facts["assets"] - amount).abs() <= amount * ABOUT)
    found = numbers.str.contains(word, regex=False)
    return found | _true(facts["age"] == int(word)) if word.isdecimal() else found


def _true(found: pd.Series[bool]) -> pd.Series[bool]:
    """A blank fact answers to nothing."""
    return found.fillna(value=False).astype(bool)
