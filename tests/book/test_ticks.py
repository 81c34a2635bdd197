"""A result of the list of the day, carried to every page and taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from chapters.journey.desks import YUAN, table
from typed import CHEN, book_of

from workbook import chapters
from workbook.book import ticks
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.day_list import Outcome, Result
from workbook.customers.analysis.silence import last_contacts
from workbook.errors import BadInput, NotFound
from workbook.store import Store

TODAY = dt.date(2026, 12, 9)
ROW = {
    "customer": "QX7701", "indicator": "投资销量", "amount": "50 wan", "attempts": "1",
    "relationship": "2", "willingness": "2", "next_contact": "12-09", "talked": "11-20 later",
}  # fmt: skip
LINE = {"kind": "five", "what": "call QX7701", "customer": "QX7701", "by": "12-09"}
CONTACT = {"customer": "QX7701", "act": "call", "day": "12-09"}


def filled(store: Store) -> Book:
    """A book with the customer on every page; the amount of the prospect cannot be read."""
    rows = [{"id": one, "assets": 300_000 * YUAN, "age": 61} for one in ("QX7701", "QX8802")]
    store.keep_import(CHEN.id, "customers", table("customers", *rows), "customers.csv", "1")
    book = book_of(store)
    other = {**ROW, "customer": "QX8802"}
    book.save("prospects", {"prospects": [other, {}, ROW]}, 0)
    cares = [{"customer": "QX7701", "act": "ask", "day": "12-01", "next_day": "12-08"}]
    book.save("journey", {"cares": cares}, 0)
    book.save("action_plan", {"lines": [LINE], "contacts": [CONTACT]}, 0)
    book.save("pacing", {"try_customer": "QX7701", "try_by": "12-07"}, 0)
    return book


def result(outcome: Outcome, **changes: Any) -> Result:
    made: dict[str, Any] = {"outcome": outcome, **changes}
    return replace(Result("QX7701", TODAY, "promised", "done"), **made)


def body(book: Book, chapter: str) -> dict[str, Any]:
    entry = book.entry(chapter)
    assert entry is not None
    return entry.body


def pages(book: Book) -> dict[str, dict[str, Any]]:
    return {name: body(book, name) for name in ("prospects", "journey", "action_plan", "pacing")}


def listed(book: Book) -> list[tuple[str, str]]:
    name = chapters.day_list()
    offers = chapters.chapter(name).day_list
    assert offers is not None
    return [(one.customer, one.kind) for one in offers.listing(book.still().desk(name)).lines]


def test_a_tick_is_carried_to_every_page_that_it_concerns(store: Store) -> None:
    book = filled(store)
    assert listed(book)[:2] == [("QX7701", "promised"), ("QX8802", "promised")]
    said = {"said": "after the holiday", "next_day": dt.date(2026, 12, 16)}
    ticks.tick(book, result("reached", **said))
    assert body(book, "prospects")["prospects"][2] == {
        **ROW, "attempts": "2", "last_contact": "2026-12-09", "next_contact": "2026-12-16",
        "talked": "12-09 after the holiday\n11-20 later",
    }  # fmt: skip
    assert body(book, "prospects")["prospects"][0] == {**ROW, "customer": "QX8802"}
    assert body(book, "action_plan")["lines"] == [{**LINE, "outcome": "half"}]
    assert body(book, "action_plan")["contacts"] == [{**CONTACT, "called": True}]
    assert body(book, "journey")["cares"][1:] == [
        {
            "customer": "QX7701", "day": "2026-12-09", "proof": "after the holiday",
            "outcome": "half", "next_day": "2026-12-16",
        }
    ]  # fmt: skip
    assert [one for one, _ in listed(book)] == ["QX8802"]


@pytest.mark.parametrize(
    ("outcome", "line", "contact", "attempts"),
    [
        ("done", "done", {"called": True, "moved": True}, "2"),
        ("reached", "half", {"called": True}, "2"),
        ("not_reached", "", {}, "2"),
        ("not_now", "", {}, "1"),
    ],
)
def test_each_result_marks_the_plan_and_counts_as_an_attempt_or_not(
    store: Store, outcome: Outcome, line: str, contact: dict[str, bool], attempts: str
) -> None:
    book = filled(store)
    ticks.tick(book, result(outcome))
    plan, reserve = body(book, "action_plan"), body(book, "prospects")["prospects"][2]
    assert plan["lines"][0].get("outcome", "") == line
    assert {
        key: plan["contacts"][0][key] for key in plan["contacts"][0].keys() - CONTACT
    } == contact
    assert reserve["attempts"] == attempts
    assert ("last_contact" in reserve) is (outcome in ("reached", "done"))


def test_a_day_that_is_over_makes_room_and_one_that_was_not_kept_stays(store: Store) -> None:
    book = filled(store)
    ticks.tick(book, result("not_reached"))
    assert body(book, "prospects")["prospects"][2]["next_contact"] == "12-09"
    ticks.tick(book, result("reached"))
    assert body(book, "prospects")["prospects"][2]["next_contact"] == ""


def test_all_or_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last page cannot be saved, none is."""
    book = filled(store)
    before, save = pages(book), Store.save

    def failing(self: Store, trainee: str, chapter: str, *given: Any, **more: Any) -> Any:
        if chapter == "action_plan":
            raise BadInput("no room left")
        return save(self, trainee, chapter, *given, **more)

    monkeypatch.setattr(Store, "save", failing)
    with pytest.raises(BadInput, match="no room left"):
        ticks.tick(book, result("done"))
    assert pages(book) == before
    assert book.entry(chapters.day_list()) is None


