from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from workbook.customers.analysis.warning_signals import SIGNALLED, SIGNALS, STRONG, signals

from .books import (
    MARKS,
    NOTHING_NOTED,
    SIGNAL,
    TODAY,
    WAN,
    ago,
    balances,
    customers,
    frame,
    held,
    months,
    moves,
    noted,
    one,
    paid,
    row_of,
)


def fired(book: dict[str, pd.DataFrame], notes: pd.DataFrame = NOTHING_NOTED) -> pd.DataFrame:
    return signals(book, SIGNAL, TODAY, notes, MARKS)


def keys(book: dict[str, pd.DataFrame], notes: pd.DataFrame = NOTHING_NOTED) -> list[str]:
    return list(fired(book, notes)["signal"])


def moving(*rows: dict[str, Any], **cells: Any) -> dict[str, pd.DataFrame]:
    return {**one(**cells), "transactions": moves(*rows)}


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_an_empty_book_has_the_same_columns() -> None:
    found = fired({})
    assert len(found) == 0
    assert {name: str(found[name].dtype) for name in found.columns} == SIGNALLED
    assert list(found.columns) == list(SIGNALLED)


# -- turnover -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "fires"), [(70, True), (70.01, False), (69.99, True), (0, True)])
def test_turnover_falls_from_its_share_on(now: float, fires: bool) -> None:
    rows = [paid(ago(90), 100), paid(ago(89), now)] if now else [paid(ago(90), 100)]
    assert ("turnover_falling" in keys(moving(*rows))) == fires


def test_the_evidence_of_a_fall() -> None:
    rows = paid(ago(179), 60, "in"), paid(ago(90), 40, "out"), paid(ago(0), 25), paid(ago(89), 25)
    found = row_of(fired(moving(*rows)), signal="turnover_falling")
    assert found == {
        "customer": "A",
        "signal": "turnover_falling",
        "strong": False,
        "since": day(ago(89)),
        "amount": 5000,
        "before": 10000,
        "after": None,
        "balanced": None,
        "share": 0.5,
        "count": 2,
        "said": "",
    }


def test_a_fall_to_nothing_is_a_fall_by_all() -> None:
    found = row_of(fired(moving(paid(ago(90), 100))), signal="turnover_falling")
    assert (found["amount"], found["share"], found["count"]) == (0, 1, 0)


@pytest.mark.parametrize("rows", [[], [paid(ago(180), 9)], [paid(ago(3), 9)], [paid(ago(90), 0)]])
def test_from_nothing_to_nothing_is_no_fall(rows: list[dict[str, Any]]) -> None:
    assert "turnover_falling" not in keys(moving(*rows))


@pytest.mark.parametrize(("times", "fires"), [(5, False), (6, True), (7, True)])
def test_a_few_transactions_before_are_no_trend(times: int, fires: bool) -> None:
    limits = SIGNAL.model_copy(update={"decline_count": 6})
    book = moving(*(paid(ago(90 + at), 10) for at in range(times)))
    found = signals(book, limits, TODAY, NOTHING_NOTED, MARKS)
    assert ("turnover_falling" in list(found["signal"])) == fires


def test_what_left_counts_by_its_size() -> None:
    assert keys(moving(paid(ago(90), -100, "out"), paid(ago(1), 80, "out"))) == []


def regular(count: int, recent: int) -> list[dict[str, Any]]:
    """So many transactions of 10 yuan over the 60 days before, and so many in the last 30."""
    before = [paid(ago(89 - each), 10) for each in range(count)]
    return before + [paid(ago(each), 20) for each in range(recent)]


@pytest.mark.parametrize(("recent", "fires"), [(8, False), (9, True)])
def test_busy_from_so_many_times_the_usual_number_on(recent: int, fires: bool) -> None:
    assert ("turnover_busy" in keys(moving(*regular(6, recent)))) == fires


def test_the_evidence_of_being_busy() -> None:
    found = row_of(fired(moving(*regular(6, 12))), signal="turnover_busy")
    assert (found["amount"], found["before"], found["count"]) == (24000, 3000, 12)
    assert (found["share"], found["since"], found["strong"]) == (4, day(ago(29)), False)


