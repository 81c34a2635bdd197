from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules import due, ticked
from workbook.chapters.shared.day_list import Due, Result
from workbook.domain.templates import approval_of

from .desks import ACCOUNTS, day, pack, sheet

TODAY = day("11-11")


def asked(**given: object) -> list[Due]:
    return list(due(sheet(given)))


def after(outcome: Any, *rows: dict[str, object], **more: Any) -> tuple[Prospect, ...] | None:
    """The reserve after a result for K0."""
    made: dict[str, Any] = {"kind": "promised", "outcome": outcome, **more}
    changed = ticked(sheet(*rows), Result("k0", TODAY, **made))
    return None if changed is None else changed.prospects


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"next_contact": "2026-11-11"}, "promised"),
        ({"next_contact": "2026-11-09"}, "late"),
        ({"performance": "loss", "next_contact": "2026-11-20"}, "loss"),
        ({"next_contact": "2026-11-12"}, ""),  # this week is not today
        ({"next_contact": "2026-11-11", "status": "won"}, ""),
        ({"next_contact": "2026-11-11", "attempts": 3, "last_contact": "2026-11-05"}, ""),  # enough
    ],
)
def test_who_is_due_today_and_why(given: dict[str, object], kind: str) -> None:
    assert [one.kind for one in asked(**given)] == ([kind] if kind else [])


def test_a_reason_has_its_figures_and_where_it_stands() -> None:
    (one,) = asked(next_contact="2026-11-09", last_contact="2026-11-02")
    assert (one.day, one.figures["days"], one.figures["last"]) == (day("11-09"), 2, day("11-02"))
    assert (one.amount, one.loc) == (20 * 1_000_000, ("prospects", 0, "next_contact"))
    (counted,) = asked(next_contact="2026-11-11", indicator=ACCOUNTS)
    assert counted.amount == 0  # pieces are no money


def test_flagged_rows_are_asked_for_so_that_the_list_can_count_them() -> None:
    assert len(asked(next_contact="2026-11-11", flag="do_not_contact")) == 1


def test_the_sentence_of_the_cell_is_for_a_promise_and_names_nothing_that_may_lack() -> None:
    (found,) = asked(next_contact="2026-11-11")
    cell = pack().cells["r2w2"]
    assert (found.sentence, found.stop) == (cell.sentences["investment"], cell.stop)
    assert found.approval == approval_of(cell, TODAY)
    (opens,) = asked(next_contact="2026-11-11", relationship=1, willingness=3, indicator=ACCOUNTS)
    assert opens.sentence == pack().cells["r1w3"].sentences["opening"]
    for given in ({"next_contact": "2026-11-09"}, {"experienced": "yes"}):
        (one,) = asked(**{"next_contact": "2026-11-11", **given})
        assert one.sentence == ""
    (nowhere,) = asked(next_contact="2026-11-11", willingness=None)
    assert (nowhere.sentence, nowhere.stop) == ("", "")


@pytest.mark.parametrize(
    ("outcome", "attempts", "spoken"),
    [("reached", 1, True), ("done", 1, True), ("not_reached", 1, False)],
)
def test_a_contact_is_an_attempt_and_a_talk_is_the_last_contact(
    outcome: str, attempts: int, spoken: bool
) -> None:
    rows = after(outcome, {"next_contact": "2026-11-11"}, {"next_contact": "2026-11-11"})
    assert rows is not None
    assert (rows[0].attempts, rows[0].last_contact) == (attempts, TODAY if spoken else None)
    assert rows[0].next_contact == (None if spoken else TODAY)
    assert (rows[1].attempts, rows[1].last_contact) == (0, None)


def test_a_next_day_takes_the_place_of_the_one_that_is_over() -> None:
    later = dt.date(2026, 11, 20)
    for outcome in ("reached", "not_reached", "not_now"):
        rows = after(outcome, {"next_contact": "2026-11-11"}, next_day=later)
        assert rows is not None
        assert rows[0].next_contact == later
    assert after("not_now", {"next_contact": "2026-11-11"}) is None


def test_a_row_that_is_not_due_has_been_spoken_about_but_not_tried() -> None:
    rows = after("reached", {"next_contact": "2026-11-25"}, next_day=dt.date(2026, 11, 20))
    assert rows is not None
    assert (rows[0].attempts, rows[0].next_contact) == (0, day("11-25"))
    assert rows[0].last_contact == TODAY


def test_their_words_come_first() -> None:
    rows = after("reached", {"next_contact": "2026-11-11", "talked": "10-02 later"}, said="now")
    assert rows is not None
    assert rows[0].talked == "11-11 now\n10-02 later"


@pytest.mark.parametrize(
    "given", [{"customer": "K9"}, {"status": "won"}, {"next_contact": "2026-11-25"}]
)
def test_what_is_about_another_changes_nothing(given: dict[str, object]) -> None:
    outcome = "not_reached" if "next_contact" in given else "done"
    assert after(outcome, {"next_contact": "2026-11-11", **given}) is None
    assert after("done", {"next_contact": "2026-11-11"}, kind="tried") is None
