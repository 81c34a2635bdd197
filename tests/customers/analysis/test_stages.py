from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from workbook.customers.analysis.journey_stages import REASONS, STAGED, STAGES, stages
from workbook.customers.analysis.warning_signals import signals

from .books import (
    MARKS,
    NOTHING_NOTED,
    SIGNAL,
    STAGE,
    TIERS,
    TODAY,
    WAN,
    ago,
    balances,
    customers,
    months,
    moves,
    one,
    paid,
    row_of,
)


def staged(book: dict[str, pd.DataFrame], today: dt.date = TODAY) -> pd.DataFrame:
    signalled = signals(book, SIGNAL, today, NOTHING_NOTED, MARKS)
    return stages(book, TIERS, STAGE, today, signalled, MARKS)


def stage_of(book: dict[str, pd.DataFrame], today: str = "2026-12-09") -> dict[str, Any]:
    return row_of(staged(book, dt.date.fromisoformat(today)))


def history(now: float | None, *rows: dict[str, Any], **ends: float) -> dict[str, pd.DataFrame]:
    """A customer with assets now, at these month-ends, and these transactions."""
    book = {**one(assets=now, loans=0), "balances": balances(*months(**ends))}
    return {**book, "transactions": moves(*rows)} if rows else book


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def what(row: dict[str, Any]) -> tuple[str, str]:
    return row["stage"], row["reason"]


def test_every_reason_leads_to_a_stage() -> None:
    assert set(REASONS.values()) == set(STAGES)
    assert STAGES == ("prospect", "new_value", "stable", "at_risk", "win_back")


@pytest.mark.parametrize("book", [{}, {"customers": pd.DataFrame()}])
def test_an_empty_book_has_the_same_columns(book: dict[str, pd.DataFrame]) -> None:
    found = staged(book)
    assert len(found) == 0
    assert {name: str(found[name].dtype) for name in found.columns} == STAGED
    assert list(found.columns) == list(STAGED)


# -- prospect and stable --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assets", "stage", "reason", "tier", "edge"),
    [
        (0, "prospect", "below_first_tier", "below", 5 * WAN),
        (49_999.99, "prospect", "below_first_tier", "below", 5 * WAN),
        (50_000, "stable", "holds", "wan5", 20 * WAN),
        (200_000, "stable", "holds", "wan20", 50 * WAN),
        (700_000, "stable", "holds", "wan50", 50 * WAN),
    ],
)
def test_by_the_assets_alone(assets: float, stage: str, reason: str, tier: str, edge: int) -> None:
    found = stage_of(one(assets=assets))
    assert (found["stage"], found["reason"], found["tier"]) == (stage, reason, tier)
    assert (found["edge"], found["assets"]) == (edge, round(assets * 100))
    assert found["distance"] == found["assets"] - edge
    assert (found["since"], found["until"], found["outflow"]) == (None, None, None)
    assert (found["share"], found["signals"]) == (None, ())


def test_who_has_no_account_is_a_prospect() -> None:
    found = stage_of(one(star_points=0))
    assert what(found) == ("prospect", "below_first_tier")
    assert (found["tier"], found["edge"], found["distance"]) == ("", 5 * WAN, None)


def test_since_when_a_tier_is_held() -> None:
    always = stage_of(history(60_000, m2025_10=60_000, m2026_11=60_000))
    assert (what(always), always["since"]) == (("stable", "holds"), None)
    low = {"m2025_09": 60_000, "m2025_10": 30_000, "m2025_11": 30_000}
    found = stage_of(history(60_000, **low, m2025_12=60_000, m2026_01=60_000))
    assert (what(found), found["since"]) == (("stable", "holds"), day("2025-12-31"))


# -- win-back -------------------------------------------------------------------------------------


def test_the_evidence_of_a_fall() -> None:
    found = stage_of(history(188_000, m2026_05=210_000, m2026_06=199_999.99, m2026_11=190_000))
    assert what(found) == ("win_back", "fell_tier")
    assert (found["since"], found["until"]) == (day("2026-06-30"), day("2027-06-30"))
    assert (found["edge"], found["distance"]) == (20 * WAN, -1_200_000)
    assert found["tier"] == "wan5"


def test_one_balance_beyond_an_edge_is_no_fall() -> None:
    found = stage_of(history(40_000, m2026_10=50_000, m2026_11=50_000))
    assert (what(found), found["tier"]) == (("stable", "holds"), "wan5")
    dips = history(50_000, m2026_06=50_000, m2026_07=40_000, m2026_08=50_000, m2026_09=40_000)
    assert what(stage_of(dips)) == ("stable", "holds")
    assert stage_of(history(40_000, m2026_10=50_000, m2026_11=40_000))["stage"] == "win_back"


