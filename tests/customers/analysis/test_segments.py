from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from workbook.customers.analysis.customer_segments import (
    FIRST,
    PLACED,
    SEGMENTS,
    STATISTICS,
    segment_statistics,
    segmented,
)

from .books import (
    LABELS,
    MARKS,
    SEGMENT,
    TODAY,
    WAN,
    ago,
    customers,
    frame,
    held,
    moves,
    one,
    paid,
    row_of,
)

Found = tuple[str, bool, str, int | None]


def placed(book: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return segmented(book, SEGMENT, TODAY, LABELS, MARKS)


def found(book: dict[str, pd.DataFrame]) -> list[Found]:
    """Segment, primary, because and figure of each row."""
    rows = placed(book)[["segment", "primary", "because", "figure"]].itertuples(index=False)
    return [(*row[:3], None if row[3] is pd.NA else row[3]) for row in rows]


def earning(*rows: dict[str, Any], **cells: Any) -> dict[str, pd.DataFrame]:
    return {**one(**{"assets": 1, **cells}), "transactions": moves(*rows)}


def test_the_eight_segments() -> None:
    assert SEGMENTS == (
        "elderly", "business", "white_collar", "women", "payroll", "merchants", "youth", "farmers",
    )  # fmt: skip
    assert FIRST == (
        "elderly", "farmers", "merchants", "business", "youth", "white_collar", "payroll", "women",
    )  # fmt: skip


@pytest.mark.parametrize("book", [{}, {"customers": pd.DataFrame()}, one(assets=1)])
def test_who_belongs_nowhere_is_absent(book: dict[str, pd.DataFrame]) -> None:
    table = placed(book)
    assert len(table) == 0
    assert {name: str(table[name].dtype) for name in table.columns} == PLACED
    assert list(table.columns) == list(PLACED)


# -- the person -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "segment"), [(30, "youth"), (31, None), (59, None), (60, "elderly"), (61, "elderly")]
)
def test_by_age(age: int, segment: str | None) -> None:
    assert found(one(age=age)) == ([(segment, True, "age", age)] if segment else [])


def test_by_gender_and_by_flag() -> None:
    assert found(one(gender="female")) == [("women", True, "gender", None)]
    assert found(one(gender="male")) == []
    assert found(one(payroll=True)) == [("payroll", True, "payroll", None)]
    assert found(one(payroll=False)) == []
    assert found(one(payroll=None)) == []


def test_women_are_primary_only_where_nothing_else_is_known() -> None:
    assert found(one(gender="female", age=25)) == [
        ("women", False, "gender", None),
        ("youth", True, "age", 25),
    ]
    assert found(one(gender="female", age=40, segment="women")) == [("women", True, "marked", None)]


# -- the bank's own marks -------------------------------------------------------------------------


@pytest.mark.parametrize("parted", ["、", ",", "，", ";", "；", "/", "／", "|", "｜", " / "])
def test_the_banks_mark_wins_and_its_first_is_primary(parted: str) -> None:
    assert found(one(segment=f"代发{parted}WOMEN{parted}unknown", age=70)) == [
        ("elderly", False, "age", 70),
        ("women", False, "marked", None),
        ("payroll", True, "marked", None),
    ]


def test_marks_are_compared_without_capitals_and_blanks() -> None:
    assert found(one(segment=" business owners ")) == [("business", True, "marked", None)]


def test_a_mark_that_a_rule_finds_too_stands_once_as_a_mark() -> None:
    assert found(one(segment="老年、老年", age=70)) == [("elderly", True, "marked", None)]


@pytest.mark.parametrize("text", [None, "", "、", "unknown", "vip"])
def test_marks_that_say_nothing(text: str | None) -> None:
    labels = {**LABELS, "vip": "very_important"}
    assert len(segmented(one(segment=text), SEGMENT, TODAY, labels, MARKS)) == 0


# -- what is earned -------------------------------------------------------------------------------


def salary(*days: str, **more: Any) -> list[dict[str, Any]]:
    return [paid(each, 100, **{"direction": "in", "kind": "工资", **more}) for each in days]


@pytest.mark.parametrize(
    ("rows", "months"),
    [
        (salary("2026-09-01", "2026-11-30"), 2),
        (salary("2026-09-01", "2026-10-05", "2026-11-30", "2026-08-31"), 3),
        (salary("2026-11-01", "2026-11-30"), None),
        (salary("2026-08-31", "2026-11-30"), None),
        (salary("2026-11-30", "2026-12-01"), None),
        (salary("2026-10-30", "2026-11-01", direction="out"), None),
        (salary("2026-10-30", "2026-11-01", direction=None), 2),
    ],
)
def test_payroll_by_salaries(rows: list[dict[str, Any]], months: int | None) -> None:
    expected = [("payroll", True, "salary", months)] if months else []
    assert [row for row in found(earning(*rows)) if row[0] == "payroll"] == expected


