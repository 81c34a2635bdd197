"""Signs that a customer's money is elsewhere, and the money that left. Source: S4, methodology B2
(flows to other banks); which signs, and from which amounts: ours.

Pure functions over columns; amounts are fen, days whole. Only transactions tell: a book without
them has no sign and no outflow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
import pandas as pd

from workbook.customers.analysis.as_of import month_number, until, within
from workbook.customers.analysis.cash_flows import movements, salaries, to_other_banks
from workbook.customers.analysis.tables import (
    DAY,
    FEN,
    CustomerTables,
    of_each,
    per_customer,
    ratio,
    shaped,
    table,
)
from workbook.customers.analysis.tiers import assets_of
from workbook.customers.analysis.transaction_words import Marks

SIGNS = ("passing", "loan", "broker", "large")
FARTHEST_DAY = 1_000_000  # since 1970
DESTINATIONS = ("bank", "broker", "wallet", "cash", "other")
FOUND = {
    "customer": "str", "sign": "str", "count": "Int64", "amount": "Int64", "share": "Float64",
    "day": DAY, "assets": "Int64",
}  # fmt: skip


class Limits(Protocol):
    """From which amounts on; amounts in yuan, days whole, shares 0…1."""

    @property
    def little(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def within_days(self) -> int: ...
    @property
    def passing_share(self) -> float: ...
    @property
    def passing_times(self) -> int: ...
    @property
    def broker_amount(self) -> int: ...
    @property
    def large_amount(self) -> int: ...


def signs(book: CustomerTables, marks: Marks, limits: Limits, today: dt.date) -> pd.DataFrame:
    """[customer, sign, count, amount, share, day, assets]: a row for each sign of those who hold
    little here, in the order of customers and ``SIGNS``.

    count: how often; amount: fen altogether; share: of the salary that goes on, blank for other
    signs; day: the last time; assets: held here today, blank where not known.
    """
    known = until(book, today)
    held = assets_of(known).set_index("customer")["assets"]
    rows = within(movements(known, marks), today, limits.days)
    here = of_each(rows["customer"], held)
    rows = rows[(here < limits.little * FEN) | here.isna()]
    found = [work(rows, known, marks, limits).assign(sign=sign) for sign, work in WORK.items()]
    every = shaped(pd.concat(found), FOUND)
    every = every.assign(assets=of_each(every["customer"], held).astype("Int64"))
    place = every["sign"].map({sign: at for at, sign in enumerate(SIGNS)})
    order = every.assign(place=place).sort_values(["customer", "place"]).index
    return every.loc[order].reset_index(drop=True)


def _passing(
    rows: pd.DataFrame, book: CustomerTables, marks: Marks, limits: Limits
) -> pd.DataFrame:
    """A salary comes in, and within days most of it goes on, several times."""
    came, left = salaries(rows, marks), rows[rows["left"]]
    onward = np.minimum(_within_days(came, left, limits.within_days), came["amount"])
    passed = came.assign(onward=onward)[onward >= limits.passing_share * came["amount"]]
    found = per_customer(
        passed, count=("day", "size"), amount=("onward", "sum"), whole=("amount", "sum"),
        day=("day", "max"),
    )  # fmt: skip
    found = found.assign(share=ratio(found["amount"], found["whole"]))
    return found[found["count"] >= limits.passing_times]


def _within_days(came: pd.DataFrame, left: pd.DataFrame, days: int) -> pd.Series[Any]:
    """For each inflow what the customer paid out on its day and on the next ``days``, in fen."""
    codes = pd.Index(pd.concat([came["customer"], left["customer"]]).unique())
    paid = pd.Series(_place(codes, left)).sort_values()
    sums = np.concatenate([[0], left["amount"].iloc[paid.index].astype("int64").cumsum()])
    first, last = _place(codes, came), _place(codes, came) + days
    there = sums[paid.searchsorted(last, "right")] - sums[paid.searchsorted(first, "left")]
    return pd.Series(there, index=came.index)


def _place(codes: pd.Index[Any], rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Customer and day as one number, so that both are looked up at once."""
    day = (rows["day"] - pd.Timestamp(0)).dt.days.to_numpy(dtype="int64")
    place: np.ndarray[Any, np.dtype[np.int64]] = (
        codes.get_indexer(pd.Index(rows["customer"])) * 1_000_000
    )
    return place + day


