from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from workbook.customers.analysis.critical_customers import CRITICAL as COLUMNS
from workbook.customers.analysis.critical_customers import CRITICAL_KINDS, critical

from .books import (
    CRITICAL,
    MARKS,
    TIERS,
    TODAY,
    WAN,
    ago,
    balances,
    customers,
    frame,
    held,
    months,
    moves,
    one,
    paid,
    row_of,
)


def found(book: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return critical(book, TIERS, CRITICAL, TODAY, MARKS)


def kinds(book: dict[str, pd.DataFrame]) -> list[str]:
    return list(found(book)["kind"])


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_the_seven_kinds_the_most_urgent_first() -> None:
    assert CRITICAL_KINDS == (
        "big_outflow", "due_soon", "expiring", "above_edge", "under_tier", "big_inflow", "dormant",
    )  # fmt: skip


@pytest.mark.parametrize("book", [{}, {"customers": pd.DataFrame()}, one(assets=70_000)])
def test_an_empty_book_has_the_same_columns(book: dict[str, pd.DataFrame]) -> None:
    table = found(book)
    assert len(table) == 0
    assert {name: str(table[name].dtype) for name in table.columns} == COLUMNS
    assert list(table.columns) == list(COLUMNS)


# -- tiers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assets", "kind", "edge"),
    [
        (44_999.99, None, 0),
        (45_000, "under_tier", 5 * WAN),
        (49_999.99, "under_tier", 5 * WAN),
        (50_000, "above_edge", 5 * WAN),
        (55_000, "above_edge", 5 * WAN),
        (55_000.01, None, 0),
        (180_000, "under_tier", 20 * WAN),
        (220_000, "above_edge", 20 * WAN),
        (220_000.01, None, 0),
        (550_000, "above_edge", 50 * WAN),
        (550_000.01, None, 0),
        (0, None, 0),
    ],
)
def test_near_a_threshold(assets: float, kind: str | None, edge: int) -> None:
    table = found(one(assets=assets))
    assert list(table["kind"]) == ([kind] if kind else [])
    if kind:
        row = row_of(table)
        assert (row["edge"], row["distance"]) == (edge, round(assets * 100) - edge)
        assert row["share"] == pytest.approx(assets * 100 / edge)
        assert row["assets"] == round(assets * 100)
        assert (row["day"], row["days"], row["amount"]) == (None, None, None)


def test_who_is_not_near_is_not_there() -> None:
    table = customers({"id": "A", "assets": 46_000}, {"id": "B", "assets": 90_000})
    assert list(found({"customers": table})["customer"]) == ["A"]


# -- days ahead -----------------------------------------------------------------------------------


def due(*rows: dict[str, Any], assets: float | None = 80_000) -> dict[str, pd.DataFrame]:
    return {**one(assets=assets, loans=0), "holdings": frame("holdings", *rows)}


@pytest.mark.parametrize(("days", "fires"), [(-1, False), (0, True), (30, True), (31, False)])
def test_due_within_so_many_days(days: int, fires: bool) -> None:
    assert kinds(due(held(100, due=ago(-days)))) == ["due_soon"] * fires


def test_the_soonest_day_and_all_that_is_due() -> None:
    rows = held(100, due=ago(-9)), held(300, due=ago(-4)), held(7, due=ago(-31)), held(8, due=None)
    row = row_of(found(due(*rows)))
    assert (row["day"], row["days"], row["amount"]) == (day(ago(-4)), 4, 40000)
    assert (row["share"], row["assets"]) == (0.005, 8 * WAN)
    assert (row["edge"], row["distance"]) == (None, None)
    assert row_of(found(due(*rows, assets=None)))["share"] is None


def test_what_is_bought_later_is_not_due_yet() -> None:
    assert kinds(due(held(100, due=ago(-9), bought=ago(-1)))) == []


@pytest.mark.parametrize(
    ("days", "fires"),
    [(334, False), (335, True), (365, True), (366, True), (455, True), (456, True), (4_000, True)],
)
def test_an_assessment_expires(days: int, fires: bool) -> None:
    table = found(one(assets=80_000, risk_assessed=ago(days)))
    assert list(table["kind"]) == ["expiring"] * fires
    if fires:
        row = row_of(table)
        assert (row["days"], row["day"]) == (365 - days, day(ago(days - 365)))
        assert (row["amount"], row["share"], row["assets"]) == (None, None, 8 * WAN)


