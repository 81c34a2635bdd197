"""The warning signals of every customer, each with its evidence.

Source: S4 names six, methodology A2 (the seventh, and all numbers: ours). What only a person can
know (a move, damage to the bank's reputation) comes from the manager's notes, the rest from data.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from workbook.customers.analysis.as_of import (
    days_between,
    last_whole_month,
    month_number,
    until,
    within,
)
from workbook.customers.analysis.asset_changes import compared, with_fall
from workbook.customers.analysis.cash_flows import (
    decline,
    movements,
    net_flow,
    salaries,
    to_other_banks,
)
from workbook.customers.analysis.limits import SignalLimits
from workbook.customers.analysis.silence import silent
from workbook.customers.analysis.tables import (
    DAY,
    FEN,
    CustomerTables,
    of_each,
    part,
    people,
    per_customer,
    ratio,
    shaped,
    stacked,
    table,
)
from workbook.customers.analysis.transaction_words import Marks

SIGNALS = (
    "moved_away",
    "turnover_falling",
    "turnover_busy",
    "assets_leaving",
    "silent",
    "risk_drift",
    "reputation",
    "complaint",
    "income_moved",
)
STRONG = frozenset({"assets_leaving", "reputation", "complaint", "income_moved"})
SIGNALLED = {
    "customer": "str",
    "signal": "str",
    "strong": "bool",
    "since": DAY,
    "amount": "Int64",
    "before": "Int64",
    "after": "Int64",
    "balanced": "boolean",
    "share": "float64",
    "count": "Int64",
    "said": "str",
}
NOTED = {"customer": "str", "signal": "str", "day": DAY, "said": "str"}
KEY = ["customer", "signal"]


def signals(
    book: CustomerTables, limits: SignalLimits, today: dt.date, noted: pd.DataFrame, marks: Marks
) -> pd.DataFrame:
    """The signals that fire, one row for each customer and signal, columns as in ``SIGNALLED``.

    In the order of customers and of ``SIGNALS``. ``noted`` is [customer, signal, day, said] of the
    manager's notes. The functions below define the figures, signal by signal; money in fen.
    balanced: balances before and after were compared. Customers who are not in the book have no
    signal.
    """
    return with_notes(seen_signals(book, limits, today, marks), book, limits, today, noted)


def seen_signals(
    book: CustomerTables, limits: SignalLimits, today: dt.date, marks: Marks
) -> pd.DataFrame:
    """The signals in the data alone, columns as in ``SIGNALLED``, unordered."""
    known = until(book, today)
    rows = movements(known, marks)
    found = {
        "turnover_falling": decline(rows, limits, today),
        "turnover_busy": busy(rows, limits, today),
        "assets_leaving": leaving(known, rows, limits, today),
        "silent": silent(known, rows, marks, limits.silent_days, today),
        "risk_drift": drifting(known, limits),
        "complaint": complaining(known),
        "income_moved": income_moved(rows, marks, limits, today),
    }
    return stacked((each.assign(signal=key) for key, each in found.items()), SIGNALLED)


def with_notes(
    seen: pd.DataFrame,
    book: CustomerTables,
    limits: SignalLimits,
    today: dt.date,
    noted: pd.DataFrame,
) -> pd.DataFrame:
    """The data's signals (``seen_signals``) and the noted ones: the same as ``signals``."""
    both = _beside(seen, _notes(noted, limits, today))
    there = until({kind: book[kind] for kind in ("customers",) if kind in book}, today)
    both = both[both["customer"].isin(people(there)["customer"])]
    return _ordered(both.assign(strong=both["signal"].isin(STRONG)))


# -- what the data say ----------------------------------------------------------------------------


def busy(rows: pd.DataFrame, limits: SignalLimits, today: dt.date) -> pd.DataFrame:
    """Customers with a multiple of their usual number of transactions.

    count and amount: transactions and turnover of the last ``busy_days``; before: the usual
    turnover of such a span; share: count ÷ the usual number. The usual is the average since the
    customer's first transaction on record, at least one span earlier; less than one transaction in
    a span counts as one.
    """
    rows = rows[["customer", "day", "amount"]]
    start = pd.Timestamp(today) - pd.Timedelta(days=limits.busy_days)
    earlier = per_customer(
        rows[rows["day"] <= start],
        first=("day", "min"),
        total=("amount", "sum"),
        times=("amount", "size"),
    )
    spans = (days_between(earlier["first"], start.date()) + 1) / limits.busy_days
    now = per_customer(
        within(rows, today, limits.busy_days), amount=("amount", "sum"), count=("amount", "size")
    )
    both = now.merge(earlier.assign(spans=spans)[spans >= 1], on="customer")
    usual = (both["times"] / both["spans"]).clip(lower=1)
    both = both.assign(
        since=start + pd.Timedelta(days=1),
        before=(both["total"] / both["spans"]).round(),
        share=ratio(both["count"], usual),
    )
    often = (both["share"] >= limits.busy_times) & (both["count"] >= limits.busy_count)
    return both[often]


