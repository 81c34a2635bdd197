"""The seven kinds of critical customers, each with its day, its amount and its distance.

Source: S4 names seven kinds and lists none, so kinds and numbers are ours (methodology A2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import pandas as pd

from workbook.customers.analysis.as_of import days_between, last_whole_month, month_number, until
from workbook.customers.analysis.asset_changes import compared, with_fall
from workbook.customers.analysis.cash_flows import movements, net_flow
from workbook.customers.analysis.limits import CriticalLimits
from workbook.customers.analysis.silence import last_contacts
from workbook.customers.analysis.tables import (
    DAY,
    FEN,
    CustomerTables,
    has,
    of_each,
    part,
    people,
    per_customer,
    ratio,
    shaped,
    stacked,
    table,
)
from workbook.customers.analysis.tier_placement import tiered
from workbook.customers.analysis.tiers import month_averages
from workbook.customers.analysis.transaction_words import Marks
from workbook.domain.bank import Tier

# Most urgent first.
CRITICAL_KINDS = (
    "big_outflow",
    "due_soon",
    "expiring",
    "above_edge",
    "under_tier",
    "big_inflow",
    "dormant",
)
AHEAD = ("due_soon", "expiring")  # their day is ahead, or an assessment is over
LONG_AGO = 100_000  # days: longer ago than any day on record
CRITICAL = {
    "customer": "str",
    "kind": "str",
    "day": DAY,
    "days": "Int64",
    "amount": "Int64",
    "before": "Int64",
    "balanced": "boolean",
    "assets": "Int64",
    "edge": "Int64",
    "distance": "Int64",
    "share": "float64",
}
AVERAGE_MONTHS = 3  # methodology A2: flows are compared with the average of three months


def critical(
    book: CustomerTables,
    tiers: Mapping[str, Tier],
    limits: CriticalLimits,
    today: dt.date,
    marks: Marks,
) -> pd.DataFrame:
    """One row for each customer and kind, columns as in ``CRITICAL``; money in fen.

    In the order of ``CRITICAL_KINDS``, then the soonest day ahead, the largest assets, the id; at
    the very end the assessments that ended long ago, the oldest last.
    days: to a day ahead (due_soon, expiring; below 0 where an assessment has ended), or since a
    past day (the other kinds). edge and distance (assets − edge) are blank except for above_edge
    and under_tier, before (the assets before a flow; balanced: from balances) except for the big
    flows. The functions below define amount and share for each kind.
    """
    known = until(book, today)
    rows = tiered(known, tiers, limits.apart_days, today)
    rows["has_tier"] = rows["least"] > 0
    flows = _flows(known, marks, limits, today)
    found = {
        "big_outflow": _big(flows, "left", limits),
        "due_soon": due_soon(known, rows, limits.due_days, today),
        "expiring": expiring(known, limits, today),
        "above_edge": above_edge(rows, limits),
        "under_tier": under_tier(rows, limits),
        "big_inflow": _big(flows, "came", limits),
        "dormant": dormant(known, rows, limits, today),
    }
    told = stacked((each.assign(kind=key) for key, each in found.items()), CRITICAL)
    told["assets"] = of_each(told["customer"], rows.set_index("customer")["assets"])
    told["distance"] = told["assets"] - told["edge"]
    past = days_between(told["day"], today)
    told["days"] = past.abs().mask(told["kind"].isin(AHEAD), -past)
    return _ordered(told, limits)


def _flows(
    book: CustomerTables, marks: Marks, limits: CriticalLimits, today: dt.date
) -> pd.DataFrame:
    """[customer, net, came, left, was, now, average]: the flows, the assets before and after, and
    the average of the last whole months, with which they are compared.

    Where no month is on record, the assets before the flows replace the average.
    """
    ends = month_averages(book)
    recent = month_number(ends["day"]) > last_whole_month(today) - AVERAGE_MONTHS
    average = ends[recent].groupby("customer")["assets"].mean().round()
    flows = net_flow(movements(book, marks), limits.flow_days, today)
    flows = flows.merge(compared(book, limits.flow_days, limits.before_days, today), on="customer")
    told = of_each(flows["customer"], average).astype("Int64")
    return flows.assign(average=told.fillna(flows["now"] - flows["net"]).clip(lower=0))


def _big(flows: pd.DataFrame, day: Literal["left", "came"], limits: CriticalLimits) -> pd.DataFrame:
    """Much came, or much left, and the assets rose, or fell, by it. day: the newest such day;
    amount: came less left, or the reverse; share: amount ÷ the average."""
    way = 1 if day == "left" else -1
    amount = -way * flows["net"]
    rows = flows.assign(amount=amount, day=flows[day], share=ratio(amount, flows["average"]))
    rows = with_fall(rows[rows["amount"] > 0], limits, way)
    large = rows["amount"] >= limits.flow_yuan * FEN
    against = rows["amount"] >= part(rows["average"], limits.flow_share)
    return rows[(large & against & rows["counts"]).fillna(False)]


def due_soon(book: CustomerTables, rows: pd.DataFrame, days: int, today: dt.date) -> pd.DataFrame:
    """Holdings end within ``days``. day: the soonest; amount: all that ends; share: of the assets.

    rows is [customer, assets, …].
    """
    sums = per_customer(maturities(book, days, today), day=("due", "min"), amount=("amount", "sum"))
    sums = sums.merge(rows[["customer", "assets"]], on="customer")
    return sums.assign(share=ratio(sums["amount"], sums["assets"]))


def maturities(book: CustomerTables, days: int, today: dt.date) -> pd.DataFrame:
    """The holdings that end from ``today`` to ``days`` days later."""
    held = table(book, "holdings", "amount", "due")
    ahead = (held["due"] - pd.Timestamp(today)).dt.days
    return held[(ahead >= 0) & (ahead <= days)]


def expiring(book: CustomerTables, limits: CriticalLimits, today: dt.date) -> pd.DataFrame:
    """The risk assessment ends within ``expires_days``, or has ended: nothing may be sold before a
    new one. day: its last valid one."""
    rows = people(book, "risk_assessed")
    ends = rows["risk_assessed"] + pd.Timedelta(days=limits.assessment_days)
    ahead = (ends - pd.Timestamp(today)).dt.days
    return rows.assign(day=ends)[ahead <= limits.expires_days]


def above_edge(rows: pd.DataFrame, limits: CriticalLimits) -> pd.DataFrame:
    """Just above the lower edge of their own tier, or temporarily below it. share: assets ÷
    edge."""
    near = rows["has_tier"] & (rows["assets"] <= part(rows["least"], limits.above))
    return rows.assign(edge=rows["least"], share=rows["above"])[near.fillna(False)]


def under_tier(rows: pd.DataFrame, limits: CriticalLimits) -> pd.DataFrame:
    """Just under the next tier. share: assets ÷ its threshold."""
    edge = rows["assets"] + rows["to_next"]
    near = rows["assets"] >= part(edge, limits.under)
    near = (near & (rows["assets"] < edge)).fillna(False)
    return rows.assign(edge=edge, share=ratio(rows["assets"], edge))[near]


def dormant(
    book: CustomerTables, rows: pd.DataFrame, limits: CriticalLimits, today: dt.date
) -> pd.DataFrame:
    """Neither transaction nor contact for ``dormant_days``, with a substantial balance.

    day: the last event (the opening of the account counts), blank where nothing is on record;
    amount: the balance. Only where the transactions on record reach back that far.
    """
    moves = table(book, "transactions", "date")
    edge = pd.Timestamp(today) - pd.Timedelta(days=limits.dormant_days)
    if not has(book, "transactions", "date") or not (moves["date"] <= edge).any():
        return rows.iloc[:0]
    last = last_contacts(book)
    moved = of_each(last["customer"], moves.groupby("customer")["date"].max())
    last = last.assign(moved=moved, opened=people(book, "opened")["opened"])
    day = last[["day", "moved", "opened"]].max(axis=1).astype(DAY)
    still = ~(day > edge) & (rows["assets"] >= limits.dormant_yuan * FEN).fillna(False)
    return rows.assign(day=day, amount=rows["assets"])[still]


def _ordered(rows: pd.DataFrame, limits: CriticalLimits) -> pd.DataFrame:
    by = ["place", "ahead", "assets", "customer"]
    rows = rows.assign(place=places(rows, limits.expired_days), ahead=days_ahead(rows))
    return shaped(rows.sort_values(by, ascending=[True, True, False, True]), CRITICAL)


def places(rows: pd.DataFrame, expired_days: int) -> pd.Series[int]:
    """The rank of each row's kind by urgency.

    An assessment that ended more than ``expired_days`` ago ranks behind all kinds: there may be
    hundreds, and nothing about them is new.
    """
    order = {key: place for place, key in enumerate(CRITICAL_KINDS)}
    long_over = (rows["kind"] == "expiring") & (rows["days"] < -expired_days).fillna(False)
    return rows["kind"].map(order).mask(long_over, len(order)).astype("Int64")


def days_ahead(rows: pd.DataFrame) -> pd.Series[int]:
    """The days until the day of a kind that looks ahead; blank for the others.

    Past days come first, the most recent of them before all: it is the furthest below 0.
    """
    ahead = rows["days"].where(rows["kind"].isin(AHEAD))
    return ahead.mask((ahead < 0).fillna(False), -LONG_AGO - ahead)
