from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.customers.analysis.journey_stages import STAGES

from .books import TODAY, ago, balances, customers, everything, frame, large


def part_of(share: int) -> settings:
    """One of so many of the examples that there would be: each of them is an analysis."""
    return settings(max_examples=max(2, settings.default.max_examples // share), deadline=None)


IDS = st.sampled_from(["A", "B", "C", "D"])
MONEY = st.none() | st.integers(-1000, 700_000)
PAST = st.integers(0, 400).map(ago)
LATER = st.integers(-400, -1).map(ago)
KINDS = st.sampled_from(["工资", "消费", "粮款", "收单入账", "存单到期转入", None])


def rows(days: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Rows of each kind that happen on such days."""
    many = {"min_size": least, "max_size": 8}
    moved = st.fixed_dictionaries(
        {
            "customer": IDS,
            "date": days,
            "amount": MONEY,
            "direction": st.sampled_from(["in", "out", None]),
            "kind": KINDS,
            "counterparty": st.sampled_from(["本行", "乙银行", None]),
        }
    )
    met = st.fixed_dictionaries({"customer": IDS, "date": days})
    bought = st.fixed_dictionaries(
        {
            "customer": IDS,
            "amount": MONEY,
            "bought": days,
            "due": st.none() | LATER | PAST,
            "risk_level": st.sampled_from(["R1", "R5", None]),
            "gain": MONEY,
        }
    )
    return st.fixed_dictionaries(
        {
            "transactions": st.lists(moved, **many),
            "contacts": st.lists(met, **many),
            "holdings": st.lists(bought, **many),
        }
    )


def ends(first: str, last: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Month-end assets of the months from first to last."""
    named = [f"{month:%Y-%m-%d}" for month in pd.date_range(first, last, freq="MS")]
    row = st.fixed_dictionaries({"customer": IDS, "month": st.sampled_from(named), "assets": MONEY})
    return st.lists(row, max_size=12, unique_by=lambda one: (one["customer"], one["month"]))


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "id": IDS,
            "assets": MONEY,
            "deposits": MONEY,
            "age": st.none() | st.integers(0, 100),
            "gender": st.sampled_from(["female", "male", None]),
            "opened": st.none() | PAST,
            "last_contact": st.none() | PAST,
            "risk_level": st.sampled_from(["C1", "C5", None]),
            "risk_assessed": st.none() | PAST,
            "payroll": st.none() | st.booleans(),
            "complaint_open": st.none() | st.booleans(),
            "segment": st.sampled_from(["老年、women", "", None]),
        }
    ),
    max_size=4,
    unique_by=lambda one: one["id"],
)


def book_of(people: list[dict[str, Any]], assets: list[dict[str, Any]], more: Any) -> Any:
    tables = {kind: frame(kind, *cells) for kind, cells in more.items() if cells}
    tables |= {"customers": customers(*people)} if people else {}
    return tables | ({"balances": balances(*assets)} if assets else {})


def same(one: dict[str, pd.DataFrame], two: dict[str, pd.DataFrame]) -> None:
    assert one.keys() == two.keys()
    for name, found in one.items():
        pd.testing.assert_frame_equal(found, two[name])


@pytest.mark.slow
@part_of(10)
@given(PEOPLE, ends("2025-10-01", "2026-11-01"), rows(PAST), rows(LATER, 1), st.data())
def test_nothing_after_today_is_looked_at(
    people: Any, assets: Any, past: Any, later: Any, data: st.DataObject
) -> None:
    coming = data.draw(ends("2026-12-01", "2027-06-01"))
    book = book_of(people, assets, past)
    further = {kind: past[kind] + later[kind] for kind in past if past[kind]}
    unknown = {"id": "Z", "opened": ago(-1), "assets": 1}
    whole = book_of([*people, unknown] if people else [], assets and assets + coming, further)
    same(everything(book), everything(whole))


@pytest.mark.slow
@part_of(16)
@given(PEOPLE, ends("2025-10-01", "2026-11-01"), rows(PAST), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    people: Any, assets: Any, past: Any, chance: Any
) -> None:
    book = book_of(people, assets, past)
    seed = chance.randrange(2**31)
    mixed = {kind: table.sample(frac=1, random_state=seed) for kind, table in book.items()}
    same(everything(book), everything(mixed))


@part_of(16)
@given(PEOPLE, ends("2025-10-01", "2026-11-01"), rows(PAST), st.integers(-200, 200))
def test_every_customer_stands_in_one_stage(
    people: Any, assets: Any, past: Any, shift: int
) -> None:
    today = TODAY + dt.timedelta(days=shift)
    book = book_of(people, assets, past)
    found = everything(book, today)
    there = {one["id"] for one in people if not one["opened"] or one["opened"] <= f"{today}"}
    if people:
        assert list(found["stages"]["customer"]) == sorted(there)
    assert set(found["stages"]["stage"]) <= set(STAGES)
    assert not found["signals"].duplicated(["customer", "signal"]).any()
    assert not found["critical"].duplicated(["customer", "kind"]).any()
    primaries = found["segments"].groupby("customer")["primary"].sum()
    assert (primaries == 1).all()


