from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.customers.analysis.tables import has, of_each, part, per_customer, ratio, table

from .books import held, one


@pytest.mark.parametrize(
    ("amount", "share", "whole"),
    [(5_000_000, 1.1, 5_500_000), (20_000_000, 0.9, 18_000_000), (70, 0.3, 21), (10, 0.1, 1)],
)
def test_a_part_has_no_noise(amount: int, share: float, whole: int) -> None:
    assert part(pd.Series([amount], dtype="Int64"), share).tolist() == [whole]


@given(st.integers(0, 10**11), st.integers(0, 200))
def test_a_part_is_exact_for_whole_percents(amount: int, percent: int) -> None:
    found = part(pd.Series([amount], dtype="Int64"), percent / 100)
    assert found[0] == pytest.approx(amount * percent / 100, abs=0.001)
    assert (amount * percent % 100 != 0) or found[0] == amount * percent // 100


def test_a_ratio_to_nothing_is_not_a_number() -> None:
    found = ratio(pd.Series([1, 1, None], dtype="Int64"), pd.Series([4, 0, 4], dtype="Int64"))
    assert found[0] == 0.25
    assert math.isnan(found[1])
    assert math.isnan(found[2])
    assert found.dtype == "float64"


def test_values_of_each_customer() -> None:
    values = pd.Series([1, 2], index=["A", "B"], dtype="Int64")
    found = of_each(pd.Series(["B", "C", "B"], index=[7, 8, 9]), values)
    assert found.index.tolist() == [7, 8, 9]
    assert found[[7, 9]].tolist() == [2, 2]
    assert found[8] is pd.NA


def test_figures_by_customer() -> None:
    rows = pd.DataFrame({"customer": ["B", "A", "B"], "amount": [1, 5, 2]})
    found = per_customer(
        rows, total=("amount", "sum"), least=("amount", "min"), rows=("amount", "size")
    )
    assert found.to_numpy().tolist() == [["A", 5, 5, 1], ["B", 3, 1, 2]]
    assert list(found.columns) == ["customer", "total", "least", "rows"]


def test_a_book_has_a_kind_with_columns() -> None:
    book = one(assets=1)
    assert has(book, "customers")
    assert has(book, "customers", "id", "assets")
    assert not has(book, "customers", "id", "age")
    assert not has(book, "holdings")


def test_a_table_has_the_columns_asked_for() -> None:
    book = {"holdings": pd.DataFrame([held(3), held(4, customer=None)])}
    found = table(book, "holdings", "amount", "due")
    assert [str(kind) for kind in found.dtypes] == ["str", "Int64", "datetime64[us]"]
    assert found["amount"].tolist() == [3]
    assert list(found.index) == [0]
