from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from workbook.chapters.journey.rules import (
    JourneyDesk,
    filters,
    findings,
    queue,
    study,
    who,
)
from workbook.chapters.journey.rules.contact import (
    at_risk_unattended,
    complaints_told,
    days_late,
    idle_days,
    is_open,
    last_cares,
    looked_after,
    minutes_there_are,
    not_contacted,
)
from workbook.chapters.journey.rules.study import rows_of
from workbook.domain.templates import approval_of

from .desks import YUAN, Imported, book, changed, day, desk, full, journey, pack, people

DUE = {"due": "2026-11-20", "amount": 10_000 * YUAN}


def care(**given: object) -> dict[str, object]:
    return {"customer": "A1", "act": "called", **given}


def holders(*names: str) -> Imported:
    """Customers with something that ends soon, the first with the most assets."""
    return book(
        customers=[{"id": name, "assets": (70_000 - at) * YUAN} for at, name in enumerate(names)],
        holdings=[{"customer": name, **DUE} for name in names],
    )


def the_queue(page: JourneyDesk) -> list[tuple[object, bool]]:
    return [(one.customer, one.fits) for one in queue(page)]


@pytest.mark.parametrize(
    ("approval", "expires", "today", "may"),
    [
        ("approved", "2026-11-11", "11-11", "approved"),
        ("approved", "2026-11-10", "11-11", "rehearsal"),
        ("rehearsal", "2027-01-01", "11-11", "rehearsal"),
    ],
)
def test_a_script_is_for_use_while_it_is_approved(
    approval: str, expires: str, today: str, may: str
) -> None:
    update = {"approval": approval, "expires": expires}
    assert approval_of(pack().signals["silent"].model_copy(update=update), day(today)) == may


# -- who may not be contacted ---------------------------------------------------------------------


def test_flags_block_and_say_why() -> None:
    rows: list[dict[str, object]] = [
        {"id": "A1", "do_not_contact": True}, {"id": "A2", "complaint_open": True},
        {"id": "A3", "suspected_fraud": True, "complaint_open": True}, {"id": "A4"},
    ]  # fmt: skip
    page = desk(book=full(*[{**row, "assets": 100} for row in rows]))
    assert {one: who(page).why(one) for one in ("A1", "A2", "A3", "A4")} == {
        "A1": "do_not_contact", "A2": "complaint_open", "A3": "suspected_fraud", "A4": "",
    }  # fmt: skip


def test_a_complaint_that_the_page_tells_of_blocks_too() -> None:
    page = desk(
        book=full(
            {"id": "A1", "assets": 100}, {"id": "A2", "assets": 100, "do_not_contact": True},
            {"id": "A3", "assets": 100}, {"id": "A4", "assets": 100},
        ),
        notes=[{"customer": "A1", "signal": "complaint"}, {"customer": "A4", "signal": "silent"}],
        losses=[
            {"customer": "A2", "situation": "complaint"},
            {"customer": "A3", "situation": "complaint", "back": True},
            {"customer": "A4", "situation": "losses"},
            {"customer": "Z9", "situation": "complaint"},
        ],
    )  # fmt: skip
    assert complaints_told(page) == {"A1", "A2", "Z9"}
    assert {one: who(page).why(one) for one in ("A1", "A2", "A4", "Z9")} == {
        "A1": "complaint_open", "A2": "do_not_contact", "A4": "", "Z9": "complaint_open",
    }  # fmt: skip
    told = {row["customer"]: (row["blocked"], row["why"]) for row in rows_of(filters(page))}
    assert told == {
        "A1": (True, "complaint_open"), "A2": (True, "do_not_contact"), "A3": (False, ""),
        "A4": (False, ""),
    }  # fmt: skip


# -- what was done --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "left"),
    [("", True), ("half", True), ("waiting", True), ("done", False), ("not", False)],
)
def test_a_care_is_open_until_its_outcome_closes_it(outcome: str, left: bool) -> None:
    (one,) = journey(cares=[care(outcome=outcome)]).cares
    assert is_open(one, pack()) is left


@pytest.mark.parametrize(
    ("given", "late"),
    [
        ({"next_day": "2026-11-10"}, 1),
        ({"next_day": "2026-11-11"}, 0),
        ({"next_day": "2026-11-12"}, 0),
        ({"next_day": "2026-10-31"}, 11),
        ({"next_day": None}, 0),
        ({"next_day": "2026-11-01", "outcome": "done"}, 0),
        ({"next_day": "2026-11-01", "outcome": "waiting"}, 10),
    ],
)
def test_days_since_the_next_day_passed(given: Mapping[str, object], late: int) -> None:
    assert days_late(desk(cares=[care(**given)]), 0) == late


