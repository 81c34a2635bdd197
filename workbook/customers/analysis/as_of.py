"""A book as of a day: nothing after it is seen. Source: methodology B2.

Such a book never changes, so results that several analyses need are cached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

import pandas as pd

from workbook.customers.analysis.tables import DAY, CustomerTables, kept
from workbook.domain.caching import Memo, once

# A customer who opened an account later did not exist yet.
HAPPENED = {"transactions": "date", "contacts": "date", "holdings": "bought", "customers": "opened"}
LAST = ("last_contact", "risk_assessed")  # of a customer: later ones are not known yet

Asked = ParamSpec("Asked")


class Known(dict[str, pd.DataFrame]):
    """A book as of a day. answers: what was worked out from it once."""

    def __init__(self, tables: CustomerTables, today: dt.date) -> None:
        super().__init__(tables)
        self.today = today
        self.answers = Memo()


def once_a_book(
    work: Callable[Concatenate[CustomerTables, Asked], pd.DataFrame],
) -> Callable[Concatenate[CustomerTables, Asked], pd.DataFrame]:
    """Cache a function of a book as of a day; its callers must not change the rows. Other books may
    change, and are not cached."""
    return once(work, lambda book: book.answers if isinstance(book, Known) else None)


def until(book: CustomerTables, today: dt.date) -> Known:
    """The book without anything after ``today``.

    Left out: transactions, contacts, holdings bought and accounts opened later, and the assets of
    months that end later; a customer's last contact and risk assessment of a later day are blank.
    Rows without a day stay. A book that is as of that day already is returned.
    """
    if isinstance(book, Known) and book.today == today:
        return book
    seen = {kind: _until(kind, rows, pd.Timestamp(today)) for kind, rows in book.items()}
    return Known(seen, today)


def _until(kind: str, rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    if kind == "customers":
        later = {name: _days(rows, name) > day for name in LAST if name in rows.columns}
        rows = rows.assign(**{name: rows[name].mask(late) for name, late in later.items()})
    if kind == "balances" and "month" in rows.columns:
        return kept(rows, ~(month_end(_days(rows, "month")) > day))
    column = HAPPENED.get(kind)
    return kept(rows, ~(_days(rows, column) > day)) if column in rows.columns else rows


def _days(rows: pd.DataFrame, column: str | None) -> pd.Series[Any]:
    days: pd.Series[Any] = rows[column]
    return days if days.dtype == DAY else days.astype(DAY)


def month_end(days: pd.Series[Any]) -> pd.Series[Any]:
    """The last day of each day's month."""
    ends: pd.Series[Any] = (days + pd.offsets.MonthEnd(0)).astype(DAY)
    return ends


def month_number(days: pd.Series[Any]) -> pd.Series[Any]:
    """Months counted continuously over the years, so that they can be subtracted."""
    numbers: pd.Series[Any] = (days.dt.year * 12 + days.dt.month).astype("Int64")
    return numbers


def last_whole_month(today: dt.date) -> int:
    """The number of the newest month that is over by the end of ``today``."""
    tomorrow = today + dt.timedelta(days=1)
    return tomorrow.year * 12 + tomorrow.month - 1


def within(rows: pd.DataFrame, today: dt.date, days: int, back: int = 0) -> pd.DataFrame:
    """The rows of ``days`` days that end with ``today``, or ``back`` days earlier."""
    end = pd.Timestamp(today) - pd.Timedelta(days=back)
    return rows[(rows["day"] > end - pd.Timedelta(days=days)) & (rows["day"] <= end)]


def days_between(first: pd.Series[Any], last: pd.Series[Any] | dt.date) -> pd.Series[Any]:
    """Whole days from ``first`` to ``last``; blank where one is not known."""
    end: Any = pd.Timestamp(last) if isinstance(last, dt.date) else last
    days: pd.Series[Any] = (end - first).dt.days.astype("Int64")
    return days
