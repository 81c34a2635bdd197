"""The golden pyramid: every customer's tier by assets. Source: S4, methodology B3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbook.bank import Tier
from workbook.portfolio.asof import month_end
from workbook.portfolio.tables import FEN, Book, of_each, people, ratio, shaped, table

TIERED = {
    "customer": "str",
    "assets": "Int64",
    "tier": "str",
    "band": "str",
    "least": "Int64",
    "above": "float64",
    "next_tier": "str",
    "to_next": "Int64",
}
PARTS = ["deposits", "investments", "insurance"]


@dataclass(frozen=True)
class Ladder:
    """The tiers from the lowest to the highest: keys, places in the pyramid, thresholds in fen."""

    keys: tuple[str, ...]
    bands: tuple[str, ...]
    leasts: tuple[int, ...]

    @property
    def first(self) -> int:
        """The place of the first tier that has to be reached; above the last one without such."""
        return sum(least <= 0 for least in self.leasts)

    def places(self, assets: pd.Series[Any]) -> pd.Series[Any]:
        """The place of each amount; −1 below the lowest tier, blank where it is not known.

        A negative amount stands where nothing does.
        """
        there = assets.dropna().clip(lower=0).astype("int64")
        found = np.searchsorted(np.array(self.leasts, dtype="int64"), there, side="right") - 1
        return pd.Series(found, index=there.index, dtype="Int64").reindex(assets.index)

    def least(self, places: pd.Series[Any]) -> pd.Series[Any]:
        """The threshold of each place in fen; blank where there is no such place."""
        return places.map(dict(enumerate(self.leasts))).astype("Int64")


def ladder(tiers: Mapping[str, Tier]) -> Ladder:
    """The tiers by their thresholds, whatever the order that they came in."""
    steps = sorted(tiers.items(), key=lambda item: item[1].least)
    return Ladder(
        tuple(key for key, _ in steps),
        tuple(tier.band for _, tier in steps),
        tuple(tier.least * FEN for _, tier in steps),
    )


def assets_of(book: Book) -> pd.DataFrame:
    """[customer, assets]: what each customer holds in fen.

    The column ``assets``; where it is blank the sum of deposits, investments and insurance; where
    these are blank too the newest month-end; else not known.
    """
    rows = people(book, "assets", *PARTS)
    assets = rows["assets"].fillna(rows[PARTS].sum(axis=1, min_count=1))
    if assets.isna().any():
        newest = month_ends(book).drop_duplicates("customer", keep="last")
        assets = assets.fillna(of_each(rows["customer"], newest.set_index("customer")["assets"]))
    return rows[["customer"]].assign(assets=assets)


def month_ends(book: Book) -> pd.DataFrame:
    """[customer, day, assets] of the balances, in the order of customers and days."""
    rows = table(book, "balances", "month", "assets")
    rows = rows.assign(day=month_end(rows["month"])).dropna(subset=["day", "assets"])
    rows = rows.sort_values(["customer", "day", "assets"])
    return rows.drop_duplicates(["customer", "day"], keep="last")[["customer", "day", "assets"]]


def tiered(book: Book, tiers: Mapping[str, Tier]) -> pd.DataFrame:
    """Every customer's tier, by their id: columns as in ``TIERED``, money in fen.

    least: the threshold of the tier; above: assets ÷ least, nan where that is 0. next_tier is ""
    and to_next blank at the top; tier and band are "" where the assets are not known.
    """
    steps, rows = ladder(tiers), assets_of(book)
    place = steps.places(rows["assets"])
    following, least = place + 1, steps.least(place)
    found = rows.assign(
        tier=_named(place, steps.keys),
        band=_named(place, steps.bands),
        least=least,
        above=ratio(rows["assets"], least),
        next_tier=_named(following, steps.keys),
        to_next=steps.least(following) - rows["assets"],
    )
    return shaped(found, TIERED)


def _named(places: pd.Series[Any], names: tuple[str, ...]) -> pd.Series[Any]:
    return places.map(dict(enumerate(names))).astype("str").fillna("")
