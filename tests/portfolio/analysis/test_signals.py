from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from workbook.portfolio import SIGNALS, STRONG, signals
from workbook.portfolio.signals import SIGNALLED

from .books import (
    NOTHING_NOTED,
    SIGNAL,
    TODAY,
    ago,
    customers,
    frame,
    held,
    moves,
    noted,
    one,
    paid,
    row_of,
)


def fired(book: dict[str, pd.DataFrame], notes: pd.DataFrame = NOTHING_NOTED) -> pd.DataFrame:
    return signals(book, SIGNAL, TODAY, notes)


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
    assert keys(moving(*rows)) == ["turnover_falling"] * fires


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
        "share": 0.5,
        "count": 2,
        "said": "",
    }


def test_a_fall_to_nothing_is_a_fall_by_all() -> None:
    found = row_of(fired(moving(paid(ago(90), 100))))
    assert (found["amount"], found["share"], found["count"]) == (0, 1, 0)


@pytest.mark.parametrize("rows", [[], [paid(ago(180), 9)], [paid(ago(3), 9)], [paid(ago(90), 0)]])
def test_from_nothing_to_nothing_is_no_fall(rows: list[dict[str, Any]]) -> None:
    assert keys(moving(*rows)) == []


@pytest.mark.parametrize(("times", "fires"), [(5, False), (6, True), (7, True)])
def test_a_few_transactions_before_are_no_trend(times: int, fires: bool) -> None:
    limits = SIGNAL.model_copy(update={"decline_count": 6})
    book = moving(*(paid(ago(90 + at), 10) for at in range(times)))
    found = signals(book, limits, TODAY, NOTHING_NOTED)
    assert list(found["signal"]) == ["turnover_falling"] * fires


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


def test_without_known_assets_there_is_no_share() -> None:
    assert keys(moving(to_bank(90_000), star_points=1)) == []


# -- contacts, risk, complaints -------------------------------------------------------------------


@pytest.mark.parametrize(("days", "fires"), [(89, False), (90, True)])
def test_silent_from_so_many_days_on(days: int, fires: bool) -> None:
    assert keys(one(last_contact=ago(days))) == ["silent"] * fires
    contacts = frame("contacts", {"customer": "A", "date": ago(days)})
    assert keys({**one(assets=1), "contacts": contacts}) == ["silent"] * fires


def test_the_newest_contact_counts_wherever_it_is_recorded() -> None:
    contacts = frame(
        "contacts", {"customer": "A", "date": ago(100)}, {"customer": "A", "date": ago(300)}
    )
    found = row_of(fired({**one(last_contact=ago(200)), "contacts": contacts}))
    assert (found["since"], found["count"]) == (day(ago(100)), 100)
    assert (found["strong"], found["amount"], found["share"]) == (False, None, None)
    assert keys({**one(last_contact=ago(3)), "contacts": contacts}) == []


def test_nobody_is_silent_who_was_never_heard() -> None:
    contacts = frame("contacts", {"customer": "B", "date": ago(200)})
    assert keys({**one(assets=1), "contacts": contacts}) == []


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
        found = signals(book, SIGNAL, dt.date.fromisoformat(today), NOTHING_NOTED)
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
    found = row_of(fired(one(last_contact=ago(100)), notes))
    assert (found["since"], found["count"], found["said"]) == (day(ago(100)), 100, "newer")


def test_a_complaint_begins_on_the_day_of_the_note() -> None:
    found = row_of(fired(one(complaint_open=True), noted(("A", "complaint", ago(3), "fees"))))
    assert (found["since"], found["said"]) == (day(ago(3)), "fees")


def test_rows_stand_by_customer_and_by_signal() -> None:
    table = customers(
        {"id": "B", "complaint_open": True, "last_contact": ago(99)},
        {"id": "A", "complaint_open": True, "last_contact": ago(99)},
    )
    found = fired({"customers": table}, noted(("B", "moved_away", ago(1), "")))
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