@pytest.mark.parametrize(("recent", "fires"), [(2, False), (3, True)])
def test_less_than_one_in_a_span_counts_as_one(recent: int, fires: bool) -> None:
    rows = [paid(ago(300), 10), *(paid(ago(each), 10) for each in range(recent))]
    assert ("turnover_busy" in keys(moving(*rows))) == fires


@pytest.mark.parametrize(("first", "fires"), [(58, False), (59, True)])
def test_one_span_has_to_be_known_before(first: int, fires: bool) -> None:
    rows = [paid(ago(first), 10), *(paid(ago(each), 10) for each in range(5))]
    assert ("turnover_busy" in keys(moving(*rows))) == fires


# -- assets that leave ----------------------------------------------------------------------------


def to_bank(amount: float, since: int = 29, **more: Any) -> dict[str, Any]:
    return paid(ago(since), amount, **{"direction": "out", "counterparty": "乙银行", **more})


@pytest.mark.parametrize(
    ("assets", "amount", "fires"),
    [
        (200_000, 50_000, True),
        (200_000, 49_999.99, False),
        (200_000.04, 50_000, False),
        (50_000, 49_999.99, False),
        (0, 50_000, True),
    ],
)
def test_assets_leave_by_share_and_by_amount(assets: float, amount: float, fires: bool) -> None:
    assert ("assets_leaving" in keys(moving(to_bank(amount), assets=assets))) == fires


def test_the_evidence_of_leaving() -> None:
    rows = to_bank(40_000, 5), to_bank(10_000, 29), to_bank(900, 30)
    found = row_of(fired(moving(*rows, assets=150_000)), signal="assets_leaving")
    assert (found["amount"], found["before"], found["share"]) == (5_000_000, 20_000_000, 0.25)
    assert (found["count"], found["since"], found["strong"]) == (2, day(ago(29)), True)


@pytest.mark.parametrize(
    "more",
    [
        {"counterparty": None},
        {"counterparty": "  "},
        {"counterparty": "本行"},
        {"counterparty": "Our Bank"},
        {"counterparty": "own bank"},
        {"counterparty": "第三方支付"},
        {"counterparty": "Third-party payment"},
        {"direction": "in"},
        {"direction": None},
    ],
)
def test_what_does_not_go_to_another_bank_does_not_leave(more: dict[str, Any]) -> None:
    assert keys(moving(to_bank(90_000, **more), assets=1)) == []


@pytest.mark.parametrize(
    "kind",
    [
        "货款", "采购款", "进货款", "工程款", "运费", "货 款", "ＨＵＯ货款", "貨款",
        "Supplier payments", "PURCHASE OF STOCK", "trade payments", "代发工资", "工资",
        "员工工资", "薪酬", "劳务费", "Wages paid", "Payroll", "还贷", "贷款还款", "贷款归还",
        "按揭还款", "房贷", "车贷月供", "信用卡还款", "还信用卡", "跨行还款", "Loan repayment",
        "Mortgage payments", "购买理财", "理财申购", "理财产品认购", "基金定投", "基金申购",
        "大额存单", "转存", "定期转存", "活期转定期", "存单到期续存", "购买国债", "代理保险 保费",
        "結構性存款", "Fund savings plan", "Term Deposit", "Wealth product purchase",
    ],
)  # fmt: skip
def test_trade_wages_repayments_and_own_products_are_no_loss(kind: str) -> None:
    assert keys(moving(to_bank(90_000, kind=kind), assets=1)) == []


@pytest.mark.parametrize(
    "kind", ["转账", "转存他行", "跨行转出", "他行理财", None, "refund", "Transfer", "退货", "工商"]
)
def test_what_goes_elsewhere_is_a_loss_whatever_it_is_called(kind: str | None) -> None:
    assert keys(moving(to_bank(90_000, kind=kind), assets=1)) == ["assets_leaving"]


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "转账", "summary": "货款"},
        {"kind": "转账", "summary": None, "remark": "11月货款 20261125001"},
        {"summary": "购买理财"},
        {"kind": None, "remark": "还信用卡"},
    ],
)
def test_what_it_is_may_stand_in_any_of_three_columns(said: dict[str, Any]) -> None:
    assert keys(moving(to_bank(90_000, **said), assets=1)) == []


