"""Input and output tables of the analyses: they have all of their columns, whatever a bank sent.

A *book* is kind of file → table, as the reading half makes them; kinds and columns may be absent.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Concatenate, Final, Literal, ParamSpec

import pandas as pd

from workbook.customers import pack
from workbook.customers.files.frames import DTYPES
from workbook.domain.caching import once

CustomerTables = Mapping[str, pd.DataFrame]
Sum = Literal["sum", "min", "max", "size", "nunique"]
Asked = ParamSpec("Asked")

DAY: Final = "datetime64[us]"
FEN = 100  # in a yuan
OTHERS = tuple(kind for kind in pack.TABLES if kind != "customers")  # their rows name a customer


@functools.cache
def _types(kind: str) -> dict[str, str]:
    columns = pack.load("en").table(kind).columns
    return {name: DTYPES.get(column.reads, DAY) for name, column in columns.items()}


def table(book: CustomerTables, kind: str, *columns: str) -> pd.DataFrame:
    """The customer and these columns of one kind; absent ones are blank.

    Rows without a customer are left out.
    """
    return _whole(book, kind)[["customer", *columns]]


def _kept_with(
    work: Callable[Concatenate[CustomerTables, Asked], pd.DataFrame],
) -> Callable[Concatenate[CustomerTables, Asked], pd.DataFrame]:
    """Cache a function of a book that never changes: one that has answers of its own."""
    return once(work, lambda book: getattr(book, "answers", None))


@_kept_with
def _whole(book: CustomerTables, kind: str) -> pd.DataFrame:
    """The rows of a kind that have a customer, with every column: typed once, not for each ask."""
    key = "id" if kind == "customers" else "customer"
    rows = _typed(book.get(kind, pd.DataFrame()), _types(kind)).rename(columns={key: "customer"})
    return kept(rows, rows["customer"].notna()).reset_index(drop=True)


def kept(rows: pd.DataFrame, which: pd.Series[bool]) -> pd.DataFrame:
    """The rows that match; not copied where all do."""
    return rows if which.all() else rows[which]


def people(book: CustomerTables, *columns: str) -> pd.DataFrame:
    """One row for each customer with these columns, in the order of their ids.

    Without a table of customers, everyone in the other kinds. An id with several rows counts once,
    whatever the order of the rows.
    """
    return _people(book)[["customer", *columns]]


@_kept_with
def _people(book: CustomerTables) -> pd.DataFrame:
    known = book.get("customers")
    if known is None:
        named = pd.concat([table(book, kind)["customer"] for kind in OTHERS])
        known = pd.DataFrame({"id": named.unique()})
    if has(book, "customers", "id") and known["id"].duplicated().any():
        known = known.sort_values(list(known.columns)).drop_duplicates("id")
    return _whole({"customers": known}, "customers").sort_values("customer", ignore_index=True)


def has(book: CustomerTables, kind: str, *columns: str) -> bool:
    """Whether the book has this kind with all of these columns."""
    return kind in book and set(columns) <= set(book[kind].columns)


def shaped(rows: pd.DataFrame, types: Mapping[str, str]) -> pd.DataFrame:
    """Exactly these columns, in this order and with these types; absent ones are blank."""
    return _typed(rows, types).reset_index(drop=True)


def _typed(rows: pd.DataFrame, types: Mapping[str, str]) -> pd.DataFrame:
    """These columns with these types; a column that has its type is not converted."""
    rows = rows.reindex(columns=list(types))
    other = {name: one for name, one in types.items() if rows[name].dtype != one}
    return rows.astype(other) if other else rows


def per_customer(rows: pd.DataFrame, /, **figures: tuple[str, Sum]) -> pd.DataFrame:
    """[customer, …]: aggregates of each customer's rows, each from a column, in the order of
    ids."""
    groups = rows.groupby("customer")
    found = {name: getattr(groups[column], how)() for name, (column, how) in figures.items()}
    return pd.DataFrame(found).rename_axis("customer").reset_index()


def of_each(customers: pd.Series[Any], values: pd.Series[Any]) -> pd.Series[Any]:
    """The value for each customer, from values by customer; blank where there is none."""
    return values.reindex(customers).set_axis(customers.index)


def stacked(frames: Iterable[pd.DataFrame], types: Mapping[str, str]) -> pd.DataFrame:
    """The rows of all frames below each other, shaped."""
    there = [rows for rows in frames if len(rows)]
    return shaped(pd.concat(there) if there else pd.DataFrame(), types)


def part(amounts: pd.Series[Any], share: float) -> pd.Series[Any]:
    """``share`` of each amount, without the noise of binary fractions (1.1 × 50,000 is 55,000)."""
    return (amounts.astype("Float64") * share).round(3)


def ratio(amounts: pd.Series[Any], wholes: pd.Series[Any]) -> pd.Series[Any]:
    """Amounts ÷ wholes as plain floats; nan where the divisor is 0 or blank."""
    below = wholes.astype("Float64")
    return (amounts.astype("Float64") / below.mask(below == 0)).astype("float64")