def test_the_flag_comes_before_the_salaries() -> None:
    rows = salary("2026-10-30", "2026-11-01")
    assert found(earning(*rows, payroll=True)) == [("payroll", True, "payroll", None)]


def receipts(count: int, **more: Any) -> list[dict[str, Any]]:
    cells = {"direction": "in", "kind": "收单入账", **more}
    return [paid(ago(89), 5, **cells) for _ in range(count)]


@pytest.mark.parametrize(("count", "fires"), [(2, False), (3, True), (4, True)])
def test_merchants_by_receipts(count: int, fires: bool) -> None:
    assert found(earning(*receipts(count))) == [("merchants", True, "receipts", count)] * fires


@pytest.mark.parametrize("more", [{"direction": "out"}, {"date": ago(90)}, {"kind": "消费"}])
def test_what_is_no_receipt(more: dict[str, Any]) -> None:
    assert found(earning(*receipts(2), {**receipts(1)[0], **more})) == []


@pytest.mark.parametrize(
    ("kind", "direction", "row"),
    [
        ("员工工资", "out", ("business", True, "trade", 1)),
        ("Trade receipts", "in", ("business", True, "trade", 1)),
        ("粮款", "in", ("farmers", True, "farming", 1)),
        ("Machinery loan repayment", "out", ("farmers", True, "farming", 1)),
    ],
)
def test_trade_and_farming(kind: str, direction: str, row: Found) -> None:
    assert found(earning(paid(ago(89), 5, direction, kind=kind))) == [row]
    assert found(earning(paid(ago(90), 5, direction, kind=kind))) == []


def test_white_collar_by_salary_and_credit() -> None:
    credit = [paid(ago(each), 5, "out", kind="信用卡还款") for each in (3, 89)]
    expected = [("white_collar", True, "credit", 2), ("payroll", False, "payroll", None)]
    assert found(earning(*credit, payroll=True)) == expected
    salaries = salary("2026-10-30", "2026-11-01")
    assert found(earning(*credit, *salaries))[0] == ("white_collar", True, "credit", 2)
    assert found(earning(*credit)) == []
    back = [{**row, "direction": "in"} for row in credit]
    assert found(earning(*back, payroll=True)) == [("payroll", True, "payroll", None)]


def test_the_primary_one_is_the_first_of_the_order() -> None:
    book = earning(
        *receipts(3),
        *salary("2026-10-30", "2026-11-01"),
        paid(ago(1), 5, "in", kind="粮款"),
        paid(ago(1), 5, "in", kind="货款收入"),
        paid(ago(1), 5, "out", kind="房贷还款"),
        gender="female",
        age=70,
    )
    rows = segmented(book, SEGMENT.model_copy(update={"youth_age": 99}), TODAY, {}, MARKS)
    assert list(rows["segment"]) == list(SEGMENTS)
    assert row_of(rows, primary=True)["segment"] == "elderly"


@pytest.mark.parametrize(
    ("book", "first", "second"),
    [
        (earning(*receipts(3), paid(ago(1), 5, "in", kind="粮款")), "farmers", "merchants"),
        (earning(*receipts(3), paid(ago(1), 5, "in", kind="货款")), "merchants", "business"),
        (earning(paid(ago(1), 5, "in", kind="货款"), age=20), "business", "youth"),
        (earning(age=20, payroll=True), "youth", "payroll"),
        (earning(gender="female", payroll=True), "payroll", "women"),
    ],
)
def test_of_two_the_first_of_the_order_is_primary(
    book: dict[str, pd.DataFrame], first: str, second: str
) -> None:
    assert {row[0]: row[1] for row in found(book)} == {first: True, second: False}


def test_customers_stand_in_order_and_have_one_primary_each() -> None:
    table = customers(
        {"id": "B", "age": 20, "gender": "female"}, {"id": "A", "age": 70, "gender": "female"}
    )
    rows = moves(paid(ago(1), 5, "in", kind="粮款", customer="Z"))
    table_of = placed({"customers": table, "transactions": rows})
    assert table_of[["customer", "segment", "primary"]].to_numpy().tolist() == [
        ["A", "elderly", True],
        ["A", "women", False],
        ["B", "women", False],
        ["B", "youth", True],
    ]


# -- statistics -----------------------------------------------------------------------------------


