"""The golden pyramid: its tiers, and customers' assets. Source: S4, methodology B3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbook.customers.analysis.as_of import month_end, once_a_book
from workbook.customers.analysis.tables import FEN, CustomerTables, of_each, people, table
from workbook.domain.bank import Tier

PARTS = ["deposits", "investments", "insurance"]


@dataclass(frozen=True)
class Ladder:
    """The tiers from lowest to highest: keys, places in the pyramid, thresholds in fen."""

    keys: tuple[str, ...]
    bands: tuple[str, ...]
    leasts: tuple[int, ...]

    @property
    def first(self) -> int:
        """The place of the first tier that has to be reached; beyond the last one if there is
        none."""
        return sum(least <= 0 for least in self.leasts)

    def places(self, assets: pd.Series[Any]) -> pd.Series[Any]:
        """The place of each amount; −1 below the lowest tier, blank where it is not known.

        A negative amount counts as 0.
        """
        there = assets.dropna().clip(lower=0).astype("int64")
        found = np.searchsorted(np.array(self.leasts, dtype="int64"), there, side="right") - 1
        return pd.Series(found, index=there.index, dtype="Int64").reindex(assets.index)

    def least(self, places: pd.Series[Any]) -> pd.Series[Any]:
        """The threshold of each place in fen; blank where there is no such place."""
        return places.map(dict(enumerate(self.leasts))).astype("Int64")


def ladder(tiers: Mapping[str, Tier]) -> Ladder:
    """The tiers ordered by their thresholds."""
    steps = sorted(tiers.items(), key=lambda item: item[1].least)
    return Ladder(
        tuple(key for key, _ in steps),
        tuple(tier.band for _, tier in steps),
        tuple(tier.least * FEN for _, tier in steps),
    )


def assets_of(book: CustomerTables) -> pd.DataFrame:
    """[customer, assets]: each customer's assets in fen.

    The column ``assets``; where it is blank the sum of deposits, investments and insurance; where
    these are blank too the average of the month, then the newest month-end; else not known.
    """
    return held(book)[["customer", "assets"]]


@once_a_book
def held(book: CustomerTables) -> pd.DataFrame:
    """[customer, assets, stated, average]: the same, with the amount that the list of customers
    states itself, and its average; each blank where it is not known."""
    rows = people(book, "assets", *PARTS, "average")
    stated = rows["assets"].fillna(rows[PARTS].sum(axis=1, min_count=1))
    assets = stated.fillna(rows["average"])
    if assets.isna().any():
        newest = month_ends(book).drop_duplicates("customer", keep="last")
        assets = assets.fillna(of_each(rows["customer"], newest.set_index("customer")["assets"]))
    return rows[["customer", "average"]].assign(assets=assets, stated=stated)


def month_ends(book: CustomerTables, since: pd.Timestamp | None = None) -> pd.DataFrame:
    """[customer, day, assets] of the balances, in the order of customers and days: the assets at
    the end of each month, or else their average over the month.

    since: only of the months that end on this day or later.
    """
    rows = _months(book)
    rows = rows if since is None else rows[rows["day"] >= since]
    return _of_months(rows, rows["assets"].fillna(rows["average"]))


def month_averages(book: CustomerTables) -> pd.DataFrame:
    """[customer, day, assets, averaged] of the balances: the monthly averages of every customer who
    has any (``averaged``), else the month-ends.

    A current account crosses an edge every month; its average does not.
    """
    rows = _months(book)
    any_of = rows["average"].notna().groupby(rows["customer"]).transform("any").astype(bool)
    found = _of_months(rows, rows["average"].where(any_of, rows["assets"]))
    return found.assign(averaged=any_of.reindex(found.index))


@once_a_book
def _months(book: CustomerTables) -> pd.DataFrame:
    rows = table(book, "balances", "month", "assets", "average")
    return rows.assign(day=month_end(rows["month"]))


def _of_months(rows: pd.DataFrame, amounts: pd.Series[Any]) -> pd.DataFrame:
    rows = rows[["customer", "day"]].assign(assets=amounts).dropna(subset=["day", "assets"])
    rows = rows.sort_values(["customer", "day", "assets"])
    return rows.drop_duplicates(["customer", "day"], keep="last")
