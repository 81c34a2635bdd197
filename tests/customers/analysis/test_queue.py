from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from workbook.customers.analysis.contact_filters import FILTERED
from workbook.customers.analysis.contact_queue import QUEUED, queue
from workbook.customers.analysis.critical_customers import CRITICAL, CRITICAL_KINDS
from workbook.customers.analysis.journey_stages import STAGED
from workbook.customers.analysis.tables import shaped

from .books import row_of

EACH = {kind: 10 * (place + 1) for place, kind in enumerate(CRITICAL_KINDS)}


def criticals(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Customer, kind, days, assets; further: amount, distance."""
    names = ["customer", "kind", "days", "assets", "amount", "distance"]
    cells = [dict(zip(names, row, strict=False)) for row in rows]
    return shaped(pd.DataFrame(cells, columns=names), CRITICAL)


def staged(**stages: str) -> pd.DataFrame:
    rows = {"customer": list(stages), "stage": list(stages.values())}
    return shaped(pd.DataFrame(rows, columns=["customer", "stage"]), STAGED)


def filters(**blocked: bool) -> pd.DataFrame:
    rows = {"customer": list(blocked), "blocked": list(blocked.values())}
    table = pd.DataFrame(rows, columns=["customer", "blocked"])
    return shaped(table.assign(care=False), FILTERED)


def queued(table: pd.DataFrame, minutes: int = 999, most: int = 99, **blocked: bool) -> Any:
    return queue(table, staged(A="at_risk"), filters(**blocked), minutes, EACH, most, 90)


def test_an_assessment_that_has_lapsed_stands_before_those_that_will() -> None:
    days = {"A": 0, "B": -40, "C": -1, "D": 20}
    table = criticals(*[(one, "expiring", at, 500) for one, at in days.items()])
    assert list(queued(table)["customer"]) == ["C", "B", "A", "D"]


def test_an_assessment_that_ended_long_ago_comes_behind_all_kinds_the_oldest_last() -> None:
    table = criticals(
        ("A", "expiring", -1_400, 500),
        ("B", "expiring", -91, 500),
        ("C", "expiring", -90, 500),
        ("D", "dormant", 99, 500),
        ("E", "expiring", 20, 500),
        ("F", "expiring", -91, 500),
        ("F", "big_inflow", 3, 500),
    )
    found = queued(table)
    assert "".join(found["customer"]) == "CEFDBA"
    assert found.set_index("customer")["kinds"]["F"] == ("big_inflow", "expiring")


def test_a_customer_once_with_all_kinds() -> None:
    table = criticals(
        ("A", "under_tier", None, 500, None, -7),
        ("A", "due_soon", 4, 500, 300, None),
        ("A", "dormant", 99, 500, 500, None),
    ).assign(day=pd.to_datetime(pd.Series([None, "2026-12-13", "2026-09-01"])))
    found = row_of(queued(table))
    assert found == {
        "customer": "A",
        "kinds": ("due_soon", "under_tier", "dormant"),
        "stage": "at_risk",
        "minutes": 70,
        "fits": True,
        "rank": 1,
        "day": pd.Timestamp("2026-12-13"),
        "days": 4,
        "amount": 300,
        "distance": -7,
        "assets": 500,
    }


def test_the_figures_of_the_first_kind_stand_even_where_they_are_blank() -> None:
    table = criticals(("A", "above_edge", None, 9, None, 1), ("A", "big_inflow", 3, 9, 80, None))
    found = row_of(queued(table))
    assert (found["days"], found["amount"], found["distance"]) == (None, None, 1)


def test_the_order_of_the_day() -> None:
    table = criticals(
        ("F", "dormant", 300, 90),
        ("G", "dormant", 100, 80),
        ("E", "under_tier", None, 10),
        ("D", "under_tier", None, 10),
        ("C", "due_soon", 2, 20),
        ("B", "due_soon", 2, 30),
        ("A", "due_soon", 1, 5),
        ("H", "big_outflow", 20, 1),
        ("I", "big_outflow", 3, 1),
    )
    found = queued(table)
    assert "".join(found["customer"]) == "HIABCDEFG"
    assert list(found["rank"]) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    pd.testing.assert_frame_equal(found, queued(table.iloc[::-1]))


def test_who_is_blocked_is_never_there() -> None:
    table = criticals(("A", "due_soon", 1, 5), ("B", "due_soon", 2, 5), ("C", "due_soon", 3, 5))
    found = queued(table, A=True, B=False)
    assert list(found["customer"]) == ["B", "C"]
    assert list(found["rank"]) == [1, 2]
    assert list(found["stage"]) == ["", ""]


@pytest.mark.parametrize(("minutes", "fits"), [(59, 1), (60, 2), (61, 2), (19, 0), (20, 1)])
def test_what_fits_the_minutes(minutes: int, fits: int) -> None:
    table = criticals(("A", "due_soon", 1, 5), ("B", "above_edge", None, 5))
    found = queued(table, minutes)
    assert list(found["minutes"]) == [20, 40]
    assert list(found["fits"]) == [True] * fits + [False] * (2 - fits)


@pytest.mark.parametrize(("most", "fits"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_no_more_than_so_many(most: int, fits: int) -> None:
    table = criticals(("A", "due_soon", 1, 5), ("B", "due_soon", 1, 4))
    assert queued(table, most=most)["fits"].sum() == fits


def test_what_does_not_fit_ends_the_list() -> None:
    table = criticals(
        ("A", "dormant", 1, 5), ("B", "big_outflow", None, 5), ("C", "due_soon", 1, 1)
    )
    assert list(queued(table, 35)["fits"]) == [True, True, False]
    assert list(queued(table, 15)["fits"]) == [True, False, False]


def test_a_kind_without_minutes_is_an_error() -> None:
    with pytest.raises(KeyError, match="due_soon"):
        queue(criticals(("A", "due_soon", 1, 5)), staged(), filters(), 60, {}, 12, 90)


def test_an_empty_day_has_the_same_columns() -> None:
    found = queue(criticals(), staged(), filters(), 60, {}, 12, 90)
    assert {name: str(found[name].dtype) for name in found.columns} == QUEUED
    assert list(found.columns) == list(QUEUED)
    assert len(found) == 0
