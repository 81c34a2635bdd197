"""Values → a DataFrame with the column types that the analyses expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from workbook.customers.files.column_reader import Value
from workbook.customers.files.dates import Born, age_on
from workbook.customers.message_keys import Reads
from workbook.customers.pack import Table

DTYPES: Mapping[Reads, str] = {
    "id": "str",
    "trainee": "str",
    "text": "str",
    "json": "str",
    "choice": "str",
    "birthday": "str",
    "money": "Int64",
    "count": "Int64",
    "yes": "boolean",
}


def framed(
    values: Mapping[str, Sequence[Value | None]], table: Table, today: dt.date | None
) -> pd.DataFrame:
    """One row for each place in ``values``, columns in the order of the template.

    Text, ids and keys of lists are str; money is whole fen and counts are whole (Int64); yes and no
    is boolean; days and months are datetime64[us] at midnight; a birthday is "MM-DD". ``age`` is
    computed from the birthday where ``today`` is known and the file has no age.
    """
    there = dict(values)
    if "birthday" in there:
        born = [value if isinstance(value, Born) else None for value in there["birthday"]]
        there["birthday"] = [each.month_day if each else None for each in born]
        if today is not None and any(each and each.day for each in born):
            there["age"] = _ages(born, there.get("age"), today)
    names = [name for name in table.columns if name in there]
    return pd.DataFrame({name: _typed(there[name], table.columns[name].reads) for name in names})


def whole_fen(value: Value) -> Value:
    """Whole fen, half a fen rounded up; anything else unchanged."""
    return int(value.to_integral_value(ROUND_HALF_UP)) if isinstance(value, Decimal) else value


def _ages(
    born: Sequence[Born | None], said: Sequence[Value | None] | None, today: dt.date
) -> list[Value | None]:
    told = said if said is not None else [None] * len(born)
    return [
        age_on(today, each.day) if age is None and each and each.day else age
        for each, age in zip(born, told, strict=True)
    ]


def _typed(values: Sequence[Value | None], reads: Reads) -> pd.Series[Any]:
    if reads == "money":
        values = [whole_fen(value) for value in values]
    there: list[Any] = list(values)
    if reads in ("day", "month"):
        return pd.Series(pd.to_datetime(pd.Series(there, dtype="object"))).astype("datetime64[us]")
    return pd.Series(there, dtype=DTYPES[reads])