def _loan(rows: pd.DataFrame, book: CustomerTables, marks: Marks, _limits: Limits) -> pd.DataFrame:
    """A loan of another bank is repaid from here."""
    away = to_other_banks(rows.assign(left=rows["sign"] < 0))
    return _summed(away[marks.says(away["kind"], "repayments")])


def _broker(rows: pd.DataFrame, book: CustomerTables, marks: Marks, limits: Limits) -> pd.DataFrame:
    """Much goes to a broker or a fund house."""
    found = _summed(rows[(rows["sign"] < 0) & _to_broker(rows, marks)])
    return found[found["amount"] >= limits.broker_amount * FEN]


def _to_broker(rows: pd.DataFrame, marks: Marks) -> pd.Series[bool]:
    return marks.says(rows["counterparty"], "brokers") | marks.says(rows["kind"], "brokers")


def _large(rows: pd.DataFrame, book: CustomerTables, marks: Marks, limits: Limits) -> pd.DataFrame:
    """Large transfers to other banks, brokers aside."""
    away = to_other_banks(rows)
    away = away[~_to_broker(away, marks)]
    return _summed(away[away["amount"] >= limits.large_amount * FEN])


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    return per_customer(rows, count=("day", "size"), amount=("amount", "sum"), day=("day", "max"))


Work = Callable[[pd.DataFrame, CustomerTables, Marks, Limits], pd.DataFrame]
WORK: dict[str, Work] = {"passing": _passing, "loan": _loan, "broker": _broker, "large": _large}


# -- the money that left --------------------------------------------------------------------------


def gone(book: CustomerTables, marks: Marks, months: int, today: dt.date) -> pd.DataFrame:
    """[month, destination, customers, amount]: what left in the last ``months`` months and the one
    under way, in fen; destination: one of ``DESTINATIONS``. In the order of both."""
    rows = movements(until(book, today), marks)
    rows = rows[rows["left"] & (month_number(rows["day"]) >= _first(today, months))]
    rows = rows.assign(month=rows["day"].dt.to_period("M"), destination=_where(rows, marks))
    groups = rows.groupby(["month", "destination"])
    found = pd.DataFrame(
        {"customers": groups["customer"].nunique(), "amount": groups["amount"].sum()}
    ).reset_index()
    place = found["destination"].map({name: at for at, name in enumerate(DESTINATIONS)})
    return (
        found.assign(place=place)
        .sort_values(["month", "place"], ignore_index=True)
        .drop(columns="place")
    )


def _first(today: dt.date, months: int) -> int:
    return today.year * 12 + today.month - months


def _where(rows: pd.DataFrame, marks: Marks) -> pd.Series[Any]:
    """Where each outflow went; of several that fit the first."""
    bank = pd.Series(False, index=rows.index)
    bank[to_other_banks(rows).index] = True
    names = rows["counterparty"].fillna("").astype(str)
    bank &= names.str.contains("银行|信用社|农商|bank", case=False, regex=True)
    tests = {
        "broker": _to_broker(rows, marks),
        "wallet": rows["wallet"],
        "cash": marks.says(rows["kind"], "cash"),
        "bank": bank | marks.says(rows["kind"], "elsewhere"),
    }
    found = np.select([*tests.values()], [*tests], default="other")
    return pd.Series(found, index=rows.index, dtype="str")


def days_on_record(book: CustomerTables, today: dt.date) -> int:
    """How many days back from ``today`` the transactions reach; 0 without any."""
    days = table(until(book, today), "transactions", "date")["date"].dropna()
    return int((pd.Timestamp(today) - days.min()).days) if len(days) else 0


def each(found: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The customers by how many signs they show, then by the money, each with their rows."""
    groups = found.groupby("customer")
    weight = pd.DataFrame({"signs": groups.size(), "amount": groups["amount"].sum()})
    order = weight.sort_values(["signs", "amount"], ascending=False, kind="stable")
    yield from ((str(customer), groups.get_group(customer)) for customer in order.index)