def test_two_balances_in_a_row_have_to_stand_beyond_it() -> None:
    found = stage_of(history(10_000, m2026_09=300_000, m2026_10=60_000, m2026_11=190_000))
    assert (found["reason"], found["tier"], found["edge"]) == ("fell_tier", "wan5", 20 * WAN)
    assert found["since"] == day("2026-10-31")


@pytest.mark.parametrize(("today", "stage"), [("2026-12-06", "stable"), ("2026-12-07", "win_back")])
def test_the_assets_of_today_are_no_second_balance_within_a_week(today: str, stage: str) -> None:
    book = history(40_000, m2026_09=50_000, m2026_10=50_000, m2026_11=40_000)
    assert stage_of(book, today)["stage"] == stage


def averaged(now: float | None, *averages: float, ends: float) -> dict[str, pd.DataFrame]:
    """Months up to November with these averages and one month-end; assets now."""
    rows = [
        {"customer": "A", "month": f"2026-{month:02}-01", "assets": ends, "average": average}
        for month, average in enumerate(averages, 12 - len(averages))
    ]
    return {**one(assets=now, loans=0), "balances": balances(*rows)}


def test_averages_come_before_month_ends() -> None:
    steady = averaged(40_000, 60_000, 60_000, 60_000, ends=40_000)
    assert (stage_of(steady)["tier"], what(stage_of(steady))) == ("wan5", ("stable", "holds"))
    fell = averaged(60_000, 60_000, 40_000, 40_000, ends=60_000)
    found = stage_of(fell)
    assert (what(found), found["since"]) == (("win_back", "fell_tier"), day("2026-10-31"))
    once = averaged(60_000, 60_000, 60_000, 40_000, ends=60_000)
    assert what(stage_of(once)) == ("stable", "holds")


def test_the_average_of_this_month_is_the_next_point() -> None:
    book = averaged(60_000, 60_000, 60_000, 40_000, ends=60_000)
    book["customers"] = customers({"id": "A", "assets": 60_000, "average": 40_000})
    assert what(stage_of(book)) == ("win_back", "fell_tier")


def test_where_only_averages_are_known_they_are_the_assets() -> None:
    book = {"customers": customers({"id": "A", "average": 60_000})}
    assert (stage_of(book)["assets"], stage_of(book)["tier"]) == (6 * WAN, "wan5")


@pytest.mark.parametrize(("today", "stage"), [("2027-06-29", "win_back"), ("2027-06-30", "stable")])
def test_a_fall_counts_for_so_many_months(today: str, stage: str) -> None:
    book = history(188_000, m2026_05=210_000, m2026_06=190_000)
    assert stage_of(book, today)["stage"] == stage


@pytest.mark.parametrize(("today", "stage"), [("2026-11-29", "win_back"), ("2026-11-30", "stable")])
def test_back_for_so_many_months_and_it_is_over(today: str, stage: str) -> None:
    book = history(
        205_000, m2026_05=210_000, m2026_06=190_000, m2026_07=190_000, m2026_08=200_000,
        m2026_09=200_000,
    )  # fmt: skip
    found = stage_of(book, today)
    assert found["stage"] == stage
    if stage == "win_back":
        assert (found["until"], found["distance"]) == (day("2026-11-30"), 500_000)
        assert found["edge"] == 20 * WAN


def test_back_counts_from_the_last_time_below() -> None:
    book = history(
        205_000, m2026_02=210_000, m2026_03=190_000, m2026_04=190_000, m2026_05=210_000,
        m2026_06=210_000, m2026_07=190_000, m2026_08=190_000, m2026_10=210_000, m2026_11=210_000,
    )  # fmt: skip
    found = stage_of(book)
    assert (what(found), found["since"]) == (("win_back", "fell_tier"), day("2026-07-31"))
    assert found["until"] == day("2027-01-31")


def test_the_highest_tier_lost_is_the_one_to_win_back() -> None:
    found = stage_of(history(40_000, m2026_01=600_000, m2026_02=300_000, m2026_09=40_000))
    assert (found["edge"], found["since"]) == (50 * WAN, day("2026-02-28"))
    assert found["until"] == day("2027-09-30")


def test_half_won_back_is_not_yet_back() -> None:
    book = history(300_000, m2026_01=600_000, m2026_02=60_000, m2026_03=300_000)
    found = stage_of(book)
    assert (found["stage"], found["edge"]) == ("win_back", 50 * WAN)
    book = history(300_000, m2026_01=300_000, m2026_02=60_000, m2026_03=600_000, m2026_04=300_000)
    assert stage_of(book)["edge"] == 50 * WAN


