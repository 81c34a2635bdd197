"""The customers' flows in their transactions: turnover, in and out, income, activity.

Source: methodology B2 (trend, flows to other banks); what is no loss: ours. An export may write
outflows as negative amounts or not: only the size counts, and ``direction`` gives the way; where
that is unknown a transaction is turnover, and neither in nor out.

Payments for goods, paid wages and loan repayments are the purpose of an account; money that is
converted, or goes to somebody else at our bank, stays. None of them is a loss, nor is trade income
a gain.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

import pandas as pd

from workbook.customers.analysis.as_of import once_a_book, within
from workbook.customers.analysis.tables import (
    CustomerTables,
    kept,
    part,
    per_customer,
    ratio,
    table,
)
from workbook.customers.analysis.transaction_words import Answers, Marks

MOVED = ("date", "amount", "direction", "counterparty")
SAYING = ("kind", "summary", "remark")  # what the bank, or the customer, says about it


@once_a_book
def movements(book: CustomerTables, marks: Marks) -> pd.DataFrame:
    """[customer, day, kind, amount, direction, counterparty, sign, …]: transactions with a day and
    an amount; amounts are never negative, sign is 1 for in, −1 for out, else 0. kind: all texts on
    its nature, summary and remark included.

    inside: the customer's own money is converted. owed: a payment that is no loss. ours, wallet:
    the other side. left, came: leaves the customer's assets, adds to them. acted: the customer's
    own act, neither another's nor the bank's machines'.
    """
    rows = table(book, "transactions", *MOVED, *SAYING).rename(columns={"date": "day"})
    rows = rows.assign(kind=said(rows)).drop(columns=["summary", "remark"])
    rows = kept(rows, rows["day"].notna() & rows["amount"].notna())
    sign = (rows["direction"] == "in").astype("int64") - (rows["direction"] == "out")
    return _known(rows.assign(amount=rows["amount"].abs(), sign=sign), marks)


def said(rows: pd.DataFrame) -> pd.Series[Any]:
    """The texts of the ``SAYING`` columns for each transaction; blank where they are."""
    texts = [rows[name] for name in SAYING if rows[name].notna().any()]
    if not texts:
        return rows["kind"]
    whole = texts[0]
    for text in texts[1:]:
        whole = whole.fillna("") + " " + text.fillna("")
    return whole


def _known(rows: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    kind, other, sign = Answers(rows["kind"]), Answers(rows["counterparty"]), rows["sign"]
    inside = marks.says(kind, "own_products") & ~marks.says(kind, "elsewhere")
    trade, salary = marks.says(kind, "trade", "farm"), marks.says(kind, "salary")
    owed = (sign < 0) & (trade | salary | marks.says(kind, "wages", "repayments"))
    ours = marks.ours(other)
    stays = ours & ~marks.says(kind, "cash")
    return rows.assign(
        inside=inside,
        owed=owed,
        ours=ours,
        wallet=marks.says(other, "wallets"),
        left=(sign < 0) & ~inside & ~owed & ~stays,
        came=(sign > 0) & ~inside & ~trade & ~marks.says(kind, "receipts"),
        acted=~marks.says(kind, "automatic") & ~(salary & (sign >= 0)),
    )


def net_flow(rows: pd.DataFrame, days: int, today: dt.date) -> pd.DataFrame:
    """[customer, net, came, left, left_first]: in less out over these days, in fen, the newest day
    of an inflow, and the newest and the first of an outflow."""
    recent = within(rows, today, days)
    recent = recent[recent["left"] | recent["came"]]
    flows = recent[["customer", "day"]].assign(
        net=recent["amount"] * recent["sign"],
        came=recent["day"].where(recent["sign"] > 0),
        left=recent["day"].where(recent["sign"] < 0),
    )
    return per_customer(
        flows,
        net=("net", "sum"),
        came=("came", "max"),
        left=("left", "max"),
        left_first=("left", "min"),
    )


class Decline(Protocol):
    """When a turnover counts as fallen: days compared, the fall, transactions before."""

    @property
    def decline_days(self) -> int: ...
    @property
    def decline_share(self) -> float: ...
    @property
    def decline_count(self) -> int: ...


def decline(rows: pd.DataFrame, limits: Decline, today: dt.date) -> pd.DataFrame:
    """[customer, since, amount, before, share, count]: whose turnover fell by the share or more.

    Compares the last days' turnover with that of as many days before; count: transactions now. With
    fewer than the required transactions before, no fall is reported. Conversions and payments for
    goods, wages or a loan are not turnover that could be lost.
    """
    days = limits.decline_days
    rows = rows.loc[~rows["inside"] & ~rows["owed"], ["customer", "day", "amount"]]
    earlier = within(rows, today, days, days)
    before = per_customer(earlier, before=("amount", "sum"), times=("amount", "size"))
    recent = within(rows, today, days)
    now = per_customer(recent, amount=("amount", "sum"), count=("amount", "size"))
    enough = (before["before"] > 0) & (before["times"] >= limits.decline_count)
    both = before[enough].drop(columns="times").merge(now, on="customer", how="left")
    both = both.fillna({"amount": 0, "count": 0})
    less = both["before"] - both["amount"]
    first = pd.Timestamp(today) - pd.Timedelta(days=days - 1)
    both = both.assign(since=first, share=ratio(less, both["before"]))
    return both[less >= part(both["before"], limits.decline_share)]


def to_other_banks(rows: pd.DataFrame) -> pd.DataFrame:
    """The outflows to other banks: neither to our own nor to a wallet."""
    counterparty = rows["counterparty"]
    named = counterparty.notna() & (counterparty.str.strip() != "")
    return rows[rows["left"] & named & ~rows["ours"] & ~rows["wallet"]]


def salaries(rows: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    """The inflows that are a salary of the customer."""
    return rows[marks.says(rows["kind"], "salary") & (rows["sign"] >= 0)]
