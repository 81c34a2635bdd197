"""The tables of the page on money elsewhere. Source: S4, methodology B2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.invisible.rules import InvisibleDesk, gone, shown
from workbook.content.messages import Said
from workbook.customers.analysis.money_elsewhere import DESTINATIONS

SHOWN = ("customer", "assets", "signs", "evidence", "amount", "day")
SIGNS = ("sign", "means", "ask", "offer", "avoid", "stop")
GONE = ("month", *DESTINATIONS, "together")


def shown_table(desk: InvisibleDesk) -> pd.DataFrame:
    """Those who hold little here and show signs of much, with the evidence of each sign."""
    rows = [
        (
            customer, _or_none(found["assets"].iloc[0]), tuple(found["sign"]),
            tuple(_evidence(desk, one) for one in found.to_dict("records")),
            int(found["amount"].sum()), found["day"].max().date(),
        )
        for customer, found in shown(desk)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(SHOWN), dtype=object)


def _evidence(desk: InvisibleDesk, one: Mapping[Any, Any]) -> Said:
    """The sentence of a sign with its figures."""
    figures = {"count": one["count"], "amount": one["amount"], "days": desk.pack.within_days}
    share = {} if pd.isna(one["share"]) else {"share": float(one["share"])}
    day = one["day"].date()
    return Said(desk.pack.signs[one["sign"]].says, {**figures, **share, "day": day})


def _or_none(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def gone_table(desk: InvisibleDesk) -> pd.DataFrame:
    """A row for each month: what left, by where it went, and altogether."""
    rows = gone(desk)
    wide = rows.pivot_table(index="month", columns="destination", values="amount", aggfunc="sum")
    wide = wide.reindex(columns=list(DESTINATIONS)).fillna(0).astype("int64")
    wide = wide.assign(together=wide.sum(axis=1)).reset_index()
    return wide.assign(month=wide["month"].astype(str))[list(GONE)].astype(object)


def signs_table(desk: InvisibleDesk) -> pd.DataFrame:
    """Each sign: what it may mean, the one question, what to offer, and when to stop."""
    rows = [
        (sign, one.means, one.ask, one.offer, one.avoid, one.stop)
        for sign, one in desk.pack.signs.items()
    ]
    return pd.DataFrame(rows, columns=list(SIGNS), dtype=object)


def signs_in_use(desk: InvisibleDesk) -> frozenset[str]:
    """The signs that the person's own customers show."""
    return frozenset(sign for _, found in shown(desk) for sign in found["sign"])


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "shown": shown_table,
    "gone": gone_table,
    "signs": signs_table,
}