def leaving(
    book: CustomerTables, rows: pd.DataFrame, limits: SignalLimits, today: dt.date
) -> pd.DataFrame:
    """Customers who moved much to other banks, and whose assets fell by it.

    amount and count: what went, and in how many transactions; before, after: the assets before
    these days and today (see :func:`with_fall`); share: amount ÷ before; since: the first such day.
    """
    recent = to_other_banks(within(rows, today, limits.leaving_days))
    sums = per_customer(
        recent, since=("day", "min"), amount=("amount", "sum"), count=("amount", "size")
    )
    flows = net_flow(rows, limits.leaving_days, today)[["customer", "net"]]
    told = compared(book, limits.leaving_days, limits.before_days, today)
    sums = with_fall(sums.merge(flows, on="customer").merge(told, on="customer"), limits)
    sums["share"] = ratio(sums["amount"], sums["before"])
    large = sums["amount"] >= limits.leaving_yuan * FEN
    against = sums["amount"] >= part(sums["before"], limits.leaving_share)
    return sums[(sums["counts"] & large & against).fillna(False)]


def drifting(book: CustomerTables, limits: SignalLimits) -> pd.DataFrame:
    """Customers with holdings above their own risk level.

    amount and count: the holdings above it, and their number; before: all holdings; share: their
    ratio; since: the day the first of them was bought.
    """
    held = table(book, "holdings", "amount", "bought", "risk_level").merge(
        people(book, "risk_level"), on="customer", suffixes=("", "_customer")
    )
    apart = _level(held["risk_level"]) - _level(held["risk_level_customer"])
    over = held[(apart >= limits.drift_levels).fillna(False)]
    above = per_customer(
        over, since=("bought", "min"), amount=("amount", "sum"), count=("amount", "size")
    )
    before = of_each(above["customer"], held.groupby("customer")["amount"].sum())
    return above.assign(before=before, share=ratio(above["amount"], before))


def _level(levels: pd.Series[Any]) -> pd.Series[Any]:
    return pd.to_numeric(levels.str[1:]).astype("Int64")


def complaining(book: CustomerTables) -> pd.DataFrame:
    """Customers with a complaint that is not closed."""
    rows = people(book, "complaint_open")
    return rows[rows["complaint_open"].fillna(False)][["customer"]]


def income_moved(
    rows: pd.DataFrame, marks: Marks, limits: SignalLimits, today: dt.date
) -> pd.DataFrame:
    """Customers whose salary came monthly, and then not for a whole calendar month or more.

    since: the last day it came; before: the monthly average over the ``moved_months`` months up to
    then; amount: 0, the present one; share: 1; count: whole months without it.
    """
    paid = salaries(rows, marks)
    paid = paid.assign(month=month_number(paid["day"]))
    newest = paid.groupby("customer")["month"].transform("max")
    found = per_customer(
        paid[newest - paid["month"] < limits.moved_months],
        since=("day", "max"),
        newest=("month", "max"),
        months=("month", "nunique"),
        total=("amount", "sum"),
    )
    found["count"] = last_whole_month(today) - found["newest"]
    found["before"] = (found["total"] / limits.moved_months).round()
    moved = (found["count"] >= 1) & (found["months"] == limits.moved_months)
    return found[moved].assign(amount=0, share=1.0)


# -- what the manager noted -----------------------------------------------------------------------


def _notes(noted: pd.DataFrame, limits: SignalLimits, today: dt.date) -> pd.DataFrame:
    """[customer, signal, day, said]: the newest valid note for each signal."""
    rows = shaped(noted, NOTED)
    rows = rows[rows["signal"].isin(SIGNALS) & rows["customer"].notna()]
    rows = within(rows, today, limits.noted_days).sort_values(["day", "said"])
    return rows.drop_duplicates(KEY, keep="last")


def _beside(found: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """Data and notes of the same signal in one row: the figures, the words, the earlier day."""
    both = found.drop(columns="said").merge(notes, on=KEY, how="outer")
    since = both[["since", "day"]].min(axis=1).astype(DAY)
    return both.assign(since=since, said=both["said"].fillna(""))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    place = rows["signal"].map({key: place for place, key in enumerate(SIGNALS)})
    rows = rows.assign(place=place).sort_values(["customer", "place"])
    return shaped(rows, SIGNALLED)