def test_a_remark_beside_a_transfer_to_another_bank() -> None:
    book = moving(to_bank(90_000, kind="跨行转账", remark="买理财"), assets=1)
    assert keys(book) == ["assets_leaving"]


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [
        (200_000, 140_000, True),
        (200_000, 170_000, True),  # half of it is enough
        (200_000, 170_001, False),
        (200_000, 200_000, False),
        (200_000, 260_000, False),
    ],
)
def test_what_left_counts_when_the_assets_fell(before: float, after: float, fires: bool) -> None:
    book = moving(to_bank(60_000), assets=after)
    book["balances"] = balances(*months(m2026_10=before))
    found = fired(book)
    assert list(found["signal"]) == ["assets_leaving"] * fires
    if fires:
        row = row_of(found)
        assert (row["before"], row["after"], row["balanced"]) == (before * 100, after * 100, True)


@pytest.mark.parametrize(
    ("ends", "balanced"),
    [
        ({"m2026_10": 200_000}, True),
        ({"m2026_09": 200_000}, True),
        ({"m2026_08": 200_000}, False),  # too long before
        ({"m2026_11": 200_000}, False),  # after it began
        ({}, False),
    ],
)
def test_without_a_balance_before_the_flows_alone_say_it(
    ends: dict[str, float], balanced: bool
) -> None:
    book = moving(to_bank(60_000), assets=140_000)
    if ends:
        book["balances"] = balances(*months(**ends))
    row = row_of(fired(book))
    assert (row["before"], row["after"], row["balanced"]) == (20 * WAN, 14 * WAN, balanced)


def test_what_came_in_its_place_makes_it_good() -> None:
    book = moving(to_bank(60_000), paid(ago(8), 60_000, "in", kind="转账"), assets=140_000)
    assert keys(book) == []
    trade = moving(to_bank(60_000), paid(ago(8), 60_000, "in", kind="货款收入"), assets=140_000)
    assert keys(trade) == ["assets_leaving"]


def test_the_assets_of_today_may_be_the_newest_month_end() -> None:
    book = moving(to_bank(60_000), loans=0)
    book["balances"] = balances(*months(m2026_10=200_000, m2026_11=140_000))
    assert row_of(fired(book))["after"] == 14 * WAN
    book["balances"] = balances(*months(m2026_10=200_000))  # nothing is known of what came after
    assert row_of(fired(book))["balanced"] is False


def test_without_known_assets_there_is_no_share() -> None:
    assert keys(moving(to_bank(90_000), star_points=1)) == []


# -- contacts, risk, complaints -------------------------------------------------------------------


def met(days: int, result: str | None = None) -> dict[str, Any]:
    """A contact with customer A so many days ago."""
    return {"customer": "A", "date": ago(days), "result": result}


def quiet(*contacts: dict[str, Any], moved: Any = (), **cells: Any) -> dict[str, pd.DataFrame]:
    """Customer A, in a book whose transactions reach back half a year."""
    others = paid(ago(180), 1, customer="Z")
    book = {**one(**cells), "transactions": moves(others, *moved)}
    return {**book, "contacts": frame("contacts", *contacts)} if contacts else book


@pytest.mark.parametrize(("days", "fires"), [(89, False), (90, True)])
def test_silent_from_so_many_days_on(days: int, fires: bool) -> None:
    assert keys(quiet(last_contact=ago(days))) == ["silent"] * fires
    assert keys(quiet(met(days), assets=1)) == ["silent"] * fires
    moved = [paid(ago(days), 80, "out", kind="消费")]
    assert ("silent" in keys(quiet(moved=moved, last_contact=ago(150)))) == fires


