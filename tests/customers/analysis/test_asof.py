from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from workbook.customers.analysis.as_of import (
    days_between,
    last_whole_month,
    month_end,
    month_number,
    until,
    within,
)

from .books import (
    TODAY,
    ago,
    balances,
    customers,
    everything,
    frame,
    held,
    large,
    months,
    moves,
)


def days(*texts: str | None) -> pd.Series[pd.Timestamp]:
    return pd.Series(pd.to_datetime(pd.Series(texts, dtype="object"))).astype("datetime64[us]")


@pytest.mark.parametrize(
    ("kind", "column"),
    [("transactions", "date"), ("contacts", "date"), ("holdings", "bought")],
)
def test_what_happened_later_is_left_out(kind: str, column: str) -> None:
    rows = [{"customer": "A", column: day, "amount": 1} for day in (ago(1), ago(0), ago(-1), None)]
    if kind == "contacts":
        rows = [{name: row[name] for name in ("customer", column)} for row in rows]
    table = frame(kind, *rows)
    assert list(until({kind: table}, TODAY)[kind].index) == [0, 1, 3]


def test_a_customer_who_came_later_was_not_there() -> None:
    rows = [
        {"id": name, "opened": day}
        for name, day in zip("ABC", (ago(0), ago(-1), None), strict=True)
    ]
    found = until({"customers": customers(*rows)}, TODAY)["customers"]
    assert list(found["id"]) == ["A", "C"]


@pytest.mark.parametrize("column", ["last_contact", "risk_assessed"])
def test_the_last_contact_of_a_later_day_is_not_known(column: str) -> None:
    table = customers({"id": "A", column: ago(0)}, {"id": "B", column: ago(-1)})
    found = until({"customers": table}, TODAY)["customers"]
    assert list(found["id"]) == ["A", "B"]
    assert list(found[column].isna()) == [False, True]
    assert list(table[column].isna()) == [False, False]


@pytest.mark.parametrize(
    ("today", "kept"),
    [("2026-11-29", ["2026-10"]), ("2026-11-30", ["2026-10", "2026-11"])],
)
def test_a_month_counts_from_its_last_day_on(today: str, kept: list[str]) -> None:
    table = balances(*months(m2026_10=1, m2026_11=2, m2026_12=3))
    found = until({"balances": table}, dt.date.fromisoformat(today))["balances"]
    assert list(found["month"].dt.strftime("%Y-%m")) == kept


def test_what_has_no_day_stays() -> None:
    book = {
        "balances": balances({"customer": "A", "assets": 1, "month": None}),
        "holdings": frame("holdings", held(1, due=ago(-9))),
        "transactions": moves({"customer": "A", "amount": 1}),
        "roster": pd.DataFrame({"id": ["chen-jie"]}),
    }
    assert {kind: len(rows) for kind, rows in until(book, TODAY).items()} == dict.fromkeys(book, 1)
    without = {"balances": balances({"customer": "A", "assets": 1})}
    assert len(until(without, TODAY)["balances"]) == 1


def test_within_counts_today_as_the_last_day() -> None:
    rows = pd.DataFrame({"day": days(ago(-1), ago(0), ago(29), ago(30), ago(59), ago(60), None)})
    assert list(within(rows, TODAY, 30).index) == [1, 2]
    assert list(within(rows, TODAY, 30, 30).index) == [3, 4]


def test_months_are_counted_over_the_year() -> None:
    numbers = month_number(days("2025-12-31", "2026-01-01", "2026-12-31", None))
    assert list(numbers[:3] - numbers[0]) == [0, 1, 12]
    assert numbers.isna().tolist() == [False, False, False, True]
    assert list(month_end(days("2026-02-01", "2024-02-29"))) == list(
        days("2026-02-28", "2024-02-29")
    )


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2026-11-29", "2026-10-01"),
        ("2026-11-30", "2026-11-01"),
        ("2026-12-30", "2026-11-30"),
        ("2026-12-31", "2026-12-01"),
        ("2027-01-01", "2026-12-01"),
    ],
)
def test_a_month_is_whole_on_its_last_day(today: str, month: str) -> None:
    whole = last_whole_month(dt.date.fromisoformat(today))
    assert [whole] == list(month_number(days(month)))


def test_days_between() -> None:
    found = days_between(days(ago(3), ago(-2), None), TODAY)
    assert found.isna().tolist() == [False, False, True]
    assert found[:2].tolist() == [3, -2]
    assert days_between(days(ago(3)), days(ago(1))).tolist() == [2]


def test_what_is_worked_out_once_for_a_book_is_what_each_analysis_works_out() -> None:
    book = large(40, 900)
    known = until(book, TODAY)
    shared, alone = everything(known), everything(book)
    for name, rows in alone.items():
        pd.testing.assert_frame_equal(shared[name], rows)
    assert len(dict(known.answers)) >= 5


@pytest.mark.slow
def test_nobody_changes_what_was_worked_out_once() -> None:
    known = until(large(40, 900), TODAY)
    everything(known)
    kept = {key: rows.copy() for key, rows in known.answers}
    everything(known)
    fresh = until(dict(known), TODAY)
    everything(fresh)
    for key, rows in kept.items():
        pd.testing.assert_frame_equal(dict(known.answers)[key], rows)
        pd.testing.assert_frame_equal(dict(fresh.answers)[key], rows)


def test_a_book_of_that_day_is_given_back_and_one_of_another_day_is_made() -> None:
    known = until(large(5, 40), TODAY)
    assert until(known, TODAY) is known
    earlier = until(known, TODAY - dt.timedelta(days=200))
    assert len(earlier["transactions"]) < len(known["transactions"])
    assert dict(earlier.answers) == {}