@pytest.mark.parametrize(
    ("second", "late"),
    [
        ({"day": "2026-11-04"}, 0),
        ({"day": "2026-11-11"}, 0),
        ({"day": "2026-11-12"}, 4),  # a plan is no contact
        ({"day": "2026-11-03"}, 4),  # the same act twice
        ({"day": None}, 4),
        ({"day": "2026-11-09", "customer": "A2"}, 4),
    ],
)
def test_a_care_that_was_followed_is_not_late(second: Mapping[str, object], late: int) -> None:
    first = care(day="2026-11-03", next_day="2026-11-07")
    assert days_late(desk(cares=[first, care(**second)]), 0) == late


def test_without_a_day_of_its_own_a_care_is_followed_after_its_next_day() -> None:
    first = care(next_day="2026-11-07")
    for other, late in (("2026-11-07", 4), ("2026-11-08", 0)):
        assert days_late(desk(cares=[first, care(day=other)]), 0) == late


def test_the_newest_act_for_each_customer_on_this_page_or_last_months() -> None:
    page = desk(
        cares=[
            care(day="2026-11-05"), care(day="2026-11-03"), care(day="2026-11-12"),
            care(customer="A2", day="2026-11-11", outcome="not"), care(customer="A3"),
        ],
        earlier=[
            journey(cares=[care(customer="A4", day="2026-10-30")]),
            journey(cares=[care(customer="A5", day="2026-09-30")]),
        ],
    )  # fmt: skip
    assert last_cares(page) == {
        "A1": day("11-05"), "A2": day("11-11"), "A4": day("10-30"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("today", "days"), [("11-01", 0), ("11-02", 1), ("11-06", 5), ("11-08", 5), ("11-09", 6)]
)
def test_without_any_act_the_idle_days_are_those_of_the_month(today: str, days: int) -> None:
    assert idle_days(desk(today)) == days


@pytest.mark.parametrize(
    ("last", "days"), [("2026-11-11", 0), ("2026-11-10", 1), ("2026-11-06", 3), ("2026-11-07", 3)]
)
def test_idle_days_are_working_days_since_the_last_act(last: str, days: int) -> None:
    assert idle_days(desk(cares=[care(day=last), care(day="2026-11-02")])) == days


def test_idle_days_end_with_the_month() -> None:
    assert idle_days(desk("12-20", cares=[care(day="2026-11-26")])) == 2


# -- the queue of the day -------------------------------------------------------------------------


def test_the_minutes_are_the_managers_own_else_the_templates() -> None:
    assert minutes_there_are(desk()) == 90
    assert minutes_there_are(desk(minutes=20)) == 20
    assert minutes_there_are(desk(minutes=0)) == 0


def test_the_queue_fits_the_minutes_there_are() -> None:
    imported = holders("A1", "A2", "A3")
    assert the_queue(desk(book=imported, minutes=20)) == [
        ("A1", True), ("A2", True), ("A3", False),
    ]  # fmt: skip
    assert the_queue(desk(book=imported, minutes=19))[1] == ("A2", False)
    assert [fits for _, fits in the_queue(desk(book=imported, minutes=0))] == [False] * 3
    assert [fits for _, fits in the_queue(desk(book=imported))] == [True] * 3


def test_the_queue_holds_no_more_than_the_template_says() -> None:
    page = desk(book=holders("A1", "A2"), template=changed(most_a_day=1))
    assert the_queue(page) == [("A1", True), ("A2", False)]


def test_nobody_is_queued_who_must_not_be_contacted() -> None:
    told = [{"customer": "A1", "signal": "complaint"}]
    assert the_queue(desk(book=holders("A1", "A2"), notes=told)) == [("A2", True)]
    imported = holders("A1", "A2")
    imported["customers"]["do_not_contact"] = [True, False]
    assert the_queue(desk(book=imported)) == [("A2", True)]


@pytest.mark.parametrize(
    ("given", "rests"),
    [
        ({"day": "2026-11-10", "next_day": "2026-11-12"}, True),
        ({"day": "2026-11-10", "next_day": "2026-11-11"}, False),
        ({"day": "2026-11-10", "next_day": "2026-11-11", "outcome": "done"}, False),
        ({"day": "2026-11-10", "outcome": "done"}, True),
        ({"day": "2026-11-11", "outcome": "not"}, True),
        ({"day": "2026-10-29", "outcome": "done"}, True),
        ({"day": "2026-10-28", "outcome": "done"}, False),
        ({"day": "2026-11-10", "outcome": "half"}, False),
        ({"day": "2026-11-10"}, False),
        ({"day": "2026-11-12", "outcome": "done"}, False),
        ({"day": None, "outcome": "done", "next_day": "2026-11-20"}, False),
    ],
)
def test_who_was_looked_after_needs_no_call(given: Mapping[str, object], rests: bool) -> None:
    page = desk(book=holders("A1", "A2"), cares=[care(**given)])
    assert looked_after(page) == ({"A1"} if rests else set())
    assert [one.customer for one in queue(page)] == (["A2"] if rests else ["A1", "A2"])


def test_the_newest_care_says_whether_a_customer_rests() -> None:
    rests, calls = care(day="2026-11-10", outcome="done"), care(day="2026-11-09", outcome="half")
    assert looked_after(desk(cares=[rests, calls])) == {"A1"}
    assert looked_after(desk(cares=[rests, {**calls, "day": "2026-11-11"}])) == set()
    last = journey(cares=[{**rests, "day": "2026-10-30"}])
    assert looked_after(desk(earlier=[last])) == {"A1"}
    assert looked_after(desk(earlier=[last], cares=[calls])) == set()
    assert looked_after(desk(earlier=[journey(), last])) == set()


def test_how_long_a_settled_care_rests_is_the_templates_to_say() -> None:
    limits = pack().stage_limits.model_copy(update={"check_days": 1})
    done = [care(day="2026-11-10", outcome="done")]
    assert looked_after(desk(cares=done, template=changed(stage_limits=limits))) == set()


def test_there_is_no_queue_without_a_book() -> None:
    assert queue(desk()) == ()


# -- who waits ------------------------------------------------------------------------------------

REPUTATION = {"signal": "reputation", "day": "2026-11-02"}


def waiting(**given: Any) -> list[str]:
    notes = [{"customer": "A1", **REPUTATION}]
    page: dict[str, Any] = {"book": people(A1=60_000, A2=60_000), "notes": notes, **given}
    return at_risk_unattended(desk(**page), 14)


def test_who_is_at_risk_with_a_strong_signal_waits() -> None:
    assert waiting() == ["A1"]
    assert waiting(notes=[{"customer": "A1", **REPUTATION, "signal": "silent"}]) == []


@pytest.mark.parametrize(
    ("last", "left"), [("2026-10-28", ["A1"]), ("2026-10-29", []), ("2026-11-12", ["A1"])]
)
def test_an_act_of_the_last_days_is_an_answer(last: str, left: list[str]) -> None:
    assert waiting(cares=[care(day=last)]) == left
    assert waiting(cares=[care(day=last, customer="A2")]) == ["A1"]


def test_who_must_not_be_contacted_does_not_wait_but_who_complains_does() -> None:
    blocked = full({"id": "A1", "assets": 6_000_000, "do_not_contact": True})
    assert waiting(book=blocked) == []
    assert waiting(book=full({"id": "A1", "assets": 6_000_000, "suspected_fraud": True})) == []
    assert waiting(book=full({"id": "A1", "assets": 6_000_000, "complaint_open": True})) == ["A1"]


def test_who_moves_money_while_we_are_silent() -> None:
    def paid(customer: str, day: str) -> dict[str, object]:
        return {"customer": customer, "date": day, "amount": 100, "direction": "out"}

    people = [
        {"id": "A1", "last_contact": "2026-08-13"},  # 90 days ago
        {"id": "A2", "last_contact": "2026-08-14"},
        {"id": "A3", "last_contact": "2026-06-01", "do_not_contact": True},
        {"id": "A4", "last_contact": "2026-06-01"},  # silent too
        {"id": "A5"},  # never contacted
        {"id": "A6", "last_contact": "2026-06-01"},  # has a care on this page
    ]
    moved = [paid(f"A{at}", "2026-11-02") for at in (1, 2, 3, 5, 6)] + [paid("A4", "2026-06-03")]
    page = desk(
        book=full(*people, transactions=moved),
        cares=[{"customer": "A6", "critical": "dormant", "day": "2026-11-05"}],
    )
    assert not_contacted(page) == ["A1", "A5"]
    found = [one for one in findings(page) if one.rule == "not_contacted"]
    assert [one.figures for one in found] == [{"customers": 2, "days": 90}]
    silent = rows_of(study(page).signals)
    assert [one["customer"] for one in silent if one["signal"] == "silent"] == ["A4"]