def test_an_assessment_that_has_lapsed_stands_first() -> None:
    ends = {"A": 5, "B": -1, "C": 0, "D": -40, "E": 20, "F": -91, "G": -700}
    book = {
        "customers": customers(
            *({"id": one, "assets": 80_000, "risk_assessed": ago(365 - at)}
              for one, at in ends.items())
        )
    }  # fmt: skip
    assert list(found(book)["customer"]) == ["B", "D", "C", "A", "E", "F", "G"]
    assert list(found(book)["days"]) == [-1, -40, 0, 5, 20, -91, -700]


# -- flows ----------------------------------------------------------------------------------------


def flowing(
    *rows: dict[str, Any], assets: float | None = 80_000, **ends: float
) -> dict[str, pd.DataFrame]:
    book = {**one(assets=assets, loans=0), "transactions": moves(*rows)}
    return {**book, "balances": balances(*months(**ends))} if ends else book


@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize(
    ("amount", "average", "fires"),
    [
        (60_000, 200_000, True),
        (60_000, 200_000.04, False),
        (50_000, 1, True),
        (49_999.99, 1, False),
        (50_000, -9, True),
    ],
)
def test_a_big_flow_by_share_and_by_amount(
    direction: str, amount: float, average: float, fires: bool
) -> None:
    went = amount if direction == "out" else -amount
    before = average * 3 - 2 * (80_000 + went)  # so that the three months have this average
    ends = {"m2026_09": before, "m2026_10": 80_000 + went, "m2026_11": 80_000 + went}
    book = flowing(paid(ago(29), amount, direction), **ends)
    kind = {"in": "big_inflow", "out": "big_outflow"}[direction]
    assert [one for one in kinds(book) if one.startswith("big")] == [kind] * fires


def test_the_evidence_of_a_big_outflow() -> None:
    rows = (
        paid(ago(20), 90_000, "out"),
        paid(ago(4), 5_000, "out"),
        paid(ago(2), 15_000, "in"),
        paid(ago(30), 999, "out"),
        paid(ago(1), 70_000, "in", kind="存单到期转入"),
        paid(ago(1), 70_000, "in", kind="Term deposit MATURED"),
    )
    book = flowing(*rows, m2026_08=9, m2026_09=100_000, m2026_10=300_000, m2026_11=200_000)
    row = row_of(found(book), kind="big_outflow")
    assert (row["amount"], row["share"]) == (8 * WAN, 0.4)
    assert (row["before"], row["assets"], row["balanced"]) == (30 * WAN, 8 * WAN, True)
    assert (row["day"], row["days"], row["assets"]) == (day(ago(4)), 4, 8 * WAN)


def test_the_evidence_of_a_big_inflow() -> None:
    rows = paid(ago(20), 60_000, "in"), paid(ago(10), 10_000, "in"), paid(ago(1), 10_000, "out")
    row = row_of(found(flowing(*rows, m2026_11=100_000)))
    assert (row["kind"], row["amount"], row["share"]) == ("big_inflow", 6 * WAN, 0.6)
    assert (row["day"], row["days"]) == (day(ago(10)), 10)


def test_without_month_ends_the_assets_before_the_flow_stand_for_them() -> None:
    row = row_of(found(flowing(paid(ago(1), 60_000, "out"), assets=90_000)))
    assert row["share"] == 0.4
    assert (row["before"], row["assets"], row["balanced"]) == (15 * WAN, 9 * WAN, False)
    book = flowing(paid(ago(1), 60_000, "in"), assets=80_000, m2026_08=900_000)
    row = row_of(found(book), kind="big_inflow")
    assert (row["share"], row["before"], row["balanced"]) == (3, 2 * WAN, False)
    row = row_of(found(flowing(paid(ago(1), 60_000, "in"), assets=60_000)))
    assert (row["kind"], row["share"]) == ("big_inflow", None)


@pytest.mark.parametrize(
    ("direction", "before", "fires"),
    [
        ("out", 140_000, True),
        ("out", 110_000, True),  # by half of it
        ("out", 109_999, False),
        ("out", 80_000, False),
        ("out", 60_000, False),
        ("in", 20_000, True),
        ("in", 50_000, True),
        ("in", 50_001, False),
        ("in", 90_000, False),
    ],
)
def test_a_flow_counts_when_the_assets_moved_with_it(
    direction: str, before: float, fires: bool
) -> None:
    limits = CRITICAL.model_copy(update={"flow_share": 0.0})
    book = flowing(paid(ago(3), 60_000, direction), m2026_09=900_000, m2026_10=before)
    table = critical(book, TIERS, limits, TODAY, MARKS)
    assert list(table["kind"].str.startswith("big")).count(True) == fires