@pytest.mark.parametrize(
    ("kind", "direction", "fires"),
    [
        ("消费", "out", False),
        ("货款收入", "in", False),
        ("购买理财", "out", False),
        (None, "out", False),
        ("结息", "in", True),
        ("短信费", "out", True),
        ("代发工资", "in", True),
        ("定期自动转存", "out", True),
        ("Annual fee", "out", True),
    ],
)
def test_who_moves_money_is_not_silent(kind: str | None, direction: str, fires: bool) -> None:
    moved = [paid(ago(3), 80, direction, kind=kind)]
    assert ("silent" in keys(quiet(moved=moved, last_contact=ago(100)))) == fires


def test_without_transactions_that_reach_back_nobody_is_known_to_be_silent() -> None:
    assert keys(one(last_contact=ago(100))) == []
    assert keys(moving(paid(ago(50), 1, customer="Z"), last_contact=ago(100))) == []


@pytest.mark.parametrize(
    "result", ["未接", "已读未回", "No answer", "no reply", "无人接听", "拒接", "未接通"]
)
def test_an_attempt_that_nobody_answered_is_no_word_of_the_customer(result: str) -> None:
    book = quiet(met(4, result), met(120, "接通，问了利率"), last_contact=ago(4))
    found = row_of(fired(book))
    assert (found["signal"], found["since"], found["count"]) == ("silent", day(ago(120)), 120)
    assert keys(quiet(met(4, "回了消息"), met(120), last_contact=ago(4))) == []


def test_the_newest_contact_counts_wherever_it_is_recorded() -> None:
    contacts = met(100), met(300)
    found = row_of(fired(quiet(*contacts, last_contact=ago(200))))
    assert (found["since"], found["count"]) == (day(ago(100)), 100)
    assert (found["strong"], found["amount"], found["share"]) == (False, None, None)
    assert keys(quiet(*contacts, last_contact=ago(3))) == []


def test_nobody_is_silent_who_was_never_heard() -> None:
    assert keys(quiet({**met(200), "customer": "B"}, assets=1)) == []


@pytest.mark.parametrize(("customer", "fires"), [("C1", True), ("C2", True), ("C3", False)])
def test_risk_drifts_from_so_many_levels_on(customer: str, fires: bool) -> None:
    book = {**one(risk_level=customer), "holdings": frame("holdings", held(1, risk_level="R4"))}
    assert keys(book) == ["risk_drift"] * fires


def test_the_evidence_of_a_drift() -> None:
    holdings = frame(
        "holdings",
        held(100, risk_level="R5", bought=ago(10)),
        held(200, risk_level="R3", bought=ago(20)),
        held(600, risk_level="R2", bought=ago(30)),
        held(300, bought=ago(40)),
        held(500, customer="B", risk_level="R5"),
    )
    found = row_of(fired({**one(risk_level="C1"), "holdings": holdings}))
    assert (found["amount"], found["before"], found["share"]) == (30000, 120000, 0.25)
    assert (found["count"], found["since"], found["strong"]) == (2, day(ago(20)), False)


def test_without_a_risk_level_there_is_no_drift() -> None:
    holdings = {"holdings": frame("holdings", held(1, risk_level="R5"))}
    assert keys({**one(assets=1), **holdings}) == []
    assert keys({**one(risk_level=None), **holdings}) == []


def test_an_open_complaint() -> None:
    table = customers(
        {"id": "A", "complaint_open": None},
        {"id": "B", "complaint_open": True},
        {"id": "C", "complaint_open": False},
    )
    found = row_of(fired({"customers": table}))
    assert (found["customer"], found["signal"], found["strong"]) == ("B", "complaint", True)
    assert (found["since"], found["count"], found["said"]) == (None, None, "")


# -- income ---------------------------------------------------------------------------------------


def salary(*days: str, **more: Any) -> list[dict[str, Any]]:
    return [paid(each, 100, **{"direction": "in", "kind": "工资", **more}) for each in days]


@pytest.mark.parametrize("kind", ["代发工资", "Payroll credit", "SALARY", "薪酬"])
def test_income_that_came_every_month_and_stopped(kind: str) -> None:
    rows = salary("2026-08-10", "2026-09-10", "2026-09-30", "2026-10-31", kind=kind)
    found = row_of(fired(moving(*rows)), signal="income_moved")
    assert (found["amount"], found["before"], found["share"]) == (0, 13333, 1)
    assert (found["since"], found["count"], found["strong"]) == (day("2026-10-31"), 1, True)


