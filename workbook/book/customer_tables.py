"""The tables of a trainee's customers: what was imported, and the contacts of the list of the day.

Whoever asks for the days since a contact sees both.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from workbook import chapters
from workbook.chapters.shared.day_list import Met, Pages
from workbook.customers.pack import TABLES
from workbook.domain.caching import Lazily

if TYPE_CHECKING:
    from workbook.book.trainee_workbook import Book

CONTACTS = "contacts"
SHELVED = 8  # trainees whose customers are kept on one shelf, each some megabytes
_NOTHING: Lazily[pd.DataFrame] = Lazily((), lambda _kind: None)  # imported by nobody


def tables_of(book: Book, pages: Callable[[str], Pages]) -> Lazily[pd.DataFrame]:
    """The tables by kind; a kind that was not imported is absent.

    The same object until something is imported or a contact is added, so that results cached by it
    stay valid; those of nobody's customers are the same for all trainees. pages: of the tool that
    makes the list of the day, asked for only where there are customers.
    """
    now = tuple((note.kind, note.version) for note in book.store.imports(book.trainee.id))
    if not now:
        return _NOTHING
    read = functools.partial(book.store.imported, book.trainee.id)
    lazily = functools.partial(Lazily, TABLES, functools.lru_cache(read))
    mark = (book.store, now)
    whole = book.shelf.get("customers", book.trainee.id, lazily, mark, SHELVED)
    added = _met(book, pages)
    if not added:
        return whole
    key, joined = (book.trainee.id, added), functools.partial(_joined, whole, added)
    return book.shelf.get("customers and contacts", key, joined, mark, SHELVED)


def _met(book: Book, pages: Callable[[str], Pages]) -> tuple[Met, ...]:
    """The contacts that the list of the day has on record."""
    name = chapters.day_list()
    told = chapters.chapter(name).day_list
    return tuple(told.met(pages(name), book.pack(name))) if told else ()


def _joined(whole: Lazily[pd.DataFrame], added: tuple[Met, ...]) -> Lazily[pd.DataFrame]:
    def make(kind: str) -> pd.DataFrame | None:
        there = whole.make(kind)
        return with_met(there, added) if kind == CONTACTS else there

    return Lazily(TABLES, functools.lru_cache(make))


def with_met(contacts: pd.DataFrame | None, added: tuple[Met, ...]) -> pd.DataFrame:
    """The table of contacts, or a new one, with more rows at its end."""
    cells = {
        "customer": pd.array([one.customer for one in added], dtype="str"),
        "date": pd.array([pd.Timestamp(one.day) for one in added], dtype="datetime64[us]"),
        "result": pd.array([one.how for one in added], dtype="str"),
    }
    rows = pd.DataFrame(cells)
    return rows if contacts is None else pd.concat([contacts, rows], ignore_index=True)