def test_months_that_are_missing_do_not_hide_a_fall() -> None:
    found = stage_of(history(40_000, m2026_01=60_000, m2026_10=40_000))
    assert (found["stage"], found["since"]) == ("win_back", day("2026-10-31"))


def test_win_back_comes_before_everything() -> None:
    book = history(51_000, paid(ago(1), 9_000, "out"), m2026_01=300_000, m2026_02=60_000)
    assert what(stage_of(book)) == ("win_back", "fell_tier")


def test_without_balances_nobody_fell() -> None:
    assert stage_of(one(assets=40_000))["stage"] == "prospect"


# -- at risk --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assets", "net", "stage"),
    [
        (55_000, 0.01, "at_risk"),
        (55_000.01, 0.01, "stable"),
        (50_000, 0.01, "at_risk"),
        (55_000, 0, "stable"),
        (49_999.99, 5, "prospect"),
        (220_000, 1, "at_risk"),
        (220_000.01, 1, "stable"),
    ],
)
def test_near_the_edge_and_money_leaves(assets: float, net: float, stage: str) -> None:
    rows = paid(ago(3), 10, "in"), paid(ago(29), 10 + net, "out")
    assert stage_of(history(assets, *rows))["stage"] == stage


def test_the_evidence_of_being_near_the_edge() -> None:
    rows = (
        paid(ago(2), 5_000, "out"),
        paid(ago(20), 5_000, "out"),
        paid(ago(9), 1_000, "in"),
        paid(ago(30), 77, "out"),
        paid(ago(5), 66),
        paid(ago(5), 500, "in", kind="存单到期转入"),
    )
    found = stage_of(history(51_000, *rows))
    assert what(found) == ("at_risk", "near_edge")
    assert (found["since"], found["until"]) == (day(ago(20)), None)
    assert (found["outflow"], found["share"]) == (900_000, 0.15)
    assert (found["edge"], found["distance"]) == (5 * WAN, 100_000)


def test_without_directions_nothing_is_known_to_leave() -> None:
    book = history(51_000, paid(ago(2), 5_000))
    book["transactions"] = book["transactions"].drop(columns="direction")
    found = stage_of(book)
    assert (found["stage"], found["outflow"], found["share"]) == ("stable", None, None)
    whole = stage_of(history(51_000, paid(ago(2), 5_000, "in")))
    assert (whole["stage"], whole["outflow"], whole["share"]) == ("stable", -500_000, None)


@pytest.mark.parametrize(("now", "stage"), [(70, "at_risk"), (70.01, "stable")])
def test_turnover_falls(now: float, stage: str) -> None:
    found = stage_of(history(90_000, paid(ago(100), 100, "in"), paid(ago(40), now, "in")))
    assert found["stage"] == stage
    if stage == "at_risk":
        assert (found["reason"], found["since"]) == ("turnover_falling", day(ago(89)))
        assert (found["share"], found["signals"]) == (0.3, ("turnover_falling",))
        assert (found["edge"], found["distance"]) == (5 * WAN, 4 * WAN)


def test_who_has_no_tier_to_lose_looks_to_the_first() -> None:
    found = stage_of(history(30_000, paid(ago(100), 100, "in")))
    assert (what(found), found["edge"]) == (("at_risk", "turnover_falling"), 5 * WAN)


def test_a_strong_signal() -> None:
    book = {
        "customers": customers(
            {"id": "A", "assets": 90_000, "complaint_open": True, "last_contact": ago(99)},
            {"id": "B", "assets": 90_000, "complaint_open": False, "last_contact": ago(99)},
        ),
        "transactions": moves(paid(ago(120), 1, customer="Z")),
    }
    table = staged(book)
    found = row_of(table, customer="A")
    assert what(found) == ("at_risk", "strong_signal")
    assert (found["signals"], found["since"]) == (("silent", "complaint"), None)
    weak = row_of(table, customer="B")
    assert (weak["stage"], weak["signals"]) == ("stable", ("silent",))


def test_a_strong_signal_has_a_first_day() -> None:
    rows = paid(ago(9), 30_000, "out", counterparty="乙银行"), paid(ago(8), 30_000, "out",
            counterparty="乙银行")  # fmt: skip
    found = stage_of(history(90_000, *rows))
    assert (found["reason"], found["since"]) == ("strong_signal", day(ago(9)))
    assert found["share"] == 0.4


def test_the_first_reason_that_matches_wins() -> None:
    rows = paid(ago(9), 2_000, "out"), paid(ago(100), 90_000, "in")
    book = history(51_000, *rows)
    assert stage_of(book)["reason"] == "near_edge"
    book["customers"] = customers({"id": "A", "assets": 90_000, "complaint_open": True})
    assert stage_of(book)["reason"] == "turnover_falling"
    new = history(90_000, paid(ago(100), 90_000, "in"), m2026_09=20_000, m2026_10=90_000)
    assert stage_of(new)["reason"] == "turnover_falling"


