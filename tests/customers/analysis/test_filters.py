from __future__ import annotations

import itertools

import pandas as pd
import pytest

from workbook.customers.analysis.contact_filters import FILTERED, FLAGS, contactable

from .books import TODAY, ago, customers, one, row_of


def filtered(book: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return contactable(book, TODAY, 65)


@pytest.mark.parametrize("flags", list(itertools.product([True, False, None], repeat=3)))
def test_the_weightiest_flag_is_named(flags: tuple[bool | None, ...]) -> None:
    found = row_of(filtered(one(assets=1, **dict(zip(FLAGS, flags, strict=True)))))
    why = next((name for name, flag in zip(FLAGS, flags, strict=True) if flag), "")
    assert (found["why"], found["blocked"]) == (why, bool(why))


def test_the_flags_in_their_order() -> None:
    assert FLAGS == ("suspected_fraud", "complaint_open", "do_not_contact")


def test_without_flags_nobody_is_blocked() -> None:
    found = row_of(filtered(one(assets=1)))
    assert found == {"customer": "A", "blocked": False, "why": "", "channels": "", "care": False}


@pytest.mark.parametrize(
    ("age", "vulnerable", "care"),
    [
        (64, None, False),
        (65, None, True),
        (66, False, True),
        (None, None, False),
        (None, True, True),
        (30, True, True),
    ],
)
def test_special_care(age: int | None, vulnerable: bool | None, care: bool) -> None:
    assert row_of(filtered(one(age=age, vulnerable=vulnerable)))["care"] == care


def test_channels_as_the_bank_writes_them() -> None:
    assert row_of(filtered(one(channels=" 短信、企业微信 ")))["channels"] == "短信、企业微信"
    assert row_of(filtered(one(channels=None)))["channels"] == ""


def test_everyone_by_their_id() -> None:
    table = customers({"id": "B", "assets": 1}, {"id": "A", "assets": 1, "opened": ago(0)},
                      {"id": "C", "assets": 1, "opened": ago(-1)})  # fmt: skip
    assert list(filtered({"customers": table})["customer"]) == ["A", "B"]


def test_an_empty_book_has_the_same_columns() -> None:
    found = filtered({})
    assert {name: str(found[name].dtype) for name in found.columns} == FILTERED
    assert list(found.columns) == list(FILTERED)
    assert len(found) == 0
