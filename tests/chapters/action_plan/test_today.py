from __future__ import annotations

from typing import Any

import pytest

from workbook.chapters.action_plan.rules.today import due, ticked
from workbook.chapters.shared.day_list import Result

from .desks import day, desk, line

TODAY = day("11-11")


def result(outcome: Any, customer: str = "k1", **more: Any) -> Result:
    return Result(customer, TODAY, outcome=outcome, **{"kind": "line", **more})


def contact(**given: object) -> dict[str, object]:
    return {"customer": "K1", "act": "ask", "day": "2026-11-11", **given}


def test_open_lines_and_contacts_whose_day_has_come_are_asked_for() -> None:
    rows = [
        line(customer="K1", by="2026-11-10"), line(customer="K2", by="2026-11-12"),
        line(customer="K3", by="2026-11-11", outcome="half"), line(by="2026-11-11"),
    ]  # fmt: skip
    contacts = [contact(customer="K4"), contact(customer="K5", called="yes"),
                contact(customer="K6", day="2026-11-12")]  # fmt: skip
    found = list(due(desk(lines=rows, contacts=contacts)))
    assert [(one.customer, one.kind, one.loc) for one in found] == [
        ("K1", "line", ("lines", 0, "outcome")),
        ("K4", "monday", ("contacts", 0, "called")),
    ]


def test_the_try_is_asked_for_until_its_result_is_written() -> None:
    given: dict[str, Any] = {"try_customer": "K1", "try_by": "2026-11-10"}
    assert [one.kind for one in due(desk(**given))] == ["try"]
    assert list(due(desk(**given, tried="it went well"))) == []
    assert list(due(desk(try_customer="K1", try_by="2026-11-12"))) == []


@pytest.mark.parametrize(
    ("outcome", "marked", "called", "moved"),
    [("done", "done", True, True), ("reached", "half", True, False)],
)
def test_a_result_marks_line_and_contact(
    outcome: str, marked: str, called: bool, moved: bool
) -> None:
    page = desk(lines=[line(customer="K1", by="2026-11-11")], contacts=[contact()])
    after = ticked(page, result(outcome))
    assert after is not None
    assert (after.lines[0].outcome, after.contacts[0].called, after.contacts[0].moved) == (
        marked, called, moved,
    )  # fmt: skip


@pytest.mark.parametrize("outcome", ["not_reached", "not_now"])
def test_the_other_results_leave_all_open(outcome: str) -> None:
    page = desk(lines=[line(customer="K1", by="2026-11-11")], contacts=[contact()])
    assert ticked(page, result(outcome)) is None


@pytest.mark.parametrize(
    "given", [{"by": "2026-11-12"}, {"customer": "K2"}, {"outcome": "not"}, {"customer": ""}]
)
def test_a_line_that_is_not_due_or_about_another_stays(given: dict[str, object]) -> None:
    page = desk(lines=[line(**{"customer": "K1", "by": "2026-11-11", **given})])
    assert ticked(page, result("done")) is None


def test_how_the_try_went_is_written_and_marks_nothing_else() -> None:
    rows = [line(customer="K1", by="2026-11-11")]
    page = desk(lines=rows, try_customer="K1", try_by="2026-11-10")
    after = ticked(page, result("done", kind="tried", said="it helped"))
    assert after is not None
    assert (after.tried, after.lines[0].outcome) == ("it helped", "")
    later = ticked(page, result("not_now", kind="tried", next_day=day("11-13")))
    assert later is not None
    assert (later.tried, later.try_by) == ("", day("11-13"))
    assert ticked(page, result("not_now", kind="tried")) is None
    assert ticked(page, result("done", "K2", kind="tried", said="x")) is None
    written = desk(try_customer="K1", try_by="2026-11-10", tried="before")
    assert ticked(written, result("done", kind="tried", said="x")) is None
