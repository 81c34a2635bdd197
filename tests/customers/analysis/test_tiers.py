from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from workbook.customers.analysis import tier_placement
from workbook.customers.analysis.tier_placement import TIERED
from workbook.domain.bank import Tier

from .books import STAGE, TIERS, TODAY, WAN, balances, customers, months, one, row_of

# assets in yuan → tier, next tier, what is missing to it in fen
EDGES = [
    (-1, "below", "wan5", 5 * WAN + 100),
    (0, "below", "wan5", 5 * WAN),
    (49_999.99, "below", "wan5", 1),
    (50_000, "wan5", "wan20", 15 * WAN),
    (199_999.99, "wan5", "wan20", 1),
    (200_000, "wan20", "wan50", 30 * WAN),
    (499_999.99, "wan20", "wan50", 1),
    (500_000, "wan50", "", None),
    (9_000_000, "wan50", "", None),
]


def tiered(book: Mapping[str, pd.DataFrame], tiers: Mapping[str, Tier]) -> pd.DataFrame:
    return tier_placement.tiered(book, tiers, STAGE.apart_days, TODAY)


@pytest.mark.parametrize(("assets", "tier", "next_tier", "to_next"), EDGES)
def test_a_tier_begins_on_its_threshold(
    assets: float, tier: str, next_tier: str, to_next: int | None
) -> None:
    found = row_of(tiered(one(assets=assets), TIERS))
    assert found["assets"] == round(assets * 100)
    assert (found["tier"], found["next_tier"], found["to_next"]) == (tier, next_tier, to_next)
    assert found["least"] == TIERS[tier].least * 100
    assert found["band"] == TIERS[tier].band


def test_how_many_times_the_threshold() -> None:
    assert row_of(tiered(one(assets=75_000), TIERS))["above"] == 1.5
    assert row_of(tiered(one(assets=200_000), TIERS))["above"] == 1
    assert row_of(tiered(one(assets=100), TIERS))["above"] is None


def test_the_order_of_the_tiers_does_not_matter() -> None:
    turned = dict(reversed(TIERS.items()))
    pd.testing.assert_frame_equal(
        tiered(one(assets=60_000), turned), tiered(one(assets=60_000), TIERS)
    )


def test_below_a_ladder_that_does_not_begin_at_nothing_there_is_no_tier() -> None:
    found = row_of(tiered(one(assets=49_999), {"wan5": TIERS["wan5"]}))
    assert (found["tier"], found["band"], found["least"], found["above"]) == ("", "", None, None)
    assert (found["next_tier"], found["to_next"]) == ("wan5", 100)


def test_without_tiers_nobody_has_one() -> None:
    no_tiers: dict[str, Tier] = {}
    found = row_of(tiered(one(assets=1), no_tiers))
    assert (found["tier"], found["next_tier"], found["to_next"]) == ("", "", None)


def test_assets_are_the_column_then_the_parts_then_the_newest_month_end() -> None:
    table = customers(
        {"id": "told", "assets": 10, "deposits": 99},
        {"id": "parts", "deposits": 1, "investments": 20, "insurance": 300, "loans": 9},
        {"id": "some", "investments": 7},
        {"id": "month", "loans": 5},
        {"id": "unknown", "loans": 5},
    )
    ends = balances(
        *months("month", m2026_11=44, m2026_10=33),
        *months("told", m2026_11=77),
        *months("some", m2026_11=77),
    )
    found = tiered({"customers": table, "balances": ends}, TIERS).set_index("customer")["assets"]
    assert found.dropna().to_dict() == {"told": 1000, "parts": 32100, "some": 700, "month": 4400}
    assert pd.isna(found["unknown"])


def test_where_assets_are_not_known_nothing_is_said() -> None:
    found = row_of(tiered(one(star_points=5), TIERS))
    assert found["assets"] is None
    assert (found["tier"], found["band"], found["next_tier"]) == ("", "", "")
    assert (found["least"], found["above"], found["to_next"]) == (None, None, None)


def test_parts_count_where_there_is_no_column_of_assets() -> None:
    book = {"customers": customers({"id": "B", "deposits": 5}, {"id": "A", "deposits": 50_000})}
    found = tiered(book, TIERS)
    assert list(found["customer"]) == ["A", "B"]
    assert list(found["tier"]) == ["wan5", "below"]


def test_without_customers_the_other_kinds_name_them() -> None:
    found = tiered({"balances": balances(*months("Z", m2026_11=50_000))}, TIERS)
    assert found[["customer", "tier"]].to_numpy().tolist() == [["Z", "wan5"]]


def test_an_id_that_stands_twice_counts_once_whatever_the_order() -> None:
    rows = {"id": "A", "assets": 60_000}, {"id": "A", "assets": 50_000}, {"id": "B", "assets": 1}
    first = tiered({"customers": customers(*rows)}, TIERS)
    assert list(first["customer"]) == ["A", "B"]
    pd.testing.assert_frame_equal(first, tiered({"customers": customers(*rows[::-1])}, TIERS))


def test_a_row_without_a_customer_is_left_out() -> None:
    book = {"customers": customers({"id": "A", "assets": 1}, {"id": None, "assets": 2})}
    assert list(tiered(book, TIERS)["customer"]) == ["A"]


@pytest.mark.parametrize("book", [{}, {"customers": pd.DataFrame()}])
def test_an_empty_book_has_the_same_columns(book: dict[str, pd.DataFrame]) -> None:
    found = tiered(book, TIERS)
    assert len(found) == 0
    assert {name: str(found[name].dtype) for name in found.columns} == TIERED
    assert list(found.columns) == list(TIERED)
