"""Each sign by hand, on both sides of its edge; where the money went; who is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapters.journey.desks import table
from workbook import content
from workbook.chapters.invisible import TOOL
from workbook.chapters.invisible.records import Asked, Invisible, Pack
from workbook.chapters.invisible.rules import InvisibleDesk, left_off, shown, signs, suggested
from workbook.chapters.invisible.views import tables
from workbook.chapters.shared.context import Desk
from workbook.content.messages import Voice, Wording
from workbook.customers.analysis.money_elsewhere import _within_days
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month, load_calendar

TODAY = dt.date(2026, 12, 9)
BANK, PACK = content.load("bank", "en", Bank), content.load("invisible", "en", Pack)
SPOKEN = Voice(content.load("wording", "en", Wording), BANK)
YUAN = 100
Row = tuple[str, int, str, str, str]  # day, yuan, direction, kind, other side


def desk(
    *rows: Row, assets: int | None = 100_000, asked: Sequence[Asked] = (), **flags: object
) -> InvisibleDesk:
    """K1 with these transactions."""
    names = ("date", "amount", "direction", "kind", "counterparty")
    said = [dict(zip(names, row, strict=True)) for row in rows]
    moved = [{**one, "customer": "K1", "amount": one["amount"] * YUAN} for one in said]
    held = None if assets is None else assets * YUAN
    book: Mapping[str, pd.DataFrame] = {
        "customers": table("customers", {"id": "K1", "assets": held, **flags}),
        **({"transactions": table("transactions", *moved)} if moved else {}),
    }
    return Desk(
        Invisible(asked=tuple(asked)), PACK, BANK, Month(2026, 12), TODAY, load_calendar(),
        customers=book,
    )  # fmt: skip


def salary(day: str, yuan: int = 10_000) -> Row:
    return day, yuan, "in", "工资", ""


def out(day: str, yuan: int, other: str = "别处银行", kind: str = "转账") -> Row:
    return day, yuan, "out", kind, other


def found(page: InvisibleDesk) -> list[dict[str, Any]]:
    return signs(page)[["sign", "count", "amount"]].to_dict("records")


def test_a_salary_that_goes_on_within_three_days_twice() -> None:
    twice = (salary("2026-10-10"), salary("2026-11-10"), out("2026-10-10", 7_000))
    assert found(desk(*twice, out("2026-11-13", 7_000))) == [
        {"sign": "passing", "count": 2, "amount": 14_000 * YUAN}
    ]
    assert found(desk(*twice, out("2026-11-14", 7_000))) == []  # a day late
    assert found(desk(*twice, out("2026-11-13", 6_999))) == []
    assert found(desk(*twice, out("2026-11-09", 7_000))) == []  # before it came


def test_no_more_goes_on_than_came() -> None:
    rows = [salary("2026-10-10"), salary("2026-11-10")]
    paid = [out("2026-10-11", 30_000), out("2026-11-11", 20_000)]
    (one,) = found(desk(*rows, *paid))
    assert one["amount"] == 20_000 * YUAN
    assert signs(desk(*rows, *paid))["share"].tolist() == [1.0]


def test_a_loan_of_another_bank_and_not_one_of_ours() -> None:
    assert found(desk(out("2026-11-20", 3_000, kind="房贷还款"))) == [
        {"sign": "loan", "count": 1, "amount": 3_000 * YUAN}
    ]
    assert found(desk(out("2026-11-20", 3_000, other="本行", kind="房贷还款"))) == []
    assert found(desk(out("2026-11-20", 3_000, other="", kind="房贷还款"))) == []


def test_brokers_together_and_large_transfers_each() -> None:
    halves = [out(day, 25_000, "某某证券") for day in ("2026-11-19", "2026-11-20")]
    assert found(desk(*halves)) == [{"sign": "broker", "count": 2, "amount": 50_000 * YUAN}]
    assert found(desk(halves[0], out("2026-11-20", 24_999, "某某证券"))) == []
    assert found(desk(out("2026-11-20", 50_000))) == [
        {"sign": "large", "count": 1, "amount": 50_000 * YUAN}
    ]
    assert found(desk(*[out("2026-11-20", 49_999)] * 3)) == []


def test_who_holds_much_here_and_what_is_long_past_are_no_sign() -> None:
    assert found(desk(out("2026-11-20", 50_000), assets=200_000)) == []
    assert len(found(desk(out("2026-11-20", 50_000), assets=199_999))) == 1
    assert len(found(desk(out("2026-11-20", 50_000), assets=None))) == 1
    assert found(desk(out("2026-06-12", 50_000))) == []
    assert found(desk(out("2026-12-10", 50_000))) == []  # not yet


def test_each_sign_has_its_sentence_and_one_row_a_customer() -> None:
    both = desk(out("2026-11-20", 50_000), out("2026-11-21", 3_000, kind="房贷还款"))
    (row,) = tables["shown"](both).to_dict("records")
    assert row["signs"] == ("loan", "large")
    assert [one.template for one in row["evidence"]] == [
        PACK.signs["loan"].says, PACK.signs["large"].says,
    ]  # fmt: skip
    assert (row["assets"], row["amount"]) == (100_000 * YUAN, 53_000 * YUAN)
    assert row["day"] == dt.date(2026, 11, 21)


def test_who_must_not_be_contacted_is_not_listed() -> None:
    page = desk(out("2026-11-20", 50_000), do_not_contact=True)
    assert shown(page) == []
    assert suggested(page, SPOKEN) == {}
    assert left_off(page) == {"do_not_contact": 1}


def test_what_is_suggested_is_a_question_and_no_fault() -> None:
    page = desk(out("2026-11-20", 50_000))
    (rows,) = suggested(page, SPOKEN).values()
    assert rows == (
        Asked(customer="K1", sign="large", next=PACK.signs["large"].ask, by=dt.date(2026, 12, 16)),
    )
    again = desk(out("2026-11-20", 50_000), asked=rows)
    assert suggested(again, SPOKEN) == {}
    assert {one.rule for one in TOOL.findings(again)} <= {"short", "vanished"}


def test_where_the_money_went_month_by_month() -> None:
    page = desk(
        out("2025-11-30", 9), out("2025-12-01", 1), out("2026-11-02", 2, "支付宝"),
        out("2026-11-03", 3, "某某期货"), out("2026-11-04", 4, "", "取现"),
        out("2026-11-05", 5, "李四"), out("2026-11-06", 6, "供应商", "货款"), salary("2026-11-07"),
    )  # fmt: skip
    rows = tables["gone"](page).to_dict("records")
    assert [one["month"] for one in rows] == ["2025-12", "2026-11"]
    assert rows[0] == {
        "month": "2025-12", "bank": 100, "broker": 0, "wallet": 0, "cash": 0, "other": 0,
        "together": 100,
    }  # fmt: skip
    assert {name: rows[1][name] // YUAN for name in ("broker", "wallet", "cash", "other")} == {
        "broker": 3, "wallet": 2, "cash": 4, "other": 5,
    }  # fmt: skip


def test_without_transactions_there_is_nothing_to_see() -> None:
    page = desk()
    assert shown(page) == []
    assert all(tables[name](page).empty for name in ("shown", "gone"))


@pytest.mark.parametrize("days", [0, 3])
@given(
    came=st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 9)), max_size=8),
    left=st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(0, 12), st.integers(1, 99)), max_size=8
    ),
)
def test_what_is_looked_up_at_once_is_what_a_loop_adds_up(
    days: int, came: list[tuple[str, int]], left: list[tuple[str, int, int]]
) -> None:
    first = pd.Timestamp("2026-11-01")
    into = pd.DataFrame(came, columns=["customer", "at"])
    away = pd.DataFrame(left, columns=["customer", "at", "amount"])
    frames = [
        one.assign(customer=one["customer"].astype("str"),
                   day=first + pd.to_timedelta(one["at"].astype("int64"), unit="D"))
        for one in (into, away)
    ]  # fmt: skip
    assert [*_within_days(frames[0], frames[1], days)] == [
        sum(much for who, on, much in left if who == customer and at <= on <= at + days)
        for customer, at in came
    ]