@pytest.mark.parametrize(
    "rows",
    [
        salary("2026-09-10", "2026-10-10", "2026-11-01"),
        salary("2026-08-10", "2026-09-10", "2026-10-10", "2026-12-01"),
        salary("2026-09-10", "2026-10-10"),
        salary("2026-07-10", "2026-09-10", "2026-10-10"),
        salary("2026-08-10", "2026-09-10", "2026-10-10", direction="out"),
        salary("2026-08-10", "2026-09-10", "2026-10-10", kind="养老金"),
    ],
)
def test_income_that_did_not_move(rows: list[dict[str, Any]]) -> None:
    assert "income_moved" not in keys(moving(*rows))


def test_a_month_without_income_has_to_be_whole() -> None:
    book = moving(*salary("2026-08-10", "2026-09-10", "2026-10-10"))
    for today, fires in (("2026-11-29", False), ("2026-11-30", True)):
        found = signals(book, SIGNAL, dt.date.fromisoformat(today), NOTHING_NOTED, MARKS)
        assert ("income_moved" in list(found["signal"])) == fires


def test_income_that_stopped_long_ago() -> None:
    rows = salary("2026-04-10", "2026-05-10", "2026-06-10", "2026-07-10", direction=None)
    found = row_of(fired(moving(*rows)), signal="income_moved")
    assert (found["count"], found["before"]) == (4, 10000)


# -- notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "fires"), [(0, True), (59, True), (60, False), (-1, False)])
def test_a_note_counts_so_many_days(days: int, fires: bool) -> None:
    found = fired(one(assets=1), noted(("A", "moved_away", ago(days), "moved to 城北")))
    assert len(found) == fires
    if fires:
        row = row_of(found)
        assert (row["signal"], row["strong"]) == ("moved_away", False)
        assert (row["since"], row["said"]) == (day(ago(days)), "moved to 城北")


@pytest.mark.parametrize("signal", SIGNALS)
def test_any_signal_can_be_noted(signal: str) -> None:
    found = row_of(fired(one(assets=1), noted(("A", signal, ago(1), ""))))
    assert (found["signal"], found["strong"]) == (signal, signal in STRONG)


def test_strong_signals_are_these() -> None:
    assert {"assets_leaving", "complaint", "income_moved", "reputation"} == STRONG


def test_notes_on_others_and_of_other_kinds_say_nothing() -> None:
    assert (
        keys(one(assets=1), noted(("B", "silent", ago(1), ""), ("A", "hungry", ago(1), ""))) == []
    )


def test_a_note_and_the_data_are_one_row() -> None:
    notes = noted(("A", "silent", ago(2), "newer"), ("A", "silent", ago(9), "older"))
    found = row_of(fired(quiet(last_contact=ago(100)), notes))
    assert (found["since"], found["count"], found["said"]) == (day(ago(100)), 100, "newer")


def test_a_complaint_begins_on_the_day_of_the_note() -> None:
    found = row_of(fired(one(complaint_open=True), noted(("A", "complaint", ago(3), "fees"))))
    assert (found["since"], found["said"]) == (day(ago(3)), "fees")


def test_rows_stand_by_customer_and_by_signal() -> None:
    table = customers(
        {"id": "B", "complaint_open": True, "last_contact": ago(99)},
        {"id": "A", "complaint_open": True, "last_contact": ago(99)},
    )
    book = {**quiet(), "customers": table}
    found = fired(book, noted(("B", "moved_away", ago(1), "")))
    assert found[["customer", "signal"]].to_numpy().tolist() == [
        ["A", "silent"],
        ["A", "complaint"],
        ["B", "moved_away"],
        ["B", "silent"],
        ["B", "complaint"],
    ]
    assert list(SIGNALS[:5]) == [
        "moved_away", "turnover_falling", "turnover_busy", "assets_leaving", "silent",
    ]  # fmt: skip
