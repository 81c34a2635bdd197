"""The queue of the day: whom to call first, and how many fit into the available time.

Source: methodology A2 (critical customers, B8: the queue fits the hours), G (who is never on it).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbook.customers.analysis.critical_customers import days_ahead, places
from workbook.customers.analysis.tables import DAY, shaped

QUEUED = {
    "customer": "str",
    "kinds": "object",
    "stage": "str",
    "minutes": "Int64",
    "fits": "bool",
    "rank": "Int64",
    "day": DAY,
    "days": "Int64",
    "amount": "Int64",
    "distance": "Int64",
    "assets": "Int64",
}


def queue(
    criticals: pd.DataFrame,
    stages: pd.DataFrame,
    filters: pd.DataFrame,
    minutes: int,
    minutes_each: Mapping[str, int],
    most: int,
    expired_days: int,
) -> pd.DataFrame:
    """Every critical customer once, most urgent first; columns as in ``QUEUED``.

    The arguments are the results of ``critical``, ``stages`` and ``contactable``; blocked customers
    are left out. kinds: all of the customer's, a tuple; day, days and amount belong to the first of
    them, distance to the first that has one. A customer takes the minutes of the longest of these
    kinds; fits: the minutes so far do not exceed ``minutes``, nor the rank ``most``. Within one
    kind: the soonest day ahead, then the largest assets, then the id. An assessment that ended more
    than ``expired_days`` ago comes behind all kinds. Raises KeyError for a kind that
    ``minutes_each`` does not know.
    """
    blocked = filters.loc[filters["blocked"], "customer"]
    rows = criticals[~criticals["customer"].isin(blocked)]
    each = [minutes_each[kind] for kind in rows["kind"]]
    place = places(rows, expired_days)
    rows = rows.assign(place=place, ahead=days_ahead(rows), minutes=each)
    rows = rows.sort_values(["customer", "place"])
    found = _once(rows).join(stages.set_index("customer")["stage"], on="customer")
    found = found.sort_values(
        ["place", "ahead", "assets", "customer"], ascending=[True, True, False, True]
    )
    found["rank"] = range(1, len(found) + 1)
    in_time = found["minutes"].cumsum() <= minutes
    fits = in_time & (found["rank"] <= most)
    return shaped(found.assign(fits=fits, stage=found["stage"].fillna("")), QUEUED)


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each customer, from rows in order of urgency."""
    first = rows.drop_duplicates("customer").set_index("customer")
    groups = rows.groupby("customer")
    kinds = groups["kind"].agg(tuple).astype("object")
    longest, distance = groups["minutes"].max(), groups["distance"].first()
    return first.assign(kinds=kinds, minutes=longest, distance=distance).reset_index()