each_kind = pytest.mark.parametrize(
    "kind", ["customers", "holdings", "balances", "contacts", "transactions"]
)


@pytest.fixture(scope="module")
def book() -> dict[str, pd.DataFrame]:
    return large(20, 400)


@pytest.fixture(scope="module")
def columns(book: dict[str, pd.DataFrame]) -> dict[str, str]:
    return columns_of(book)


def columns_of(book: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Table → its columns with their types."""
    return {name: str(table.dtypes.to_dict()) for name, table in everything(book).items()}


@pytest.mark.slow
@each_kind
def test_any_kind_may_be_absent(
    kind: str, book: dict[str, pd.DataFrame], columns: dict[str, str]
) -> None:
    assert columns_of({name: book[name] for name in book if name != kind}) == columns


@pytest.mark.slow
@each_kind
def test_any_column_may_be_absent(
    kind: str, book: dict[str, pd.DataFrame], columns: dict[str, str]
) -> None:
    for name in book[kind].columns:
        assert columns_of({**book, kind: book[kind].drop(columns=name)}) == columns, name


def test_the_large_book_is_the_same_when_made_again() -> None:
    first, second = large(40, 900), large(40, 900)
    same(first, second)
    found = everything(first)
    same(found, everything(second))
    assert sorted(found["stages"]["customer"]) == sorted(first["customers"]["id"])


NO_LOSS = ["货款", "采购款", "Supplier payment", "代发工资", "员工工资", "贷款还款", "信用卡还款"]
OURS = ["购买理财", "定期转存", "基金申购", "大额存单", "Time deposit"]


def paying(kinds: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Payments of such kinds, on any day, of any size, to any bank."""
    row = st.fixed_dictionaries(
        {
            "customer": IDS,
            "date": PAST,
            "amount": st.integers(1, 900_000),
            "direction": st.just("out"),
            "kind": st.sampled_from(kinds),
            "counterparty": st.sampled_from(["本行", "乙银行", "支付宝", None]),
        }
    )
    return st.lists(row, min_size=1, max_size=10)


@part_of(8)
@given(PEOPLE, ends("2025-10-01", "2026-11-01"), rows(PAST), paying(NO_LOSS + OURS))
def test_payments_that_are_no_loss_put_nobody_at_risk(
    people: Any, assets: Any, past: Any, payments: Any
) -> None:
    found = everything(book_of(people, assets, past))
    paid = {**past, "transactions": past["transactions"] + payments}
    then = everything(book_of(people, assets, paid))
    assert at_risk(then) <= at_risk(found)
    assert strong(then) <= strong(found)
    assert leaving(then) <= leaving(found)


def at_risk(found: dict[str, pd.DataFrame]) -> set[str]:
    return set(found["stages"].loc[found["stages"]["stage"] == "at_risk", "customer"])


def strong(found: dict[str, pd.DataFrame]) -> set[tuple[str, str]]:
    rows = found["signals"][found["signals"]["strong"]]
    return set(zip(rows["customer"], rows["signal"], strict=True))


def leaving(found: dict[str, pd.DataFrame]) -> set[str]:
    return set(found["critical"].loc[found["critical"]["kind"] == "big_outflow", "customer"])


@pytest.mark.slow
@part_of(8)
@given(
    st.lists(st.integers(0, 700_000), min_size=2, max_size=12),
    st.integers(0, 11),
    st.integers(0, 900_000),
)
def test_one_balance_out_of_line_moves_nobody_to_another_tier(
    path: list[int], which: int, other: int
) -> None:
    """Every balance twice is a path that moves; one balance in between changes nothing."""
    months = pd.date_range("2024-01-01", periods=2 * len(path) + 1, freq="MS")
    twice = [amount for amount in path for _ in range(2)]
    at = 2 * (which % len(path)) + 2
    mixed = [*twice[:at], other, *twice[at:]]
    same_as = tier_after(twice, months)
    if at < len(twice):
        assert tier_after(mixed, months) == same_as


def tier_after(amounts: list[int], months: pd.DatetimeIndex) -> str:
    ends = [
        {"customer": "A", "month": f"{month:%Y-%m-%d}", "assets": amount}
        for month, amount in zip(months, amounts, strict=False)
    ]
    book = {"customers": customers({"id": "A", "loans": 0}), "balances": balances(*ends)}
    return str(everything(book)["tiered"]["tier"].iloc[0])