def statistics(
    book: dict[str, pd.DataFrame], blocked: tuple[str, ...] = (), labels: Any = None
) -> pd.DataFrame:
    rows = segmented(book, SEGMENT, TODAY, LABELS if labels is None else labels, MARKS)
    return segment_statistics(book, rows, SEGMENT, TODAY, blocked)


ALL = {
    "customers": customers(
        {"id": "A", "age": 70, "assets": 100_000, "deposits": 60_000, "products": 2,
         "payroll": True, "main_account": True, "loans": 10, "gender": "female"},
        {"id": "B", "age": 71, "assets": 50_000, "deposits": 30_000, "products": 3,
         "payroll": False, "main_account": None, "loans": 20, "gender": "male"},
        {"id": "C", "age": 45, "assets": 7, "deposits": 7, "products": 9, "gender": "female"},
        {"id": "D", "age": 72, "loans": 5, "gender": "male"},
    ),
    "holdings": frame(
        "holdings",
        held(300, due=ago(0), gain=-1),
        held(200, due=ago(-30), gain=-5),
        held(100, due=ago(-31), gain=0),
        held(900, due=ago(1), gain=9),
        held(50, due=ago(-3), gain=9, customer="B"),
        held(10, customer="D"),
    ),
}  # fmt: skip


def test_the_figures_of_a_segment() -> None:
    row = row_of(statistics(ALL, ("B", "D", "Z")), segment="elderly")
    assert row == {
        "segment": "elderly",
        "customers": 3,
        "primary": 3,
        "assets": 15 * WAN,
        "mean_assets": 7_500_000,
        "deposits_share": 0.6,
        "products": 2.0,
        "few_products": 2,
        "payroll": 1,
        "main_account": 1,
        "loans": 3500,
        "due": 3,
        "due_amount": 55000,
        "losses": 1,
        "blocked": 2,
    }


def test_members_and_primaries_are_counted_apart() -> None:
    row = row_of(statistics(ALL), segment="women")
    assert (row["customers"], row["primary"], row["assets"]) == (2, 1, 10_000_700)
    assert (row["mean_assets"], row["losses"], row["blocked"]) == (5_000_350, 1, 0)


def test_a_segment_row_for_each_of_the_eight() -> None:
    table = statistics(ALL)
    assert list(table["segment"]) == list(SEGMENTS)
    nobody = row_of(table, segment="farmers")
    averages = {"mean_assets", "deposits_share", "products"}
    assert {name for name, value in nobody.items() if value is None} == averages
    assert {value for name, value in nobody.items() if name not in {"segment", *averages}} == {0}


def test_what_the_book_cannot_say_is_blank() -> None:
    row = row_of(statistics(one(age=70, deposits=100)), segment="elderly")
    blank = {"products", "few_products", "payroll", "main_account", "loans", "due", "due_amount",
             "losses"}  # fmt: skip
    assert {name for name, value in row.items() if value is None} == blank
    assert (row["assets"], row["deposits_share"]) == (10000, 1)
    row = row_of(statistics(one(age=70, assets=100)), segment="elderly")
    assert (row["deposits_share"], row["mean_assets"]) == (None, 10000)


def test_products_are_counted_where_the_bank_does_not_say() -> None:
    book = {**one(age=70, assets=1), "holdings": frame("holdings", held(1), held(2))}
    row = row_of(statistics(book), segment="elderly")
    assert (row["products"], row["few_products"], row["due"], row["losses"]) == (2, 1, None, None)


def test_deposits_are_set_against_the_assets_of_those_who_have_them_told() -> None:
    table = customers(
        {"id": "A", "age": 70, "assets": 100, "deposits": 30}, {"id": "B", "age": 70, "assets": 900}
    )
    row = row_of(statistics({"customers": table}), segment="elderly")
    assert row["deposits_share"] == 0.3


@pytest.mark.parametrize("book", [{}, {"customers": pd.DataFrame()}])
def test_an_empty_book_has_eight_empty_rows(book: dict[str, pd.DataFrame]) -> None:
    table = statistics(book)
    assert {name: str(table[name].dtype) for name in table.columns} == STATISTICS
    assert list(table.columns) == list(STATISTICS)
    assert list(table["customers"]) == [0] * 8


def test_what_comes_after_today_is_not_counted() -> None:
    book = {
        **one(age=70, assets=1),
        "holdings": frame("holdings", held(1, bought=ago(-1), due=ago(-2))),
    }
    row = row_of(statistics(book), segment="elderly")
    assert (row["due"], row["due_amount"]) == (0, 0)