def test_flows_of_unknown_size_say_nothing() -> None:
    assert kinds(flowing(paid(ago(1), 60_000, "out"), assets=None)) == []
    assert kinds(flowing(paid(ago(1), 60_000))) == []


def test_to_a_debt_there_is_no_share() -> None:
    row = row_of(found(flowing(paid(ago(1), 60_000, "in"), m2026_11=-9)))
    assert (row["kind"], row["share"]) == ("big_inflow", None)


def test_no_flow_is_not_a_big_one() -> None:
    limits = CRITICAL.model_copy(update={"flow_yuan": 0, "flow_share": 0.0})
    book = flowing(paid(ago(1), 5, "in"), paid(ago(1), 5, "out"))
    assert list(critical(book, TIERS, limits, TODAY, MARKS)["kind"]) == []


# -- dormant --------------------------------------------------------------------------------------


def quiet(last: int, **cells: Any) -> dict[str, pd.DataFrame]:
    """A book in which B moved 200 days ago, and A ``last`` days ago."""
    rows = paid(ago(200), 1, customer="B"), paid(ago(last), 1)
    return {"customers": customers({"id": "A", "assets": 10_000, **cells}),
            "transactions": moves(*rows)}  # fmt: skip


@pytest.mark.parametrize(("last", "fires"), [(89, False), (90, True)])
def test_dormant_from_so_many_days_on(last: int, fires: bool) -> None:
    table = found(quiet(last))
    assert list(table["kind"]) == ["dormant"] * fires
    if fires:
        row = row_of(table)
        assert (row["day"], row["days"]) == (day(ago(90)), 90)
        assert (row["amount"], row["assets"]) == (WAN, WAN)


def test_dormant_needs_a_balance() -> None:
    assert kinds(quiet(100, assets=9_999.99)) == []
    assert kinds(quiet(100, assets=None, loans=5)) == []


@pytest.mark.parametrize("cells", [{"last_contact": ago(89)}, {"opened": ago(89)}])
def test_a_contact_or_a_young_account_is_not_dormant(cells: dict[str, Any]) -> None:
    assert kinds(quiet(100, **cells)) == []
    assert kinds(quiet(100, **dict.fromkeys(cells, ago(90)))) == ["dormant"]


def test_a_contact_on_record_is_not_dormant() -> None:
    contacts = frame("contacts", {"customer": "A", "date": ago(5)})
    assert kinds({**quiet(100), "contacts": contacts}) == []


def test_nothing_on_record_is_dormant_where_the_record_reaches_back() -> None:
    book = {**one(assets=10_000), "transactions": moves(paid(ago(90), 1, customer="B"))}
    row = row_of(found(book))
    assert (row["kind"], row["day"], row["days"]) == ("dormant", None, None)
    book["transactions"] = moves(paid(ago(89), 1, customer="B"))
    assert kinds(book) == []
    book["transactions"] = book["transactions"].drop(columns="date")
    assert kinds(book) == []
    assert kinds(one(assets=10_000, last_contact=ago(300))) == []


# -- order ----------------------------------------------------------------------------------------


def test_kinds_then_days_ahead_then_assets_then_ids() -> None:
    table = customers(
        {"id": "E", "assets": 46_000},
        {"id": "D", "assets": 46_000},
        {"id": "C", "assets": 47_000},
        {"id": "B", "assets": 90_000},
        {"id": "A", "assets": 70_000},
        {"id": "F", "assets": 70_000},
    )
    holdings = frame(
        "holdings",
        held(1, customer="B", due=ago(-2)),
        held(1, customer="A", due=ago(-1)),
        held(1, customer="F", due=ago(-2)),
        held(1, customer="E", due=ago(-2)),
    )
    table_of = found({"customers": table, "holdings": holdings})
    assert table_of[["kind", "customer"]].to_numpy().tolist() == [
        ["due_soon", "A"],
        ["due_soon", "B"],
        ["due_soon", "F"],
        ["due_soon", "E"],
        ["under_tier", "C"],
        ["under_tier", "D"],
        ["under_tier", "E"],
    ]


def test_a_past_day_does_not_order() -> None:
    rows = paid(ago(200), 1, customer="B"), paid(ago(100), 1)
    table = customers({"id": "A", "assets": 10_000}, {"id": "B", "assets": 20_000})
    assert list(found({"customers": table, "transactions": moves(*rows)})["customer"]) == ["B", "A"]
