from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.chapters.prospects.rules import (
    cap_of,
    contacts_in_month,
    days_late,
    due_list,
    is_open,
    is_won,
    loss_not_called,
    open_prospects,
    overdue,
    who,
)
from workbook.chapters.prospects.rules.contact import ReserveDesk, at_cap

from .desks import ACCOUNTS, PREMIUM, calendar, day, pack, prospect, sheet, without

TODAY = day("11-11")  # a Wednesday


@pytest.mark.parametrize(
    ("status", "still_open", "closed"),
    [
        ("open", True, False), ("won", False, True), ("lost", False, False),
        ("paused", False, False), ("gone", False, False),
    ],
)  # fmt: skip
def test_the_status_says_who_is_open_and_who_has_closed(
    status: str, still_open: bool, closed: bool
) -> None:
    one = prospect(status=status)
    assert (is_open(one, pack()), is_won(one, pack())) == (still_open, closed)


BLOCKING = ["do_not_contact", "complaint_open", "suspected_fraud", "leaving"]


@pytest.mark.parametrize("flag", ["", "vulnerable", "assessment_due", "channel_only", "gone"])
def test_some_flags_ask_for_care_only(flag: str) -> None:
    desk = sheet({"flag": flag})
    assert who(desk).whys == {}
    assert len(open_prospects(desk)) == 1


@pytest.mark.parametrize("flag", BLOCKING)
def test_flags_that_block_take_a_customer_off_the_lists(flag: str) -> None:
    desk = sheet({"flag": flag, "next_contact": "2026-11-11"}, {})
    assert list(who(desk).left(["K0", "K1"]).values()) == [1]
    assert [one.customer for one in open_prospects(desk)] == ["K1"]
    assert due_list(sheet({"flag": flag, "next_contact": "2026-11-02"})) == ()


def test_open_prospects_are_those_whose_status_is_open() -> None:
    desk = sheet({}, {"status": "won"}, {"status": "lost"}, {"status": "open"})
    assert [one.customer for one in open_prospects(desk)] == ["K0", "K3"]


@pytest.mark.parametrize(
    ("since", "days"),
    [
        ("11-11", 0), ("11-12", 0), ("11-10", 1), ("11-09", 2), ("11-07", 3), ("11-06", 3),
        ("11-05", 4),
    ],
)  # fmt: skip
def test_lateness_counts_working_days(since: str, days: int) -> None:
    assert days_late(day(since), TODAY, calendar()) == days


def test_without_a_day_nothing_is_late() -> None:
    assert days_late(None, TODAY, calendar()) == 0


def test_over_a_holiday_nothing_gets_later() -> None:
    assert days_late(day("09-30"), day("10-07"), calendar()) == 0
    assert days_late(day("09-30"), day("10-08"), calendar()) == 1


def test_overdue_are_those_whose_contact_has_passed() -> None:
    desk = sheet(
        {"next_contact": "2026-11-10"},
        {"next_contact": "2026-11-11"},
        {"next_contact": None},
        {"next_contact": "2026-11-02", "status": "won"},
        {"next_contact": "2026-11-03"},
    )
    found = [(one.row, one.prospect.customer, one.reason, one.days) for one in overdue(desk)]
    assert found == [(0, "K0", "overdue", 1), (4, "K4", "overdue", 6)]


@pytest.mark.parametrize(
    ("performance", "last_contact", "avoided"),
    [
        ("loss", None, True), ("loss", "2026-10-28", True), ("loss", "2026-10-29", False),
        ("mixed", None, False), ("", "2026-01-01", False),
    ],
)  # fmt: skip
def test_losses_not_called(performance: str, last_contact: str | None, avoided: bool) -> None:
    one = prospect(performance=performance, last_contact=last_contact)
    assert loss_not_called(one, TODAY, 14) is avoided


# -- caps -----------------------------------------------------------------------------------------


def test_the_cap_is_that_of_the_cell() -> None:
    caps = [cap_of(prospect(relationship=level), pack()) for level in (1, 2, 3)]
    assert caps == [2, 3, 4]
    assert cap_of(prospect(relationship=None), pack()) is None


@pytest.mark.parametrize(
    ("last_contact", "contacts"),
    [(None, 5), ("2026-11-01", 5), ("2026-10-31", 0), ("2026-11-11", 5), ("2025-11-30", 0)],
)
def test_contacts_count_in_the_month_of_the_last_one(
    last_contact: str | None, contacts: int
) -> None:
    assert contacts_in_month(prospect(attempts=5, last_contact=last_contact), TODAY) == contacts


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ({"attempts": 2}, False),
        ({"attempts": 3}, True),
        ({"attempts": 4}, True),
        ({"attempts": 3, "last_contact": "2026-10-30"}, False),
        ({"attempts": 9, "willingness": None}, False),
    ],
)
def test_who_has_had_the_contacts_of_the_month_is_left_alone(
    given: dict[str, object], full: bool
) -> None:
    assert at_cap(prospect(**given), pack(), TODAY) is full
    assert bool(due_list(sheet({**given, "next_contact": "2026-11-09"}))) is not full


# -- the list -------------------------------------------------------------------------------------


def listed(desk: ReserveDesk) -> list[tuple[str, str, int]]:
    return [(one.prospect.customer, one.reason, one.days) for one in due_list(desk)]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"next_contact": "2026-11-10"}, "overdue"),
        ({"next_contact": "2026-11-10", "performance": "loss"}, "overdue"),
        ({"next_contact": "2026-11-11"}, "today"),
        ({"next_contact": "2026-11-11", "performance": "loss"}, "loss"),
        ({"next_contact": None, "performance": "loss"}, "loss"),
        ({"next_contact": "2026-12-24", "performance": "loss"}, "loss"),
        ({"next_contact": "2026-11-12"}, "this_week"),
        ({"next_contact": "2026-11-15"}, "this_week"),
    ],
)
def test_why_a_customer_is_on_the_list(given: dict[str, object], reason: str) -> None:
    late = 1 if reason == "overdue" else 0
    assert listed(sheet(given)) == [("K0", reason, late)]