def test_a_contact_counts_wherever_days_since_one_are_asked(store: Store) -> None:
    book = filled(store)

    def last(one: Book) -> Any:
        rows = last_contacts(one.customers()).set_index("customer")["day"]
        return rows["QX7701"]

    assert pd.isna(last(book))
    ticks.tick(book, result("reached"))
    assert last(book) == pd.Timestamp(TODAY)
    ticks.take_back(book, 0)
    assert pd.isna(last(book))
    ticks.tick(book, result("not_now"))
    assert pd.isna(last(book))
    ticks.tick(book, result("reached"))
    assert book.still().customers() is book.still().customers()  # nothing is worked out anew


def test_a_tick_can_be_taken_back(store: Store) -> None:
    book = filled(store)
    before = pages(book)
    ticks.tick(book, result("done", said="settled", next_day=dt.date(2026, 12, 16)))
    assert pages(book) != before
    ticks.take_back(book, 0)
    after = pages(book)
    assert after.pop("prospects") == before.pop("prospects")
    assert after == before
    assert body(book, chapters.day_list())["results"] == []
    assert listed(book)[0] == ("QX7701", "promised")
    assert len(book.history("prospects")) == 3  # nothing is ever rewritten


def test_only_cells_that_nobody_changed_since_are_restored(store: Store) -> None:
    book = filled(store)
    ticks.tick(book, result("done", said="settled"))
    reserve = body(book, "prospects")
    mine = {**reserve["prospects"][2], "talked": "my own words", "product": "a fund"}
    book.save("prospects", {"prospects": [mine]}, 2)  # the other rows were deleted as well
    plan = body(book, "action_plan")
    book.save("action_plan", {**plan, "learned": "x", "contacts": []}, 2)
    ticks.take_back(book, 0)
    assert body(book, "prospects")["prospects"] == [
        {**ROW, "talked": "my own words", "product": "a fund"}
    ]
    assert body(book, "action_plan") == {"lines": [LINE], "contacts": [], "learned": "x"}
    assert len(body(book, "journey")["cares"]) == 1


def test_a_row_that_was_added_and_then_changed_stays(store: Store) -> None:
    book = filled(store)
    ticks.tick(book, result("done", said="settled"))
    journey = body(book, "journey")
    mine = {**journey["cares"][1], "proof": "a signed form"}
    book.save("journey", {"cares": [journey["cares"][0], mine]}, 2)
    ticks.take_back(book, 0)
    assert body(book, "journey")["cares"][1] == mine


def test_of_several_results_only_the_one_meant_is_taken_back(store: Store) -> None:
    book = filled(store)
    ticks.tick(book, result("not_reached"))
    ticks.tick(book, replace(result("done"), customer="QX8802"))
    ticks.take_back(book, 0)
    (left,) = body(book, chapters.day_list())["results"]
    assert left["customer"] == "QX8802"
    rows = body(book, "prospects")["prospects"]
    assert (rows[0]["attempts"], rows[2]["attempts"]) == ("2", "1")


def test_how_the_try_went_is_written_where_it_was_planned(store: Store) -> None:
    book = filled(store)
    ticks.tick(book, replace(result("done", said="she laughed"), kind="tried"))
    assert body(book, "pacing")["tried"] == "用了，有用 · she laughed"
    assert body(book, "prospects")["prospects"][2] == ROW
    ticks.take_back(book, 0)
    assert body(book, "pacing").get("tried", "") == ""
    ticks.tick(book, result("not_now", kind="tried", next_day=dt.date(2026, 12, 11)))
    assert body(book, "pacing")["try_by"] == "2026-12-11"


def test_what_the_list_does_not_know_is_refused(store: Store) -> None:
    book = filled(store)
    wrongs: tuple[dict[str, Any], ...] = ({"kind": "gift"}, {"outcome": "sold"})
    for wrong in wrongs:
        with pytest.raises(NotFound):
            ticks.tick(book, result(**{"outcome": "done", **wrong}))
    with pytest.raises(BadInput):
        ticks.tick(book, replace(result("done"), customer=" "))
    with pytest.raises(NotFound):
        ticks.take_back(book, 0)
    assert book.entry(chapters.day_list()) is None
