"""How the money of a book is spread over its customers. Source: S3, methodology B6."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from workbook.customers.analysis.as_of import days_between
from workbook.customers.analysis.silence import last_contacts
from workbook.customers.analysis.tables import CustomerTables
from workbook.customers.analysis.tiers import assets_of


def ranked(book: CustomerTables, today: dt.date) -> pd.DataFrame:
    """[customer, assets, share, reached, people, day, days] of those whose assets are known.

    The most assets first. assets: fen, at least 0. share: of all assets, 0…1; reached: the sum of
    the shares down to this row; people: the share of the customers down to this row. The shares of
    assets are blank where nobody owns anything. day, days: the last contact and the days since,
    blank where none is known.
    """
    rows = assets_of(book).dropna(subset=["assets"])
    rows = rows.assign(assets=rows["assets"].astype("int64").clip(lower=0))
    rows = rows.sort_values(["assets", "customer"], ascending=[False, True], ignore_index=True)
    rows = rows.merge(last_contacts(book), on="customer", how="left")
    whole = float(rows["assets"].sum())
    shares = rows["assets"] / whole if whole else rows["assets"] * float("nan")
    reached, people = shares.cumsum(), (rows.index + 1) / max(len(rows), 1)
    days = days_between(rows["day"], today)
    return rows.assign(share=shares, reached=reached, people=people, days=days)


def fifths(count: int, shares: tuple[float, ...]) -> list[slice]:
    """``count`` customers cut into parts of these shares, from the top; half a customer goes up."""
    ends = [int(count * sum(shares[: at + 1]) + 0.5) for at in range(len(shares))]
    return [slice(first, last) for first, last in zip([0, *ends], ends, strict=False)]
