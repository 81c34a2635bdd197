"""How customers moved between tiers: monthly balances and today's assets, falls and rises.

Source: methodology B2; ours: a rise must exceed every earlier tier, so that a returning customer is
won back, not new; a move counts when two balances in a row show it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from workbook.customers.analysis.as_of import once_a_book
from workbook.customers.analysis.limits import StageLimits
from workbook.customers.analysis.tables import DAY, CustomerTables, of_each, people, per_customer
from workbook.customers.analysis.tiers import Ladder, held, month_averages


@once_a_book
def points(book: CustomerTables, steps: Ladder, apart_days: int, today: dt.date) -> pd.DataFrame:
    """[customer, day, place, was, highest]: the tier at every balance, and today, by place.

    Monthly averages are used where a customer has any; then today is the current average, which is
    no point of its own when it only repeats the newest month's. place: the tier that this balance
    and the next (the newest and the one before) both reach; was: the place at the point before;
    highest: of all points before; both blank at the first.
    """
    rows = _balances(book, apart_days, today)
    whose = (rows["customer"] != rows["customer"].shift()).cumsum() - 1  # grouped by customer
    rows["place"] = _settled(whose, steps.places(rows["assets"]))
    before = whose == whose.shift()
    rows["was"] = rows["place"].shift().where(before)
    rows["highest"] = rows["place"].groupby(whose).cummax().shift().where(before)
    return rows[["customer", "day", "place", "was", "highest"]]


def _balances(book: CustomerTables, apart_days: int, today: dt.date) -> pd.DataFrame:
    """[customer, day, assets] in order: of the months, and of today in place of near ones.

    Averages are used alone: the assets of one day are not comparable with them.
    """
    then, now = month_averages(book), held(book)
    alone = now["customer"].isin(then.loc[then["averaged"], "customer"])
    own = now["average"].fillna(now["stated"].mask(alone))
    now = now[["customer"]].assign(assets=own, day=pd.Timestamp(today)).astype({"day": DAY})
    now = now.dropna(subset=["assets"])
    near = then["day"] > pd.Timestamp(today) - pd.Timedelta(days=apart_days)
    then = then[~(near & then["customer"].isin(now["customer"]))]
    rows = pd.concat([then[["customer", "day", "assets"]], now])
    return rows.sort_values(["customer", "day"], ignore_index=True)


def _settled(whose: pd.Series[int], places: pd.Series[Any]) -> pd.Series[Any]:
    """The places, moved only as far as two points in a row agree; ``whose`` numbers the customers,
    grouped, from 0.

    A move has the day of the first of the two.
    """
    row = whose.to_numpy()
    at = whose.groupby(whose).cumcount().to_numpy()
    if not len(row):
        return places
    seen = np.full((row[-1] + 1, at.max() + 1), np.nan)
    seen[row, at] = places.to_numpy(dtype="float64")
    held = seen.copy()
    for later in range(1, seen.shape[1]):
        pair = seen[:, later - 1 : later + 1]
        moved = np.clip(held[:, later - 1], pair.min(axis=1), pair.max(axis=1))
        held[:, later] = moved  # blank beyond the last point, as is the pair
    first = np.where(np.isnan(np.roll(held, -1, axis=1)), held, np.roll(held, -1, axis=1))
    first[:, -1] = held[:, -1]
    return pd.Series(first[row, at], index=places.index).astype("Int64")


def lost(rows: pd.DataFrame, limits: StageLimits, today: dt.date) -> pd.DataFrame:
    """[customer, lost, since, until]: the highest tier lost and not yet won back.

    A fall counts until ``fell_within_months`` are over, or until the customer has been back in the
    tier, or above it, for ``back_for_months``. since: the newest fall from that tier; until: the
    day on which the customer's last fall stops counting, if the assets stay as they are.
    """
    fell = rows[(rows["place"] < rows["was"]).fillna(False)]
    newest = fell.sort_values("day").drop_duplicates(["customer", "was"], keep="last")
    falls = newest[["customer", "was", "day"]].set_axis(["customer", "lost", "since"], axis=1)
    over = _after(falls, "since", limits.fell_within_months)
    ends = pd.concat([over, _back(falls, rows, limits)])
    falls["until"] = ends.groupby(level=0).min().astype(DAY)
    falls = falls[falls["until"] > pd.Timestamp(today)].sort_values(["customer", "lost"])
    last = falls.groupby("customer")["until"].max()
    highest = falls.drop_duplicates("customer", keep="last").drop(columns="until")
    return highest.assign(until=of_each(highest["customer"], last))


def _back(falls: pd.DataFrame, rows: pd.DataFrame, limits: StageLimits) -> pd.Series[pd.Timestamp]:
    """The day on which each fall is made good; blank for those who are still below."""
    path = falls.reset_index().merge(rows[["customer", "day", "place"]], on="customer")
    below = path[path["place"] < path["lost"]].groupby("index")["day"].max()
    path = path[path["day"] > of_each(path["index"], below)]
    back = path.groupby("index")["day"].min().to_frame("back")
    return _after(back, "back", limits.back_for_months)


def _after(rows: pd.DataFrame, column: str, months: int) -> pd.Series[pd.Timestamp]:
    return (rows[column] + pd.DateOffset(months=months)).astype(DAY)


def risen(
    rows: pd.DataFrame, book: CustomerTables, steps: Ladder, limits: StageLimits, today: dt.date
) -> pd.DataFrame:
    """[customer, first, since, until]: the newest rise above every earlier tier on record.

    first: it was the lowest tier that has to be reached. A customer who opened the account within
    ``new_within_days`` and is in such a tier at the first point on record reached it then.
    """
    up = rows[(rows["place"] > rows["highest"]).fillna(False) & (rows["place"] >= steps.first)]
    up = up.assign(first=up["highest"] < steps.first)
    opened = rows[rows["was"].isna() & (rows["place"] >= steps.first)].assign(first=True)
    known = people(book, "opened").set_index("customer")["opened"]
    opened["day"] = of_each(opened["customer"], known)
    both = pd.concat([opened.astype({"day": DAY}), up]).dropna(subset=["day"])
    both = both.sort_values(["customer", "day"]).drop_duplicates("customer", keep="last")
    both["until"] = (both["day"] + pd.Timedelta(days=limits.new_within_days)).astype(DAY)
    both = both[both["until"] > pd.Timestamp(today)].rename(columns={"day": "since"})
    return both[["customer", "first", "since", "until"]]


def changed(rows: pd.DataFrame) -> pd.DataFrame:
    """[customer, since]: the day from which the current tier is held; without those who always held
    it."""
    moved = rows[(rows["place"] != rows["was"]).fillna(False)]
    return per_customer(moved, since=("day", "max"))
