"""Whether a customer's assets fell, or rose, by what the transactions say that left, or came.

Source: ours. Money that came back the next day, or that something else replaced, is no loss: the
assets before and after show it. Where no balance precedes the days in question, the flows alone
count, and the result says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import pandas as pd

from workbook.customers.analysis.as_of import once_a_book
from workbook.customers.analysis.tables import CustomerTables, of_each, part
from workbook.customers.analysis.tiers import held, month_ends


class Fall(Protocol):
    """When an outflow counts: how much of it the assets must have fallen by."""

    @property
    def fell_share(self) -> float: ...


@once_a_book
def compared(book: CustomerTables, days: int, before_days: int, today: dt.date) -> pd.DataFrame:
    """[customer, was, now]: the assets before the last ``days`` days and those of today, in fen.

    was: of the newest month that ended by then, at most ``before_days`` earlier; blank where there
    is none, or where nothing later is known.
    """
    start = pd.Timestamp(today) - pd.Timedelta(days=days)
    points = month_ends(book, start - pd.Timedelta(days=before_days))
    earlier = points[points["day"] <= start].drop_duplicates("customer", keep="last")
    rows = held(book)
    was = of_each(rows["customer"], earlier.set_index("customer")["assets"])
    after = points.loc[points["day"] > start, "customer"]
    known = rows["stated"].notna() | rows["customer"].isin(after)
    was = was.where(known).astype("Int64")
    return pd.DataFrame({"customer": rows["customer"], "was": was, "now": rows["assets"]})


def with_fall(rows: pd.DataFrame, limits: Fall, way: int = 1) -> pd.DataFrame:
    """``rows`` with before, after, balanced and counts.

    ``rows`` has the columns of :func:`compared`, amount (what left, or what came where ``way`` is
    −1) and net (came less left), in fen. before: the assets before; without balances (``balanced``
    is False) today's plus what left since. counts: the assets fell, or rose, by enough of it.
    """
    balanced = rows["was"].notna() & rows["now"].notna()
    before = rows["was"].where(balanced, rows["now"] - rows["net"]).astype("Int64")
    enough = (before - rows["now"]) * way >= part(rows["amount"], limits.fell_share)
    return rows.assign(
        before=before, after=rows["now"], balanced=balanced, counts=enough.fillna(False)
    )
