"""The facts of a customer at a glance, and the search: every word has to fit, by number, age, days
or amount."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.customers.analysis.customer_facts import customer_facts, search

TODAY = dt.date(2026, 12, 9)
WAN = 10_000 * 100  # fen


def amount(word: str) -> int | None:
    number = word.removesuffix("万")
    return int(float(number) * WAN) if word.endswith("万") and number.isdecimal() else None


def facts(*rows: tuple[str, object, object, object]) -> pd.DataFrame:
    known = pd.DataFrame(rows, columns=["id", "age", "assets", "last_contact"])
    known = known.astype({"age": "Int64", "assets": "Int64", "last_contact": "datetime64[us]"})
    return customer_facts({"customers": known}, TODAY)


BOOK = facts(
    ("K100", 41, 100 * WAN, "2026-12-01"),
    ("K410", 62, 30 * WAN, "2026-09-10"),
    ("J41", 29, 95 * WAN, None),
    ("K900", None, None, "2026-01-09"),
)


def found(typed: str, most: int = 8) -> list[str]:
    return list(search(BOOK, typed, most, amount)["customer"])


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", ["K100", "J41", "K410", "K900"]),
        ("k4", ["K410"]),
        ("41", ["K100", "J41", "K410"]),
        ("41岁", ["K100"]),
        ("41y", ["K100"]),
        ("Ｋ４１０", ["K410"]),
        ("90天", ["K410", "K900"]),
        ("90d", ["K410", "K900"]),
        ("100万", ["K100", "J41"]),
        ("k 90天", ["K410", "K900"]),
        ("100万 41岁", ["K100"]),
        ("nobody", []),
        ("(", []),
    ],
)
def test_a_customer_is_found_by_number_age_days_and_amount(typed: str, numbers: list[str]) -> None:
    assert found(typed) == numbers


def test_a_number_that_begins_with_the_word_comes_before_larger_assets() -> None:
    book = facts(("AK4", 40, 900 * WAN, None), ("K4", 40, WAN, None))
    assert list(search(book, "k4", 8, amount)["customer"]) == ["K4", "AK4"]


def test_at_most_as_many_as_asked_for() -> None:
    assert found("", 2) == ["K100", "J41"]


def test_the_newest_contact_counts_wherever_it_stands() -> None:
    known = pd.DataFrame({"id": ["K1", "K2"], "last_contact": ["2026-11-01", None]})
    met = pd.DataFrame({"customer": ["K1"], "date": pd.to_datetime(["2026-12-02"])})
    rows = customer_facts({"customers": known, "contacts": met}, TODAY)
    assert rows["days"].tolist()[:1] == [7]
    assert pd.isna(rows["days"].iloc[1])
    assert rows["assets"].isna().all()


def test_an_empty_book_finds_nobody() -> None:
    assert search(customer_facts({}, TODAY), "41", 8, amount).empty


@given(st.text(max_size=12))
def test_any_text_may_be_typed_and_more_words_find_no_more(typed: str) -> None:
    assert set(found(f"{typed} k")) <= set(found("k"))
    assert set(found(typed)) <= set(BOOK["customer"])
