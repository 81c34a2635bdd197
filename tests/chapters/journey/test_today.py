from __future__ import annotations

from typing import Any

import pytest

from workbook.chapters.journey.rules.today import due, ticked
from workbook.chapters.shared.day_list import Due, Result

from .desks import YUAN, Imported, book, day, desk, people

TODAY = day("11-11")


def asked(**given: Any) -> list[tuple[str, str]]:
    return [(one.customer, one.kind) for one in due(desk(**given))]


def holding(due_day: str, yuan: int = 10_000) -> Any:
    return book(
        customers=[{"id": "A1", "assets": 70_000 * YUAN}],
        holdings=[{"customer": "A1", "due": due_day, "amount": yuan * YUAN}],
    )


def one_due(made: Any) -> Due:
    (found,) = (one for one in due(desk(book=made)) if one.kind.startswith(("matures", "assess")))
    return found


@pytest.mark.parametrize(
    ("ends", "kind", "since"),
    [
        ("2026-11-11", "matures_today", "11-11"),
        ("2026-11-18", "matures_near", "11-11"),
        ("2026-11-19", "matures", "10-20"),
        ("2026-12-11", "matures", "11-11"),
    ],
)
def test_a_maturity_asks_in_three_steps_each_since_its_own_day(
    ends: str, kind: str, since: str
) -> None:
    found = one_due(holding(ends))
    assert (found.kind, found.day, found.amount) == (kind, day(since), 10_000 * YUAN)
    assert found.figures["share"] == pytest.approx(1 / 7)


@pytest.mark.parametrize(
    ("assessed", "kind"),
    [("2025-11-10", "assessment_over"), ("2025-12-01", "assessment_due")],
)
def test_an_assessment_is_due_or_over(assessed: str, kind: str) -> None:
    found = one_due(assessed_on(assessed))
    assert (found.kind, found.if_advice) == (kind, False)


def test_an_assessment_that_is_long_over_is_asked_for_only_before_advice() -> None:
    found = one_due(assessed_on("2025-01-01"))
    assert (found.kind, found.if_advice) == ("assessment_over", True)


def assessed_on(day: str) -> Imported:
    return book(customers=[{"id": "A1", "assets": 70_000 * YUAN, "risk_assessed": day}])


def test_nothing_about_a_rise_for_customers_at_risk() -> None:
    assert asked(book=people(A1=48_000)) == [("A1", "near_tier")]
    noted = [{"customer": "A1", "signal": "reputation", "day": "2026-11-10", "said": "a merger?"}]
    found = list(due(desk(book=people(A1=48_000), notes=noted)))
    assert [one.kind for one in found] == ["rumour"]
    assert (found[0].figures["said"], found[0].day) == ("a merger?", day("11-10"))


def test_edges_say_how_far_without_a_sign() -> None:
    (under,) = due(desk(book=people(A1=48_000)))
    assert (under.figures["low"], under.figures["distance"]) == (2_000 * YUAN, None)
    (above,) = due(desk(book=people(A1=52_000)))
    assert (above.kind, above.figures["distance"]) == ("near_edge", 2_000 * YUAN)
    assert above.figures["low"] is None


def test_whoever_was_looked_after_is_not_asked_for() -> None:
    cares = [{"customer": "A1", "act": "x", "day": "2026-11-10", "outcome": "done", "proof": "y"}]
    assert asked(book=people(A1=48_000), cares=cares) == []


def test_a_day_that_was_agreed_on_is_asked_for_with_what_was_done() -> None:
    cares = [
        {"customer": "A1", "act": "asked", "day": "2026-11-01", "next_day": "2026-11-11"},
        {"customer": "A2", "act": "asked", "day": "2026-11-01", "next_day": "2026-11-12"},
        {"customer": "A3", "act": "x", "day": "2026-11-01", "next_day": "2026-11-02",
         "outcome": "done", "proof": "y"},
    ]  # fmt: skip
    losses = [
        {"customer": "A4", "said": "fees", "next_day": "2026-11-10"},
        {"customer": "A5", "next_day": "2026-11-10", "back": "yes"},
    ]
    found = list(due(desk(cares=cares, losses=losses)))
    assert [(one.customer, one.figures["what"]) for one in found] == [
        ("A1", "asked"), ("A4", "fees"),
    ]  # fmt: skip
    assert [one.loc for one in found] == [("cares", 0, "next_day"), ("losses", 0, "next_day")]


def result(outcome: Any, customer: str = "a1", **more: Any) -> Result:
    return Result(customer, TODAY, outcome=outcome, **{"kind": "near_tier", **more})


@pytest.mark.parametrize(
    ("outcome", "kept"), [("done", "done"), ("reached", "half"), ("not_reached", "waiting")]
)
def test_a_result_is_an_act_for_whom_the_journey_asked(outcome: str, kept: str) -> None:
    after = ticked(desk(book=people(A1=48_000)), result(outcome, said="yes", next_day=day("11-20")))
    assert after is not None
    (care,) = after.cares
    assert (care.critical, care.outcome, care.proof) == ("under_tier", kept, "yes")
    assert (care.day, care.next_day) == (TODAY, day("11-20"))


def test_what_was_put_off_or_asked_by_others_is_no_act() -> None:
    assert ticked(desk(book=people(A1=48_000)), result("not_now")) is None
    assert ticked(desk(book=people(A1=48_000)), result("done", "A9")) is None
    tried = desk(try_customer="A1", try_by="2026-11-10")
    assert ticked(tried, result("done")) is None


def test_a_loss_gets_its_next_day() -> None:
    losses = [{"customer": "A1", "said": "fees", "next_day": "2026-11-10"},
              {"customer": "A2", "next_day": "2026-11-10"}]  # fmt: skip
    after = ticked(desk(losses=losses), result("reached", next_day=day("11-20")))
    assert after is not None
    assert [one.next_day for one in after.losses] == [day("11-20"), day("11-10")]


def test_how_the_try_went_is_written() -> None:
    page = desk(book=people(A1=48_000), try_customer="A1", try_by="2026-11-10")
    after = ticked(page, result("reached", kind="tried", said="no help"))
    assert after is not None
    assert (after.tried, after.cares) == ("no help", ())