# -- new value ------------------------------------------------------------------------------------


def test_the_first_tier_is_reached() -> None:
    found = stage_of(history(61_000, m2026_09=49_000, m2026_10=60_000, m2026_11=60_000))
    assert what(found) == ("new_value", "first_tier")
    assert (found["since"], found["until"]) == (day("2026-10-31"), day("2027-04-29"))
    assert (found["edge"], found["distance"]) == (20 * WAN, -13_900_000)


def test_a_higher_tier_is_reached() -> None:
    book = history(
        500_000, m2026_07=49_000, m2026_08=49_000, m2026_09=60_000, m2026_10=60_000,
        m2026_11=210_000,
    )  # fmt: skip
    found = stage_of(book)
    assert (what(found), found["since"]) == (("new_value", "rose_tier"), day("2026-11-30"))
    assert (found["tier"], found["edge"], found["distance"]) == ("wan20", 50 * WAN, 0)


def test_two_steps_at_once_from_below_are_the_first_tier() -> None:
    found = stage_of(history(300_000, m2026_10=1, m2026_11=300_000))
    assert (found["reason"], found["since"]) == ("first_tier", day("2026-11-30"))


@pytest.mark.parametrize(
    ("today", "stage"), [("2027-04-28", "new_value"), ("2027-04-29", "stable")]
)
def test_new_for_so_many_days(today: str, stage: str) -> None:
    book = history(61_000, m2026_09=49_000, m2026_10=60_000)
    assert stage_of(book, today)["stage"] == stage


def test_who_comes_back_is_not_new() -> None:
    book = history(60_000, m2026_05=60_000, m2026_06=40_000, m2026_08=60_000)
    assert what(stage_of(book)) == ("stable", "holds")


def opened(days: int, assets: float = 60_000, **ends: float) -> dict[str, pd.DataFrame]:
    book = one(assets=assets, opened=ago(days))
    return {**book, "balances": balances(*months(**ends))} if ends else book


@pytest.mark.parametrize(("days", "stage"), [(0, "new_value"), (179, "new_value"), (180, "stable")])
def test_a_young_account_above_the_first_tier_is_new(days: int, stage: str) -> None:
    found = stage_of(opened(days))
    assert found["stage"] == stage
    if stage == "new_value":
        assert (found["reason"], found["since"]) == ("first_tier", day(ago(days)))
        assert found["until"] == day(ago(days - 180))


def test_a_young_account_below_the_first_tier_is_a_prospect() -> None:
    assert stage_of(opened(20, 49_999.99))["stage"] == "prospect"
    later = stage_of(opened(100, 60_000, m2026_09=10, m2026_10=60_000))
    assert (later["reason"], later["since"]) == ("first_tier", day("2026-10-31"))


def test_a_young_account_that_rose_since() -> None:
    book = opened(100, 250_000, m2026_09=60_000, m2026_10=60_000, m2026_11=250_000)
    found = stage_of(book)
    assert (found["reason"], found["since"]) == ("rose_tier", day("2026-11-30"))


# -- what there is, and the day -------------------------------------------------------------------


def test_the_newest_month_end_stands_where_the_assets_are_not_known() -> None:
    found = stage_of(history(None, m2026_10=60_000, m2026_11=40_000))
    assert (found["stage"], found["assets"], found["tier"]) == ("stable", 4 * WAN, "wan5")
    found = stage_of(history(None, m2026_09=60_000, m2026_10=40_000, m2026_11=40_000))
    assert (found["stage"], found["since"]) == ("win_back", day("2026-10-31"))


def test_the_assets_of_today_come_before_the_month_end_of_the_same_day() -> None:
    book = history(60_000, m2026_10=60_000, m2026_11=40_000)
    assert stage_of(book, "2026-11-30")["stage"] == "stable"


def test_a_balance_that_is_blank_says_nothing() -> None:
    ends = months(m2026_09=60_000, m2026_11=60_000)
    blank = {"customer": "A", "month": "2026-10-01", "assets": None}
    assert stage_of({**one(assets=60_000), "balances": balances(*ends, blank)})["stage"] == "stable"


def test_every_customer_once_in_the_order_of_ids() -> None:
    ids = ["C", "A", "B", "A"]
    table = customers(*({"id": name, "assets": 60_000} for name in ids))
    found = staged({"customers": table, "balances": balances(*months("D", m2026_11=1))})
    assert list(found["customer"]) == ["A", "B", "C"]