@pytest.mark.parametrize(
    "given",
    [
        {"next_contact": "2026-11-16"},  # next Monday
        {"next_contact": None},
        {"next_contact": "2026-11-10", "status": "lost"},
        {"next_contact": None, "performance": "loss", "last_contact": "2026-11-10"},
    ],
)
def test_who_is_not_due(given: dict[str, object]) -> None:
    assert due_list(sheet(given)) == ()


def test_on_a_sunday_the_week_ends_today() -> None:
    assert listed(sheet({"next_contact": "2026-11-16"}, today="11-15")) == []
    assert listed(sheet({"next_contact": "2026-11-22"}, today="11-16")) == [("K0", "this_week", 0)]


def test_the_overdue_come_by_days_times_value() -> None:
    late = {"chance": 0.5}
    desk = sheet(
        {**late, "amount": 30, "next_contact": "2026-11-10"},  # 1 day × 15
        {**late, "amount": 10, "next_contact": "2026-11-04"},  # 5 days × 5
        {**late, "amount": 20, "next_contact": "2026-11-09"},  # 2 days × 10
        {**late, "amount": 90, "next_contact": "2026-11-10", "chance": 0.1},  # 1 day × 9
    )
    assert [customer for customer, *_ in listed(desk)] == ["K1", "K2", "K0", "K3"]


def test_the_reasons_come_in_their_order_and_then_dates_and_values() -> None:
    desk = sheet(
        {"next_contact": "2026-11-13", "amount": 99},
        {"next_contact": "2026-11-12", "amount": 1},
        {"next_contact": "2026-11-11", "amount": 1},
        {"next_contact": "2026-11-11", "amount": 5},
        {"next_contact": "2026-11-30", "amount": 1, "performance": "loss"},
        {"next_contact": None, "amount": 5, "performance": "loss"},
        {"next_contact": "2026-11-10", "amount": 1},
        {"next_contact": "2026-11-13", "amount": 100},
    )
    order = [customer for customer, *_ in listed(desk)]
    assert order == ["K6", "K5", "K4", "K3", "K2", "K1", "K7", "K0"]


def test_late_on_a_day_off_counts_by_value() -> None:
    desk = sheet(
        {"next_contact": "2026-11-13", "amount": 1},
        {"next_contact": "2026-11-13", "amount": 5},
        today="11-14",  # a Saturday: no working day late yet
    )
    assert listed(desk) == [("K1", "overdue", 0), ("K0", "overdue", 0)]


def test_pieces_and_money_compare_by_their_share_of_the_reserve() -> None:
    late = {"next_contact": "2026-11-10", "chance": 0.5}
    desk = sheet(
        {**late, "amount": 100},
        {**late, "amount": 60},
        {**late, "amount": 1, "indicator": ACCOUNTS},
    )
    assert [customer for customer, *_ in listed(desk)] == ["K2", "K0", "K1"]


def test_a_customer_stands_on_the_list_once() -> None:
    desk = sheet(
        {"customer": "A1", "next_contact": "2026-11-11"},
        {"customer": "A1", "next_contact": "2026-11-09", "indicator": PREMIUM},
        {"customer": "A2", "next_contact": "2026-11-11"},
    )
    assert listed(desk) == [("A1", "overdue", 2), ("A2", "today", 0)]


def test_prospects_without_an_amount_are_due_too() -> None:
    assert listed(sheet({"amount": None, "next_contact": "2026-11-10"})) == [("K0", "overdue", 1)]


def test_without_the_rule_only_customers_never_called_are_listed_for_their_losses() -> None:
    loss = {"performance": "loss", "next_contact": None}
    desk = sheet({**loss, "last_contact": "2026-01-05"}, template=without("loss_not_called"))
    assert listed(desk) == []


PROSPECTS = st.lists(
    st.fixed_dictionaries(
        {
            "customer": st.sampled_from([f"A{n}" for n in range(25)]),
            "indicator": st.sampled_from(["investment_sales", ACCOUNTS]),
            "amount": st.none() | st.integers(1, 100),
            "next_contact": st.none() | st.dates(day("11-01"), day("11-20")).map(str),
            "flag": st.sampled_from(["", "", "vulnerable", *BLOCKING]),
            "status": st.sampled_from(["open", "open", "won"]),
            "performance": st.sampled_from(["", "loss"]),
            "attempts": st.integers(0, 4),
        }
    ),
    max_size=40,
)


@given(PROSPECTS)
def test_any_list_is_short_and_has_nobody_who_must_not_be_contacted(
    prospects: list[Mapping[str, object]],
) -> None:
    desk = sheet(*prospects)
    found = due_list(desk)
    customers = [one.prospect.customer for one in found]
    assert len(found) <= pack().due_list
    assert len(set(customers)) == len(customers)
    for one in found:
        assert one.prospect is desk.record.prospects[one.row]
        assert is_open(one.prospect, pack())
        assert not who(desk).why(one.prospect.customer)
        assert not at_cap(one.prospect, pack(), TODAY)


def test_the_list_ends_where_the_template_says() -> None:
    desk = sheet(*[{"next_contact": "2026-11-11", "amount": 50 - n} for n in range(20)])
    assert [customer for customer, *_ in listed(desk)] == [f"K{n}" for n in range(12)]
