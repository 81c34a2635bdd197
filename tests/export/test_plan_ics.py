"""A week's 531 plan in a calendar: what is open, on its day, without whom nobody may contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from workbook.book.trainee_workbook import Book
from workbook.export.ics import calendar_file

from .books import book_in

LINES: list[dict[str, Any]] = [
    {"kind": "five", "what": "Call six maturities", "owner": "me", "by": "12-10", "mark": "4 days"},
    {"kind": "five", "what": "Done already", "by": "12-08", "outcome": "done"},
    {"kind": "three", "what": "Two hours of Zhou", "by": "12-11", "resource": "2 h",
     "grantor": "Zhang", "fallback": "online"},
    {"kind": "one", "what": "No day yet"},
]  # fmt: skip
CONTACTS = [
    {"customer": "K1", "act": "a=1; \nUID:x", "day": "12-09"},
    {"customer": "K2", "act": "called", "day": "12-09", "called": "yes"},
    {"customer": "K3", "act": "no day"},
]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = replace(book_in(tmp_path), language="en")
    with made.store:
        made.save("action_plan", {"lines": LINES, "contacts": CONTACTS}, 0)
        yield made


def events(book: Book) -> list[Event]:
    found = Calendar.from_ical(calendar_file(book, "action_plan")).walk("VEVENT")
    return [one for one in found if isinstance(one, Event)]


def summaries(book: Book) -> list[tuple[dt.date, str]]:
    return sorted((one.decoded("dtstart"), str(one["summary"])) for one in events(book))


def test_open_lines_and_contacts_stand_on_their_days(book: Book) -> None:
    said = [text for _, text in summaries(book)]
    assert sum("Call six maturities" in text for text in said) == 1
    assert sum("K1" in text for text in said) == 1
    for absent in ("Done already", "No day yet", "K2", "K3"):
        assert not any(absent in text for text in said), absent
    days = {text: day for day, text in summaries(book)}
    assert next(days[text] for text in days if "Zhou" in text) == dt.date(2026, 12, 11)


def test_a_line_says_who_what_for_and_plan_b(book: Book) -> None:
    (line,) = [one for one in events(book) if "Zhou" in str(one["summary"])]
    said = str(line["description"]).splitlines()
    assert len(said) == 2
    assert "2 h, Zhang" in said[0]
    assert "online" in said[1]


def test_the_week_begins_and_ends_with_ten_minutes(book: Book) -> None:
    days = [day for day, _ in summaries(book)]
    assert (days[0], days[-1]) == (dt.date(2026, 12, 7), dt.date(2026, 12, 11))


def test_a_line_that_is_moved_stays_the_same_event(book: Book) -> None:
    before = {str(one["uid"]) for one in events(book)}
    moved = [LINES[0] | {"by": "12-11"}, *LINES[1:]]
    book.save("action_plan", {"lines": moved, "contacts": CONTACTS}, 1)
    assert {str(one["uid"]) for one in events(book)} == before


def test_typed_text_makes_no_event_of_its_own(book: Book) -> None:
    (contact,) = [one for one in events(book) if "K1" in str(one["summary"])]
    assert "UID:x" in str(contact["description"])
    assert "x" not in {str(one["uid"]) for one in events(book)}


def test_a_week_that_is_a_holiday_has_no_ten_minutes(book: Book) -> None:
    golden = replace(book, month=book.month.parse("2026-10"), today=dt.date(2026, 10, 1))
    assert str(golden.period("action_plan")) == "2026-W40"
    days = [day for day, _ in summaries(golden)]
    assert days == [dt.date(2026, 9, 28), dt.date(2026, 9, 30)]
