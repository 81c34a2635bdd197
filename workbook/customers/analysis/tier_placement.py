"""Every customer's tier by assets: crossing an edge takes two balances.

Source: S4, methodology B3; that one balance is not enough: ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbook.customers.analysis.tables import CustomerTables, of_each, ratio, shaped
from workbook.customers.analysis.tier_history import points
from workbook.customers.analysis.tiers import Ladder, assets_of, ladder
from workbook.domain.bank import Tier

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


def tiered(
    book: CustomerTables, tiers: Mapping[str, Tier], apart_days: int, today: dt.date
) -> pd.DataFrame:
    """Every customer's tier, by id: columns as in ``TIERED``, money in fen.

    tier: the one in which two balances in a row put the customer (:func:`points`), so the assets
    may be beyond its edges temporarily. least: its threshold; above: assets ÷ least, nan where that
    is 0. next_tier is "" and to_next blank at the top; tier and band are "" where the assets are
    not known. Nothing after ``today`` may be in the book.
    """
    steps = ladder(tiers)
    return placed(book, steps, points(book, steps, apart_days, today))


def placed(book: CustomerTables, steps: Ladder, path: pd.DataFrame) -> pd.DataFrame:
    """The same as ``tiered``, from the result of :func:`points`."""
    rows, last = assets_of(book), path.drop_duplicates("customer", keep="last")
    place = of_each(rows["customer"], last.set_index("customer")["place"])
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
